// The versions of an entry, the bin, and what is wrong with the whole site.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { moment, say } from "./words.js";

// Shows the saved versions of an entry, and answers with the text that was chosen, or null.
export async function versions(id, now) {
  const { changes } = await ask("history", { id });
  const shown = h("div", { class: "compare" });
  let chosen = null;
  const view = async (version) => {
    const { text } = await ask("version", { id, version });
    chosen = text;
    fill(shown, differences(text, now));
  };
  const rows = changes.flatMap((change) => (change.after === null ? [] : [h("li", {},
    h("button", { type: "button", class: "plain", onclick: () => view(change.after) }, moment(change.time)), " ", h("span", { class: "quiet" }, change.who))]));
  const first = changes.at(-1);
  if (first?.before) rows.push(h("li", {}, h("button", { type: "button", class: "plain", onclick: () => view(first.before) }, say("最早保存以前", "Before the first save"))));
  const content = rows.length === 0
    ? h("p", {}, say("还没有保存过。在编辑台里每保存一次，就多一个版本。", "It hasn't been saved here yet. Every save in the studio makes a version."))
    : h("div", { class: "versions" }, h("ol", {}, rows), shown);
  return dialog(say("历史版本", "Versions"), content, [
    { name: say("恢复这个版本", "Restore this version"), main: true, value: () => chosen },
    { name: say("关闭", "Close"), value: null },
  ]);
}

// The lines of two texts, what is only in one of them marked.
export function differences(before, after) {
  const one = before.split(/\r?\n/), other = after.split(/\r?\n/);
  let head = 0, tail = 0;
  while (head < one.length && head < other.length && one[head] === other[head]) head++;
  while (tail < one.length - head && tail < other.length - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  const rows = middle(one.slice(head, one.length - tail), other.slice(head, other.length - tail));
  const near = (lines) => lines.map((line) => h("span", { class: "same" }, line || " "));
  if (rows.length === 0) return h("p", { class: "quiet" }, say("两个版本一样。", "Both are the same."));
  return h("pre", {}, near(one.slice(Math.max(0, head - 2), head)), rows.map(([kind, line]) => h(kind === "-" ? "del" : kind === "+" ? "ins" : "span", { class: kind === " " ? "same" : "" }, line || " ")), near(one.slice(one.length - tail, one.length - tail + 2)));
}

// The longest common lines of two short texts; long ones are shown as a whole.
function middle(one, other) {
  if (one.length * other.length > 4_000_000) return [...one.map((line) => ["-", line]), ...other.map((line) => ["+", line])];
  const length = Array.from({ length: one.length + 1 }, () => new Uint32Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i--) for (let j = other.length - 1; j >= 0; j--) length[i][j] = one[i] === other[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  const rows = [];
  let i = 0, j = 0;
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) { rows.push([" ", one[i]]); i++; j++; }
    else if (j === other.length || (i < one.length && length[i + 1][j] >= length[i][j + 1])) rows.push(["-", one[i++]]);
    else rows.push(["+", other[j++]]);
  }
  return rows;
}

export async function bin(main, navigate) {
  const rows = await ask("bin");
  const back = async (row) => {
    const made = await ask("restore", { id: row.id, version: row.version });
    tell(say("放回去了", "It is back"));
    navigate(`#/edit/${made.id}`);
  };
  fill(main, h("section", { class: "page" }, h("h1", {}, say("回收站", "Bin")),
    rows.length === 0 ? h("p", { class: "quiet" }, say("回收站是空的。", "The bin is empty.")) :
      h("ul", { class: "plainlist" }, rows.map((row) => h("li", {}, h("span", {}, row.file), " ", h("span", { class: "quiet" }, `${moment(row.time)} ${row.who}`), " ",
        h("button", { type: "button", onclick: () => back(row) }, say("放回去", "Put it back")))))));
}
