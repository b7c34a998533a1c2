//! A [`SiteMapView`] → `sitemap.xml` as sitemaps.org has it, in parts where it is large;
//! a [`RobotsView`] → `robots.txt` (RFC 9309).
//!
//! Which pages are listed is the view's. Addresses come percent-encoded, so nothing but
//! XML's own characters needs care here.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::view::data::{RobotsView, SiteMapItem, SiteMapView};

/// The site map as one file, which sitemaps.org allows up to 50,000 pages and 50 MiB.
pub fn sitemap(view: &SiteMapView) -> Vec<u8> {
    document("urlset", &fragment(|xml| view.pages.iter().try_for_each(|item| write_page(xml, item))))
}

/// File names and contents for a site of any size, all to lie in the folder of `permalink`,
/// the whole address of `sitemap.xml`: that file alone, or where it would be too large,
/// `sitemap-1.xml`, `sitemap-2.xml` and so on, and in `sitemap.xml` a list of them.
pub fn sitemap_files(view: &SiteMapView, permalink: &str) -> Vec<(String, Vec<u8>)> {
    split(view, permalink, MOST_PAGES, MOST_BYTES)
}

const MOST_PAGES: usize = 50_000;
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Allows everything: what isn't public isn't built.
pub fn robots(view: &RobotsView) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(sitemap) = &view.sitemap {
        text.push_str(&format!("\nSitemap: {sitemap}\n"));
    }
    text.into_bytes()
}

/// One file's pages, and the latest change among them.
#[derive(Default)]
struct Part<'a> {
    pages: usize,
    xml: Vec<u8>,
    modified: Option<&'a str>,
}

fn split(view: &SiteMapView, permalink: &str, most_pages: usize, most_bytes: usize) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![Part::default()];
    for item in &view.pages {
        let page = fragment(|xml| write_page(xml, item));
        let full = parts.last().is_some_and(|part| {
            part.pages > 0 && (part.pages >= most_pages || ENVELOPE + part.xml.len() + page.len() > most_bytes)
        });
        if full {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.pages += 1;
            part.xml.extend_from_slice(&page);
            part.modified = part.modified.max(item.modified.as_deref());
        }
    }
    let index = (parts.len() > 1).then(|| ("sitemap.xml".to_owned(), index(permalink, &parts)));
    let single = index.is_none();
    let files = parts.into_iter().enumerate().map(|(number, part)| {
        let name = if single { "sitemap.xml".to_owned() } else { part_name(number) };
        (name, document("urlset", &part.xml))
    });
    index.into_iter().chain(files).collect()
}

/// More than the bytes around the pages of a file.
const ENVELOPE: usize = 512;

fn part_name(number: usize) -> String {
    format!("sitemap-{}.xml", number + 1)
}

fn index(permalink: &str, parts: &[Part]) -> Vec<u8> {
    let folder = permalink.rsplit_once('/').map_or("", |(folder, _)| folder);
    let entries = fragment(|xml| {
        for (number, part) in parts.iter().enumerate() {
            xml.create_element("sitemap").write_inner_content(|xml| {
                text(xml, "loc", &format!("{folder}/{}", part_name(number)))?;
                part.modified.map_or(Ok(()), |day| text(xml, "lastmod", day))
            })?;
        }
        Ok(())
    });
    document("sitemapindex", &entries)
}

fn write_page(xml: &mut Xml, item: &SiteMapItem) -> io::Result<()> {
    xml.create_element("url").write_inner_content(|xml| {
        text(xml, "loc", &item.permalink)?;
        if let Some(day) = &item.modified {
            text(xml, "lastmod", day)?;
        }
        for (language, permalink) in &item.alternates {
            let attributes = [("rel", "alternate"), ("hreflang", language), ("href", permalink)];
            xml.create_element("xhtml:link").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn document(root: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = fragment(|xml| xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))));
    let namespaces =
        r#"xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml""#;
    bytes.extend_from_slice(format!("<{root} {namespaces}>\n").as_bytes());
    bytes.extend_from_slice(content.trim_ascii());
    if !content.trim_ascii().is_empty() {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(format!("</{root}>\n").as_bytes());
    bytes
}

type Xml = Writer<Vec<u8>>;

/// Elements and a line end. Writing to memory doesn't fail, so there is no error to tell.
fn fragment(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> Vec<u8> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    let _ = write(&mut xml);
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMALINK: &str = "https://kepu.example.org/sitemap.xml";

    fn view(pages: usize) -> SiteMapView {
        let item = |number: usize| SiteMapItem {
            permalink: format!("https://kepu.example.org/{number}/?a=1&b=2"),
            modified: (number != 1).then(|| format!("2026-05-{:02}", number + 1)),
            alternates: vec![("en".into(), format!("https://kepu.example.org/en/{number}/"))],
        };
        SiteMapView { pages: (0..pages).map(item).collect() }
    }

    fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
        files.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn a_small_site_has_one_file() {
        assert_eq!(
            String::from_utf8(sitemap(&view(2))).unwrap(),
            r#"<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url>
 <loc>https://kepu.example.org/0/?a=1&amp;b=2</loc>
 <lastmod>2026-05-01</lastmod>
 <xhtml:link rel="alternate" hreflang="en" href="https://kepu.example.org/en/0/"/>
</url>
<url>
 <loc>https://kepu.example.org/1/?a=1&amp;b=2</loc>
 <xhtml:link rel="alternate" hreflang="en" href="https://kepu.example.org/en/1/"/>
</url>
</urlset>
"#
        );
        for pages in [0, 2] {
            let files = sitemap_files(&view(pages), PERMALINK);
            assert_eq!(files, [("sitemap.xml".to_owned(), sitemap(&view(pages)))]);
        }
    }

    #[test]
    fn a_large_site_has_an_index_and_parts() {
        let files = split(&view(5), PERMALINK, 2, MOST_BYTES);
        assert_eq!(names(&files), ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
        let index = String::from_utf8(files[0].1.clone()).unwrap();
        assert!(index.contains("<sitemapindex "));
        assert!(index.contains("<loc>https://kepu.example.org/sitemap-3.xml</loc>\n <lastmod>2026-05-05</lastmod>"));
        let bytes = split(&view(5), PERMALINK, MOST_PAGES, 1000);
        assert!(bytes.len() > 2 && bytes.iter().all(|(_, file)| file.len() <= 1000));
    }

    #[test]
    fn robots_may_read_everything() {
        let view = RobotsView { sitemap: Some("https://kepu.example.org/sitemap.xml".into()) };
        let text = String::from_utf8(robots(&view)).unwrap();
        assert_eq!(text, "User-agent: *\nAllow: /\n\nSitemap: https://kepu.example.org/sitemap.xml\n");
        assert_eq!(robots(&RobotsView { sitemap: None }), b"User-agent: *\nAllow: /\n");
    }
}
