// What wants doing, and what changed lately.

import { dialog, tell } from "./dialog.js";
import { ask, person } from "./api.js";
import { fill, h } from "./dom.js";
import { moment, openComments, say, stateName } from "./words.js";

export async function overview(main, site, navigate) {
  const make = site.collections.filter((one) => one.name !== "");
  const unsaved = site.unsaved.map((one) => {
    // A link would open one's own text, or what is saved: no one sees another's.
    const isOwn = one.person === (person?.name ?? null);
    return h("li", {}, isOwn ? h("a", { href: `#/edit/${one.id}` }, one.file) : one.file, " ", h("span", { class: "quiet" }, [!isOwn && one.person, moment(one.time)].filter(Boolean).join(" · ")));
  });
  const drafts = site.collections.flatMap((one) => one.latest.filter((row) => row.state === "draft" || row.state === "broken"));
  const due = h("section", { "aria-live": "polite" }, h("p", { class: "quiet" }, say("正在看有什么该做的…", "Looking what wants doing…")));
  fill(main, h("section", { class: "page" },
    h("h1", {}, say("总览", "Overview")),
    h("p", { class: "quiet" }, say(`今天是 ${site.today}`, `Today is ${site.today}`)),
    h("div", { class: "cards" }, make.map((one) => h("article", {},
      h("h2", {}, h("a", { href: `#/list/${encodeURIComponent(one.name)}` }, one.title)),
      h("p", { class: "states" }, one.by_state.filter(([, count]) => count > 0).map(([state, count]) => h("span", { class: `state ${state}` }, `${stateName(state)} ${count}`))),
      h("ul", {}, one.latest.map((row) => h("li", {}, h("a", { href: `#/edit/${row.id}` }, row.title), row.date ? h("span", { class: "quiet" }, row.date.slice(0, 10)) : ""))),
      h("button", { type: "button", class: "main", onclick: () => create(one, navigate) }, say("新建", "New"))))),
    unsaved.length > 0 && h("section", {}, h("h2", {}, say("没有保存的文字", "Texts that aren't saved")), h("ul", {}, unsaved)),
    site.comments.open > 0 && h("section", {}, h("h2", {}, say("批注", "Comments")), h("p", {}, openComments(site.comments.open)),
      h("ul", {}, site.comments.entries.map((one) => h("li", {}, h("a", { href: `#/edit/${one.id}` }, one.title), " ", h("span", { class: "quiet" }, String(one.open))))),
      site.comments.more > 0 && h("p", { class: "quiet" }, say(`还有 ${site.comments.more} 篇`, `and ${site.comments.more} more entries`))),
    drafts.length > 0 && h("section", {}, h("h2", {}, say("草稿", "Drafts")), h("ul", {}, drafts.map((row) => h("li", {}, h("a", { href: `#/edit/${row.id}` }, row.title))))),
    site.coming.length > 0 && h("section", {}, h("h2", {}, say("近 30 天的活动", "Events of the next 30 days")),
      h("ul", { class: "plainlist" }, site.coming.map((event) => h("li", {}, h("span", { class: "quiet when" }, `${event.day.slice(5).replace("-", "/")} ${event.time}`), " ", h("a", { href: `#/edit/${event.id}` }, event.title), event.state !== "public" && [" ", h("span", { class: `state ${event.state}` }, stateName(event.state))])))),
    site.standings.length > 0 && h("section", {}, h("h2", {}, say("年度目标", "Targets of the year")),
      site.standings.map((one) => h("details", { open: one.of === 1 && one.rows.length > 0 }, h("summary", {}, one.title, " ", h("span", { class: `state ${one.rows.length > 0 ? "draft" : "public"}` }, one.rows.length === 0 ? say("都达到了", "reached") : one.of === 1 ? say(`还差 ${one.rows[0].missing}`, `${one.rows[0].missing} missing`) : say(`${one.reached}/${one.of} 达到`, `${one.reached} of ${one.of} reached`))),
        h("ul", {}, one.rows.map((row) => h("li", {}, say(`${row.name || one.title}：应有 ${row.wanted}，已完成 ${row.done}，已安排 ${row.planned}，还差 ${row.missing}`, `${row.name || one.title}: wanted ${row.wanted}, done ${row.done}, planned ${row.planned}, missing ${row.missing}`), row.missed.length > 0 && say(`；没有达到：${row.missed.join("、")}`, `; missed: ${row.missed.join(", ")}`))))))),
    (site.errors + site.warnings > 0) && h("section", {}, h("h2", {}, say("检查", "Check")),
      h("p", {}, h("a", { href: "#/check" }, say(`${site.errors} 处错误，${site.warnings} 处提醒`, `errors: ${site.errors}, warnings: ${site.warnings}`)))),
    due));
  // The whole site is looked through for this, which takes a moment.
  const kinds = await ask("due").catch(() => []);
  if (!due.isConnected) return;
  fill(due, h("h2", {}, say("该做的事", "What wants doing")), kinds.length === 0 ? h("p", { class: "quiet" }, say("没有过期、待核实、缺成效的内容。", "Nothing is overdue, unconfirmed or without results.")) :
    kinds.map((kind) => h("details", { open: kind.count < 4 }, h("summary", {}, kind.title, " ", h("span", { class: "state draft" }, String(kind.count))),
      h("ul", {}, kind.rows.map((row) => h("li", {}, row.id ? h("a", { href: `#/edit/${row.id}` }, row.message) : row.message, h("p", { class: "quiet" }, row.help)))),
      kind.count > kind.rows.length && h("p", { class: "quiet" }, h("a", { href: "#/check" }, say(`还有 ${kind.count - kind.rows.length} 处，在检查里`, `${kind.count - kind.rows.length} more under Check`))))));
}

// Asks for a title and makes a draft.
export async function create(collection, navigate, values = {}) {
  const title = h("input", { class: "wide", required: true });
  const fields = h("div", {}, h("label", {}, say("标题", "Title"), title));
  const form = await dialog(say(`新建：${collection.title}`, `New: ${collection.title}`), fields, [
    { name: say("建草稿", "Make a draft"), main: true, value: () => ({ title: title.value.trim() }) },
    { name: say("取消", "Cancel"), value: null },
  ]);
  if (form === null) return;
  if (form.title === "") { tell(say("先写标题", "A title is needed"), true); return; }
  const made = await ask("new", { collection: collection.name, title: form.title, values });
  navigate(`#/edit/${made.id}`);
}
