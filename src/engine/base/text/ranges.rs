//! Parts of a text, found again by a place in it.

use std::ops::Range;

/// Parts of a text that may lie within each other, in an order in which a place is found by halving.
#[derive(Clone, Debug, Default)]
pub struct Ranges(Vec<Range<usize>>);

impl Ranges {
    /// Whether a place lies in any of them.
    pub fn contains(&self, at: usize) -> bool {
        self.around(at).is_some()
    }

    /// Returns the one in which a place lies.
    pub fn around(&self, at: usize) -> Option<&Range<usize>> {
        let next = self.0.partition_point(|range| range.start <= at);
        next.checked_sub(1).map(|before| &self.0[before]).filter(|range| at < range.end)
    }

    /// Whether one of them holds another whole.
    pub fn hold(&self, inner: &Range<usize>) -> bool {
        let next = self.0.partition_point(|range| range.start <= inner.start);
        next.checked_sub(1).is_some_and(|before| inner.end <= self.0[before].end)
    }
}

impl FromIterator<Range<usize>> for Ranges {
    fn from_iter<T: IntoIterator<Item = Range<usize>>>(ranges: T) -> Self {
        let mut all: Vec<Range<usize>> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        all.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut kept: Vec<Range<usize>> = Vec::with_capacity(all.len());
        for range in all {
            match kept.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => kept.push(range),
            }
        }
        Self(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn they_are_found_as_a_look_at_each_finds_them(
            parts in proptest::collection::vec((0..60_usize, 0..9_usize), 0..12),
            at in 0..70_usize,
        ) {
            let parts: Vec<Range<usize>> = parts.into_iter().map(|(start, length)| start..start + length).collect();
            let ranges: Ranges = parts.iter().cloned().collect();
            proptest::prop_assert_eq!(ranges.contains(at), parts.iter().any(|part| part.contains(&at)));
        }
    }

    #[test]
    fn one_holds_another() {
        let ranges: Ranges = [5..9, 0..3].into_iter().collect();
        assert!(ranges.hold(&(5..9)) && ranges.hold(&(1..2)) && !ranges.hold(&(2..6)) && !ranges.hold(&(4..6)));
    }
}
