//! Exactly which outputs are rendered again after an edit, and that all others are not.
//!
//! An output that was used again is the very bytes of the build before, not a copy: that is
//! how it is told from one that was rendered again and came out the same.

use std::sync::Arc;

use crate::support::{options, source_path};
use kepu::base::source::{Content, Snapshot, SourceFile};
use kepu::build::{BuildOptions, Built, Cache, build};

const SITE: &[(&str, &str)] = &[
    ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\n"),
    ("content/column/_collection.yaml", "extends: article\n"),
    ("content/column/dew.md", "---\ntitle: 露水\ndate: 2026-04-20\ntags: [水]\n---\n清早的露水。\n"),
    ("content/column/rainbow.md", "---\ntitle: 彩虹\ndate: 2026-05-18\ntags: [光]\n---\n雨后。见[露水](dew.md)。\n"),
    (
        "content/column/moon.md",
        "---\ntitle: 月亮\ndate: 2026-06-15\ntags: [光]\nsummary: 圆缺的道理。\n---\n十五的月亮。\n",
    ),
    ("content/bases/_collection.yaml", "extends: base\n"),
    ("content/bases/hall.md", "---\ntitle: 科技馆\ndistrict: 城区\naddress: 一号路\n---\n"),
    ("content/bases/garden.md", "---\ntitle: 植物园\ndistrict: 北区\naddress: 二号路\n---\n"),
    ("content/events/_collection.yaml", "extends: event\n"),
    ("content/events/stars.md", "---\ntitle: 观星\nstart: 2026-11-28 19:00\nbase: hall\n---\n带上外套。\n"),
    ("content/events/walk.md", "---\ntitle: 步道\nstart: 2027-03-06 09:00\nbase: garden\n---\n"),
    ("content/about.md", "---\ntitle: 关于\n---\n见[彩虹](column/rainbow.md)。\n"),
    ("static/logo.svg", "<svg/>\n"),
];

struct Site {
    snapshot: Snapshot,
    options: BuildOptions,
    cache: Cache,
    built: Built,
}

impl Site {
    fn new() -> Self {
        let mut snapshot = crate::support::snapshot(SITE);
        crate::support::add_plain_theme(&mut snapshot);
        crate::support::add_revisions(&mut snapshot, "2026-11-20");
        let (options, mut cache) = (options("2026-11-23"), Cache::default());
        let built = build(&snapshot, &options, &mut cache);
        assert!(built.diagnostics.is_empty(), "{:#?}", built.diagnostics);
        Self { snapshot, options, cache, built }
    }

    fn put(&mut self, path: &str, text: &str) {
        self.snapshot.insert(source_path(path), SourceFile::new(text.as_bytes()));
    }

    fn edit(&mut self, path: &str, from: &str, to: &str) {
        let text = self.snapshot.text(&source_path(path)).expect("a file of the site").to_owned();
        assert!(text.contains(from), "{path} holds {from}");
        self.put(path, &text.replace(from, to));
    }

    /// What the next build renders anew, as paths of outputs in order.
    fn rendered(&mut self) -> Vec<String> {
        let before = std::mem::replace(&mut self.built, build(&self.snapshot, &self.options, &mut self.cache));
        assert!(self.built.diagnostics.is_empty(), "{:#?}", self.built.diagnostics);
        let clean = crate::support::clean_build(&self.snapshot, &self.options);
        assert!(
            clean.outputs.iter().map(|(path, output)| (path, &output.content)).eq(self
                .built
                .outputs
                .iter()
                .map(|(path, output)| (path, &output.content))),
            "a build with a past equals one without"
        );
        let same = |old: &Content, new: &Content| match (old, new) {
            (Content::Held(old), Content::Held(new)) => Arc::ptr_eq(old, new),
            (old, new) => old == new,
        };
        let used_again = |path, content| before.outputs.get(path).is_some_and(|old| same(&old.content, content));
        let outputs = self.built.outputs.iter().filter(|(path, output)| !used_again(*path, &output.content));
        outputs.map(|(path, _)| path.to_string()).collect()
    }
}

#[test]
fn nothing_changed_and_nothing_is_rendered() {
    let mut site = Site::new();
    assert_eq!(site.rendered(), [""; 0]);
    // Another file with the same content, another day with the same consequences.
    site.put("content/about.md", SITE[11].1);
    assert_eq!(site.rendered(), [""; 0]);
}

#[test]
fn a_body_is_on_its_page_and_where_it_is_summed_up() {
    let mut site = Site::new();
    site.edit("content/column/dew.md", "清早的露水。", "清早的露水，日出就没有了。");
    // Its summary is on the lists and in the feeds. What links to it shows its title alone.
    let lists =
        ["column/2026/04/index.html", "column/2026/index.html", "column/index.html", "index.html", "tag/水/index.html"];
    let feeds = ["atom.xml", "column/atom.xml", "column/feed.json", "feed.json"];
    // Its words can be found.
    let found = ["search/zh-CN/terms-0.js", "search/zh-CN/texts-0.js"];
    assert_eq!(site.rendered(), sorted(&[&["column/2026/04/dew/index.html"], &lists, &feeds, &found]));
}

#[test]
fn a_body_with_a_summary_of_its_own_is_on_its_page_and_in_the_feeds() {
    let mut site = Site::new();
    site.edit("content/column/moon.md", "十五的月亮。", "十六的月亮。");
    let feeds = ["atom.xml", "column/atom.xml", "column/feed.json", "feed.json"];
    // Its words can be found.
    let found = ["search/zh-CN/terms-0.js", "search/zh-CN/texts-1.js"];
    assert_eq!(site.rendered(), sorted(&[&["column/2026/06/moon/index.html"], &feeds, &found]));
}

#[test]
fn a_title_is_wherever_the_entry_is_named() {
    let mut site = Site::new();
    site.edit("content/column/dew.md", "title: 露水", "title: 霜");
    let pages = ["column/2026/04/dew/index.html", "sitemap/index.html"];
    // Rainbow comes next and names the one before it.
    let neighbours = ["column/2026/05/rainbow/index.html"];
    let lists =
        ["column/2026/04/index.html", "column/2026/index.html", "column/index.html", "index.html", "tag/水/index.html"];
    // The months of a year name the first of each other's.
    let months = ["column/2026/05/index.html", "column/2026/06/index.html"];
    let feeds = ["atom.xml", "column/atom.xml", "column/feed.json", "feed.json"];
    // It can be found by its title.
    let found = ["search/zh-CN/terms-0.js", "search/zh-CN/texts-0.js", "search/zh-CN/titles-0.js"];
    assert_eq!(site.rendered(), sorted(&[&pages, &neighbours, &lists, &months, &feeds, &found]));
}

#[test]
fn a_new_event_is_on_the_calendar_at_its_base_and_ahead() {
    let mut site = Site::new();
    site.put("content/events/night.md", "---\ntitle: 夜游\nstart: 2026-12-05 20:00\nbase: garden\n---\n");
    let own = ["events/2026/night/event.ics", "events/2026/night/index.html"];
    // Its neighbours in time name it.
    let neighbours = ["events/2026/stars/index.html", "events/2027/walk/index.html"];
    let base = ["bases/garden/calendar.ics", "bases/garden/index.html"];
    let district = ["district/index.html", "district/北区/index.html", "events/calendar/district/北区.ics"];
    let lists = ["events.json", "events/calendar.ics", "events/index.html", "index.html"];
    // The pages of a calendar say how much there is in each of the others.
    let months = ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
        .map(|month| format!("events/calendar/{month}/index.html"));
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    // Sections say how many entries they have.
    let all = ["404.html", "search/index.html", "sitemap.xml", "sitemap/index.html"];
    // It can be found, and moves what comes after it in the index.
    let found = ["index.js", "terms-0.js", "texts-0.js", "texts-1.js", "titles-0.js"]
        .map(|file| format!("search/zh-CN/{file}"));
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(site.rendered(), sorted(&[&own, &neighbours, &base, &district, &lists, &AHEAD, &months, &all, &found]));
}

#[test]
fn a_cancelled_event_is_cancelled_everywhere() {
    let mut site = Site::new();
    site.edit("content/events/stars.md", "base: hall", "base: hall\nstatus: cancelled");
    let own = ["events/2026/stars/event.ics", "events/2026/stars/index.html"];
    let base = ["bases/hall/calendar.ics", "bases/hall/index.html"];
    let district = ["district/城区/index.html", "events/calendar/district/城区.ics"];
    let lists = ["events.json", "events/calendar.ics", "events/index.html", "index.html"];
    let ahead = ["events/agenda/index.html", "events/agenda/district/城区/index.html", "events/weekend/index.html"];
    let months = ["events/calendar/2026-11/index.html"];
    assert_eq!(site.rendered(), sorted(&[&own, &base, &district, &lists, &ahead, &months]));
}

#[test]
fn the_day_is_named_wherever_past_and_upcoming_are_told_apart() {
    let mut site = Site::new();
    site.options = options("2026-11-24");
    assert_eq!(site.rendered(), sorted(&[&AHEAD, &DATED]));
    // Also on the day after an event, which is over then.
    site.options = options("2026-11-29");
    assert_eq!(site.rendered(), sorted(&[&AHEAD, &DATED]));
}

/// What looks ahead from the day.
const AHEAD: [&str; 4] = [
    "events/agenda/district/北区/index.html",
    "events/agenda/district/城区/index.html",
    "events/agenda/index.html",
    "events/weekend/index.html",
];

/// Pages that show events, and as of when.
const DATED: [&str; 13] = [
    "bases/garden/index.html",
    "bases/hall/index.html",
    "district/北区/index.html",
    "district/城区/index.html",
    "events/2026/stars/index.html",
    "events/2027/walk/index.html",
    "events/calendar/2026-11/index.html",
    "events/calendar/2026-12/index.html",
    "events/calendar/2027-01/index.html",
    "events/calendar/2027-02/index.html",
    "events/calendar/2027-03/index.html",
    "events/index.html",
    "index.html",
];

fn sorted(parts: &[&[&str]]) -> Vec<String> {
    let mut all: Vec<String> = parts.concat().into_iter().map(str::to_owned).collect();
    all.sort();
    all
}
