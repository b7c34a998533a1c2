//! What the program understood of an entry's fields, to be read beside them.

use serde::Serialize;

use crate::base::diagnostic::Language;
use crate::base::time::When;
use crate::content::Entry;

/// By what an editor has to see of it.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct ReadBack {
    /// When an event takes place: the next times, and how many there are in all.
    pub occurrences: Vec<String>,
    pub occurrence_count: usize,
    /// Opening hours, a line for each group of days.
    pub hours: Vec<String>,
    /// Figures with number and unit.
    pub figures: Vec<String>,
}

/// More are counted.
const MOST_OCCURRENCES: usize = 10;

/// Returns what was understood of an entry.
pub fn read_back(entry: &Entry, language: Language) -> ReadBack {
    let chinese = language == Language::Chinese;
    let occurrences = entry.schedule.as_ref().map(|schedule| schedule.occurrences.as_slice()).unwrap_or_default();
    let hours = entry.place.as_ref().and_then(|place| place.hours.as_ref());
    let figures = entry.outcome.as_ref().map(|outcome| outcome.figures.as_slice()).unwrap_or_default();
    ReadBack {
        occurrences: occurrences.iter().take(MOST_OCCURRENCES).map(|one| said(one.start, chinese)).collect(),
        occurrence_count: occurrences.len(),
        hours: hours.map(|hours| hours.describe(chinese)).unwrap_or_default(),
        figures: figures.iter().map(|figure| format!("{} {figure}", figure.name).trim().to_owned()).collect(),
    }
}

/// A day with its weekday, and the time.
fn said(when: When, chinese: bool) -> String {
    let weekday = usize::from(when.date.weekday().to_monday_zero_offset().unsigned_abs());
    let day = match chinese {
        true => {
            let name = ["一", "二", "三", "四", "五", "六", "日"][weekday];
            format!("{}年{}月{}日 星期{name}", when.date.year(), when.date.month(), when.date.day())
        }
        false => format!("{} {}", when.date, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday]),
    };
    match when.time {
        Some(time) => format!("{day} {:02}:{:02}", time.hour(), time.minute()),
        None => day,
    }
}
