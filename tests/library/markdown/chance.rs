//! Random texts: nothing panics, places are places, and emphasis is as comrak has it.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use kepu::content::markdown::MarkdownOptions;

use super::support::{comparable, html, parse_with};

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "中", "文字", "，", "。", "「", "」", "（", "“", "”", "か", "a", "Word", "1", " ", "  ", "    ", "\t", "\n", "\n\n",
    "\n> ", "\n- ", "\n1. ", "\n# ", "\n## ", "\n    ", "\n　　", "　", "*", "**", "***", "_", "__", "~", "~~",
    "^", "$", "$$", "`", "```", "\n```rust\n", "[", "](", ")", "](a.md)", "![", "[^1]", "\n[^1]: ", "[^x]",
    "{", "|", "}", "{科|kē}", "{#id}", "\n|-|-|\n", "\n: ", "- [x] ", "\n> [!TIP]\n", "<b>", "</b>",
    "<a href=\"x.md\">", "<!--", "-->", "\n<div>\n", "\n</div>\n", "<int>", "</main>", "<script>", "\n<!-- ", "\n<div class=\"",
    "\n<table><tr>\n", "</ul>", "](我的 图.png)", "（/x/）", "！", "##", "｜", "-甲", "1.", "＊＊", "&amp;", "&", "\\", "!", "http://a.cn/", "www.b.cn",
    "\u{FDD0}", "\u{2029}", "\u{B}", "\0", "\r\n", "\u{FE00}", "\u{E0100}", "🙂", "\\frac{a}{b}", "\\text{",
    "\n[r]: b.md \"t\"\n", "[r]", "\n---\n",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 3000, ..Config::default() })]

    #[test]
    fn any_text_gives_balanced_html_and_true_places(source in text(), raw_html: bool, address in "[a-z\"<>&' /]{0,8}") {
        let options = MarkdownOptions { raw_html, language: "zh".into() };
        let parsed = parse_with(&source, &options);
        let body = &parsed.value;
        for span in parsed.diagnostics.iter().filter_map(|diagnostic| diagnostic.at.as_ref()?.span)
            .chain(body.links.iter().map(|link| link.span))
        {
            prop_assert!(source.get(span.start..span.end).is_some(), "{span:?} of {source:?}");
        }
        prop_assert!(body.links.is_sorted_by_key(|link| link.at));
        let filled = body.fill(|_| &address);
        let marked = filled.contains(['\u{FDD0}', '\u{2029}', '\u{B}']);
        prop_assert!(!marked, "{:?}", filled);
        if !raw_html {
            prop_assert_eq!(unbalanced(&filled), None, "{}", filled);
        }
        prop_assert!(is_contained(&filled), "{:?}", filled);
        prop_assert_eq!(parse_with(&source, &options).value.fingerprint, body.fingerprint);
    }
}

/// Whether a body leaves the page around it whole: whatever it opens it closes, and nothing else.
fn is_contained(html: &str) -> bool {
    use kepu::base::html::{Reader, Token};
    let page = format!("<main>{html}</main>");
    let mut reader = Reader::new(page.as_bytes());
    let mut open: Vec<String> = Vec::new();
    let mut ends = false;
    for token in reader.by_ref() {
        ends = false;
        match token {
            Token::Start { name, .. } => open.push(String::from_utf8_lossy(name).to_ascii_lowercase()),
            Token::End { name } => {
                let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                match open.iter().rposition(|open| *open == name) {
                    Some(0) => {
                        ends = true;
                        let left = open.split_off(1);
                        const MAY_STAY: [&str; 8] = ["img", "br", "hr", "input", "p", "li", "td", "embed"];
                        if left.iter().any(|name| !MAY_STAY.contains(&name.as_str())) {
                            return false;
                        }
                        open.clear();
                    }
                    Some(index) => open.truncate(index),
                    // Of a paragraph that an end tag in it has closed already.
                    None if name == "p" => {}
                    None => return false,
                }
            }
            _ => {}
        }
    }
    ends && open.is_empty()
}

/// The first tag that closes what isn't open, or that stays open.
fn unbalanced(html: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>')?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or_default();
        if ["br", "hr", "img", "input"].contains(&name) || tag.ends_with('/') {
            continue;
        }
        if !tag.starts_with('/') {
            open.push(name);
        } else if open.pop() != Some(name) {
            return Some(tag.to_owned());
        }
    }
    open.pop().map(str::to_owned)
}

/// comrak implements the markdown-cjk-friendly specification.
#[test]
fn emphasis_is_as_comrak_has_it() {
    #[rustfmt::skip]
    const CHINESE: &[&str] = &[
    "中", "文", "，", "。", "「", "」", "（", "）", "“", "”", "か", "カ", "、", "々", "④", ".", ",", "(", ")", "\"", "a",
    "b", "1", " ", "*", "**", "*", "**", "**",
];
    #[rustfmt::skip]
    const LATIN: &[&str] = &[
    ".", ",", "(", ")", "\"", "a", "b", "1", " ", "*", "**", "*", "**", "**",
];
    let (of_latin, _) = share_that_differs(LATIN);
    let (of_chinese, examples) = share_that_differs(CHINESE);
    println!(
        "emphasis other than comrak's: {of_chinese:.3} % of Chinese strings, {of_latin:.3} % of Latin ones; {examples:#?}"
    );
    assert!(of_chinese < 0.05 && of_latin < 0.05, "{examples:#?}");
}

fn share_that_differs(alphabet: &'static [&'static str]) -> (f64, Vec<String>) {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = true;
    let strategy = prop::collection::vec(prop::sample::select(alphabet), 1..16)
        .prop_map(|pieces| format!("x {}", pieces.concat()));
    let mut runner = TestRunner::deterministic();
    let (mut differing, mut examples) = (0_u32, Vec::new());
    const COUNT: u32 = 20_000;
    for _ in 0..COUNT {
        let source = strategy.new_tree(&mut runner).unwrap().current();
        let (ours, theirs) = (comparable(&html(&source)), comparable(&comrak::markdown_to_html(&source, &options)));
        if ours != theirs {
            differing += 1;
            if examples.len() < 12 {
                examples.push(format!("{source}\n  ours   {ours}\n  theirs {theirs}"));
            }
        }
    }
    (f64::from(differing) * 100.0 / f64::from(COUNT), examples)
}

#[rustfmt::skip]
const LATEX: &[&str] = &[
    "a", "1", "中", " ", "{", "}", "^", "_", "&", "\\\\", "\\frac", "\\sqrt[3]", "\\text{", "\\left(",
    "\\right)", "\\begin{matrix}", "\\end{matrix}", "\\begin{cases}", "\\end{cases}", "\\mathrm",
    "\\color{red}", "\\sum", "\\int_0^1", "\\limits", "'", "\\not", "<", "\\hspace{1em}", "\\def\\x", "\\x",
    "#1", "\\operatorname", "\\big", "|", "%", "\\", "\\begin{array}{cc}", "\\end{array}", "\\hline", "\\char",
    "\\Big", "\\rule", "\\raise", "\\cancel", "\\substack", "\\stackrel", "\\xrightarrow[", "\\textcolor{red}",
    "\\rm", "\\displaystyle", "\\mathchoice", "\\binom", "\\vec", "\\overline", "\\underbrace", "\\prime",
    "\\cdots", "“", "²", "é", "\\overset", "\\middle|", "\\let", "=", "\\kern", "1em", "\\\\[", "]",
    "\\tag{1}", "\\genfrac", "~", "\\phantom", "\\ce{H2O}",
];

proptest! {
    #![proptest_config(Config { cases: 3000, ..Config::default() })]

    /// The formula parser is someone else's, and a panic would end the whole build.
    #[test]
    fn any_formula_is_shown_or_told(pieces in prop::collection::vec(prop::sample::select(LATEX), 0..14)) {
        let source = format!("$$x{}$$", pieces.concat());
        let parsed = parse_with(&source, &MarkdownOptions { raw_html: false, language: "zh".into() });
        prop_assert_eq!(unbalanced(&parsed.value.fill(|_| "")), None, "{}", source);
    }
}
