//! A body's source and what of it stood as text → near misses: what looks like markup to an editor and isn't written as
//! markup, each with how to write it.
//!
//! Prose has signs too: `#话题#`, `C#`, `1.5倍`, `-5℃`, `|x|`. So each form is reported only where no sentence would have
//! it. What is code, or stands behind a backslash, is never looked at. This module changes nothing and knows nothing of
//! what becomes of the text.

mod inline;
mod line;
mod link;
mod shown;

pub use link::{may_be_spaced, spaced};

use std::ops::Range;

use shown::lines;

use crate::base::diagnostic::{Diagnostic, messages};

/// Something that looks like markup.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NearMiss {
    /// In the source.
    pub at: Range<usize>,
    pub kind: MarkupKind,
    /// How to write it.
    pub mended: String,
}

/// What it looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkupKind {
    Link,
    Picture,
    Heading,
    List,
    Task,
    Quote,
    Code,
    Table,
    Emphasis,
    Alert,
    Footnote,
    Ruby,
    Formula,
    Html,
    /// Lines that look like a list and are put together to one paragraph.
    Joined,
}

impl NearMiss {
    pub fn diagnostic(&self) -> Diagnostic {
        let (zh, en) = match self.kind {
            MarkupKind::Link => ("链接", "a link"),
            MarkupKind::Picture => ("图片", "an image"),
            MarkupKind::Heading => ("小标题", "a heading"),
            MarkupKind::List => ("列表", "a list"),
            MarkupKind::Task => ("任务列表", "a task list"),
            MarkupKind::Quote => ("引用", "a quotation"),
            MarkupKind::Code => ("代码", "code"),
            MarkupKind::Emphasis => ("强调", "emphasis"),
            MarkupKind::Alert => ("提示框", "an alert"),
            MarkupKind::Footnote => ("脚注", "a footnote"),
            MarkupKind::Ruby => ("注音", "ruby"),
            MarkupKind::Formula => ("公式", "a formula"),
            MarkupKind::Html => ("HTML", "HTML"),
            MarkupKind::Table => {
                let (head, rule) = self.mended.split_once('\n').unwrap_or((&self.mended, ""));
                return messages::near_table(head, rule);
            }
            MarkupKind::Joined => return messages::joined_lines(&self.mended),
        };
        messages::near_miss(zh, en, &self.mended)
    }
}

/// Finds the near misses of a source, in order. `texts` are the ranges that stood as text, ascending.
pub fn find(source: &str, texts: &[Range<usize>]) -> Vec<NearMiss> {
    let lines = lines(source, texts);
    let mut found = line::find(&lines);
    for line in &lines {
        let mut inline = Vec::new();
        link::find(line, &mut inline);
        inline::find(line, &mut inline);
        for miss in inline {
            if !found.iter().any(|other| other.at.start < miss.at.end && miss.at.start < other.at.end) {
                found.push(miss);
            }
        }
    }
    found.sort_by_key(|miss| (miss.at.start, miss.at.end));
    found
}

#[cfg(test)]
mod tests {
    use super::super::{MarkdownOptions, markdown};
    use crate::base::diagnostic::Diagnostic;
    use crate::base::url::SourcePath;

    fn misses(source: &str) -> Vec<Diagnostic> {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut found = markdown(source, &path, 0, &MarkdownOptions::default()).diagnostics;
        found.retain(|found| matches!(found.code.0, "W0230" | "W0236" | "W0237"));
        found
    }

    #[track_caller]
    fn is(source: &str, mended: &str) {
        let found = misses(source);
        let helps: Vec<&str> = found.iter().map(|found| found.help.zh.as_str()).collect();
        assert!(helps.len() == 1 && helps[0].ends_with(mended), "{source:?}: {helps:?}");
        let again = misses(mended);
        assert!(again.is_empty(), "{mended}: {again:?}");
    }

    #[test]
    fn links_and_pictures() {
        for (source, mended) in [
            ("见[名录](/column/ “标题”)。", "[名录](/column/ \"标题\")"),
            ("见[文字]（/x/）。", "[文字](/x/)"),
            ("![图一]（我的 图片.png）", "![图一](<我的 图片.png>)"),
            ("！【照片】（a.jpg）", "![照片](a.jpg)"),
            ("！[照片](a.jpg)", "![照片](a.jpg)"),
            ("![照片] (a.jpg)", "![照片](a.jpg)"),
            ("［名录］（../a.md）", "[名录](../a.md)"),
            ("【名录】(https://a.cn/)", "[名录](https://a.cn/)"),
            ("[文字](/x/）", "[文字](/x/)"),
            ("(名录)[/column/]", "[名录](/column/)"),
            ("[[彩虹]]", "[彩虹](彩虹.md)"),
            ("![[图.png]]", "![](图.png)"),
        ] {
            is(source, mended);
        }
    }

    #[test]
    fn blocks() {
        for (source, mended) in [
            ("##标题", "## 标题"),
            ("＃＃ 标题", "## 标题"),
            ("##　标题", "## 标题"),
            ("#标题", "# 标题"),
            ("-列表", "- 列表"),
            ("－ 列表", "- 列表"),
            ("段落：\n-　甲\n-　乙", "- 甲"),
            ("1.甲\n2.乙", "1. 甲"),
            ("1、甲\n2、乙", "1. 甲"),
            ("（1）甲\n（2）乙", "1. 甲"),
            ("•甲\n•乙", "- 甲"),
            ("- []买票", "- [ ] 买票"),
            ("- [x]买票", "- [x] 买票"),
            ("＞引文", "> 引文"),
            ("> [!注意]\n> 小心", "> [!WARNING]"),
            ("::: tip\n文字\n:::", "> [!TIP]"),
            ("｀｀｀python\nx = 1\n｀｀｀", "```python"),
            ("···\nx = 1\n···", "```"),
            ("[^1]：注文", "[^1]: 注文"),
        ] {
            is(source, mended);
        }
        let table = |source: &str, head: &str, rule: &str| {
            let found = misses(source);
            assert_eq!(found.len(), 1, "{source}: {found:?}");
            assert!(found[0].help.zh.contains(head) && found[0].help.zh.ends_with(rule), "{:?}", found[0].help);
        };
        table("｜甲｜乙｜\n｜丙｜丁｜", "| 甲 | 乙 |", "| --- | --- |");
        table("|a|b|", "| a | b |", "| --- | --- |");
        table("| 甲 | 乙 |\n|——|——|\n| 丙 | 丁 |", "| 甲 | 乙 |", "| --- | --- |");
    }

    #[test]
    fn within_a_line() {
        for (source, mended) in [
            ("这是 ** 加粗 ** 的字", "**加粗**"),
            ("** 加粗 **", "**加粗**"),
            ("＊＊加粗＊＊", "**加粗**"),
            ("**重点：今天开放", "**重点**"),
            ("~~ 删去 ~~", "~~删去~~"),
            ("这是==高亮==的", "**高亮**"),
            ("运行｀ls｀即可", "`ls`"),
            ("{科普｜kē pǔ}", "{科普|kē pǔ}"),
            ("￥E=mc^2￥", "$E=mc^2$"),
            ("甲＜br＞乙", "<br>"),
        ] {
            is(source, mended);
        }
    }

    #[test]
    fn prose_has_signs_too() {
        for source in [
            "#话题#",
            "#科普 #天文",
            "C#和F#",
            "#1 号馆",
            "1.5倍\n2.5倍",
            "3.甲，见上",
            "-5℃\n-3℃",
            "--张三",
            "——引自某书",
            "|x|\n\n|x|+|y|\n\n|x| + |y| = 3",
            "2 ** 3 ** 4 与 a ** b ** c",
            "见注[1]（张三，2020）和[2](李四)。",
            "【通知】（见附件）",
            "真好！【通知】",
            "密码是****，评分**",
            "`[文字]（/x/）` 与 \\[文字\\]（/x/）与 \\##标题",
            "```\n##标题\n-列表\n｜甲｜乙｜\n```",
            "    ##x\n    -y\n",
            "票价￥5到￥6，￥a_b",
            "a==b==c",
            "泸州｜科普",
            "第一行。\n1、只有一条",
            "1、甲\n\n2、乙",
            "•甲\n\n•乙",
            "……\n……",
            "- [1] 甲",
            "{科普}与{a|b}",
            "5 > 3 且 3＜5",
            "[x][1]",
            "+86 830",
            "*注：甲",
        ] {
            let found = misses(source);
            assert!(found.is_empty(), "{source}: {found:?}");
        }
    }
}
