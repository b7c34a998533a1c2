// A sheet to look at: every kind of page on a phone, in the dark and in large type, on a desk, in the dark, and on paper,
// side by side. It compares nothing: it is for the eyes, before and after a change of the theme.
//
//   node tests/browser/sheet.mjs PUBLIC_DIR [--out FOLDER] [NAME …]
//
// PUBLIC_DIR is the demonstration site, built with --today 2026-11-23; NAME is one of tests/browser/pages.json. Written are
// FOLDER/index.html, the sheet, and a picture NAME.png of each of its rows. FOLDER is target/browser/sheet unless named.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { MORNING, browser, look, pages, serve, settled } from "./theme_site.mjs";

const words = process.argv.slice(2);
const at = words.indexOf("--out");
const out = resolve(at < 0 ? join(import.meta.dirname, "../../target/browser/sheet") : words.splice(at, 2)[1] ?? "");
const [folder, ...names] = words;
const unknown = names.filter((name) => !pages[name]);
if (!folder || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no page ${unknown.join(", ")}; there are ${Object.keys(pages).join(", ")}`);
  console.error("usage: sheet.mjs PUBLIC_DIR [--out FOLDER] [NAME …]");
  process.exit(2);
}
/** How much of a page is shown, in its own pixels. */
const MOST = 2600;
const [phone, desk, paper] = [{ width: 360, height: 780 }, { width: 1280, height: 900 }, { width: 720, height: 1050 }];
const looks = {
  phone: { size: phone },
  "phone, dark": { size: phone, scheme: "dark" },
  "phone, large type": { size: phone, elder: true },
  desk: { size: desk },
  "desk, dark": { size: desk, scheme: "dark" },
  paper: { size: paper, print: true },
};
const shown = Object.entries(pages).filter(([name]) => names.length === 0 || names.includes(name));
const file = (name, view) => `parts/${name}-${view.replace(/\W+/g, "-")}.png`;

mkdirSync(join(out, "parts"), { recursive: true });
const site = await serve(folder);
const opened = await browser();
for (const [view, { print, ...options }] of Object.entries(looks)) {
  const context = await look(opened, { ...options, deviceScaleFactor: 0.5, timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.clock.setFixedTime(MORNING);
  if (print) await page.emulateMedia({ media: "print" });
  for (const [name, path] of shown) {
    await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
    if (path.includes("?q=")) await page.waitForLoadState("networkidle");
    writeFileSync(join(out, file(name, view)), await settled(page, MOST));
  }
  await context.close();
}
site.stop();

const figure = (name, view) => `<figure><figcaption>${view}</figcaption><img src="${file(name, view)}" alt="" width="${looks[view].size.width / 2}"></figure>`;
const rows = shown.map(([name, path]) =>
  `<section id="${name}"><h2>${name} <small>${path}</small></h2><div>${Object.keys(looks).map((view) => figure(name, view)).join("")}</div></section>\n`);
writeFileSync(join(out, "index.html"), `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every kind of page</title>
<style>
body { margin: 1rem; font: 14px sans-serif; background: #ddd }
section { width: max-content; padding: 0 1rem 1rem }
div { display: flex; gap: 1rem; align-items: start }
figure { margin: 0 }
small { font-weight: normal }
</style>
${rows.join("")}`);

const sheet = await opened.newPage({ viewport: { width: 2400, height: 1500 } });
await sheet.goto(pathToFileURL(join(out, "index.html")).href, { waitUntil: "load" });
for (const [name] of shown) await sheet.locator(`section[id="${name}"]`).screenshot({ path: join(out, `${name}.png`) });
await opened.close();
console.log(`${shown.length} kinds of page, ${Object.keys(looks).length} views each: ${join(out, "index.html")}`);
