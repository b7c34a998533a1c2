"""Every Atom feed (RFC 4287) and JSON Feed (version 1.1), as a reader's program takes it."""

import json
import re

import feedparser
from lxml import etree

from site_folder import Check

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ATOM = "{http://www.w3.org/2005/Atom}"


def check(site):
    result = Check("feeds", {"Atom files": 0, "JSON files": 0, "entries": 0})
    for path in site.named(r"atom\.xml|.*\.atom"):
        result.count("Atom files")
        for fault in atom(site, path, result):
            result.fault(path, fault)
    for path in site.named(r"feed\.json"):
        result.count("JSON files")
        for fault in json_feed(site, path, result):
            result.fault(path, fault)
    return result


def atom(site, path, result):
    data = site.read(path)
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        yield f"is not well-formed: {error}"
        return
    if root.tag != ATOM + "feed":
        yield f"its root is {root.tag}"
        return
    for name in ("id", "title", "updated"):
        for holder in [root, *root.findall(ATOM + "entry")]:
            if len(holder.findall(ATOM + name)) != 1 or not holder.findtext(ATOM + name):
                yield f"{where(holder)}: needs one {name}"
    for moment in root.iter(ATOM + "updated", ATOM + "published"):
        if not MOMENT.fullmatch(moment.text or ""):
            yield f"{moment.text!r} is no RFC 3339 moment"
    links = {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")}
    if site.file_of(links.get("self") or "") != path:
        yield f"its self link {links.get('self')} leads to another file"
    if site.file_of(links.get("alternate") or "") is None:
        yield f"its alternate link {links.get('alternate')} leads nowhere"
    if not root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "has no xml:lang"
    authored = root.find(ATOM + "author") is not None
    if not authored and any(entry.find(ATOM + "author") is None for entry in root.findall(ATOM + "entry")):
        yield "has no author"

    feed = feedparser.parse(data)
    if feed.bozo:
        yield f"feedparser: {feed.bozo_exception}"
    if not feed.feed.get("updated_parsed"):
        yield "feedparser reads no updated"
    result.count("entries", len(feed.entries))
    yield from unique(entry.get("id") for entry in feed.entries)
    for entry in feed.entries:
        if not entry.get("updated_parsed"):
            yield f"{entry.get('id')}: feedparser reads no updated"
        if site.file_of(entry.get("link", "")) is None:
            yield f"{entry.get('id')}: {entry.get('link')} leads nowhere"


def where(holder):
    return holder.findtext(ATOM + "id") or "feed"


def json_feed(site, path, result):
    try:
        feed = json.loads(site.read(path).decode("utf-8"))
    except ValueError as error:
        yield f"is no JSON: {error}"
        return
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"version is {feed.get('version')!r}"
    if not text(feed.get("title")):
        yield "has no title"
    if site.file_of(feed.get("feed_url") or "") != path:
        yield f"feed_url {feed.get('feed_url')} leads to another file"
    if site.file_of(feed.get("home_page_url") or "") is None:
        yield f"home_page_url {feed.get('home_page_url')} leads nowhere"
    if "author" in feed:
        yield "author is of version 1.0; 1.1 has authors"
    yield from authors("feed", feed)
    items = feed.get("items")
    if not isinstance(items, list):
        yield "items is no list"
        return
    result.count("entries", len(items))
    yield from unique(item.get("id") for item in items)
    for item in items:
        name = item.get("id")
        if not text(name):
            yield f"{name!r}: an id is a text"
        if not text(item.get("content_html")) and not text(item.get("content_text")):
            yield f"{name}: has neither content_html nor content_text"
        for key in ("date_published", "date_modified"):
            if key in item and not MOMENT.fullmatch(str(item[key])):
                yield f"{name}: {key} {item[key]!r} is no RFC 3339 moment"
        if site.file_of(item.get("url") or "") is None:
            yield f"{name}: {item.get('url')} leads nowhere"
        if not all(text(tag) for tag in item.get("tags", [])):
            yield f"{name}: a tag is no text"
        yield from authors(name, item)


def authors(name, holder):
    for author in holder.get("authors", []):
        if not isinstance(author, dict) or not any(text(author.get(key)) for key in ("name", "url", "avatar")):
            yield f"{name}: an author has no name"


def text(value):
    return isinstance(value, str) and value != ""


def unique(ids):
    seen = set()
    for name in ids:
        if name in seen:
            yield f"{name}: is there twice"
        seen.add(name)
