//! Emphasis beside Chinese and Japanese punctuation, as the markdown-cjk-friendly
//! specification has it, and the other rules for Chinese.
//!
//! The emphasis cases are those of the specification's test data as facts (which mark
//! stands inside and which character outside), in sentences of our own.

use super::support::{codes, html, parse};

fn strong(source: &str, expected: &str) {
    let expected = expected.replace('[', "<strong>").replace(']', "</strong>");
    assert_eq!(html(source), format!("<p>{expected}</p>\n"), "{source}");
}

#[test]
fn emphasis_ends_behind_any_mark() {
    for mark in "，。、；：？！“”‘’（）【】《》〈〉「」『』—～…·〃-々⋯︙．!?.,:;)]}%".chars()
    {
        for after in ['她', 'か', 'カ', '𠮟', '⻲', '㋐', '「', '…'] {
            let source = format!("**真{mark}**{after}");
            assert_eq!(html(&source), format!("<p><strong>真{mark}</strong>{after}</p>\n"), "{source}");
        }
    }
}

#[test]
fn emphasis_begins_before_any_mark() {
    for mark in "（【《〈「『“‘—…·([{#¥$\"'".chars() {
        for before in ['她', 'か', 'カ', '𠮟', '⻲', '。', '﨑', '㐧', '𪜈', '𫠉', '𬤲', '𮧟', '𱟛', '𮹝', '𛀙', 'ㇿ']
        {
            let source = format!("{before}**{mark}真**");
            assert_eq!(html(&source), format!("<p>{before}<strong>{mark}真</strong></p>\n"), "{source}");
        }
    }
}

#[test]
fn emphasis_holds_in_sentences() {
    let cases = [
        ("**中文，**后面", "[中文，]后面"),
        ("前面**「引用」**后面**「再引」**尾", "前面[「引用」]后面[「再引」]尾"),
        ("票价**¥100**起", "票价[¥100]起"),
        ("答案是**④**。", "答案是[④]。"),
        ("这是**\"引号\"**的", "这是[\"引号\"]的"),
        ("这是**“引号”**的", "这是[“引号”]的"),
        ("编号**007号**的", "编号[007号]的"),
        ("编号**００７号**的", "编号[００７号]的"),
        ("Rust**（语言）**的", "Rust[（语言）]的"),
        (".NET**（框架）**的", ".NET[（框架）]的"),
        ("**C#**和**F#**是**「.NET」**语言", "[C#]和[F#]是[「.NET」]语言"),
        ("协议**(HTTP)**", "协议[(HTTP)]"),
        ("𰻞𰻞**（面）**馆", "𰻞𰻞[（面）]馆"),
        ("𰻞𰻞**(面)**馆", "𰻞𰻞[(面)]馆"),
        ("・**㋐**:一", "・[㋐]:一"),
        ("项**㋐**: 一", "项[㋐]: 一"),
        ("**真，** 她", "[真，] 她"),
        ("**真**，她", "[真]，她"),
        ("**真，**&ZeroWidthSpace;她", "[真，]\u{200B}她"),
        ("これは**やりたいこと。**だから", "これは[やりたいこと。]だから"),
        ("**“︁甲”︁**乙", "[“︁甲”︁]乙"),
        ("大塚︀**(U+585A U+FE00)** 塚**(U+FA10)**", "大塚︀[(U+585A U+FE00)] 塚[(U+FA10)]"),
        ("〽︎**(庵点)**は、", "〽︎[(庵点)]は、"),
        ("葛󠄀**(字)**城", "葛󠄀[(字)]城"),
        ("禰󠄀**(字)**豆", "禰󠄀[(字)]豆"),
        ("「禰󠄀」是**礻**。", "「禰󠄀」是[礻]。"),
        ("**第一句。**第二句**（注）**，第三**【四】**句", "[第一句。]第二句[（注）]，第三[【四】]句"),
    ];
    for (source, expected) in cases {
        strong(source, expected);
    }
}

#[test]
fn emphasis_holds_around_links_and_code() {
    assert_eq!(
        html("**[甲](./a)**和**[乙](./b)**请看"),
        "<p><strong><a href=\"./a\">甲</a></strong>和<strong><a href=\"./b\">乙</a></strong>请看</p>\n"
    );
    assert_eq!(html("词**[词](c)**词"), "<p>词<strong><a href=\"c\">词</a></strong>词</p>\n");
    assert_eq!(html("开头的**`代码`也。**后"), "<p>开头的<strong><code>代码</code>也。</strong>后</p>\n");
    assert_eq!(html("**末尾的`代码`**也"), "<p><strong>末尾的<code>代码</code></strong>也</p>\n");
    assert_eq!(
        html("*中，*后~~删。~~后***三。***后"),
        "<p><em>中，</em>后<del>删。</del>后<em><strong>三。</strong></em>后</p>\n"
    );
}

#[test]
fn underscores_are_as_in_commonmark() {
    assert_eq!(html("__注意__：事项"), "<p><strong>注意</strong>：事项</p>\n");
    assert_eq!(html("注意：__事项__"), "<p>注意：<strong>事项</strong></p>\n");
    assert_eq!(html("字。︁_Plain._ 字。︀__Bold.__"), "<p>字。︁<em>Plain.</em> 字。︀<strong>Bold.</strong></p>\n");
    assert_eq!(html("前_中，_后"), "<p>前_中，_后</p>\n");
}

#[test]
fn other_scripts_are_as_in_commonmark() {
    assert_eq!(html("a**(b)**c"), "<p>a**(b)**c</p>\n");
    assert_eq!(html("**b,**c"), "<p>**b,**c</p>\n");
    assert_eq!(html("**🙂**：好"), "<p><strong>🙂</strong>：好</p>\n");
}

#[test]
fn code_links_and_html_keep_no_marks() {
    let source = "`a。**b**` [x](u。**v**w \"t。**t**t\") <b title=\"。**中\">y</b>\n\n```\n中。**文**「x」\n```\n";
    let html = html(source);
    assert!(!html.contains(['\u{FDD0}', '\u{2029}', '\u{B}']), "{html:?}");
    assert!(
        html.contains("<code>a。**b**</code>")
            && html.contains("title=\"。**中\"")
            && html.contains("中。**文**「x」\n")
    );
    assert!(html.contains("href=\"u%E3%80%82**v**w\" title=\"t。**t**t\""), "{html}");
}

#[test]
fn soft_breaks_between_wide_characters_leave_nothing() {
    assert_eq!(html("中文\n中文"), "<p>中文中文</p>\n");
    assert_eq!(html("中文，\n**“中**文”\n[链](a)"), "<p>中文，<strong>“中</strong>文”<a href=\"a\">链</a></p>\n");
    for (source, joined) in [
        ("“你好”\n“再见”", "“你好”“再见”"),
        ("“你好”\n**“再见”**", "“你好”<strong>“再见”</strong>"),
        ("《甲》\n（乙）\n……\n——丙\n、丁", "《甲》（乙）……——丙、丁"),
        ("他说\n——", "他说——"),
    ] {
        assert_eq!(html(source), format!("<p>{joined}</p>\n"));
    }
    assert_eq!(html("“Hi”\n“Bye”"), "<p>“Hi”\n“Bye”</p>\n");
    assert_eq!(html("中文\nLatin\n中文"), "<p>中文\nLatin\n中文</p>\n");
    assert_eq!(html("中文\n`code`\n中文"), "<p>中文\n<code>code</code>\n中文</p>\n");
    assert_eq!(
        html("> 中\n> 文\n\n- 一\n  二"),
        "<blockquote>\n<p>中文</p>\n</blockquote>\n<ul>\n<li>一二</li>\n</ul>\n"
    );
    assert_eq!(parse("中文\n中文\nab\n").value.opening, "中文中文 ab");
}

#[test]
fn indented_paragraphs_are_paragraphs() {
    for source in ["    彩虹。\n", "\t彩虹。\n", "    　　彩虹。\n"] {
        assert_eq!((html(source), codes(source)), ("<p>彩虹。</p>\n".to_owned(), vec!["W0201"]), "{source:?}");
    }
    for source in ["　　彩虹。\n", "  　　彩虹。\n", "&emsp;&emsp;彩虹。\n", "\u{A0}\u{2003}彩虹。\n"] {
        assert_eq!((html(source), codes(source)), ("<p>彩虹。</p>\n".to_owned(), vec![]), "{source:?}");
    }
    assert_eq!(codes("    一。\n\n段。\n\n    二。\n"), ["W0201"]);
    assert_eq!(html("　　一。\n　　二。\n\n　　三。\n"), "<p>一。</p>\n<p>二。</p>\n<p>三。</p>\n");
    assert_eq!(
        html("段。\n\n    **「甲」**乙\n    # 丙 [丁]\n\n[丁]: d.md\n"),
        "<p>段。</p>\n<p><strong>「甲」</strong>乙\n# 丙 <a href=\"d.md\">丁</a></p>\n"
    );
    assert_eq!(html("- 甲\n\n      乙\n"), "<ul>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n</ul>\n");
    assert_eq!(html("    let x = 1;\n"), "<pre><code>let x = 1;\n</code></pre>\n");
    assert_eq!(html("```\n　　码\n```\n"), "<pre><code>　　码\n</code></pre>\n");
    assert_eq!(codes("    let x = 1;\n\n- 甲\n\n  乙\n"), [""; 0]);
}

#[test]
fn a_diagnostic_names_its_place_in_the_file() {
    let source = "前**「甲」**后[^无]，**乙。**丙$\\bad$，H~2~O`~`[^空]\n\n    **「缩」**进\n";
    let parsed = parse(source);
    let found: Vec<_> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.at.as_ref().unwrap().span.unwrap();
            (diagnostic.code.0, &source[span.start..span.end])
        })
        .collect();
    assert_eq!(found[..3], [("W0203", "[^无]"), ("W0250", "$\\bad$"), ("W0203", "[^空]")]);
    assert!(found[3].0 == "W0201" && found[3].1.contains("**「缩」**进"), "{found:?}");
    let link = parse("**「甲」**乙[丙。**丁**](e.md)");
    let span = link.value.links[0].span;
    assert_eq!(&"**「甲」**乙[丙。**丁**](e.md)"[span.start..span.end], "[丙。**丁**](e.md)");
}
