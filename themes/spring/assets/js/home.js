// What the home page shows of today: the events of today, of the weekend or the next ones, and the places that are open. The
// lists are the page's own; dates.js and hours.js have said what is over and what is open.
(function () {
  "use strict";
  var MOST = 5, OPEN = 6;
  var kepu = window.kepu;
  if (!kepu || !kepu.now) return;
  function all(selector, within) { return Array.prototype.slice.call(within.querySelectorAll(selector)); }
  function add(date, days) {
    var day = new Date(date + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  }

  var today = document.querySelector("[data-today]"), chosen = null;
  function fits(item, span) {
    var row = item.querySelector("[data-start]");
    if (item.hidden) return false;
    if (span === "next") return true;
    if (!row || row.matches(".is-cancelled, .is-postponed")) return false;
    var now = kepu.now(), monday = add(now.date, 1 - now.weekday);
    var days = span === "today" ? [now.date, now.date] : [now.weekday > 5 ? now.date : add(monday, 5), add(monday, 6)];
    return (row.times || []).some(function (time) { return time.start.slice(0, 10) <= days[1] && time.end.slice(0, 10) >= days[0]; });
  }
  function events() {
    if (!today) return;
    var items = all(".event-rows > li", today), buttons = all("[data-span]", today), counts = {};
    buttons.forEach(function (button) {
      var span = button.dataset.span;
      counts[span] = items.filter(function (item) { return fits(item, span); }).length;
      button.querySelector("[data-count]").textContent = span !== "next" ? counts[span] : "";
    });
    var span = chosen || (counts.today ? "today" : counts.weekend ? "weekend" : "next"), shown = 0;
    items.forEach(function (item) {
      item.toggleAttribute("data-off", !fits(item, span) || ++shown > MOST);
    });
    buttons.forEach(function (button) { button.setAttribute("aria-pressed", String(button.dataset.span === span)); });
    // Where all are over, which the list says itself, there is nothing to choose and nowhere to look.
    today.querySelector("[data-nothing]").hidden = shown > 0 || !counts.next;
    today.querySelector(".segments").hidden = !counts.next;
    today.setAttribute("data-chosen", span);
  }
  if (today) {
    today.addEventListener("click", function (event) {
      var button = event.target.closest("[data-span]");
      if (button) { chosen = button.dataset.span; events(); }
    });
  }

  // Open now first, then what is open later today; the rest leaves.
  var places = document.querySelector("[data-open-places]");
  function open() {
    if (!places || !kepu.hours) return;
    var list = places.querySelector("ul"), items = all("li", list), now = kepu.now();
    var ranked = items.map(function (item, at) {
      var hours = kepu.hours.of(item.querySelector("[data-hours]"));
      var answer = hours && kepu.hours.at(hours, now);
      return { item: item, at: at, rank: !answer ? 3 : answer.open ? 0 : answer.opens && answer.opens.date === now.date ? 1 : 3 };
    }).sort(function (a, b) { return a.rank - b.rank || a.at - b.at; });
    var shown = 0;
    ranked.forEach(function (one) {
      list.appendChild(one.item);
      one.item.toggleAttribute("data-off", one.rank > 1 || ++shown > OPEN);
    });
    places.querySelector("[data-nothing]").hidden = shown > 0;
    places.setAttribute("data-ranked", "");
  }
  function refresh() { events(); open(); }
  refresh();
  document.addEventListener("kepu-dates", refresh);
})();
