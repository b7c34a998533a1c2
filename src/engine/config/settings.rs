//! Reads settings by name from a YAML tree and reports all keys that were not read.
//!
//! Configuration, theme manifests and collection declarations are all read with [`Settings`], so that unknown keys,
//! missing keys and wrong values are reported alike.

use std::collections::BTreeMap;

use serde::ser::{Serialize, Serializer};

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{Key, Kind, Map, Node};
use crate::config::names;

/// A text in one or several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalText {
    /// Texts by language tag; a text without a language has the empty tag.
    by_language: BTreeMap<String, String>,
}

impl LocalText {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { by_language: BTreeMap::from([(String::new(), text.into())]) }
    }

    /// A text that the program itself has in both of its languages.
    pub fn both(zh: &str, en: &str) -> Self {
        Self { by_language: [("zh", zh), ("en", en)].map(|(tag, text)| (tag.to_owned(), text.to_owned())).into() }
    }

    /// Returns the text for a language; as fallback one with the same primary language, then the text without a
    /// language, then the first.
    pub fn get(&self, language: &str) -> &str {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        self.by_language
            .get(language)
            .or_else(|| {
                self.by_language.iter().find(|(tag, _)| primary(tag) == primary(language)).map(|(_, text)| text)
            })
            .or_else(|| self.by_language.get(""))
            .or_else(|| self.by_language.values().next())
            .map_or("", String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.by_language.values().all(String::is_empty)
    }

    /// Returns every text, to match what a person wrote in any of the languages.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_language.values().map(String::as_str)
    }
}

impl Serialize for LocalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_language.serialize(serializer)
    }
}

/// A map of settings while it is read.
pub struct Settings<'a> {
    map: Option<&'a Map>,
    path: &'a SourcePath,
    span: Span,
    /// The name of the map in messages: `site.yaml`, `taxonomies.tag`.
    place: String,
    known: Vec<&'static str>,
    /// Whether something else stands in the map's place, which has been reported.
    no_map: bool,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Settings<'a> {
    pub fn new(
        node: &'a Node,
        path: &'a SourcePath,
        place: impl Into<String>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let place = place.into();
        let no_map = node.as_map().is_none() && !node.is_null();
        if no_map {
            let (zh, en) = node.describe();
            let message = messages::setting_value(
                &place,
                &format!("应是一组键值，却是{zh}{}", shape(&place, node, "，写成：")),
                &format!("a map is expected, not {en}{}", shape(&place, node, "; write: ")),
            );
            diagnostics.push(message.at(Location::span(path, node.span)));
        }
        Self { map: node.as_map(), path, span: node.span, place, known: Vec::new(), no_map, diagnostics }
    }

    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        self.map?.get(key).filter(|node| !node.is_null())
    }

    pub fn location(&self, node: &Node) -> Location {
        self.at(node.span)
    }

    pub fn at(&self, span: Span) -> Location {
        Location::span(self.path, span)
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn wrong(&mut self, key: &str, node: &Node, zh: &str, en: &str) {
        let diagnostic = messages::setting_value(key, zh, en).at(self.location(node));
        self.diagnostics.push(diagnostic);
    }

    /// Reports a setting that isn't there, unless it stands there under another name, which is reported for itself.
    pub fn missing(&mut self, key: &str) {
        let known = &self.known;
        let misnamed = |(found, _): &(Key, Node)| {
            !known.contains(&found.text.as_str()) && names::meant(&found.text, &[key]).is_some()
        };
        if self.no_map || self.map.is_some_and(|map| map.entries.iter().any(misnamed)) {
            return;
        }
        let line = names::line(key, &self.place);
        let diagnostic = messages::missing_setting(key, &self.place, &line);
        self.diagnostics.push(diagnostic.at(Location::span(self.path, self.span)));
    }

    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let node = self.node(key)?;
        match node.as_text() {
            Some(text) => Some(text.trim().to_owned()),
            None => {
                let (zh, en) = node.describe();
                self.wrong(key, node, &format!("应是文字，却是{zh}"), &format!("text is expected, not {en}"));
                None
            }
        }
    }

    pub fn required_text(&mut self, key: &'static str) -> Option<String> {
        let present = self.node(key).is_some();
        let text = self.text(key);
        if !present {
            self.missing(key);
        }
        text
    }

    pub fn bool(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.as_text() {
            Some("true" | "是") => Some(true),
            Some("false" | "否") => Some(false),
            _ => {
                self.wrong(key, node, "应是 true 或 false", "true or false is expected");
                None
            }
        }
    }

    pub fn number<T: std::str::FromStr>(&mut self, key: &'static str) -> Option<T> {
        let node = self.node(key)?;
        match node.as_text().and_then(|text| text.parse().ok()) {
            Some(number) => Some(number),
            None => {
                self.wrong(key, node, "应是阿拉伯数字，如 20", "a number in digits is expected, such as 20");
                None
            }
        }
    }

    /// Reads a number that must not be zero.
    pub fn at_least_one(&mut self, key: &'static str) -> Option<usize> {
        let number = self.number::<usize>(key)?;
        if number == 0 {
            let node = self.node(key)?;
            self.wrong(key, node, "应大于 0", "it must be greater than 0");
            return None;
        }
        Some(number)
    }

    /// Reads a list of texts; a single text is a list of one.
    pub fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        Some(self.text_nodes(key)?.into_iter().map(|(text, _)| text).collect())
    }

    /// Reads a list of texts like [`Settings::texts`], with the node of each.
    pub fn text_nodes(&mut self, key: &'static str) -> Option<Vec<(String, &'a Node)>> {
        let node = self.node(key)?;
        let items = node.as_list().unwrap_or(std::slice::from_ref(node));
        let mut texts = Vec::new();
        for item in items {
            match item.as_text() {
                Some(text) => texts.push((text.trim().to_owned(), item)),
                None => self.wrong(key, item, "应是文字的列表", "a list of texts is expected"),
            }
        }
        Some(texts)
    }

    /// Reads a text, or a map from language tags to texts.
    pub fn local_text(&mut self, key: &'static str) -> Option<LocalText> {
        let node = self.node(key)?;
        let text = local_text(node);
        if text.is_none() {
            self.wrong(key, node, "应是文字，或按语言分列的文字", "a text is expected, or texts by language");
        }
        text
    }

    /// Returns the items of a list; anything else is reported.
    pub fn list(&mut self, key: &'static str) -> &'a [Node] {
        let Some(node) = self.node(key) else { return &[] };
        match node.as_list() {
            Some(items) => items,
            None => {
                self.wrong(
                    key,
                    node,
                    "应是列表：每项一行，以“- ”开头，或写在 [ ] 里",
                    "a list is expected: an item a line behind `- `, or within [ ]",
                );
                &[]
            }
        }
    }

    /// Returns the entries of a map whose keys are names given by the user.
    pub fn map(&mut self, key: &'static str) -> &'a [(Key, Node)] {
        let Some(node) = self.node(key) else { return &[] };
        match &node.kind {
            Kind::Map(map) => &map.entries,
            _ => {
                let (zh, en) = node.describe();
                self.wrong(
                    key,
                    node,
                    &format!("应是一组键值，却是{zh}：每行写“键: 值”，冒号后面空一格，不以“-”开头"),
                    &format!("a map is expected, not {en}: `key: value` on each line, with a space behind the colon and no dash"),
                );
                &[]
            }
        }
    }

    /// Returns the settings below a key, if it exists.
    pub fn within(&mut self, key: &'static str) -> Option<Settings<'_>> {
        let node = self.node(key)?;
        let place = format!("{}.{key}", self.place);
        Some(Settings::new(node, self.path, place, self.diagnostics))
    }

    /// Returns the settings of a node in a list or a map.
    pub fn of<'b>(&'b mut self, node: &'b Node, place: impl Into<String>) -> Settings<'b> {
        Settings::new(node, self.path, place, self.diagnostics)
    }

    /// Reports every key that was not read.
    pub fn finish(self) {
        let Some(map) = self.map else { return };
        for (key, _) in &map.entries {
            if !self.known.contains(&key.text.as_str()) {
                let diagnostic = names::unknown(&key.text, &self.place, &self.known);
                self.diagnostics.push(diagnostic.at(Location::span(self.path, key.span)));
            }
        }
    }
}

/// How an item is written that is one text instead: a menu has a title and an address in each.
fn shape(place: &str, node: &Node, write: &str) -> String {
    match node.as_text() {
        Some(text) if matches!(place, "menu" | "links") => format!("{write}- {{title: {}, url: /…/}}", text.trim()),
        _ => String::new(),
    }
}

/// Parses a text or a map from language tags to texts; `None` for anything else.
pub fn local_text(node: &Node) -> Option<LocalText> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(LocalText::plain(text.trim())),
        Kind::Map(map) => {
            let by_language = map
                .entries
                .iter()
                .map(|(key, node)| Some((key.text.clone(), node.as_text()?.trim().to_owned())))
                .collect::<Option<_>>()?;
            Some(LocalText { by_language })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_another() {
        let node = crate::base::yaml::parse("{zh-CN: 标题, en: Title}", 0).unwrap();
        let text = local_text(&node).unwrap();
        assert_eq!((text.get("zh-CN"), text.get("en-GB"), text.get("fr")), ("标题", "Title", "Title"));
    }

    #[test]
    fn unknown_keys_are_reported() {
        let node = crate::base::yaml::parse("titel: a\npages: x", 0).unwrap();
        let path = SourcePath::new("site.yaml").unwrap();
        let mut diagnostics = Vec::new();
        let mut settings = Settings::new(&node, &path, "site.yaml", &mut diagnostics);
        assert_eq!(settings.required_text("title"), None);
        assert_eq!(settings.number::<u32>("pages"), None);
        settings.finish();
        let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
        // What is there under another name isn't missing.
        assert_eq!(codes, ["E0104", "E0103"]);
        assert!(diagnostics[1].help.en.contains("title"));
    }
}
