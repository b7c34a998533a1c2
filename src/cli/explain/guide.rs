//! Sections of the guide to content, for words that name no field and no setting: 公式, 表格, Formulas.

use super::settings::CONTENT;
use crate::base::diagnostic::Language;

/// A heading and the lines below it, up to the next heading.
struct Section {
    title: &'static str,
    lines: Vec<&'static str>,
}

/// The section with that heading in either language; none where there is none, or nothing stands below it.
pub fn section(word: &str, language: Language) -> Option<String> {
    let (zh, en) = (sections(CONTENT.zh), sections(CONTENT.en));
    let named = |one: &Section| one.title.replace('`', "").eq_ignore_ascii_case(word);
    // Both guides have the same sections.
    let at = zh.iter().position(named).or_else(|| en.iter().position(named))?;
    let found = match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    let Section { title, lines } = found.into_iter().nth(at)?;
    let text = lines.join("\n");
    (!text.trim().is_empty()).then(|| format!("{title}\n\n{}\n", text.trim()))
}

fn sections(guide: &'static str) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let mut fence = 0;
    for line in guide.lines() {
        let marks = line.len() - line.trim_start_matches('`').len();
        if fence == 0 && marks >= 3 {
            fence = marks;
        } else if fence > 0 && marks >= fence && marks == line.len() {
            fence = 0;
        }
        let title = line.strip_prefix("##").map(|rest| rest.trim_start_matches('#').trim());
        if let Some(title) = title.filter(|_| fence == 0) {
            found.push(Section { title, lines: Vec::new() });
        } else if let Some(section) = found.last_mut() {
            section.lines.push(line);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_found_by_its_heading() {
        for (word, language, says) in [
            ("公式", Language::Chinese, "LaTeX"),
            ("公式", Language::English, "LaTeX"),
            ("表格", Language::Chinese, "entries.csv"),
        ] {
            assert!(section(word, language).is_some_and(|text| text.contains(says)), "{word}");
        }
        assert!(section("雾从哪里来", Language::Chinese).is_none() && section("没有", Language::Chinese).is_none());
        assert_eq!(sections(CONTENT.zh).len(), sections(CONTENT.en).len());
    }
}
