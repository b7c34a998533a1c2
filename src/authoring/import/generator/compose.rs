//! Converts the front matter of the old site to that of the new one, by the fields that the collection declares.
//!
//! A key without a field, and a value that no field accepts, become comments: an editor still finds them, and no one
//! takes them for settings that work.

use super::heading::heading;
use super::rewrite::{Leads, Rewriter};
use super::tree::language;
use super::{Post, Reporter};
use super::{place, visible};
use crate::authoring::import::existing::ExistingSite;
use crate::authoring::import::field::{Filled, fill};
use crate::base::diagnostic::{Diagnostic, FieldName, Location, messages};
use crate::base::url::Url;
use crate::base::yaml::write::{YamlValue, front_matter, inline};
use crate::base::yaml::{Kind, Map, Node};
use crate::config::collection::{Collection, Field, FieldType};
use crate::content::entry::Entry;
use crate::content::usual::KEY_NAMES;
use crate::route::Addresses;

pub struct PostComposer<'a> {
    pub existing: &'a ExistingSite,
    pub collection: &'a Collection,
    pub rewriter: &'a Rewriter<'a>,
    pub known: &'a dyn Fn(&str) -> bool,
}

/// The front matter of one entry while it is assembled.
#[derive(Default)]
struct Parts {
    values: Vec<(String, YamlValue)>,
    comments: String,
    categories: Vec<Node>,
    aliases: Vec<String>,
}

impl PostComposer<'_> {
    /// Returns the title and the whole file, or why it can't be made.
    pub fn text(
        &self,
        number: usize,
        body: &str,
        reporter: &mut Reporter,
    ) -> Result<(String, String), (String, String)> {
        let post = &self.rewriter.old.posts[number];
        let collection = self.collection_of(post);
        let mut parts = Parts::default();
        let mut entries = Vec::new();
        flatten_groups(&post.front, &mut entries);
        for (key, node) in &entries {
            self.key(number, collection, key, node, &mut parts, reporter);
        }
        self.categories(post, collection, &mut parts, reporter);
        let mut body = body.to_owned();
        self.title(post, &mut parts, &mut body, reporter);
        if collection.field("date").is_some()
            && let Some(day) = place::date(self.existing, post)
        {
            parts.set("date", YamlValue::plain(day.plain()));
        }
        if post.draft {
            parts.set("draft", YamlValue::plain(true));
        }
        let place = self.rewriter.places[number].as_ref().map_err(Clone::clone)?;
        let order = |key: &str| collection.fields.iter().position(|field| *field.key == *key);
        parts.values.sort_by_key(|(key, _)| order(key));
        let first = self.existing.entry(&place.path, &parts.file_text(&body)).map_err(|fault| {
            let title = parts.title();
            (format!("“{title}”：{}", fault.message.zh), format!("`{title}`: {}", fault.message.en))
        })?;
        self.aliases(number, collection, &first, &mut parts, reporter);
        parts.values.sort_by_key(|(key, _)| order(key));
        Ok((parts.title(), parts.file_text(&body)))
    }

    fn collection_of(&self, post: &Post) -> &Collection {
        let root = self.existing.collections.get("").filter(|_| post.page);
        root.unwrap_or(self.collection)
    }

    fn key(
        &self,
        number: usize,
        collection: &Collection,
        key: &str,
        node: &Node,
        parts: &mut Parts,
        reporter: &mut Reporter,
    ) {
        let post = &self.rewriter.old.posts[number];
        let at = Location::span(&post.source, node.span);
        match key {
            // Taken from the file's path, from `draft`, or from the former addresses.
            "slug" | "permalink" | "url" | "path" | "date" | "draft" | "published" => return,
            // It is in the file's name.
            "lang" | "locale"
                if node.as_text().is_some_and(|tag| language(&self.existing.config.languages, tag).is_some()) =>
            {
                return;
            }
            _ if visible::is_about(key) => return parts.comment(key, node),
            "aliases" | "alias" | "redirect_from" => return parts.aliases.extend(texts(node)),
            // The old theme's.
            "template" | "layout" => {
                reporter.unknown_key(key, at);
                return parts.comment(key, node);
            }
            "categories" | "category" => return flattened(node, &mut parts.categories),
            _ => {}
        }
        if let Some((group, part)) = key.split_once('.')
            && let Some(field) = collection.field(group)
            && let FieldType::Group(parts_of) = field.field_type.item()
            && let Some(inner) = parts_of.iter().find(|inner| *inner.key == *part)
        {
            return self.part(post, (field, inner), key, node, parts, reporter);
        }
        let labelled = || collection.fields.iter().find(|field| field.label.get("zh-CN") == key);
        let field = usual(key).and_then(|name| collection.field(name)).or_else(|| collection.field(key));
        let field = field.or_else(labelled);
        if let Some(field) = field
            && *field.key == *"tags"
            && parts.has("tags")
        {
            // Tags under two names are all of them tags.
            let filled = fill(self.existing, &post.source, field, node);
            return if let Some(YamlValue::List(more)) = filled.value {
                parts.add_tags(more)
            };
        }
        let Some(field) = field.filter(|field| !parts.has(&field.key)) else {
            reporter.unknown_key(key, at);
            return parts.comment(key, node);
        };
        if node.is_null() || node.as_text().is_some_and(|text| text.trim().is_empty()) {
            return;
        }
        if matches!(field.field_type, FieldType::Image | FieldType::File) {
            return self.picture(number, field, key, node, parts, reporter);
        }
        // An author may be a map with a `name`.
        let named = |node: &Node| node.as_map().and_then(|map| map.get("name").cloned());
        let node = &match &node.kind {
            Kind::List(items) => {
                let items = items.iter().map(|item| named(item).unwrap_or_else(|| item.clone())).collect();
                Node { span: node.span, kind: Kind::List(items) }
            }
            _ => named(node).unwrap_or_else(|| node.clone()),
        };
        let filled = fill(self.existing, &post.source, field, &self.dated(field, node));
        if let Some(value) = filled.value {
            parts.set(&field.key, value);
        }
        not_taken(filled.diagnostics, (FieldName { key, ..field.name() }, node), post, parts, reporter);
    }

    /// Fills one field of a group, as the mapping file names it: `admission.price`.
    fn part(
        &self,
        post: &Post,
        (group, inner): (&Field, &Field),
        key: &str,
        node: &Node,
        parts: &mut Parts,
        reporter: &mut Reporter,
    ) {
        let filled = fill(self.existing, &post.source, inner, &self.dated(inner, node));
        if let Some(value) = filled.value {
            let one = (inner.key.to_string(), value);
            let known = parts.values.iter_mut().find(|(known, _)| *known == *group.key).map(|(_, value)| value);
            match (known, matches!(group.field_type, FieldType::List(_))) {
                (Some(YamlValue::Group(pairs)), _) => pairs.push(one),
                (Some(YamlValue::List(groups)), true) => match groups.first_mut() {
                    Some(YamlValue::Group(pairs)) => pairs.push(one),
                    _ => groups.push(YamlValue::Group(vec![one])),
                },
                (_, true) => parts.set(&group.key, YamlValue::List(vec![YamlValue::Group(vec![one])])),
                (_, false) => parts.set(&group.key, YamlValue::Group(vec![one])),
            }
        }
        not_taken(filled.diagnostics, (FieldName { key, ..inner.name() }, node), post, parts, reporter);
    }

    /// Reads a date as the old site wrote it.
    fn dated(&self, field: &Field, node: &Node) -> Node {
        match (&field.field_type, &node.kind) {
            (FieldType::Date | FieldType::Datetime { .. }, Kind::Scalar { text, .. }) => {
                let read = place::moment(text, self.existing).map(|when| match field.field_type {
                    FieldType::Date => when.date.to_string(),
                    _ => when.plain(),
                });
                read.map_or_else(|| node.clone(), |text| Node::scalar(text, node.span))
            }
            _ => node.clone(),
        }
    }

    /// Converts a cover: a path of the old site, or a map that holds one.
    fn picture(
        &self,
        number: usize,
        field: &Field,
        key: &str,
        node: &Node,
        parts: &mut Parts,
        reporter: &mut Reporter,
    ) {
        let post = &self.rewriter.old.posts[number];
        let map = node.as_map();
        let within = map.and_then(|map| ["image", "path", "src", "url"].iter().find_map(|key| map.get(key)?.as_text()));
        let Some(target) = within.or_else(|| node.as_text()) else { return parts.comment(key, node) };
        let absolute = target.starts_with("http://") || target.starts_with("https://");
        let leads = if absolute { Leads::Nowhere } else { self.rewriter.leads(number, target, true) };
        if let Leads::File(address) = leads {
            parts.set(&field.key, YamlValue::text(address));
            let alt = map.and_then(|map| ["alt", "caption"].iter().find_map(|key| map.get(key)?.as_text()));
            if let (Some(alt), Some(_)) = (alt, self.collection.field("cover_alt")) {
                parts.set("cover_alt", YamlValue::text(alt));
            }
            return;
        }
        let diagnostic = if absolute { messages::picture_elsewhere(target) } else { messages::link_to_nothing(target) };
        reporter.diagnostics.push(diagnostic.at(Location::span(&post.source, node.span)));
        parts.comment(key, node);
    }

    /// Sorts categories: terms of the field `subject` go there, the others become tags.
    fn categories(&self, post: &Post, collection: &Collection, parts: &mut Parts, reporter: &mut Reporter) {
        let mut tags = Vec::new();
        for node in std::mem::take(&mut parts.categories) {
            let subject =
                collection.field("subject").filter(|field| matches!(field.field_type.item(), FieldType::Term { .. }));
            let filled = subject.map(|field| fill(self.existing, &post.source, field, &node));
            match (subject, filled) {
                (Some(field), Some(filled)) if self.is_term(field, &filled) && !parts.has(&field.key) => {
                    parts.values.extend(filled.value.map(|value| (field.key.to_string(), value)));
                }
                _ => tags.push(node),
            }
        }
        let Some(field) = collection.field("tags") else {
            for node in tags {
                reporter.unknown_key("categories", Location::span(&post.source, node.span));
                parts.comment("categories", &node);
            }
            return;
        };
        let span = tags.first().map_or_else(Default::default, |node| node.span);
        let filled = fill(self.existing, &post.source, field, &Node { span, kind: Kind::List(tags) });
        if let Some(YamlValue::List(more)) = filled.value {
            parts.add_tags(more);
        }
    }

    /// Returns whether a value is a term that the site lists; an open taxonomy accepts any word.
    fn is_term(&self, field: &Field, filled: &Filled) -> bool {
        let FieldType::Term { taxonomy } = field.field_type.item() else { return false };
        let listed = self.existing.config.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice());
        let key = match &filled.value {
            Some(YamlValue::Text(key)) => Some(key),
            Some(YamlValue::List(keys)) => match keys.first() {
                Some(YamlValue::Text(key)) => Some(key),
                _ => None,
            },
            _ => None,
        };
        key.is_some_and(|key| listed.unwrap_or_default().iter().any(|term| term.key == *key))
    }

    /// Takes the title from the first heading if front matter has none, and removes a heading that repeats the title.
    fn title(&self, post: &Post, parts: &mut Parts, body: &mut String, reporter: &mut Reporter) {
        let heading = heading(body);
        let given = parts.has("title").then(|| parts.title());
        match (given, heading) {
            (Some(given), Some(heading)) => {
                if heading.level == 1 && heading.is_first && heading.text == given {
                    heading.remove_from(body);
                }
            }
            (Some(_), None) => {}
            (None, Some(heading)) if heading.is_title() => {
                if heading.is_first {
                    heading.remove_from(body);
                }
                parts.set("title", YamlValue::text(heading.text));
            }
            (None, _) => {
                let name = post.name.replace(['-', '_'], " ").trim().to_owned();
                let at = post.origin.start();
                reporter.untitled(&name, Location::span(&post.source, at..at));
                parts.set("title", YamlValue::text(name));
            }
        }
    }

    /// Writes the old address and its own aliases as aliases, unless the new address is the same.
    fn aliases(
        &self,
        number: usize,
        collection: &Collection,
        entry: &Entry,
        parts: &mut Parts,
        reporter: &mut Reporter,
    ) {
        let post = &self.rewriter.old.posts[number];
        let own = Addresses { config: &self.existing.config }.entry(entry, collection);
        let addresses = post.address.iter().cloned().chain(std::mem::take(&mut parts.aliases));
        let mut aliases: Vec<String> = Vec::new();
        for address in addresses {
            let address = match address.strip_prefix("http").and_then(|rest| rest.split_once("://")) {
                Some((_, rest)) => format!("/{}", rest.split_once('/').map_or("", |(_, path)| path)),
                None if address.starts_with('/') => address,
                None => format!("/{address}"),
            };
            let lost = |zh: &str, en: &str| messages::address_lost(&address, zh, en);
            let plain = address.trim_end_matches("index.html");
            if Url::new(plain) == own
                || Url::new(&format!("{plain}/")) == own
                || aliases.iter().any(|known| known == plain)
            {
                continue;
            }
            if !self.rewriter.index.is_owner(number, &address) {
                reporter.report(
                    lost("另一篇有同样的旧网址，归那一篇", "another text had it as well and keeps it"),
                    &post.source,
                    post.origin.start(),
                );
            } else if address.contains(['?', '#']) {
                reporter.lost_query(&address, Location::span(&post.source, post.origin.start()..post.origin.start()));
            } else if (self.known)(plain) || plain == "/" {
                reporter.report(
                    lost("网站里已有这个网址", "the site has something there"),
                    &post.source,
                    post.origin.start(),
                );
            } else {
                aliases.push(plain.to_owned());
            }
        }
        if !aliases.is_empty() && collection.field("aliases").is_some() {
            parts.set("aliases", YamlValue::texts(aliases));
        }
    }
}

impl Parts {
    fn has(&self, key: &str) -> bool {
        self.values.iter().any(|(known, _)| known == key)
    }

    fn set(&mut self, key: &str, value: YamlValue) {
        self.values.retain(|(known, _)| known != key);
        self.values.push((key.to_owned(), value));
    }

    fn add_tags(&mut self, more: Vec<YamlValue>) {
        match self.values.iter_mut().find(|(key, _)| key == "tags") {
            Some((_, YamlValue::List(known))) => {
                for tag in more {
                    if !known.contains(&tag) {
                        known.push(tag);
                    }
                }
            }
            _ => self.set("tags", YamlValue::List(more)),
        }
    }

    fn title(&self) -> String {
        match self.values.iter().find(|(key, _)| key == "title") {
            Some((_, YamlValue::Text(title) | YamlValue::Plain(title))) => title.clone(),
            _ => String::new(),
        }
    }

    fn comment(&mut self, key: &str, node: &Node) {
        let value = inline(&YamlValue::from(node)).replace(['\n', '\r'], " ");
        self.comments += &format!("# {key}: {value}\n");
    }

    fn file_text(&self, body: &str) -> String {
        let mut text = front_matter(&self.values);
        text.insert_str(text.len() - "---\n".len(), &self.comments);
        let body = body.trim_matches('\n');
        if body.is_empty() { text } else { format!("{text}{body}\n") }
    }
}

/// Collects the entries of a front matter; entries of maps that only group others are moved up to the top level.
fn flatten_groups(map: &Map, entries: &mut Vec<(String, Node)>) {
    for (key, node) in &map.entries {
        match (key.text.as_str(), &node.kind) {
            ("taxonomies" | "extra" | "params", Kind::Map(inner)) => flatten_groups(inner, entries),
            (key, _) if entries.iter().any(|(known, _)| known == key) => {}
            (key, _) => entries.push((key.to_owned(), node.clone())),
        }
    }
}

/// Returns the field that a key usually corresponds to, from `content::usual::KEY_NAMES`.
fn usual(key: &str) -> Option<&'static str> {
    let lines = KEY_NAMES.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .find(|(_, keys)| keys.split(' ').any(|usual| usual == key))
        .map(|(field, _)| field)
}

fn texts(node: &Node) -> Vec<String> {
    match &node.kind {
        Kind::List(items) => items.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect(),
        Kind::Scalar { text, .. } => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// Flattens categories: they may be nested lists, one list for each path.
fn flattened(node: &Node, found: &mut Vec<Node>) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| flattened(item, found)),
        Kind::Scalar { text, .. } if !text.trim().is_empty() => found.push(node.clone()),
        _ => {}
    }
}

/// Keeps as a comment what a field doesn't take, and says why.
fn not_taken(
    faults: Vec<Diagnostic>,
    (key, node): (FieldName<'_>, &Node),
    post: &Post,
    parts: &mut Parts,
    reporter: &mut Reporter,
) {
    if !faults.is_empty() {
        parts.comment(key.key, node);
    }
    for Diagnostic { message, help, .. } in faults {
        let said = messages::not_understood(key, &message.zh, &message.en, &help.zh, &help.en);
        reporter.diagnostics.push(said.at(Location::span(&post.source, node.span)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_usual_names() {
        assert_eq!(
            (usual("lastmod"), usual("description"), usual("mathjax")),
            (Some("updated"), Some("summary"), None)
        );
    }
}
