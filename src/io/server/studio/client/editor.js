// One entry: its form, its text, and beside them the real page.
//
// The truth is the file's whole text. A change in the form is made in it by the program; a change in the text area
// replaces its body. Every pause is sent to the program, which keeps a copy, shows it in the preview and says what is
// wrong; the browser keeps a second copy until the program has it.

import { ask, beforeLeaving, isShared, may, ownName, sendFile } from "./api.js";
import { commentPanel } from "./comments.js";
import { crop } from "./crop.js";
import { dialog, tell } from "./dialog.js";
import { fill, h, onSaveKey, whileTyping } from "./dom.js";
import { entryForm } from "./form.js";
import { grid } from "./grid.js";
import { differences, versions } from "./history.js";
import { chooseLink } from "./link.js";
import { preview } from "./preview.js";
import { presence, signing } from "./signing.js";
import { choose, textSurface } from "./text.js";
import { moment, say, stateName } from "./words.js";

export async function edit(main, site, id, { navigate, reload, find }) {
  const opened = await ask("open", { id });
  if (opened.table) return grid(main, opened, { navigate, reload, find });
  let basis = opened.basis;
  let saved = opened.text;
  let text = opened.unsaved?.text ?? opened.text;
  // How many units stand before the body.
  let head = opened.body;
  let values = opened.values;
  let problems = [];
  let readable = opened.readable;
  // What references name, by what they say.
  const titles = opened.titles ?? {};
  // The version that an unsaved copy was made from may be older than the file is now.
  if (opened.unsaved) basis = opened.unsaved.basis;
  let chain = Promise.resolve();
  let draftNumber = 0;
  let composingNow = false;

  const ends = text.includes("\r\n") ? "\r\n" : "\n";
  const bodyOf = () => text.slice(head).replaceAll("\r\n", "\n");
  const whole = (front, body) => front + (ends === "\n" ? body : body.replaceAll("\n", "\r\n"));

  // The second copy, until the program has the text.
  const local = ownName(`kepu-text-${id}`);
  const keepLocal = () => { try { localStorage.setItem(local, JSON.stringify({ text, basis, time: new Date().toISOString() })); } catch { /* No room: the program's copy remains. */ } };
  const dropLocal = () => { try { localStorage.removeItem(local); } catch { /* As above. */ } };

  const state = h("span", { class: "quiet saying", role: "status" });
  const say_state = (words, bad = false) => { state.classList.toggle("bad", bad); state.title = words; fill(state, words); if (bad) tell(words, true); };
  const mark = h("span", { class: "state" });
  const shown = preview({ place: (piece, whole) => locate(piece, whole) });

  const surface = textSurface({
    label: say("正文", "Text"),
    changed(composing) {
      composingNow = composing;
      const body = surface.value;
      if (body !== bodyOf()) { text = whole(text.slice(0, head), body); touched(); } else if (!composing && draft.waits()) draft();
    },
    async files(list) {
      const made = [];
      for (const file of list) {
        try {
          const { name, picture } = await sendFile(id, file);
          const words = file.name.replace(/\.[^.]*$/, "");
          made.push(picture ? `![${/^(image|img|微信图片|screenshot|屏幕截图|截图)?[-_ 0-9]*$/i.test(words) ? "" : words}](${name})` : `[${words}](${name})`);
        } catch (error) { tell(`${file.name}: ${error.message}`, true); }
      }
      return made.join("\n\n");
    },
    reference: (words) => chooseLink(words, opened.file),
    pasted: (clipboard) => ask("paste", { id, ...clipboard }),
    async cropped(name) {
      if (name === null) { tell(say("先把光标放在一张图片上：![…](…)", "Put the caret into a picture first: ![…](…)"), true); return null; }
      try {
        const file = await crop(id, name);
        return file && (await sendFile(id, file)).name;
      } catch (error) { tell(error.message, true); return null; }
    },
    fetched: async (url) => (await ask("fetch", { id, url })).name,
  });

  const raw = h("textarea", { class: "body raw", spellcheck: "false", "aria-label": say("整个文件", "The whole file") });
  raw.addEventListener("input", () => { text = ends === "\n" ? raw.value : raw.value.replaceAll("\n", "\r\n"); touched(); });

  // A form's change is made in the text by the program, one after another; what is typed meanwhile stays.
  const change = (key, value) => {
    chain = chain.then(async () => {
      const sent = text;
      const behind = sent.length - head;
      try {
        const made = await ask("change", { id, text: sent, changes: { [key]: value } });
        const front = made.text.slice(0, made.text.length - behind);
        text = whole(front, surface.value);
        head = front.length;
        touched();
      } catch (error) { tell(error.message, true); }
    });
  };

  let form = null;
  const formPlace = h("div");
  const restPlace = h("div");
  const notes = h("div", { class: "notes" });
  const makeForm = () => {
    if (!opened.form || !readable) { form = null; fill(formPlace); fill(restPlace); return; }
    form = entryForm(opened.form, values, { id, titles, textFirst: opened.text_first }, change);
    fill(formPlace, form.head);
    fill(restPlace, form.rest);
  };

  const touched = () => {
    keepLocal();
    say_state(say("正在输入…", "Typing…"));
    draft();
    drawButtons();
  };

  const draft = whileTyping(async () => {
    const number = ++draftNumber;
    const sent = text;
    try {
      const answer = await ask("draft", { id, basis, text: sent });
      if (answer.kept) dropLocal();
      if (number !== draftNumber || text !== sent) return;
      took(answer);
      say_state(answer.saved ? say("和保存的一样", "As saved") : answer.kept ? say("草稿已留存", "Kept as a draft copy") : say("磁盘写不进去，草稿只留在浏览器里", "The disk can't be written; the copy is in the browser alone"), !answer.kept);
    } catch (error) { say_state(error.message, true); }
  }, () => composingNow);

  // Takes up what the program said of the text.
  const took = (answer) => {
    const was = readable;
    ({ values, problems, readable } = answer);
    Object.assign(titles, answer.titles);
    head = answer.body;
    if (form && readable) form.show(values);
    else if (was !== readable || (readable && !form)) makeForm();
    const left = form ? form.problems(problems, (one) => toPlace(one)) : problems;
    fill(notes, left.map((one) => h("p", { class: one.severity }, h("button", { type: "button", class: "plain", onclick: () => toPlace(one) }, say(`第 ${one.line} 行`, `Line ${one.line}`)), " ", one.message, h("span", { class: "quiet" }, one.help))));
    form?.read(answer.read);
    fill(wordsShown, say(`${answer.words} 字`, `${answer.words} words`));
    shown.show(answer.url);
    if (answer.comments !== undefined) remarks.show(answer.comments);
    drawMark();
    showRaw();
  };

  const toPlace = (one) => {
    const target = rawShown() ? raw : surface.area;
    const from = rawShown() ? 0 : head;
    if (one.start < from) return;
    target.focus();
    target.setSelectionRange(one.start - from, Math.max(one.end - from, one.start - from));
  };

  // Comments have their places in the whole text with plain line ends, as text areas have them.
  const above = () => text.slice(0, head).replaceAll("\r\n", "\n").length;
  const remarks = commentPanel({
    id,
    text: () => text.replaceAll("\r\n", "\n"),
    selected() {
      const area = [surface.area, raw].find((one) => one === document.activeElement);
      if (!area) return undefined;
      const [start, end] = [area.selectionStart, area.selectionEnd];
      const quote = area.value.slice(start, end);
      if (quote.trim() === "") return null;
      const before = area === raw ? 0 : above();
      return { start: before + start, end: before + end, quote, whole: text.replaceAll("\r\n", "\n").length };
    },
    fields: opened.form ?? [],
    go(start, end) {
      if (!rawShown() && start < above()) rawToggle.click();
      if (rawShown()) choose(raw, start, end);
      else choose(surface.area, start - above(), end - above());
    },
    goField(key) {
      const place = [...formPlace.querySelectorAll("[data-field]"), ...restPlace.querySelectorAll("[data-field]")].find((one) => one.dataset.field === key);
      if (!place || rawShown()) return false;
      place.closest("details")?.setAttribute("open", "");
      place.scrollIntoView({ block: "center" });
      place.querySelector("input, select, textarea, button")?.focus({ preventScroll: true });
      return true;
    },
  });

  const locate = (piece, whole) => {
    if (rawShown()) return;
    const pieces = [piece, piece.slice(0, 8), piece.slice(-8), whole.slice(0, 10)].filter((one) => one.length > 1);
    pieces.some((one) => surface.find(one));
  };

  const isDraft = () => ["true", "是", "yes"].includes(String(values.draft ?? ""));
  const drawMark = () => {
    const errors = problems.filter((one) => one.severity === "error").length;
    const kind = errors > 0 || !readable ? "broken" : isDraft() ? "draft" : "public";
    mark.className = `state ${kind}`;
    fill(mark, errors > 0 ? say(`${errors} 处要改`, `${errors} to mend`) : stateName(kind));
  };

  const save = async (asked = basis) => {
    await chain;
    if (text === saved && asked === basis) return true;
    draft.now();
    say_state(say("正在保存…", "Saving…"));
    try {
      const sent = text;
      const answer = await ask("save", { id, basis: asked, text: sent });
      basis = answer.basis;
      saved = answer.text;
      dropLocal();
      if (text === sent) took(answer);
      say_state(say(`已保存 ${moment(new Date().toISOString())}`, `Saved ${moment(new Date().toISOString())}`));
      tell(say("已保存", "Saved"));
      drawButtons();
      reload();
      return true;
    } catch (error) {
      say_state(error.message, true);
      if (error.kind === "conflict") await conflict(error);
      return false;
    }
  };

  // Someone else changed the file: both texts are shown, and neither is lost.
  const conflict = async (error) => {
    const chosen = await dialog(say("这个文件被别处改过", "The file was changed elsewhere"), h("div", {}, h("p", {}, error.message), h("p", { class: "quiet" }, say("红色的只在文件里，绿色的只在这一页。", "Red is in the file alone, green on this page alone.")), differences(error.more.theirs, text)), [
      { name: say("用这一页的（文件里的留在历史里）", "Take this page's (the file's stays in the history)"), value: "mine" },
      { name: say("用文件里的", "Take the file's"), value: "theirs" },
      { name: say("先不决定", "Decide later"), value: null, main: true },
    ]);
    if (chosen === "mine") await save(error.more.basis);
    if (chosen === "theirs") { await ask("discard", { id }); dropLocal(); reopen(); }
  };

  const reopen = () => navigate(`#/edit/${id}`);

  const publish = async (draftNow) => {
    if (!draftNow) {
      const errors = problems.filter((one) => one.severity === "error");
      if (errors.length > 0) { tell(say(`还有 ${errors.length} 处要改，改好才能发布`, `${errors.length} to mend before it can be published`), true); form?.head.scrollIntoView(); return; }
    }
    change("draft", draftNow ? true : null);
    await chain;
    if (await save()) tell(draftNow ? say("改回草稿了，网站更新后就不再显示", "It is a draft again") : say("已设为发布：网站下一次更新时就会公开", "It will be public with the next update of the site"));
  };

  const versionsButton = h("button", { type: "button", class: "chip", onclick: async () => {
    const chosen = await versions(id, text);
    if (chosen === null) return;
    text = chosen;
    const answer = await ask("draft", { id, basis, text });
    took(answer);
    surface.value = bodyOf();
    drawButtons();
    tell(say("恢复到了这一页上，还没有保存", "It is on this page, and not saved yet"));
  } }, say("历史", "Versions"));

  const remove = h("button", { type: "button", class: "danger", onclick: async () => {
    const sure = await dialog(say("删除这一篇？", "Delete this entry?"), h("p", {}, say("文件会放进回收站，可以放回去。别处指向它的链接会断，检查里会列出来。", "It goes to the bin, and can be put back. Links to it will break, and the check lists them.")), [
      { name: say("删除", "Delete"), value: true, danger: true }, { name: say("取消", "Cancel"), value: null, main: true }]);
    if (!sure) return;
    await ask("delete", { id, basis });
    dropLocal();
    saved = text;
    navigate(`#/list/${encodeURIComponent(opened.collection)}`);
  } }, say("删除", "Delete"));

  const discard = h("button", { type: "button", class: "chip", onclick: async () => {
    const sure = await dialog(say("放弃没有保存的改动？", "Discard what isn't saved?"), differences(saved, text), [
      { name: say("放弃改动", "Discard"), value: true, danger: true }, { name: say("接着写", "Go on"), value: null, main: true }]);
    if (!sure) return;
    await ask("discard", { id });
    dropLocal();
    text = saved;
    reopen();
  } }, say("放弃改动", "Discard"));

  const saveButton = h("button", { type: "button", class: "main", title: "Ctrl+S", onclick: () => save() }, say("保存", "Save"));
  const publishButton = h("button", { type: "button" });
  const drawButtons = () => {
    const same = text === saved;
    saveButton.disabled = same;
    discard.hidden = same;
    publishButton.hidden = !opened.form?.some((field) => field.key === "draft");
    fill(publishButton, isDraft() ? say("发布", "Publish") : say("改回草稿", "Back to draft"));
    publishButton.onclick = () => publish(!isDraft());
  };

  const rawToggle = h("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => {
    rawToggle.setAttribute("aria-pressed", String(!rawShown()));
    if (!rawShown()) surface.value = bodyOf();
    showRaw();
  } }, say("看源文件", "Source"));
  const rawShown = () => rawToggle.getAttribute("aria-pressed") === "true" || !readable || !opened.form;
  const showRaw = () => {
    const is = rawShown();
    raw.hidden = !is;
    surface.element.hidden = is;
    formPlace.hidden = is;
    restPlace.hidden = is;
    const plain = text.replaceAll("\r\n", "\n");
    if (is && raw.value !== plain) raw.value = plain;
    if (is) { raw.style.height = "auto"; raw.style.height = `${raw.scrollHeight + 4}px`; }
  };
  const wordsShown = h("span", { class: "quiet" });

  const others = presence(id);
  const signButton = isShared && may("reviewer") && !opened.table && h("button", { type: "button", class: "chip", onclick: () => {
    if (text !== saved) { tell(say("先保存，再签名：签的是保存了的文字", "Save first: what is signed is the saved text"), true); return; }
    signing(id, basis).catch((error) => tell(error.message, true));
  } }, say("签名", "Sign"));

  const banner = h("div");
  if (opened.unsaved && opened.unsaved.text !== opened.text) {
    fill(banner, h("p", { class: "notice" }, say(`这是 ${moment(opened.unsaved.time)} 没有保存的文字。`, `This is the text that wasn't saved at ${moment(opened.unsaved.time)}.`), " ",
      h("button", { type: "button", class: "plain", onclick: () => dialog(say("没有保存的和保存的", "Unsaved and saved"), differences(opened.text, opened.unsaved.text), [{ name: say("关闭", "Close"), value: null, main: true }]) }, say("看有什么不同", "Compare"))));
  }
  try {
    const other = JSON.parse(localStorage.getItem(local) ?? "null");
    if (other && other.text !== text && other.text !== opened.text) {
      banner.append(h("p", { class: "notice" }, say(`浏览器里还有 ${moment(other.time)} 的一份文字。`, `The browser has a text of ${moment(other.time)}.`), " ",
        h("button", { type: "button", class: "plain", onclick: async () => { text = other.text; took(await ask("draft", { id, basis, text })); surface.value = bodyOf(); banner.replaceChildren(); drawButtons(); } }, say("用它", "Use it"))));
    } else dropLocal();
  } catch { dropLocal(); }

  fill(main, h("div", { class: "editor" },
    h("section", { class: "write" },
      h("h1", { class: "unseen" }, opened.file),
      h("div", { class: "bar sticky" },
        h("a", { href: `#/list/${encodeURIComponent(opened.collection)}`, class: "back" }, `‹ ${opened.collection_title}`), mark, state, wordsShown, rawToggle, remarks.button, versionsButton, signButton, discard, publishButton, saveButton),
      others.element, banner, formPlace, notes, surface.element, raw, restPlace,
      h("p", { class: "quiet foot" }, say("文件：", "File: "), opened.file, " ", remove)),
    h("section", { class: "see" }, remarks.element, shown.element)));

  makeForm();
  surface.value = bodyOf();
  took({ ...opened, problems: opened.problems, values: opened.values });
  drawButtons();
  if (opened.unsaved) took(await ask("draft", { id, basis, text }));

  // The last seconds of a page that goes.
  const last = () => {
    if (!draft.waits()) return;
    const body = JSON.stringify({ id, basis, text });
    ask("draft", { id, basis, text }, body.length < 20_000 ? { keepalive: true } : {}).catch(() => {});
  };
  // Who signs out has the last words kept before.
  const finish = async () => {
    await chain;
    await draft.now();
  };
  beforeLeaving.add(finish);
  const hidden = () => { if (document.visibilityState === "hidden") last(); };
  const noKey = onSaveKey(() => save());
  addEventListener("pagehide", last);
  document.addEventListener("visibilitychange", hidden);
  const elsewhere = async () => {
    const now = await ask("open", { id }, { background: true }).catch(() => null);
    if (now?.comments !== undefined) remarks.show(now.comments);
    if (!now || now.basis === basis || now.text === text) return;
    if (text === saved) reopen();
    else tell(say("这个文件被别处改过；保存时会给你看两边的不同", "The file was changed elsewhere; both texts are shown when you save"), true);
  };
  addEventListener("site", elsewhere);

  return async () => {
    if (draft.waits()) { draft.now(); }
    beforeLeaving.delete(finish);
    noKey();
    others.end();
    removeEventListener("pagehide", last);
    document.removeEventListener("visibilitychange", hidden);
    removeEventListener("site", elsewhere);
    remarks.end();
    shown.end();
    return true;
  };
}
