// Keeps the reader's place over a reload, also where the page has grown or shrunk above it.

const KEY = "kepu-place";
const MARKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, figure, blockquote, pre, hr, img, table, details, section, article";
// As many elements on either side of the top of the window are remembered; any of them may be what was edited.
const AROUND = 6;

let returning = false;

export function keepPlace() {
  returning = true;
  const place = { page: location.pathname, top: scrollY, left: scrollX, marks: scrollY > 0 ? marks() : [] };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
    history.scrollRestoration = "manual";
  } catch {
    // Without storage the browser does what it can.
  }
}

export function returnToPlace() {
  const place = taken();
  if (place?.page !== location.pathname) return;
  let moved = false;
  const stop = () => (moved = true);
  const inputs = ["wheel", "touchstart", "keydown", "pointerdown"];
  inputs.forEach((input) => addEventListener(input, stop, { once: true, passive: true }));
  const go = () => moved || goTo(place);
  go();
  // Pictures and fonts that come in late push the text about.
  const settled = new ResizeObserver(go);
  settled.observe(document.documentElement);
  const end = () => {
    go();
    setTimeout(() => settled.disconnect(), 500);
  };
  // Given back to the browser only on the way out: it restores a place of its own at some time after loading.
  addEventListener("pagehide", () => returning || (history.scrollRestoration = "auto"), { once: true });
  document.readyState === "complete" ? end() : addEventListener("load", end, { once: true });
}

function taken() {
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return place;
  } catch {
    return null;
  }
}

function goTo({ top, left, marks }) {
  const elements = [...document.body.querySelectorAll(MARKS)];
  for (const mark of marks) {
    const found = elements.filter((element) => same(element, mark)).at(mark.turn);
    if (!found) continue;
    scrollTo({ left, top: scrollY + found.getBoundingClientRect().top - mark.offset, behavior: "instant" });
    return;
  }
  scrollTo({ left, top, behavior: "instant" });
}

// The elements around the top of the window, the nearest first.
function marks() {
  const elements = [...document.body.querySelectorAll(MARKS)].filter((element) => element.getClientRects().length);
  const first = elements.findIndex((element) => element.getBoundingClientRect().top >= 0);
  const at = first < 0 ? elements.length - 1 : first;
  const near = elements.slice(Math.max(0, at - AROUND), at + AROUND);
  near.sort((one, other) => Math.abs(offset(one)) - Math.abs(offset(other)));
  return near.map((element) => {
    const mark = { name: element.localName, id: element.id, text: text(element), offset: offset(element) };
    return { ...mark, turn: elements.filter((other) => same(other, mark)).indexOf(element) };
  });
}

function same(element, { name, id, text: known }) {
  return element.localName === name && (id ? element.id === id : text(element) === known);
}

function text(element) {
  return element.localName === "img" ? element.alt : element.textContent.trim().slice(0, 80);
}

function offset(element) {
  return element.getBoundingClientRect().top;
}
