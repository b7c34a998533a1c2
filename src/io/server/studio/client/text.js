// The surface for Markdown: a plain text area, so that input methods, spelling and undo are the browser's own, with a
// toolbar that edits through the browser as well.

import { composing, h } from "./dom.js";
import { pasting } from "./paste.js";
import { say } from "./words.js";

// Punctuation that bold marks must not touch from outside: Markdown doesn't take `**“词”**字` for bold.
const EDGES = /^([\s“‘（《「『【(["']*)([\s\S]*?)([\s”’）》」』】)\]"'，。：；！？、,.:;!?]*)$/u;

// Selects a range of a text area that is as high as its text, and scrolls there.
export function choose(area, start, end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  // A copy with the text above the range is as high as the range is deep.
  const copy = area.cloneNode();
  copy.value = area.value.slice(0, start);
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", minHeight: "0", height: "0", width: `${area.offsetWidth}px` });
  area.parentElement.append(copy);
  const depth = copy.scrollHeight;
  copy.remove();
  area.scrollIntoView({ block: "start" });
  // On a wide page the writing scrolls by itself, on a narrow one with the page.
  for (const scroller of [area.closest(".write"), document.getElementById("main")]) if (scroller) scroller.scrollTop += Math.max(0, depth - 300);
}

// Makes the text area and its toolbar. `files` takes dropped and pasted files and answers with the text for them;
// `reference` asks for a link, `pasted` converts a clipboard, `fetched` brings a picture of another site.
export function textSurface({ label, files, reference, pasted, fetched, cropped, changed }) {
  const area = h("textarea", { class: "body", "aria-label": label, spellcheck: "false", autocapitalize: "off" });

  // Replaces a range in a way that the browser can undo; the smallest range that differs is touched.
  const edit = (start, end, text, select) => {
    area.focus();
    const before = area.value.slice(start, end);
    let head = 0;
    while (head < before.length && head < text.length && before[head] === text[head]) head++;
    let tail = 0;
    while (tail < before.length - head && tail < text.length - head && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
    const inserted = text.slice(head, text.length - tail);
    area.setSelectionRange(start + head, end - tail);
    const done = inserted === "" ? (before.length - head - tail > 0 ? document.execCommand("delete") : true) : document.execCommand("insertText", false, inserted);
    if (!done) {
      area.setRangeText(inserted, start + head, end - tail, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (select) area.setSelectionRange(start + select[0], start + select[1]);
  };

  const selection = () => [area.selectionStart, area.selectionEnd, area.value.slice(area.selectionStart, area.selectionEnd)];

  const wrap = (mark, example) => () => {
    const [start, end, text] = selection();
    const [, before, inner, after] = (text || example).match(EDGES);
    const core = inner || example;
    const around = area.value.slice(start - mark.length, start) === mark && area.value.slice(end, end + mark.length) === mark;
    if (text && around) { edit(start - mark.length, end + mark.length, text, [0, text.length]); return; }
    const from = before.length + mark.length;
    edit(start, end, `${before}${mark}${core}${mark}${after}`, [from, from + core.length]);
  };

  // Changes the lines of the selection.
  const lines = (change) => () => {
    const [start, end] = selection();
    const first = area.value.lastIndexOf("\n", start - 1) + 1;
    const next = area.value.indexOf("\n", end);
    const last = next === -1 ? area.value.length : next;
    const made = area.value.slice(first, last).split("\n").map(change).join("\n");
    edit(first, last, made, [0, made.length]);
  };
  const begin = (mark) => lines((line) => (line.startsWith(mark) ? line.slice(mark.length) : mark + line.replace(/^(#{1,6} |- |\d+\. |> )/, "")));
  const numbered = lines((line, at) => (/^\d+\. /.test(line) ? line.replace(/^\d+\. /, "") : `${at + 1}. ${line.replace(/^(- |> )/, "")}`));

  // A block on lines of its own, with empty lines around it.
  const block = (text, select) => {
    const [start, end] = selection();
    const before = area.value.slice(0, start), after = area.value.slice(end);
    const above = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const below = after === "" ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    edit(start, end, above + text + below, select && [above.length + select[0], above.length + select[1]]);
  };

  const link = async () => {
    const [start, end, text] = selection();
    const found = await reference(text);
    if (found) edit(start, end, `[${text || found.title}](${found.address})`);
  };
  const table = () => block(`| ${say("名称", "Name")} | ${say("说明", "Note")} |\n|---|---|\n|  |  |\n|  |  |`, [2, 4]);
  const note = () => {
    const [start, , text] = selection();
    let number = 1;
    while (area.value.includes(`[^${number}]`)) number++;
    const at = start + text.length;
    edit(at, at, `[^${number}]`);
    const end = area.value.length;
    edit(end, end, `${area.value.endsWith("\n") ? "" : "\n"}\n[^${number}]: ${say("注释", "Note")}`);
  };
  const insertFiles = async (list) => {
    const [start, end] = selection();
    const text = await files([...list]);
    if (text) { area.setSelectionRange(Math.min(start, area.value.length), Math.min(end, area.value.length)); block(text); }
  };
  // The picture that the caret is in is cropped.
  const cropHere = async () => {
    const at = area.selectionStart;
    const found = [...area.value.matchAll(/!\[[^\]]*\]\(<?([^)>\s]+)>?/g)].find((one) => at >= one.index && at <= one.index + one[0].length + 2);
    if (!found || /^https?:/.test(found[1])) { await cropped(null); return; }
    const name = await cropped(found[1]);
    // Behind the words: they may hold the name as well.
    const start = found.index + found[0].lastIndexOf(found[1]);
    if (name && start !== -1) edit(start, start + found[1].length, name);
  };
  const pick = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { insertFiles(pick.files); pick.value = ""; } });

  const tools = [
    [say("标题", "Heading"), say("标题", "H2"), begin("## ")],
    [say("小标题", "Subheading"), say("小标题", "H3"), begin("### ")],
    [say("加粗 (Ctrl+B)", "Bold (Ctrl+B)"), say("粗", "B"), wrap("**", say("重点", "bold"))],
    [say("斜体 (Ctrl+I)", "Italic (Ctrl+I)"), say("斜", "I"), wrap("*", say("强调", "italic"))],
    [say("列表", "List"), say("列表", "List"), begin("- ")],
    [say("编号", "Numbers"), say("编号", "1."), numbered],
    [say("引用", "Quote"), say("引用", "Quote"), begin("> ")],
    [say("链接 (Ctrl+K)", "Link (Ctrl+K)"), say("链接", "Link"), link],
    [say("图片或附件", "Picture or file"), say("图片", "Picture"), () => pick.click()],
    [say("裁剪光标处的图片", "Crop the picture at the caret"), say("裁剪", "Crop"), cropHere],
    [say("表格", "Table"), say("表格", "Table"), table],
    [say("脚注", "Footnote"), say("脚注", "Note"), note],
    [say("公式", "Formula"), say("公式", "Formula"), wrap("$", "E=mc^2")],
    [say("提示框", "Note box"), say("提示框", "Box"), () => block(`> [!NOTE]\n> ${say("提示", "Note")}`, [12, 12 + say("提示", "Note").length])],
  ];
  // One tab stop; arrows move within (the toolbar pattern of ARIA).
  const buttons = tools.map(([name, sign, work], at) => h("button", { type: "button", title: name, "aria-label": name, tabindex: at === 0 ? "0" : "-1", onmousedown: (event) => event.preventDefault(), onclick: work }, sign));
  const bar = h("div", { role: "toolbar", "aria-label": say("格式", "Format"), class: "tools", onkeydown: (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at === -1 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  } }, buttons, pick);

  area.addEventListener("keydown", (event) => {
    if (composing(event) || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const work = { b: tools[2][2], i: tools[3][2], k: link }[event.key.toLowerCase()];
    if (work) { event.preventDefault(); work(); }
  });
  area.addEventListener("input", (event) => { grow(); changed(event.isComposing); });
  area.addEventListener("compositionend", () => changed(false));
  const paste = pasting({ area, edit, pasted, fetched });
  // With Shift, words alone are pasted.
  let plain = false;
  area.addEventListener("keydown", (event) => { plain = event.shiftKey && event.key.toLowerCase() === "v"; });
  area.addEventListener("paste", (event) => {
    if (!plain && paste.takes(event)) return;
    plain = false;
    const list = event.clipboardData?.files ?? [];
    // Words from Word come with a picture of themselves; the words win.
    if (list.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
    event.preventDefault();
    insertFiles(list);
  });
  area.addEventListener("drop", (event) => {
    const list = event.dataTransfer?.files ?? [];
    if (list.length === 0) return;
    event.preventDefault();
    insertFiles(list);
  });

  const grow = () => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 4}px`; };

  return {
    element: h("div", { class: "surface" }, bar, paste.panel, area),
    area,
    edit,
    get value() { return area.value; },
    // Sets the text without an event, where the program changed it.
    set value(text) { if (area.value !== text) { const at = area.selectionStart; area.value = text; area.setSelectionRange(at, at); } requestAnimationFrame(grow); },
    // Puts the caret where a piece of text is.
    find(piece, nth = 0) {
      let at = -1;
      for (let count = 0; count <= nth; count++) { const next = area.value.indexOf(piece, at + 1); if (next === -1) break; at = next; }
      if (at === -1) return false;
      choose(area, at, at + piece.length);
      return true;
    },
  };
}
