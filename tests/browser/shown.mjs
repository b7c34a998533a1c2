// What is shown of entries beside their words: covers, galleries and maps, of a small site made for it.
//
//   KEPU=target/debug/kepu node --test tests/browser/shown.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { browser, look, serve, widths } from "./theme_site.mjs";

const program = resolve(process.env.KEPU ?? join(import.meta.dirname, "../../target/debug/kepu"));
const work = mkdtempSync(join(tmpdir(), "kepu-shown-"));
const phone = { width: 360, height: 780 };
let opened, site;

function write(path, text) {
  mkdirSync(dirname(join(work, "site", path)), { recursive: true });
  writeFileSync(join(work, "site", path), text);
}

before(async () => {
  // The theme as it lies there, which may be newer than that in the program.
  cpSync(join(import.meta.dirname, "../../themes"), join(work, "site/themes"), { recursive: true });
  write("site.yaml", `title: 科普之窗
base_url: https://example.org/
theme: spring
map: {rivers: static/rivers.geojson}
taxonomies:
  district: {title: 区县, terms: {jiangyang: 江阳区, longmatan: 龙马潭区, naxi: {title: 名字特别特别长的一个生态文明建设综合示范区管理委员会}}}
`);
  write("static/rivers.geojson", JSON.stringify({ type: "LineString", coordinates: [[105.2, 28.8], [105.42, 28.88], [105.5, 28.9], [105.9, 28.7]] }));
  write("content/column/_collection.yaml", "extends: article\ntitle: 科学专栏\n");
  ["十二月的流星雨", "桂花为什么香", "地震预警", "江雾从哪里来", "关于别的"].forEach((title, at) =>
    write(`content/column/a${at}.md`, `---\ntitle: ${title}\ndate: 2026-0${at + 1}-01\n---\n文字。\n`));
  write("content/bases/_collection.yaml", "extends: base\ntitle: 科普基地\n");
  for (let at = 0; at < 16; at += 1) {
    const title = at % 3 ? `第${at}科普馆` : `第${at}个名字很长很长的自然生态与防灾减灾科学普及教育基地（示范）`;
    const district = ["jiangyang", "longmatan", "naxi"][at % 3];
    write(`content/bases/b${at}.md`, `---\ntitle: ${title}\naddress: 某路${at}号\ndistrict: ${district}\nlocation: {lon: ${105.4 + (at % 4) * 0.02}, lat: ${28.85 + Math.floor(at / 4) * 0.015}}\nopening_hours: 每天 09:00-17:00\n---\n介绍。\n`);
  }
  write("content/events/_collection.yaml", "extends: event\ntitle: 科普活动\n");
  const svg = (color) => `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect width="600" height="400" fill="${color}"/></svg>`;
  ["red", "green", "blue"].forEach((color) => write(`content/events/past/${color}.svg`, svg(color)));
  write("content/events/past/index.md", `---
title: 观测夜
start: 2026-05-01T19:00
end: 2026-05-01T21:00
results_photos:
  - {src: red.svg, alt: 红色的圆顶, caption: 圆顶打开, credit: 摄影：编辑部}
  - {src: green.svg, alt: 绿色的草地}
  - {src: blue.svg, alt: 蓝色的夜空, focus: top-left}
---
经过。
`);
  write("content/events/next.md", "---\ntitle: 地震逃生演练\nstart: 2026-12-05T09:00\nend: 2026-12-05T11:00\n---\n介绍。\n");
  execFileSync(program, ["build", "--root", join(work, "site"), "--out", join(work, "public"), "--today", "2026-11-23"], { stdio: "inherit" });
  site = await serve(join(work, "public"));
  opened = await browser();
});
after(async () => {
  await opened?.close();
  site?.stop();
  rmSync(work, { recursive: true, force: true });
});

/** A page in a fresh profile; what it can't load, and whatever it asks of elsewhere, is a fault. */
async function open(path, run, { permissions, geolocation, ...options } = {}) {
  const context = await look(opened, { size: widths.desktop, ...options });
  if (permissions) await context.grantPermissions(permissions, { origin: site.origin });
  if (geolocation) await context.setGeolocation(geolocation);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(site.origin)) faults.push(request.url()); });
  await page.goto(site.origin + path, { waitUntil: "load" });
  try {
    await run(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

const covers = { "/column/": ".card img", "/bases/": ".place img", "/events/": ".event-row img", "/column/2026/01/a0/": ".entry-header img", "/bases/b1/": ".entry-header img", "/events/2026/next/": ".entry-header img" };

test("every list and every head of a page has pictures, which are there", async () => {
  for (const [path, images] of Object.entries(covers)) {
    for (const scheme of ["light", "dark"]) {
      await open(path, async (page) => {
        const found = page.locator(images);
        assert.ok(await found.count() > 0, path);
        for (const image of await found.all()) {
          await image.scrollIntoViewIfNeeded();
          const wide = await image.evaluate((one) => one.decode().then(() => one.naturalWidth));
          assert.ok(wide > 0, path);
          assert.equal(await image.getAttribute("alt"), "", "a drawing says nothing that the title doesn't");
        }
      }, { scheme });
    }
  }
});

test("a drawing is of what the title is about, and another in the dark", async () => {
  await open("/column/2026/01/a0/", async (page) => {
    const image = page.locator(".entry-header img");
    assert.match(await image.getAttribute("src"), /^\/covers\/space-/);
    const light = await image.screenshot();
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notDeepEqual(await image.screenshot(), light);
  });
});

test("no page is wider than a phone", async () => {
  for (const path of [...Object.keys(covers), "/", "/events/2026/past/"]) {
    await open(path, async (page) => {
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= seen, `${path}: ${wide}`);
    }, { size: phone });
  }
});

test("a gallery is looked through with keys and closes to where it was opened", async () => {
  await open("/events/2026/past/", async (page) => {
    const photos = page.locator("[data-photo]");
    assert.equal(await photos.count(), 3);
    assert.match(await photos.first().locator("xpath=..").innerText(), /圆顶打开.*摄影：编辑部/s);
    await photos.first().focus();
    await page.keyboard.press("Enter");
    const box = page.locator("dialog.lightbox");
    const shown = async () => [await box.locator("img").getAttribute("alt"), await box.locator(".lightbox-count").innerText()];
    assert.deepEqual(await shown(), ["红色的圆顶", "1 / 3"]);
    assert.match(await box.locator("figcaption").innerText(), /摄影：编辑部/);
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(), ["绿色的草地", "2 / 3"]);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(), ["红色的圆顶", "1 / 3"]);
    await page.keyboard.press("End");
    await page.keyboard.press("Escape");
    assert.equal(await box.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.querySelector("img").alt), "蓝色的夜空");
    await photos.nth(1).click();
    await box.getByRole("button", { name: "下一张" }).click();
    assert.deepEqual(await shown(), ["蓝色的夜空", "3 / 3"]);
    await box.getByRole("button", { name: "关闭" }).click();
    assert.equal(await box.isVisible(), false);
  }, { size: phone });
});

test("without scripts a picture of a gallery leads to itself", async () => {
  await open("/events/2026/past/", async (page) => {
    await page.locator("[data-photo]").first().click();
    await page.waitForURL(/\.svg$/);
  }, { script: false });
});

test("a picture is cropped to its telling part", async () => {
  await open("/events/2026/past/", async (page) => {
    const at = (number) => page.locator("[data-photo] img").nth(number).evaluate((image) => getComputedStyle(image).objectPosition);
    assert.equal(await at(0), "50% 50%");
    assert.match(await at(2), /^0(px|%)? 0(px|%)?$/);
  });
});

/** Where names of a map are, in pixels. */
const names = (page) => page.locator("[data-map] .map-label, [data-rings] text").evaluateAll((labels) => labels.map((label) => {
  const { left, right, top, bottom } = label.getBoundingClientRect();
  return { text: label.textContent, left, right, top, bottom };
}));

test("names on a map never cover each other or leave it", async () => {
  for (const path of ["/bases/", "/bases/district/jiangyang/", "/bases/b0/", "/bases/b5/"]) {
    for (const size of [phone, widths.desktop]) {
      await open(path, async (page) => {
        const found = await names(page);
        assert.ok(found.length > 0, path);
        const frame = await page.locator("[data-map] > svg").boundingBox();
        for (const [at, one] of found.entries()) {
          assert.ok(one.left >= frame.x && one.right <= frame.x + frame.width, `${path} ${one.text}`);
          assert.ok(one.top >= frame.y && one.bottom <= frame.y + frame.height, `${path} ${one.text}`);
          for (const other of found.slice(at + 1)) {
            // A line's box has room above and below its letters.
            const meets = one.left < other.right && other.left < one.right && one.top + 3 < other.bottom && other.top + 3 < one.bottom;
            assert.ok(!meets, `${path}: ${one.text} and ${other.text}`);
          }
        }
      }, { size });
    }
  }
});

test("a map is enlarged by buttons and keys, and its letters keep their size", async () => {
  await open("/bases/", async (page) => {
    const map = page.locator("[data-map]");
    const shown = () => map.locator("> svg").getAttribute("viewBox");
    const high = () => map.locator(".map-label").first().evaluate((label) => label.getBoundingClientRect().height);
    const [whole, letters] = [await shown(), await high()];
    await map.getByRole("button", { name: "放大地图" }).click();
    const once = await shown();
    assert.notEqual(once, whole);
    assert.ok(Math.abs(await high() - letters) < 1.5, "letters");
    await map.locator("> svg").focus();
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await shown(), once);
    await page.keyboard.press("0");
    assert.deepEqual((await shown()).split(" ").map(Number), whole.split(" ").map(Number));
    await map.getByRole("button", { name: "放大地图" }).click();
    await map.getByRole("button", { name: "缩小地图" }).click();
    assert.deepEqual((await shown()).split(" ").map(Number), whole.split(" ").map(Number));
    // The wheel alone scrolls the page.
    await map.locator("> svg").hover();
    await page.mouse.wheel(0, -200);
    assert.deepEqual((await shown()).split(" ").map(Number), whole.split(" ").map(Number));
    assert.equal(await map.locator(".map-river").count(), 1);
  });
});

test("how far a place is is told on a press alone", async () => {
  const here = { permissions: ["geolocation"], geolocation: { longitude: 105.41, latitude: 28.86 } };
  await open("/bases/b5/", async (page) => {
    const asked = page.locator("[data-how-far]");
    assert.equal(await asked.locator("[role=status]").innerText(), "");
    assert.equal(await page.locator("[data-you]").count(), 0);
    await asked.getByRole("button", { name: "离我多远" }).click();
    await page.waitForFunction(() => /约.*米/.test(document.querySelector("[data-how-far] [role=status]").textContent));
    assert.ok(await page.locator("[data-you]").count() > 0, "the reader and rings are on the map");
  }, here);
  await open("/bases/", async (page) => {
    assert.equal(await page.locator("[data-you]").count(), 0);
    await page.locator("[data-nearest]").click();
    await page.waitForFunction(() => document.querySelectorAll("[data-you]").length > 1);
    await page.locator("[data-nearest]").click();
    await page.waitForFunction(() => document.querySelectorAll("[data-you]").length === 0);
  }, here);
});
