//! The annex on reviews: how many texts each stage signed and returned in the year.

use jiff::civil::Date;

use super::annex::table;
use super::{ReportCell, ReportTable};
use crate::config::review::{ALL_STAGES, Review};
use crate::site::review::{Decision, Reviews};

/// Returns the table of the records up to a day of the year.
pub fn reviews(reviews: &Reviews, review: &Review, language: &str, year: i16, day: Date) -> ReportTable {
    let records: Vec<_> = reviews.units.iter().flat_map(|unit| unit.history.records()).collect();
    let in_time = |time: &str| {
        let date: Option<Date> = time.get(..10).and_then(|day| day.parse().ok());
        date.is_some_and(|date| date.year() == year && date <= day)
    };
    let count = |stage: &str, decision: Decision| {
        let fits = |record: &&&crate::site::review::ReviewRecord| {
            record.stage == stage && record.decision == decision && in_time(&record.time)
        };
        ReportCell::count(records.iter().filter(fits).count())
    };
    let mut rows: Vec<Vec<ReportCell>> = review
        .stages
        .iter()
        .map(|stage| {
            let name = ReportCell::text(stage.name.get(language));
            vec![name, count(&stage.id, Decision::Accepted), count(&stage.id, Decision::Returned)]
        })
        .collect();
    let adopted = count(ALL_STAGES, Decision::Adopted);
    if adopted.number != Some(0.0) {
        rows.push(vec![ReportCell::text("实行审核前的内容收下"), adopted, ReportCell::text("")]);
    }
    let full = reviews.units.iter().filter(|unit| !unit.draft && unit.standing.is_full()).count();
    let all = reviews.units.iter().filter(|unit| !unit.draft).count();
    let note = format!("按审核记录统计，一条内容改后重审另计一次。现有应审内容{all}条，已审定{full}条。");
    table("内容审核情况", &["审级", "采用（次）", "退回（次）"], rows, &note)
}
