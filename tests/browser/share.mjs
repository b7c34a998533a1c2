// What is shared, as whoever hands it on sees it: an article is copied from its page, with the button and by hand, and a
// telephone reads the codes.
//
//   KEPU=target/debug/kepu node --test tests/browser/share.mjs
//
// Pictures are left in target/browser/pictures, or in the folder OUT.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browser as launch, require } from "./theme_site.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const program = resolve(process.env.KEPU ?? join(repository, "target/debug/kepu"));
const pictures = process.env.OUT ?? join(repository, "target/browser/pictures");
const articles = ["column/2026/rainbow", "column/2026/shelf-life", "geminids-2026"];
let browser, folder;

const kepu = (...words) => execFileSync(program, [...words, "--root", repository, "--today", "2026-11-23"], { encoding: "utf8" });

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "share-"));
  mkdirSync(pictures, { recursive: true });
  browser = await launch();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function decoded(page, file) {
  await page.goto("about:blank");
  await page.addScriptTag({ path: require.resolve("jsqr/dist/jsQR.js") });
  return page.evaluate(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0);
    const { data, width, height } = drawing.getImageData(0, 0, image.width, image.height);
    return jsQR(data, width, height)?.data;
  }, `data:image/png;base64,${readFileSync(file).toString("base64")}`);
}

test("an article is copied whole, and read on a telephone", async () => {
  for (const [number, name] of articles.entries()) {
    const out = join(folder, String(number));
    kepu("share", "wechat", name, "--embed", "--out", out);
    const context = await browser.newContext({ viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await context.newPage();
    await page.goto(pathToFileURL(join(out, "article.html")).href);
    const html = await page.evaluate(() => document.getElementById("article").innerHTML);
    assert.ok(!html.includes("\n"), name);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} px too wide`);
    await page.locator("#copy").click();
    await page.waitForFunction(() => document.getElementById("said").textContent !== "");
    assert.match(await page.locator("#said").textContent(), /已复制/);
    // By hand: all that can be selected is the article.
    await page.locator("#article").click({ position: { x: 5, y: 5 } });
    await page.keyboard.press("Control+A");
    const selected = await page.evaluate(() => getSelection().toString());
    assert.ok(!selected.includes("点“复制”"), "what stands around the article isn't selected");
    await page.evaluate(() => document.querySelector(".bar").remove());
    await page.screenshot({ path: join(pictures, `article-${number}.png`), fullPage: true });
    await context.close();
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const without = await plain.newPage();
    await without.goto(pathToFileURL(join(out, "article.html")).href);
    assert.ok(await without.locator("#article").isVisible());
    assert.ok(!(await without.locator("#copy").isVisible()), "no button that does nothing");
    await plain.close();
  }
});

test("the codes of articles and posters are read", async () => {
  const page = await browser.newPage();
  const files = execFileSync("find", [join(folder, "0"), "-name", "*.png"], { encoding: "utf8" }).trim().split("\n").sort();
  assert.match((await decoded(page, files.at(-1))) ?? "", /^https:\/\/kepu\.example\.org\/column\/2026\/06\/rainbow\/$/);
  for (const [name, size] of [["geminids-2026", "page"], ["science-hall", "screen"], ["column/2026/rainbow", "page"], ["tea-training-2026", "screen"]]) {
    const file = join(pictures, `poster-${name.split("/").at(-1)}.png`);
    kepu("share", "poster", name, "--size", size, "--out", file);
    assert.match((await decoded(page, file)) ?? "", /^https:\/\/kepu\.example\.org\//, name);
  }
  await page.close();
});
