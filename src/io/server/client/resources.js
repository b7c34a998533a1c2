// What a page is made of besides itself: style sheets and pictures are exchanged in place, and
// anything else that changed makes the page load again.

const STAMP = "kepu";
// Icons and the like change nothing that is to be seen on the page; what scripts fetch is theirs.
const LOADED_BY = new Set(["link", "css", "img", "image", "input", "script", "video", "audio", "embed", "object", "iframe", "track"]);

export class Resources {
  #known = new Map();

  constructor() {
    // Unlike the list of entries, an observer misses none when there are many.
    new PerformanceObserver((list) => this.#note(list.getEntries())).observe({ type: "resource", buffered: true });
  }

  // Notes what was loaded, with the tag that the browser keeps beside it.
  #note(entries) {
    for (const { name, initiatorType } of entries) {
      const url = plain(name);
      const own = url.startsWith(new URL(".", import.meta.url).href);
      if (own || !url.startsWith(`${location.origin}/`) || !LOADED_BY.has(initiatorType)) continue;
      if (!this.#known.has(url)) this.#known.set(url, tag(url, "force-cache"));
    }
  }

  // Brings what has changed up to date; false where only loading the page again can.
  async refresh() {
    const changes = await Promise.all(
      [...this.#known].map(async ([url, known]) => {
        const [before, now] = await Promise.all([known, tag(url, "no-store")]);
        return before !== now && { url, now };
      }),
    );
    return changes.filter(Boolean).every(({ url, now }) => {
      this.#known.set(url, now);
      return exchange(url, now);
    });
  }
}

async function tag(url, cache) {
  const answer = await fetch(url, { method: "HEAD", cache });
  return answer.ok ? answer.headers.get("etag") : String(answer.status);
}

function exchange(url, now) {
  const stamped = new URL(url);
  stamped.searchParams.set(STAMP, now.replaceAll('"', ""));
  const links = [...document.querySelectorAll("link[href]")].filter((link) => plain(link.href) === url);
  const sheets = links.filter((link) => link.relList.contains("stylesheet"));
  sheets.forEach((sheet) => exchangeSheet(sheet, stamped.href));
  const images = [...document.querySelectorAll("img, picture > source")].filter((image) => shows(image, url));
  if (images.length) exchangeImages(images, url, stamped.href);
  return links.length + images.length > 0;
}

// The new sheet comes in before the old one goes, so that the page is never seen without.
function exchangeSheet(sheet, href) {
  const next = sheet.cloneNode();
  next.href = href;
  next.addEventListener("load", () => sheet.remove());
  next.addEventListener("error", () => next.remove());
  sheet.after(next);
}

async function exchangeImages(images, url, href) {
  const next = new Image();
  next.src = href;
  // One that can't be drawn is put in as well: that is how it is now.
  await next.decode().catch(() => {});
  for (const image of images) {
    if (image.src && plain(image.src) === url) image.src = href;
    if (image.srcset) {
      const candidates = image.srcset.split(/,\s+/).map((candidate) => {
        const [address, ...size] = candidate.trim().split(/\s+/);
        return [plain(address) === url ? href : address, ...size].join(" ");
      });
      image.srcset = candidates.join(", ");
    }
  }
}

function shows(image, url) {
  const candidates = (image.srcset ?? "").split(/,\s+/).map((candidate) => candidate.trim().split(/\s+/)[0]);
  return [image.src, ...candidates].some((address) => address && plain(address) === url);
}

// An address without what an exchange put in.
function plain(address) {
  const url = new URL(address, document.baseURI);
  url.hash = "";
  url.searchParams.delete(STAMP);
  return url.href;
}
