//! The variables of templates, as tables for `docs/templates.md` and, in Chinese, for `docs/templates.zh-CN.md`.
//!
//! Names and types come from the code, descriptions from its comments. `descriptions.zh-CN.txt` has each comment in Chinese.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kepu::view::model;
use schemars::SchemaGenerator;
use serde_json::{Map, Value};

use super::{between, cell, hold, read};
use crate::links::anchor;

const DESCRIPTIONS: &str = "tests/library/docs/descriptions.zh-CN.txt";

#[test]
fn the_reference_of_variables_is_that_of_the_views() {
    hold("docs/templates.md", |old| between(old, &Reference::of(None).text));
    hold("docs/templates.zh-CN.md", |old| between(old, &Reference::of(Some(descriptions())).text));
}

#[test]
fn every_variable_is_described() {
    let missing = Reference::of(None).missing;
    assert!(missing.is_empty(), "src/engine/view/model/ has no comment on:\n{}", missing.join("\n"));
}

#[test]
fn every_description_is_there_in_chinese() {
    let chinese = descriptions();
    let reference = Reference::of(Some(chinese.clone()));
    let missing: Vec<&String> = reference.described.iter().filter(|text| !chinese.contains_key(*text)).collect();
    assert!(missing.is_empty(), "{DESCRIPTIONS} has no Chinese for, each on a line of its own:\n{missing:#?}");
}

/// Returns the Chinese of each description.
fn descriptions() -> BTreeMap<String, String> {
    let text = read(DESCRIPTIONS);
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let lines: Vec<&str> = lines.collect();
    let pairs = lines.chunks(2).map(|pair| match pair {
        [english, chinese] => ((*english).to_owned(), (*chinese).to_owned()),
        _ => panic!("{DESCRIPTIONS}: the last description has no Chinese"),
    });
    pairs.collect()
}

/// The tables of every page's variables.
#[derive(Default)]
struct Reference {
    text: String,
    /// What has no description in the code.
    missing: Vec<String>,
    /// Every description, in English.
    described: BTreeSet<String>,
    /// The Chinese of descriptions; `None` for the English page.
    chinese: Option<BTreeMap<String, String>>,
    /// Shapes that were referred to, in this order.
    queue: Vec<String>,
}

impl Reference {
    fn of(chinese: Option<BTreeMap<String, String>>) -> Self {
        let mut reference = Self { chinese, ..Self::default() };
        reference.write();
        reference
    }

    /// Returns the words of the page's language.
    fn say(&self, english: &'static str, chinese: &'static str) -> &'static str {
        if self.chinese.is_some() { chinese } else { english }
    }

    fn write(&mut self) {
        let mut generator = SchemaGenerator::default();
        let pages: Vec<(&str, &str, schemars::Schema)> = vec![
            ("home.html", "HomePage", generator.subschema_for::<model::HomePage>()),
            ("entry/<name>.html", "EntryPage", generator.subschema_for::<model::EntryPage>()),
            ("listing/<name>.html, term.html", "ListingPage", generator.subschema_for::<model::ListingPage>()),
            ("archive.html", "ArchivePage", generator.subschema_for::<model::ArchivePage>()),
            ("taxonomy.html", "TaxonomyPage", generator.subschema_for::<model::TaxonomyPage>()),
            ("directory.html", "DirectoryPage", generator.subschema_for::<model::DirectoryPage>()),
            ("month.html", "MonthPage", generator.subschema_for::<model::MonthPage>()),
            ("agenda.html", "AgendaPage", generator.subschema_for::<model::AgendaPage>()),
            ("weekend.html", "WeekendPage", generator.subschema_for::<model::WeekendPage>()),
            ("figures.html", "FiguresPage", generator.subschema_for::<model::FiguresPage>()),
            ("figures_year.html", "FiguresYearPage", generator.subschema_for::<model::FiguresYearPage>()),
            ("targets.html", "TargetsPage", generator.subschema_for::<model::TargetsPage>()),
            ("sitemap.html", "SiteMapPage", generator.subschema_for::<model::SiteMapPage>()),
            ("search.html", "SearchPage", generator.subschema_for::<model::SearchPage>()),
            ("styleguide.html", "StyleGuidePage", generator.subschema_for::<model::StyleGuidePage>()),
            ("not_found.html", "NotFoundPage", generator.subschema_for::<model::NotFoundPage>()),
            ("redirect.html", "RedirectPage", generator.subschema_for::<model::RedirectPage>()),
            ("site", "SiteView", generator.subschema_for::<model::SiteView>()),
        ];
        let definitions = generator.definitions();
        self.title(self.say("Variables by template", "各模板的变量"));
        let mut seen = BTreeSet::new();
        // The section of a page is called by its templates, and not by the name of its shape.
        let mut sections = Vec::new();
        for (template, name, _) in &pages {
            seen.insert((*name).to_owned());
            let templates: Vec<String> = template.split(", ").map(|template| format!("`{template}`")).collect();
            let title = match *template {
                "site" => self.say("`site`, on every page", "`site`：每个页面都有").to_owned(),
                _ => templates.join(self.say(" and ", "、")),
            };
            let _ = write!(self.text, "\n### {title}\n\n");
            sections.push((format!("](#{})", name.to_lowercase()), format!("](#{})", anchor(&title))));
            self.shape(name, &definitions[*name]);
        }
        self.title(self.say("Shapes", "数据结构"));
        while !self.queue.is_empty() {
            let name = self.queue.remove(0);
            if seen.insert(name.clone()) {
                let _ = write!(self.text, "\n### {name}\n\n");
                self.shape(&name, &definitions[&name]);
            }
        }
        for (shape, section) in &sections {
            self.text = self.text.replace(shape, section);
        }
        self.text.push('\n');
    }

    fn title(&mut self, title: &str) {
        let _ = write!(self.text, "\n## {title}\n");
    }

    fn shape(&mut self, name: &str, schema: &Value) {
        let description = self.description(schema, || name.to_owned());
        let _ = write!(self.text, "{description}\n\n");
        if let Some(properties) = schema["properties"].as_object() {
            self.properties(name, properties);
        } else if let Some(variants) = schema["oneOf"].as_array() {
            self.head(self.say("| Value | |", "| 值 | |"));
            for variant in variants {
                let value = self.value(variant);
                let description = self.description(variant, || format!("{name}, {value}"));
                let _ = writeln!(self.text, "| {value} | {} |", cell(&description));
            }
        } else if let Some(variants) = schema["anyOf"].as_array() {
            self.head(self.say("| One of | |", "| 可以是 | |"));
            for variant in variants {
                let kind = self.type_name(variant);
                let description = self.description(variant, || format!("{name}, {kind}"));
                let _ = writeln!(self.text, "| {kind} | {} |", cell(&description));
            }
        } else if let Some(values) = schema["enum"].as_array() {
            let values = values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`"));
            let values = values.collect::<Vec<_>>().join(self.say(", ", "、"));
            let (one_of, end) = (self.say("One of ", "可以是"), self.say(".", "。"));
            let _ = writeln!(self.text, "{one_of}{values}{end}");
        } else {
            let kind = self.type_name(schema);
            let _ = writeln!(self.text, "{}", if self.chinese.is_some() { kind } else { format!("A {kind}.") });
        }
    }

    /// Returns the value of a variant; for one that carries something, its keys with their values or types.
    fn value(&mut self, variant: &Value) -> String {
        if let Some(value) = variant["const"].as_str() {
            return format!("`{value}`");
        }
        let keys = variant["properties"].as_object().into_iter().flatten().map(|(key, property)| {
            let value = match property["const"].as_str() {
                Some(value) => format!("`{value}`"),
                None => self.type_name(property),
            };
            format!("`{key}`: {value}")
        });
        let keys: Vec<String> = keys.collect();
        keys.join(self.say(", ", "，"))
    }

    fn properties(&mut self, name: &str, properties: &Map<String, Value>) {
        self.head(self.say("| Name | Type | |", "| 名称 | 类型 | |"));
        for (key, property) in properties {
            let kind = self.type_name(property);
            let description = self.description(property, || format!("{name}.{key}"));
            let _ = writeln!(self.text, "| `{key}` | {kind} | {} |", cell(&description));
        }
    }

    /// Begins a table.
    fn head(&mut self, titles: &str) {
        let columns = titles.matches('|').count() - 1;
        let _ = writeln!(self.text, "{titles}\n|{}", "---|".repeat(columns));
    }

    /// Returns a description in the page's language, and in English where it isn't there in that one.
    fn description(&mut self, schema: &Value, place: impl FnOnce() -> String) -> String {
        let Some(text) = schema["description"].as_str() else {
            self.missing.push(place());
            return String::new();
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let chinese = self.chinese.as_ref().and_then(|chinese| chinese.get(&text)).cloned();
        self.described.insert(text.clone());
        chinese.unwrap_or(text)
    }

    fn type_name(&mut self, schema: &Value) -> String {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default().to_owned();
            let link = format!("[{name}](#{})", name.to_lowercase());
            self.queue.push(name);
            return link;
        }
        let names: Vec<String> = match (schema["anyOf"].as_array(), &schema["type"]) {
            (Some(options), _) => options.iter().map(|option| self.type_name(option)).collect(),
            (None, Value::String(one)) => vec![self.named_type(one, schema)],
            (None, Value::Array(several)) => {
                several.iter().filter_map(Value::as_str).map(|one| self.named_type(one, schema)).collect()
            }
            _ => Vec::new(),
        };
        let mut names = names.into_iter();
        let Some(first) = names.next() else { return self.say("anything", "任意值").to_owned() };
        names.fold(first, |known, name| match self.chinese {
            Some(_) => spaced(&spaced(&known, "或"), &name),
            None => format!("{known} or {name}"),
        })
    }

    fn named_type(&mut self, name: &str, schema: &Value) -> String {
        match name {
            "null" => self.say("none", "无").to_owned(),
            "array" => {
                let item = self.type_name(&schema["items"]);
                if self.chinese.is_none() {
                    format!("list of {item}")
                } else if item.contains('或') {
                    format!("（{item}）的列表")
                } else {
                    spaced(&item, "的列表")
                }
            }
            "object" if schema["additionalProperties"].is_object() => {
                let value = self.type_name(&schema["additionalProperties"]);
                if self.chinese.is_none() { format!("map of {value}") } else { spaced("映射，值为", &value) }
            }
            "object" => {
                let keys = schema["properties"].as_object();
                let keys = keys.map(|keys| keys.keys().map(|key| format!("`{key}`")).collect::<Vec<_>>());
                match (keys, self.chinese.is_some()) {
                    (None, _) => self.say("map", "映射").to_owned(),
                    (Some(keys), false) => format!("map with {}", keys.join(" and ")),
                    (Some(keys), true) => spaced("映射，键为", &keys.join("、")),
                }
            }
            "string" if schema["format"] == "html" => "HTML".to_owned(),
            "string" => self.say("string", "字符串").to_owned(),
            "integer" => self.say("whole number", "整数").to_owned(),
            "number" => self.say("number", "数").to_owned(),
            "boolean" => self.say("boolean", "布尔值").to_owned(),
            other => other.to_owned(),
        }
    }
}

/// Joins two parts of a Chinese text, with a space between Chinese and what isn't.
fn spaced(one: &str, other: &str) -> String {
    let space =
        if one.ends_with(|c: char| c.is_ascii()) == other.starts_with(|c: char| c.is_ascii()) { "" } else { " " };
    format!("{one}{space}{other}")
}
