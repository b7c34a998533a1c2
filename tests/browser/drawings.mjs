// Hostile drawings, published by the program and opened in a browser without any policy header: no script runs, no
// other host is asked, and no other page is shown. A few of them are opened as they were made, so that it is known that the
// browser would do what is looked for.
//
//   KEPU=target/debug/kepu node --test tests/browser/drawings.mjs

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { launch, pause, repository } from "./serving.mjs";

const { head, inside, whole } = JSON.parse(readFileSync(join(repository, "tests/drawings/hostile.json"), "utf8"));
const drawings = [...inside.map((one) => Buffer.from(`${head}<circle r='3'/>${one}</svg>`)), ...whole.map((one) => Buffer.from(one, "base64"))];
const program = resolve(process.env.KEPU ?? join(repository, "target/debug/kepu"));
const root = mkdtempSync(join(tmpdir(), "kepu-drawings-"));
let browser, server, origin;

before(async () => {
  mkdirSync(join(root, "static"));
  mkdirSync(join(root, "content"));
  mkdirSync(join(root, "made"));
  writeFileSync(join(root, "site.yaml"), "title: 图\nbase_url: https://example.org/\nlanguage: zh-CN\n");
  drawings.forEach((drawing, at) => {
    // Each by itself: one that can't be read keeps the site from being built.
    for (const folder of ["static", "made"]) writeFileSync(join(root, folder, `d${at}.svg`), drawing);
  });
  for (let tries = 0; ; tries++) {
    try { execFileSync(program, ["build", "--root", root, "--lang", "en", "--format", "json"], { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 }); break; } catch (error) {
      const refused = JSON.parse(error.stdout).diagnostics.filter((one) => one.severity === "error").map((one) => JSON.stringify(one).match(/static\/(d\d+\.svg)/)?.[1]).filter(Boolean);
      assert.ok(refused.length > 0 && tries < drawings.length, String(error.stdout).slice(0, 2000));
      refused.forEach((name) => rmSync(join(root, "static", name), { force: true }));
    }
  }
  server = createServer((request, response) => {
    const file = join(root, request.url);
    if (!/^\/(public|made)\/d\d+\.svg$/.test(request.url) || !existsSync(file)) { response.writeHead(404).end(); return; }
    response.writeHead(200, { "content-type": "image/svg+xml" }).end(readFileSync(file));
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.close();
  rmSync(root, { recursive: true, force: true });
});

// What a drawing does when it is opened and clicked.
async function deeds(address) {
  const page = await browser.newPage();
  const found = [];
  await page.exposeFunction("evil", () => found.push("a script ran"));
  page.on("request", (request) => { if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) found.push(`asked ${request.url()}`); });
  page.on("dialog", (dialog) => { found.push("a dialog"); dialog.dismiss(); });
  page.on("framenavigated", (frame) => { if (frame.url() !== "about:blank" && !frame.url().startsWith(origin)) found.push(`went to ${frame.url()}`); });
  try {
    await page.goto(address, { timeout: 60_000 });
    await pause(120);
    await page.evaluate(() => {
      for (const element of document.querySelectorAll("*")) for (const name of ["click", "mouseover", "load", "error", "focus"]) element.dispatchEvent(new MouseEvent(name, { bubbles: true }));
    }).catch(() => {});
    await pause(60);
  } catch (error) {
    if (!/ERR_ABORTED|interrupted/.test(String(error))) throw error;
  }
  await page.close();
  return found;
}

test("a drawing as it was made does what is looked for", async () => {
  const made = async (text) => deeds(`${origin}/made/d${inside.indexOf(text)}.svg`);
  assert.ok((await made("<script>evil()</script>")).includes("a script ran"));
  assert.ok((await made("<g onload='evil()'/>")).length > 0);
  assert.ok((await made("<image href='https://evil.example/a.png'/>")).some((one) => one.includes("evil.example")));
});

test("a published one does nothing", async () => {
  let opened = 0;
  const wrong = [];
  const open = async (at) => {
    if (!existsSync(join(root, "public", `d${at}.svg`))) return;
    opened++;
    const found = await deeds(`${origin}/public/d${at}.svg`);
    if (found.length > 0) wrong.push(`${drawings[at].toString().slice(200, 320)}: ${found.join(", ")}`);
  };
  for (let at = 0; at < drawings.length; at += 6) await Promise.all([0, 1, 2, 3, 4, 5].map((step) => at + step).filter((one) => one < drawings.length).map(open));
  assert.deepEqual(wrong, []);
  assert.ok(opened >= 60, `${opened} of ${drawings.length} are published`);
});
