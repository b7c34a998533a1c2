// What a visitor gains at a glance: the home page says what is on today and where is open, lists of events are filtered,
// what one came to do is a button, a page can be passed on, and what is printed has what belongs on paper.
//
//   PUBLIC=target/check/public node --test tests/browser/today.mjs
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, look, pages, serve, widths } from "./theme_site.mjs";

const folder = process.env.PUBLIC ?? "target/check/public";
const NOW = "2026-11-23T10:00:00+08:00";
const phone = { width: 360, height: 780 };

let site, opened;
before(async () => { site = await serve(folder); opened = await browser(); });
after(async () => { await opened.close(); site.stop(); });

async function open(run, { path = "/", size = phone, now = NOW, init, ...options } = {}) {
  const context = await look(opened, { size, timezoneId: "Asia/Shanghai", ...options });
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  await page.clock.install({ time: new Date(now) });
  await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
  try {
    await run(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

test("home is today: the first event is on a phone's first screen, and none of the first is cancelled", async () => {
  await open(async (page) => {
    const row = page.locator("[data-today] .event-row:visible").first();
    const { y, height } = await row.boundingBox();
    assert.ok(y + height <= phone.height, `the first event ends at ${y + height}`);
    assert.equal(await page.locator("[data-span=today]").getAttribute("aria-pressed"), "true");
    assert.match(await page.locator("[data-span=weekend]").innerText(), /本周末\s?\d/);
    await page.locator("[data-span=weekend]").click();
    assert.ok(await page.locator("[data-today] .event-row:visible").count() > 0);
    for (const span of ["today", "weekend", "next"]) {
      await page.locator(`[data-span=${span}]`).click();
      assert.equal(await page.locator("[data-today] .is-cancelled:visible, [data-today] .is-postponed:visible").count(), 0, span);
    }
    const states = await page.locator("[data-open-places] li:visible .open-now").evaluateAll((all) => all.map((one) => one.dataset.open));
    assert.ok(states.length > 0 && states[0] === "yes", states.join());
  });
  await open(async (page) => {
    assert.ok(await page.locator("[data-today] .event-row:visible").count() > 2, "without scripts the next ones");
    assert.ok(await page.locator("[data-open-places] li:visible").count() > 2);
  }, { script: false });
});

test("seen long after it was built, home says that its events are over, and leads to none", async () => {
  await open(async (page) => {
    const part = page.locator("[data-today]");
    assert.equal(await part.locator(".event-row:visible").count(), 0);
    assert.equal(await part.locator("[data-nothing]:visible, .segments:visible").count(), 0);
    assert.equal(await part.locator(".over-count").innerText(), "这里列出的活动都已结束，还没有新的活动。");
  }, { now: "2027-07-01T10:00:00+08:00" });
  // Nothing at the weekend, but later: then it leads there.
  await open(async (page) => {
    await page.locator("[data-span=today]").click();
    const shown = await page.locator("[data-today] .event-row:visible").count();
    assert.equal(await page.locator("[data-today] [data-nothing]").isVisible(), shown === 0);
    assert.ok(await page.locator("[data-today] .segments").isVisible());
  });
});

test("a list names a time in short, and today and tomorrow by name", async () => {
  await open(async (page) => {
    const times = await page.locator(".event-rows .when:visible").allInnerTexts();
    assert.ok(times.some((text) => text.startsWith("今天 ")), times.join("; "));
    assert.ok(times.every((text) => !text.includes("2026年")), times.join("; "));
    const broken = await page.locator(".event-rows .when > span:visible").evaluateAll((spans) => spans.filter((span) => span.getClientRects().length > 1).length);
    assert.equal(broken, 0, "no time is broken");
  }, { path: pages.events });
});

for (const [name, least] of [["events", 10], ["agenda", 10], ["weekend", 3]]) {
  test(`${name}: filtered by form, district and price, in the address, said aloud`, async () => {
    await open(async (page) => {
      const visible = page.locator("main [data-marks]:visible");
      const all = await visible.count();
      assert.ok(all >= least, `${all}`);
      const form = page.locator("select[name=form]");
      const titles = await form.locator("option").evaluateAll((options) => options.slice(1).map((option) => option.value));
      await form.selectOption(titles[0]);
      const marks = await visible.evaluateAll((rows) => rows.map((row) => row.dataset.marks));
      assert.ok(marks.length > 0 && marks.every((mark) => mark.split("|").includes(`form:${titles[0]}`)));
      assert.equal(new URL(await page.evaluate(() => location.href)).searchParams.get("form"), titles[0]);
      await page.clock.runFor(400);
      assert.match(await page.locator("[data-event-filter] [data-status]").innerText(), new RegExp(`找到${marks.length}项`));
      assert.equal(await page.locator(".agenda-day:visible").evaluateAll((days) => days.filter((day) => !day.querySelector("li:not([data-off])")).length), 0);
      await page.reload();
      assert.equal(await visible.count(), marks.length, "it comes back with the address");
      await page.locator("[data-clear]").click();
      assert.equal(await visible.count(), all);
    }, { path: pages[name], size: widths.desktop });
  });
}

test("events of the weekend alone", async () => {
  await open(async (page) => {
    await page.locator("select[name=when]").selectOption("weekend");
    const days = await page.locator("main [data-marks]:visible [data-start]").evaluateAll((rows) => rows.map((row) => row.times.some((time) => time.start.slice(0, 10) <= "2026-11-29" && time.end.slice(0, 10) >= "2026-11-28")));
    assert.ok(days.length > 0 && days.every(Boolean));
  }, { path: pages.events, size: widths.desktop });
});

// A visitor on a phone, from home; each tap is counted.
async function tapping(page, ...taps) {
  for (const tap of taps) {
    const part = page.locator(tap).locator("visible=true").first();
    await part.click();
    await page.waitForLoadState();
  }
  return taps.length;
}

test("a free place on Saturday afternoon with a child: four taps from home", async () => {
  await open(async (page) => {
    const taps = await tapping(page, "[aria-labelledby=part-places] a[href$='?children=1']", "[data-weekday='6']", "[data-sets='part=afternoon']", "label:has([name=free])");
    assert.equal(taps, 4);
    assert.equal(await page.evaluate(() => location.search), "?on=2026-11-28&part=afternoon&free=1&children=1");
    assert.equal(await page.locator("[data-sets][aria-pressed=true]").count(), 2);
    const found = page.locator("[data-place]:visible");
    const marks = await found.evaluateAll((all) => all.map((one) => `${one.querySelector(".open-now").textContent} ${one.querySelector(".badges").textContent}`));
    assert.ok(marks.length > 3 && marks.every((one) => /^周六 /.test(one) && /免费/.test(one) && /适合儿童/.test(one)), marks.join("; "));
    await page.locator("[data-weekday='6']").click();
    assert.equal(await page.evaluate(() => location.search), "?part=afternoon&free=1&children=1", "pressed once more it is no condition");
  });
  // On a Saturday it is this day; on a Sunday the next one.
  for (const [now, day] of [["2026-11-28T09:00:00+08:00", "2026-11-28"], ["2026-11-29T09:00:00+08:00", "2026-12-05"]]) {
    await open(async (page) => {
      await page.locator("[data-weekday='6']").click();
      assert.equal(await page.evaluate(() => new URLSearchParams(location.search).get("on")), day);
    }, { path: pages.bases, now });
  }
});

test("a course of next week into the calendar: four taps from home", async () => {
  await open(async (page) => {
    const link = "[data-marks]:visible .event-keep a";
    const taps = await tapping(page, ".hero-actions a[href$='/events/']", "[data-sets='when=next_week']", "[data-sets='form=培训']");
    const rows = page.locator("[data-marks]:visible");
    const starts = await rows.locator("[data-start]").evaluateAll((all) => all.map((one) => one.dataset.start.slice(0, 10)));
    assert.ok(starts.length > 0 && starts.every((day) => day <= "2026-12-06"), starts.join());
    assert.equal(await page.locator("[data-form]:visible").evaluateAll((all) => all.some((one) => one.textContent === "展览")), false, "a form that next week doesn't have is no choice");
    const title = await rows.first().locator(".event-title a").innerText();
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator(link).first().click()]);
    assert.equal(taps + 1, 4);
    assert.match(file.url(), /\/event\.ics$/);
    assert.equal(await page.locator(link).first().getAttribute("aria-label"), `加入日历：${title.replaceAll("\n", "")}`);
  });
});

for (const name of ["agenda", "weekend"]) {
  test(`${name}: what is to come goes into a calendar from its line`, async () => {
    await open(async (page) => {
      const lines = page.locator("main li[data-marks]:visible");
      const coming = lines.filter({ hasNot: page.locator(".is-cancelled, .is-postponed") });
      assert.ok(await coming.count() > 0);
      assert.equal(await coming.locator(".event-keep a[href$='.ics']:visible").count(), await coming.count());
      assert.equal(await lines.filter({ has: page.locator(".is-cancelled, .is-postponed") }).locator(".event-keep").count(), 0);
      const [file] = await Promise.all([page.waitForEvent("download"), coming.locator(".event-keep a").first().click()]);
      assert.match(file.url(), /\/event\.ics$/, "the line's own link doesn't cover it");
    }, { path: pages[name] });
  });
}

test("how many there are is said once, and below the filters as soon as something is asked for", async () => {
  for (const name of ["events", "bases"]) {
    await open(async (page) => {
      const status = page.locator("[data-status]"), seen = async () => (await page.locator(".found").boundingBox()).width > 1;
      assert.match(await page.locator("h1 .count").innerText(), /^共\d+/);
      assert.match(await status.innerText(), /^共\d+/, "for who listens, before any time has gone by");
      assert.equal(await seen(), false, "the heading says it");
      const list = page.locator(".event-rows, [data-places]").first(), place = () => list.evaluate((one) => one.getBoundingClientRect().top + scrollY);
      const before = await place();
      await page.clock.runFor(1000);
      assert.equal(await place(), before, "without a shift");
      await page.locator(".filter-switches input").last().check();
      await page.clock.runFor(400);
      assert.match(await status.innerText(), /^找到\d+/);
      assert.equal(await seen(), true);
    }, { path: pages[name] });
  }
});

test("on a phone a list begins with its first result, and what it is about comes after it", async () => {
  for (const [name, most] of [["bases", 260], ["events", 270], ["column", 260]]) {
    await open(async (page) => {
      const top = (of) => page.locator(of).locator("visible=true").first().evaluate((one) => one.getBoundingClientRect().top + scrollY);
      const first = await top("main :is(.card, .event-row)") - await top("main");
      assert.ok(first <= most, `${name}: ${first}`);
      assert.ok(await top(".page-about") > await top("main :is(.card, .event-row)"), name);
    }, { path: pages[name], size: { width: 360, height: 740 } });
  }
  await open(async (page) => {
    const about = await page.locator(".page-about").boundingBox(), places = await page.locator("[data-places]").boundingBox();
    assert.ok(about.y < places.y, "where there is room it comes first");
  }, { path: pages.bases, size: widths.desktop });
});

test("the views of the calendar are one control, the present one marked", async () => {
  for (const [name, word] of [["agenda", "活动日程"], ["weekend", "周末活动"], ["month", "本月"]]) {
    await open(async (page) => {
      assert.equal(await page.locator(".segments a").count(), 3, name);
      assert.equal((await page.locator(".segments [aria-current]").innerText()).trim(), word);
    }, { path: pages[name] });
  }
  await open(async (page) => assert.equal(await page.locator(".segments [aria-current]").count(), 0), { path: pages["month-full"] });
});

test("an agenda has months, and what repeats is one line", async () => {
  await open(async (page) => {
    assert.ok(await page.locator(".agenda-month:visible").count() >= 2);
    const repeated = await page.locator(".is-regular .calendar-item a").allInnerTexts();
    assert.ok(repeated.length > 0);
    assert.equal(new Set(repeated).size, repeated.length);
    const others = await page.locator(".agenda-day:not(.is-regular) .calendar-item a").allInnerTexts();
    assert.ok(repeated.every((title) => !others.includes(title)));
    const names = await page.locator("main summary").allInnerTexts();
    assert.equal(new Set(names).size, names.length, names.join("; "));
  }, { path: pages.agenda });
});

test("what one came to do is a button at hand, and the rest is in a menu", async () => {
  for (const [name, words] of [["event", "我要报名"], ["base", "预约参观"]]) {
    await open(async (page) => {
      const button = page.locator(".main-action");
      assert.ok((await button.innerText()).startsWith(words));
      await page.evaluate(() => scrollTo(0, 900));
      const box = await button.boundingBox();
      assert.ok(box.y > 0 && box.y + box.height <= phone.height && box.height >= 44, JSON.stringify(box));
      assert.equal(await page.locator(".menu li:visible").count(), 0);
      await page.locator(".actions .menu:not(.share) summary").click();
      assert.ok(await page.locator(".menu:not(.share) li:visible a[href^='tel:']").count() > 0);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator(".menu[open]").count(), 0);
    }, { path: pages[name] });
  }
  await open(async (page) => {
    assert.equal(await page.locator(".main-action").count(), 0, "nothing to book");
    assert.equal(await page.locator(".add-to-calendar").count(), 0, "nor to keep");
    const colour = (part) => part.evaluate((one) => getComputedStyle(one).backgroundColor);
    const action = await page.evaluate(() => { const probe = document.body.appendChild(document.createElement("i")); probe.style.background = "var(--action)"; const got = getComputedStyle(probe).backgroundColor; probe.remove(); return got; }).catch(() => "");
    assert.notEqual(await colour(page.locator(".entry-header .leaf > :first-child")), action);
  }, { path: pages["event-cancelled"], size: widths.desktop });
});

test("a page is passed on: the device's own way, its address, its code", async () => {
  await open(async (page) => {
    await page.locator(".share summary").click();
    await page.locator("[data-share]").click();
    assert.deepEqual(await page.evaluate(() => window.shared), { title: "双子座流星雨公众观测夜", url: page.url() });
    assert.ok(await page.locator(".share-code svg").isVisible());
    const box = await page.locator(".share-code use").evaluate((one) => one.getBBox().width);
    assert.ok(box > 20, "the code is drawn");
    assert.equal(await page.locator(".share li:visible a[href*='.png']").count(), 1, "and its picture is there");
  }, { path: pages.event, init: () => { navigator.share = (what) => { window.shared = what; return Promise.resolve(); }; } });
});

test("a series is passed on as well, and has its code on paper", async () => {
  await open(async (page) => {
    await page.locator(".share summary").click();
    assert.ok(await page.locator(".share-code svg").isVisible());
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".qr").isVisible());
  }, { path: pages.series });
});

test("with a day chosen, the marks of the directory speak of that day", async () => {
  await open(async (page) => {
    await page.locator("[name=on]").fill("2026-11-28");
    const marks = await page.locator("[data-place]:visible .open-now").allInnerTexts();
    assert.ok(marks.length > 3 && marks.every((mark) => mark.startsWith("周六 ") && !mark.includes("今天")), marks.join("; "));
    const before = marks.length;
    await page.locator("[name=part]").selectOption("evening");
    const evening = await page.locator("[data-place]:visible").count();
    assert.ok(evening < before, `${evening} of ${before}`);
    await page.locator("[data-clear]").click();
    assert.ok((await page.locator("[data-place]:visible .open-now").allInnerTexts()).some((mark) => !mark.startsWith("周六")));
  }, { path: pages.bases, size: widths.desktop });
});

test("a month printed on portrait paper has its events; a base and an event are one sheet each", async () => {
  await open(async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 680, height: 1000 });
    const shown = await page.locator(".month .calendar-item a").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().width > 10).length);
    assert.ok(shown > 5, `${shown} events in the grid`);
  }, { path: pages.month, size: widths.desktop });
  for (const name of ["base", "base-row", "event", "event-cancelled", "event-postponed", "event-online"]) {
    await open(async (page) => {
      const pdf = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
      assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1, name);
    }, { path: pages[name], size: widths.desktop });
  }
});

test("a word takes the form of its number, by the same rules as in the program", async () => {
  await open(async (page) => {
    assert.match(await page.locator("h1").innerText(), /\b1 time$/);
    const forms = (word, numbers) => page.evaluate(([word, numbers]) => numbers.map((n) => kepu.fill(word, { n })).join(" "), [word, numbers]);
    assert.equal(await forms("{n} {n|time|times} {of}", [1, 2, 0]), "1 time {of} 2 times {of} 0 times {of}");
    assert.equal(await forms("{n|a|b|c}", [1, 2, 5, 11, 12, 21, 24, 111]), "a b c c c a b c");
    assert.equal(await forms("{n|a|b|c|d|e|f}", [0, 1, 2, 3, 10, 11, 99, 100, 103]), "a b c d d e e f d");
  }, { path: "/en/events/agenda/" });
  await open(async (page) => {
    const said = await page.evaluate(() => [1, 2].map((n) => kepu.fill(document.querySelector("[data-search]").dataset.count, { n, query: "fog" })).join("; "));
    assert.equal(said, "1 page about “fog”; 2 pages about “fog”");
  }, { path: "/en/search/" });
});

test("a series without a translation says on an English page which language it is in", async () => {
  await open(async (page) => {
    const card = page.locator(".card", { has: page.locator("a[href='/series/campus-week/']") });
    assert.equal(await card.locator(".tongue").innerText(), "In Chinese");
  }, { path: "/en/series/science-week/" });
});

test("no Chinese word of an English page stands there unmarked", async () => {
  for (const name of ["en-home", "en-article"]) {
    await open(async (page) => {
      const bare = await page.evaluate(() => {
        const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const around = node.parentElement;
          if (/\p{Script=Han}/u.test(node.data) && !around.closest("script, style") && around.closest("[lang]").lang === "en") found.push(node.data);
        }
        return found;
      });
      assert.deepEqual(bare, []);
    }, { path: pages[name] });
  }
});

test("a browser that has the functions of speech and no voice says so when it is asked to read", async () => {
  const mute = (fails) => `
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [], cancel() {}, speak(one) { if (${fails}) one.onerror(); } } });`;
  for (const fails of [true, false]) {
    await open(async (page) => {
      const play = page.locator("[data-speech-play]");
      assert.equal(await page.locator("[data-speech-said]").innerText(), "");
      await play.click();
      if (!fails) await page.clock.runFor(6000);
      assert.match(await page.locator("[data-speech-said]").innerText(), /不能朗读/);
      assert.ok(await play.isVisible(), "it can be tried again");
    }, { path: pages.article, init: mute(fails) });
  }
});

test("a poster in the place of a cover is shown whole", async () => {
  await open(async (page) => {
    const fit = await page.locator(".entry-cover").evaluate((one) => getComputedStyle(one).objectFit);
    assert.equal(fit, "contain");
  }, { path: pages.event });
});

test("a directory on paper is its list, without the map", async () => {
  await open(async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".map").isVisible(), false);
    assert.ok(await page.locator(".places > li").first().isVisible());
  }, { path: pages.bases, size: widths.desktop });
});

test("in large type no word of the choices is broken", async () => {
  await open(async (page) => {
    const lines = await page.locator(".segments button").evaluateAll((all) => all.map((one) => {
      const word = document.createRange();
      word.setStart(one.firstChild, 0);
      word.setEnd(one.firstChild, one.firstChild.data.trim().split(" ")[0].length);
      return word.getClientRects().length;
    }));
    assert.deepEqual(lines, [1, 1, 1]);
  }, { path: pages["en-home"], elder: true });
});

test("a phone's first screen has pictures", async () => {
  for (const name of ["home", "event", "base", "article"]) {
    await open(async (page) => {
      const seen = await page.locator("main img:visible").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().top < innerHeight).length);
      assert.ok(seen > 0, name);
    }, { path: pages[name] });
  }
});
