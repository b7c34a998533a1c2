//! iCalendar files (.ics) → drafts of events, matched by their UIDs with those that are there.
//!
//! ```text
//! lines of files ─read─▶ CalendarEvent     one for each VEVENT, changed dates of a series among them
//!   drafts             ▶ Drafts            new files, and existing ones with what is new in them
//! ```

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::edit::{FilledText, edit};
use super::encoding::decoded;
use super::existing::ExistingSite;
use super::html::clean::clean;
use super::html::{markdown, parse};
use super::{Basis, DraftFile, Drafts};
use crate::authoring::scaffold;
use crate::base::diagnostic::{Diagnostic, Localized, Location, Span, messages};
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, front_matter};
use crate::config::collection::Collection;
use crate::content::front_matter as front;
use crate::content::markdown::MarkdownOptions;

/// One VEVENT.
#[derive(Clone, Debug, Default, PartialEq)]
struct CalendarEvent {
    uid: String,
    title: String,
    start: Option<When>,
    end: Option<When>,
    rule: String,
    except: Vec<When>,
    also: Vec<When>,
    /// The date of a series that this event stands for.
    instead_of: Option<When>,
    status: String,
    place: String,
    geo: String,
    url: String,
    tags: Vec<String>,
    text: String,
    /// Whether its owner didn't mean it for everyone.
    private: bool,
    /// What it says of who may see it.
    class: String,
    at: Span,
}

/// Reads the events of files and drafts an entry for each.
///
/// # Errors
/// One diagnostic if the collection doesn't exist, or no file has an event.
pub fn drafts(existing: &ExistingSite, files: &Snapshot, into: &str, force: bool) -> Result<Drafts, Diagnostic> {
    let collection = existing.collection(into)?;
    let mut drafts = Drafts::default();
    let mut taken = BTreeSet::new();
    let mut count = 0;
    for (path, file) in files.iter().filter(|(path, _)| path.extension().eq_ignore_ascii_case("ics")) {
        let Some(text) = decoded(file.held()) else {
            drafts.diagnostics.push(crate::base::diagnostic::not_text(path, file.held()));
            continue;
        };
        let ReadCalendar { events, unread, cut } = read(&text, &existing.config.zone);
        count += events.len();
        if let Some(event) = cut {
            count += 1;
            let (zh, en) = (
                format!("“{}”不完整：文件到这里就断了，请重新导出", event.title),
                format!("`{}` isn't whole: the file ends in it; export it again", event.title),
            );
            drafts.diagnostics.push(messages::left_out(&zh, &en).at(Location::span(path, event.at)));
        }
        if !unread.is_empty() {
            let names = |word: fn(&str) -> Option<(&'static str, &'static str)>, zh: bool| {
                let named = |name: &String| match word(name) {
                    Some((chinese, english)) => if zh { chinese } else { english }.to_owned(),
                    None => name.clone(),
                };
                unread.iter().map(named).collect::<Vec<_>>().join(if zh { "、" } else { ", " })
            };
            let (zh, en) = (names(word, true), names(word, false));
            let reported = messages::not_taken_over(&format!("日历里的{zh}"), &format!("of the calendar: {en}"));
            drafts.diagnostics.push(reported.at(Location::file(path)));
        }
        let events = merged(events);
        let drafted = |event: &&CalendarEvent| event.private || event.status == "TENTATIVE";
        let mut withheld: BTreeMap<String, Vec<&CalendarEvent>> = BTreeMap::new();
        for event in events.iter().filter(drafted) {
            let why = if event.private { format!("CLASS: {}", event.class) } else { "STATUS: TENTATIVE".to_owned() };
            withheld.entry(why).or_default().push(event);
        }
        for (why, events) in withheld {
            let named = |event: &CalendarEvent| Localized {
                zh: format!("“{}”", event.title),
                en: format!("`{}`", event.title),
            };
            let whole = messages::became_draft(&format!("“{why}”"), &format!("`{why}`"), events.len())
                .at(Location::span(path, events[0].at));
            let places = events.iter().map(|event| (Location::span(path, event.at), named(event)));
            drafts.diagnostics.push(places.fold(whole, |whole, (at, name)| whole.related(at, name)));
        }
        for event in events {
            draft(existing, collection, (path, &event), force, &mut taken, &mut drafts);
        }
    }
    if count == 0 {
        return Err(messages::nothing_to_import(
            "iCalendar",
            "没有日历文件（.ics），或里面没有活动",
            "no calendar files (.ics), or no events in them",
        ));
    }
    Ok(drafts)
}

/// The reader's word for a part of a calendar.
fn word(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "VTODO" => ("待办事项", "tasks"),
        "VJOURNAL" => ("日记", "journals"),
        "VALARM" => ("提醒", "reminders"),
        "ATTACH" => ("附件", "attachments"),
        "ATTENDEE" => ("参加者", "attendees"),
        "ORGANIZER" => ("组织者", "organizers"),
        "CONTACT" => ("联系人", "contacts"),
        "COMMENT" => ("备注", "comments"),
        "RESOURCES" => ("所需设备", "resources"),
        "COLOR" => ("颜色", "colours"),
        _ => return None,
    })
}

/// Makes of a changed date of a series an event of its own, and an exception of the series.
fn merged(events: Vec<CalendarEvent>) -> Vec<CalendarEvent> {
    let (changed, mut whole): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.instead_of.is_some());
    for mut event in changed {
        let Some(day) = event.instead_of else { continue };
        if let Some(series) = whole.iter_mut().find(|series| series.uid == event.uid && series.instead_of.is_none()) {
            series.except.push(day);
            if event.title.is_empty() {
                event.title.clone_from(&series.title);
            }
        }
        if event.status != "CANCELLED" {
            event.uid = format!("{}/{}", event.uid, day.plain());
            whole.push(event);
        }
    }
    whole
}

fn draft(
    existing: &ExistingSite,
    collection: &Collection,
    (path, event): (&SourcePath, &CalendarEvent),
    force: bool,
    taken: &mut BTreeSet<SourcePath>,
    drafts: &mut Drafts,
) {
    let from = Location::span(path, event.at);
    let lacks = match (event.title.as_str(), event.start) {
        ("", _) => Some(("没有名称（SUMMARY）", "no name (SUMMARY)")),
        (_, None) => Some(("没有看得懂的开始时间（DTSTART）", "no start that is understood (DTSTART)")),
        _ => None,
    };
    if let Some((zh, en)) = lacks {
        let (zh, en) = match event.title.as_str() {
            "" => (format!("有一个活动{zh}"), format!("an event has {en}")),
            title => (format!("“{title}”{zh}"), format!("`{title}` has {en}")),
        };
        return drafts.diagnostics.push(messages::left_out(&zh, &en).at(from));
    }
    let (values, lost) = values(event, collection);
    for name in lost {
        let reported = messages::no_counterpart(name, 1);
        drafts.diagnostics.push(reported.at(from.clone()));
    }
    let known = existing.entries_of(&collection.name).find(|entry| {
        let text = existing.snapshot.text(&entry.source);
        let map = text.map(|text| front::split(text, &entry.source, &mut Vec::new()).map);
        let id = map.as_ref().and_then(|map| map.get("id")?.as_text());
        !event.uid.is_empty() && id == Some(event.uid.as_str())
    });
    if let Some(entry) = known
        && let Some(text) = existing.snapshot.text(&entry.source)
    {
        let there = |key: &str, map: &crate::base::yaml::Map| map.get(key).map(YamlValue::from);
        let FilledText { text, differing } = edit(text, &entry.source, &values, there, force);
        for differing in differing {
            let reported =
                messages::value_differs(collection.name_of(&differing.field), &differing.existing, &differing.imported);
            drafts.diagnostics.push(reported.at(from.clone()));
        }
        let bytes = text.into_bytes().into();
        taken.insert(entry.source.clone());
        drafts.files.push(DraftFile { path: entry.source.clone(), bytes, from, basis: Basis::Existing });
        return;
    }
    let (Some(start), slug) = (event.start, scaffold::slug(&event.title)) else { return };
    let site = existing.ready.site();
    let names = std::iter::once(slug.clone()).chain((2..1000).map(|number| format!("{slug}-{number}")));
    let mut paths = names.filter_map(|name| scaffold::place(collection, site, &name, start, false));
    let free = paths.find(|path| existing.snapshot.get(path).is_none() && !taken.contains(path));
    let Some(new) = free.filter(|_| !slug.is_empty()) else {
        return drafts.diagnostics.push(messages::title_without_slug(&event.title).at(from));
    };
    taken.insert(new.clone());
    let written = match is_html(&event.text) {
        true => {
            let options =
                MarkdownOptions { raw_html: existing.config.raw_html, language: existing.config.language.clone() };
            let mut nodes = parse(&with_lines(&event.text));
            let cleaned = clean(&mut nodes);
            let mut losses: Vec<_> = cleaned.losses().collect();
            losses.dedup();
            for (zh, en) in losses {
                drafts.diagnostics.push(messages::not_taken_over(zh, en).at(from.clone()));
            }
            markdown(&nodes, path, &options).markdown
        }
        false => body(&event.text),
    };
    let text = format!("{}{written}\n", front_matter(&values));
    drafts.files.push(DraftFile { path: new, bytes: text.into_bytes().into(), from, basis: Basis::Source });
}

/// Returns the values of an event, and the names of those that the collection has no field for.
fn values(event: &CalendarEvent, collection: &Collection) -> (Vec<(String, YamlValue)>, Vec<&'static str>) {
    let times = |times: &[When]| YamlValue::List(times.iter().map(|when| YamlValue::plain(when.plain())).collect());
    let mut rule = vec![("rule".to_owned(), YamlValue::text(&event.rule))];
    let except = (!event.except.is_empty()).then(|| ("except".to_owned(), times(&event.except)));
    let also = (!event.also.is_empty()).then(|| ("also".to_owned(), times(&event.also)));
    rule.extend(except.into_iter().chain(also));
    let text = |text: &str| (!text.is_empty()).then(|| YamlValue::text(text));
    let recurs = !event.rule.is_empty() || !event.also.is_empty();
    let rule = match rule.as_slice() {
        [(_, only)] => only.clone(),
        _ => YamlValue::Group(rule.into_iter().filter(|(_, value)| *value != YamlValue::text("")).collect()),
    };
    let online = event.url.starts_with("http").then(|| YamlValue::text(&event.url));
    let tags = (!event.tags.is_empty()).then(|| YamlValue::texts(event.tags.clone()));
    let all: [(&'static str, Option<YamlValue>); 11] = [
        ("title", text(&event.title)),
        ("id", text(&event.uid)),
        ("start", event.start.map(|when| YamlValue::plain(when.plain()))),
        ("end", event.end.filter(|end| Some(*end) != event.start).map(|when| YamlValue::plain(when.plain()))),
        ("recurrence", recurs.then_some(rule)),
        ("status", (event.status == "CANCELLED").then(|| YamlValue::text("cancelled"))),
        ("venue", text(&event.place)),
        ("location", text(&event.geo)),
        ("tags", tags),
        ("online_url", online),
        ("draft", (event.private || event.status == "TENTATIVE").then(|| YamlValue::plain(true))),
    ];
    let (mut values, mut lost) = (Vec::new(), Vec::new());
    for (key, value) in all {
        let Some(value) = value else { continue };
        if matches!(key, "title" | "draft") || collection.field(key).is_some() {
            values.push((key.to_owned(), value));
        } else {
            lost.push(key);
        }
    }
    (values, lost)
}

/// Whether a description is HTML, as Google's calendar writes it.
fn is_html(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["<br", "<p>", "<p ", "<b>", "<a href", "<ul>", "<span", "<div", "<html"].iter().any(|tag| text.contains(tag))
}

/// Returns HTML whose lines are lines: of a text with a few tags in it, whose author typed the ends of lines.
fn with_lines(html: &str) -> Cow<'_, str> {
    let small = html.to_ascii_lowercase();
    let has_own = ["<br", "<p>", "<p ", "<div", "<li", "<tr"].iter().any(|tag| small.contains(tag));
    if has_own { Cow::Borrowed(html) } else { Cow::Owned(html.trim_end().replace('\n', "<br>")) }
}

/// Writes a description, which is plain text, as Markdown.
fn body(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let line = line.trim();
            let mut written = String::new();
            for c in line.chars() {
                if "\\*_`<[]#~^$|".contains(c) {
                    written.push('\\');
                }
                written.push(c);
            }
            written
        })
        .collect();
    let text = lines.join("\n");
    let paragraphs: Vec<&str> = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
    paragraphs.iter().map(|part| part.replace('\n', "  \n")).collect::<Vec<_>>().join("\n\n")
}

/// What a file says.
struct ReadCalendar {
    events: Vec<CalendarEvent>,
    /// The names of properties that have no place here.
    unread: BTreeSet<String>,
    /// The event that the file ends in.
    cut: Option<CalendarEvent>,
}

/// Reads the events of a file.
fn read(text: &str, zone: &TimeZone) -> ReadCalendar {
    const SILENT: &str = " BEGIN END DTSTAMP SEQUENCE CREATED LAST-MODIFIED TRANSP PRIORITY ";
    let (mut events, mut unread) = (Vec::new(), BTreeSet::new());
    let mut open: Option<CalendarEvent> = None;
    // The elements within an event, such as an alarm.
    let mut inside = 0_usize;
    let mut cancelled = false;
    let mut duration = None;
    for (at, line) in unfolded(text) {
        let Some(Line { name, parameters, value }) = Line::read(&line) else { continue };
        match (name.as_str(), value.trim().to_ascii_uppercase().as_str(), &mut open) {
            ("METHOD", "CANCEL", _) => cancelled = true,
            ("BEGIN", "VEVENT", None) => {
                open = Some(CalendarEvent { at: Span { start: at, end: at }, ..CalendarEvent::default() });
                duration = None;
            }
            ("BEGIN", what @ ("VTODO" | "VJOURNAL"), None) => {
                unread.insert(what.to_owned());
            }
            ("BEGIN", what, Some(_)) => {
                inside += 1;
                unread.insert(what.to_owned());
            }
            ("END", "VEVENT", Some(event)) if inside == 0 => {
                if let (None, Some(start), Some(length)) = (event.end, event.start, duration.take()) {
                    event.end = later(start, length);
                }
                // The end of whole days is the day after.
                if let (Some(When { date: first, time: None }), Some(When { date, time: None })) =
                    (event.start, event.end)
                {
                    let last = date.yesterday().unwrap_or(date);
                    event.end = (last > first).then_some(When { date: last, time: None });
                }
                if cancelled {
                    event.status = "CANCELLED".to_owned();
                }
                events.extend(open.take());
            }
            ("END", _, Some(_)) => inside = inside.saturating_sub(1),
            (_, _, Some(event)) if inside == 0 => {
                let time = || when(&value, &parameters, zone);
                match name.as_str() {
                    "UID" => event.uid = unescaped(&value),
                    "SUMMARY" => event.title = unescaped(&value).replace('\n', " "),
                    "DESCRIPTION" => event.text = unescaped(&value),
                    "LOCATION" => event.place = unescaped(&value).replace('\n', " "),
                    "GEO" => {
                        event.geo = value
                            .split_once(';')
                            .map_or(String::new(), |(lat, lon)| format!("{},{}", lon.trim(), lat.trim()))
                    }
                    "CATEGORIES" => {
                        event.tags.extend(list(&value).into_iter().map(unescaped).filter(|word| !word.is_empty()));
                    }
                    "URL" => event.url = value.trim().to_owned(),
                    "DTSTART" => event.start = time(),
                    "DTEND" => event.end = time(),
                    "DURATION" => duration = value.trim().parse::<jiff::Span>().ok(),
                    "RRULE" => event.rule = value.trim().to_owned(),
                    "EXDATE" => event.except.extend(value.split(',').filter_map(|day| when(day, &parameters, zone))),
                    "RDATE" => event.also.extend(value.split(',').filter_map(|day| when(day, &parameters, zone))),
                    "RECURRENCE-ID" => event.instead_of = time(),
                    "STATUS" => event.status = value.trim().to_ascii_uppercase(),
                    "CLASS" => {
                        event.class = value.trim().to_ascii_uppercase();
                        event.private = event.class != "PUBLIC";
                    }
                    other if SILENT.contains(&format!(" {other} ")) || other.starts_with("X-") => {}
                    other => {
                        unread.insert(other.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    ReadCalendar { events, unread, cut: open }
}

/// Returns the lines with those that continue them, each with its place.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        match (bare.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => lines.push((at, bare.trim_start_matches('\u{feff}').to_owned())),
        }
        at += line.len();
    }
    lines
}

/// A property: `DTSTART;TZID=Asia/Shanghai:20260516T093000`.
struct Line {
    name: String,
    parameters: Vec<(String, String)>,
    value: String,
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find_map(|(at, c)| {
            quoted ^= c == '"';
            (c == ':' && !quoted).then_some(at)
        })?;
        let (head, value) = (&line[..colon], &line[colon + 1..]);
        let mut parts = head.split(';');
        let name = parts.next()?.trim().to_ascii_uppercase();
        let pair = |part: &str| {
            let (key, value) = part.split_once('=')?;
            Some((key.to_ascii_uppercase(), value.trim_matches('"').to_owned()))
        };
        Some(Self { name, parameters: parts.filter_map(pair).collect(), value: value.to_owned() })
    }
}

/// Reads a time, in the zone of the site.
fn when(value: &str, parameters: &[(String, String)], zone: &TimeZone) -> Option<When> {
    let value = value.trim();
    let date = value.get(..8).filter(|date| date.bytes().all(|byte| byte.is_ascii_digit()))?;
    let date =
        jiff::civil::Date::new(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?).ok()?;
    let Some(clock) = value[8..].strip_prefix('T') else { return Some(When { date, time: None }) };
    let part = |at: usize| clock.get(at..at + 2)?.parse::<i8>().ok();
    let time = jiff::civil::Time::new(part(0)?, part(2)?, 0, 0).ok()?;
    let there = DateTime::from_parts(date, time);
    let given = parameters.iter().find(|(key, _)| key == "TZID").map(|(_, name)| name.trim_start_matches('/'));
    let from = match given {
        _ if clock.ends_with('Z') => TimeZone::UTC,
        Some("China Standard Time") => TimeZone::get("Asia/Shanghai").ok()?,
        // A zone of the file's own making is mostly that of the place.
        Some(name) => TimeZone::get(name).unwrap_or_else(|_| zone.clone()),
        None => zone.clone(),
    };
    let here = zone.to_datetime(from.to_timestamp(there).ok()?);
    Some(When { date: here.date(), time: Some(here.time()) })
}

fn later(start: When, length: jiff::Span) -> Option<When> {
    let end = start.datetime().checked_add(length).ok()?;
    Some(When { date: end.date(), time: start.time.map(|_| end.time()) })
}

/// The items of a list; a comma behind a backslash is part of one (RFC 5545, 3.3.11).
fn list(value: &str) -> Vec<&str> {
    let mut escaped = false;
    value
        .split(|c| {
            let parts = c == ',' && !escaped;
            escaped = c == '\\' && !escaped;
            parts
        })
        .collect()
}

fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in value.trim().chars() {
        match (escaped, c) {
            (false, '\\') => escaped = true,
            (true, 'n' | 'N') => {
                out.push('\n');
                escaped = false;
            }
            (_, c) => {
                out.push(c);
                escaped = false;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a@b\r\nSUMMARY:观星\r\nDTSTART;TZID=Asia/Shanghai:20260516T193000\r\n\
        DURATION:PT2H\r\nRRULE:FREQ=WEEKLY;BYDAY=SA\r\nEXDATE;TZID=Asia/Shanghai:20260523T193000\r\nLOCATION:天文台\\, 二楼\r\n\
        DESCRIPTION:带上\r\n 望远镜\\n5*3\r\nGEO:28.87;105.44\r\nATTENDEE:mailto:a@b\r\nBEGIN:VALARM\r\nSUMMARY:x\r\nEND:VALARM\r\n\
        END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a@b\r\nRECURRENCE-ID:20260530T113000Z\r\nDTSTART:20260531T113000Z\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:c\r\nSUMMARY:开放日\r\nDTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260504\r\nSTATUS:CANCELLED\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn lines_between_a_few_tags_stay_lines() {
        assert_eq!(with_lines("一\n<b>二</b>\n"), "一<br><b>二</b>");
        assert_eq!(with_lines("一<br>\n二"), "一<br>\n二");
    }

    #[test]
    fn events_are_read_with_their_changes() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let ReadCalendar { events, unread, .. } = read(FILE, &zone);
        assert_eq!(unread.into_iter().collect::<Vec<_>>(), ["ATTENDEE", "VALARM"]);
        let events = merged(events);
        let shown: Vec<String> = events
            .iter()
            .map(|event| {
                let times: Vec<String> = [event.start, event.end].iter().flatten().map(When::plain).collect();
                format!("{} {} {}", event.uid, event.title, times.join("–"))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a@b 观星 2026-05-16 19:30–2026-05-16 21:30",
                "c 开放日 2026-05-01–2026-05-03",
                "a@b/2026-05-30 19:30 观星 2026-05-31 19:30"
            ]
        );
        assert_eq!(
            events[0].except.iter().map(When::plain).collect::<Vec<_>>(),
            ["2026-05-23 19:30", "2026-05-30 19:30"]
        );
        assert_eq!((events[0].geo.as_str(), events[0].place.as_str()), ("105.44,28.87", "天文台, 二楼"));
        assert_eq!(body(&events[0].text), "带上望远镜  \n5\\*3");
        assert_eq!(events[1].status, "CANCELLED");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "((BEGIN|END):VEVENT\n|DTSTART:|20260516|T1930|EXDATE;|\n |RDATE:|GEO:|[;:\"甲a\n])*") {
            read(&text, &TimeZone::UTC);
        }
    }
}
