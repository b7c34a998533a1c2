#!/usr/bin/env python3
"""Write the benchmark site for one generator: the same corpus, the same pages.

    generate.py --for kepu --articles 800 --bases 100 --events 100 --out site

The templates and the configuration are the files of sites/NAME; this program copies
them and adds the content and the static files.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
import json
import random
import shutil
import struct
import zlib

from corpus import Article, Base, Corpus, Event, make_corpus

HERE = Path(__file__).parent
PICTURES = 24
SEED = 20261115


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def png(seed: int, side: int = 96) -> bytes:
    """A small noisy RGB picture (about 20 KB)."""
    r = random.Random(seed)
    raw = b"".join(b"\0" + bytes(b & 0xF8 for b in r.randbytes(side * 3)) for _ in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def write_static(folder: Path) -> None:
    rules = (f".c{i} {{ margin: {i}px; color: #{i * 4099 % 0xFFFFFF:06x}; }}\n" for i in range(200))
    write(folder / "css/site.css", "".join(rules))
    write(folder / "js/site.js", "document.documentElement.classList.add('js');\n")
    (folder / "img").mkdir()
    for i in range(PICTURES):
        (folder / f"img/fig-{i:02}.png").write_bytes(png(i))


def document(front: dict[str, object], body: str = "") -> str:
    """A Markdown file with YAML front matter, which both generators read; JSON's values are YAML."""
    lines = [f"{key}: {value.isoformat() if isinstance(value, datetime) else json.dumps(value, ensure_ascii=False)}"
             for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", body])


def write_documents(content: Path, corpus: Corpus, front: Callable[..., dict[str, object]]) -> None:
    folders = {"column": corpus.articles, "bases": corpus.bases, "events": corpus.events}
    for folder, records in folders.items():
        for record in records:
            write(content / folder / f"{record.id}.md", document(front(record), record.body))


def named(record: object, names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names.split()}


# --- kepu --------------------------------------------------------------------

def kepu_front(record: Article | Base | Event) -> dict[str, object]:
    match record:
        case Article():
            return named(record, "title date summary author issue tags")
        case Base():
            names = "title date summary district category level address phone hours closed booking website"
            return named(record, names) | {"location": f"{record.lon},{record.lat}"}
        case Event():
            return named(record, "title start end summary base room series participants capacity fee")


def write_kepu(out: Path, corpus: Corpus) -> None:
    write_documents(out / "content", corpus, kepu_front)


# --- Hugo --------------------------------------------------------------------

def hugo_front(record: Article | Base | Event) -> dict[str, object]:
    """What Hugo doesn't know goes into `params`."""
    front = {"title": record.title, "description": record.summary}
    match record:
        case Article():
            return front | {"date": record.date, "tags": record.tags, "params": named(record, "author issue")}
        case Base():
            terms = {"district": [record.district], "category": [record.category]}
            names = "level address lat lon phone hours closed booking website"
            return front | {"date": record.date, **terms, "params": named(record, names)}
        case Event():
            day = {"end": record.end.isoformat(), "day": int(f"{record.start:%Y%m%d}")}
            names = "base room series participants capacity fee"
            return front | {"date": record.start, "params": day | named(record, names)}


def write_hugo(out: Path, corpus: Corpus) -> None:
    content = out / "content"
    sections = {"": "首页", "column": "科学专栏", "bases": "科普基地", "events": "活动日历",
                "tags": "标签", "district": "分区", "category": "分类"}
    for folder, title in sections.items():
        front = {"title": title} | ({"outputs": ["html", "rss"]} if folder == "column" else {})
        write(content / folder / "_index.md", document(front))
    write_documents(content, corpus, hugo_front)


# --- command line ------------------------------------------------------------

WRITERS = {"kepu": write_kepu, "hugo": write_hugo}


def generate(name: str, articles: int, bases: int, events: int, out: Path) -> None:
    shutil.copytree(HERE / "sites" / name, out)
    write_static(out / "static")
    WRITERS[name](out, make_corpus(SEED, articles, bases, events))


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--for", dest="name", required=True, choices=sorted(WRITERS))
    parser.add_argument("--articles", type=int, default=800)
    parser.add_argument("--bases", type=int, default=100)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.out.exists():
        parser.error(f"{args.out} exists already")
    generate(args.name, args.articles, args.bases, args.events, args.out)


if __name__ == "__main__":
    main()
