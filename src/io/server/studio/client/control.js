// Controls for values, one for each kind of field. A control has an element and its value; it says when that changed.

import { ask, sendFile } from "./api.js";
import { tell } from "./dialog.js";
import { composing, fill, h, later, newId } from "./dom.js";
import { say } from "./words.js";

// The kinds whose lists are typed as lines of one area.
const LINES = new Set(["line", "name", "markdown", "figure", "address", "phone", "email", "number", "date", "moment", "month", "duration", "point", "opening_hours", "recurrence"]);

// Makes the control of a field: {element, get(), set(value)}. `changed` is called after a change by the editor.
export function control(field, context, changed) {
  if (field.list && field.control !== "group") return LINES.has(field.control) ? lines(field, changed) : field.control === "picture" || field.control === "file" ? fileList(field, context, changed) : tokens(field, context, changed);
  if (field.list) return groups(field, context, changed);
  return (single[field.control] ?? single.line)(field, context, changed);
}

// What a value looks like, where that isn't plain.
const example = (field) => (["line", "name", "markdown", "picture", "reference", "term"].includes(field.control) ? "" : field.examples[0] ?? "");

const asText = (value) => (value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

// A line of text that tells of a change once its editor pauses or leaves it.
function input(attributes, changed) {
  const pause = later(350, changed);
  const element = h("input", { autocomplete: "off", ...attributes });
  element.addEventListener("input", (event) => { if (!event.isComposing) pause(); });
  element.addEventListener("compositionend", pause);
  element.addEventListener("change", () => pause.now());
  element.addEventListener("blur", () => pause.now());
  return element;
}

const line = (attributes = {}) => (field, context, changed) => {
  const element = input({ ...attributes, placeholder: example(field) }, changed);
  const unit = field.unit && h("span", { class: "unit" }, field.unit);
  return { element: unit ? h("span", { class: "row" }, element, unit) : element, get: () => element.value, set: (value) => { if (document.activeElement !== element) element.value = asText(value); } };
};

// A text with a calendar of the browser beside it: typing "5月18日 9:00" is as good as choosing.
const dated = (type) => (field, context, changed) => {
  const element = input({ placeholder: example(field) }, changed);
  const chooser = h("input", { type, tabindex: "-1", "aria-hidden": "true", class: "chooser" });
  chooser.addEventListener("change", () => { element.value = chooser.value.replace("T", " "); changed(); });
  const button = h("button", { type: "button", "aria-label": say("从日历里选", "Choose from a calendar"), onclick: () => { try { chooser.showPicker(); } catch { chooser.focus(); } } }, say("选", "Pick"));
  return { element: h("span", { class: "row" }, element, button, chooser), get: () => element.value, set: (value) => { if (document.activeElement !== element) element.value = asText(value); } };
};

function select(options, changed) {
  const element = h("select", { onchange: changed }, options.map(([value, text]) => h("option", { value }, text)));
  return { element, get: () => element.value, set: (value) => {
    const text = asText(value);
    // A value that isn't among the words stays, and is seen.
    if (text && ![...element.options].some((option) => option.value === text)) element.append(h("option", { value: text }, text));
    element.value = text;
  } };
}

const area = (field, context, changed) => {
  const pause = later(350, changed);
  const element = h("textarea", { rows: "2", placeholder: example(field) });
  element.addEventListener("input", (event) => { if (!event.isComposing) pause(); });
  element.addEventListener("compositionend", pause);
  element.addEventListener("blur", () => pause.now());
  return { element, get: () => element.value, set: (value) => { if (document.activeElement !== element) element.value = asText(value); } };
};

const single = {
  line: line(),
  name: line(),
  markdown: area,
  number: line({ inputmode: "decimal" }),
  switch: (field, context, changed) => {
    const chosen = select([["", say("没有说", "Not said")], ["true", say("是", "Yes")], ["false", say("否", "No")]], changed);
    const known = { 是: "true", 有: "true", yes: "true", 否: "false", 无: "false", no: "false" };
    return { ...chosen, set: (value) => chosen.set(known[value] ?? value) };
  },
  date: dated("date"),
  moment: dated("datetime-local"),
  month: line({}),
  duration: line(),
  choice: (field, context, changed) => {
    const chosen = select([["", say("没有选", "None")], ...field.words.map(({ key, label }) => [key, label || key])], changed);
    const byLabel = new Map(field.words.map(({ key, label }) => [label, key]));
    return { ...chosen, set: (value) => chosen.set(byLabel.get(value) ?? value) };
  },
  term: (field, context, changed) => (field.closed ? single.choice(field, context, changed) : offered(field, context, changed)),
  reference: (field, context, changed) => offered(field, context, changed),
  picture: (field, context, changed) => file(field, context, changed, "image/*"),
  file: (field, context, changed) => file(field, context, changed, ""),
  address: line({ inputmode: "url" }),
  phone: line({ inputmode: "tel" }),
  email: line({ inputmode: "email" }),
  point: (field, context, changed) => {
    const made = line()(field, context, changed);
    return { ...made, set: (value) => made.set(Array.isArray(value) ? value.join(", ") : value && typeof value === "object" ? `${value.lon}, ${value.lat}` : value) };
  },
  opening_hours: composed([["weekly", true], ["holidays", false], ["exceptions", true], ["note", false]], { weekly: say("每周", "Every week"), holidays: say("法定节假日（open 开放，closed 闭馆，weekend 同周末）", "Public holidays (open, closed, weekend)"), exceptions: say("特殊的日子，每行一个", "Other days, one a line"), note: say("说明", "Note") }, "weekly"),
  recurrence: composed([["rule", false], ["except", true], ["also", true]], { rule: say("多久一次，如：每周六上午9点", "How often"), except: say("哪几天不办，每行一个", "Days left out, one a line"), also: say("另加的日子，每行一个", "Days added, one a line") }, "rule"),
  figure: line(),
  group: (field, context, changed) => group(field, context, changed),
};

// A value of several parts that may also be one text. What was one text stays one as long as nothing else is said.
function composed(parts, labels, main) {
  return (field, context, changed) => {
    const pause = later(350, changed);
    const boxes = parts.map(([key, many]) => {
      const id = newId(key);
      const box = h("textarea", { id, rows: key === main || many ? "2" : "1", placeholder: key === main ? field.examples[0] ?? "" : "" });
      box.addEventListener("input", (event) => { if (!event.isComposing) pause(); });
      box.addEventListener("compositionend", pause);
      box.addEventListener("blur", () => pause.now());
      return { key, many, box, id };
    });
    const others = boxes.filter(({ key }) => key !== main);
    const more = h("details", {}, h("summary", {}, say("更多", "More")), others.map(({ key, box, id }) => h("div", {}, h("label", { for: id }, labels[key]), box)));
    const first = boxes.find(({ key }) => key === main);
    const split = (text) => text.split("\n").map((one) => one.trim()).filter(Boolean);
    let wasText = true;
    return {
      element: h("div", { class: "composed" }, h("label", { for: first.id }, labels[main]), first.box, more),
      get() {
        const filled = boxes.filter(({ box }) => box.value.trim() !== "");
        if (filled.length === 0) return null;
        const value = ({ many, box }) => { const found = split(box.value); return many && found.length > 1 ? found : found.join(say("；", "; ")); };
        if (filled.length === 1 && filled[0].key === main && wasText) return value(filled[0]);
        return Object.fromEntries(filled.map((one) => [one.key, value(one)]));
      },
      set(given) {
        wasText = given === null || given === undefined || typeof given === "string" || Array.isArray(given);
        const values = wasText ? { [main]: given } : given;
        for (const { key, box } of boxes) {
          const value = values[key];
          if (document.activeElement !== box) box.value = Array.isArray(value) ? value.map(asText).join("\n") : asText(value);
        }
        if (others.some(({ key }) => values[key])) more.open = true;
      },
    };
  };
}

// A text for which words are offered while it is typed.
function offered(field, context, changed) {
  const list = h("datalist", { id: newId("offer") });
  const element = input({ list: list.id, placeholder: example(field) }, changed);
  const titles = new Map();
  const offer = (found) => {
    found.forEach(({ name, title }) => titles.set(name, title));
    fill(list, found.map(({ name, title }) => h("option", { value: title || name }, name)));
  };
  if (field.words) offer(field.words.map(({ key, label }) => ({ name: key, title: label })));
  else element.addEventListener("input", later(120, async () => offer(await ask("suggest", { to: field.to, text: element.value }))));
  element.addEventListener("focus", async () => { if (!field.words) offer(await ask("suggest", { to: field.to, text: element.value })); }, { once: true });
  return { element: h("span", { class: "row" }, element, list), get: () => element.value, set: (value) => { if (document.activeElement !== element) element.value = titles.get(value) ?? context.titles[value] ?? asText(value); } };
}

// Several values, a line each.
function lines(field, changed) {
  const pause = later(350, changed);
  const element = h("textarea", { rows: "2", placeholder: example(field) && field.examples.join("\n") });
  element.addEventListener("input", (event) => { if (!event.isComposing) pause(); });
  element.addEventListener("compositionend", pause);
  element.addEventListener("blur", () => pause.now());
  const note = h("span", { class: "quiet" }, say("每行一个", "One a line"));
  // A part that is more than a text is kept as it is, in its place.
  let kept = new Map();
  return {
    element: h("div", {}, element, note),
    get: () => element.value.split("\n").map((one) => one.trim()).filter(Boolean).map((one) => kept.get(one) ?? one),
    set(value) {
      kept = new Map();
      const items = Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [value];
      const shown = items.map((item) => { const text = asText(item); if (typeof item !== "string") kept.set(text, item); return text; });
      if (document.activeElement !== element) { element.value = shown.join("\n"); element.rows = Math.max(2, shown.length + 1); }
    },
  };
}

// Several words, each with a button that removes it.
function tokens(field, context, changed) {
  let values = [];
  const shown = h("span", { class: "tokens" });
  const label = new Map((field.words ?? []).map(({ key, label: text }) => [key, text]));
  const typed = offered(field, context, () => {});
  const box = typed.element.querySelector("input");
  const add = () => {
    const word = box.value.trim();
    if (word === "") return;
    box.value = "";
    const key = [...label].find(([, text]) => text === word)?.[0] ?? word;
    if (!values.includes(key)) values.push(key);
    draw();
    changed();
  };
  box.addEventListener("keydown", (event) => {
    if (composing(event)) return;
    if (event.key === "Enter" || event.key === "," || event.key === "，" || event.key === "、") { event.preventDefault(); add(); }
    if (event.key === "Backspace" && box.value === "" && values.length > 0) { values.pop(); draw(); changed(); }
  });
  box.addEventListener("change", add);
  const draw = () => fill(shown, values.map((value, at) => h("span", { class: "token" }, label.get(value) || context.titles[value] || asText(value),
    h("button", { type: "button", "aria-label": say(`去掉 ${value}`, `Remove ${value}`), onclick: () => { values.splice(at, 1); draw(); changed(); } }, "×"))));
  return { element: h("div", { class: "tokenbox" }, shown, typed.element), get: () => [...values], set: (value) => { values = Array.isArray(value) ? [...value] : value ? String(value).split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean) : []; draw(); } };
}

function chooser(context, accept, taken, multiple = false) {
  const pick = h("input", { type: "file", accept, multiple, hidden: true });
  pick.addEventListener("change", async () => {
    for (const one of pick.files) {
      try { taken((await sendFile(context.id, one)).name); } catch (error) { tell(error.message, true); }
    }
    pick.value = "";
  });
  return [h("button", { type: "button", onclick: () => pick.click() }, say("选文件…", "Choose…")), pick];
}

function file(field, context, changed, accept) {
  const made = line()(field, context, changed);
  const taken = (name) => { made.element.value = name; changed(); };
  const element = h("span", { class: "row drop" }, made.element, chooser(context, accept, taken));
  element.addEventListener("drop", async (event) => {
    event.preventDefault();
    const [one] = event.dataTransfer?.files ?? [];
    if (!one) return;
    try { taken((await sendFile(context.id, one)).name); } catch (error) { tell(error.message, true); }
  });
  return { ...made, element };
}

function fileList(field, context, changed) {
  const made = lines(field, changed);
  const add = (name) => { made.set([...made.get(), name]); changed(); };
  made.element.append(...chooser(context, field.control === "picture" ? "image/*" : "", add, true));
  return made;
}

// Fields that belong together. What the declaration doesn't have stays.
function group(field, context, changed) {
  let unknown = {};
  const parts = field.fields.map((part) => ({ part, ...labelled(part, context, changed) }));
  return {
    element: h("div", { class: "group" }, parts.map(({ box }) => box)),
    get() {
      const value = { ...unknown };
      for (const { part, made } of parts) {
        const one = made.get();
        if (!(one === null || one === "" || (Array.isArray(one) && one.length === 0))) value[part.key] = one;
      }
      return Object.keys(value).length === 0 ? null : value;
    },
    set(value) {
      const given = value && typeof value === "object" && !Array.isArray(value) ? value : {};
      unknown = Object.fromEntries(Object.entries(given).filter(([key]) => parts.every(({ part }) => part.key !== key)));
      for (const { part, made } of parts) made.set(given[part.key] ?? null);
    },
  };
}

// A list of groups: only the open one has controls, so that a thousand are no burden.
function groups(field, context, changed) {
  let values = [];
  let open = -1;
  let made = null;
  const element = h("div", { class: "groups" });
  const title = (value) => Object.values(value ?? {}).filter((one) => typeof one === "string").slice(0, 3).join(" · ") || say("（空）", "(empty)");
  const keep = () => { if (open >= 0 && made) values[open] = made.get() ?? {}; };
  const move = (at, to) => { keep(); const [one] = values.splice(at, 1); values.splice(to, 0, one); open = -1; draw(); changed(); };
  const draw = () => {
    fill(element, values.map((value, at) => {
      const head = h("div", { class: "bar" },
        h("button", { type: "button", class: "plain grow", "aria-expanded": String(at === open), onclick: () => { keep(); open = at === open ? -1 : at; draw(); } }, `${at + 1}. ${title(value)}`),
        h("button", { type: "button", "aria-label": say("上移", "Up"), disabled: at === 0, onclick: () => move(at, at - 1) }, "↑"),
        h("button", { type: "button", "aria-label": say("下移", "Down"), disabled: at === values.length - 1, onclick: () => move(at, at + 1) }, "↓"),
        h("button", { type: "button", "aria-label": say("删去", "Remove"), onclick: () => { keep(); values.splice(at, 1); open = -1; draw(); changed(); } }, "×"));
      if (at !== open) return head;
      made = group(field, context, () => { keep(); changed(); });
      made.set(value);
      return [head, made.element];
    }), h("button", { type: "button", onclick: () => { keep(); values.push({}); open = values.length - 1; draw(); element.querySelector(".group input, .group textarea, .group select")?.focus(); } }, say("加一项", "Add")));
  };
  return {
    element,
    get: () => { keep(); return values.filter((value) => Object.keys(value ?? {}).length > 0); },
    set(value) {
      const given = Array.isArray(value) ? value : value && typeof value === "object" ? [value] : [];
      if (JSON.stringify(given) === JSON.stringify(values)) return;
      values = given.map((one) => (one && typeof one === "object" ? { ...one } : {}));
      if (open >= values.length) open = -1;
      if (!element.contains(document.activeElement)) draw();
      else if (open < 0) draw();
    },
  };
}

// A control with its label, help and place for problems.
export function labelled(field, context, changed) {
  const made = control(field, context, changed);
  const target = made.element.matches?.("input, select, textarea") ? made.element : made.element.querySelector("input, select, textarea");
  const id = newId(field.key);
  const simple = target && field.control !== "group" && !(field.control === "opening_hours" || field.control === "recurrence");
  if (simple) target.id = id;
  const problems = h("div", { class: "problems", id: `${id}-problems` });
  target?.setAttribute("aria-describedby", problems.id);
  const name = [field.label || field.key, field.required && h("span", { class: "required", title: say("必填", "required") }, " *")];
  // How a value of its type is written is worth reading once something is wrong with it.
  const help = field.help && h("p", { class: "quiet help" }, field.help);
  const box = h("div", { class: `field kind-${field.control}`, "data-field": field.key },
    simple ? h("label", { for: id }, name) : h("p", { class: "label", id: `${id}-label` }, name), help, made.element, problems);
  if (!simple) { made.element.setAttribute("role", "group"); made.element.setAttribute("aria-labelledby", `${id}-label`); }
  return { box, made, problems };
}
