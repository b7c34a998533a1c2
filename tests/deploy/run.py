"""Sends a site to real servers on this machine, as they are on good days and on bad ones, and looks at what lies there.

After every fault either the earlier site is whole, or every page on the target, old or new, has what it uses;
and a plain second run makes the target equal to what was built. Prints a table. Needs what setup.sh installs.

    KEPU=target/release/kepu target/deploy/.venv/bin/python tests/deploy/run.py [KIND…]
"""

import copy
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sample
import servers
from proxy import Cutter, Http, free_port

KEPU = str(Path(os.environ.get("KEPU", "target/debug/kepu")).resolve())
FOREIGN = {"verification.txt": b"of somebody else", "column/foreign.txt": b"another's"}
failures = []


class Rows(list):
    """Told as they come: the whole takes a while."""

    def append(self, row):
        super().append(row)
        print(*row, sep=" | ", flush=True)


rows = Rows()


class Site:
    """The two versions of the sources, and what is built of them."""

    def __init__(self, work):
        self.old_root, self.new_root = work / "old", work / "new"
        sample.write(KEPU, self.old_root)
        shutil.copytree(self.old_root, self.new_root)
        sample.change(self.new_root)
        self.old = sample.built(KEPU, self.old_root, work / "old-public")
        self.new = sample.built(KEPU, self.new_root, work / "new-public")
        self.yaml = (self.old_root / "site.yaml").read_text()

    def copied(self, work):
        """The same with sources of its own, whose settings nobody else changes meanwhile."""
        one = copy.copy(self)
        one.old_root, one.new_root = work / "old", work / "new"
        shutil.copytree(self.old_root, one.old_root)
        shutil.copytree(self.new_root, one.new_root)
        return one

    def aim(self, settings, *roots):
        for root in roots or (self.old_root, self.new_root):
            (root / "site.yaml").write_text(f"{self.yaml}\ndeploy:\n  www: {{{settings}}}\n")


class Case:
    """One target of one kind, with the old site on it."""

    numbers = itertools.count(1)

    def __init__(self, kind, server, site, keys):
        self.kind, self.server, self.site, self.keys = kind, server, site, keys
        self.place = server.place(f"{kind}{next(Case.numbers)}")

    def command(self, root, *more):
        return [KEPU, "deploy", "--root", str(root), "--today", sample.TODAY, "--format", "json", *more]

    def deploy(self, root, *more, port=None, keys=None, timeout=120, **options):
        self.site.aim(self.place.settings(port or self.server.port), root)
        done = subprocess.run(
            self.command(root, *more), capture_output=True, timeout=timeout, env=self.environment(keys), **options
        )
        return done.returncode, answer(done.stdout), done.stderr.decode()

    def environment(self, keys=None):
        return sample.environment(**{f"KEPU_DEPLOY_WWW_{name}": value for name, value in (keys or self.keys).items()})

    def begin(self):
        """Puts foreign files and the old site there."""
        for name, data in FOREIGN.items():
            self.place.put(name, data)
        code, said, error = self.deploy(self.site.old_root)
        check(code == 0, f"{self.kind}: the first deployment ends with {code}: {codes(said)} {texts(said)} {error}")
        self.equal(self.site.old, "after the first deployment")
        return self

    def equal(self, expected, when):
        there = self.place.files()
        check(there == {**expected, **FOREIGN}, f"{self.kind}: {when} the target differs: {difference(there, {**expected, **FOREIGN})}")

    def judge(self, fault, code, said, sent_before=None):
        """Looks at what a fault left, and at what a second run makes of it. `sent_before`: so many files had arrived."""
        there = {name: data for name, data in self.place.files().items() if not is_litter(self.kind, name, self.site)}
        state = sample.judge(there, self.site.old, self.site.new, FOREIGN)
        check(not state.startswith("BROKEN"), f"{self.kind}, {fault}: {state}")
        counter = Http(self.server.port) if sent_before is not None else None
        again, more, error = self.deploy(self.site.new_root, port=counter and counter.port)
        if counter:
            counter.close()
            wanted_files = sum(map(len, wanted(self.site.old, self.site.new)[:2]))
            sent = sum(is_file(command, path) for command, path in counter.asked)
            check(sent == wanted_files - sent_before, f"{self.kind}, {fault}: {sent_before} of {wanted_files} files had arrived, and {sent} were sent again")
        check(again == 0, f"{self.kind}, {fault}: the second run ends with {again}: {codes(more)} {texts(more)} {error}")
        # OpenDAL's unfinished files lie in the outermost folder, by names that nobody asks for.
        litter = [name for name in self.place.keys() if is_litter(self.kind, name, self.site)]
        for name in litter:
            (self.place.path / name).unlink()
        state += f", {len(litter)} unfinished files left" if litter else ""
        self.equal(self.site.new, f"after {fault} and a second run")
        left = [name for name in self.place.keys() if name.startswith(".kepu-") and name != ".kepu-deploy.json"]
        check(not left, f"{self.kind}, {fault}: {left} left behind")
        sent = more.get("added", 0) + more.get("replaced", 0) + more.get("removed", 0) if more else "?"
        rows.append((self.kind, fault, code, codes(said), state, f"{sent} steps, exit {again}"))


def is_file(command, path):
    """Whether a request brings one of the site's files, and not a list or a lock of ours."""
    return command == "PUT" and "kepu-deploy.json" not in path and "kepu-deploy.journal" not in path and "kepu-deploy.lock" not in path


def is_litter(kind, name, site):
    stem, _, tail = name.rpartition(".")
    names = {path.rsplit("/", 1)[-1] for path in [*site.new, *site.old]}
    ours = stem in names or stem.startswith(".kepu-deploy.")
    return kind == "ftp" and len(tail) == 8 and tail.isalnum() and ours


def answer(text):
    try:
        return json.loads(text)
    except ValueError:
        return {}


def codes(said):
    return " ".join(sorted({told["code"] for told in said.get("diagnostics", [])})) or "-"


def texts(said):
    return "; ".join(told["message"] for told in said.get("diagnostics", []))


def check(held, words):
    if not held:
        failures.append(words)
        print("FAULT", words, flush=True)


def difference(one, other):
    parts = [f"+{name}" for name in one if name not in other] + [f"-{name}" for name in other if name not in one]
    return " ".join((parts + [f"~{name}" for name in one if name in other and one[name] != other[name]])[:8])


def wanted(old, new):
    added = {name for name in new if name not in old}
    replaced = {name for name in new if name in old and old[name] != new[name]}
    removed = {name for name in old if name not in new}
    return added, replaced, removed


def good_day(case):
    site = case.site
    before = case.place.all()
    code, said, _ = case.deploy(site.old_root, "--dry-run")
    check(code == 0 and said.get("added") == len(site.old), f"{case.kind}: a dry run lists {said.get('added')} of {len(site.old)}")
    check(case.place.all() == before, f"{case.kind}: a dry run wrote")
    case.begin()
    if case.kind == "s3":
        for name, expected in {
            "index.html": ("text/html; charset=utf-8", "public, max-age=0, must-revalidate", None),
            "column/picture-1.svg": ("image/svg+xml; charset=utf-8", "public, max-age=0, must-revalidate", None),
        }.items():
            check(case.place.headers(name) == expected, f"s3: {name} has {case.place.headers(name)}")
    before = case.place.all()
    code, said, _ = case.deploy(site.old_root)
    check((code, said.get("changes")) == (0, []), f"{case.kind}: nothing changed, and it did {said.get('changes')}")
    check(case.place.all() == before, f"{case.kind}: nothing changed, and the target did")
    code, said, error = case.deploy(site.new_root)
    done = {kind: {change["path"] for change in said.get("changes", []) if change["action"] == kind} for kind in ("add", "replace", "remove")}
    check((done["add"], done["replace"], done["remove"]) == wanted(site.old, site.new), f"{case.kind}: more or less than the difference was sent {codes(said)} {error}")
    case.equal(site.new, "after the second deployment")
    if case.kind in ("folder", "webdav", "sftp", "ftp"):
        empty = [path for path in case.place.path.rglob("*") if path.is_dir() and not any(path.iterdir())]
        check(not empty, f"{case.kind}: empty folders {empty}")
    rows.append((case.kind, "a good day", code, codes(said), "new", f"{sum(map(len, done.values()))} steps"))


def compressed(case):
    """Compressed copies are told to be what they are."""
    root = case.site.new_root.parent / "compressed"
    shutil.copytree(case.site.new_root, root, ignore=shutil.ignore_patterns(".kepu-cache"))
    case.site.aim(case.place.settings(case.server.port), root)
    with (root / "site.yaml").open("a") as settings:
        settings.write("compress: [br, gz]\n")
    done = subprocess.run(case.command(root), capture_output=True, timeout=120, env=case.environment())
    rule = "public, max-age=0, must-revalidate"
    for name, coding in {"index.html": None, "index.html.br": "br", "index.html.gz": "gzip"}.items():
        check(case.place.headers(name) == ("text/html; charset=utf-8", rule, coding), f"{case.kind}: {name} has {case.place.headers(name)}")
    rows.append((case.kind, "compressed copies", done.returncode, "-", "new", "-"))


def foreign_file(case):
    """Somebody's file at an address of ours."""
    case.begin()
    name = next(name for name in sorted(case.site.new) if name not in case.site.old and name.endswith(".html"))
    case.place.put(name, b"not ours")
    code, said, _ = case.deploy(case.site.new_root)
    check(code == 1 and codes(said) == "E1212" and name in texts(said), f"{case.kind}: a foreign file gives {code} {codes(said)}")
    check(case.place.files() == {**case.site.old, **FOREIGN, name: b"not ours"}, f"{case.kind}: a foreign file was touched")
    again, _, _ = case.deploy(case.site.new_root, "--overwrite")
    check(again == 0, f"{case.kind}: --overwrite ends with {again}")
    case.equal(case.site.new, "after --overwrite")
    rows.append((case.kind, "a foreign file", code, codes(said), "old", f"--overwrite, exit {again}"))


def overloaded(case):
    def fault(number, _):
        return (503, b"") if number % 3 == 0 else None

    proxy = Http(case.server.port, fault)
    case.begin()
    code, said, error = case.deploy(case.site.new_root, port=proxy.port)
    check(code == 0, f"{case.kind}: 503 at every third request ends with {code} {codes(said)} {texts(said)} {error}")
    proxy.close()
    case.judge("503 at every third request", code, said)


def cut_once(case):
    case.begin()
    proxy = Cutter(case.server.port, after=150_000, recover=True)
    code, said, error = case.deploy(case.site.new_root, port=proxy.port)
    check(proxy.cuts == 1, f"{case.kind}: nothing was cut")
    proxy.close()
    case.judge("connection cut once", code, said)


def cut_for_good(case):
    for after in (60_000, 340_000) if case.kind == "s3" else (200_000,):
        fresh = Case(case.kind, case.server, case.site, case.keys).begin()
        proxy = Cutter(fresh.server.port, after=after)
        code, said, _ = fresh.deploy(fresh.site.new_root, port=proxy.port)
        if proxy.cuts:
            check(code == 1 and codes(said) in ("E1210", "E1211"), f"{case.kind}: a cut ends with {code} {codes(said)} {texts(said)}")
        proxy.close()
        # The lock couldn't be given back; the same folder knows its own.
        fresh.judge(f"cut for good after {after // 1000} kB" if proxy.cuts else f"(no cut within {after // 1000} kB)", code, said)


def wrong_keys(case):
    case.begin()
    proxy = None
    keys = {name: f"wrong-{value}" for name, value in case.keys.items()}
    if case.kind == "sftp":
        keys = {"KEY_FILE": str(case.server.work / "wrong")}
    if case.kind == "s3":
        # moto believes everybody.
        text = b"<Error><Code>InvalidAccessKeyId</Code><Message>unknown</Message></Error>"
        proxy = Http(case.server.port, lambda _, asked: (403, text) if "wrong-" in asked.headers.get("authorization", "") else None)
    code, said, error = case.deploy(case.site.new_root, port=proxy and proxy.port, keys=keys)
    check(code == 1 and codes(said) == "E1207", f"{case.kind}: wrong keys end with {code} {codes(said)} {texts(said)}")
    shown = json.dumps(said) + error
    check("secret" not in shown.replace("secret_access_key", ""), f"{case.kind}: a key is shown: {shown}")
    case.judge("wrong keys", code, said)


def no_place(case):
    case.place = servers.Bucket(case.server.client, "nosuch") if case.kind == "s3" else servers.Folder.__new__(servers.Folder)
    if case.kind == "folder":
        case.place.given = lambda _: "to: folder, path: /no/such/folder"
    for more in ((), ("--dry-run",)):
        code, said, _ = case.deploy(case.site.new_root, *more)
        check(code == 1 and codes(said) == "E1208", f"{case.kind}: no place ends with {code} {codes(said)} {texts(said)}")
    rows.append((case.kind, "no such bucket or folder", code, codes(said), "-", "-"))


def full(case):
    """No room: a small file system under folders, an answer of 507 from others."""
    if case.kind in ("s3", "webdav"):
        case.begin()
        stored = [0]

        def fault(_, asked):
            if is_file(asked.command, asked.path):
                stored[0] += 1
                if stored[0] > 12:
                    return 507, b"insufficient storage"
            return None

        proxy = Http(case.server.port, fault)
        code, said, _ = case.deploy(case.site.new_root, port=proxy.port)
        proxy.close()
        expected = ("E1209",)
    else:
        path = case.place.path
        size = sum(map(len, case.site.old.values())) + 4096 * (len(case.site.old) + 60) + 200_000
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)], capture_output=True)
        if mounted.returncode != 0:
            rows.append((case.kind, "full disk", "-", "-", "not tried: mounting isn't permitted", "-"))
            return
        try:
            case.begin()
            filler = path / ".filler"
            room = os.statvfs(path).f_bavail * 4096
            filler.write_bytes(b"x" * max(room - 120_000, 0))
            code, said, _ = case.deploy(case.site.new_root)
            filler.unlink()
            # Some say no more than that it failed.
            expected = ("E1209", "E1211") if case.kind in ("sftp", "ftp") else ("E1209",)
            check(code == 1 and codes(said) in expected, f"{case.kind}: a full disk ends with {code} {codes(said)} {texts(said)}")
            subprocess.run(["mount", "-o", f"remount,size={size * 3}", str(path)], check=True)
            case.judge("full disk", code, said)
        finally:
            subprocess.run(["umount", "-l", str(path)])
        return
    check(code == 1 and codes(said) in expected, f"{case.kind}: a full disk ends with {code} {codes(said)} {texts(said)}")
    case.judge("full disk (507)", code, said, sent_before=12)


def killed(case):
    """SIGKILL at several moments, one after the other on the same target."""
    for share in (0.3, 0.8):
        fresh = Case(case.kind, case.server, case.site, case.keys).begin()
        proxy = slowed(fresh)
        fresh.site.aim(fresh.place.settings(proxy.port if proxy else fresh.server.port), fresh.site.new_root)
        process = subprocess.Popen(fresh.command(fresh.site.new_root), env=fresh.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # Once the lock is there it is at work; how long that takes was seen on a day without faults.
        started = time.time()
        while case.kind != "git" and process.poll() is None and time.time() - started < 20 and not any(name.startswith(".kepu-deploy.") and name.endswith(("lock", "journal")) for name in fresh.place.keys()):
            time.sleep(0.005)
        time.sleep(WORK.get(case.kind, 1.0) * share)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if proxy:
            proxy.close()
        fresh.judge(f"SIGKILL at {share:.0%}", process.returncode, {})


# Seconds that a slowed run is at work, from the lock on.
WORK = {"folder": 0.25, "s3": 2.5, "webdav": 4.0, "sftp": 3.0, "ftp": 0.4, "git": 0.3}


def slowed(case):
    if case.kind in ("s3", "webdav"):
        return Http(case.server.port, slow=0.25 if case.kind == "s3" else 0.1)
    if case.kind in ("sftp", "ftp"):
        return Cutter(case.server.port, slow=0.01) if case.kind == "sftp" else None
    return None


def two_at_once(case):
    """Two folders with the same site, at the same moment."""
    case.begin()
    proxy = slowed(case)
    other = case.site.new_root.parent / "other"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(case.site.new_root, other, ignore=shutil.ignore_patterns(".kepu-cache"))
    case.site.aim(case.place.settings(proxy.port if proxy else case.server.port), case.site.new_root, other)
    ends = [
        subprocess.Popen(case.command(root), env=case.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for root in (case.site.new_root, other)
    ]
    said = [answer(end.communicate()[0]) for end in ends]
    ended = sorted(end.returncode for end in ends)
    told = " ".join(codes(one) for one in said)
    refused = "E1218" if case.kind == "git" else "E1213"
    # One after the other is right as well, if the first was quick.
    check(ended == [0, 1] and refused in told or ended == [0, 0], f"{case.kind}: two at once end with {ended} {told} {[texts(one) for one in said]}")
    if proxy:
        proxy.close()
    case.judge("two at once", "/".join(map(str, ended)), {"diagnostics": [told for one in said for told in one.get("diagnostics", [])]})


def lock_held(case):
    """Somebody else's lock, young, old, and broken."""
    case.begin()
    moment = lambda ago: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - ago))
    lock = lambda ago: json.dumps({"id": "x", "host": "elsewhere", "since": moment(ago), "alive": moment(ago)}).encode()
    case.place.put(".kepu-deploy.lock", lock(60))
    code, said, _ = case.deploy(case.site.new_root)
    check(code == 1 and codes(said) == "E1213" and "elsewhere" in texts(said), f"{case.kind}: a lock gives {code} {codes(said)}")
    case.equal(case.site.old, "while another holds the lock")
    for ago, more in ((60, ("--break-lock",)), (3600, ())):
        case.place.put(".kepu-deploy.lock", lock(ago))
        # With nothing to do the lock is taken and given back as well.
        taken, told, _ = case.deploy(case.site.old_root, *more)
        check(taken == 0 and codes(told) == "W1201", f"{case.kind}: a dead lock gives {taken} {codes(told)} {texts(told)}")
    case.judge("another's lock", code, said)


def nginx(case):
    """What nginx answers, with what `kepu host nginx` prints."""
    case.begin()
    root, folder, port = case.place.path, case.server.work / "nginx", free_port()
    folder.mkdir()
    printed = subprocess.run([KEPU, "host", "nginx", "--root", str(case.site.old_root), "--base-url", f"http://127.0.0.1:{port}/"], check=True, capture_output=True, timeout=60).stdout
    (folder / "site.conf").write_bytes(printed)
    temporary = "".join(f"{name}_temp_path {folder}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; "
        f"{'user root;' if os.getuid() == 0 else ''} events {{}} http {{ access_log off; {temporary} "
        f"server {{ listen 127.0.0.1:{port}; root {root}; include {folder}/site.conf; }} }}"
    )
    process = subprocess.Popen([os.environ.get("NGINX", "nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    try:
        servers.wait_for(port, process)
        import urllib.request
        from urllib.error import HTTPError

        for address, expected in (("/", 200), ("/column/", 200), ("/.kepu-deploy.json", 404)):
            try:
                status = urllib.request.urlopen(f"http://127.0.0.1:{port}{address}").status
            except HTTPError as error:
                status = error.code
            check(status == expected, f"nginx: {address} is {status}")
        # While a deployment is on, nobody gets half a file or a page without its picture.
        case.site.aim(case.place.settings(0), case.site.new_root)
        run = subprocess.Popen(case.command(case.site.new_root), env=case.environment(), stdout=subprocess.DEVNULL)
        asked = 0
        names = [name for name in case.site.new if case.site.old.get(name) not in (None, case.site.new[name])]
        while run.poll() is None:
            for name in names[:40]:
                try:
                    data = urllib.request.urlopen(f"http://127.0.0.1:{port}/{name}").read()
                except HTTPError as error:
                    check(False, f"nginx: {name} is {error.code} meanwhile")
                    continue
                asked += 1
                check(data in (case.site.old[name], case.site.new[name]), f"nginx: half of {name}")
        rows.append(("folder", "read by nginx meanwhile", run.returncode, "-", "new", f"{asked} answers whole"))
        case.equal(case.site.new, "after nginx")
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


KINDS = {
    "folder": (servers.Local, {}, [good_day, foreign_file, no_place, full, killed, two_at_once, lock_held, nginx]),
    "s3": (
        servers.S3,
        {"ACCESS_KEY_ID": "right-secret-id", "SECRET_ACCESS_KEY": "right-secret"},
        [good_day, compressed, foreign_file, no_place, overloaded, cut_once, cut_for_good, wrong_keys, full, killed, two_at_once, lock_held],
    ),
    "webdav": (
        servers.Webdav,
        {"USER": "right", "PASSWORD": "right-secret"},
        [good_day, foreign_file, overloaded, cut_once, cut_for_good, wrong_keys, full, killed, two_at_once, lock_held],
    ),
    "sftp": (servers.Sftp, None, [good_day, foreign_file, cut_once, cut_for_good, wrong_keys, full, killed, two_at_once, lock_held]),
    "ftp": (servers.Ftp, {"USER": "right", "PASSWORD": "right-secret"}, [good_day, foreign_file, wrong_keys, full, killed, two_at_once, lock_held]),
    "git": (servers.Git, {}, [good_day, foreign_file, killed, two_at_once]),
}


AT_ONCE = 3


def run(kind, work, site, only):
    """All cases of one kind, one after the other."""
    make, keys, cases = KINDS[kind]
    (work / kind).mkdir()
    site = site.copied(work / kind / "site")
    server = make(work / kind)
    keys = {"KEY_FILE": str(server.work / "right")} if keys is None else keys
    try:
        for case in cases:
            if only and case.__name__ not in only:
                continue
            try:
                case(Case(kind, server, site, keys))
            except Exception as error:
                check(False, f"{kind}, {case.__name__}: {type(error).__name__}: {error}")
    finally:
        server.stop()


def main():
    asked, only = [kind for kind in sys.argv[1:] if kind in KINDS], [name for name in sys.argv[1:] if name not in KINDS]
    began = time.time()
    # Asked to end, it takes its servers down first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="kepu-deploy-") as work:
        work = Path(work)
        site = Site(work)
        # Most of the time one waits for the other end, so several kinds go on at once; the slow ones begin.
        kinds = sorted(asked or KINDS, key=["webdav", "sftp", "s3", "ftp", "folder", "git"].index)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda kind: run(kind, work, site, only), kinds))
    rows.sort(key=lambda row: list(KINDS).index(row[0]))
    head = ("target", "fault", "exit", "told", "left on the target", "second run")
    widths = [max(len(str(row[column])) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"{len(site.old)} files, then {len(site.new)}; {time.time() - began:.0f} s; {len(failures)} faults")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
