// Maps that can be looked at more closely: by buttons, keys, two fingers, or the wheel with Ctrl held down; and how far the reader is.
// Without it a map is whole, and its markers are links.
(function () {
  "use strict";
  var kepu = window.kepu = window.kepu || {};
  var SVG = "http://www.w3.org/2000/svg";
  var MOST = 8, STEP = 1.5;
  var maps = [];

  function element(name, parent, attributes, words) {
    var made = parent.appendChild(document.createElementNS(SVG, name));
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (words) made.textContent = words;
    return made;
  }

  document.querySelectorAll("[data-map]").forEach(function (map) {
    var svg = map.querySelector("svg");
    var whole = svg.viewBox.baseVal;
    var width = whole.width, height = whole.height;
    var say = map.dataset;
    // What is in the middle, in units of the drawing, and how many times as large as the whole.
    var view = { x: width / 2, y: height / 2, zoom: 1 };
    var tools = map.insertBefore(document.createElement("div"), map.querySelector("figcaption"));
    tools.className = "map-tools";

    function button(sign, label, act) {
      var made = tools.appendChild(document.createElement("button"));
      made.type = "button";
      made.textContent = sign;
      made.setAttribute("aria-label", label);
      made.addEventListener("click", act);
      return made;
    }
    var larger = button("+", say.sayIn, function () { zoom(STEP); });
    var smaller = button("\u2212", say.sayOut, function () {
      zoom(1 / STEP);
      if (smaller.disabled) larger.focus();
    });
    var back = button("\u2922", say.sayWhole, function () { view.zoom = 1; draw(); larger.focus(); });

    // Letters and markers keep their size, about the place where they stand.
    function keep(one) {
      var at = one.dataset.keep ? one.dataset.keep.split(" ") : [one.getAttribute("cx") || one.getAttribute("x"), one.getAttribute("cy") || one.getAttribute("y")];
      var to = 1 / view.zoom;
      if (view.zoom === 1) one.removeAttribute("transform");
      else one.setAttribute("transform", "translate(" + at[0] * (1 - to) + " " + at[1] * (1 - to) + ") scale(" + to + ")");
    }
    function draw() {
      view.zoom = Math.max(1, Math.min(MOST, view.zoom));
      var w = width / view.zoom, h = height / view.zoom;
      view.x = Math.max(w / 2, Math.min(width - w / 2, view.x));
      view.y = Math.max(h / 2, Math.min(height - h / 2, view.y));
      svg.setAttribute("viewBox", [view.x - w / 2, view.y - h / 2, w, h].map(function (n) { return n.toFixed(2); }).join(" "));
      map.classList.toggle("is-larger", view.zoom > 1);
      larger.disabled = view.zoom >= MOST;
      smaller.disabled = back.disabled = view.zoom <= 1;
      svg.querySelectorAll("[data-keep]").forEach(keep);
    }
    // The place at `point` stays under the finger.
    function zoom(by, point) {
      var to = Math.max(1, Math.min(MOST, view.zoom * by));
      if (point) {
        view.x = point.x + (view.x - point.x) * view.zoom / to;
        view.y = point.y + (view.y - point.y) * view.zoom / to;
      }
      view.zoom = to;
      draw();
    }
    function place(event) {
      var box = svg.getBoundingClientRect(), shown = svg.viewBox.baseVal;
      return { x: shown.x + (event.clientX - box.left) / box.width * shown.width, y: shown.y + (event.clientY - box.top) / box.height * shown.height };
    }

    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      var step = 40 / view.zoom;
      var moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      if (event.key === "+" || event.key === "=") zoom(STEP);
      else if (event.key === "-") zoom(1 / STEP);
      else if (event.key === "0") { view.zoom = 1; draw(); }
      else if (moves[event.key] && view.zoom > 1) { view.x += moves[event.key][0]; view.y += moves[event.key][1]; draw(); }
      else return;
      event.preventDefault();
    });
    // The wheel alone scrolls the page; with Ctrl, as two fingers on a touchpad say it, the map.
    svg.addEventListener("wheel", function (event) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 200), place(event));
    }, { passive: false });

    var fingers = {}, moved = 0;
    function apart() {
      var two = Object.keys(fingers).map(function (key) { return fingers[key]; });
      return Math.hypot(two[0].clientX - two[1].clientX, two[0].clientY - two[1].clientY);
    }
    svg.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      fingers[event.pointerId] = event;
      moved = 0;
    });
    svg.addEventListener("pointermove", function (event) {
      var before = fingers[event.pointerId];
      if (!before) return;
      var count = Object.keys(fingers).length;
      var from = place(before), to = place(event);
      var was = count === 2 ? apart() : 0;
      fingers[event.pointerId] = event;
      if (count === 2) {
        zoom(apart() / Math.max(1, was), to);
      } else if (view.zoom > 1) {
        view.x += from.x - to.x;
        view.y += from.y - to.y;
        draw();
      }
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (moved > 6 && view.zoom > 1 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    });
    ["pointerup", "pointercancel", "pointerleave"].forEach(function (type) {
      svg.addEventListener(type, function (event) { delete fingers[event.pointerId]; });
    });
    // Who has dragged the map doesn't want to follow the marker under the finger.
    svg.addEventListener("click", function (event) {
      if (moved > 6 && view.zoom > 1) { event.preventDefault(); event.stopPropagation(); }
    }, true);
    // A marker that a key leads to is brought into view.
    svg.addEventListener("focusin", function (event) {
      var dot = event.target.querySelector && event.target.querySelector("circle");
      if (!dot || view.zoom === 1) return;
      view.x = Number(dot.getAttribute("cx"));
      view.y = Number(dot.getAttribute("cy"));
      draw();
    });

    // Where the reader is, with round distances around, as far as it lies on the map.
    function here(point) {
      var rings = svg.querySelector("[data-rings]");
      rings.querySelectorAll("[data-you]").forEach(function (one) { one.remove(); });
      if (!point) return;
      var to = say.projection.split(" ").map(Number);
      var x = (point[0] - to[0]) * to[2], y = (to[1] - point[1]) * to[3];
      if (x < 0 || y < 0 || x > width || y > height) return;
      [1, 2, 5, 10, 20, 50, 100].forEach(function (km) {
        var radius = km / 111.195 * to[3];
        if (radius < width / 10 || radius > width * .7) return;
        element("circle", rings, { cx: x, cy: y, r: radius, "data-you": "" });
        element("text", rings, { x: x, y: y - radius + 12, "data-you": "", "data-keep": "" }, say.sayKilometres.replace("{n}", km));
      });
      element("circle", rings, { "class": "map-you", cx: x, cy: y, r: 6, "data-you": "", "data-keep": "" }).appendChild(document.createElementNS(SVG, "title")).textContent = say.sayHere;
      draw();
    }
    maps.push(here);
    draw();
  });
  kepu.showHere = function (point) { maps.forEach(function (here) { here(point); }); };

  // ---- How far a place is, on its own page. Nothing is asked before the button is pressed, and nothing is sent anywhere.
  kepu.distance = function (a, b) {
    var rad = Math.PI / 180;
    var half = Math.pow(Math.sin((b[1] - a[1]) * rad / 2), 2) +
      Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.pow(Math.sin((b[0] - a[0]) * rad / 2), 2);
    return 12742 * Math.asin(Math.sqrt(half));
  };
  kepu.far = function (km, say) {
    return km < 1 ? say.sayMetres.replace("{n}", Math.max(50, Math.round(km * 20) * 50))
      : say.sayKilometres.replace("{n}", km < 10 ? km.toFixed(1) : Math.round(km));
  };
  var asked = document.querySelector("[data-how-far]");
  if (asked && navigator.geolocation) {
    var button = asked.querySelector("button"), status = asked.querySelector("[role=status]"), say = asked.dataset;
    asked.hidden = false;
    button.addEventListener("click", function () {
      status.textContent = say.sayLocating;
      navigator.geolocation.getCurrentPosition(function (got) {
        var you = [got.coords.longitude, got.coords.latitude];
        status.textContent = kepu.far(kepu.distance(you, say.howFar.split(",").map(Number)), say);
        kepu.showHere(you);
      }, function (error) {
        status.textContent = error.code === 1 ? say.sayDenied : say.sayFailed;
      }, { timeout: 15000, maximumAge: 300000 });
    });
  }
})();
