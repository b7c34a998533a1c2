// What is wrong with the site, above the last good one: errors open by themselves, warnings wait
// behind a mark in the corner. All of it stands in a tree of its own, where neither the page's
// styles nor its policy against inline ones reach.

import { SHEET } from "./overlay_style.js";

const WORDS = {
  "zh-CN": {
    errors: (count) => `网站有 ${count} 处错误`,
    warnings: (count) => `网站有 ${count} 处提醒`,
    stale: "后面的页面是上一次正确的样子。改好保存，这里会自己消失。",
    none: "还没有生成过网站。改好保存，网站会自己出现。",
    harmless: "网站已照常更新；这些地方值得看一看。",
    error: "错误",
    warning: "提醒",
    help: "怎么办",
    more: "详细说明",
    others: (count) => `另有 ${count} 处，见终端`,
    related: "另见",
    close: "关闭",
    disconnected: "kepu serve 没有回应，正在等它回来",
  },
  en: {
    errors: (count) => (count === 1 ? "The site has an error" : `The site has ${count} errors`),
    warnings: (count) => (count === 1 ? "The site has a warning" : `The site has ${count} warnings`),
    stale: "The page behind this is the last good one. Mend the file and save it, and this goes away by itself.",
    none: "There is no site yet. Mend the file and save it, and the site appears by itself.",
    harmless: "The site was updated all the same; these are worth a look.",
    error: "Error",
    warning: "Warning",
    help: "What to do",
    more: "More about it",
    others: (count) => `${count} more in the terminal`,
    related: "See also",
    close: "Close",
    disconnected: "kepu serve doesn't answer; waiting for it to return",
  },
};
// A server that is started anew is back before anyone needs to know.
const GRACE = 1500;

export class Overlay {
  #host = document.createElement("kepu-overlay");
  #dialog = element("dialog", { role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "lead" });
  #badge = element("button", { class: "badge", type: "button" });
  #notice = element("p", { class: "badge notice", role: "status" });
  #told = "";
  #words = WORDS["zh-CN"];
  #grace = 0;

  constructor() {
    const root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    root.adoptedStyleSheets = [sheet];
    root.append(this.#dialog, this.#badge, this.#notice);
    this.#badge.hidden = this.#notice.hidden = true;
    this.#badge.addEventListener("click", () => this.#dialog.showModal());
    // A click beside the card closes it, as one expects.
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    document.documentElement.append(this.#host);
  }

  // Shows the problems of a publication; with none, nothing is left to be seen.
  show({ language, site, problems, more }) {
    clearTimeout(this.#grace);
    this.#notice.hidden = true;
    const words = (this.#words = WORDS[language] ?? WORDS.en);
    const told = JSON.stringify([language, site, problems, more]);
    if (told === this.#told) return;
    this.#told = told;
    this.#badge.hidden = problems.length === 0;
    if (!problems.length) return this.#dialog.close();

    const errors = problems.filter((problem) => problem.severity === "error").length;
    const title = errors ? words.errors(errors + more) : words.warnings(problems.length + more);
    const lead = !errors ? words.harmless : site ? words.stale : words.none;
    this.#host.lang = language;
    this.#badge.className = `badge ${errors ? "error" : "warning"}`;
    this.#badge.textContent = title;
    this.#dialog.className = errors ? "error" : "warning";
    this.#dialog.replaceChildren(card(words, title, lead, problems, more, () => this.#dialog.close()));
    if (errors && !this.#dialog.open) this.#dialog.showModal();
  }

  disconnected() {
    clearTimeout(this.#grace);
    this.#grace = setTimeout(() => {
      this.#notice.textContent = this.#words.disconnected;
      this.#notice.hidden = false;
    }, GRACE);
  }
}

function card(words, title, lead, problems, more, close) {
  const button = element("button", { class: "close", type: "button", autofocus: "" }, words.close, element("kbd", {}, "Esc"));
  button.addEventListener("click", close);
  const head = element("header", {}, element("h1", { id: "title" }, title), button, element("p", { id: "lead" }, lead));
  const list = element("ol", {}, ...problems.map((problem) => item(words, problem)));
  const others = more ? [element("p", { class: "others" }, words.others(more))] : [];
  return element("div", { class: "card" }, head, element("div", { class: "scroll", tabindex: "0" }, list, ...others));
}

function item(words, { severity, code, message, help, explanation, at, related = [] }) {
  const title = element("h2", {}, element("span", { class: `code ${severity}` }, `${words[severity]} ${code}`), ` ${message}`);
  const parts = [title, ...(at ? excerpt(at) : [])];
  for (const { what, at } of related) {
    parts.push(element("p", { class: "related" }, element("b", {}, words.related), what), ...excerpt(at));
  }
  if (help) parts.push(element("p", { class: "help" }, element("b", {}, words.help), help));
  if (explanation) parts.push(element("details", {}, element("summary", {}, words.more), element("p", {}, explanation)));
  return element("li", { class: severity }, ...parts);
}

function excerpt({ path, line, column, lines }) {
  const place = element("p", { class: "place" }, line ? `${path}:${line}:${column}` : path);
  if (!lines.length) return [place];
  const rows = lines.map(({ number, before, marked, after }) => {
    const code = element("code", {}, before);
    if (marked === undefined) return element("div", { class: "line", "data-number": number }, code);
    code.append(element("mark", {}, marked), after);
    // The carets lie under a copy of the line that can't be seen, so they fit whatever the font's widths are.
    const under = element("code", { class: "under", "aria-hidden": "true" }, before, element("i", {}, marked || " "));
    return element("div", { class: "line marked", "data-number": number }, code, under);
  });
  return [place, element("div", { class: "excerpt" }, ...rows)];
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
