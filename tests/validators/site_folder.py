"""A built folder → its files, and which file an address leads to.

Nothing is fetched, and nothing is known here of what the files hold.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit


@dataclass
class Check:
    """What one kind of check looked at, and what it found."""

    name: str
    counts: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def count(self, what, more=1):
        self.counts[what] = self.counts.get(what, 0) + more

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def line(self):
        counted = ", ".join(f"{number} {what}" for what, number in self.counts.items())
        return f"{self.name}: {counted}, {len(self.faults)} faults"


class Site:
    """`base` is the site's whole address, with a slash at the end."""

    def __init__(self, folder, base=None):
        self.folder = Path(folder)
        self.files = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        self.known = set(self.files)
        self.base = base or self._stated_base()
        if not self.base.endswith("/"):
            self.base += "/"

    def named(self, pattern):
        """Files whose last part matches the regular expression as a whole."""
        return [path for path in self.files if re.fullmatch(pattern, path.rsplit("/", 1)[-1])]

    def read(self, path):
        return (self.folder / path).read_bytes()

    def address(self, path):
        """The address at which a static host serves a file."""
        if path == "index.html" or path.endswith("/index.html"):
            path = path[: -len("index.html")]
        return self.base + path

    def resolve(self, page, reference):
        """Where a reference on a page leads: `elsewhere`, or `here` with the file's path and
        the anchor. The path is None where the site's own host would serve nothing."""
        whole = urljoin(self.address(page), reference.strip())
        if whole.startswith(("webcal:", "webcals:")):
            whole = "https:" + whole.split(":", 1)[1]
        there, here = urlsplit(whole), urlsplit(self.base)
        if there.scheme not in ("http", "https") or there.netloc != here.netloc:
            return "elsewhere", None, ""
        return "here", self.file_of(whole), unquote(there.fragment)

    def file_of(self, whole):
        """The file behind a whole address, or None."""
        base, there = urlsplit(self.base), urlsplit(whole)
        base_path, path = unquote(base.path), unquote(there.path) or "/"
        if there.netloc != base.netloc or not (path + "/").startswith(base_path):
            return None
        path = path[len(base_path) :]
        if path == "" or path.endswith("/"):
            path += "index.html"
        # `/a` for the folder `a` costs a redirect, and some hosts don't do it: that is a fault.
        return path if path in self.known else None

    def _stated_base(self):
        """robots.txt names the site map by its whole address; it lies at the site's root."""
        if "robots.txt" in self.known:
            stated = re.search(r"(?mi)^sitemap:\s*(\S+)$", self.read("robots.txt").decode("utf-8", "replace"))
            if stated:
                return stated[1].rsplit("/", 1)[0] + "/"
        if "sitemap.xml" in self.known:
            places = re.findall(r"<loc>([^<]+)</loc>", self.read("sitemap.xml").decode("utf-8", "replace"))
            if places:
                return min(places, key=len).rsplit("/", 1)[0] + "/"
        return "https://site.invalid/"
