//! A server's access logs → how often the site was read, by month: pages, entries, places, downloads, calendars.
//!
//! ```text
//! line ─line─▶ Visit     when, what, with what; never from where
//! Visit ─count─▶ Visits  sums for each address that the site has
//! Visits ─table─▶ rows   for people, for spreadsheets, for other programs
//! ```
//!
//! Addresses of visitors are not even read. Memory is bounded by the site, and not by the logs: only what the site has is
//! counted one by one.

mod count;
mod line;
mod robots;
mod table;

pub use count::{Counter, Visits};
pub use line::LogReader;
pub use table::{VisitRow, figures, rows, text};

use jiff::civil::Date;

/// One request, without whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The day in the site's time zone, or that of the log where it says no other.
    pub day: Date,
    pub method: String,
    /// The path as the browser sent it, with what follows it.
    pub target: String,
    pub status: u16,
    /// None where the log doesn't say it.
    pub agent: Option<String>,
    pub referrer: Option<String>,
}
