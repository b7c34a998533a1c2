//! Terms of open taxonomies that look like two spellings of one: 江北 beside 江北区, 江洋区 beside 江阳区.
//!
//! An open taxonomy takes any word, so a misspelt one is a term of its own: a page, a place on the map, a row of the report.
//! No one notices unless the site's words are compared with one another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::taxonomy::{Taxonomy, TermIndex};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::spelling_of;
use crate::config::Config;
use crate::config::collection::{Collection, FieldType};
use crate::content::Entry;

/// Ends of words that are left out as often as not.
const ENDS: [&str; 10] = ["区", "县", "市", "省", "镇", "乡", "类", "型", "级", "们"];
/// A taxonomy with more terms than this is compared by sound and by ends alone.
const MANY: usize = 300;

/// Reports each pair of similar terms once, where the rarer one is used. Two terms that are both listed in `site.yaml` are
/// two.
pub fn check(
    config: &Config,
    collections: &BTreeMap<String, Collection>,
    taxonomies: &BTreeMap<String, Taxonomy>,
    entries: &[Arc<Entry>],
) -> Vec<Diagnostic> {
    let single = single(collections);
    let mut found = Vec::new();
    for taxonomy in taxonomies.values() {
        let declared = config.taxonomies.get(&taxonomy.key);
        if declared.is_some_and(|declared| declared.closed) {
            continue;
        }
        let listed = |key: &str| declared.is_some_and(|declared| declared.terms.iter().any(|term| term.key == key));
        let strict = single.contains(taxonomy.key.as_str()) && taxonomy.terms.len() <= MANY;
        let mut words: Vec<(&str, Option<&TermIndex>)> =
            taxonomy.terms.iter().map(|term| (term.title.get(&config.language), Some(term))).collect();
        // A listed term that nothing has yet is the right spelling all the same.
        let unused = declared.into_iter().flat_map(|declared| &declared.terms);
        words.extend(
            unused
                .filter(|term| taxonomy.term(&term.key).is_none())
                .map(|term| (term.title.get(&config.language), None)),
        );
        for (one, other) in pairs(&words, strict) {
            let count =
                |place: usize| words[place].1.map_or(0, |term| term.entries.values().map(Vec::len).sum::<usize>());
            let known = |place: usize| words[place].1.is_none_or(|term| listed(&term.key));
            let (rare, usual) = match (known(one), known(other)) {
                (true, true) => continue,
                (true, false) => (other, one),
                (false, true) => (one, other),
                _ if (count(one), other) <= (count(other), one) => (one, other),
                _ => (other, one),
            };
            let Some(term) = words[rare].1 else { continue };
            let Some(entry) = term.entries.values().flatten().next().and_then(|id| entries.get(id.0 as usize)) else {
                continue;
            };
            let title = taxonomy.title.get(&config.language);
            let diagnostic = messages::similar_terms(words[rare].0, words[usual].0, title, &taxonomy.key);
            found.push(diagnostic.at(Location::file(&entry.source)));
        }
    }
    found
}

/// The taxonomies of which an entry has one term: they classify, and a word too many is a class too many.
fn single(collections: &BTreeMap<String, Collection>) -> BTreeSet<&str> {
    let fields = collections.values().flat_map(|collection| &collection.fields);
    fields
        .filter_map(|field| match &field.field_type {
            FieldType::Term { taxonomy } => Some(taxonomy.as_str()),
            _ => None,
        })
        .collect()
}

fn pairs(words: &[(&str, Option<&TermIndex>)], strict: bool) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    let mut add = |one: usize, other: usize| {
        if one != other {
            found.insert((one.min(other), one.max(other)));
        }
    };
    let places: BTreeMap<&str, usize> = words.iter().enumerate().map(|(place, (word, _))| (*word, place)).collect();
    let mut spelt: BTreeMap<String, usize> = BTreeMap::new();
    for (place, (word, _)) in words.iter().enumerate() {
        let ends = ENDS.iter().filter_map(|end| word.strip_suffix(end));
        ends.filter_map(|short| places.get(short)).for_each(|other| add(place, *other));
        // Words of the same sound are what an input method offers.
        if word.chars().count() >= 2 && word.chars().all(crate::base::text::is_han) {
            let other = *spelt.entry(spelling_of(word)).or_insert(place);
            add(place, other);
        }
    }
    if strict {
        for (place, (word, _)) in words.iter().enumerate() {
            for (other, (second, _)) in words.iter().enumerate().skip(place + 1) {
                if is_near(word, second) {
                    add(place, other);
                }
            }
        }
    }
    found
}

/// Returns whether one word holds the other, or both differ by one character; numbers make two words of them.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let number = |c: &char| c.is_numeric() || "一二三四五六七八九十".contains(*c);
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    if short.len() == long.len() {
        let differs = same < short.len() && same + tail + 1 == short.len();
        return differs && short.len() >= 3 && !number(&short[same]) && !number(&long[same]);
    }
    let within = short.len() >= 2 && long.windows(short.len()).any(|part| part == short);
    let inserted = long.len() == short.len() + 1 && long.len() >= 3 && same + tail >= short.len();
    let rest = || long.iter().filter(|c| !short.contains(c));
    (within || inserted) && !rest().any(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words() {
        for (one, other) in
            [("江北", "江北区"), ("国家级科普教育基地", "国家级"), ("江洋区", "江阳区"), ("科技馆", "科技场馆")]
        {
            assert!(is_near(one, other) && is_near(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("一等奖", "二等奖"),
            ("2025年", "2026年"),
            ("讲座", "讲解"),
            ("市级", "县级"),
            ("第一批", "第二批"),
            ("展览", "竞赛"),
            ("馆", "场馆"),
        ] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }

    #[test]
    fn tags_are_compared_by_sound_and_by_ends() {
        let words = [("江阳", None), ("江洋", None), ("江阳区", None), ("天文", None), ("天文馆", None)];
        assert_eq!(pairs(&words, false), BTreeSet::from([(0, 1), (0, 2)]));
    }
}
