// Reading an article aloud with the voice of the browser itself: nothing is sent anywhere by the site.
// Where there is no speech a word says so. A paragraph is handed over a sentence at a time,
// because some browsers fall silent in long texts, and so that the sentence being read can be shown.
(function () {
  "use strict";
  var bar = document.querySelector("[data-speech]");
  var text = document.querySelector("[data-speech-text]");
  if (!bar || !text) return;
  // A browser without speech says so in a word, where the buttons would be.
  if (!("speechSynthesis" in window) || typeof SpeechSynthesisUtterance !== "function") {
    bar.querySelector("[data-speech-play]").hidden = true;
    bar.querySelector("[data-speech-said]").textContent = bar.dataset.none;
    bar.hidden = false;
    return;
  }

  var speech = window.speechSynthesis;
  var language = document.documentElement.lang || "zh-CN";
  var play = bar.querySelector("[data-speech-play]");
  var pause = bar.querySelector("[data-speech-pause]");
  var stop = bar.querySelector("[data-speech-stop]");
  var said = bar.querySelector("[data-speech-said]");
  var pieces = [];
  var at = 0;
  // Events of an utterance that was cancelled may still arrive; those of an older run are passed over.
  var run = 0;
  var state = "idle";
  // Whether the browser has been heard. One without a voice has the functions all the same, and its list of voices may be
  // empty though it can speak; so it is tried, and a word says if nothing comes of it.
  var heard = false;
  var PATIENCE = 5000;
  // Some browsers say that they speak, and never do.
  var LONGEST = 20000;
  var marked = null;

  // Tables, formulas and notes make no sense read word by word.
  function readable(element) {
    return !element.closest(".footnotes, .table-scroll, pre, math, figure > img, sup");
  }
  function collect() {
    var list = [];
    text.querySelectorAll("h2, h3, h4, p, li, figcaption, dt, dd").forEach(function (block) {
      if (!readable(block) || block.querySelector("p, li, h2, h3")) return;
      var copy = block.cloneNode(true);
      copy.querySelectorAll("sup, rt, rp, math, .anchor").forEach(function (part) { part.remove(); });
      var sentences = copy.textContent.match(/[^。！？!?；\n]+[。！？!?；”」』）]*/g) || [];
      sentences.forEach(function (sentence) {
        if (/[\p{L}\p{N}]/u.test(sentence)) list.push({ block: block, sentence: sentence.trim() });
      });
    });
    return list;
  }

  function mark(piece) {
    if (marked) marked.classList.remove("speech-here");
    marked = piece ? piece.block : null;
    if (marked) marked.classList.add("speech-here");
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("speech");
    if (!piece) return;
    // The sentence is found again in the block's text; where markup cuts it in two, the block's mark serves.
    var walker = document.createTreeWalker(piece.block, NodeFilter.SHOW_TEXT);
    var node;
    while ((node = walker.nextNode())) {
      var from = node.data.indexOf(piece.sentence);
      if (from < 0) continue;
      var range = new Range();
      range.setStart(node, from);
      range.setEnd(node, from + piece.sentence.length);
      CSS.highlights.set("speech", new Highlight(range));
      return;
    }
  }

  function show(next) {
    state = next;
    play.hidden = state === "reading";
    pause.hidden = state !== "reading";
    stop.hidden = state === "idle";
    said.textContent = state === "idle" ? "" : bar.getAttribute("data-" + state);
  }

  function end() {
    run += 1;
    speech.cancel();
    mark(null);
    at = 0;
    show("idle");
  }

  function silent() {
    end();
    said.textContent = bar.dataset.none;
  }

  function speak() {
    if (at >= pieces.length) { end(); return; }
    var mine = run;
    var piece = pieces[at];
    var utterance = new SpeechSynthesisUtterance(piece.sentence);
    utterance.lang = language;
    utterance.rate = 0.95;
    utterance.onstart = function () { heard = true; if (mine === run) mark(piece); };
    // Not every browser says that it begins.
    utterance.onboundary = function () { heard = true; };
    utterance.onend = function () { if (mine !== run) return; heard = true; at += 1; speak(); };
    utterance.onerror = function () { if (mine !== run) return; if (heard) end(); else silent(); };
    speech.speak(utterance);
    if (heard) return;
    setTimeout(function () { if (mine === run && !heard && !speech.speaking) silent(); }, PATIENCE);
    setTimeout(function () { if (mine === run && !heard) silent(); }, LONGEST);
  }

  // Pausing is done by stopping at the sentence: `pause` of the browser itself is unreliable on phones.
  play.addEventListener("click", function () {
    if (state === "idle") { pieces = collect(); at = 0; }
    run += 1;
    speech.cancel();
    show("reading");
    speak();
    pause.focus();
  });
  pause.addEventListener("click", function () {
    run += 1;
    speech.cancel();
    show("paused");
    play.focus();
  });
  stop.addEventListener("click", function () { end(); play.focus(); });
  addEventListener("pagehide", end);

  bar.hidden = false;
  show("idle");
})();
