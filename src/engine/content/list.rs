//! A list that is written as one text → its items.
//!
//! The one rule for front matter, tables, imports and answers. A space parts nothing: names have spaces.

use std::collections::BTreeMap;

use crate::base::diagnostic::Span;
use crate::base::text::is_han;
use crate::base::yaml::Node;
use crate::config::TaxonomyConfig;
use crate::config::collection::FieldType;
use crate::config::collection::value::Figure;

/// Returns the items of a list that is written as one text.
///
/// `；`, `;` and line breaks part every list, and `、` all but sentences. Commas of any kind part words: terms, choices,
/// references, names, dates, telephone numbers. A word of the site's own that holds such a mark (a listed term, a choice) stays whole.
pub fn items<'t>(text: &'t str, item: &FieldType, taxonomies: &BTreeMap<String, TaxonomyConfig>) -> Vec<&'t str> {
    let text = text.trim();
    if is_listed(text, item, taxonomies) {
        return vec![text];
    }
    let text = if is_word(item) { without_brackets(text) } else { text };
    let lines = text.split(['；', ';', '\n']);
    let parts: Vec<&str> = match item {
        FieldType::Figure => lines.flat_map(Figure::split).collect(),
        FieldType::Text | FieldType::Markdown | FieldType::Group(_) => lines.collect(),
        item if is_word(item) => {
            let whole = |line: &&str| is_listed(line.trim(), item, taxonomies);
            lines
                .flat_map(|line| match Some(line).filter(whole) {
                    Some(line) => vec![line],
                    None => line.split(COMMAS).collect(),
                })
                .collect()
        }
        _ => lines.flat_map(|line| line.split('、')).collect(),
    };
    let parts = parts.into_iter().map(|part| if is_word(item) { bare_word(part) } else { part.trim() });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Returns a word without quotation marks around it and without a full stop behind it: `“气象”`, `光学。`.
fn bare_word(part: &str) -> &str {
    let part = part.trim().trim_end_matches('。').trim_end();
    let inner = |(open, close): (char, char)| {
        part.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains([open, close]))
    };
    [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('＂', '＂')]
        .into_iter()
        .find_map(inner)
        .map_or(part, str::trim)
}

/// The commas of a Chinese keyboard, and those of others.
const COMMAS: [char; 6] = ['，', '、', ',', '﹐', '､', '،'];

/// Returns whether an item is a word or a name and no sentence, so that a comma ends it.
pub fn is_word(item: &FieldType) -> bool {
    matches!(
        item,
        FieldType::Term { .. }
            | FieldType::Choice(_)
            | FieldType::Reference { .. }
            | FieldType::Name
            | FieldType::Date
            | FieldType::Datetime { .. }
            | FieldType::Month
            | FieldType::Phone
            | FieldType::Email
    )
}

/// Returns whether a text is a whole word of the site: its key or one of its titles.
fn is_listed(text: &str, item: &FieldType, taxonomies: &BTreeMap<String, TaxonomyConfig>) -> bool {
    match item {
        FieldType::Choice(choices) => {
            choices.iter().any(|choice| choice.key == text || choice.label.all().any(|label| label == text))
        }
        FieldType::Term { taxonomy } => taxonomies.get(taxonomy).is_some_and(|config| config.find(text).is_some()),
        _ => false,
    }
}

/// Brackets around a whole list say nothing: `【气象，物理】`, `［气象，物理］`.
fn without_brackets(text: &str) -> &str {
    let pairs = [('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕'), ('｛', '｝')];
    let inner = |(open, close): &(char, char)| {
        text.strip_prefix(*open)?.strip_suffix(*close).filter(|inner| !inner.contains([*open, *close]))
    };
    // Round brackets may be a part of a name; around commas they are around a list.
    let round = || inner(&('（', '）')).or_else(|| inner(&('(', ')'))).filter(|inner| inner.contains(COMMAS));
    pairs.iter().find_map(inner).or_else(round).unwrap_or(text)
}

/// Returns the word that YAML takes for a pair, since it has a colon and a space: `[书评: 三体]`.
pub fn pair(node: &Node) -> Option<String> {
    match node.as_map()?.entries.as_slice() {
        [(key, value)] => Some(format!("{}: {}", key.text, value.as_text()?)),
        _ => None,
    }
}

/// Returns the place of an item within the text that it is a part of; the text's own where that was written in another form.
pub fn place(text: &str, part: &str, span: Span) -> Span {
    if span.end - span.start != text.len() {
        return span;
    }
    let start = span.start + (part.as_ptr() as usize - text.as_ptr() as usize);
    Span { start, end: start + part.len() }
}

/// The words of a term with spaces between Chinese characters, which was probably meant as several.
pub fn spaced_words(term: &str) -> Option<Vec<&str>> {
    if !term.contains([' ', '\u{3000}']) {
        return None;
    }
    let parts: Vec<&str> = term.split([' ', '\u{3000}']).filter(|part| !part.is_empty()).collect();
    let han = |part: &&str| part.chars().all(is_han);
    (parts.len() > 1 && parts.iter().all(han)).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::TermConfig;
    use crate::config::settings::LocalText;

    fn parted(text: &str, item: &FieldType) -> Vec<String> {
        let term = |key: &str, title: &str| TermConfig {
            key: key.into(),
            title: LocalText::plain(title),
            aliases: vec!["农、林".into()],
            code: None,
        };
        let config =
            TaxonomyConfig { terms: vec![term("farming", "农、林、牧、渔")], ..TaxonomyConfig::default() };
        let taxonomies = BTreeMap::from([("tag".to_owned(), config)]);
        items(text, item, &taxonomies).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_comma_parts_words_and_a_space_parts_nothing() {
        let term = FieldType::Term { taxonomy: "tag".into() };
        for text in [
            "气象，光学",
            "气象、光学",
            "气象,光学",
            "气象；光学",
            "气象;光学",
            "气象\n光学",
            "【气象，光学】",
            "[气象, 光学]",
            " 气象 ， ,光学，",
            "（气象、光学）",
            "(气象,光学)",
            "“气象”、「光学」",
            "气象,光学。",
        ] {
            for item in
                [&term, &FieldType::Name, &FieldType::Reference { to: "base".into() }, &FieldType::Choice(vec![])]
            {
                assert_eq!(parted(text, item), ["气象", "光学"], "{text}");
            }
        }
        assert_eq!(parted("Li Wei", &FieldType::Name), ["Li Wei"]);
        assert_eq!(parted("市科协（主办）、“小小”科学家", &FieldType::Name), ["市科协（主办）", "“小小”科学家"]);
        assert_eq!(parted("（市科协）", &FieldType::Name), ["（市科协）"]);
        assert_eq!(parted("气象 光学", &term), ["气象 光学"]);
        assert_eq!(parted("农、林、牧、渔", &term), ["农、林、牧、渔"]);
        assert_eq!(parted("农、林", &term), ["农、林"]);
        assert_eq!(parted("农、林、牧、渔；气象，光学", &term), ["农、林、牧、渔", "气象", "光学"]);
    }

    #[test]
    fn sentences_numbers_and_addresses_keep_their_commas() {
        assert_eq!(parted("展厅大，人少、安静；有电梯", &FieldType::Text), ["展厅大，人少、安静", "有电梯"]);
        assert_eq!(parted("1,200、300", &FieldType::Number { min: None, max: None }), ["1,200", "300"]);
        assert_eq!(parted("/a,b/；/c/", &FieldType::Url), ["/a,b/", "/c/"]);
        assert_eq!(
            parted("参加学生120余人次，发放资料500份", &FieldType::Figure),
            ["参加学生120余人次", "发放资料500份"]
        );
    }
}
