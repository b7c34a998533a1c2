//! Checks for targets that are behind schedule.

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Localized, messages};
use crate::site::targets::standings::{Row, StandingState};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let language = &subject.site().config.language;
    for standing in subject.ready.standings() {
        let title = standing.target.title.get(language);
        for row in &standing.rows {
            let message = match row.state {
                StandingState::Missed => messages::target_missed(title, &row.name, &row.missed.join(", ")),
                StandingState::Behind => {
                    let said = progress(row);
                    messages::target_behind(title, &row.name, &said.zh, &said.en)
                }
                _ => continue,
            };
            let target = standing.target.at.clone();
            findings.push(match row.subject {
                None => message.at(target),
                Some(id) => {
                    let what = Localized { zh: "目标写在这里".to_owned(), en: "the target is here".to_owned() };
                    message.at(subject.title_of(subject.site().entry(id))).related(target, what)
                }
            });
        }
    }
}

fn progress(row: &Row) -> Localized {
    let Row { wanted, done, planned, missing, .. } = row;
    Localized {
        zh: format!("应有 {wanted}，已完成 {done}，已安排 {planned}，还差 {missing}"),
        en: format!("{wanted} wanted, {done} done, {planned} planned, {missing} missing"),
    }
}
