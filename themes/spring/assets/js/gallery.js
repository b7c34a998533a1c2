// A gallery's pictures one after the other, large, over the page. Without it each picture is a link to itself.
(function () {
  "use strict";
  if (!window.HTMLDialogElement) return;
  var SVG = "http://www.w3.org/2000/svg";
  var SWIPE = 48;

  function make(name, parent, className) {
    var element = document.createElement(name);
    if (className) element.className = className;
    return parent.appendChild(element);
  }
  function button(parent, className, label, path) {
    var made = make("button", parent, className);
    made.type = "button";
    made.setAttribute("aria-label", label);
    var drawing = made.appendChild(document.createElementNS(SVG, "svg"));
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    drawing.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
    return made;
  }

  document.querySelectorAll("[data-gallery]").forEach(function (gallery) {
    var say = gallery.dataset;
    var links = Array.prototype.slice.call(gallery.querySelectorAll("[data-photo]"));
    if (!links.length) return;
    var box, image, caption, count, at = 0;

    function build() {
      box = make("dialog", document.body, "lightbox");
      box.setAttribute("aria-label", say.sayTitle);
      var figure = make("figure", box);
      image = make("img", figure);
      caption = make("figcaption", figure);
      caption.setAttribute("aria-live", "polite");
      count = make("p", box, "lightbox-count");
      button(box, "lightbox-close", say.sayClose, "M5 5 19 19M19 5 5 19").addEventListener("click", function () { box.close(); });
      if (links.length > 1) {
        button(box, "lightbox-previous", say.sayPrevious, "M15 4 7 12 15 20").addEventListener("click", function () { show(at - 1); });
        button(box, "lightbox-next", say.sayNext, "M9 4 17 12 9 20").addEventListener("click", function () { show(at + 1); });
      }
      box.addEventListener("keydown", function (event) {
        var to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[event.key];
        if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        show(to);
      });
      // What lies beside the picture is the dialog itself.
      box.addEventListener("click", function (event) { if (event.target === box) box.close(); });
      box.addEventListener("close", function () { links[at].focus(); });
      var from = null;
      image.addEventListener("pointerdown", function (event) { from = event.isPrimary ? event.clientX : null; });
      image.addEventListener("pointerup", function (event) {
        var moved = from === null ? 0 : event.clientX - from;
        from = null;
        if (Math.abs(moved) > SWIPE) show(at + (moved < 0 ? 1 : -1));
      });
      image.draggable = false;
    }

    function show(number) {
      at = (number + links.length) % links.length;
      var link = links[at];
      image.src = link.href;
      image.alt = link.querySelector("img").alt;
      caption.textContent = "";
      var words = link.parentNode.querySelector("figcaption");
      if (words) words.childNodes.forEach(function (node) { caption.appendChild(node.cloneNode(true)); });
      count.textContent = say.sayCount.replace("{n}", at + 1).replace("{all}", links.length);
    }

    links.forEach(function (link, number) {
      link.addEventListener("click", function (event) {
        if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        if (!box) build();
        show(number);
        box.showModal();
      });
    });
  });
})();
