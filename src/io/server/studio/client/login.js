// Signing in to a shared studio. The dialog lies over the page, so that a text that is being written stays below it.

import { fill, h } from "./dom.js";
import { say } from "./words.js";

const json = { "content-type": "application/json" };

// Gives the session that the browser has; null without one.
export async function known() {
  const answer = await fetch("/session", { method: "POST", headers: json, body: "{}" });
  return answer.ok ? answer.json() : null;
}

// Asks for a name and a password until they are right. Gives the session.
export function signIn(name = "") {
  return new Promise((done) => {
    const who = h("input", { class: "wide", name: "username", autocomplete: "username", required: true, value: name });
    const password = h("input", { class: "wide", type: "password", name: "password", autocomplete: "current-password", required: true });
    const said = h("p", { class: "error", role: "alert" });
    const button = h("button", { type: "submit", class: "main" }, say("登录", "Sign in"));
    const send = async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        const answer = await fetch("/session", { method: "POST", headers: json, body: JSON.stringify({ name: who.value, password: password.value }) });
        const value = await answer.json().catch(() => null);
        if (answer.ok) { box.remove(); done(value); return; }
        password.value = "";
        if (answer.status === 429) fill(said, say(`试得太多了，请等 ${value.seconds} 秒再试。`, `Too many attempts; try again in ${value.seconds} seconds.`));
        else if (answer.status === 401) fill(said, say("名字或密码不对。", "The name or the password is wrong."));
        else fill(said, say("登录不了，请稍后再试。", "Signing in failed; try again in a moment."));
        password.focus();
      } catch {
        fill(said, say("连不上 kepu。", "kepu doesn't answer."));
      } finally { button.disabled = false; }
    };
    const box = h("dialog", { "aria-label": say("登录", "Sign in"), oncancel: (event) => event.preventDefault(), onclose: () => { if (box.isConnected) box.showModal(); } },
      h("form", { onsubmit: send },
        h("h2", {}, say("登录编辑台", "Sign in to the studio")),
        h("label", {}, say("名字", "Name"), who),
        h("label", {}, say("密码", "Password"), password),
        said, h("p", { class: "buttons" }, button)));
    document.body.append(box);
    box.showModal();
    (name ? password : who).focus();
  });
}
