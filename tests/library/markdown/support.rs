//! What the Markdown tests share: parsing, the specifications' examples, comparable HTML.

use std::path::PathBuf;

use kepu::base::diagnostic::Checked;
use kepu::base::url::{SourcePath, percent_encode};
use kepu::content::markdown::{Body, Filling, LinkKind, LinkTo, MarkdownOptions, markdown};

pub fn parse(source: &str) -> Checked<Body> {
    parse_with(source, &MarkdownOptions { raw_html: true, language: "zh-CN".into() })
}

pub fn parse_with(source: &str, options: &MarkdownOptions) -> Checked<Body> {
    markdown(source, &SourcePath::new("content/a.md").unwrap(), 0, options)
}

/// The HTML with every internal address as it was written.
pub fn filled(body: &Body) -> String {
    let written = |link: &LinkTo| (link.kind != LinkKind::Unchecked).then(|| percent_encode(&link.target).into_owned());
    body.fill_with(|link| Filling { address: written(&body.links[link]), ..Filling::default() })
}

pub fn html(source: &str) -> String {
    filled(&parse(source).value)
}

pub fn codes(source: &str) -> Vec<&'static str> {
    parse(source).diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect()
}

pub struct Example {
    pub number: usize,
    pub markdown: String,
    pub html: String,
}

/// A suite's text. Without it a test passes over its examples and says so, unless
/// `KEPU_REQUIRE_SUITES=1` makes that a failure.
pub fn suite(name: &str) -> Option<String> {
    let folder = std::env::var_os("KEPU_SUITES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/suites"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        assert!(
            std::env::var("KEPU_REQUIRE_SUITES").as_deref() != Ok("1"),
            "no {name} in {}: run tests/markdown/suites.sh",
            folder.display()
        );
        println!("{name}: not there, not run (tests/markdown/suites.sh fetches it)");
    }
    text
}

/// The examples of a CommonMark `spec.txt`: source and HTML between lines of backticks.
pub fn commonmark_examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example\n");
    spec.split(&opening)
        .skip(1)
        .enumerate()
        .map(|(index, example)| {
            let example = example.split_once(&format!("\n{fence}\n")).unwrap().0;
            let (markdown, html) = format!("\n{example}\n")
                .split_once("\n.\n")
                .map(|(markdown, html)| (format!("{}\n", &markdown[1.min(markdown.len())..]), html.to_owned()))
                .unwrap();
            Example { number: index + 1, markdown: markdown.replace('→', "\t"), html: html.replace('→', "\t") }
        })
        .collect()
}

/// The examples of a test file of pulldown-cmark.
pub fn pulldown_examples(file: &str) -> Vec<Example> {
    let between = |text: &str, start: &str| -> String {
        let text = text.split_once(start).unwrap().1;
        text.split_once("\"##;").unwrap().0.to_owned()
    };
    file.split("#[test]")
        .skip(1)
        .enumerate()
        .map(|(index, test)| Example {
            number: index + 1,
            markdown: between(test, "let original = r##\""),
            html: between(test, "let expected = r##\""),
        })
        .collect()
}

/// Runs a suite; returns the numbers of the examples that come out otherwise, and prints them in full with `KEPU_SHOW=1`.
pub fn differing(examples: &[Example]) -> Vec<usize> {
    let mut numbers = Vec::new();
    for example in examples {
        let (ours, theirs) = (comparable(&html(&example.markdown)), comparable(&example.html));
        if ours != theirs {
            numbers.push(example.number);
            if std::env::var_os("KEPU_SHOW").is_some() {
                println!("--- {}\n{:?}\n  ours {ours:?}\ntheirs {theirs:?}", example.number, example.markdown);
            }
        }
    }
    numbers
}

/// HTML without what we add on purpose and without what HTML doesn't distinguish.
pub fn comparable(html: &str) -> String {
    let mut html = html
        .replace(" />", ">")
        .replace("/>", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace(" loading=\"lazy\" decoding=\"async\"", "")
        .replace(" rel=\"noopener\"", "")
        .replace(" scope=\"col\"", "")
        .replace("</table></div>", "</table>")
        .replace(" class=\"task\"", "")
        .replace("<input disabled=\"\" type=\"checkbox\" checked=\"\">", "<task done>")
        .replace("<input disabled=\"\" type=\"checkbox\">", "<task>")
        .replace("<input type=\"checkbox\" disabled checked aria-label=\"已完成\">", "<task done>")
        .replace("<input type=\"checkbox\" disabled aria-label=\"未完成\">", "<task>")
        .replace(" style=\"text-align: ", " class=\"align-")
        .replace("%5B", "[")
        .replace("%5D", "]");
    html = without(&html, "<div class=\"table-scroll\"", ">");
    if html.contains("<span class=\"hl-") {
        html = without(&html, "<span class=\"hl-", ">").replace("</span>", "");
    }
    for level in 1..=6 {
        let (start, mut kept) = (format!("<h{level} id=\""), String::new());
        let mut parts = html.split(&start);
        kept.push_str(parts.next().unwrap());
        for part in parts {
            kept.push_str(&format!("<h{level}{}", part.split_once('"').unwrap().1));
        }
        html = kept;
    }
    for (from, to) in [("\n<", "<"), (">\n", ">"), ("> ", ">")] {
        while html.contains(from) {
            html = html.replace(from, to);
        }
    }
    html.trim().to_owned()
}

fn without(html: &str, start: &str, end: &str) -> String {
    let mut parts = html.split(start);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once(end).map_or("", |(_, rest)| rest));
    }
    kept
}
