// Every kind of page holds what it has: on a phone and on a desk, in the usual and in the large type, nothing reaches out
// of the window, no words run into others or out of their cell, and nothing to press is too small for a finger.
//
//   KEPU=target/debug/kepu PUBLIC=target/check/public node --test tests/browser/fit.mjs
//
// PUBLIC is the demonstration site. What it doesn't have, code and tables that are too wide, is in a small site made here.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { browser, look, pages, serve } from "./theme_site.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = resolve(process.env.KEPU ?? join(here, "../../target/debug/kepu"));
const folder = process.env.PUBLIC ?? join(here, "../../target/check/public");
const made = mkdtempSync(join(tmpdir(), "kepu-fit-"));
const NOW = "2026-11-23T10:00:00+08:00";

let opened, site, odd, tongues;
before(async () => {
  const write = (path, text) => {
    mkdirSync(join(made, dirname(path)), { recursive: true });
    writeFileSync(join(made, path), text);
  };
  write("site.yaml", "title: 科普\nbase_url: https://example.org/\n");
  write("content/column/_collection.yaml", "extends: article\nurl: /column/{slug}/\n");
  write("content/column/wide.md", `---
title: 一个放不下的标题里有_a_very_long_identifier_that_has_no_space_in_it
date: 2026-11-01
---

## 一

\`\`\`python
${"value = compute_something_that_has_a_long_name(first_argument, second_argument) + ".repeat(2)}0
\`\`\`

## 二

| 第一列 | 第二列 | 第三列 | 第四列 | 第五列 | 第六列 | 第七列 | 第八列 |
|---|---|---|---|---|---|---|---|
| 甲甲甲甲 | 乙乙乙乙 | 丙丙丙丙 | 丁丁丁丁 | 戊戊戊戊 | 己己己己 | 庚庚庚庚 | 辛辛辛辛 |

## 三

$$a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + b_1 + b_2 + b_3 + b_4 + b_5 + b_6 + b_7 + b_8 + b_9 = \\sqrt{c_1 + c_2 + c_3 + c_4 + c_5}$$

https://example.org/a/very/long/address/that/has/no/place/to/break/and/goes/on/and/on/and/on/for/ever
`);
  // Of other scripts: one that runs from right to left, and Traditional Chinese; each with a few words of its own.
  write("tongues/site.yaml", `title: {zh-CN: 科普, zh-Hant: 科學, ug: ئىلىم}
base_url: https://example.org/
languages: [zh-CN, zh-Hant, ug]
menu: [{title: {zh-CN: 活动, zh-Hant: 活動, ug: پائالىيەت}, url: /events/}]
`);
  write("tongues/i18n/zh-Hant.yaml", "skip: 跳到內文\ncount_times: 共{n}場\n");
  write("tongues/i18n/ug.yaml", "skip: مەزمۇنغا ئاتلا\nsearch: ئىزدەش\ncount_times: \"{n} {n|قېتىم|قېتىملار}\"\n");
  write("tongues/content/events/_collection.yaml", "extends: event\ntitle: {zh-CN: 活动, zh-Hant: 活動, ug: پائالىيەت}\n");
  for (const [ending, title] of [["", "讲座"], [".zh-Hant", "講座"], [".ug", "لېكسىيە"]]) {
    write(`tongues/content/events/talk${ending}.md`, `---\ntitle: ${title}\nstart: 2026-12-07 14:00\nend: 2026-12-07 16:00\n---\n文。\n`);
  }
  execFileSync(program, ["build", "--root", join(made, "tongues"), "--out", join(made, "tongues-public"), "--today", "2026-11-23"]);
  tongues = await serve(join(made, "tongues-public"));
  execFileSync(program, ["build", "--root", made, "--out", join(made, "public"), "--today", "2026-11-23"]);
  opened = await browser();
  site = await serve(folder);
  odd = await serve(join(made, "public"));
});
after(async () => {
  await opened?.close();
  site?.stop();
  odd?.stop();
  tongues?.stop();
  rmSync(made, { recursive: true, force: true });
});

/** What on a page is too wide, runs into something else or is too small. Evaluated in the page. */
function faults(elder) {
  const found = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) found.push(`${over} px too wide`);
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const shown = (element) => !element.closest(".visually-hidden") && ![...function* (one) { for (; one; one = one.parentElement) yield one; }(element)].some((one) => getComputedStyle(one).clipPath === "inset(50%)" || getComputedStyle(one).position === "fixed");
  const apart = "svg, math, ruby, sup, sub, .visually-hidden, .skip, option, noscript, script, style, .leaf";
  const rects = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const words = node.data.trim();
    if (!words || element.closest(apart) || !visible(element) || !shown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const cut = element.closest("pre, .table-scroll, .math-block, [class*=clamp], .card-summary");
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (elder && size < 18 && !cut) found.push(`${size} px: “${words.slice(0, 12)}”`);
    if (cut) continue;
    const cell = element.closest("td, th")?.getBoundingClientRect();
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (cell && (box.right > cell.right + 1 || box.left < cell.left - 1) && !element.closest(".bar")) found.push(`out of its cell: “${words.slice(0, 12)}”`);
      // The line's box is higher than its letters.
      const less = Math.max(0, (box.height - size) / 2) + 1;
      rects.push({ left: box.left + 1, right: box.right - 1, top: box.top + less, bottom: box.bottom - less, words, element });
    }
  }
  rects.sort((a, b) => a.top - b.top);
  for (let at = 0; at < rects.length; at += 1) {
    for (let next = at + 1; next < rects.length && rects[next].top < rects[at].bottom; next += 1) {
      const [a, b] = [rects[at], rects[next]];
      if (a.element === b.element || a.left >= b.right || b.left >= a.right) continue;
      found.push(`“${a.words.slice(0, 12)}” runs into “${b.words.slice(0, 12)}”`);
    }
  }
  // What one came to do, or chooses with, is as large as a finger; a link within a sentence is as high as its line.
  const main = ".button, .pill, .segments > li > *, .menu a, .menu button, summary, select, input:not([type=checkbox]), .event-keep a";
  const within = (one) => getComputedStyle(one).display === "inline" && one.closest("p, li, dd, td, th, figcaption, h2, h3, h4, div")?.textContent.trim() !== one.textContent.trim();
  for (const one of document.querySelectorAll(`button, nav a, a[href], ${main}`)) {
    if (!visible(one) || one.closest(".skip, svg, .map") || one.offsetParent === null) continue;
    const cover = getComputedStyle(one, "::after");
    if (cover.content !== "none" && cover.position === "absolute") continue;
    const { width, height } = one.getBoundingClientRect(), least = one.matches(main) ? 43.5 : 23.5;
    if (least < 24 && within(one)) continue;
    if (width < least || height < least) found.push(`${Math.round(width)}×${Math.round(height)} to press: “${one.textContent.trim().slice(0, 12)}”`);
  }
  return [...new Set(found)].slice(0, 6);
}

for (const width of [360, 1280]) {
  for (const elder of [false, true]) {
    test(`every kind of page at ${width} px${elder ? " in large type" : ""}`, async () => {
      const context = await look(opened, { size: { width, height: 780 }, elder, timezoneId: "Asia/Shanghai" });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      const all = [];
      const addresses = Object.entries(pages).map(([name, path]) => [name, site.origin + encodeURI(path)]);
      for (const [name, address] of [...addresses, ["wide", `${odd.origin}/column/wide/`], ["wide-list", `${odd.origin}/column/`]]) {
        await page.goto(address, { waitUntil: "load" });
        for (const fault of await page.evaluate(faults, elder)) all.push(`${name}: ${fault}`);
      }
      await context.close();
      assert.deepEqual(all, []);
    });
  }
}

test("a font for formulas is there for whoever has none", async () => {
  const context = await look(opened, { size: { width: 360, height: 780 } });
  const page = await context.newPage();
  await page.goto(`${site.origin}${pages.article}`, { waitUntil: "load" });
  const found = await page.evaluate(async () => (await document.fonts.load("16px Maths", "√")).map((font) => font.status));
  assert.deepEqual(found, ["loaded"]);
  await context.close();
});

test("in large type the header of a phone leaves room for the page", async () => {
  const context = await look(opened, { size: { width: 360, height: 780 }, elder: true });
  const page = await context.newPage();
  for (const name of ["home", "base", "en-home"]) {
    await page.goto(site.origin + encodeURI(pages[name]), { waitUntil: "load" });
    const { height } = await page.locator(".site-head").boundingBox();
    assert.ok(height <= 250, `${name}: ${height} of 780 px`);
  }
  await context.close();
});

test("in large type a directory on a desk keeps its map beside its list", async () => {
  const context = await look(opened, { size: { width: 1280, height: 900 }, elder: true });
  const page = await context.newPage();
  await page.goto(site.origin + pages.bases, { waitUntil: "load" });
  const [list, map] = [await page.locator(".directory-list").boundingBox(), await page.locator(".map").boundingBox()];
  assert.ok(map.x >= list.x + list.width && map.y < list.y + 200, JSON.stringify({ list, map }));
  await context.close();
});

for (const [language, direction, skip, times] of [["ug", "rtl", "مەزمۇنغا ئاتلا", "1 قېتىم"], ["zh-Hant", "ltr", "跳到內文", "共1場"]]) {
  test(`a site in ${language}: its direction, its words, nothing out of the window`, async () => {
    for (const width of [360, 1280]) {
      const context = await look(opened, { size: { width, height: 780 }, timezoneId: "Asia/Shanghai" });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      for (const path of ["", "events/", "events/agenda/", "events/calendar/2026-12/", "events/2026/talk/", "search/"]) {
        await page.goto(`${tongues.origin}/${language}/${path}`, { waitUntil: "load" });
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), direction, path);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${path} at ${width}`);
        assert.equal(await page.locator(".skip").innerText(), skip);
        const { x } = await page.locator(".site-title").boundingBox();
        assert.ok(direction === "rtl" ? x > width / 2 : x < width / 2, `the title of ${path} begins where reading does`);
      }
      await page.goto(`${tongues.origin}/${language}/events/agenda/`, { waitUntil: "load" });
      assert.ok((await page.locator("h1").innerText()).endsWith(times), await page.locator("h1").innerText());
      // A date in Latin letters keeps its order: the day stands before its hours.
      await page.goto(`${tongues.origin}/${language}/events/2026/talk/`, { waitUntil: "load" });
      const [day, hours] = await page.locator(".fact-when time").evaluate((time) => ["7", "14:00"].map((part) => {
        const range = document.createRange();
        const at = time.firstChild.data.indexOf(part);
        range.setStart(time.firstChild, at);
        range.setEnd(time.firstChild, at + part.length);
        return range.getBoundingClientRect();
      }));
      assert.ok(day.top < hours.top - 4 || day.left < hours.left, `${day.left} and ${hours.left} at ${width}`);
      await context.close();
    }
  });
}
