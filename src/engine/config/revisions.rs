//! `revisions.txt` → when what calendars say of each event was last changed.
//!
//! Programs that subscribed to a calendar take a change only if its marks are later than those they have (RFC 5546 §2.1.5).
//! An event's own dates can't give these marks, since they are what changes, so what was published is written down: of each
//! event a fingerprint of what calendars say, and the moment at which it was first said. Building reads the record and never
//! writes it; the command that publishes writes the new one. Without the record every event counts as changed on the day of the
//! build: marks are then later than needed, and never too early.
//!
//! Two people's records are merged line by line, and of two lines for one event the later counts. So a merge by git that
//! keeps both sides is right as well.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::base::diagnostic::{Checked, Diagnostic, Location, Span, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::config::inputs::REVISIONS_FILE;

/// The first line of the file.
const HEAD: &str = "# 活动改动的记录：订阅了日历的人靠它收到改期和取消。由 kepu 写，请和网站一起保存，不要手工改。\n# Changes of events, by which subscribers of calendars see them. Written by kepu; keep it with the site.\n";

/// How long the line of an event that is gone is kept, in case that it comes back.
const KEPT_DAYS: i32 = 800;

/// The revisions of all events that were published.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Revisions {
    known: BTreeMap<String, Revision>,
}

/// What was published of an event, and when it was changed last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Revision {
    changed: Timestamp,
    content: Fingerprint,
}

impl Revisions {
    /// Returns the moment at which an event was changed last: that of the record if calendars still say the same of it,
    /// else the beginning of the day, or a second after the record if that is later.
    pub fn changed(&self, key: &str, content: Fingerprint, day: Timestamp) -> Timestamp {
        match self.known.get(key) {
            Some(revision) if revision.content == content => revision.changed,
            Some(revision) => revision.changed.checked_add(1.second()).unwrap_or(revision.changed).max(day),
            None => day,
        }
    }

    /// Returns the record after these events are published. Events that are gone stay for a while.
    pub fn published(&self, events: impl Iterator<Item = (String, Fingerprint)>, day: Timestamp) -> Self {
        let old = day.checked_sub((KEPT_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
        let mut known = self.known.clone();
        known.retain(|_, revision| revision.changed >= old);
        for (key, content) in events {
            let changed = self.changed(&key, content, day);
            known.insert(key, Revision { changed, content });
        }
        Self { known }
    }

    /// Returns whether nothing was ever published.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Writes the record as a file: a line for each event, in order.
    pub fn print(&self) -> String {
        let mut text = HEAD.to_owned();
        for (key, Revision { changed, content }) in &self.known {
            text.push_str(&format!("{key}\t{}\t{content}\n", changed.strftime("%Y-%m-%dT%H:%M:%SZ")));
        }
        text
    }
}

/// Returns the count of changes for a moment: later moments have larger ones.
pub fn sequence(changed: Timestamp) -> u32 {
    // The 1st of January 2020. The number has room until 2088 (RFC 5545 §3.3.8).
    const SINCE: i64 = 1_577_836_800;
    u32::try_from((changed.as_second() - SINCE).clamp(0, i64::from(i32::MAX))).unwrap_or_default()
}

/// Returns the beginning of a day.
pub fn beginning(day: Date, zone: &TimeZone) -> Timestamp {
    When { date: day, time: None }.zoned(zone).timestamp()
}

/// Reads the record, if there is one. A line that can't be read is reported; its event counts as changed today.
pub fn read(snapshot: &Snapshot) -> Checked<Revisions> {
    let mut checked = Checked::<Revisions>::default();
    let Some(path) = SourcePath::new(REVISIONS_FILE) else { return checked };
    let Some(file) = snapshot.get(&path) else { return checked };
    let Some(text) = file.text() else {
        checked.diagnostics.push(crate::base::diagnostic::not_text(&path, file.held()));
        return checked;
    };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span { start: at, end: at + line.trim_end().len() };
        at += line.len();
        let line = line.trim();
        // What git writes around the two sides of a conflict says nothing by itself.
        let marker = ["<<<<<<<", "=======", ">>>>>>>", "|||||||", "#"].iter().any(|mark| line.starts_with(mark));
        if line.is_empty() || marker {
            continue;
        }
        match parse(line) {
            Some((key, revision)) => {
                let known = checked.value.known.entry(key).or_insert(revision);
                if revision.changed > known.changed {
                    *known = revision;
                }
            }
            None => {
                let diagnostic: Diagnostic = messages::revision_unread(line);
                checked.diagnostics.push(diagnostic.at(Location::span(&path, span)));
            }
        }
    }
    checked
}

fn parse(line: &str) -> Option<(String, Revision)> {
    let mut parts = line.split('\t');
    let (key, changed, content) = (parts.next()?, parts.next()?, parts.next()?);
    let revision = Revision { changed: changed.parse().ok()?, content: Fingerprint::parse(content)? };
    parts.next().is_none().then(|| (key.to_owned(), revision))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::source::SourceFile;

    fn day(number: i8) -> Timestamp {
        beginning(date(2026, 5, number), &TimeZone::get("Asia/Shanghai").unwrap())
    }

    fn read_text(text: &str) -> Checked<Revisions> {
        let file = (SourcePath::new(REVISIONS_FILE).unwrap(), SourceFile::new(text.as_bytes()));
        read(&std::iter::once(file).collect())
    }

    #[test]
    fn a_record_in_another_encoding_is_reported() {
        let file = (SourcePath::new(REVISIONS_FILE).unwrap(), SourceFile::new(vec![0xb1, 0xea, 0xcc, 0xe2]));
        let read = read(&std::iter::once(file).collect());
        assert_eq!(read.diagnostics[0].code, crate::base::diagnostic::Code("E0206"));
    }

    fn published(record: &Revisions, content: &str, number: i8) -> (Revisions, Timestamp) {
        let content = Fingerprint::of(content);
        let changed = record.changed("events/walk", content, day(number));
        (record.published(std::iter::once(("events/walk".to_owned(), content)), day(number)), changed)
    }

    #[test]
    fn marks_only_grow_and_stay_while_nothing_changes() {
        let mut record = Revisions::default();
        let mut marks = Vec::new();
        for (content, number) in
            [("9:00", 1), ("9:00", 2), ("14:00", 2), ("9:00", 2), ("9:00", 5), ("cancelled", 6), ("9:00", 3)]
        {
            let changed;
            (record, changed) = published(&record, content, number);
            marks.push(changed);
            assert_eq!(read_text(&record.print()).value, record);
        }
        assert!(marks.is_sorted());
        assert_eq!(marks[0], marks[1]);
        assert_eq!(marks[3], marks[4]);
        assert!(marks[1] < marks[2] && marks[2] < marks[3] && marks[4] < marks[5] && marks[5] < marks[6]);
        assert!(sequence(marks[5]) < sequence(marks[6]));
    }

    #[test]
    fn without_the_record_marks_are_those_of_the_day() {
        let (_, first) = published(&Revisions::default(), "9:00", 1);
        let (_, lost) = published(&Revisions::default(), "9:00", 9);
        assert!(first < lost && lost == day(9));
    }

    #[test]
    fn of_two_sides_of_a_merge_the_later_counts() {
        let (one, _) = published(&Revisions::default(), "9:00", 1);
        let (other, changed) = published(&one, "14:00", 4);
        let text = format!("<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n", other.print(), one.print());
        let merged = read_text(&text);
        assert!(merged.diagnostics.is_empty());
        assert_eq!(merged.value.changed("events/walk", Fingerprint::of("14:00"), day(9)), changed);
        let broken = read_text("events/walk 2026\n");
        assert_eq!((broken.diagnostics.len(), broken.value.is_empty()), (1, true));
    }
}
