// Elements from descriptions.

// Makes an element: h("p", {class: "note", onclick: f}, "text", child). `false` and `null` are left out, as an attribute
// and as a child.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, value);
  }
  element.append(...flat(children));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

function flat(children) {
  return children.flat(9).filter((child) => child !== false && child !== null && child !== undefined && child !== "");
}

let count = 0;
// A new id for a label and its control.
export const newId = (name) => `${name}-${++count}`;

// Whether a key event belongs to an input method, which must not be disturbed. Safari ends the composition before the key.
export const composing = (event) => event.isComposing || event.keyCode === 229;

// Writes what a view shows into its address, unless another view has been asked for meanwhile.
export function remember(view, query) {
  if (location.hash.split("?")[0] !== view) return;
  history.replaceState(null, "", query === "" ? view : `${view}?${query}`);
  dispatchEvent(new CustomEvent("address"));
}

// Saves by Ctrl+S, with what is being typed: a field hands over its words when it is changed or left. Returns what ends this.
export function onSaveKey(save) {
  const keys = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    // A key that is held down saves once.
    if (event.repeat) return;
    const typed = document.activeElement;
    // What isn't typed into, such as a box or a colour, has handed its value over already.
    if (typed?.matches("input:not([type]), textarea")) {
      typed.dispatchEvent(new Event("change", { bubbles: true }));
      typed.dispatchEvent(new FocusEvent("blur"));
    }
    save();
  };
  addEventListener("keydown", keys);
  return () => removeEventListener("keydown", keys);
}

// Calls `work` once there was no call for `pause` milliseconds, a number or what answers one. `now` calls it at once if it is due, and answers when it is done.
export function later(pause, work) {
  let timer = 0;
  const call = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; work(...values); }, typeof pause === "function" ? pause() : pause);
  };
  call.now = (...values) => {
    if (timer === 0) return undefined;
    clearTimeout(timer);
    timer = 0;
    return work(...values);
  };
  call.waits = () => timer !== 0;
  return call;
}

// Sends what is typed: at once where the program has answered soon, and after a pause where it has taken long, so that a
// program that is busy isn't asked for what nobody will see. One request is under way at a time; what was typed meanwhile
// follows in one. Words that an input method still holds (`composes`) wait until it gives them.
// `send` answers a promise that never fails.
const LONG = 300, HELD = 50;
export function whileTyping(send, composes = () => false) {
  let took = 0, under = null, next = null;
  const run = () => {
    next = null;
    if (composes()) { call(); return undefined; }
    const began = performance.now();
    under = send().finally(() => { took = performance.now() - began; under = null; });
    return under;
  };
  const pause = () => (composes() ? HELD : took < LONG ? 0 : LONG);
  const call = later(pause, () => (under ? (next ??= under.then(run)) : run()));
  const { now, waits } = call;
  call.now = () => now() ?? next ?? under ?? undefined;
  call.waits = () => waits() || next !== null;
  return call;
}
