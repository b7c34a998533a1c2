// "Can I go there on Saturday?": what hours.js says at a moment, against the table of cases that the program is held to
// as well, and what a visitor is shown of it.
//
//   KEPU=target/debug/kepu node --test tests/browser/visit.mjs
//
// The pages are made by the program from the table's places, opened as files and from a server.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browser as launch, require, serve } from "./theme_site.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = resolve(process.env.KEPU ?? join(here, "../../target/debug/kepu"));
const table = JSON.parse(readFileSync(join(here, "visit.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "kepu-visit-"));
const made = join(folder, "public");

let browser, site, failures;

before(async () => {
  write("site.yaml", "title: 科普\nbase_url: https://example.org/\nlanguages: [zh-CN, en]\n");
  write("content/bases/_collection.yaml", "extends: base\nurl: /bases/{slug}/\n");
  for (const [name, hours] of Object.entries(table.places)) {
    const lines = (words) => words.map((text) => `    - "${text}"\n`).join("");
    const entry = `---\ntitle: ${name}\naddress: 示例路1号\ndistrict: 江阳区\nopening_hours:\n  weekly:\n${lines(hours.weekly)}` +
      (hours.holidays ? `  holidays: ${hours.holidays}\n` : "") +
      (hours.exceptions ? `  exceptions:\n${lines(hours.exceptions.map((text) => text.replace(/(闭馆|\d) (\D+)$/, "$1（$2）")))}` : "") + "---\n";
    write(`content/bases/${name}.md`, entry);
    write(`content/bases/${name}.en.md`, entry);
  }
  write("content/events/_collection.yaml", "extends: event\nurl: /events/{slug}/\n");
  for (const [name, start] of [["coming-event", "2026-06-01 09:00"], ["past-event", "2026-05-01 09:00"]]) {
    write(`content/events/${name}.md`, `---\ntitle: ${name}\nstart: ${start}\n---\n`);
  }
  execFileSync(program, ["build", "--root", folder, "--out", made, "--today", "2026-05-20"]);
  browser = await launch();
  site = await serve(made);
});
after(async () => {
  await browser?.close();
  site?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(path, text) {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A page opened at a moment by the clock in Shanghai, whatever zone the visitor's device is in. */
async function visit(path, moment, { zone = "Asia/Shanghai", script = true, file = false } = {}) {
  const context = await browser.newContext({ timezoneId: zone, locale: "zh-CN", javaScriptEnabled: script });
  const page = await context.newPage();
  failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (said) => { if (said.type() === "error") failures.push(said.text()); });
  await set(page, moment);
  await page.goto(file ? `${pathToFileURL(join(made, path, "index.html"))}` : `${site.origin}/${path}`);
  return page;
}
const set = (page, moment) => page.clock.setFixedTime(new Date(`${moment.replace(" ", "T")}:00+08:00`));
const line = (page) => page.locator("p.open-now").innerText();

// As the table writes it.
const time = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const unsure = (answer) => (answer.presumed ? " ?" : "");
const written = {
  on: (day) => (day.ranges.map(([start, end]) => `${time(start)}-${time(end > 1440 ? end - 1440 : end)}`).join(" ") || day.state) + unsure(day),
  at: (answer) => answer.phase + (answer.closes ? ` until ${answer.closes.date} ${time(answer.closes.minutes)}` : "") +
    (answer.opens ? `, opens ${answer.opens.date} ${time(answer.opens.minutes)}` : "") + unsure(answer),
};

test("the script and the program say the same of every case", async () => {
  assert.ok(table.cases.length > 40);
  const pages = {};
  for (const [name, place, now, on, at] of table.cases) {
    const page = (pages[place] ??= await visit(`bases/${place}/`, now));
    const [date, clock] = now.split(" ");
    const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
    const got = await page.evaluate(([date, minutes]) => {
      const hours = kepu.hours.of(document.querySelector("[data-hours]"));
      return { on: kepu.hours.on(hours, date), at: kepu.hours.at(hours, { date, minutes }) };
    }, [date, minutes]);
    assert.equal(written.on(got.on), on, name);
    assert.equal(written.at(got.at), at, name);
    assert.equal(got.at.open, got.at.phase === "open" ? true : ["unknown", "untimed", "appointment"].includes(got.at.phase) ? null : false, name);
  }
  for (const page of Object.values(pages)) await page.context().close();
});

test("a visitor reads whether it is open, and when next", async () => {
  for (const [place, moment, words] of [
    ["museum", "2026-05-20 10:00", "开放中 · 17:00闭馆"],
    ["museum", "2026-05-20 16:45", "即将闭馆 · 17:00闭馆"],
    ["museum", "2026-05-20 08:00", "尚未开放 · 09:00开放"],
    ["museum", "2026-05-20 18:00", "今日已闭馆 · 明天09:00开放"],
    ["museum", "2026-05-17 18:30", "今日已闭馆 · 周二09:00开放"],
    ["museum", "2026-05-18 10:00", "今天闭馆（周一） · 明天09:00开放"],
    ["lunch", "2026-05-20 12:30", "午休 · 14:00再开"],
    ["lunch", "2026-09-30 18:00", "今日已闭馆 · 10月8日09:00开放"],
    ["lunch", "2026-10-01 10:00", "今天闭馆（国庆节） · 10月8日09:00开放"],
    ["lunch", "2031-10-02 10:00", "开放中 · 12:00闭馆 · 如遇节假日可能调整，请先电话确认"],
    ["silent", "2026-10-01 10:00", "国庆节的开放安排尚未公布，请先电话确认"],
    ["stars", "2026-05-22 23:00", "开放中 · 明天02:00闭馆"],
    ["weekend", "2026-05-24 12:00", "开放中 · 24:00闭馆"],
    ["square", "2026-05-20 03:00", "全天开放"],
    ["hall", "2026-10-03 10:00", "今天闭馆（设备检修） · 明天08:00开放"],
    ["closed", "2026-05-20 10:00", "今天闭馆（周三）"],
    ["all-year", "2026-05-20 10:00", "今天开放，时间请先电话确认"],
    ["booking", "2026-05-20 10:00", "今天须预约"],
    ["rain", "2026-05-20 10:00", "开放中 · 17:00闭馆 · 以电话确认为准"],
    ["elsewhere", "2026-05-20 10:00", "开放时间请先电话确认"],
  ]) {
    const page = await visit(`bases/${place}/`, moment);
    assert.equal(await line(page), words, `${place} ${moment}`);
    assert.deepEqual(failures, []);
    await page.context().close();
  }
  const page = await visit("en/bases/lunch/", "2026-10-01 10:00");
  assert.equal(await line(page), "Closed today (National Day) · opens October 8 09:00");
  await page.context().close();
});

test("it is the time at the place that counts, and files will do", async () => {
  // Addresses from the root and sums mean nothing to files, so the page is one that lies there and has none.
  writeFileSync(join(made, "index.html"), readFileSync(join(made, "bases/museum/index.html"), "utf8").replaceAll('="/', '="./').replace(/ integrity="[^"]*"/g, ""));
  const page = await visit("", "2026-05-20 10:00", { zone: "America/New_York", file: true });
  assert.equal(await line(page), "开放中 · 17:00闭馆");
  await page.context().close();
});

test("what is said follows the clock, and a return to the page", async () => {
  const page = await visit("bases/museum/", "2026-05-20 16:59");
  await page.clock.install({ time: new Date("2026-05-20T16:59:30+08:00") });
  await page.reload();
  assert.equal(await line(page), "即将闭馆 · 17:00闭馆");
  await page.clock.runFor(31_000);
  assert.equal(await line(page), "今日已闭馆 · 明天09:00开放");
  assert.equal(await page.locator(".week th[aria-current=date]").innerText(), "周三");
  await page.clock.setFixedTime(new Date("2026-05-21T09:00:00+08:00"));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  assert.equal(await line(page), "开放中 · 17:00闭馆");
  assert.equal(await page.locator(".week th[aria-current=date]").innerText(), "周四");
  assert.equal(await page.locator(".week th[aria-current]").count(), 1);
  await page.context().close();
});

test("days that are over are no longer listed", async () => {
  const listed = (page) => page.locator(".special-days li:visible time").evaluateAll((times) => times.map((one) => one.dateTime));
  const page = await visit("bases/hall/", "2026-05-20 10:00");
  const all = await listed(page);
  assert.ok(all.includes("2026-06-19") && all.includes("2026-07-20"), String(all));
  await page.context().close();
  const later = await visit("bases/hall/", "2026-07-01 10:00");
  assert.deepEqual(await listed(later), all.filter((date) => date >= "2026-07-01"));
  await later.context().close();
});

test("a list says it shortly", async () => {
  const page = await visit("bases/", "2026-10-01 10:00");
  const marks = await page.locator(".card").evaluateAll((cards) =>
    Object.fromEntries(cards.map((card) => [card.querySelector(".card-title").innerText, card.querySelector(".open-now").innerText])));
  assert.equal(marks.museum, "开放中");
  assert.equal(marks.lunch, "今天闭馆");
  assert.equal(marks.silent, "请先电话确认");
  assert.deepEqual(failures, []);
  await page.context().close();
});

test("without scripts nothing is said of now, and the week is all there", async () => {
  const page = await visit("bases/lunch/", "2026-05-20 12:30", { script: false });
  assert.equal(await page.locator(".open-now:visible").count(), 0);
  assert.equal(await page.locator(".week td").count(), 7);
  assert.match(await page.locator(".special-days").innerText(), /2026年10月1日至7日（国庆节）\s*闭馆/);
  await page.context().close();
});

test("a printed sheet has its address as a code that can be scanned", async () => {
  for (const [path, wanted] of [
    ["bases/museum/", "https://example.org/bases/museum/"],
    ["en/bases/weekend/", "https://example.org/en/bases/weekend/"],
    ["events/coming-event/", "https://example.org/events/coming-event/"],
    ["events/past-event/", null],
  ]) {
    const page = await visit(path, "2026-05-20 10:00");
    assert.equal(await page.locator(".qr:visible").count(), 0, "on the screen there is none");
    await page.setViewportSize({ width: 680, height: 1000 });
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".qr:visible").count(), wanted ? 1 : 0, path);
    if (wanted) {
      const sheet = (await page.screenshot()).toString("base64");
      assert.match(await page.locator(".qr figcaption").innerText(), new RegExp(`${wanted}$`));
      assert.equal(await scan(sheet), wanted);
    }
    assert.equal(await page.locator(".open-now:visible").count(), 0, "paper doesn't know the time");
    await page.context().close();
  }
});

/** Reads the code on a picture, in a page of its own. */
async function scan(picture) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addScriptTag({ path: require.resolve("jsqr/dist/jsQR.js") });
  const text = await page.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0);
    return window.jsQR(drawing.getImageData(0, 0, image.width, image.height).data, image.width, image.height)?.data ?? null;
  }, picture);
  await context.close();
  return text;
}
