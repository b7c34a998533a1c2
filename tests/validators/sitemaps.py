"""sitemap*.xml as sitemaps.org has it, and robots.txt as a crawler reads it (RFC 9309)."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from lxml import etree

from site_folder import Check

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SITEMAP = "{%s}" % NAMESPACE
LINK = "{http://www.w3.org/1999/xhtml}link"
DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")


def check(site):
    result = Check("sitemap", {"files": 0, "addresses": 0})
    seen, alternates = {}, {}
    for path in site.named(r"sitemap.*\.xml"):
        result.count("files")
        for fault in sitemap(site, path, result, seen, alternates):
            result.fault(path, fault)
    for place, others in alternates.items():
        for other in others:
            if place not in alternates.get(other, ()):
                result.fault(seen[place], f"{place}: its translation {other} does not name it in turn")
    return result


def sitemap(site, path, result, seen, alternates):
    data = site.read(path)
    if len(data) > 50 * 1024 * 1024:
        yield "is over 50 MiB"
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        yield f"is not well-formed: {error}"
        return
    kinds = {SITEMAP + "urlset": "url", SITEMAP + "sitemapindex": "sitemap"}
    if root.tag not in kinds:
        yield f"its root is {root.tag}"
        return
    if len(root) > 50_000:
        yield f"has {len(root)} addresses"
    for entry in root:
        if entry.tag != SITEMAP + kinds[root.tag]:
            yield f"has a {entry.tag}"
            continue
        allowed = {SITEMAP + name for name in ("loc", "lastmod", "changefreq", "priority")} | {LINK}
        for child in entry:
            if child.tag not in allowed:
                yield f"has a {child.tag}"
        places = entry.findall(SITEMAP + "loc")
        if len(places) != 1:
            yield f"an entry has {len(places)} loc"
            continue
        place = places[0].text or ""
        yield from address(site, place)
        changed = entry.findtext(SITEMAP + "lastmod")
        if changed is not None and not DAY.fullmatch(changed):
            yield f"{place}: lastmod {changed!r} is no W3C date"
        if kinds[root.tag] == "sitemap":
            continue
        result.count("addresses")
        if place in seen:
            yield f"{place}: is there twice"
        seen[place] = path
        others = [link.get("href") for link in entry.findall(LINK)]
        if others:
            alternates[place] = others
            if place not in others:
                yield f"{place}: is not among its own alternates"
        for link in entry.findall(LINK):
            if link.get("rel") != "alternate" or not link.get("hreflang"):
                yield f"{place}: an alternate has no rel or hreflang"
            yield from address(site, link.get("href") or "")


def address(site, place):
    if not re.fullmatch(r"https?://[!-~]+", place):
        yield f"{place!r}: is no whole, percent-encoded address"
    elif len(place) > 2048:
        yield f"{place}: is over 2,048 characters"
    elif site.file_of(place) is None:
        yield f"{place}: leads to no file"


def robots(site):
    result = Check("robots", {"files": 0})
    for path in site.named(r"robots\.txt"):
        result.count("files")
        try:
            text = site.read(path).decode("utf-8")
        except UnicodeDecodeError as error:
            result.fault(path, str(error))
            continue
        parser = RobotFileParser()
        parser.parse(text.splitlines())
        if not parser.can_fetch("*", site.base):
            result.fault(path, f"keeps everyone from {site.base}")
        for place in parser.site_maps() or []:
            if not urlsplit(place).scheme or site.file_of(place) is None:
                result.fault(path, f"its site map {place} leads to no file")
        for number, line in enumerate(text.splitlines(), 1):
            if not re.fullmatch(r"\s*(#.*|(user-agent|allow|disallow|sitemap|crawl-delay)\s*:.*)?", line, re.IGNORECASE):
                result.fault(path, f"line {number} is no rule: {line}")
    return result
