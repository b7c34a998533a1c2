//! Rows of a collection for the studio: every file of it, also one that can't be read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::id;
use crate::base::source::Snapshot;
use crate::base::text::{initials_of, pinyin_of, sort_key};
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::content::document::{self, Role};
use crate::content::{Entry, Value, front_matter};
use crate::site::Site;

/// Which rows of a collection are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RowQuery {
    pub collection: String,
    /// Words, each of which the title has: in Chinese, in pinyin or by its initials.
    pub search: String,
    pub state: Option<EntryState>,
    /// Fields that are terms or choices, each with the key that it has.
    pub filters: BTreeMap<String, String>,
    pub sort: ListOrder,
    /// The first row, and the number of rows.
    pub from: usize,
    pub count: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListOrder {
    /// The latest date first; entries without a date by title.
    #[default]
    Newest,
    Oldest,
    Title,
}

/// What has become of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    Draft,
    /// It lacks signatures.
    Unsigned,
    /// It is published on a later day.
    Scheduled,
    Public,
    /// It isn't shown any longer.
    Expired,
    /// It has an error, so the site can't be built with it.
    Broken,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryRow {
    pub id: String,
    pub title: String,
    /// The day of publication, or of the event.
    pub date: Option<String>,
    pub state: EntryState,
    pub language: String,
    /// The file below `content/`.
    pub file: String,
    /// Whether it is a row of a table, which is edited in the table.
    pub in_table: bool,
    /// How many errors and warnings there are about the file.
    pub problems: usize,
    /// Whether it has changes that aren't saved.
    pub unsaved: bool,
    #[serde(skip)]
    find: String,
    #[serde(skip)]
    order: Arc<[u8]>,
    /// Terms and choices: the field and the key.
    #[serde(skip)]
    keys: Vec<(Arc<str>, String)>,
}

/// What titles are found and sorted by, which takes its time to make.
#[derive(Debug, Default)]
pub struct Spelled(HashMap<String, (String, Arc<[u8]>)>);

/// The answer: rows, and how many there are in all and by state.
#[derive(Debug, Serialize)]
pub struct Listed {
    pub rows: Vec<EntryRow>,
    pub found: usize,
    pub by_state: Vec<(EntryState, usize)>,
    /// How many rows have a term or a choice, of those that the other conditions leave: field, key, count.
    pub by_key: Vec<(String, String, usize)>,
}

/// Returns every row of a collection; `problems` counts the errors and the warnings of a file, `unsaved` says which files have unsaved changes.
/// `spelled` keeps what titles are found by, from one call to the next.
pub fn rows(
    collection: &str,
    site: &Site,
    snapshot: &Snapshot,
    problems: impl Fn(&SourcePath) -> (usize, usize),
    unsaved: impl Fn(&SourcePath) -> bool,
    spelled: &mut Spelled,
) -> Vec<EntryRow> {
    let languages = &site.config.languages;
    let mut by_source: HashMap<&SourcePath, Vec<&Entry>> = HashMap::new();
    for entry in site.entries.iter().filter(|entry| entry.key.collection == collection) {
        by_source.entry(&entry.source).or_default().push(entry);
    }
    let folder = if collection.is_empty() { "content".to_owned() } else { format!("content/{collection}") };
    let mut rows = Vec::new();
    for (path, file) in snapshot.below(&folder) {
        let Ok(Some(at)) = document::content_path(path, languages) else { continue };
        if at.collection != collection || at.role == Role::Section {
            continue;
        }
        let in_table = at.role == Role::Table;
        let (errors, warnings) = problems(path);
        let row = |title: &str, date: Option<String>, state: EntryState, id: String| EntryRow {
            id,
            title: title.to_owned(),
            date,
            state: if errors > 0 && !in_table { EntryState::Broken } else { state },
            language: at.language.clone(),
            file: path.below("content").unwrap_or_default().to_owned(),
            in_table,
            problems: if in_table { 0 } else { errors + warnings },
            unsaved: unsaved(path),
            find: String::new(),
            order: Arc::from([]),
            keys: Vec::new(),
        };
        match by_source.get(path) {
            Some(entries) => rows.extend(entries.iter().map(|entry| {
                let date = when(entry).map(|when| when.to_string());
                EntryRow { keys: keys(entry), ..row(&entry.title, date, state(entry, site), id(path)) }
            })),
            None if in_table => {}
            None => {
                let front = front_matter::split(file.text().unwrap_or_default(), path, &mut Vec::new());
                let named = front.map.get("title").or_else(|| front.names.get("title"));
                let title = named.and_then(|node| node.as_text()).unwrap_or(&at.path).to_owned();
                rows.push(row(&title, None, EntryState::Broken, id(path)));
            }
        }
    }
    for row in &mut rows {
        let (find, order) = spelled.0.entry(row.title.clone()).or_insert_with_key(|title| {
            let find = format!("{} {} {}", title.to_lowercase(), pinyin_of(title), initials_of(title));
            (find, sort_key(title).into())
        });
        row.find = format!("{find} {}", row.file);
        row.order = order.clone();
    }
    // By title, which every other order keeps among equals.
    rows.sort_by(|one, other| one.order.cmp(&other.order));
    rows
}

/// The terms and choices of an entry.
fn keys(entry: &Entry) -> Vec<(Arc<str>, String)> {
    fn of(value: &Value) -> Vec<&str> {
        match value {
            Value::Term(term) => vec![term.key.as_str()],
            Value::Choice(key) => vec![key.as_str()],
            Value::List(items) => items.iter().flat_map(of).collect(),
            _ => Vec::new(),
        }
    }
    let fields = entry.fields.0.iter();
    fields.flat_map(|(key, value)| of(value).into_iter().map(move |found| (key.clone(), found.to_owned()))).collect()
}

/// Every row that a query means, on all of its pages.
pub fn matching<'a>(rows: &'a [EntryRow], query: &RowQuery) -> Vec<&'a EntryRow> {
    chosen(rows, query).0
}

/// Chooses the rows that are asked for.
pub fn list(rows: &[EntryRow], query: &RowQuery) -> Listed {
    let (found, by_state, by_key) = chosen(rows, query);
    let count = found.len();
    let rows = found.into_iter().skip(query.from).take(query.count.clamp(1, 200)).cloned().collect();
    Listed { rows, found: count, by_state, by_key }
}

type Chosen<'a> = (Vec<&'a EntryRow>, Vec<(EntryState, usize)>, Vec<(String, String, usize)>);

fn chosen<'a>(rows: &'a [EntryRow], query: &RowQuery) -> Chosen<'a> {
    let words: Vec<String> = query.search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let has = |row: &EntryRow, field: &str, wanted: &str| {
        row.keys.iter().any(|(known, key)| **known == *field && key == wanted)
    };
    let spelt: Vec<&EntryRow> =
        rows.iter().filter(|row| words.iter().all(|word| row.find.contains(word.as_str()))).collect();
    let mut counts: BTreeMap<(&Arc<str>, &String), usize> = BTreeMap::new();
    for row in &spelt {
        let open = |field: &str| query.filters.iter().all(|(other, key)| other == field || has(row, other, key));
        let state = query.state.is_none_or(|state| row.state == state);
        for (field, key) in row.keys.iter().filter(|(field, _)| state && open(field)) {
            *counts.entry((field, key)).or_default() += 1;
        }
    }
    let by_key = counts.into_iter().map(|((field, key), count)| (field.to_string(), key.clone(), count)).collect();
    let fits: Vec<&EntryRow> =
        spelt.into_iter().filter(|row| query.filters.iter().all(|(field, key)| has(row, field, key))).collect();
    use EntryState::{Broken, Draft, Expired, Public, Scheduled, Unsigned};
    let count = |state| (state, fits.iter().filter(|row| row.state == state).count());
    let by_state = [Broken, Draft, Unsigned, Scheduled, Public, Expired].map(count).into_iter();
    // Most sites have no review.
    let by_state = by_state.filter(|(state, count)| *state != Unsigned || *count > 0).collect();
    let mut found: Vec<&EntryRow> =
        fits.into_iter().filter(|row| query.state.is_none_or(|state| row.state == state)).collect();
    match query.sort {
        ListOrder::Title => {}
        ListOrder::Newest => found.sort_by(|one, other| other.date.cmp(&one.date)),
        ListOrder::Oldest => {
            found.sort_by(|one, other| (one.date.is_none(), &one.date).cmp(&(other.date.is_none(), &other.date)));
        }
    }
    (found, by_state, by_key)
}

fn when(entry: &Entry) -> Option<When> {
    let start = entry.schedule.as_ref().map(|schedule| schedule.start);
    start.or(entry.publication.as_ref().map(|publication| publication.date))
}

/// Returns what has become of an entry on the site's day.
pub fn state(entry: &Entry, site: &Site) -> EntryState {
    let showing = &entry.showing;
    if showing.draft {
        EntryState::Draft
    } else if showing.unsigned {
        EntryState::Unsigned
    } else if showing.from.is_some_and(|from| from.datetime() > site.now) {
        EntryState::Scheduled
    } else if !entry.is_public(site.now) {
        EntryState::Expired
    } else {
        EntryState::Public
    }
}
