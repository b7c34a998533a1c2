"""The validators themselves: a sound site has no fault, and each thing made wrong is found.

Run with target/validators/.venv/bin/python tests/validators/self_test.py.
"""

import json
import re
import subprocess
import sys
import tempfile
import unittest
from contextlib import contextmanager
from pathlib import Path

import validate
from site_folder import Site

BASE = "https://kepu.example.org/kp/"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kepu//kepu//ZH
BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1
DTSTAMP:20260401T020000Z
DTSTART;VALUE=DATE:20260523
DTEND;VALUE=DATE:20260524
SUMMARY:开放日
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260401T020000Z
DTSTART;TZID=Asia/Shanghai:20260523T090000
RRULE:FREQ=WEEKLY;UNTIL=20260630T155959Z
EXDATE;TZID=Asia/Shanghai:20260530T090000
SUMMARY:讲座
END:VEVENT
END:VCALENDAR
"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><id>{BASE}atom.xml</id><title>专栏</title>
<updated>2026-05-18T09:30:00+08:00</updated><author><name>局</name></author>
<link rel="self" href="{BASE}atom.xml"/><link rel="alternate" href="{BASE}"/>
<entry><id>{BASE}a/</id><title>一</title><updated>2026-05-18T09:30:00+08:00</updated>
<link rel="alternate" href="{BASE}a/"/><content type="html">一</content></entry></feed>
"""
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "专栏",
    "home_page_url": BASE,
    "feed_url": BASE + "feed.json",
    "items": [{"id": BASE + "a/", "url": BASE + "a/", "content_html": "一", "date_published": "2026-05-18T09:30:00+08:00"}],
}
SITEMAP = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{BASE}</loc></url>
<url><loc>{BASE}a/</loc><lastmod>2026-05-18</lastmod></url></urlset>
"""
POINT = '{"type":"FeatureCollection","features":[{"type":"Feature","id":"m","geometry":{"type":"Point","coordinates":[105.4,28.8]},"properties":{}}]}'
JSON_LD = '{"@context":"https://schema.org","@type":"Event","name":"开放日","startDate":"2026-05-23","eventStatus":"https://schema.org/EventScheduled"}'
HOME = f"""<!DOCTYPE html><html lang="zh-CN"><title>首页</title><script type="application/ld+json">{JSON_LD}</script>
<h1 id="天">首页</h1><a href="/kp/a/#b">一</a><a href="#%E5%A4%A9">上</a><img src="a.svg" alt="" srcset="a.svg 1x, /kp/a.svg 2x">
"""

SITE = {
    "index.html": HOME,
    "a/index.html": '<!DOCTYPE html><title>一</title><h1 id="b">一</h1><a href="../">首页</a>',
    "404.html": "<!DOCTYPE html><title>没有</title><p>没有",
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a.ics": CALENDAR.replace("\n", "\r\n"),
    "atom.xml": ATOM,
    "feed.json": json.dumps(FEED),
    "sitemap.xml": SITEMAP,
    "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n",
    "bases.geojson": POINT,
    "bases.csv": "\ufeff标题,区县\r\n科技馆,江阳区\r\n",
    "manifest.webmanifest": '{"name":"科普","start_url":"./","icons":[{"src":"a.svg","sizes":"any"}]}',
}

# The file, what stands in it, what to put there instead, and a part of what must be said.
WRONG = [
    ("a.ics", "UID:2", "UID:1", "UID 1 is there twice"),
    ("a.ics", "UID:2\r\n", "", "UID is missing"),
    ("a.ics", "020000Z", "020000", "DTSTAMP is not UTC"),
    ("a.ics", "DATE:20260524", "DATE:20260523", "DTEND is not later"),
    ("a.ics", "T090000\r\nSUM", "T000000\r\nSUM", "is no occurrence"),
    ("a.ics", "UNTIL=20260630T155959Z", "UNTIL=20260630", "UNTIL is not of DTSTART's type"),
    ("a.ics", "UNTIL=20260630T155959Z", "UNTIL=20260501T155959Z", "never takes place"),
    ("a.ics", "TZID:Asia/Shanghai", "TZID:Asia/Beijing", "VTIMEZONE is missing"),
    ("a.ics", "SUMMARY:讲座", "SUMMARY:" + "讲" * 30, "has 98 octets"),
    ("a.ics", "BEGIN:VEVENT\r\nUID:1", "BEGIN:NOTHING\r\nUID:1", "which was not begun"),
    ("a.ics", "SUMMARY:讲座\r\n", "SUMMARY:讲座\n", "not CRLF"),
    ("a.ics", "DTSTART;VALUE=DATE:20260523", "DTSTART;VALUE=DATE:2026052", "can't be looked into"),
    ("atom.xml", "<title>专栏</title>", "<title>&nbsp;</title>", "not well-formed"),
    ("atom.xml", "2026-05-18T09:30:00+08:00", "2026-05-18", "no RFC 3339 moment"),
    ("atom.xml", 'rel="self"', 'rel="via"', "self link"),
    ("feed.json", "version/1.1", "version/1", "version is"),
    ("feed.json", '"content_html"', '"content"', "neither content_html"),
    ("sitemap.xml", "kp/a/", "kp/b/", "leads to no file"),
    ("sitemap.xml", "kp/a/", "kp/", "is there twice"),
    ("sitemap.xml", "2026-05-18", "18.5.2026", "no W3C date"),
    ("robots.txt", "Allow", "Disallow", "keeps everyone"),
    ("bases.geojson", "105.4,28.8", "28.8,105.4", "no longitude and latitude"),
    ("bases.csv", "\ufeff", "", "byte order mark"),
    ("bases.csv", "科技馆,", "科技馆,泸州,", "has 3 cells"),
    ("manifest.webmanifest", "a.svg", "b.svg", "leads to no file"),
    ("index.html", "/kp/a/#b", "/a/#b", "/a/#b leads to no file"),
    ("index.html", "/kp/a/#b", "/kp/a#b", "/kp/a#b leads to no file"),
    ("index.html", "/kp/a/#b", "/kp/a/#c", "has no id c"),
    ("index.html", "/kp/a.svg 2x", "/kp/b.svg 2x", "/kp/b.svg leads to no file"),
    ("index.html", 'href="#%E5%A4%A9"', 'href="#c"', "#c is no id"),
    ("index.html", "<a href=\"/kp/a/#b\">一</a>", "", "no link leads here"),
    ("index.html", ' alt=""', "", "has no alt"),
    ("a/index.html", "<a ", '<a id="b" ', "is there twice"),
    ("index.html", "EventScheduled", "EventOver", "eventStatus is unknown"),
    ("index.html", "https://schema.org\"", "https://example.org\"", "is not schema.org's"),
    ("index.html", '"@type":"Event",', "", "neither @type"),
    ("index.html", '"name":"开放日",', '"name":"开放日"', "does not parse"),
]


@contextmanager
def built(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))
        yield folder


def command(files):
    """As the command line has it: the exit code and what is printed."""
    with built(files) as folder:
        script = [sys.executable, "-B", Path(__file__).with_name("validate.py"), "--all", folder]
        done = subprocess.run(script, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


class Validators(unittest.TestCase):
    def test_a_sound_site_has_no_fault(self):
        code, said = command(SITE)
        self.assertEqual(code, 0, said)
        self.assertIn("calendars: 1 files, 2 events, 6 occurrences, 0 faults", said)
        self.assertEqual(len(re.findall(r"(?m)^[A-Za-z-]+: .* 0 faults$", said)), 13, said)

    def test_what_is_wrong_is_found(self):
        for path, right, wrong, expected in WRONG:
            with self.subTest(path=path, wrong=wrong):
                self.assertIn(right, SITE[path])
                with built({**SITE, path: SITE[path].replace(right, wrong)}) as folder:
                    faults = [fault for check in validate.run(Site(folder)) for fault in check.faults]
                self.assertTrue(any(expected in fault for fault in faults), faults)

    def test_a_missing_kind_is_found(self):
        code, said = command({path: text for path, text in SITE.items() if path != "a.ics"})
        self.assertEqual(code, 1, said)
        self.assertIn("0 files", said)


if __name__ == "__main__":
    unittest.main()
