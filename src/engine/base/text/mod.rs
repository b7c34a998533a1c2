//! Chinese text processing: character classes, length, summary, address, sort key, and suggestions for misspelt words.
//!
//! Everything here is a pure function of its arguments. The module must not depend on Markdown, documents, sites, files
//! or the clock: callers remove the markup first.
//!
//! Two small tables in this folder are the basis. `width` defines Han characters, wide characters and Chinese
//! punctuation, and all other rules use these classes. `readings` defines how characters with several readings are read
//! in which words; addresses, search keys and the sort order all use it, so that a base listed under C is also found
//! under C and has an address that begins with c.

mod count;
pub mod edits;
mod folded;
mod heading_id;
mod latin;
mod order;
pub mod pattern;
mod phrases;
mod pinyin;
mod ranges;
mod readings;
mod script;
mod slug;
mod suggest;
mod summary;
mod terms;
pub mod unseen;
mod utf16;
mod width;
mod word;

pub use count::Count;
pub use folded::{file_key, word_key};
pub use heading_id::{HeadingIds, heading_id};
pub use order::sort_key;
pub use phrases::phrases;
pub use pinyin::{initials_of, pinyin_of, spelling_of, syllables_of};
pub use ranges::Ranges;
pub use script::TextLevel;
pub use slug::slugify;
pub use suggest::did_you_mean;
pub use summary::summarize;
pub use terms::{RUN_END, Term, terms};
pub use unseen::clean;
pub use utf16::{byte_of_utf16, utf16_len};
pub use width::{
    break_vanishes, is_cjk_punctuation, is_han, is_kana, is_shared_punctuation, is_wide, joins_without_space, narrow,
};

#[cfg(test)]
mod properties {
    //! Properties of every string, beyond the examples in each file.

    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Strings that look like our articles more often than `any::<String>()` does, with the
    /// awkward characters (joiners, flags, marks, brackets, full-width forms) well represented.
    fn prose() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[\u{4e00}-\u{9fff}]{1,6}",
            "[a-zA-Z0-9.,'-]{1,8}",
            "[。！？；，、“”‘’（）《》…—.!?;, \n\u{3000}]{1,3}",
            "(👩‍🔬|🇨🇳|👍🏽|1️⃣|e\u{301}|한국|かな|é|²|３)",
            any::<String>(),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    fn without_whitespace(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn a_slug_has_its_alphabet_and_no_stray_hyphens(text in prose()) {
            let slug = slugify(&text);
            prop_assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        }

        #[test]
        fn a_slug_is_its_own_slug(text in prose()) {
            let slug = slugify(&text);
            prop_assert_eq!(slugify(&slug), slug);
        }

        #[test]
        fn the_pinyin_is_the_slug_without_hyphens(text in prose()) {
            prop_assert_eq!(pinyin_of(&text), slugify(&text).replace('-', ""));
        }

        #[test]
        fn a_summary_is_short_and_a_prefix(text in prose(), limit in 0usize..80) {
            let summary = summarize(&text, limit);
            prop_assert!(summary.chars().count() <= limit + 1);
            let whole = without_whitespace(&text);
            let start = without_whitespace(&summary);
            let start = if whole.starts_with(&start) { &start } else { start.trim_end_matches('…') };
            prop_assert!(whole.starts_with(start));
        }

        #[test]
        fn a_summary_of_a_short_text_is_all_of_it(text in prose()) {
            let summary = summarize(&text, 10_000);
            prop_assert_eq!(without_whitespace(&summary), without_whitespace(&text));
        }

        #[test]
        fn counts_add_up_to_no_more_than_the_characters(text in prose()) {
            let count = Count::of(&text);
            prop_assert!(count.total() <= text.chars().count());
            prop_assert!(count.reading_minutes() >= 1);
        }

        #[test]
        fn heading_ids_are_unique_and_have_no_space(titles in prop::collection::vec(prose(), 0..6)) {
            let (mut taken, mut unique) = (HeadingIds::default(), BTreeSet::new());
            for title in &titles {
                let id = heading_id(title, &mut taken);
                prop_assert!(!id.is_empty() && !id.contains(char::is_whitespace));
                unique.insert(id);
            }
            prop_assert_eq!(unique.len(), titles.len());
        }

        #[test]
        fn suggestions_come_from_the_list_in_any_order(word in prose(), known in prop::collection::vec("[a-e]{1,5}", 0..6)) {
            let forwards = did_you_mean(&word, known.iter().map(String::as_str));
            let backwards = did_you_mean(&word, known.iter().rev().map(String::as_str));
            prop_assert_eq!(forwards, backwards);
        }

        #[test]
        fn sort_keys_of_arbitrary_strings_are_equal_only_for_equal_strings(a in prose(), b in prose()) {
            prop_assert_eq!(sort_key(&a) == sort_key(&b), a == b);
        }
    }
}
