// What the check finds, by kind; what the program can mend is shown before it is written.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { differences } from "./history.js";
import { say } from "./words.js";

export async function check(main) {
  const body = h("div", { "aria-live": "polite" });
  fill(main, h("section", { class: "page" }, h("h1", {}, say("检查", "Check")), body));
  const load = async () => {
    fill(body, h("p", { class: "notice" }, say("正在检查整个网站…", "Checking the whole site…")));
    const { errors, warnings, kinds } = await ask("check");
    fill(body, h("p", { class: "quiet" }, errors + warnings === 0 ? say("没有问题。", "Nothing is wrong.") : say(`${errors} 处错误，${warnings} 处提醒。查的是保存了的文件。`, `errors: ${errors}, warnings: ${warnings}. What is saved is checked.`)),
      kinds.map((kind) => h("details", { class: kind.severity, open: kind.severity === "error" },
        h("summary", {}, h("span", { class: `state ${kind.severity === "error" ? "broken" : "draft"}` }, String(kind.count)), " ", kind.title ?? kind.places[0].message, " ", h("span", { class: "quiet" }, kind.code)),
        kind.mendable > 0 && h("p", {}, h("button", { type: "button", onclick: () => mend(kind) }, say(`能代改 ${kind.mendable} 处，看会改成什么`, `${kind.mendable} can be mended for you: see how`))),
        h("ul", {}, kind.places.map((one) => h("li", {}, one.id ? h("a", { href: `#/edit/${one.id}` }, one.file.replace(/^content\//, "")) : one.file ?? "", " ", one.message, one.help && h("p", { class: "quiet" }, one.help)))),
        kind.places.length < kind.count && h("p", { class: "quiet" }, say(`还有 ${kind.count - kind.places.length} 处`, `${kind.count - kind.places.length} more`)))));
  };
  const mend = async (kind) => {
    const { changes } = await ask("mending", { code: kind.code });
    if (changes.length === 0) { tell(say("这几处不能放心代改，请自己改", "These can't be mended safely; please do it yourself"), true); return; }
    const sure = await dialog(say(`${kind.title}：会这样改 ${changes.length} 个文件`, `${kind.title}: ${changes.length} files would change`), h("div", { class: "mends" }, changes.map((one) => h("details", { open: changes.length < 4 }, h("summary", {}, one.file.replace(/^content\//, "")), differences(one.before, one.after)))), [
      { name: say("就这样改", "Mend them"), value: true, main: true }, { name: say("不改", "Don't"), value: null }]);
    if (!sure) return;
    const { done, left } = await ask("mend", { code: kind.code });
    tell(left.length > 0 ? say(`改好了 ${done} 个文件；${left.join("、")} 有没有保存的改动，没有动`, `${done} files mended; ${left.join(", ")} have unsaved changes and were left`) : say(`改好了 ${done} 个文件，原来的在历史里`, `${done} files mended; what was there is in the history`), left.length > 0);
    await load();
  };
  await load();
}
