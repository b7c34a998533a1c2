//! What other readers of Markdown make of a text and ours doesn't → the same in forms that ours knows.
//!
//! Code that is indented becomes fenced, unless it is Chinese prose; notes within a line (`^[…]`) become footnotes; a dollar sign
//! of a site without maths is no formula; what stands behind a fence's language is written above the code or reported.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::attributes::{attributes, near};
use super::markup::fence;
use super::reading;
use crate::base::text::edits::{Edits, line_start};
use crate::base::text::{Ranges, is_han};

/// How the old site read its texts.
pub struct Dialect<'a> {
    /// Whether it had formulas.
    pub maths: bool,
    /// Whether `$$…$$` is a formula even so, which stands in its line where other text does: kramdown's way.
    pub kramdown: bool,
    /// Returns the text of a file that a text includes.
    pub include: &'a dyn Fn(&str) -> Option<String>,
}

/// Something that is neither text nor done: kept in the text, or dropped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Leftover {
    Kept(String),
    /// How something is to look.
    Attributes,
    /// Numbers of lines to be marked, and other wishes behind a fence's language.
    FenceOptions,
    /// A note to other authors, which no reader saw.
    Note,
}

/// Returns the changes to a text, and what is left over with its places.
pub fn changes(text: &str, dialect: &Dialect<'_>) -> (Edits, Vec<(Leftover, usize)>) {
    let mut reading = Reading {
        text,
        dialect,
        edits: Edits::default(),
        left: Vec::new(),
        code: Vec::new(),
        fences: Vec::new(),
        apart: Ranges::default(),
    };
    reading.blocks();
    reading.apart = reading.code.iter().cloned().collect();
    reading.includes();
    reading.abbreviations();
    reading.within_html();
    reading.notes();
    if dialect.maths {
        reading.bracketed_formulas();
    }
    reading.equations();
    reading.signs();
    (reading.edits, reading.left)
}

struct Reading<'a> {
    text: &'a str,
    dialect: &'a Dialect<'a>,
    edits: Edits,
    left: Vec<(Leftover, usize)>,
    /// Code, formulas and raw HTML, in which nothing else is changed.
    code: Vec<Range<usize>>,
    /// Blocks of code alone.
    fences: Vec<Range<usize>>,
    /// The same, where a place is found at once.
    apart: Ranges,
}

/// Environments of LaTeX that stand for a formula of their own, and what they are within one.
const ENVIRONMENTS: [(&str, &str); 5] =
    [("equation", ""), ("align", "aligned"), ("gather", "gathered"), ("eqnarray", "aligned"), ("multline", "gathered")];

impl Reading<'_> {
    fn blocks(&mut self) {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
        let (mut open, mut inside): (Option<(bool, usize)>, String) = (None, String::new());
        let mut dollars = Vec::new();
        let text = self.text;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    open = Some((matches!(kind, CodeBlockKind::Indented), range.start));
                    inside.clear();
                    if let CodeBlockKind::Fenced(info) = kind {
                        self.fence(&info, range.start);
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((indented, start)) = open.take() {
                        self.code.push(line_start(text, start)..range.end);
                        self.fences.push(line_start(text, start)..range.end);
                        if indented {
                            self.indented(&inside, start..range.end);
                        }
                    }
                }
                Event::Text(words) if open.is_some() => inside.push_str(&words),
                Event::Text(_) => dollars.extend(signs(text, range)),
                Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => self.code.push(range),
                _ => {}
            }
        }
        let formulas = Parser::new_ext(text, options | Options::ENABLE_MATH).into_offset_iter();
        let formulas = formulas.filter(|(event, _)| matches!(event, Event::InlineMath(_) | Event::DisplayMath(_)));
        let formulas: Vec<Range<usize>> = formulas.map(|(_, range)| range).collect();
        let found = !formulas.is_empty();
        let (maths, kramdown) = (self.dialect.maths, self.dialect.kramdown);
        let doubled = |range: &Range<usize>| kramdown && text[range.start..].starts_with("$$");
        let kept: Vec<Range<usize>> = formulas.into_iter().filter(|range| maths || doubled(range)).collect();
        for range in &kept {
            if doubled(range) {
                self.in_line(range);
            }
        }
        if found && !maths {
            let inside: Ranges = kept.iter().cloned().collect();
            dollars.into_iter().filter(|at| !inside.contains(*at)).for_each(|at| self.edits.insert(at, "\\"));
        }
        self.code.extend(kept);
    }

    /// Writes a formula between two dollars between one, where other text stands in its lines.
    fn in_line(&mut self, range: &Range<usize>) {
        let before = &self.text[line_start(self.text, range.start)..range.start];
        let after = self.text[range.end..].lines().next().unwrap_or_default();
        let inside = self.text[range.clone()].trim_matches('$').trim();
        // In a list or a quotation its sign is no text.
        let is_text = |text: &str| text.contains(char::is_alphanumeric) || text.contains(['，', '。', '：', '（']);
        if (is_text(before) || is_text(after)) && !inside.is_empty() {
            self.edits.replace(range.clone(), format!("${inside}$"));
        }
    }

    /// Writes indented code between fences, as ours takes Chinese that is indented for a paragraph.
    fn indented(&mut self, code: &str, range: Range<usize>) {
        if is_prose(code) {
            return;
        }
        let start = line_start(self.text, range.start);
        let blank = self.text[start..].len() - self.text[start..].trim_start_matches([' ', '\t']).len();
        if start + blank < range.start {
            // It begins behind a sign of a list or a quotation.
            return self.left.push((Leftover::Kept("    …".to_owned()), range.start));
        }
        let columns = |text: &str| text.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>();
        let own = code.len() - code.trim_start_matches([' ', '\t']).len();
        let indent = columns(&self.text[start..start + blank]).saturating_sub(4 + columns(&code[..own]));
        let indent = " ".repeat(indent);
        let lines: Vec<String> = fence("", code)
            .lines()
            .map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") })
            .collect();
        let end = start + self.text[start..range.end].trim_end().len();
        self.edits.replace(start..end, lines.join("\n"));
    }

    /// Reads what stands behind the sign of a fence: a language, a title, numbers of lines.
    fn fence(&mut self, info: &str, start: usize) {
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |end| start + end);
        let line = &self.text[start..line_end];
        let signs = line.len() - line.trim_start_matches(['`', '~']).len();
        let info = info.trim();
        let (language, rest) = match info.strip_prefix('{') {
            // Pandoc's and MkDocs' form: `{.python title="a"}`.
            Some(inside) => {
                let inside = inside.trim_end_matches('}');
                let word = inside.split_whitespace().find_map(|word| word.strip_prefix('.'));
                (
                    word.unwrap_or_default(),
                    inside.trim_start_matches(['.']).trim_start_matches(word.unwrap_or_default()),
                )
            }
            None => info.split_at(info.find([' ', '{', ':', '[', '\t', ',']).unwrap_or(info.len())),
        };
        let rest = rest.trim();
        if rest.is_empty() && !info.starts_with('{') {
            return;
        }
        let title = title(rest);
        let beside = match &title {
            Some((_, range)) => format!("{}{}", &rest[..range.start], &rest[range.end..]),
            None => rest.to_owned(),
        };
        if beside.chars().any(char::is_alphanumeric) {
            self.left.push((Leftover::FenceOptions, start));
        }
        self.edits.replace(start + signs..line_end, language.to_owned());
        if let Some((title, _)) = title {
            let first = line_start(self.text, start);
            let indent = &self.text[first..start];
            if indent.trim().is_empty() {
                self.edits.insert(first, format!("{indent}**{title}**\n\n"));
            } else {
                self.left.push((Leftover::FenceOptions, start));
            }
        }
    }

    /// Puts the text of other files in the places that name them.
    fn includes(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim();
            if bare.eq_ignore_ascii_case("[toc]") && !self.in_code(start) {
                self.left.push((Leftover::Kept(bare.to_owned()), start));
                continue;
            }
            let named = bare
                .strip_prefix("<!--")
                .and_then(|rest| rest.strip_suffix("-->")?.trim().strip_prefix("@include:"))
                .or_else(|| bare.strip_prefix("--8<--").filter(|rest| !rest.trim().is_empty()));
            let code = bare
                .strip_prefix("<<<")
                .or_else(|| bare.strip_prefix("@[code](").and_then(|rest| rest.strip_suffix(')')));
            let is_comment = bare.starts_with("<!--");
            if !is_comment && self.in_code(start) {
                continue;
            }
            let Some(name) = named.or(code).map(|name| name.trim().trim_matches('"')) else { continue };
            match (self.dialect.include)(name) {
                Some(text) => {
                    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
                    let text = if named.is_some() { text.trim().to_owned() } else { fence(extension, &text) };
                    self.edits.replace(start..start + line.trim_end().len(), text);
                }
                None => {
                    let sign = bare.split(['"', ' ']).next().unwrap_or(bare);
                    let sign = if is_comment { "@include" } else { sign };
                    self.left.push((Leftover::Kept(sign.to_owned()), start));
                }
            }
        }
    }

    /// Finds explanations of abbreviations, `*[HTML]: …`, which show as text here.
    fn abbreviations(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let is_one = line.starts_with("*[") && line.contains("]: ") && !self.in_code(at);
            if is_one {
                self.left.push((Leftover::Kept("*[…]: …".to_owned()), at));
            }
            at += line.len();
        }
    }

    /// Puts blank lines into HTML whose content is Markdown: `<div markdown="1">`.
    fn within_html(&mut self) {
        let fences: Ranges = self.fences.iter().cloned().collect();
        let (mut at, mut open): (usize, Vec<String>) = (0, Vec::new());
        for line in self.text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            if fences.hold(&(start..start + 1)) {
                continue;
            }
            let bare = line.trim();
            if let (Some(name), Some(mark)) = (tag_name(bare), markdown_attribute(bare)) {
                let place = start + (line.len() - line.trim_start().len());
                self.edits.replace(place + mark.start..place + mark.end, String::new());
                self.edits.insert(start + line.trim_end().len(), "\n");
                if !bare.contains(&format!("</{name}>")) {
                    open.push(name.to_owned());
                }
            } else if let Some(name) = open.last() {
                if bare.starts_with(&format!("</{name}>")) {
                    self.edits.insert(start, "\n");
                    open.pop();
                } else if bare.starts_with("<figcaption") {
                    self.edits.insert(start, "\n");
                }
            }
        }
    }

    /// Writes formulas of MathJax and KaTeX, `\\(…\\)` and `\\[…\\]`, between dollars.
    fn bracketed_formulas(&mut self) {
        for (open, close, sign) in
            [("\\\\(", "\\\\)", "$"), ("\\(", "\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\[", "\\]", "$$")]
        {
            let mut at = 0;
            while let Some(start) = self.text[at..].find(open).map(|start| at + start) {
                at = start + open.len();
                let inside = &self.text[at..];
                // Without an end behind it no other has one.
                let Some(end) = inside.find(close) else { break };
                let formula = &inside[..end];
                let escaped = self.text[..start].ends_with('\\') || formula.contains("\n\n");
                if escaped || self.in_code(start) || !reading::is_formula(formula, sign == "$$") {
                    continue;
                }
                self.edits.replace(start..at + end + close.len(), format!("{sign}{}{sign}", formula.trim()));
                self.code.push(start..at + end + close.len());
                at += end + close.len();
            }
            self.apart = self.code.iter().cloned().collect();
        }
    }

    /// Makes footnotes of notes within a line.
    fn notes(&mut self) {
        let mut notes = String::new();
        let mut number = 0;
        for (at, _) in self.text.match_indices("^[") {
            if self.in_code(at) || self.text[..at].ends_with(['\\', '[']) {
                continue;
            }
            let mut depth = 0_usize;
            let end = self.text[at + 1..].char_indices().find_map(|(end, c)| {
                match c {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at + 1 + end)
            });
            let Some(end) = end else { continue };
            let inside = self.text[at + 2..end].trim();
            if inside.is_empty() || inside.contains("\n\n") {
                continue;
            }
            number += 1;
            self.edits.replace(at..end + 1, format!("[^inline-{number}]"));
            notes.push_str(&format!("\n\n[^inline-{number}]: {}", inside.replace('\n', " ")));
        }
        self.edits.insert(self.text.trim_end().len(), notes);
    }

    /// Puts environments of LaTeX that stand alone between signs of a formula.
    fn equations(&mut self) {
        if !self.dialect.maths {
            return;
        }
        for (name, within) in ENVIRONMENTS {
            for star in ["", "*"] {
                let (begin, end) = (format!("\\begin{{{name}{star}}}"), format!("\\end{{{name}{star}}}"));
                for (at, _) in self.text.match_indices(&begin) {
                    let Some(length) = self.text[at..].find(&end).filter(|_| !self.in_code(at)) else { continue };
                    let inside = self.text[at + begin.len()..at + length].trim();
                    let lines: Vec<&str> = inside.lines().filter(|line| !line.trim().is_empty()).collect();
                    let inside = lines.join("\n");
                    let formula = match within {
                        "" => inside,
                        within => format!("\\begin{{{within}}}\n{inside}\n\\end{{{within}}}"),
                    };
                    self.edits.replace(at..at + length + end.len(), format!("$$\n{formula}\n$$"));
                }
            }
        }
    }

    /// Finds signs that only the old reader of Markdown knew: notes to authors are taken out, the others reported.
    fn signs(&mut self) {
        let text = self.text;
        for (at, _) in text.match_indices("{>>") {
            let Some(length) = text[at..].find("<<}") else { break };
            if !self.in_code(at) {
                self.edits.replace(at..at + length + "<<}".len(), "");
                self.left.push((Leftover::Note, at));
            }
        }
        let pairs = [("{++", "++}"), ("{--", "--}"), ("{~~", "~~}"), ("{==", "==}"), ("^^", "^^"), ("++", "++")];
        for (open, close) in pairs {
            let found = text.match_indices(open).map(|(at, _)| at).find(|at| {
                let inside = near(text, at + open.len());
                let end = inside.find(close).unwrap_or_default();
                let whole = end > 0 && !inside.starts_with([' ', '+', '^']) && !inside[..end].ends_with(' ');
                whole && !self.in_code(*at)
            });
            self.left.extend(found.map(|at| (Leftover::Kept(format!("{open}…{close}")), at)));
        }
        for found in attributes(text, &self.apart) {
            let Some(changes) = found.changes else {
                self.left.push((Leftover::Kept("{: …}".to_owned()), found.at));
                continue;
            };
            self.left.push((Leftover::Attributes, found.at));
            changes.into_iter().for_each(|(range, new)| self.edits.replace(range, new));
        }
        let mut signs = [" markdown=\"", " markdown>"].into_iter().flat_map(|sign| text.match_indices(sign));
        if let Some((at, _)) = signs.find(|(at, _)| !self.in_code(*at)) {
            self.left.push((Leftover::Kept("markdown=\"…\"".to_owned()), at));
        }
    }

    fn in_code(&self, at: usize) -> bool {
        self.apart.contains(at)
    }
}

/// Returns the title in what stands behind a fence's language, with its place.
fn title(rest: &str) -> Option<(String, Range<usize>)> {
    for name in ["title", "filename", "name", "caption"] {
        for quote in ['"', '\''] {
            let sign = format!("{name}={quote}");
            if let Some(at) = rest.find(&sign) {
                let start = at + sign.len();
                let end = start + rest[start..].find(quote)?;
                return Some((rest[start..end].to_owned(), at..end + 1));
            }
        }
    }
    if let Some(inside) = rest.strip_prefix('[') {
        let end = inside.find(']')?;
        return Some((inside[..end].to_owned(), 0..end + 2));
    }
    // Hexo's: a title, an address, words for the address.
    let word = rest.split_whitespace().next()?;
    let plain = !rest.contains(['{', '=', ':', '[']) && word.chars().any(char::is_alphabetic);
    plain.then(|| (word.to_owned(), 0..word.len()))
}

/// Whether indented lines are prose: Chinese, and no sign of a program.
fn is_prose(code: &str) -> bool {
    let prose = |line: &str| {
        let shown = line.chars().filter(|c| !c.is_whitespace()).count();
        let han = line.chars().filter(|c| is_han(*c)).count();
        let program =
            line.contains(['{', '}', ';', '=', '<', '>', '$', '|']) || line.trim_start().starts_with(['#', '/']);
        han * 3 >= shown && !program
    };
    code.lines().filter(|line| !line.trim().is_empty()).all(prose) && code.chars().any(is_han)
}

/// The name of the element that a line of HTML opens.
fn tag_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix('<')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    Some(&name[..end]).filter(|name| !name.is_empty())
}

/// The attribute of a tag by which what stands in it is Markdown.
fn markdown_attribute(line: &str) -> Option<Range<usize>> {
    let tag = &line[..line.find('>')?];
    // Within quotation marks it is a word.
    let start = tag.find(" markdown").filter(|start| tag[..*start].matches('"').count().is_multiple_of(2))?;
    let rest = &tag[start + " markdown".len()..];
    let value = match rest.strip_prefix('=') {
        Some(value) => value.find([' ', '>']).map_or(rest.len(), |end| end + 1),
        None if rest.is_empty() || rest.starts_with([' ', '/']) => 0,
        None => return None,
    };
    Some(start..start + " markdown".len() + value)
}

/// Returns the places of dollar signs that aren't escaped.
fn signs(text: &str, range: Range<usize>) -> Vec<usize> {
    let found = text[range.clone()].match_indices('$').map(|(at, _)| range.start + at);
    found.filter(|at| !text[..*at].ends_with('\\')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, maths: bool) -> (String, usize) {
        let include = |name: &str| (name == "./a.md").then(|| "附文".to_owned());
        let (edits, left) = changes(text, &Dialect { maths, kramdown: false, include: &include });
        (edits.apply(text).text, left.len())
    }

    fn changed(text: &str, maths: bool) -> String {
        read(text, maths).0
    }

    #[test]
    fn indented_code_gets_fences_and_prose_doesnt() {
        assert_eq!(
            changed("甲\n\n    // 注释\n    let a = 1;\n\n乙\n", false),
            "甲\n\n```\n// 注释\nlet a = 1;\n```\n\n乙\n"
        );
        assert_eq!(changed("- 甲\n\n      // 注\n      a();\n", false), "- 甲\n\n  ```\n  // 注\n  a();\n  ```\n");
        assert_eq!(changed("    这一段是缩进的正文，不是代码。\n", false), "    这一段是缩进的正文，不是代码。\n");
    }

    #[test]
    fn dollars_are_formulas_where_the_site_has_these() {
        assert_eq!(changed("花了$5，又$6$，`$a$`", false), "花了\\$5，又\\$6\\$，`$a$`");
        assert_eq!(changed("只有$5", false), "只有$5");
        assert_eq!(changed("求$x$", true), "求$x$");
        assert_eq!(changed("\\begin{equation}\na=b\n\\end{equation}", true), "$$\na=b\n$$");
        assert_eq!(
            changed("\\begin{align*}\na&=b\n\\end{align*}", true),
            "$$\n\\begin{aligned}\na&=b\n\\end{aligned}\n$$"
        );
    }

    #[test]
    fn two_dollars_of_kramdown_are_a_formula_in_its_line_or_of_its_own() {
        let changed = |text: &str, maths| {
            let (edits, _) = changes(text, &Dialect { maths, kramdown: true, include: &|_| None });
            edits.apply(text).text
        };
        assert_eq!(changed("勾股 $$a^2 + b$$ 定理，$5 和 $6。", false), "勾股 $a^2 + b$ 定理，\\$5 和 \\$6。");
        assert_eq!(changed("甲\n\n$$\n\\sum_i i\n$$\n\n乙\n", false), "甲\n\n$$\n\\sum_i i\n$$\n\n乙\n");
        assert_eq!(changed("- $$a$$\n- $$b$$是\n", true), "- $$a$$\n- $b$是\n");
    }

    #[test]
    fn formulas_in_brackets_stand_between_dollars() {
        assert_eq!(changed("求\\(x\\)与\\\\(y\\\\)，\\[z\\]", true), "求$x$与$y$，$$z$$");
        for text in ["见\\(注\\)", "`\\(a\\)`", "```\n\\(a\\)\n```\n"] {
            assert_eq!(changed(text, true), text);
        }
        assert_eq!(changed("见\\[1\\]与\\[2, 3\\]", true), "见\\[1\\]与\\[2, 3\\]");
        assert_eq!(changed("\\(v_{\\text{平均}}\\)", true), "$v_{\\text{平均}}$");
        assert_eq!(changed("求\\(x\\)", false), "求\\(x\\)");
    }

    #[test]
    fn markdown_within_html_is_read_and_abbreviations_are_reported() {
        assert_eq!(changed("<div markdown=\"1\">\n**甲**\n</div>\n", false), "<div>\n\n**甲**\n\n</div>\n");
        assert_eq!(
            changed("<figure class=\"a\" markdown>\n![甲](a.png)\n<figcaption>乙</figcaption>\n</figure>\n", false),
            "<figure class=\"a\">\n\n![甲](a.png)\n\n<figcaption>乙</figcaption>\n\n</figure>\n"
        );
        assert_eq!(changed("```\n<div markdown>\n```\n", false), "```\n<div markdown>\n```\n");
        let picture = "<img alt=\"a markdown b\">\n";
        assert_eq!(changed(picture, false), picture);
        assert_eq!(read("*[HTML]: 超文本\n", false), ("*[HTML]: 超文本\n".to_owned(), 1));
    }

    #[test]
    fn what_stands_behind_a_language_is_done_or_reported() {
        assert_eq!(read("```js {1,3} title=\"a.js\"\nx\n```\n", false), ("**a.js**\n\n```js\nx\n```\n".to_owned(), 1));
        assert_eq!(read("```js{1}\nx\n```\n", false), ("```js\nx\n```\n".to_owned(), 1));
        assert_eq!(read("```ts [a.ts]\nx\n```\n", false), ("**a.ts**\n\n```ts\nx\n```\n".to_owned(), 0));
        assert_eq!(read("```js\nx\n```\n", false), ("```js\nx\n```\n".to_owned(), 0));
        assert_eq!(read("``` {.python}\nx\n```\n", false), ("```python\nx\n```\n".to_owned(), 0));
    }

    #[test]
    fn notes_and_other_files_are_put_in() {
        assert_eq!(changed("甲^[注 [b] 完]。\n", false), "甲[^inline-1]。\n\n[^inline-1]: 注 [b] 完\n");
        assert_eq!(read("<!-- @include: ./a.md -->\n乙\n", false), ("附文\n乙\n".to_owned(), 0));
        assert_eq!(read("<!-- @include: ./b.md -->\n\n--8<-- \"c\"\n", false).1, 2);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(    |```|~~~|\\{|js|title=\"|\\^\\[|\\]|\\$|\\\\begin\\{align\\}|\\\\end\\{align\\}|[甲a \\n>-]){0,30}", maths: bool) {
            changed(&text, maths);
        }
    }
}
