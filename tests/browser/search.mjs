// Search over sites as they are published: the index that the program wrote, looked up by the script
// that the theme ships, first without a browser over thousands of queries, then as a visitor sees it.
//
//   KEPU=target/debug/kepu node --test tests/browser/search.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { browser, look, serve, shipped, widths } from "./theme_site.mjs";

const repository = resolve(import.meta.dirname, "../..");
const program = resolve(process.env.KEPU ?? join(repository, "target/debug/kepu"));
const work = mkdtempSync(join(tmpdir(), "kepu-search-"));
const demonstration = join(work, "demonstration");
const sub = join(work, "sub");
const large = join(work, "large");
let opened, site;

before(async () => {
  build(repository, demonstration);
  build(repository, sub, "--base-url", "https://example.org/science/kepu/");
  writeLarge(join(work, "source"), 1000);
  build(join(work, "source"), large);
  opened = await browser();
  site = await serve(demonstration);
});
after(async () => {
  site?.stop();
  await opened?.close();
  rmSync(work, { recursive: true, force: true });
});

function build(root, out, ...more) {
  execFileSync(program, ["build", "--root", root, "--today", "2026-11-23", "--out", out, ...more], { stdio: ["ignore", "ignore", "inherit"] });
}

// --- The same numbers on every machine ---------------------------------------------------------

function chance(seed) {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

/** A site of so many articles whose characters stand side by side by chance: the hardest for pairs. */
function writeLarge(root, count) {
  const next = chance(7);
  const characters = [...new Set(readFileSync(join(repository, "content/column/2026/rainbow/index.md"), "utf8").match(/\p{Script=Han}/gu))];
  const words = (length) => Array.from({ length }, () => characters[next(characters.length)]).join("");
  mkdirSync(join(root, "content/column"), { recursive: true });
  writeFileSync(join(root, "site.yaml"), "title: 大站\nbase_url: https://example.org/\n");
  cpSync(join(repository, "content/column/_collection.yaml"), join(root, "content/column/_collection.yaml"));
  for (let number = 0; number < count; number += 1) {
    const paragraphs = Array.from({ length: 4 }, () => Array.from({ length: 6 }, () => words(5 + next(20))).join("，") + "。");
    const day = `20${10 + next(16)}-0${1 + next(9)}-1${next(9)}`;
    const title = number === 0 ? "重庆长江科技馆" : words(4 + next(8));
    writeFileSync(join(root, `content/column/a${number}.md`), `---\ntitle: ${title}\ndate: ${day}\n---\n\n${paragraphs.join("\n\n")}\n`);
  }
}

// --- The script without a browser --------------------------------------------------------------

/** The shipped script over a built site: what it loads is read from the folder. */
async function engine(folder, language = "zh-CN") {
  const asked = [];
  const document = {
    currentScript: { src: "http://site/assets/js/search.js" },
    createElement: () => ({}),
    head: {
      appendChild(element) {
        const name = element.src.replace("http://site/", "").split("?")[0];
        asked.push(name);
        queueMicrotask(() => {
          vm.runInContext(readFileSync(join(folder, name), "utf8"), context);
          element.onload();
        });
      },
    },
  };
  const context = vm.createContext({ document });
  context.window = context;
  vm.runInContext(readFileSync(shipped(folder, "js/search.js"), "utf8"), context);
  const index = await context.kepu.search.open(language);
  return { index, asked, search: context.kepu.search };
}

/** The content of a div that was opened before the text begins. */
function untilClosed(text) {
  let depth = 1;
  for (const tag of text.matchAll(/<(\/?)div\b/g)) {
    depth += tag[1] ? -1 : 1;
    if (depth === 0) return text.slice(0, tag.index);
  }
  return text;
}

/** What a page shows of its title and its text, read from the page itself. */
function shownOn(folder, url) {
  const html = readFileSync(join(folder, decodeURIComponent(url), "index.html"), "utf8");
  const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const title = main.match(/<h1[^>]*>([\s\S]*?)<\/h1>/)?.[1] ?? "";
  const texts = main.split(/<div class="prose[^>]*>/).slice(1).map(untilClosed);
  const plain = [title, ...texts].join("\n")
    .replace(/<span class="count">[\s\S]*?<\/span>/g, "")
    .replace(/<(rt|rp|math|style|script|svg)\b[\s\S]*?<\/\1>/g, "")
    .replace(/<sup class="footnote-ref"[\s\S]*?<\/sup>/g, "")
    .replace(/<\/?(a|abbr|b|code|del|em|i|ruby|small|span|strong|sub|sup|mark|kbd)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, "\n");
  return plain.match(/\p{Script=Han}+/gu) ?? [];
}

async function findsEverything(folder, queries) {
  const { index } = await engine(folder);
  const next = chance(11);
  const missed = [];
  let asked = 0;
  for (const page of index.titles) {
    const runs = shownOn(folder, page.url);
    for (let turn = 0; runs.length > 0 && turn < queries; turn += 1) {
      const run = [...runs[turn === 0 ? 0 : next(runs.length)]];
      const from = next(run.length);
      const query = run.slice(from, from + 1 + (turn % 4)).join("");
      const hits = await index.find(query);
      asked += 1;
      if (!hits.some((hit) => hit.url === page.url)) missed.push(`${query} on ${page.url}`);
    }
  }
  assert.deepEqual(missed.slice(0, 20), [], `${missed.length} of ${asked}`);
  return asked;
}

test("one to four characters of any page find it, in the demonstration", async () => {
  assert.ok((await findsEverything(demonstration, 24)) > 3000);
});

test("and among a thousand pages", async () => {
  assert.ok((await findsEverything(large, 8)) > 7000);
});

test("addresses, venues and hosts find the pages that show them", async () => {
  const { index } = await engine(demonstration);
  const places = JSON.parse(readFileSync(join(demonstration, "bases.json"), "utf8"));
  let asked = 0;
  for (const row of places.entries) {
    const url = decodeURIComponent(new URL(row.url).pathname).slice(1);
    for (const text of [row.fields.address, row.fields.operator, row.fields.district?.title].filter(Boolean)) {
      for (const run of text.match(/\p{Script=Han}{2,4}/gu) ?? []) {
        asked += 1;
        assert.ok((await index.find(run)).some((hit) => decodeURIComponent(hit.url) === url), `${run} finds ${url}`);
      }
    }
  }
  assert.ok(asked > 50, `${asked} asked`);
});

test("titles are found by pinyin and by initials, polyphones as they are read", async () => {
  const { index } = await engine(large);
  const first = async (query) => (await index.find(query))[0]?.url;
  for (const query of ["chongqing", "chongqingchangjiangkejiguan", "cqcjkjg", "changjiang", "cj keji", "kejig", "ChongQing"]) {
    assert.equal(await first(query), index.titles.find((page) => page.title === "重庆长江科技馆").url, query);
  }
  for (const query of ["zhongqing", "zhangjiang"]) assert.notEqual(await first(query), "column/a0/", query);
});

test("the best comes first: the title itself, then titles, then texts, the newer before the older", async () => {
  const { index } = await engine(large);
  for (const page of [...index.titles].filter((page) => page.title.length > 5).slice(0, 100)) {
    const hits = [...await index.find(page.title)];
    assert.equal(hits[0].title, page.title);
    const scores = hits.map((hit) => hit.score);
    assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
    const texts = hits.filter((hit) => hit.score === 0).map((hit) => hit.date);
    assert.deepEqual(texts, [...texts].sort().reverse());
  }
});

test("a query asks for few files, and an excerpt shows and marks what was typed", async () => {
  const { index, asked } = await engine(large);
  const begun = asked.length;
  const [run] = shownOn(large, index.titles.at(-1).url).filter((run) => run.length > 5).slice(-1);
  const query = run.slice(0, 4);
  const [hit] = await index.sift(await index.find(query));
  const terms = asked.slice(begun).filter((name) => name.includes("/terms-"));
  assert.ok(terms.length <= 3, terms.join(" "));
  const pieces = await index.excerpt(hit);
  assert.ok(pieces.some((piece) => piece.mark && piece.text === query), JSON.stringify(pieces));
  assert.ok(pieces.map((piece) => piece.text).join("").length < 110);
});

test("a title that answers keeps its place without its text", async () => {
  const { index, asked } = await engine(large);
  const hits = (await index.find("chang")).filter((hit) => hit.score > 0).slice(0, 20);
  assert.ok(hits.length > 10, `${hits.length} titles`);
  assert.deepEqual(await index.sift(hits), hits);
  assert.deepEqual(asked.filter((name) => name.includes("/texts-")), []);
});

test("what was written in capitals or full width, and several words", async () => {
  const { index } = await engine(demonstration);
  const urls = async (query) => [...await index.find(query)].map((hit) => hit.url);
  assert.deepEqual(await urls("３Ｄ打印"), await urls("3d 打印"));
  assert.ok((await urls("3D打印")).length > 0);
  const [both, one] = [await urls("长江 雾"), await urls("长江")];
  assert.ok(both.length > 0 && both.length < one.length && both.every((url) => one.includes(url)));
  assert.deepEqual(await urls("，。！"), []);
  const english = await engine(demonstration, "en");
  assert.ok((await english.index.find("Rainb")).some((hit) => hit.url === "en/column/2026/06/rainbow/"));
});

// --- As a visitor sees it ----------------------------------------------------------------------

// Pages that aren't there, and what a page opened as a file may not load: drawings from another file, and, after
// the first link, whatever it names from the root of a host.
const expected = /404|ERR_FAILED|ERR_FILE_NOT_FOUND|'file:' URLs are treated as unique/;

async function visit(path, options = {}, origin = site.origin) {
  const context = await look(opened, { size: widths.phone, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected.test(message.text())) faults.push(message.text());
  });
  await page.goto(origin + encodeURI(path));
  return { page, end: async () => { await context.close(); assert.deepEqual(faults, []); } };
}

const said = (page, text) => page.locator("[data-search-said]", { hasText: text }).waitFor();

test("results come while typing, are counted aloud, and the address keeps the query", async () => {
  const { page, end } = await visit("/search/");
  assert.ok(await page.locator("#search-field").evaluate((field) => document.activeElement === field));
  assert.ok(await page.locator("[data-search-when=empty]").isVisible());
  await page.keyboard.type("江雾");
  await said(page, "江雾");
  const first = page.locator("[data-search-results] > li").first();
  assert.equal(await first.locator("h2").innerText(), "江雾从哪里升起来");
  assert.deepEqual(await first.locator("h2 mark").allInnerTexts(), ["江雾"]);
  assert.equal(await first.locator(".badge").innerText(), "科学专栏");
  await page.waitForFunction(() => document.querySelector(".result-excerpt").textContent.length > 20);
  assert.equal(new URLSearchParams(await page.evaluate(() => location.search)).get("q"), "江雾");
  assert.ok((await page.title()).startsWith("搜索“江雾”"));
  assert.equal(await page.locator("[data-search-said]").getAttribute("role"), "status");
  await first.locator("a").click();
  assert.equal(new URL(page.url()).pathname, "/column/2026/11/river-fog/");
  await page.goBack();
  await said(page, "江雾");
  assert.equal(await page.locator("#search-field").inputValue(), "江雾");
  await page.locator("#search-field").focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#search-field").inputValue(), "");
  assert.equal(await page.locator("[data-search-results] > li").count(), 0);
  assert.equal(await page.evaluate(() => location.search), "");
  await end();
});

test("many results: kinds to choose from, and more of them by keyboard", async () => {
  const { page, end } = await visit("/search/?q=科学");
  await said(page, "科学");
  assert.equal(await page.locator("[data-search-results] > li").count(), 10);
  const kind = page.locator("[data-search-kinds] button", { hasText: "科普基地" });
  const wanted = Number(await kind.locator(".count").innerText());
  await kind.click();
  await said(page, `找到${wanted}条`);
  assert.equal(await kind.getAttribute("aria-pressed"), "true");
  assert.deepEqual([...new Set(await page.locator("[data-search-results] .badge").allInnerTexts())], ["科普基地"]);
  await page.locator("[data-search-kinds] button").first().click();
  await page.locator("[data-search-more]").focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-search-results] > li").nth(10).waitFor();
  assert.ok(await page.locator("[data-search-results] > li").nth(10).locator("a").evaluate((link) => document.activeElement === link));
  await end();
});

test("nothing found says what to do, and markup that is typed is text", async () => {
  const { page, end } = await visit("/search/?q=蓝鲸骨骼化石");
  await said(page, "没有找到");
  assert.ok(await page.locator("[data-search-when=none]").isVisible());
  await page.locator("#search-field").fill("<img src=x onerror=alert(1)>");
  await said(page, "<img src=x");
  assert.equal(await page.locator("main img").count(), 0);
  await end();
});

test("an index that can't be read is told, and tried again", async () => {
  const { page, end } = await visit("/search/");
  let broken = true;
  await page.route("**/search/zh-CN/terms-*", (route) => (broken ? route.abort() : route.continue()));
  await page.locator("#search-field").fill("江雾");
  await page.locator("[data-search-when=failed]").waitFor();
  broken = false;
  await page.locator("[data-search-again]").click();
  await said(page, "江雾");
  assert.ok(!(await page.locator("[data-search-when=failed]").isVisible()));
  await end();
});

test("a site that was published anew meanwhile is read anew", async () => {
  const { page, end } = await visit("/search/");
  await page.locator("#search-field").fill("彩虹");
  await said(page, "彩虹");
  // The browser has the former list of pages; the files that it asks for from now on are others.
  await page.evaluate(() => {
    const take = kepu.search.take;
    let stale = true;
    kepu.search.take = (name, version, content) => {
      const former = stale && /terms/.test(name);
      if (former) stale = false;
      take(name, former ? "00000000" : version, content);
    };
    kepu.search.forget();
  });
  await page.locator("#search-field").fill("江雾");
  await page.locator("[data-search-when=failed]").waitFor();
  await page.locator("[data-search-again]").click();
  await said(page, "江雾");
  await end();
});

test("the field in the header leads to the results, with and without scripts", async () => {
  for (const script of [true, false]) {
    const { page, end } = await visit("/about/", { size: widths.desktop, script });
    await page.locator(".site-search input").fill("彩虹");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/search/" && url.searchParams.get("q") === "彩虹");
    if (script) await said(page, "彩虹");
    else assert.ok((await page.locator("main").innerText()).includes("JavaScript"));
    await end();
  }
  const { page, end } = await visit("/about/");
  await page.locator(".search-link").click();
  await page.waitForURL("**/search/");
  await end();
});

test("a wrong address leads to the pages near it", async () => {
  for (const [wrong, right] of [
    ["/bases/sciense-hal/", "市科技馆"],
    ["/science-hall", "市科技馆"],
    ["/very/deep/and/wrong/river-fogg/", "江雾从哪里升起来"],
    ["/jiang-wu-cong-na-li-sheng-qi-lai/", "江雾从哪里升起来"],
    ["/bases/%E5%B8%82%E7%A7%91%E6%8A%80%E9%A6%86/", "市科技馆"],
    ["/column/jiangwu", "江雾从哪里升起来"],
    ["/column/2026/11/river/", "江雾从哪里升起来"],
    ["/en/bases/sciencehall/", "City Science Hall"],
  ]) {
    const { page, end } = await visit(decodeURI(wrong));
    await page.locator("[data-nearest] a").first().waitFor();
    assert.equal(await page.locator("[data-nearest] a").first().innerText(), right, wrong);
    await end();
  }
  const { page, end } = await visit("/xq7/zzzzzzzzzzz/");
  await page.waitForTimeout(300);
  assert.ok(!(await page.locator("[data-nearest]").isVisible()));
  await end();
});

test("a site below a path searches there", async () => {
  const host = join(work, "host");
  mkdirSync(join(host, "science"), { recursive: true });
  symlinkSync(sub, join(host, "science/kepu"));
  const other = await serve(host);
  const { page, end } = await visit("/science/kepu/search/?q=江雾", {}, other.origin);
  await said(page, "江雾");
  assert.equal(await page.locator("[data-search-results] a").first().getAttribute("href"), `${other.origin}/science/kepu/column/2026/11/river-fog/`);
  await end();
  other.stop();
});

test("opened as a file it works the same", async () => {
  // Pages name their scripts from the root of a host, which a file doesn't have; so this one names them from where it lies.
  const html = readFileSync(join(demonstration, "search/index.html"), "utf8")
    .replace(/(href|src|action)="\//g, '$1="../').replace(/ integrity="[^"]*"/g, "");
  writeFileSync(join(demonstration, "search/file.html"), html);
  const address = pathToFileURL(join(demonstration, "search/file.html")).href;
  const { page, end } = await visit("", {}, `${address}?q=${encodeURIComponent("江雾")}`);
  await said(page, "江雾");
  await page.locator("#search-field").fill("kjg");
  await said(page, "kjg");
  await page.locator("[data-search-results] a", { hasText: /^市科技馆$/ }).click();
  await page.waitForURL("**/bases/science-hall/index.html");
  assert.equal(await page.locator("h1").innerText(), "市科技馆");
  await page.close();
  rmSync(join(demonstration, "search/file.html"));
  await end();
});

test("only pages that search load the script, and it is small", async () => {
  const { page, end } = await visit("/");
  assert.equal(await page.locator("script[src*='search']").count(), 0);
  await end();
  const { gzipSync } = await import("node:zlib");
  const scripts = ["search.js", "search_page.js"].map((name) => gzipSync(readFileSync(shipped(demonstration, `js/${name}`))).length);
  assert.ok(scripts[0] + scripts[1] < 8 * 1024, scripts.join(" + "));
  assert.ok(readdirSync(join(demonstration, "search/zh-CN")).length > 10);
});
