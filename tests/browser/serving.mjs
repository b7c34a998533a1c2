// What the browser tests work with: a site of their own, `kepu serve` over it, and pages of the system's Chromium.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const here = import.meta.dirname;
export const repository = resolve(here, "../..");
const place = process.env.KEPU_BROWSER ?? join(repository, "target/browser");
const { chromium } = createRequire(join(place, "package.json"))("playwright-core");

export const TODAY = "2026-11-23";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

// The demonstration site in a folder of its own, served. `port` is for a server that returns to where it was.
export class Serving {
  constructor(...options) {
    this.root = mkdtempSync(join(tmpdir(), "kepu-browser-"));
    for (const name of ["site.yaml", "content", "static"]) {
      cpSync(join(repository, name), join(this.root, name), { recursive: true });
    }
    this.options = options;
    this.said = "";
  }

  async start(...more) {
    const program = process.env.KEPU ?? join(repository, "target/debug/kepu");
    const options = ["serve", "--root", this.root, "--lang", "en", "--today", TODAY, ...this.options, ...more];
    this.process = spawn(program, options, { stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((end) => this.process.once("exit", end));
    const started = this.said.length;
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => (this.said += text));
    }
    await until(() => /\d\d:\d\d:\d\d .*(pages|errors)/.test(this.said.slice(started)), () => this.said);
    this.url = /The site is at (\S+)/.exec(this.said.slice(started))[1];
    this.port = new URL(this.url).port;
  }

  async stop() {
    this.process.kill("SIGINT");
    return await this.ended;
  }

  async end() {
    await this.stop();
    rmSync(this.root, { recursive: true });
  }

  write(path, text) {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    // As editors save: whole files in the place of whole files.
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
  }

  rename(from, to) {
    renameSync(join(this.root, from), join(this.root, to));
  }

  remove(path) {
    rmSync(join(this.root, path), { recursive: true });
  }
}

// The studio over a copy of the demonstration site, with the addresses that the program said.
export class Studio {
  constructor() {
    this.root = mkdtempSync(join(tmpdir(), "kepu-studio-"));
    for (const name of ["site.yaml", "content", "static"]) cpSync(join(repository, name), join(this.root, name), { recursive: true });
  }

  // Further words for the command follow the port.
  async start(port, words = []) {
    const options = ["studio", "--no-open", "--root", this.root, "--lang", "zh-CN", "--today", TODAY, ...(port ? ["--port", port] : []), ...words];
    this.process = spawn(process.env.KEPU ?? join(repository, "target/debug/kepu"), options, { stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((end) => this.process.once("exit", end));
    let said = "";
    for (const stream of [this.process.stdout, this.process.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    await until(() => /编辑台：(\S+)[^]*预览：(\S+)/.test(said), () => said);
    [, this.url, this.preview] = /编辑台：(\S+)[^]*预览：(\S+)/.exec(said);
  }

  async end(signal = "SIGINT") {
    this.process.kill(signal);
    await this.ended;
  }

  read(path) { return readFileSync(join(this.root, "content", path), "utf8"); }
}

// Waits until something holds; what it says otherwise is told when it never does.
export async function until(holds, otherwise = () => "", patience = Number(process.env.KEPU_PATIENCE ?? 15_000)) {
  const end = Date.now() + patience;
  // A page that goes elsewhere meanwhile answers nothing; it is asked again.
  const held = async () => {
    try {
      return await holds();
    } catch (error) {
      if (!/context was destroyed|interrupted by another|Cannot find context|ERR_ABORTED/.test(error.message)) throw error;
      return false;
    }
  };
  while (!(await held())) {
    if (Date.now() > end) throw new Error(`never held: ${holds}\n${await otherwise()}`);
    await pause(20);
  }
}

export const pause = (time) => new Promise((done) => setTimeout(done, time));
