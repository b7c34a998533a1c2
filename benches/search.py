#!/usr/bin/env python3
"""What the search costs: the same site built with it and without, in turn, and the index's size.

    benches/search.py --kepu target/dist/kepu --sites /dev/shm/bench --sizes 1000 10000 --first

The sites are those of run.py. The rounds are interleaved, the first is not counted, and the figures are
medians of the others. Every build begins without an output folder.
"""

from argparse import ArgumentParser
from pathlib import Path
import gzip
import shutil
import statistics

from run import TODAY, build, site_for


def turn(site: Path, on: bool) -> None:
    settings = site / "site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"search: {str(not on).lower()}", f"search: {str(on).lower()}"), encoding="utf-8")


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kepu", type=Path, required=True)
    parser.add_argument("--sites", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--first", action="store_true", help="ahead of whatever else the machine does (needs root)")
    args = parser.parse_args()
    command = [str(args.kepu.resolve()), "build", "--today", TODAY]
    print("| entries | without | with | | CPU without | CPU with | files | index | gzip |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for size in args.sizes:
        site = site_for("kepu", size, args.sites)
        runs = {False: [], True: []}
        for number in range(args.runs + 1):
            for on in (False, True):
                turn(site, on)
                shutil.rmtree(site / "public", ignore_errors=True)
                run = build(command, site, args.first)
                if number:
                    runs[on].append(run)
        files = sorted((site / "public/search").rglob("*.js"))
        bytes_of = [file.read_bytes() for file in files]
        raw = sum(map(len, bytes_of)) / 1e6
        packed = sum(len(gzip.compress(text)) for text in bytes_of) / 1e6
        wall = {on: statistics.median(run.wall for run in runs[on]) for on in runs}
        cpu = {on: statistics.median(run.cpu for run in runs[on]) for on in runs}
        print(f"| {size:,} | {wall[False]:.2f} s | {wall[True]:.2f} s | + {wall[True] / wall[False] - 1:.0%} "
              f"| {cpu[False]:.2f} s | {cpu[True]:.2f} s | {len(files):,} | {raw:.1f} MB | {packed:.1f} MB |")
        turn(site, False)


if __name__ == "__main__":
    main()
