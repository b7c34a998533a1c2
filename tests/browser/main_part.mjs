// Which changed pages the studio's frame may show without loading them: those of which only <main> is another.
//
//   node --test tests/browser/main_part.mjs

import assert from "node:assert/strict";
import { test } from "node:test";
import { MainPart, around } from "../../src/io/server/client/main_part.js";

const page = (main, { title = "露水", tag = "1", open = '<main id="part-main">' } = {}) =>
  `<html><head><title>${title}</title></head><body>${open}${main}</main><footer></footer><script data-kepu-etag="${tag}"></script></body></html>`;

test("what stands around the content is the same whatever the content and the version are", () => {
  assert.equal(around(page("<p>一</p>")), around(page("<p>二</p>", { tag: "2" })));
  assert.equal(around(page("一")), around(page("一", { open: '<main class="wide" id="part-main">' })));
  assert.notEqual(around(page("一")), around(page("一", { title: "霜" })));
});

test("content with a script, and a page without one main element, can't be replaced", () => {
  for (const html of [page("<script>1</script>"), page("<main>一</main>"), page("一</main>"), "<p>一</p>", "<main>一"]) assert.equal(around(html), null, html);
  assert.notEqual(around(page("<maintain>&lt;main&gt; <scripted>")), null);
});

// A document with one element, and the page as it was sent.
function open(mock, html, tag) {
  const shown = { replaced: null, replaceWith(next) { shown.replaced = next; } };
  const answer = (html, tag) => ({ headers: new Headers({ etag: `W/"${tag}"` }), text: async () => html });
  const globals = {
    location: { pathname: "/a/" },
    document: { querySelector: () => shown, adoptNode: (node) => node },
    DOMParser: class { parseFromString(html) { return { querySelector: () => html }; } },
  };
  Object.assign(globalThis, globals);
  mock.method(globalThis, "fetch", async () => answer(html, tag));
  return { shown, answer };
}

test("only the element is replaced where the rest is the same, time after time", async ({ mock }) => {
  const { shown, answer } = open(mock, page("一"), "1");
  const part = new MainPart("1");
  for (const [text, tag] of [["二", "2"], ["三", "3"]]) {
    assert.equal(await part.exchange(answer(page(text, { tag }), tag)), true);
    assert.equal(shown.replaced, page(text, { tag }));
  }
  shown.replaced = null;
  assert.equal(await part.exchange(answer(page("三", { title: "霜" }), "4")), false);
  assert.equal(shown.replaced, null);
});

test("a page that isn't the one that was sent loads again", async ({ mock }) => {
  const { shown, answer } = open(mock, page("一"), "2");
  assert.equal(await new MainPart("1").exchange(answer(page("二"), "3")), false);
  mock.method(globalThis, "fetch", async () => { throw new TypeError("away"); });
  assert.equal(await new MainPart("1").exchange(answer(page("二"), "3")), false);
  assert.equal(shown.replaced, null);
});
