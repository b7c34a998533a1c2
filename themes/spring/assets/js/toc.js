// Marks in the table of contents the part that is being read.
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll(".toc a[href^='#']"));
  if (!links.length || !("IntersectionObserver" in window)) return;
  var heads = links.map(function (link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); });
  function mark() {
    var at = -1;
    heads.forEach(function (head, place) { if (head && head.getBoundingClientRect().top < innerHeight / 3) at = place; });
    links.forEach(function (link, place) {
      if (place === at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  }
  var seen = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  heads.forEach(function (head) { if (head) seen.observe(head); });
})();
