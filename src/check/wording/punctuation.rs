//! Checks for punctuation of the wrong width in Chinese text.
//!
//! GB/T 15834—2011《标点符号用法》 makes Chinese punctuation full-width; decimals, times, addresses and other languages keep
//! half-width marks. So a half-width mark is wrong beside a Chinese character, and a full-width one between digits.

use std::ops::Range;

use super::Passage;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::pattern::{self, Pattern};
use crate::base::text::{is_han, narrow};

/// Half-width marks with their full-width forms.
const MARKS: [(char, &str); 5] = [(',', "，"), (';', "；"), (':', "："), ('?', "？"), ('!', "！")];

pub fn check(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    let text = Text::new(&passage.text);
    if text.is_chinese() {
        let repeated = repeated(passage, findings);
        let widened = brackets(passage, &text, findings);
        marks(passage, &text, &repeated, &widened, findings);
        stops(passage, &text, findings);
    }
    wide(passage, findings);
}

/// A text as a list of characters.
struct Text<'t> {
    text: &'t str,
    chars: Vec<(usize, char)>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, chars: text.char_indices().collect() }
    }

    fn get(&self, index: Option<usize>) -> Option<char> {
        self.chars.get(index?).map(|(_, c)| *c)
    }

    /// Returns whether Chinese characters outnumber Latin letters: an English sentence with a Chinese name keeps
    /// half-width marks.
    fn is_chinese(&self) -> bool {
        let han = self.chars.iter().filter(|(_, c)| is_han(*c)).count();
        let latin = self.chars.iter().filter(|(_, c)| c.is_ascii_alphabetic()).count();
        2 * han > latin
    }

    fn is_chinese_at(&self, index: Option<usize>) -> bool {
        self.get(index).is_some_and(|c| is_han(c) || "”’》〉）】」』“‘《〈（【「『".contains(c))
    }

    /// Returns the range of a character and the spaces beside it, which a full-width mark replaces.
    fn with_blanks(&self, index: usize, before: bool) -> Range<usize> {
        let (at, c) = self.chars[index];
        let (mut start, mut end) = (at, at + c.len_utf8());
        let blank = |index: Option<usize>| self.get(index) == Some(' ');
        if before && blank(index.checked_sub(1)) && self.is_chinese_at(index.checked_sub(2)) {
            start -= 1;
        }
        if blank(Some(index + 1)) && self.is_chinese_at(Some(index + 2)) {
            end += 1;
        }
        start..end
    }
}

/// Checks marks that follow Chinese, or another mark that is or becomes full-width.
fn marks(
    passage: &Passage<'_>,
    text: &Text<'_>,
    repeated: &[(Range<usize>, bool)],
    widened: &[usize],
    findings: &mut Vec<Diagnostic>,
) {
    let mut last = None;
    for (index, (at, c)) in text.chars.iter().enumerate() {
        let Some((_, right)) = MARKS.iter().find(|(mark, _)| mark == c) else { continue };
        if let Some((_, reported)) = repeated.iter().find(|(place, _)| place.contains(at)) {
            last = reported.then_some(index).or(last);
            continue;
        }
        let previous = index.checked_sub(1);
        let wide = text.get(previous).is_some_and(|c| "，；：？！。、".contains(c));
        let will_be = previous.is_some_and(|previous| last == Some(previous) || widened.contains(&previous));
        let before = text.is_chinese_at(previous) || wide || will_be;
        let after = text.get(Some(index + 1)).is_some_and(is_han);
        // `Yahoo!` and `C:` end in their mark, whatever follows.
        if !(before || after && matches!(c, ',' | ';')) {
            continue;
        }
        last = Some(index);
        let range = *at..at + 1;
        let edit = (text.with_blanks(index, false), *right);
        findings.push(passage.mended(messages::half_width(&c.to_string(), right), range, &[edit]));
    }
}

/// Numbers of list items, `一. 概述`, are not sentences.
const NUMERALS: &str = "一二三四五六七八九十";

/// Checks half-width full stops after Chinese text. Between two characters the dot may be part of a foreign name, which
/// takes `·`, so there is a fix only where a sentence certainly ends.
fn stops(passage: &Passage<'_>, text: &Text<'_>, findings: &mut Vec<Diagnostic>) {
    for (index, (at, c)) in text.chars.iter().enumerate() {
        let before = index.checked_sub(1);
        let numbers = text.get(before).is_some_and(|c| NUMERALS.contains(c)) && index <= 2;
        if *c != '.' || !text.is_chinese_at(before) || numbers {
            continue;
        }
        let next = text.get(Some(index + 1));
        let edits: &[(Range<usize>, &str)] = match next {
            None => &[(*at..at + 1, "。")],
            Some(c) if c.is_whitespace() || "”’」』）".contains(c) => &[(text.with_blanks(index, false), "。")],
            Some(c) if is_han(c) => &[],
            Some(_) => continue,
        };
        findings.push(passage.mended(messages::half_width(".", "。"), *at..at + 1, edits));
    }
}

/// Checks brackets around Chinese text; a pair makes one finding. Returns the indices of those that become full-width.
fn brackets(passage: &Passage<'_>, text: &Text<'_>, findings: &mut Vec<Diagnostic>) -> Vec<usize> {
    let (mut open, mut widened) = (Vec::new(), Vec::new());
    for (index, (at, c)) in text.chars.iter().enumerate() {
        match c {
            '(' | '（' => open.push(index),
            ')' | '）' => {
                let Some(first) = open.pop() else { continue };
                let (start, opening) = text.chars[first];
                // Behind a square bracket it may be a link's address.
                if text.get(first.checked_sub(1)).is_some_and(|c| "]】］".contains(c)) {
                    continue;
                }
                let narrow: Vec<usize> = [first, index].into_iter().filter(|at| text.chars[*at].1.is_ascii()).collect();
                let Some(place) = narrow.first() else { continue };
                let inside = &text.text[start + opening.len_utf8()..*at];
                if !inside.chars().any(is_han) && narrow.len() == 2 {
                    continue;
                }
                let edits: Vec<_> = narrow
                    .iter()
                    .map(|at| (text.with_blanks(*at, true), if text.chars[*at].1 == '(' { "（" } else { "）" }))
                    .collect();
                let written: String = [opening, *c].iter().collect();
                let (at, _) = text.chars[*place];
                findings.push(passage.mended(messages::half_width(&written, "（）"), at..at + 1, &edits));
                widened.extend(narrow);
            }
            _ => {}
        }
    }
    widened
}

static REPEATED: Pattern = Pattern::new(|| pattern::constant("[，,]{2,}|[；;]{2,}|[：:]{2,}|、{2,}|。{2,}"));

/// Checks for marks that were typed twice; three full stops are meant as an ellipsis. Returns the ranges of repeated
/// marks, each with whether it was reported.
fn repeated(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) -> Vec<(Range<usize>, bool)> {
    let text = &passage.text;
    let mut places = Vec::new();
    for slip in REPEATED.find_iter(text) {
        let written = slip.as_str();
        let beside = [text[..slip.start()].chars().next_back(), text[slip.end()..].chars().next()];
        places.push((slip.range(), !written.is_ascii() || beside.into_iter().flatten().any(is_han)));
        // Half-width ones have meanings in other languages and in programs.
        if written.is_ascii() && !beside.into_iter().flatten().any(is_han) {
            continue;
        }
        let once = match written.chars().next() {
            Some(',') => "，".to_owned(),
            Some(';') => "；".to_owned(),
            Some(':') => "：".to_owned(),
            once => once.map(String::from).unwrap_or_default(),
        };
        let right = if written.starts_with("。。。") { "……" } else { &once };
        let edit = (slip.range(), right);
        findings.push(passage.mended(messages::repeated_mark(written, right), slip.range(), &[edit]));
    }
    places
}

static WIDE: Pattern = Pattern::new(|| {
    pattern::constant(
        "[０-９Ａ-Ｚａ-ｚ]+(?:[．：][０-９]+)*|[0-9]+．[0-9]+|(?-u:\\b)[0-2]?[0-9]：[0-5][0-9](?:：[0-5][0-9])?(?-u:\\b)",
    )
});

/// Checks for full-width digits, letters, decimal points and times.
fn wide(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    for slip in WIDE.find_iter(&passage.text) {
        let right: String = slip.as_str().chars().map(narrow).collect();
        let edit = (slip.range(), right.as_str());
        findings.push(passage.mended(messages::full_width(slip.as_str(), &right), slip.range(), &[edit]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Snapshot, SourceFile};
    use crate::base::url::SourcePath;
    use crate::check::fix::fix;
    use crate::check::passage::Passages;
    use crate::content::markdown::MarkdownOptions;
    use crate::content::markdown::markdown;

    /// Returns the text with all fixes applied.
    fn mended(source: &str) -> String {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut passages = Passages::new(&path, "zh-CN");
        passages.body(source, 0, &MarkdownOptions::default());
        let mut findings = Vec::new();
        passages.finished.iter().for_each(|passage| check(passage, &mut findings));
        let snapshot: Snapshot = [(path, SourceFile::new(source.as_bytes()))].into_iter().collect();
        fix(&snapshot, &findings).changes.pop().map_or_else(|| source.to_owned(), |change| change.after)
    }

    #[test]
    fn narrow_marks_beside_chinese_become_wide() {
        for (source, right) in [
            ("彩虹,是光; 注:见图", "彩虹，是光；注：见图"),
            ("真的吗?!真的!", "真的吗？！真的！"),
            ("参加, 然后,再来", "参加，然后，再来"),
            ("天晴了. 出门吧.", "天晴了。出门吧。"),
            ("彩虹(又叫天虹)很美", "彩虹（又叫天虹）很美"),
            ("彩虹 (又叫天虹) 很美", "彩虹（又叫天虹）很美"),
            ("彩虹（又叫天虹)很美", "彩虹（又叫天虹）很美"),
            ("有GPS,还有北斗", "有GPS，还有北斗"),
            ("**重点**:内容(见[说明](a.md))", "**重点**：内容（见[说明](a.md)）"),
            ("下雨了。。天晴，，好。。。", "下雨了。天晴，好……"),
            ("共１２３人，Ａ组３．５米，8：30开始，3．5元", "共123人，A组3.5米，8:30开始，3.5元"),
        ] {
            assert_eq!(mended(source), right);
            assert_eq!(mended(right), right);
        }
    }

    /// What a text becomes apart from its words.
    fn links(path: &SourcePath, source: &str) -> (usize, Vec<String>) {
        let body = markdown(source, path, 0, &MarkdownOptions::default());
        let links = body.value.links.iter().map(|link| link.target.clone()).collect();
        (body.value.fill(|_| "").matches('<').count(), links)
    }

    proptest::proptest! {
        #[test]
        fn mending_ends_and_touches_prose_alone(parts in proptest::collection::vec(0..PARTS.len(), 0..30)) {
            let source: String = parts.into_iter().map(|part| PARTS[part]).collect();
            let once = mended(&source);
            let path = SourcePath::new("content/a.md").unwrap();
            let (links, again) = (links(&path, &source), links(&path, &once));
            proptest::prop_assert_eq!(links, again);
            // A bracket that became full-width may make the asterisks beside it emphasis, and what follows them part of
            // the text.
            let twice = mended(&once);
            proptest::prop_assert_eq!(mended(&twice), twice);
        }
    }

    #[test]
    fn what_may_be_markup_is_not_mended() {
        for source in
            ["![图一](我的 图片)", "[文字](说明 很长)", "见[注](甲 乙),共3项", "你好![图](a b)", "List<甲,乙>"]
        {
            let kept = source.replace("),共", ")，共");
            assert_eq!(mended(source), kept);
        }
    }

    const PARTS: [&str; 34] = [
        "![图](我的 图.png)",
        "[文字]（/x/）",
        "![",
        "](",
        "##标题",
        "\n-甲",
        "\n|甲|乙|\n",
        "[^1]:",
        "1.",
        "１",
        "甲",
        "乙",
        ",",
        ";",
        ":",
        "?",
        "!",
        "(",
        ")",
        "（",
        "）",
        " ",
        "`a,甲`",
        "[乙,](x,y)",
        "$f(x,y)$",
        "https://a.cn/b,c",
        "**",
        "\n",
        "\n\n",
        "9：30",
        "1",
        "x",
        "<b>",
        "，，",
    ];

    #[test]
    fn code_addresses_numbers_and_other_languages_keep_theirs() {
        for source in [
            "上午 9:30 开放，1,000 人，比例 3:2，π≈3.14",
            "见 http://a.cn/?a=1,b;c 或写信 a@b.cn 谢谢",
            "运行 `a(甲), b` 和 $f(x,y)$",
            "全球定位系统 (GPS) 和 Wi-Fi(2.4 GHz)",
            "The city of Luzhou (泸州), on the Yangtze, has a museum: it is free!",
            "![图,片](a.png \"标题\")",
            "他说：“好！”（笑）《甲》：乙",
            "a) 甲 b) 乙",
            "一. 概述见图.1，文件名.md，等等...",
            "```\n彩虹,是光\n```",
            "用 A:B 表示，`键:值`",
        ] {
            let kept = source.replace("图,片", "图，片");
            assert_eq!(mended(source), kept);
        }
    }
}
