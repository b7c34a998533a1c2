// Pictures of one page of each kind, on a phone and on a desk, compared with those that were last accepted, which are in
// tests/browser/pictures/. Where a page differs, the report says by how much and where, and the new picture is written
// beside the accepted one as NAME.new.png.
//
//   node tests/browser/pictures.mjs PUBLIC_DIR [NAME …]            compares
//   node tests/browser/pictures.mjs PUBLIC_DIR [NAME …] --accept   accepts what differs
//
// PUBLIC_DIR is the demonstration site, built with --today 2026-11-23. Pictures have half the size of the page and end
// after MOST pixels of it. They belong to one version of Chromium and of its fonts (pictures/browser.txt): with another
// one, look through what differs and accept it.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MORNING, browser, look, pages, serve, settled } from "./theme_site.mjs";
import { difference, halved, png, read } from "./picture.mjs";

const [folder, ...rest] = process.argv.slice(2);
if (!folder) {
  console.error("usage: pictures.mjs PUBLIC_DIR [NAME …] [--accept]");
  process.exit(2);
}
const accept = rest.includes("--accept");
const names = rest.filter((word) => !word.startsWith("--"));
const accepted = join(import.meta.dirname, "pictures");
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
/** How much of a page is held, in its own pixels. */
const MOST = 3200;
const site = await serve(folder);
const opened = await browser();
mkdirSync(accepted, { recursive: true });
const version = join(accepted, "browser.txt");
const other = existsSync(version) ? readFileSync(version, "utf8").trim() : "";
const faults = [];
const known = new Set();
let compared = 0;
await Promise.all(Object.entries(sizes).map(async ([device, size]) => {
  const context = await look(opened, { size, timezoneId: "Asia/Shanghai", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.clock.setFixedTime(MORNING);
  for (const [name, path] of Object.entries(pages)) {
    const file = join(accepted, `${name}-${device}.png`);
    known.add(`${name}-${device}.png`);
    if (names.length > 0 && !names.includes(name)) continue;
    await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
    // What is found is there once the index has come.
    if (path.includes("?q=")) await page.waitForLoadState("networkidle");
    const now = halved(read(await settled(page, MOST)));
    const fault = existsSync(file) ? difference(read(readFileSync(file)), now) : "there is no accepted picture";
    compared += 1;
    const beside = file.replace(/\.png$/, ".new.png");
    rmSync(beside, { force: true });
    if (!fault) continue;
    writeFileSync(accept ? file : beside, png(now));
    console.error(`${name} on a ${device}: ${fault}${accept ? "; accepted" : `\n  accepted ${file}\n  new      ${beside}`}`);
    if (!accept) faults.push(name);
  }
  await context.close();
}));
const gone = readdirSync(accepted).filter((file) => file.endsWith(".png") && !file.endsWith(".new.png") && !known.has(file));
for (const file of gone) {
  if (accept) rmSync(join(accepted, file));
  else faults.push(file);
  console.error(`${file}: no page of this name${accept ? "; removed" : ""}`);
}
if (accept) writeFileSync(version, `Chromium ${opened.version()}\n`);
else if (faults.length > 0 && other !== `Chromium ${opened.version()}`) {
  console.error(`accepted with ${other || "no browser yet"}, compared with Chromium ${opened.version()}`);
}
await opened.close();
site.stop();
console.log(`${compared} pictures, ${faults.length} differ`);
if (faults.length > 0) console.log(`node tests/browser/pictures.mjs ${folder} ${[...new Set(faults)].join(" ")} --accept`);
process.exit(faults.length > 0 ? 1 : 0);
