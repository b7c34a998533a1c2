//! What stands before a `^` or `~` and between two of them → whether it is an index.
//!
//! This module looks at a few characters only; it must not know of documents.

use super::flanking;

/// Browsers and servers take no longer ones.
const LONGEST_ADDRESS: usize = 2048;

/// The letter, digit or bracket that an index would belong to; `None` if there is none. Signs of markup may stand
/// between: `*x*^2^`, `H~2~^+^`.
pub fn base(before: &str) -> Option<Base> {
    let text = before.trim_end_matches(['*', '_', '~', '^', '`', '$']);
    let last = text.chars().next_back()?;
    // `~~~` and `**` alone are no text.
    let fits = last.is_alphanumeric() || ")]}>）】」』〕".contains(last);
    let word = text.len() - text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let first = text[text.len() - word..].chars().next();
    (fits && !is_in_address(text)).then_some(Base {
        last,
        length: word,
        capital: first.is_some_and(|c| c.is_ascii_uppercase()),
    })
}

/// What an index would belong to.
#[derive(Clone, Copy)]
pub struct Base {
    last: char,
    /// Of the Latin word that it ends, in letters.
    length: usize,
    /// Whether that word begins with a capital letter.
    capital: bool,
}

/// Whether a text between two signs within a word is an index. `~` means "to" between numbers and Chinese words.
pub fn fits(inside: &str, sign: u8, base: Base) -> bool {
    let range = sign == b'~' && !(base.last.is_alphabetic() || ")]}".contains(base.last));
    let range = range || sign == b'~' && flanking::is_cjk(base.last);
    let charge = matches!(inside, "+" | "-" | "−" | "±" | "*" | "\'" | "′");
    let says = charge && base.last.is_ascii() || inside.chars().any(char::is_alphanumeric);
    !range && inside.chars().all(|c| !flanking::is_cjk(c)) && says
}

/// Whether two signs with this between them are a face: `^_^`, `^o^`. Behind a digit, a bracket or a single letter they
/// are an index (`37^o^C`, `x^0^`), and a minus is one behind a chemical symbol (`Cl^-^`).
pub fn is_emoticon(inside: &str, base: Base) -> bool {
    const EYES: [&str; 16] = ["_", "__", "o", "O", "0", "w", "W", "v", "V", "u", "-", ".", "ω", "▽", "口", "﹏"];
    let index = base.last.is_ascii() && (base.length == 1 || !base.last.is_ascii_alphabetic());
    EYES.contains(&inside) && !index && !(inside == "-" && base.capital)
}

/// Whether `^…^` between two texts is the number of an isotope before its symbol: `^14^C`.
pub fn is_isotope(before: &str, inside: &str, after: &str) -> bool {
    let symbol = &after[..after.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let number = (1..=3).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit());
    let is_symbol = (1..=2).contains(&symbol.len())
        && symbol.starts_with(|c: char| c.is_ascii_uppercase())
        && !symbol[1..].contains(|c: char| c.is_ascii_uppercase());
    number && is_symbol && base(before).is_none() && !is_in_address(before)
}

/// Whether a text ends within an address of usual length.
pub fn is_in_address(text: &str) -> bool {
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST_ADDRESS))..];
    let word = text.len() - text.trim_end_matches(|c: char| c.is_ascii_graphic() && !matches!(c, '<' | '"')).len();
    let word = &text[text.len() - word..];
    word.contains("://") || word.contains("www.")
}
