//! Checks for pictures without alternative text: in bodies, in raw HTML and in fields.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::html::{self, Element};
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map};
use crate::config::collection::{Field, FieldType};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |file, record, findings| {
        let mut open = None;
        file.walk(record, |event, span| match (event, &mut open) {
            (Event::Start(Tag::Image { dest_url, .. }), None) => {
                open = Some((dest_url.into_string(), String::new(), span));
            }
            (Event::Text(text) | Event::Code(text), Some((_, words, _))) => words.push_str(&text),
            (Event::End(TagEnd::Image), _) => {
                if let Some((target, words, span)) = open.take()
                    && is_meaningless(&words, &target)
                {
                    let diagnostic = messages::picture_without_words(&target);
                    findings.push(diagnostic.at(Location::span(file.path, span)));
                }
            }
            (Event::Html(html) | Event::InlineHtml(html), None) => {
                for Element { attributes, .. } in html::elements(html.as_bytes(), "img") {
                    // An empty `alt` marks a decorative picture; a missing one is an omission.
                    let ornament = attributes.get("alt").is_some_and(|alt| alt.is_empty());
                    let (alt, src) = (attributes.get("alt"), attributes.get("src"));
                    let (alt, src) = (alt.map_or("", String::as_str), src.map_or("", String::as_str));
                    if !ornament && is_meaningless(alt, src) {
                        let diagnostic = messages::picture_without_words(src);
                        findings.push(diagnostic.at(Location::span(file.path, span)));
                    }
                }
            }
            _ => {}
        });
        in_fields(&record.front, &file.collection.fields, file.path, findings);
    });
}

/// Checks a picture field with a sibling for its alternative text: `cover` and `cover_alt`, `src` and `alt`.
fn in_fields(map: &Map, fields: &[Field], path: &SourcePath, findings: &mut Vec<Diagnostic>) {
    for field in fields {
        let Some(node) = map.get(&field.key).filter(|node| !node.is_null()) else { continue };
        match field.field_type.item() {
            FieldType::Image => {
                let key = format!("{}_alt", field.key);
                let beside = fields.iter().find(|other| *other.key == *key || &*other.key == "alt");
                let Some(beside) = beside.filter(|_| node.as_list().is_none()) else { continue };
                let words = map.get(&beside.key).and_then(|node| node.as_text()).unwrap_or_default();
                let target = node.as_text().unwrap_or_default();
                if is_meaningless(words, target) {
                    let diagnostic = messages::picture_without_words(target);
                    findings.push(diagnostic.at(Location::span(path, node.span)));
                }
            }
            FieldType::Group(inner) => {
                for item in node.as_list().unwrap_or(std::slice::from_ref(node)) {
                    if let Kind::Map(map) = &item.kind {
                        in_fields(map, inner, path, findings);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Alternative texts that only say that there is a picture.
const EMPTY_WORDS: [&str; 12] =
    ["图", "图片", "照片", "插图", "配图", "封面", "封面图", "image", "picture", "photo", "img", "untitled"];

fn is_meaningless(words: &str, target: &str) -> bool {
    let words = words.trim().to_lowercase();
    let file = target.rsplit('/').next().unwrap_or_default().to_lowercase();
    let name = file.rsplit_once('.').map_or(file.as_str(), |(name, _)| name);
    let numbered = words.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '_' | '(' | ')'));
    words.is_empty()
        || EMPTY_WORDS.contains(&numbered)
        || words == file
        || words == name && words.is_ascii()
        || [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"].iter().any(|extension| words.ends_with(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_the_word_picture_are_meaningless() {
        for (words, target) in [("", "a.png"), ("图片 1", "a.png"), ("IMG_2031", "img_2031.jpg"), ("a.png", "b.png")]
        {
            assert!(is_meaningless(words, target), "{words}");
        }
        for words in ["水滴里的光路", "图书馆", "Raindrop"] {
            assert!(!is_meaningless(words, "raindrops.png"), "{words}");
        }
    }
}
