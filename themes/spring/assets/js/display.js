// The elder-friendly display: larger type, more contrast, a calmer page. This part runs in the head,
// before anything is drawn, so that a page never appears in one way and then jumps to the other.
// Without it every page is whole; with storage forbidden the choice lasts as long as the page.
(function () {
  "use strict";
  var key = "kepu-display";
  var root = document.documentElement;
  function remembered() {
    try { return localStorage.getItem(key); } catch (_) { return null; }
  }
  function remember(value) {
    try {
      if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
    } catch (_) { /* The page still changes; only the memory is missing. */ }
  }
  function show(value) {
    if (value) root.setAttribute("data-display", value); else root.removeAttribute("data-display");
  }
  show(remembered() === "elder" ? "elder" : null);
  // Room is kept for what the page's other scripts will show, until they have run or could not be had.
  root.setAttribute("data-waiting", "");

  document.addEventListener("DOMContentLoaded", function () {
    root.removeAttribute("data-waiting");
    var button = document.querySelector("[data-display-toggle]");
    if (!button) return;
    function tell() {
      button.setAttribute("aria-pressed", String(root.getAttribute("data-display") === "elder"));
    }
    button.hidden = false;
    tell();
    button.addEventListener("click", function () {
      var value = root.getAttribute("data-display") === "elder" ? null : "elder";
      show(value);
      remember(value);
      tell();
    });
    // Another tab of the same site may have changed its mind.
    addEventListener("storage", function (event) {
      if (event.key === key) { show(event.newValue === "elder" ? "elder" : null); tell(); }
    });
  });
})();
