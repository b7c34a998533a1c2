// Where a link leads: an entry that is searched for, or an address.

import { ask } from "./api.js";
import { dialog } from "./dialog.js";
import { fill, h, later } from "./dom.js";
import { say } from "./words.js";

// Asks which entry or address a link leads to: {title, address}, or null.
export async function chooseLink(words, here) {
  const input = h("input", { class: "wide", value: /^https?:/.test(words) ? words : "", placeholder: say("搜标题（也可以打拼音），或粘贴 https://…", "Search titles, or paste https://…") });
  const list = h("ul", { class: "plainlist" });
  let chosen = null;
  const search = later(120, async () => {
    const typed = input.value.trim();
    if (typed === "" || /^https?:/.test(typed)) { fill(list); return; }
    const found = await ask("find", { text: typed });
    if (input.value.trim() !== typed) return;
    fill(list, found.map((row) => h("li", {}, h("button", { type: "button", class: "plain", onclick: () => { chosen = { title: row.title, address: relative(here, row.file) }; input.closest("dialog").querySelector("button.main").click(); } }, row.title), " ", h("span", { class: "quiet" }, row.collection_title))));
  });
  input.addEventListener("input", search);
  return dialog(say("链接到", "Link to"), h("div", {}, input, list), [
    { name: say("好", "OK"), main: true, value: () => chosen ?? (/^(https?:|mailto:|tel:|\/)/.test(input.value.trim()) ? { title: input.value.trim(), address: input.value.trim() } : input.value.includes(".") ? { title: input.value.trim(), address: `https://${input.value.trim()}` } : null) },
    { name: say("取消", "Cancel"), value: null }]);
}

// The way from one file to another.
function relative(from, to) {
  const one = from.split("/").slice(0, -1), other = to.split("/");
  let same = 0;
  while (same < one.length && same < other.length - 1 && one[same] === other[same]) same++;
  const way = [...one.slice(same).map(() => ".."), ...other.slice(same)].join("/");
  return /[\s()]/.test(way) ? `<${way}>` : way;
}
