// Dialogs, and the line that says what happened.

import { fill, h } from "./dom.js";
import { say } from "./words.js";

const status = document.getElementById("status");
let clearing = 0;

// Says something in the line at the bottom; `bad` stays until the next.
export function tell(text, bad = false) {
  status.classList.toggle("bad", bad);
  fill(status, text);
  clearTimeout(clearing);
  if (!bad) clearing = setTimeout(() => fill(status), 6000);
}

// Opens a dialog with a title, content and buttons: [{name, value, main}]. Answers with the value of the button, or null.
export function dialog(title, content, buttons) {
  return new Promise((done) => {
    const close = (value) => { box.close(); box.remove(); done(value); };
    const row = buttons.map(({ name, value, main, danger }) =>
      h("button", { type: "button", class: main ? "main" : danger ? "danger" : "", onclick: () => close(typeof value === "function" ? value() : value) }, name));
    const box = h("dialog", { "aria-label": title, oncancel: () => close(null) }, h("h2", {}, title), content, h("p", { class: "buttons" }, row));
    document.body.append(box);
    box.showModal();
    box.querySelector("input, textarea, select, button.main")?.focus();
  });
}

// Asks for one line; null if cancelled.
export async function askLine(title, label, value = "") {
  const input = h("input", { value, class: "wide" });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      input.closest("dialog").querySelector("button.main").click();
    }
  });
  return dialog(title, h("label", {}, label, input), [
    { name: say("好", "OK"), main: true, value: () => input.value.trim() || null },
    { name: say("取消", "Cancel"), value: null },
  ]);
}
