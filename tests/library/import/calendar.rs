//! Calendar files: new events, and what a second import of them changes.

use kepu::authoring::import::{ExistingSite, Import, bring, calendar};
use kepu::base::diagnostic::{Language, has_errors};
use kepu::base::source::Snapshot;
use kepu::build::Cache;

use crate::support::{TODAY, add_plain_theme, options, shown, snapshot};

fn import(site: &Snapshot, event: &str, force: bool) -> (Import, String) {
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u1@a.cn\nSUMMARY:观星\n{event}\nEND:VEVENT\nEND:VCALENDAR\n");
    let files = snapshot(&[("a.ics", &text)]);
    let mut cache = Cache::default();
    let existing = ExistingSite::of(site, &options(TODAY), &mut cache);
    let drafts = calendar::drafts(&existing, &files, "events", force).expect("a collection and an event");
    let import = bring(&existing, force, &mut cache, |_, _| drafts.clone());
    let told = shown(&import.diagnostics, &files, Language::Chinese);
    let found = shown(&import.found, &import.over(site), Language::English);
    assert!(!has_errors(&import.found), "{told}\n{found}");
    (import, told)
}

fn text(import: &Import) -> String {
    let file = import.files.first().expect("a file");
    String::from_utf8_lossy(&file.bytes).into_owned()
}

#[test]
fn an_event_is_found_again_by_its_uid() {
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\n"),
        ("content/events/_collection.yaml", "extends: event\n"),
    ]);
    add_plain_theme(&mut site);
    let weekly = "DTSTART:20260516T193000\nRRULE:FREQ=WEEKLY;BYDAY=SA;COUNT=4\nEXDATE:20260523T193000\nLOCATION:天文台";
    let (first, told) = import(&site, weekly, false);
    let made = text(&first);
    for line in [
        "title: 观星\n",
        "id: u1@a.cn\n",
        "start: 2026-05-16 19:30\n",
        "FREQ=WEEKLY;BYDAY=SA;COUNT=4",
        "2026-05-23 19:30",
    ] {
        assert!(made.contains(line), "{line}\n{made}\n{told}");
    }
    let over = first.over(&site);
    let (same, _) = import(&over, weekly, false);
    assert_eq!(text(&same), made);
    let moved = "DTSTART:20260517T193000\nSTATUS:CANCELLED\nLOCATION:天文台";
    let (second, told) = import(&over, moved, false);
    assert!(text(&second).contains("status: cancelled") && text(&second).contains("start: 2026-05-16 19:30"), "{told}");
    assert!(told.contains("“开始（start）”已有“2026-05-16 19:30”，来源里是“2026-05-17 19:30”"), "{told}");
    let (forced, _) = import(&over, "DTSTART:20260523T193000", true);
    assert!(text(&forced).contains("start: 2026-05-23 19:30"));
}
