//! The annexes that need no figures: what is missing, and the sources by chapter.

use std::collections::BTreeSet;

use super::{ReportCell, ReportTable};

/// More sources than these of a chapter are only counted: the pages of the site have them all.
const MOST_SOURCES: usize = 20;

/// The annexes that stand for footnotes and for what the text only counts.
pub fn behind(gaps: &[(String, String)], sources: &[(String, BTreeSet<String>)]) -> [ReportTable; 2] {
    let rows = gaps.iter().map(|(heading, text)| vec![ReportCell::text(heading), ReportCell::text(text)]).collect();
    let missing = table("待补充的内容", &["章节或目标", "情况"], rows, "没有记录的内容不作推算，补充后重新生成。");
    let rows = sources
        .iter()
        .map(|(heading, titles)| {
            let shown: Vec<&str> = titles.iter().take(MOST_SOURCES).map(String::as_str).collect();
            let rest =
                if titles.len() > MOST_SOURCES { format!("等{}条记录", titles.len()) } else { String::new() };
            vec![ReportCell::text(heading), ReportCell::text(format!("{}{rest}", shown.join("；")))]
        })
        .collect();
    let sources = table("资料来源", &["章节", "所依据的记录"], rows, "记录都登记在科普网站上，可逐条查对。");
    [missing, sources]
}

/// Returns a table, which gets its number when all are there.
pub fn table(title: &str, columns: &[&str], rows: Vec<Vec<ReportCell>>, note: &str) -> ReportTable {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    ReportTable { title: title.to_owned(), columns, rows, note: note.to_owned() }
}
