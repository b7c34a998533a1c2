// What several people do with one text: who has it open, and signing it as it is saved, for a stage of its review, by the
// person who has signed in.

import { ask, isShared } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { fill, h } from "./dom.js";
import { moment, say } from "./words.js";

// Shows who else has an entry open, and says again and again that this page has, until it ends.
export function presence(id) {
  const element = h("p", { class: "notice others", role: "status", hidden: true });
  if (!isShared) return { element, end() {} };
  const here = async () => {
    const found = await ask("here", { id }, { background: true }).catch(() => null);
    if (found === null) return;
    element.hidden = found.others.length === 0;
    const words = element.hidden ? "" : say(`${found.others.join("、")}也开着这一篇。先保存的先写进文件，后保存的会看到两边的不同。`, `${found.others.join(", ")} also has this open. The first save is written; the second is shown both texts.`);
    if (element.textContent !== words) fill(element, words);
  };
  const beat = setInterval(here, 15_000);
  here();
  return {
    element,
    end() {
      clearInterval(beat);
      ask("here", { id, left: true }, { background: true }).catch(() => {});
    },
  };
}

export async function signing(id, basis) {
  const found = await ask("stages", { id });
  if (found === null) { tell(say("这一篇不用审核：网站没有写审核，或它还是草稿", "There is nothing to sign: the site has no review, or this is a draft"), true); return; }
  const { stage, signed, returned } = found.row;
  const note = h("textarea", { class: "wide", rows: "4" });
  const before = [
    signed.map((one) => h("p", { class: "quiet" }, `${one.stage.name}　${one.by}　${moment(one.time)}`, one.note && `　${one.note}`)),
    returned && h("p", { class: "error" }, say(`${returned.by}退回：${returned.note}`, `Returned by ${returned.by}: ${returned.note}`))];
  if (stage === null) { await dialog(say("都签过了", "Every stage is signed"), h("div", {}, before), [{ name: say("关闭", "Close"), value: null, main: true }]); return; }
  const chosen = await dialog(say(`签名：${stage.name}`, `Sign: ${stage.name}`), h("div", {}, before, h("label", {}, say("意见（退回时必须写）", "Note (needed to return it)"), note)), [
    { name: say("退回作者", "Return to the author"), value: () => ({ is_return: true, note: note.value }), danger: true },
    { name: say("同意，签名", "Accept and sign"), value: () => ({ is_return: false, note: note.value }), main: true },
    { name: say("取消", "Cancel"), value: null },
  ]);
  if (chosen === null) return;
  await ask("sign", { id, basis, stage: stage.id, ...chosen });
  tell(chosen.is_return ? say("退回了", "Returned") : say("签好了", "Signed"));
}
