// Importing a file: it is dropped on a list, a rehearsal tells what would become of it, and then it is written.

import { ask, sendFile } from "./api.js";
import { tell } from "./dialog.js";
import { fill, h, newId } from "./dom.js";
import { say } from "./words.js";

const MOST = 60;
const KINDS = [["docx", say("Word 文档", "Word document")], ["xlsx", say("Excel 表格", "Spreadsheet")], ["csv", say("CSV 表格", "CSV table")], ["ics", say("日历", "Calendar")], ["wordpress", say("WordPress 导出", "WordPress export")], ["html", say("存下来的网页", "Saved page")]];

// A button and a place to drop files on; `into` is the collection.
export function importButton(into, navigate) {
  const take = async (file) => {
    tell(say(`正在读“${file.name}”…`, `Reading “${file.name}”…`));
    try {
      const { upload, name, kind } = await sendFile("", file);
      const said = new URLSearchParams({ name, kind, into });
      navigate(`#/import/${upload}?${said}`);
    } catch (error) { tell(error.message, true); }
  };
  const pick = h("input", { type: "file", hidden: true, accept: ".docx,.xlsx,.xlsm,.xls,.xlsb,.ods,.et,.csv,.ics,.xml,.html,.htm", onchange: () => { if (pick.files[0]) take(pick.files[0]); pick.value = ""; } });
  return {
    elements: [h("button", { type: "button", onclick: () => pick.click() }, say("导入文件…", "Import…")), pick],
    // Lets a whole view take files.
    over(element) {
      element.addEventListener("dragover", (event) => { if ([...event.dataTransfer.types].includes("Files")) { event.preventDefault(); element.classList.add("dropping"); } });
      element.addEventListener("dragleave", (event) => { if (event.relatedTarget === null || !element.contains(event.relatedTarget)) element.classList.remove("dropping"); });
      element.addEventListener("drop", (event) => {
        event.preventDefault();
        element.classList.remove("dropping");
        const [file, ...more] = event.dataTransfer.files;
        if (more.length > 0) tell(say("一次导入一个文件，先看第一个", "One file at a time: the first is looked at"), true);
        if (file) take(file);
      });
    },
  };
}

export async function importing(main, site, upload, options, navigate) {
  const name = options.get("name") ?? "";
  const query = { upload, name, kind: options.get("kind") ?? "csv", into: options.get("into") ?? "", write: false, replace: false, table: false, mapping: null };
  const report = h("section", { "aria-live": "polite" });
  const field = (label, control) => { control.id = newId("import"); return h("div", { class: "field" }, h("label", { for: control.id }, label), control); };
  const select = (values, now, set) => h("select", { onchange: (event) => { set(event.target.value); look(); } }, values.map(([value, text]) => h("option", { value, selected: value === now }, text)));
  const check = (text, set) => h("label", { class: "checkbox" }, h("input", { type: "checkbox", onchange: (event) => { set(event.target.checked); look(); } }), " ", text);
  const table = h("div", {}, check(say("新的条目写成表格（entries.csv）里的行，不是每条一个文件", "New entries become rows of the table (entries.csv), not a file each"), (on) => { query.table = on; }));
  const mapping = h("textarea", { rows: "14", class: "raw", spellcheck: "false" });
  const mapped = h("details", {}, h("summary", {}, say("哪一列填到哪个字段（可以改）", "Which column fills which field (may be changed)")),
    field(say("对应关系", "Mapping"), mapping), h("button", { type: "button", onclick: () => { query.mapping = mapping.value; look(); } }, say("按改过的再看一遍", "Look again with it")));
  const go = h("button", { type: "button", class: "main", onclick: () => write() }, say("导入", "Import"));

  const run = async (work) => {
    go.disabled = true;
    fill(report, h("p", { class: "notice" }, work ? say("正在导入…", "Importing…") : say("正在看会导入些什么…（大文件要等一会儿）", "Looking what would be imported… (a large file takes a while)")));
    try {
      const answer = await ask("import", { ...query, write: work });
      table.hidden = !["xlsx", "csv"].includes(query.kind);
      mapped.hidden = answer.mapping === null;
      if (answer.mapping !== null && mapping.value === "") mapping.value = answer.mapping;
      shown(answer, work);
      return answer.report;
    } catch (error) { fill(report, h("p", { class: "notice bad" }, error.message)); return null; }
  };
  const look = () => run(false);
  const write = async () => {
    const done = await run(true);
    if (done) tell(done.done ? say("导入好了", "Imported") : say("导入了一部分，看看下面的说明", "Imported in part; see below"), !done.done);
  };

  const shown = ({ report: { told, done }, ids }, work) => {
    const files = told.files ?? [];
    const of = (fate) => files.filter((file) => file.fate === fate);
    const writes = of("made").length + of("updated").length;
    const faults = told.diagnostics ?? [];
    const build = told.build ?? [];
    const line = (one) => h("li", { class: one.severity }, one.at?.position && h("span", { class: "quiet" }, say(`第 ${one.at.position.line} 行 `, `line ${one.at.position.line} `)), one.message, one.help && h("p", { class: "quiet" }, one.help),
      (one.related ?? []).length > 0 && h("p", { class: "quiet" }, say(`还有 ${one.related.length} 处`, `${one.related.length} more places`)));
    const list = (title, found, open) => found.length > 0 && h("details", { open }, h("summary", {}, `${title} ${found.length}`), h("ul", {}, found.slice(0, MOST).map(line)), found.length > MOST && h("p", { class: "quiet" }, say(`还有 ${found.length - MOST} 处`, `${found.length - MOST} more`)));
    const part = (title, fate, open) => of(fate).length > 0 && h("details", { open }, h("summary", {}, `${title} ${of(fate).length}`), h("ul", {}, of(fate).slice(0, MOST).map((file) => h("li", {}, work && ids[file.path] ? h("a", { href: `#/edit/${ids[file.path]}` }, file.path.replace(/^content\//, "")) : file.path.replace(/^content\//, "")))), of(fate).length > MOST && h("p", { class: "quiet" }, say(`还有 ${of(fate).length - MOST} 个`, `${of(fate).length - MOST} more`)));
    const errors = faults.filter((one) => one.severity === "error");
    go.disabled = work || writes === 0;
    go.hidden = work;
    fill(report,
      writes === 0 && errors.length > 0 ? h("p", { class: "notice bad" }, say("没有可以导入的：", "Nothing can be imported:")) :
        h("p", { class: work ? "done" : "notice" }, work ? say(`写了 ${writes} 个文件。`, `${writes} files were written.`) : say(`会新建 ${of("made").length} 个文件，更新 ${of("updated").length} 个，${of("unchanged").length} 个没有变化，${of("kept").length} 个已有的保持原样。`, `${of("made").length} files would be made, ${of("updated").length} updated, ${of("unchanged").length} are the same, and ${of("kept").length} that are there are kept.`),
          told.left_out > 0 && say(` 有 ${told.left_out} 条不能导入，原因在下面。`, ` ${told.left_out} can't be imported; the reasons stand below.`)),
      list(say("要看一看", "To look at"), faults, faults.length <= 12),
      part(work ? say("新建的", "Made") : say("会新建", "Would be made"), "made", of("made").length <= 12), part(work ? say("更新的", "Updated") : say("会更新", "Would be updated"), "updated", of("updated").length <= 12), part(say("保持原样（勾选“替换”才会改）", "Kept (replaced only if that is ticked)"), "kept", false),
      list(say("导入以后，网站检查会说", "What the site's check would say then"), build, false),
      work && h("p", {}, h("a", { href: `#/list/${encodeURIComponent(query.into)}`, class: "chip" }, say("看栏目", "See the collection"))));
    if (!work && !done && writes === 0 && errors.length === 0 && faults.length === 0) fill(report, h("p", { class: "notice" }, say("文件里的内容网站上都有了，没有要写的。", "The site has all of it already; there is nothing to write.")));
  };

  fill(main, h("section", { class: "page" }, h("h1", {}, say(`导入“${name}”`, `Import “${name}”`)),
    h("div", { class: "bar wrap" },
      field(say("这是什么", "What it is"), select(KINDS, query.kind, (value) => { query.kind = value; })),
      field(say("导入到", "Into"), select(site.collections.filter((one) => one.name !== "").map((one) => [one.name, one.title]), query.into, (value) => { query.into = value; }))),
    check(say("已有的值和文件也用这个文件里的替换（原来的留在历史里）", "Replace values and files that are there (they stay in the history)"), (on) => { query.replace = on; }),
    table, mapped,
    h("p", { class: "bar" }, go, h("a", { class: "chip", href: `#/list/${encodeURIComponent(query.into)}` }, say("不导入，回到列表", "Back without importing"))),
    report));
  table.hidden = !["xlsx", "csv"].includes(query.kind);
  mapped.hidden = true;
  await look();
}
