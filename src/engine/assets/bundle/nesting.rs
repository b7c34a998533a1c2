//! How deeply the brackets of a style sheet or a script are nested.
//!
//! The parsers call themselves at each level. A stack that overflows ends the program without naming the file, so the depth is
//! bounded before. Brackets in strings and comments count as well: they hardly ever lack their partners.

use super::{BundleFault, BundleFaultPlace};
use crate::base::url::Url;

/// Levels that a style sheet may have. People write fewer than ten; an eighth of what overflows the stack.
pub const MOST_IN_SHEET: usize = 64;
/// Levels that a script may have, among them those that other programs wrote.
pub const MOST_IN_SCRIPT: usize = 256;

/// Checks the depth of a text.
///
/// # Errors
/// The place of the first bracket that is too deep.
pub fn check(url: &Url, text: &str, most: usize) -> Result<(), BundleFault> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > most {
            let reason = format!("brackets are nested more than {most} levels deep");
            return Err(BundleFault { url: url.clone(), place: BundleFaultPlace::Offset(at), reason });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bracket_that_is_too_deep_has_its_place() {
        let url = Url::new("/assets/js/a.js");
        let place = |text: &str| check(&url, text, 3).err().map(|fault| fault.place);
        assert_eq!(place("a(b[c{d}])"), None);
        assert_eq!(place(")))(([{}]))"), Some(BundleFaultPlace::Offset(6)));
        assert_eq!(place(&"{}".repeat(100)), None);
    }
}
