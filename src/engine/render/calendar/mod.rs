//! Renders a [`CalendarView`] as an iCalendar file (RFC 5545, RFC 7986) for subscription.
//!
//! The output depends only on the view: `DTSTAMP`, `UID` and `SEQUENCE` are part of it, and no clock is read.
//!
//! The crate `icalendar` isn't used: its type table covers only RFC 5545, so `NAME` isn't escaped; it doesn't remove
//! carriage returns and control characters; folding is quadratic in a line's length; and it has no `VTIMEZONE`.

mod line;
mod zone;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::base::time::When;
use crate::content::Status;
use crate::view::data::{CalendarView, EventItem};

use line::Lines;

/// Renders a calendar in UTF-8. The view's zone is an IANA name.
pub fn calendar(view: &CalendarView) -> Vec<u8> {
    let zone = Zone::named(&view.zone);
    let words = Words::of(&view.language);
    let mut lines = Lines::default();
    lines.begin("VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//kepu//kepu//ZH");
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", "PUBLISH");
    // RFC 7986 defines NAME and DESCRIPTION; most programs still read only Apple's X-WR properties.
    lines.text("NAME", &view.name);
    lines.text("X-WR-CALNAME", &view.name);
    if !view.description.is_empty() {
        lines.text("DESCRIPTION", &view.description);
        lines.text("X-WR-CALDESC", &view.description);
    }
    if let Some(stamp) = view.items.iter().map(|item| &item.stamp).max() {
        lines.raw("LAST-MODIFIED", stamp);
    }
    lines.raw("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.raw("X-PUBLISHED-TTL", REFRESH);
    lines.uri("SOURCE;VALUE=URI", &view.permalink);
    // Written for an empty calendar as well, which would otherwise have no component (RFC 5545 §3.6).
    zone::write(&mut lines, &zone.name, &zone.rules, years(&view.items));
    for item in &view.items {
        event(&mut lines, item, &zone, words);
    }
    lines.end("VCALENDAR");
    lines.into_bytes()
}

const REFRESH: &str = "PT12H";

fn event(lines: &mut Lines, item: &EventItem, zone: &Zone, words: &Words) {
    lines.begin("VEVENT");
    lines.text("UID", &item.uid);
    lines.raw("DTSTAMP", &item.stamp);
    lines.raw("LAST-MODIFIED", &item.stamp);
    lines.raw("SEQUENCE", &item.sequence.to_string());
    times(lines, item, zone);
    lines.raw("STATUS", ical_status(item.status));
    lines.text("SUMMARY", &format!("{}{}", words.prefix(item.status), item.title));
    lines.text("DESCRIPTION", &description(item, words));
    lines.uri("URL", &item.permalink);
    if !item.location.is_empty() {
        lines.text("LOCATION", &item.location);
    }
    if let Some(point) = &item.point {
        lines.raw("GEO", &format!("{};{}", point.lat, point.lon));
    }
    if !item.categories.is_empty() {
        lines.text_list("CATEGORIES", &item.categories);
    }
    if let Some(url) = &item.online_url {
        lines.uri(&format!("CONFERENCE;VALUE=URI;LABEL={}", words.online), url);
    }
    // Events of a public calendar don't make its subscribers busy.
    lines.raw("TRANSP", "TRANSPARENT");
    if item.reminds && item.status.takes_place() {
        alarms(lines, item, zone, words);
    }
    lines.end("VEVENT");
}

/// Writes reminders: two hours before, or at nine on the day before an event of whole days; and a day before booking
/// closes, or on the morning of the last day.
fn alarms(lines: &mut Lines, item: &EventItem, zone: &Zone, words: &Words) {
    let mut alarm = |trigger: &str, value: &str, text: &str| {
        lines.begin("VALARM");
        lines.raw("ACTION", "DISPLAY");
        lines.raw(trigger, value);
        lines.text("DESCRIPTION", text);
        lines.end("VALARM");
    };
    alarm("TRIGGER", if item.all_day { "-PT15H" } else { "-PT2H" }, &item.title);
    if let Some((closes, text)) = &item.booking_closes {
        const MORNING: Time = Time::constant(9, 0, 0, 0);
        let moment = match closes.time {
            Some(_) => closes.datetime().checked_sub(1.day()).unwrap_or(closes.datetime()),
            None => closes.date.to_datetime(MORNING),
        };
        if let Ok(moment) = zone.rules.to_timestamp(moment) {
            let utc = format!("{}Z", datetime(TimeZone::UTC.to_datetime(moment)));
            alarm("TRIGGER;VALUE=DATE-TIME", &utc, &format!("{}{}{text}", words.closes, words.colon));
        }
    }
}

fn times(lines: &mut Lines, item: &EventItem, zone: &Zone) {
    let parameter = if item.all_day { "VALUE=DATE".to_owned() } else { format!("TZID={}", zone.name) };
    let mut write = |name: &str, at: DateTime| {
        let value = if item.all_day { date(at.date()) } else { datetime(at) };
        lines.raw(&format!("{name};{parameter}"), &value);
    };
    write("DTSTART", item.start.datetime());
    if let Some(end) = exclusive_end(item) {
        write("DTEND", end);
    }
    // RFC 5545 §3.8.5.1: an EXDATE must equal an occurrence's start, so a date without a time gets the event's
    // start time.
    let at = |when: &When| When { date: when.date, time: when.time.or(item.start.time) }.datetime();
    for when in &item.except {
        write("EXDATE", at(when));
    }
    for when in &item.also {
        write("RDATE", at(when));
    }
    if let Some(rule) = &item.rule {
        lines.raw("RRULE", rule);
    }
}

/// Returns DTEND, which is exclusive and later than DTSTART (RFC 5545 §3.6.1). `None` for a timed event without a later
/// end.
fn exclusive_end(item: &EventItem) -> Option<DateTime> {
    let day_after = |day: Date| day.tomorrow().ok().map(|day| day.to_datetime(Time::midnight()));
    if item.all_day {
        let last = item.end.map_or(item.start.date, |end| end.date.max(item.start.date));
        return day_after(last);
    }
    let end = item.end?;
    let end = if end.time.is_some() { end.datetime() } else { day_after(end.date)? };
    (end > item.start.datetime()).then_some(end)
}

/// Returns the value of STATUS. Many programs hide it, so the summary shows the status as well.
fn ical_status(status: Status) -> &'static str {
    match status {
        Status::Scheduled | Status::Rescheduled | Status::MovedOnline => "CONFIRMED",
        Status::Postponed => "TENTATIVE",
        Status::Cancelled => "CANCELLED",
    }
}

/// Returns the DESCRIPTION. It includes the organiser, because ORGANIZER needs an email address and isn't allowed
/// in an event without attendees (RFC 5545 §3.8.4.3).
fn description(item: &EventItem, words: &Words) -> String {
    let state = words.state(item.status);
    let state = match item.reason.as_deref().filter(|reason| !reason.is_empty()) {
        Some(reason) if !state.is_empty() => format!("{state}{}{reason}", words.colon),
        _ => state.to_owned(),
    };
    let labelled = |label: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{label}{}{text}", words.colon),
    };
    let parts = [
        state,
        item.summary.clone(),
        labelled(words.organiser, &item.organiser),
        labelled(words.booking, &item.booking.join(words.comma)),
        labelled(words.closes, item.booking_closes.as_ref().map_or("", |(_, text)| text)),
        labelled(words.online, item.online_url.as_deref().unwrap_or("")),
        labelled(words.page, &item.permalink),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the years for which clock changes are written. A client may expand an endless rule further; by then it
/// has refreshed the calendar.
fn years(items: &[EventItem]) -> std::ops::RangeInclusive<i16> {
    const AHEAD: i16 = 10;
    let first = items.iter().map(|item| item.start.date.year()).min().unwrap_or(1970);
    let last = items.iter().map(|item| {
        let dates = item.also.iter().chain(&item.end).map(|when| when.date.year());
        let last = dates.fold(item.start.date.year(), i16::max);
        if item.rule.is_some() { last.saturating_add(AHEAD) } else { last }
    });
    first..=last.max().unwrap_or(first)
}

struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// Returns a zone by its IANA name. The configuration rejects unknown names, so the fallback UTC isn't reached.
    fn named(name: &str) -> Self {
        match TimeZone::get(name) {
            Ok(rules) => Self { name: name.to_owned(), rules },
            Err(_) => Self { name: "UTC".to_owned(), rules: TimeZone::UTC },
        }
    }
}

/// The calendar's fixed texts in one language.
struct Words {
    cancelled: [&'static str; 2],
    postponed: [&'static str; 2],
    rescheduled: &'static str,
    moved_online: &'static str,
    organiser: &'static str,
    online: &'static str,
    page: &'static str,
    colon: &'static str,
    booking: &'static str,
    closes: &'static str,
    comma: &'static str,
}

const CHINESE: Words = Words {
    cancelled: ["【已取消】", "已取消"],
    postponed: ["【延期】", "延期待定"],
    rescheduled: "已改期",
    moved_online: "改为线上",
    organiser: "主办",
    online: "线上参加",
    page: "详情",
    colon: "：",
    booking: "报名",
    closes: "报名截止",
    comma: "，",
};

const ENGLISH: Words = Words {
    cancelled: ["[Cancelled] ", "Cancelled"],
    postponed: ["[Postponed] ", "Postponed"],
    rescheduled: "Rescheduled",
    moved_online: "Moved online",
    organiser: "Organised by",
    online: "Take part online",
    page: "Details",
    colon: ": ",
    booking: "Booking",
    closes: "Booking closes",
    comma: ", ",
};

impl Words {
    fn of(language: &str) -> &'static Self {
        if language.starts_with("zh") { &CHINESE } else { &ENGLISH }
    }

    fn prefix(&self, status: Status) -> &'static str {
        match status {
            Status::Cancelled => self.cancelled[0],
            Status::Postponed => self.postponed[0],
            Status::Scheduled | Status::Rescheduled | Status::MovedOnline => "",
        }
    }

    fn state(&self, status: Status) -> &'static str {
        match status {
            Status::Scheduled => "",
            Status::Cancelled => self.cancelled[1],
            Status::Postponed => self.postponed[1],
            Status::Rescheduled => self.rescheduled,
            Status::MovedOnline => self.moved_online,
        }
    }
}

/// Formats a DATE (RFC 5545 §3.3.4).
fn date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Formats a DATE-TIME without a zone (RFC 5545 §3.3.5).
fn datetime(at: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", date(at.date()), at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::collection::value::Point;

    fn when(text: &str) -> When {
        When::parse(text, &TimeZone::UTC).unwrap()
    }

    fn item(start: &str) -> EventItem {
        EventItem {
            uid: "events/open-day@kepu.example.org".into(),
            stamp: "20260401T020000Z".into(),
            sequence: 0,
            title: "科技馆开放日".into(),
            summary: String::new(),
            permalink: "https://kepu.example.org/events/2026/open-day/".into(),
            start: when(start),
            end: None,
            all_day: !start.contains(':'),
            rule: None,
            except: vec![],
            also: vec![],
            status: Status::Scheduled,
            reason: None,
            location: String::new(),
            point: None,
            online_url: None,
            categories: vec![],
            organiser: String::new(),
            booking: vec![],
            booking_closes: None,
            reminds: false,
        }
    }

    fn view(zone: &str, items: Vec<EventItem>) -> CalendarView {
        CalendarView {
            language: "zh-CN".into(),
            name: "科普活动".into(),
            description: "全年活动；欢迎订阅".into(),
            permalink: "https://kepu.example.org/events/calendar.ics".into(),
            zone: zone.into(),
            items,
        }
    }

    /// Returns the file's lines, unfolded according to RFC 5545 §3.1.
    fn unfolded(view: &CalendarView) -> Vec<String> {
        let text = String::from_utf8(calendar(view)).unwrap();
        assert!(text.ends_with("\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        text.replace("\r\n ", "").lines().map(str::to_owned).collect()
    }

    fn has(lines: &[String], line: &str) -> bool {
        lines.iter().any(|found| found == line)
    }

    fn value<'a>(lines: &'a [String], start: &str) -> &'a str {
        let begin = lines.iter().position(|line| line == "BEGIN:VEVENT").unwrap();
        lines[begin..].iter().find_map(|line| line.strip_prefix(start)).unwrap()
    }

    #[test]
    fn an_all_day_event_ends_on_the_day_after_its_last() {
        let lines =
            unfolded(&view("Asia/Shanghai", vec![EventItem { end: Some(when("2026-05-31")), ..item("2026-05-23") }]));
        assert!(has(&lines, "DTSTART;VALUE=DATE:20260523"));
        assert!(has(&lines, "DTEND;VALUE=DATE:20260601"));
        let one_day = unfolded(&view("Asia/Shanghai", vec![item("2026-12-31")]));
        assert!(has(&one_day, "DTEND;VALUE=DATE:20270101"));
    }

    #[test]
    fn a_timed_event_is_in_the_sites_zone() {
        let event = EventItem { end: Some(when("2026-05-23 11:30")), ..item("2026-05-23 09:00") };
        let lines = unfolded(&view("Asia/Shanghai", vec![event]));
        assert!(has(&lines, "DTSTART;TZID=Asia/Shanghai:20260523T090000"));
        assert!(has(&lines, "DTEND;TZID=Asia/Shanghai:20260523T113000"));
        let zone: Vec<_> = lines.iter().skip_while(|line| *line != "BEGIN:VTIMEZONE").take(9).collect();
        assert_eq!(
            zone,
            [
                "BEGIN:VTIMEZONE",
                "TZID:Asia/Shanghai",
                "BEGIN:STANDARD",
                "DTSTART:19700101T000000",
                "TZOFFSETFROM:+0800",
                "TZOFFSETTO:+0800",
                "TZNAME:CST",
                "END:STANDARD",
                "END:VTIMEZONE",
            ]
        );
    }

    #[test]
    fn an_end_that_is_not_later_is_left_out() {
        let event = EventItem { end: Some(when("2026-05-23 09:00")), ..item("2026-05-23 09:00") };
        assert!(!unfolded(&view("Asia/Shanghai", vec![event])).iter().any(|line| line.starts_with("DTEND")));
    }

    #[test]
    fn exceptions_have_the_type_and_the_time_of_the_start() {
        let timed = EventItem {
            rule: Some("FREQ=WEEKLY;UNTIL=20260630T155959Z".into()),
            except: vec![when("2026-05-30")],
            also: vec![when("2026-06-03 14:00")],
            ..item("2026-05-23 09:00")
        };
        let lines = unfolded(&view("Asia/Shanghai", vec![timed]));
        assert!(has(&lines, "EXDATE;TZID=Asia/Shanghai:20260530T090000"));
        assert!(has(&lines, "RDATE;TZID=Asia/Shanghai:20260603T140000"));
        assert!(has(&lines, "RRULE:FREQ=WEEKLY;UNTIL=20260630T155959Z"));

        let all_day = EventItem {
            rule: Some("FREQ=WEEKLY;UNTIL=20260630;BYDAY=SA".into()),
            except: vec![when("2026-05-30")],
            ..item("2026-05-23")
        };
        let lines = unfolded(&view("Asia/Shanghai", vec![all_day]));
        assert!(has(&lines, "EXDATE;VALUE=DATE:20260530"));
        assert!(has(&lines, "RRULE:FREQ=WEEKLY;UNTIL=20260630;BYDAY=SA"));
    }

    #[test]
    fn a_cancelled_event_is_marked_in_status_summary_and_description() {
        let event = EventItem {
            status: Status::Cancelled,
            reason: Some("台风".into()),
            sequence: 1,
            point: Some(Point { lon: 105.4423, lat: 28.8718 }),
            categories: vec!["讲座".into(), "青少年,儿童".into()],
            organiser: "市科技局".into(),
            online_url: Some("https://live.example.org/直播 1".into()),
            ..item("2026-05-23 09:00")
        };
        let lines = unfolded(&view("Asia/Shanghai", vec![event.clone()]));
        for line in [
            "STATUS:CANCELLED",
            "SEQUENCE:1",
            "SUMMARY:【已取消】科技馆开放日",
            "GEO:28.8718;105.4423",
            "CATEGORIES:讲座,青少年\\,儿童",
            "CONFERENCE;VALUE=URI;LABEL=线上参加:https://live.example.org/%E7%9B%B4%E6%92%AD%201",
        ] {
            assert!(has(&lines, line), "{line}");
        }
        assert!(value(&lines, "DESCRIPTION:").starts_with("已取消：台风\\n主办：市科技局\\n"));
        assert!(value(&lines, "DESCRIPTION:").ends_with("\\n详情：https://kepu.example.org/events/2026/open-day/"));
        let english = CalendarView { language: "en".into(), ..view("Asia/Shanghai", vec![event]) };
        assert!(has(&unfolded(&english), "SUMMARY:[Cancelled] 科技馆开放日"));
    }

    #[test]
    fn one_event_reminds_of_itself_and_of_booking() {
        let closes = Some((when("2026-05-20 18:00"), "2026年5月20日 18:00".to_owned()));
        let event = EventItem {
            booking: vec!["0830-1234567".into()],
            booking_closes: closes,
            reminds: true,
            ..item("2026-05-23 09:00")
        };
        let lines = unfolded(&view("Asia/Shanghai", vec![event.clone()]));
        assert!(has(&lines, "TRIGGER:-PT2H") && has(&lines, "TRIGGER;VALUE=DATE-TIME:20260519T100000Z"));
        assert!(value(&lines, "DESCRIPTION:").contains("报名：0830-1234567\\n报名截止：2026年5月20日 18:00\\n"));
        let cancelled = EventItem { status: Status::Cancelled, ..event };
        assert!(!has(&unfolded(&view("Asia/Shanghai", vec![cancelled])), "BEGIN:VALARM"));
    }

    #[test]
    fn a_calendar_without_events_is_still_valid() {
        let lines = unfolded(&view("Asia/Shanghai", vec![]));
        assert!(has(&lines, "BEGIN:VTIMEZONE"));
        assert!(has(&lines, "DESCRIPTION:全年活动；欢迎订阅"));
        assert!(!lines.iter().any(|line| line.starts_with("LAST-MODIFIED")));
    }

    #[test]
    fn no_zone_name_and_no_year_panics() {
        for (zone, start) in
            [("", "9999-12-31"), ("No/Where", "0001-01-01 00:00"), ("America/New_York", "9999-12-31 23:59")]
        {
            let event = EventItem { rule: Some("FREQ=DAILY;UNTIL=99991231".into()), ..item(start) };
            assert!(!calendar(&view(zone, vec![event])).is_empty());
        }
    }

    /// Unescapes a TEXT value (RFC 5545 §3.3.11).
    fn unescape(text: &str) -> String {
        let mut plain = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match (c, if c == '\\' { chars.next() } else { None }) {
                ('\\', Some('n' | 'N')) => plain.push('\n'),
                ('\\', Some(escaped)) => plain.push(escaped),
                _ => plain.push(c),
            }
        }
        plain
    }

    /// Normalises line breaks and removes other control characters, as the writer does.
    fn kept(text: &str) -> String {
        let ends = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        ends.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
    }

    proptest! {
        #[test]
        fn any_text_survives_escaping_and_folding(title in any::<String>(), near in "[\\\\,;:\"nN\r\n\t 科普🔭\u{85}\u{2028}]{0,200}") {
            let event = EventItem { title: title.clone(), location: format!("L{near}"), uid: format!("U{near}"), ..item("2026-05-23") };
            let lines = unfolded(&view("Asia/Shanghai", vec![event]));
            prop_assert_eq!(unescape(value(&lines, "SUMMARY:")), kept(&title));
            prop_assert_eq!(unescape(value(&lines, "LOCATION:")), kept(&format!("L{near}")));
            prop_assert_eq!(unescape(value(&lines, "UID:")), kept(&format!("U{near}")));
        }
    }
}
