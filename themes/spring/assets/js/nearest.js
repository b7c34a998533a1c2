// The page for wrong addresses: which pages lie nearest to the address that was asked for.
// Parts of the path are compared with every page's, letter by letter, also as pinyin is written;
// so a slip of the pen, a missing folder and a former title still lead somewhere.
(function () {
  "use strict";
  var search = window.kepu && window.kepu.search;
  var place = document.querySelector("[data-nearest]");
  if (!search || !place) return;
  var MOST = 5;
  // How much of the compared words may differ.
  var NEAR = 0.5;
  // What counts as much as this many of them: the beginning of a name, or part of a title's pinyin.
  var BEGINNING = 0.35;

  function words(path) {
    try { path = decodeURIComponent(path); } catch (_) { /* It is compared as it is. */ }
    return path.toLowerCase().split("/").map(function (part) { return part.replace(/\.[a-z]{2,5}$/, ""); })
      .filter(function (part) { return part && part !== "index"; });
  }

  // How many letters must be changed, put in or left out; two exchanged neighbours are one change.
  function distance(one, other) {
    var before, row = [], last;
    for (var at = 0; at <= other.length; at++) row[at] = at;
    for (var i = 1; i <= one.length; i++) {
      before = last;
      last = row;
      row = [i];
      for (var j = 1; j <= other.length; j++) {
        var same = one[i - 1] === other[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    return row[other.length];
  }

  function unlike(one, other) {
    var longer = Math.max(one.length, other.length);
    // Words of very different length can't be near; most pages end here.
    if (Math.abs(one.length - other.length) > longer * NEAR) return 1;
    return distance(one, other) / longer;
  }

  var root = decodeURIComponent(new URL(search.root, location.href).pathname);
  var path = decodeURIComponent(location.pathname);
  var asked = words(path.indexOf(root) === 0 ? path.slice(root.length) : path);
  // Under another language's folder its pages are meant.
  var languages = place.getAttribute("data-languages").split(" ");
  var language = languages.filter(function (one) { return asked[0] === one.toLowerCase(); })[0] || languages[0];
  var name = asked[asked.length - 1];
  if (!name || name === "404") return;
  var letters = name.replace(/[-_ ]/g, "");

  search.open(language).then(function (index) {
    var near = index.titles.map(function (page) {
      var parts = words(page.url);
      if (!parts.length) return { page: page, score: 1 };
      // The last part is the page's name; a title may be asked for in Chinese or in pinyin.
      var slug = parts[parts.length - 1];
      var own = Math.min(
        unlike(name, slug), unlike(name, page.folded),
        page.spelling ? unlike(letters, page.spelling.replace(/ /g, "")) : 1,
        name.length > 3 && slug.indexOf(name) === 0 ? BEGINNING : 1,
        letters.length > 3 && page.spelling && search.spells(page.spelling, letters) ? BEGINNING : 1);
      var above = asked.slice(0, -1).filter(function (part) { return parts.indexOf(part) >= 0; }).length;
      return { page: page, score: own - 0.02 * above };
    }).filter(function (one) { return one.score < NEAR; });
    near.sort(function (a, b) { return a.score - b.score || b.page.number - a.page.number; });
    // Beside one that is very near, those that are merely not far say nothing.
    near = near.filter(function (one) { return one.score < near[0].score + 0.2; });
    var list = place.querySelector("ul");
    near.slice(0, MOST).forEach(function (one) {
      var item = list.appendChild(document.createElement("li"));
      var link = item.appendChild(document.createElement("a"));
      link.href = search.address(one.page);
      link.textContent = one.page.title;
      var kind = item.appendChild(document.createElement("span"));
      kind.className = "soft";
      kind.textContent = " " + index.kinds[one.page.kind];
    });
    place.hidden = near.length === 0;
  }).catch(function () { /* The links of the page remain. */ });

  // What was asked for is a first guess at what to search for.
  var field = document.querySelector("[data-nearest-field]");
  if (field && !field.value) field.value = name.replace(/[-_]+/g, " ");
})();
