//! The mapping file: which column fills which field. The first import writes it, later imports only read it, because an
//! editor may have changed it.

use super::goes::{Column, Goes, named, way};
use crate::authoring::import::datum::Datum;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::source::SourceFile;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Key, Map, Node, write::YamlValue};
use crate::config::Config;
use crate::config::collection::{Collection, FieldType};
use crate::config::names;

#[derive(Debug, Default)]
pub struct Mapping {
    pub sheet: Option<String>,
    /// The number of the header row, from one.
    pub header: Option<usize>,
    /// The field that identifies rows in later imports.
    pub key: Option<String>,
    pub datum: Option<Datum>,
    /// Targets by heading.
    pub columns: Vec<(String, Goes)>,
    /// By field: the list's word and the value that it stands for.
    pub values: Vec<(String, Vec<(String, String)>)>,
}

impl Mapping {
    /// Reads a mapping file for a collection.
    pub fn read(
        path: &SourcePath,
        file: &SourceFile,
        collection: &Collection,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut reading = Reading { path, collection, diagnostics, mapping: Self::default() };
        let Some(text) = file.text() else {
            reading.report(crate::base::diagnostic::not_text(path, file.held()), Span::default());
            return reading.mapping;
        };
        match yaml::parse_written(text, 0, path, reading.diagnostics) {
            Err(fault) => reading.diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax)),
            Ok(node) => match node.as_map() {
                Some(map) => map.entries.iter().for_each(|(key, node)| reading.setting(key, node)),
                None => reading.report(messages::mapping("", "应是一组键值", "a map is expected"), node.span),
            },
        }
        reading.mapping
    }

    /// Returns the value that a list's word stands for.
    pub fn value<'a>(&'a self, field: &str, text: &'a str) -> &'a str {
        let known = self.values.iter().find(|(known, _)| known == field).map(|(_, pairs)| pairs);
        known.and_then(|pairs| pairs.iter().find(|(word, _)| word == text)).map_or(text, |(_, meant)| meant)
    }
}

struct Reading<'a> {
    path: &'a SourcePath,
    collection: &'a Collection,
    diagnostics: &'a mut Vec<Diagnostic>,
    mapping: Mapping,
}

impl Reading<'_> {
    fn setting(&mut self, key: &Key, node: &Node) {
        if node.is_null() {
            return;
        }
        let text = node.as_text().map(str::to_owned);
        let empty = Map::default();
        let map = node.as_map().unwrap_or(&empty);
        match key.text.as_str() {
            "sheet" => self.mapping.sheet = text,
            "header" => match text.and_then(|text| text.parse().ok()) {
                Some(row) => self.mapping.header = Some(row),
                None => self.wrong(key, node, "应是表头所在的行号", "the number of the header's row is expected"),
            },
            "key" => match text.filter(|name| self.collection.field(name).is_some()) {
                Some(name) => self.mapping.key = Some(name),
                None => self.wrong(key, node, "应是一个字段的名字", "a field's key is expected"),
            },
            "datum" => match text.as_deref().and_then(Datum::named) {
                Some(datum) => self.mapping.datum = Some(datum),
                None => self.wrong(key, node, "应是 wgs84、gcj02 或 bd09", "wgs84, gcj02 or bd09 is expected"),
            },
            "columns" => map.entries.iter().for_each(|(heading, node)| self.column(heading, node)),
            "values" => map.entries.iter().for_each(|(field, node)| self.words(field, node)),
            _ => {
                let known = ["sheet", "header", "key", "datum", "columns", "values"];
                self.report(names::unknown(&key.text, self.path.file_name(), &known), key.span);
            }
        }
    }

    fn column(&mut self, heading: &Key, node: &Node) {
        let Some(text) = node.as_text() else {
            // Left empty: not decided yet, so the heading isn't matched either.
            return self.mapping.columns.push((heading.text.clone(), Goes::Unknown));
        };
        let goes = if text == "skip" { Some(Goes::Skipped) } else { named(text, self.collection) };
        match goes {
            Some(goes) => self.mapping.columns.push((heading.text.clone(), goes)),
            None => {
                let meant = did_you_mean(text, self.collection.fields.iter().map(|field| &*field.key));
                let unknown = messages::unknown_field(text, self.collection.message_name()).meant(meant);
                self.report(unknown, node.span);
            }
        }
    }

    fn words(&mut self, field: &Key, node: &Node) {
        let pairs = node.as_map().map(|map| map.entries.as_slice()).unwrap_or_default();
        let pairs = pairs.iter().filter_map(|(word, node)| Some((word.text.clone(), node.as_text()?.to_owned())));
        self.mapping.values.push((field.text.clone(), pairs.collect()));
    }

    fn wrong(&mut self, key: &Key, node: &Node, zh: &str, en: &str) {
        self.report(messages::mapping(&key.text, zh, en), node.span);
    }

    fn report(&mut self, diagnostic: Diagnostic, span: Span) {
        self.diagnostics.push(diagnostic.at(Location::span(self.path, span)));
    }
}

/// Writes a mapping file for a table without one: the columns that were recognised, and gaps for the others.
pub fn written(
    sheet: &str,
    row: usize,
    datum: Option<Datum>,
    columns: &[Column],
    words: &[(String, String)],
    (collection, config): (&Collection, &Config),
) -> String {
    let language = config.language.as_str();
    let chinese = language.starts_with("zh");
    let say = |zh: &str, en: &str| format!("# {}\n", if chinese { zh } else { en });
    let pair = |key: &str, value: YamlValue| yaml::write::entry(key, &value);
    let mut text = say(
        "表格的哪一列填到哪个字段，空着的请补上；不要的写 skip。有哪些字段，用 kepu explain 加栏目名看",
        "Which column fills which field: fill the gaps; write skip for columns to ignore. `kepu explain COLLECTION` lists the fields",
    );
    if !sheet.is_empty() {
        text += &pair("sheet", YamlValue::text(sheet));
    }
    text += &pair("header", YamlValue::plain(row));
    if let Some((_, name)) = datum.and_then(|datum| Datum::ALL.into_iter().find(|(known, _)| *known == datum)) {
        text += &pair("datum", YamlValue::text(name));
    }
    text += "columns:\n";
    for column in columns.iter().filter(|column| !column.heading.is_empty()) {
        let entry = pair(&column.heading, way(&column.goes).map_or(YamlValue::Null, YamlValue::text));
        text += &format!("  {entry}");
    }
    let unused: Vec<String> = collection
        .fields
        .iter()
        .filter(|field| !columns.iter().any(|column| way(&column.goes).is_some_and(|way| way.starts_with(&*field.key))))
        .map(|field| format!("{}（{}）", field.key, field.label.get(language)))
        .collect();
    text += &say("没有用到的字段：", "fields that no column fills:");
    for line in unused.chunks(6) {
        text += &format!("#   {}\n", line.join("、"));
    }
    if !words.is_empty() {
        text += &say(
            "表里的词在网站里没有，请写出对应的词；改完再导入一次",
            "words of the table that the site doesn't know: write the one that is meant, and import again",
        );
        text += "values:\n";
        let mut before = "";
        for (field, word) in words {
            if field != before {
                text += &format!("  {field}:\n");
                let known = known_words(field, collection, config);
                if !known.is_empty() {
                    text += &format!("    # {}\n", known.join("、"));
                }
            }
            text += &format!("    {}", pair(word, YamlValue::Null));
            before = field;
        }
    }
    text
}

/// Returns the keys that a field with fixed values accepts, each with its label.
fn known_words(way: &str, collection: &Collection, config: &Config) -> Vec<String> {
    let (key, part) = way.split_once('.').map_or((way, None), |(key, part)| (key, Some(part)));
    let mut field = collection.field(key);
    if let (Some(group), Some(part)) = (field, part)
        && let FieldType::Group(fields) = group.field_type.item()
    {
        field = fields.iter().find(|field| *field.key == *part);
    }
    let label = |key: &str, label: &str| format!("{key}（{label}）");
    match field.map(|field| field.field_type.item()) {
        Some(FieldType::Term { taxonomy }) => config.taxonomies.get(taxonomy).map_or(Vec::new(), |taxonomy| {
            taxonomy.terms.iter().map(|term| label(&term.key, term.title.get(&config.language))).collect()
        }),
        Some(FieldType::Choice(choices)) => {
            choices.iter().map(|choice| label(&choice.key, choice.label.get(&config.language))).collect()
        }
        _ => Vec::new(),
    }
}
