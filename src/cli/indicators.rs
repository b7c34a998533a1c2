//! Events that the yearly statistics don't count, or count twice: a note below a check, and no finding.

use serde::Serialize;

use super::terminal::print;
use crate::base::diagnostic::Language;
use crate::site::figures::{Indicators, count, years};
use crate::site::{EntryId, Site};

/// As many as a terminal is told of; the report lists all of them.
const MOST: usize = 12;

/// What a check notes of a year; nothing of a site without figures of it.
#[derive(Serialize)]
pub struct Unmatched {
    year: i16,
    none: Vec<Event>,
    several: Vec<Event>,
}

#[derive(Serialize)]
struct Event {
    title: String,
    file: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    indicators: Vec<String>,
}

impl Unmatched {
    pub fn of(site: &Site, indicators: &Indicators) -> Option<Self> {
        let today = site.today.0;
        let year = today.year();
        if !years(site).contains(&year) {
            return None;
        }
        let counted = count(site, indicators, year, today);
        let event = |id: EntryId, indicators: Vec<String>| {
            let entry = site.entry(id);
            Event { title: entry.title.clone(), file: entry.source.to_string(), indicators }
        };
        let none: Vec<Event> = counted.unmatched.into_iter().map(|id| event(id, Vec::new())).collect();
        let several: Vec<Event> = counted.doubled.into_iter().map(|(id, keys)| event(id, keys)).collect();
        (!none.is_empty() || !several.is_empty()).then_some(Self { year, none, several })
    }

    pub fn note(&self, language: Language) {
        let (year, none, several) = (self.year, self.none.len(), self.several.len());
        print(&match language {
            Language::Chinese => {
                format!("统计指标（{year} 年）：{none} 项活动不属于任何指标，{several} 项同时属于几个指标")
            }
            Language::English => {
                format!("statistics of {year}: events that no indicator counts: {none}, that several count: {several}")
            }
        });
        for event in self.several.iter().chain(&self.none).take(MOST) {
            let keys =
                if event.indicators.is_empty() { String::new() } else { format!("  {}", event.indicators.join(" ")) };
            print(&format!("  {}  {}{keys}", event.title, event.file));
        }
        if none + several > MOST {
            let more = none + several - MOST;
            print(&match language {
                Language::Chinese => format!("  还有 {more} 项，见 kepu report {year}"),
                Language::English => format!("  and {more} more, listed by `kepu report {year}`"),
            });
        }
        print("");
    }
}
