//! Imports a table of entries, a CSV file or a sheet of a workbook, as one file for each row or as `entries.csv`.
//!
//! Rows are identified by their content, without a record of earlier imports: by a key column, else the slug, else the
//! title (and the date, if several have one title). So a second import finds the entries of the first even after they
//! were renamed or edited.

mod cell;
mod columns;
mod entries;
mod goes;
mod hidden;
mod mapping;
mod markup;
mod part;
mod place;
mod row;
mod sheet;
mod struck;
mod when;
mod withheld;
mod workbook;

use std::collections::BTreeSet;

use self::goes::Goes;
use self::mapping::Mapping;
use super::datum::Datum;
use super::existing::ExistingSite;
use super::{Basis, DraftFile, Drafts};
use crate::base::diagnostic::{Diagnostic, Location, Span, has_errors, messages};
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;

/// The options of a table's import.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableOptions<'a> {
    /// The name of the target collection.
    pub into: &'a str,
    /// The mapping file, if there is one.
    pub mapping: Option<(&'a SourcePath, &'a SourceFile)>,
    /// The year of dates that have none; has precedence over one in the table's title.
    pub year: Option<i16>,
    /// The datum of the coordinates; has precedence over the mapping's.
    pub datum: Option<Datum>,
    /// Whether new entries become rows of the collection's `entries.csv` instead of files.
    pub table: bool,
    /// Whether the table's values replace different ones in existing files.
    pub force: bool,
}

/// The result of reading a table.
#[derive(Debug, Default)]
pub struct TableDrafts {
    pub drafts: Drafts,
    /// The text that the diagnostics' spans refer to.
    pub text: String,
    /// A mapping file for the editor to complete, if there was none.
    pub mapping: Option<String>,
}

/// Reads a table and drafts a file for each row, in the site as it stands.
pub fn drafts(existing: &ExistingSite, path: &SourcePath, bytes: &[u8], options: &TableOptions<'_>) -> TableDrafts {
    let mut made = TableDrafts::default();
    if let Err(fault) = read(existing, path, bytes, options, &mut made) {
        made.drafts.diagnostics.push(fault);
    }
    made
}

fn read(
    existing: &ExistingSite,
    path: &SourcePath,
    bytes: &[u8],
    options: &TableOptions<'_>,
    made: &mut TableDrafts,
) -> Result<(), Diagnostic> {
    let collection = existing.collection(options.into)?;
    let diagnostics = &mut made.drafts.diagnostics;
    let mut mapping = Mapping::default();
    if let Some((path, file)) = options.mapping {
        mapping = Mapping::read(path, file, collection, diagnostics);
    }
    if has_errors(diagnostics) {
        return Ok(());
    }
    let sheet = sheet::read(path, bytes, mapping.sheet.as_deref()).map_err(|fault| fault.at(Location::file(path)))?;
    made.text.clone_from(&sheet.text);
    if !sheet.others.is_empty() && mapping.sheet.is_none() {
        diagnostics.push(messages::other_sheets(&sheet.name, &sheet.others.join("、")).at(Location::file(path)));
    }
    match &sheet.hidden {
        None => diagnostics.push(messages::hidden_unknown(path.extension()).at(Location::file(path))),
        Some(hidden) if !hidden.is_empty() => {
            let (zh, en) = hidden.describe();
            diagnostics.push(messages::hidden_left_out(&sheet.name, &zh, &en).at(Location::file(path)));
        }
        Some(_) => {}
    }
    let header = columns::header(&sheet, collection, &mapping);
    let header = header
        .ok_or_else(|| messages::no_header(path.file_name(), collection.message_name()).at(Location::file(path)))?;
    let below = &sheet.rows[header.first..];
    let widest = below.iter().map(Vec::len).max().unwrap_or_default();
    for place in 0..widest.max(header.columns.len()) {
        let mut filled = below.iter().filter_map(|row| row.get(place)).filter(|cell| !cell.is_empty());
        let Some(first) = filled.next() else { continue };
        let count = 1 + filled.count();
        let unknown = match header.columns.get(place) {
            Some(column) if column.heading.is_empty() => Some((columns::letter(place), first.span)),
            Some(column) if withheld::is_about(&column.heading) => None,
            Some(column) => (column.goes == Goes::Unknown).then(|| (column.heading.clone(), column.span)),
            None => Some((columns::letter(place), first.span)),
        };
        if let Some((heading, span)) = unknown {
            diagnostics.push(messages::unknown_heading(&heading, count).at(Location::span(path, span)));
        }
    }
    if below.iter().flatten().all(sheet::SheetCell::is_empty) {
        let (zh, en) = ("表头下面没有一行有内容", "no row below the header holds anything");
        return Err(messages::nothing_to_import(path.file_name(), zh, en).at(Location::file(path)));
    }
    let titled = header.columns.iter().any(|column| column.goes == Goes::Field(vec!["title".to_owned()]));
    let datum = options.datum.or(mapping.datum);
    let rows = row::Rows {
        existing,
        collection,
        mapping: &mapping,
        path,
        columns: &header.columns,
        datum,
        table: options.table,
        epoch_1904: sheet.epoch_1904,
        year: options.year.or_else(|| when::year(&sheet, header.row, path.file_name())),
    };
    let mut words = Vec::new();
    if titled {
        let read: Vec<row::ImportRow> = below.iter().filter_map(|cells| rows.read(cells, diagnostics)).collect();
        words = unknown_words(&read);
        if datum.is_none() {
            let places: Vec<Span> = read.iter().filter_map(|row| row.located).collect();
            if let Some(first) = places.first() {
                diagnostics.push(messages::no_datum(places.len()).at(Location::span(path, *first)));
            }
        }
        rows.draft(&existing.snapshot, read, options.force, &mut made.drafts);
    } else {
        let span = header.columns.first().map_or(Span::default(), |column| column.span);
        diagnostics.push(messages::no_title_column(collection.message_name()).at(Location::span(path, span)));
    }
    if options.mapping.is_none() {
        let about = (collection, &*existing.config);
        let text = mapping::written(&sheet.name, header.row + 1, datum, &header.columns, &words, about);
        made.mapping = Some(text);
    }
    Ok(())
}

/// Returns the unknown words of fields with fixed values, each once, by field.
fn unknown_words(rows: &[row::ImportRow]) -> Vec<(String, String)> {
    let words: BTreeSet<(String, String)> = rows.iter().flat_map(|row| row.unknown_words.iter().cloned()).collect();
    words.into_iter().collect()
}

fn draft(path: SourcePath, text: String, from: Location, basis: Basis) -> DraftFile {
    DraftFile { path, bytes: text.into_bytes().into(), from, basis }
}
