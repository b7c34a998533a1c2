//! What the studio says of the whole site: overview, lists, the month, findings, and publishing.

use std::sync::PoisonError;
use std::time::Duration;

use serde_json::{Value, json};

use super::asker::person;
use super::desk::Studio;
use super::state::SiteState;
use crate::authoring::studio::{self, Control, FormField, Listed};
use crate::base::diagnostic::has_errors;
use crate::base::text::{initials_of, pinyin_of};
use crate::base::time::parse_month;
use crate::config::collection::{Collection, Facet};
use crate::io::server::studio::Refusal;
use crate::site::Site;
use crate::site::targets::standings::{Row, Standing};

/// The next events that are announced.
fn coming(site: &Site) -> Vec<Value> {
    let today = site.today.0;
    let Some(last) = today.checked_add(jiff::Span::new().days(COMING_DAYS)).ok() else { return Vec::new() };
    let mut found: Vec<studio::DayEvent> = site
        .collections
        .values()
        .filter(|one| one.has(Facet::Schedule))
        .flat_map(|one| studio::events(&one.name, site, today, last))
        .collect();
    found.sort_by(|one, other| (&one.day, &one.time).cmp(&(&other.day, &other.time)));
    found.iter().take(8).map(|event| json!(event)).collect()
}

/// How far the overview looks ahead.
const COMING_DAYS: i64 = 30;
/// How long a page waits for a change before it asks again.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// The most entries that are offered for a reference.
const MOST_OFFERED: usize = 20;
/// The most words of a field that a list is narrowed by.
const MOST_OPTIONS: usize = 60;
/// The most entries that are offered for a link.
const MOST_FOUND: usize = 12;

impl Studio {
    pub(super) fn site(&self) -> Value {
        let open = self.open_comments.by_source(&self.root);
        let mut state = self.lock();
        let named = |one: &Collection| {
            (one.name.clone(), one.title.get(self.page_language()).to_owned(), one.has(Facet::Schedule))
        };
        let names: Vec<(String, String, bool)> = state.ready.site().collections.values().map(named).collect();
        let collections: Vec<Value> = names
            .into_iter()
            .map(|(name, title, calendar)| {
                let listed = studio::list(&state.rows(&name), &studio::RowQuery { count: 5, ..Default::default() });
                let title = if name.is_empty() { self.say("单独的页面", "Single pages") } else { title };
                json!({ "name": name, "title": title, "calendar": calendar, "found": listed.found, "by_state": listed.by_state, "latest": listed.rows })
            })
            .collect();
        let unsaved: Vec<Value> = state
            .unsaved
            .all()
            .map(|(path, kept)| json!({ "id": studio::id(path), "file": path.below("content"), "time": kept.time, "person": kept.person }))
            .collect();
        let (errors, warnings): (Vec<_>, Vec<_>) =
            self.all_faults(&state).into_iter().partition(|fault| has_errors(std::slice::from_ref(fault)));
        let site = state.ready.site();
        json!({
            "title": site.config.title.get(self.page_language()),
            "today": site.today.to_string(),
            "collections": collections,
            "unsaved": unsaved,
            "comments": self.commented(&state, &open),
            "coming": coming(site),
            "standings": self.standings(&state),
            "errors": errors.len(),
            "warnings": warnings.len(),
            "version": self.counted(&state),
            "heard": self.notices.last(),
        })
    }

    /// What pages wait for another of.
    fn counted(&self, state: &SiteState) -> u64 {
        if self.is_shared { state.saves } else { state.version }
    }

    /// Targets that aren't reached, for the whole site or by subject.
    fn standings(&self, state: &SiteState) -> Value {
        let of = |standing: &Standing| {
            let short: Vec<&Row> = standing.short().collect();
            let rows: Vec<Value> = short
                .iter()
                .take(6)
                .map(|row| json!({ "name": row.name, "wanted": row.wanted, "done": row.done, "planned": row.planned, "missing": row.missing, "state": row.state, "missed": row.missed }))
                .collect();
            json!({ "title": standing.target.title.get(self.page_language()), "year": standing.year, "of": standing.rows.len(), "reached": standing.reached(), "rows": rows })
        };
        state.ready.standings().iter().map(of).collect()
    }

    pub(super) fn list(&self, query: &studio::RowQuery) -> Value {
        let rows = self.lock().rows(&query.collection);
        let Listed { rows, found, by_state, by_key } = studio::list(&rows, query);
        let filters = self.filters(&query.collection, &by_key);
        json!({ "rows": self.with_comments(&rows), "found": found, "by_state": by_state, "filters": filters })
    }

    /// The terms and choices by which a list can be narrowed: those that some of its rows have.
    fn filters(&self, collection: &str, by_key: &[(String, String, usize)]) -> Value {
        let state = self.lock();
        let site = state.ready.site();
        let Some(collection) = site.collections.get(collection) else { return json!([]) };
        let form = studio::form(collection, site, self.page_language());
        let words = |field: &FormField| match &field.control {
            Control::Choice { words } | Control::Term { words, .. } => words.clone(),
            _ => Vec::new(),
        };
        let filter = |field: &FormField| {
            let words = words(field);
            let counts = by_key.iter().filter(|(known, ..)| *known == field.key);
            let option = |(_, key, count): &(String, String, usize)| {
                let label = words.iter().find(|word| word.key == *key).map_or(key, |word| &word.label);
                json!({ "key": key, "label": label, "count": count })
            };
            let mut options: Vec<Value> = counts.map(option).collect();
            options.sort_by_key(|option| std::cmp::Reverse(option["count"].as_u64()));
            options.truncate(MOST_OPTIONS);
            let term = matches!(field.control, Control::Term { .. });
            (!options.is_empty() || term)
                .then(|| json!({ "field": field.key, "label": field.label, "term": term, "options": options }))
        };
        form.fields.iter().filter_map(filter).collect()
    }

    pub(super) fn month(&self, collection: &str, month: &str) -> Result<Value, Refusal> {
        let (year, month) =
            parse_month(month).ok_or_else(|| self.refused("invalid", "没有这个月", "there is no such month"))?;
        let first = jiff::civil::date(year, month, 1);
        let days = |count: i64| jiff::Span::new().days(count);
        let from = first.saturating_sub(days(i64::from(first.weekday().to_monday_zero_offset())));
        let to = from.saturating_add(days(41));
        let state = self.lock();
        let site = state.ready.site();
        Ok(json!({
            "from": from.to_string(),
            "today": site.today.to_string(),
            "events": studio::events(collection, site, from, to),
        }))
    }

    /// Entries of all collections, those with a file of their own.
    pub(super) fn find(&self, text: &str) -> Value {
        let mut state = self.lock();
        let names: Vec<(String, String)> = {
            let title = |one: &Collection| (one.name.clone(), one.title.get(self.page_language()).to_owned());
            state.ready.site().collections.values().map(title).collect()
        };
        let query = studio::RowQuery { search: text.to_owned(), ..Default::default() };
        let mut found = Vec::new();
        for (name, title) in names {
            let rows = state.rows(&name);
            let own = studio::matching(&rows, &query).into_iter().filter(|row| !row.in_table);
            found.extend(
                own.take(MOST_FOUND / 2)
                    .map(|row| json!({ "title": row.title, "file": row.file, "collection_title": title })),
            );
        }
        found.truncate(MOST_FOUND);
        found.into()
    }

    pub(super) fn suggest(&self, to: &str, text: &str) -> Value {
        let state = self.lock();
        let typed = text.trim().to_lowercase();
        let fits = |title: &str, name: &str| {
            title.to_lowercase().contains(&typed)
                || name.contains(&typed)
                || pinyin_of(title).contains(&typed)
                || initials_of(title).contains(&typed)
        };
        let known = state.ready.site().nameable(to);
        let found = known.iter().filter(|(name, title)| fits(title, name)).take(MOST_OFFERED);
        found.map(|(name, title)| json!({ "name": name, "title": title })).collect()
    }

    pub(super) fn wait(&self, since: u64, heard: Option<u64>) -> Result<Value, Refusal> {
        let by = person();
        let place = by.as_deref().map(|person| self.waiting.enter(person));
        if matches!(place, Some(None)) {
            return Err(self.refused("busy", "开着的页面太多了", "too many pages are open"));
        }
        let heard = heard.unwrap_or_else(|| self.notices.last());
        let state = self.lock();
        let same = |state: &mut SiteState| self.counted(state) == since && self.notices.last() == heard;
        let waited = self.changed.wait_timeout_while(state, LONGEST_WAIT, same);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        // The number before the words: one that comes between them is shown twice rather than never.
        let heard_now = self.notices.last();
        Ok(json!({ "version": self.counted(&state), "notices": self.notices.after(heard), "heard": heard_now }))
    }
}
