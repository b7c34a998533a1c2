// The site's settings as forms. Changes are made in the text of site.yaml by the program, so its comments stay.

import { ask } from "./api.js";
import { askLine, dialog, tell } from "./dialog.js";
import { fill, h, newId, onSaveKey } from "./dom.js";
import { differences } from "./history.js";
import { say } from "./words.js";

const LANGUAGES = { "zh-CN": "中文", zh: "中文", en: "English" };

// The contrast of a colour with white (WCAG).
export function contrast(colour) {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!parts) return null;
  const [r, g, b] = parts.slice(1).map((part) => parseInt(part, 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

// A colour: chosen or typed, with what white words on it are like.
export function colourField(label, now, changed) {
  const id = newId("colour");
  const picker = h("input", { type: "color", "aria-label": say("选颜色", "Choose a colour"), value: now });
  const typed = h("input", { id, value: now });
  const note = h("p", {});
  const draw = () => {
    const ratio = contrast(typed.value);
    note.className = ratio === null ? "error" : ratio < 3 ? "error" : ratio < 4.5 ? "warning" : "quiet";
    fill(note, ratio === null ? say("颜色写成 #0b6e4f 这样", "A colour looks like #0b6e4f") : say(`和白色的对比度 ${ratio.toFixed(1)}：1，`, `Contrast with white ${ratio.toFixed(1)} to 1, `) + (ratio < 3 ? say("太浅了，图标上的白色看不清", "too light for the white drawing of the icon") : ratio < 4.5 ? say("大字可以，小字由主题自动加深", "good for large words; the theme darkens it for small ones") : say("清楚", "clear")));
  };
  picker.addEventListener("input", () => { typed.value = picker.value; draw(); });
  picker.addEventListener("change", () => changed(typed.value));
  typed.addEventListener("input", draw);
  typed.addEventListener("change", () => { if (contrast(typed.value) !== null) { picker.value = typed.value; changed(typed.value); } });
  draw();
  return { element: h("div", { class: "field" }, h("label", { for: id }, label), h("span", { class: "row colour" }, picker, typed), note), get: () => typed.value };
}

export async function settings(main, part) {
  let { text, basis, values, languages, theme_options: themeOptions, problems, broken } = await ask("settings", { text: null, changes: {} });
  let saved = text;
  let renames = [];
  const faults = h("div", { class: "notes" });
  const body = h("div");
  const state = h("span", { class: "quiet saying", role: "status" });
  let chain = Promise.resolve();

  // Puts a top key's new value into the text. It is made of the values that the changes before it have left.
  const change = (key, made) => {
    chain = chain.then(async () => {
      try { ({ text, values, problems, broken } = { ...(await ask("settings", { text, changes: { [key]: made() } })) }); } catch (error) { tell(error.message, true); }
      draw();
    });
    return chain;
  };
  const draw = () => {
    fill(faults, problems.map((one) => h("p", { class: one.severity }, one.message, h("span", { class: "quiet" }, one.help))));
    const same = text === saved && renames.length === 0;
    saveButton.disabled = same || broken;
    compare.hidden = same;
    fill(state, same ? "" : say("已改，还没有保存", "Changed, not saved yet"));
  };
  // In the chain as well: whoever goes elsewhere meanwhile waits for it, and isn't asked about what is being saved.
  const save = () => {
    chain = chain.then(async () => {
      if (broken || (text === saved && renames.length === 0)) return;
      try {
        const sent = renames.slice();
        ({ text, basis, values, problems, broken } = await ask("save_settings", { basis, text, renames: sent }));
        saved = text;
        renames = renames.slice(sent.length);
        tell(say("设置已保存，网站已按新的设置重新生成预览", "Saved; the preview follows the new settings"));
        draw();
      } catch (error) { tell(error.message, true); }
    });
    return chain;
  };
  const saveButton = h("button", { type: "button", class: "main", onclick: save }, say("保存", "Save"));
  const compare = h("button", { type: "button", class: "chip", onclick: () => dialog(say("site.yaml 会这样改", "How site.yaml will change"), differences(saved, text), [{ name: say("关闭", "Close"), value: null, main: true }]) }, say("看会改什么", "What changes?"));

  // A text in the site's languages: one value as long as only the first has one.
  const local = (label, now, changed, { area = false, help = "" } = {}) => {
    const given = now && typeof now === "object" ? now : { [languages[0]]: now ?? "" };
    const boxes = languages.map((language) => {
      const id = newId("text");
      const box = h(area ? "textarea" : "input", { id, rows: "2", lang: language });
      box.value = given[language] ?? "";
      box.addEventListener("change", () => {
        const filled = boxes.filter((one) => one.box.value.trim() !== "").map((one) => [one.language, one.box.value.trim()]);
        const plain = typeof now !== "object" && filled.length === 1 && filled[0][0] === languages[0];
        changed(filled.length === 0 ? null : plain ? filled[0][1] : Object.fromEntries(filled));
      });
      return { language, box, element: h("div", {}, h("label", { for: id, class: languages.length > 1 ? "small" : "" }, languages.length > 1 ? `${label} · ${LANGUAGES[language] ?? language}` : label), box) };
    });
    return h("div", { class: "field" }, help && h("p", { class: "quiet help" }, help), boxes.map(({ element }) => element));
  };
  const line = (label, now, changed, help = "") => {
    const id = newId("line");
    const box = h("input", { id });
    box.value = now ?? "";
    box.addEventListener("change", () => changed(box.value.trim() || null));
    return h("div", { class: "field" }, h("label", { for: id }, label), help && h("p", { class: "quiet help" }, help), box);
  };
  const top = (key) => (value) => change(key, () => value);
  const within = (key, inner) => (value) => change(key, () => {
    const whole = { ...(values[key] ?? {}) };
    if (value === null) delete whole[inner]; else whole[inner] = value;
    return Object.keys(whole).length > 0 ? whole : null;
  });

  // Links with a title: a menu.
  const links = (now, changed) => {
    const list = (now ?? []).map((one) => ({ ...one }));
    const box = h("ol", { class: "plainlist links" });
    const keep = () => changed(list.length > 0 ? list : null);
    const show = () => fill(box, list.map((one, at) => h("li", { class: "linkrow" },
      local(say("文字", "Words"), one.title, (title) => { one.title = title ?? ""; keep(); }),
      line(say("网址", "Address"), one.url, (url) => { one.url = url ?? "/"; keep(); }),
      h("span", { class: "row" },
        h("button", { type: "button", class: "chip", disabled: at === 0, "aria-label": say("往前", "Up"), onclick: () => { list.splice(at - 1, 0, ...list.splice(at, 1)); keep(); show(); } }, "↑"),
        h("button", { type: "button", class: "chip", disabled: at === list.length - 1, "aria-label": say("往后", "Down"), onclick: () => { list.splice(at + 1, 0, ...list.splice(at, 1)); keep(); show(); } }, "↓"),
        h("button", { type: "button", class: "chip", "aria-label": say("去掉", "Remove"), onclick: () => { list.splice(at, 1); keep(); show(); } }, "×")))));
    show();
    return h("div", {}, box, h("button", { type: "button", onclick: () => { list.push({ title: say("新的一项", "New"), url: "/" }); keep(); show(); } }, say("加一项", "Add")));
  };

  const title = (now, key) => (typeof now === "string" ? now : now?.[languages[0]] ?? Object.values(now ?? {})[0] ?? key);
  const words = (taxonomy) => {
    const whole = () => values.taxonomies?.[taxonomy] ?? {};
    const terms = () => whole().terms ?? {};
    const put = (key, term) => change("taxonomies", () => ({ ...values.taxonomies, [taxonomy]: { ...whole(), terms: { ...terms(), [key]: term } } }));
    const rename = async (key) => {
      const now = terms()[key];
      const language = languages[0];
      const old = title(now?.title ?? now, key);
      const next = await askLine(say(`“${old}”改名为`, `Rename “${old}” to`), say("新的名字", "New name"), old);
      if (next === null || next === old) return;
      const { files } = await ask("renaming", { renames: [...renames, { taxonomy, from: old, to: next }] });
      const sure = await dialog(say(`“${old}”改名为“${next}”`, `“${old}” becomes “${next}”`), h("div", {},
        h("p", {}, files.length === 0 ? say("没有文件写着旧的名字，只改词表。", "No file has the old name; only the list changes.") : say(`保存时会一起改 ${files.length} 个文件，原来的留在历史里。网址不变。`, `${files.length} files change when you save; their versions stay in the history. Addresses stay.`)),
        files.length > 0 && h("ul", { class: "short" }, files.slice(0, 30).map((file) => h("li", {}, file)))), [
        { name: say("改名", "Rename"), value: true, main: true }, { name: say("取消", "Cancel"), value: null }]);
      if (!sure) return;
      renames.push({ taxonomy, from: old, to: next });
      const from = typeof now === "string" ? next : { ...now, title: typeof now.title === "object" ? { ...now.title, [language]: next } : next };
      await put(key, from);
      show();
    };
    const add = async () => {
      const name = await askLine(say("新的词", "A new word"), say("名字", "Name"));
      if (name === null) return;
      const key = await askLine(say("网址里用的名字", "Its name in addresses"), say("小写字母、数字和 -，如 jiangyang", "Lower-case letters, digits and -"), /^[a-z0-9-]+$/i.test(name) ? name.toLowerCase() : "");
      if (key === null) return;
      if (!/^[a-z0-9-]+$/.test(key) || terms()[key]) { tell(say("这个名字不行，或者已经有了", "That name can't be used, or is there already"), true); return; }
      await put(key, { title: languages.length > 1 ? { [languages[0]]: name } : name });
      show();
    };
    const box = h("div");
    const show = () => {
      fill(box, h("ul", { class: "plainlist" }, Object.entries(terms()).map(([key, term]) => h("li", { class: "bar" }, h("span", { class: "grow" }, title(term?.title ?? term, key), " ", h("span", { class: "quiet" }, key)),
        h("button", { type: "button", class: "chip", "aria-label": say(`给“${title(term?.title ?? term, key)}”改名`, `Rename “${title(term?.title ?? term, key)}”`), onclick: () => rename(key) }, say("改名", "Rename"))))),
        h("button", { type: "button", onclick: add }, say("加一个词", "Add a word")));
    };
    show();
    return h("details", { open: part === `words-${taxonomy}` }, h("summary", {}, title(whole().title, taxonomy), " ", h("span", { class: "quiet" }, say(`${Object.keys(terms()).length} 个词`, `${Object.keys(terms()).length} words`))), box);
  };

  const SERVICES = { folder: ["path"], sftp: ["host", "user", "path"], webdav: ["url", "path"], ftp: ["url", "path"], git: ["remote", "branch"], s3: ["bucket", "endpoint", "region", "path"], oss: ["bucket", "endpoint", "path"], cos: ["bucket", "endpoint", "path"], obs: ["bucket", "endpoint", "path"] };
  const NAMES = { folder: say("文件夹（也可以是网络盘）", "A folder"), sftp: "SFTP", webdav: "WebDAV", ftp: "FTP", git: say("git 分支", "A branch of git"), s3: "S3", oss: say("阿里云 OSS", "OSS"), cos: say("腾讯云 COS", "COS"), obs: say("华为云 OBS", "OBS") };
  const PARTS = { path: say("文件夹", "Folder"), host: say("主机", "Host"), user: say("用户名", "User"), url: say("网址", "Address"), remote: say("仓库", "Repository"), branch: say("分支", "Branch"), bucket: say("存储桶", "Bucket"), endpoint: say("接入点", "Endpoint"), region: say("地域", "Region") };
  const targets = () => {
    const box = h("div");
    const show = () => {
      const now = values.deploy ?? {};
      const put = (make) => change("deploy", () => {
        const made = make({ ...values.deploy });
        return Object.keys(made).length > 0 ? made : null;
      });
      fill(box, Object.entries(now).map(([name, target]) => h("section", { class: "group" }, h("h3", {}, name, " ", h("span", { class: "quiet" }, NAMES[target.to] ?? target.to)),
        (SERVICES[target.to] ?? []).map((key) => line(PARTS[key], target[key], (value) => put((all) => { const made = { ...all[name] }; if (value === null) delete made[key]; else made[key] = value; return { ...all, [name]: made }; }))),
        h("button", { type: "button", class: "chip", onclick: () => put((all) => { delete all[name]; return all; }).then(show) }, say("去掉这个目标", "Remove this target")))),
      h("p", {}, h("button", { type: "button", onclick: async () => {
        const service = h("select", {}, Object.entries(NAMES).map(([value, text]) => h("option", { value }, text)));
        const name = h("input", { value: Object.keys(now).length === 0 ? "web" : "" });
        const made = await dialog(say("新的发布目标", "A new target"), h("div", {}, h("label", {}, say("名字（小写字母、数字、-）", "Name (lower-case letters, digits, -)"), name), h("label", {}, say("发到哪里", "Where to"), service)), [
          { name: say("好", "OK"), main: true, value: () => ({ name: name.value.trim(), to: service.value }) }, { name: say("取消", "Cancel"), value: null }]);
        if (made === null) return;
        if (!/^[a-z0-9_-]+$/.test(made.name)) { tell(say("目标的名字只用小写字母、数字、- 和 _", "A target's name has lower-case letters, digits, - and _"), true); return; }
        put((all) => ({ ...all, [made.name]: { to: made.to } })).then(show);
      } }, say("加一个目标", "Add a target"))));
    };
    show();
    return h("div", {}, h("p", { class: "quiet" }, say("密码和钥匙不写在这里：site.yaml 会和别人共享。它们由环境变量或系统的钥匙串给出，见文档“发布”。", "Passwords and keys don't belong here: site.yaml is shared. They come from the environment, see the guide on publishing.")), box);
  };

  const PAGES = [
    ["site", say("名称", "Name"), () => [
      local(say("网站名称", "Title"), values.title, top("title")),
      local(say("一句话介绍", "Description"), values.description, top("description"), { area: true }),
      local(say("主办单位", "Body"), values.organisation, top("organisation")),
      line(say("网址", "Address"), values.base_url, top("base_url"), say("网站放到网上以后的网址，如 https://kepu.example.org/", "Where the site will be, such as https://kepu.example.org/"))]],
    ["look", say("颜色", "Colour"), () => [
      colourField(say("主色", "Main colour"), values.theme_options?.color ?? themeOptions.color ?? "#0b6e4f", (value) => within("theme_options", "color")(value)).element,
      h("p", { class: "quiet" }, say(`主题：${values.theme ?? "spring"}。其余颜色由主题按主色推算，深浅保证看得清。`, `Theme: ${values.theme ?? "spring"}. All other colours follow from this one.`))]],
    ["menu", say("菜单", "Menu"), () => [links(values.menu, top("menu"))]],
    ["footer", say("页脚", "Footer"), () => [
      local(say("说明", "Notice"), values.footer?.notice, within("footer", "notice"), { area: true }),
      local(say("主办", "Host"), values.footer?.host, within("footer", "host")),
      local(say("联系方式", "Contact"), values.footer?.contact, within("footer", "contact")),
      line(say("ICP 备案号", "ICP registration"), values.footer?.icp, within("footer", "icp")),
      line(say("公安备案号", "Public security registration"), values.footer?.police, within("footer", "police")),
      h("h3", {}, say("页脚的链接", "Links")), links(values.footer?.links, within("footer", "links"))]],
    ["words", say("区县和词表", "Districts and words"), () => Object.keys(values.taxonomies ?? {}).filter((key) => values.taxonomies[key]?.terms).map(words)],
    ["saving", say("保存", "Saving"), () => [
      h("label", { class: "checkbox" }, (() => { const box = h("input", { type: "checkbox", onchange: () => change("studio", () => (box.checked ? { commit: true } : null)) }); box.checked = values.studio?.commit === "true"; return box; })(), " ", say("每次保存都记进 git（要先装好 git，网站的文件夹是一个仓库）", "Every save is a git commit (git has to be installed, and the folder a repository)")),
      h("p", { class: "quiet" }, say("不管有没有 git，每次保存的版本都在“历史”里：90 天以内的都留，更早的每天留最后一次，超过两年的每月留最后一次。", "With or without git every save is under Versions: all of the last 90 days, of earlier ones the last of each day, after two years the last of each month."))]],
    ["targets", say("发布到哪里", "Where to publish"), () => [targets()]],
  ];
  const current = PAGES.find(([key]) => key === part.split("-")[0]) ?? PAGES[0];
  fill(main, h("section", { class: "page" }, h("h1", {}, say("设置", "Settings")),
    h("div", { class: "bar sticky" }, h("nav", { class: "states grow", "aria-label": say("设置", "Settings") }, PAGES.map(([key, name]) => h("a", { class: "chip", href: `#/settings/${key}`, "aria-current": key === current[0] ? "page" : null }, name))), state, compare, saveButton),
    faults, body));
  fill(body, h("h2", {}, current[1]), current[2]());
  draw();
  const noKey = onSaveKey(save);
  return async () => {
    await chain;
    if (text !== saved || renames.length > 0) {
      const sure = await dialog(say("设置还没有保存", "The settings aren't saved"), differences(saved, text), [
        { name: say("不保存，离开", "Leave without saving"), value: true, danger: true }, { name: say("留下", "Stay"), value: false, main: true }]);
      if (!sure) return false;
    }
    noKey();
    return true;
  };
}
