//! A body's HTML → its words, for searching.
//!
//! What is read is what the writer of this module wrote, with whatever raw HTML passed through it:
//! well-formed enough to find the tags. Readings of ruby and marks of footnotes are left out, since no one
//! types them; tables, notes and code are in, and formulas as a line. What parts words on a page parts
//! them here, by one space.

use memchr::{memchr, memchr3};

use super::math;
use crate::base::text::{TextLevel, clean};

/// Whether an element stands within a line, so that its ends part no words.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
    )
}

/// Whether an element's content is no text.
fn is_left_out(name: &str) -> bool {
    matches!(name, "rt" | "rp" | "script" | "style" | "template" | "svg")
}

/// The text between the tags, with one space for every blank and every end of a block.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // The raised or lowered text that is open, and where it begins.
    let mut moved: Option<(TextLevel, usize)> = None;
    while let Some(open) = memchr(b'<', rest.as_bytes()) {
        push(&mut text, &rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<!--") {
            rest = after(rest, "-->");
            continue;
        }
        let Some(end) = memchr(b'>', rest.as_bytes()) else { return finished(text) };
        let tag = &rest[1..end];
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        rest = &rest[end + 1..];
        let opens = !tag.starts_with('/') && !tag.ends_with('/');
        if opens && name == "math" {
            let behind = after(rest, "</math>");
            let block = tag.contains("\"block\"");
            formula(&mut text, &rest[..rest.len() - behind.len()], block);
            rest = behind;
        } else if opens && is_left_out(name) {
            rest = after(rest, &format!("</{name}>"));
        } else if opens && name == "sup" && tag.contains("footnote-ref") {
            rest = after(rest, "</sup>");
        } else if opens && name == "a" && tag.contains("footnote-back") {
            rest = after(rest, "</a>");
        } else if let Some(script) = script(name) {
            if opens {
                moved = Some((script, text.len()));
            } else if let Some((script, at)) = moved.take() {
                move_text(&mut text, script, at);
            }
        } else if !is_inline(name) {
            blank(&mut text);
        }
    }
    push(&mut text, rest);
    finished(text)
}

/// Writes a formula as a line; one that stands apart on the page stands apart here.
fn formula(text: &mut String, mathml: &str, block: bool) {
    if block {
        blank(text);
    }
    text.push_str(&math::line(mathml));
    if block {
        blank(text);
    }
}

/// What an element does to the text in it.
pub fn script(name: &str) -> Option<TextLevel> {
    match name {
        "sup" => Some(TextLevel::Raised),
        "sub" => Some(TextLevel::Lowered),
        _ => None,
    }
}

/// Writes the end of a plain text as what it was raised or lowered to.
pub fn move_text(text: &mut String, script: TextLevel, from: usize) {
    if let Some(typed) = text.get(from..).map(str::to_owned) {
        text.truncate(from);
        text.push_str(&script.plain(&typed));
    }
}

/// What follows the first `end`; nothing where there is none.
fn after<'h>(html: &'h str, end: &str) -> &'h str {
    memchr::memmem::find(html.as_bytes(), end.as_bytes()).map_or("", |at| &html[at + end.len()..])
}

fn blank(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Appends text with its entities decoded and its blanks drawn together.
fn push(text: &mut String, mut raw: &str) {
    while let Some(at) = memchr3(b'&', b' ', b'\n', raw.as_bytes()) {
        text.push_str(&raw[..at]);
        raw = &raw[at..];
        if !raw.starts_with('&') {
            blank(text);
            raw = raw.trim_ascii_start();
            continue;
        }
        let (c, length) = entity(raw);
        match c {
            '\u{A0}' => blank(text),
            c => text.push(c),
        }
        raw = &raw[length..];
    }
    text.push_str(raw);
}

/// The character that an entity stands for, and how long the entity is; else the ampersand itself.
fn entity(raw: &str) -> (char, usize) {
    let Some(end) = raw.bytes().take(12).position(|byte| byte == b';') else { return ('&', 1) };
    let name = &raw[1..end];
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let c = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" | "ensp" | "emsp" => Some('\u{A0}'),
        _ => match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => None,
        },
    };
    c.map_or(('&', 1), |c| (c, end + 1))
}

fn finished(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    if let std::borrow::Cow::Owned(cleaned) = clean(&text) { cleaned } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::{MarkdownOptions, markdown};
    use super::*;
    use crate::base::url::SourcePath;

    fn of(source: &str) -> String {
        let path = SourcePath::new("content/a.md").unwrap();
        markdown(source, &path, 0, &MarkdownOptions::default()).value.plain()
    }

    #[test]
    fn markup_within_a_word_parts_nothing_and_blocks_do() {
        assert_eq!(of("# 彩**虹**\n\n第一\n第二`码`\n\n- 甲\n- 乙[丙](/x/)"), "彩虹 第一第二码 甲 乙丙");
        assert_eq!(of("10^8^ 与 10<sup>-9</sup>，气\u{200B}象"), "10⁸ 与 10⁻⁹，气象");
        assert_eq!(of("共10<sup>12，</sup>个，见<sup>[1]</sup>"), "共10¹²，个，见[1]");
        assert_eq!(of("H~2~O 与 a < b & c"), "H₂O 与 a < b & c");
    }

    #[test]
    fn readings_and_marks_are_no_words_but_notes_cells_code_and_formulas_are() {
        assert_eq!(of("{科普|kē pǔ}馆"), "科普馆");
        assert_eq!(of("见[^1]此 $x^2$ 式\n\n[^1]: 注文"), "见此 x² 式 注文");
        assert_eq!(of("速度是$v=\\frac{s}{t}$。\n$$\\sqrt{a+b}$$\n完"), "速度是v=s/t。 √(a+b) 完");
        assert_eq!(
            of("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n```rust\nlet 变量 = 1;\n```"),
            "甲 乙 丙 丁 let 变量 = 1;"
        );
    }

    #[test]
    fn raw_html_is_read_for_its_words() {
        assert_eq!(
            plain("<div>一<br>二</div><style>.a{}</style><!-- 三 -->四&#x4e94;&nbsp;&unknown;"),
            "一 二 四五 &unknown;"
        );
        assert_eq!(plain("一<b"), "一");
    }
}
