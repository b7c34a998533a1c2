//! What subscribers of a calendar see of an event that is moved, moved back, called off and restored.
//!
//! The client here takes a change as RFC 5546 §2.1.5 says: a larger SEQUENCE, or the same with a later DTSTAMP.

use std::collections::BTreeMap;

use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::Built;

use crate::support::{add_plain_theme, clean_build, options, snapshot, source_path};

const SITE: &str = "title: 科普\nbase_url: https://example.org/\ntheme: plain\n";

/// A folder with a site, whose record is written after every build unless it is lost.
struct Publisher {
    files: Snapshot,
}

impl Publisher {
    fn new() -> Self {
        let mut files = snapshot(&[
            ("site.yaml", SITE),
            ("content/events/_collection.yaml", "extends: event\n"),
            ("content/bases/_collection.yaml", "extends: base\n"),
            ("content/bases/hall.md", "---\ntitle: 科技馆\naddress: 一路1号\ndistrict: 江阳区\n---\n"),
            ("content/bases/park.md", "---\ntitle: 公园\naddress: 二路1号\ndistrict: 江阳区\n---\n"),
        ]);
        add_plain_theme(&mut files);
        Self { files }
    }

    fn event(&mut self, lines: &str) {
        self.put("content/events/walk.md", &format!("---\ntitle: 观鸟\n{lines}---\n"));
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(source_path(path), SourceFile::new(text.as_bytes()));
    }

    fn build(&mut self, today: &str) -> Built {
        let built = clean_build(&self.files, &options(today));
        if let Some(record) = &built.revisions {
            self.put("revisions.txt", record);
        }
        built
    }
}

fn file(built: &Built, path: &str) -> Option<String> {
    let (_, output) = built.outputs.iter().find(|(known, _)| known.as_str() == path)?;
    Some(String::from_utf8(output.content.bytes().unwrap().to_vec()).unwrap().replace("\r\n ", ""))
}

fn line(text: &str, name: &str) -> String {
    let start = text.find("BEGIN:VEVENT").unwrap();
    let line = text[start..].lines().find(|line| line.split([':', ';']).next() == Some(name));
    line.unwrap_or_default().rsplit(':').next().unwrap().to_owned()
}

/// A subscriber's program.
#[derive(Default)]
struct Client {
    /// By UID: SEQUENCE, DTSTAMP, what is shown.
    known: BTreeMap<String, (u64, String, String)>,
}

impl Client {
    /// Takes a calendar; returns whether it took a change of its one event.
    fn refresh(&mut self, text: &str) -> bool {
        let shown = format!("{} {}", line(text, "DTSTART"), line(text, "STATUS"));
        let mark = (line(text, "SEQUENCE").parse().unwrap(), line(text, "DTSTAMP"));
        assert_eq!(line(text, "DTSTAMP"), line(text, "LAST-MODIFIED"));
        let uid = line(text, "UID");
        if let Some((sequence, stamp, _)) = self.known.get(&uid)
            && (mark.0, &mark.1) <= (*sequence, stamp)
        {
            return false;
        }
        self.known.insert(uid, (mark.0, mark.1, shown));
        true
    }

    fn shows(&self) -> &str {
        &self.known.values().next().unwrap().2
    }
}

#[test]
fn a_subscriber_takes_every_change_of_an_event() {
    let mut site = Publisher::new();
    let mut client = Client::default();
    for (today, lines, shown, lost) in [
        ("2026-05-01", "start: 2026-05-20 09:00\n", "20260520T090000 CONFIRMED", false),
        ("2026-05-02", "start: 2026-05-20 14:00\n", "20260520T140000 CONFIRMED", false),
        ("2026-05-02", "start: 2026-05-13 14:00\nupdated: 2026-04-01\n", "20260513T140000 CONFIRMED", false),
        ("2026-05-02", "start: 2026-05-20 09:00\n", "20260520T090000 CONFIRMED", false),
        (
            "2026-05-03",
            "start: 2026-05-27 09:00\nprevious_start: 2026-05-20 09:00\nstatus: rescheduled\n",
            "20260527T090000 CONFIRMED",
            false,
        ),
        ("2026-05-04", "start: 2026-05-27 09:00\nstatus: cancelled\n", "20260527T090000 CANCELLED", false),
        ("2026-05-04", "start: 2026-05-27 09:00\n", "20260527T090000 CONFIRMED", false),
        // The record is lost, or another machine builds that never had it.
        ("2026-05-06", "start: 2026-05-28 09:00\n", "20260528T090000 CONFIRMED", true),
        ("2026-05-07", "start: 2026-05-27 09:00\n", "20260527T090000 CONFIRMED", false),
    ] {
        if lost {
            site.files.remove(&source_path("revisions.txt"));
        }
        site.event(lines);
        let built = site.build(today);
        let calendar = file(&built, "events/calendar.ics").unwrap();
        assert!(client.refresh(&calendar), "{today} {lines}");
        assert_eq!(client.shows(), shown);
        // The same event is the same in every calendar that has it.
        let alone = file(&built, "events/2026/walk/event.ics").unwrap();
        assert_eq!(line(&alone, "SEQUENCE"), line(&calendar, "SEQUENCE"));
        // Nothing has changed: the next build says the same, on whatever day, and has nothing to write down.
        let again = site.build("2026-05-30");
        assert_eq!(file(&again, "events/calendar.ics").unwrap(), calendar);
        assert_eq!(again.revisions, None);
        assert!(!client.refresh(&calendar));
    }
}

#[test]
fn what_is_declared_stays_when_it_is_empty() {
    let mut site = Publisher::new();
    site.put("content/articles/_collection.yaml", "extends: article\n");
    site.event("start: 2026-05-20 09:00\nbase: hall\n");
    let before = site.build("2026-05-01");
    assert!(file(&before, "bases/hall/calendar.ics").unwrap().contains("BEGIN:VEVENT"));
    assert!(!file(&before, "bases/park/calendar.ics").unwrap().contains("BEGIN:VEVENT"));
    // The event moves to another base, and then is removed.
    site.event("start: 2026-05-20 09:00\nbase: park\n");
    let moved = site.build("2026-05-02");
    assert!(!file(&moved, "bases/hall/calendar.ics").unwrap().contains("BEGIN:VEVENT"));
    assert!(file(&moved, "bases/park/calendar.ics").unwrap().contains("BEGIN:VEVENT"));
    site.files.remove(&source_path("content/events/walk.md"));
    let empty = site.build("2026-05-03");
    let known = |built: &Built| -> Vec<String> {
        let paths = built.outputs.keys().map(|path| path.as_str().to_owned());
        paths.filter(|path| path.ends_with(".ics") || path.ends_with(".xml") || path.ends_with("feed.json")).collect()
    };
    let own = |path: &String| path.starts_with("events/2026/");
    assert_eq!(known(&empty), known(&before).into_iter().filter(|path| !own(path)).collect::<Vec<_>>());
    for path in ["events/index.html", "articles/index.html", "atom.xml", "articles/atom.xml"] {
        assert!(file(&empty, path).is_some(), "{path}");
    }
    let calendar = file(&empty, "events/calendar.ics").unwrap();
    assert!(calendar.contains("BEGIN:VTIMEZONE") && !calendar.contains("BEGIN:VEVENT"));
}

#[test]
fn an_event_may_last_to_the_end_of_all_years() {
    let mut site = Publisher::new();
    site.event("start: 2026-05-20\nend: 9999-12-31\n");
    let built = site.build("2026-05-01");
    assert!(file(&built, "events/calendar.ics").unwrap().contains("DTSTART;VALUE=DATE:20260520"));
    assert!(file(&built, "events/calendar/2026-05/index.html").is_some());
}
