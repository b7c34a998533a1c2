// Looks pages up in the index that lies in search/<language>/: kepu.search.
//
//   open(language) → a promise of the index, once the titles are there
//   index.find(query) → a promise of hits, best first: {title, url, kind, date, …}
//   index.near(query) → the same for a query of which one character is wrong
//   index.excerpt(hit) → a promise of pieces of text: [{text, mark}]
//   index.titles → every page: {title, url, kind, date, spelling}
//
// The files of the index are scripts that call kepu.search.take. That way they are read from any
// static host, and from a page that was opened as a file, where nothing else may be read. How they
// are written is told in src/view/search/postings.rs; a query is taken apart like a text there.
(function () {
  "use strict";
  var kepu = (window.kepu = window.kepu || {});
  var script = document.currentScript && document.currentScript.src;
  // This file is assets/js/search.js of the site.
  var root = script ? script.replace(/assets\/js\/[^/]*$/, "") : "./";

  // Files by name: those asked for, and who waits for each.
  var files = {};

  function load(name, version, again) {
    if (files[name]) return files[name].promise;
    var file = (files[name] = { version: version });
    file.promise = new Promise(function (done, failed) {
      file.done = done;
      file.failed = function (why) { delete files[name]; failed(why || new Error(name)); };
    });
    var element = document.createElement("script");
    // A new version has another address, so that none of the old one is taken for it.
    element.src = root + "search/" + name + ".js" + (version ? "?" + version : again ? "?" + Date.now() : "");
    element.onerror = function () { file.failed(); };
    element.onload = function () { if (!file.taken) file.failed(); };
    document.head.appendChild(element);
    return file.promise;
  }

  function take(name, version, content) {
    var file = files[name];
    if (!file) return;
    file.taken = true;
    // The site was published anew since the index was opened: the numbers of its pages no longer hold.
    if (file.version && file.version !== version) file.failed(new Error("changed"));
    else file.done({ version: version, content: content });
  }

  // --- Text → terms -------------------------------------------------------------------------

  // Raised and lowered digits, each at its digit's place.
  var RAISED = "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079";

  function fold(text) {
    return text.replace(/[A-Z\u00B2\u00B3\u00B9\u00C0-\u1FFF\u2070\u2074-\u2079\u2080-\u2089\uFF01-\uFF5E]/g, function (c) {
      var code = c.charCodeAt(0);
      if (code >= 0x2080 && code <= 0x2089) return String(code - 0x2080);
      if (RAISED.indexOf(c) >= 0) return String(RAISED.indexOf(c));
      if (code >= 0xff01) c = String.fromCharCode(code - 0xfee0);
      var small = c.toLowerCase();
      return small.length === 1 ? small : c;
    });
  }

  var HAN = "\u2E80-\u2FDF\u3005-\u3007\u3021-\u3029\u3041-\u312F\u3400-\u9FFF\uA000-\uD7A3\uF900-\uFAFF";
  var WORD = "0-9a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u1FFF";
  var PARTS = new RegExp("[" + HAN + "]+|[" + WORD + "]+|[\uD800-\uDBFF][\uDC00-\uDFFF]", "g");
  var IS_WORD = new RegExp("^[" + WORD + "]");

  // Radicals that stand for a character, each before it: what a PDF gives instead of 长, 门 or 马.
  var RADICALS = "⺝月⺟母⺠民⺩王⺮竹⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

  // What was typed without invisible characters, as src/base/text/unseen.rs cleans the texts of the index.
  function clean(query) {
    return query
      .replace(/[\u00AD\u034F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]/g, "")
      .replace(/(^|[^\u0600-\u1CFF])[\u200C\u200D]+/g, "$1")
      .replace(/[\u2E80-\u2FD5]/g, function (c) {
        if (c === "\u2F3E") return "户";
        if (c === "\u2FAD") return "青";
        var at = RADICALS.indexOf(c);
        return at >= 0 ? RADICALS.charAt(at + 1) : c.normalize ? c.normalize("NFKC") : c;
      });
  }

  // What was typed as runs of Han characters and words, each once.
  function parts(query) {
    var found = fold(clean(query)).match(PARTS) || [];
    return found.filter(function (part, at) { return found.indexOf(part) === at; });
  }

  // --- Files of terms → numbers of pages ----------------------------------------------------

  // The numbers that are written from a place on, and the place behind them.
  function list(text, at) {
    var numbers = [], last = -1, high = 0, code;
    for (; (code = text.charCodeAt(at)) > 0x22 && code < 0x7f; at++) {
      if (code > 0x5c) { high = high * 34 + code - 0x5d; continue; }
      last += high * 57 + code - 0x23 + 1;
      high = 0;
      numbers.push(last);
    }
    return { numbers: numbers, end: at };
  }

  function union(lists) {
    if (lists.length < 2) return lists[0] || [];
    var all = {};
    lists.forEach(function (numbers) { numbers.forEach(function (number) { all[number] = true; }); });
    return Object.keys(all).map(Number);
  }

  // Both lists ascend.
  function common(one, other) {
    var both = [], at = 0;
    one.forEach(function (number) {
      while (other[at] < number) at++;
      if (other[at] === number) both.push(number);
    });
    return both;
  }

  // Pages with two neighbours, or with whatever begins with a character.
  function withPair(text, term) {
    var astral = term.charCodeAt(0) >= 0xd800 && term.charCodeAt(0) < 0xe000;
    var head = " " + (astral ? term : term.charAt(0));
    var at = text.indexOf(head);
    if (at < 0) return [];
    at += head.length;
    if (astral) return list(text, at).numbers;
    var end = text.indexOf(" ", at);
    if (end < 0) end = text.length;
    if (term.length > 1) {
      at = text.indexOf(term.charAt(1), at);
      return at < 0 || at >= end ? [] : list(text, at + 1).numbers;
    }
    var lists = [];
    while (at < end) {
      var next = list(text, at + 1);
      lists.push(next.numbers);
      at = next.end;
    }
    return union(lists);
  }

  function withPrefix(text, prefix) {
    var lists = [], at = -1;
    while ((at = text.indexOf("\n" + prefix, at + 1)) >= 0) {
      lists.push(list(text, text.indexOf(" ", at) + 1).numbers);
    }
    return union(lists);
  }

  // --- Pinyin -------------------------------------------------------------------------------

  // Whether letters spell a title from some syllable on, each syllable whole or by its beginning:
  // "kejiguan", "kjg", "kejig". Returns how well: 3 from the first on, 2 later, 0 not at all.
  function spells(spelling, letters) {
    var syllables = spelling.split(" ");
    function from(at, done) {
      if (done === letters.length) return true;
      if (at === syllables.length) return false;
      var syllable = syllables[at], length = 0;
      while (length < syllable.length && letters[done + length] === syllable[length]) length++;
      for (; length > 0; length--) if (from(at + 1, done + length)) return true;
      return false;
    }
    for (var at = 0; at < syllables.length; at++) if (from(at, 0)) return at ? 2 : 3;
    return 0;
  }

  // --- The index ----------------------------------------------------------------------------

  function Index(language, version, about) {
    this.language = language;
    this.version = version;
    this.about = about;
    this.kinds = about.kinds;
    this.plain = about.plain || [];
    this.titles = [];
  }

  Index.prototype.file = function (kind, number) {
    return load(this.language + "/" + kind + "-" + number, this.version).then(function (file) { return file.content; });
  };

  // Pages that have a part of the query: their numbers, ascending.
  Index.prototype.pages = function (part) {
    var index = this;
    function lookUp(term, place, find) {
      return index.file("terms", term.charCodeAt(0) % index.about.terms).then(function (file) {
        return find(file[place], term).sort(function (a, b) { return a - b; });
      });
    }
    if (IS_WORD.test(part)) {
      return lookUp(part, 1, withPrefix).then(function (numbers) {
        // A single letter begins a syllable of nearly every title.
        if (!/^[a-z][a-z0-9]+$/.test(part)) return numbers;
        var spelt = index.titles.filter(function (page) { return page.spelling && spells(page.spelling, part); });
        return union([numbers, spelt.map(function (page) { return page.number; })]).sort(function (a, b) { return a - b; });
      });
    }
    if (part.length === 1 || part.charCodeAt(0) >= 0xd800 && part.charCodeAt(0) < 0xe000) return lookUp(part, 0, withPair);
    var pairs = [];
    for (var at = 0; at + 1 < part.length; at++) pairs.push(lookUp(part.slice(at, at + 2), 0, withPair));
    return Promise.all(pairs).then(function (lists) { return lists.reduce(common); });
  };

  // How much a page has to say to a query beyond its title: how often it has its words, and how early. Pages about the site
  // come behind entries, and what is over behind what is to come.
  function weight(index, hit, text) {
    var folded = fold(whole(text)), count = 0, early = 0;
    hit.words.forEach(function (word) {
      var at = folded.indexOf(word);
      if (at >= 0 && at < 120) early++;
      for (var turn = 0; at >= 0 && turn < 8; at = folded.indexOf(word, at + word.length), turn++) count++;
    });
    // An entry with the words among its fields alone names them in passing.
    var points = Math.min(count, 8) + early * 3;
    return points - 20 * plain(index, hit);
  }
  // By the visitor's clock, which is the site's for nearly everybody who could go there.
  function today() { return new Intl.DateTimeFormat("sv-SE").format(new Date()); }

  // How well a title answers, before anything is known of the text.
  function score(page, query, words) {
    var at = page.folded.indexOf(query);
    if (page.folded === query) return 10;
    if (at >= 0 && query.length * 2 >= page.folded.length) return 9;
    if (at >= 0) return at ? 7 : 8;
    if (words.every(function (word) { return page.folded.indexOf(word) >= 0; })) return 6;
    var letters = query.replace(/[\s']+/g, "");
    if (page.spelling && /^[a-z0-9]{2,}$/.test(letters)) {
      if (page.spelling.replace(/ /g, "") === letters) return 5;
      var spelt = spells(page.spelling, letters);
      if (spelt) return spelt + 1;
    }
    return 0;
  }

  // Every page that has all parts of the query; of equal ones the newer first.
  Index.prototype.find = function (text) {
    var index = this;
    var words = parts(text);
    var query = fold(clean(text)).trim();
    if (!words.length) return Promise.resolve([]);
    return Promise.all(words.map(function (part) { return index.pages(part); })).then(function (lists) {
      var day = today();
      var hits = lists.reduce(common).map(function (number) {
        var page = index.titles[number];
        return { coming: coming(page, day), number: number, title: page.title, url: page.url, kind: page.kind, date: page.date, words: words, score: score(page, query, words) };
      });
      // A few letters are the initials of many titles, and more of a short one.
      return hits.sort(function (a, b) {
        var spelt = a.score > 0 && a.score < 6 ? a.title.length - b.title.length : 0;
        return b.score - a.score || spelt || plain(index, a) - plain(index, b) || b.coming - a.coming || b.number - a.number;
      });
    });
  };
  function plain(index, hit) { return index.plain.indexOf(hit.kind) >= 0 || hit.kind === 0 ? 1 : 0; }
  // What is to come is what most look for; a place has no date and is always there.
  function coming(page, day) { return !page.date || page.date >= day ? 1 : 0; }

  // Pages that have all of the query but one character, for whoever mistyped it: of a run of characters all pairs but those
  // with the one that may be wrong. What is found has its text read, so that only near words remain.
  Index.prototype.near = function (text) {
    var index = this, words = parts(text);
    var long = words.filter(function (word) { return !IS_WORD.test(word) && word.length > 2 && word.length < 12; })[0];
    if (!long) return Promise.resolve([]);
    var pairs = [];
    for (var at = 0; at + 1 < long.length; at++) {
      pairs.push(index.file("terms", long.charCodeAt(at) % index.about.terms).then(function (at, file) {
        return withPair(file[0], long.slice(at, at + 2)).sort(function (a, b) { return a - b; });
      }.bind(null, at)));
    }
    return Promise.all(pairs).then(function (lists) {
      var tries = [];
      for (var wrong = 0; wrong < long.length; wrong++) {
        var kept = lists.filter(function (_, at) { return at !== wrong && at !== wrong - 1; });
        var shape = new RegExp(long.slice(0, wrong) + "[" + HAN + "]" + long.slice(wrong + 1));
        // With nothing but a character on each side left, the titles alone tell.
        var numbers = kept.length ? kept.reduce(common) : index.titles.filter(function (page) { return shape.test(page.folded); }).map(function (page) { return page.number; });
        numbers.slice(-60).forEach(function (number) { tries.push({ number: number, shape: shape }); });
      }
      return Promise.all(tries.map(function (one) {
        var page = index.titles[one.number], found = page.folded.match(one.shape);
        if (found) return { page: page, word: found[0], title: true };
        return index.text(page).then(function (text) {
          var found = fold(whole(text)).match(one.shape);
          return found && { page: page, word: found[0], title: false };
        });
      }));
    }).then(function (found) {
      var seen = {}, day = today();
      return found.filter(function (one) { return one && !seen[one.page.number] && (seen[one.page.number] = true); })
        .sort(function (a, b) { return b.title - a.title || b.page.number - a.page.number; })
        .map(function (one) {
          var page = one.page;
          return { coming: coming(page, day), number: page.number, title: page.title, url: page.url, kind: page.kind, date: page.date, words: [one.word], score: one.title ? 6 : 0 };
        });
    });
  };

  Index.prototype.text = function (hit) {
    var step = this.about.texts;
    return this.file("texts", Math.floor(hit.number / step)).then(function (texts) { return texts[hit.number % step]; });
  };

  // All that a page says after its title: its text, and the words of its fields.
  function whole(text) { return text.join("\n"); }

  // Whether a text has every part as it was typed, and not only its pairs here and there.
  function holds(text, words) {
    text = fold(text);
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }

  // The same hits, those that only seem to answer put last. A title that answers keeps its place whatever the text says, so
  // no text is read for it here: on a large site twenty texts are twenty files.
  Index.prototype.sift = function (hits) {
    var index = this;
    return Promise.all(hits.map(function (hit) {
      if (hit.score > 0) return true;
      return index.text(hit).then(function (text) {
        hit.weight = weight(index, hit, text);
        return holds(hit.title + "\n" + whole(text), hit.words);
      });
    })).then(function (held) {
      // Titles keep their order; among the others the one that says most of it is first.
      var order = hits.map(function (hit, at) { return { hit: hit, at: at, held: held[at] }; });
      order.sort(function (a, b) {
        return b.held - a.held || b.hit.score - a.hit.score || (a.hit.score ? 0 : b.hit.coming - a.hit.coming || b.hit.weight - a.hit.weight) || a.at - b.at;
      });
      return order.map(function (one) { return one.hit; });
    });
  };

  // --- Excerpts -----------------------------------------------------------------------------

  // A text in pieces, the words of the query marked.
  function marked(text, words) {
    var folded = fold(text), pieces = [], at = 0;
    while (at < text.length) {
      var next = -1, length = 0;
      words.forEach(function (word) {
        var place = folded.indexOf(word, at);
        // A word in Latin letters is marked where it begins one.
        while (place > 0 && IS_WORD.test(word) && IS_WORD.test(folded.charAt(place - 1))) place = folded.indexOf(word, place + 1);
        if (place >= 0 && (next < 0 || place < next || place === next && word.length > length)) { next = place; length = word.length; }
      });
      if (next < 0) break;
      if (next > at) pieces.push({ text: text.slice(at, next), mark: false });
      pieces.push({ text: text.slice(next, next + length), mark: true });
      at = next + length;
    }
    if (at < text.length) pieces.push({ text: text.slice(at), mark: false });
    return pieces;
  }

  // Where the text holds the parts as typed; where it doesn't, the pairs of their characters.
  function shownWords(text, words) {
    var folded = fold(text), shown = [];
    words.forEach(function (word) {
      if (word.length < 3 || IS_WORD.test(word) || folded.indexOf(word) >= 0) { shown.push(word); return; }
      for (var at = 0; at + 1 < word.length; at++) shown.push(word.slice(at, at + 2));
    });
    return shown;
  }

  var LENGTH = 96;

  Index.prototype.excerpt = function (hit) {
    return this.text(hit).then(function (both) {
      // Fields are shown where nothing else has the words.
      var said = both[0].replace(/\n/g, " ");
      var text = said && (hit.score || hit.words.some(function (word) { return fold(said).indexOf(word) >= 0; })) ? said : both.join(" ");
      var words = shownWords(text, hit.words), folded = fold(text);
      // The place that has the most of the words; the first of several.
      var best = 0, most = 0;
      words.forEach(function (word) {
        for (var at = folded.indexOf(word), turn = 0; at >= 0 && turn < 20; at = folded.indexOf(word, at + 1), turn++) {
          var near = folded.slice(at, at + LENGTH - 16);
          var count = words.filter(function (other) { return near.indexOf(other) >= 0; }).length;
          if (count > most || count === most && at < best) { most = count; best = at; }
        }
      });
      var start = best > 20 ? best - 16 : 0;
      // From the beginning of a sentence or of a word on, where one is near.
      if (start) {
        var before = text.slice(start, best).search(/[，。；：！？、·\s][^，。；：！？、·\s]/);
        if (before >= 0) start += before + 1;
      }
      var end = Math.min(text.length, start + LENGTH);
      var pieces = marked(text.slice(start, end).trim(), words);
      if (start) pieces.unshift({ text: "…", mark: false });
      if (end < text.length) pieces.push({ text: "…", mark: false });
      return pieces;
    });
  };

  function open(language, again) {
    return load(language + "/index", null, again).then(function (file) {
      var about = file.content;
      var index = new Index(language, file.version, about);
      var parts = [];
      for (var number = 0; number * about.titles < about.pages; number++) parts.push(index.file("titles", number));
      return Promise.all(parts).then(function (parts) {
        parts.forEach(function (rows) {
          rows.forEach(function (row) {
            index.titles.push({ number: index.titles.length, title: row[0], url: row[1], kind: row[2], date: row[3], spelling: row[4], folded: fold(clean(row[0])) });
          });
        });
        return index;
      });
    }).catch(function (why) {
      if (why.message !== "changed" || again) throw why;
      files = {};
      return open(language, true);
    });
  }

  kepu.search = {
    take: take, open: open, root: root, spells: spells,
    marked: function (text, words) { return marked(text, shownWords(text, words)); },
    // A folder opened as a file would show what lies in it.
    address: function (page) {
      return root + page.url + (/^file:/.test(root) && /(^|\/)$/.test(page.url) ? "index.html" : "");
    },
    // Starts anew after something could not be read.
    forget: function () { files = {}; },
  };
})();
