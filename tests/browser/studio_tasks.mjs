// The ten-minute task of a new editor, with its steps counted: an article with three pictures, a base with its hours, an
// event that repeats. A step is a click, a key, or a field that is filled.
//
//   KEPU=target/debug/kepu node --test tests/browser/studio_tasks.mjs
//
// With PICTURES=docs/images it leaves the pictures of docs/studio.zh-CN.md there.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Studio, launch, repository, until } from "./serving.mjs";

const pictures = process.env.PICTURES ?? join(repository, "target/browser/pictures");
const patience = Number(process.env.KEPU_PATIENCE ?? 20_000);
let browser, studio, page, steps;

before(async () => { mkdirSync(pictures, { recursive: true }); browser = await launch(); });
after(async () => {
  await browser.close();
  await studio.end();
  rmSync(studio.root, { recursive: true });
});

const picture = (name) => page.screenshot({ path: join(pictures, `studio-task-${name}.jpg`), type: "jpeg", quality: 70 });
const click = async (target) => { steps++; await target.click(); };
const fill = async (target, text) => { steps++; await target.fill(text); };
const field = (key) => page.locator(`[data-field="${key}"]`);
const saved = async () => { steps++; await page.keyboard.press("Control+s"); await page.locator("#status", { hasText: "已保存" }).waitFor(); };
const kept = () => page.getByText("草稿已留存").first().waitFor();

async function make(collection, title) {
  await click(page.getByRole("navigation").getByRole("link", { name: collection }));
  await page.getByRole("searchbox").waitFor();
  await click(page.getByRole("button", { name: "新建" }));
  await fill(page.getByRole("dialog").getByLabel("标题"), title);
  await click(page.getByRole("dialog").getByRole("button", { name: "建草稿" }));
  await field("title").waitFor();
}

async function publish() {
  await click(page.getByRole("button", { name: "发布", exact: true }));
  await page.locator("#status", { hasText: "公开" }).waitFor();
}

const file = (folder, part) => {
  const found = readdirSync(join(studio.root, "content", folder), { recursive: true }).find((name) => name.includes(part));
  return readFileSync(join(studio.root, "content", folder, found), "utf8");
};

test("an article with three pictures, a base with hours and an event that repeats", async () => {
  studio = new Studio();
  await studio.start();
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(patience);
  const files = process.env.KEPU_STUDIO_FILES;
  if (files) await page.route("**/studio/*", (route) => route.fulfill({ path: join(files, new URL(route.request().url()).pathname.split("/").at(-1)) }));
  await page.goto(studio.url);
  await page.getByRole("heading", { name: "总览" }).waitFor();

  steps = 0;
  await make("科学专栏", "露水从哪里来");
  await click(page.locator("details.more > summary"));
  await fill(field("summary").locator("input, textarea"), "夜里凉，水汽凝成露水。");
  await fill(page.getByRole("textbox", { name: "正文" }), "夜里**地面**比空气凉，水汽就凝成露水。\n\n");
  const found = ["article.jpg", "base.jpg", "calendar.jpg"];
  const photo = (name) => readFileSync(join(repository, "docs/images", name));
  steps++;
  await page.locator(".tools input[type=file]").setInputFiles(found.map((name, at) => ({ name: `露水${at + 1}.${name.split(".").pop()}`, mimeType: "image/jpeg", buffer: photo(name) })));
  await until(async () => ((await page.getByRole("textbox", { name: "正文" }).inputValue()).match(/!\[/g) ?? []).length === 3, undefined, patience * 2);
  await kept();
  await picture("article");
  await publish();
  const article = steps;
  assert.equal(file("column", "lu-shui-cong-na-li-lai.md").match(/!\[/g).length, 3);

  steps = 0;
  await make("科普基地", "水文科普馆");
  for (const [key, value] of [["summary", "看懂水位和雨量。"], ["address", "江阳区滨江路1号"]]) {
    const input = field(key).locator("input, textarea").first();
    if (!(await input.isVisible())) await click(page.locator("details.more > summary"));
    await fill(input, value);
  }
  const district = field("district").locator("select");
  if (!(await district.isVisible())) await click(page.locator("details.more > summary"));
  steps++;
  await district.selectOption({ label: "江阳区" });
  await fill(field("opening_hours").locator("textarea").first(), "周二至周日 9:00-17:00，周一闭馆");
  await page.locator('[data-field="opening_hours"] .read li').first().waitFor();
  await picture("base");
  await saved();
  const base = steps;
  assert.match(file("bases", "shui-wen-ke-pu-guan"), /opening_hours: /);

  steps = 0;
  await make("科普活动", "周末天文讲座");
  await fill(field("start").locator("input").first(), "2026年12月5日 上午9点");
  if (!(await field("recurrence").locator("textarea").first().isVisible())) await click(page.locator("details.more > summary"));
  await fill(field("recurrence").locator("textarea").first(), "每周六上午9点，共4次");
  await field("recurrence").locator(".read li").nth(3).waitFor();
  await picture("event");
  await saved();
  const event = steps;
  assert.match(file("events", "zhou-mo-tian-wen-jiang-zuo"), /recurrence: /);

  console.log(`steps: article ${article}, base ${base}, event ${event}`);
  // A person takes four seconds for a step and a minute of thinking for each of the three: well within ten minutes.
  assert.ok(article + base + event <= 45, `${article} + ${base} + ${event} steps`);
});
