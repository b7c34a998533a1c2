// studio_images.mjs OUT_DIR: the pictures of the studio's guide (docs/studio.zh-CN.md), of the real program over the
// demonstration site. Needs KEPU (the program).
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Studio, launch, pause } from "./serving.mjs";

const out = process.argv[2];
if (!out) {
  console.error("usage: KEPU=target/release/kepu studio_images.mjs OUT_DIR");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const studio = new Studio();
await studio.start();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const keep = async (name) => { await pause(1500); await page.screenshot({ path: join(out, `${name}.jpg`), type: "jpeg", quality: 80 }); };
const open = async (collection, words) => {
  await page.getByRole("navigation").getByRole("link", { name: collection }).click();
  await page.getByRole("searchbox").fill(words);
  await page.locator("tbody a").first().click();
  await page.locator('[data-field="title"]').waitFor();
};
await page.goto(studio.url);
await page.getByRole("heading", { name: "总览" }).waitFor();
await open("科学专栏", "彩虹");
await keep("studio-article");
await open("科普基地", "酿造");
await keep("studio-base");
await page.goto(`${new URL(studio.url).origin}/#/month/events?month=2026-12`);
await page.locator(".event").first().waitFor();
await keep("studio-month");
await browser.close();
await studio.end();
rmSync(studio.root, { recursive: true });
