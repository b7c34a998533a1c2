//! A YAML node (or a table's cell) and a declared type → a typed value.
//!
//! Both kinds of source take one path: a cell is a plain scalar, and every type reads
//! its own text form, lists included. What is wrong is reported with the field's name.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::field_markup::markup_fault;
use super::list::{is_word, items, pair, place};
use super::markdown::{Body, MarkdownOptions, markdown};
use super::moment::{TimeValue, doubts, moment, month_doubt};
use super::nothing::says_nothing;
use super::scalar::{
    choices_of, completed, email, example_line, expected, group_line, meant_choice, meant_term, number, phone,
    titles_of, truth, undeclared, url, without_unit,
};
use crate::base::diagnostic::{Diagnostic, FieldName, Localized, Location, Span, messages};
use crate::base::keyed::Keyed;
use crate::base::rough::RoughTime;
use crate::base::text::clean;
use crate::base::time::{When, parse_month};
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map, Node};
use crate::config::TaxonomyConfig;
use crate::config::collection::value::{Duration, Figure, OpeningHours, Point, Recurrence};
use crate::config::collection::{Field, FieldType};

/// One field's value.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Value {
    Text(String),
    Markdown(Arc<Body>),
    Number(Number),
    Bool(bool),
    Date(Date),
    Datetime(When),
    /// A time that isn't fixed yet.
    Rough(Box<RoughTime>),
    Duration(Duration),
    Month {
        year: i16,
        month: i8,
    },
    /// The choice's key.
    Choice(String),
    List(Vec<Value>),
    Group(Fields),
    Reference(Reference),
    Term(TaxonomyTerm),
    Image(FileReference),
    File(FileReference),
    Url(String),
    Phone(String),
    Email(String),
    Point(Point),
    // Three that are large and rare: a map's leaf has room for eleven values of the largest kind.
    OpeningHours(Box<OpeningHours>),
    Recurrence(Box<Recurrence>),
    Figure(Box<Figure>),
}

/// Values by field key.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Fields(pub Keyed<Value>);

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// Names another entry: `slug`, `path`, or `collection:slug`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    pub to: String,
    pub target: String,
    pub span: Span,
}

impl Reference {
    /// Whether it may be a title: names of files and slugs are of small letters, digits and hyphens, as a rule.
    pub fn may_be_title(&self) -> bool {
        let in_names = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_/:.".contains(c);
        !self.target.chars().all(in_names)
    }
}

/// A term of a taxonomy. `key` makes its address; for an open taxonomy it is the text itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyTerm {
    pub taxonomy: String,
    pub key: String,
}

/// A picture or an attachment, as written: relative to the source file, or from `static/` with a first slash.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileReference {
    pub target: String,
    pub span: Span,
}

impl Fields {
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) | Value::Url(text) | Value::Phone(text) | Value::Email(text) | Value::Choice(text) => {
                Some(text)
            }
            _ => None,
        }
    }

    pub fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Value::Number(number) => Some(number.0),
            _ => None,
        }
    }

    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)? {
            Value::Date(date) => Some(*date),
            Value::Datetime(when) => Some(when.date),
            _ => None,
        }
    }

    pub fn datetime(&self, key: &str) -> Option<When> {
        match self.get(key)? {
            Value::Date(date) => Some(When { date: *date, time: None }),
            Value::Datetime(when) => Some(*when),
            _ => None,
        }
    }

    /// The values of a field that may be one or a list.
    pub fn values(&self, key: &str) -> &[Value] {
        match self.get(key) {
            Some(Value::List(items)) => items,
            Some(value) => std::slice::from_ref(value),
            None => &[],
        }
    }

    pub fn texts(&self, key: &str) -> Vec<&str> {
        self.values(key)
            .iter()
            .filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    pub fn terms(&self, key: &str) -> impl Iterator<Item = &TaxonomyTerm> {
        self.values(key).iter().filter_map(|value| match value {
            Value::Term(term) => Some(term),
            _ => None,
        })
    }

    pub fn group(&self, key: &str) -> Option<&Fields> {
        match self.get(key)? {
            Value::Group(fields) => Some(fields),
            _ => None,
        }
    }

    /// Every value, those within lists and groups included, each with the top field it belongs to.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a str, &'a Value)) {
        fn descend<'a>(key: &'a str, value: &'a Value, visit: &mut impl FnMut(&'a str, &'a Value)) {
            visit(key, value);
            match value {
                Value::List(items) => items.iter().for_each(|item| descend(key, item, visit)),
                Value::Group(fields) => fields.0.values().for_each(|value| descend(key, value, visit)),
                _ => {}
            }
        }
        for (key, value) in self.0.iter() {
            descend(key, value, visit);
        }
    }
}

/// What reading values depends on besides the node and the type.
pub struct ValueReader<'a> {
    pub path: &'a SourcePath,
    pub zone: &'a TimeZone,
    pub taxonomies: &'a BTreeMap<String, TaxonomyConfig>,
    pub markdown: &'a MarkdownOptions,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl ValueReader<'_> {
    /// Reads a map against declared fields: unknown keys and missing fields are reported.
    pub fn fields(&mut self, map: &Map, fields: &[Field], collection: FieldName<'_>, whole: Span) -> Fields {
        let mut values: Vec<(Arc<str>, Value)> = Vec::with_capacity(map.entries.len());
        // A field that is there under another name isn't missing.
        let mut meant: Vec<&str> = Vec::new();
        for (key, node) in &map.entries {
            let Some(field) = fields.iter().find(|field| *field.key == *key.text) else {
                let (fault, field) = undeclared(&key.text, fields, collection);
                meant.extend(field);
                self.report(fault, key.span);
                continue;
            };
            if node.is_null() {
                continue;
            }
            if let Some(fault) = says_nothing(field, node, map, self.taxonomies) {
                self.report(fault, node.span);
                continue;
            }
            let completed = completed(field, node, map, self.zone);
            let node = completed.as_ref().unwrap_or(node);
            if let Some(value) = self.named(field.name(), &field.field_type, node) {
                values.push((field.key.clone(), value));
            }
        }
        for field in fields {
            if values.iter().any(|(key, _)| *key == field.key) {
                continue;
            }
            if let Some(default) = &field.default
                && map.get(&field.key).is_none()
                && let Some(value) = self.named(field.name(), &field.field_type, default)
            {
                values.push((field.key.clone(), value));
            } else if !field.optional && map.get(&field.key).is_none_or(Node::is_null) && !meant.contains(&&*field.key)
            {
                self.report(messages::missing_field(field.name(), &example_line(field, map, self.taxonomies)), whole);
            }
        }
        Fields(values.into_iter().collect())
    }

    /// Reads one value; `None` where it was wrong, which has been reported.
    pub fn value<'k>(&mut self, key: impl Into<FieldName<'k>>, field_type: &FieldType, node: &Node) -> Option<Value> {
        self.named(key.into(), field_type, node)
    }

    fn named(&mut self, key: FieldName<'_>, field_type: &FieldType, node: &Node) -> Option<Value> {
        match field_type {
            FieldType::List(item) => return self.list(key, item, node),
            FieldType::Group(fields) => return self.group(key, fields, node),
            FieldType::OpeningHours if node.as_text().is_none() => return self.opening_hours(key, node),
            FieldType::Recurrence if node.as_text().is_none() => return self.recurrence(key, node),
            FieldType::Figure if node.as_text().is_none() => return self.figure(key, node),
            FieldType::Point if node.as_text().is_none() => return self.point(key, node),
            _ => {}
        }
        let numbers = if matches!(field_type, FieldType::Phone) { listed_numbers(node) } else { None };
        let Some(text) = numbers.as_deref().or_else(|| node.as_text()).map(str::trim) else {
            let (zh, en) = node.describe();
            self.wrong(key, node, &format!("应是一个值，却是{zh}"), &format!("one value is expected, not {en}"));
            return None;
        };
        match self.scalar(key, field_type, text, node) {
            Ok(value) => value,
            Err(fault) => {
                self.wrong(key, node, &fault.zh, &fault.en);
                None
            }
        }
    }

    /// `Ok(None)` where the fault has been reported under a code of its own.
    fn scalar(
        &mut self,
        key: FieldName<'_>,
        field_type: &FieldType,
        text: &str,
        node: &Node,
    ) -> Result<Option<Value>, Localized> {
        Ok(Some(match field_type {
            FieldType::Text | FieldType::Name => {
                self.diagnostics.extend(markup_fault(key, text, self.path, node.span));
                Value::Text(text.to_owned())
            }
            FieldType::Markdown => {
                let body = markdown(text, self.path, node.span.start, self.markdown);
                self.diagnostics.extend(body.diagnostics);
                Value::Markdown(Arc::new(body.value))
            }
            FieldType::Number { min, max } => Value::Number(Number(number(text, *min, *max)?)),
            FieldType::Bool => Value::Bool(truth(key.key, text)?),
            FieldType::Date | FieldType::Datetime { .. } => {
                let moment = moment(key.key, field_type, text, self.zone)?;
                doubts(text, &moment).into_iter().for_each(|doubt| self.report(doubt, node.span));
                match moment {
                    TimeValue::Date(date) => Value::Date(date),
                    TimeValue::Time(when) => Value::Datetime(when),
                    TimeValue::Rough(rough) => Value::Rough(rough),
                }
            }
            FieldType::Month => {
                let (year, month) = parse_month(text)
                    .ok_or_else(|| expected("应是月份，如 2026-05", "a month is expected, as in 2026-05"))?;
                month_doubt(text, year).into_iter().for_each(|doubt| self.report(doubt, node.span));
                Value::Month { year, month }
            }
            FieldType::Choice(choices) => {
                let text = &*clean(text);
                let found =
                    choices.iter().find(|choice| choice.key == text || choice.label.all().any(|label| label == text));
                let Some(choice) = found else {
                    let labels: Vec<_> = choices.iter().map(|choice| choice.label.get("zh-CN")).collect();
                    let keys: Vec<_> = choices.iter().map(|choice| choice.key.as_str()).collect();
                    let meant = meant_choice(text, choices);
                    let fault = messages::unknown_choice(text, key, &labels.join("、"), &keys.join(", "));
                    self.report(fault.meant(meant), node.span);
                    return Ok(None);
                };
                Value::Choice(choice.key.clone())
            }
            FieldType::Reference { to } => {
                Value::Reference(Reference { to: to.clone(), target: clean(text).into_owned(), span: node.span })
            }
            FieldType::Term { taxonomy } => match self.term(key, taxonomy, text, node) {
                Some(term) => Value::Term(term),
                None => return Ok(None),
            },
            FieldType::Image => Value::Image(FileReference { target: text.to_owned(), span: node.span }),
            FieldType::File => Value::File(FileReference { target: text.to_owned(), span: node.span }),
            FieldType::Url => Value::Url(url(text)?),
            FieldType::Phone => Value::Phone(phone(text)?),
            FieldType::Email => Value::Email(email(text)?),
            FieldType::Duration => Value::Duration(Duration::parse(text)?),
            FieldType::Point => Value::Point(Point::parse(text)?),
            FieldType::OpeningHours => {
                let hours = OpeningHours::parse(text)?;
                self.unread_hours(&hours.unread, node);
                Value::OpeningHours(Box::new(hours))
            }
            FieldType::Recurrence => Value::Recurrence(Box::new(Recurrence::parse(text)?)),
            FieldType::Figure => Value::Figure(Box::new(Figure::parse(text)?)),
            FieldType::List(_) | FieldType::Group(_) => return Ok(None),
        }))
    }

    /// A YAML list, or a text with its items. Every comma parts words in a YAML list as well: `[气象，光学]`.
    pub(super) fn list(&mut self, key: FieldName<'_>, item: &FieldType, node: &Node) -> Option<Value> {
        let mut found = Vec::new();
        let whole = std::slice::from_ref(node);
        let nodes = node.as_list().unwrap_or(whole);
        for one in nodes {
            if let Some(text) = pair(one).filter(|_| node.as_list().is_some() && is_word(item)) {
                found.extend(self.named(key, item, &Node::scalar(text, one.span)));
                continue;
            }
            let parted = match one.kind {
                Kind::Scalar { plain, .. } => {
                    node.as_list().is_none() || matches!(item, FieldType::Figure) || plain && is_word(item)
                }
                _ => false,
            };
            match one.as_text().filter(|_| parted) {
                Some(text) => {
                    for part in items(text, item, self.taxonomies) {
                        found.extend(self.named(key, item, &Node::scalar(part, place(text, part, one.span))));
                    }
                }
                None => found.extend(self.named(key, item, one)),
            }
        }
        let many = found.len();
        if many > MOST_TERMS && found.iter().all(|value| matches!(value, Value::Term(_))) {
            let (zh, en) = (format!("有 {many} 个词"), format!("there are {many} terms"));
            self.wrong(key, node, &format!("{zh}，最多 {MOST_TERMS} 个"), &format!("{en}, and at most {MOST_TERMS}"));
            return None;
        }
        let mut values = Vec::with_capacity(found.len());
        for value in found {
            // Two spellings of one term are one.
            if !(matches!(value, Value::Term(_)) && values.contains(&value)) {
                values.push(value);
            }
        }
        Some(Value::List(values))
    }

    fn group(&mut self, key: FieldName<'_>, fields: &[Field], node: &Node) -> Option<Value> {
        match &node.kind {
            Kind::Map(map) => Some(Value::Group(self.fields(map, fields, key, node.span))),
            Kind::Scalar { text, .. } => self.group_of_one(key, fields, text.trim(), node),
            _ => {
                let (zh, en) = node.describe();
                self.wrong(key, node, &format!("应是一组键值，却是{zh}"), &format!("a map is expected, not {en}"));
                None
            }
        }
    }

    /// A group from one text, such as 免费 for `admission`: the first field that accepts the text has it, a yes-or-no by its
    /// label, a choice, a number or a term by its words; else a text field, if the group needs no other.
    fn group_of_one(&mut self, key: FieldName<'_>, fields: &[Field], text: &str, node: &Node) -> Option<Value> {
        let of = |field: &Field, value: Value| {
            Some(Value::Group(Fields(std::iter::once((field.key.clone(), value)).collect())))
        };
        let enough = |field: &Field| fields.iter().all(|other| other.key == field.key || !other.is_required());
        for field in fields.iter().filter(|field| enough(field)) {
            match &field.field_type {
                FieldType::Bool if field.label.all().any(|label| label == text) => return of(field, Value::Bool(true)),
                FieldType::Choice(_) | FieldType::Number { .. } | FieldType::Term { .. } => {
                    let mut unheard = Vec::new();
                    let mut quiet = ValueReader { diagnostics: &mut unheard, ..*self };
                    let node = without_unit(field, node).unwrap_or_else(|| node.clone());
                    let value = quiet.named(field.name(), &field.field_type, &node);
                    if let (Some(value), true) = (value, unheard.is_empty()) {
                        return of(field, value);
                    }
                }
                _ => {}
            }
        }
        let words = fields.iter().rfind(|field| matches!(field.field_type, FieldType::Text) && enough(field));
        if let Some(field) = words {
            return of(field, Value::Text(text.to_owned()));
        }
        let required: Vec<&Field> = fields.iter().filter(|field| field.is_required()).collect();
        let mended = format!("{}: {}", key.key, group_line(fields, text));
        let (zh, en) = match choices_of(&required) {
            Some(zh) => (
                format!("“{text}”不是{zh}其中的一项，要分开写"),
                format!("`{text}` is none of its choices; write its fields"),
            ),
            None => {
                (format!("“{text}”只是其中一项，要分开写"), format!("`{text}` is one of several fields; write all"))
            }
        };
        self.wrong(key, node, &format!("{zh}，如 {mended}"), &format!("{en}, as in {mended}"));
        None
    }

    fn term(&mut self, key: FieldName<'_>, taxonomy: &str, text: &str, node: &Node) -> Option<TaxonomyTerm> {
        let cleaned = clean(text);
        let text = cleaned.trim();
        let config = self.taxonomies.get(taxonomy);
        let known = config.map(|config| config.terms.as_slice()).unwrap_or_default();
        let found = config.and_then(|config| config.find(text));
        let term = |word: &str| Some(TaxonomyTerm { taxonomy: taxonomy.to_owned(), key: word.to_owned() });
        if let Some(found) = found {
            return term(&found.key);
        }
        if config.is_some_and(|config| config.closed) {
            let (titles, meant) = (titles_of(known), meant_term(text, known));
            let title = config.map_or("", |config| config.title.get("zh-CN"));
            let name = FieldName { key: taxonomy, label: title };
            self.report(messages::unknown_term(text, name, &titles).meant(meant), node.span);
            return None;
        }
        if text.is_empty() {
            self.wrong(key, node, "分类词不能为空", "a term isn't empty");
            return None;
        }
        term(text)
    }

    pub(super) fn checked<T>(&mut self, key: FieldName<'_>, node: &Node, result: Result<T, Localized>) -> Option<T> {
        result.map_err(|fault| self.wrong(key, node, &fault.zh, &fault.en)).ok()
    }

    pub(super) fn wrong(&mut self, key: FieldName<'_>, node: &Node, zh: &str, en: &str) {
        self.report(messages::field_value(key, zh, en), node.span);
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(Location::span(self.path, span)));
    }
}

/// Telephone numbers that are written as a list, as the one text that the field has.
fn listed_numbers(node: &Node) -> Option<String> {
    let numbers: Option<Vec<&str>> = node.as_list()?.iter().map(Node::as_text).collect();
    numbers.map(|numbers| numbers.join("、"))
}

/// Terms of one field: each has a page that shows the entry with all of them, so the work grows with the square.
const MOST_TERMS: usize = 200;
