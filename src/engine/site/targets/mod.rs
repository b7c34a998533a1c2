//! Parses `targets` of `site.yaml`: goals per period, such as three events per year.
//!
//! ```yaml
//! targets:
//!   - {title: 专栏每月更新, count: column, at_least: 1, every: month}
//!   - {title: 每个基地每年三场活动, each: bases, count: events, at_least: 3, every: year}
//!   - title: 省级基地每季度一场讲座
//!     each: {collection: bases, where: {level: provincial}}
//!     by: base
//!     count: {collection: events, where: {form: [lecture, training]}}
//!     every: quarter
//! ```
//!
//! Targets are parsed and validated against the declarations here. [`standings`] counts the progress of each target, [`drives`]
//! which yearly series were held. Checks, pages, reports and commands use these results, and compute nothing themselves.

pub mod drives;
pub mod standings;

use std::collections::BTreeMap;

use crate::base::diagnostic::{Checked, Diagnostic, Language, Location, messages};
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::Node;
use crate::config::collection::{Collection, Facet, Field, FieldType};
use crate::config::settings::{LocalText, Settings};
use crate::config::{CONFIG_FILE, Config};

/// A goal for each period.
#[derive(Clone, Debug)]
pub struct Target {
    pub title: LocalText,
    /// The entries that are counted; they are dated by schedule or publication.
    pub count: Selection,
    /// The subjects that are counted separately; without it the whole site is.
    pub each: Option<Each>,
    pub at_least: u32,
    pub every: Every,
    /// The location in `site.yaml`.
    pub at: Location,
}

/// The subjects of a target.
#[derive(Clone, Debug)]
pub struct Each {
    pub subjects: Selection,
    /// The reference field of counted entries that names their subject.
    pub by: String,
}

/// A selection of a collection's entries.
#[derive(Clone, Debug)]
pub struct Selection {
    pub collection: String,
    /// The fields with their allowed values; terms, choices, booleans, numbers and texts as written.
    pub conditions: Vec<(String, Vec<String>)>,
}

/// The period of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    Month,
    Quarter,
    Year,
}

impl Every {
    const NAMES: [(&'static str, Self); 6] = [
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("year", Self::Year),
        ("每月", Self::Month),
        ("每季度", Self::Quarter),
        ("每年", Self::Year),
    ];

    /// Returns the key used in templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Returns the period as display text.
    pub fn words(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Month, Language::Chinese) => "每月",
            (Self::Quarter, Language::Chinese) => "每季度",
            (Self::Year, Language::Chinese) => "每年",
            (Self::Month, Language::English) => "every month",
            (Self::Quarter, Language::English) => "every quarter",
            (Self::Year, Language::English) => "every year",
        }
    }
}

impl Target {
    /// Whether this is a monthly target for all entries of a collection, which reports months without an entry.
    pub fn is_monthly_for(&self, collection: &str) -> bool {
        self.every == Every::Month
            && self.each.is_none()
            && self.count.collection == collection
            && self.count.conditions.is_empty()
    }
}

/// Parses the targets. An invalid one is reported and left out.
pub fn read(config: &Config, collections: &BTreeMap<String, Collection>) -> Checked<Vec<Target>> {
    let mut checked = Checked::<Vec<Target>>::default();
    let (Some(node), Some(path)) = (&config.targets, SourcePath::new(CONFIG_FILE)) else { return checked };
    let Some(items) = node.as_list() else {
        let message = messages::setting_value("targets", "应是列表", "expected a list");
        checked.diagnostics.push(message.at(Location::span(&path, node.span)));
        return checked;
    };
    for item in items {
        let settings = Settings::new(item, &path, "targets", &mut checked.diagnostics);
        let known = TargetContext { config, collections };
        if let Some(target) = target(settings, Location::span(&path, item.span), &known) {
            checked.value.push(target);
        }
    }
    checked
}

/// The declarations that targets are validated against.
struct TargetContext<'a> {
    config: &'a Config,
    collections: &'a BTreeMap<String, Collection>,
}

fn target(mut settings: Settings<'_>, at: Location, known: &TargetContext<'_>) -> Option<Target> {
    let collections = known.collections;
    let title = settings.local_text("title");
    if title.is_none() {
        settings.missing("title");
    }
    let each_at = settings.node("each");
    let subjects = selection(&mut settings, "each", known);
    let count_at = settings.node("count");
    let count = selection(&mut settings, "count", known);
    if count_at.is_none() {
        settings.missing("count");
    }
    if let (Some(count), Some(node)) = (&count, count_at)
        && !is_dated(&collections[&count.collection])
    {
        let (zh, en) = (
            format!("栏目“{}”的条目没有日期，无法按时间计数（需要特性 publication 或 schedule）", count.collection),
            format!("entries of `{}` have no date to count by (facet publication or schedule)", count.collection),
        );
        settings.wrong("count", node, &zh, &en);
    }
    let by_at = settings.node("by");
    let by = settings.text("by");
    let by = match (&subjects, &count) {
        (Some(subjects), Some(count)) => {
            let (from, to) = (&collections[&count.collection], &collections[&subjects.collection]);
            link(&mut settings, by, by_at.or(each_at), from, to)
        }
        (None, _) if by_at.is_some() && each_at.is_none() => {
            settings.missing("each");
            None
        }
        _ => None,
    };
    let at_least = settings.number::<u32>("at_least");
    if let (Some(0), Some(node)) = (at_least, settings.node("at_least")) {
        settings.wrong("at_least", node, "应大于 0", "it must be greater than 0");
    }
    let every = every(&mut settings);
    settings.finish();
    let each = match (each_at, subjects, by) {
        (None, ..) => None,
        (Some(_), Some(subjects), Some(by)) => Some(Each { subjects, by }),
        _ => return None,
    };
    let count = count.filter(|count| is_dated(&collections[&count.collection]))?;
    Some(Target { title: title?, count, each, at_least: at_least.unwrap_or(1).max(1), every: every?, at })
}

fn is_dated(collection: &Collection) -> bool {
    collection.has(Facet::Publication) || collection.has(Facet::Schedule)
}

fn every(settings: &mut Settings<'_>) -> Option<Every> {
    let Some(node) = settings.node("every") else {
        settings.missing("every");
        return None;
    };
    let text = settings.text("every")?;
    let found = Every::NAMES.iter().find(|(name, _)| *name == text).map(|(_, every)| *every);
    if found.is_none() {
        settings.wrong("every", node, "应是 month、quarter 或 year", "expected `month`, `quarter` or `year`");
    }
    found
}

/// Parses a selection: a collection's name, or a map with conditions.
fn selection(settings: &mut Settings<'_>, key: &'static str, known: &TargetContext<'_>) -> Option<Selection> {
    let collections = known.collections;
    let node = settings.node(key)?;
    if node.as_map().is_none() {
        let name = settings.text(key)?;
        let collection = named(settings, key, &name, node, collections)?;
        return Some(Selection { collection: collection.name.clone(), conditions: Vec::new() });
    }
    let mut inner = settings.of(node, format!("targets.{key}"));
    let name_at = inner.node("collection");
    let name = inner.required_text("collection");
    let collection = name.and_then(|name| named(&mut inner, "collection", &name, name_at?, collections));
    let mut conditions = Vec::new();
    for (field, wanted) in inner.map("where") {
        let Some(collection) = collection else { continue };
        let Some(declared) = collection.field(&field.text) else {
            let meant = did_you_mean(&field.text, collection.fields.iter().map(|field| &*field.key));
            let at = inner.at(field.span);
            inner.report(messages::unknown_field(&field.text, collection.message_name()).meant(meant).at(at));
            continue;
        };
        conditions.push((field.text.clone(), wanted_values(&mut inner, declared, wanted, known.config)));
    }
    inner.finish();
    Some(Selection { collection: collection?.name.clone(), conditions })
}

fn named<'c>(
    settings: &mut Settings<'_>,
    key: &str,
    name: &str,
    node: &Node,
    collections: &'c BTreeMap<String, Collection>,
) -> Option<&'c Collection> {
    let found = collections.get(name).filter(|collection| !collection.name.is_empty());
    if found.is_none() {
        let (zh, en) = (format!("没有栏目“{name}”"), format!("there is no collection `{name}`"));
        let meant = did_you_mean(name, collections.keys().map(String::as_str));
        let at = settings.location(node);
        settings.report(messages::setting_value(key, &zh, &en).meant(meant).at(at));
    }
    found
}

/// Returns the values of a condition, terms by their keys; a value that the field can't have is reported.
fn wanted_values(settings: &mut Settings<'_>, field: &Field, node: &Node, config: &Config) -> Vec<String> {
    let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
    let mut values = Vec::new();
    for node in nodes {
        let Some(text) = node.as_text().map(str::trim) else {
            settings.wrong(&field.key, node, "应是一个值或值的列表", "expected a value or a list of values");
            continue;
        };
        // The closed set of values, if there is one: keys with titles.
        let known: Option<Vec<(&str, &LocalText)>> = match field.field_type.item() {
            FieldType::Choice(choices) => {
                Some(choices.iter().map(|choice| (choice.key.as_str(), &choice.label)).collect())
            }
            FieldType::Term { taxonomy } => config
                .taxonomies
                .get(taxonomy)
                .filter(|taxonomy| taxonomy.closed)
                .map(|taxonomy| taxonomy.terms.iter().map(|term| (term.key.as_str(), &term.title)).collect()),
            _ => None,
        };
        let Some(known) = known else {
            values.push(text.to_owned());
            continue;
        };
        let alias = match field.field_type.item() {
            FieldType::Term { taxonomy } => config.taxonomies.get(taxonomy).and_then(|taxonomy| taxonomy.find(text)),
            _ => None,
        };
        let named = known.iter().find(|(key, title)| *key == text || title.all().any(|title| title == text));
        match alias.map(|term| term.key.as_str()).or(named.map(|(key, _)| *key)) {
            Some(key) => values.push(key.to_owned()),
            None => {
                let (zh, en) = (format!("没有“{text}”这个值"), format!("there is no value `{text}`"));
                let meant = did_you_mean(text, known.iter().map(|(key, _)| *key));
                let at = settings.location(node);
                settings.report(messages::setting_value(&field.key, &zh, &en).meant(meant).at(at));
            }
        }
    }
    values
}

/// Returns the reference field of `from` that names entries of `to`: the given one, or the only one.
fn link(
    settings: &mut Settings<'_>,
    by: Option<String>,
    at: Option<&Node>,
    from: &Collection,
    to: &Collection,
) -> Option<String> {
    let leads = |field: &&Field| match field.field_type.item() {
        FieldType::Reference { to: kind } => to.answers_to(kind),
        _ => false,
    };
    let fits: Vec<&str> = from.fields.iter().filter(leads).map(|field| &*field.key).collect();
    match (&by, fits.as_slice()) {
        (Some(by), _) if fits.contains(&by.as_str()) => return Some(by.clone()),
        (None, [only]) => return Some((*only).to_owned()),
        _ => {}
    }
    let written = by.clone().unwrap_or_default();
    let (from, to) = (&from.name, &to.name);
    let (zh, en) = match (&by, fits.is_empty()) {
        (_, true) => (
            format!("栏目“{from}”没有引用“{to}”条目的字段"),
            format!("`{from}` has no field that references entries of `{to}`"),
        ),
        (Some(_), _) => (
            format!("“{from}”的字段“{written}”不引用“{to}”的条目；可用：{}", fits.join("、")),
            format!(
                "field `{written}` of `{from}` doesn't reference entries of `{to}`; valid fields: {}",
                fits.join(", ")
            ),
        ),
        (None, _) => (
            format!("“{from}”有几个字段引用“{to}”的条目，请写明用哪个：{}", fits.join("、")),
            format!("several fields of `{from}` reference entries of `{to}`; choose one: {}", fits.join(", ")),
        ),
    };
    let meant = did_you_mean(&written, fits.iter().copied());
    let message = messages::setting_value("by", &zh, &en).meant(meant);
    let message = Diagnostic { at: at.map(|node| settings.location(node)), ..message };
    settings.report(message);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Snapshot, SourceFile};

    fn read_targets(text: &str) -> Checked<Vec<Target>> {
        let site = format!("title: a\nbase_url: https://a.cn/\ntargets:\n{text}");
        let files = [
            (CONFIG_FILE, site.as_str()),
            ("content/events/_collection.yaml", "extends: event\n"),
            ("content/bases/_collection.yaml", "extends: base\n"),
            ("content/column/_collection.yaml", "extends: article\n"),
            ("content/pages/a.md", "---\ntitle: a\n---\n"),
        ];
        let file = |(path, text): (&str, &str)| Some((SourcePath::new(path)?, SourceFile::new(text.as_bytes())));
        let snapshot: Snapshot = files.into_iter().filter_map(file).collect();
        let config = crate::config::read(&snapshot, None);
        assert!(config.diagnostics.is_empty(), "{:?}", config.diagnostics);
        read(&config.value, &crate::config::collection::read(&snapshot).value)
    }

    #[test]
    fn a_target_is_read_short_and_long() {
        let Checked { value, diagnostics } = read_targets(
            "  - {title: 每月, count: column, every: month}\n  - title: 讲座\n    each: {collection: bases, where: {level: [provincial, national]}}\n    count: {collection: events, where: {form: lecture}}\n    at_least: 3\n    every: 每年\n",
        );
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!((value[0].at_least, value[0].every, value[0].each.is_none()), (1, Every::Month, true));
        let each = value[1].each.as_ref().unwrap();
        assert_eq!((each.by.as_str(), each.subjects.collection.as_str()), ("base", "bases"));
        assert_eq!(each.subjects.conditions, [("level".to_owned(), vec!["provincial".into(), "national".into()])]);
        assert_eq!(value[1].at_least, 3);
    }

    #[test]
    fn invalid_targets_are_reported() {
        for (text, code, word) in [
            ("  - {count: column, every: month}\n", "E0105", "title"),
            ("  - {title: a, every: month}\n", "E0105", "count"),
            ("  - {title: a, count: column}\n", "E0105", "every"),
            ("  - {title: a, count: colum, every: month}\n", "E0104", "column"),
            ("  - {title: a, count: pages, every: month}\n", "E0104", "pages"),
            ("  - {title: a, count: column, every: day}\n", "E0104", "every"),
            ("  - {title: a, count: column, every: year, at_leas: 2}\n", "E0103", "at_least"),
            ("  - {title: a, count: column, every: year, at_least: 0}\n", "E0104", "at_least"),
            ("  - {title: a, count: events, by: base, every: year}\n", "E0105", "each"),
            ("  - {title: a, count: events, each: bases, by: bass, every: year}\n", "E0104", "base"),
            ("  - {title: a, count: column, each: events, by: series, every: year}\n", "E0104", "events"),
            ("  - {title: a, count: {collection: events, where: {frm: x}}, every: year}\n", "E0203", "form"),
            (
                "  - {title: a, count: {collection: events, where: {status: canceled}}, every: year}\n",
                "E0104",
                "cancelled",
            ),
            ("  a: b\n", "E0104", "targets"),
        ] {
            let Checked { diagnostics, .. } = read_targets(text);
            let found: Vec<_> = diagnostics.iter().map(|found| (found.code.0, found.at.is_some())).collect();
            assert_eq!(found, [(code, true)], "{text}{diagnostics:?}");
            let text_en = format!("{} {}", diagnostics[0].message.en, diagnostics[0].help.en);
            assert!(text_en.contains(word), "{text}{text_en}");
        }
    }
}
