// What picture.mjs writes it reads again as it was, with a palette and without one.
import assert from "node:assert/strict";
import test from "node:test";
import { difference, png, read } from "./picture.mjs";

const KIND = 25;

function picture(width, height, part) {
  return { width, height, data: Buffer.from(Uint8Array.from({ length: 3 * width * height }, (_, at) => part(at))) };
}

test("few colours are a palette, and stay as they are", () => {
  const few = picture(30, 20, (at) => (Math.floor(at / 3) % 7) * 30);
  const file = png(few);
  assert.equal(file[KIND], 3);
  assert.deepEqual(read(file), few);
});

test("more colours than a palette can stand for are all written", () => {
  // Steps of 17 in every channel: none is near enough to another.
  const many = picture(64, 64, (at) => 17 * ((Math.floor(at / 3) >> (4 * (at % 3))) & 15));
  const file = png(many);
  assert.equal(file[KIND], 2);
  assert.deepEqual(read(file), many);
});

test("a difference is where it is", () => {
  const one = picture(20, 20, () => 200);
  const other = { ...one, data: Buffer.from(one.data) };
  for (let y = 3; y < 9; y += 1) for (let x = 4; x < 10; x += 1) other.data.fill(100, 3 * (20 * y + x), 3 * (20 * y + x) + 3);
  assert.equal(difference(one, one), "");
  assert.match(difference(one, other), /^36 pixels .* from 4,3 to 9,8$/);
});
