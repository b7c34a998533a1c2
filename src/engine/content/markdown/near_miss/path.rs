//! Paths of Windows whose backslashes Markdown takes for its own: `\\server\share`, `D:\科普\_归档`.

use std::ops::Range;

use super::{MarkupKind, NearMiss, NearMisses};
use crate::base::text::pattern::{self, Pattern};

static PATH: Pattern = Pattern::new(|| {
    pattern::constant(r#"(?:\\\\[A-Za-z0-9][\w.-]*|(?-u:\b)[A-Za-z]:)(?:\\[^\s\\/:*?<>|，。；、）"“”]+)+\\?"#)
});

pub fn find(source: &str, texts: &[Range<usize>], found: &mut NearMisses) {
    if !source.contains('\\') {
        return;
    }
    let is_text = |at: usize| {
        let index = texts.partition_point(|text| text.end <= at);
        texts.get(index).is_some_and(|text| text.start <= at)
    };
    for path in PATH.find_iter(source) {
        // Markdown drops a backslash before a mark, and one of two.
        let inside = path.as_str();
        let lost = inside
            .char_indices()
            .find(|(at, sign)| *sign == '\\' && inside[at + 1..].starts_with(|next: char| next.is_ascii_punctuation()));
        let Some((at, _)) = lost else { continue };
        // Blanks to be filled in, `A:\_\_\_`, name nothing.
        if !inside.split('\\').skip(1).any(|part| part.starts_with(char::is_alphanumeric)) {
            continue;
        }
        let shown = path.start() + at + 1;
        if is_text(shown) && !is_text(shown - 1) {
            let at = path.range();
            found.add(NearMiss { at, kind: MarkupKind::Path, mended: format!("`{inside}`") });
        }
    }
}
