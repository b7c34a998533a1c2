//! Decides which characters belong to a word in scripts with spaces. Counting and cutting must agree on it.

use super::width::{extends_cluster, is_cjk_punctuation, is_han, is_kana};

/// Returns whether a character is a letter or digit of any script but Han and kana, which have no spaces between words.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && !is_han(c) && !is_cjk_punctuation(c) && !is_kana(c) && c.is_alphanumeric())
}

/// Returns whether `c`, which follows a word character, continues the same word or number.
///
/// Besides letters, digits and their combining marks, these do: an apostrophe, a hyphen, an underscore or a point
/// between two word characters (`don't`, `COVID-19`, `3.14`, `example.com`), a comma or a colon between two digits
/// (`1,000`, `12:30`).
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
