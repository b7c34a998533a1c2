// Menus of a page's actions: they close on a press elsewhere and on Escape; the device's own way of sharing, and copying,
// are offered where the browser has them.
(function () {
  "use strict";
  function each(selector, what) { Array.prototype.forEach.call(document.querySelectorAll(selector), what); }

  each("[data-share-url]", function (list) {
    var data = list.dataset, share = list.querySelector("[data-share]"), copy = list.querySelector("[data-share-copy]");
    // The address that is being looked at, unless the page was opened as a file.
    var address = /^http/.test(location.protocol) ? location.href.split("#")[0] : data.shareUrl;
    if (navigator.share) {
      share.hidden = false;
      share.addEventListener("click", function () {
        navigator.share({ title: data.shareTitle, url: address }).catch(function () { /* Somebody thought better of it. */ });
      });
    }
    if (navigator.clipboard) {
      copy.hidden = false;
      copy.setAttribute("aria-live", "polite");
      var words = copy.lastChild, before = words.textContent;
      copy.addEventListener("click", function () {
        navigator.clipboard.writeText(data.shareTitle + "\n" + address).then(function () {
          words.textContent = data.copied;
          setTimeout(function () { words.textContent = before; }, 2000);
        }, function () { copy.hidden = true; });
      });
    }
    if (share.hidden) share.parentNode.hidden = true;
    if (copy.hidden) copy.parentNode.hidden = true;
  });
  each("[data-print-page]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  });

  document.addEventListener("click", function (event) {
    each("details.menu[open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    each("details.menu[open]", function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });
})();
