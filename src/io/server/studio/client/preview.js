// The real page of what is being written, in a frame on another origin: it can't reach the studio.

import { fill, h } from "./dom.js";
import { say } from "./words.js";

const origin = document.documentElement.dataset.preview;

const widths = [[390, say("手机", "Phone")], [820, say("平板", "Tablet")], [1280, say("电脑", "Desktop")]];

// Makes the preview. `place` is told the words that were clicked, `left` that the frame shows another document.
export function preview({ place }) {
  // A script of a page may do what pages do, but not take the studio's place in its window.
  const allowed = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals";
  const frame = h("iframe", { sandbox: allowed, title: say("预览", "Preview"), src: "about:blank" });
  const stage = h("div", { class: "stage" }, frame);
  let width = Number(sessionStorage.getItem("kepu-width") ?? 390);
  let url = "";

  const size = () => {
    const room = stage.clientWidth || width;
    const scale = Math.min(1, room / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${Math.round((stage.clientHeight || 600) / scale)}px`;
    frame.style.transform = scale === 1 ? "" : `scale(${scale})`;
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(widths[at][0] === width)));
  };
  const buttons = widths.map(([value, name]) => h("button", { type: "button", class: "chip", onclick: () => { width = value; sessionStorage.setItem("kepu-width", value); size(); } }, name));
  const open = h("a", { class: "chip", target: "_blank", rel: "noreferrer" }, say("新窗口 ↗", "New window ↗"));
  const nothing = h("p", { class: "quiet nothing" });
  new ResizeObserver(size).observe(stage);

  const heard = (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    if (event.data?.kepu === "place" && typeof event.data.text === "string") place(event.data.text, String(event.data.whole ?? ""));
  };
  addEventListener("message", heard);

  return {
    element: h("div", { class: "preview" }, h("p", { class: "states" }, buttons, open), nothing, stage),
    // Shows a page; the frame itself notices that its page changed. Without a page it keeps the last.
    show(address) {
      fill(nothing, address ? "" : say("改好上面的错误，这里就会显示。", "It is shown once the errors are mended."));
      // A shared studio has several names, and the preview the one that this page has.
      const wanted = address && origin + new URL(address).pathname;
      if (!wanted || wanted === url) return;
      url = wanted;
      frame.src = wanted;
      open.href = wanted;
      requestAnimationFrame(size);
    },
    end() { removeEventListener("message", heard); },
  };
}
