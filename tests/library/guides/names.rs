//! Every command, option, diagnostic code, setting and field that the guides name exists.

use std::collections::BTreeSet;

use clap::Command;
use kepu::base::diagnostic::messages;
use kepu::base::yaml::{self, Kind, Node};
use kepu::config::collection::{Facet, Field, FieldType, SHIPPED, shipped};
use regex::Regex;
use walkdir::WalkDir;

use super::{Code, code, guides, read};
use crate::support::repository;

/// Options of other programs that the guides show in a line.
const OTHER_OPTIONS: [&str; 1] = ["no-default-features"];

/// Guides whose words in code are fields and settings, and not names of the program's source or of templates.
const EDITORS_GUIDES: [&str; 6] = ["README", "check", "content", "editing", "editors", "report"];

/// Words in code there that are neither: HTML, examples of typing, other programs' settings, keys of JSON reports.
const OTHER_WORDS: [&str; 10] =
    ["href", "srcset", "style", "noindex", "yes", "sbwg", "kepu", "unmatched", "schemas", "yaml"];

/// Where the program's source names settings in plain strings.
const SETTINGS: [&str; 8] = [
    "src/authoring/import/table",
    "src/check/wording",
    "src/engine/config",
    "src/engine/content/compound.rs",
    "src/engine/content/value.rs",
    "src/io/disk/starter/content",
    "src/engine/site/figures",
    "src/engine/site/targets",
];

#[test]
fn commands_and_options_exist() {
    let program = kepu::cli::command();
    let inner = || program.get_subcommands().flat_map(Command::get_subcommands);
    let innermost = inner().flat_map(Command::get_subcommands).flat_map(options);
    let inner = inner().flat_map(options).chain(innermost);
    let every = program.get_subcommands().flat_map(options).chain(inner).chain(options(&program));
    let every: BTreeSet<String> = every.collect();
    let mut faults = Vec::new();
    let mut tried = 0;
    for (name, text) in guides() {
        for code in code(&text) {
            for (at, line) in code.text.lines().enumerate() {
                let place = format!("{name}:{}", code.line + at);
                let option = line.strip_prefix("--").filter(|_| code.fence.is_none());
                if let Some(option) = option.filter(|option| option.starts_with(|c: char| c.is_ascii_lowercase())) {
                    let option = option.split([' ', '=', '…']).next().unwrap_or_default();
                    if !every.contains(option) && !OTHER_OPTIONS.contains(&option) {
                        faults.push(format!("{place}: no command has --{option}"));
                    }
                }
                for words in calls(line) {
                    tried += 1;
                    faults.extend(fault_in(&program, &words).map(|fault| format!("{place}: {fault}")));
                }
                if let Some(words) = whole_call(&code, line)
                    && let Err(fault) = program.clone().try_get_matches_from(&words)
                {
                    let first = fault.to_string().lines().next().unwrap_or_default().to_owned();
                    faults.push(format!("{place}: `{}` is refused: {first}", words.join(" ")));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 100);
}

/// Returns the words after each `kepu` in a line of code that begins a command.
fn calls(line: &str) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("kepu ") {
        let before = line[..at].trim_end();
        let begins = before.is_empty() || before.ends_with(['$', '>', '(', ';', '&', '|']) || before.ends_with('"');
        if !begins || line[..at].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let rest = &line[at + "kepu ".len()..];
        let end = [" #", " >", " |", " &&", ")", "\"", ";", "`"].iter().filter_map(|end| rest.find(end)).min();
        let words: Vec<&str> = rest[..end.unwrap_or(rest.len())].split_whitespace().collect();
        let is_named = words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'));
        if is_named {
            found.push(words);
        }
    }
    found
}

/// Returns the arguments of a line that shows a whole command.
fn whole_call(code: &Code, line: &str) -> Option<Vec<String>> {
    let shell = code.fence.as_deref().is_some_and(|info| matches!(info, "console" | "sh" | "" | "cron"));
    let line = line.strip_prefix("$ ").unwrap_or(line);
    let line = line.strip_prefix("kepu ").filter(|_| shell)?;
    let end = [" #", " >", " |", " &&"].iter().filter_map(|end| line.find(end)).min().unwrap_or(line.len());
    let words = line[..end].split_whitespace().map(|word| word.trim_matches(['"', '\'']).to_owned());
    Some(std::iter::once("kepu".to_owned()).chain(words).collect())
}

/// Returns what is wrong with a command that may be shown in part.
fn fault_in(program: &Command, words: &[&str]) -> Option<String> {
    let (name, rest) = words.split_first()?;
    if name.starts_with('-') {
        return None;
    }
    let Some(mut command) = program.find_subcommand(name) else { return Some(format!("there is no `kepu {name}`")) };
    let mut rest = rest;
    while let Some(inner) = rest.first().and_then(|word| command.find_subcommand(word)) {
        (command, rest) = (inner, &rest[1..]);
    }
    let known: BTreeSet<String> = options(command).chain(options(program)).collect();
    for word in rest {
        let Some(option) = word.strip_prefix("--").filter(|option| !option.is_empty()) else { continue };
        let option = option.split('=').next().unwrap_or_default();
        if !known.contains(option) {
            return Some(format!("`kepu {name}` has no --{option}"));
        }
    }
    let first = command.get_positionals().next()?;
    let values: Vec<String> = first.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let given = rest.first().filter(|word| !word.starts_with('-') && !values.is_empty())?;
    let unknown = given.split('|').find(|given| !values.iter().any(|value| value == given))?;
    Some(format!("`kepu {name}` takes no {unknown}"))
}

fn options(command: &Command) -> impl Iterator<Item = String> {
    let long = command.get_arguments().filter_map(|argument| argument.get_long()).map(str::to_owned);
    long.chain(["help".to_owned(), "version".to_owned()]).collect::<Vec<_>>().into_iter()
}

#[test]
fn diagnostic_codes_exist() {
    let known: BTreeSet<&str> = messages::table().map(|entry| entry.code.0).collect();
    let pattern = Regex::new(r"\b[EW]\d{4}\b").unwrap();
    let mut unknown = Vec::new();
    for (name, text) in guides() {
        for (at, line) in text.lines().enumerate() {
            let codes = pattern.find_iter(line).filter(|code| !known.contains(code.as_str()));
            unknown.extend(codes.map(|code| format!("{name}:{}: {}", at + 1, code.as_str())));
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn fields_and_settings_exist() {
    let settings = Settings::of_the_program();
    let mut known = settings.keys.clone();
    known.extend(declared());
    known.extend(of_the_command_line());
    known.extend(theme_options());
    known.extend(OTHER_WORDS.iter().map(|word| (*word).to_owned()));
    // Shorter words are examples of a text more often than names.
    let word = Regex::new(r"^[a-z][a-z0-9_]{2,}(\.[a-z][a-z0-9_]*)*$").unwrap();
    let mut unknown = Vec::new();
    for (name, text) in guides() {
        let base = name.trim_start_matches("docs/").split('.').next().unwrap_or_default();
        let for_editors = EDITORS_GUIDES.contains(&base);
        for code in code(&text) {
            let mut new: Vec<String> = Vec::new();
            match code.fence.as_deref() {
                None if for_editors && word.is_match(&code.text) && !is_file(&code.text) => {
                    let is_known = known.contains(&code.text) || code.text.split('.').all(|part| known.contains(part));
                    new.extend((!is_known).then(|| code.text.clone()));
                }
                // One setting in a line, as `draft: true`.
                None if for_editors && code.text.contains(": ") && !code.text.contains(['|', '[', '"']) => {
                    settings.unknown_in(&code.text, &known, &mut new);
                }
                // A theme's words have names of their own.
                Some(info) if info.split(' ').next() == Some("yaml") && !info.contains("i18n/") => {
                    settings.unknown_in(&code.text, &known, &mut new);
                }
                // One that names a file is of the documented site, which has fields of its own and is built.
                Some("markdown") => {
                    let front = code.text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
                    if let Some((front, _)) = front {
                        settings.unknown_in(front, &known, &mut new);
                    }
                }
                _ => {}
            }
            unknown.extend(new.into_iter().map(|word| format!("{name}:{}: {word}", code.line)));
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

/// The settings that the program's source names.
struct Settings {
    keys: BTreeSet<String>,
    /// Those whose keys are names that a site chooses.
    maps: BTreeSet<String>,
}

impl Settings {
    fn of_the_program() -> Self {
        let literal = Regex::new(r#"(\.map\(\s*)?"([a-z][a-z0-9_]*)""#).unwrap();
        let mut settings = Self { keys: BTreeSet::new(), maps: BTreeSet::new() };
        let files = SETTINGS.iter().flat_map(|place| WalkDir::new(repository().join(place)));
        for file in files.map(Result::unwrap) {
            if file.file_type().is_dir() {
                // The collections of the starter site.
                settings.keys.insert(file.file_name().to_string_lossy().into_owned());
            }
            if file.path().extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let path = file.path().strip_prefix(repository()).unwrap().to_string_lossy().into_owned();
            let source = read(&path);
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            for found in lines.flat_map(|line| literal.captures_iter(line)) {
                settings.keys.insert(found[2].to_owned());
                if found.get(1).is_some() {
                    settings.maps.insert(found[2].to_owned());
                }
            }
        }
        assert!(settings.keys.len() > 80, "settings are named in plain strings");
        assert!(settings.maps.contains("terms"));
        settings
    }

    /// Collects the keys of a piece of YAML that nothing reads.
    fn unknown_in(&self, text: &str, known: &BTreeSet<String>, unknown: &mut Vec<String>) {
        match yaml::parse(text, 0) {
            // A workflow of a code host.
            Ok(node) if node.as_map().is_some_and(|map| map.get("jobs").is_some()) => {}
            Ok(node) => self.walk(&node, false, known, unknown),
            Err(_) => unknown.push(format!("no YAML: {}", text.lines().next().unwrap_or_default())),
        }
    }

    fn walk(&self, node: &Node, chosen: bool, known: &BTreeSet<String>, unknown: &mut Vec<String>) {
        match &node.kind {
            Kind::Map(map) => {
                for (key, value) in &map.entries {
                    let name = key.text.as_str();
                    let is_plain =
                        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                    if is_plain && !chosen && !known.contains(name) {
                        unknown.push(name.to_owned());
                    }
                    self.walk(value, !chosen && self.maps.contains(name), known, unknown);
                }
            }
            Kind::List(items) => items.iter().for_each(|item| self.walk(item, chosen, known, unknown)),
            Kind::Scalar { .. } | Kind::Null => {}
        }
    }
}

/// Returns whether a word in code is a file's name.
fn is_file(word: &str) -> bool {
    let extension = word.rsplit_once('.').map(|(_, extension)| extension);
    extension
        .is_some_and(|extension| ["bak", "csv", "html", "json", "md", "txt", "xml", "yaml", "zip"].contains(&extension))
}

/// The names of commands, and the values that options take.
fn of_the_command_line() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for command in kepu::cli::command().get_subcommands() {
        names.insert(command.get_name().to_owned());
        let values = command.get_arguments().flat_map(|argument| argument.get_possible_values());
        names.extend(values.map(|value| value.get_name().to_owned()));
    }
    names
}

/// The options of the theme that comes with the program.
fn theme_options() -> BTreeSet<String> {
    let theme = yaml::parse(&read("themes/spring/theme.yaml"), 0).unwrap();
    let options = theme.as_map().and_then(|map| map.get("options")?.as_map());
    options.into_iter().flat_map(|map| map.entries.iter().map(|(key, _)| key.text.clone())).collect()
}

/// The names of the shipped declarations: fields, their choices, types, facets, taxonomies.
fn declared() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (name, _) in SHIPPED {
        names.insert((*name).to_owned());
        shipped(name).unwrap().fields.iter().for_each(|field| of_field(field, &mut names));
    }
    names.extend(Facet::ALL.iter().map(|(_, name)| (*name).to_owned()));
    names
}

fn of_field(field: &Field, names: &mut BTreeSet<String>) {
    names.insert(field.key.to_string());
    names.insert(field.field_type.item().name().to_owned());
    match field.field_type.item() {
        FieldType::Group(fields) => fields.iter().for_each(|field| of_field(field, names)),
        FieldType::Choice(choices) => names.extend(choices.iter().map(|choice| choice.key.to_string())),
        FieldType::Term { taxonomy } => {
            names.insert(taxonomy.clone());
        }
        _ => {}
    }
}
