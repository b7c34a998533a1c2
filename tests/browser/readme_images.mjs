// readme_images.mjs PUBLIC_DIR OUT_DIR: the six pictures of the README, as a visitor of a fixed day sees the pages.
// The day is that of the build (2026-11-23, a Monday, ten in the morning), so the pictures can be made again.
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { browser, look, serve } from "./theme_site.mjs";

const [folder, out] = process.argv.slice(2);
if (!folder || !out) {
  console.error("usage: readme_images.mjs PUBLIC_DIR OUT_DIR");
  process.exit(2);
}
const LARGEST = 150_000;
const desk = { width: 1200, height: 820 };
const phone = { width: 390, height: 820 };
const pictures = [
  { name: "home", path: "/", size: desk },
  { name: "directory", path: "/bases/?free=1&children=1", size: desk, at: "[data-filter]" },
  { name: "calendar", path: "/events/calendar/2026-11/", size: desk, at: ".month-grid" },
  { name: "base", path: "/bases/science-hall/", size: phone },
  { name: "article", path: "/column/2026/11/river-fog/", size: phone, scheme: "dark" },
  { name: "search", path: "/search/?q=江", size: phone },
];

await mkdir(out, { recursive: true });
const site = await serve(folder);
const opened = await browser();
let faults = 0;
for (const { name, path, size, scheme, at } of pictures) {
  const context = await look(opened, { size, scheme });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date("2026-11-23T10:00:00+08:00"));
  await page.goto(site.origin + encodeURI(path), { waitUntil: "networkidle" });
  if (at) await page.locator(at).evaluate((part) => scrollTo(0, part.getBoundingClientRect().top + scrollY - 24));
  const file = join(out, `${name}.jpg`);
  await page.screenshot({ path: file, type: "jpeg", quality: 82 });
  const { size: bytes } = await stat(file);
  console.log(`${file} ${bytes}`);
  if (bytes > LARGEST) { faults += 1; console.error(`${file}: ${bytes} bytes, ${LARGEST} are allowed`); }
  await context.close();
}
await opened.close();
site.stop();
process.exit(faults > 0 ? 1 : 0);
