//! Generates VS Code settings for a site from its declarations.
//!
//! VS Code can't check YAML within Markdown, so these files use its own means: snippets, generated from the
//! declarations, complete fields; a task runs `kepu serve` and its problem matcher shows the diagnostics in the text
//! after each save. Schemas lie beside them for other editors.

use serde_json::{Map, Value, json};

use crate::authoring::scaffold::hint;
use crate::authoring::schema;
use crate::config::collection::{Collection, Field, FieldType};
use crate::site::Site;

/// One file below the site's root.
pub struct EditorFile {
    pub path: String,
    pub text: String,
    /// Whether it is generated from the declarations alone and so written again when they change. Other files belong to
    /// the user once they exist.
    pub derived: bool,
}

/// Returns all files, ordered by path.
pub fn files(site: &Site) -> Vec<EditorFile> {
    let file = |path: &str, value: &Value, derived: bool| EditorFile {
        path: format!(".vscode/{path}"),
        text: serde_json::to_string_pretty(value).unwrap_or_default() + "\n",
        derived,
    };
    let mut files = vec![
        file("extensions.json", &json!({"recommendations": ["redhat.vscode-yaml"]}), false),
        file("kepu.code-snippets", &snippets(site), true),
    ];
    for collection in named(site) {
        files.push(file(&format!("schemas/{}.json", collection.name), &schema::of(collection, site), true));
    }
    files.push(file("settings.json", &settings(site), false));
    files.push(file("tasks.json", &tasks(), false));
    files
}

fn named(site: &Site) -> impl Iterator<Item = &Collection> {
    site.collections.values().filter(|collection| !collection.name.is_empty())
}

fn settings(site: &Site) -> Value {
    let schemas: Map<String, Value> = named(site)
        .map(|collection| {
            let name = &collection.name;
            (format!(".vscode/schemas/{name}.json"), format!("content/{name}/**/*.md").into())
        })
        .collect();
    json!({
        // Saving runs the check; a second after typing is soon enough.
        "files.autoSave": "afterDelay",
        "files.autoSaveDelay": 1000,
        "[markdown]": {
            "editor.quickSuggestions": {"other": "on", "comments": "off", "strings": "off"},
            "editor.wordBasedSuggestions": "off",
            "editor.tabSize": 2,
        },
        "yaml.schemas": schemas,
    })
}

/// The patterns of a message's first line and of the line with its place, as the terminal shows them.
pub const MESSAGE: [(&str, &str); 2] =
    [("error", r"^(?:错误|error)\[(E\d{4})\]: (.*)$"), ("warning", r"^(?:提醒|warning)\[(W\d{4})\]: (.*)$")];
pub const PLACE: &str = r"^\s*--> (.+):(\d+):(\d+)$";
/// The patterns of the lines with which `kepu serve` begins and ends the report of a build.
pub const BEGINS: &str = r"^\d\d:\d\d:\d\d .*(?:页，用时|pages in|有错误|there are errors)";
pub const ENDS: &str = r"^(?:有 \d+ 处错误|\d+ errors?;|\d\d:\d\d:\d\d (?:检查完毕|all checked))";

fn tasks() -> Value {
    let matcher = |(severity, message): (&str, &str)| {
        json!({
            "owner": "kepu",
            "source": "kepu",
            "severity": severity,
            "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": [
                {"regexp": message, "code": 1, "message": 2},
                {"regexp": PLACE, "file": 1, "line": 2, "column": 3},
            ],
            "background": {"activeOnStart": true, "beginsPattern": BEGINS, "endsPattern": ENDS},
        })
    };
    json!({
        "version": "2.0.0",
        "tasks": [{
            "label": "kepu serve",
            "detail": "边写边看，写错的地方标在原处 · the site in a browser; problems are marked in the text",
            "type": "process",
            "command": "kepu",
            "args": ["serve", "--drafts", "--all"],
            "isBackground": true,
            "problemMatcher": MESSAGE.map(matcher),
            "group": {"kind": "build", "isDefault": true},
            "runOptions": {"runOn": "folderOpen"},
            "presentation": {"reveal": "silent", "panel": "dedicated"},
        }],
    })
}

/// Returns the snippets: for each collection its required front matter, and for each field a line with its choices.
fn snippets(site: &Site) -> Value {
    let language = site.config.language.as_str();
    let mut made = Map::new();
    for collection in named(site) {
        let title = collection.title.get(language);
        let required: Vec<&Field> = collection.fields.iter().filter(|field| field.is_required()).collect();
        let mut body = vec!["---".to_owned()];
        body.extend(required.iter().enumerate().map(|(at, field)| line(field, site, at + 1)));
        body.extend(["---".to_owned(), String::new(), "$0".to_owned()]);
        made.insert(
            format!("{}/", collection.name),
            json!({"scope": "markdown", "prefix": [format!("kepu-{}", collection.name), title], "body": body,
                "description": title}),
        );
        for field in &collection.fields {
            let snippet = json!({
                "scope": "markdown",
                "prefix": [&*field.key, field.label.get(language)],
                "body": lines(field, site),
                "description": format!("{title} · {}", hint(field, &site.config)),
            });
            // A field that several collections share is offered once.
            let known =
                made.values().any(|known| known["body"] == snippet["body"] && known["prefix"] == snippet["prefix"]);
            if !known {
                made.insert(format!("{}/{}", collection.name, field.key), snippet);
            }
        }
    }
    Value::Object(made)
}

fn lines(field: &Field, site: &Site) -> Vec<String> {
    match &field.field_type {
        FieldType::Group(fields) => {
            let inner = fields.iter().enumerate().map(|(at, inner)| format!("  {}", line(inner, site, at + 1)));
            std::iter::once(format!("{}:", field.key)).chain(inner).collect()
        }
        FieldType::List(item) if let FieldType::Group(fields) = &**item => {
            let inner = fields
                .iter()
                .enumerate()
                .map(|(at, inner)| format!("  {} {}", if at == 0 { "-" } else { " " }, line(inner, site, at + 1)));
            std::iter::once(format!("{}:", field.key)).chain(inner).collect()
        }
        _ => vec![line(field, site, 1)],
    }
}

/// Writes `key: …` with a placeholder or a choice.
fn line(field: &Field, site: &Site, at: usize) -> String {
    let words: Vec<String> = match field.field_type.item() {
        FieldType::Bool => vec!["true".to_owned(), "false".to_owned()],
        FieldType::Choice(choices) => choices.iter().map(|choice| choice.key.clone()).collect(),
        FieldType::Term { taxonomy } => {
            let config = site.config.taxonomies.get(taxonomy);
            config.map(|config| config.terms.iter().map(|term| term.key.clone()).collect()).unwrap_or_default()
        }
        FieldType::Reference { to } => site.nameable(to).into_iter().map(|(name, _)| name.into_owned()).collect(),
        _ => Vec::new(),
    };
    let escaped = |word: &String| word.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|");
    let place = match (&field.field_type, words.is_empty()) {
        (_, false) => format!("${{{at}|{}|}}", words.iter().map(escaped).collect::<Vec<_>>().join(",")),
        (FieldType::Date | FieldType::Datetime { .. }, true) => {
            "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE".to_owned() + &format!("${at}")
        }
        _ => format!("${at}"),
    };
    let list = matches!(field.field_type, FieldType::List(_));
    format!("{}: {}", field.key, if list { format!("[{place}]") } else { place })
}
