//! Writes a report as one self-contained HTML page.

use super::{DATE_TO_FILL, Report, Sentence};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;

use crate::base::html::escape;

const STYLE: &str = "body{font-family:FangSong,STFangsong,仿宋,serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.8}\
h1,h2,h3{font-family:SimHei,Heiti SC,黑体,sans-serif}h1{text-align:center}p{text-indent:2em}\
table{border-collapse:collapse;width:100%;font-size:.85em}th,td{border:1px solid #666;padding:.3em .5em;text-align:left;vertical-align:top}\
.missing{font-weight:bold}sup{font-size:.7em}.note{text-indent:0}.sign{text-align:right}\
figure{margin:1em 0;text-align:center}figure img{max-width:100%;height:auto}@media print{table,figure{break-inside:auto}tr,figure{break-inside:avoid}}";

pub fn html(report: &Report) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
        escape(&report.title)
    );
    if !report.preamble.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", escape(&report.preamble)));
    }
    for section in &report.sections {
        let level = section.level + 1;
        if !section.heading.is_empty() {
            out.push_str(&format!("<h{level}>{}</h{level}>\n", escape(&section.heading)));
        }
        for paragraph in &section.paragraphs {
            let sentences: String = paragraph.iter().map(sentence).collect();
            out.push_str(&format!("<p>{sentences}</p>\n"));
        }
    }
    if report.signed {
        let annexes: Vec<String> = report.annexes().iter().map(|annex| format!("<br>{}", escape(annex))).collect();
        out.push_str(&format!("<p>附件：{}</p>\n", annexes.concat()));
        out.push_str(&format!("<p class=\"sign\">{}<br>{DATE_TO_FILL}</p>\n", escape(&report.organisation)));
    }
    for table in &report.tables {
        out.push_str(&format!("<h2>{}</h2>\n", escape(&table.title)));
        if table.rows.is_empty() {
            out.push_str("<p>无。</p>\n");
        } else {
            let heads: String =
                table.columns.iter().map(|head| format!("<th scope=\"col\">{}</th>", escape(head))).collect();
            out.push_str(&format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"));
            for row in &table.rows {
                let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escape(&cell.text))).collect();
                out.push_str(&format!("<tr>{cells}</tr>\n"));
            }
            out.push_str("</tbody>\n</table>\n");
        }
        out.push_str(&format!("<p class=\"note\">{}</p>\n", escape(&table.note)));
    }
    photos(&mut out, report);
    if !report.notes.is_empty() {
        out.push_str("<h2>注</h2>\n<ol>\n");
    }
    for note in &report.notes {
        let links: Vec<String> = note
            .records
            .iter()
            .map(|record| format!("<a href=\"{}\">{}</a>", escape(&record.url), escape(&record.title)))
            .collect();
        let links = if links.is_empty() { String::new() } else { format!(" {}", links.join("、")) };
        let number = note.number;
        out.push_str(&format!(
            "<li id=\"note-{number}\">{}{links} <a href=\"#ref-{number}\" aria-label=\"回到正文\">↑</a></li>\n",
            escape(&note.text)
        ));
    }
    out.push_str(if report.notes.is_empty() { "</body>\n</html>\n" } else { "</ol>\n</body>\n</html>\n" });
    out
}

/// The pictures are part of the page, so that it can be handed around as one file.
fn photos(out: &mut String, report: &Report) {
    if report.photos.is_empty() {
        return;
    }
    out.push_str(&format!("<h2>{}</h2>\n", escape(&report.photos_title)));
    for (index, photo) in report.photos.iter().enumerate() {
        let data = STANDARD.encode(&photo.file.bytes);
        out.push_str(&format!(
            "<figure><img src=\"data:image/jpeg;base64,{data}\" alt=\"{}\" width=\"{}\" height=\"{}\"><figcaption>{}</figcaption></figure>\n",
            escape(&photo.caption),
            photo.file.width,
            photo.file.height,
            escape(&photo.line(index + 1))
        ));
    }
    if !report.photos_note.is_empty() {
        out.push_str(&format!("<p class=\"note\">{}</p>\n", escape(&report.photos_note)));
    }
}

fn sentence(found: &Sentence) -> String {
    let text = escape(&found.text);
    let text = if found.missing { format!("<span class=\"missing\">{text}</span>") } else { text };
    match found.note {
        Some(note) => format!("{text}<sup id=\"ref-{note}\"><a href=\"#note-{note}\">[{note}]</a></sup>"),
        None => text,
    }
}
