// What the time is where the site is at home, kepu.now() → {date: "2026-05-18", minutes: 570, weekday: 1}, and what scripts
// say with numbers in it, kepu.fill("{n} {n|time|times}", {n: 1}) → "1 time".
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

  // How many forms a word has says which rule its language has: as in Russian, as in Arabic, or one and more. The program
  // has the same rules.
  function form(forms, number) {
    var tens = number % 100, ones = number % 10, last = forms.length - 1;
    if (forms.length === 3) return forms[ones === 1 && tens !== 11 ? 0 : ones > 1 && ones < 5 && (tens < 12 || tens > 14) ? 1 : 2];
    if (forms.length === 6) return forms[number < 3 ? number : tens > 2 && tens < 11 ? 3 : tens > 10 ? 4 : 5];
    return forms[Number(number) === 1 ? 0 : last];
  }
  kepu.fill = function (word, values) {
    return word.replace(/\{(\w+)(?:\|([^{}]*))?\}/g, function (whole, key, forms) {
      if (!(key in values)) return whole;
      return forms === undefined ? values[key] : form(forms.split("|"), values[key]);
    });
  };

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
