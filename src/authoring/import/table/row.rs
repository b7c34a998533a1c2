//! Parses one row into the values of an entry.

use std::collections::BTreeMap;

use super::goes::{Column, Goes, way};
use super::mapping::Mapping;
use super::sheet::{CellContent, SheetCell, serial};
use super::when::{Times, times};
use super::withheld::withholds;
use crate::authoring::import::datum::Datum;
use crate::authoring::import::existing::ExistingSite;
use crate::authoring::import::field::fill;
use crate::base::diagnostic::{Diagnostic, Localized, Location, Span, has_errors, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::Node;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::value::{Point, degrees, directed};
use crate::config::collection::{Collection, Facet, Field, FieldType};
use crate::content::list::items;
use crate::content::moment::wrong_weekday;

/// The context of reading rows.
pub struct Rows<'a> {
    pub existing: &'a ExistingSite,
    pub collection: &'a Collection,
    pub mapping: &'a Mapping,
    pub path: &'a SourcePath,
    pub columns: &'a [Column],
    pub datum: Option<Datum>,
    /// Whether new entries become rows of `entries.csv` instead of files.
    pub table: bool,
    /// Whether plain numbers of days are counted from 1904.
    pub epoch_1904: bool,
    /// The year of dates that have none.
    pub year: Option<i16>,
}

/// The entry of a row.
#[derive(Debug, Default)]
pub struct ImportRow {
    pub span: Span,
    /// Values by field, in the order of the declaration.
    pub values: Vec<(String, YamlValue)>,
    pub body: Option<String>,
    /// Texts that weren't understood, by heading: written as comments.
    pub comments: Vec<(String, String)>,
    /// Why it isn't to be public, as the table has it; a new entry becomes a draft.
    pub withheld: Option<String>,
    /// The span of the coordinates.
    pub located: Option<Span>,
    /// Unknown words of fields with fixed values: field and word.
    pub unknown_words: Vec<(String, String)>,
}

impl ImportRow {
    pub fn value(&self, key: &str) -> Option<&YamlValue> {
        self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        match self.value(key)? {
            YamlValue::Text(text) | YamlValue::Plain(text) => Some(text),
            _ => None,
        }
    }
}

/// The beginnings of lines below a table that are notes on it.
const NOTES: [&str; 12] =
    ["注：", "注:", "备注", "说明", "合计", "总计", "小计", "共计", "填表", "制表", "审核", "填报"];

impl Rows<'_> {
    /// Reads a row. Returns `None` for one that isn't an entry, which is reported unless it is blank.
    pub fn read(&self, cells: &[SheetCell], diagnostics: &mut Vec<Diagnostic>) -> Option<ImportRow> {
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        let (first, alone) = (filled.next()?, filled.next().is_none());
        let titles = self.columns.iter().position(|column| column.goes == Goes::Field(vec!["title".to_owned()]));
        let name = titles
            .and_then(|place| cells.get(place))
            .filter(|cell| !cell.is_empty() && !matches!(cell.content, CellContent::Faulty(_)));
        let title = name.map(SheetCell::shown).unwrap_or_default();
        let mut row = ImportRow { span: name.unwrap_or(first).span, ..ImportRow::default() };
        if titles.is_some_and(|place| title == self.columns[place].heading) {
            // The header repeated, as on every printed page.
            return None;
        }
        let shown = first.shown();
        if title.is_empty() || (alone && NOTES.iter().any(|word| shown.starts_with(word))) {
            let words: String = shown.chars().take(20).collect();
            let bare: String = shown.split_whitespace().collect();
            if NOTES.iter().any(|note| bare.starts_with(note)) {
                diagnostics.push(messages::table_note(&words).at(Location::span(self.path, row.span)));
                return None;
            }
            let (zh, en) = (format!("“{words}”这一行没有标题"), format!("the row `{words}` has no title"));
            diagnostics.push(messages::left_out(&zh, &en).at(Location::span(self.path, row.span)));
            return None;
        }
        let mut reading = Reading { rows: self, cells, row: &mut row, diagnostics, halves: BTreeMap::new() };
        for (column, cell) in self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match &cell.content {
                CellContent::Faulty(written) => reading.faulty(column, written, cell.span),
                _ => reading.cell(column, cell),
            }
        }
        reading.points();
        reading.groups();
        reading.place();
        let order = |key: &str| self.collection.fields.iter().position(|field| *field.key == *key);
        row.values.sort_by_key(|(key, _)| order(key));
        Some(row)
    }

    /// Returns the required fields that a row lacks.
    pub fn lacking(&self, row: &ImportRow) -> Vec<&Field> {
        let needs = |field: &&Field| !field.optional && field.default.is_none() && row.value(&field.key).is_none();
        self.collection.fields.iter().filter(needs).collect()
    }
}

/// A row while it is read.
struct Reading<'a, 'r> {
    rows: &'a Rows<'a>,
    cells: &'r [SheetCell],
    row: &'r mut ImportRow,
    diagnostics: &'r mut Vec<Diagnostic>,
    /// Longitude and latitude by field, each with its heading and its cell.
    halves: BTreeMap<String, [Option<Half<'a>>; 2]>,
}

/// One coordinate of a point.
struct Half<'a> {
    column: &'a Column,
    text: String,
    span: Span,
}

impl<'a> Reading<'a, '_> {
    fn cell(&mut self, column: &'a Column, cell: &SheetCell) {
        match &column.goes {
            Goes::Skipped => {}
            Goes::Unknown => {
                let value = cell.shown();
                if withholds(&column.heading, &value) {
                    self.row.withheld = Some(format!("{}: {}", column.heading, value.trim()));
                }
            }
            Goes::Body => self.row.body = Some(paragraphs(&cell.shown())),
            Goes::Longitude(key) => self.half(key, 0, column, cell),
            Goes::Latitude(key) => self.half(key, 1, column, cell),
            Goes::Field(path) => {
                let Some(top) = self.rows.collection.field(&path[0]) else { return };
                match (path.get(1), top.field_type.item()) {
                    (None, _) if self.both_ends(column, top, cell) => {}
                    (None, _) => {
                        let value = self.value(column, top, cell);
                        self.keep(&path[0], value);
                    }
                    (Some(part), FieldType::Group(fields)) => {
                        let Some(field) = fields.iter().find(|field| *field.key == **part) else { return };
                        let value = self.value(column, field, cell).map(|value| {
                            let group = YamlValue::Group(vec![(part.clone(), value)]);
                            let list = matches!(top.field_type, FieldType::List(_));
                            if list { YamlValue::List(vec![group]) } else { group }
                        });
                        self.keep(&path[0], value);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Reports a cell without a value, and keeps what stands in it as a comment.
    fn faulty(&mut self, column: &Column, written: &str, span: Span) {
        if matches!(column.goes, Goes::Skipped | Goes::Unknown) {
            return;
        }
        let fault = match written.starts_with('=') {
            true => Localized {
                zh: format!("公式 {written} 没有算出的值"),
                en: format!("the formula {written} was never computed"),
            },
            false => {
                Localized { zh: format!("是错误值 {written}"), en: format!("the cell has the error {written}") }
            }
        };
        let help = Localized {
            zh: "在表格里改成实际的值，或用 Excel、WPS 打开并保存一次，再导入".to_owned(),
            en: "put the value into the table, or open and save it once in Excel or WPS, and import it again"
                .to_owned(),
        };
        self.row.comments.push((column.heading.clone(), written.to_owned()));
        self.report(column, &fault, &help, span);
    }

    /// Reads from one cell when an event is, if the collection has a schedule: start and end, a recurrence, or a time that
    /// isn't fixed. What can't be read is kept as such a time, so that the event isn't lost.
    fn both_ends(&mut self, column: &Column, field: &Field, cell: &SheetCell) -> bool {
        let starts = *field.key == *"start" && self.rows.collection.has(Facet::Schedule);
        if !starts || !matches!(cell.content, CellContent::Text(_)) {
            return false;
        }
        let text = self.text(column, field, cell);
        let FieldType::Datetime { rough } = field.field_type else { return false };
        match times(&text, self.rows.year, self.rows.existing) {
            Some(Times { start, end, recurrence, date }) => {
                if date.is_none() && recurrence.is_none() && !rough {
                    return false;
                }
                let doubt = date.and_then(|date| wrong_weekday(&text, date));
                let at = Location::span(self.rows.path, cell.span);
                self.diagnostics.extend(doubt.map(|doubt| doubt.at(at)));
                let fixed = date.is_some() || recurrence.is_some();
                self.keep("start", Some(if fixed { YamlValue::plain(start) } else { YamlValue::text(&start) }));
                self.keep("end", end.map(YamlValue::plain));
                self.keep("recurrence", recurrence.map(|rule| YamlValue::text(&rule)));
                true
            }
            None if rough => {
                let fault = Localized {
                    zh: "看不出是哪一天，先按“时间待定”收下".to_owned(),
                    en: "the day can't be read; it is brought over as 时间待定".to_owned(),
                };
                let help = match self.rows.year {
                    Some(_) => Localized {
                        zh: "在文件的 start 里写上日期，如 2026-05-18 09:30".to_owned(),
                        en: "write the date into `start` of the file, as in 2026-05-18 09:30".to_owned(),
                    },
                    None => Localized {
                        zh: "表格没有写是哪一年：加上 --year 2026 这样再导入一次".to_owned(),
                        en: "the table doesn't say its year: import it again with `--year 2026`".to_owned(),
                    },
                };
                self.report(column, &fault, &help, cell.span);
                self.row.comments.push((column.heading.clone(), text));
                self.keep("start", Some(YamlValue::text("时间待定")));
                true
            }
            None => false,
        }
    }

    /// Adds a value, and merges it with what other columns gave the same group.
    fn keep(&mut self, key: &str, value: Option<YamlValue>) {
        let Some(value) = value else { return };
        match self.row.values.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => join(known, value),
            None => self.row.values.push((key.to_owned(), value)),
        }
    }

    fn value(&mut self, column: &Column, field: &Field, cell: &SheetCell) -> Option<YamlValue> {
        let text = self.text(column, field, cell);
        if matches!(field.field_type, FieldType::Point) {
            return self.point(column, &text, cell.span);
        }
        let read = |text: &str| fill(self.rows.existing, self.rows.path, field, &Node::scalar(text, cell.span));
        let mut filled = read(&text);
        // A cell is as wide as its column: 周二至周日 and 9:00-17:00 stand in two lines of one.
        if !filled.diagnostics.is_empty() && matches!(field.field_type, FieldType::OpeningHours) && text.contains('\n')
        {
            let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
            filled = Some(read(&joined)).filter(|joined| joined.diagnostics.is_empty()).unwrap_or(filled);
        }
        if matches!(field.field_type.item(), FieldType::Choice(_) | FieldType::Term { .. }) {
            let unknown = |word: &&str| {
                let alone = fill(self.rows.existing, self.rows.path, field, &Node::scalar(*word, cell.span));
                !alone.diagnostics.is_empty()
            };
            let words = items(&text, field.field_type.item(), &self.rows.existing.config.taxonomies);
            let words = words.into_iter().filter(unknown);
            let way = way(&column.goes).unwrap_or_default();
            self.row.unknown_words.extend(words.map(|word| (way.clone(), word.to_owned())));
        }
        // What is shown as it was written is reported by the build, with its place in the new file.
        if !has_errors(&filled.diagnostics) && filled.value.is_some() {
            return filled.value;
        }
        if has_errors(&filled.diagnostics) {
            self.row.comments.push((column.heading.clone(), cell.shown()));
            // It may say that the event is called off.
            if *field.key == *"status" && self.rows.collection.has(Facet::Schedule) {
                self.row.withheld = Some(format!("{}: {}", column.heading, cell.shown().trim()));
            }
        }
        for Diagnostic { message, help, .. } in filled.diagnostics {
            self.report(column, &message, &help, cell.span);
        }
        filled.value
    }

    /// Returns a cell's text in the form that the field's type reads.
    fn text(&mut self, column: &Column, field: &Field, cell: &SheetCell) -> String {
        let way = way(&column.goes).unwrap_or_default();
        let item = field.field_type.item();
        match (&cell.content, item) {
            (CellContent::Number(days), FieldType::Date | FieldType::Datetime { .. })
                if (20_000.0..80_000.0).contains(days) =>
            {
                let days = if self.rows.epoch_1904 { days + DAYS_1904 } else { *days };
                serial(days).map_or_else(
                    || cell.shown(),
                    |moment| SheetCell { content: CellContent::Moment(moment), ..cell.clone() }.shown(),
                )
            }
            (CellContent::Moment(moment), FieldType::Month) => format!("{:04}-{:02}", moment.year(), moment.month()),
            (CellContent::Number(_), FieldType::Phone) => {
                let number = cell.shown();
                if !lost_its_zero(&number) {
                    return number;
                }
                let whole = format!("0{number}");
                let diagnostic = messages::zero_put_back(&column.heading, &whole);
                self.diagnostics.push(diagnostic.at(Location::span(self.rows.path, cell.span)));
                whole
            }
            _ => {
                let text = cell.shown();
                let mapped = self.rows.mapping.value(&way, &text);
                if mapped != text || !matches!(field.field_type, FieldType::List(_)) {
                    return mapped.to_owned();
                }
                let parts = items(&text, item, &self.rows.existing.config.taxonomies);
                let parts = parts.into_iter().map(|part| self.rows.mapping.value(&way, part));
                parts.collect::<Vec<_>>().join("；")
            }
        }
    }

    /// Removes groups without a required field: for example a date of accreditation without its title.
    fn groups(&mut self) {
        for field in &self.rows.collection.fields {
            let FieldType::Group(parts) = field.field_type.item() else { continue };
            let given = match self.row.value(&field.key) {
                Some(YamlValue::Group(given)) => given,
                Some(YamlValue::List(groups)) => match groups.first() {
                    Some(YamlValue::Group(given)) => given,
                    _ => continue,
                },
                _ => continue,
            };
            let missing = |part: &&Field| !part.optional && !given.iter().any(|(key, _)| *key == *part.key);
            let lacking: Vec<&Field> = parts.iter().filter(missing).collect();
            if lacking.is_empty() {
                continue;
            }
            let (zh, en): (Vec<&str>, Vec<&str>) =
                lacking.iter().map(|part| (part.label.get("zh-CN"), &*part.key)).unzip();
            let zh = format!("{}还缺少{}", field.label.get("zh-CN"), zh.join("、"));
            let en = format!("{} needs {} as well", field.label.get("en"), en.join(", "));
            let fault = Localized { zh, en };
            self.row.values.retain(|(key, _)| *key != *field.key);
            for (column, cell) in self.rows.columns.iter().zip(self.cells).filter(|(_, cell)| !cell.is_empty()) {
                if matches!(&column.goes, Goes::Field(path) if *path[0] == *field.key) {
                    self.row.comments.push((column.heading.clone(), cell.shown()));
                    self.report(column, &fault, &Localized::default(), cell.span);
                }
            }
        }
    }

    /// Ties an event to the base that its venue is, if the table says no other.
    fn place(&mut self) {
        let Some(venue) = self.row.text("venue").map(|venue| venue.trim().to_owned()) else { return };
        let fields = self.rows.collection.fields.iter().filter(|field| self.row.value(&field.key).is_none());
        let named = fields.into_iter().find_map(|field| {
            let FieldType::Reference { to } = &field.field_type else { return None };
            Some((field.key.to_string(), self.rows.existing.place_named(to, &venue)?))
        });
        if let Some((key, name)) = named {
            self.row.values.retain(|(key, _)| key != "venue");
            self.keep(&key, Some(YamlValue::text(name)));
        }
    }

    fn half(&mut self, key: &str, which: usize, column: &'a Column, cell: &SheetCell) {
        self.halves.entry(key.to_owned()).or_default()[which] =
            Some(Half { column, text: cell.shown(), span: cell.span });
    }

    /// Combines longitudes and latitudes.
    fn points(&mut self) {
        for (key, halves) in std::mem::take(&mut self.halves) {
            let place = match &halves {
                [Some(lon), Some(lat)] => degrees(&lon.text).zip(degrees(&lat.text)),
                _ => None,
            };
            let Some(Half { column, span, .. }) = halves.iter().flatten().next() else { continue };
            let texts: Vec<&str> = halves.iter().flatten().map(|half| half.text.as_str()).collect();
            let text = match place {
                Some((lon, lat)) => format!("{lon},{lat}"),
                None => texts.join(","),
            };
            let value = self.point(column, &text, *span);
            self.keep(&key, value);
        }
    }

    fn point(&mut self, column: &Column, text: &str, span: Span) -> Option<YamlValue> {
        let datum = self.rows.datum.unwrap_or(Datum::Wgs84);
        let pair = match directed(text) {
            Some(pair) => Ok(pair),
            // Latitude first is no point where it is beyond 90; so the numbers are read before they are judged.
            None => numbers(text).map_or_else(|| Point::parse(text).map(|point| (point.lon, point.lat)), Ok),
        };
        let point = pair.and_then(|(lon, lat)| {
            let swapped = is_swapped((lon, lat));
            let (lon, lat) = if swapped { (lat, lon) } else { (lon, lat) };
            if swapped {
                let diagnostic = messages::coordinates_swapped(&column.heading, &format!("{lon},{lat}"));
                self.diagnostics.push(diagnostic.at(Location::span(self.rows.path, span)));
            }
            // What wasn't filled in is so in each of them.
            let (lon, lat) = if (lon, lat) == (0.0, 0.0) { (lon, lat) } else { datum.to_wgs84(lon, lat) };
            Point::new(lon, lat)
        });
        match point {
            Ok(point) => {
                self.row.located = Some(span);
                Some(YamlValue::List(vec![YamlValue::plain(point.lon), YamlValue::plain(point.lat)]))
            }
            Err(fault) => {
                self.row.comments.push((column.heading.clone(), text.to_owned()));
                self.report(column, &fault, &Localized::default(), span);
                None
            }
        }
    }

    fn report(&mut self, column: &Column, fault: &Localized, help: &Localized, span: Span) {
        let diagnostic = messages::not_understood(&column.heading, &fault.zh, &fault.en, &help.zh, &help.en);
        self.diagnostics.push(diagnostic.at(Location::span(self.rows.path, span)));
    }
}

/// Merges two values of one group.
fn join(known: &mut YamlValue, value: YamlValue) {
    match (known, value) {
        (YamlValue::Group(pairs), YamlValue::Group(more)) => {
            for (key, value) in more {
                if !pairs.iter().any(|(known, _)| *known == key) {
                    pairs.push((key, value));
                }
            }
        }
        (YamlValue::List(groups), YamlValue::List(more)) => match (groups.first_mut(), more.into_iter().next()) {
            (Some(group @ YamlValue::Group(_)), Some(value)) => join(group, value),
            (_, Some(value)) => groups.push(value),
            _ => {}
        },
        _ => {}
    }
}

/// Returns whether a spreadsheet dropped the leading 0 of the area code: the number has ten digits, or nine for an old
/// one, so it can be neither a mobile number (eleven digits from 1) nor one without an area code.
fn lost_its_zero(number: &str) -> bool {
    let digits = number.len();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    let service = number.starts_with("400") || number.starts_with("800");
    plain && !service && ((digits == 10) || (digits == 11 && !number.starts_with('1')))
}

/// Parses a pair of numbers, plain or in degrees, without a look at which is which.
fn numbers(text: &str) -> Option<(f64, f64)> {
    let parts: Vec<&str> =
        text.split([',', '，', '、', ' ', '\u{3000}', '\t']).filter(|part| !part.is_empty()).collect();
    let [first, second] = parts.as_slice() else { return None };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || b".-+".contains(&byte));
    let marked = |part: &str| {
        part.contains(['°', '度']) && part.chars().all(|c| c.is_ascii_digit() || ".°′″'\"度分秒".contains(c))
    };
    match () {
        () if plain(first) && plain(second) => first.parse().ok().zip(second.parse().ok()),
        () if marked(first) && marked(second) => degrees(first).zip(degrees(second)),
        () => None,
    }
}

/// Whether a pair is a place in China only with its numbers exchanged.
fn is_swapped((lon, lat): (f64, f64)) -> bool {
    let inside = |lon: f64, lat: f64| (73.0..=136.0).contains(&lon) && (3.0..=54.0).contains(&lat);
    !inside(lon, lat) && inside(lat, lon)
}

/// From 1899-12-30, where days are counted otherwise, to 1904-01-01.
const DAYS_1904: f64 = 1462.0;

/// Makes each line of a cell a paragraph.
fn paragraphs(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_of_numbers_is_read_before_it_is_judged() {
        assert_eq!(numbers("28.8，105.4"), Some((28.8, 105.4)));
        assert_eq!(numbers("105°30′,28°15′"), Some((105.5, 28.25)));
        assert!(is_swapped((28.8, 105.4)));
        assert!(!is_swapped((105.4, 28.8)) && !is_swapped((-0.12, 51.5)));
    }

    #[test]
    fn a_zero_is_put_back_where_one_was() {
        assert!(lost_its_zero("8301234567"));
        assert!(lost_its_zero("83012345678"));
        for number in ["13800000000", "1234567", "4008123123", "0830-1234567"] {
            assert!(!lost_its_zero(number), "{number}");
        }
    }
}
