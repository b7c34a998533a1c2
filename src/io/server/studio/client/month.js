// A month of events: a click on a day makes one, dragging one to another day moves it.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h, remember } from "./dom.js";
import { create } from "./overview.js";
import { isChinese, say } from "./words.js";

const DAY = 86_400_000;

export async function month(main, site, name, options, navigate) {
  const collection = site.collections.find((one) => one.name === name);
  let shown = options.get("month") ?? site.today.slice(0, 7);
  const sheet = h("div", { class: "month", role: "grid", "aria-label": say("月历", "Month") });
  const title = h("h1");

  const turn = (by) => {
    const [year, number] = shown.split("-").map(Number);
    const date = new Date(Date.UTC(year, number - 1 + by, 1));
    shown = date.toISOString().slice(0, 7);
    remember(`#/month/${encodeURIComponent(name)}`, `month=${shown}`);
    load();
  };

  const move = async (event, day) => {
    if (event.day === day) return;
    const public_ = event.state === "public";
    const how = await dialog(say(`把“${event.title}”移到 ${day}？`, `Move “${event.title}” to ${day}?`), h("p", {}, public_
      ? say("已经公布过的，选“改期”：页面会写明原来的日期，订阅日历的人会收到改动。只是写错了，选“改正”。", "If it was announced, choose “Rescheduled”: its page names the former day. If the day was just wrong, choose “Corrected”.")
      : say("它还没有公布。", "It hasn't been published.")), [
      ...(public_ ? [{ name: say("改期", "Rescheduled"), value: "announced", main: true }] : []),
      { name: public_ ? say("改正", "Corrected") : say("移动", "Move"), value: "moved", main: !public_ },
      { name: say("取消", "Cancel"), value: null }]);
    if (how === null) return;
    try {
      await ask("move", { id: event.id, day, announced: how === "announced" });
      tell(say("移好了", "Moved"));
    } catch (error) { tell(error.message, true); }
    await load();
  };

  const load = async () => {
    const { from, today, events } = await ask("month", { collection: name, month: shown });
    fill(title, new Intl.DateTimeFormat(isChinese ? "zh-CN" : "en-GB", { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${shown}-01T00:00Z`)));
    const names = Array.from({ length: 7 }, (_, at) => h("div", { role: "columnheader", class: "quiet" }, new Intl.DateTimeFormat(isChinese ? "zh-CN" : "en-GB", { weekday: "short", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + at)))));
    const weeks = Array.from({ length: 6 }, (_, week) => h("div", { role: "row" }, Array.from({ length: 7 }, (_, at) => {
      const day = new Date(Date.parse(`${from}T00:00Z`) + (week * 7 + at) * DAY).toISOString().slice(0, 10);
      const of = events.filter((event) => event.day === day);
      const cell = h("div", { role: "gridcell", class: `day${day.startsWith(shown) ? "" : " other"}${day === today ? " today" : ""}` },
        h("button", { type: "button", class: "plain", "aria-label": say(`在 ${day} 新建`, `New on ${day}`), onclick: () => create(collection, navigate, { start: day }) }, String(Number(day.slice(8)))),
        of.map((event) => {
          const link = h("a", { href: `#/edit/${event.id}`, class: `event ${event.state}${event.cancelled ? " cancelled" : ""}`, draggable: event.movable ? "true" : "false" }, event.time && h("span", { class: "time" }, event.time), event.title);
          link.addEventListener("dragstart", (drag) => { drag.dataTransfer.setData("application/x-kepu-event", JSON.stringify(event)); drag.dataTransfer.effectAllowed = "move"; });
          // By keyboard: Alt with an arrow moves by a day or a week.
          link.addEventListener("keydown", (key) => {
            const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[key.key];
            if (!key.altKey || by === undefined || !event.movable) return;
            key.preventDefault();
            move(event, new Date(Date.parse(`${event.day}T00:00Z`) + by * DAY).toISOString().slice(0, 10));
          });
          return link;
        }));
      cell.addEventListener("dragover", (drag) => { if (drag.dataTransfer.types.includes("application/x-kepu-event")) { drag.preventDefault(); cell.classList.add("over"); } });
      cell.addEventListener("dragleave", () => cell.classList.remove("over"));
      cell.addEventListener("drop", (drag) => { drag.preventDefault(); cell.classList.remove("over"); const data = drag.dataTransfer.getData("application/x-kepu-event"); if (data) move(JSON.parse(data), day); });
      return cell;
    })));
    fill(sheet, h("div", { role: "row" }, names), weeks);
  };

  fill(main, h("section", { class: "page wide" },
    h("div", { class: "bar" }, title,
      h("button", { type: "button", onclick: () => turn(-1) }, say("上个月", "Previous")),
      h("button", { type: "button", onclick: () => { shown = site.today.slice(0, 7); turn(0); } }, say("本月", "This month")),
      h("button", { type: "button", onclick: () => turn(1) }, say("下个月", "Next")),
      h("a", { class: "chip", href: `#/list/${encodeURIComponent(name)}` }, say("列表", "List"))),
    sheet,
    h("p", { class: "quiet" }, say("点日期新建；把活动拖到另一天就是移动（键盘：Alt 加方向键）。重复的活动和表格里的活动请打开来改。", "A click on a date makes an event; dragging one moves it (keyboard: Alt and an arrow). Events that repeat, and rows of a table, are changed in their form."))));
  await load();
}
