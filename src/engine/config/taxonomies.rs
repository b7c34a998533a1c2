//! `taxonomies` of `site.yaml`: the words that entries are sorted by.

use std::collections::BTreeMap;

use super::settings::{LocalText, Settings, local_text};

#[derive(Clone, Debug, Default)]
pub struct TaxonomyConfig {
    pub title: LocalText,
    /// Whether only the listed terms are allowed.
    pub closed: bool,
    /// Whether the taxonomy and its terms have pages.
    pub pages: bool,
    pub page_size: Option<usize>,
    /// The address of the list of terms, such as `/tags/`.
    pub url: Option<String>,
    pub terms: Vec<TermConfig>,
}

#[derive(Clone, Debug)]
pub struct TermConfig {
    pub key: String,
    pub title: LocalText,
    /// Other words for it, as people write them: 江北 for 江北区.
    pub aliases: Vec<String>,
    pub code: Option<String>,
}

impl TaxonomyConfig {
    /// Returns the listed term that a word names by its key, a title or an alias.
    pub fn find(&self, word: &str) -> Option<&TermConfig> {
        let exact = |term: &&TermConfig| term.key == word || term.title.all().any(|title| title == word);
        let alias = |term: &&TermConfig| term.aliases.iter().any(|alias| alias == word);
        self.terms.iter().find(exact).or_else(|| self.terms.iter().find(alias))
    }
}

/// Reads the taxonomies. Terms are a map from key to title, or a list of words that are their own keys.
pub(super) fn read(settings: &mut Settings<'_>) -> BTreeMap<String, TaxonomyConfig> {
    let mut taxonomies = BTreeMap::new();
    for (key, node) in settings.map("taxonomies") {
        let mut inner = settings.of(node, format!("taxonomies.{}", key.text));
        let mut terms = Vec::new();
        let listed = inner.node("terms").and_then(|node| node.as_list()).unwrap_or_default();
        // A list of words: each is its own key.
        for text in listed.iter().filter_map(|node| node.as_text()).map(str::trim).filter(|text| !text.is_empty()) {
            let title = LocalText::plain(text);
            terms.push(TermConfig { key: text.to_owned(), title, aliases: Vec::new(), code: None });
        }
        let mapped = if listed.iter().all(|node| node.as_text().is_some()) && !listed.is_empty() {
            &[]
        } else {
            inner.map("terms")
        };
        for (term, node) in mapped {
            // A term may be a title alone, or a map with more settings.
            let term = match local_text(node).filter(|_| node.as_text().is_some()) {
                Some(title) => TermConfig { key: term.text.clone(), title, aliases: Vec::new(), code: None },
                None => {
                    let mut more = inner.of(node, format!("taxonomies.{}.terms.{}", key.text, term.text));
                    let title = more.local_text("title").unwrap_or_else(|| LocalText::plain(term.text.clone()));
                    let aliases = more.texts("aliases").unwrap_or_default();
                    let code = more.text("code");
                    more.finish();
                    TermConfig { key: term.text.clone(), title, aliases, code }
                }
            };
            terms.push(term);
        }
        let taxonomy = TaxonomyConfig {
            title: inner.local_text("title").unwrap_or_else(|| LocalText::plain(key.text.clone())),
            closed: inner.bool("closed").unwrap_or(false),
            pages: inner.bool("pages").unwrap_or(true),
            page_size: inner.at_least_one("page_size"),
            url: inner.text("url"),
            terms,
        };
        inner.finish();
        taxonomies.insert(key.text.clone(), taxonomy);
    }
    taxonomies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::url::SourcePath;
    use crate::base::yaml;

    #[test]
    fn terms_may_be_a_list_of_words() {
        let node = yaml::parse("taxonomies: {district: {closed: true, terms: [城区, 县域]}}", 0).unwrap();
        let path = SourcePath::new("site.yaml").unwrap();
        let mut diagnostics = Vec::new();
        let read = read(&mut Settings::new(&node, &path, "site.yaml", &mut diagnostics));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(read["district"].find("县域").map(|term| term.key.as_str()), Some("县域"));
    }
}
