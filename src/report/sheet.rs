//! The sheet on which a text is reviewed in ink (审稿单), as a Word document of one table on A4.
//!
//! Its fields are those of the forms that bureaus use. What the site knows is filled in; what only people know has room.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, HeightRule, PageMargin, Paragraph, Run, Style, StyleType, Table, TableCell, TableLayoutType,
    TableRow, VAlignType, WidthType,
};

use super::docx::{fonts, mm};
use crate::base::diagnostic::{Cause, Localized};
use crate::base::fingerprint::sha256;
use crate::base::source::Snapshot;
use crate::build::Ready;
use crate::content::Entry;
use crate::site::review::{Unit, lines};

/// One line of the sheet: a label, what is filled in, and the height in millimetres.
struct SheetRow {
    label: String,
    value: String,
    height: u32,
}

/// Boxes to tick; the site knows none of these.
const SECRET: &str = "□ 不涉密　　□ 涉密（不得上网）　　保密审查人：";
const OPEN: &str = "□ 主动公开　　□ 依申请公开　　□ 不予公开";
const KIND: &str = "□ 公文　　□ 非公文　　　等级：□ 一般　□ 重要　□ 敏感";
const ORIGIN: &str = "□ 本单位　　□ 转载，来自：";
const DECISION: &str = "□ 采用　　□ 修改后采用　　□ 退回\n意见：\n\n签名：　　　　　　　　　　　　年　　月　　日";

/// Makes the sheet of a text.
///
/// # Errors
/// That the library can't write it, in both languages.
pub fn review_sheet(snapshot: &Snapshot, ready: &Ready, unit: &Unit) -> Result<Vec<u8>, Localized> {
    let config = &ready.site().config;
    // The text as its file is now, which needn't be the one that is public.
    let waiting = ready.waiting().iter().find(|entry| entry.source == unit.source);
    let public = ready.site().entries.iter().find(|entry| entry.source == unit.source);
    let entry = waiting.or(public).map(|entry| &**entry);
    let bytes =
        snapshot.get(&unit.source).map(|file| lines(file.held()).map_or(file.held().to_vec(), String::into_bytes));
    let row = |label: &str, value: String, height| SheetRow { label: label.to_owned(), value, height };
    let files = |kinds: &str, pictures: bool| {
        let is_picture = |name: &str| {
            let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif", "bmp", "tif", "tiff"].contains(&&*ending)
        };
        let of_kind = unit.version.files.keys().filter(|path| is_picture(path.file_name()) == pictures);
        let names: Vec<&str> = of_kind.map(|path| path.file_name()).collect();
        if names.is_empty() {
            format!("{kinds} 0 个")
        } else {
            format!("{kinds} {} 个：{}", names.len(), names.join("、"))
        }
    };
    let collection = unit.source.below("content").and_then(|below| below.split('/').next()).unwrap_or_default();
    let column = ready.site().collections.get(collection).map(|known| known.title.get(&config.language));
    let mut rows = vec![
        row("编号", String::new(), 9),
        row("单位", config.organisation.get(&config.language).to_owned(), 9),
        row("送审日期", "　　　　年　　月　　日".to_owned(), 9),
        row("标题", unit.title.clone(), 11),
        row("类别", KIND.to_owned(), 9),
        row("发布渠道", format!("■ 网站（栏目：{}）　□ 公众号　□ 报刊　□ 其他：", column.unwrap_or(collection)), 9),
        row("计划发布", entry.map(planned).unwrap_or_default(), 9),
        row("来源", ORIGIN.to_owned(), 9),
        row("作者", entry.map(author).unwrap_or_default(), 9),
        row(
            "篇幅",
            entry.map(|entry| format!("约 {} 字", entry.body.count.han + entry.body.count.words)).unwrap_or_default(),
            9,
        ),
        row("图片和附件", format!("{}；{}", files("图片", true), files("附件", false)), 11),
        row("是否涉密", SECRET.to_owned(), 9),
        row("公开属性", OPEN.to_owned(), 9),
        row("错敏词检查", "□ 已检查，无问题　　□ 已改正　　检查人：".to_owned(), 9),
        row("校对", "签名：　　　　　　　　　　　　年　　月　　日".to_owned(), 9),
    ];
    let signed = unit.history.records();
    for (place, stage) in config.review.iter().flat_map(|review| &review.stages).enumerate() {
        let done = unit.standing.held.get(place).map(|record| &signed[*record]);
        let done = done.map(|record| {
            format!("\n（系统中已由{}签名，{}）", record.by, record.time.get(..10).unwrap_or(&record.time))
        });
        rows.push(row(stage.name.get("zh"), format!("{DECISION}{}", done.unwrap_or_default()), 26));
    }
    rows.push(row("发布人", "签名：　　　　　　　发布时间：　　　　年　　月　　日　　时　　分".to_owned(), 9));
    let sum = bytes.map(|bytes| sha256(&bytes)).unwrap_or_default();
    rows.push(row("文件校验", format!("{}\nSHA-256 {sum}", unit.source), 11));
    let day = ready.day().today.to_string();
    document(&rows, &day)
}

fn planned(entry: &Entry) -> String {
    entry.showing.from.map(|from| from.to_string()).unwrap_or_default()
}

fn author(entry: &Entry) -> String {
    use crate::content::Value;
    ["author", "authors"].iter().find_map(|key| entry.fields.get(key)).map_or(String::new(), |value| match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            let names = items.iter().filter_map(|item| match item {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            names.collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    })
}

fn document(rows: &[SheetRow], day: &str) -> Result<Vec<u8>, Localized> {
    const LABEL: usize = mm(28) as usize;
    const VALUE: usize = mm(142) as usize;
    // Created first, because it resets the library's paragraph counter.
    let mut document = Docx::new();
    let moment = format!("{day}T00:00:00Z");
    let margin = PageMargin::new().top(mm(16) as i32).bottom(mm(14) as i32).left(mm(20) as i32).right(mm(20) as i32);
    document = document.created_at(&moment).updated_at(&moment).page_size(mm(210), mm(297)).page_margin(margin);
    document = document.default_fonts(fonts("宋体")).default_size(21);
    let heading = Style::new("Title", StyleType::Paragraph).name("Title").size(36).bold().align(AlignmentType::Center);
    document = document.add_style(heading);
    document = document.add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text("审稿单")));
    let cell = |text: &str, width: usize, label: bool| {
        let cell = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        text.split('\n').fold(cell, |cell, line| {
            let align = if label { AlignmentType::Center } else { AlignmentType::Left };
            cell.add_paragraph(Paragraph::new().align(align).add_run(Run::new().add_text(line)))
        })
    };
    let rows = rows.iter().map(|SheetRow { label, value, height }| {
        let cells = vec![cell(label, LABEL, true), cell(value, VALUE, false)];
        TableRow::new(cells).row_height(mm(*height) as f32).height_rule(HeightRule::AtLeast).cant_split()
    });
    let table = Table::new(rows.collect()).set_grid(vec![LABEL, VALUE]).layout(TableLayoutType::Fixed);
    document = document.add_table(table.width(LABEL + VALUE, WidthType::Dxa));
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|fault| {
        let cause = Cause::said(fault);
        Localized {
            zh: format!("无法生成 Word 文档{cause}"), en: format!("the Word document can't be made{cause:#}")
        }
    })?;
    Ok(bytes.into_inner())
}
