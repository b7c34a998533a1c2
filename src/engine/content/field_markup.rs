//! A text field's markup, which nothing reads: the field stands in titles of windows, in feeds and on cards as well, where
//! text has no form, so pages show it as it is typed.

use super::markdown::{MarkdownOptions, markdown};
use crate::base::diagnostic::{Diagnostic, FieldName, Location, Span, messages};
use crate::base::html::{self, decode};
use crate::base::url::SourcePath;
use crate::base::yaml::write::{self, YamlValue};

/// A text without these has no markup.
const SIGNS: [char; 9] = ['*', '`', '[', '<', '~', '^', '$', '&', '{'];

/// Elements that markup within a line becomes, or that are typed there.
const INLINE: [&str; 20] = [
    "strong", "del", "code", "sup", "sub", "math", "img", "br", "b", "i", "u", "s", "span", "font", "mark", "small",
    "big", "ruby", "center", "div",
];

/// How a link's address begins, where it is one: brackets behind brackets are in other texts too.
const ADDRESSES: [&str; 7] = ["](http", "](/", "](./", "](../", "](mailto:", "](#", ".md)"];

/// HTML that a theme may be meant to pass on: films, maps.
const EMBEDDED: [&str; 7] = ["<iframe", "<video", "<audio", "<script", "<embed", "<object", "<svg"];

/// The warning of a text field with markup in it.
pub fn markup_fault(field: FieldName<'_>, text: &str, path: &SourcePath, span: Span) -> Option<Diagnostic> {
    let mended = without_markup(text, path)?;
    let mended = write::inline(&YamlValue::text(mended));
    Some(messages::markup_in_field(field, &mended).at(Location::span(path, span)))
}

/// The text without its markup; none where it has none.
fn without_markup(text: &str, path: &SourcePath) -> Option<String> {
    if !text.contains(SIGNS) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if EMBEDDED.iter().any(|tag| lower.contains(*tag)) {
        return None;
    }
    // Lines stay lines.
    if text.trim_end().contains('\n') {
        let mended: Vec<Option<String>> = text.lines().map(|line| without_markup(line, path)).collect();
        let whole = text.lines().zip(&mended).map(|(line, mended)| mended.as_deref().unwrap_or(line));
        return mended.iter().any(Option::is_some).then(|| whole.collect::<Vec<_>>().join("\n"));
    }
    // Behind a comma nothing is the sign of a heading or of a list.
    let body = markdown(&format!("，{text}"), path, 0, &MarkdownOptions::default()).value;
    let marked = html::all(body.markup().as_bytes()).any(|element| is_markup(&element.name, &lower));
    let plain = body.plain().replace('\u{A0}', " ");
    let plain = plain.strip_prefix('，')?.trim();
    ((marked || has_entity(text)) && !plain.is_empty() && plain != text).then(|| plain.to_owned())
}

/// Whether an element that a text becomes was typed as one.
fn is_markup(element: &str, text: &str) -> bool {
    match element {
        // A bare address becomes a link as well.
        "a" => text.contains("<a ") || ADDRESSES.iter().any(|begins| text.contains(begins)),
        // A star in the middle may be the sign of a product or of a note.
        "em" => text.starts_with('*') || text.ends_with('*') || text.contains("<em"),
        // So may x^2, twice.
        "sup" => text.contains("<sup") || raised(text),
        // A text about HTML names its tags.
        "b" | "i" | "u" | "s" | "span" | "font" | "mark" | "small" | "big" | "center" | "div" => {
            text.contains(&format!("</{element}>"))
        }
        element => INLINE.contains(&element),
    }
}

/// Whether every second ^ ends something: no text stands behind it that would be raised next.
fn raised(text: &str) -> bool {
    let ends = text.match_indices('^').skip(1).step_by(2);
    let mut ends = ends.map(|(at, _)| !text[at + 1..].starts_with(|c: char| c.is_ascii_digit() || c == '-'));
    ends.next().is_some_and(|first| first) && ends.all(|end| end)
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let end = text[at..].find(';').filter(|length| (2..12).contains(length)).map(|length| at + length + 1);
        end.is_some_and(|end| decode(&text.as_bytes()[at..end]) != text[at..end])
    })
}

#[cfg(test)]
mod tests {
    use super::without_markup;
    use crate::base::url::SourcePath;

    #[test]
    fn a_text_is_mended_where_it_has_markup() {
        let path = SourcePath::new("content/a.md").unwrap();
        for (text, mended) in [
            ("水的**秘密**", "水的秘密"),
            ("H<sub>2</sub>O 与 H~2~O", "H₂O 与 H₂O"),
            ("10<sup>12，</sup>个", "10¹²，个"),
            ("用 `code`、[链接](x)、<b>x</b>", "用 code、链接、x"),
            ("见[官网](https://a.cn/)", "见官网"),
            ("x^2^ 与 y^3^", "x² 与 y³"),
            ("公式 $E=mc^2$ 的来历", "公式 E=mc² 的来历"),
            ("甲&nbsp;乙 &amp; 丙", "甲 乙 & 丙"),
            ("*彩虹*的秘密", "彩虹的秘密"),
            ("1. **甲**", "1. 甲"),
            ("第一行<br>第二行", "第一行 第二行"),
        ] {
            assert_eq!(without_markup(text, &path).as_deref(), Some(mended), "{text}");
        }
        for text in [
            "水的秘密",
            "# 甲",
            "1. 甲",
            "- 甲",
            "[重磅]甲",
            "a < b 与 List<int>",
            "AT&T",
            "8~12岁",
            "5*3",
            "价格$5和$6",
            "*注",
            "密码**",
            "^_^",
            "见 https://a.cn/?a=1&b=2",
            "<iframe src=\"https://a.cn/\"></iframe>",
            "C++ & C#",
            "HTML 里的 <p> 与 <b>",
            "A<B>C",
            "泛型 Vec<T> 与 List<i>",
            "数组a[0](首元素)和 f[i](x)",
            "面积 x^2+y^2 与 z",
            "m^2/s^2 单位",
        ] {
            assert_eq!(without_markup(text, &path), None, "{text}");
        }
    }
}
