//! How far the site's targets have come, as a table for a terminal and as JSON.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::terminal::{print, say};
use crate::base::diagnostic::Language;
use crate::site::targets::Every;
use crate::site::targets::standings::{Row, Standing, StandingState};

/// Prints a table for each target.
pub fn table(standings: &[Standing], site_language: &str, language: Language) {
    for standing in standings {
        let target = &standing.target;
        let (title, year, least) = (target.title.get(site_language), standing.year, target.at_least);
        print(&match language {
            Language::Chinese => format!("目标：{title}（{year} 年，{}至少 {least}）", target.every.words(language)),
            Language::English => format!("{title} ({year}, at least {least} {})", target.every.words(language)),
        });
        let heads = match language {
            Language::Chinese => ["", "应有", "已完成", "已安排", "还差", "状态"],
            Language::English => ["", "wanted", "done", "planned", "missing", "state"],
        };
        let rows = standing.rows.iter().map(|row| cells(row, language));
        lines(&std::iter::once(heads.map(str::to_owned)).chain(rows).collect::<Vec<_>>());
        print("");
    }
}

fn cells(row: &Row, language: Language) -> [String; 6] {
    let mut state = match row.state {
        StandingState::Missed => say(language, "未达到", "missed"),
        StandingState::Behind => say(language, "落后", "behind"),
        StandingState::Planned => say(language, "已有安排", "planned"),
        StandingState::OnCourse => say(language, "如期", "on course"),
        StandingState::Reached => say(language, "达到", "reached"),
    }
    .to_owned();
    if !row.missed.is_empty() {
        state.push_str(&format!(" {}", row.missed.join(" ")));
    }
    let number = |number: u32| number.to_string();
    [row.name.clone(), number(row.wanted), number(row.done), number(row.planned), number(row.missing), state]
}

/// Names to the left, numbers to the right; a Han character takes two columns.
fn lines(rows: &[[String; 6]]) {
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or_default();
    for row in rows {
        let mut line = String::from("  ");
        for (column, cell) in row.iter().enumerate() {
            let space = " ".repeat(width(column) - cell.width());
            match column {
                0 => line.push_str(&format!("{cell}{space}")),
                5 => line.push_str(&format!("  {cell}")),
                _ => line.push_str(&format!("  {space}{cell}")),
            }
        }
        print(line.trim_end());
    }
}

/// The same for JSON.
#[derive(Serialize)]
pub struct TargetJson<'a> {
    title: &'a str,
    year: i16,
    every: Every,
    at_least: u32,
    subjects: Vec<SubjectJson<'a>>,
}

#[derive(Serialize)]
struct SubjectJson<'a> {
    name: &'a str,
    wanted: u32,
    done: u32,
    planned: u32,
    missing: u32,
    missed: &'a [String],
    state: StandingState,
}

pub fn json<'a>(standings: &'a [Standing], site_language: &str) -> Vec<TargetJson<'a>> {
    let subject = |row: &'a Row| SubjectJson {
        name: &row.name,
        wanted: row.wanted,
        done: row.done,
        planned: row.planned,
        missing: row.missing,
        missed: &row.missed,
        state: row.state,
    };
    let target = |standing: &'a Standing| TargetJson {
        title: standing.target.title.get(site_language),
        year: standing.year,
        every: standing.target.every,
        at_least: standing.target.at_least,
        subjects: standing.rows.iter().map(subject).collect(),
    };
    standings.iter().map(target).collect()
}
