//! Writes a report as Markdown with footnotes.

use super::{DATE_TO_FILL, Report, Sentence};

pub fn markdown(report: &Report) -> String {
    let mut out = format!("# {}\n", report.title);
    if !report.preamble.is_empty() {
        out.push_str(&format!("\n{}\n", report.preamble));
    }
    for section in &report.sections {
        if !section.heading.is_empty() {
            out.push_str(&format!("\n{} {}\n", "#".repeat(section.level + 1), section.heading));
        }
        for paragraph in &section.paragraphs {
            out.push('\n');
            paragraph.iter().for_each(|found| sentence(&mut out, found));
            out.push('\n');
        }
    }
    if report.signed {
        let annexes: Vec<String> = report.annexes().iter().map(|annex| format!("附件{annex}")).collect();
        out.push_str(&format!("\n{}\n\n{}\n\n{DATE_TO_FILL}\n", annexes.join("；"), report.organisation));
    }
    for table in &report.tables {
        out.push_str(&format!("\n## {}\n", table.title));
        if table.rows.is_empty() {
            out.push_str("\n无。\n");
        } else {
            out.push_str(&format!("\n{}\n{}\n", line(&table.columns), line(&vec!["---"; table.columns.len()])));
            for row in &table.rows {
                let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                out.push_str(&line(&cells));
                out.push('\n');
            }
        }
        out.push_str(&format!("\n{}\n", table.note));
    }
    if !report.photos.is_empty() {
        out.push_str(&format!("\n## {}\n\n", report.photos_title));
        for (index, photo) in report.photos.iter().enumerate() {
            out.push_str(&format!("- {} <{}>\n", escaped(&photo.line(index + 1)), photo.url));
        }
        out.push_str(&format!("\n{}\n", report.photos_note));
    }
    out.push('\n');
    for note in &report.notes {
        out.push_str(&format!("[^{}]: {}\n", note.number, escaped(&note.text)));
    }
    out
}

fn sentence(out: &mut String, found: &Sentence) {
    // The text itself says what is missing: bold type isn't recognised beside Chinese punctuation by every renderer.
    out.push_str(&escaped(&found.text));
    if let Some(note) = found.note {
        out.push_str(&format!("[^{note}]"));
    }
}

fn line<S: AsRef<str>>(cells: &[S]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.as_ref().replace('|', "\\|").replace('\n', " ")).collect();
    format!("| {} |", cells.join(" | "))
}

/// Escapes characters with a meaning in Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '|' | '~' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
