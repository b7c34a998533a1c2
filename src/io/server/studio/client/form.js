// The form of an entry: the fields that it needs and has, the others folded away.

import { labelled } from "./control.js";
import { fill, h } from "./dom.js";
import { say } from "./words.js";

// Makes the form. `changed` is told a field's key and its new value.
export function entryForm(fields, values, context, changed) {
  // Where the text is what counts, only what is required stands above it.
  const parts = fields.filter((field) => field.key !== "draft").map((field) => {
    const part = { field, ...labelled(field, context, () => changed(field.key, part.made.get())) };
    part.made.set(values[field.key] ?? null);
    return part;
  });
  const known = new Set(fields.map((field) => field.key));
  const needed = parts.filter(({ field }) => field.required || (!context.textFirst && field.key in values));
  const said = parts.filter((part) => !needed.includes(part) && part.field.key in values);
  const others = parts.filter((part) => !needed.includes(part) && !said.includes(part));
  const unknown = h("p", { class: "quiet" });
  const more = h("details", { class: "more" }, h("summary", {}, say(`更多信息（${others.length} 项可填）`, `More (${others.length} fields)`)), others.map(({ box }) => box));
  const summary = h("div", { class: "summary", role: "group", "aria-label": say("要改的地方", "What to mend") });

  const show = (now) => {
    for (const { field, made } of parts) made.set(now[field.key] ?? null);
    const extra = Object.keys(now).filter((key) => !known.has(key));
    fill(unknown, extra.length > 0 ? say(`还有栏目没有声明的字段，保持原样：${extra.join("、")}`, `Fields that aren't declared stay as they are: ${extra.join(", ")}`) : "");
  };
  show(values);

  return {
    head: h("div", { class: "form" }, summary, needed.map(({ box }) => box)),
    rest: h("div", { class: "form" }, said.map(({ box }) => box), others.length > 0 && more, unknown),
    show,
    // Puts each problem beside its field; answers with those that have none.
    problems(found, go) {
      const left = [];
      for (const { problems } of parts) fill(problems);
      for (const one of found) {
        const part = parts.find(({ field }) => field.key === one.field);
        if (!part) { left.push(one); continue; }
        part.problems.append(h("p", { class: one.severity }, one.message, h("span", { class: "quiet" }, one.help || part.field.forms)));
        if (one.severity === "error" && others.includes(part)) more.open = true;
      }
      const errors = found.filter((one) => one.severity === "error");
      fill(summary, errors.length > 0 && [h("p", {}, say(`有 ${errors.length} 处要改，改好才能发布：`, `${errors.length} to mend before it can be published:`)),
        h("ul", {}, errors.map((one) => h("li", {}, h("button", { type: "button", class: "plain", onclick: () => {
          const part = parts.find(({ field }) => field.key === one.field);
          if (!part) return go(one);
          part.box.scrollIntoView({ block: "center" });
          part.box.querySelector("input, select, textarea")?.focus();
        } }, one.message))))]);
      return left;
    },
    // What the program understood, below the fields that it is of.
    read(found) {
      for (const [kind, texts] of [["recurrence", found?.occurrences ?? []], ["opening_hours", found?.hours ?? []]]) {
        const part = parts.find(({ field }) => field.control === kind);
        if (!part) continue;
        part.box.querySelector(".read")?.remove();
        if (texts.length === 0) continue;
        const count = kind === "recurrence" ? found.occurrence_count : 0;
        const head = kind === "recurrence" ? say(`读作（共 ${count} 次）：`, `Read as (${count} in all):`) : say("读作：", "Read as:");
        part.box.append(h("div", { class: "read" }, h("p", {}, head), h("ul", {}, texts.map((text) => h("li", {}, text)))));
      }
    },
  };
}
