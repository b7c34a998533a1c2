//! A WordPress export (WXR) → its items: posts, pages, attachments and what plugins add.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

/// One `item` of the export: a post, a page or an attachment.
#[derive(Debug, Default)]
pub struct ExportItem {
    /// The byte offset of the item.
    pub at: usize,
    /// The text of its elements, by name.
    pub texts: BTreeMap<String, String>,
    /// Categories and tags: domain and name.
    pub terms: Vec<(String, String)>,
    /// The byte offset of the content.
    pub content_at: usize,
    /// The short name of its language, which plug-ins keep as a term.
    pub language: Option<String>,
    pub comments: usize,
    pub thumbnail: Option<String>,
    /// Custom fields of authors and plugins: key and value.
    pub meta: Vec<(String, String)>,
    /// Those of WordPress itself, whose keys begin with an underscore.
    pub hidden: BTreeMap<String, String>,
}

impl ExportItem {
    /// Returns the HTML of its text.
    pub fn content(&self) -> &str {
        self.texts.get("content:encoded").map_or("", String::as_str)
    }

    pub fn hidden(&self, key: &str) -> &str {
        self.hidden.get(key).map_or("", |value| value.trim())
    }

    /// Returns a field of a plug-in, whether WordPress shows it to authors or not.
    pub fn any(&self, key: &str) -> &str {
        let shown = || self.meta.iter().find(|(known, _)| known == key).map(|(_, value)| value.trim());
        self.hidden.get(key).map(|value| value.trim()).or_else(shown).unwrap_or_default()
    }

    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }
}

#[derive(Debug, Default)]
pub struct Export {
    pub address: String,
    /// Authors' names by login.
    pub authors: BTreeMap<String, String>,
    pub items: Vec<ExportItem>,
    /// Categories below others: names of the category and of the one above it.
    pub parents: Vec<(String, String)>,
    /// Names and short names of categories, by their numbers.
    pub terms: BTreeMap<String, (String, String)>,
}

/// Parses an export; `Err` holds the reason and the byte offset.
pub fn parse(text: &str) -> Result<Export, (String, usize)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut export = Export::default();
    let mut item: Option<ExportItem> = None;
    // The names of the open elements, and the text of the innermost one.
    let mut open: Vec<String> = Vec::new();
    let mut gathered = String::new();
    let (mut login, mut meta, mut term) = (String::new(), String::new(), None);
    let (mut nicename, mut parent, mut cat_name) = (String::new(), String::new(), String::new());
    let mut number = String::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event().map_err(|error| (error.to_string(), before))?;
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                let name = start.name().into_inner().to_owned();
                if name == "item" {
                    item = Some(ExportItem { at: before, ..ExportItem::default() });
                }
                if name == "category" {
                    let domain = start.try_get_attribute("domain").ok().flatten();
                    term = domain.map(|domain| domain.value.into_owned());
                    let short = start.try_get_attribute("nicename").ok().flatten();
                    if let (Some(item), Some("language")) = (item.as_mut(), term.as_deref()) {
                        item.language = short.map(|short| short.value.into_owned());
                    }
                }
                open.push(name);
                gathered.clear();
            }
            Event::Text(part) => gathered.push_str(&part.xml10_content()),
            Event::CData(part) => {
                if gathered.trim().is_empty()
                    && let (Some(item), Some("content:encoded")) = (item.as_mut(), open.last().map(String::as_str))
                {
                    item.content_at = before + "<![CDATA[".len();
                }
                gathered.push_str(&part.xml10_content());
            }
            Event::GeneralRef(name) => {
                let name = format!("&{};", name.xml10_content());
                gathered.push_str(&quick_xml::escape::unescape(&name).unwrap_or_default());
            }
            Event::End(_) => {
                let name = open.pop().unwrap_or_default();
                let text = std::mem::take(&mut gathered);
                match (name.as_str(), item.as_mut()) {
                    ("item", _) => export.items.extend(item.take()),
                    ("category", Some(item)) => {
                        item.terms.extend(term.take().map(|domain| (domain, text.trim().to_owned())))
                    }
                    ("wp:comment", Some(item)) => item.comments += 1,
                    ("wp:meta_key", _) => meta = text,
                    ("wp:meta_value", Some(item)) => {
                        if meta == "_thumbnail_id" {
                            item.thumbnail = Some(text.trim().to_owned());
                        }
                        // Plugins keep the name of the field that a value belongs to under the same key with an underscore.
                        if meta.starts_with('_') {
                            item.hidden.insert(std::mem::take(&mut meta), text);
                        } else {
                            item.meta.push((std::mem::take(&mut meta), text));
                        }
                    }
                    ("wp:term_id", None) => number = text.trim().to_owned(),
                    ("wp:category_nicename", None) => nicename = text.trim().to_owned(),
                    ("wp:category_parent", None) => parent = text.trim().to_owned(),
                    ("wp:cat_name", None) => cat_name = text.trim().to_owned(),
                    ("wp:category", None) => {
                        export.terms.insert(std::mem::take(&mut number), (cat_name.clone(), nicename.clone()));
                        names.insert(std::mem::take(&mut nicename), cat_name.clone());
                        if !parent.is_empty() {
                            export.parents.push((std::mem::take(&mut cat_name), std::mem::take(&mut parent)));
                        }
                    }
                    ("wp:author_login", None) => login = text.trim().to_owned(),
                    ("wp:author_display_name", None) => {
                        drop(export.authors.insert(login.clone(), text.trim().to_owned()))
                    }
                    ("wp:base_blog_url", None) => export.address = text.trim().trim_end_matches('/').to_owned(),
                    // The elements of comments are skipped: only children of `item` count.
                    (_, Some(item)) if open.last().is_some_and(|parent| parent == "item") => {
                        item.texts.insert(name, text);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    // A parent is given by its short name.
    for (_, parent) in &mut export.parents {
        if let Some(name) = names.get(parent.as_str()) {
            parent.clone_from(name);
        }
    }
    Ok(export)
}
