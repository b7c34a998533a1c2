"""What lies in the archives of a release beside the program: licences and a bill of materials, from what cargo knows; and the
archives themselves, whose bytes depend on what is in them and on SOURCE_DATE_EPOCH alone.

    bundle.py notices TARGET FOLDER        LICENSES.txt and kepu.cdx.json for the program of a target
    bundle.py zip FILE FOLDER              a zip file of a folder's contents
    bundle.py tar FILE FOLDER              a .tar.gz of a folder, with the folder's name
    bundle.py sums FOLDER                  SHA256SUMS of the files in a folder
"""

import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import time
import tomllib
import uuid
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
# The zip format has no year before 1980.
EPOCH_ZIP = max(EPOCH, 315532800)
NAMES = re.compile(r"^(licen[sc]e|copying|copyright|notice|unlicense|patents)([-._].*)?$", re.IGNORECASE)
# Folders of a crate that are not compiled into the program.
ELSEWHERE = {"tests", "test", "examples", "benches", "fuzz", "target", "docs"}


def crates(target):
    """The crates that are linked into the program of a target, kepu first, with those that each needs."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--features", "packaging"]
    found = json.loads(subprocess.check_output([*command, "--filter-platform", target], cwd=ROOT))
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    needed, waiting = {}, [found["resolve"]["root"]]
    while waiting:
        crate = waiting.pop()
        if crate in needed:
            continue
        # What only builds or tests need isn't in the program; macros leave their output in it.
        linked = [
            other["pkg"] for other in nodes[crate]["deps"] if any(kind["kind"] is None for kind in other["dep_kinds"])
        ]
        needed[crate] = sorted(linked)
        waiting += linked
    root = found["resolve"]["root"]
    order = sorted(needed, key=lambda crate: (crate != root, packages[crate]["name"], packages[crate]["version"]))
    return [(packages[crate], needed[crate]) for crate in order]


def expression(package):
    # The way of writing "or" before SPDX.
    return (package["license"] or "").replace("/", " OR ") or "see its licence file"


def texts(package):
    """The licences in a crate's folder, those of C libraries in it included."""
    folder = Path(package["manifest_path"]).parent
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ELSEWHERE and not name.startswith("."))
        for name in sorted(files):
            file = Path(place, name)
            if NAMES.match(name) and file.suffix not in (".rs", ".c", ".h", ".html") and file.stat().st_size < 200_000:
                yield file.relative_to(folder).as_posix(), file.read_text("utf-8", "replace").strip()


def notices(target, folder):
    linked = crates(target)
    # A package without a source is a part of kepu.
    (kepu, _), others = linked[0], [one for one in linked[1:] if one[0]["source"]]
    lines = [
        f"kepu {kepu['version']}: {kepu['license']}",
        "",
        "本程序里有下面这些软件包，各按自己的许可使用。",
        "The program contains the following packages, each under its own licence.",
        "",
        "rust standard library: MIT OR Apache-2.0, https://github.com/rust-lang/rust",
    ]
    if "windows-gnu" in target:
        lines.append("libgcc and mingw-w64's runtime: GPL-3.0 with GCC Runtime Library Exception; ZPL-2.1 and others, https://www.mingw-w64.org")
    by_text, without = {}, []
    for package, _ in others:
        lines.append(f"{package['name']} {package['version']}: {expression(package)}, {package['repository'] or ''}".rstrip(", "))
        found = list(texts(package))
        for name, text in found:
            key = re.sub(r"\s+", " ", text)
            by_text.setdefault(key, (text, []))[1].append(f"{package['name']} {package['version']} ({name})")
        if not found:
            without.append(package)
    own = [(ROOT / name).read_text("utf-8").strip() for name in ("LICENSE-MIT", "LICENSE-APACHE")]
    rule = "=" * 100
    for text in own:
        lines += ["", rule, f"kepu {kepu['version']}", rule, "", text]
    for text, names in by_text.values():
        lines += ["", rule, *names, rule, "", text]
    if without:
        lines += ["", rule, "Packages that come without a text of their licence; the texts above and at https://spdx.org apply", rule, ""]
        lines += [f"{package['name']} {package['version']}: {expression(package)}; {', '.join(package['authors'])}" for package in without]
    Path(folder, "LICENSES.txt").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    Path(folder, "kepu.cdx.json").write_text(bill(target, linked), "utf-8", newline="\n")


def bill(target, linked):
    """CycloneDX 1.5."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text("utf-8"))
    sums = {(package["name"], package["version"]): package.get("checksum") for package in lock["package"]}
    name = {package["id"]: f"pkg:cargo/{package['name']}@{package['version']}" for package, _ in linked}

    def component(package):
        made = {
            "type": "library",
            "bom-ref": name[package["id"]],
            "name": package["name"],
            "version": package["version"],
            "purl": name[package["id"]],
            "licenses": [{"expression": expression(package)}] if package["license"] else [],
        }
        checksum = sums.get((package["name"], package["version"]))
        if checksum:
            made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        return made

    kepu = linked[0][0]
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(EPOCH))
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"kepu {kepu['version']} {target} {EPOCH}")
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{identity}",
        "version": 1,
        "metadata": {"timestamp": moment, "component": component(kepu) | {"type": "application"}},
        "components": [component(package) for package, _ in linked[1:]],
        "dependencies": [
            {"ref": name[package["id"]], "dependsOn": sorted({name[other] for other in needs})}
            for package, needs in linked
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def files(folder):
    return sorted((file for file in Path(folder).rglob("*") if file.is_file()), key=lambda file: file.as_posix())


def mode(file):
    return 0o755 if os.access(file, os.X_OK) else 0o644


def make_zip(target, folder):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in files(folder):
            about = zipfile.ZipInfo(file.relative_to(folder).as_posix(), time.gmtime(EPOCH_ZIP)[:6])
            about.create_system, about.external_attr = 3, (0o100000 | mode(file)) << 16
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, file.read_bytes(), compresslevel=9)


def make_tar(target, folder):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in files(folder):
            about = tarfile.TarInfo(f"{Path(folder).name}/{file.relative_to(folder).as_posix()}")
            about.size, about.mode, about.mtime = file.stat().st_size, mode(file), EPOCH
            with file.open("rb") as opened:
                archive.addfile(about, opened)
    with open(target, "wb") as opened, gzip.GzipFile("", "wb", 9, opened, mtime=EPOCH) as packed:
        packed.write(held.getvalue())


def sums(folder):
    listed = [file for file in files(folder) if file.name != "SHA256SUMS"]
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}" for file in listed]
    Path(folder, "SHA256SUMS").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    commands = {"notices": notices, "zip": make_zip, "tar": make_tar, "sums": sums}
    command, *arguments = sys.argv[1:] or [""]
    if command not in commands:
        sys.exit(__doc__)
    commands[command](*arguments)
