//! Addresses below the site's root → addresses where the site really lives.
//!
//! Content, views and templates all write `/column/`; a site under `/sub` needs `/sub/column/`, and
//! one that is opened from a disk needs `../column/index.html`. Doing it here, once, on the finished
//! page, means that no template can forget it.

use std::io::Write as _;

use memchr::memmem;

use crate::assets::bundle::{Asset, Assets, FOLDER};
use crate::base::url::Url;
use crate::config::Links;

/// Where a page's links lead from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where on its host the site begins: empty, or `/sub`.
    pub base_path: &'a str,
    pub links: Links,
    /// The theme's files, which may have other names than they were written under.
    pub assets: &'a Assets,
    /// The page's own address, below the site's root.
    pub page: &'a Url,
    /// Whether the page loses what browsers don't show.
    pub minify: bool,
}

/// Attributes whose value is an address.
const ATTRIBUTES: [&str; 6] = ["href", "src", "poster", "action", "data", "srcset"];

/// Moves every address in an attribute that begins with one slash.
pub fn relocate(html: Vec<u8>, place: Place<'_>) -> Vec<u8> {
    if place.base_path.is_empty() && place.links == Links::Root && !place.assets.renames() {
        return html;
    }
    let page = place.page.to_string();
    let mut moved = Vec::with_capacity(html.len() + html.len() / 32);
    let mut copied = 0;
    for Found { start, end, list } in found(&html) {
        moved.extend_from_slice(&html[copied..start]);
        copied = end;
        let value = &html[start..end];
        if !list {
            address(&mut moved, value, place, &page);
            if let Some(sum) = integrity(&html[..start], value, place) {
                let _ = write!(moved, "\" integrity=\"{sum}");
            }
            continue;
        }
        // `/a-480.webp 480w, /a-960.webp 960w`: an address ends at a space, and a comma parts the candidates.
        for (number, candidate) in value.split(|byte| *byte == b',').enumerate() {
            let blanks = candidate.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let (blanks, candidate) = candidate.split_at(blanks);
            let length = candidate.iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
            moved.extend_from_slice(if number == 0 { b"" } else { b"," });
            moved.extend_from_slice(blanks);
            address(&mut moved, &candidate[..length], place, &page);
            moved.extend_from_slice(&candidate[length..]);
        }
    }
    moved.extend_from_slice(&html[copied..]);
    moved
}

/// An attribute's value that begins with a slash, or the address that a page leads on to by itself.
struct Found {
    start: usize,
    end: usize,
    list: bool,
}

fn found(html: &[u8]) -> Vec<Found> {
    let end = |start: usize| memchr::memchr(b'"', &html[start..]).map_or(html.len(), |length| start + length);
    let attributes = memmem::find_iter(html, "=\"/").filter_map(|at| {
        let name = attribute(html, at)?;
        Some(Found { start: at + 2, end: end(at + 2), list: name == "srcset" })
    });
    let refreshes = memmem::find_iter(html, "; url=/").map(|at| Found { start: at + 6, end: end(at + 6), list: false });
    let mut all: Vec<Found> = attributes.chain(refreshes).collect();
    all.sort_unstable_by_key(|found| found.start);
    all
}

/// The attribute before the equals sign at `at`, if it holds an address.
fn attribute(html: &[u8], at: usize) -> Option<&'static str> {
    ATTRIBUTES.into_iter().find(|name| {
        let start = at.checked_sub(name.len());
        start.is_some_and(|start| {
            &html[start..at] == name.as_bytes()
                && start.checked_sub(1).is_some_and(|before| html[before].is_ascii_whitespace())
        })
    })
}

fn address(out: &mut Vec<u8>, address: &[u8], place: Place<'_>, page: &str) {
    if !address.starts_with(b"/") || address.starts_with(b"//") {
        return out.extend_from_slice(address);
    }
    let end = address.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(address.len());
    let (path, suffix) = address.split_at(end);
    let named = asset(path, place).map(|asset| [asset.url.to_string().as_bytes(), suffix].concat());
    let address = named.as_deref().unwrap_or(address);
    match place.links {
        Links::Root => {
            out.extend_from_slice(place.base_path.as_bytes());
            out.extend_from_slice(address);
        }
        Links::Relative => relative(out, address, page.as_bytes()),
    }
}

/// The theme's file of an address, where it has another name.
fn asset<'a>(address: &[u8], place: Place<'a>) -> Option<&'a Asset> {
    let path = address.starts_with(FOLDER.as_bytes()).then(|| str::from_utf8(address).ok()).flatten()?;
    place.assets.get(path).filter(|_| place.assets.renames())
}

/// The sum of a style sheet or script, where the element that asks for it can say it. A browser has nothing to check a
/// file of a disk against.
fn integrity<'a>(before: &[u8], address: &[u8], place: Place<'a>) -> Option<&'a str> {
    let sum = asset(address, place)?.integrity.as_deref()?;
    let tag = &before[memchr::memrchr(b'<', before)?..];
    let asks = [&b"<link "[..], b"<script "].iter().any(|name| tag.starts_with(name));
    (asks && place.links == Links::Root).then_some(sum)
}

/// `/bases/` seen from `/column/a/` is `../../bases/index.html`: whoever opens a file from a disk is shown no
/// folder's page without its name.
fn relative(out: &mut Vec<u8>, address: &[u8], page: &[u8]) {
    let path = address.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(address.len());
    let (path, suffix) = address.split_at(path);
    // Both have the folders before this in common.
    let common = path.iter().zip(page).take_while(|(one, other)| one == other).count();
    let common = path[..common].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let folders_up = page.get(common..).unwrap_or_default().iter().filter(|byte| **byte == b'/').count();
    let rest = &path[common..];
    (0..folders_up).for_each(|_| out.extend_from_slice(b"../"));
    // What looks like a scheme isn't one behind a dot.
    if folders_up == 0 && rest.contains(&b':') {
        out.extend_from_slice(b"./");
    }
    out.extend_from_slice(rest);
    if path.ends_with(b"/") {
        out.extend_from_slice(b"index.html");
    }
    out.extend_from_slice(suffix);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(html: &str, base_path: &str, links: Links, page: &str) -> String {
        let page = Url::new(page);
        let place = Place { base_path, links, assets: &Assets::default(), page: &page, minify: false };
        String::from_utf8(relocate(html.as_bytes().to_vec(), place)).unwrap()
    }

    #[test]
    fn addresses_move_and_nothing_else_does() {
        let html = r#"<a href="/a/" title="/b">x</a><img src="/c.svg"><a href="//host/">y</a><meta content="0; url=/d/"> a="/e""#;
        let expected = r#"<a href="/sub/a/" title="/b">x</a><img src="/sub/c.svg"><a href="//host/">y</a><meta content="0; url=/sub/d/"> a="/e""#;
        assert_eq!(moved(html, "/sub", Links::Root, "/x/"), expected);
    }

    #[test]
    fn every_candidate_of_a_list_moves() {
        let html = r#"<source srcset="/a-480.webp 480w, /a-960.webp 960w, https://host/b.webp 2x">"#;
        let expected = r#"<source srcset="/sub/a-480.webp 480w, /sub/a-960.webp 960w, https://host/b.webp 2x">"#;
        assert_eq!(moved(html, "/sub", Links::Root, "/x/"), expected);
        let expected = r#"<source srcset="../a-480.webp 480w, ../a-960.webp 960w, https://host/b.webp 2x">"#;
        assert_eq!(moved(html, "", Links::Relative, "/x/"), expected);
    }

    #[test]
    fn a_page_on_a_disk_names_files() {
        let from = |page: &str, address: &str| {
            let html = moved(&format!("<a href=\"{address}\">"), "/sub", Links::Relative, page);
            html.trim_start_matches("<a href=\"").trim_end_matches("\">").to_owned()
        };
        assert_eq!(from("/column/a/", "/bases/"), "../../bases/index.html");
        assert_eq!(from("/column/a/", "/column/b/?x=1#y"), "../b/index.html?x=1#y");
        assert_eq!(from("/column/a/", "/column/a/#y"), "index.html#y");
        assert_eq!(from("/column/a/", "/column/a/p.svg"), "p.svg");
        assert_eq!(from("/column/a/", "/"), "../../index.html");
        assert_eq!(from("/", "/"), "index.html");
        assert_eq!(from("/", "/a:b/c"), "./a:b/c");
        assert_eq!(from("/天/", "/%E5%A4%A9/x.png"), "x.png");
        assert_eq!(from("/ab/", "/abc/"), "../abc/index.html");
    }
}
