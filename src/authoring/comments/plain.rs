//! Texts as pages have them: with plain line ends.

use std::borrow::Cow;

/// Returns a text with plain line ends, in which comments have their places.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}
