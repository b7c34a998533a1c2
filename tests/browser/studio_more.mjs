// The studio's further parts as an editor meets them: pasting, importing, tables, settings, lists, findings, a new site.
//
//   KEPU=target/debug/kepu node --test tests/browser/studio_more.mjs

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Studio, launch, pause, repository, until } from "./serving.mjs";

const pictures = join(repository, "target/browser/pictures");
const axe = readFileSync(createRequire(join(process.env.KEPU_BROWSER ?? join(repository, "target/browser"), "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const clipboard = (name) => readFileSync(join(repository, "tests/import/clipboard", name), "utf8");

let browser, studio, page, failures;

before(async () => { mkdirSync(pictures, { recursive: true }); browser = await launch(); });
after(() => browser.close());
beforeEach(async () => { studio = new Studio(); });
afterEach(async (context) => {
  if (page) { await picture(`more-${context.name.slice(0, 24).replaceAll(/[ ,']/g, "-")}`); await page.close(); }
  page = undefined;
  await studio.end();
  rmSync(studio.root, { recursive: true });
  assert.deepEqual(failures, []);
});

async function begin(heading = "总览") {
  await studio.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  failures = [];
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !/404|409|503|Failed to load resource|data:,/.test(message.text())) failures.push(message.text()); });
  const files = process.env.KEPU_STUDIO_FILES;
  if (files) await page.route("**/studio/*", (route) => route.fulfill({ path: join(files, new URL(route.request().url()).pathname.split("/").at(-1)) }));
  page.setDefaultTimeout(Number(process.env.KEPU_PATIENCE ?? 15_000));
  await page.goto(studio.url);
  await page.getByRole("heading", { name: heading }).waitFor();
}

const origin = () => new URL(studio.url).origin;
const picture = (name) => page.screenshot({ path: join(pictures, `studio-${name}.png`) });
const text = () => page.getByRole("textbox", { name: "正文" });
const view = (address) => page.goto(`${origin()}/${address}`);
const said = (words) => page.locator("#status", { hasText: words }).waitFor();

async function judge(name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }).then((done) => done.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)));
  assert.deepEqual(found, [], name);
}

// In light, in dark, and with the letters of whoever has them large.
async function judgeAll(name) {
  for (const colorScheme of ["light", "dark"]) { await page.emulateMedia({ colorScheme }); await judge(`${name} ${colorScheme}`); }
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(() => { document.documentElement.style.fontSize = "24px"; });
  await judge(`${name} large`);
  await picture(`${name}-large`);
  await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
}

async function open(collection, search) {
  await page.getByRole("navigation").getByRole("link", { name: collection }).click();
  await page.getByRole("searchbox").fill(search);
  await page.locator("tbody a", { hasText: search }).first().click();
  await page.locator('[data-field="title"]').waitFor();
}

// As a browser does it: a paste event with what the clipboard holds.
const paste = (html, plain, rtf = "") => text().evaluate((area, [html, plain, rtf]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  if (rtf) data.setData("text/rtf", rtf);
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}, [html, plain, rtf]);

test("words from Word come with their structure, as one step of undo", async () => {
  await begin();
  await open("科学专栏", "彩虹");
  await text().fill("开头。\n\n");
  await text().evaluate((area) => { area.focus(); area.setSelectionRange(area.value.length, area.value.length); });
  await paste(clipboard("word.html"), "露水从哪里来\n夜里地面比空气凉。", clipboard("word.rtf"));
  await page.getByText("已按原来的结构粘贴").waitFor();
  const made = await text().inputValue();
  assert.match(made, /^开头。\n\n## 露水从哪里来\n\n夜里\*\*地面 比空气凉\*\*/);
  assert.match(made, /!\[\]\(\S+\.png "图1 草叶上的露珠"\)/);
  assert.match(made, /\| 时间 \| 气温 \|/);
  await picture("paste");
  await judgeAll("pasted");
  await page.getByRole("button", { name: "只留文字" }).click();
  assert.equal(await text().inputValue(), "开头。\n\n露水从哪里来\n夜里地面比空气凉。");
  await text().focus();
  await page.keyboard.press("Control+z");
  assert.equal(await text().inputValue(), made);
  await page.keyboard.press("Control+z");
  assert.equal(await text().inputValue(), "开头。\n\n露水从哪里来\n夜里地面比空气凉。");
});

test("words that were changed meanwhile are left alone, and remote pictures are named", async () => {
  await begin();
  await open("科学专栏", "彩虹");
  await text().fill("");
  await page.route("**/api", async (route) => { if (route.request().postData()?.includes('"ask":"paste"')) await pause(600); await route.continue(); });
  await paste(clipboard("wechat.html"), "夜空里的流星");
  await text().evaluate((area) => area.setSelectionRange(2, 2));
  await page.keyboard.type("改");
  await page.getByText("粘贴的文字已经改过").waitFor();
  assert.equal(await text().inputValue(), "夜空改里的流星");
  await page.getByRole("button", { name: "放到光标处" }).waitFor();
  await page.unroute("**/api");
  await text().fill("");
  await paste(clipboard("wechat.html"), "夜空里的流星");
  await page.getByText("1 张图片还在别的网站上").waitFor();
  await picture("paste-wechat");
  await page.getByRole("button", { name: "去掉", exact: true }).click();
  assert.ok(!(await text().inputValue()).includes("mmbiz"));
});

test("a table is edited by cell and by form, and nothing else of it changes", async () => {
  await begin();
  await page.getByRole("navigation").getByRole("link", { name: "科普基地" }).click();
  await page.getByRole("searchbox").fill("消防安全体验馆");
  await page.locator("tbody a", { hasText: "消防安全体验馆" }).first().click();
  await page.getByRole("grid").waitFor();
  const before = readFileSync(join(studio.root, "content/bases/entries.csv"));
  const cell = page.locator('[data-cell$=".1"]').first();
  await cell.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("消防体验馆");
  await page.keyboard.press("Enter");
  await cell.filter({ hasText: "消防体验馆" }).waitFor();
  await picture("grid");
  await judgeAll("grid");
  await page.keyboard.press("Control+s");
  await said("已保存");
  const after_ = readFileSync(join(studio.root, "content/bases/entries.csv"));
  assert.equal(after_.toString(), before.toString().replace("消防安全体验馆", "消防体验馆"));
  await page.getByRole("button", { name: /第 \d+ 行的表单/ }).first().click();
  await page.getByRole("dialog").waitFor();
  await picture("grid-row");
  await judge("row form");
  await page.keyboard.press("Escape");
  // A table in GB18030 stays one.
  await view("#/list/films");
  await page.locator("tbody a").first().click();
  await page.getByRole("grid").waitFor();
  const films = readFileSync(join(studio.root, "content/films/entries.csv"));
  const number = page.locator('[data-cell$=".2"]').first();
  await number.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("88");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+s");
  // The words of the save before stand there still.
  await until(() => !readFileSync(join(studio.root, "content/films/entries.csv")).equals(films));
  const now = readFileSync(join(studio.root, "content/films/entries.csv"));
  assert.equal(now.length, films.length + 1, `${now.length - films.length} bytes more`);
  const differing = [...now].findIndex((byte, at) => byte !== films[at]);
  assert.equal(now.subarray(differing, differing + 2).toString(), "88");
});

test("a dropped table is imported: first told, then written", async () => {
  await begin();
  await view("#/list/events");
  await page.getByRole("searchbox").waitFor();
  const csv = "标题,开始,结束,活动形式,面向人群,主办\n社区天文夜,2026-12-19 19:00,2026-12-19 20:30,观测,社区居民,市科技馆\n坏的一行,没有这一天,,讲座,公众,市科技馆\n";
  await page.locator("section.page").evaluate((element, csv) => {
    const data = new DataTransfer();
    data.items.add(new File([csv], "12月活动.csv", { type: "text/csv" }));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, csv);
  await page.getByRole("heading", { name: "导入“12月活动.csv”" }).waitFor();
  await page.getByText("会新建").first().waitFor({ timeout: 60_000 });
  await picture("import");
  await judgeAll("import");
  const count = () => readdirSync(join(studio.root, "content/events"), { recursive: true }).length;
  const before = count();
  await page.getByRole("button", { name: "导入", exact: true }).click();
  await page.getByText(/写了 \d+ 个文件/).waitFor({ timeout: 60_000 });
  assert.ok(count() > before);
  await page.locator("details a").first().click();
  await page.locator('[data-field="title"]').waitFor();
});

test("settings are forms, and a district's new name is that of its entries", async () => {
  await begin();
  const yaml = () => readFileSync(join(studio.root, "site.yaml"), "utf8");
  const before = yaml();
  await view("#/settings/site");
  await page.getByLabel("网站名称 · 中文").fill("泸州科普");
  // Saved by the key alone, without leaving the field.
  await page.keyboard.press("Control+s");
  await until(() => yaml() === before.replace("泸州科普之窗, en: Luzhou", "泸州科普, en: Luzhou"), yaml);
  await page.getByLabel("网站名称 · 中文").fill("泸州科普窗");
  await page.getByLabel("网站名称 · 中文").blur();
  await page.getByText("还没有保存").waitFor();
  await picture("settings");
  await judgeAll("settings");
  await page.keyboard.press("Control+s");
  await said("设置已保存");
  await until(() => yaml() === before.replace("泸州科普之窗, en: Luzhou", "泸州科普窗, en: Luzhou"), yaml);
  await view("#/settings/words");
  await page.locator("summary", { hasText: "区县" }).click();
  await page.getByRole("button", { name: "给“纳溪区”改名" }).click();
  await page.getByRole("dialog").getByLabel("新的名字").fill("纳溪新区");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText(/一起改 \d+ 个文件/).waitFor();
  await picture("rename");
  await page.getByRole("dialog").getByRole("button", { name: "改名" }).click();
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await said("设置已保存");
  // The words of the save before stand there still.
  await until(() => /naxi: \{title: \{zh-CN: 纳溪新区, en: Naxi\}/.test(yaml()), yaml);
  assert.ok(yaml().includes("# The words that entries are sorted by."));
  const left = readdirSync(join(studio.root, "content"), { recursive: true }).filter((name) => name.endsWith(".md") && new RegExp("^district: 纳溪区$", "m").test(readFileSync(join(studio.root, "content", name), "utf8")));
  assert.deepEqual(left, []);
  await view("#/settings/look");
  await page.getByText(/和白色的对比度/).waitFor();
  await view("#/settings/menu");
  await page.getByRole("button", { name: "往后" }).first().click();
  await page.getByText("还没有保存").waitFor();
  await picture("settings-menu");
  await page.setViewportSize({ width: 360, height: 780 });
  await picture("settings-360");
  await judge("settings 360");
});

test("a list is narrowed, and several are changed after one question", async () => {
  await begin();
  await view("#/list/column");
  await page.locator("summary", { hasText: "按字段筛选" }).click();
  const select = page.locator(".filters select").first();
  const key = await select.locator("option").nth(1).getAttribute("value");
  await select.selectOption(key);
  await until(async () => page.url().includes("f."));
  const address = page.url();
  await page.reload();
  await until(async () => (await page.locator(".filters select").first().inputValue()) === key);
  assert.equal(page.url(), address);
  await page.locator("tbody input[type=checkbox]").nth(0).check();
  await page.locator("tbody input[type=checkbox]").nth(1).check();
  await picture("bulk");
  await judgeAll("list");
  const files = await page.locator("tbody tr td.file").allTextContents();
  await page.getByRole("button", { name: "改回草稿" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await said("做好了 2 条");
  for (const file of files.slice(0, 2)) assert.match(studio.read(file.trim()), /^draft: true/m, file);
});

test("what the check can mend is shown and then written", async () => {
  await begin();
  const file = join(studio.root, "content/column");
  const name = readdirSync(file, { recursive: true }).find((one) => one.endsWith(".md") && !one.includes("_") && !one.endsWith(".en.md"));
  const whole = readFileSync(join(file, name), "utf8");
  writeFileSync(join(file, name), `${whole.trimEnd()}\n\n水(H2O)是液体,冰是固体。\n`);
  await until(async () => { await view("#/"); await view("#/check"); await page.getByText("查的是保存了的文件").waitFor({ timeout: 90_000 }); return (await page.locator("main button", { hasText: "能代改" }).count()) > 0; });
  await picture("check");
  await judgeAll("check");
  await page.locator("details", { has: page.locator("button", { hasText: "能代改" }) }).first().locator("summary").first().click();
  await page.getByRole("button", { name: /能代改/ }).first().click();
  await page.getByRole("dialog").waitFor();
  await picture("mend");
  await page.getByRole("dialog").getByRole("button", { name: "就这样改" }).click();
  await said("改好了");
  assert.ok(!readFileSync(join(file, name), "utf8").includes("液体,冰"));
});

test("the overview says what wants doing", async () => {
  await begin();
  await page.getByRole("heading", { name: "该做的事" }).waitFor({ timeout: 90_000 });
  await picture("overview-due");
  await judgeAll("overview");
  for (const [width, height] of [[834, 1112], [360, 780]]) {
    await page.setViewportSize({ width, height });
    await picture(`overview-${width}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}`);
  }
});

test("a comment stays with its words, is answered and resolved", async () => {
  await begin();
  await open("科学专栏", "彩虹");
  const before = await text().inputValue();
  const quote = before.slice(before.indexOf("。") - 6, before.indexOf("。"));
  await text().evaluate((area, quote) => { area.focus(); const at = area.value.indexOf(quote); area.setSelectionRange(at, at + quote.length); }, quote);
  await page.keyboard.press("Control+Alt+KeyM");
  const panel = page.getByRole("region", { name: "批注" });
  await until(() => panel.getByRole("textbox", { name: "写批注" }).evaluate((area) => document.activeElement === area));
  await page.keyboard.insertText("请核对<b>出处</b>");
  await page.keyboard.press("Control+Enter");
  await said("写好了批注");
  await panel.locator(".words", { hasText: "请核对<b>出处</b>" }).waitFor();
  await page.getByRole("button", { name: "1 条批注未解决" }).waitFor();
  // Words above it move it, and a click goes there.
  await text().evaluate((area) => { area.focus(); area.setSelectionRange(0, 0); });
  await page.keyboard.insertText("新加的一段。\n\n");
  await page.getByText("草稿已留存").waitFor();
  await panel.locator(".about button").click();
  const selected = () => text().evaluate((area) => (document.activeElement === area ? area.value.slice(area.selectionStart, area.selectionEnd) : ""));
  await until(async () => (await selected()) === quote, selected);
  // What is being typed stays while the list is drawn again.
  await panel.getByRole("textbox", { name: "写批注" }).fill("没有写完");
  await panel.locator("summary", { hasText: "回复" }).click();
  await panel.getByRole("textbox", { name: "回复" }).fill("查过了");
  await page.keyboard.press("Control+Enter");
  await panel.locator(".words", { hasText: "查过了" }).waitFor();
  assert.equal(await panel.getByRole("textbox", { name: "写批注" }).inputValue(), "没有写完");
  await picture("comments");
  await judgeAll("comments");
  // The words go, and the comment stays and says so.
  await text().fill("别的文字。");
  await panel.getByText("已经不在了").waitFor();
  await panel.getByRole("button", { name: "已解决" }).click();
  await panel.getByText("已解决 1").waitFor();
  await page.getByRole("button", { name: "批注", exact: true }).waitFor();
  const kept = readdirSync(join(studio.root, "comments"), { recursive: true }).filter((name) => name.endsWith(".jsonl"));
  assert.equal(kept.length, 1, String(kept));
  await panel.getByRole("textbox", { name: "写批注" }).fill("");
  // A field has comments as well: the one that had the focus.
  await page.locator('[data-field="title"] input').focus();
  await panel.getByRole("textbox", { name: "写批注" }).fill("标题太长");
  await panel.getByRole("button", { name: "写批注" }).click();
  await panel.locator(".about button", { hasText: "这一项" }).click();
  await until(() => page.locator('[data-field="title"] input').evaluate((input) => document.activeElement === input));
  await view("#/publish");
  await page.getByText("还有 1 条批注未解决").waitFor();
  await view("#/");
  await page.getByText("1 条批注未解决").waitFor();
  await judgeAll("overview with comments");
});

test("where there is no site the browser makes one", async () => {
  rmSync(studio.root, { recursive: true });
  studio.root = mkdtempSync(join(tmpdir(), "kepu-new-"));
  await begin("新建科普网站");
  await judgeAll("wizard");
  await page.getByLabel("网站名称").fill("泸县科普");
  await page.getByLabel("主办单位").fill("泸县科学技术局");
  await picture("wizard");
  await page.getByRole("button", { name: "建好网站" }).click();
  await page.getByRole("heading", { name: "总览" }).waitFor({ timeout: 60_000 });
  assert.match(readFileSync(join(studio.root, "site.yaml"), "utf8"), /title: 泸县科普\n/);
  assert.ok(existsSync(join(studio.root, "content/column")));
});
