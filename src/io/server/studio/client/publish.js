// Publishing: where to, what will change for visitors, and what came of it.

import { ask } from "./api.js";
import { tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { moment, openComments, say } from "./words.js";

const MOST = 40;

export async function publish(main) {
  const { targets, folder, unsaved, comments } = await ask("targets");
  const result = h("section", { "aria-live": "polite" });
  const places = [...targets.map((one) => ({ ...one, target: one.name })), ...(targets.length === 0 ? [{ name: say("文件夹 public", "The folder public"), place: folder, target: null }] : [])];
  const buttons = [];

  const run = async (place, rehearsal, back = null) => {
    buttons.forEach((button) => { button.disabled = true; });
    fill(result, h("p", { class: "notice" }, rehearsal ? say("正在看会有什么变化…", "Looking what would change…") : say("正在发布，请不要关掉 kepu 的窗口…", "Publishing; please keep kepu's window open…")));
    try {
      const { done, told } = await ask("publish", { target: place.target, rehearsal, back });
      fill(result, done ? changed(told, rehearsal, place) : wrong(told), done && rehearsal && place.target && h("p", {}, h("button", { type: "button", class: "main", onclick: () => run(place, false, back) }, back ? say(`${place.name} 回到 ${when(back)} 的发布`, `Take ${place.name} back to ${when(back)}`) : say(`发布到 ${place.name}`, `Publish to ${place.name}`))));
      if (done && !rehearsal) { tell(back ? say("回到了那一次发布。草稿和文件没有动；下次发布又是现在的内容", "It is as it was then. The files are as they were; the next publication has them again") : say("发布好了", "Published")); (await ask("targets")).targets.forEach((one) => { const known = places.find((other) => other.target === one.name); if (known) known.kept = one.kept; }); drawPlaces(); }
    } catch (error) { fill(result, h("p", { class: "notice bad" }, error.message)); }
    buttons.forEach((button) => { button.disabled = false; });
  };

  const button = (text, place, rehearsal, main) => { const made = h("button", { type: "button", class: main ? "main" : "", onclick: () => run(place, rehearsal) }, text); buttons.push(made); return made; };
  const list = h("ul", { class: "plainlist" });
  const drawPlaces = () => {
    buttons.length = 0;
    fill(list, places.map((place) => h("li", {}, h("div", { class: "bar wrap" }, h("strong", {}, place.name), h("span", { class: "quiet grow" }, place.place),
      place.target ? [button(say("看会有什么变化", "What would change?"), place, true, true), button(say("直接发布", "Publish now"), place, false, false)] : button(say("生成", "Build"), place, false, true)),
      (place.kept ?? []).length > 1 && h("details", {}, h("summary", {}, say("回到以前的发布", "Back to an earlier publication")),
        h("p", { class: "quiet" }, say("不用重新编译，把那一次发布的内容原样放回去；文章和草稿不动。最近三次留着。", "What was published then is put back as it was, without building; texts and drafts stay. The last three are kept.")),
        h("ul", {}, place.kept.map((name, at) => h("li", { class: "bar" }, h("span", { class: "grow" }, when(name), at === 0 && say("（最近一次）", " (the latest)")), h("button", { type: "button", class: "chip", onclick: () => run(place, true, name) }, say("看会变回什么", "What would change back?")))))))));
  };
  drawPlaces();
  fill(main, h("section", { class: "page" }, h("h1", {}, say("发布网站", "Publish the site")),
    unsaved.length > 0 && h("p", { class: "notice" }, say(`有 ${unsaved.length} 个文件的改动没有保存，这次不会发布：`, `Changes of ${unsaved.length} files aren't saved and won't be published: `), unsaved.join(say("、", ", "))),
    comments.open > 0 && h("div", { class: "notice" }, h("p", {}, say(`还有 ${openComments(comments.open)}，照样可以发布；批注本身不会发布：`, `Entries with open comments (${comments.open} in all) can be published all the same; the comments never are:`)),
      h("ul", {}, comments.entries.map((one) => h("li", {}, h("a", { href: `#/edit/${one.id}` }, one.title), ` ${one.open}`)), comments.more > 0 && h("li", {}, say(`还有 ${comments.more} 篇`, `and ${comments.more} more entries`)))),
    targets.length === 0 && h("p", { class: "quiet" }, say("site.yaml 里还没有写发布到哪里（deploy）。可以先生成到文件夹，再把文件夹交给管服务器的人。", "site.yaml names no target (deploy) yet. The site can be built into a folder for whoever runs the server.")),
    list,
    result));
}

// A publication is named by its time.
const when = (name) => moment(name.replace(/T(\d\d)-(\d\d)-(\d\d)/, "T$1:$2:$3"));

// Addresses that visitors know and that would lead to nothing: the program found where their entry is now.
function addresses(told) {
  const moved = (told.diagnostics ?? []).filter((one) => one.code === "W0606");
  const gone = (told.diagnostics ?? []).filter((one) => one.code === "W0607" || one.code === "W0608");
  if (moved.length + gone.length === 0) return false;
  const keep = async (one, item) => {
    const address = one.message.match(/\/\S*?\/(?=[\s”`，,]|$)/)?.[0];
    try {
      await ask("keep_address", { id: one.id, address });
      fill(item, one.message, " ", h("span", { class: "done" }, say("旧网址会转过去", "The old address will lead there")));
    } catch (error) { tell(error.message, true); }
  };
  const row = (one) => {
    const item = h("li", {});
    fill(item, one.message, one.id && [" ", h("button", { type: "button", class: "chip", onclick: () => keep(one, item) }, say("让旧网址转过去", "Make the old one lead there"))], h("p", { class: "quiet" }, one.help));
    return item;
  };
  return h("details", { open: true }, h("summary", {}, say(`会失效的网址 ${moved.length + gone.length}`, `Addresses that would vanish: ${moved.length + gone.length}`)), h("ul", {}, moved.map(row), gone.map((one) => h("li", {}, one.message, h("p", { class: "quiet" }, one.help)))));
}

// What a deployment or a build told.
function changed(told, rehearsal, place) {
  const warnings = (told.diagnostics ?? []).length;
  const more = warnings > 0 && h("p", { class: "quiet" }, h("a", { href: "#/check" }, say(`有 ${warnings} 处提醒`, `warnings: ${warnings}`)));
  if (!told.changes) {
    return [h("p", { class: "done" }, place.target === null ? say(`网站已生成到 ${place.place}`, `The site was built into ${place.place}`) : say("完成", "Done")), more];
  }
  const pages = (action) => told.changes.filter((one) => one.action === action && /\.html$/.test(one.path)).map((one) => `/${one.path.replace(/index\.html$/, "")}`);
  const part = (name, list) => list.length > 0 && h("details", { open: list.length <= 10 }, h("summary", {}, `${name} ${list.length}`), h("ul", {}, list.slice(0, MOST).map((path) => h("li", {}, decode(path))), list.length > MOST && h("li", { class: "quiet" }, say(`还有 ${list.length - MOST} 页`, `and ${list.length - MOST} more`))));
  const count = told.added + told.replaced + told.removed;
  return [
    h("p", { class: "done" }, count === 0 ? say("网站已经是最新的，没有要发布的。", "The site is up to date; there is nothing to publish.") : rehearsal ? say(`会有 ${count} 个文件变化，共 ${(told.bytes / 1e6).toFixed(2)} MB。访客看到的：`, `${count} files would change (${(told.bytes / 1e6).toFixed(2)} MB). What visitors see:`) : say(`已发布到 ${place.name}：${count} 个文件。`, `Published to ${place.name}: ${count} files.`)),
    part(say("新的页", "New pages"), pages("add")), part(say("改了的页", "Changed pages"), pages("replace")), part(say("没有了的页（旧网址会打不开）", "Pages that go (their addresses will be dead)"), pages("remove")), rehearsal && addresses(told), more];
}

function wrong(told) {
  const errors = (told.diagnostics ?? []).filter((one) => one.severity === "error");
  return [h("p", { class: "notice bad" }, say("没有发布，网站还是原来的样子。要先改好：", "Nothing was published; the site is as it was. To be mended first:")),
    h("ul", {}, errors.slice(0, MOST).map((one) => h("li", {}, [one.at?.file, one.message].filter(Boolean).join("："), h("p", { class: "quiet" }, one.help))))];
}

function decode(path) {
  try { return decodeURIComponent(path); } catch { return path; }
}
