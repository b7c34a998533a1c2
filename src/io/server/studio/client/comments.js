// Comments on passages of an entry, beside its text: who said what of which words, what was answered, and whether it is
// resolved. The program keeps them beside the site and never publishes them.

import { ask, ownName } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { composing, fill, h, newId } from "./dom.js";
import { moment, openComments, say } from "./words.js";

const LONGEST = 2000;
const SHOWN = 24;

const short = (words) => { const all = [...words.replace(/\s+/g, " ")]; return all.length > SHOWN ? `${all.slice(0, SHOWN).join("")}…` : all.join(""); };
const quoted = (words) => say(`“${short(words)}”`, `"${short(words)}"`);
const called = (by) => by || say("没有署名", "No name");

// Where a passage is in the text by now; -1 if its words are nowhere. What was written above it since then, in the form say,
// has moved it, and the same words may stand elsewhere as well.
function nearest(now, { quote, start, whole }) {
  const wish = start + now.length - whole;
  const far = (place) => Math.abs(place - wish);
  let found = -1;
  for (let at = now.indexOf(quote); at !== -1; at = now.indexOf(quote, at + 1)) {
    if (found === -1 || far(at) < far(found)) found = at;
  }
  return found;
}

// Makes the panel and the button that opens it. `text` answers with the whole text with plain line ends, `selected` with the
// range of it that is selected ({start, end, quote, whole}, with the length of the whole text at that moment; null if none is,
// undefined while something else has the focus). `fields` are those that can be meant: {key, label}. `go` shows a range of the
// text, `goField` a field.
export function commentPanel({ id, text, selected, fields, go, goField }) {
  let all = [];
  let drawn = "";
  // What a new comment is about.
  let passage = null;
  let field = "";
  const title = newId("comments");

  const words = h("textarea", { rows: "3", maxlength: String(LONGEST), "aria-label": say("写批注", "New comment"), placeholder: say("写给一起编这一篇的人看，不会发布", "For those who edit this entry; it is never published") });
  const about = h("select", { "aria-label": say("批注的是", "About") });
  const list = h("ul", { class: "plainlist threads" });
  const settled = h("details", { class: "settled" });
  const element = h("section", { class: "comments", id: newId("panel"), hidden: true, "aria-labelledby": title });
  const button = h("button", { type: "button", class: "chip", "aria-expanded": "false", "aria-controls": element.id, title: "Ctrl+Alt+M", onclick: () => (element.hidden ? begin() : open(false)) });

  const open = (is) => { element.hidden = !is; button.setAttribute("aria-expanded", String(is)); };
  const begin = () => { open(true); words.focus(); };

  // What was typed and not sent outlives a reload.
  const stored = ownName(`kepu-comment-${id}`);
  const keep = () => { try { if (words.value === "") sessionStorage.removeItem(stored); else sessionStorage.setItem(stored, words.value); } catch { /* No room: it is on the page. */ } };
  try { words.value = sessionStorage.getItem(stored) ?? ""; } catch { /* As above. */ }
  words.addEventListener("input", keep);

  const drawAbout = () => {
    const rows = [["", say("整篇", "The whole entry")], ...fields.map(({ key, label }) => [`field ${key}`, say(`“${label}”这一项`, `The field ${label}`)])];
    if (passage) rows.unshift(["passage", say(`选中的文字${quoted(passage.quote)}`, `The selected words ${quoted(passage.quote)}`)]);
    fill(about, rows.map(([value, name]) => h("option", { value }, name)));
    about.value = passage ? "passage" : field ? `field ${field}` : "";
  };

  // The last selection counts, until something else of the entry has the focus.
  const watch = () => {
    const now = selected();
    if (now === undefined || (now === null && passage === null && field === "")) return;
    [passage, field] = [now, ""];
    drawAbout();
  };
  const entered = (event) => {
    const key = event.target.closest?.("[data-field]")?.dataset.field;
    if (!key || !fields.some((one) => one.key === key)) return;
    [passage, field] = [null, key];
    drawAbout();
  };
  const key = (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.code !== "KeyM" || composing(event)) return;
    event.preventDefault();
    watch();
    begin();
  };
  const watched = ["selectionchange", "select"];
  for (const name of watched) document.addEventListener(name, watch);
  document.addEventListener("focusin", entered);
  document.addEventListener("keydown", key);

  // Does something; answers whether it was done. The words stay where they were typed until then.
  const act = async (action) => {
    try {
      show(await ask("comment", { id, text: text(), action }));
      return true;
    } catch (error) {
      if (!(error.more?.comments && show(error.more.comments))) tell(error.message, true);
      return false;
    }
  };

  const send = async () => {
    if (words.value.trim() === "") { words.focus(); return; }
    const action = { do: "add", field: about.value.startsWith("field ") ? about.value.slice("field ".length) : null, start: 0, end: 0, words: words.value };
    if (about.value === "passage" && passage) {
      const start = nearest(text(), passage);
      if (start === -1) { tell(say("选中的文字已经改了，请重新选", "The selected words were changed; select them again"), true); return; }
      Object.assign(action, { start, end: start + passage.quote.length });
    }
    const sent = words.value;
    if (!(await act(action))) return;
    // Something may have come behind it meanwhile: more that was typed, or a reply whose comment is gone.
    words.value = words.value.startsWith(sent) ? words.value.slice(sent.length).trimStart() : words.value;
    keep();
    tell(say("写好了批注", "The comment is kept"));
  };
  // Sends by Ctrl+Enter, as well as by its button.
  const sends = (area, work) => area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || composing(event)) return;
    event.preventDefault();
    work();
  });
  sends(words, send);

  // The place is asked for again: the text may have changed since it was listed.
  const toPlace = async (one) => {
    try { show(await ask("comments", { id, text: text() })); } catch (error) { tell(error.message, true); return; }
    const now = all.find((other) => other.id === one.id);
    if (!now) return;
    if (now.field && goField(now.field)) return;
    if (now.start !== null) go(now.start, now.end);
    else tell(now.place === "gone" ? say("这些文字已经不在了", "These words are gone") : say("这一项还没有填", "This field is empty"), true);
  };

  const nameOf = (key) => fields.find((one) => one.key === key)?.label ?? key;
  const where = (one) => {
    const way = (name) => h("button", { type: "button", class: "plain", onclick: () => toPlace(one) }, name);
    // What the words were, where they are others now.
    const said = { changed: say("后来改过，当时是", "changed since; it was "), gone: say("已经不在了，当时是", "gone by now; it was ") }[one.place];
    const note = said && [" ", h("span", { class: "quiet" }, said, h("q", {}, short(one.quote)))];
    if (one.field) return h("p", { class: "about" }, way(say(`“${nameOf(one.field)}”这一项`, `The field ${nameOf(one.field)}`)), note);
    if (one.place === "whole") return h("p", { class: "about quiet" }, say("整篇", "The whole entry"));
    if (one.place === "gone") return h("p", { class: "about" }, say("那些文字", "Those words"), note);
    return h("p", { class: "about" }, way(one.place === "changed" ? say(`第 ${one.line} 行`, `Line ${one.line}`) : quoted(one.quote)), note);
  };

  const remove = async (one, said) => {
    const sure = await dialog(say("删除这条批注？", "Delete this comment?"), h("p", { class: "words" }, said.words), [
      { name: say("删除", "Delete"), value: true, danger: true }, { name: say("取消", "Cancel"), value: null, main: true }]);
    if (sure) await act({ do: "delete", id: said.id, version: one.version });
  };
  const remark = (one, said) => h("div", { class: "remark" },
    h("p", { class: "quiet" }, h("strong", {}, called(said.by)), " ", h("time", { datetime: said.time }, moment(said.time)),
      said.own && [" ", h("button", { type: "button", class: "plain", onclick: () => remove(one, said) }, say("删除", "Delete"))]),
    h("p", { class: said.is_deleted ? "words quiet" : "words" }, said.is_deleted ? say("（作者删除了这条批注）", "(deleted by its author)") : said.words));

  // Boxes for replies stay while the list is drawn again, with what is typed in them.
  const boxes = new Map();
  const box = (one) => {
    const known = boxes.get(one.id);
    if (known) return known;
    const area = h("textarea", { rows: "2", maxlength: String(LONGEST), "aria-label": say("回复", "Reply") });
    const answer = async () => {
      if (area.value.trim() === "") { area.focus(); return; }
      if (!(await act({ do: "reply", to: one.id, words: area.value }))) return;
      area.value = "";
      made.open = false;
    };
    sends(area, answer);
    const made = h("details", { ontoggle: () => { if (made.open) area.focus(); } }, h("summary", {}, say("回复", "Reply")), area, h("button", { type: "button", onclick: answer }, say("回复", "Reply")));
    boxes.set(one.id, made);
    return made;
  };

  const thread = (one) => h("li", { class: "thread", "data-comment": one.id }, where(one), remark(one, one), one.replies.map((reply) => remark(one, reply)),
    one.resolved && h("p", { class: "quiet" }, say(`${called(one.resolved.by)} 在 ${moment(one.resolved.time)} 标为已解决`, `Resolved by ${called(one.resolved.by)}, ${moment(one.resolved.time)}`)),
    h("div", { class: "row" },
      h("button", { type: "button", onclick: () => act({ do: one.resolved ? "reopen" : "resolve", id: one.id, version: one.version }) }, one.resolved ? say("重新打开", "Reopen") : say("已解决", "Resolve")),
      box(one)));

  // What was typed as a reply to a comment that is gone goes into the box above. Answers whether there was any.
  const rescue = () => {
    let found = false;
    const orphans = [...boxes].filter(([one]) => !all.some((other) => other.id === one));
    for (const [one, made] of orphans) {
      boxes.delete(one);
      const typed = made.querySelector("textarea").value;
      if (typed.trim() === "") continue;
      words.value = words.value.trim() === "" ? typed : `${words.value}\n\n${typed}`;
      found = true;
    }
    if (!found) return false;
    keep();
    open(true);
    tell(say("那条批注已经不在了，你写的回复放在上面", "That comment is gone; your reply is in the box above"), true);
    return true;
  };

  // Shows what the program said; null if it can't read them. Answers whether it had to say that a reply lost its comment.
  function show(found) {
    const now = JSON.stringify(found);
    if (now === drawn) return false;
    const first = drawn === "";
    drawn = now;
    all = found ?? [];
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    const [left, done] = [all.filter((one) => !one.resolved), all.filter((one) => one.resolved)];
    fill(list, found === null && h("li", { class: "bad" }, say("批注的文件读不出来，没有改动它", "The file of comments can't be read, and was left alone")), left.map(thread));
    settled.hidden = done.length === 0;
    fill(settled, h("summary", {}, say(`已解决 ${done.length}`, `Resolved: ${done.length}`)), h("ul", { class: "plainlist threads" }, done.map(thread)));
    fill(button, left.length > 0 ? openComments(left.length) : say("批注", "Comments"));
    if (first && left.length > 0) open(true);
    const rescued = found !== null && rescue();
    // What had the focus was drawn again, or is gone.
    if (focused && document.activeElement !== focused) (focused.isConnected ? focused : words).focus();
    return rescued;
  }

  fill(element,
    h("div", { class: "bar" }, h("h2", { id: title, class: "grow" }, say("批注", "Comments")), h("button", { type: "button", class: "chip", onclick: () => { open(false); button.focus(); } }, say("收起", "Close"))),
    h("div", { class: "compose" }, about, words, h("button", { type: "button", onclick: send, title: "Ctrl+Enter" }, say("写批注", "Comment"))),
    list, settled);
  fill(button, say("批注", "Comments"));
  drawAbout();
  if (words.value !== "") open(true);

  return {
    element,
    button,
    show,
    end() {
      for (const name of watched) document.removeEventListener(name, watch);
      document.removeEventListener("focusin", entered);
      document.removeEventListener("keydown", key);
    },
  };
}
