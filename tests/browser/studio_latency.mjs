// How long the preview takes behind the keys, and lists behind a search, on a large site: measured in a browser, printed, and
// judged by nothing, because machines differ.
//
//   KEPU=target/release/kepu node tests/browser/studio_latency.mjs [ENTRIES]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Studio, launch, pause } from "./serving.mjs";

const entries = Number(process.argv[2] ?? 10_000);
const studio = new Studio();
rmSync(studio.root, { recursive: true });
studio.root = mkdtempSync(join(tmpdir(), "kepu-large-"));
const write = (path, text) => { mkdirSync(join(studio.root, path, ".."), { recursive: true }); writeFileSync(join(studio.root, path), text); };
write("site.yaml", "title: 大网站\nbase_url: https://example.org/\nlanguage: zh-CN\ntaxonomies:\n  tag: {title: 标签}\n");
write("content/column/_collection.yaml", "extends: article\ntitle: 科学专栏\n");
const words = ["露水", "彩虹", "流星", "潮汐", "雷电", "化石", "地震", "种子", "岩石", "候鸟"];
for (let at = 0; at < entries; at++) {
  const day = `20${String(10 + (at % 16)).padStart(2, "0")}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`;
  write(`content/column/${day.slice(0, 4)}/entry-${at}.md`, `---\ntitle: ${words[at % 10]}的故事之${at}\ndate: ${day}\nsummary: 第${at}篇\ntags: [${words[(at * 7) % 10]}]\n---\n夜里地面比空气凉，水汽就凝成露水。\n\n${"江边的雾在清晨散去，太阳照到水面。".repeat(20)}\n`);
}

const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
const browser = await launch();
const began = Date.now();
await studio.start();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(180_000);
await page.goto(studio.url);
await page.getByRole("heading", { name: "总览" }).waitFor();
console.log(`entries ${entries}; from the start to the overview ${((Date.now() - began) / 1000).toFixed(1)} s`);

const asked = async (body) => page.evaluate(async (body) => {
  const headers = { "content-type": "application/json", "x-kepu-token": sessionStorage.getItem("kepu-token") };
  const began = performance.now();
  await (await fetch("/api", { method: "POST", headers, body: JSON.stringify(body) })).json();
  return performance.now() - began;
}, body);
const list = { ask: "list", collection: "column", count: 50 };
console.log(`first list ${(await asked(list)).toFixed(0)} ms`);
const times = async (body) => { const found = []; for (let at = 0; at < 9; at++) found.push(await asked(body)); return median(found).toFixed(0); };
console.log(`list ${await times(list)} ms, search ${await times({ ...list, search: "caihong" })} ms, by a field ${await times({ ...list, filters: { tags: "彩虹" } })} ms, last page ${await times({ ...list, from: entries - 50 })} ms`);

await page.getByRole("navigation").getByRole("link", { name: "科学专栏" }).click();
await page.locator("tbody a").first().click();
const area = page.getByRole("textbox", { name: "正文" });
await area.waitFor();
await page.frameLocator("iframe").locator("main").first().waitFor();
const keys = [];
const drafts = [];
const seen = [];
for (let at = 0; at < 9; at++) {
  const word = `看见${at}号`;
  await area.evaluate((area) => { area.focus(); area.setSelectionRange(area.value.length, area.value.length); });
  // The element is replaced in the document that is there, or another document is loaded, which ends this one's script.
  const replaced = page.frames().at(-1).evaluate((word) => new Promise((done) => {
    const see = () => document.querySelector("main")?.textContent.includes(word) && requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    new MutationObserver(see).observe(document.documentElement, { childList: true, subtree: true });
  }), word).catch(() => null);
  const { key, began } = await area.evaluate((area, word) => {
    performance.clearResourceTimings();
    const began = performance.now();
    document.execCommand("insertText", false, word);
    const key = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began))));
    return key.then((key) => ({ key, began: performance.timeOrigin + began }));
  }, word);
  await page.frameLocator("iframe").locator("main", { hasText: word }).waitFor();
  await pause(2500);
  keys.push(key);
  // Both documents tell times of one clock. What another document shows was painted first when it had the word.
  const painted = (await replaced) ?? await page.frames().at(-1).evaluate(() => performance.timeOrigin + performance.getEntriesByName("first-contentful-paint")[0].startTime);
  seen.push(painted - began);
  drafts.push(await page.evaluate((began) => {
    const asked = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/api") && performance.timeOrigin + one.startTime >= began);
    return asked[0].duration;
  }, began));
}
console.log(`a key on the screen ${median(keys).toFixed(0)} ms; from a key to the preview with it ${median(seen).toFixed(0)} ms, of which the answer ${median(drafts).toFixed(0)} ms`);
await browser.close();
await studio.end();
rmSync(studio.root, { recursive: true });
