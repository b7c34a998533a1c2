//! Finds terms and names that look like several: `气象 光学`, `#气象 #光学`, `张三 李四`.
//!
//! A blank parts nothing, because names and titles have blanks. So such words become one tag with a page of its own, and no
//! one is reported unless the words are looked at.

use std::collections::BTreeSet;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::is_han;
use crate::config::collection::FieldType;
use crate::content::{Value, list};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site();
    let mut reported = BTreeSet::new();
    for taxonomy in site.taxonomies.values() {
        let declared = site.config.taxonomies.get(&taxonomy.key);
        for term in &taxonomy.terms {
            // What the site lists is meant as it is.
            if declared.is_some_and(|declared| declared.terms.iter().any(|listed| listed.key == term.key)) {
                continue;
            }
            let title = term.title.get(&site.config.language);
            // The build reports these at their place.
            if list::spaced_words(title).is_some() {
                continue;
            }
            let (Some(mended), Some(id)) = (parted(title, false), term.entries.values().flatten().next()) else {
                continue;
            };
            let at = Location::span(&site.entry(*id).source, site.entry(*id).span);
            findings.push(messages::several_in_one(title, &mended).at(at));
        }
    }
    for entry in &site.entries {
        let Some(collection) = site.collections.get(&entry.key.collection) else { continue };
        for field in &collection.fields {
            let FieldType::List(item) = &field.field_type else { continue };
            let (FieldType::Name, Some(Value::List(values))) = (&**item, entry.fields.get(&field.key)) else {
                continue;
            };
            for value in values {
                let Value::Text(name) = value else { continue };
                if let Some(mended) = parted(name, true).filter(|_| reported.insert(name.clone())) {
                    let at = Location::span(&entry.source, entry.span);
                    findings.push(messages::several_in_one(name, &mended).at(at));
                }
            }
        }
    }
}

/// The words with commas between them, if they look like several. Names of persons have two to four characters, and names
/// of bodies have blanks as well.
fn parted(written: &str, person: bool) -> Option<String> {
    let signs: &[char] = if person {
        &[' ', '\u{3000}', '/', '|', '｜']
    } else {
        &[' ', '\u{3000}', '/', '／', '|', '｜', '#', '＃']
    };
    let parts: Vec<&str> = written.split(signs).filter(|part| !part.is_empty()).collect();
    let fits = |part: &&str| {
        let length = part.chars().count();
        part.chars().all(is_han) && (2..=if person { 3 } else { 6 }).contains(&length)
    };
    (parts.len() > 1 && parts.iter().all(fits)).then(|| parts.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_words_are_found_in_one() {
        assert_eq!(parted("气象 光学", false).as_deref(), Some("气象、光学"));
        assert_eq!(parted("#气象 #光学", false).as_deref(), Some("气象、光学"));
        assert_eq!(parted("气象｜光学", false).as_deref(), Some("气象、光学"));
        assert_eq!(parted("气象/光学", false).as_deref(), Some("气象、光学"));
        assert_eq!(parted("C/C++", false), None);
        assert_eq!(parted("张三 李四", true).as_deref(), Some("张三、李四"));
        assert_eq!(parted("张小三\u{3000}李四平", true).as_deref(), Some("张小三、李四平"));
        for one in ["AI 科普", "气象", "第 3 期", "#气象", "张　三"] {
            assert_eq!(parted(one, false), None, "{one}");
        }
        assert_eq!(parted("张 三", true), None);
        assert_eq!(parted("泸州市气象局 办公室", true), None);
    }
}
