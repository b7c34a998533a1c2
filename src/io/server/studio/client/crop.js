// A picture is turned and cropped on the page, by pointer or by keys, and comes back as a new file; the old one stays.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { say } from "./words.js";

// The ratios of the theme: covers and cards, photographs, squares.
const RATIOS = [[null, say("随意", "Free")], [16 / 9, "16:9"], [4 / 3, "4:3"], [3 / 2, "3:2"], [1, "1:1"]];
const QUALITY = 0.9;

// Opens a picture of an entry; answers with a new file, or null.
export async function crop(id, name) {
  const { type, data, used } = await ask("picture", { id, name });
  if (type === "image/svg+xml" || type === "image/gif") { tell(say("这种图片不能在这里裁剪", "This kind of picture can't be cropped here"), true); return null; }
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  let picture;
  try { picture = await createImageBitmap(new Blob([bytes], { type })); } catch { tell(say("浏览器打不开这张图片", "The browser can't open this picture"), true); return null; }

  let turn = 0;
  let ratio = null;
  // In shares of the turned picture.
  let box = { x: 0, y: 0, w: 1, h: 1 };
  const size = () => (turn % 2 === 0 ? [picture.width, picture.height] : [picture.height, picture.width]);
  const stage = h("canvas", { class: "crop", tabindex: "0", role: "application", "aria-label": say("裁剪框：方向键移动，加号减号改大小，Shift 走大步", "The frame: arrows move it, plus and minus resize it, Shift for large steps") });
  const told = h("p", { class: "quiet", role: "status" });
  const paint = (canvas, scale) => {
    const [width, height] = size();
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turn * Math.PI) / 2);
    pen.drawImage(picture, (-picture.width * scale) / 2, (-picture.height * scale) / 2, picture.width * scale, picture.height * scale);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    return pen;
  };
  const draw = () => {
    const [width, height] = size();
    const pen = paint(stage, Math.min(560 / width, 380 / height, 1));
    const [w, h_] = [stage.width, stage.height];
    const [x, y, wide, high] = [box.x * w, box.y * h_, box.w * w, box.h * h_];
    pen.fillStyle = "rgba(0,0,0,.55)";
    pen.fillRect(0, 0, w, y); pen.fillRect(0, y + high, w, h_); pen.fillRect(0, y, x, high); pen.fillRect(x + wide, y, w, high);
    pen.strokeStyle = "#fff"; pen.lineWidth = 2; pen.strokeRect(x + 1, y + 1, wide - 2, high - 2);
    fill(told, say(`裁成 ${Math.round(box.w * width)} × ${Math.round(box.h * height)} 像素`, `Cropped to ${Math.round(box.w * width)} by ${Math.round(box.h * height)} pixels`));
  };
  const fit = () => {
    if (ratio !== null) {
      const [width, height] = size();
      const wanted = (ratio * height) / width;
      if (box.w / box.h > wanted) box.w = box.h * wanted; else box.h = box.w / wanted;
      if (box.h > 1) { box.h = 1; box.w = wanted; }
      if (box.w > 1) { box.w = 1; box.h = 1 / wanted; }
    }
    box.w = Math.min(1, Math.max(0.05, box.w)); box.h = Math.min(1, Math.max(0.05, box.h));
    box.x = Math.min(1 - box.w, Math.max(0, box.x)); box.y = Math.min(1 - box.h, Math.max(0, box.y));
    draw();
  };
  stage.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.01;
    const move = { ArrowLeft: ["x", -step], ArrowRight: ["x", step], ArrowUp: ["y", -step], ArrowDown: ["y", step] }[event.key];
    if (move) { event.preventDefault(); box[move[0]] += move[1]; fit(); return; }
    const grow = { "+": 1 + step, "=": 1 + step, "-": 1 - step, _: 1 - step }[event.key];
    if (grow) { event.preventDefault(); box.w *= grow; box.h *= grow; fit(); }
  });
  let held = null;
  stage.addEventListener("pointerdown", (event) => {
    const area = stage.getBoundingClientRect();
    const [x, y] = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
    const inside = x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h && (box.w < 0.98 || box.h < 0.98);
    held = { x, y, box: { ...box }, inside };
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    const area = stage.getBoundingClientRect();
    const [x, y] = [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
    if (held.inside) { box.x = held.box.x + x - held.x; box.y = held.box.y + y - held.y; }
    else { box = { x: Math.max(0, Math.min(x, held.x)), y: Math.max(0, Math.min(y, held.y)), w: Math.abs(x - held.x), h: Math.abs(y - held.y) }; }
    fit();
  });
  for (const name_ of ["pointerup", "pointercancel"]) stage.addEventListener(name_, () => { held = null; });

  const turning = (by) => () => { turn = (turn + by + 4) % 4; box = { x: 0, y: 0, w: 1, h: 1 }; fit(); };
  const ratios = RATIOS.map(([value, text]) => h("button", { type: "button", class: "chip", "aria-pressed": String(value === ratio), onclick: () => { ratio = value; box = { x: 0, y: 0, w: 1, h: 1 }; ratios.forEach((button, at) => button.setAttribute("aria-pressed", String(RATIOS[at][0] === value))); fit(); } }, text));
  const made = async () => {
    const canvas = document.createElement("canvas");
    paint(canvas, 1);
    const out = document.createElement("canvas");
    out.width = Math.max(1, Math.round(box.w * canvas.width)); out.height = Math.max(1, Math.round(box.h * canvas.height));
    out.getContext("2d").drawImage(canvas, -Math.round(box.x * canvas.width), -Math.round(box.y * canvas.height));
    const kind = type === "image/png" ? "image/png" : "image/jpeg";
    const blob = await new Promise((done) => out.toBlob(done, kind, QUALITY));
    return blob && new File([blob], name.split("/").at(-1).replace(/\.\w+$/, kind === "image/png" ? ".png" : ".jpg"), { type: kind });
  };
  requestAnimationFrame(draw);
  const chosen = await dialog(say("裁剪图片", "Crop the picture"), h("div", {},
    h("p", { class: "states" }, h("button", { type: "button", class: "chip", onclick: turning(-1) }, say("向左转", "Turn left")), h("button", { type: "button", class: "chip", onclick: turning(1) }, say("向右转", "Turn right")), ratios),
    stage, told,
    h("p", { class: "quiet" }, used.length > 1 ? say(`用到这张图的还有：${used.map((one) => one.file).join("、")}。那些地方仍用原来的图。`, `It is used as well in ${used.map((one) => one.file).join(", ")}; these keep the old one.`) : say("原来的图片留着，文中换成裁好的。", "The old picture stays; the text shows the new one."))), [
    { name: say("就这样", "Done"), main: true, value: "made" }, { name: say("取消", "Cancel"), value: null }]);
  return chosen === null ? null : made();
}
