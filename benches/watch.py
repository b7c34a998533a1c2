#!/usr/bin/env python3
"""From the write of a file to the moment the served page holds the new text, for `kepu serve` and `hugo server`.

    benches/watch.py --kepu target/dist/kepu --hugo /tmp/hugo --sites /dev/shm/bench --sizes 1000 10000 --first

Three edits, each of them made several times on a server that has come to rest: a line is
added to an article's body; the latest article's title changes, which the column's first page
must show; a word in the template around every page changes. Between the write and the answer
the page is asked for every two milliseconds over one kept-alive connection, as a browser that
reloads would, and every answer that isn't a good page is counted. The rounds take turns
(kepu, Hugo); medians are printed. The sites are those of run.py.
"""

from argparse import ArgumentParser
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from run import TODAY, hugo_in, raise_priority, site_for

PORT = 14313
POLL = 0.002
TICKS = os.sysconf("SC_CLK_TCK")
BROWSER = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@dataclass
class Edit:
    name: str
    file: str
    pattern: str
    replacement: str
    page: str


def edits(program: str, size: int) -> list[Edit]:
    """The article in the middle of the column, the latest one, and the template around every page."""
    last = size * 8 // 10
    footer = {"kepu": "themes/bench/templates/layout.html", "hugo": "layouts/_partials/footer.html"}[program]
    title = (r'(?m)^title: "', 'title: "检测{nonce}')
    middle, latest = f"a{last // 2:05}", f"a{last:05}"
    return [
        Edit("body", f"content/column/{middle}.md", r"\Z", "\n\n检测{nonce}\n", f"/column/{middle}/"),
        Edit("title", f"content/column/{latest}.md", *title, "/column/"),
        Edit("template", footer, r"<footer[^>]*><p>", r"\g<0>{nonce}", f"/column/{middle}/"),
    ]


class Client:
    """One kept-alive connection."""

    def __init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", PORT, timeout=120)

    def get(self, page: str) -> tuple[int, bytes]:
        """The status (0: no answer) and the body."""
        try:
            self.connection.request("GET", page, headers=BROWSER)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            self.connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
            return 0, b""


class Server:
    def __init__(self, command: list[str], site: Path, first: bool) -> None:
        self.said = tempfile.TemporaryFile()
        start = time.perf_counter()
        self.process = subprocess.Popen(command, cwd=site, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said,
                                        start_new_session=first, preexec_fn=raise_priority if first else None)
        self.client = Client()
        while self.client.get("/")[0] != 200:
            if self.process.poll() is not None or time.perf_counter() - start > 300:
                self.stop()
                self.said.seek(0)
                sys.exit("the server did not start:\n" + self.said.read().decode(errors="replace"))
            time.sleep(0.02)
        self.start_ms = (time.perf_counter() - start) * 1000

    def cpu_ms(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / TICKS

    def peak_mib(self) -> float:
        return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def settle(self, quiet: float = 1.0, limit: float = 120) -> None:
        """Until the server has used next to no processor for a second."""
        end, last, since = time.monotonic() + limit, self.cpu_ms(), time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < quiet:
            time.sleep(0.05)
            if self.cpu_ms() - last > 10:
                last, since = self.cpu_ms(), time.monotonic()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Seen:
    ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    wrong: int = 0
    missed: int = 0


def make(server: Server, site: Path, edit: Edit, times: int, limit: float, seen: Seen) -> None:
    file = site / edit.file
    original = file.read_text(encoding="utf-8")
    for number in range(times + 1):  # the first is a warm-up
        nonce = f"zq{os.getpid()}x{number}{edit.name}"
        text, found = re.subn(edit.pattern, lambda m: m.expand(edit.replacement).replace("{nonce}", nonce), original, count=1)
        assert found == 1, f"{edit.pattern!r} is not in {file}"
        server.client.get(edit.page)
        server.settle()
        time.sleep(random.random() * 0.5)  # so as not to run in step with a server's own timer
        cpu, start, wrong, shown = server.cpu_ms(), time.perf_counter(), 0, False
        file.write_text(text, encoding="utf-8")
        while not shown and time.perf_counter() - start < limit:
            tick = time.perf_counter()
            status, body = server.client.get(edit.page)
            shown = nonce.encode() in body
            wrong += status != 200 or b"</html>" not in body
            if not shown:
                time.sleep(max(0.0, POLL - (time.perf_counter() - tick)))
        elapsed = (time.perf_counter() - start) * 1000
        server.settle()
        if number:
            seen.wrong += wrong
            seen.missed += not shown
            seen.ms += [elapsed] if shown else []
            seen.cpu_ms.append(server.cpu_ms() - cpu)
    file.write_text(original, encoding="utf-8")
    server.settle()


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kepu", type=Path, required=True)
    parser.add_argument("--hugo", type=Path, help="the program, or a virtual environment with it")
    parser.add_argument("--sites", type=Path, default=Path("target/bench"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--times", type=int, default=7, help="edits of a kind in a round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60, help="seconds after which an edit counts as missed")
    parser.add_argument("--first", action="store_true", help="at the highest priority, on a machine that others share (root)")
    args = parser.parse_args()
    if args.first:
        raise_priority()
    commands = {"kepu": [str(args.kepu.resolve()), "serve", "--port", str(PORT), "--today", TODAY]}
    if args.hugo:
        commands["hugo"] = [str(hugo_in(args.hugo).resolve()), "server", "--bind", "127.0.0.1", "--port", str(PORT)]
    print("| entries | | start | body | title | template | CPU for a body | wrong answers | missed | peak memory |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for size in args.sizes:
        seen = {program: {name: Seen() for name in ("body", "title", "template")} for program in commands}
        starts: dict[str, list[float]] = {program: [] for program in commands}
        peaks: dict[str, list[float]] = {program: [] for program in commands}
        for _ in range(args.rounds):
            for program, command in commands.items():
                site = site_for(program, size, args.sites)
                shutil.rmtree(site / "public", ignore_errors=True)
                server = Server(command, site, args.first)
                try:
                    server.settle()
                    for edit in edits(program, size):
                        make(server, site, edit, args.times, args.limit, seen[program][edit.name])
                    starts[program].append(server.start_ms)
                    peaks[program].append(server.peak_mib())
                finally:
                    server.stop()
        for program, of in seen.items():
            times = [f"{statistics.median(one.ms):.0f} ms ({min(one.ms):.0f}–{max(one.ms):.0f})" if one.ms else "never" for one in of.values()]
            cpu = statistics.median(of["body"].cpu_ms)
            print(f"| {size:,} | {program} | {statistics.median(starts[program]):,.0f} ms | {' | '.join(times)} | {cpu:.0f} ms "
                  f"| {sum(one.wrong for one in of.values())} | {sum(one.missed for one in of.values())} | {max(peaks[program]):,.0f} MiB |")
        if args.hugo:
            ratios = [statistics.median(seen["hugo"][name].ms) / statistics.median(seen["kepu"][name].ms) for name in seen["kepu"]]
            print(f"| | | | {' | '.join(f'{ratio:.1f} ×' for ratio in ratios)} | | | | |")


if __name__ == "__main__":
    main()
