// Something done to several entries at once, after one question that names them.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { say } from "./words.js";

// The bar below a list; `chosen` maps ids to titles, `every` answers with all that the list means.
export function bulkBar({ chosen, every, fields, changed }) {
  const bar = h("div", { class: "bulk", role: "group", "aria-label": say("对选中的做", "With those chosen") });

  const run = async (question, words, action, danger = false) => {
    const titles = [...chosen.values()];
    const sure = await dialog(question.replace("N", String(titles.length)), h("div", {}, words && h("p", {}, words),
      h("ul", { class: "short" }, titles.slice(0, 100).map((title) => h("li", {}, title)), titles.length > 100 && h("li", {}, say(`还有 ${titles.length - 100} 条`, `and ${titles.length - 100} more`)))), [
      { name: say("确定", "OK"), value: true, main: !danger, danger }, { name: say("取消", "Cancel"), value: null, main: danger }]);
    if (!sure) return;
    try {
      const { done, left } = await ask("bulk", { ids: [...chosen.keys()], action });
      chosen.clear();
      if (left.length > 0) await dialog(say(`做好了 ${done} 条，${left.length} 条没有动`, `${done} done, ${left.length} left alone`), h("ul", { class: "short" }, left.map((one) => h("li", {}, one.file, "：", one.message))), [{ name: say("知道了", "OK"), value: null, main: true }]);
      else tell(say(`做好了 ${done} 条`, `${done} done`));
      changed();
    } catch (error) { tell(error.message, true); }
  };
  const tag = async () => {
    const field = h("select", {}, fields().map(({ field: key, label }) => h("option", { value: key }, label)));
    const word = h("input");
    const made = await dialog(say("给选中的加一个标签", "Add a term to those chosen"), h("div", {}, h("label", {}, say("哪个字段", "Field"), field), h("label", {}, say("词", "Word"), word)), [
      { name: say("下一步", "Next"), main: true, value: () => ({ field: field.value, word: word.value.trim() }) }, { name: say("取消", "Cancel"), value: null }]);
    if (made === null || made.word === "") return;
    await run(say(`给这 N 条加上“${made.word}”？`, `Add “${made.word}” to these N?`), "", { do: "add", ...made });
  };

  const draw = (found) => {
    if (chosen.size === 0) { fill(bar); return; }
    const button = (text, work, kind = "") => h("button", { type: "button", class: kind, onclick: work }, text);
    fill(bar, h("span", { class: "grow" }, say(`选中 ${chosen.size} 条`, `${chosen.size} chosen`)),
      chosen.size < found && button(say(`全部 ${found} 条`, `All ${found}`), async () => { for (const { id, title } of await every()) chosen.set(id, title); changed(); }, "chip"),
      button(say("不选了", "None"), () => { chosen.clear(); changed(); }, "chip"),
      button(say("发布", "Publish"), () => run(say("发布这 N 条？", "Publish these N?"), say("网站下一次更新时公开。", "They are public with the site's next update."), { do: "publish" })),
      button(say("改回草稿", "Back to draft"), () => run(say("把这 N 条改回草稿？", "Make drafts of these N?"), "", { do: "draft" })),
      fields().length > 0 && button(say("加标签…", "Tag…"), tag),
      button(say("删除", "Delete"), () => run(say("删除这 N 条？", "Delete these N?"), say("放进回收站，可以放回去。别处指向它们的链接会断，检查里会列出来。", "They go to the bin, and can be put back. Links to them will break, and the check lists them."), { do: "delete" }, true), "danger"));
  };
  return { element: bar, draw };
}
