// search.mjs PUBLIC_DIR [QUERY …]: how long a visitor waits for results, in Chromium.
//
//   node benches/search.mjs /dev/shm/bench/kepu-10000/public 彩虹 的 科技馆 kejiguan
//
// The theme's script is put beside the site's index, for the benchmark's own theme has none. The first query of each
// row is cold: it reads the titles, its terms and the texts of ten results. The second types the rest of the word.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { browser, serve } from "../tests/browser/theme_site.mjs";

const [folder, ...queries] = process.argv.slice(2);
mkdirSync(join(folder, "assets/js"), { recursive: true });
const script = resolve(import.meta.dirname, "../themes/spring/assets/js/search.js");
writeFileSync(join(folder, "assets/js/search.js"), readFileSync(script));
writeFileSync(join(folder, "bench.html"), '<!doctype html><html lang="zh-CN"><title>-</title><script src="/assets/js/search.js"></script>');
const site = await serve(folder);
const opened = await browser();
console.log("| query | results | cold | warm | requests | bytes |\n|---|---:|---:|---:|---:|---:|");
for (const query of queries.length ? queries : ["彩虹", "的", "雷达观测", "caihong"]) {
  const cold = [], warm = [];
  let count, requests, bytes;
  for (let turn = 0; turn < 5; turn += 1) {
    const context = await opened.newContext();
    const page = await context.newPage();
    requests = bytes = 0;
    page.on("response", async (response) => {
      if (!response.url().includes("/search/")) return;
      requests += 1;
      bytes += (await response.body()).length;
    });
    await page.goto(`${site.origin}/bench.html`);
    const look = (text) => page.evaluate(async (text) => {
      const begun = performance.now();
      const index = await kepu.search.open("zh-CN");
      const hits = await index.find(text);
      const first = await index.sift(hits.slice(0, 20));
      await Promise.all(first.slice(0, 10).map((hit) => index.excerpt(hit)));
      return { time: performance.now() - begun, count: hits.length };
    }, text);
    const result = await look(query);
    cold.push(result.time);
    count = result.count;
    warm.push((await look(query)).time);
    await page.waitForTimeout(50);
    await context.close();
  }
  const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)].toFixed(0);
  console.log(`| ${query} | ${count.toLocaleString("en")} | ${median(cold)} ms | ${median(warm)} ms | ${requests} | ${(bytes / 1e6).toFixed(2)} MB |`);
}
await opened.close();
site.stop();
