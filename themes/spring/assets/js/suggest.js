// Suggests pages while somebody types into the search of a header: titles that answer, from the index of the search. The
// index is fetched when the field is entered and not before. Enter without a choice leads to the search page as ever.
(function () {
  "use strict";
  var MOST = 6;
  var holder = document.querySelector("template[data-search-script]");
  if (!holder || !window.Promise) return;
  var index = null;

  function opened() {
    if (!index) {
      index = new Promise(function (done, failed) {
        if (window.kepu && kepu.search) { done(); return; }
        var found = holder.content.querySelector("script"), script = document.createElement("script");
        script.src = found.getAttribute("src");
        if (found.integrity) script.integrity = found.integrity;
        script.onload = done;
        script.onerror = failed;
        document.head.appendChild(script);
      }).then(function () { return kepu.search.open(document.documentElement.lang); })
        .catch(function (why) { index = null; throw why; });
    }
    return index;
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-suggest]"), function (form, number) {
    var field = form.querySelector("input"), list = document.createElement("ul"), run = 0, at = -1, waiting;
    list.className = "suggestions";
    list.id = "suggestions-" + number;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggest);
    list.hidden = true;
    form.appendChild(list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    function close() {
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function choose(next) {
      var options = list.children;
      at = (next + options.length + 1) % (options.length + 1);
      Array.prototype.forEach.call(options, function (option, place) { option.setAttribute("aria-selected", String(place === at)); });
      if (options[at]) field.setAttribute("aria-activedescendant", options[at].id); else field.removeAttribute("aria-activedescendant");
    }
    function show(index, hits) {
      list.textContent = "";
      hits.slice(0, MOST).forEach(function (hit, place) {
        var option = list.appendChild(document.createElement("li"));
        option.id = list.id + "-" + place;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = kepu.search.address(hit);
        option.appendChild(document.createElement("span")).textContent = hit.title;
        option.appendChild(document.createElement("small")).textContent = index.kinds[hit.kind];
      });
      at = -1;
      list.hidden = !hits.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    }
    function look() {
      var query = field.value.trim(), mine = ++run;
      if (!query) { close(); return; }
      opened().then(function (index) {
        return index.find(query).then(function (hits) {
          if (mine === run && document.activeElement === field) show(index, hits);
        });
      }).catch(function () { /* The search page says what is wrong. */ });
    }
    field.addEventListener("focus", function () { opened().catch(function () { /* as above */ }); });
    field.addEventListener("input", function (event) {
      if (event.isComposing) return;
      clearTimeout(waiting);
      waiting = setTimeout(look, 150);
    });
    field.addEventListener("compositionend", look);
    field.addEventListener("blur", function () { setTimeout(close, 150); });
    field.addEventListener("keydown", function (event) {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown") { event.preventDefault(); choose(at + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); choose(at < 0 ? list.children.length - 1 : at - 1); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
      else if (event.key === "Enter" && list.children[at]) { event.preventDefault(); location.href = list.children[at].dataset.url; }
    });
    list.addEventListener("mousedown", function (event) {
      var option = event.target.closest("li");
      if (option) { event.preventDefault(); location.href = option.dataset.url; }
    });
  });
})();
