//! Visits → sums for each address that the site has.

use std::collections::{BTreeMap, HashMap};

use super::line::LogLine;
use super::robots::{engine, is_robot, is_wechat};
use super::{LogReader, Visit};
use crate::base::url::{Url, percent_decode};
use crate::build::Ready;
use crate::route::Shows;

/// Months that are counted; a log with more has broken dates.
const MOST_MONTHS: usize = 600;
/// Addresses that aren't there, counted one by one; the rest are counted together.
const MOST_MISSING: usize = 500;

/// A month, by its year and number.
pub type MonthKey = (i16, i8);

/// What was read of one address, in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub views: u64,
    /// Of these, what was opened within WeChat, and what came from a search engine.
    pub wechat: u64,
    pub searched: u64,
}

/// What the logs say.
#[derive(Debug, Default)]
pub struct Visits {
    /// By the place of the route among the site's, and by month.
    pub routes: BTreeMap<(usize, MonthKey), Sum>,
    /// Readers who came from search engines, by engine and month.
    pub engines: BTreeMap<(&'static str, MonthKey), u64>,
    /// Requests of addresses that the site doesn't have.
    pub missing: BTreeMap<String, u64>,
    pub missing_rest: u64,
    /// Lines, and which of them weren't counted.
    pub lines: u64,
    pub unknown: u64,
    /// The first line that couldn't be read: its file and number.
    pub first_unknown: Option<(String, u64)>,
    pub robots: u64,
    /// Lines that don't say which program asked, so that robots are among the readers.
    pub unnamed: u64,
    pub months: Vec<MonthKey>,
}

/// Counts visits of a site.
pub struct Counter<'r> {
    ready: &'r Ready,
    base_path: String,
    own: String,
    /// The place of the route of an address as it was asked for.
    known: HashMap<String, Option<usize>>,
    pub visits: Visits,
}

/// Answers that are kept for addresses that were asked for before.
const MOST_KNOWN: usize = 20_000;
/// No address of a site is longer, in bytes.
const LONGEST_KNOWN: usize = 500;

impl<'r> Counter<'r> {
    pub fn new(ready: &'r Ready) -> Self {
        let address = &ready.site().config.address;
        let (base_path, own) = (address.base_path.clone(), address.origin.clone());
        Self { ready, base_path, own, known: HashMap::new(), visits: Visits::default() }
    }

    /// Counts a line of a file.
    pub fn line(&mut self, reader: &mut LogReader, line: &str, at: (&str, u64)) {
        match reader.read(line) {
            LogLine::Nothing => {}
            LogLine::Visit(visit) => {
                self.visits.lines += 1;
                self.visit(&visit, at);
            }
            LogLine::Unknown => {
                self.visits.lines += 1;
                self.unknown(at);
            }
        }
    }

    fn unknown(&mut self, (file, number): (&str, u64)) {
        self.visits.unknown += 1;
        self.visits.first_unknown.get_or_insert_with(|| (file.to_owned(), number));
    }

    fn visit(&mut self, visit: &Visit, at: (&str, u64)) {
        match &visit.agent {
            Some(agent) if is_robot(agent) => {
                self.visits.robots += 1;
                return;
            }
            Some(_) => {}
            None => self.visits.unnamed += 1,
        }
        // Only what was shown counts: no redirects, no parts of a file.
        if visit.method != "GET" || !matches!(visit.status, 200 | 304 | 404) {
            return;
        }
        let path = visit.target.split(['?', '#']).next().unwrap_or_default();
        // Other sites of the same host write into the same log.
        if self.below(path).is_none() {
            return;
        }
        if visit.status == 404 {
            return self.missed(path);
        }
        let Some(route) = self.route(path) else { return };
        // The months of what is counted: a robot's line says nothing of the time that the logs span.
        let month = (visit.day.year(), visit.day.month());
        if !self.visits.months.contains(&month) {
            if self.visits.months.len() >= MOST_MONTHS {
                return self.unknown(at);
            }
            self.visits.months.push(month);
        }
        let sum = self.visits.routes.entry((route, month)).or_default();
        sum.views += 1;
        sum.wechat += u64::from(visit.agent.as_deref().is_some_and(is_wechat));
        let came = visit.referrer.as_deref().filter(|referrer| !referrer.starts_with(&self.own)).and_then(engine);
        if let Some(engine) = came {
            sum.searched += 1;
            *self.visits.engines.entry((engine, month)).or_default() += 1;
        }
    }

    fn missed(&mut self, path: &str) {
        // Addresses are as long as somebody likes.
        let path: String = percent_decode(path).chars().take(200).collect();
        let missing = &mut self.visits.missing;
        if missing.len() < MOST_MISSING || missing.contains_key(&path) {
            *missing.entry(path).or_default() += 1;
        } else {
            self.visits.missing_rest += 1;
        }
    }

    /// The route of a path: a page, a file to take along, a calendar or a feed.
    fn route(&mut self, path: &str) -> Option<usize> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        let found = self.found(path);
        if self.known.len() < MOST_KNOWN && path.len() <= LONGEST_KNOWN {
            self.known.insert(path.to_owned(), found);
        }
        found
    }

    /// The path below the site's own.
    fn below<'p>(&self, path: &'p str) -> Option<&'p str> {
        let below = path.strip_prefix(self.base_path.as_str())?;
        (below.is_empty() || below.starts_with('/')).then_some(below)
    }

    fn found(&self, path: &str) -> Option<usize> {
        let below = self.below(path)?;
        let decoded = percent_decode(below);
        let named = decoded.strip_suffix("index.html").unwrap_or(&decoded);
        let routes = self.ready.routes();
        let output = routes.get(&Url::new(named))?.output.clone();
        let place = routes.place_of(&output)?;
        let shows = &routes.routes[place].shows;
        let counted = match shows {
            Shows::Feed { .. } | Shows::Calendar(_) | Shows::Dataset { .. } | Shows::FiguresData { .. } => true,
            Shows::Asset(source) => is_document(source.extension()),
            Shows::NotFound | Shows::StyleGuide { .. } => false,
            _ => shows.kind().is_page(),
        };
        counted.then_some(place)
    }
}

/// Whether a file is taken along rather than shown on a page.
fn is_document(extension: &str) -> bool {
    const DOCUMENTS: &str = " pdf doc docx xls xlsx ppt pptx ofd wps csv json geojson zip rar 7z mp3 mp4 m4a epub txt ";
    DOCUMENTS.contains(&format!(" {} ", extension.to_ascii_lowercase()))
}
