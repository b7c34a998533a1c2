//! The annexes that need no figures: what is to be filled in by hand, what is missing, and the sources by chapter.

use std::collections::BTreeSet;

use super::{ReportCell, ReportTable};

/// The groups of the national statistics of which a site has no records.
pub fn by_hand() -> ReportTable {
    let row = |group: &str, what: &str| vec![ReportCell::text(group), ReportCell::text(what), ReportCell::text("")];
    let rows = vec![
        row("科普人员", "专职、兼职人员和志愿者"),
        row("科普场地", "场馆、公共场所科普设施和全年参观人数"),
        row("科普经费", "筹集额和使用额"),
        row("科普传媒", "图书、期刊、广播电视节目、网站和新媒体"),
    ];
    let note = "全国科普统计的这几组内容不在网站记录之内，请向有关科室和单位收集后填写。";
    table("全国科普统计中需另行填报的内容", &["类别", "内容", "数据"], rows, note)
}

/// The annexes that stand for footnotes and for what the text only counts.
pub fn behind(gaps: &[(String, String)], sources: &[(String, BTreeSet<String>)]) -> [ReportTable; 2] {
    let rows = gaps.iter().map(|(heading, text)| vec![ReportCell::text(heading), ReportCell::text(text)]).collect();
    let missing = table("待补充的内容", &["章节或目标", "情况"], rows, "没有记录的内容不作推算，补充后重新生成。");
    let rows = sources
        .iter()
        .map(|(heading, titles)| {
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            vec![ReportCell::text(heading), ReportCell::text(titles.join("；"))]
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
