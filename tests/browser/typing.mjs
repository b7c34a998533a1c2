// What is typed is sent while it is typed: one request at a time, the last words always, at pauses that follow the program.
//
//   node --test tests/browser/typing.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { whileTyping } from "../../src/io/server/studio/client/dom.js";

const settled = () => new Promise((done) => setImmediate(done));

// What is typed into, and the requests as they come; `answer` ends the one that is under way.
function typing(mock) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const typed = { text: "", sent: [], answer: null };
  typed.draft = whileTyping(() => {
    typed.sent.push(typed.text);
    return new Promise((done) => { typed.answer = done; });
  });
  typed.key = (text) => { typed.text = text; typed.draft(); };
  return typed;
}

test("the first words wait for a pause, as nothing is known of the program", async ({ mock }) => {
  const typed = typing(mock);
  typed.key("雾");
  mock.timers.tick(299);
  assert.deepEqual(typed.sent, []);
  mock.timers.tick(1);
  assert.deepEqual(typed.sent, ["雾"]);
});

test("a program that answers at once is asked soon after the next key", async ({ mock }) => {
  const typed = typing(mock);
  typed.key("雾");
  mock.timers.tick(300);
  typed.answer();
  await settled();
  typed.key("雾散");
  mock.timers.tick(60);
  assert.deepEqual(typed.sent, ["雾", "雾散"]);
});

test("what is typed meanwhile follows in one request, and leaving waits for it", async ({ mock }) => {
  const typed = typing(mock);
  typed.key("一");
  mock.timers.tick(300);
  for (const text of ["一二", "一二三"]) { typed.key(text); mock.timers.tick(300); }
  assert.deepEqual(typed.sent, ["一"]);
  assert.equal(typed.draft.waits(), true);
  let left = false;
  typed.draft.now().then(() => { left = true; });
  typed.answer();
  await settled();
  assert.deepEqual(typed.sent, ["一", "一二三"]);
  assert.equal(left, false);
  typed.answer();
  await settled();
  assert.equal(left, true);
  assert.equal(typed.draft.waits(), false);
});
