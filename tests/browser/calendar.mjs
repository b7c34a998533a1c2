// What the pages of events say of now, with the browser's clock set. The site is the demonstration
// site built for 2026-11-23; each test looks at it at another moment, from another part of the world.
//
//   target/debug/kepu build --today 2026-11-23 --out target/check/public
//   PUBLIC=target/check/public node --test tests/browser/calendar.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, look, serve, shipped } from "./theme_site.mjs";

const folder = process.env.PUBLIC ?? "target/check/public";
let opened, site;
before(async () => {
  site = await serve(folder);
  opened = await browser();
});
after(async () => {
  await opened.close();
  site.stop();
});

/** Opens a page at a moment; the browser is in New York unless told otherwise. Faults of scripts fail the test. */
async function at(moment, path, { zone = "America/New_York", script = true, size = { width: 1280, height: 900 }, ...rest } = {}, run) {
  const context = await look(opened, { size, script, timezoneId: zone, ...rest });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.clock.install({ time: new Date(moment) });
  await page.goto(site.origin + encodeURI(path));
  try {
    await run(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(faults, []);
}

const said = (page, selector) => page.locator(selector).first().textContent();
const header = (page) => page.locator(".entry-header [data-state-word]");

const LECTURE = "/events/2026/museum-alloy-talk-2026/"; // 28 November 14:30–16:00
const EXHIBITION = "/events/2026/youth-exhibition-2026/"; // 12 December 13:30 – 13 December 16:30

test("an event says how far it is, that it is on, and that it is over", async () => {
  for (const [moment, word] of [
    ["2026-11-10T10:00:00+08:00", ""],
    ["2026-11-25T10:00:00+08:00", "还有3天"],
    ["2026-11-27T23:59:00+08:00", "明天"],
    ["2026-11-28T00:00:30+08:00", "今天"],
    ["2026-11-28T14:29:00+08:00", "今天"],
    ["2026-11-28T14:30:00+08:00", "进行中"],
    ["2026-11-28T15:59:00+08:00", "进行中"],
    ["2026-11-28T16:00:00+08:00", "已结束"],
    ["2027-02-01T10:00:00+08:00", "已结束"],
  ]) {
    await at(moment, LECTURE, {}, async (page) => {
      assert.equal(await header(page).textContent(), word, moment);
      assert.equal(await header(page).isVisible(), word !== "", moment);
      assert.equal(await page.locator(".add-to-calendar").isVisible(), word !== "已结束", moment);
    });
  }
});

test("the day is the site's wherever the browser is, and midnight comes while the page is open", async () => {
  for (const zone of ["America/New_York", "Pacific/Kiritimati", "Asia/Shanghai"]) {
    await at("2026-11-27T23:58:30+08:00", LECTURE, { zone }, async (page) => {
      assert.equal(await header(page).textContent(), "明天", zone);
      await page.clock.runFor(120_000);
      assert.equal(await header(page).textContent(), "今天", zone);
    });
  }
});

test("who comes back to a page sees the present", async () => {
  await at("2026-11-25T10:00:00+08:00", LECTURE, {}, async (page) => {
    await page.clock.setSystemTime(new Date("2026-11-28T15:00:00+08:00"));
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    assert.equal(await header(page).textContent(), "进行中");
  });
});

test("what lasts days is on in the night between them", async () => {
  await at("2026-12-12T23:00:00+08:00", EXHIBITION, {}, async (page) => {
    assert.equal(await header(page).textContent(), "进行中");
  });
});

test("booking says whether it is open", async () => {
  for (const [moment, word] of [
    ["2026-11-25T10:00:00+08:00", "报名未开始"],
    ["2026-12-05T20:00:00+08:00", "报名中"],
    ["2026-12-12T12:00:00+08:00", "报名已截止"],
  ]) {
    await at(moment, EXHIBITION, {}, async (page) => assert.equal(await said(page, ".booking-state"), word, moment));
  }
});

test("an event that repeats moves on to its next time", async () => {
  // Saturdays at 10:00; the build shows 28 November.
  await at("2026-12-01T10:00:00+08:00", "/events/", {}, async (page) => {
    const row = page.locator("[data-upcoming] .event-row", { hasText: "周六气象小实验" }).first();
    assert.match(await row.locator("[data-time]").textContent(), /^\s*12月5日/);
    assert.equal(await row.locator(".leaf strong").textContent(), "5");
    assert.equal(await row.locator("[data-state-word]").textContent(), "还有4天");
  });
});

test("what is over leaves the list of what is to come, and is counted", async () => {
  await at("2026-11-23T00:01:00+08:00", "/", {}, async (page) => {
    assert.equal(await page.locator("[data-upcoming] > li[hidden]").count(), 0);
  });
  await at("2026-12-10T10:00:00+08:00", "/", {}, async (page) => {
    const gone = await page.locator("[data-upcoming] > li[hidden]").count();
    assert.ok(gone > 0);
    const line = await said(page, ".over-count");
    assert.ok(line === `另有${gone}项已结束` || line === "这里列出的活动都已结束，还没有新的活动。", line);
    assert.match(await said(page, ".as-of"), /今天是12月10日/);
  });
});

test("the agenda drops what is over and lists as going on what has begun", async () => {
  await at("2026-12-13T09:00:00+08:00", "/events/agenda/", {}, async (page) => {
    assert.equal(await page.locator('[data-day="2026-11-28"]').isVisible(), false);
    const ongoing = page.locator("[data-ongoing]");
    assert.ok(await ongoing.isVisible());
    assert.match(await ongoing.textContent(), /第25届青少年科技创新大赛/);
    assert.doesNotMatch(await page.locator("[data-ongoing] li:visible").allTextContents().then((all) => all.join()), /科普展板进社区巡展/);
    // What repeats is one line with several times.
    const times = await page.locator(".agenda li:visible").evaluateAll((all) => all.reduce((sum, one) => sum + Number(one.dataset.coming || 1), 0));
    assert.equal(await said(page, "[data-count]"), `共${times}场`);
  });
});

test("the first weekend that isn't over is this weekend", async () => {
  for (const [moment, first, name] of [
    ["2026-11-25T10:00:00+08:00", "2026-11-28", "本周末"],
    ["2026-11-29T22:00:00+08:00", "2026-11-28", "本周末"],
    ["2026-11-30T00:10:00+08:00", "2026-12-05", "本周末"],
  ]) {
    await at(moment, "/events/weekend/", {}, async (page) => {
      const weekend = page.locator("[data-saturday]:visible").first();
      assert.equal(await weekend.getAttribute("data-saturday"), first, moment);
      assert.equal(await weekend.locator("[data-weekend-name]").textContent(), name, moment);
    });
  }
  await at("2027-03-01T10:00:00+08:00", "/events/weekend/", {}, async (page) => {
    assert.equal(await page.locator("[data-saturday]:visible").count(), 0);
    assert.ok(await page.locator("[data-weekends-over]").isVisible());
  });
});

test("a cancelled event is never soon or on", async () => {
  await at("2026-11-29T09:00:00+08:00", "/events/2026/forest-birding-2026/", {}, async (page) => {
    assert.equal(await header(page).isVisible(), false);
    assert.match(await page.locator(".change").textContent(), /已取消/);
  });
  await at("2026-11-25T09:00:00+08:00", "/events/calendar/2026-11/", {}, async (page) => {
    const item = page.locator(".month .is-cancelled");
    assert.match(await item.first().textContent(), /已取消/);
    assert.match(await item.first().locator("a").evaluate((link) => getComputedStyle(link).textDecorationLine), /line-through/);
  });
});

test("a month marks today, and this month is the present one", async () => {
  await at("2026-12-01T00:30:00+08:00", "/events/calendar/2026-11/", {}, async (page) => {
    assert.equal(await page.locator("td[aria-current]").count(), 0);
    assert.match(await page.locator("[data-this-month]").getAttribute("href"), /calendar\/2026-12\/$/);
  });
  await at("2026-12-01T00:30:00+08:00", "/events/calendar/2026-12/", {}, async (page) => {
    assert.equal(await page.locator('td[aria-current="date"]').getAttribute("data-date"), "2026-12-01");
    assert.deepEqual(await page.locator(".month th .in-full").allTextContents(), ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]);
  });
});

test("on a phone a month leads by its days to the list", async () => {
  await at("2026-11-25T09:00:00+08:00", "/events/calendar/2026-11/", { size: { width: 390, height: 800 } }, async (page) => {
    const day = page.locator('.month a[href="#day-2026-11-28"]');
    assert.ok((await day.boundingBox()).height >= 44, "a finger finds it");
    await day.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#day-2026-11-28");
    // The page comes there in its own time.
    await page.waitForFunction(() => Math.abs(document.querySelector("#day-2026-11-28").getBoundingClientRect().top) < innerHeight);
  });
});

test("on a desk no key leads to a list that isn't shown", async () => {
  await at("2026-11-25T09:00:00+08:00", "/events/calendar/2026-11/", {}, async (page) => {
    assert.equal(await page.locator(".month-list").isVisible(), false);
    assert.equal(await page.locator(".month a[href^='#']:visible").count(), 0);
  });
});

test("without scripts pages say as of when they are right", async () => {
  const none = { script: false };
  await at("2027-03-01T10:00:00+08:00", "/events/agenda/", none, async (page) => {
    assert.equal(await said(page, ".as-of"), "截至2026年11月23日");
  });
  await at("2027-03-01T10:00:00+08:00", "/events/weekend/", none, async (page) => {
    assert.equal(await page.locator("[data-weekend-name]:visible").count(), 0, "dates only, which stay true");
  });
  await at("2027-03-01T10:00:00+08:00", EXHIBITION, none, async (page) => {
    assert.equal(await page.locator("[data-copy]:visible").count(), 0);
    assert.ok(await page.locator('.calendar-add a[href^="webcal://kepu.example.org/"]').first().isVisible());
  });
});

test("a month prints on one sheet across", async () => {
  for (const month of ["2026-05", "2026-11", "2026-08"]) {
    await at("2026-11-25T09:00:00+08:00", `/events/calendar/${month}/`, {}, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      assert.equal((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 1, month);
      const [, width, height] = pdf.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
      assert.ok(width > height, "landscape");
    });
  }
});

test("scripts are small", async () => {
  const { gzipSync } = await import("node:zlib");
  const bytes = await readFile(shipped(folder, "js/dates.js"));
  assert.ok(gzipSync(bytes).length < 4000);
});
