// theme_axe.mjs PUBLIC_DIR [NAME|/PATH/ …]: axe-core over one page of each kind, on a phone and on a desk, light,
// dark and in the elder-friendly display. What must hold: no violation of WCAG 2.2 AA or of the best
// practices, no word in the console (so the content security policy is kept too), no request to
// another host, words that keep their contrast whatever the main colour is, nothing to scroll sideways from 320 to 2560 pixels, and no page whose content a
// browser without scripts would miss. With names or paths, only what is asked of every page is asked of these.
import { readFile } from "node:fs/promises";
import { browser, look, pages, require, serve, widths } from "./theme_site.mjs";

const [folder, ...names] = process.argv.slice(2);
if (!folder) {
  console.error("usage: theme_axe.mjs PUBLIC_DIR [NAME …]");
  process.exit(2);
}
const chosen = names.length === 0 ? Object.entries(pages) : names.map((name) => [name, name.startsWith("/") ? name : pages[name]]);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

const site = await serve(folder);
const opened = await browser();
const faults = [];
let looked = 0;
const end = async () => {
  await opened.close();
  site.stop();
  console.log(`${looked} passed, ${faults.length} failed`);
  process.exit(faults.length > 0 ? 1 : 0);
};
const watch = (page) => {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`${page.url()}: console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.origin) && !request.url().startsWith("data:")) faults.push(`${page.url()} asks ${request.url()}`);
  });
};

// The elder-friendly display in the light on a phone, in the dark on a desk.
const ways = {
  phone: { light: { scheme: "light" }, dark: { scheme: "dark" }, elder: { scheme: "light", elder: true } },
  desktop: { light: { scheme: "light" }, dark: { scheme: "dark" }, "elder-dark": { scheme: "dark", elder: true } },
};
await Promise.all(Object.entries(ways).map(async ([device, options]) => {
  for (const [way, option] of Object.entries(options)) {
    const context = await look(opened, { size: widths[device], ...option });
    const page = await context.newPage();
    watch(page);
    for (const [name, path] of chosen) {
      await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
      // Evaluated by the driver and not as an element of the page, so the page's policy stays as strict as it is.
      await page.evaluate(axe);
      const result = await page.evaluate(
        (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }),
        rules,
      );
      looked += 1;
      for (const violation of result.violations) {
        for (const node of violation.nodes.slice(0, 3)) {
          faults.push(`${name} ${device} ${way}: ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`);
          console.error(faults.at(-1));
        }
      }
    }
    await context.close();
  }
}));

for (const [elder, sizes] of [[false, [320, 480, 768, 1024, 1920, 2560]], [true, [320, 480]]]) {
  const context = await look(opened, { size: widths.phone, elder });
  const page = await context.newPage();
  for (const [name, path] of chosen) {
    await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
    for (const width of sizes) {
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      looked += 1;
      if (over > 0) { faults.push(`${name}: ${over}px too wide at ${width}${elder ? " elder" : ""}`); console.error(faults.at(-1)); }
    }
  }
  await context.close();
}

if (names.length > 0) await end();

// Whatever main colour a site chooses, words keep their contrast on it and in it.
await Promise.all(["light", "dark"].map(async (scheme) => {
  const context = await look(opened, { size: widths.desktop, scheme });
  const page = await context.newPage();
  for (const name of ["home", "base", "month", "event-cancelled"]) {
    await page.goto(site.origin + encodeURI(pages[name]), { waitUntil: "load" });
    await page.evaluate(axe);
    for (const color of ["#b3261e", "#1a5fb4", "#7a3ea1", "#f5c211", "#00a0a0", "#111111", "#f2f2f2"]) {
      const result = await page.evaluate((value) => {
        document.documentElement.style.setProperty("--color-main", value);
        return window.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] });
      }, color);
      looked += 1;
      for (const node of result.violations.flatMap((violation) => violation.nodes).slice(0, 3)) {
        faults.push(`${name} ${color} ${scheme}: ${node.target.join(" ")}: ${node.failureSummary.split("\n")[1].trim()}`);
        console.error(faults.at(-1));
      }
    }
  }
  await context.close();
}));

// Without scripts a page has the same words, and no control that would do nothing.
{
  const plain = await look(opened, { size: widths.phone, script: false });
  const page = await plain.newPage();
  for (const [name, path] of chosen) {
    await page.goto(site.origin + encodeURI(path), { waitUntil: "load" });
    looked += 1;
    // A submit button sends its form, which leads to a page.
    const dead = await page.locator("button:visible:not([type=submit])").count();
    const words = (await page.locator("main").innerText()).trim().length;
    if (dead > 0 || words < 20) { faults.push(`${name}: without scripts ${dead} dead buttons, ${words} characters`); console.error(faults.at(-1)); }
  }
  await plain.close();
}

// By keyboard alone: every link, field, fold, and button that can be pressed is reached once on the way through, none
// holds the focus, and each shows that it has it: in itself, around the box that it fills, or, on a map, around its mark.
for (const [device, size] of Object.entries(widths)) {
  const context = await look(opened, { size });
  const page = await context.newPage();
  for (const name of ["home", "base", "month", "events", "article"]) {
    await page.goto(site.origin + encodeURI(pages[name]), { waitUntil: "load" });
    looked += 1;
    const wanted = await page.evaluate(() => [...document.querySelectorAll("a[href], :is(button, input, select, textarea):enabled, summary, [tabindex='0']")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one, at) => one.setAttribute("data-at", at)).length);
    const seen = new Set();
    const bare = new Map();
    // A field of a day takes several presses: one for each of its parts, where the ring is the browser's own.
    for (let turn = 0; turn <= wanted + 8 && seen.size < wanted; turn += 1) {
      await page.keyboard.press("Tab");
      const got = await page.evaluate(() => {
        const one = document.activeElement;
        const box = one.closest(".card, .event-row, form");
        const mark = one.querySelector(":scope.map-marker > .map-target");
        const shown = [one, box].some((part) => part && getComputedStyle(part).outlineStyle !== "none" && parseFloat(getComputedStyle(part).outlineWidth) >= 2)
          || (mark && getComputedStyle(mark).stroke !== "rgba(0, 0, 0, 0)" && parseFloat(getComputedStyle(mark).strokeWidth) >= 3);
        return { at: one.getAttribute("data-at"), shown, words: (one.textContent.trim() || one.getAttribute("aria-label") || one.name || one.type || one.outerHTML).slice(0, 20) };
      });
      if (got.at === null) continue;
      if (!got.shown && !seen.has(got.at)) bare.set(got.at, got.words);
      seen.add(got.at);
    }
    if (seen.size < wanted || bare.size > 0) {
      faults.push(`${name} ${device}: by keyboard ${seen.size} of ${wanted}; without a ring: ${[...bare.values()].join(", ")}`);
      console.error(faults.at(-1));
    }
  }
  await context.close();
}

// The display is remembered from page to page, is there before the first paint, and can be left again.
{
  const context = await look(opened, { size: widths.phone });
  const page = await context.newPage();
  watch(page);
  await page.goto(site.origin + pages.home);
  const button = page.locator("[data-display-toggle]");
  const expect = async (wanted, what) => {
    looked += 1;
    const got = await page.evaluate(() => document.documentElement.getAttribute("data-display"));
    const pressed = await button.getAttribute("aria-pressed");
    if (got !== wanted || pressed !== String(wanted === "elder")) { faults.push(`display ${what}: ${got}, pressed ${pressed}`); console.error(faults.at(-1)); }
  };
  await expect(null, "at first");
  await button.focus();
  await page.keyboard.press("Enter");
  await expect("elder", "after the press");
  await page.goto(site.origin + encodeURI(pages.article));
  await expect("elder", "on the next page");
  await button.click();
  await expect(null, "when left");
  await page.reload();
  await expect(null, "after leaving");
  await context.close();
}

// Reading aloud goes through the sentences one after another, stops where it is told to, and goes on there.
// The voice is a stand-in that says what it was given and waits to be told that it has finished.
{
  const context = await look(opened, { size: widths.phone });
  await context.addInitScript(() => {
    window.said = [];
    class Utterance { constructor(text) { this.text = text; } }
    const voice = {
      now: null,
      getVoices: () => [{ lang: "zh-CN" }],
      speak(utterance) { voice.now = utterance; window.said.push(utterance.text); utterance.onstart?.(); },
      cancel() { voice.now = null; },
    };
    Object.defineProperty(window, "speechSynthesis", { value: voice });
    window.SpeechSynthesisUtterance = Utterance;
    window.finish = () => voice.now?.onend?.();
  });
  const page = await context.newPage();
  watch(page);
  await page.goto(site.origin + encodeURI(pages.article));
  const expect = (held, what) => {
    looked += 1;
    if (!held) { faults.push(`reading aloud: ${what}`); console.error(faults.at(-1)); }
  };
  const said = () => page.evaluate(() => window.said);
  await page.locator("[data-speech-play]").click();
  for (let turn = 0; turn < 3; turn += 1) await page.evaluate(() => window.finish());
  let words = await said();
  expect(words.length === 4 && new Set(words).size === 4, `four sentences, got ${words.length}`);
  expect(await page.locator(".speech-here").count() === 1, "one paragraph is marked");
  await page.locator("[data-speech-pause]").click();
  expect(await page.locator("[data-speech-play]").isVisible(), "it can go on after a pause");
  await page.locator("[data-speech-play]").click();
  words = await said();
  expect(words.at(-1) === words.at(-2), "it goes on with the sentence it was in");
  await page.locator("[data-speech-stop]").click();
  expect(await page.locator(".speech-here").count() === 0, "nothing is marked when it has stopped");
  await page.locator("[data-speech-play]").click();
  words = await said();
  expect(words.at(-1) === words[0], "after a stop it begins again");
  for (let turn = 0; turn < 500; turn += 1) await page.evaluate(() => window.finish());
  expect(!(await page.locator("[data-speech-stop]").isVisible()), "it ends by itself");
  expect((await said()).every((text) => !text.includes("&") && text.trim() === text), "sentences are plain words");
  await context.close();
}

await end();
