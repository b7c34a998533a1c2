//! A [`SiteMapView`] → a site map as sitemaps.org has it; a [`SiteMapIndexView`] → the list
//! of its parts; a [`RobotsView`] → `robots.txt` (RFC 9309).
//!
//! Which pages are listed is the view's. Addresses come percent-encoded, so nothing but
//! XML's own characters needs care here.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::view::data::{RobotsView, SiteMapIndexView, SiteMapItem, SiteMapView};

/// The site map as one file, which sitemaps.org allows up to 50,000 pages and 50 MiB.
pub fn sitemap(view: &SiteMapView) -> Vec<u8> {
    document("urlset", &fragment(|xml| view.pages.iter().try_for_each(|item| write_page(xml, item))))
}

/// The list of the files that a large site map is split into.
pub fn index(view: &SiteMapIndexView) -> Vec<u8> {
    let entries = fragment(|xml| {
        for part in &view.parts {
            xml.create_element("sitemap").write_inner_content(|xml| text(xml, "loc", part))?;
        }
        Ok(())
    });
    document("sitemapindex", &entries)
}

/// Allows everything: what isn't public isn't built.
pub fn robots(view: &RobotsView) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(sitemap) = &view.sitemap {
        text.push_str(&format!("\nSitemap: {sitemap}\n"));
    }
    text.into_bytes()
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

    fn view(pages: usize) -> SiteMapView {
        let item = |number: usize| SiteMapItem {
            permalink: format!("https://kepu.example.org/{number}/?a=1&b=2"),
            modified: (number != 1).then(|| format!("2026-05-{:02}", number + 1)),
            alternates: vec![("en".into(), format!("https://kepu.example.org/en/{number}/"))],
        };
        SiteMapView { pages: (0..pages).map(item).collect() }
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
    }

    #[test]
    fn a_large_site_lists_its_parts() {
        let parts = ["https://kepu.example.org/sitemap-1.xml".to_owned()].to_vec();
        let index = String::from_utf8(index(&SiteMapIndexView { parts })).unwrap();
        assert!(
            index.contains("<sitemapindex ") && index.contains("<loc>https://kepu.example.org/sitemap-1.xml</loc>")
        );
    }

    #[test]
    fn robots_may_read_everything() {
        let view = RobotsView { sitemap: Some("https://kepu.example.org/sitemap.xml".into()) };
        let text = String::from_utf8(robots(&view)).unwrap();
        assert_eq!(text, "User-agent: *\nAllow: /\n\nSitemap: https://kepu.example.org/sitemap.xml\n");
        assert_eq!(robots(&RobotsView { sitemap: None }), b"User-agent: *\nAllow: /\n");
    }
}
