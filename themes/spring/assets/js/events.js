// Filters lists of events as soon as something is chosen: by date, and by the marks that each bears in `data-marks`. What
// is chosen stands in the address of the page. dates.js hides what is over; this hides the rest by `data-off`.
(function () {
  "use strict";
  var form = document.querySelector("[data-event-filter]"), kepu = window.kepu;
  var rows = Array.prototype.slice.call(document.querySelectorAll("main [data-marks]"));
  if (!form || !kepu || !kepu.now || rows.length < 2) return;
  var say = form.dataset, status = form.querySelector("[data-status]"), clear = form.querySelector("[data-clear]");

  var fill = kepu.fill, mark = kepu.chips(form), switches = form.querySelector(".filter-switches");
  function put(element, words) { if (element.textContent !== words) element.textContent = words; }
  function each(list, what) { Array.prototype.forEach.call(list, what); }
  function add(date, days) {
    var day = new Date(date + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  }

  // First and last day of what is asked for.
  function span(name) {
    var now = kepu.now(), monday = add(now.date, 1 - now.weekday);
    if (name === "today") return [now.date, now.date];
    if (name === "tomorrow") return [add(now.date, 1), add(now.date, 1)];
    // On a Sunday the Saturday is over.
    if (name === "weekend") return [now.weekday > 5 ? now.date : add(monday, 5), add(monday, 6)];
    if (name === "week") return [now.date, add(monday, 6)];
    if (name === "next_week") return [add(monday, 7), add(monday, 13)];
    return [now.date, add(add(now.date.slice(0, 8) + "01", 31).slice(0, 8) + "01", -1)];
  }
  function marks(row) { return row.dataset.marks.split("|"); }
  function timed(row) { return row.hasAttribute("data-start") ? row : row.querySelector("[data-start]"); }
  // An event that repeats is there on any of its times that the page knows.
  function touches(row, days) {
    var timedRow = timed(row);
    if (!timedRow) return false;
    var times = timedRow.times || [{ start: timedRow.dataset.start, end: timedRow.dataset.end }];
    return times.some(function (time) { return time.start.slice(0, 10) <= days[1] && time.end.slice(0, 10) >= days[0]; });
  }

  // The test that a control stands for, or null.
  function condition(control) {
    var value = control.type === "checkbox" ? control.checked && control.name : control.value;
    if (!control.name || !value) return null;
    if (control.name === "when" || control.name === "on") {
      var days = control.name === "on" ? [value, value] : span(value);
      return { control: control, test: function (row) { return touches(row, days); } };
    }
    var mark = control.type === "checkbox" ? value : control.name + ":" + value;
    return { control: control, test: function (row) { return marks(row).indexOf(mark) >= 0; } };
  }
  function conditions(without) {
    var list = [];
    each(form.elements, function (control) {
      var one = control !== without && condition(control);
      if (one) list.push(one);
    });
    return list;
  }
  function here(row) { return !row.hidden; }
  function passes(row, asked) { return asked.every(function (one) { return one.test(row); }); }
  function count(asked, mark) {
    return rows.filter(function (row) { return here(row) && passes(row, asked) && marks(row).indexOf(mark) >= 0; }).length;
  }

  var telling;
  function show() {
    var asked = conditions(), found = 0, all = 0;
    rows.forEach(function (row) {
      var fits = passes(row, asked);
      row.toggleAttribute("data-off", !fits);
      if (here(row)) { all++; if (fits) found++; }
    });
    each(document.querySelectorAll(".agenda-day"), function (day) {
      day.toggleAttribute("data-off", !day.querySelector("li:not([hidden]):not([data-off])"));
    });
    each(document.querySelectorAll(".agenda-month"), function (head) {
      var next = head.nextElementSibling, any = false;
      for (; next && !next.matches(".agenda-month"); next = next.nextElementSibling) {
        if (!next.hidden && !next.hasAttribute("data-off")) any = true;
      }
      head.toggleAttribute("data-off", !any);
    });
    clear.hidden = !asked.length;
    put(form.querySelector("[data-active]"), asked.length ? " " + asked.length : "");
    // The first number is there with the page; whoever chooses doesn't want to hear one at every step.
    clearTimeout(telling);
    var words = fill(!asked.length ? say.sayAll : found ? say.saySome : say.sayNone, { n: found, all: all });
    // The heading says how many there are in all.
    status.parentNode.toggleAttribute("data-idle", !asked.length);
    if (status.textContent) telling = setTimeout(put, 300, status, words); else put(status, words);
    each(form.elements, function (control) {
      if (control.options && control.closest("[data-choice]")) {
        var others = conditions(control);
        each(control.options, function (option) {
          if (option.value) put(option, fill(say.sayOption, { name: option.value, n: count(others, control.name + ":" + option.value) }));
        });
      }
      var number = control.type === "checkbox" && control.parentNode.querySelector("[data-count]");
      if (number) put(number, String(count(conditions(control), control.name)));
    });
    // A form that nothing else asked for has is no choice now.
    each(switches.querySelectorAll("[data-form]"), function (chip) {
      var form = chip.dataset.sets;
      chip.hidden = !count(conditions(chip.control), form.replace("=", ":")) && chip.control.value !== form.slice(form.indexOf("=") + 1);
    });
    mark();
  }

  // The choices that there are, the most frequent first.
  each(form.querySelectorAll("[data-choice]"), function (choice) {
    var select = choice.querySelector("select"), counts = {};
    rows.forEach(function (row) {
      marks(row).forEach(function (mark) {
        if (mark.indexOf(select.name + ":") !== 0) return;
        var title = mark.slice(select.name.length + 1);
        counts[title] = (counts[title] || 0) + 1;
      });
    });
    var titles = Object.keys(counts).sort(function (a, b) { return counts[b] - counts[a] || (a < b ? -1 : 1); });
    titles.forEach(function (title) {
      var option = select.appendChild(document.createElement("option"));
      option.value = title;
      option.textContent = title;
      if (select.name !== "form" || titles.length < 2) return;
      var chip = switches.appendChild(document.createElement("button"));
      chip.type = "button";
      chip.className = "pill";
      chip.control = select;
      chip.setAttribute("data-form", "");
      chip.setAttribute("data-sets", "form=" + title);
      chip.textContent = title;
    });
    choice.hidden = titles.length < 2;
  });

  function read() {
    var query = new URLSearchParams(location.search);
    each(form.elements, function (control) {
      if (!control.name) return;
      var value = query.get(control.name);
      if (control.type === "checkbox") control.checked = value === control.value; else control.value = value || "";
    });
    show();
  }
  function changed(event) {
    // A day and a span of days are one question.
    if (event && event.target.value && form.elements.when) {
      if (event.target.name === "on") form.elements.when.value = "";
      if (event.target.name === "when") form.elements.on.value = "";
    }
    var query = new URLSearchParams(location.search);
    each(form.elements, function (control) { query.delete(control.name); });
    conditions().forEach(function (one) { query.set(one.control.name, one.control.type === "checkbox" ? "1" : one.control.value); });
    var text = query.toString();
    try { history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash); } catch (_) { /* as it was */ }
    show();
  }
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", changed);
  clear.addEventListener("click", function () {
    each(form.elements, function (control) { if (control.type === "checkbox") control.checked = false; else if (control.name) control.value = ""; });
    changed();
    form.querySelector("select").focus();
  });
  addEventListener("popstate", read);
  addEventListener("pageshow", function (event) { if (event.persisted) read(); });
  document.addEventListener("kepu-dates", show);

  var fold = form.querySelector("details"), wide = matchMedia("(min-width: 48rem)");
  form.hidden = false;
  read();
  fold.open = wide.matches || conditions().length > 0;
})();
