// A studio that two people share, each in a browser of one's own.
//
//   KEPU=target/debug/kepu node --test tests/browser/studio_shared.mjs

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Studio, launch, repository, until } from "./serving.mjs";

const kepu = process.env.KEPU ?? join(repository, "target/debug/kepu");
const axe = readFileSync(createRequire(join(process.env.KEPU_BROWSER ?? join(repository, "target/browser"), "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const password = "彩虹为什么是弯的";
const patience = Number(process.env.KEPU_PATIENCE ?? 20_000);
let browser, studio;

before(async () => {
  browser = await launch();
  studio = new Studio();
  for (const [name, role] of [["张三", "writer"], ["赵六", "admin"]]) {
    const made = spawnSync(kepu, ["studio", "user", "add", name, "--role", role, "--password-stdin", "--root", studio.root], { input: `${password}\n`, encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
  }
  await studio.start(null, ["--shared"]);
});
after(async () => {
  await browser.close();
  await studio.end();
  rmSync(studio.root, { recursive: true });
});

async function judge(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }).then((done) => done.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)));
  assert.deepEqual(found, [], name);
}

// A page of someone who has signed in, in a browser without anyone else's cookies.
async function visit(name) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(studio.url);
  await signIn(page, name);
  await page.getByRole("heading", { name: "总览" }).waitFor();
  return page;
}

async function signIn(page, name) {
  await page.getByRole("textbox", { name: "名字" }).fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

const text = (page) => page.getByRole("textbox", { name: "正文" });

test("two people see each other in an entry, and neither overwrites the other", async () => {
  const one = await visit("张三");
  const other = await visit("赵六");
  assert.equal(await one.getByRole("link", { name: "设置" }).count(), 0, "a writer has no settings");
  await other.getByRole("link", { name: "操作记录" }).click();
  await other.getByRole("cell", { name: "张三" }).first().waitFor();
  await judge(other, "log");
  await one.getByRole("navigation").getByRole("link", { name: "科学专栏" }).click();
  await one.locator("tbody a").first().click();
  await text(one).waitFor();
  const address = one.url();
  await other.goto(address);
  await text(other).waitFor();
  await other.getByText("张三也开着这一篇").waitFor();
  await judge(other, "entry with another person");
  // The preview is shown to who has signed in.
  await other.frameLocator('iframe[title="预览"]').locator("h1").first().waitFor();
  await text(other).fill(`${await text(other).inputValue()}\n乙写的。\n`);
  await other.getByText("草稿已留存").first().waitFor();
  await text(one).fill(`${await text(one).inputValue()}\n甲写的。\n`);
  await one.keyboard.press("Control+s");
  await one.locator("#status", { hasText: "已保存" }).waitFor();
  await other.locator("#status", { hasText: "被别处改过" }).waitFor();
  await other.keyboard.press("Control+s");
  const dialog = other.getByRole("dialog");
  await dialog.getByText("甲写的。").waitFor();
  await dialog.getByText("乙写的。").waitFor();
});

test("a session that has ended asks for the password over the text", async () => {
  const page = await visit("张三");
  await page.getByRole("navigation").getByRole("link", { name: "科学专栏" }).click();
  await page.locator("tbody a").nth(1).click();
  await text(page).waitFor();
  await page.context().clearCookies();
  await text(page).fill(`${await text(page).inputValue()}\n还在。\n`);
  const dialog = page.getByRole("dialog", { name: "登录" });
  await dialog.waitFor();
  await judge(page, "signing in");
  await page.getByLabel("密码").fill("wrong password");
  await page.getByRole("button", { name: "登录" }).click();
  await dialog.getByText("名字或密码不对").waitFor();
  await signIn(page, "张三");
  await dialog.waitFor({ state: "detached" });
  await page.keyboard.press("Control+s");
  await page.locator("#status", { hasText: "已保存" }).waitFor();
  await until(async () => (await text(page).inputValue()).includes("还在。"));
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByRole("dialog", { name: "登录" }).waitFor();
});
