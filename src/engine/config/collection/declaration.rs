//! Reads declarations from YAML as collections and resolves `extends`.
//!
//! A declaration adds fields to those of the one it extends, or replaces one of the same name; it inherits what it
//! leaves out. Every declaration extends `entry` in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::called;
use super::forms::{FORMS, TypeForm};
use super::{Choice, Collection, Facet, Field, FieldType, Filter, MaxAge, Permalink, Sort};
use crate::base::diagnostic::{Checked, Diagnostic, Location, messages, not_text};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Node};
use crate::config::settings::{LocalText, Settings, local_text};

/// The declaration's file name in a collection's folder.
pub const COLLECTION_FILE: &str = "_collection.yaml";

/// The declarations that every site may extend.
pub const SHIPPED: [(&str, &str); 6] = [
    ("entry", include_str!("builtin/entry.yaml")),
    ("article", include_str!("builtin/article.yaml")),
    ("base", include_str!("builtin/base.yaml")),
    ("event", include_str!("builtin/event.yaml")),
    ("series", include_str!("builtin/series.yaml")),
    ("page", include_str!("builtin/page.yaml")),
];

/// The content of one file, before it is merged with the declaration that it extends.
#[derive(Clone, Default)]
struct Declaration {
    extends: Option<(String, Option<Location>)>,
    title: Option<LocalText>,
    facets: Option<BTreeSet<Facet>>,
    url: Option<Permalink>,
    sort: Option<Sort>,
    /// Where the fields of `sort` and `directory` are named.
    named_at: Vec<(String, Location)>,
    page_size: Option<usize>,
    max_age: Option<MaxAge>,
    listing: Option<bool>,
    directory: Option<Vec<String>>,
    filters: Option<Vec<Filter>>,
    fields: Vec<Field>,
    /// To what its fields refer, with the places.
    refers_to: Vec<(String, Location)>,
    location: Option<Location>,
}

/// Reads every collection below `content/`. A folder without a declaration, and `content/` itself, is a collection of
/// plain pages.
pub fn read(snapshot: &Snapshot) -> Checked<BTreeMap<String, Collection>> {
    let mut diagnostics = Vec::new();
    let mut declarations = SHIPPED_DECLARATIONS.clone();
    let mut names = BTreeSet::from([String::new()]);
    for (path, file) in snapshot.below("content") {
        let Some((folder, rest)) = path.below("content").and_then(|below| below.split_once('/')) else { continue };
        if !names.contains(folder) {
            names.insert(folder.to_owned());
        }
        if rest != COLLECTION_FILE {
            continue;
        }
        let Some(text) = file.text() else {
            diagnostics.push(not_text(path, file.held()));
            continue;
        };
        match yaml::parse_written(text, 0, path, &mut diagnostics) {
            Ok(node) => {
                let declaration = declaration(&node, path, &mut diagnostics);
                declarations.insert(format!("content/{folder}"), declaration);
            }
            Err(fault) => diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax)),
        }
    }
    let kinds = SHIPPED.iter().map(|(name, _)| *name);
    let known: Vec<&str> = kinds.chain(names.iter().map(String::as_str)).filter(|name| !name.is_empty()).collect();
    for (to, at) in declarations.values().flat_map(|declaration| &declaration.refers_to) {
        if !known.contains(&to.as_str()) {
            let (zh, en) = (format!("没有栏目“{to}”"), format!("there is no collection `{to}`"));
            let meant = called::kind(to, &known);
            diagnostics.push(messages::setting_value("to", &zh, &en).meant(meant).at(at.clone()));
        }
    }
    let mut collections = BTreeMap::new();
    for name in names {
        let collection = joined(&name, &declarations, &mut diagnostics);
        check(&collection, declarations.get(&format!("content/{name}")), &mut diagnostics);
        collections.insert(name, collection);
    }
    Checked { value: collections, diagnostics }
}

/// Returns a built-in declaration as a collection of its own name; `None` if there is none of that name.
pub fn shipped(name: &str) -> Option<Collection> {
    let mut declarations = SHIPPED_DECLARATIONS.clone();
    let declaration = declarations.get(name)?.clone();
    declarations.insert(format!("content/{name}"), declaration);
    let mut collection = joined(name, &declarations, &mut Vec::new());
    if name != "entry" {
        collection.kinds.insert(0, name.to_owned());
    }
    Some(collection)
}

/// The built-in declarations, read once: they are the same for every site.
static SHIPPED_DECLARATIONS: LazyLock<BTreeMap<String, Declaration>> = LazyLock::new(|| {
    let path = SourcePath::new("builtin").expect("a constant path");
    let read = |(name, text): &(&str, &str)| {
        let node = yaml::parse(text, 0).expect("shipped declarations are valid YAML, as a test holds");
        let mut declaration = declaration(&node, &path, &mut Vec::new());
        declaration.location = None;
        declaration.filters.iter_mut().flatten().for_each(|filter| filter.at = None);
        if *name != "entry" {
            declaration.extends = Some(("entry".to_owned(), None));
        }
        ((*name).to_owned(), declaration)
    };
    SHIPPED.iter().map(read).collect()
});

fn joined(name: &str, declarations: &BTreeMap<String, Declaration>, diagnostics: &mut Vec<Diagnostic>) -> Collection {
    let own = format!("content/{name}");
    let plain = Declaration { extends: Some(("page".to_owned(), None)), ..Declaration::default() };
    let mut chain: Vec<(String, &Declaration)> = vec![(own.clone(), declarations.get(&own).unwrap_or(&plain))];
    loop {
        let (_, last) = &chain[chain.len() - 1];
        let (parent, at) = match &last.extends {
            Some(extends) => extends.clone(),
            // A declaration without `extends` still has the fields of every entry.
            None if chain[chain.len() - 1].0 == "entry" => break,
            None => ("entry".to_owned(), None),
        };
        // A site's collection can be extended too and has precedence over a built-in one of its name.
        let key = [format!("content/{parent}"), parent.clone()]
            .into_iter()
            .find(|key| declarations.contains_key(key) && !chain.iter().any(|(seen, _)| seen == key));
        match key {
            Some(key) => chain.push((key.clone(), &declarations[&key])),
            None => {
                let known: Vec<&str> = declarations.keys().map(|key| key.trim_start_matches("content/")).collect();
                let diagnostic = messages::unknown_parent(&parent).meant(called::kind(&parent, &known));
                diagnostics.push(Diagnostic { at: at.clone(), ..diagnostic });
                chain.push(("entry".to_owned(), &declarations["entry"]));
            }
        }
    }
    let first =
        |pick: fn(&Declaration) -> bool| chain.iter().map(|(_, declaration)| *declaration).find(|one| pick(one));
    let mut fields: Vec<Field> = Vec::new();
    for (_, declaration) in chain.iter().rev() {
        for field in &declaration.fields {
            match fields.iter_mut().find(|known| known.key == field.key) {
                Some(known) => *known = field.clone(),
                None => fields.push(field.clone()),
            }
        }
    }
    let default_url =
        || Permalink::parse("/{collection}/{slug}/").unwrap_or(Permalink { pattern: String::new(), parts: vec![] });
    Collection {
        name: name.to_owned(),
        kinds: chain[1..].iter().map(|(key, _)| key.trim_start_matches("content/").to_owned()).collect(),
        title: first(|one| one.title.is_some()).and_then(|one| one.title.clone()).unwrap_or_default(),
        facets: chain.iter().filter_map(|(_, one)| one.facets.clone()).flatten().collect(),
        url: first(|one| one.url.is_some()).and_then(|one| one.url.clone()).unwrap_or_else(default_url),
        sort: first(|one| one.sort.is_some())
            .and_then(|one| one.sort.clone())
            .unwrap_or(Sort { field: "title".to_owned(), descending: false }),
        page_size: first(|one| one.page_size.is_some()).and_then(|one| one.page_size),
        max_age: first(|one| one.max_age.is_some()).and_then(|one| one.max_age.clone()),
        listing: !name.is_empty() && first(|one| one.listing.is_some()).and_then(|one| one.listing).unwrap_or(true),
        directory: first(|one| one.directory.is_some()).and_then(|one| one.directory.clone()).unwrap_or_default(),
        filters: first(|one| one.filters.is_some()).and_then(|one| one.filters.clone()).unwrap_or_default(),
        fields,
    }
}

fn declaration(node: &Node, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Declaration {
    let mut settings = Settings::new(node, path, COLLECTION_FILE, diagnostics);
    let extends_at = settings.node("extends").map(|node| settings.location(node));
    let sorted =
        settings.node("sort").and_then(|node| Some((node.as_text()?.trim_start_matches('-').to_owned(), node)));
    let listed = settings.node("directory").is_some().then(|| settings.text_nodes("directory")).flatten();
    let named = sorted.into_iter().chain(listed.unwrap_or_default());
    let named_at = named.map(|(name, node)| (name, settings.location(node))).collect();
    let declaration = Declaration {
        extends: settings.text("extends").map(|name| (name, extends_at)),
        title: settings.local_text("title"),
        facets: facets(&mut settings),
        url: permalink(&mut settings),
        sort: settings.text("sort").map(|text| match text.strip_prefix('-') {
            Some(field) => Sort { field: field.to_owned(), descending: true },
            None => Sort { field: text, descending: false },
        }),
        named_at,
        page_size: settings.number("page_size").filter(|size| *size > 0),
        max_age: max_age(&mut settings),
        listing: settings.bool("listing"),
        directory: settings.texts("directory"),
        filters: filters(&mut settings),
        fields: fields(&mut settings),
        refers_to: settings.node("fields").map(|node| targets(node, path)).unwrap_or_default(),
        location: Some(Location::file(path)),
    };
    settings.finish();
    declaration
}

/// The collections that fields refer to, those of groups too.
fn targets(fields: &Node, path: &SourcePath) -> Vec<(String, Location)> {
    let mut found = Vec::new();
    for (_, field) in fields.as_map().map(|map| map.entries.as_slice()).unwrap_or_default() {
        let Some(map) = field.as_map() else { continue };
        let refers = map.get("type").and_then(Node::as_text).is_some_and(|name| name.ends_with("reference"));
        if let Some((to, node)) = map.get("to").filter(|_| refers).and_then(|node| Some((node.as_text()?, node))) {
            found.push((to.trim().to_owned(), Location::span(path, node.span)));
        }
        found.extend(map.get("fields").map(|inner| targets(inner, path)).unwrap_or_default());
    }
    found
}

fn facets(settings: &mut Settings<'_>) -> Option<BTreeSet<Facet>> {
    let mut facets = BTreeSet::new();
    for (name, node) in settings.text_nodes("facets")? {
        match Facet::named(&name) {
            Some(facet) => {
                facets.insert(facet);
            }
            None => {
                let known = Facet::ALL.iter().map(|(_, name)| *name);
                let diagnostic = messages::unknown_facet(&name).meant(did_you_mean(&name, known));
                let at = settings.location(node);
                settings.report(diagnostic.at(at));
            }
        }
    }
    Some(facets)
}

fn filters(settings: &mut Settings<'_>) -> Option<Vec<Filter>> {
    settings.node("filters")?;
    let mut filters = Vec::new();
    for (key, node) in settings.map("filters") {
        let mut inner = settings.of(node, format!("filters.{}", key.text));
        let field = inner.required_text("field");
        let at = inner.node("field").map(|node| inner.location(node));
        let filter = field.map(|field| Filter {
            key: key.text.clone(),
            label: inner.local_text("label").unwrap_or_else(|| LocalText::plain(key.text.clone())),
            field: field.split('.').map(str::to_owned).collect(),
            is: inner.text("is"),
            at,
        });
        inner.finish();
        filters.extend(filter);
    }
    Some(filters)
}

fn permalink(settings: &mut Settings<'_>) -> Option<Permalink> {
    let node = settings.node("url")?;
    let pattern = settings.text("url")?;
    match Permalink::parse(&pattern) {
        Ok(permalink) => Some(permalink),
        Err(part) => {
            let at = settings.location(node);
            settings.report(messages::bad_permalink(&pattern, &part).at(at));
            None
        }
    }
}

fn max_age(settings: &mut Settings<'_>) -> Option<MaxAge> {
    let node = settings.node("max_age")?;
    let days = settings.text("max_age")?.trim_end_matches(['d', '天']).trim().parse().ok();
    if days.is_none() {
        settings.wrong(
            "max_age",
            node,
            "应是天数，如 14d；一年写 365d",
            "a number of days is expected, as in 14d; a year is 365d",
        );
    }
    Some(MaxAge { days: days?, at: settings.location(node) })
}

fn fields(settings: &mut Settings<'_>) -> Vec<Field> {
    settings.map("fields").iter().filter_map(|(key, node)| field(&key.text, key.span, node, settings)).collect()
}

fn field(
    key: &str,
    key_span: crate::base::diagnostic::Span,
    node: &Node,
    settings: &mut Settings<'_>,
) -> Option<Field> {
    let ascii =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let mut inner = settings.of(node, format!("fields.{key}"));
    if !ascii {
        let at = Node { span: key_span, kind: yaml::Kind::Null };
        inner.wrong(
            key,
            &at,
            "字段名用小写字母、数字和下划线，中文写在 label 里",
            "a field's key has lower-case letters, digits and underscores; other text goes into its label",
        );
        return None;
    }
    let type_node = inner.node("type");
    let name = inner.required_text("type").unwrap_or_else(|| "text".to_owned());
    let (list, item_name) = match name.strip_prefix("list of ") {
        Some(item) => (true, item.trim()),
        None => (false, name.as_str()),
    };
    let item = field_type(item_name, &mut inner);
    if item.is_none() {
        let meant = called::field_type(item_name, &FieldType::NAMES);
        let (zh, en) = (types("、", |form| form.title.zh), types(", ", |form| form.title.en));
        let diagnostic = messages::unknown_field_type(item_name, key, &zh, &en).meant(meant);
        let at = inner.location(type_node.unwrap_or(node));
        inner.report(diagnostic.at(at));
    }
    let item = item.unwrap_or(FieldType::Text);
    let field = Field {
        key: key.into(),
        field_type: if list { FieldType::List(Box::new(item)) } else { item },
        label: inner.local_text("label").unwrap_or_else(|| LocalText::plain(key)),
        help: inner.local_text("help").unwrap_or_default(),
        optional: inner.bool("optional").unwrap_or(false),
        default: inner.node("default").cloned(),
        calendar: inner.bool("calendar").unwrap_or(false),
        unit: inner.text("unit"),
    };
    inner.finish();
    Some(field)
}

/// Every type with what it is called.
fn types(comma: &str, title: fn(&TypeForm) -> &'static str) -> String {
    let one = |form: &TypeForm| format!("{} {}", form.name, title(form));
    FORMS.iter().map(one).collect::<Vec<_>>().join(comma)
}

fn field_type(name: &str, settings: &mut Settings<'_>) -> Option<FieldType> {
    Some(match name {
        "text" => FieldType::Text,
        "name" => FieldType::Name,
        "markdown" => FieldType::Markdown,
        "number" => FieldType::Number { min: settings.number("min"), max: settings.number("max") },
        "bool" => FieldType::Bool,
        "date" => FieldType::Date,
        "datetime" => FieldType::Datetime { rough: settings.bool("rough").unwrap_or(false) },
        "duration" => FieldType::Duration,
        "month" => FieldType::Month,
        "choice" => FieldType::Choice(choices(settings)),
        "group" => FieldType::Group(fields(settings)),
        "reference" => FieldType::Reference { to: settings.required_text("to").unwrap_or_default() },
        "term" => FieldType::Term { taxonomy: settings.required_text("taxonomy").unwrap_or_default() },
        "image" => FieldType::Image,
        "file" => FieldType::File,
        "url" => FieldType::Url,
        "phone" => FieldType::Phone,
        "email" => FieldType::Email,
        "point" => FieldType::Point,
        "opening_hours" => FieldType::OpeningHours,
        "recurrence" => FieldType::Recurrence,
        "figure" => FieldType::Figure,
        _ => return None,
    })
}

/// Reads choices: a map from key to label, or a list of keys that are their own labels.
fn choices(settings: &mut Settings<'_>) -> Vec<Choice> {
    let node = settings.node("choices");
    if node.is_none() {
        settings.missing("choices");
    }
    match node {
        Some(node) if node.as_list().is_some() => {
            let texts = settings.texts("choices").unwrap_or_default();
            texts.into_iter().map(|key| Choice { label: LocalText::plain(key.clone()), key }).collect()
        }
        _ => {
            let mut choices = Vec::new();
            for (key, node) in settings.map("choices") {
                match local_text(node) {
                    Some(label) => choices.push(Choice { key: key.text.clone(), label }),
                    None => settings.wrong(&key.text, node, "应是文字", "a text is expected"),
                }
            }
            choices
        }
    }
}

/// Checks the merged declaration: facets have their fields, patterns and sort orders name existing fields.
fn check(collection: &Collection, own: Option<&Declaration>, diagnostics: &mut Vec<Diagnostic>) {
    let at = own.and_then(|own| own.location.clone());
    let report = |diagnostic: Diagnostic| Diagnostic { at: at.clone(), ..diagnostic };
    for facet in &collection.facets {
        for field in facet.needs() {
            if collection.field(field).is_none() {
                let name = Facet::ALL.iter().find(|(known, _)| known == facet).map_or("", |(_, name)| name);
                diagnostics.push(report(messages::facet_needs_field(name, field, collection.message_name())));
            }
        }
    }
    for part in &collection.url.parts {
        if let super::Part::Field { key, .. } = part
            && collection.field(key).is_none()
        {
            diagnostics.push(report(messages::bad_permalink(&collection.url.pattern, key)));
        }
    }
    for key in std::iter::once(&collection.sort.field).chain(&collection.directory) {
        if collection.field(key).is_none() {
            let labelled = collection.fields.iter().find(|field| field.label.all().any(|label| label == key));
            let keys = collection.fields.iter().map(|field| &*field.key);
            let meant = labelled.map(|field| &*field.key).or_else(|| did_you_mean(key, keys));
            let place = own.and_then(|own| own.named_at.iter().find(|(name, _)| name == key));
            let at = place.map(|(_, at)| at.clone()).or_else(|| at.clone());
            diagnostics.push(Diagnostic { at, ..messages::unknown_field(key, collection.message_name()).meant(meant) });
        }
    }
    // If the site has replaced the field of a built-in filter by another type, the filter matches nothing and isn't
    // shown.
    for (filter, at) in collection.filters.iter().filter_map(|filter| Some((filter, filter.at.clone()?))) {
        let Some(field) = field_at(&filter.field, &collection.fields) else {
            diagnostics.push(messages::unknown_field(&filter.field.join("."), collection.message_name()).at(at));
            continue;
        };
        let answers = match (field.field_type.item(), &filter.is) {
            (FieldType::Bool, None) => true,
            (FieldType::Choice(choices), Some(key)) => choices.iter().any(|choice| choice.key == *key),
            _ => false,
        };
        if !answers {
            let message = messages::setting_value(
                &format!("filters.{}", filter.key),
                "field 应是一个 bool 字段，或一个 choice 字段并用 is 写明选项的键",
                "`field` names a bool, or a choice with the key of one of its choices as `is`",
            );
            diagnostics.push(message.at(at));
        }
    }
}

/// Returns the field at a path through groups.
fn field_at<'f>(way: &[String], fields: &'f [Field]) -> Option<&'f Field> {
    let (key, rest) = way.split_first()?;
    let field = fields.iter().find(|field| *field.key == **key)?;
    match field.field_type.item() {
        FieldType::Group(inner) if !rest.is_empty() => field_at(rest, inner),
        _ => rest.is_empty().then_some(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    #[test]
    fn shipped_declarations_are_valid() {
        let path = SourcePath::new("builtin").unwrap();
        for (name, text) in SHIPPED {
            let node = yaml::parse(text, 0).unwrap();
            let mut diagnostics = Vec::new();
            let declaration = declaration(&node, &path, &mut diagnostics);
            assert_eq!(diagnostics, [], "{name}");
            for field in &declaration.fields {
                let both = ["zh-CN", "en"].map(|language| field.label.get(language).to_owned());
                assert_ne!(both[0], both[1], "{name}.{} has a label in both languages", field.key);
            }
            let collection = shipped(name).unwrap();
            check(&collection, None, &mut diagnostics);
            assert_eq!(diagnostics, [], "{name}");
        }
    }

    #[test]
    fn a_site_extends_declarations_and_its_faults_are_reported() {
        let files = [
            (
                "content/events/_collection.yaml",
                "extends: event\nfields:\n  mascot: {type: image, optional: true, label: 吉祥物}\n",
            ),
            (
                "content/odd/_collection.yaml",
                "extends: evnt\nfacets: [place, plase]\nsort: x\nfields:\n  a: {type: txt}\n",
            ),
        ];
        let snapshot: Snapshot = files
            .iter()
            .map(|(path, text)| (SourcePath::new(path).unwrap(), SourceFile::new(text.as_bytes())))
            .collect();
        let checked = read(&snapshot);
        let events = &checked.value["events"];
        assert!(events.has(Facet::Schedule) && events.field("mascot").is_some() && events.field("title").is_some());
        assert!(events.answers_to("event") && events.answers_to("events") && !events.answers_to("base"));
        let mut codes: Vec<_> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["E0108", "E0109", "E0109", "E0109", "E0110", "E0112", "E0203"]);
    }
}
