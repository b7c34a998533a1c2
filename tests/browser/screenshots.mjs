// screenshots.mjs PUBLIC_DIR OUT_DIR [NAME …]: pictures of every kind of page, on a phone and on a
// desk, light and dark. Names choose pages; `--only=phone,light` and the like choose ways of looking;
// `--elder` and `--print` show the elder-friendly display and the printed sheet instead.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browser, look, pages, serve, widths } from "./theme_site.mjs";

const [folder, out, ...rest] = process.argv.slice(2);
if (!folder || !out) {
  console.error("usage: screenshots.mjs PUBLIC_DIR OUT_DIR [NAME …] [--only=phone,light] [--elder] [--print] [--width=N]");
  process.exit(2);
}
const names = rest.filter((word) => !word.startsWith("--"));
const option = (name) => rest.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
const only = option("only")?.split(",") ?? [];
const wanted = (group, word) => !group.some((one) => only.includes(one)) || only.includes(word);
const width = Number(option("width"));
const sizes = width ? { [`w${width}`]: { width, height: 900 } } : widths;
const elder = rest.includes("--elder");
const print = rest.includes("--print");

await mkdir(out, { recursive: true });
const site = await serve(folder);
const opened = await browser();
let faults = 0;
for (const [device, size] of Object.entries(sizes)) {
  if (!width && !wanted(Object.keys(sizes), device)) continue;
  for (const scheme of ["light", "dark"]) {
    if (!wanted(["light", "dark"], scheme)) continue;
    const context = await look(opened, { size, scheme, elder });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") { faults += 1; console.error(`${page.url()}: ${message.text()}`); }
    });
    for (const [name, path] of Object.entries(pages)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const answer = await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
      if (!answer.ok() && name !== "not-found") { faults += 1; console.error(`${path}: ${answer.status()}`); }
      // Pictures below the fold load when they come near; a full page wants them all.
      await page.evaluate(async () => {
        for (const image of document.images) image.loading = "eager";
        await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
      });
      const file = join(out, `${name}-${device}-${scheme}${elder ? "-elder" : ""}${print ? "-print" : ""}`);
      if (print) {
        await page.pdf({ path: `${file}.pdf`, format: "A4", preferCSSPageSize: true });
        continue;
      }
      // A page wider than its window scrolls sideways, which no page may.
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) { faults += 1; console.error(`${path}: ${over}px too wide at ${size.width}`); }
      await page.screenshot({ path: `${file}.png`, fullPage: true });
    }
    await context.close();
  }
}
await opened.close();
site.stop();
process.exit(faults > 0 ? 1 : 0);
