//! The documents that are made from the code, held in step with it, and the examples in
//! the others, tried out. `UPDATE_DOCS=1 cargo test --features testing --test library docs` writes the former anew.

#![cfg(feature = "testing")]
#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use kepu::assets::poster::Font;
use kepu::base::diagnostic::{Severity, messages};
use kepu::base::source::{Content, Snapshot, SourceFile};
use kepu::base::time::{Now, parse_date};
use kepu::base::url::SourcePath;
use kepu::build::{Audience, BuildOptions, Cache, build};
use kepu::config::collection::value::{Duration, Exception, Figure, OpeningHours, Point, Recurrence, phone_numbers};
use kepu::config::collection::{Collection, Facet, Field, FieldType, SHIPPED, shipped};
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
    hold("docs/content.md", |old| between(old, &fields_of_declarations()));
}

#[test]
fn every_setting_is_documented() {
    for (source, document) in [
        ("src/config/site.rs", "docs/content.md"),
        ("src/config/destination.rs", "docs/deploy.md"),
        ("src/config/destination.rs", "docs/deploy.zh-CN.md"),
        ("src/config/collection/declaration.rs", "docs/content.md"),
        ("src/config/theme.rs", "docs/templates.md"),
        ("src/config/theme.rs", "docs/templates.zh-CN.md"),
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
        snapshot.insert(SourcePath::new(picture).unwrap(), SourceFile::new(*b"-"));
    }
    for (path, file) in disk::read(&root()).value.below("themes/spring") {
        snapshot.insert(path.clone(), file.clone());
    }
    let now = Now::Day(parse_date("2026-06-01").unwrap());
    let font = Some(Font::new(Content::from(font_test_data::AHEM.to_vec())));
    let built = build(
        &snapshot,
        &BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Visitors, font },
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

/// The fences of the editors' guide that name a file are lines of its front matter, put into the starter site.
#[test]
fn what_the_editors_guide_writes_builds() {
    let mut snapshot = disk::read(&root().join("src/io/disk/starter")).value;
    let mut put = 0;
    for (info, lines) in fences(&read("docs/editors.zh-CN.md")) {
        let Some((_, name)) = info.split_once(' ') else { continue };
        let path = SourcePath::new(name).unwrap_or_else(|| panic!("{name} is no path of a source"));
        let old = snapshot.text(&path).unwrap_or_else(|| panic!("the starter site has no {name}")).to_owned();
        snapshot.insert(path, SourceFile::new(with_fields(&old, &lines).into_bytes()));
        put += 1;
    }
    assert!(put > 2);
    let now = Now::Day(parse_date("2026-11-23").unwrap());
    let built = build(
        &snapshot,
        &BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Visitors, font: None },
        &mut Cache::default(),
    );
    let told: Vec<&str> = built.diagnostics.iter().map(|told| told.message.en.as_str()).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// A document whose front matter has these lines instead of those with the same keys.
fn with_fields(document: &str, lines: &str) -> String {
    let key =
        |line: &str| (!line.starts_with(' ')).then(|| line.split_once(':').map(|(key, _)| key.to_owned())).flatten();
    let new: BTreeSet<String> = lines.lines().filter_map(key).collect();
    let (front, body) = document.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap();
    let mut replaced = false;
    let kept = front.lines().filter(|line| {
        if let Some(key) = key(line) {
            replaced = new.contains(&key);
        }
        !replaced
    });
    let front: Vec<&str> = kept.chain(lines.lines()).collect();
    format!("---\n{}\n---\n{body}", front.join("\n"))
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
         Made from the program's own table (`src/base/diagnostic/messages/`) by `UPDATE_DOCS=1 cargo test --features testing --test library docs`.\n\
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

fn fields_of_declarations() -> String {
    let mut text = String::new();
    // A page has what every entry has and nothing else.
    let every: Collection = shipped("page").unwrap();
    let head = "| Field | Label | Type | Notes |\n|---|---|---|---|\n";
    let _ = write!(text, "\n### `entry`\n\nThese fields are part of every other declaration.\n\n{head}");
    every.fields.iter().for_each(|field| field_row(&mut text, "", field));
    for (name, _) in SHIPPED.iter().filter(|(name, _)| *name != "entry") {
        let collection = shipped(name).unwrap();
        let (zh, en) = (collection.title.get("zh-CN"), collection.title.get("en"));
        let _ = write!(text, "\n### `{name}` {zh} · {en}\n\n");
        let facets: Vec<String> = Facet::ALL
            .iter()
            .filter(|(facet, _)| collection.has(*facet))
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        let direction = if collection.sort.descending { ", descending" } else { "" };
        let mut facts = vec![
            format!("address `{}`", collection.url.pattern),
            format!("ordered by `{}`{direction}", collection.sort.field),
        ];
        if !facets.is_empty() {
            facts.insert(0, format!("{} {}", if facets.len() == 1 { "facet" } else { "facets" }, facets.join(", ")));
        }
        if !collection.directory.is_empty() {
            let fields: Vec<String> = collection.directory.iter().map(|field| format!("`{field}`")).collect();
            facts.push(format!("directory by {}", fields.join(", ")));
        }
        if !collection.listing {
            facts.push("no listing".to_owned());
        }
        let first = facts[0][..1].to_uppercase() + &facts.join("; ")[1..];
        let _ = write!(text, "{first}.");
        let own: Vec<&Field> = collection.fields.iter().filter(|field| every.field(&field.key).is_none()).collect();
        if own.is_empty() {
            text.push_str(" It has the fields of `entry` and no others.\n");
        } else {
            let _ = write!(text, " Beside the fields of `entry` it has:\n\n{head}");
            own.iter().for_each(|field| field_row(&mut text, "", field));
        }
    }
    text.push('\n');
    text
}

fn field_row(text: &mut String, group: &str, field: &Field) {
    let mut notes = Vec::new();
    if !field.optional {
        notes.push("**required**".to_owned());
    }
    if let Some(default) = field.default.as_ref().and_then(|node| node.as_text()) {
        notes.push(format!("`{default}` if left out"));
    }
    match field.field_type.item() {
        FieldType::Reference { to } => notes.push(format!("names an entry of `{to}`")),
        FieldType::Term { taxonomy } => notes.push(format!("taxonomy `{taxonomy}`")),
        FieldType::Number { min, max } => {
            let bound = |bound: &Option<f64>| bound.map_or(String::new(), |bound| bound.to_string());
            if min.is_some() || max.is_some() {
                notes.push(format!("range {}～{}", bound(min), bound(max)));
            }
        }
        FieldType::Choice(choices) => {
            let words = choices.iter().map(|choice| format!("`{}` {}", choice.key, choice.label.get("zh-CN")));
            notes.push(format!("one of {}", words.collect::<Vec<_>>().join(", ")));
        }
        _ => {}
    }
    if let Some(unit) = &field.unit {
        notes.push(format!("unit {unit}"));
    }
    if field.calendar {
        notes.push("what it names gets a calendar of its own".to_owned());
    }
    if !field.help.is_empty() {
        notes.push(format!("{} ({})", field.help.get("zh-CN"), field.help.get("en")));
    }
    let (zh, en) = (field.label.get("zh-CN"), field.label.get("en"));
    let name = field.field_type.name();
    let _ = writeln!(
        text,
        "| `{group}{}` | {} · {} | {name} | {} |",
        field.key,
        cell(zh),
        cell(en),
        cell(&notes.join("; "))
    );
    if let FieldType::Group(fields) = field.field_type.item() {
        let group = format!("{group}{}.", field.key);
        fields.iter().for_each(|field| field_row(text, &group, field));
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
