// Who did what in a shared studio, for administrators. It is only read here.

import { ask } from "./api.js";
import { fill, h } from "./dom.js";
import { moment, say } from "./words.js";

export async function journal(main) {
  const { lines } = await ask("journal");
  const head = [say("时间", "Time"), say("谁", "Who"), say("地址", "Address"), say("做了什么", "What"), say("条目", "Entry"), say("结果", "Result")];
  fill(main, h("section", { class: "page" },
    h("h1", {}, say("操作记录", "Log")),
    h("p", { class: "quiet" }, say("最近 500 条；全部在 kepu studio log 里。", "The last 500 lines; `kepu studio log` has all.")),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("操作记录", "Log") }, h("table", {},
      h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, lines.reverse().map((line) => h("tr", {}, [moment(line.time), line.person, line.address, line.what, line.entry ?? "", line.result].map((text) => h("td", {}, text)))))))));
}
