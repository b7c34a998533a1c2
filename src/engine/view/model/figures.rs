//! The shapes of the pages of a year in figures, and of the targets.

use serde::Serialize;

use super::part::{DateView, Head, LinkView};
use crate::base::url::Url;

/// The years of which there are figures.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FiguresPage {
    /// What the page says about itself.
    pub page: Head,
    /// The latest first.
    pub years: Vec<FiguresYear>,
}

/// A year of which there are figures.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FiguresYear {
    /// The year.
    pub year: i16,
    /// Its page.
    pub url: Url,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// Events that took place; a drive counts as the events below it.
    pub events: usize,
    /// Records that have figures.
    pub records: usize,
}

/// A year in figures, of everything or of one series.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FiguresYearPage {
    /// What the page says about itself.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// The day up to which records count.
    pub as_of: DateView,
    /// The series that the page is about; none for all of the year.
    pub series: Option<LinkView>,
    /// All years.
    pub years: Vec<FiguresYear>,
    /// The pages of series in this year.
    pub parts: Vec<LinkView>,
    /// Events that took place; a drive counts as the events below it.
    pub events: usize,
    /// Figures by name and unit.
    pub lines: Vec<FigureLine>,
    /// Stated totals beside the sums of their parts.
    pub comparisons: Vec<FigureComparison>,
    /// The yearly statistics; empty on the page of a series.
    pub indicators: Vec<IndicatorView>,
    /// Events by month, district and form.
    pub charts: Vec<ChartView>,
    /// The same figures as files; empty on the page of a series.
    pub downloads: Vec<LinkView>,
}

/// What was counted, what it comes to, and what it came to a year before.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FigureLine {
    /// What was counted; may be empty.
    pub name: String,
    /// In print: `11万人以上`.
    pub text: String,
    /// ≥, ≤ or ≈ where a part is not exact; else empty.
    pub sign: String,
    /// The number alone, in digits.
    pub number: String,
    /// What was counted up: 人次, 份.
    pub unit: String,
    /// How many figures were added.
    pub count: usize,
    /// How many of them were approximate.
    pub approximate: usize,
    /// In print, what it was in the year before.
    pub before: Option<String>,
    /// The number of the year before with its sign.
    pub before_number: Option<String>,
    /// The records that it is from.
    pub from: Vec<LinkView>,
}

/// A stated total beside the sum of its parts, never added.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FigureComparison {
    /// Who states it.
    pub record: LinkView,
    /// What was counted.
    pub name: String,
    /// The total in print.
    pub stated: String,
    /// What the parts come to, in print.
    pub parts: String,
    /// Stated less parts, in print.
    pub difference: String,
    /// The records of the parts.
    pub from: Vec<LinkView>,
}

/// A line of the yearly statistics.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct IndicatorView {
    /// What it is called.
    pub title: String,
    /// Whether it counts what another indicator counts as well.
    pub also: bool,
    /// What is counted of it.
    pub item: String,
    /// Its unit.
    pub unit: String,
    /// Offline, in print; empty where nothing is known.
    pub offline: String,
    /// Online, in print; empty where nothing is known.
    pub online: String,
    /// The records that it is from.
    pub from: Vec<LinkView>,
    /// Events that lack the figure.
    pub without: Vec<LinkView>,
}

/// A chart of bars, to be drawn as SVG.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ChartView {
    /// What it goes by: `month`, `district` or `form`.
    pub key: String,
    /// The drawing's width in its own units.
    pub width: usize,
    /// The drawing's height.
    pub height: usize,
    /// Where bars begin.
    pub left: usize,
    /// From top to bottom.
    pub bars: Vec<ChartBar>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ChartBar {
    /// What it stands for.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Its upper edge.
    pub y: usize,
    /// Its width.
    pub width: usize,
    /// Where the label's and the number's lines are.
    pub baseline: usize,
    /// Where the number begins.
    pub after: usize,
}

/// How far the site's targets have come.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct TargetsPage {
    /// What the page says about itself.
    pub page: Head,
    /// The day of which it tells.
    pub as_of: DateView,
    /// In the order of `site.yaml`.
    pub targets: Vec<TargetView>,
    /// Series that return in certain months, and whether they were held this year.
    pub drives: Vec<DriveView>,
}

/// A target.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct TargetView {
    /// What it is called.
    pub title: String,
    /// The year of which it tells.
    pub year: i16,
    /// `month`, `quarter` or `year`.
    pub every: String,
    /// How much is wanted each time.
    pub at_least: u32,
    /// How many subjects have reached it.
    pub reached: usize,
    /// Those who are behind first.
    pub rows: Vec<TargetRow>,
}

/// A subject of a target.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct TargetRow {
    /// Its name.
    pub name: String,
    /// Its page, if it has one.
    pub url: Option<Url>,
    /// What is wanted of it.
    pub wanted: u32,
    /// What is done.
    pub done: u32,
    /// What is entered and still to come.
    pub planned: u32,
    /// What is neither.
    pub missing: u32,
    /// Months or quarters that are over and lacked something, `2026-02`.
    pub missed: Vec<String>,
    /// `missed`, `behind`, `planned`, `timely` or `reached`.
    pub state: String,
}

/// A series that returns every year.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DriveView {
    /// The series.
    pub series: LinkView,
    /// The months in which it is held.
    pub months: Vec<i8>,
    /// Its events of the year that are over.
    pub held: usize,
    /// Its events of the year that are still to come.
    pub planned: usize,
    /// `held`, `planned`, `due` where its months aren't over, or `missing`.
    pub state: String,
}
