// guide_images.mjs OUT_DIR: the pictures of the editors' guide (docs/editors.zh-CN.md), made by doing what it says,
// with the real program in a real terminal and a real browser. What the guide tells and the program no longer does stops it.
// Needs KEPU (the program) and tmux.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { browser, require } from "./theme_site.mjs";

const out = process.argv[2];
const program = process.env.KEPU;
if (!out || !program) {
  console.error("usage: KEPU=target/release/kepu guide_images.mjs OUT_DIR");
  process.exit(2);
}
const Ansi = require("ansi-to-html");
const LARGEST = 150_000;
const DAY = "2026-11-23";
mkdirSync(out, { recursive: true });
const home = mkdtempSync(join(tmpdir(), "kepu-guide-"));
const opened = await browser();

// ---- A terminal: what is typed, until what is waited for stands there.

const tmux = (...words) => execFileSync("tmux", ["-L", "kepu-guide", ...words], { encoding: "utf8" });
tmux("new-session", "-d", "-x", "88", "-y", "60", "-c", home, "env", "PS1=$ ", "LANG=C.UTF-8", `SOURCE_DATE_EPOCH=${Date.parse(DAY) / 1000}`,
  `PATH=${dirname(resolve(program))}:${process.env.PATH}`, "bash", "--norc", "--noprofile");
const screen = () => tmux("capture-pane", "-p", "-J").replace(/\n+$/, "");
async function until(wanted) {
  const last = Date.now() + 20_000;
  while (!(wanted instanceof RegExp ? wanted.test(screen()) : screen().includes(wanted))) {
    if (Date.now() > last) throw new Error(`never stood there: ${wanted}\n${screen()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
async function type(words, wanted) {
  tmux("send-keys", "-l", words);
  tmux("send-keys", "Enter");
  await until(wanted);
}
async function clear() {
  tmux("send-keys", "C-l");
  await new Promise((resolve) => setTimeout(resolve, 200));
  tmux("clear-history");
}

async function keep(page, name, options = {}) {
  const file = join(out, `${name}.jpg`);
  await page.screenshot({ path: file, type: "jpeg", quality: 82, ...options });
  const { size } = statSync(file);
  console.log(`${file} ${size}`);
  if (size > LARGEST) throw new Error(`${file}: ${size} bytes, ${LARGEST} are allowed`);
}

async function keepTerminal(name) {
  const coloured = tmux("capture-pane", "-e", "-p").replace(/\n+$/, "");
  const page = await opened.newPage({ viewport: { width: 860, height: 400 } });
  const html = new Ansi({ fg: "#d8dee4", bg: "#1c2128", escapeXML: true }).toHtml(coloured);
  await page.setContent(`<body style="margin:0;background:#1c2128"><pre style="margin:0;padding:18px 22px;color:#d8dee4;font:15px/1.6 'Noto Sans Mono CJK SC',monospace;white-space:pre-wrap">${html}</pre>`);
  await keep(page, name, { fullPage: true });
  await page.close();
}

async function keepPage(name, address, height = 760, prepare) {
  const page = await opened.newPage({ viewport: { width: 1100, height } });
  await page.goto(address, { waitUntil: "load" });
  await prepare?.(page);
  await keep(page, name);
  await page.close();
}

try {
  await type("kepu init kepu-site", "kepu serve --open --root kepu-site");
  await keepTerminal("guide-init");
  await clear();
  await type("cd kepu-site", "$");

  // A second terminal would serve; here the program is its own process, so that the first stays free.
  tmux("new-window", "-d", "-n", "serve", "-c", join(home, "kepu-site"), resolve(program), "serve", "--drafts", "--port", "1911");
  const site = "http://127.0.0.1:1911/";
  for (let turn = 0; ; turn += 1) {
    if (await fetch(site).then(() => true, () => false)) break;
    if (turn > 100) throw new Error("the site isn't served");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await keepPage("guide-home", site);

  await type("kepu new article 露水从哪里来", "发布日期");
  await type("", "还要填哪些");
  await keepTerminal("guide-new");
  await type("", /content\/column\S*\.md/);
  const made = join(home, "kepu-site", screen().match(/content\/column\S*\.md/)[0]);

  // Something is written wrong, as it happens to everybody.
  const text = readFileSync(made, "utf8");
  writeFileSync(made, text.replace(/^---\n/, "---\nbass: [science-hall]\n"));
  await keepPage("guide-overlay", site, 620, (page) => page.getByText("没有字段").first().waitFor());
  writeFileSync(made, text);

  await clear();
  // A text as one is handed in: what an inspection would find in it.
  writeFileSync(made, `${text}清晨的草叶上常有露珠. 近206种草都这样，详情见[这里](/bases/)。\n\n![](dew.svg)\n`);
  writeFileSync(join(dirname(made), "dew.svg"), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="5" r="3"/></svg>');
  await type("kepu check", /检查了 \d+ 页/);
  await keepTerminal("guide-check");
} finally {
  try { tmux("kill-server"); } catch { /* it never began */ }
  await opened.close();
  rmSync(home, { recursive: true, force: true });
}
