//! Turns a character and its neighbours into whether it belongs to a word of the kind that spaces
//! set apart. Counting and cutting must agree on it.

use super::width::{extends_cluster, is_cjk_punctuation, is_han, is_kana};

/// Letters and digits of every script but Han and kana, where no space shows a word's end.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && !is_han(c) && !is_cjk_punctuation(c) && !is_kana(c) && c.is_alphanumeric())
}

/// Whether `c`, which comes right after a word character, continues the same word or number.
///
/// Besides letters, digits and their marks, these do: an apostrophe, a hyphen, an underscore or a
/// point between two word characters (`don't`, `COVID-19`, `3.14`, `example.com`), a comma or a
/// colon between two digits (`1,000`, `12:30`).
pub(super) fn continues_word(before: char, c: char, after: Option<char>) -> bool {
    if is_word_char(c) || extends_cluster(c) {
        return true;
    }
    let Some(after) = after else { return false };
    match c {
        '\'' | '’' | '-' | '_' | '.' => is_word_char(after),
        ',' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_continues_a_word() {
        assert!(continues_word('n', '\'', Some('t')));
        assert!(continues_word('3', '.', Some('1')));
        assert!(continues_word('1', ',', Some('0')));
        assert!(continues_word('e', '\u{301}', None));
        assert!(!continues_word('a', ',', Some('b')));
        assert!(!continues_word('a', '.', Some(' ')));
        assert!(!continues_word('a', '.', None));
        assert!(!continues_word('a', '是', Some('b')));
    }
}
