// Shows a changed page in the studio's frame at once: where only its <main> is another, that element alone is replaced.
// Scripts of the page have had no part in the new one, so the page has to load again when there is time.

// What every version of a page has of its own.
const TAG = / data-kepu-etag="[^"]*"/;

// What stands around the content of the only <main> of a page; `null` if the content can't be replaced by itself.
export function around(html) {
  const [before, rest, ...others] = html.split(/<main(?=[\s>])/i);
  const [content, after, ...ends] = (rest ?? "").split(/<\/main\s*>/i);
  // A script runs only where the page loads.
  if (after === undefined || others.length + ends.length > 0 || /<script[\s>]/i.test(content)) return null;
  return before + "<main>" + after.replace(TAG, "");
}

export class MainPart {
  #around;

  // The document may have been changed by its scripts, so the page is asked for as it was sent; `tag` says which it was.
  constructor(tag) {
    this.#around = fetch(location.pathname, { cache: "force-cache" }).then(
      async (answer) => (named(answer) === tag ? around(await answer.text()) : null),
      () => null,
    );
  }

  // Replaces the element by that of the answer. Answers whether the rest of the page is the same, so that it could.
  async exchange(answer) {
    const [known, html] = await Promise.all([this.#around, answer.text()]);
    if (known === null || around(html) !== known) return false;
    const shown = document.querySelector("main");
    const next = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    if (!shown || !next) return false;
    shown.replaceWith(document.adoptNode(next));
    return true;
  }
}

// The tag of an answer; what weakened it on the way left its value.
export const named = (answer) => answer.headers.get("etag")?.replace(/^W\/|"/g, "");
