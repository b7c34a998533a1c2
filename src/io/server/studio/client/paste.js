// Pasting from Word, WPS, a web page, an official account: the words stand there at once, and are replaced by the same with
// their structure as one step of undo, if nobody has changed them meanwhile.

import { fill, h } from "./dom.js";
import { say } from "./words.js";

// The next number of a footnote in a text.
const nextNote = (text) => 1 + Math.max(0, ...[...text.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1])));

// Whether HTML says no more than its words: code editors write every line in colours.
const isCode = (html) => /<meta[^>]+vscode|<(div|pre|body)[^>]*style="[^"]*white-space: ?pre/i.test(html.slice(0, 2000));

export function pasting({ area, edit, pasted, fetched }) {
  const panel = h("div", { class: "pasted", role: "status" });
  const close = () => h("button", { type: "button", class: "chip", onclick: () => fill(panel) }, say("知道了", "OK"));

  // Replaces a text that is still there, and leaves the caret where the editor has it.
  const exchange = (start, before, after) => {
    if (area.value.slice(start, start + before.length) !== before) return false;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const end = start + before.length;
    const elsewhere = document.activeElement === area ? null : document.activeElement;
    const moved = (at) => (at >= end ? at + after.length - before.length : Math.min(at, start));
    edit(start, end, after);
    area.setSelectionRange(moved(from), moved(to));
    elsewhere?.focus();
    return true;
  };

  // With empty lines around, where the result has blocks.
  const spaced = (start, end, text) => {
    if (!text.includes("\n") && !/^(#|- |\d+\. |> |\||!\[|<)/.test(text)) return text;
    const before = area.value.slice(0, start), after = area.value.slice(end);
    const above = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const below = after === "" ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    return above + text + below;
  };

  const convert = async (start, plain, clipboard) => {
    fill(panel, h("p", { class: "quiet" }, say("正在整理粘贴的内容…", "Putting what was pasted in order…")));
    let made;
    try { made = await pasted({ ...clipboard, first_note: nextNote(area.value.slice(0, start) + area.value.slice(start + plain.length)) }); } catch (error) {
      fill(panel, h("p", { class: "notice" }, say("只粘贴了文字：", "Only the words were pasted: "), error.message, " ", close()));
      return;
    }
    if (made.markdown.trim() === "" || made.markdown.trim() === plain.trim()) { fill(panel); return; }
    // An input method that is at work is left alone.
    while (composingNow) await new Promise((done) => setTimeout(done, 100));
    const text = spaced(start, start + plain.length, made.markdown);
    const done = exchange(start, plain, text);
    report({ ...made, text }, start, plain, done);
  };

  const report = (made, start, plain, done) => {
    const counts = [
      [/^#{2,6} /gm, say("标题", "headings")], [/^ *(- |\d+\. )/gm, say("列表项", "list items")], [/^\|(---\|)+$|<table>/gm, say("表格", "tables")],
      [/!\[/g, say("图片", "pictures")], [/(^|[^!])\[[^\]^]+\]\(/gm, say("链接", "links")], [/^\[\^\d+\]:/gm, say("脚注", "footnotes")],
    ].map(([sign, name]) => [made.markdown.match(sign)?.length ?? 0, name]).filter(([count]) => count > 0);
    const kept = counts.length > 0 ? say(`带来了 ${counts.map(([count, name]) => `${count} 个${name}`).join("、")}。`, `Brought over: ${counts.map(([count, name]) => `${count} ${name}`).join(", ")}.`) : "";
    const plainly = h("button", { type: "button", class: "chip", onclick: () => { if (exchange(start, made.text, plain)) fill(panel); else fill(said, say("这一段已经改过，用撤销（Ctrl+Z）退回去", "It was changed since; undo with Ctrl+Z")); } }, say("只留文字", "Words only"));
    const put = h("button", { type: "button", class: "chip", onclick: () => { edit(area.selectionStart, area.selectionEnd, made.markdown); fill(panel); } }, say("放到光标处", "Put it at the caret"));
    const said = h("span");
    fill(panel, h("div", { class: "notice" },
      h("p", { class: "bar" }, h("span", { class: "grow" }, done ? say("已按原来的结构粘贴。", "Pasted with its structure. ") : say("粘贴的文字已经改过，没有动它。", "The pasted words were changed meanwhile and left alone. "), kept, said), done ? plainly : put, close()),
      made.told.length > 0 && h("ul", {}, made.told.map((text) => h("li", {}, text))),
      made.remote.length > 0 && elsewhere(made)));
  };

  // Pictures that are still on another site: it may not show them here, or take them away.
  const elsewhere = (made) => {
    const left = new Set(made.remote);
    const box = h("div");
    const draw = () => fill(box, left.size > 0 && [
      h("p", {}, say(`${left.size} 张图片还在别的网站上（公众号的图片在别处显示不出来）：`, `${left.size} pictures are still on another site, which may not show them here:`)),
      h("ul", { class: "plainlist" }, [...left].map((address) => h("li", { class: "bar" }, h("span", { class: "quiet grow address" }, address),
        h("button", { type: "button", class: "chip", onclick: () => bring([address]) }, say("取回来", "Fetch")), h("button", { type: "button", class: "chip", onclick: () => drop(address) }, say("去掉", "Drop"))))),
      left.size > 1 && h("p", {}, h("button", { type: "button", onclick: () => bring([...left]) }, say("全部取回来，放进网站", "Fetch all into the site")))]);
    const bring = async (wanted) => {
      for (const address of wanted) {
        try {
          const name = await fetched(address);
          const sign = address.includes("&") && !area.value.includes(address) ? address.replaceAll("&", "&amp;") : address;
          for (let at = area.value.indexOf(sign); at !== -1; at = area.value.indexOf(sign, at + name.length)) exchange(at, sign, name);
          made.text = made.text.replaceAll(sign, name);
          left.delete(address);
          draw();
        } catch (error) { box.append(h("p", { class: "bad" }, error.message)); }
      }
    };
    const drop = (address) => {
      const sign = address.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const found = area.value.match(new RegExp(`!\\[[^\\]]*\\]\\(<?${sign}>?( "[^"]*")?\\)\\n{0,2}`));
      if (found) { exchange(found.index, found[0], ""); made.text = made.text.replace(found[0], ""); }
      left.delete(address);
      draw();
    };
    draw();
    return box;
  };

  let composingNow = false;
  area.addEventListener("compositionstart", () => { composingNow = true; });
  area.addEventListener("compositionend", () => { composingNow = false; });

  return {
    panel,
    // Takes a clipboard that has more than words; answers whether it did.
    takes(event) {
      const data = event.clipboardData;
      const html = data?.getData("text/html") ?? "";
      const plain = (data?.getData("text/plain") ?? "").replaceAll("\r\n", "\n");
      if (html === "" || plain.trim() === "" || isCode(html)) return false;
      event.preventDefault();
      const [start, end] = [area.selectionStart, area.selectionEnd];
      edit(start, end, plain);
      convert(start, plain, { html, rtf: data.getData("text/rtf") });
      return true;
    },
  };
}
