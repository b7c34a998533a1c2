//! A body's source and what of it stood as text → near misses: what looks like markup to an editor and isn't written as
//! markup, each with how to write it.
//!
//! Prose has signs too: `#话题#`, `C#`, `1.5倍`, `-5℃`, `|x|`. So each form is reported only where no sentence would have
//! it. What is code, or stands behind a backslash, is never looked at. This module changes nothing and knows nothing of
//! what becomes of the text.

mod formula;
mod inline;
mod line;
mod link;
mod path;
mod shown;

pub use link::{may_be_spaced, spaced};

use std::collections::BTreeMap;
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
    Index,
    Html,
    /// Lines that look like a list and are put together to one paragraph.
    Joined,
    /// `$$` without its counterpart.
    OpenFormula,
    /// `{% raw %}`, `{{< figure >}}`, `{: .left}`: `mended` is what stands there.
    Foreign,
    /// `[TOC]`: `mended` is what stands there.
    Contents,
    /// `\\server\share`: a backslash of it isn't shown.
    Path,
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
            MarkupKind::Index => ("上标", "a superscript"),
            MarkupKind::Html => ("HTML", "HTML"),
            MarkupKind::Table => {
                let (head, rule) = self.mended.split_once('\n').unwrap_or((&self.mended, ""));
                return messages::near_table(head, rule);
            }
            MarkupKind::Joined => return messages::joined_lines(&self.mended),
            MarkupKind::OpenFormula => return messages::formula_open(),
            MarkupKind::Foreign => return messages::foreign_markup(&self.mended),
            MarkupKind::Contents => return messages::contents_mark(&self.mended),
            MarkupKind::Path => return messages::backslash_lost(&self.mended),
        };
        messages::near_miss(zh, en, &self.mended)
    }
}

/// Finds the near misses of a source, in order. `texts` are the ranges that stood as text, ascending.
pub fn find(source: &str, texts: &[Range<usize>]) -> Vec<NearMiss> {
    let lines = lines(source, texts);
    let mut found = NearMisses::default();
    line::find(&lines).into_iter().for_each(|miss| found.add(miss));
    formula::find(source, texts, &mut found);
    path::find(source, texts, &mut found);
    let mut below = Vec::new();
    link::find_below(source, texts, &mut below);
    below.into_iter().for_each(|miss| found.add(miss));
    for line in &lines {
        let mut inline = Vec::new();
        link::find(line, &mut inline);
        inline::find(line, &mut inline);
        inline.into_iter().for_each(|miss| found.add(miss));
    }
    found.by_start.into_values().collect()
}

/// Near misses that don't overlap: the first one found at a place is reported.
#[derive(Default)]
struct NearMisses {
    by_start: BTreeMap<usize, NearMiss>,
}

impl NearMisses {
    fn add(&mut self, miss: NearMiss) {
        let before = self.by_start.range(..miss.at.end.max(miss.at.start + 1)).next_back();
        if before.is_none_or(|(_, other)| other.at.end <= miss.at.start && other.at.start < miss.at.start) {
            self.by_start.insert(miss.at.start, miss);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MarkdownOptions, markdown};
    use crate::base::diagnostic::Diagnostic;
    use crate::base::url::SourcePath;

    fn misses(source: &str) -> Vec<Diagnostic> {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut found = markdown(source, &path, 0, &MarkdownOptions::default()).diagnostics;
        found.retain(|found| matches!(found.code.0, "W0230" | "W0236" | "W0237" | "W0246" | "W0247" | "W0248"));
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
            ("见! [照片](a.jpg)。", "![照片](a.jpg)"),
            ("见[文字】(/x/)。", "[文字](/x/)"),
            ("见【文字](/x/)。", "[文字](/x/)"),
            ("见[文字]:(/x/)。", "[文字](/x/)"),
            ("［名录］（../a.md）", "[名录](../a.md)"),
            ("【名录】(https://a.cn/)", "[名录](https://a.cn/)"),
            ("[文字](/x/）", "[文字](/x/)"),
            ("(名录)[/column/]", "[名录](/column/)"),
            ("见[名录](/column/ 。", "[名录](/column/)"),
            ("见http：//a.cn/b，", "http://a.cn/b"),
            ("[[彩虹]]", "[彩虹](彩虹.md)"),
            ("[名录][/column/]", "[名录](/column/)"),
            ("[名录]【/column/】", "[名录](/column/)"),
            ("见[名录]{/column/}。", "[名录](/column/)"),
            ("![照片]〔a.jpg〕", "![照片](a.jpg)"),
            ("见[名录]\n(/column/)。", "[名录](/column/)"),
            ("![](a.jpg", "![](a.jpg)"),
            ("见![照片](a.jpg。", "![照片](a.jpg)"),
            ("见[通知](通知.docx", "[通知](通知.docx)"),
            ("![[图.png]]", "![](图.png)"),
        ] {
            is(source, mended);
        }
    }

    #[test]
    fn signs_that_are_escaped_are_text() {
        for source in ["\\[链\\]\\(https\\://e.org/md\\)", "见\\(a\\_b\\)和\\[c\\=d\\]"] {
            assert!(misses(source).is_empty(), "{source}: {:?}", misses(source));
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
            ("1. 甲\n2.乙", "2. 乙"),
            ("* 甲\n*乙", "- 乙"),
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
            ("!!! warning \"小心\"\n    文字", "> [!WARNING]"),
            ("> [!NOTE] 标题\n> 文字", "> [!NOTE]"),
            ("> [!提示]- 标题\n> 文字", "> [!TIP]"),
            ("｀｀｀python\nx = 1\n｀｀｀", "```python"),
            ("···\nx = 1\n···", "```"),
            ("[^1]：注文", "[^1]: 注文"),
            ("-**重点**：先看", "- **重点**：先看"),
            ("-[ ] 买票", "- [ ] 买票"),
            ("-[x] 买票", "- [x] 买票"),
            ("１．甲\n２．乙", "1. 甲"),
            ("A. 甲\nB. 乙\nC. 丙", "- A. 甲"),
            ("a、甲\nb、乙", "- a、甲"),
            ("####### 七级", "###### 七级"),
            ("+甲\n+乙", "- 甲"),
            ("*甲\n*乙", "- 甲"),
            ("[ ]待办", "- [ ] 待办"),
            ("　　- 列表", "- 列表"),
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
        table("甲\t乙\n1\t2\n3\t", "| 甲 | 乙 |", "| --- | --- |");
        table("成绩：\n甲\t乙\t丙\n1\t2\t3", "| 甲 | 乙 | 丙 |", "| --- | --- | --- |");
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
            ("运行`ls，即可", "`ls`"),
            ("图：<img src=\"a.jpg\" alt=\"图\"", "<img src=\"a.jpg\" alt=\"图\">"),
            ("{科普｜kē pǔ}", "{科普|kē pǔ}"),
            ("￥E=mc^2￥", "$E=mc^2$"),
            ("甲＜br＞乙", "<br>"),
            ("这是 __ 加粗 __ 的字", "**加粗**"),
            ("__加粗__字", "**加粗**"),
            ("这是*斜体 *的", "*斜体*"),
            ("*加粗**", "**加粗**"),
            ("共 10^12 个", "10^12^"),
            ("约10^-3，", "10^-3^"),
            ("***加粗**开头", "**加粗**"),
            ("这是**加粗*的字", "**加粗**"),
            ("这是*加粗**的字", "**加粗**"),
            ("*** 重要 ***", "***重要***"),
            ("能量 $ E = mc^2 $ 与", "$E = mc^2$"),
            ("能量 \\(E = mc^2\\) 与", "$E = mc^2$"),
            ("\\[ x_1 \\]", "$$x_1$$"),
            ("设$甲,乙$为", "$\\text{甲},\\text{乙}$"),
            ("式$\\frac{1}{2$中", "$\\frac{1}{2}$"),
            ("式$＼frac{a}{b}$中", "$\\frac{a}{b}$"),
            ("水是\\ce{H2O}，", "$\\ce{H2O}$"),
            ("式$\\ce{$n$ CO2}$中", "$\\ce{n CO2}$"),
            ("约3\\times10^8米", "$3\\times10^8$"),
            ("\\alpha 粒子", "$\\alpha$"),
            ("$$\n\\frac{a}{b\n$$", "$$\\frac{a}{b}$$"),
            ("$x$的一半\\frac{1}{2}，", "$\\frac{1}{2}$"),
            ("\\begin{equation}x=1\\end{equation}", "$$\\begin{equation}x=1\\end{equation}$$"),
            ("[网](https:/example.com)", "[网](https://example.com)"),
            ("[网](htp://example.com/a)", "[网](https://example.com/a)"),
            ("[网](https://example.com。)", "[网](https://example.com)"),
            ("[网](<https://ex ample.com>)", "[网](https://example.com)"),
        ] {
            is(source, mended);
        }
    }

    #[test]
    fn markup_of_other_programs() {
        for (source, code) in [
            ("$$\n\\int x\n\n正文", "W0246"),
            ("{{< figure src=\"a.jpg\" >}}", "W0247"),
            ("见{% asset_img a.png %}。", "W0247"),
            ("{{ site.url }}/a", "W0247"),
            ("一段。\n{: .center}", "W0247"),
            ("文字{.red}", "W0247"),
            ("![图](a.png){width=50%}", "W0247"),
            ("![图](a.png){ width=\"300\" }", "W0247"),
            ("甲\n\n\\newpage\n\n乙", "W0247"),
            ("## 标题 {#a b}", "W0247"),
            ("共有三条：\n2. 乙", "W0236"),
            ("[TOC]", "W0248"),
            ("[[toc]]", "W0248"),
            ("@[toc]", "W0248"),
        ] {
            let found = misses(source);
            assert!(matches!(&*found, [found] if found.code.0 == code), "{source}: {found:?}");
        }
    }

    #[test]
    fn paths_of_windows() {
        for (source, mended) in [
            (r"在 \\server\share\科普 里", r"`\\server\share\科普`"),
            (r"见D:\科普\_归档\a.docx。", r"`D:\科普\_归档\a.docx`"),
        ] {
            let path = SourcePath::new("content/a.md").unwrap();
            let found = markdown(source, &path, 0, &MarkdownOptions::default()).diagnostics;
            assert!(
                matches!(&*found, [found] if found.code.0 == "W0251" && found.help.zh.ends_with(mended)),
                "{found:?}"
            );
        }
        for source in [r"见C:\new\table和D:\科普", r"`\\server\share`", r"\*甲\*与\\", r"$a\\b\_c$"] {
            let path = SourcePath::new("content/a.md").unwrap();
            assert!(markdown(source, &path, 0, &MarkdownOptions::default()).diagnostics.is_empty(), "{source}");
        }
    }

    #[test]
    fn the_first_of_two_at_one_place_is_reported() {
        let mut misses = super::NearMisses::default();
        for (at, mended) in [(4..8, "a"), (6..9, "b"), (0..5, "c"), (4..4, "d"), (8..9, "e"), (0..4, "f"), (3..12, "g")]
        {
            misses.add(super::NearMiss { at, kind: super::MarkupKind::Link, mended: mended.to_owned() });
        }
        let kept: Vec<&str> = misses.by_start.values().map(|miss| miss.mended.as_str()).collect();
        assert_eq!(kept, ["f", "a", "e"]);
    }

    #[test]
    fn items_that_go_on_in_a_paragraph_are_reported_once() {
        assert_eq!(misses("说明：\n2. 乙\n3. 丙\n4. 丁").len(), 1);
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
            "Don`t panic",
            "北纬28°52`N 左右",
            "好热(`´)",
            "时间：\t周六  \n地点：\t科技馆  ",
            "5 > 3 且 3＜5",
            "[x][1]",
            "[x][fig.a]与[文字]{.b/c}等",
            "[甲]【乙】与【通知】【附件.docx】",
            "见[1]\n(张三)",
            "+86 830",
            "$HOME = $PATH 与价格 $5 到 $ 6",
            "\\(注意\\)与\\[文字\\]",
            "{{ name }}是模板，{科普}",
            "`{% raw %}`与`\\(x^2\\)`",
            "$$$ 很贵",
            "*.md 和 *.txt",
            "甲\t乙",
            "甲\t乙\n一\t二\t三",
            "!!! 太好了",
            "> [!图](a.jpg)",
            "＞60岁免费",
            "若a <b，且 <p",
            "(´・ω・`)",
            "`\\frac{a}{b}`与\\\\frac{a}{b}",
            "式$\\frac{a}{b}$与\\ce",
            "在D:\\text\\{a}里，\\begin{itemize}",
            "在D:\\alpha\\beta与D:\\pi 里",
            "__init__ 与 a __ b __ c",
            "*注：甲",
            "姓名____，电话____",
            "**面积=长*宽**",
            "10^12^ 与 `x^2` 与 ^_^ 与 a/x^2 与 2^a",
            "1. 共\n2.5倍",
            "张三*李四**",
            "\\*加粗**",
            "`a*`是**加粗**的",
            "长 * 宽 * 高",
            "长* 宽* 高",
            "气温* 湿度*",
            "共__个，其中__个",
            "姓名__，性别__",
            "第__章第__节",
            "说明：  \n2. 乙",
            "A:\\_\\_\\_\\_",
            "A. 甲\n\nB. 乙",
            "A股与B股\nA股涨",
            "共有\n2.5 倍",
        ] {
            let found = misses(source);
            assert!(found.is_empty(), "{source}: {found:?}");
        }
    }
}
