//! A site, a year and a day → the draft of the year's report (工作总结), as a model that writers print.
//!
//! Every sentence is made of records and says of which; what no record says is named as missing and never
//! guessed. The report is in Chinese whatever the site's languages: it is an official document of a form.
//!
//! `compose` writes the sections on the work, `chapters` those after it, `statistics` the tables; `markdown`, `html`, `json`, `docx` and `xlsx`
//! print the model and know nothing of sites.

mod chapters;
mod compose;
mod docx;
mod html;
mod json;
mod markdown;
mod phrases;
mod statistics;
mod xlsx;

use jiff::civil::Date;
use serde::Serialize;

use crate::site::Site;
use crate::site::figures::{Indicators, Year, count};
use crate::site::targets::Target;
use crate::site::targets::standings::{Standing, standings};

pub use docx::docx;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use xlsx::xlsx;

/// What a report is made from.
pub struct Source<'s> {
    pub site: &'s Site,
    pub indicators: &'s Indicators,
    pub targets: &'s [Target],
    /// The whole address of an entry's page.
    pub address: &'s dyn Fn(crate::site::EntryId) -> String,
}

/// A report, whole.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub title: String,
    pub organisation: String,
    pub year: i16,
    /// The day up to which records count.
    pub as_of: String,
    /// How the report came about, printed first.
    pub preamble: String,
    pub sections: Vec<ReportSection>,
    /// The statistics sheet and the other tables behind the text.
    pub tables: Vec<ReportTable>,
    /// Footnotes, numbered from 1 in the order of the text.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportSection {
    pub heading: String,
    /// 1 for 一、 and 2 for （一）.
    pub level: usize,
    pub paragraphs: Vec<Vec<Sentence>>,
}

/// A sentence and its footnote.
#[derive(Clone, Debug, Serialize)]
pub struct Sentence {
    pub text: String,
    /// The number of its footnote.
    pub note: Option<usize>,
    /// Whether it says that something isn't known.
    pub missing: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Note {
    pub number: usize,
    /// How the footnote is printed.
    pub text: String,
    pub records: Vec<RecordSource>,
}

/// A record that a sentence or a number was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordSource {
    pub title: String,
    /// Where it stands below the site's root.
    pub file: String,
    pub url: String,
    /// Where its figures are from, as it says.
    pub said: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportTable {
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<ReportCell>>,
    /// Said below it.
    pub note: String,
}

/// A cell; a number keeps its value where it goes into a spreadsheet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportCell {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<f64>,
}

impl ReportCell {
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: None }
    }

    pub fn count(count: usize) -> Self {
        Self { text: count.to_string(), number: Some(count as f64) }
    }
}

/// The report of a year, of records up to a day.
pub fn report(source: &Source<'_>, year: i16, as_of: Date) -> Report {
    // A year that is over has ended on its last day, whatever the day of the report.
    let day = Date::new(year, 12, 31).map_or(as_of, |last| last.min(as_of));
    let book = Year::of(source.site, year, day);
    let counted = count(source.site, source.indicators, year, day);
    let standings: Vec<Standing> = standings(source.site, source.targets, day);
    let composer = compose::Composer::new(source, &book, &counted, &standings, as_of);
    let tables = statistics::tables(&composer, source.indicators);
    composer.report(tables)
}
