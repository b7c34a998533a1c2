// What is over, on or still to come, told when the page is seen and not when it was built. Without this script a page
// says as of when it is right. Everything it needs is on the page: times in data-start and data-end as the site's own
// (2026-05-18, or 2026-05-18T09:30:00+08:00), the words in the attributes of the script's element.
(function () {
  "use strict";
  var words = document.currentScript.dataset;
  var language = document.documentElement.lang;
  var now = "", today = "";

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function utc(day) { return new Date(day + "T00:00:00Z"); }
  function daysTo(day) { return Math.round((utc(day) - utc(today)) / 864e5); }
  function inWords(day, options) {
    options.timeZone = "UTC";
    return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options).format(utc(day));
  }

  // Times are compared as text: both sides are the site's own, and a day comes before its hours. What ends with a
  // day, or has no end, is over with that day.
  function stateOf(time) {
    var start = time.start.slice(0, 16), end = time.end.slice(0, 16), first = start.slice(0, 10), last = end.slice(0, 10);
    var open = end.length === 10 || end === start;
    if (open ? last < today : end <= now) return "over";
    if (first === today && (start > now || (open && last === first))) return "today";
    if (start <= now) return "now";
    return daysTo(first) === 1 ? "tomorrow" : "ahead";
  }

  function say(time, state) {
    if (state === "ahead") {
      var days = daysTo(time.start.slice(0, 10));
      return days <= 7 ? kepu.fill(words.in, { n: days }) : "";
    }
    return words[state] || "";
  }

  // A time in its parts: the day and the hours, or all of it.
  function parts(element) {
    var spans = all(":scope > span", element);
    return spans.length ? spans.map(function (span) { return span.textContent; }) : [element.textContent];
  }

  // The parts of a row that are its own and not those of a row within it.
  function own(row, selector) {
    return all(selector, row).filter(function (part) { return part.closest("[data-start]") === row; })[0];
  }

  function show(row) {
    if (!row.times) {
      var shown = own(row, "[data-time]");
      row.times = [{ start: row.dataset.start, end: row.dataset.end, parts: shown && parts(shown) }];
      all(".later > li", row).forEach(function (item) {
        if (item.closest("[data-start]") === row) row.times.push({ start: item.dataset.from, end: item.dataset.to, parts: parts(item) });
      });
    }
    // One that repeats moves on to its next time; when there is none, the last one is over.
    var at = 0;
    while (at + 1 < row.times.length && stateOf(row.times[at]) === "over") at++;
    var time = row.times[at], state = stateOf(time), element = own(row, "[data-time]"), leaf = own(row, "[data-leaf]");
    row.setAttribute("data-state", state);
    row.next = time;
    var near = false;
    if (element && time.parts) {
      // A list says today and tomorrow in the place of the day; then no mark has to.
      var day = time.start.slice(0, 10), single = time.end.slice(0, 10) <= day || /^\d/.test(time.parts[1] || "");
      near = Boolean(element.firstElementChild) && single && (day === today || daysTo(day) === 1);
      var wanted = near ? [day === today ? words.today : words.tomorrow].concat(time.parts.slice(1)) : time.parts;
      if (parts(element).join(" ") !== wanted.join(" ")) {
        if (element.firstElementChild) {
          element.textContent = "";
          wanted.forEach(function (part, at) {
            if (at) element.appendChild(document.createTextNode(" "));
            element.appendChild(document.createElement("span")).textContent = part;
          });
        } else element.textContent = wanted.join(" ");
      }
      element.dateTime = time.start;
    }
    var badge = own(row, "[data-state-word]");
    // The build's own marks say it already.
    var quiet = row.matches(".is-cancelled, .is-postponed") || own(row, ".is-cancelled, .is-postponed") || (state === "over" && row.classList.contains("past"));
    if (badge) {
      var word = quiet || near && (state === "today" || state === "tomorrow") ? "" : say(time, state);
      if (badge.textContent !== word) badge.textContent = word;
      badge.hidden = !word;
    }
    if (leaf) draw(leaf, time, state);
  }

  function draw(leaf, time, state) {
    var day = time.start.slice(0, 10), going = state === "now" && day < today && !leaf.classList.contains("large");
    if (leaf.drawn === (going || day) || (!leaf.drawn && !going && !leaf.classList.contains("words") && leaf.children[1].textContent === String(Number(day.slice(8))))) return;
    leaf.drawn = going || day;
    leaf.classList.toggle("words", going);
    leaf.children[0].textContent = going ? words.leafNow : inWords(day, { month: "short" });
    leaf.children[1].textContent = going ? words.leafOngoing : Number(day.slice(8));
    if (leaf.children[2]) leaf.children[2].textContent = going ? "" : day.slice(0, 4);
  }

  function rowOf(item) { return item.hasAttribute("data-start") ? item : item.querySelector("[data-start]"); }

  // In a list of what is to come, what is over leaves and is counted below; the others stand by their next time.
  function keep(list) {
    var agenda = list.classList.contains("agenda"), ongoing = list.querySelector("[data-ongoing]");
    if (ongoing) {
      all("[data-day] li[data-state=now]", list).forEach(function (item) {
        if (item.dataset.start.slice(0, 10) < today) ongoing.querySelector("ul").appendChild(item);
      });
    }
    var items = agenda ? all("li[data-start]", list) : Array.prototype.slice.call(list.children);
    var over = 0;
    items.forEach(function (item) {
      var row = rowOf(item);
      item.hidden = Boolean(row) && row.dataset.state === "over";
      if (item.hidden) over++;
    });
    if (agenda) {
      all("section", list).forEach(function (section) { section.hidden = !section.querySelector("li:not([hidden])"); });
      all("[data-month]", list).forEach(function (head) { head.hidden = head.dataset.month < today.slice(0, 7); });
      // What repeats is one line with several times.
      var coming = items.reduce(function (sum, item) { return item.hidden ? sum : sum + Number(item.dataset.coming || 1); }, 0);
      all("[data-count*='{n}']").forEach(function (count) { count.textContent = kepu.fill(count.dataset.count, { n: coming }); });
    } else {
      var sorted = items.slice().sort(function (one, other) {
        var a = rowOf(one), b = rowOf(other);
        return a && b && a.next.start !== b.next.start ? (a.next.start < b.next.start ? -1 : 1) : items.indexOf(one) - items.indexOf(other);
      });
      if (sorted.some(function (item, at) { return item !== items[at]; })) sorted.forEach(function (item) { list.appendChild(item); });
    }
    if (!list.line) {
      list.line = document.createElement("p");
      list.line.className = "over-count soft";
      list.line.setAttribute("role", "status");
      list.parentNode.insertBefore(list.line, list.nextSibling);
    }
    var line = !over ? "" : over === items.length ? words.allOver : kepu.fill(words.overCount, { n: over });
    if (list.line.textContent !== line) list.line.textContent = line;
    list.line.hidden = !over;
  }

  function weekends() {
    var left = 0;
    all("[data-sunday]").forEach(function (weekend) {
      weekend.hidden = weekend.dataset.sunday < today;
      if (weekend.hidden) return;
      left++;
      var days = daysTo(weekend.dataset.sunday), name = weekend.querySelector("[data-weekend-name]");
      var monday = kepu.now().weekday - 1;
      name.textContent = days + monday < 7 ? words.thisWeekend : days + monday < 14 ? words.nextWeekend : "";
      name.hidden = !name.textContent;
    });
    all("[data-weekends-over]").forEach(function (end) { end.hidden = left > 0; });
  }

  function booking(line) {
    var opens = line.dataset.opens.slice(0, 16), closes = line.dataset.closes.slice(0, 16);
    var page = line.closest("[data-start]");
    var over = (closes && (closes.length === 10 ? closes < today : closes <= now)) || (page && page.dataset.state === "over");
    var state = over ? "over" : opens && opens > now ? "not-yet" : "now";
    line.textContent = over ? words.bookingOver : state === "now" ? words.bookingNow : words.bookingNotYet;
    line.setAttribute("data-booking", state);
    line.hidden = false;
  }

  function refresh() {
    var at = kepu.now(), clock = ("0" + Math.floor(at.minutes / 60)).slice(-2) + ":" + ("0" + (at.minutes % 60)).slice(-2);
    if (now === at.date + "T" + clock) return;
    now = at.date + "T" + clock;
    today = at.date;
    all("[data-start]").forEach(show);
    all("[data-upcoming]").forEach(keep);
    weekends();
    all("[data-opens]").forEach(booking);
    all("[data-as-of]").forEach(function (line) {
      line.textContent = words.asOf.replace("{date}", inWords(today, { month: "long", day: "numeric", weekday: "short" }));
    });
    all("td[data-date]").forEach(function (day) {
      if (day.dataset.date === today) day.setAttribute("aria-current", "date"); else day.removeAttribute("aria-current");
    });
    // The month that it is now, if this page knows of its page.
    all("[data-this-month]").forEach(function (link) {
      var end = "calendar/" + today.slice(0, 7) + "/";
      // On a disk the folder's page has its name.
      var known = all("a[href]").filter(function (other) { return other.getAttribute("href").replace(/index\.html$/, "").slice(-end.length) === end; })[0];
      if (known) link.href = known.href;
      if (known && known.href === location.href.split(/[?#]/)[0]) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
    document.dispatchEvent(new Event("kepu-dates"));
  }

  // A calendar's address can be copied where the browser lets a page do it.
  all("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    var before = button.textContent;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = before; }, 2000);
      }, function () { /* The address stands in the link beside it. */ });
    });
  });

  // Every minute as it begins, midnight among them, and when somebody comes back to the page.
  function tick() {
    refresh();
    setTimeout(tick, 60000 - (Date.now() % 60000) + 20);
  }
  tick();
  document.addEventListener("visibilitychange", refresh);
  addEventListener("pageshow", refresh);
})();
