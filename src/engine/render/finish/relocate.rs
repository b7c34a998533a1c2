//! Addresses below the site's root → addresses where the site really lives.
//!
//! Content, views and templates all write `/column/`; a site under `/sub` needs `/sub/column/`, and
//! one that is opened from a disk needs `../column/index.html`. Doing it here, once, on the finished
//! page, means that no template can forget it. What is an address is [`html::addresses`]' to say.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::Place;
use super::edited::EditedPage;
use crate::assets::bundle::{Asset, FOLDER};
use crate::base::html::{self, Attribute};
use crate::config::Links;

/// Relocates the addresses of one page.
pub struct Relocator<'a> {
    place: Place<'a>,
    /// The page's own address, as others write it.
    page: String,
    /// The path before every address, as it stands in an attribute, and within a style sheet or a list.
    base: [String; 2],
    /// The offset of the next mention of the theme's folder, as far as the page was scanned for it.
    mention: usize,
}

impl<'a> Relocator<'a> {
    /// None where every address leads where it should as it is.
    pub fn new(place: Place<'a>) -> Option<Self> {
        if place.base_path.is_empty() && place.links == Links::Root && !place.assets.renames() {
            return None;
        }
        let page = if place.links == Links::Relative { place.page.to_string() } else { String::new() };
        let base = [true, false].map(|whole| written(place.base_path, whole));
        Some(Self { place, page, base, mention: 0 })
    }

    /// Returns the offset before which no address moves, at or after `from`; the end of the page where none is left. Calls
    /// come in the order of the page.
    ///
    /// Where only the theme's files have other addresses, few tags name one. Scanning for the name of their folder is
    /// faster than reading attributes, and after the last mention the rest of the page needs no reading at all.
    pub fn next(&mut self, html: &[u8], from: usize) -> usize {
        if self.place.links == Links::Relative || !self.place.base_path.is_empty() {
            return from;
        }
        if self.mention < from {
            let folder = FOLDER.trim_matches('/').as_bytes();
            self.mention = memmem::find(&html[from..], folder).map_or(html.len(), |distance| from + distance);
        }
        self.mention
    }

    /// Moves the addresses of a start tag.
    pub fn tag(&self, html: &[u8], name: &[u8], attributes: &[Attribute<'_>], page: &mut EditedPage<'_>) {
        html::addresses(html, name, attributes, |address| {
            let typed = &html[address.at.clone()];
            let Some(moved) = self.address(typed, address.whole) else { return };
            page.replace(address.at, &moved);
            if address.whole
                && let Some(sum) = self.integrity(name, typed)
            {
                let end = attributes[address.attribute].end;
                page.replace(end..end, format!(" integrity=\"{sum}\"").as_bytes());
            }
        });
    }

    /// Moves the addresses of a style sheet within the page, and returns the sheet.
    pub fn sheet<'h>(&self, html: &'h [u8], at: Range<usize>, page: &mut EditedPage<'_>) -> Cow<'h, [u8]> {
        let css = &html[at.clone()];
        let mut sheet = EditedPage::new(css);
        html::style::addresses(css, &mut |found, _| {
            // There are no entities in a style sheet.
            let (path, suffix) = css[found.clone()].split_at(end_of_path(&css[found.clone()]));
            if let Some(mut moved) = self.path(path, false) {
                moved.extend_from_slice(suffix);
                page.replace(at.start + found.start..at.start + found.end, &moved);
                sheet.replace(found, &moved);
            }
        });
        sheet.finish().map_or(css.into(), Cow::Owned)
    }

    /// An address that begins with one slash, moved; none where it stays as it is. `whole` says that nothing else stands
    /// in its attribute.
    fn address(&self, typed: &[u8], whole: bool) -> Option<Vec<u8>> {
        let path_end = end_of_path(typed);
        // An entity in the path may be any part of it; one behind it stays as it was typed.
        if typed[..path_end].contains(&b'&') {
            let text = html::decode(typed);
            let end = end_of_path(text.as_bytes());
            let mut moved = self.path(html::escape(&text[..end]).as_bytes(), whole)?;
            moved.extend_from_slice(html::escape(&text[end..]).as_bytes());
            return Some(moved);
        }
        let (path, suffix) = typed.split_at(path_end);
        let mut moved = self.path(path, whole)?;
        moved.extend_from_slice(suffix);
        Some(moved)
    }

    fn path(&self, path: &[u8], whole: bool) -> Option<Vec<u8>> {
        // Two slashes name a host, and browsers take a backslash for a slash.
        if !path.starts_with(b"/") || matches!(path.get(1), Some(b'/' | b'\\')) {
            return None;
        }
        let renamed = self.asset(path).map(|asset| written(&asset.url.to_string(), whole));
        let base = &self.base[usize::from(!whole)];
        if renamed.is_none() && self.place.links == Links::Root && base.is_empty() {
            return None;
        }
        let path = renamed.as_deref().map_or(path, str::as_bytes);
        Some(match self.place.links {
            Links::Root => [base.as_bytes(), path].concat(),
            Links::Relative => relative(path, self.page.as_bytes()),
        })
    }

    /// The theme's file of an address, where it has another name.
    fn asset(&self, path: &[u8]) -> Option<&'a Asset> {
        let path = path.starts_with(FOLDER.as_bytes()).then(|| str::from_utf8(path).ok()).flatten()?;
        self.place.assets.get(path).filter(|_| self.place.assets.renames())
    }

    /// The sum of a style sheet or script, where the element that asks for it can say it. A browser has nothing to check
    /// a file of a disk against.
    fn integrity(&self, element: &[u8], typed: &[u8]) -> Option<&'a str> {
        let asks = element.eq_ignore_ascii_case(b"link") || element.eq_ignore_ascii_case(b"script");
        let asset = self.asset(&typed[..end_of_path(typed)]).filter(|_| asks && self.place.links == Links::Root)?;
        asset.integrity.as_deref()
    }
}

fn end_of_path(address: &[u8]) -> usize {
    address.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(address.len())
}

/// A path as it stands in an attribute with any quotation marks or none, and what may end it in a style sheet or a list
/// encoded where it isn't `whole`.
fn written(path: &str, whole: bool) -> String {
    let path = html::escape(path);
    if whole {
        return path;
    }
    let codes = [("&#39;", "%27"), ("&amp;", "%26"), ("(", "%28"), (")", "%29"), (",", "%2C")];
    codes.iter().fold(path, |path, (sign, code)| path.replace(sign, code))
}

/// `/bases/` seen from `/column/a/` is `../../bases/index.html`: a browser that opens a file from a disk is shown no
/// folder's page without its name.
fn relative(path: &[u8], page: &[u8]) -> Vec<u8> {
    // Both have the folders before this in common.
    let common = path.iter().zip(page).take_while(|(one, other)| one == other).count();
    let common = path[..common].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
    let folders_up = page.get(common..).unwrap_or_default().iter().filter(|byte| **byte == b'/').count();
    let rest = &path[common..];
    let mut moved = b"../".repeat(folders_up);
    // What looks like a scheme isn't one behind a dot.
    if folders_up == 0 && rest.contains(&b':') {
        moved.extend_from_slice(b"./");
    }
    moved.extend_from_slice(rest);
    if path.ends_with(b"/") {
        moved.extend_from_slice(b"index.html");
    }
    moved
}

#[cfg(test)]
mod tests {
    use crate::assets::bundle::Assets;
    use crate::base::url::Url;
    use crate::config::Links;
    use crate::render::{Place, finish};

    fn moved(html: &str, base_path: &str, links: Links, page: &str) -> String {
        let (page, assets) = (Url::new(page), Assets::default());
        let place = Place { base_path, links, assets: &assets, page: &page, minify: false, policy: false };
        String::from_utf8(finish(html.into(), place).content.held().to_vec()).unwrap()
    }

    #[test]
    fn addresses_move_and_nothing_else_does() {
        let html = r#"<a href="/a/" title="/b">x</a><img src="/c.svg"><a href="//host/">y</a><meta http-equiv="refresh" content="0; url=/d/"> a="/e""#;
        let expected = r#"<a href="/sub/a/" title="/b">x</a><img src="/sub/c.svg"><a href="//host/">y</a><meta http-equiv="refresh" content="0; url=/sub/d/"> a="/e""#;
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
