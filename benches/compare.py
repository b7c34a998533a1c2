#!/usr/bin/env python3
"""Compare two output folders page by page: same pages, same visible text, same links.

    compare.py kepu/public hugo/public

Redirects, feeds, the site map for people and whatever is no page are left out; where
the two lawfully differ is said beside the rule. Exit code 1 on any difference.
"""

from argparse import ArgumentParser
from html.parser import HTMLParser
from pathlib import Path
from typing import TextIO
from urllib.parse import unquote
import re
import sys

ORIGIN = "https://kepu.example.org"
# A page that only kepu makes, and the feed that each calls by its own name.
OWN_PAGES = {"sitemap/index.html"}
FEEDS = {"/column/atom.xml", "/column/rss.xml"}


class Reader(HTMLParser):
    """Collects the visible text and the link targets of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [unquote(value).removeprefix(ORIGIN) for name, value in attrs if name in ("href", "src") and value]


def read(html: str) -> tuple[str, list[str]]:
    """A page's text without spaces, and its links; marks and anchors of footnotes are each generator's own."""
    reader = Reader()
    reader.feed(html)
    text = re.sub(r"\s+|[\ufe0e↩]|\[(?=\d\])|(?<=\[\d)\]", "", "".join(reader.text))
    links = [link for link in reader.links if not link.startswith("#fn") and link not in FEEDS]
    return text, links


def pages(root: Path) -> dict[str, Path]:
    found = {unquote(str(path.relative_to(root))): path for path in root.rglob("*.html")}
    return {name: path for name, path in found.items() if name not in OWN_PAGES and not is_redirect(path)}


def is_redirect(path: Path) -> bool:
    return path.stat().st_size < 1024 and "http-equiv=\"refresh\"" in path.read_text(encoding="utf-8").replace("=refresh", '="refresh"')


def compare(a: Path, b: Path, show: int = 3, out: TextIO = sys.stdout) -> bool:
    """Prints what differs; true where nothing does."""
    found_a, found_b = pages(a), pages(b)
    common = sorted(found_a.keys() & found_b.keys())
    differing: dict[str, list[str]] = {
        f"only in {a}": sorted(found_a.keys() - found_b.keys()),
        f"only in {b}": sorted(found_b.keys() - found_a.keys()),
        "text differs": [],
        "links differ": [],
    }
    for name in common:
        (text_a, links_a), (text_b, links_b) = (read(found[name].read_text(encoding="utf-8")) for found in (found_a, found_b))
        if text_a != text_b:
            differing["text differs"].append(name)
        if links_a != links_b:
            differing["links differ"].append(name)
    print(f"{len(common):,} pages compared", file=out)
    for what, names in differing.items():
        if names:
            print(f"{what}: {len(names)}", *names[:show], file=out)
    return not any(differing.values())


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("a", type=Path)
    parser.add_argument("b", type=Path)
    parser.add_argument("--show", type=int, default=3, help="how many examples to name")
    args = parser.parse_args()
    sys.exit(0 if compare(args.a, args.b, args.show) else 1)


if __name__ == "__main__":
    main()
