#!/usr/bin/env python3
"""One article of ten thousand entries changes: what `kepu deploy` sends to an S3 server on this machine, and how long it takes.

    bash tests/deploy/setup.sh
    target/deploy/.venv/bin/python benches/deploy.py --kepu target/dist/kepu --sites /dev/shm/bench --size 10000

The server is moto's, behind a proxy that counts requests; both are Python and slower than any real server, so the
seconds say what the program does and the requests what a network would have to do. First the whole site is sent, then nothing has
changed, then a line is added to an article's body, then a title changes, which stands on listings, feeds and in the search.
"""

from argparse import ArgumentParser
from pathlib import Path
import json
import re
import subprocess
import sys
import tempfile
import time

# Behind this folder, which has a run.py of its own.
sys.path.append(str(Path(__file__).parent.parent / "tests/deploy"))

import sample
import servers
from proxy import Http
from run import TODAY, site_for


def deploy(kepu: str, root: Path, proxy: Http, what: str) -> None:
    proxy.count, proxy.methods = 0, {}
    keys = {"KEPU_DEPLOY_WWW_ACCESS_KEY_ID": "a", "KEPU_DEPLOY_WWW_SECRET_ACCESS_KEY": "b"}
    start = time.perf_counter()
    done = subprocess.run([kepu, "deploy", "--root", str(root), "--today", TODAY, "--format", "json"],
                          env=sample.environment(**keys), capture_output=True, check=False)
    wall = time.perf_counter() - start
    said = json.loads(done.stdout or b"{}")
    if done.returncode:
        sys.exit(f"{what}: exit {done.returncode} after {wall:.1f} s {done.stdout.decode()}{done.stderr.decode()}")
    sent = said["added"] + said["replaced"]
    asked = ", ".join(f"{number} {method}" for method, number in sorted(proxy.methods.items()))
    print(f"| {what} | {said['build_seconds']:.2f} s | {said['deploy_seconds']:.2f} s | {wall:.2f} s | {sent} | {said['removed']} | "
          f"{said['bytes'] / 1e6:.2f} MB | {proxy.count} ({asked}) |", flush=True)


def main() -> None:
    options = ArgumentParser(description=__doc__)
    options.add_argument("--kepu", default="target/dist/kepu")
    options.add_argument("--sites", type=Path, required=True)
    options.add_argument("--size", type=int, default=10000)
    asked = options.parse_args()
    kepu = str(Path(asked.kepu).resolve())
    root = site_for("kepu", asked.size, asked.sites)
    with tempfile.TemporaryDirectory() as work:
        server = servers.S3(work)
        proxy = Http(server.port)
        place = server.place("bench")
        settings = root / "site.yaml"
        original = settings.read_text()
        article = root / f"content/column/a{asked.size * 8 // 10 // 2:05}.md"
        before = article.read_text()
        try:
            settings.write_text(f"{original}\ndeploy:\n  www: {{{place.settings(proxy.port)}}}\n")
            print("| | build | deploy | in all | files sent | removed | size | requests |\n|---|---:|---:|---:|---:|---:|---:|---|")
            deploy(kepu, root, proxy, "all of it")
            deploy(kepu, root, proxy, "nothing changed")
            article.write_text(before + "\n\n多了一行。\n")
            deploy(kepu, root, proxy, "a line in an article")
            article.write_text(re.sub(r'(?m)^title: "', 'title: "新', before))
            deploy(kepu, root, proxy, "an article's title")
        finally:
            settings.write_text(original)
            article.write_text(before)
            proxy.close()
            server.stop()


if __name__ == "__main__":
    main()
