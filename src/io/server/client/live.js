// Keeps an open page as the server has it: listens for publications, and after each asks whether
// this very page has changed. Loaded by every page that `kepu serve` shows, and in no output.

import "./framed.js";
import { MainPart, named } from "./main_part.js";
import { Overlay } from "./overlay.js";
import { Resources } from "./resources.js";
import { keepPlace, returnToPlace } from "./scroll.js";

const { kepuEtag, kepuStatus } = document.querySelector("script[data-kepu-etag]").dataset;
const overlay = new Overlay();
const resources = new Resources();
// In the studio a page changes with every word, and is shown before it has loaded.
const part = window.parent !== window && kepuStatus === "200" ? new MainPart(kepuEtag) : null;
const QUIET = 1500;

// The tag of what is shown.
let tag = kepuEtag;
let reloading = 0;
// The document that the page shows, as the last publication that had the page named it.
let source = "";
let stream = null;
let retry = 0;
let wait = 250;
const LONGEST_WAIT = 2000;

returnToPlace();
connect();
// A browser has few connections to one host, so a page that nobody sees gives its own up, and asks anew when seen.
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", connect);

function connect() {
  clearTimeout(retry);
  if (stream || document.hidden) return;
  const address = new URL("events", import.meta.url);
  address.searchParams.set("page", location.pathname);
  stream = new EventSource(address);
  stream.addEventListener("shown", (event) => {
    wait = 250;
    const shown = JSON.parse(event.data);
    source = shown.source ?? source;
    overlay.show(shown);
    check();
  });
  // The browser would try again by itself, but seldom, and not at all after some answers.
  stream.addEventListener("error", () => {
    disconnect();
    overlay.disconnected();
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  });
}

function disconnect() {
  clearTimeout(retry);
  stream?.close();
  stream = null;
}

let checking = false;
let again = false;

// Asks about the page first, and only if it is the same about what it is made of.
async function check() {
  again = checking;
  if (checking) return;
  checking = true;
  try {
    await compare();
  } catch {
    // The server is gone; when it is back, the stream says so.
  }
  checking = false;
  // A page that is on its way out has no stream, and would only begin to leave again.
  if (again && stream) check();
}

async function compare() {
  const method = part ? "GET" : "HEAD";
  const answer = await fetch(location.pathname, { method, cache: "no-store", redirect: "manual" });
  // What can't be made at the moment leaves the last good page in view, with the problems above it.
  if (answer.status >= 500 && kepuStatus === "200") return;
  if (answer.status === 404 && kepuStatus !== "404") return leave();
  // Where something between here and the server took the tag away there is nothing to go by, and loading the
  // page again would never end.
  const now = named(answer) ?? tag;
  const same = String(answer.status) === kepuStatus && now === tag;
  if (!same && answer.ok && (await part?.exchange(answer))) {
    tag = now;
    clearTimeout(reloading);
    reloading = setTimeout(reload, QUIET);
    return;
  }
  if (same) await answer.body?.cancel();
  if (!same || !(await resources.refresh())) reload();
}

function reload() {
  disconnect();
  keepPlace();
  location.reload();
}

// The page is gone: to where its document is shown now, or to the section.
async function leave() {
  const address = new URL("moved", import.meta.url);
  address.searchParams.set("page", location.pathname);
  address.searchParams.set("source", source);
  const { to } = await (await fetch(address, { cache: "no-store" })).json();
  if (!to) return reload();
  disconnect();
  location.replace(to);
}
