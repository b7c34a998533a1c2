// Requests to the program. A refusal is an exception with the program's words; the text stays on the page.

import { known, signIn } from "./login.js";
import { say } from "./words.js";

const STORED = "kepu-token";

let token = "";
try { token = sessionStorage.getItem(STORED) ?? ""; } catch { /* Storage is switched off: the key is asked for again after a reload. */ }

// Whether several people use this studio, and who has signed in here.
export const isShared = document.documentElement.dataset.shared === "true";
export let person = null;
const ROLES = ["writer", "reviewer", "publisher", "admin"];

// Whether the person who has signed in may do what takes this role. The program decides; the page only hides what it would refuse.
export const may = (least) => !isShared || ROLES.indexOf(person?.role) >= ROLES.indexOf(least);

// While someone is asked for a password, others that need it wait for the same answer.
let asked = null;
function again() {
  // Another page of this browser may have signed in meanwhile: its session is this one's as well.
  asked ??= another().then((session) => session ?? signIn(person?.name)).then(took).finally(() => { asked = null; });
  return asked;
}

// The session that the browser has, if it is another than this page's.
async function another() {
  const session = await known().catch(() => null);
  return session && session.token !== token ? session : null;
}

function took(session) {
  // Another person must not go on with this one's page.
  if (person && person.name !== session.person.name) { location.reload(); return new Promise(() => {}); }
  ({ token, person } = session);
  return undefined;
}

// What a browser keeps for a person, by a name of that person's: others may use the same browser.
export const ownName = (name) => (person ? `${name}-${person.name}` : name);

// What is to be done before the session ends: functions.
export const beforeLeaving = new Set();

// Ends the session.
export async function leave() {
  await Promise.allSettled([...beforeLeaving].map((work) => work()));
  await send("/leave", { "content-type": "application/json" }, "{}", {});
  location.reload();
}

export class Refused extends Error {
  constructor(kind, message, more) {
    super(message);
    this.kind = kind;
    this.more = more;
  }
}

// Exchanges the one-time key in the address for the token, and takes it out of the address.
export async function enter() {
  if (isShared) {
    const session = await known();
    if (session) took(session); else await again();
    return;
  }
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key === null) return;
  history.replaceState(null, "", location.pathname);
  const answer = await fetch("/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ key }) });
  if (!answer.ok) return;
  token = (await answer.json()).token;
  try { sessionStorage.setItem(STORED, token); } catch { /* As above. */ }
}

export async function ask(name, values = {}, options = {}) {
  const answer = await send("/api", { "content-type": "application/json" }, JSON.stringify({ ask: name, ...values }), options);
  return answer;
}

// Sends a file that was chosen, dropped or pasted beside an entry.
export function sendFile(entry, file) {
  const headers = { "content-type": "application/octet-stream", "x-kepu-entry": entry, "x-kepu-name": encodeURIComponent(file.name || "picture.png") };
  return send("/file", headers, file, {});
}

async function send(address, headers, body, { background = false, isSecond = false, ...options }) {
  let answer;
  const own = background ? { ...headers, "x-kepu-background": "1" } : headers;
  try {
    answer = await fetch(address, { method: "POST", headers: { ...own, "x-kepu-token": token }, body, ...options });
  } catch {
    throw new Refused("away", say("连不上 kepu。请看看它的窗口是不是关了；重新打开以后，这一页的文字还在，可以接着保存。", "kepu doesn't answer. Its window may be closed; once it is open again, this page still has its text and can save it."), null);
  }
  // What the page asks by itself doesn't call for a password, but goes on by the session of another page.
  if (answer.status === 401 && isShared && background && !isSecond && !options.keepalive) {
    const session = await another();
    if (session) {
      await took(session);
      return send(address, headers, body, { background, isSecond: true, ...options });
    }
  }
  if (answer.status === 401 && isShared && !background && !options.keepalive) {
    await again();
    return send(address, headers, body, options);
  }
  if (answer.status === 401) throw new Refused("key", say("这一页的钥匙过期了。请从 kepu 的窗口重新打开编辑台；这一页的文字先不要关。", "This page's key is no longer known. Open the studio again from kepu's window; keep this page until then."), null);
  if (answer.status === 413) throw new Refused("invalid", say("文件太大了（最多 64 MB）。", "The file is too large (64 MB at most)."), null);
  let value = null;
  try { value = await answer.json(); } catch { /* No words from the program: said below. */ }
  if (answer.ok) return value;
  const message = value?.message || say("程序出了错，这一次没有做成；文字还在。", "The program failed, and this wasn't done; the text is still here.");
  throw new Refused(value?.kind ?? "fault", [message, value?.more?.help].filter(Boolean).join(say("。", ". ")), value?.more ?? null);
}
