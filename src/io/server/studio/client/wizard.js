// A new site: what it needs to begin with.

import { ask } from "./api.js";
import { tell } from "./dialog.js";
import { fill, h, newId } from "./dom.js";
import { colourField } from "./settings.js";
import { say } from "./words.js";

export async function wizard(main, folder) {
  const made = {};
  const line = (key, label, help, placeholder = "") => {
    const id = newId("new");
    made[key] = h("input", { id, placeholder });
    return h("div", { class: "field" }, h("label", { for: id }, label), help && h("p", { class: "quiet help" }, help), made[key]);
  };
  const colour = colourField(say("主色", "Main colour"), "#0b6e4f", () => {});
  const go = h("button", { type: "submit", class: "main" }, say("建好网站", "Make the site"));
  const form = h("form", { onsubmit: async (event) => {
    event.preventDefault();
    if (made.title.value.trim() === "") { tell(say("先写网站的名字", "The site needs a name"), true); made.title.focus(); return; }
    go.disabled = true;
    tell(say("正在建网站…", "Making the site…"));
    try {
      await ask("init", { title: made.title.value, organisation: made.organisation.value, description: made.description.value, address: made.address.value, color: colour.get() });
      location.hash = "#/";
      location.reload();
    } catch (error) { tell(error.message, true); go.disabled = false; }
  } },
  line("title", say("网站名称", "Title"), say("显示在每一页的左上角", "It stands on every page"), say("如：泸县科普", "")),
  line("organisation", say("主办单位", "Body"), "", say("如：泸县科学技术局", "")),
  line("description", say("一句话介绍", "Description"), say("搜索引擎会显示它", "Search engines show it")),
  line("address", say("网址（还没有就空着）", "Address (leave it empty if there is none yet)"), "", "https://kepu.example.org/"),
  colour.element, h("p", {}, go));
  fill(main, h("section", { class: "page narrow" }, h("h1", {}, say("新建科普网站", "A new site")),
    h("p", {}, say(`网站会建在 ${folder}，带着几篇示范的文章、基地和活动，可以照着改。这些以后都能在“设置”里改。`, `The site is made in ${folder}, with a few examples to change. All of this can be changed later under Settings.`)), form));
  made.title.focus();
}
