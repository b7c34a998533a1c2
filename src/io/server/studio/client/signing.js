// Signing the text that is saved, for a stage of its review, by the person who has signed in.

import { ask } from "./api.js";
import { dialog, tell } from "./dialog.js";
import { h } from "./dom.js";
import { moment, say } from "./words.js";

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
