//! The day that a build names as the next on which its content changes is the next on which a build differs.

use std::collections::BTreeMap;

use jiff::ToSpan;
use kepu::base::source::SourceFile;
use kepu::base::time::{Now, parse_date};
use kepu::base::url::OutputPath;
use kepu::build::{Built, Output};

const FILES: [(&str, &str); 6] = [
    ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\nholidays: none\n"),
    ("content/events/_collection.yaml", "extends: event\ntitle: 活动\n"),
    (
        "content/events/week.md",
        "---\ntitle: 科技活动周\nstart: 2026-06-05\nend: 2026-06-09\nall_day: true\npublish_at: 2026-05-30\n---\n",
    ),
    (
        "content/events/talk.md",
        "---\ntitle: 讲座\nstart: 2026-06-12 09:00\nend: 2026-06-12 11:00\nrecurrence: FREQ=WEEKLY;COUNT=2\n---\n",
    ),
    ("content/events/draft.md", "---\ntitle: 草稿\nstart: 2026-06-16\nall_day: true\ndraft: true\n---\n"),
    ("content/notice.md", "---\ntitle: 通知\nexpires: 2026-06-20\n---\n"),
];

fn built(day: &str) -> Built {
    let mut snapshot = crate::support::snapshot(&[]);
    for (path, text) in FILES {
        snapshot.insert(crate::support::source_path(path), SourceFile::new(text.as_bytes()));
    }
    crate::support::add_plain_theme(&mut snapshot);
    crate::support::add_revisions(&mut snapshot, "2026-05-01");
    crate::support::clean_build(&snapshot, &crate::support::options(day))
}

#[test]
fn an_instant_is_on_the_day_that_it_is_in_the_zone_of_the_site() {
    let built = |zone: &str| {
        let config = format!("{}time_zone: {zone}\n", FILES[0].1);
        let mut snapshot = crate::support::snapshot(&[(FILES[0].0, &config), FILES[3]]);
        crate::support::add_plain_theme(&mut snapshot);
        let now = Now::Instant("2026-06-12T15:59:59Z".parse().unwrap());
        let options = kepu::build::BuildOptions { now, ..crate::support::options(crate::support::TODAY) };
        let day = crate::support::clean_build(&snapshot, &options).day;
        (day.today.to_string(), day.zone.iana_name().unwrap().to_owned())
    };
    for (zone, day) in [("Asia/Shanghai", "2026-06-12"), ("Asia/Tokyo", "2026-06-13"), ("UTC", "2026-06-12")] {
        assert_eq!(built(zone), (day.to_owned(), zone.to_owned()));
    }
}

/// An output without what names the day for which it was made: headings, and the mark of a day of a month.
fn undated(output: &Output) -> String {
    let text = String::from_utf8_lossy(output.content.held()).into_owned();
    let heading = |line: &&str| !line.starts_with("<h1>") && !line.starts_with("<h2>");
    text.lines().filter(heading).filter(|line| !line.ends_with(" *") && !is_bare_day(line)).collect()
}

/// A day of a month without anything on it, which is shown because it is the day of the build.
fn is_bare_day(line: &str) -> bool {
    line.starts_with("<p>2026-") && line.len() <= "<p>2026-06-01/1".len()
}

#[test]
fn the_next_change_is_the_next_day_on_which_a_build_differs() {
    let mut day = parse_date("2026-05-25").unwrap();
    let mut before = built("2026-05-25");
    let mut changes = BTreeMap::new();
    while day < parse_date("2026-06-25").unwrap() {
        let named = before.next_change.map(|next| next.date);
        day = day.saturating_add(1.day());
        let now = built(&day.to_string());
        assert!(now.diagnostics.is_empty(), "{:?}", now.diagnostics);
        let differs = |(path, output): &(&OutputPath, &Output)| {
            before.outputs.get(*path).is_none_or(|one| undated(one) != undated(output))
        };
        let differing: Vec<&str> = now.outputs.iter().filter(differs).map(|(path, _)| path.as_str()).collect();
        let same = differing.is_empty() && now.outputs.len() == before.outputs.len();
        // A build may be asked for once too often, and never once too seldom.
        assert!(same || named == Some(day), "{day} differs, and {named:?} was named: {differing:?}");
        if named == Some(day) {
            changes.insert(day.to_string(), same);
        }
        before = now;
    }
    let days: Vec<&str> = changes.keys().map(String::as_str).collect();
    let june = [
        "06-01", "06-05", "06-06", "06-07", "06-08", "06-09", "06-10", "06-12", "06-13", "06-15", "06-19", "06-20",
        "06-21",
    ];
    let expected: Vec<String> = std::iter::once("05-30").chain(june).map(|day| format!("2026-{day}")).collect();
    assert_eq!(days, expected);
    assert_eq!(before.next_change.map(|day| day.to_string()).as_deref(), Some("2027-01-01"));
    assert!(changes.values().filter(|same| !**same).count() > 4, "builds do differ: {changes:?}");
}
