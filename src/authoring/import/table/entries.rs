//! Changes and adds rows of a collection's `entries.csv`; all other cells stay as they are.

use super::columns;
use super::goes::{Goes, way};
use super::mapping::Mapping;
use super::sheet;
use crate::authoring::import::edit::Differing;
use crate::base::csv::CsvWriter;
use crate::base::diagnostic::Span;
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, inline};
use crate::config::collection::{Collection, Field, FieldType};

/// The table with its changes.
#[derive(Debug, Default)]
pub struct Entries {
    /// The heading and the target of each column.
    header: Vec<(String, Goes)>,
    /// The cells of each row, and its span in the file; new rows have none.
    rows: Vec<(Option<Span>, Vec<String>)>,
    pub changed: bool,
}

/// The context of a changed cell.
pub struct About<'a> {
    pub collection: &'a Collection,
    pub language: &'a str,
    pub force: bool,
    /// Returns the meaning of an existing cell, in the form of the new values.
    pub existing: &'a dyn Fn(&Goes, &str) -> String,
}

impl Entries {
    /// Reads the existing table; without a file it is empty.
    pub fn read(path: &SourcePath, file: Option<&SourceFile>, collection: &Collection) -> Self {
        let read = file.and_then(|file| sheet::read(path, file.held(), None).ok());
        let Some(sheet) = read else { return Self::default() };
        let mapping = Mapping { header: Some(1), ..Mapping::default() };
        let Some(header) = columns::header(&sheet, collection, &mapping) else { return Self::default() };
        let rows = sheet.rows.iter().skip(1).map(|cells| {
            let place = cells.first().map(|cell| cell.span);
            (place, cells.iter().map(sheet::SheetCell::shown).collect())
        });
        let header = header.columns.into_iter().map(|column| (column.heading, column.goes)).collect();
        Self { header, rows: rows.collect(), changed: false }
    }

    /// Returns the row that begins where an existing entry begins.
    pub fn row(&self, entry: Span) -> Option<usize> {
        self.rows.iter().position(|(place, _)| place.is_some_and(|place| place.start == entry.start))
    }

    /// Adds an empty row for a new entry.
    pub fn add(&mut self) -> usize {
        self.rows.push((None, vec![String::new(); self.header.len()]));
        self.changed = true;
        self.rows.len() - 1
    }

    /// Writes a value into a row. An existing value is replaced only with `force`; otherwise the differences are
    /// returned.
    pub fn set(&mut self, row: usize, field: &Field, value: &YamlValue, about: &About<'_>) -> Vec<Differing> {
        let mut differing = Vec::new();
        for (path, text) in cells(field, value) {
            let goes = Goes::Field(path);
            let column = match self.header.iter().position(|(_, known)| *known == goes) {
                Some(column) => column,
                None => {
                    self.header.push((heading(&goes, about), goes.clone()));
                    self.rows.iter_mut().for_each(|(_, cells)| cells.push(String::new()));
                    self.header.len() - 1
                }
            };
            let Some(cell) = self.rows.get_mut(row).and_then(|(_, cells)| cells.get_mut(column)) else { continue };
            if *cell == text || (!cell.is_empty() && (about.existing)(&goes, cell) == text) {
                continue;
            }
            if cell.is_empty() || about.force {
                self.changed = true;
                *cell = text;
            } else {
                let field = way(&goes).unwrap_or_default();
                differing.push(Differing { field, existing: cell.clone(), imported: text });
            }
        }
        differing
    }

    /// Writes the body of an entry that has none.
    pub fn set_body(&mut self, row: usize, body: &str, language: &str) {
        let column = match self.header.iter().position(|(_, goes)| *goes == Goes::Body) {
            Some(column) => column,
            None => {
                let heading = if language.starts_with("zh") { "正文" } else { "body" };
                self.header.push((heading.to_owned(), Goes::Body));
                self.rows.iter_mut().for_each(|(_, cells)| cells.push(String::new()));
                self.header.len() - 1
            }
        };
        if let Some(cell) =
            self.rows.get_mut(row).and_then(|(_, cells)| cells.get_mut(column)).filter(|cell| cell.is_empty())
        {
            *cell = body.to_owned();
            self.changed = true;
        }
    }

    /// Returns the file's text, with the byte order mark by which spreadsheet programs recognise UTF-8.
    pub fn text(&self) -> String {
        let (mut text, mut writer) = (String::from("\u{feff}"), CsvWriter::new("\n"));
        writer.record(&mut text, self.header.iter().map(|(heading, _)| heading));
        for (_, cells) in &self.rows {
            writer.record(&mut text, cells);
        }
        text
    }
}

/// Splits a value into cells: one, or one for each field of a group.
fn cells(field: &Field, value: &YamlValue) -> Vec<(Vec<String>, String)> {
    let key = || vec![field.key.to_string()];
    match value {
        YamlValue::Group(parts) => parts
            .iter()
            .map(|(part, value)| (vec![field.key.to_string(), part.clone()], shown(&field.field_type, value)))
            .collect(),
        YamlValue::List(items) if matches!(items.as_slice(), [YamlValue::Group(_)]) => {
            items.first().map_or(Vec::new(), |group| cells(field, group))
        }
        value => vec![(key(), shown(&field.field_type, value))],
    }
}

/// Formats a value for a cell.
pub fn shown(field_type: &FieldType, value: &YamlValue) -> String {
    match value {
        YamlValue::Null => String::new(),
        YamlValue::Text(text) | YamlValue::Plain(text) => text.clone(),
        YamlValue::List(items) => {
            let between = if matches!(field_type, FieldType::Point) { "," } else { "；" };
            items.iter().map(|item| shown(field_type, item)).collect::<Vec<_>>().join(between)
        }
        value => inline(value),
    }
}

/// Returns the heading of a new column: the labels if they are unambiguous, else the keys.
fn heading(goes: &Goes, about: &About<'_>) -> String {
    let (collection, language) = (about.collection, about.language);
    let way = way(goes).unwrap_or_default();
    let Goes::Field(path) = goes else { return way };
    let Some(field) = path.first().and_then(|key| collection.field(key)) else { return way };
    let label = field.label.get(language);
    match (path.get(1), field.field_type.item()) {
        (None, _) => label.to_owned(),
        (Some(part), FieldType::Group(parts)) => {
            let part = parts.iter().find(|known| *known.key == **part);
            part.map_or(way, |part| format!("{label}.{}", part.label.get(language)))
        }
        _ => way,
    }
}
