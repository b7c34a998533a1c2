//! The documents that are made from the code, held in step with it, and the examples in
//! the others, tried out. `UPDATE_DOCS=1 cargo test --features testing --test library docs` writes the former anew.

#![cfg(feature = "testing")]
#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use kepu::assets::poster::{Font, Fonts};
use kepu::base::diagnostic::{Severity, messages};
use kepu::base::fingerprint::Fingerprint;
use kepu::base::source::{Content, Snapshot, SourceFile};
use kepu::base::time::{Now, parse_date};
use kepu::base::url::SourcePath;
use kepu::build::{Audience, BuildOptions, Cache, build};
use kepu::config::collection::value::{Duration, Exception, Figure, OpeningHours, Point, Recurrence, phone_numbers};
use kepu::config::collection::{Collection, Facet, Field, FieldType, SHIPPED, shipped};
use kepu::config::settings::LocalText;
use kepu::io::disk;

mod variables;

const BEGIN: &str =
    "<!-- From here on made from the code: UPDATE_DOCS=1 cargo test --features testing --test library docs -->";
const END: &str = "<!-- Up to here made from the code. -->";

#[test]
fn the_list_of_errors_is_that_of_the_code() {
    hold("docs/errors.md", errors);
}

#[test]
fn the_reference_of_fields_is_that_of_the_declarations() {
    hold("docs/content.md", |old| between(old, &fields_of_declarations(&ENGLISH)));
    hold("docs/content.zh-CN.md", |old| between(old, &fields_of_declarations(&CHINESE)));
}

#[test]
fn every_setting_is_documented() {
    for (source, document) in [
        ("src/engine/config/site.rs", "docs/content.md"),
        ("src/engine/config/destination.rs", "docs/deploy.md"),
        ("src/engine/config/destination.rs", "docs/deploy.zh-CN.md"),
        ("src/engine/config/collection/declaration.rs", "docs/content.md"),
        ("src/engine/config/theme.rs", "docs/templates.md"),
        ("src/engine/config/theme.rs", "docs/templates.zh-CN.md"),
        ("src/check/wording/list.rs", "docs/check.md"),
    ] {
        let (code, text) = (read(source), read(document));
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let literals = code.split('"').skip(1).step_by(2);
        let keys: BTreeSet<&str> = literals.filter(|word| is_key(word)).collect();
        assert!(keys.len() > 5, "{source} names its settings in plain strings");
        let missing: Vec<&&str> = keys.iter().filter(|key| !NO_SETTINGS.contains(key) && !shows(&text, key)).collect();
        assert!(missing.is_empty(), "{document} doesn't show {missing:?} of {source}");
    }
}

/// Words of those sources that name folders and hosts.
const NO_SETTINGS: [&str; 5] = ["assets", "content", "localhost", "templates", "themes"];

/// Whether a document shows a setting as one types it: in code, or before the colon of a line of YAML.
fn shows(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let before = text[..at].chars().next_back().unwrap_or('\n');
        let after = text[at + key.len()..].chars().next().unwrap_or('\n');
        matches!(before, '`' | '.' | ' ' | '{' | '\n') && (after == ':' || before != ' ' && matches!(after, '`' | '.'))
    })
}

/// The fences of `docs/content.md` and `docs/templates.md` that name a file are one site.
#[test]
fn the_documented_site_builds() {
    let mut snapshot = Snapshot::default();
    for document in ["docs/content.md", "docs/templates.md"] {
        for (info, text) in fences(&read(document)) {
            let Some((_, name)) = info.split_once(' ').filter(|(_, name)| name.contains('.')) else { continue };
            let path = SourcePath::new(name).unwrap_or_else(|| panic!("{document}: {name}"));
            assert!(snapshot.get(&path).is_none(), "{document}: {name} is there twice");
            snapshot.insert(path, SourceFile::new(text.as_bytes()));
        }
    }
    for picture in
        ["content/column/2026/rainbow/raindrop.svg", "content/samples/leaflet.pdf", "static/images/cover.svg"]
    {
        let bytes = if picture.ends_with(".svg") { "<svg/>" } else { "-" };
        snapshot.insert(SourcePath::new(picture).unwrap(), SourceFile::new(bytes.as_bytes()));
    }
    for (path, file) in disk::read(&root()).value.below("themes/spring") {
        snapshot.insert(path.clone(), file.clone());
    }
    let now = Now::Day(parse_date("2026-06-01").unwrap());
    let font = Font::new(Content::from(font_test_data::AHEM.to_vec()));
    let fonts = Some(Fonts::new(Some(font), Fingerprint::of(&1), |_| None));
    let built = build(
        &snapshot,
        &BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Visitors, fonts },
        &mut Cache::default(),
    );
    let told: Vec<String> = built
        .diagnostics
        .iter()
        .map(|told| format!("{} {:?} {}", told.code.0, told.at.as_ref().map(|at| at.path.to_string()), told.message.en))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert!(built.pages > 10);
}

/// Fences whose info string is the name of a type hold one value a line.
#[test]
fn the_documented_forms_of_values_are_read() {
    let mut tried = 0;
    for (info, text) in fences(&read("docs/content.md")) {
        let Some(kind) = info.strip_prefix("text ") else { continue };
        for line in text.lines() {
            let fault = match kind {
                "duration" => Duration::parse(line).err(),
                "figure" => Figure::parse(line).err(),
                "opening_hours" => OpeningHours::parse(line).err(),
                "exception" => Exception::parse(line).err(),
                "phone" => phone_numbers(line).is_empty().then(Default::default),
                "point" => Point::parse(line).err(),
                "recurrence" => Recurrence::parse(line).err(),
                _ => continue,
            };
            assert!(fault.is_none(), "{kind} {line}: {:?}", fault.map(|fault| fault.en));
            tried += 1;
        }
    }
    assert!(tried > 20);
}

// ---- documents ----

fn errors(_: &str) -> String {
    let mut text = String::from(
        "# Error codes · 错误代码\n\n\
         Made from the program's own table (`src/engine/base/diagnostic/messages/`) by `UPDATE_DOCS=1 cargo test --features testing --test library docs`.\n\
         `kepu explain E0203` prints the same. A code that begins with E stops the build and leaves the output folder\n\
         as it was; one that begins with W doesn't. A code is never given to another meaning.\n\n\
         由程序自带的表生成，`kepu explain E0203` 显示同样的内容。E 开头的是错误，构建停止，输出目录保持原样；\n\
         W 开头的是提醒。代码不会改作他用。\n",
    );
    let stages = [
        ("01", "Configuration, collections and themes", "配置、栏目和主题"),
        ("02", "Documents", "文档"),
        ("03", "References and links", "引用和链接"),
        ("04", "Addresses", "网址"),
        ("05", "Templates", "模板"),
        ("06", "Reading and writing", "读写文件"),
        ("07", "Check: the make-up of texts", "检查：文章的结构"),
        ("08", "Check: wording", "检查：用字和标点"),
        ("09", "Check: what is due", "检查：时效和职责"),
        ("10", "Import", "导入"),
        ("11", "New files and their order", "新建和整理"),
        ("12", "Deploying", "发布"),
        ("14", "Review", "审核"),
        ("15", "Sharing", "分享和统计"),
        ("16", "Covers and maps", "封面和地图"),
    ];
    let mut told = 0;
    for (stage, en, zh) in stages {
        let entries: Vec<_> = messages::table().filter(|entry| entry.code.0[1..].starts_with(stage)).collect();
        if !entries.is_empty() {
            let _ = write!(text, "\n## {en} · {zh}\n");
        }
        for entry in entries {
            let (code, title, explanation) = (entry.code.0, &entry.title, &entry.explanation);
            let warning = if entry.code.severity() == Severity::Warning { " (warning · 提醒)" } else { "" };
            let _ = write!(
                text,
                "\n### {code} {} · {}{warning}\n\n{}\n\n{}\n",
                title.en, title.zh, explanation.en, explanation.zh
            );
            told += 1;
        }
    }
    assert_eq!(told, messages::table().count(), "every code belongs to a stage");
    text
}

/// What the reference of fields says in one language.
struct Words {
    every: &'static str,
    head: &'static str,
    facets: [&'static str; 2],
    address: &'static str,
    ordered: &'static str,
    descending: &'static str,
    directory: &'static str,
    no_listing: &'static str,
    /// Between the facts of a declaration and between names, and the end of a sentence.
    marks: [&'static str; 3],
    own: &'static str,
    none: &'static str,
    required: &'static str,
    default: [&'static str; 2],
    reference: [&'static str; 2],
    taxonomy: &'static str,
    range: &'static str,
    choices: &'static str,
    unit: &'static str,
    calendar: &'static str,
    is_chinese: bool,
}

const ENGLISH: Words = Words {
    every: "These fields are part of every other declaration.",
    head: "| Field | Label | Type | Notes |\n|---|---|---|---|\n",
    facets: ["Facet ", "Facets "],
    address: "address ",
    ordered: "ordered by ",
    descending: ", descending",
    directory: "directory by ",
    no_listing: "no listing",
    marks: ["; ", ", ", "."],
    own: " Beside the fields of `entry` it has:",
    none: " It has the fields of `entry` and no others.",
    required: "**required**",
    default: ["", " if left out"],
    reference: ["names an entry of ", ""],
    taxonomy: "taxonomy ",
    range: "range ",
    choices: "one of ",
    unit: "unit ",
    calendar: "what it names gets a calendar of its own",
    is_chinese: false,
};

const CHINESE: Words = Words {
    every: "这些字段，其他每个声明都有。",
    head: "| 字段 | 名称 | 类型 | 说明 |\n|---|---|---|---|\n",
    facets: ["特性 ", "特性 "],
    address: "网址 ",
    ordered: "排列按 ",
    descending: "，倒序",
    directory: "名录按 ",
    no_listing: "没有列表",
    marks: ["；", "、", "。"],
    own: "除 `entry` 的字段外还有：",
    none: "只有 `entry` 的字段。",
    required: "**必填**",
    default: ["不填时是 ", ""],
    reference: ["指到 ", " 的条目"],
    taxonomy: "分类 ",
    range: "范围 ",
    choices: "选项 ",
    unit: "单位 ",
    calendar: "指到的各有一份日历",
    is_chinese: true,
};

impl Words {
    /// A label or hint for this page; the English one has both languages.
    fn text(&self, text: &LocalText, both: impl Fn(&str, &str) -> String) -> String {
        let zh = text.get("zh-CN");
        if self.is_chinese { zh.to_owned() } else { both(zh, text.get("en")) }
    }
}

fn fields_of_declarations(words: &Words) -> String {
    let mut text = String::new();
    // A page has what every entry has and nothing else.
    let every: Collection = shipped("page").unwrap();
    let head = words.head;
    let [semicolon, comma, stop] = words.marks;
    let _ = write!(text, "\n### `entry`\n\n{}\n\n{head}", words.every);
    every.fields.iter().for_each(|field| field_row(&mut text, words, "", field));
    for (name, _) in SHIPPED.iter().filter(|(name, _)| *name != "entry") {
        let collection = shipped(name).unwrap();
        let title = words.text(&collection.title, |zh, en| format!("{zh} · {en}"));
        let _ = write!(text, "\n### `{name}` {title}\n\n");
        let facets: Vec<String> = Facet::ALL
            .iter()
            .filter(|(facet, _)| collection.has(*facet))
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        let direction = if collection.sort.descending { words.descending } else { "" };
        let mut facts = vec![
            format!("{}`{}`", words.address, collection.url.pattern),
            format!("{}`{}`{direction}", words.ordered, collection.sort.field),
        ];
        if !facets.is_empty() {
            facts.insert(0, format!("{}{}", words.facets[usize::from(facets.len() > 1)], facets.join(comma)));
        }
        if !collection.directory.is_empty() {
            let fields: Vec<String> = collection.directory.iter().map(|field| format!("`{field}`")).collect();
            facts.push(format!("{}{}", words.directory, fields.join(comma)));
        }
        if !collection.listing {
            facts.push(words.no_listing.to_owned());
        }
        let facts = facts.join(semicolon);
        let first = facts.chars().next().map_or(String::new(), |first| first.to_uppercase().to_string());
        let _ = write!(text, "{first}{}{stop}", facts.chars().skip(1).collect::<String>());
        let own: Vec<&Field> = collection.fields.iter().filter(|field| every.field(&field.key).is_none()).collect();
        if own.is_empty() {
            let _ = writeln!(text, "{}", words.none);
        } else {
            let _ = write!(text, "{}\n\n{head}", words.own);
            own.iter().for_each(|field| field_row(&mut text, words, "", field));
        }
    }
    text.push('\n');
    text
}

fn field_row(text: &mut String, words: &Words, group: &str, field: &Field) {
    let [semicolon, comma, _] = words.marks;
    let mut notes = Vec::new();
    if !field.optional {
        notes.push(words.required.to_owned());
    }
    if let Some(default) = field.default.as_ref().and_then(|node| node.as_text()) {
        let [before, after] = words.default;
        notes.push(format!("{before}`{default}`{after}"));
    }
    match field.field_type.item() {
        FieldType::Reference { to } => {
            let [before, after] = words.reference;
            notes.push(format!("{before}`{to}`{after}"));
        }
        FieldType::Term { taxonomy } => notes.push(format!("{}`{taxonomy}`", words.taxonomy)),
        FieldType::Number { min, max } => {
            let bound = |bound: &Option<f64>| bound.map_or(String::new(), |bound| bound.to_string());
            if min.is_some() || max.is_some() {
                notes.push(format!("{}{}～{}", words.range, bound(min), bound(max)));
            }
        }
        FieldType::Choice(choices) => {
            let listed = choices.iter().map(|choice| format!("`{}` {}", choice.key, choice.label.get("zh-CN")));
            notes.push(format!("{}{}", words.choices, listed.collect::<Vec<_>>().join(comma)));
        }
        _ => {}
    }
    if let Some(unit) = &field.unit {
        notes.push(format!("{}{unit}", words.unit));
    }
    if field.calendar {
        notes.push(words.calendar.to_owned());
    }
    if !field.help.is_empty() {
        notes.push(words.text(&field.help, |zh, en| format!("{zh} ({en})")));
    }
    let label = words.text(&field.label, |zh, en| format!("{} · {}", cell(zh), cell(en)));
    let name = field.field_type.name();
    let notes = cell(&notes.join(semicolon));
    let _ = writeln!(text, "| `{group}{}` | {label} | {name} | {notes} |", field.key);
    if let FieldType::Group(fields) = field.field_type.item() {
        let group = format!("{group}{}.", field.key);
        fields.iter().for_each(|field| field_row(text, words, &group, field));
    }
}

// ---- files ----

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Compares a document with what the code makes of it, or rewrites it on request.
fn hold(name: &str, make: impl FnOnce(&str) -> String) {
    let path = root().join(name);
    let old = fs::read_to_string(&path).unwrap_or_default();
    let made = make(&old);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        if made != old {
            fs::write(&path, made).unwrap();
        }
        return;
    }
    let differs = old
        .lines()
        .zip(made.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(old.lines().count().min(made.lines().count()));
    assert!(
        made == old,
        "{name} is out of step from line {}; UPDATE_DOCS=1 cargo test --features testing --test library docs writes it anew\n  it says  {}\n  the code {}",
        differs + 1,
        old.lines().nth(differs).unwrap_or("(nothing)"),
        made.lines().nth(differs).unwrap_or("(nothing)"),
    );
}

/// The document with the part between its markers replaced.
fn between(old: &str, made: &str) -> String {
    let (before, rest) = old.split_once(BEGIN).expect("the marker where the made part begins");
    let (_, after) = rest.split_once(END).expect("the marker where the made part ends");
    format!("{before}{BEGIN}\n{made}{END}{after}")
}

/// The info strings and texts of a document's fences; a longer fence may hold shorter ones.
fn fences(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Option<(&str, String, String)> = None;
    for line in text.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match &mut open {
            Some((fence, _, _)) if line == *fence => found.extend(open.take().map(|(_, info, text)| (info, text))),
            Some((_, _, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if ticks.len() >= 3 => open = Some((ticks, line[ticks.len()..].trim().to_owned(), String::new())),
            None => {}
        }
    }
    found
}

fn is_key(word: &str) -> bool {
    word.len() > 2 && word != "builtin" && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
