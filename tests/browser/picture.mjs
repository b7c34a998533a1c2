// PNG pictures as pixels, and what differs between two of them. What is written is small: a palette of 256 colours where
// these are enough.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The pixels of a PNG, three bytes each: of 8 bits a channel or of a palette, and not interlaced. */
export function read(file) {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error("no PNG");
  const chunks = {};
  for (let at = 8; at < file.length; ) {
    const [length, name] = [file.readUInt32BE(at), file.toString("latin1", at + 4, at + 8)];
    (chunks[name] ??= []).push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [header] = chunks.IHDR;
  const [width, height, depth, kind, interlaced] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9], header[12]];
  const size = { 2: 3, 3: 1, 6: 4 }[kind];
  if (depth !== 8 || !size || interlaced) throw new Error(`a PNG of kind ${kind} with ${depth} bits`);
  const raw = unfiltered(inflateSync(Buffer.concat(chunks.IDAT)), width, height, size);
  const colours = chunks.PLTE?.[0];
  const data = Buffer.alloc(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = kind === 3 ? colours : raw;
    const at = kind === 3 ? 3 * raw[pixel] : size * pixel;
    for (let part = 0; part < 3; part += 1) data[3 * pixel + part] = from[at + part];
  }
  return { width, height, data };
}

/** Undoes the filter of every line. */
function unfiltered(lines, width, height, size) {
  const row = width * size;
  const out = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const [filter, from, to] = [lines[y * (row + 1)], y * (row + 1) + 1, y * row];
    for (let x = 0; x < row; x += 1) {
      const a = x < size ? 0 : out[to + x - size];
      const b = y === 0 ? 0 : out[to + x - row];
      const c = x < size || y === 0 ? 0 : out[to + x - row - size];
      const guess = filter === 0 ? 0 : filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : paeth(a, b, c);
      out[to + x] = lines[from + x] + guess;
    }
  }
  return out;
}

function paeth(a, b, c) {
  const pa = Math.abs(b - c);
  const pb = Math.abs(a - c);
  const pc = Math.abs(a + b - 2 * c);
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** How far a channel may be from the accepted one: the longest step of a palette, and what a browser paints a step or two off. */
const TOLERANCE = 16;
/** How many pixels may be further away than that: the edge of a rounded corner. */
const FEW = 10;

/** What differs between two pictures, in words; empty where nothing to speak of does. */
export function difference(one, other) {
  if (one.width !== other.width || one.height !== other.height) {
    return `${one.width} × ${one.height} became ${other.width} × ${other.height}`;
  }
  let [count, left, top, right, bottom] = [0, Infinity, Infinity, 0, 0];
  for (let pixel = 0; pixel < one.width * one.height; pixel += 1) {
    const away = [0, 1, 2].some((part) => Math.abs(one.data[3 * pixel + part] - other.data[3 * pixel + part]) > TOLERANCE);
    if (!away) continue;
    const [x, y] = [pixel % one.width, Math.floor(pixel / one.width)];
    [count, left, top, right, bottom] = [count + 1, Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  if (count <= FEW) return "";
  const share = ((100 * count) / (one.width * one.height)).toFixed(2);
  return `${count} pixels (${share} %) differ, from ${left},${top} to ${right},${bottom}`;
}

/** A picture at half its size: every pixel is the mean of four. */
export function halved({ width, height, data }) {
  const [w, h] = [width >> 1, height >> 1];
  const out = Buffer.alloc(3 * w * h);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      for (let part = 0; part < 3; part += 1) {
        const at = 3 * (2 * y * width + 2 * x) + part;
        out[3 * (y * w + x) + part] = (data[at] + data[at + 3] + data[at + 3 * width] + data[at + 3 * width + 3] + 2) >> 2;
      }
    }
  }
  return { width: w, height: h, data: out };
}

/** The smallest of these steps with which 256 colours are enough: how far a kept colour may be from the true one. */
const STEPS = [0, 2, 4, 6, 8, 10, 12];

/** Every pixel by its place in a palette; null where no palette comes near enough. The most frequent colours are kept as they are, others as the nearest of these. */
function palette({ data }) {
  const counts = new Map();
  const key = (pixel) => (data[3 * pixel] << 16) | (data[3 * pixel + 1] << 8) | data[3 * pixel + 2];
  for (let pixel = 0; pixel < data.length / 3; pixel += 1) counts.set(key(pixel), (counts.get(key(pixel)) ?? 0) + 1);
  const frequent = [...counts].sort(([, a], [, b]) => b - a).map(([colour]) => colour);
  for (const step of STEPS) {
    const colours = [];
    const places = new Map();
    for (const colour of frequent) {
      let place = nearest(colours, colour, step);
      if (place < 0) place = colours.push(colour) - 1;
      if (place > 255) break;
      places.set(colour, place);
    }
    if (colours.length <= 256) return { colours, pixels: Uint8Array.from({ length: data.length / 3 }, (_, pixel) => places.get(key(pixel))) };
  }
  return null;
}

/** The place of the nearest of some colours, of those at most `step` away in every channel; -1 where there is none. */
function nearest(colours, wanted, step) {
  let [best, place] = [step + 1, -1];
  for (let at = 0; at < colours.length; at += 1) {
    const one = colours[at];
    const away = Math.max(Math.abs((one >> 16) - (wanted >> 16)), Math.abs(((one >> 8) & 255) - ((wanted >> 8) & 255)), Math.abs((one & 255) - (wanted & 255)));
    if (away < best) [best, place] = [away, at];
  }
  return place;
}

/** A picture as a PNG: with a palette, or in all its colours. */
export function png(picture) {
  const { width, height } = picture;
  const small = palette(picture);
  const [kind, size, pixels] = small ? [3, 1, small.pixels] : [2, 3, picture.data];
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, kind, 0, 0, 0], 8);
  const row = width * size;
  const lines = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const [to, from] = [y * (row + 1), y * row];
    // Colours are written as their distance from the pixel before, which is mostly nothing; places in a palette as they are.
    lines[to] = small ? 0 : 1;
    for (let x = 0; x < row; x += 1) lines[to + 1 + x] = pixels[from + x] - (small || x < size ? 0 : pixels[from + x - size]);
  }
  const palettes = small ? [Buffer.from(small.colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))] : [];
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  return Buffer.concat([
    SIGNATURE, chunk("IHDR", header), ...palettes.map((colours) => chunk("PLTE", colours)),
    chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}
