//! The files of the search index, as scripts, and the OpenSearch description.
//!
//! A page that was opened as a file may read no other file but by a `script` element. So each
//! part of the index is a script of one call, which hands its content to the script that asked.

use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};
use serde_json::json;

use crate::view::data::{OpenSearchView, PassageView, SearchView};

/// Writes one file of the index.
pub fn search(view: &SearchView) -> Vec<u8> {
    match view {
        SearchView::Index(index) => call(&index.name, &index.version, |out| {
            let content = json!({
                "pages": index.pages,
                "titles": index.titles,
                "texts": index.texts,
                "terms": index.terms,
                "plain": index.plain,
                "kinds": index.kinds,
            });
            literal(out, &content);
        }),
        SearchView::Titles(titles) => call(&titles.name, &titles.version, |out| {
            lines(out, &titles.rows, |out, row| {
                literal(out, &(&row.title, &row.url, row.kind, &row.date, &row.spelling))
            });
        }),
        SearchView::Terms(name, terms) => call(name, &terms.version, |out| {
            lines(out, &[&terms.pairs, &terms.words], |out, text| literal(out, *text));
        }),
        SearchView::Texts(texts) => call(&texts.name, &texts.version, |out| lines(out, &texts.pages, passage)),
    }
}

/// The call that hands over what `content` writes.
fn call(name: &str, version: &str, content: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut script = Vec::from(*b"kepu.search.take(");
    literal(&mut script, name);
    script.extend(b", ");
    literal(&mut script, version);
    script.extend(b", ");
    content(&mut script);
    script.extend(b");\n");
    script
}

/// A value of JSON, which is one of JavaScript as well.
fn literal<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Texts and numbers can be written, and memory takes them.
    let _ = serde_json::to_writer(out, value);
}

/// A list with one item a line.
fn lines<T>(out: &mut Vec<u8>, items: &[T], item: impl Fn(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (place, one) in items.iter().enumerate() {
        out.extend(if place == 0 { &b"\n"[..] } else { b",\n" });
        item(out, one);
    }
    out.extend(b"\n]");
}

/// What a page says, after its title: the summary and the text, then the fields.
fn passage(out: &mut Vec<u8>, page: &PassageView) {
    let body = page.body.plain();
    let said = match page.lead.as_str() {
        "" => body,
        lead if body.is_empty() => lead.to_owned(),
        lead => format!("{lead}\n{body}"),
    };
    literal(out, &(said, &page.fields));
}

/// OpenSearch 1.1: browsers offer the site's search where it is linked.
pub fn open_search(view: &OpenSearchView) -> Vec<u8> {
    let mut xml = Writer::new(Vec::from(*b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    let root =
        xml.create_element("OpenSearchDescription").with_attribute(("xmlns", "http://a9.com/-/spec/opensearch/1.1/"));
    // Writing into memory can't fail.
    let _ = root.write_inner_content(|xml| {
        // The specification allows sixteen characters.
        let name: String = view.name.chars().take(16).collect();
        for (element, text) in [("ShortName", &name), ("Description", &view.description), ("Language", &view.language)]
        {
            xml.create_element(element).write_text_content(BytesText::new(text))?;
        }
        xml.create_element("InputEncoding").write_text_content(BytesText::new("UTF-8"))?;
        if let Some(icon) = &view.icon {
            let image = xml.create_element("Image").with_attribute(("type", "image/svg+xml"));
            image.write_text_content(BytesText::new(icon))?;
        }
        let template = format!("{}?q={{searchTerms}}", view.page);
        let attributes = [("type", "text/html"), ("method", "get"), ("template", template.as_str())];
        xml.create_element("Url").with_attributes(attributes).write_empty()?;
        Ok(())
    });
    let _ = xml.write_event(Event::Text(BytesText::new("\n")));
    xml.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::fingerprint::Shared;
    use crate::view::data::{SearchTermsView, SearchTitlesView, TitleRow};

    #[test]
    fn a_file_is_one_call() {
        let rows = vec![TitleRow {
            title: "“彩虹”\"".into(),
            url: "a/".into(),
            kind: 1,
            date: String::new(),
            spelling: "cai hong".into(),
        }];
        let view = SearchTitlesView { name: "zh-CN/titles-0".into(), version: "0a".into(), rows };
        let text = String::from_utf8(search(&SearchView::Titles(view))).unwrap();
        assert_eq!(
            text,
            "kepu.search.take(\"zh-CN/titles-0\", \"0a\", [\n[\"“彩虹”\\\"\",\"a/\",1,\"\",\"cai hong\"]\n]);\n"
        );
        let none = SearchTitlesView { name: "en/titles-0".into(), version: "0a".into(), rows: Vec::new() };
        let text = String::from_utf8(search(&SearchView::Titles(none))).unwrap();
        assert_eq!(text, "kepu.search.take(\"en/titles-0\", \"0a\", [\n]);\n");
        let terms = SearchTermsView { version: "0a".into(), pairs: " 彩虹#".into(), words: "\ndna #".into() };
        let text = String::from_utf8(search(&SearchView::Terms("en/terms-1".into(), Shared::new(terms)))).unwrap();
        assert_eq!(text, "kepu.search.take(\"en/terms-1\", \"0a\", [\n\" 彩虹#\",\n\"\\ndna #\"\n]);\n");
    }

    #[test]
    fn a_browser_is_told_where_the_search_is() {
        let view = OpenSearchView {
            name: "科普 & 之窗".into(),
            description: "每月专栏".into(),
            page: "https://example.org/search/".into(),
            icon: None,
            language: "zh-CN".into(),
        };
        let text = String::from_utf8(open_search(&view)).unwrap();
        assert!(text.contains("<ShortName>科普 &amp; 之窗</ShortName>"), "{text}");
        assert!(text.contains("template=\"https://example.org/search/?q={searchTerms}\""), "{text}");
    }
}
