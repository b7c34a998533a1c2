//! Terms that differ only in letter case or width → one term each.
//!
//! `AI`, `ai` and full-width `ＡＩ` are one word, and their addresses are one file on many systems. A term that the site
//! lists is spelt as there; else the most frequent spelling is taken, of equally frequent ones the first in order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::Location;
use crate::base::text::word_key;
use crate::config::Config;
use crate::content::{Entry, Fields, TaxonomyTerm, Value};

/// A term that is written in several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    pub shown: String,
    /// The other spellings, in order.
    pub others: Vec<String>,
    /// Where one of them is first written.
    pub at: Location,
}

/// The spelling to show, by taxonomy and the spelling as written.
type Shown = BTreeMap<(String, String), String>;

/// A spelling, how often it is written, and the place of the first entry with it.
type Written<'a> = (&'a str, usize, usize);

/// Gives every term one spelling. Entries that write it so, which are nearly all, stay as they are.
pub fn one_spelling(entries: Vec<Arc<Entry>>, config: &Config) -> (Vec<Arc<Entry>>, Vec<Spelling>) {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        entry.fields.walk(&mut |_, value| {
            if let Value::Term(term) = value {
                counts.entry((&term.taxonomy, &term.key)).or_insert((0, place)).0 += 1;
            }
        });
    }
    let mut words: BTreeMap<(&str, String), Vec<Written<'_>>> = BTreeMap::new();
    for ((taxonomy, spelling), (count, place)) in counts {
        words.entry((taxonomy, word_key(spelling))).or_default().push((spelling, count, place));
    }
    let (mut shown, mut spellings) = (Shown::new(), Vec::new());
    for ((taxonomy, _), mut written) in words.into_iter().filter(|(_, written)| written.len() > 1) {
        let terms = config.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice()).unwrap_or_default();
        let is_listed = |spelling: &str| terms.iter().any(|term| term.key == spelling);
        // Terms that the site lists apart are apart.
        if written.iter().filter(|(spelling, ..)| is_listed(spelling)).count() > 1 {
            continue;
        }
        written.sort_by_key(|(spelling, count, _)| (!is_listed(spelling), usize::MAX - count, *spelling));
        let Some(((chosen, ..), others)) = written.split_first() else { continue };
        for (other, ..) in others {
            shown.insert((taxonomy.to_owned(), (*other).to_owned()), (*chosen).to_owned());
        }
        let names: BTreeSet<&str> = others.iter().map(|(other, ..)| *other).collect();
        let first = others.iter().map(|(.., place)| *place).min().and_then(|place| entries.get(place));
        spellings.extend(first.map(|entry| Spelling {
            shown: (*chosen).to_owned(),
            others: names.into_iter().map(str::to_owned).collect(),
            at: entry.location(),
        }));
    }
    if shown.is_empty() {
        return (entries, spellings);
    }
    (entries.into_iter().map(|entry| spelt(entry, &shown)).collect(), spellings)
}

fn spelt(entry: Arc<Entry>, shown: &Shown) -> Arc<Entry> {
    let mut other = false;
    entry.fields.walk(&mut |_, value| {
        other |= matches!(value, Value::Term(term) if shown_as(term, shown).is_some());
    });
    if !other {
        return entry;
    }
    let mut entry = (*entry).clone();
    entry.fields = fields(&entry.fields, shown);
    if let Some(district) = entry.place.as_mut().and_then(|place| place.district.as_mut())
        && let Some(key) = shown_as(district, shown)
    {
        district.key = key;
    }
    Arc::new(entry)
}

fn shown_as(term: &TaxonomyTerm, shown: &Shown) -> Option<String> {
    shown.get(&(term.taxonomy.clone(), term.key.clone())).cloned()
}

fn fields(of: &Fields, shown: &Shown) -> Fields {
    Fields(of.0.iter().map(|(key, field)| (key.clone(), value(field, shown))).collect())
}

fn value(of: &Value, shown: &Shown) -> Value {
    match of {
        Value::Term(term) => match shown_as(term, shown) {
            Some(key) => Value::Term(TaxonomyTerm { key, ..term.clone() }),
            None => of.clone(),
        },
        Value::List(items) => {
            let mut spelt: Vec<Value> = Vec::with_capacity(items.len());
            for item in items {
                let item = value(item, shown);
                // An entry that bears two spellings bears the term once.
                if !matches!(item, Value::Term(_)) || !spelt.contains(&item) {
                    spelt.push(item);
                }
            }
            Value::List(spelt)
        }
        Value::Group(inner) => Value::Group(fields(inner, shown)),
        other => other.clone(),
    }
}
