// The studio's page: which view an address shows.

import { ask, enter, isShared, leave as signOut, may, person, Refused } from "./api.js";
import { tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { check } from "./check.js";
import { bin } from "./history.js";
import { importing } from "./import.js";
import { journal } from "./journal.js";
import { list } from "./list.js";
import { month } from "./month.js";
import { publish } from "./publish.js";
import { overview } from "./overview.js";
import { edit } from "./editor.js";
import { settings } from "./settings.js";
import { wizard } from "./wizard.js";
import { say } from "./words.js";

const main = document.getElementById("main");
let site = null;
// What the present view wants done before it goes: answers whether it may.
let leave = async () => true;
// `null` before the first.
let shown = null;
// Counts the views. One that is late, because another was asked for meanwhile, must not take that one's place.
let turn = 0;

async function show() {
  const wanted = location.hash || "#/";
  if (wanted === shown) return;
  if (!(await leave())) { history.replaceState(null, "", shown); return; }
  shown = wanted;
  leave = async () => true;
  const mine = ++turn;
  const room = h("div", { class: "room" });
  const [path, query = ""] = shown.slice(2).split("?");
  const [view, ...rest] = path.split("/").map(decodeURIComponent);
  const options = new URLSearchParams(query);
  try {
    await load();
    if (mine !== turn) return;
    fill(main, room);
    main.scrollTop = 0;
    let left;
    if (site.none) await wizard(room, site.folder);
    else if (view === "list") await list(room, site, rest[0] ?? "", options, navigate);
    else if (view === "month") await month(room, site, rest[0] ?? "", options, navigate);
    else if (view === "edit") left = await edit(room, site, rest[0] ?? "", { navigate, reload: load, find: options.get("find") ?? "" });
    else if (view === "import") await importing(room, site, rest[0] ?? "", options, navigate);
    else if (view === "check") await check(room);
    else if (view === "publish") await publish(room);
    else if (view === "settings") left = await settings(room, rest[0] ?? "site");
    else if (view === "journal") await journal(room);
    else if (view === "bin") await bin(room, navigate);
    else await overview(room, site, navigate);
    if (left === undefined) return;
    if (mine === turn) leave = left;
    else await left();
  } catch (error) {
    if (mine === turn) wrong(error);
  }
}

function navigate(address) {
  if (location.hash === address) { shown = null; show(); } else location.hash = address;
}

function wrong(error) {
  if (!(error instanceof Refused)) console.error(error);
  const again = h("button", { type: "button", onclick: () => { shown = null; show(); } }, say("再试一次", "Try again"));
  fill(main, h("section", { class: "notice" }, h("h1", {}, say("没有打开", "It couldn't be opened")), h("p", {}, error.message), again));
}

async function load(options = {}) {
  site = await ask("site", {}, options);
  if (site.none) { document.title = `kepu · ${say("新建网站", "A new site")}`; return site; }
  const link = (address, text, count) =>
    h("a", { href: address, "aria-current": shown === address || shown?.startsWith(`${address}?`) ? "page" : null }, text, count ? h("span", { class: "count" }, String(count)) : "");
  fill(document.getElementById("nav"),
    link("#/", say("总览", "Overview")),
    site.collections.map((one) => link(`#/list/${encodeURIComponent(one.name)}`, one.title, one.found)),
    h("hr"),
    may("publisher") && link("#/publish", say("发布网站", "Publish")),
    link("#/check", say("检查", "Check"), site.errors + site.warnings),
    link("#/bin", say("回收站", "Bin")),
    may("admin") && link("#/settings/site", say("设置", "Settings")),
    isShared && may("admin") && link("#/journal", say("操作记录", "Log")));
  fill(document.getElementById("head"),
    h("a", { class: "brand", href: "#/" }, site.title || "kepu"),
    h("span", { class: "sub" }, say("编辑台", "Studio")),
    h("a", { class: "site", href: `${document.documentElement.dataset.preview}/`, target: "_blank", rel: "noreferrer" }, say("看网站 ↗", "See the site ↗")),
    person && h("span", { class: "me" }, person.name, " ", h("button", { type: "button", class: "chip", onclick: () => signOut() }, say("退出", "Sign out"))));
  document.title = `${site.title} · ${say("编辑台", "Studio")}`;
  return site;
}

// Notices that the site changed, by another program or window.
async function wait() {
  // The last notice that this page needn't show.
  let shownNotice = site?.heard ?? 0;
  for (;;) {
    if (site?.none) return;
    try {
      const { version, notices, heard } = await ask("wait", { since: site?.version ?? 0, heard: shownNotice }, { background: true });
      shownNotice = heard;
      if (notices.length > 0) tell(notices.join(" "), true);
      if (site && version !== site.version) {
        // Whoever writes needs the counts beside the text less than the machine.
        if (shown?.startsWith("#/edit")) await new Promise((done) => setTimeout(done, 1500));
        await load({ background: true });
        dispatchEvent(new CustomEvent("site"));
      }
    } catch (error) {
      if (error.kind === "key" && !isShared) return;
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}

// A file that is dropped beside its place would replace the page.
for (const name of ["dragover", "drop"]) {
  addEventListener(name, (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault();
  });
}

addEventListener("hashchange", show);
addEventListener("address", () => { shown = location.hash; });
addEventListener("unhandledrejection", (event) => tell(event.reason?.message ?? String(event.reason), true));

await enter();
await show();
wait();
