"""A site to deploy, in two versions, and what can be said of a target that was deployed to."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

TODAY = "2026-11-23"
ARTICLES = 50


def article(number, version):
    return f"""---
title: 第{number}篇
summary: 第{number}篇讲第{number}件事。
date: 2026-0{number % 9 + 1}-1{number % 9}
---
第{number}篇的第{version}版，配一张图。

![第{number}张图](picture-{number}.svg)
"""


def picture(number, version):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><title>{number}, {version}</title>'
        f'<rect width="90" height="60" fill="#{number:02x}{version}088"/></svg>\n'
    )


def write(kepu, root):
    """The first version, with a starter site around it."""
    subprocess.run([kepu, "init", str(root), "--yes", "--today", "2026-11-23"], check=True, stdout=subprocess.DEVNULL)
    column = root / "content/column"
    for number in range(ARTICLES):
        (column / f"a{number}.md").write_text(article(number, 1))
        (column / f"picture-{number}.svg").write_text(picture(number, 1))
    (root / "static").mkdir(exist_ok=True)
    (root / "static/leaflet.bin").write_bytes(bytes(range(256)) * 1200)
    (root / "assets/css").mkdir(parents=True, exist_ok=True)


def change(root):
    """The second: some articles changed, some gone with their pictures, some new."""
    column = root / "content/column"
    for number in range(0, 10):
        (column / f"a{number}.md").write_text(article(number, 2))
    for number in range(10, 15):
        (column / f"a{number}.md").unlink()
        (column / f"picture-{number}.svg").unlink()
    for number in range(ARTICLES, ARTICLES + 5):
        (column / f"a{number}.md").write_text(article(number, 2))
        (column / f"picture-{number}.svg").write_text(picture(number, 2))
    for number in range(5):
        (column / f"picture-{number}.svg").write_text(picture(number, 2))
    (root / "static/leaflet.bin").write_bytes(bytes(reversed(range(256))) * 1200)


def built(kepu, root, out):
    subprocess.run(
        [kepu, "build", "--root", str(root), "--today", TODAY, "--out", str(out)], check=True, stdout=subprocess.DEVNULL
    )
    return tree(out)


def tree(folder):
    """Every file below a folder, but for what the program keeps there for itself."""
    files = {}
    for path in Path(folder).rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".git/"):
            files[name] = path.read_bytes()
    return ours(files)


def ours(files):
    return {name: data for name, data in files.items() if not name.startswith((".kepu-", ".kepu/"))}


LINK = re.compile(rb'(?:src|href|srcset|content|data-[a-z-]+)="(/[^"]*)"')


def uses(page):
    """Addresses of files (and not of pages) that a page asks for."""
    for found in LINK.findall(page):
        for candidate in found.decode().split(", "):
            path = unquote(candidate.split()[0].split("#")[0].split("?")[0]).lstrip("/")
            # Feeds tell programs of pages, and come after them.
            if "." in path.rsplit("/", 1)[-1] and not path.endswith((".html", ".xml")):
                yield path


def judge(there, old, new, foreign):
    """What a visitor meets: `new`, `old`, `between` (every page with what it uses), or what is broken."""
    rest = {name: data for name, data in there.items() if name not in foreign}
    for name, data in foreign.items():
        if there.get(name) != data:
            return f"BROKEN: foreign {name}"
    if rest == new:
        return "new"
    if rest == old:
        return "old"
    for name, data in rest.items():
        if data not in (old.get(name), new.get(name)):
            return f"BROKEN: {name} is half a file ({len(data)} bytes)"
        if name.endswith(".html"):
            fresh = data != old.get(name)
            for used in uses(data):
                if used not in rest and (used in old or used in new):
                    return f"BROKEN: {name} wants {used}"
                if fresh and used in new and rest.get(used) != new[used]:
                    return f"BROKEN: {name} is new and {used} old"
    pages = [name for name in old if name.endswith(".html")]
    if all(rest.get(name) == old[name] for name in pages):
        return "old pages"
    return "between"


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "KEPU_"))}
    return {**kept, "LANG": "en_US.UTF-8", "NO_COLOR": "1", "HOSTNAME": "test", **more}
