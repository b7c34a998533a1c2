// The entries of a collection, to search and to choose from.

import { ask } from "./api.js";
import { bulkBar } from "./bulk.js";
import { composing, fill, h, later, remember } from "./dom.js";
import { importButton } from "./import.js";
import { create } from "./overview.js";
import { openComments, say, stateName } from "./words.js";

const PAGE = 50;

export async function list(main, site, name, options, navigate) {
  const collection = site.collections.find((one) => one.name === name);
  const query = { collection: name, search: options.get("search") ?? "", state: options.get("state") || null, sort: options.get("sort") ?? "newest", from: Number(options.get("from") ?? 0), count: PAGE, filters: {} };
  for (const [key, value] of options) if (key.startsWith("f.")) query.filters[key.slice(2)] = value;
  const chosen = new Map();
  let filters = [];
  const taken = importButton(name, navigate);
  const rows = h("tbody");
  const states = h("p", { class: "states" });
  const pages = h("p", { class: "pages" });
  const search = h("input", { type: "search", value: query.search, "aria-label": say("搜索", "Search"), placeholder: say("搜标题，也可以打拼音或首字母", "Search titles") });
  let asked = 0;

  // The address says what is shown, so that going back shows it again.
  const note = () => {
    const said = new URLSearchParams();
    if (query.search) said.set("search", query.search);
    if (query.state) said.set("state", query.state);
    if (query.sort !== "newest") said.set("sort", query.sort);
    for (const [key, value] of Object.entries(query.filters)) said.set(`f.${key}`, value);
    if (query.from) said.set("from", query.from);
    remember(`#/list/${encodeURIComponent(name)}`, said.toString());
  };

  const load = async () => {
    const number = ++asked;
    const found = await ask("list", query);
    if (number !== asked || !rows.isConnected) return;
    note();
    filters = found.filters;
    const choose = (row) => {
      const box = h("input", { type: "checkbox", "aria-label": say(`选中 ${row.title}`, `Choose ${row.title}`), onchange: () => { if (box.checked) chosen.set(row.id, row.title); else chosen.delete(row.id); bulk.draw(found.found); } });
      box.checked = chosen.has(row.id);
      return box;
    };
    fill(rows, found.rows.map((row) => h("tr", {},
      h("td", { class: "check" }, row.in_table ? "" : choose(row)),
      h("td", {}, h("a", { href: `#/edit/${row.id}${row.in_table ? `?find=${encodeURIComponent(row.title)}` : ""}` }, row.title), row.unsaved ? h("span", { class: "mark" }, say("未保存", "unsaved")) : "", found.present?.[row.id] && h("span", { class: "mark" }, say(`${found.present[row.id].join("、")}在写`, `open: ${found.present[row.id].join(", ")}`))),
      h("td", {}, h("span", { class: `state ${row.state}` }, stateName(row.state)), row.comments > 0 && h("span", { class: "mark" }, openComments(row.comments))),
      h("td", { class: "date" }, (row.date ?? "").replace("T", " ").slice(0, 16)),
      h("td", { class: "number" }, row.problems > 0 ? String(row.problems) : ""),
      h("td", { class: "quiet file" }, row.in_table ? say("表格里的一行 ", "a row of the table ") : "", row.file))));
    narrow();
    bulk.draw(found.found);
    fill(states, [[null, found.by_state.reduce((sum, [, count]) => sum + count, 0)], ...found.by_state.filter(([, count]) => count > 0)].map(([state, count]) =>
      h("button", { type: "button", class: "chip", "aria-pressed": String(query.state === state), onclick: () => { query.state = state; query.from = 0; load(); } }, `${state === null ? say("全部", "All") : stateName(state)} ${count}`)));
    const last = Math.max(0, Math.ceil(found.found / PAGE) - 1);
    const here = Math.floor(query.from / PAGE);
    const turn = (text, page) => h("button", { type: "button", disabled: page < 0 || page > last || page === here, onclick: () => { query.from = page * PAGE; load(); } }, text);
    fill(pages, last > 0 ? [turn(say("上一页", "Previous"), here - 1), h("span", {}, ` ${here + 1} / ${last + 1} `), turn(say("下一页", "Next"), here + 1)] : []);
    if (found.rows.length === 0) fill(rows, h("tr", {}, h("td", { colspan: "6", class: "quiet" }, say("没有找到。换个词，或看看别的状态。", "Nothing was found."))));
  };

  // Fields that a list can be narrowed by; those that are set come first, the others unfold.
  const narrowing = h("div");
  let open = false;
  const narrow = () => {
    const used = filters.filter(({ field, options: all }) => query.filters[field] || all.length > 1 || (all.length === 1 && all[0].count > 0));
    const selects = used.filter(({ options: all }) => all.length > 0).map(({ field, label, options: all }) => {
      const select = h("select", { "aria-label": label, onchange: () => { if (select.value) query.filters[field] = select.value; else delete query.filters[field]; query.from = 0; load(); } },
        h("option", { value: "" }, say(`${label}：全部`, `${label}: all`)), all.map((one) => h("option", { value: one.key, selected: query.filters[field] === one.key }, `${one.label} ${one.count}`)));
      return select;
    });
    const set = Object.keys(query.filters).length;
    if (selects.length === 0) { fill(narrowing); return; }
    const focused = narrowing.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    fill(narrowing, h("details", { open: open || set > 0, ontoggle: (event) => { open = event.target.open; } }, h("summary", {}, set > 0 ? say(`按字段筛选（${set}）`, `Narrowed by ${set} fields`) : say("按字段筛选", "Narrow by fields")),
      h("div", { class: "filters" }, selects, set > 0 && h("button", { type: "button", class: "chip", onclick: () => { query.filters = {}; query.from = 0; load(); } }, say("全部清除", "Clear")))));
    if (focused) [...narrowing.querySelectorAll("select")].find((one) => one.getAttribute("aria-label") === focused)?.focus();
  };
  const bulk = bulkBar({ chosen, every: () => ask("every", query), fields: () => filters.filter((one) => one.term), changed: () => load() });

  const typed = later(120, () => { query.search = search.value; query.from = 0; load(); });
  search.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  search.addEventListener("compositionend", typed);
  search.addEventListener("keydown", (event) => { if (event.key === "Enter" && !composing(event)) rows.querySelector("a")?.click(); });
  const order = h("select", { "aria-label": say("次序", "Order"), onchange: () => { query.sort = order.value; query.from = 0; load(); } },
    [["newest", say("新的在前", "Newest first")], ["oldest", say("旧的在前", "Oldest first")], ["title", say("按标题", "By title")]].map(([value, text]) => h("option", { value, selected: value === query.sort }, text)));

  fill(main, h("section", { class: "page" },
    h("div", { class: "bar" }, h("h1", {}, collection?.title ?? name), collection?.calendar && h("a", { class: "chip", href: `#/month/${encodeURIComponent(name)}` }, say("月历", "Month")), name !== "" && taken.elements, name !== "" && h("button", { type: "button", class: "main", onclick: () => create(collection, navigate) }, say("新建", "New"))),
    h("div", { class: "bar" }, search, order),
    states, narrowing,
    h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "check" }, h("span", { class: "unseen" }, say("选中", "Choose"))), [say("标题", "Title"), say("状态", "State"), say("日期", "Date"), say("问题", "Problems"), say("文件", "File")].map((text) => h("th", { scope: "col" }, text)))), rows)),
    bulk.element, pages,
    name !== "" && h("p", { class: "quiet" }, say("把 Word、Excel、日历（.ics）或 WordPress 导出的文件拖到这一页上，就可以导入。", "Drop a Word document, a spreadsheet, a calendar (.ics) or an export of WordPress here to import it."))));
  if (name !== "") taken.over(main.firstElementChild);
  await load();
}
