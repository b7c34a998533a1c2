//! Text → Markdown that shows that text.

/// How much is written in Markdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// As an editor would write it: signs are escaped where they are likely to be read as markup.
    Light,
    /// Every sign that may be markup is escaped, and marks within a line are HTML.
    Strict,
}

/// Escapes a text within a line.
pub fn text(text: &str, manner: Manner, out: &mut String) {
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let escaped = match (manner, c) {
            (_, '\\') => next.is_ascii_punctuation() || next == b' ' || manner == Manner::Strict,
            (_, '*' | '`') => true,
            (_, '_') => manner == Manner::Strict || !(before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric()),
            (_, '<') => manner == Manner::Strict || next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
            (_, '&') => manner == Manner::Strict || next.is_ascii_alphanumeric() || next == b'#',
            // Two of them reach over blocks: a formula would swallow what stands between this and the next two.
            (_, '$') => manner == Manner::Strict || next == b'$' || out.ends_with('$'),
            // It would be the mark of a footnote that doesn't exist.
            (Manner::Light, '^') => before == b'[',
            (Manner::Light, _) => false,
            (Manner::Strict, c) => "[]>$^~{}|#!=:@+-()\"'".contains(c),
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Escapes what would make the beginning of a line the beginning of a heading, a list, a quotation.
pub fn line_starts(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line_start).collect();
    lines.join("\n")
}

fn line_start(line: &str) -> String {
    let bytes = line.as_bytes();
    let rest = |at: usize| line[at..].starts_with([' ', '\t']) || line.len() == at;
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let hashes = bytes.iter().take_while(|byte| **byte == b'#').count();
    let at = match bytes.first() {
        Some(b'#') if hashes <= 6 && rest(hashes) => 0,
        // A colon begins a definition, even without a space behind it.
        Some(b'>' | b'|' | b':') => 0,
        Some(b'-' | b'+') if rest(1) => 0,
        Some(sign @ (b'=' | b'-')) if line.trim_end().bytes().all(|byte| byte == *sign) => 0,
        Some(b'~') if line.starts_with("~~~") => 0,
        Some(b'[') if line.contains("]:") => 0,
        Some(b'0'..=b'9') if digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')')) && rest(digits + 1) => {
            digits
        }
        _ => return line.to_owned(),
    };
    format!("{}\\{}", &line[..at], &line[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_escaped_where_they_may_be_markup() {
        let written = |source: &str, manner| {
            let mut out = String::new();
            text(source, manner, &mut out);
            line_starts(&out)
        };
        let light = |source| written(source, Manner::Light);
        assert_eq!(light("3*4=12，a_b_c _x_"), "3\\*4=12，a_b_c \\_x\\_");
        assert_eq!(light("a < b & c <b> &lt;"), "a < b & c \\<b> \\&lt;");
        assert_eq!(light("# 甲\n- 乙\n1. 丙\n-----\n[c]: /d"), "\\# 甲\n\\- 乙\n1\\. 丙\n\\-----\n\\[c]: /d");
        assert_eq!(light(":-|"), "\\:-|");
        assert_eq!(light("-5℃，#1，2026.5"), "-5℃，#1，2026.5");
        assert_eq!(written("[c]: $x$", Manner::Strict), "\\[c\\]\\: \\$x\\$");
    }
}
