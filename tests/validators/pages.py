"""Every *.html: its links and anchors, its ids, its pictures; whether people get to it; its JSON-LD."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import lxml.html

from site_folder import Check

ADDRESSES = {
    "href": None,
    "src": None,
    "poster": None,
    "data": {"object"},
    "action": {"form"},
    "{http://www.w3.org/1999/xlink}href": None,
    "xlink:href": None,
}


@dataclass
class Page:
    """What the checks need of a page; its tree is not kept, so that large sites fit in memory."""

    ids: set = field(default_factory=set)
    doubled: list = field(default_factory=list)
    references: list = field(default_factory=list)
    leads_on: list = field(default_factory=list)
    bare_pictures: list = field(default_factory=list)
    redirects: bool = False
    json_ld: list = field(default_factory=list)


def read_all(site):
    return {path: read(site.read(path)) for path in site.named(r".*\.html")}


def read(data):
    page = Page()
    tree = lxml.html.document_fromstring(data or b"<html></html>", parser=lxml.html.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        identity = element.get("id")
        if identity is not None:
            if identity in page.ids:
                page.doubled.append(identity)
            page.ids.add(identity)
        if element.tag == "a" and element.get("name"):
            page.ids.add(element.get("name"))
        found = list(references(element))
        page.references += found
        if element.tag in ("a", "area", "iframe"):
            page.leads_on += found
        if element.tag == "img" and element.get("alt") is None:
            page.bare_pictures.append(element.get("src"))
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            page.redirects = True
            page.leads_on += found
        if element.tag == "script" and element.get("type") == "application/ld+json":
            page.json_ld.append(element.text or "")
    return page


def references(element):
    for name, tags in ADDRESSES.items():
        value = element.get(name)
        if value is not None and (tags is None or element.tag in tags) and element.tag != "base":
            yield value
    for name in ("srcset", "imagesrcset"):
        # A candidate is an address and a width; a comma alone doesn't part two of them.
        for candidate in re.split(r",\s+|,$", element.get(name) or ""):
            if candidate.strip():
                yield candidate.split()[0]
    if element.tag == "meta":
        if (element.get("http-equiv") or "").lower() == "refresh":
            address = re.search(r"url\s*=\s*['\"]?([^'\"]+)", element.get("content") or "", re.IGNORECASE)
            if address:
                yield address[1]
        elif element.get("property") in ("og:image", "og:url"):
            yield element.get("content") or ""


def links(site, pages):
    result = Check("links", {"pages": len(pages), "links": 0, "elsewhere": 0})
    resolved = {}
    for path, page in pages.items():
        for reference in page.references:
            result.count("links")
            if reference.startswith("#"):
                if reference not in ("#", "#top") and unquote(reference[1:]) not in page.ids:
                    result.fault(path, f"{reference} is no id of the page")
                continue
            # Every page has the same links at its head and foot, so each is resolved once:
            # those that begin with a slash for the site, the others for their page.
            key = reference if reference.startswith("/") else (path, reference)
            if key not in resolved:
                resolved[key] = site.resolve(path, reference)
            where, file, anchor = resolved[key]
            if where == "elsewhere":
                result.count("elsewhere")
                if reference.startswith("//") or not re.match(r"[a-z][a-z0-9+.-]*:\S+$", reference):
                    result.fault(path, f"{reference!r} is no address")
            elif file is None:
                result.fault(path, f"{reference} leads to no file")
            elif anchor and file in pages and anchor not in pages[file].ids:
                result.fault(path, f"{reference}: {file} has no id {anchor}")
    return result


def identities(pages):
    result = Check("ids", {"ids": sum(len(page.ids) for page in pages.values())})
    for path, page in pages.items():
        for identity in page.doubled:
            result.fault(path, f"the id {identity!r} is there twice")
        if "" in page.ids:
            result.fault(path, "an id is empty")
    return result


def pictures(pages):
    result = Check("pictures", {"pages": len(pages)})
    for path, page in pages.items():
        for source in page.bare_pictures:
            result.fault(path, f"the picture {source} has no alt; a decorative one has an empty one")
    return result


def reachable(site, pages):
    """Every page but the error page and redirects has a way to it from the home page."""
    result = Check("reachable", {"pages": 0})
    if "index.html" not in pages:
        result.fault("index.html", "is missing")
        return result
    seen, next_pages = {"index.html"}, ["index.html"]
    while next_pages:
        path = next_pages.pop()
        for reference in pages[path].leads_on:
            where, file, _ = site.resolve(path, reference)
            if where == "here" and file in pages and file not in seen:
                seen.add(file)
                next_pages.append(file)
    result.count("pages", len(seen))
    for path in sorted(pages.keys() - seen):
        if path.rsplit("/", 1)[-1] != "404.html" and not pages[path].redirects:
            result.fault(path, "no link leads here")
    return result


def structured(pages):
    """JSON-LD, expanded by a JSON-LD processor in jsonld.mjs."""
    result = Check("JSON-LD", {"pages": 0, "documents": 0})
    documents = []
    for path, page in pages.items():
        result.count("pages", 1 if page.json_ld else 0)
        for text in page.json_ld:
            result.count("documents")
            try:
                json.loads(text)
            except ValueError as error:
                result.fault(path, f"does not parse: {error}")
                continue
            if re.search(r"<!--|<script", text, re.IGNORECASE):
                result.fault(path, "holds `<!--` or `<script`, after which its end tag may not end it")
            documents.append(json.dumps({"page": path, "text": text}))
    if documents:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "documents")
            file.write_text("\n".join(documents), encoding="utf-8")
            script = Path(__file__).with_name("jsonld.mjs")
            run = subprocess.run(["node", script, file], capture_output=True, text=True)
        for line in run.stdout.splitlines():
            found = json.loads(line)
            result.fault(found["page"], found["fault"])
        if run.returncode != 0:
            result.fault("jsonld.mjs", run.stderr.strip()[-500:])
    return result
