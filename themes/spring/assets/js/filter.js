// Quick choices above a list that is filtered, kepu.chips(form) → a function that marks those that are chosen. A chip
// names a control of the form and the value that it gives it, data-sets="when=weekend"; pressed once more it takes the value
// back. One with data-weekday gives the next such day, today among them: 6 is Saturday.
(function () {
  "use strict";
  var kepu = (window.kepu = window.kepu || {});

  function next(weekday) {
    var now = kepu.now(), day = new Date(now.date + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + (weekday - now.weekday + 7) % 7);
    return day.toISOString().slice(0, 10);
  }
  function asks(chip) {
    var pair = chip.dataset.sets.split("="), weekday = chip.dataset.weekday;
    return { name: pair[0], value: weekday ? next(Number(weekday)) : pair.slice(1).join("=") };
  }

  kepu.chips = function (form) {
    function control(asked) { return form.elements[asked.name]; }
    form.addEventListener("click", function (event) {
      var chip = event.target.closest("[data-sets]");
      if (!chip) return;
      var asked = asks(chip), field = control(asked);
      field.value = field.value === asked.value ? "" : asked.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return function () {
      Array.prototype.forEach.call(form.querySelectorAll("[data-sets]"), function (chip) {
        var asked = asks(chip), field = control(asked);
        chip.setAttribute("aria-pressed", String(Boolean(field) && field.value === asked.value));
      });
    };
  };
})();
