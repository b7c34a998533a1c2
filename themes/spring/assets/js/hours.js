// When a place is open, by the same rules as the program (src/config/collection/value/opening_hours): needs clock.js.
//
//   kepu.hours.of(element)               → the hours that an element bears in `data-hours`, or null
//   kepu.hours.on(hours, date[, years])  → {state, ranges: [[540, 1020], …], presumed, reason}
//   kepu.hours.at(hours, now[, years])   → {open: true | false | null, phase, closes, opens, presumed, reason}
//   kepu.hours.show([root])              → nothing; fills the elements that bear hours, below `root` if it is given
//   kepu.hours.day = date                → short marks speak of that day and not of now; null gives them back to now
//
// Times are minutes since midnight. `state` is open, untimed (open, at times that weren't said), appointment, closed or
// unknown. `phase` is open, before, break, after, closed, untimed, appointment or unknown. `closes` and `opens` are
// {date, minutes} or null; `opens` is null where the place is open, where it never opens again within reach, and where
// a day about which nothing is said comes first. `presumed` means that the holidays of that year aren't announced and
// would make a difference. `reason` is the holiday's name or the note of an exception, or "". `years` are the public
// holidays, by year; those of the page unless others are given.
(function () {
  "use strict";
  var kepu = (window.kepu = window.kepu || {});
  var DAY = 1440;
  // How far ahead a next opening is looked for: a year and the holidays at its end.
  var REACH = 400;
  // Minutes before closing at which "closing soon" is said.
  var SOON = 30;

  var meta = document.querySelector("meta[name=kepu-holidays]");
  function parse(text) {
    try { return JSON.parse(text); } catch (_) { return null; }
  }
  var announced = (meta && parse(meta.content)) || {};

  function add(date, days) {
    var day = new Date(date + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  }
  function weekday(date) { return (new Date(date + "T00:00:00Z").getUTCDay() + 6) % 7; }
  function pairs(times) {
    var ranges = [];
    for (var at = 0; at < times.length; at += 2) ranges.push([times[at], times[at + 1]]);
    return ranges;
  }
  function days(from, to) { return (Date.parse(to) - Date.parse(from)) / 86400000; }
  function same(one, other) { return JSON.stringify(one) === JSON.stringify(other); }

  // The hours of each weekday in the season of a date: a season is two days of any year, the later one in the list wins.
  function week(hours, date) {
    var day = date.slice(5), found = hours.weekly;
    (hours.seasons || []).forEach(function (one) {
      if (one[0] <= one[1] ? one[0] <= day && day <= one[1] : day >= one[0] || day <= one[1]) found = one[2];
    });
    return found;
  }
  // The hours of a working day that falls on a Saturday or Sunday. Which a place keeps that has others at weekends isn't said.
  function onWorkingWeekend(hours, date) {
    var own_week = week(hours, date), own = own_week[weekday(date)];
    if (weekday(date) < 5) return own;
    var one = own_week.slice(0, 5).every(function (times) { return same(times, own_week[0]); });
    return one && (same(own, []) || same(own, own_week[0])) ? own_week[0] : "unknown";
  }
  // The hours of a date that is no holiday and has no exception: the n-th weekday of a month has its own, and so has a
  // Saturday or Sunday on which the country works, where the hours are those of working days.
  function ordinary(hours, date, years) {
    var works = hours.working && (years.work || []).indexOf(date) >= 0;
    var day = Number(date.slice(8)), found = works ? onWorkingWeekend(hours, date) : week(hours, date)[weekday(date)];
    (hours.monthly || []).forEach(function (one) {
      if (one[1] !== weekday(date)) return;
      if (one[0] < 0 ? add(date, 7).slice(5, 7) !== date.slice(5, 7) : Math.floor((day - 1) / 7) + 1 === one[0]) found = one[2];
    });
    return found;
  }
  // Whether a date is among the days of a named holiday; null where that isn't known.
  function feast(hours, years, name, date) {
    if (typeof name === "string") {
      var off = holiday(years, date);
      return off ? off[off.length - 1].indexOf(name) >= 0 : years[Number(date.slice(0, 4))] ? false : null;
    }
    var first = (hours.lunar || []).find(function (one) { return one.slice(0, 4) === date.slice(0, 4); });
    if (!first) return null;
    var ahead = days(first, date);
    return name[0] <= ahead && ahead <= name[1];
  }

  // The exception of the fewest days wins, then the later one in the list. One says nothing of a weekday whose mark is null.
  function exception(hours, date) {
    var found = null;
    (hours.exceptions || []).forEach(function (one) {
      if (date < one[0] || date > one[1] || (one[4] && one[4][weekday(date)] === null)) return;
      if (!found || days(one[0], one[1]) <= days(found[0], found[1])) found = one;
    });
    return found;
  }

  // A holiday at the beginning of a year may begin in the year before.
  function holiday(years, date) {
    var year = Number(date.slice(0, 4));
    return (years[year] || []).concat(years[year + 1] || []).find(function (one) { return one[0] <= date && date <= one[1]; });
  }

  function on(hours, date, years) {
    years = years || announced;
    var own = exception(hours, date);
    var off = holiday(years, date);
    var usual = ordinary(hours, date, years), own_week = week(hours, date);
    // An exception that reaches beyond a holiday has nothing to do with it.
    var reason = (own && own[3]) || (off && (!own || (off[0] <= own[0] && own[1] <= off[1])) && off[2]) || "";
    function day(times, presumed) {
      var word = typeof times === "string";
      return { state: word ? times : times.length ? "open" : "closed", ranges: word ? [] : pairs(times), presumed: presumed || !!hours.unread, reason: reason };
    }
    var closed = same(usual, []);
    if (own) {
      // A single day that is as usual is open, even if it is the weekly closing day.
      if (own[2] === null) return day(closed && own[0] === own[1] ? "untimed" : usual, false);
      // An exception of more than a week leaves out the weekly closing day, unless it names its days.
      if (own[4] ? !own[4][weekday(date)] : closed && !off && days(own[0], own[1]) > 6) return day([], false);
      return day(own[2], false);
    }
    var presumed = false, found;
    (hours.feasts || []).forEach(function (one) {
      var times = one[1] === null ? usual : one[1], within = feast(hours, years, one[0], date);
      if (within) found = { times: times, reason: one };
      else if (within === null && !same(times, usual)) presumed = true;
    });
    if (found) return day(found.times, false);
    // Nothing was said about holidays: unknown.
    var rule = hours.holidays;
    var then = !rule ? (closed && own_week.every(function (times) { return same(times, []); }) ? [] : "unknown") : rule === "open" ? usual : rule === "closed" ? [] : rule === "weekend" ? (same(own_week[6], []) ? own_week[5] : own_week[6]) : rule;
    if (off) return day(then, false);
    var differs = !same(then, usual) || (hours.working && !same(onWorkingWeekend(hours, date), usual));
    return day(usual, presumed || (!years[Number(date.slice(0, 4))] && differs));
  }

  // Whether it can't be said when a day's hours begin.
  function vague(day) { return day.state !== "open" && day.state !== "closed"; }

  function at(hours, now, years) {
    // The ranges that begin so many days from today, in minutes since today's midnight.
    function spans(ahead) {
      var day = on(hours, add(now.date, ahead), years);
      return day.ranges.map(function (range) {
        return { start: range[0] + ahead * DAY, end: range[1] + ahead * DAY, presumed: day.presumed };
      });
    }
    function holding(minute) {
      var ahead = Math.floor(minute / DAY);
      return spans(ahead - 1).concat(spans(ahead)).filter(function (span) { return span.start <= minute && minute < span.end; });
    }
    var today = on(hours, now.date, years);
    var answer = { open: false, phase: "closed", closes: null, opens: null, presumed: today.presumed, reason: today.reason };

    var here = holding(now.minutes);
    if (here.length) {
      answer.open = true;
      answer.phase = "open";
      answer.presumed = here[0].presumed;
      // Ranges that meet are one, at midnight too; what never ends has no closing.
      var end = now.minutes;
      for (var more = here; more.length && end < REACH * DAY; more = holding(end)) {
        end = Math.max.apply(null, more.map(function (span) { return span.end; }));
      }
      // Midnight is the end of a day, not the beginning of the next.
      var last = Math.ceil(end / DAY) - 1;
      if (end < REACH * DAY) answer.closes = { date: add(now.date, last), minutes: end - last * DAY };
      return answer;
    }
    if (vague(today)) {
      answer.open = null;
      answer.phase = today.state;
      return answer;
    }
    for (var ahead = 0; ahead <= REACH && !answer.opens; ahead += 1) {
      var date = add(now.date, ahead);
      if (vague(on(hours, date, years))) break;
      var later = spans(ahead).filter(function (span) { return span.start > now.minutes; });
      if (!later.length) continue;
      answer.opens = { date: date, minutes: Math.min.apply(null, later.map(function (span) { return span.start; })) - ahead * DAY };
      answer.presumed = answer.presumed || later[0].presumed;
    }
    var over = spans(0).some(function (span) { return span.end <= now.minutes; });
    if (answer.opens && answer.opens.date === now.date) answer.phase = over ? "break" : "before";
    else if (today.state === "open") answer.phase = "after";
    return answer;
  }

  var parsed = new WeakMap();
  function of(element) {
    if (!parsed.has(element)) parsed.set(element, parse(element.getAttribute("data-hours")));
    return parsed.get(element);
  }

  var words = meta ? meta.dataset : {};
  function fill(word, values) {
    return kepu.fill(word || "", values);
  }
  function name(date, parts) {
    parts.timeZone = "UTC";
    return new Intl.DateTimeFormat(document.documentElement.lang, parts).format(new Date(date + "T00:00:00Z"));
  }
  function clock(minutes) {
    var hour = Math.floor(minutes / 60);
    return (hour < 10 ? "0" : "") + hour + ":" + (minutes % 60 < 10 ? "0" : "") + (minutes % 60);
  }
  // 17:00, 明天09:00, 周二09:00, 10月8日09:00: as short as is clear.
  function when(moment, now) {
    var ahead = days(now.date, moment.date);
    var time = clock(moment.minutes);
    if (ahead === 0 || (ahead === 1 && moment.minutes === 0)) return ahead ? clock(DAY) : time;
    if (ahead === 1) return fill(words.tomorrow, { time: time });
    var day = ahead < 7 ? name(moment.date, { weekday: "short" }) : name(moment.date, { month: "long", day: "numeric" });
    return fill(words.day, { day: day, time: time });
  }

  // What an answer is in words: the state, and with `whole` also what comes next and why.
  function say(hours, answer, now, whole) {
    var phase = answer.phase;
    var left = answer.closes ? days(now.date, answer.closes.date) * DAY + answer.closes.minutes - now.minutes : Infinity;
    if (phase === "open") phase = !answer.closes ? "always" : left <= SOON ? "soon" : "open";
    if (phase === "break" && (now.minutes < 660 || now.minutes >= 900)) phase = "pause";
    if (!whole) return words[phase === "unknown" ? "ask" : phase];
    var closed = same(ordinary(hours, now.date, announced), []);
    var reason = answer.reason || (closed ? name(now.date, { weekday: "short" }) : "");
    if (phase === "unknown" && !reason) phase = "unknownBare";
    var parts = [phase === "closed" && reason ? fill(words.closedWhy, { reason: reason }) : fill(words[phase], { reason: reason })];
    if (answer.closes) parts.push(fill(words.until, { when: when(answer.closes, now) }));
    if (answer.opens) parts.push(fill(phase === "break" || phase === "pause" ? words.again : words.from, { when: when(answer.opens, now) }));
    if (answer.presumed && answer.phase !== "unknown") parts.push(hours.unread ? words.unsure : words.presumed);
    return parts.join(words.dot);
  }

  // A day's hours in words, for who asks about that day: 周六 09:00–17:00, 周一闭馆.
  function sayDay(hours, date) {
    var answer = on(hours, date), ahead = days(kepu.now().date, date);
    var day = ahead > 0 && ahead < 7 ? name(date, { weekday: "short" }) : name(date, { month: "short", day: "numeric" });
    var state = answer.state === "open" ? answer.ranges.map(function (range) {
      return clock(range[0]) + words.range + (range[1] > DAY ? clock(range[1] - DAY) : clock(range[1]));
    }).join(" ") : words["on" + answer.state.charAt(0).toUpperCase() + answer.state.slice(1)];
    return fill(words.onDay, { day: day, state: state });
  }

  function set(element, text) { if (element.textContent !== text) element.textContent = text; }

  // Fills what the page has left empty: lines and badges that say whether a place is open, today in a week,
  // and days that are over by now.
  function show(root) {
    root = root && root.querySelectorAll ? root : document;
    var now = kepu.now();
    root.querySelectorAll("[data-hours]").forEach(function (element) {
      var hours = of(element);
      if (!hours) return;
      if (kepu.hours.day && element.hasAttribute("data-brief")) {
        var then = on(hours, kepu.hours.day).state;
        set(element, sayDay(hours, kepu.hours.day));
        element.setAttribute("data-open", then === "open" || then === "untimed" ? "yes" : then === "closed" ? "no" : "unknown");
        element.hidden = false;
        return;
      }
      var answer = at(hours, now);
      set(element, say(hours, answer, now, !element.hasAttribute("data-brief")));
      element.setAttribute("data-open", answer.open === null ? "unknown" : answer.open ? "yes" : "no");
      element.hidden = false;
    });
    root.querySelectorAll(".week").forEach(function (week) {
      week.querySelectorAll("th, td").forEach(function (cell) { cell.classList.toggle("today", cell.cellIndex === now.weekday - 1); });
      week.querySelectorAll("th").forEach(function (head) {
        if (head.cellIndex === now.weekday - 1) head.setAttribute("aria-current", "date"); else head.removeAttribute("aria-current");
      });
    });
    root.querySelectorAll("[data-until]").forEach(function (element) { element.hidden = element.getAttribute("data-until") < now.date; });
  }

  function start() {
    show();
    // With the minute, and when the visitor comes back to the page.
    (function tick() { setTimeout(function () { show(); tick(); }, 60000 - (Date.now() % 60000)); })();
    document.addEventListener("visibilitychange", function () { if (!document.hidden) show(); });
    addEventListener("pageshow", function (event) { if (event.persisted) show(); });
  }

  kepu.hours = { of: of, on: on, at: at, say: say, show: show, day: null };
  if (meta) start();
})();
