// Filters the places of a directory as soon as something is chosen: by the marks that each place bears, by its hours
// (hours.js), by its names, their pinyin or its address. What is chosen stands in the address of the page, so that it
// can be sent on and comes back. The map follows. A position is asked for on a press and leaves the device for nowhere.
(function () {
  "use strict";
  var kepu = window.kepu = window.kepu || {};
  var root = document.querySelector("[data-directory]");
  var form = root && root.querySelector("[data-filter]");
  if (!form) return;

  var list = root.querySelector("[data-places]");
  var find = function (name) { return root.querySelector("[data-" + name + "]"); };
  var say = form.dataset;
  // Parts of a day, in minutes.
  var PARTS = { morning: [0, 720], afternoon: [720, 1080], evening: [1080, 1800] };
  var fill = kepu.fill, mark = kepu.chips(form);
  function each(list, what) { Array.prototype.forEach.call(list, what); }
  // Words that stand there already cost nothing; written again they would be laid out again.
  function put(element, words) { if (element.textContent !== words) element.textContent = words; }

  var places = Array.prototype.map.call(list.querySelectorAll("[data-place]"), function (element, order) {
    var data = element.dataset;
    var link = element.querySelector("a");
    var hours = element.querySelector("[data-hours]");
    return {
      element: element,
      order: order,
      link: link,
      marks: data.marks.split("|"),
      words: (data.names + " " + element.querySelector("[data-address]").textContent).toLowerCase(),
      spellings: data.spellings.split("|").map(function (one) { return one.split("-"); }),
      point: data.point && data.point.split(",").map(Number),
      hours: hours && kepu.hours ? kepu.hours.of(hours) : null,
      shown: true,
    };
  });

  // ---- What is asked for.

  // `kjg`, `kejiguan` and `kejig` all read 科技馆: each syllable gives a beginning of its own, in turn.
  function reads(query, syllables, at) {
    if (!query) return true;
    var syllable = syllables[at];
    if (!syllable) return false;
    for (var length = Math.min(syllable.length, query.length); length > 0; length -= 1) {
      if (syllable.slice(0, length) === query.slice(0, length) && reads(query.slice(length), syllables, at + 1)) return true;
    }
    return false;
  }
  function named(place, word) {
    return place.words.indexOf(word) >= 0 || (/^[a-z0-9]+$/.test(word) && place.spellings.some(function (syllables) {
      return syllables.some(function (_, at) { return reads(word, syllables, at); });
    }));
  }

  // The test that a control stands for, and its words; null where it asks for nothing.
  function condition(control) {
    var name = control.name;
    if (!name || (control.type === "checkbox" ? !control.checked : !control.value.trim())) return null;
    if (name === "q") {
      var words = control.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      return { control: control, title: control.value.trim(), test: function (place) {
        return words.every(function (word) { return named(place, word); });
      } };
    }
    if (name === "part") {
      if (!kepu.hours) return null;
      // An hour at least of that part of the day, of the day that is asked about or of today.
      var span = PARTS[control.value], asked = form.elements.on && form.elements.on.value || kepu.now().date;
      return { control: control, title: control.options[control.selectedIndex].dataset.title, test: function (place) {
        if (!place.hours) return null;
        var day = kepu.hours.on(place.hours, asked);
        if (day.state !== "open") return day.state === "closed" ? false : null;
        return day.ranges.some(function (range) { return Math.min(range[1], span[1]) - Math.max(range[0], span[0]) >= 60; });
      } };
    }
    if (name === "on" || name === "open") {
      if (!kepu.hours) return null;
      var now = kepu.now();
      return { control: control, title: name === "on" ? control.value : title(control), test: function (place) {
        if (!place.hours) return null;
        var open = name === "on" ? kepu.hours.on(place.hours, control.value).state : kepu.hours.at(place.hours, now).open;
        if (open === "untimed") return true;
        return open === "unknown" || open === "appointment" || open === null ? null : open === "open" || open === true;
      } };
    }
    var source = control.options ? control.options[control.selectedIndex] : control;
    return { control: control, title: source.dataset.title || title(control), test: function (place) {
      return place.marks.indexOf(source.dataset.mark) >= 0;
    } };
  }
  function title(control) { return control.parentNode.querySelector("[data-title]").textContent; }
  function conditions(without) {
    var list = [];
    each(form.elements, function (control) {
      var one = control !== without && condition(control);
      if (one) list.push(one);
    });
    return list;
  }
  function passes(place, conditions) {
    return conditions.every(function (one) { return one.test(place) === true; });
  }
  function count(conditions, test) {
    return places.filter(function (place) { return passes(place, conditions) && (!test || test(place)); }).length;
  }

  // ---- What is shown.

  function show() {
    var asked = conditions();
    places.forEach(function (place) {
      place.shown = passes(place, asked);
      place.element.hidden = !place.shown;
    });
    var found = places.filter(function (place) { return place.shown; }).length;
    // With a day chosen every mark speaks of that day.
    var day = form.elements.on && form.elements.on.value || null;
    if (kepu.hours && kepu.hours.day !== day) { kepu.hours.day = day; kepu.hours.show(list); }
    // Nothing is known of these places' hours on that day; everything else fits.
    var unknown = places.filter(function (place) {
      return !place.shown && asked.every(function (one) { return one.test(place) !== false; });
    }).length;
    var words = asked.length === 0 ? say.sayAll : found ? say.saySome : say.sayNone;
    tell(fill(words, { n: found, all: places.length }) + (unknown ? fill(say.sayUnknown, { n: unknown }) : ""), asked.length === 0);
    find("clear").hidden = asked.length === 0;
    var folded = asked.filter(function (one) { return one.control.name !== "q"; }).length;
    put(find("active"), folded ? " " + folded : "");
    counts();
    mark();
    drops(found ? [] : asked);
    find("none").hidden = found > 0;
    markers();
  }

  // How many there would be behind each choice, with everything else as it is.
  function counts() {
    each(form.elements, function (control) {
      if (control.options && control.name !== "part") {
        var others = conditions(control);
        each(control.options, function (option) {
          if (!option.value) return;
          var mark = option.dataset.mark;
          var number = count(others, function (place) { return place.marks.indexOf(mark) >= 0; });
          put(option, fill(say.sayOption, { name: option.dataset.title, n: number }));
        });
      }
      var number = control.type === "checkbox" && control.parentNode.querySelector("[data-count]");
      if (number) {
        var more = count(conditions(control), function (place) { return place.marks.indexOf(control.dataset.mark) >= 0; });
        put(number, String(more));
      }
    });
  }

  // Where nothing fits: which condition to give up, and what that would bring.
  function drops(asked) {
    var box = find("drop");
    box.textContent = "";
    asked.forEach(function (one) {
      var number = count(asked.filter(function (other) { return other !== one; }));
      if (!number) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = "pill";
      button.textContent = fill(say.sayDrop, { name: one.title, n: number });
      button.addEventListener("click", function () { clear(one.control); changed(); find("status").parentNode.focus(); });
      var item = document.createElement("li");
      item.appendChild(button);
      box.appendChild(item);
    });
  }

  // Whoever types doesn't want to hear a number after every letter, nor one that is there already.
  var telling;
  // `known`: the heading says it already.
  function tell(words, known) {
    find("found").toggleAttribute("data-idle", !!known);
    clearTimeout(telling);
    telling = setTimeout(put, 300, find("status"), words);
  }

  // ---- The address of the page.

  function read() {
    var query = new URLSearchParams(location.search);
    each(form.elements, function (control) {
      if (!control.name) return;
      var value = query.get(control.name);
      if (control.type === "checkbox") control.checked = value === control.value; else control.value = value || "";
    });
    show();
  }
  function query() {
    var query = new URLSearchParams(location.search);
    each(form.elements, function (control) { query.delete(control.name); });
    conditions().forEach(function (one) { query.set(one.control.name, one.control.value.trim()); });
    return query.toString();
  }
  function write() {
    var text = query();
    // A page opened as a file may be forbidden to change its address; it filters all the same.
    try { history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash); } catch (_) { /* as it was */ }
  }
  function clear(control) {
    if (control.type === "checkbox") control.checked = false; else control.value = "";
  }
  function changed() { write(); show(); }

  // ---- Nearest first.

  var nearest = find("nearest");
  function sort(by) {
    places.slice().sort(by).forEach(function (place) { list.appendChild(place.element); });
  }
  function from(here) {
    places.forEach(function (place) {
      place.far = here && place.point ? kepu.distance(here, place.point) : Infinity;
      var line = place.element.querySelector("[data-far]");
      line.hidden = place.far === Infinity;
      line.lastElementChild.textContent = place.far === Infinity ? "" : kepu.far(place.far, say);
    });
    sort(function (a, b) { return (a.far === b.far ? 0 : a.far - b.far) || a.order - b.order; });
    nearest.setAttribute("aria-pressed", String(!!here));
    kepu.showHere(here);
  }
  nearest.hidden = !navigator.geolocation || !places.some(function (place) { return place.point; });
  nearest.addEventListener("click", function () {
    if (nearest.getAttribute("aria-pressed") === "true") { from(null); show(); return; }
    tell(say.sayLocating);
    navigator.geolocation.getCurrentPosition(function (got) {
      from([got.coords.longitude, got.coords.latitude]);
      tell(say.sayNearest);
    }, function (error) {
      tell(error.code === 1 ? say.sayDenied : say.sayFailed);
    }, { timeout: 15000, maximumAge: 300000 });
  });

  // ---- The map: shows what the list shows, and each points at the other.

  var name = find("map-name");
  var mapWidth = name ? name.ownerSVGElement.viewBox.baseVal.width : 1;
  var byAddress = {};
  places.forEach(function (place) { byAddress[place.link.getAttribute("href")] = place; });
  var onMap = root.querySelectorAll("[data-marker]");
  function markers() {
    var filtered = conditions().length > 0;
    each(onMap, function (marker) {
      var mark = marker.dataset.marker;
      var number = places.filter(function (place) {
        return place.shown && (mark ? place.marks.indexOf(mark) >= 0 : place === byAddress[marker.getAttribute("href")]);
      }).length;
      // On a page of several, a district may have places that aren't listed here.
      marker.toggleAttribute("hidden", !number && (!mark || filtered));
    });
  }
  function point(event) {
    var on = event.type === "mouseover" || event.type === "focusin";
    var target = event.target.closest && event.target.closest("[data-marker], [data-place]");
    if (!target || !onMap.length) return;
    var place = places.filter(function (one) { return one.element === target; })[0] || byAddress[target.getAttribute("href")];
    var marker = target;
    if (place && target === place.element) {
      marker = Array.prototype.filter.call(onMap, function (one) { return byAddress[one.getAttribute("href")] === place; })[0];
    }
    if (place) place.element.classList.toggle("is-pointed", on);
    if (!marker) return;
    marker.classList.toggle("is-pointed", on);
    name.textContent = "";
    if (!on) return;
    name.textContent = marker.querySelector("title").textContent;
    var dot = marker.querySelector("circle");
    // The map may be shown larger: the name keeps its size, and stays within what is shown.
    var box = name.ownerSVGElement.viewBox.baseVal, unit = box.width / mapWidth;
    name.style.fontSize = 15 * unit + "px";
    var half = name.getComputedTextLength() / 2 + 4 * unit;
    var x = Number(dot.getAttribute("cx")), y = Number(dot.getAttribute("cy"));
    name.setAttribute("x", Math.max(box.x + half, Math.min(box.x + box.width - half, x)));
    name.setAttribute("y", y - box.y < 34 * unit ? y + 30 * unit : y - 18 * unit);
  }
  ["mouseover", "mouseout", "focusin", "focusout"].forEach(function (type) { root.addEventListener(type, point); });

  // ---- Begin.

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  find("clear").addEventListener("click", function () {
    each(form.elements, clear);
    changed();
    form.elements.q.focus();
  });
  find("print").addEventListener("click", function () { print(); });
  addEventListener("popstate", read);
  // A browser that comes back to the page may have put its own values into the fields, and time has gone by.
  addEventListener("pageshow", function (event) {
    if (event.persisted || query() !== new URLSearchParams(location.search).toString()) read();
  });
  setInterval(function () {
    if (form.elements.open && form.elements.open.checked) show();
  }, 60000);

  if (!kepu.hours) each(form.querySelectorAll("[data-needs-hours]"), function (one) { one.hidden = true; });
  // Where there is room everything stands open; on a phone the results come first.
  var fold = find("filter-fold");
  var wide = window.matchMedia("(min-width: 48rem)");
  function unfold() { fold.open = wide.matches || conditions().length > 0 && fold.open; }
  fold.open = wide.matches;
  if (wide.addEventListener) wide.addEventListener("change", unfold);
  form.hidden = false;
  find("found").hidden = false;
  var ways = document.querySelector("[data-ways]");
  if (ways) ways.hidden = true;
  read();
})();
