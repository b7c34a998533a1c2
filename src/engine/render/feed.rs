//! Renders a [`FeedView`] as an Atom feed (RFC 4287) or a JSON Feed (version 1.1).
//!
//! Both have the same contents. The view determines the entries, their order and `updated`; no clock is read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use serde::Serialize;

use crate::view::data::{FeedItem, FeedView};

/// Renders Atom in UTF-8. The view's permalink is that of the Atom file.
pub fn atom(view: &FeedView) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to memory doesn't fail, and names are constants.
    let _ = atom_feed(&mut xml, view);
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

type Xml = Writer<Vec<u8>>;

fn atom_feed(xml: &mut Xml, view: &FeedView) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", view.language.as_str())];
    xml.create_element("feed").with_attributes(root).write_inner_content(|xml| {
        text(xml, "id", &view.permalink)?;
        text(xml, "title", &view.title)?;
        if !view.description.is_empty() {
            text(xml, "subtitle", &view.description)?;
        }
        text(xml, "updated", &view.updated)?;
        link(xml, "self", "application/atom+xml", &view.permalink)?;
        link(xml, "alternate", "text/html", &view.home)?;
        // RFC 4287 §4.1.1: a feed must have an author unless all its entries have one.
        author(xml, if view.author.is_empty() { &view.title } else { &view.author })?;
        text(xml, "generator", "kepu")?;
        view.items.iter().try_for_each(|item| atom_entry(xml, item))
    })?;
    Ok(())
}

fn atom_entry(xml: &mut Xml, item: &FeedItem) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &item.permalink)?;
        text(xml, "title", &item.title)?;
        link(xml, "alternate", "text/html", &item.permalink)?;
        text(xml, "published", &item.published)?;
        text(xml, "updated", &item.updated)?;
        item.authors.iter().try_for_each(|name| author(xml, name))?;
        for tag in &item.tags {
            xml.create_element("category").with_attribute(("term", &*printable(tag))).write_empty()?;
        }
        if !item.summary.is_empty() {
            text(xml, "summary", &item.summary)?;
        }
        let content = xml.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&printable(&item.content)))?;
        Ok(())
    })?;
    Ok(())
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, media_type: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", rel), ("type", media_type), ("href", &printable(href))];
    xml.create_element("link").with_attributes(attributes).write_empty()?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&printable(value)))?;
    Ok(())
}

/// Removes characters that XML 1.0 §2.2 doesn't allow, not even as references.
fn printable(text: &str) -> String {
    text.chars().filter(|&c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)).collect()
}

/// Renders JSON Feed 1.1 in UTF-8. The view's permalink is that of the JSON file.
pub fn json(view: &FeedView) -> Vec<u8> {
    let author = Some(&view.author).filter(|name| !name.is_empty());
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &view.title,
        home_page_url: &view.home,
        feed_url: &view.permalink,
        description: &view.description,
        language: &view.language,
        authors: author.into_iter().map(|name| JsonAuthor { name }).collect(),
        items: view.items.iter().map(JsonItem::of).collect(),
    };
    // Serialising strings and lists doesn't fail.
    let mut bytes = serde_json::to_vec(&feed).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    content_html: &'a str,
    date_published: &'a str,
    date_modified: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
}

impl<'a> JsonItem<'a> {
    fn of(item: &'a FeedItem) -> Self {
        Self {
            id: &item.permalink,
            url: &item.permalink,
            title: &item.title,
            summary: &item.summary,
            content_html: &item.content,
            date_published: &item.published,
            date_modified: &item.updated,
            authors: item.authors.iter().map(|name| JsonAuthor { name }).collect(),
            tags: &item.tags,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;

    use super::*;

    fn view(title: &str, content: &str) -> FeedView {
        FeedView {
            title: "科学专栏".into(),
            description: String::new(),
            home: "https://kepu.example.org/column/".into(),
            permalink: "https://kepu.example.org/column/atom.xml".into(),
            language: "zh-CN".into(),
            author: "市科技局".into(),
            updated: "2026-05-18T09:30:00+08:00".into(),
            items: vec![FeedItem {
                permalink: "https://kepu.example.org/column/a/?x=1&y=2".into(),
                title: title.into(),
                summary: "摘要".into(),
                content: content.into(),
                published: "2026-05-18T09:30:00+08:00".into(),
                updated: "2026-05-18T09:30:00+08:00".into(),
                authors: vec!["张三".into()],
                tags: vec![title.into()],
            }],
        }
    }

    /// Returns the text of each element of this name, and all attribute values; panics if the XML isn't well-formed.
    fn read(xml: Vec<u8>, name: &str) -> (Vec<String>, Vec<String>) {
        let xml = String::from_utf8(xml).unwrap();
        let mut reader = Reader::from_str(&xml);
        let (mut texts, mut attributes, mut open) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let event = reader.read_event().unwrap();
            if let Event::Start(element) | Event::Empty(element) = &event {
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    attributes.push(quick_xml::escape::unescape(&attribute.value).unwrap().into_owned());
                }
            }
            match event {
                Event::Start(element) => {
                    open.push(element.name().as_ref().to_owned());
                    if open.last().unwrap() == name {
                        texts.push(String::new());
                    }
                }
                Event::End(_) => drop(open.pop()),
                Event::Text(text) if open.last().is_some_and(|last| last == name) => {
                    texts.last_mut().unwrap().push_str(&text);
                }
                Event::GeneralRef(reference) if open.last().is_some_and(|last| last == name) => {
                    let reference = format!("&{};", &*reference);
                    texts.last_mut().unwrap().push_str(&quick_xml::escape::unescape(&reference).unwrap());
                }
                Event::Eof => return (texts, attributes),
                _ => {}
            }
        }
    }

    #[test]
    fn atom_has_the_elements_that_the_rfc_requires() {
        let xml = String::from_utf8(atom(&view("<三体> & 其他", "<p>天文</p>"))).unwrap();
        for part in [
            r#"<?xml version="1.0" encoding="utf-8"?>"#,
            r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">"#,
            r#"<link rel="self" type="application/atom+xml" href="https://kepu.example.org/column/atom.xml"/>"#,
            "<title>&lt;三体&gt; &amp; 其他</title>",
            r#"<content type="html">&lt;p&gt;天文&lt;/p&gt;</content>"#,
            "<id>https://kepu.example.org/column/a/?x=1&amp;y=2</id>",
        ] {
            assert!(xml.contains(part), "{part} is not in\n{xml}");
        }
    }

    #[test]
    fn json_feed_has_the_fields_of_version_1_1() {
        let feed: serde_json::Value = serde_json::from_slice(&json(&view("三体", "<p>天文</p>"))).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["items"][0]["content_html"], "<p>天文</p>");
        assert_eq!(feed["items"][0]["authors"][0]["name"], "张三");
        assert!(feed.get("description").is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_from_atom(title in any::<String>(), near in "[<>&\"'\\]\0\u{1b}\u{fffe}\u{ffff}科🔭 ]{0,60}") {
            let (titles, attributes) = read(atom(&view(&title, &near)), "title");
            prop_assert_eq!(&titles[1], &printable(&title));
            prop_assert!(attributes.contains(&printable(&title)));
            let (contents, _) = read(atom(&view(&title, &near)), "content");
            prop_assert_eq!(&contents[0], &printable(&near));
        }

        #[test]
        fn any_text_is_read_back_from_json(title in any::<String>()) {
            let feed: serde_json::Value = serde_json::from_slice(&json(&view(&title, &title))).unwrap();
            prop_assert_eq!(feed["items"][0]["title"].as_str(), Some(title.as_str()));
        }
    }
}
