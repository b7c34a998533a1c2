// What the time is where the site is at home: kepu.now() → {date: "2026-05-18", minutes: 570, weekday: 1}.
// A visitor's own zone says nothing of whether a place is open, so the page names the zone. A browser that
// doesn't know it gets the visitor's, which is right for nearly everybody who could go there today.
(function () {
  "use strict";
  var kepu = (window.kepu = window.kepu || {});
  var zone = document.documentElement.getAttribute("data-zone");
  function format(zone) {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
  }
  var clock;
  try { clock = format(zone || undefined); } catch (_) { clock = format(undefined); }

  kepu.now = function () {
    var part = {};
    clock.formatToParts(new Date()).forEach(function (piece) { part[piece.type] = piece.value; });
    var date = part.year + "-" + part.month + "-" + part.day;
    return {
      date: date,
      // Minutes since midnight.
      minutes: (Number(part.hour) % 24) * 60 + Number(part.minute),
      // From Monday, 1, to Sunday, 7.
      weekday: new Date(date + "T00:00:00Z").getUTCDay() || 7,
    };
  };
})();
