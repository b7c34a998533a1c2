// The directory of bases in a browser. What the filters show is held against what is found in
// `bases.json` in another way; the clock and the position are set.
//
//   PUBLIC=target/check/public node --test tests/browser/directory.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, look, require, serve, widths } from "./theme_site.mjs";

const folder = process.env.PUBLIC;
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const bases = JSON.parse(await readFile(join(folder, "bases.json"), "utf8")).entries;
// A Tuesday morning, at ten in the site's own zone.
const NOW = new Date("2026-11-24T02:00:00Z");

let site, opened;
before(async () => { site = await serve(folder); opened = await browser(); });
after(async () => { await opened.close(); site.stop(); });

/** The directory in a fresh profile; faults of the page fail the test that opened it. */
async function open(run, { path = "/bases/", size = widths.desktop, permissions, geolocation, now = NOW, ...options } = {}) {
  const context = await look(opened, { size, ...options });
  if (permissions) await context.grantPermissions(permissions, { origin: site.origin });
  if (geolocation) await context.setGeolocation(geolocation);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(site.origin)) faults.push(request.url()); });
  await page.clock.install({ time: now });
  await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
  try {
    await run(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}
const shown = (page) => page.locator("[data-place]:visible h2").allInnerTexts();
const said = async (page) => {
  await page.clock.runFor(400);
  return page.locator("[data-status]").innerText();
};
/** The page's own address: what a script has put there, the driver hears of later. */
const query = (page) => page.evaluate(() => location.search);
const titles = (test) => bases.filter(test).map((base) => base.title).sort();
const same = async (page, test, what) => assert.deepEqual((await shown(page)).sort(), titles(test), what);

// What a place must have for each filter, read from the data file in words and not in marks.
const district = (name) => (base) => base.fields.district.title === name;
const type = (name) => (base) => base.fields.base_type.title === name;
const level = (name) => (base) => base.fields.level.title === name;
const switches = {
  free: (base) => base.fields.admission?.free === true,
  no_booking: (base) => base.fields.booking?.method.key === "none",
  accessible: (base) => (base.fields.facilities ?? []).some((one) => one.key === "wheelchair"),
  children: (base) => base.fields.children === true,
};

test("every switch alone selects some and not all, and says how many", async () => {
  await open(async (page) => {
    for (const [name, test] of Object.entries(switches)) {
      const box = page.locator(`[name="${name}"]`);
      const promised = Number(await box.locator("xpath=..").locator("[data-count]").innerText());
      await box.check();
      await same(page, test, name);
      const found = titles(test).length;
      assert.ok(found > 0 && found < bases.length, name);
      assert.equal(promised, found);
      assert.equal(await said(page), `找到${found}处，共${bases.length}处`);
      await box.uncheck();
    }
    assert.equal((await shown(page)).length, bases.length);
    assert.equal(await said(page), `共${bases.length}处`);
  });
});

test("every term of every choice alone", async () => {
  await open(async (page) => {
    for (const [name, of] of [["district", district], ["base_type", type], ["level", level]]) {
      const options = await page.locator(`[name="${name}"] option`).evaluateAll((all) => all.filter((one) => one.value).map((one) => [one.value, one.dataset.title, one.textContent]));
      assert.ok(options.length > 2, name);
      for (const [value, title, text] of options) {
        await page.locator(`[name="${name}"]`).selectOption(value);
        await same(page, of(title), title);
        assert.equal(text, `${title}（${titles(of(title)).length}）`);
      }
      await page.locator(`[name="${name}"]`).selectOption("");
    }
  });
});

test("any combination is the meeting of its parts", async () => {
  await open(async (page) => {
    const parts = [
      [() => page.locator('[name="district"]').selectOption("jiangyang"), () => page.locator('[name="district"]').selectOption(""), district("江阳区")],
      [() => page.locator('[name="level"]').selectOption("municipal"), () => page.locator('[name="level"]').selectOption(""), level("市级")],
      ...Object.entries(switches).map(([name, test]) => [() => page.locator(`[name="${name}"]`).check(), () => page.locator(`[name="${name}"]`).uncheck(), test]),
    ];
    for (let set = 0; set < 2 ** parts.length; set += 1) {
      const on = parts.filter((_, at) => set & (1 << at));
      for (const [at, part] of parts.entries()) await part[set & (1 << at) ? 0 : 1]();
      await same(page, (base) => on.every((part) => part[2](base)), String(set));
    }
  });
});

test("names, other names, pinyin, initials and addresses", async () => {
  await open(async (page) => {
    const box = page.locator("#filter-q");
    const expect = async (query, wanted) => {
      await box.fill(query);
      assert.deepEqual((await shown(page)).sort(), wanted.sort(), query);
    };
    await expect("科技馆", titles((base) => base.title.includes("科技馆")));
    await expect("kjg", titles((base) => base.title.includes("科技馆")));
    await expect("KEJIG", titles((base) => base.title.includes("科技馆")));
    await expect("skjg", ["市科技馆"]);
    await expect("shikejiguan", ["市科技馆"]);
    await expect("城市历史", ["市博物馆"]);
    await expect("龙马大道", titles((base) => base.fields.address.includes("龙马大道")));
    await expect("纳溪 茶", titles((base) => /纳溪/.test(base.fields.address) && base.title.includes("茶")));
    await expect("xyz", []);
    assert.equal(await said(page), `没有符合全部条件的地方，共${bases.length}处`);
  });
});

test("open now and open on a day follow the hours, by the clock of the site", async () => {
  await open(async (page) => {
    await page.locator('[name="open"]').check();
    const names = await shown(page);
    // Tuesday, ten o'clock: closed on Tuesdays, open in the afternoon alone, shut for repairs.
    for (const closed of ["市科技馆", "智能制造实训中心", "长江生态科普站", "森林生态观测站"]) assert.ok(!names.includes(closed), closed);
    for (const there of ["市博物馆", "特早茶科技示范园", "疾病预防科普展厅"]) assert.ok(names.includes(there), there);
    await page.locator('[name="open"]').uncheck();
    await page.locator('[name="on"]').fill("2026-11-28");
    const saturday = await shown(page);
    for (const there of ["市科技馆", "森林生态观测站", "青少年科学工作室"]) assert.ok(saturday.includes(there), there);
    for (const closed of ["疾病预防科普展厅", "糯红高粱良种繁育基地", "长江生态科普站"]) assert.ok(!saturday.includes(closed), closed);
  });
  // Twelve hours later everything is shut, and the page that stayed open knows it.
  await open(async (page) => {
    await page.locator('[name="open"]').check();
    assert.ok((await shown(page)).length > 5);
    await page.clock.fastForward("12:00:00");
    assert.deepEqual(await shown(page), []);
  });
});

test("what is chosen stands in the address, can be sent on, and comes back", async () => {
  await open(async (page) => {
    await page.locator('[name="district"]').selectOption("longmatan");
    await page.locator('[name="free"]').check();
    await page.locator("#filter-q").fill("科");
    assert.equal(await query(page), "?q=%E7%A7%91&district=longmatan&free=1");
    const names = await shown(page);
    await page.locator("[data-place]:visible a").first().click();
    await page.waitForLoadState();
    await page.goBack();
    assert.deepEqual(await shown(page), names);
    assert.equal(await page.locator("#filter-q").inputValue(), "科");
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    assert.deepEqual(await shown(page), names);
  });
  await open(async (page) => {
    assert.ok(await page.locator('[name="open"]').isChecked());
    assert.equal(await page.locator('[name="district"]').inputValue(), "naxi");
    assert.equal(new URLSearchParams(await query(page)).get("from"), "wechat");
    await page.locator('[name="free"]').check();
    assert.equal(new URLSearchParams(await query(page)).get("from"), "wechat", "what belongs to others is left alone");
    await page.locator("[data-clear]").click();
    assert.equal(await query(page), "?from=wechat");
    assert.equal((await shown(page)).length, bases.length);
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  }, { path: "/bases/?district=naxi&open=now&from=wechat&level=none" });
});

test("where nothing fits it says which condition to drop", async () => {
  await open(async (page) => {
    await page.locator('[name="district"]').selectOption("gulin");
    await page.locator('[name="base_type"]').selectOption("venue");
    assert.deepEqual(await shown(page), []);
    const offers = await page.locator("[data-drop] button").allInnerTexts();
    const venues = titles(type("科技场馆")).length, here = titles(district("古蔺县")).length;
    assert.deepEqual(offers, [`去掉“古蔺县”，有${venues}处`, `去掉“科技场馆”，有${here}处`]);
    await page.locator("[data-drop] button").first().click();
    await same(page, type("科技场馆"), "after the press");
  });
});

test("nearest first, with distances, and back", async () => {
  const geolocation = { longitude: 105.4386, latitude: 28.9142 };
  await open(async (page) => {
    const before = await shown(page);
    await page.locator("[data-nearest]").click();
    await page.locator('[data-nearest][aria-pressed="true"]').waitFor();
    assert.equal(await said(page), "已按距离从近到远排列");
    const names = await shown(page);
    assert.equal(names[0], "市科技馆");
    // By the law of cosines, in another form than the page's own.
    const rad = Math.PI / 180;
    const far = ({ location: { lon, lat } }) => 6371 * Math.acos(Math.min(1, Math.sin(lat * rad) * Math.sin(geolocation.latitude * rad) +
      Math.cos(lat * rad) * Math.cos(geolocation.latitude * rad) * Math.cos((lon - geolocation.longitude) * rad)));
    assert.deepEqual(names, [...bases].sort((a, b) => far(a) - far(b)).map((base) => base.title));
    const last = await page.locator("[data-far]").last().innerText();
    const km = Math.max(...bases.map(far));
    assert.ok(Math.abs(Number(last.match(/约(\d+)千米/)[1]) - km) < 1.5, `${last}, ${km}`);
    await page.locator("[data-nearest]").click();
    assert.deepEqual(await shown(page), before);
    assert.equal(await page.locator("[data-far]:visible").count(), 0);
  }, { permissions: ["geolocation"], geolocation });
});

test("a position that is refused, or can't be found, is said in words", async () => {
  for (const [code, words] of [[1, "没有得到定位许可"], [2, "暂时无法确定位置"]]) {
    await open(async (page) => {
      assert.equal(await page.evaluate(() => window.asked ?? 0), 0, "nothing is asked before the press");
      const before = await shown(page);
      await page.evaluate((code) => {
        navigator.geolocation.getCurrentPosition = (_, refuse) => refuse({ code });
      }, code);
      await page.locator("[data-nearest]").click();
      assert.ok((await said(page)).startsWith(words));
      assert.deepEqual(await shown(page), before);
    });
  }
});

test("the map shows what the list shows, and each points at the other", async () => {
  await open(async (page) => {
    assert.equal(await page.locator("[data-marker]:visible").count(), bases.length);
    await page.locator('[name="base_type"]').selectOption("venue");
    const names = await page.locator("[data-marker]:visible title").evaluateAll((all) => all.map((one) => one.textContent));
    assert.deepEqual(names.sort(), titles(type("科技场馆")));
    const marker = page.locator("[data-marker]:visible").first();
    await marker.focus();
    const name = await marker.locator("title").textContent();
    assert.equal(await page.locator("[data-map-name]").textContent(), name);
    assert.equal(await page.locator("[data-place].is-pointed h2").innerText(), name);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/bases\/[a-z-]+\/$/);
    assert.equal(await page.locator("h1").innerText(), name);
  });
  // A finger finds each of them on the narrowest phone.
  await open(async (page) => {
    const boxes = await page.locator(".map-target").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map((box) => [box.x + box.width / 2, box.y + box.height / 2]));
    for (const [at, a] of boxes.entries()) {
      for (const b of boxes.slice(at + 1)) assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) >= 23.5);
    }
  }, { size: { width: 320, height: 700 } });
});

test("by keyboard alone", async () => {
  await open(async (page) => {
    await page.locator("#filter-q").focus();
    await page.keyboard.type("guan");
    await page.keyboard.press("Enter");
    assert.equal(new URLSearchParams(await query(page)).get("q"), "guan", "Enter sends nothing away");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "district");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    // The parts of a date are one field with several stops.
    for (let turn = 0; turn < 10 && await page.evaluate(() => document.activeElement.name) !== "open"; turn += 1) await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "open");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.name), "free");
    await page.keyboard.press("Space");
    assert.equal(await query(page), "?q=guan&district=jiangyang&free=1");
    const names = await shown(page);
    assert.ok(names.length > 0 && names.every((name) => name.includes("馆")));
  });
});

test("on a phone the results come first and the filters unfold", async () => {
  await open(async (page) => {
    assert.equal(await page.locator("#filter-district").isVisible(), false);
    const top = await page.locator("[data-place]").first().evaluate((one) => one.getBoundingClientRect().top - document.querySelector("[data-directory]").getBoundingClientRect().top);
    assert.ok(top < 420, `the first result is ${top}px below the top`);
    await page.locator("[data-filter-fold] summary").click();
    await page.locator('[name="district"]').selectOption("hejiang");
    assert.equal((await page.locator("[data-active]").textContent()).trim(), "1");
    await same(page, district("合江县"), "合江县");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  }, { size: widths.phone });
});

test("without scripts there are lists for everything, with the right numbers", async () => {
  await open(async (page) => {
    assert.equal(await page.locator("[data-filter]").isVisible(), false);
    assert.equal((await page.locator("[data-place]:visible").count()), bases.length);
    const links = await page.locator("[data-ways] dd a, .directory-table td a").evaluateAll((all) => all.map((one) => [one.href, Number((one.querySelector(".count") ?? one).textContent)]));
    assert.ok(links.length > 40);
    for (const [href, count] of links) {
      await page.goto(href);
      assert.equal(await page.locator("[data-place]").count(), count, href);
    }
  }, { script: false });
});

test("nothing for axe to find, with the filters in use", async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
  for (const [size, scheme, elder] of [[widths.phone, "light", false], [widths.phone, "dark", true], [widths.desktop, "light", true], [widths.desktop, "dark", false]]) {
    for (const query of ["?district=jiangyang&free=1", "?district=gulin&base_type=venue"]) {
      await open(async (page) => {
        if (size === widths.phone) await page.locator("[data-filter-fold] summary").click();
        await page.clock.runFor(400);
        await page.evaluate(axe);
        const run = page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }), rules);
        await page.clock.runFor(5000);
        const found = (await run).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
        assert.deepEqual(found, []);
      }, { path: `/bases/${query}`, size, scheme, elder });
    }
  }
});
