//! Markup that was understood and does what an editor hardly meant: a rule that makes the paragraph above it a heading, cells
//! that a table has no column for, numbers that a list doesn't keep, stars that vanish, a fence that stays open.
//!
//! `near_miss` has what was shown as typed; here something was not, and a reader never sees it. Each form is reported only
//! where it would be a strange way to write what it does. Nothing is changed.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::prepare::{is_mark, strip};
use super::writer::Writer;
use crate::base::diagnostic::messages;
use crate::base::text::is_han;
use crate::base::text::pattern::{self, Pattern};

/// A heading of more characters is a paragraph.
const LONGEST_HEADING: usize = 40;

/// So many characters before a star its equals sign stands at most.
const LONGEST_EQUATION: usize = 100;

static MARKDOWN: Pattern =
    Pattern::new(|| pattern::constant(r"\*\*[^*\s][^*]*\*\*|!?\[[^\]\n]+\]\([^)\s]+\)|(?m:^[ \t]*#{1,6} \S)"));

/// The numbers of the list that is open, if it has any.
#[derive(Clone, Copy)]
pub struct Numbers {
    first: u64,
    next: u64,
    last: u64,
    told: bool,
}

impl Numbers {
    pub fn from(first: u64) -> Self {
        Self { first, next: first, last: first, told: false }
    }
}

/// Definitions of links' addresses by their labels, each with its places in the prepared text.
pub type Definitions = HashMap<String, Vec<Range<usize>>>;

/// The label as the parser compares it.
pub fn label(written: &str) -> String {
    strip(written).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Strikes out the definition that a link or a picture uses.
pub fn used(event: &Event<'_>, definitions: &mut Definitions) {
    let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) = event else { return };
    if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
        definitions.remove(&label(id));
    }
}

impl Writer<'_> {
    /// A line behind a label and a colon is an address that is shown nowhere, unless a link asks for it by the label.
    pub(super) fn judge_definitions(&mut self, unused: Definitions) {
        let mut unused: Vec<Range<usize>> = unused.into_values().flatten().collect();
        unused.sort_by_key(|range| range.start);
        for range in unused {
            let written = strip(&self.prepared.text[range.clone()]).trim().to_owned();
            // The usual way to leave a note for other editors: `[//]: # (…)`, `[comment]: <> (…)`.
            let note = written.starts_with("[//]") || written.contains("]: #") || written.contains("]: <>");
            if !note {
                let mended = written.replacen("]: ", "]：", 1).replacen("]:", "]：", 1);
                self.report(messages::definition_unused(&mended), &range);
            }
        }
    }

    /// Text above a rule is a heading if no blank line parts them.
    pub(super) fn judge_heading(&mut self, range: &Range<usize>) {
        let written = self.prepared.text[range.clone()].trim_end();
        let Some((text, rule)) = written.rsplit_once('\n') else { return };
        let sentence = text.contains('\n')
            || text.trim_end().ends_with(['。', '！', '？', '；', '，', '：', '…', '.', '!', '?', ';', ':', '”'])
            || text.chars().count() > LONGEST_HEADING;
        if sentence {
            let end = range.start + written.len();
            self.report(messages::underlined_text(rule.trim()), &(end - rule.len()..end));
        }
    }

    /// The parser leaves out what stands behind the last column.
    pub(super) fn judge_row(&mut self, range: &Range<usize>) {
        let Some(columns) = self.table.as_ref().map(|table| table.alignments.len()) else { return };
        let row = strip(&self.prepared.text[range.clone()]).trim().to_owned();
        let lost: Vec<&str> = cells(&row).into_iter().skip(columns).filter(|cell| !cell.is_empty()).collect();
        if !lost.is_empty() {
            self.report(messages::cells_left_out(&lost.join(" | "), columns), range);
        }
    }

    /// A list counts by itself from its first number on.
    pub(super) fn judge_item(&mut self, range: &Range<usize>) {
        let Some(Some(numbers)) = self.numbers.last_mut() else { return };
        let written = self.prepared.text[range.clone()].trim_start();
        let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Ok(number) = written[..digits].parse::<u64>() else { return };
        let shown = numbers.next;
        // `1. 1. 1.` is a usual way not to count.
        let lazy = number == numbers.first || number == numbers.last || number + 1 == shown;
        numbers.next += 1;
        numbers.last = number;
        if number != shown && !lazy && !numbers.told {
            numbers.told = true;
            let start = range.end - self.prepared.text[range.clone()].trim_start().len();
            self.report(
                messages::numbered_otherwise(&number.to_string(), &shown.to_string()),
                &(start..start + digits),
            );
        }
    }

    /// `3*4*5`: both stars vanish.
    pub(super) fn judge_emphasis(&mut self, range: &Range<usize>) {
        let text = &self.prepared.text;
        let written = &text[range.clone()];
        let Some(inside) = written.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) else { return };
        let inside = strip(inside);
        // Neighbours are looked at one by one: what is long may have thousands of stars.
        let before = text[..range.start].chars().rev().find(|c| !is_mark(*c));
        let after = text[range.end..].chars().find(|c| !is_mark(*c));
        let factor = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, ')' | '）'));
        let product = factor(before) && inside.starts_with(|c: char| c.is_ascii_alphanumeric())
            || factor(after) && inside.ends_with(|c: char| c.is_ascii_alphanumeric());
        // `a*b*c`: emphasis within a word of letters.
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let product = product || letter(before) && letter(after) && inside.len() <= 3 && inside.is_ascii();
        // `面积=长*宽*高`: in an equation, and not around a phrase.
        let mut line = text[..range.start].chars().rev().take(LONGEST_EQUATION).take_while(|c| *c != '\n');
        let equation = line.any(|c| matches!(c, '=' | '＝' | '≈'))
            && before.is_some_and(is_han)
            && after.is_some_and(is_han)
            && inside.chars().count() <= 4;
        if product || equation {
            let mended = format!("×{inside}×");
            self.report(messages::stars_vanish(&strip(written), &mended), range);
        }
    }

    /// `__init__.py`: the underscores of a name vanish.
    pub(super) fn judge_strong(&mut self, range: &Range<usize>) {
        let text = &self.prepared.text;
        let Some(inside) = text[range.clone()].strip_prefix("__").and_then(|rest| rest.strip_suffix("__")) else {
            return;
        };
        let inside = strip(inside);
        // A word with a capital may be a name of people, too.
        let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !inside.starts_with(|c: char| c.is_ascii_lowercase()) || !inside.chars().all(named) {
            return;
        }
        let of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/');
        let before = text[..range.start].len() - text[..range.start].trim_end_matches(of_word).len();
        let behind = &text[range.end..];
        let behind = behind[..behind.len() - behind.trim_start_matches(of_word).len()].trim_end_matches(['.', '/']);
        let at = range.start - before..range.end + behind.len();
        let written = strip(&text[at.clone()]).into_owned();
        self.report(messages::underscores_lost(&written, &format!("`{written}`"), &format!("**{inside}**")), &at);
    }

    /// `[](/x/)`: nothing of it can be seen.
    pub(super) fn judge_link(&mut self, range: &Range<usize>) {
        let written = strip(&self.prepared.text[range.clone()]).into_owned();
        let Some(rest) = written.strip_prefix('[').map(str::trim_start).filter(|rest| rest.starts_with("](")) else {
            return;
        };
        self.report(messages::link_without_text(&format!("[名称{rest}"), &format!("[name{rest}")), range);
    }

    /// `>60岁免费`, `>_<`: a sign that was meant as one begins a quotation, and isn't shown.
    pub(super) fn judge_quote(&mut self, range: &Range<usize>) {
        let written = self.prepared.text[range.clone()].trim_end();
        let Some(rest) = written.strip_prefix('>') else { return };
        let sign = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '=' | '_' | '<' | '.'));
        // A quotation that begins with a year or the number of an item.
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let dated = behind.len() < rest.len() && (behind.starts_with(['年', '、']) || behind.starts_with(". "));
        if sign && !dated && !written.contains('\n') {
            let end = written.char_indices().nth(12).map_or(written.len(), |(end, _)| end);
            let shown = strip(&written[..end]).into_owned();
            self.report(messages::quote_sign(&shown), &(range.start..range.start + written.len()));
        }
    }

    /// A fence that nothing closes makes everything behind it code.
    pub(super) fn judge_fence(&mut self, range: &Range<usize>) {
        let text = self.prepared.text[range.clone()].trim_end();
        let signs = |line: &str| {
            let line = line.trim_matches([' ', '\t', '>', '\r']);
            let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
            Some((sign, line.chars().take_while(|c| *c == sign).count(), line.chars().all(|c| c == sign)))
        };
        let first = text.split('\n').next().unwrap_or_default();
        let Some((sign, count, _)) = signs(first) else { return };
        let closes = |line: &str| signs(line).is_some_and(|(other, many, only)| only && other == sign && many >= count);
        if text.len() == first.len() || !text.rsplit('\n').next().is_some_and(closes) {
            let fence = sign.to_string().repeat(count);
            self.report(messages::fence_open(&fence), &(range.start..range.start + first.trim_end().len()));
        }
    }

    /// Between tags of a block nothing is Markdown.
    pub(super) fn judge_html(&mut self, html: &str, range: &Range<usize>) {
        let lower = html.to_ascii_lowercase();
        if ["<pre", "<code", "<script", "<style", "<textarea", "<svg", "<math"].iter().any(|tag| lower.contains(tag)) {
            return;
        }
        let outside = html.split('<').enumerate().map(|(index, part)| match index {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, text)| text),
        });
        let mut hits = outside.filter_map(|text| MARKDOWN.find(text).map(|hit| hit.as_str().trim().to_owned()));
        if let Some(hit) = hits.next() {
            let tag: String = lower.trim_start().chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
            self.report(messages::markdown_in_html(&hit, &tag), range);
        }
    }
}

/// The cells of a row, trimmed.
fn cells(row: &str) -> Vec<&str> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let mut cells = Vec::new();
    let mut start = 0;
    for at in bars {
        if at > 0 {
            cells.push(row[start..at].trim());
        }
        start = at + 1;
    }
    if start < row.len() {
        cells.push(row[start..].trim());
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::super::{MarkdownOptions, markdown};
    use crate::base::diagnostic::Diagnostic;
    use crate::base::url::SourcePath;

    fn told(source: &str) -> (Vec<Diagnostic>, String) {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut body = markdown(source, &path, 0, &MarkdownOptions::default());
        body.diagnostics.retain(|found| ("W0238".."W0256").contains(&found.code.0));
        (body.diagnostics, body.value.html.clone())
    }

    #[test]
    fn what_a_reader_never_sees_is_told() {
        for (source, code, says) in [
            ("第一段，写完了。\n---\n第二段。", "W0238", "---"),
            ("第一行\n第二行\n===", "W0238", "==="),
            ("|甲|乙|\n|---|---|\n|1|2|3 多出的|", "W0239", "3 多出的"),
            ("甲|乙\n-|-\n1|2|3|4\n", "W0239", "3 | 4"),
            ("2026. 这一年\n\n1986. 那一年", "W0240", "1986"),
            ("1. 甲\n2. 乙\n5. 丙", "W0240", "5"),
            ("得 3*4*5=60。", "W0241", "×4×"),
            ("体积=长*宽*高", "W0241", "×宽×"),
            ("V = a*b*c", "W0241", "×b×"),
            (">60岁老人免费", "W0249", ">60岁"),
            ("每个包里有 __init__.py。", "W0254", "`__init__.py`"),
            ("见 obj.__dict__，", "W0254", "`obj.__dict__`"),
            ("用 __file__ 得到路径", "W0254", "**file**"),
            ("见[](/x/)。", "W0255", "[名称](/x/)"),
            ("见[ ](https://a.cn/)。", "W0255", "[名称](https://a.cn/)"),
            (">_< 好冷", "W0249", ">_<"),
            ("甲\n\n[注]: 这里是说明\n", "W0242", "[注]：这里是说明"),
            ("<div>\n**重点**\n</div>", "W0243", "**重点**"),
            ("<div>\n见[名录](/a/)\n</div>", "W0243", "[名录](/a/)"),
            ("```\n代码\n\n正文。", "W0244", "```"),
            ("甲\n\n~~~~", "W0244", "~~~~"),
            ("甲[^a]。\n\n[^a]: 一\n\n[^b]: 二", "W0245", "b"),
            ("甲[^a]。\n\n[^a]: 一\n\n[^a]: 二", "W0245", "a"),
        ] {
            let (found, _) = told(source);
            let all: Vec<_> = found.iter().map(|found| (found.code.0, &found.message.zh, &found.help.zh)).collect();
            assert!(
                matches!(&*all, [(is, message, help)] if *is == code && (message.contains(says) || help.contains(says))),
                "{source:?}: {all:?}"
            );
        }
    }

    #[test]
    fn usual_ways_to_write_are_not() {
        for source in [
            "标题\n---\n\n正文。",
            "标题\n===",
            "正文。\n\n---\n\n正文。",
            "|甲|乙|\n|---|---|\n|1|\n|a \\| b|2|\n|1|2||\n| 1 | 2 |",
            "1. 甲\n1. 乙\n1. 丙",
            "3. 甲\n4. 乙",
            "> 60岁以上免费\n\n>引文一句\n\n>2026年\n>的春天",
            ">2026年，我们出发了。\n\n>1. 打开盖子\n\n>一、二",
            "That is un*believ*able.",
            "__重点__ 与 __Big news__ 与 `__init__.py` 与 **init**",
            "[![图](a.jpg)](/x/) 与 [名录](/x/)",
            "1. 甲\n2. 乙\n2. 丙\n3. 丁",
            "这是*重点*内容，见*书名*。a=1，这是*很重要的事*啊",
            "[名录][注]\n\n[注]: /a/",
            "[注]与![图][图]\n\n[注]: /a/\n[图]: b.png",
            "[//]: # (编辑备注)\n\n[comment]: <> (备注)",
            "<div>\n\n**重点**\n\n</div>",
            "<pre>\n**重点**\n</pre>",
            "```\n代码\n```\n\n> ```\n> 代码\n> ```\n\n- 甲\n\n  ```js\n  x\n  ```",
            "````\n```\n````",
            "甲[^a]乙[^a]。\n\n[^a]: 一",
        ] {
            let (found, _) = told(source);
            assert!(found.is_empty(), "{source:?}: {found:?}");
        }
    }

    #[test]
    fn notes_of_editors_are_not_published() {
        let (_, html) = told(
            "甲<!-- 内部 -->乙\n\n<!-- 电话\n\n138 -->\n\n<div>丙<!-- 丁 --></div>\n\n<!--#include virtual=\"/a\" -->\n",
        );
        assert!(!html.contains("内部") && !html.contains("138") && !html.contains('丁'), "{html}");
        assert!(html.contains("甲乙") && html.contains("<div>丙</div>") && html.contains("#include"), "{html}");
    }
}
