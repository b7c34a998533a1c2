//! Whatever lies in the files, a build ends, says what is wrong, and names no place outside.
//!
//! Each kind of file is replaced by arbitrary bytes, by a soup of the signs that mean
//! something in it, and by mutated copies of a valid one. `KEPU_CASES=5000` tries more.
#![allow(clippy::disallowed_methods, reason = "the environment says how long to try")]

use std::sync::LazyLock;

use kepu::base::diagnostic::Language;
use kepu::base::source::{Snapshot, SourceFile};
use proptest::prelude::*;

const ARTICLE: &str = "---\ntitle: 彩虹\ndate: 2026-05-18 09:30\ntags: [光, 水]\nseries: week\nbases: [hall]\ncover: bow.svg\naliases: [/old/]\n---\n## 一\n\n**雨后，**[馆](../bases/hall.md#x)。![虹](bow.svg \"题\")\n\n| a | b |\n|--|--|\n| 1 | `c` |\n\n> [!NOTE]\n> 注[^1]\n\n[^1]: 脚注 $x^2$\n\n```rust\nfn f() {}\n```\n\n- [ ] 事\n\n学{科普|kē pǔ}\n";
const EVENT: &str = "---\ntitle: 观测\nstart: 2026-11-28 19:00\nend: 2026-11-28 21:00\nrecurrence: {rule: FREQ=WEEKLY;BYDAY=SA;COUNT=4, except: [2026-12-05]}\nstatus: cancelled\nbase: hall\naudience: 公众\nfigures: [参加 200余人次]\nbooking: {method: phone, phone: 0830-1234567}\n---\n观测土星。\n";
const BASE: &str = "---\ntitle: 科技馆\ndistrict: 城区\naddress: 一号路\nlocation: [105.4, 28.8]\nopening_hours: {weekly: [周二至周日 09:00-17:00], holidays: open, exceptions: [2026-10-01 闭馆]}\nadmission: {free: 是}\nvisit_time: 1小时30分钟\n---\n馆。\n";
const CONFIG: &str = "title: {zh-CN: 科普, en: Science}\nbase_url: https://example.org/sub/\nlanguages: [zh-CN, en]\ntheme: plain\ntime_zone: Asia/Shanghai\nmenu: [{title: 专栏, url: /column/}]\nfooter: {icp: 蜀ICP备1号}\ntaxonomies:\n  district: {title: 区县, closed: false, terms: {downtown: 城区}}\npage_size: 2\n";
const DECLARATION: &str = "extends: article\ntitle: 专栏\nurl: /{collection}/{date:%Y}/{slug}/\nsort: -date\npage_size: 2\nmax_age: 40d\nfields:\n  kind: {type: choice, optional: true, choices: {a: 甲, b: 乙}}\n  parts: {type: list of group, optional: true, fields: {name: {type: text}}}\n";
const TABLE: &str = "标题,区县,地址,坐标,门票.免费,开放时间,正文\n植物园,城区,二号路,\"105.1,28.2\",是,周一至周五 9:00-17:00,\"一。\n\n**二**\"\n气象站,城区,三号路,,,,\n";
const WORDS: &str = "home: 首页\nyear_title: \"{year}年\"\npage_n: 第 {n} 页\n";
const THEME: &str = "name: plain\nversion: 1.0.0\napi: 1\nlists:\n  latest: {facet: publication, limit: 3}\n  next_events: {facet: schedule, when: upcoming}\noptions: {color: red}\n";
const TEMPLATE: &str = "{% extends \"layout.html\" %}{% block main %}<h1>{{ entry.title | upper }}</h1>{% for key, value in entry.fields %}{{ key }}{% endfor %}{{ body | safe }}{% if next %}{{ next.title }}{% endif %}{% endblock main %}";

/// Every kind of file, with a valid text of it.
const FILES: [(&str, &str); 9] = [
    ("content/column/rainbow.md", ARTICLE),
    ("content/events/night.md", EVENT),
    ("content/bases/hall.md", BASE),
    ("site.yaml", CONFIG),
    ("content/column/_collection.yaml", DECLARATION),
    ("content/bases/entries.csv", TABLE),
    ("i18n/zh-CN.yaml", WORDS),
    ("themes/plain/theme.yaml", THEME),
    ("templates/entry/article.html", TEMPLATE),
];

static SITE: LazyLock<Snapshot> = LazyLock::new(|| {
    let mut site = crate::support::snapshot(&FILES);
    for (path, text) in [
        ("content/events/_collection.yaml", "extends: event\n"),
        ("content/bases/_collection.yaml", "extends: base\n"),
        ("content/series/_collection.yaml", "extends: series\n"),
        ("content/series/week.md", "---\ntitle: 科普周\n---\n"),
        ("content/column/bow.svg", "<svg/>"),
        ("content/column/other.md", "---\ntitle: 露水\ndate: 2026-05-19\n---\n[彩虹](rainbow.md#一)\n"),
    ] {
        site.insert(crate::support::source_path(path), SourceFile::new(text.as_bytes()));
    }
    for (path, file) in crate::support::plain_theme() {
        if site.get(&path).is_none() {
            site.insert(path, file);
        }
    }
    site
});

/// Builds the site with one file replaced. Reaching the end is the test; the rest must hold as well.
fn survives(path: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut site = SITE.clone();
    site.insert(crate::support::source_path(path), SourceFile::new(bytes));
    let built = crate::support::clean_build(&site, &crate::support::options(crate::support::TODAY));
    for language in [Language::Chinese, Language::English] {
        crate::support::rendered(&built.diagnostics, &site, language);
    }
    for found in &built.diagnostics {
        prop_assert!(!found.message.zh.is_empty() && !found.message.en.is_empty(), "{:?}", found);
        for at in found.at.iter().chain(found.related.iter().map(|(at, _)| at)) {
            let text = site.get(&at.path).and_then(|file| kepu::content::document::text_of(&at.path, file));
            if let (Some(span), Some(text)) = (at.span, text) {
                prop_assert!(span.start <= span.end && span.end <= text.len(), "{:?} in {} bytes", found, text.len());
            }
        }
    }
    for path in built.outputs.keys() {
        let inside = path.as_str().split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        prop_assert!(inside && !path.as_str().contains(['\\', '\0']), "{}", path);
    }
    Ok(())
}

/// A small change to a valid text.
#[derive(Clone, Debug)]
enum Mutation {
    Cut(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Put(prop::sample::Index, &'static str),
    Flip(prop::sample::Index, u8),
}

const SIGNS: [&str; 42] = [
    "---\n",
    "\n",
    "\r\n",
    "\t",
    "    ",
    "　　",
    ": ",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "|\n",
    ">\n",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    ",",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "`",
    "```",
    "$",
    "$$",
    "![",
    "](",
    "[^1]",
    "~~",
    "**",
    "<b>",
    "<!--",
    "\u{feff}",
    "\0",
    "9999999999999",
    "-1",
    "彩",
];

fn any_mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<prop::sample::Index>(), 1..30_usize).prop_map(|(at, length)| Mutation::Cut(at, length)),
        (any::<prop::sample::Index>(), 1..60_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        (any::<prop::sample::Index>(), prop::sample::select(&SIGNS[..])).prop_map(|(at, sign)| Mutation::Put(at, sign)),
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Flip(at, byte)),
    ]
}

fn mutated(text: &str, mutations: &[Mutation]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for mutation in mutations {
        if bytes.is_empty() {
            break;
        }
        let place = |at: &prop::sample::Index| at.index(bytes.len());
        match mutation {
            Mutation::Cut(at, length) => {
                let start = place(at);
                bytes.drain(start..(start + length).min(bytes.len()));
            }
            Mutation::Repeat(at, length) => {
                let start = place(at);
                let piece = bytes[start..(start + length).min(bytes.len())].to_vec();
                bytes.splice(start..start, piece);
            }
            Mutation::Put(at, sign) => {
                let start = place(at);
                bytes.splice(start..start, sign.bytes());
            }
            Mutation::Flip(at, byte) => {
                let start = place(at);
                bytes[start] = *byte;
            }
        }
    }
    bytes
}

/// Signs that mean something, in no order.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(&SIGNS[..]), 0..40).prop_map(|signs| signs.concat().into_bytes())
}

fn any_file() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(&FILES[..])
}

fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("KEPU_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(usual);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn any_bytes_in_any_file_are_survived((path, _) in any_file(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(path, &bytes)?;
    }

    #[test]
    fn any_signs_in_any_file_are_survived((path, _) in any_file(), bytes in soup()) {
        survives(path, &bytes)?;
    }

    #[test]
    fn any_front_matter_is_survived(place in 0..3_usize, front in prop_oneof![soup(), prop::collection::vec(any::<u8>(), 0..120)], body in soup()) {
        let text = [b"---\n", front.as_slice(), b"\n---\n", body.as_slice()].concat();
        survives(FILES[place].0, &text)?;
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn any_mutation_of_a_valid_file_is_survived((path, text) in any_file(), mutations in prop::collection::vec(any_mutation(), 1..8)) {
        survives(path, &mutated(text, &mutations))?;
    }

    #[test]
    fn any_value_of_any_field_is_survived(place in 0..3_usize, line in 1..9_usize, value in "\\PC{0,30}|[0-9:~\\-年月日周一至点分小时万余人次.,，；/ ]{0,24}") {
        let (path, text) = FILES[place];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let key = lines[line].split_once(": ").map_or("title", |(key, _)| key).to_owned();
        lines[line] = format!("{key}: {}", serde_json::to_string(&value).unwrap_or_default());
        survives(path, lines.join("\n").as_bytes())?;
    }
}

#[test]
fn the_site_that_is_damaged_is_sound() {
    let built = crate::support::clean_build(&SITE, &crate::support::options(crate::support::TODAY));
    let shown = crate::support::shown(&built.diagnostics, &SITE, Language::English);
    // One link leads to a heading that isn't there, so that anchors are looked at.
    assert_eq!(crate::support::codes(&built.diagnostics), ["E0304"], "{shown}");
}
