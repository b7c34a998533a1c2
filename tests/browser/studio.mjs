// The studio as an editor sees it: the real program over a copy of the demonstration site, in a real Chromium.
//
//   KEPU=target/debug/kepu node --test tests/browser/studio.mjs
//
// Pictures of what was seen are left in target/browser/pictures.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Studio, launch, pause, repository, until } from "./serving.mjs";

const pictures = join(repository, "target/browser/pictures");
const axe = readFileSync(createRequire(join(process.env.KEPU_BROWSER ?? join(repository, "target/browser"), "package.json")).resolve("axe-core/axe.min.js"), "utf8");

let browser, studio, page, failures;

before(async () => { mkdirSync(pictures, { recursive: true }); browser = await launch(); });
after(() => browser.close());
beforeEach(async () => {
  studio = new Studio();
  await studio.start();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !/404|409|503|Failed to load resource|data:,/.test(message.text())) failures.push(message.text()); });
  // The page's files as they are in the sources, for whoever works on them without compiling.
  const files = process.env.KEPU_STUDIO_FILES;
  if (files) await page.route("**/studio/*", (route) => route.fulfill({ path: join(files, new URL(route.request().url()).pathname.split("/").at(-1)) }));
  page.setDefaultTimeout(Number(process.env.KEPU_PATIENCE ?? 15_000));
  await page.goto(studio.url);
  await page.getByRole("heading", { name: "总览" }).waitFor();
});
afterEach(async (context) => {
  await picture(`last-${context.name.slice(0, 20).replaceAll(" ", "-")}`);
  await page.close();
  await studio.end();
  rmSync(studio.root, { recursive: true });
  assert.deepEqual(failures, []);
});

const picture = (name) => page.screenshot({ path: join(pictures, `studio-${name}.png`) });
const field = (key) => page.locator(`[data-field="${key}"]`);
const text = () => page.getByRole("textbox", { name: "正文" });
const frame = () => page.frameLocator("iframe");
const kept = () => page.getByText("草稿已留存").waitFor();
const save = async () => { await page.keyboard.press("Control+s"); await page.locator("#status", { hasText: "已保存" }).waitFor(); };

async function make(collection, title) {
  await page.getByRole("navigation").getByRole("link", { name: collection }).click();
  await page.getByRole("searchbox").waitFor();
  await page.getByRole("button", { name: "新建" }).click();
  await page.getByRole("dialog").getByLabel("标题").fill(title);
  await page.getByRole("dialog").getByRole("button", { name: "建草稿" }).click();
  await field("title").waitFor();
}

async function open(collection, search) {
  await page.getByRole("navigation").getByRole("link", { name: collection }).click();
  await page.getByRole("searchbox").fill(search);
  await page.locator("tbody a").first().click();
  await field("title").waitFor();
}

test("the key is gone from the address, and a reload goes on", async () => {
  assert.ok(!page.url().includes("key"), page.url());
  await picture("overview");
  await page.reload();
  await page.getByRole("heading", { name: "总览" }).waitFor();
});

test("an article with a picture is written, seen, saved and published", async () => {
  await make("科学专栏", "露水从哪里来");
  await page.locator("details.more > summary").click();
  await field("summary").locator("input, textarea").fill("夜里凉，水汽凝成露水。");
  await text().fill("夜里**地面**比空气凉，水汽就凝成露水。");
  await kept();
  await frame().locator("main strong", { hasText: "地面" }).waitFor();
  const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC", "base64");
  await page.locator(".tools input[type=file]").setInputFiles([1, 2, 3].map((number) => ({ name: `照片 ${number}.png`, mimeType: "image/png", buffer: png })));
  await until(async () => (await text().inputValue()).match(/!\[/g)?.length === 3);
  await kept();
  await frame().locator("main img").first().waitFor();
  await picture("article");
  await save();
  const file = "column/2026/lu-shui-cong-na-li-lai.md";
  assert.ok(studio.read(file).includes("draft: true") && studio.read(file).includes("![照片 1](lu-shui-cong-na-li-lai-zhao-pian-1.png)"), studio.read(file));
  await page.getByRole("button", { name: "发布" }).click();
  await page.locator("#status", { hasText: "公开" }).waitFor();
  assert.ok(!/^draft/m.test(studio.read(file)), studio.read(file));
});

test("a wrong value is told at its field, and what was understood is read back", async () => {
  await make("科普活动", "周末天文讲座");
  await field("start").locator("input").first().fill("2026年2月30日");
  await field("start").locator("p.error").waitFor();
  await picture("wrong");
  await field("start").locator("input").first().fill("2026年12月5日 上午9点");
  await field("start").locator("p.error").waitFor({ state: "detached" });
  await page.locator("details.more > summary").click();
  await field("recurrence").locator("textarea").first().fill("每周六上午9点，共4次");
  await field("recurrence").locator(".read li").first().waitFor();
  await picture("event");
});

test("a click in the preview puts the caret there", async () => {
  await open("科学专栏", "caihong");
  const word = frame().locator("main p").nth(2);
  await word.click();
  const selected = () => page.evaluate(() => { const area = document.activeElement; return area.value?.slice(area.selectionStart, area.selectionEnd) ?? ""; });
  await until(async () => (await selected()).length > 1);
  assert.ok((await word.textContent()).includes((await selected()).trim()), await selected());
});

test("what isn't saved outlives the program and the page", async () => {
  await open("科学专栏", "彩虹");
  await text().press("End");
  await text().evaluate((area) => area.setSelectionRange(0, 0));
  await page.keyboard.type("没有保存的一句。");
  await kept();
  const address = page.url();
  const port = new URL(address).port;
  await studio.end("SIGKILL");
  await page.keyboard.type("又一句。");
  await page.getByText("连不上 kepu").first().waitFor();
  await studio.start(port);
  await page.keyboard.type("再一句。");
  await kept();
  await page.reload();
  await until(async () => (await text().inputValue()).startsWith("没有保存的一句。又一句。再一句。"), async () => (await text().inputValue()).slice(0, 60));
});

test("another's change is never overwritten", async () => {
  await open("科学专栏", "彩虹");
  const file = await page.locator(".foot").textContent().then((words) => words.match(/column\/\S+/)[0]);
  await text().fill("这一页的文字。\n");
  await kept();
  const theirs = studio.read(file).replace(/\n---\n[^]*/, "\n---\n别人的文字。\n");
  writeFileSync(join(studio.root, "content", file), theirs);
  await page.keyboard.press("Control+s");
  await page.getByRole("dialog").getByText("被别处改过").first().waitFor();
  await picture("conflict");
  assert.equal(studio.read(file), theirs);
  await page.getByRole("button", { name: "用这一页的" }).click();
  await page.locator("#status", { hasText: "已保存" }).waitFor();
  assert.ok(studio.read(file).includes("这一页的文字。"));
  await page.getByRole("button", { name: "历史" }).click();
  await page.getByRole("dialog").locator("ol button").first().waitFor();
});

test("undo gives back what the toolbar changed", async () => {
  await open("科学专栏", "彩虹");
  const before = await text().inputValue();
  await text().evaluate((area) => { area.focus(); const at = area.value.indexOf("。"); area.setSelectionRange(at - 4, at + 1); });
  for (const name of ["加粗 (Ctrl+B)", "列表", "脚注", "表格"]) await page.getByRole("toolbar").getByRole("button", { name, exact: true }).click();
  assert.notEqual(await text().inputValue(), before);
  for (let step = 0; step < 20 && (await text().inputValue()) !== before; step++) await page.keyboard.press("Control+z");
  assert.equal(await text().inputValue(), before);
});

test("an input method is left alone until it is done", async () => {
  await open("科学专栏", "彩虹");
  const client = await page.context().newCDPSession(page);
  for (const target of [text(), field("title").locator("input")]) {
    await target.evaluate((area) => { area.focus(); area.setSelectionRange(0, 0); });
    const before = await target.inputValue();
    for (const typed of ["n", "ni", "nih", "niha", "nihao"]) {
      await client.send("Input.imeSetComposition", { text: typed, selectionStart: typed.length, selectionEnd: typed.length });
      await pause(150);
    }
    await client.send("Input.insertText", { text: "你好" });
    await pause(900);
    assert.equal(await target.inputValue(), `你好${before}`);
  }
});

test("a script in a text reaches nothing", async () => {
  await open("科学专栏", "彩虹");
  await text().evaluate((area) => { area.focus(); area.setSelectionRange(0, 0); });
  await page.keyboard.insertText("<script>parent.postMessage({kepu:'x'},'*');try{parent.document.title='stolen'}catch(e){}</script>\n\n");
  await kept();
  await pause(500);
  assert.ok(!(await page.title()).includes("stolen"));
});

test("lists are searched in pinyin, and go back", async () => {
  await page.getByRole("navigation").getByRole("link", { name: "科普基地" }).click();
  await page.getByRole("searchbox").fill("kjg");
  await until(async () => (await page.locator("tbody tr").count()) < 20);
  await picture("list");
  await page.locator("tbody a").first().click();
  await field("title").waitFor();
  await page.goBack();
  assert.equal(await page.getByRole("searchbox").inputValue(), "kjg");
});

test("nothing is wrong for axe, in light and dark", async () => {
  const judge = async (name) => {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }).then((done) => done.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)));
    assert.deepEqual(found, [], name);
  };
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${new URL(studio.url).origin}/#/`);
    await page.getByRole("heading", { name: "总览" }).waitFor();
    await judge(`overview ${colorScheme}`);
    await open("科普基地", "kjg");
    await pause(800);
    await picture(`base-${colorScheme}`);
    await judge(`editor ${colorScheme}`);
  }
  await page.setViewportSize({ width: 820, height: 1180 });
  await picture("tablet");
});

test("an event is moved in the month, and keeps the day that people knew", async () => {
  await page.goto(`${new URL(studio.url).origin}/#/month/events?month=2026-12`);
  const event = page.locator('.event[draggable="true"].public').first();
  await event.waitFor();
  await picture("month");
  const address = await event.getAttribute("href");
  await event.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByRole("dialog").getByRole("button", { name: "改期" }).click();
  await page.locator("#status", { hasText: "移好了" }).waitFor({ timeout: 20_000 });
  await page.goto(`${new URL(studio.url).origin}/${address}`);
  const file = await page.locator(".foot").textContent().then((words) => words.match(/events\/\S+/)[0]);
  assert.match(studio.read(file), /^previous_start: /m);
  assert.match(studio.read(file), /^status: rescheduled/m);
});

test("the site is published: what changes first, then the files", async () => {
  mkdirSync(join(studio.root, "..", "kepu-web-" + process.pid));
  writeFileSync(join(studio.root, "site.yaml"), readFileSync(join(studio.root, "site.yaml"), "utf8").replace("outputs: {targets: true}", "outputs: {targets: true, posters: false}") + `\ndeploy:\n  web: {to: folder, path: "${join(studio.root, "..", "kepu-web-" + process.pid)}"}\n`);
  // Until the program has seen the new setting.
  await until(async () => {
    await page.goto(`${new URL(studio.url).origin}/#/`);
    await page.goto(`${new URL(studio.url).origin}/#/publish`);
    await page.getByRole("heading", { name: "发布网站" }).waitFor();
    return page.getByRole("button", { name: "看会有什么变化" }).isVisible();
  });
  await page.getByRole("button", { name: "看会有什么变化" }).click();
  await page.getByText("新的页").waitFor({ timeout: 90_000 });
  await picture("publish");
  await page.getByRole("button", { name: "发布到 web" }).click();
  await page.getByText("已发布到 web").waitFor({ timeout: 90_000 });
  assert.ok(existsSync(join(studio.root, "..", "kepu-web-" + process.pid, "index.html")));
  rmSync(join(studio.root, "..", "kepu-web-" + process.pid), { recursive: true });
});
