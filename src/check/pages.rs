//! Checks the built pages for links, pictures and files that don't exist on this site.
//!
//! A build resolves only the links in content and menus. Those of templates, fields and raw HTML are seen only here, in
//! the HTML that a browser gets.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::html;
use crate::base::text::did_you_mean;
use crate::base::url::{OutputPath, SourcePath, Url, percent_decode};
use crate::config::{CONFIG_FILE, MenuItem, SiteAddress};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    if !subject.is_complete() {
        return;
    }
    let outputs = &subject.built.outputs;
    let pages: BTreeMap<&OutputPath, Page> = outputs
        .par_iter()
        .filter(|(path, _)| path.extension() == "html")
        .map(|(path, output)| (path, Page::read(output.content.held(), &output.url, &subject.site().config.address)))
        .collect::<Vec<_>>()
        .into_iter()
        .collect();
    let reported = reported_items(subject);
    // Grouped by the missing target: a wrong link in a template is on every page, but it is one fault.
    let mut missing: BTreeMap<(bool, &str), Vec<&OutputPath>> = BTreeMap::new();
    for (path, page) in &pages {
        for link in &page.links {
            let place = |url: &Url| url.output_path().ok().filter(|path| outputs.contains_key(path));
            let target = place(&link.url).or_else(|| place(&link.url.join("/")));
            let fault = match (&target, &link.anchor) {
                (None, _) if reported.iter().any(|item| link.is_of(item)) => None,
                (None, _) => Some(false),
                (Some(target), Some(anchor)) if pages.get(target).is_some_and(|page| !page.has(anchor)) => Some(true),
                _ => None,
            };
            if let Some(anchor) = fault {
                let pages = missing.entry((anchor, &link.written)).or_default();
                if pages.last() != Some(path) {
                    pages.push(path);
                }
            }
        }
    }
    // Of the many pages below listings none is likelier than another.
    let known = LazyCell::new(|| {
        let pages = outputs.keys().filter_map(|path| path.as_str().strip_suffix("index.html"));
        pages.map(|path| format!("/{path}")).filter(|url| url.matches('/').count() <= 3).collect::<Vec<_>>()
    });
    for ((anchor, target), on) in missing {
        let Some(first) = on.first() else { continue };
        let page = format!("/{}", first.as_str().trim_end_matches("index.html"));
        let diagnostic = match anchor {
            false => messages::broken_page_link(&page, target, on.len()).meant(near(target, &known).as_deref()),
            true => messages::broken_page_anchor(&page, target, on.len()),
        };
        findings.push(Diagnostic { at: written(subject, target, &on), ..diagnostic });
    }
}

/// The items of menus that the build has reported.
fn reported_items<'s>(subject: &Subject<'s>) -> Vec<&'s MenuItem> {
    let found = subject.ready.diagnostics();
    let is_reported =
        |item: &&MenuItem| found.iter().any(|found| found.code.0 == "W0308" && found.at.as_ref() == Some(&item.at));
    subject.site().config.menu_items().filter(is_reported).collect()
}

/// The address of a page that is like one that leads nowhere: misspelt, or without its slashes.
fn near(target: &str, pages: &[String]) -> Option<String> {
    let plain = format!("/{}/", target.trim_matches('/').trim_end_matches(".html"));
    match pages.contains(&plain) {
        true => Some(plain),
        false => did_you_mean(&plain, pages.iter().map(String::as_str)).map(str::to_owned),
    }
}

/// Returns where an address is written: in `site.yaml`, or in the only source of all pages with it.
fn written(subject: &Subject<'_>, target: &str, on: &[&OutputPath]) -> Option<Location> {
    let config = SourcePath::new(CONFIG_FILE)?;
    let text = subject.snapshot.text(&config).unwrap_or_default();
    if let Some((at, _)) = text.match_indices(target).find(|(at, _)| stands_alone(text, *at, target.len())) {
        return Some(Location::span(&config, at..at + target.len()));
    }
    let sources: BTreeSet<&SourcePath> = on.iter().filter_map(|page| subject.ready.source_of(page)).collect();
    let all = on.iter().all(|page| subject.ready.source_of(page).is_some());
    let entry = sources.first().filter(|_| sources.len() == 1 && all)?;
    let text = subject.snapshot.text(entry).unwrap_or_default();
    let place = text.find(target).map(|at| at..at + target.len());
    Some(place.map_or_else(|| Location::file(entry), |span| Location::span(entry, span)))
}

fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "/-_.#".contains(c));
    !part(text[..at].chars().next_back()) && !part(text[at + length..].chars().next())
}

/// The links and anchors of one page.
struct Page {
    links: BTreeSet<Link>,
    ids: BTreeSet<String>,
}

/// A link to an address of this site.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    url: Url,
    /// The decoded fragment of a link that a reader follows.
    anchor: Option<String>,
    written: String,
}

impl Page {
    fn read(bytes: &[u8], url: &Url, address: &SiteAddress) -> Self {
        let mut page = Self { links: BTreeSet::new(), ids: BTreeSet::new() };
        let mut reader = html::Reader::new(bytes);
        while let Some(token) = reader.next() {
            let html::Token::Start { name, .. } = token else { continue };
            let followed = ["a", "area"].iter().any(|link| name.eq_ignore_ascii_case(link.as_bytes()));
            for attribute in reader.attributes() {
                if attribute.is("id") || attribute.is("name") && name.eq_ignore_ascii_case(b"a") {
                    page.ids.insert(html::decode(&bytes[attribute.value.clone()]).into_owned());
                }
            }
            // What networks are shown of a page is a whole address, which isn't followed here.
            if name.eq_ignore_ascii_case(b"meta") {
                continue;
            }
            html::addresses(bytes, name, reader.attributes(), |found| {
                page.links.extend(Link::read(&html::decode(&bytes[found.at]), url, address, followed));
            });
        }
        page
    }

    fn has(&self, anchor: &str) -> bool {
        // An empty fragment means the top of the page, and a text fragment names no element.
        anchor.is_empty()
            || anchor.eq_ignore_ascii_case("top")
            || anchor.starts_with(":~:")
            || self.ids.contains(anchor)
    }
}

impl Link {
    /// Whether it is the link of a menu's item.
    fn is_of(&self, item: &MenuItem) -> bool {
        let same_path = || item.path().is_some_and(|(path, _)| Url::new(path) == self.url);
        item.url == self.written || same_path()
    }

    /// Resolves an address; `None` for another host and for schemes without a path.
    fn read(written: &str, page: &Url, address: &SiteAddress, followed: bool) -> Option<Self> {
        let written = written.trim();
        let own = address.is_public().then(|| written.strip_prefix(address.origin.as_str())).flatten();
        let path = own.unwrap_or(written);
        let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.split('?').next().unwrap_or_default();
        let scheme = path.split(['/', '?']).next().is_some_and(|first| first.contains(':'));
        if written.is_empty() || path.starts_with("//") || scheme {
            return None;
        }
        let url = match path.strip_prefix(&address.base_path) {
            Some(below) if path.starts_with('/') => Url::new(&format!("/{}", below.trim_start_matches('/'))),
            _ if path.starts_with('/') || own.is_some_and(|own| !own.is_empty()) => return None,
            _ if path.is_empty() => page.clone(),
            _ => {
                let folder = page.as_str().rfind('/').map_or("/", |end| &page.as_str()[..=end]);
                Url::new(&format!("{}{path}", crate::base::url::percent_encode(folder)))
            }
        };
        let anchor = anchor.filter(|_| followed).map(|anchor| percent_decode(anchor).into_owned());
        Some(Self { url, anchor, written: written.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_as_browsers_do() {
        let address = SiteAddress::parse("https://kepu.example.org/sub/").unwrap();
        let page = Url::new("/column/a/");
        let read = |written: &str| {
            Link::read(written, &page, &address, true).map(|link| (link.url.as_str().to_owned(), link.anchor))
        };
        let place = |url: &str, anchor: Option<&str>| Some((url.to_owned(), anchor.map(str::to_owned)));
        assert_eq!(read("/sub/b/?q=1#%E5%BD%A9"), place("/b/", Some("彩")));
        assert_eq!(read("https://kepu.example.org/sub/c.css"), place("/c.css", None));
        assert_eq!(read("../b/x.png"), place("/column/b/x.png", None));
        assert_eq!(read("#here"), place("/column/a/", Some("here")));
        for elsewhere in ["https://a.cn/", "//a.cn/", "mailto:a@b.cn", "data:,x", "/other/", ""] {
            assert_eq!(read(elsewhere), None, "{elsewhere}");
        }
    }
}
