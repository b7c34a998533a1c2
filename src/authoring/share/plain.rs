//! What some days bring as plain text: for a group chat, for an e-mail.

use jiff::civil::Date;

use super::facts;
use super::month::{DatedEvent, DaySpan, Month, is_chinese};
use crate::build::Ready;
use crate::site::Site;
use crate::view::occurrence_text;

/// Times of one event that are listed one by one.
const MOST_TIMES: usize = 3;

/// When and where, and what has become of it, each on a line.
pub fn appointment(ready: &Ready, dated: &DatedEvent) -> Vec<String> {
    let site = ready.site();
    let language = site.entry(dated.id).key.language.as_str();
    let card = ready.card(dated.id);
    let schedule = card.schedule.as_deref();
    let mut lines: Vec<String> = Vec::new();
    let recurrence = schedule.map(|schedule| schedule.recurrence_text.as_str()).unwrap_or_default();
    if dated.times.len() > MOST_TIMES && !recurrence.is_empty() {
        lines.push(recurrence.to_owned());
    } else {
        lines.extend(dated.times.iter().map(|time| occurrence_text(time, language)));
    }
    let status = schedule.map(|schedule| schedule.status_text.as_str()).unwrap_or_default();
    if let (false, Some(first)) = (status.is_empty(), lines.first_mut()) {
        *first = format!("【{status}】{first}");
    }
    lines.extend(facts::place(ready, dated.id));
    lines
}

/// A day without its year: 5月18日.
fn short(day: Date, chinese: bool) -> String {
    if chinese { format!("{}月{}日", day.month(), day.day()) } else { day.strftime("%-d %B").to_string() }
}

fn address(ready: &Ready, id: crate::site::EntryId) -> String {
    ready.site().config.address.absolute(ready.routes().entry(id))
}

/// The events of a week as a message: what, when, where, and the page of each.
pub fn week(ready: &Ready, days: &DaySpan) -> String {
    let site = ready.site();
    let chinese = is_chinese(site);
    let (first, last) = (short(days.first, chinese), short(days.last, chinese));
    let title = site.config.title.get(&site.config.language);
    let mut out = if chinese {
        format!("【{title}】本周科普活动（{first}～{last}）\n")
    } else {
        format!("{title}: this week's events ({first} – {last})\n")
    };
    numbered(ready, &days.events, &mut out);
    if !days.drives.is_empty() {
        out.push_str(if chinese { "\n正在进行\n" } else { "\nGoing on\n" });
        numbered(ready, &days.drives, &mut out);
    }
    out
}

fn numbered(ready: &Ready, events: &[DatedEvent], out: &mut String) {
    for (number, dated) in (1..).zip(events) {
        out.push_str(&format!("\n{number}. {}\n", ready.site().entry(dated.id).title));
        for line in appointment(ready, dated) {
            out.push_str(&format!("{line}\n"));
        }
        out.push_str(&format!("{}\n", address(ready, dated.id)));
    }
}

/// What a month brings, as the text of an e-mail.
pub fn month(ready: &Ready, month: &Month) -> String {
    let site = ready.site();
    let mut out = format!("{}\n\n{}\n", month.title(site), month.summary(ready));
    let head = |zh: &str, en: &str| format!("\n== {} ==\n", if is_chinese(site) { zh } else { en });
    if !month.days.articles.is_empty() {
        out.push_str(&head("新文章", "New articles"));
    }
    for id in &month.days.articles {
        let card = ready.card(*id);
        out.push_str(&format!("\n{}\n{}\n{}\n", card.title, card.summary, address(ready, *id)));
    }
    if !(month.days.events.is_empty() && month.days.drives.is_empty()) {
        out.push_str(&head("活动", "Events"));
    }
    numbered(ready, &month.days.events, &mut out);
    numbered(ready, &month.days.drives, &mut out);
    out.push_str(&format!("\n-- \n{}\n{}\n", sender(site), site.config.address.absolute(&month.page)));
    out
}

fn sender(site: &Site) -> String {
    site.config.organisation.get(&site.config.language).to_owned()
}
