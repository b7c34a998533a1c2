//! Where a comment is in a text: the words that it is about, found again after the text around them was changed.

use std::cmp::Reverse;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The longest quote, in characters. Of a longer passage its beginning is quoted.
const MOST_QUOTED: usize = 300;
/// How many characters are kept before and after the quote.
const CONTEXT: usize = 32;
/// How many of them have to stand on both sides of a passage whose own words were changed.
const NEAR: usize = 10;
/// How many bytes such a passage may have beyond twice those that it had.
const GROWN: usize = 200;

/// A passage of a text by its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentAnchor {
    pub quote: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// How many bytes stood before it. They decide between places that are equal otherwise.
    pub at: usize,
}

/// A passage that was found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPassage {
    pub range: Range<usize>,
    /// Whether other words stand in the place of those that were quoted.
    pub is_changed: bool,
}

impl CommentAnchor {
    /// Quotes a passage, a range of bytes; `None` if no words are in it.
    pub fn of(text: &str, passage: Range<usize>) -> Option<Self> {
        let words = text.get(passage.clone())?;
        let start = passage.start + words.len() - words.trim_start().len();
        let quote = first(words.trim(), MOST_QUOTED).trim_end();
        if quote.is_empty() {
            return None;
        }
        let end = start + quote.len();
        Some(Self {
            quote: quote.to_owned(),
            before: last(&text[..start], CONTEXT).to_owned(),
            after: first(&text[end..], CONTEXT).to_owned(),
            at: start,
        })
    }

    /// Finds the passage in a text. Of several places with these words it is the one with the most of what stood around
    /// them; if the words are nowhere, it is what stands between their neighbours now.
    pub fn find(&self, text: &str) -> Option<FoundPassage> {
        if self.quote.is_empty() {
            return None;
        }
        if let Some(range) = self.best(text, places(text, &self.quote)) {
            return Some(FoundPassage { range, is_changed: false });
        }
        let range = self.best(text, self.between(text).into_iter())?;
        Some(FoundPassage { range, is_changed: true })
    }

    fn best(&self, text: &str, places: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
        places.max_by_key(|place| (self.kept_around(text, place), Reverse(place.start.abs_diff(self.at))))
    }

    /// How much of what stood around the passage stands around this place.
    fn kept_around(&self, text: &str, place: &Range<usize>) -> usize {
        let (before, after) = (text[..place.start].bytes(), text[place.end..].bytes());
        let kept_before = before.rev().zip(self.before.bytes().rev()).take_while(|(now, was)| now == was).count();
        kept_before + after.zip(self.after.bytes()).take_while(|(now, was)| now == was).count()
    }

    /// The places between what stood next to the passage on both sides, with words in them.
    fn between(&self, text: &str) -> Vec<Range<usize>> {
        let (before, after) = (last(&self.before, NEAR), first(&self.after, NEAR));
        if [before, after].iter().any(|near| near.trim().chars().count() < NEAR / 2) {
            return Vec::new();
        }
        let inner = |near: Range<usize>| {
            let start = near.end;
            let farthest = text.floor_char_boundary(text.len().min(start + 2 * self.quote.len() + GROWN));
            let end = start + text[start..farthest].find(after)?;
            (!text[start..end].trim().is_empty()).then_some(start..end)
        };
        places(text, before).filter_map(inner).collect()
    }
}

/// Every place of some words in a text, also where they overlap.
fn places(text: &str, words: &str) -> impl Iterator<Item = Range<usize>> {
    let step = words.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(words)?;
        from = at + step;
        Some(at..at + words.len())
    })
}

/// The first characters of a text.
fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// The last characters of a text.
fn last(text: &str, count: usize) -> &str {
    text.char_indices().rev().nth(count.saturating_sub(1)).map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "---\ntitle: 露水\n---\n夜里地面比空气凉，水汽就凝成露水。\n\n太阳一出来，露水就干了。\n";

    fn anchor(quote: &str) -> CommentAnchor {
        let at = TEXT.rfind(quote).unwrap();
        CommentAnchor::of(TEXT, at..at + quote.len()).unwrap()
    }

    #[test]
    fn a_passage_is_quoted_without_the_spaces_around_it() {
        let at = TEXT.find("\n\n太阳").unwrap();
        let made = CommentAnchor::of(TEXT, at..at + "\n\n太阳".len()).unwrap();
        assert_eq!((made.quote.as_str(), made.at), ("太阳", at + 2));
        assert!(made.before.ends_with("凝成露水。\n\n") && made.after.starts_with("一出来"));
        assert_eq!(CommentAnchor::of(TEXT, at..at + 2), None);
        assert_eq!(CommentAnchor::of(TEXT, 0..TEXT.len() + 1), None);
        let long = "露".repeat(1000);
        assert_eq!(CommentAnchor::of(&long, 0..long.len()).unwrap().quote.chars().count(), MOST_QUOTED);
    }

    #[test]
    fn the_same_words_are_told_apart_by_those_around_them() {
        let third = anchor("露水");
        let now = TEXT.replace("夜里", "露水，露水。夜里").replace("太阳一出来", "等太阳一出来");
        let found = third.find(&now).unwrap();
        assert_eq!((found.range.start, found.is_changed), (now.rfind("露水").unwrap(), false));
    }

    #[test]
    fn changed_words_are_found_between_their_neighbours_and_removed_ones_are_not() {
        let made = anchor("空气凉，水汽就");
        let now = TEXT.replace("空气凉，水汽就", "空气更凉，空气里的水汽就");
        let found = made.find(&now).unwrap();
        assert_eq!((&now[found.range], found.is_changed), ("空气更凉，空气里的水汽就", true));
        assert_eq!(made.find(&TEXT.replace("空气凉，水汽就", "")), None);
        assert_eq!(made.find("---\ntitle: 别的\n---\n别的文字。\n"), None);
    }

    proptest! {
        #[test]
        fn edits_elsewhere_never_lose_a_passage(
            before in "[a甲乙。\\n]{0,60}",
            quote in "[a甲乙𠮷]{1,12}",
            after in "[a甲乙。\\n]{0,60}",
            new_before in "[a甲丙\\n]{0,60}",
            new_after in "[a甲丙\\n]{0,60}",
        ) {
            let text = format!("{before}{quote}{after}");
            let made = CommentAnchor::of(&text, before.len()..before.len() + quote.len()).unwrap();
            let now = format!("{new_before}{quote}{new_after}");
            let found = made.find(&now);
            prop_assert!(found.is_some());
            let found = found.unwrap();
            prop_assert!(!found.is_changed);
            prop_assert_eq!(&now[found.range], quote.as_str());
            let same = made.find(&text).unwrap();
            prop_assert_eq!(same.range.start, before.len());
        }

        #[test]
        fn a_passage_is_found_where_it_is_now(
            place in 1..39_usize,
            stays in prop::collection::vec(any::<bool>(), 40),
        ) {
            let sentence = |number: usize| format!("{number:03}露水。");
            let start = |numbers: &[usize]| {
                let before = numbers.iter().take_while(|number| **number != place).count();
                before * sentence(0).len() + 3
            };
            let all: Vec<usize> = (0..40).collect();
            let left: Vec<usize> =
                all.iter().copied().filter(|number| stays[*number] || number.abs_diff(place) < 2).collect();
            let text: String = all.iter().map(|number| sentence(*number)).collect();
            let now: String = left.iter().map(|number| sentence(*number)).collect();
            let at = start(&all);
            let made = CommentAnchor::of(&text, at..at + "露水".len()).unwrap();
            prop_assert_eq!(made.find(&now).map(|found| found.range.start), Some(start(&left)));
        }
    }
}
