//! Parses `indicators.yaml`: the rules that select records and figures for the annual statistics.
//!
//! The statistics change from year to year, so the rules are a file of the site; the default follows the national
//! statistics.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::base::diagnostic::{Checked, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::config::collection::{Collection, Facet};
use crate::config::inputs::INDICATORS_FILE;
use crate::config::names;
use crate::config::settings::{LocalText, Settings};

/// All indicators, in the order of output.
#[derive(Clone, Debug, Default)]
pub struct Indicators {
    /// Words in a figure's name or scope that mark it as online.
    pub online: Vec<String>,
    pub list: Vec<Indicator>,
}

/// One line of the annual statistics.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub key: String,
    pub title: LocalText,
    /// The fields that an event must have, each with its allowed values: terms, choices, or a reference's slug or title.
    pub conditions: Vec<(String, Vec<String>)>,
    /// The number of the row of the statistics that the number of events goes into.
    pub code: Option<String>,
    /// The unit of the number of events, such as 次; `None` if only figures count.
    pub events: Option<String>,
    /// Whether an event with several occurrences counts once.
    pub once: bool,
    /// Whether it may count events that another indicator counts as well.
    pub also: bool,
    /// The least value of a figure in one of these units that an event must have.
    pub at_least: Option<(Decimal, Vec<String>)>,
    pub measures: Vec<Measure>,
}

/// The figures that an indicator sums.
#[derive(Clone, Debug)]
pub struct Measure {
    pub title: LocalText,
    /// The number of the row of the statistics that the sum goes into.
    pub code: Option<String>,
    /// The unit; figures with another unit don't match.
    pub unit: String,
    /// Words in a figure's name, the best match first; empty for any name.
    pub names: Vec<String>,
    /// Complete names of the totals that campaigns and series state.
    pub stated: Vec<String>,
}

/// Reads the site's indicators, or the built-in ones by default.
pub fn read(snapshot: &Snapshot, collections: &BTreeMap<String, Collection>) -> Checked<Indicators> {
    let mut checked = Checked::<Indicators>::default();
    let Some(path) = SourcePath::new(INDICATORS_FILE) else { return checked };
    let own = snapshot.text(&path);
    let text = own.unwrap_or(include_str!("indicators.yaml"));
    match yaml::parse_written(text, 0, &path, &mut checked.diagnostics) {
        Ok(root) => {
            let known = own.map(|_| collections);
            checked.value = indicators(Settings::new(&root, &path, INDICATORS_FILE, &mut checked.diagnostics), known);
        }
        Err(fault) => {
            checked.diagnostics.extend(fault.diagnostics(&path, messages::yaml_syntax));
        }
    }
    checked
}

/// Parses the indicators. Unknown fields are reported only for the site's own file; the built-in one may use fields that the
/// site doesn't declare.
fn indicators(mut settings: Settings<'_>, known: Option<&BTreeMap<String, Collection>>) -> Indicators {
    let online = settings.texts("online").unwrap_or_default();
    let mut list: Vec<Indicator> = Vec::new();
    for node in settings.list("indicators") {
        let at = settings.location(node);
        let Some(indicator) = indicator(settings.of(node, "indicators"), known) else { continue };
        if list.iter().any(|other| other.key == indicator.key) {
            let (zh, en) = (format!("“{}”写了两次", indicator.key), format!("`{}` occurs twice", indicator.key));
            settings.report(messages::setting_value("key", &zh, &en).at(at));
            continue;
        }
        list.push(indicator);
    }
    settings.finish();
    Indicators { online, list }
}

fn indicator(mut settings: Settings<'_>, known: Option<&BTreeMap<String, Collection>>) -> Option<Indicator> {
    let key = settings.required_text("key");
    let title = settings.local_text("title");
    if title.is_none() {
        settings.missing("title");
    }
    let mut conditions = Vec::new();
    for (field, wanted) in settings.map("where") {
        let fields = |collections: &BTreeMap<String, Collection>| -> Vec<String> {
            let timed = collections.values().filter(|collection| collection.has(Facet::Schedule));
            timed.flat_map(|collection| collection.fields.iter().map(|field| field.key.to_string())).collect()
        };
        if let Some(fields) = known.map(fields).filter(|fields| !fields.contains(&field.text)) {
            let known: Vec<&str> = fields.iter().map(String::as_str).collect();
            let at = settings.at(field.span);
            settings.report(names::unknown(&field.text, "where", &known).at(at));
            continue;
        }
        let items = wanted.as_list().unwrap_or(std::slice::from_ref(wanted));
        let words = items.iter().filter_map(|item| item.as_text()).map(|text| text.trim().to_owned());
        conditions.push((field.text.clone(), words.collect()));
    }
    let once = match settings.node("count") {
        None => false,
        Some(node) => match node.as_text() {
            Some("entries") => true,
            Some("occurrences") => false,
            _ => {
                settings.wrong("count", node, "应是 occurrences 或 entries", "expected `occurrences` or `entries`");
                false
            }
        },
    };
    let at_least = settings.within("at_least").and_then(at_least);
    let measures = settings.list("figures").iter().filter_map(|node| measure(settings.of(node, "indicators.figures")));
    let measures = measures.collect();
    let code = settings.text("code");
    let (events, also) = (settings.text("events"), settings.bool("also").unwrap_or(false));
    settings.finish();
    Some(Indicator { key: key?, title: title?, conditions, code, events, once, also, at_least, measures })
}

fn at_least(mut settings: Settings<'_>) -> Option<(Decimal, Vec<String>)> {
    let value = settings.number("value");
    let units = settings.texts("units");
    for (key, missing) in [("value", settings.node("value").is_none()), ("units", units.is_none())] {
        if missing {
            settings.missing(key);
        }
    }
    settings.finish();
    Some((value?, units?))
}

fn measure(mut settings: Settings<'_>) -> Option<Measure> {
    let unit = settings.required_text("unit");
    let title = settings.local_text("title");
    let names = settings.texts("names").unwrap_or_default();
    let stated = settings.texts("stated").unwrap_or_default();
    let code = settings.text("code");
    settings.finish();
    let unit = unit?;
    Some(Measure { title: title.unwrap_or_else(|| LocalText::plain(unit.clone())), code, unit, names, stated })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    fn read_text(text: &str) -> Checked<Indicators> {
        let path = SourcePath::new(INDICATORS_FILE).unwrap();
        let snapshot: Snapshot = [(path, SourceFile::new(text.as_bytes()))].into_iter().collect();
        let collections = crate::config::collection::read(&snapshot).value;
        read(&snapshot, &collections)
    }

    #[test]
    fn the_built_in_indicators_have_no_fault() {
        let Checked { value, diagnostics } = read(&Snapshot::default(), &BTreeMap::new());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let keys: Vec<&str> = value.list.iter().map(|indicator| indicator.key.as_str()).collect();
        assert_eq!(keys, ["lectures", "exhibitions", "contests", "training", "week", "major", "materials"]);
    }

    #[test]
    fn invalid_indicators_are_reported() {
        for (text, code) in [
            ("indicators:\n  - {title: a}\n", "E0105"),
            ("indicators:\n  - {key: a}\n", "E0105"),
            ("indicators:\n  - {key: a, title: a, count: days}\n", "E0104"),
            ("indicators:\n  - {key: a, title: a, figures: [{names: b}]}\n", "E0105"),
            ("indicators:\n  - {key: a, title: a, at_least: {value: 3}}\n", "E0105"),
            ("indicators:\n  - {key: a, title: a}\n  - {key: a, title: b}\n", "E0104"),
            ("indicators:\n  - {key: a, title: a, where: {frm: x}}\n", "E0103"),
            ("indicatros: []\n", "E0103"),
        ] {
            let found = read_text(text).diagnostics;
            assert_eq!(found.iter().map(|found| found.code.0).collect::<Vec<_>>(), [code], "{text}");
        }
    }
}
