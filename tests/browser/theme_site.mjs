// What the tests of the theme have in common: a server for a built site, a page of each kind, and
// the ways in which a page can be looked at. The server sends the strictest content security policy
// that the site promises to work under, so that an inline script or style would show at once.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const tools = resolve(process.env.KEPU_BROWSER ?? join(here, "../../target/browser"));
export const require = createRequire(join(tools, "/"));
const { chromium } = require("playwright-core");

/** The theme's file `css/site.css` of a built site, which is published under a name with its content in it. */
export function shipped(folder, name) {
  const [, below, stem, extension] = name.match(/^(.*)\/(.*)\.(\w+)$/);
  const place = join(folder, "assets", below);
  const found = readdirSync(place).filter((file) => new RegExp(`^${stem}\\.[0-9a-f]{10}\\.${extension}$`).test(file));
  if (found.length !== 1) throw new Error(`${found.length} files for ${name}`);
  return join(place, found[0]);
}

/** One page of each kind, and of each shape that a kind takes. tests/library/pages.rs holds their HTML. */
export const pages = JSON.parse(readFileSync(join(here, "pages.json"), "utf8"));

export const widths = {
  phone: { width: 375, height: 812 },
  desktop: { width: 1280, height: 900 },
};

const types = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
  ".ics": "text/calendar",
};

/** Serves the folder on a free port of this machine; resolves to its origin and a way to stop. `hosted`: compressed, and
 * to be kept for a year, as a static host would. */
export async function serve(folder, { hosted = false } = {}) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    const headers = { "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'" };
    if (hosted) Object.assign(headers, { "content-encoding": "gzip", "cache-control": "max-age=31536000" });
    const sent = (bytes) => (hosted ? gzipSync(bytes) : bytes);
    try {
      const bytes = sent(await readFile(file));
      response.writeHead(200, { ...headers, "content-type": types[extname(file)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      response.writeHead(404, { ...headers, "content-type": types[".html"] });
      response.end(sent(await readFile(join(root, "404.html")).catch(() => "not found")));
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

export function browser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...more],
  });
}

/** A fresh profile for one width, colour scheme and, if asked for, the elder-friendly display. */
export async function look(opened, { size, scheme = "light", elder = false, script = true, ...more }) {
  const context = await opened.newContext({
    viewport: size, colorScheme: scheme, javaScriptEnabled: script, deviceScaleFactor: 1, locale: "zh-CN", ...more,
  });
  if (elder) await context.addInitScript(() => localStorage.setItem("kepu-display", "elder"));
  return context;
}

/** Scripts show what is open now and what is next: the morning of the day that the demonstration is built for. */
export const MORNING = "2026-11-23T10:00:00+08:00";

/** A picture of a page, down to `most` pixels, when everything has arrived and two pictures in a row are equal. */
export async function settled(page, most) {
  const shot = async () => {
    await page.evaluate(() => {
      const decoded = [...document.images].map((image) => {
        image.loading = "eager";
        return image.decode().catch(() => {});
      });
      return Promise.all([document.fonts.ready, ...decoded]);
    });
    const { width } = page.viewportSize();
    const height = Math.min(most, await page.evaluate(() => document.documentElement.scrollHeight));
    return page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height }, animations: "disabled", caret: "hide" });
  };
  let [last, now] = [await shot(), await shot()];
  for (let more = 0; !last.equals(now) && more < 10; more += 1) [last, now] = [now, await shot()];
  return now;
}
