// One site in three places: at the root of a host, below a path of one, and in a folder that is opened from a
// disk. A browser opens a page of each kind with its scripts, and does there what a visitor does; whatever it can't load,
// is refused or finds wrong is a fault. Every other page is read for its addresses, and all of them are asked for; with
// EVERY=1 the browser goes to all of them as well, which takes minutes. The hosts are nginx with what `kepu host nginx`
// prints, so what is seen here is what a visitor gets.
//
//   KEPU=target/release/kepu node --test tests/browser/layouts.mjs

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get as ask } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browser, pages as kinds, widths } from "./theme_site.mjs";

const repository = resolve(import.meta.dirname, "../..");
const program = resolve(process.env.KEPU ?? join(repository, "target/debug/kepu"));
const work = mkdtempSync(join(tmpdir(), "kepu-layouts-"));
let opened;
const hosts = [];

before(async () => { opened = await browser(); });
after(async () => {
  hosts.forEach((host) => host.kill("SIGQUIT"));
  await opened?.close();
  rmSync(work, { recursive: true, force: true });
});

const run = (...more) => execFileSync(program, more, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const build = (out, ...more) => run("build", "--root", repository, "--today", "2026-11-23", "--out", out, ...more);

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** nginx over a folder; resolves to its origin once it answers. */
async function host(name, root, address, source = repository) {
  const folder = join(work, name);
  const port = await freePort();
  mkdirSync(folder);
  writeFileSync(join(folder, "site.conf"), run("host", "nginx", "--root", source, "--base-url", address));
  writeFileSync(join(folder, "nginx.conf"), `
    daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1;
    ${process.getuid() === 0 ? "user root;" : ""}
    events {}
    http {
      access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      server { listen 127.0.0.1:${port}; root ${root}; include ${folder}/site.conf; }
    }`);
  const nginx = spawn(process.env.NGINX ?? "nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], { stdio: "inherit" });
  hosts.push(nginx);
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    try { await fetch(origin); return origin; } catch (why) { if (tries > 100) throw why; }
    await new Promise((later) => setTimeout(later, 50));
  }
}

/** Goes everywhere from `start`; resolves to the pages seen and what was wrong. */
async function crawl(start, inside) {
  const waiting = [start], known = new Map([[start, "the start"]]), faults = [];
  const pages = [];
  for (let url; (url = waiting.shift()); ) {
    const got = await get(url);
    if (got === null) { faults.push(`${url}, from ${known.get(url)}`); continue; }
    if (!/(\/|\.html)(\?.*)?$/.test(url)) continue;
    pages.push(url);
    for (const link of new Set(addresses(got, url))) {
      if (!inside(link) || known.has(link)) continue;
      known.set(link, url);
      waiting.push(link);
    }
  }
  if (process.env.EVERY) faults.push(...(await withScripts(pages)));
  return { pages: pages.length, faults };
}

/** What is at an address, as a text; null where there is nothing. */
async function get(url) {
  if (!url.startsWith("file:")) {
    const answer = await fetch(url);
    return answer.ok ? await answer.text() : null;
  }
  const file = fileURLToPath(url.split("?")[0]);
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : null;
}

/** Every address in a page's attributes, whole and without its anchor. */
function addresses(html, page) {
  const found = [];
  for (const [, name, value] of html.matchAll(/\s(href|src|srcset|poster|action)="([^"]*)"/g)) {
    for (const candidate of name === "srcset" ? value.split(",") : [value]) {
      const written = candidate.trim().split(/\s/)[0].replaceAll("&amp;", "&");
      if (written && !written.startsWith("#")) found.push(new URL(written, page).href.split("#")[0]);
    }
  }
  return found;
}

/** Whatever a page can't load, is refused or says is wrong. */
function listen(page, faults) {
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error}`));
  page.on("requestfailed", (request) => {
    // What the next page makes needless is given up.
    if (!/ABORTED/.test(request.failure().errorText)) faults.push(`${page.url()}: ${request.url()} ${request.failure().errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${page.url()}: ${response.url()} ${response.status()}`);
  });
}

/** One page of each kind. */
function ofEachKind(start, index) {
  // A host alone shows the page for what isn't there.
  const shown = Object.entries(kinds).filter(([kind]) => !(index && kind === "not-found"));
  return shown.map(([, path]) => new URL(path.slice(1).replace(/(^|\/)(\?.*)?$/, `$1${index}$2`), start).href);
}

/** Opens pages with their scripts; resolves to what was wrong. */
async function withScripts(pages) {
  const faults = [];
  const context = await opened.newContext({ viewport: widths.phone, locale: "zh-CN" });
  const page = await context.newPage();
  listen(page, faults);
  for (const url of pages) await page.goto(url, { waitUntil: "load" });
  await context.close();
  return faults;
}

/** What a visitor does: looks for a word, narrows the bases, goes on a month, follows a place of the map. */
async function visit(start, index) {
  const context = await opened.newContext({ viewport: widths.desktop, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const page = await context.newPage();
  const to = (path) => page.goto(new URL(path.replace(/\/$/, `/${index}`), start).href);
  await to("search/");
  await page.locator("input[type=search]").first().fill("彩虹");
  const hit = page.locator("main a").filter({ hasText: "彩虹" }).first();
  await hit.waitFor();
  await hit.click();
  await page.waitForLoadState();
  assert.match(await page.title(), /彩虹/);
  await to("bases/");
  const shown = () => page.locator("main article:visible").count();
  const all = await shown();
  await page.locator("select").first().selectOption({ index: 1 });
  await page.waitForFunction((all) => [...document.querySelectorAll("main article")].filter((one) => one.offsetParent).length < all, all);
  assert.ok((await shown()) > 0, "some bases are left");
  const icon = await page.locator("svg.icon:visible").first().evaluate((svg) => svg.getBBox().width);
  assert.ok(icon > 0, "the drawings are there");
  // Its line may cover the middle of a dot; a keyboard has no such trouble.
  await page.locator("main svg a:visible").first().press("Enter");
  await page.waitForURL(/bases\/[^/]+\//);
  await to("events/calendar/2026-11/");
  await page.locator("main a[rel=next], main nav a").filter({ hasText: /12 ?月/ }).first().click();
  await page.waitForURL(/2026-12/);
  await context.close();
}

/** A picture of what is in view, as base64, once its images are decoded and the browser has nothing more to paint. */
async function settled(page) {
  const shown = async () => {
    await page.evaluate(() => {
      const inView = (image) => image.getBoundingClientRect().top < innerHeight && image.getBoundingClientRect().bottom > 0;
      const decoded = [...document.images].filter((image) => image.checkVisibility() && inView(image)).map((image) => image.decode());
      return Promise.all([document.fonts.ready, ...decoded]);
    });
    return (await page.screenshot()).toString("base64");
  };
  let [last, now] = [await shown(), await shown()];
  for (let more = 0; last !== now && more < 10; more++) [last, now] = [now, await shown()];
  return now;
}

/**
 * What differs between two pictures, in words; empty where nothing does. Of 256 steps eight are nothing: when a browser
 * paints a rounded corner a second time, its edge is a step or two off, on the same page too.
 */
async function difference(page, one, other) {
  if (one === other) return "";
  await page.goto("about:blank");
  return page.evaluate(async (pictures) => {
    const pixels = await Promise.all(pictures.map(async (picture) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
      drawing.drawImage(image, 0, 0);
      return drawing.getImageData(0, 0, image.width, image.height);
    }));
    const [{ width, height, data }, { data: now }] = pixels;
    if (data.length !== now.length) return "another size";
    const at = [...Array(width * height).keys()].filter((pixel) => [0, 1, 2].some((part) => Math.abs(data[4 * pixel + part] - now[4 * pixel + part]) > 8));
    if (at.length === 0) return "";
    const [x, y] = [at.map((pixel) => pixel % width), at.map((pixel) => Math.floor(pixel / width))];
    return `${at.length} pixels, from ${Math.min(...x)},${Math.min(...y)} to ${Math.max(...x)},${Math.max(...y)}`;
  }, [one, other]);
}

let root;
test("at the root of a host", async () => {
  build(join(work, "root"));
  root = await host("nginx-root", join(work, "root"), "https://kepu.example.org/");
  const { pages, faults } = await crawl(`${root}/`, (link) => link.startsWith(`${root}/`));
  assert.deepEqual([...faults, ...(await withScripts(ofEachKind(`${root}/`, "")))], []);
  assert.ok(pages > 500, `${pages} pages`);
  await visit(`${root}/`, "");
});

test("below a path of a host", async () => {
  build(join(work, "path/science/kepu"), "--base-url", "https://example.org/science/kepu/");
  const origin = await host("nginx-path", join(work, "path"), "https://example.org/science/kepu/");
  const start = `${origin}/science/kepu/`;
  const { pages, faults } = await crawl(start, (link) => link.startsWith(`${origin}/`));
  assert.deepEqual([...faults, ...(await withScripts(ofEachKind(start, "")))], []);
  assert.ok(pages > 500, `${pages} pages`);
  await visit(start, "");
});

test("in a folder that is opened from a disk, from a package", async () => {
  const zip = join(work, "site.zip");
  run("package", "--root", repository, "--today", "2026-11-23", "--links", "relative", "--out", zip);
  const folder = join(work, "U 盘/科普");
  mkdirSync(folder, { recursive: true });
  execFileSync("python3", ["-m", "zipfile", "-e", zip, folder]);
  const start = pathToFileURL(join(folder, "index.html")).href;
  const inside = pathToFileURL(folder).href;
  const { pages, faults } = await crawl(start, (link) => link.startsWith(inside));
  assert.deepEqual([...faults, ...(await withScripts(ofEachKind(start, "index.html")))], []);
  assert.ok(pages > 500, `${pages} pages`);
  await visit(start, "index.html");
});

test("the headers that a browser sees", async () => {
  const head = async (path) => (await fetch(root + path)).headers;
  const page = await head("/");
  console.log(Object.entries(Object.fromEntries(page)).map(([name, value]) => `${name}: ${value}`).join("\n"));
  assert.match(page.get("content-security-policy"), /^default-src 'none'; script-src 'self'; style-src 'self'; /);
  assert.equal(page.get("x-content-type-options"), "nosniff");
  assert.equal(page.get("cache-control"), "public, max-age=0, must-revalidate");
  assert.equal(page.get("content-type"), "text/html; charset=utf-8");
  assert.equal((await head("/events/calendar.ics")).get("content-type"), "text/calendar; charset=utf-8");
  assert.equal((await head("/bases.geojson")).get("content-type"), "application/geo+json; charset=utf-8");
  const sheet = (await (await fetch(`${root}/`)).text()).match(/href="(\/assets\/css\/site\.[0-9a-f]{10}\.css)" integrity="sha256-/)[1];
  assert.equal((await head(sheet)).get("cache-control"), "public, max-age=31536000, immutable");
  assert.equal((await fetch(`${root}/.kepu-manifest.json`)).status, 404);
});

test("an address that isn't there has the site's page, whole at any depth", async () => {
  const context = await opened.newContext({ viewport: widths.desktop, locale: "zh-CN" });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  const answer = await page.goto(`${root}/events/2026/no/such/thing/`);
  assert.equal(answer.status(), 404);
  assert.ok(answer.headers()["content-security-policy"], "the policy is sent with it");
  assert.ok(await page.evaluate(() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 5)), "its style sheet is there");
  // The browser tells of the missing page itself.
  assert.deepEqual(faults.filter((fault) => !/404/.test(fault)), []);
  await context.close();
});

test("smaller pages show the same, and compressed copies are what is sent", async () => {
  const source = join(work, "small");
  for (const part of ["content", "static", "themes", "site.yaml"]) cpSync(join(repository, part), join(source, part), { recursive: true });
  const settings = readFileSync(join(source, "site.yaml"), "utf8");
  writeFileSync(join(source, "site.yaml"), `${settings}\nminify_html: true\ncompress: [br, gz]\n`);
  const public_ = join(source, "public");
  run("build", "--root", source, "--today", "2026-11-23");
  const origin = await host("nginx-small", public_, "https://kepu.example.org/", source);

  const context = await opened.newContext({ viewport: widths.phone, locale: "zh-CN", reducedMotion: "reduce" });
  const page = await context.newPage();
  const seen = async (url) => {
    await page.goto(url, { waitUntil: "networkidle" });
    const [text, elements] = await page.evaluate(() => [document.body.innerText, document.querySelectorAll("*").length]);
    return { text, elements, picture: await settled(page) };
  };
  for (const url of ofEachKind(`${root}/`, "")) {
    const path = url.slice(root.length);
    const [whole, small] = [await seen(url), await seen(origin + path)];
    for (const what of ["text", "elements"]) assert.equal(small[what], whole[what], `${what} of ${path}`);
    assert.equal(await difference(page, whole.picture, small.picture), "", `${path} looks the same`);
  }
  await context.close();
  const sizes = (folder) => statSync(join(folder, "index.html")).size;
  assert.ok(sizes(public_) < sizes(join(work, "root")), "and is smaller");

  const sent = await new Promise((done, failed) => {
    ask(`${origin}/column/`, { headers: { "accept-encoding": "gzip" } }, async (answer) => {
      done({ headers: answer.headers, body: Buffer.concat(await answer.toArray()) });
    }).on("error", failed);
  });
  assert.equal(sent.headers["content-encoding"], "gzip");
  assert.equal(sent.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(sent.headers.vary, "Accept-Encoding");
  assert.ok(sent.body.equals(readFileSync(join(public_, "column/index.html.gz"))), "the copy itself");
});

test("a former address leads on", async () => {
  const source = join(work, "moved");
  mkdirSync(join(source, "content"), { recursive: true });
  writeFileSync(join(source, "site.yaml"), "title: 科普\nbase_url: https://example.org/\nhosts: [cloudflare, github]\n");
  writeFileSync(join(source, "content/about.md"), "---\ntitle: 关于\naliases: [/旧/, /old.html]\n---\n");
  run("build", "--root", source);
  const read = (name) => readFileSync(join(source, "public", name), "utf8");
  assert.equal(read("_redirects"), "/old.html /about/ 301\n/%E6%97%A7/ /about/ 301\n");
  assert.match(read("_headers"), /^\/\*\n {2}Content-Security-Policy: default-src 'none';/);
  assert.equal(read("CNAME"), "example.org\n");
  assert.equal(read(".nojekyll"), "");
  const conf = run("host", "nginx", "--root", source);
  assert.match(conf, /location = "\/旧\/" \{\n {4}return 301 "\/about\/";/);
});
