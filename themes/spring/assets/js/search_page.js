// The search page: results while typing, from kepu.search. The address keeps what was typed, so that
// it can be sent to someone, and Back leads to where one came from.
(function () {
  "use strict";
  var search = window.kepu && window.kepu.search;
  var form = document.querySelector("[data-search]");
  if (!search || !form) return;

  var place = form.closest("main");
  var field = form.querySelector("input");
  var said = place.querySelector("[data-search-said]");
  var kinds = place.querySelector("[data-search-kinds]");
  var results = place.querySelector("[data-search-results]");
  var more = place.querySelector("[data-search-more]");
  var parts = {};
  place.querySelectorAll("[data-search-when]").forEach(function (part) { parts[part.getAttribute("data-search-when")] = part; });
  var language = document.documentElement.lang;
  var words = form.dataset;
  var STEP = 10;
  // Of the first results the texts are read, to put those last that only seem to answer.
  var SIFTED = 20;

  var index = null;
  var run = 0;
  var found = [];
  // Whether what was found only comes near to the query.
  var near = false;
  var kind = null;
  var shown = 0;
  var waiting;

  var fill = window.kepu.fill;

  // Which of the parts is to be seen: "empty", "loading", "none", "failed", or none of them.
  function state(name) {
    Object.keys(parts).forEach(function (key) { parts[key].hidden = key !== name; });
    var busy = name === "loading";
    results.setAttribute("aria-busy", String(busy));
    if (name) {
      results.textContent = "";
      kinds.hidden = more.hidden = true;
    }
  }

  function say(text) { if (said.textContent !== text) said.textContent = text; }

  function opened() {
    if (!index) index = search.open(language).catch(function (why) { index = null; throw why; });
    return index;
  }

  function look() {
    var query = field.value.trim();
    var mine = ++run;
    var address = location.pathname + (query ? "?q=" + encodeURIComponent(query) : "");
    // A page opened as a file may not be allowed to change its address.
    try { history.replaceState(null, "", address); } catch (_) { /* The results are the same. */ }
    document.title = (query ? fill(words.title, { query: query }) : words.name) + " - " + words.site;
    if (!query) { found = []; say(""); state("empty"); return; }
    // Whoever types sees the former results until there are others.
    var slow = setTimeout(function () { if (mine === run && !results.firstChild) state("loading"); }, 150);
    opened().then(function (index) {
      return index.find(query).then(function (hits) {
        near = false;
        if (hits.length) return hits;
        return index.near(query).then(function (others) { near = others.length > 0; return others; });
      }).then(function (hits) {
        return index.sift(hits.slice(0, SIFTED)).then(function (first) {
          if (mine !== run) return;
          found = first.concat(hits.slice(SIFTED));
          kind = null;
          show(index, query);
        });
      });
    }).catch(function (why) {
      if (mine !== run) return;
      if (why && why.message === "changed") { index = null; search.forget(); }
      say("");
      state("failed");
    }).then(function () { clearTimeout(slow); });
  }

  function chosen() {
    return kind === null ? found : found.filter(function (hit) { return hit.kind === kind; });
  }

  function show(index, query) {
    if (!found.length) {
      say(fill(words.none, { query: query }));
      state("none");
      return;
    }
    state(null);
    say(fill(near ? words.near : words.count, { n: found.length, query: query, word: near ? found[0].words[0] : "" }));
    offerKinds(index);
    begin(index);
  }

  // A choice by kind, where there are several: the names of the collections and how many of each.
  function offerKinds(index) {
    var counts = {};
    found.forEach(function (hit) { counts[hit.kind] = (counts[hit.kind] || 0) + 1; });
    var there = Object.keys(counts).map(Number);
    kinds.textContent = "";
    kinds.hidden = there.length < 2;
    if (kinds.hidden) return;
    [null].concat(there).forEach(function (one) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "pill";
      button.textContent = one === null ? words.all : index.kinds[one];
      var count = document.createElement("span");
      count.className = "count";
      count.textContent = " " + (one === null ? found.length : counts[one]);
      button.appendChild(count);
      button.setAttribute("aria-pressed", String(one === kind));
      button.addEventListener("click", function () {
        kind = one;
        kinds.querySelectorAll("button").forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
        var many = chosen().length;
        say(fill(words.count, { n: many, query: field.value.trim() }));
        begin(index);
      });
      kinds.appendChild(button);
    });
  }

  function begin(index) {
    results.textContent = "";
    shown = 0;
    add(index);
  }

  function add(index) {
    var hits = chosen().slice(shown, shown + STEP);
    var first = null;
    hits.forEach(function (hit) {
      var item = result(index, hit);
      first = first || item;
      results.appendChild(item);
    });
    shown += hits.length;
    more.hidden = shown >= chosen().length;
    return first;
  }

  function write(element, pieces) {
    element.textContent = "";
    pieces.forEach(function (piece) {
      if (!piece.mark) { element.appendChild(document.createTextNode(piece.text)); return; }
      element.appendChild(document.createElement("mark")).textContent = piece.text;
    });
  }

  function result(index, hit) {
    var item = document.createElement("li");
    var title = item.appendChild(document.createElement("h2"));
    var link = title.appendChild(document.createElement("a"));
    link.href = search.address(hit);
    write(link, search.marked(hit.title, hit.words));
    var about = item.appendChild(document.createElement("p"));
    about.className = "result-about";
    var label = about.appendChild(document.createElement("span"));
    label.className = "badge";
    label.textContent = index.kinds[hit.kind];
    if (hit.date) {
      var time = about.appendChild(document.createElement("time"));
      time.dateTime = hit.date;
      time.textContent = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(hit.date + "T00:00:00Z"));
    }
    var excerpt = item.appendChild(document.createElement("p"));
    excerpt.className = "result-excerpt";
    index.excerpt(hit).then(function (pieces) { write(excerpt, pieces); }, function () { excerpt.remove(); });
    return item;
  }

  more.addEventListener("click", function () {
    opened().then(function (index) {
      var item = add(index);
      // The button may be gone; reading goes on where the new results begin.
      if (item) item.querySelector("a").focus();
    });
  });

  function soon(event) {
    // What an input method is still composing isn't what is meant.
    if (event && event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  }
  field.addEventListener("input", soon);
  field.addEventListener("compositionend", function () { soon(); });
  field.addEventListener("focus", function () { opened().catch(function () { /* Told when something is looked for. */ }); });
  field.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.isComposing || !field.value) return;
    event.preventDefault();
    field.value = "";
    look();
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(waiting);
    look();
  });
  place.querySelectorAll("[data-search-again]").forEach(function (button) {
    button.addEventListener("click", function () { search.forget(); index = null; look(); });
  });

  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) look();
  else {
    state("empty");
    field.focus();
  }
})();
