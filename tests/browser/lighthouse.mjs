// lighthouse.mjs PUBLIC_DIR [NAME …]: Lighthouse as on a phone (its own mobile settings: a slow processor, slow 4G)
// over the kinds of page that most people come to, and what a first visit weighs. The site is served as a
// static host would serve it, compressed. Accessibility, best practices and search engines must be 100, and
// the weights within their limits, and nothing may jump while a page is loading. Performance is a measurement of the machine as well: it is printed, and
// only a page that has become slow on any machine fails.
import { browser, pages, require, serve } from "./theme_site.mjs";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: lighthouse.mjs PUBLIC_DIR [NAME …]");
  process.exit(2);
}
const names = process.argv.slice(3).length ? process.argv.slice(3) : ["home", "article", "bases", "base", "month"];
const lighthouse = (await import(require.resolve("lighthouse"))).default;

const SLOWEST = 0.8;
const RUNS = 4;
// Bytes on the wire without pictures; scripts on any page, before search is opened.
const PAGE = { home: 60_000, article: 60_000 };
const SCRIPTS = 15_000;
// The layout shift that Google's Core Web Vitals call good is 0.1; ours hardly move.
const SHIFT = 0.05;

const site = await serve(folder, { hosted: true });
const port = 9300 + (process.pid % 600);
const opened = await browser([`--remote-debugging-port=${port}`]);
const faults = [];

async function measure(address) {
  let best;
  for (let run = 0; run < RUNS && !(best?.categories.performance.score >= SLOWEST); run++) {
    const { lhr } = await lighthouse(address, {
      port, output: "json", logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    });
    if (!(best?.categories.performance.score >= lhr.categories.performance.score)) best = lhr;
  }
  return best;
}

console.log("page      performance  accessibility  best practices  seo   shift  all    scripts  pictures (bytes, gzip)");
for (const name of names) {
  const { categories, audits } = await measure(site.origin + encodeURI(pages[name]));
  const score = (key) => Math.round(categories[key].score * 100);
  const requests = audits["network-requests"].details.items.filter((item) => item.url.startsWith(site.origin));
  const bytes = (kind) => requests.filter((item) => kind(item.resourceType)).reduce((sum, item) => sum + item.transferSize, 0);
  const all = bytes((type) => type !== "Image");
  const scripts = bytes((type) => type === "Script");
  const shift = audits["cumulative-layout-shift"].numericValue;
  console.log([name.padEnd(9), score("performance"), score("accessibility"), score("best-practices"), score("seo"), shift.toFixed(3), all, scripts, bytes((type) => type === "Image")].join("\t"));
  for (const key of ["accessibility", "best-practices", "seo"]) {
    if (categories[key].score === 1) continue;
    const wrong = categories[key].auditRefs.map((ref) => audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 1);
    faults.push(`${name}: ${key} ${score(key)}: ${wrong.map((audit) => audit.title).join("; ")}`);
  }
  if (categories.performance.score < SLOWEST) faults.push(`${name}: performance ${score("performance")}`);
  if (shift > SHIFT) faults.push(`${name}: things move by ${shift.toFixed(3)} while it loads, ${SHIFT} is allowed`);
  if (all > (PAGE[name] ?? Infinity)) faults.push(`${name}: ${all} bytes without pictures, ${PAGE[name]} are allowed`);
  if (scripts > SCRIPTS) faults.push(`${name}: ${scripts} bytes of scripts, ${SCRIPTS} are allowed`);
}
await opened.close();
site.stop();
console.log(faults.length ? faults.join("\n") : `${names.length} pages, 0 faults`);
process.exit(faults.length ? 1 : 0);
