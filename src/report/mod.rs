//! Drafts the report of a year (工作总结) from a site and a date, as a model that writers print.
//!
//! Every sentence is made from records and names them; what no record has is marked as missing and never guessed. The
//! report is in Chinese whatever the site's languages, because it is an official document.
//!
//! `compose` writes the sections on the work, `chapters` those after it, `recorded` what `statistics.csv` says, `statistics`, `reviews` and
//! `annex` the tables, `photos` the pictures; `markdown`, `html`,
//! `json`, `docx` and `xlsx` print the model and know nothing of sites. `sheet` is another document: the sheet on which a text is reviewed.

mod annex;
mod chapters;
mod compose;
mod docx;
mod html;
mod json;
mod markdown;
mod photos;
mod phrases;
mod recorded;
mod reviews;
mod sheet;
mod statistics;
mod xlsx;

use jiff::civil::Date;
use serde::Serialize;

use crate::base::url::SourcePath;
use crate::site::Site;
use crate::site::figures::{Indicators, Recorded, Year, count};
use crate::site::review::Reviews;
use crate::site::targets::Target;
use crate::site::targets::standings::{Standing, standings};

pub use docx::docx;
pub use html::html;
pub use json::json;
pub use markdown::markdown;
pub use photos::{MOST_PHOTOS, Photo, PhotoFile};
pub use sheet::review_sheet;
pub use xlsx::xlsx;

/// For whom a report is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportForm {
    /// For the bureau: every sentence with its sources and files, differences, and what is missing by name.
    Internal,
    /// To be handed in: without files, differences and footnotes; what is missing is counted, and named in an annex.
    Final,
}

/// The input of a report.
pub struct Source<'s> {
    pub site: &'s Site,
    pub indicators: &'s Indicators,
    pub targets: &'s [Target],
    pub reviews: &'s Reviews,
    /// Figures that no entry has.
    pub recorded: &'s Recorded,
    /// Returns a published picture, made small, by the text that names it and what it says there.
    pub photo: &'s dyn Fn(&SourcePath, &str) -> Option<PhotoFile>,
    /// Returns the full address of an entry's page.
    pub address: &'s dyn Fn(crate::site::EntryId) -> String,
}

/// A complete report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub title: String,
    pub organisation: String,
    pub year: i16,
    /// The date up to which records count.
    pub as_of: String,
    /// How the report was made; printed first, unless it is empty.
    pub preamble: String,
    pub sections: Vec<ReportSection>,
    /// The statistics sheet and the other tables behind the text.
    pub tables: Vec<ReportTable>,
    /// Photographs of the year's events.
    pub photos: Vec<Photo>,
    /// The heading of the annex of photographs, and what is to be said of it; empty without any.
    pub photos_title: String,
    pub photos_note: String,
    /// Whether it is to be handed in: with the list of annexes, and room for the date below the organisation's name.
    pub signed: bool,
    /// Footnotes, numbered from 1 in the order of the text.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportSection {
    pub heading: String,
    /// The level of the heading: 1 for 一、 and 2 for （一）.
    pub level: usize,
    pub paragraphs: Vec<Vec<Sentence>>,
}

/// A sentence and its footnote.
#[derive(Clone, Debug, Serialize)]
pub struct Sentence {
    pub text: String,
    /// The number of its footnote.
    pub note: Option<usize>,
    /// Whether it says that data is missing.
    pub missing: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Note {
    pub number: usize,
    /// The footnote's printed text.
    pub text: String,
    pub records: Vec<RecordSource>,
}

/// A record that a sentence or a number is based on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordSource {
    pub title: String,
    /// The path below the site's root.
    pub file: String,
    pub url: String,
    /// The source of its figures, as the record states it.
    pub said: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportTable {
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<ReportCell>>,
    /// A note printed below the table.
    pub note: String,
}

/// A table cell; a number keeps its value for spreadsheets.
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

impl Report {
    /// The titles of the annexes, each with its number: `1. 科普统计表`.
    fn annexes(&self) -> Vec<String> {
        let titles = self.tables.iter().map(|table| &table.title).chain([&self.photos_title]);
        let parts = titles.filter_map(|title| title.strip_prefix("附件")?.split_once(' '));
        parts.map(|(number, title)| format!("{number}. {title}")).collect()
    }
}

/// The line of the date below the organisation's name, to be filled in by hand.
const DATE_TO_FILL: &str = "　　　　年　　月　　日";

/// Composes the report of a year from records up to a date.
pub fn report(source: &Source<'_>, year: i16, as_of: Date, form: ReportForm) -> Report {
    // What began at the end of a year counts as soon as it is over, also in the year after.
    let book = Year::of(source.site, year, as_of);
    let day = book.last_day();
    let counted = count(source.site, source.indicators, year, as_of);
    let standings: Vec<Standing> = standings(source.site, source.targets, day);
    let composer = compose::Composer::new(source, &book, &counted, &standings, form);
    let mut tables = statistics::tables(&composer, source.indicators);
    let config = &source.site.config;
    tables.extend(
        config.review.iter().map(|review| reviews::reviews(source.reviews, review, &config.language, year, day)),
    );
    composer.report(tables)
}
