// A table whose rows are entries, as a grid: by cell or by the form of a row.
//
// The truth is the file's text. A change of a cell is made in it by the program, which touches that cell alone; every pause
// is kept as a copy and checked, as with any other text.

import { ask, beforeLeaving } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { composing, fill, h, later, newId, onSaveKey, whileTyping } from "./dom.js";
import { differences, versions } from "./history.js";
import { presence } from "./signing.js";
import { moment, say } from "./words.js";

const PAGE = 50;

export async function grid(main, opened, { navigate, reload, find }) {
  const id = opened.id;
  let basis = opened.unsaved?.basis ?? opened.basis;
  let saved = opened.text;
  let text = opened.unsaved?.text ?? opened.text;
  let problems = opened.problems;
  let { columns, rows } = await ask("rows", { id, text, changes: [] });
  let page = 0;
  // Where the keyboard is: a row's number and a column.
  let at = null;
  // Rows that were changed stay in sight, whatever is searched for.
  const stays = new Set();
  const before = [];
  let chain = Promise.resolve();

  const state = h("span", { class: "quiet saying", role: "status" });
  const told = (words, bad = false) => { state.classList.toggle("bad", bad); fill(state, words); if (bad) tell(words, true); };
  const search = h("input", { type: "search", value: find ?? "", "aria-label": say("在表格里找", "Search the table"), placeholder: say("在表格里找", "Search the table") });
  const body = h("tbody");
  const pages = h("p", { class: "pages" });
  const notes = h("div", { class: "notes" });
  const count = h("span", { class: "quiet" });

  const found = () => {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return words.length === 0 ? rows : rows.filter((row) => stays.has(row.number) || words.every((word) => row.cells.some((cell) => cell.toLowerCase().includes(word))));
  };
  const wrong = (row, column) => {
    const place = row.places[column];
    return place ? problems.filter((one) => one.start >= place[0] && one.start <= place[1] && !(one.start === place[1] && one.end > one.start && place[1] > place[0])) : [];
  };

  const draw = () => {
    const all = found();
    page = Math.min(page, Math.max(0, Math.ceil(all.length / PAGE) - 1));
    const seen = all.slice(page * PAGE, (page + 1) * PAGE);
    if (!at || seen.every((row) => row.number !== at[0])) at = seen.length > 0 ? [seen[0].number, 0] : null;
    fill(body, seen.map((row) => h("tr", { role: "row" },
      h("th", { scope: "row", role: "rowheader" }, h("button", { type: "button", class: "plain", "aria-label": say(`第 ${row.number} 行的表单`, `Form of row ${row.number}`), onclick: () => open(row) }, String(row.number))),
      columns.map((column, place) => {
        const faults = wrong(row, place);
        const cell = h("td", { role: "gridcell", tabindex: at && at[0] === row.number && at[1] === place ? "0" : "-1", class: faults.length > 0 ? faults[0].severity : "", title: faults.map((one) => one.message).join("\n") || null, "data-cell": `${row.number}.${place}` },
          h("span", { class: "cell" }, row.cells[place] ?? ""));
        cell.addEventListener("dblclick", () => write(row, place));
        cell.addEventListener("focus", () => { at = [row.number, place]; });
        return cell;
      }))));
    const last = Math.max(0, Math.ceil(all.length / PAGE) - 1);
    fill(pages, last > 0 && [h("button", { type: "button", disabled: page === 0, onclick: () => { page--; draw(); } }, say("上一页", "Previous")), ` ${page + 1} / ${last + 1} `, h("button", { type: "button", disabled: page === last, onclick: () => { page++; draw(); } }, say("下一页", "Next"))]);
    fill(count, say(`${all.length} 行`, `${all.length} rows`));
    const inCells = new Set(rows.flatMap((row) => columns.flatMap((_, place) => wrong(row, place))));
    const left = problems.filter((one) => !inCells.has(one));
    fill(notes, left.slice(0, 20).map((one) => h("p", { class: one.severity }, say(`第 ${one.line} 行：`, `Line ${one.line}: `), one.message, h("span", { class: "quiet" }, one.help))),
      inCells.size > 0 && h("p", { class: "quiet" }, say(`${inCells.size} 个格子有提醒，用颜色标着；打开那一行的表单能看到原因。`, `${inCells.size} cells are marked; the form of a row says why.`)));
    save.disabled = text === saved;
    discard.hidden = text === saved;
    undo.disabled = before.length === 0;
  };

  const focusAt = (row, column) => {
    at = [row, column];
    const cell = body.querySelector(`[data-cell="${row}.${column}"]`);
    if (!cell) return;
    body.querySelectorAll('[tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  };

  body.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || event.target !== cell || composing(event)) return;
    const [number, place] = cell.dataset.cell.split(".").map(Number);
    const seen = [...body.rows].map((row) => Number(row.querySelector("[data-cell]").dataset.cell.split(".")[0]));
    const where = seen.indexOf(number);
    const go = { ArrowUp: [seen[where - 1], place], ArrowDown: [seen[where + 1], place], ArrowLeft: [number, place - 1], ArrowRight: [number, place + 1], Home: [number, 0], End: [number, columns.length - 1] }[event.key];
    if (go) { event.preventDefault(); if (go[0] !== undefined && go[1] >= 0 && go[1] < columns.length) focusAt(...go); return; }
    const row = rows.find((one) => one.number === number);
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); write(row, place); }
    if ((event.ctrlKey || event.metaKey) && event.key === "z") { event.preventDefault(); takeBack(); }
    if (event.key === "Delete") { event.preventDefault(); change([{ do: "cell", row: number, column: place, text: "" }]); }
  });

  // The words that a column takes, to choose from.
  const offers = columns.map((column) => {
    const words = column.field?.words ?? [];
    return words.length > 0 ? h("datalist", { id: newId("words") }, words.map(({ key, label }) => h("option", { value: label || key }))) : null;
  });

  // Writes in a cell: Enter keeps it and goes down, Tab to the right, Escape leaves it as it was.
  const write = (row, place) => {
    const cell = body.querySelector(`[data-cell="${row.number}.${place}"]`);
    if (!cell || cell.querySelector("input, textarea")) return;
    const now = row.cells[place] ?? "";
    const long = columns[place].long || now.includes("\n") || now.length > 60;
    const input = long ? h("textarea", { rows: "6", "aria-label": columns[place].label }) : h("input", { list: offers[place]?.id, "aria-label": columns[place].label });
    input.value = now;
    fill(cell, input, h("span", { class: "cell unseen" }, now));
    input.focus();
    input.select?.();
    let done = false;
    const end = async (keep, go) => {
      if (done) return;
      done = true;
      const typed = input.value.replaceAll("\r\n", "\n").trim();
      if (keep && typed !== now) await change([{ do: "cell", row: row.number, column: place, text: typed }]);
      else draw();
      if (go) focusAt(row.number + go[0], place + go[1]);
    };
    input.addEventListener("keydown", (event) => {
      if (composing(event)) return;
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); end(false, [0, 0]); }
      if (event.key === "Enter" && !(long && !event.ctrlKey)) { event.preventDefault(); event.stopPropagation(); end(true, [1, 0]); }
      if (event.key === "Tab") { event.preventDefault(); event.stopPropagation(); end(true, [0, event.shiftKey ? -1 : 1]); }
    });
    input.addEventListener("blur", () => end(true, null));
  };

  // Changes are made one after another by the program.
  const change = (changes, former = true) => {
    chain = chain.then(async () => {
      try {
        const made = await ask("rows", { id, text, changes });
        if (former) before.push(text);
        if (changes.some((one) => one.do === "remove")) stays.clear();
        changes.forEach((one) => { if (one.do === "cell") stays.add(one.row); });
        ({ text, columns, rows } = { ...made });
        told(say("已改，还没有保存", "Changed, not saved yet"));
        draft();
      } catch (error) { tell(error.message, true); }
      draw();
    });
    return chain;
  };
  const takeBack = async () => {
    if (before.length === 0) return;
    await chain;
    text = before.pop();
    await change([], false);
  };

  const draft = whileTyping(async () => {
    const sent = text;
    try {
      const answer = await ask("draft", { id, basis, text: sent });
      if (text !== sent) return;
      ({ problems } = answer);
      told(answer.saved ? say("和保存的一样", "As saved") : answer.kept ? say("草稿已留存，还没有保存", "Kept as a draft copy, not saved") : say("磁盘写不进去，请先别关这一页", "The disk can't be written; keep this page open"), !answer.kept);
      draw();
    } catch (error) { told(error.message, true); }
  });

  // A row as a form. Without a row it makes one.
  const open = async (row) => {
    const boxes = columns.map((column, place) => {
      const key = newId("cell");
      const now = row?.cells[place] ?? "";
      const long = column.long || now.includes("\n") || now.length > 60;
      const box = long ? h("textarea", { id: key, rows: "5" }) : h("input", { id: key, list: offers[place]?.id, placeholder: column.field?.examples?.[0] ?? "" });
      box.value = now;
      const faults = row ? wrong(row, place) : [];
      return { box, element: h("div", { class: "field" }, h("label", { for: key }, column.label, column.field?.required && h("span", { class: "required" }, " *")),
        column.field?.help && h("p", { class: "quiet help" }, column.field.help), box,
        faults.map((one) => h("p", { class: one.severity }, one.message, h("span", { class: "quiet" }, " ", one.help)))) };
    });
    const chosen = await dialog(row ? say(`第 ${row.number} 行`, `Row ${row.number}`) : say("新的一行", "A new row"), h("div", { class: "rowform" }, boxes.map(({ element }) => element)), [
      { name: say("好", "OK"), main: true, value: () => boxes.map(({ box }) => box.value.replaceAll("\r\n", "\n").trim()) },
      ...(row ? [{ name: say("删除这一行", "Delete the row"), value: "remove", danger: true }] : []),
      { name: say("取消", "Cancel"), value: null }]);
    if (chosen === null) { if (row) focusAt(row.number, at?.[1] ?? 0); return; }
    if (chosen === "remove") { await change([{ do: "remove", row: row.number }]); return; }
    if (!row) {
      await change([{ do: "add", cells: chosen }]);
      search.value = "";
      page = Math.floor((rows.length - 1) / PAGE);
      draw();
      focusAt(rows.at(-1)?.number ?? 1, 0);
      return;
    }
    const changes = chosen.map((typed, place) => ({ do: "cell", row: row.number, column: place, text: typed })).filter((one) => one.text !== (row.cells[one.column] ?? ""));
    if (changes.length > 0) await change(changes);
    focusAt(row.number, at?.[1] ?? 0);
  };

  const keep = async (asked = basis) => {
    await chain;
    if (text === saved && asked === basis) return;
    draft.now();
    told(say("正在保存…", "Saving…"));
    try {
      const answer = await ask("save", { id, basis: asked, text });
      basis = answer.basis;
      saved = answer.text;
      problems = answer.problems;
      told(say(`已保存 ${moment(new Date().toISOString())}`, `Saved ${moment(new Date().toISOString())}`));
      tell(say("已保存", "Saved"));
      reload();
      draw();
    } catch (error) {
      told(error.message, true);
      if (error.kind !== "conflict") return;
      const chosen = await dialog(say("这个文件被别处改过", "The file was changed elsewhere"), h("div", {}, h("p", {}, error.message), h("p", { class: "quiet" }, say("红色的只在文件里，绿色的只在这一页。", "Red is in the file alone, green on this page alone.")), differences(error.more.theirs ?? "", text)), [
        { name: say("用这一页的（文件里的留在历史里）", "Take this page's (the file's stays in the history)"), value: "mine" },
        { name: say("用文件里的", "Take the file's"), value: "theirs" },
        { name: say("先不决定", "Decide later"), value: null, main: true }]);
      if (chosen === "mine") await keep(error.more.basis);
      if (chosen === "theirs") { await ask("discard", { id }); navigate(`#/edit/${id}`); }
    }
  };

  const save = h("button", { type: "button", class: "main", title: "Ctrl+S", onclick: () => keep() }, say("保存", "Save"));
  const undo = h("button", { type: "button", class: "chip", onclick: takeBack }, say("撤销", "Undo"));
  const discard = h("button", { type: "button", class: "chip", onclick: async () => {
    const sure = await dialog(say("放弃没有保存的改动？", "Discard what isn't saved?"), differences(saved, text), [
      { name: say("放弃改动", "Discard"), value: true, danger: true }, { name: say("接着改", "Go on"), value: null, main: true }]);
    if (!sure) return;
    await ask("discard", { id });
    navigate(`#/edit/${id}`);
  } }, say("放弃改动", "Discard"));
  const past = h("button", { type: "button", class: "chip", onclick: async () => {
    const chosen = await versions(id, text);
    if (chosen === null) return;
    before.push(text);
    text = chosen;
    await change([], false);
    tell(say("恢复到了这一页上，还没有保存", "It is on this page, and not saved yet"));
  } }, say("历史", "Versions"));
  search.addEventListener("input", later(120, () => { page = 0; stays.clear(); draw(); }));

  const others = presence(id);
  fill(main, h("section", { class: "page wide grid" },
    h("h1", {}, opened.collection_title, " ", h("span", { class: "quiet" }, opened.file)),
    h("div", { class: "bar sticky" }, h("a", { href: `#/list/${encodeURIComponent(opened.collection)}`, class: "back" }, `‹ ${opened.collection_title}`), count, state, undo, past, discard,
      h("button", { type: "button", onclick: () => open(null) }, say("加一行", "Add a row")), save),
    h("div", { class: "bar" }, search),
    others.element,
    opened.unsaved && h("p", { class: "notice" }, say(`这是 ${moment(opened.unsaved.time)} 没有保存的表格。`, `This is the table that wasn't saved at ${moment(opened.unsaved.time)}.`)),
    notes,
    h("div", { class: "scroll cells" }, h("table", { role: "grid", "aria-label": opened.file, "aria-rowcount": String(rows.length) },
      h("thead", {}, h("tr", { role: "row" }, h("th", { scope: "col", role: "columnheader" }, say("行", "Row")), columns.map((column) => h("th", { scope: "col", role: "columnheader", title: column.field?.help || null }, column.label, column.field?.required && h("span", { class: "required" }, " *"))))), body)),
    pages, offers,
    h("p", { class: "quiet" }, say("方向键移动，Enter 或双击改一格，Esc 不改，Delete 清空；点行号打开这一行的表单。只写改过的格子，Excel 里的其余内容不动。", "Arrows move, Enter or a double click changes a cell, Escape leaves it, Delete empties it; the number of a row opens its form. Only changed cells are written."))));
  draw();
  if (opened.unsaved) draft();

  const noKey = onSaveKey(() => keep().then(() => { if (at && document.activeElement === document.body) focusAt(...at); }));
  const finish = async () => {
    await chain;
    await draft.now();
  };
  beforeLeaving.add(finish);
  return async () => {
    await chain;
    if (draft.waits()) draft.now();
    beforeLeaving.delete(finish);
    others.end();
    noKey();
    return true;
  };
}
