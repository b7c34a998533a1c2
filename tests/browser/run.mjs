// `kepu serve` as an editor sees it: real files, the real program, a real Chromium.
//
//   KEPU=target/debug/kepu node --test tests/browser/run.mjs
//
// Pictures of what was seen are left in target/browser/pictures.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Serving, launch, pause, repository, until } from "./serving.mjs";

const ARTICLE = "content/column/2026/05/visible.md";
const ADDRESS = "column/2026/05/visible/";
const pictures = join(repository, "target/browser/pictures");

let browser, site, page, failures;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  site = new Serving();
  site.write(ARTICLE, article("看得见"));
  await site.start();
  page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  failures = [];
  page.on("pageerror", (error) => failures.push(error));
});
afterEach(async () => {
  await page.close();
  await site.end();
  assert.deepEqual(failures, []);
});

test("what is saved is seen", async () => {
  await open(ADDRESS);
  site.write(ARTICLE, article("改过的标题"));
  await heading("改过的标题");
});

test("a page whose bytes did not change does not load again", async () => {
  await open("about/");
  await mark();
  site.write(ARTICLE, article("与关于页无关"));
  await until(async () => (await (await page.request.get(site.url + ADDRESS)).text()).includes("与关于页无关"));
  await pause(500);
  assert.ok(await marked(), "the page was left alone");
});

test("a style sheet is exchanged in place", async () => {
  await open(ADDRESS);
  await mark();
  const sheets = () => page.evaluate(() => document.querySelectorAll('link[rel="stylesheet"]').length);
  const before = await sheets();
  await page.evaluate(() => {
    // A page without its style sheet would show links without the theme's colour, for a frame at least.
    window.bare = 0;
    const look = () => {
      const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
      const shown = new Set(links.filter((link) => link.sheet).map((link) => link.href.split("?")[0]));
      if (links.some((link) => !shown.has(link.href.split("?")[0]))) window.bare++;
      requestAnimationFrame(look);
    };
    look();
  });
  const style = "h1 { color: rgb(1, 2, 3) !important; }\n";
  const sheet = await (await page.request.get(`${site.url}assets/css/components.css`)).text();
  site.write("assets/css/components.css", sheet + style);
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)"));
  site.write("assets/css/components.css", sheet + style.replace("3)", "4)"));
  await until(() => page.evaluate(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 4)"));
  assert.ok(await marked(), "the page was not loaded again");
  assert.equal(await page.evaluate(() => window.bare), 0, "never without a style sheet");
  await until(async () => (await sheets()) === before);
});

test("a picture is exchanged in place", async () => {
  const picture = (colour) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="${colour}"/></svg>`;
  site.write("static/shown.svg", picture("red"));
  site.write(ARTICLE, article("有图", "![图](/shown.svg)"));
  await open(ADDRESS, () => page.locator('img[src="/shown.svg"]').count());
  await mark();
  site.write("static/shown.svg", picture("blue"));
  await page.locator('img[src*="/shown.svg?"]').waitFor();
  assert.ok(await marked(), "the page was not loaded again");
  const loaded = await page.locator('img[src*="/shown.svg?"]').evaluate((image) => image.complete && image.naturalWidth);
  assert.equal(loaded, 80);
});

test("what can't be exchanged makes the page load again", async () => {
  const script = (text) => `document.querySelector("h1").textContent = "${text}";`;
  site.write("static/words.js", script("一"));
  site.write("static/scripted.html", `<!doctype html><html lang="zh"><title>1</title><body><h1></h1><script src="words.js"></script></body></html>`);
  await open("scripted.html", () => page.locator("h1", { hasText: "一" }).count());
  site.write("static/words.js", script("二"));
  await heading("二");
});

test("the reader's place is kept, also where the text above it grows", async () => {
  const paragraphs = Array.from({ length: 80 }, (_, number) => `第 ${number} 段。${"长".repeat(120)}`);
  site.write(ARTICLE, article("很长", paragraphs.join("\n\n")));
  await open(ADDRESS, () => page.locator("main p", { hasText: "第 79 段" }).count());
  const line = page.locator("main p", { hasText: "第 40 段" });
  // At rest: the theme scrolls smoothly, and the page may be loaded again before it has arrived.
  await line.evaluate((element) => scrollTo({ top: scrollY + element.getBoundingClientRect().top - 100, behavior: "instant" }));
  await mark();
  const inserted = [...paragraphs.slice(0, 10), "新添的一段。\n\n".repeat(15), ...paragraphs.slice(10)];
  site.write(ARTICLE, article("很长", inserted.join("\n\n")));
  await until(async () => !(await marked()) && (await page.locator("main p", { hasText: "新添" }).count()) === 15);
  await until(async () => Math.abs((await top(line)) - 100) < 2, () => top(line));
  // The paragraph in view is what editors change most.
  await mark();
  site.write(ARTICLE, article("很长", inserted.join("\n\n").replace("第 40 段", "改过的第 40 段")));
  await page.locator("main p", { hasText: "改过的第 40 段" }).waitFor();
  await until(async () => Math.abs((await top(page.locator("main p", { hasText: "改过的第 40 段" }))) - 100) < 2);
});

test("a page that got another address is followed", async () => {
  await open(ADDRESS);
  site.write(ARTICLE, article("搬家").replace("title:", "slug: moved\ntitle:"));
  await page.waitForURL(`${site.url}column/2026/05/moved/`);
  site.rename(ARTICLE, ARTICLE.replace("visible", "renamed"));
  await pause(600);
  assert.equal(page.url(), `${site.url}column/2026/05/moved/`, "the file's name says nothing here");
  const text = article("改名");
  site.write(ARTICLE.replace("visible", "renamed"), text);
  await page.waitForURL(`${site.url}column/2026/05/renamed/`);
  site.rename(ARTICLE.replace("visible", "renamed"), ARTICLE.replace("visible", "again"));
  await page.waitForURL(`${site.url}column/2026/05/again/`);
});

test("a page whose file was renamed while the site had an error is followed when that is mended", async () => {
  const other = "content/column/2026/05/other.md";
  await open(ADDRESS);
  site.write(other, article("坏了").replace("title:", "tilte: 坏\ntitle:"));
  await page.locator("kepu-overlay dialog").waitFor();
  site.rename(ARTICLE, ARTICLE.replace("visible", "renamed"));
  await pause(600);
  site.write(other, article("修好了"));
  await page.waitForURL(`${site.url}column/2026/05/renamed/`, { timeout: 5000 });
});

test("a deleted page leads to its section, and one that appears takes the place of the error page", async () => {
  await open(ADDRESS);
  site.remove(ARTICLE);
  await page.waitForURL(`${site.url}column/2026/05/`);
  await page.goto(site.url + ADDRESS);
  await heading("页面不存在");
  site.write(ARTICLE, article("又来了"));
  await heading("又来了");
});

test("errors are shown above the last good page, and go away when mended", async () => {
  await open(ADDRESS);
  await mark();
  site.write(ARTICLE, article("坏了", "请看[没有的一页](nowhere.md)。").replace("title:", "tilte: 坏\ntitle:"));
  const dialog = page.locator("kepu-overlay dialog");
  await dialog.waitFor();
  await pause(200);
  await page.screenshot({ path: join(pictures, "overlay.png") });
  const text = await dialog.innerText();
  for (const part of ["E0203", "是不是想写“title”", `${ARTICLE}:2:1`, "tilte", "E0303", "nowhere.md", "怎么办"]) {
    assert.ok(text.includes(part), `${part} in:\n${text}`);
  }
  // The carets stand under what they mark, to the pixel.
  const places = await dialog.evaluate((element) =>
    [...element.querySelectorAll(".line.marked")].map((line) => {
      const [marked, carets] = [line.querySelector("mark"), line.querySelector("i")].map((part) => part.getBoundingClientRect());
      return [Math.abs(marked.left - carets.left) < 1, Math.abs(marked.width - carets.width) < 1, carets.width > 5];
    }),
  );
  assert.ok(places.length >= 2 && places.flat().every(Boolean), JSON.stringify(places));
  assert.equal(await page.locator("h1").first().innerText(), "看得见", "the last good page is behind it");
  assert.ok(await marked());
  assert.equal(await dialog.getAttribute("role"), "alertdialog");
  assert.ok(await page.evaluate(() => document.querySelector("kepu-overlay").shadowRoot.activeElement?.className === "close"));

  await page.emulateMedia({ colorScheme: "dark" });
  await pause(100);
  await page.screenshot({ path: join(pictures, "overlay-dark.png") });
  await page.emulateMedia({ colorScheme: "light" });
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.screenshot({ path: join(pictures, "overlay-narrow.png") });
  assert.ok(await page.locator("kepu-overlay .card").evaluate((card) => card.getBoundingClientRect().right <= innerWidth));
  await page.setViewportSize({ width, height });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.screenshot({ path: join(pictures, "badge.png") });
  await page.locator("kepu-overlay .badge.error").click();
  await dialog.waitFor();

  await page.reload();
  await dialog.waitFor();
  site.write(ARTICLE, article("修好了"));
  await heading("修好了");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await page.locator("kepu-overlay .badge:visible").count(), 0);
});

test("many problems scroll, and what was closed stays closed while it is the same", async () => {
  await open(ADDRESS);
  const links = Array.from({ length: 70 }, (_, number) => `[${number}](nowhere-${number}.md)`);
  site.write(ARTICLE, article("许多", links.join("\n\n")));
  const dialog = page.locator("kepu-overlay dialog");
  await dialog.waitFor();
  assert.equal(await dialog.locator("li").count(), 50);
  assert.ok((await dialog.innerText()).includes("网站有 70 处错误") && (await dialog.innerText()).includes("另有 20 处"));
  const list = dialog.locator(".scroll");
  assert.ok(await list.evaluate((list) => list.scrollHeight > 2 * list.clientHeight && list.clientHeight < innerHeight));
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  site.write("content/pages/unrelated.md", "---\ntitle: 无关\n---\n无关\n");
  await until(() => site.said.includes("unrelated.md"));
  await pause(300);
  assert.ok(!(await dialog.isVisible()));
});

test("warnings wait behind a mark", async () => {
  await open(ADDRESS);
  site.write(ARTICLE, article("提醒", "```nosuchlanguage\nx\n```"));
  const badge = page.locator("kepu-overlay .badge.warning");
  await badge.waitFor();
  const dialog = page.locator("kepu-overlay dialog");
  assert.ok(!(await dialog.isVisible()));
  await badge.click();
  await dialog.waitFor();
  await pause(100);
  await page.screenshot({ path: join(pictures, "warning.png") });
  assert.ok((await dialog.innerText()).includes("W0202"));
});

test("a site that never was good is told so, and appears", async () => {
  await site.stop();
  site.rename("site.yaml", "site.yaml.aside");
  site.write("site.yaml", "title: [\n");
  await site.start("--port", site.port);
  await page.goto(site.url + ADDRESS);
  const dialog = page.locator("kepu-overlay dialog");
  await dialog.waitFor();
  await pause(200);
  await page.screenshot({ path: join(pictures, "nothing.png") });
  assert.match(await dialog.innerText(), /E010\d/);
  site.rename("site.yaml.aside", "site.yaml");
  await heading("看得见");
});

test("a server that returns finds its pages", async () => {
  await open(ADDRESS);
  await mark();
  assert.equal(await site.stop(), 0);
  await page.locator("kepu-overlay .notice").waitFor();
  await page.screenshot({ path: join(pictures, "disconnected.png") });
  site.write(ARTICLE, article("回来了"));
  await site.start("--port", site.port);
  await heading("回来了");
  assert.equal(await page.locator("kepu-overlay .notice:visible").count(), 0);
});

test("a page out of sight listens to nothing, and catches up when it is seen", async () => {
  await open(ADDRESS);
  const turn = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await turn(true);
  await mark();
  site.write(ARTICLE, article("没人看见"));
  await until(async () => (await (await page.request.get(site.url + ADDRESS)).text()).includes("没人看见"));
  await pause(300);
  assert.ok(await marked(), "nobody told it");
  await turn(false);
  await heading("没人看见");
});

test("a page's own security policy doesn't stop it", async () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;
  site.write("static/strict.html", `<!doctype html><html lang="zh"><head>${policy}<title>1</title></head><body><h1>一</h1></body></html>`);
  await open("strict.html", () => page.locator("h1", { hasText: "一" }).count());
  site.write("static/strict.html", `<!doctype html><html lang="zh"><head>${policy}<title>2</title></head><body><h1>二</h1></body></html>`);
  await heading("二");
  site.write(ARTICLE, article("坏了").replace("title:", "tilte:"));
  await page.locator("kepu-overlay dialog").waitFor();
  const card = page.locator("kepu-overlay .card");
  assert.notEqual(await card.evaluate((card) => getComputedStyle(card).borderRadius), "0px", "it has its looks");
});

test("what isn't published yet bears a mark", async () => {
  await site.stop();
  await site.start("--port", site.port, "--drafts");
  site.write(ARTICLE, article("草稿").replace("title:", "draft: true\ntitle:"));
  await open(ADDRESS, () => page.locator(".badge.unpublished").count());
  assert.equal(await page.locator("main .badge.unpublished").first().innerText(), "未发布");
  site.write("content/events/2026/unseen.md", "---\ntitle: 未来的活动\nstart: 2026-12-20 9:00\npublish_at: 2026-12-01\n---\n活动。\n");
  await open("events/2026/unseen/", () => page.locator(".badge.unpublished").count());
  await page.screenshot({ path: join(pictures, "unpublished.png") });
});

test("a site below a path is served there", async () => {
  await site.stop();
  await site.start("--port", site.port, "--base-path", "/sub/");
  assert.ok(site.url.endsWith("/sub/"));
  await page.goto(new URL("/", site.url).href);
  await page.waitForURL(site.url);
  await page.goto(site.url + ADDRESS);
  await heading("看得见");
  site.remove(ARTICLE);
  await page.waitForURL(`${site.url}column/2026/05/`);
});

function article(title, body = "正文。") {
  return `---\ntitle: ${title}\ndate: 2026-05-18\n---\n${body}\n`;
}

// Opens a page once it is as it should be.
async function open(address, ready = () => page.locator("h1").count()) {
  await until(async () => {
    await page.goto(site.url + address);
    return await ready();
  });
  await page.waitForLoadState("load");
}

async function heading(text) {
  await page.locator("h1", { hasText: text }).first().waitFor({ timeout: 15_000 });
}

// A mark on the document that loading the page again takes away.
const mark = () => page.evaluate(() => (window.sameDocument = true));
const marked = () => page.evaluate(() => window.sameDocument === true);
const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
