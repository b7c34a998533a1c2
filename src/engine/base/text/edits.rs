//! Replacements in a text, applied at once, and where the places of the new text were in the old one.

use std::ops::Range;

/// Returns where the line of a place begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Replacements, each with its place in the text as it is before any of them.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<(Range<usize>, String)>,
}

/// A text with replacements made.
#[derive(Debug, Default)]
pub struct Edited {
    pub text: String,
    pub places: EditedPlaces,
    /// The replacements that were not made, each with its place in the text before.
    pub left_out: Vec<(Range<usize>, String)>,
}

/// The way back from an edited text to the text before; that of an unedited one leads nowhere else.
#[derive(Debug, Default)]
pub struct EditedPlaces {
    steps: Vec<EditStep>,
}

/// Bytes of the old text, and those that took their place in the new one.
#[derive(Debug)]
struct EditStep {
    old: Range<usize>,
    new: Range<usize>,
}

impl Edits {
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.list.push((range, text.into()));
    }

    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Makes all replacements, in the order of their places; those of one place in the order in which they were given. One
    /// that overlaps another before it is left out and returned, and so is one that isn't a range of characters of the text.
    pub fn apply(mut self, text: &str) -> Edited {
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let grown = self.list.iter().map(|(_, new)| new.len()).sum::<usize>();
        let mut edited = Edited { text: String::with_capacity(text.len() + grown), ..Edited::default() };
        let mut done = 0;
        for (old, new) in self.list {
            let Some(kept) = text.get(done..old.start).filter(|_| text.get(old.clone()).is_some()) else {
                edited.left_out.push((old, new));
                continue;
            };
            edited.text.push_str(kept);
            let start = edited.text.len();
            edited.text.push_str(&new);
            done = old.end;
            edited.places.steps.push(EditStep { old, new: start..edited.text.len() });
        }
        edited.text.push_str(&text[done..]);
        edited
    }
}

impl FromIterator<(Range<usize>, String)> for Edits {
    fn from_iter<I: IntoIterator<Item = (Range<usize>, String)>>(edits: I) -> Self {
        Self { list: edits.into_iter().collect() }
    }
}

impl EditedPlaces {
    /// Returns where a place of the new text was in the old one; within a replacement, where that begins.
    pub fn before(&self, place: usize) -> usize {
        let next = self.steps.partition_point(|step| step.new.start <= place);
        match next.checked_sub(1).and_then(|last| self.steps.get(last)) {
            Some(step) if place < step.new.end => step.old.start,
            Some(step) => step.old.end + (place - step.new.end),
            None => place,
        }
    }

    /// Whether a replacement ends within a range of the new text, or at its end.
    pub fn has_edit_within(&self, range: &Range<usize>) -> bool {
        let first = self.steps.partition_point(|step| step.new.end <= range.start);
        self.steps.get(first).is_some_and(|step| step.new.end <= range.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edited(text: &str, edits: &[(Range<usize>, &str)]) -> Edited {
        edits.iter().map(|(range, new)| (range.clone(), (*new).to_owned())).collect::<Edits>().apply(text)
    }

    #[test]
    fn places_lead_back() {
        let edited = edited("abcdefgh", &[(6..7, ""), (2..4, "XYZ")]);
        assert_eq!(edited.text, "abXYZefh");
        let places: Vec<usize> = (0..=8).map(|place| edited.places.before(place)).collect();
        assert_eq!(places, [0, 1, 2, 2, 2, 4, 5, 7, 8]);
        assert!(edited.places.has_edit_within(&(4..5)) && !edited.places.has_edit_within(&(0..4)));
        assert!(edited.places.has_edit_within(&(6..7)) && !edited.places.has_edit_within(&(7..8)));
    }

    #[test]
    fn what_overlaps_or_is_no_range_of_characters_is_left_out() {
        assert_eq!(edited("abcd", &[(1..3, "X"), (2..4, "Y"), (3..3, "1"), (3..3, "2")]).text, "aX12d");
        let left_out = edited("abcd", &[(1..3, "X"), (2..4, "Y")]).left_out;
        assert_eq!(left_out, [(2..4, "Y".to_owned())]);
        assert_eq!(edited("甲乙", &[(1..3, "X"), (3..9, "Y"), (3..6, "Z")]).text, "甲Z");
    }

    proptest! {
        #[test]
        fn what_was_kept_is_found_where_it_was(
            text in "[a甲\\n]{0,20}",
            edits in prop::collection::vec((0..30usize, 0..5usize, "[x乙]{0,3}"), 0..6),
        ) {
            let edits: Edits = edits.into_iter().map(|(start, length, new)| (start..start + length, new)).collect();
            let edited = edits.apply(&text);
            let steps = &edited.places.steps;
            for (at, c) in edited.text.char_indices() {
                let before = edited.places.before(at);
                match steps.iter().find(|step| step.new.contains(&at)) {
                    Some(step) => prop_assert_eq!(before, step.old.start),
                    None => prop_assert!(text[before..].starts_with(c)),
                }
            }
            prop_assert_eq!(edited.places.before(edited.text.len()), text.len());
        }
    }
}
