//! What an entry says of itself beside its text, as labels and words.

use crate::base::html::{HtmlNode, parse};
use crate::build::Ready;
use crate::site::EntryId;
use crate::view::model::{Card, Detail, EntryPage, ImageView, Shown};

/// Fields that readers elsewhere have no use for, or that stand in another place of what is shared.
const UNSHARED: [&str; 20] = [
    "date",
    "tags",
    "summary",
    "updated",
    "id",
    "subject",
    "channel",
    "other_names",
    "poster",
    "poster_alt",
    "photos",
    "location",
    "start",
    "end",
    "all_day",
    "recurrence",
    "verified_on",
    "previous_start",
    "source",
    "authors",
];

/// One fact, such as 地点 and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub words: String,
}

/// How values are written in a language.
pub struct FactManner {
    pub colon: &'static str,
    pub comma: &'static str,
    pub no: &'static str,
    pub time: &'static str,
}

impl FactManner {
    pub fn of(language: &str) -> Self {
        if language.split('-').next() == Some("zh") {
            Self { colon: "：", comma: "、", no: "否", time: "时间" }
        } else {
            Self { colon: ": ", comma: ", ", no: "no", time: "Time" }
        }
    }
}

/// When it takes place, with what has become of it; nothing for what has no time.
pub fn time(card: &Card) -> Option<String> {
    let Some(schedule) = &card.schedule else {
        return Some(card.planned.clone()).filter(|planned| !planned.is_empty());
    };
    let mut words = schedule.text.clone();
    if !schedule.recurrence_text.is_empty() {
        words = format!("{words}（{}）", schedule.recurrence_text);
    }
    if !schedule.status_text.is_empty() {
        words = format!("{}：{words}", schedule.status_text);
    }
    Some(words)
}

/// The facts of an entry in the order of its declaration, its time first.
pub fn facts(page: &EntryPage, language: &str) -> Vec<Fact> {
    let manner = FactManner::of(language);
    let mut facts = Vec::new();
    if let Some(words) = time(&page.entry) {
        facts.push(Fact { label: manner.time.to_owned(), words });
    }
    for detail in page.details.iter().filter(|detail| !UNSHARED.contains(&&*detail.key)) {
        let words = words(detail, &detail.value, &manner);
        if !words.is_empty() {
            facts.push(Fact { label: detail.label.clone(), words });
        }
    }
    facts
}

/// The words of one field.
pub fn words_of(detail: &Detail) -> String {
    words(detail, &detail.value, &FactManner::of("zh"))
}

/// Where it takes place: the places that it names and its own words for it.
pub fn place(ready: &Ready, id: EntryId) -> Option<String> {
    let site = ready.site();
    let entry = site.entry(id);
    if let Some(place) = &entry.place {
        return Some(place.address.clone()).filter(|address| !address.is_empty());
    }
    let mut named: Vec<&EntryId> = Vec::new();
    let places = site.outgoing(id).iter().map(|(_, target)| target);
    for place in places.filter(|target| site.entry(**target).place.is_some()) {
        if !named.contains(&place) {
            named.push(place);
        }
    }
    let mut parts: Vec<&str> = named.iter().map(|id| site.entry(**id).title.as_str()).collect();
    parts.extend(["venue", "address", "location_note"].iter().filter_map(|key| entry.fields.text(key)));
    Some(parts.join("，")).filter(|words| !words.is_empty())
}

/// The pictures among the fields, each with what it shows.
pub fn pictures(page: &EntryPage) -> Vec<ImageView> {
    let mut found = Vec::new();
    for detail in page.details.iter().filter(|detail| !detail.key.starts_with("poster")) {
        gather(&detail.value, "", &mut found);
    }
    found
}

fn gather(value: &Shown, alt: &str, found: &mut Vec<ImageView>) {
    match value {
        Shown::Image(image) => {
            let alt = if image.alt.is_empty() { alt } else { &image.alt };
            found.push(ImageView { alt: alt.to_owned(), ..image.clone() });
        }
        Shown::List(items) => items.iter().for_each(|item| gather(item, alt, found)),
        Shown::Group(group) => {
            let alt = match group.get("alt") {
                Some(Shown::Text(alt)) => alt.as_str(),
                _ => "",
            };
            group.values().for_each(|value| gather(value, alt, found));
        }
        _ => {}
    }
}

fn words(detail: &Detail, value: &Shown, manner: &FactManner) -> String {
    match value {
        Shown::Text(text) if detail.field_type.contains("markdown") => HtmlNode::line(&parse(text)),
        Shown::Text(text) => with_unit(text, detail),
        Shown::Bool(true) => "✓".to_owned(),
        Shown::Bool(false) => manner.no.to_owned(),
        Shown::Integer(number) => with_unit(&number.to_string(), detail),
        Shown::Date(date) => date.text.clone(),
        Shown::Link(link) => link.title.clone(),
        Shown::Choice { title, .. } => title.clone(),
        Shown::Lines(lines) => lines.join("；"),
        Shown::Figure(figure) => figure.text.clone(),
        Shown::Image(_) | Shown::Point(_) => String::new(),
        Shown::List(items) if !detail.details.is_empty() => {
            let rows = items.iter().map(|item| group(detail, item, manner)).filter(|row| !row.is_empty());
            rows.collect::<Vec<_>>().join("；")
        }
        Shown::List(items) => {
            let items = items.iter().map(|item| words(detail, item, manner)).filter(|item| !item.is_empty());
            items.collect::<Vec<_>>().join(manner.comma)
        }
        Shown::Group(_) => group(detail, value, manner),
    }
}

fn with_unit(text: &str, detail: &Detail) -> String {
    format!("{text}{}", detail.unit)
}

/// The parts of a group, each behind its label but for what needs none.
fn group(detail: &Detail, value: &Shown, manner: &FactManner) -> String {
    let Shown::Group(group) = value else { return words(detail, value, manner) };
    let mut parts = Vec::new();
    for inner in &detail.details {
        match group.get(&inner.key) {
            None | Some(Shown::Bool(false)) => {}
            Some(Shown::Bool(true)) => parts.push(inner.label.clone()),
            Some(Shown::Choice { title, .. }) => parts.push(title.clone()),
            Some(value) => {
                let words = words(inner, value, manner);
                let bare = matches!(&*inner.key, "note" | "title" | "name" | "value");
                if !words.is_empty() {
                    parts.push(if bare { words } else { format!("{}{}{words}", inner.label, manner.colon) });
                }
            }
        }
    }
    parts.join("，")
}
