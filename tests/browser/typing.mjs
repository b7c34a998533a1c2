// What is typed is sent while it is typed: one request at a time, the last words always, at pauses where the program takes long.
//
//   node --test tests/browser/typing.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { whileTyping } from "../../src/io/server/studio/client/dom.js";

const settled = () => new Promise((done) => setImmediate(done));

// What is typed into, and the requests as they come; `answer` ends the one that is under way.
function typing(mock) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const typed = { text: "", sent: [], answer: null, composes: false };
  typed.draft = whileTyping(() => {
    typed.sent.push(typed.text);
    return new Promise((done) => { typed.answer = done; });
  }, () => typed.composes);
  typed.key = (text) => { typed.text = text; typed.draft(); };
  return typed;
}

test("a key is sent at once, also behind an answer that came soon", async ({ mock }) => {
  const typed = typing(mock);
  typed.key("雾");
  mock.timers.tick(1);
  assert.deepEqual(typed.sent, ["雾"]);
  typed.answer();
  await settled();
  typed.key("雾散");
  mock.timers.tick(1);
  assert.deepEqual(typed.sent, ["雾", "雾散"]);
});

test("a program that takes long is asked at a pause", async ({ mock }) => {
  const typed = typing(mock);
  let clock = 0;
  mock.method(performance, "now", () => clock);
  typed.key("雾");
  mock.timers.tick(1);
  clock = 300;
  typed.answer();
  await settled();
  for (const text of ["雾散", "雾散去"]) { typed.key(text); mock.timers.tick(299); }
  assert.deepEqual(typed.sent, ["雾"]);
  mock.timers.tick(1);
  assert.deepEqual(typed.sent, ["雾", "雾散去"]);
});

test("letters of an input method aren't sent, and the words that they become are sent at once", async ({ mock }) => {
  const typed = typing(mock);
  typed.composes = true;
  typed.key("wu");
  mock.timers.tick(500);
  assert.deepEqual(typed.sent, []);
  assert.equal(typed.draft.waits(), true);
  typed.composes = false;
  typed.key("雾");
  mock.timers.tick(1);
  assert.deepEqual(typed.sent, ["雾"]);
  typed.composes = true;
  typed.key("雾san");
  mock.timers.tick(50);
  typed.answer();
  await settled();
  assert.deepEqual(typed.sent, ["雾"]);
  typed.composes = false;
  mock.timers.tick(50);
  assert.deepEqual(typed.sent, ["雾", "雾san"]);
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
