//! A page as its templates wrote it → the page as it is published, in one pass over its tokens.
//!
//! Addresses are moved to where the site lives, what no browser shows goes, and what the content security policy has to
//! allow is noted: each where it is asked for, and where nothing is, no page is read.

mod edited;
mod minify;
mod relocate;
mod tongue;

use std::sync::Arc;

use crate::assets::bundle::Assets;
use crate::base::html::{Reader, Token};
use crate::base::url::Url;
use crate::config::Links;
use crate::render::Rendered;
use crate::render::hosting::Uses;
use edited::EditedPage;
use minify::Minifier;
use relocate::Relocator;

pub use tongue::{foreign_han, mark_han};

/// Where a page's links lead from, and what else is asked for.
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
    /// Whether a host is told what the page uses.
    pub policy: bool,
}

pub fn finish(html: Vec<u8>, place: Place<'_>) -> Rendered {
    let mut relocator = Relocator::new(place);
    let mut minifier = place.minify.then(Minifier::default);
    let mut uses = place.policy.then(Uses::default);
    if relocator.is_none() && minifier.is_none() && uses.is_none() {
        return html.into();
    }
    let mut page = EditedPage::new(&html);
    let mut reader = Reader::new(&html);
    loop {
        let from = reader.at();
        let next = relocator.as_mut().map_or(html.len(), |relocator| relocator.next(&html, from));
        if next == html.len() && minifier.is_none() && uses.is_none() {
            break;
        }
        let Some(token) = reader.next() else { break };
        match token {
            Token::Start { name, content } => {
                let mut inside = content.clone().map(|content| html[content].into());
                if let Some(relocator) = &relocator {
                    if next < reader.at() {
                        relocator.tag(&html, name, reader.attributes(), &mut page);
                    }
                    if name.eq_ignore_ascii_case(b"style")
                        && let Some(content) = content
                    {
                        inside = Some(relocator.sheet(&html, content, &mut page));
                    }
                }
                if let Some(uses) = &mut uses {
                    uses.tag(&html, name, reader.attributes(), inside.as_deref().unwrap_or_default());
                }
                if let Some(minifier) = &mut minifier {
                    minifier.open(name);
                }
            }
            Token::End { name } => {
                if let Some(minifier) = &mut minifier {
                    minifier.close(name);
                }
            }
            Token::Text { at, raw: false } => {
                if let Some(minifier) = &minifier {
                    minifier.text(&html, at, &mut page);
                }
            }
            Token::Comment(at) => {
                if let Some(minifier) = &minifier {
                    minifier.comment(&html, at, &mut page);
                }
            }
            Token::Text { .. } | Token::Declaration => {}
        }
    }
    let changed = page.finish();
    Rendered { content: changed.unwrap_or(html).into(), uses: uses.map(Arc::new) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assets::bundle::{Audience, make};

    proptest! {
        /// Where only the theme's files have other addresses, the page is read to their last mention and no further. With
        /// a policy it is read whole: both make the same page.
        #[test]
        fn a_page_read_in_part_is_the_page_read_whole(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<img src=\"/assets/hero.svg\">",
                    "<IMG SRC='/assets/hero.svg?a#b' alt=x>",
                    "<img srcset=\"/assets/hero.svg 1x, /assets/other.svg 2x\">",
                    "<style>p{a:url(/assets/hero.svg)}</style>",
                    "<p style=\"a:url(/assets/hero.svg)\">",
                    "<!-- <img src=\"/assets/hero.svg\"> -->",
                    "<script>'<img src=\"/assets/hero.svg\">'</script>",
                    "src=\"/assets/hero.svg\" assets",
                    "<a href=\"/column/\">a</a>",
                    "<a title=\"/assets/hero.svg",
                    "<b>",
                ]),
                0..8,
            ),
        ) {
            let files = [(Url::new("/assets/hero.svg"), b"<svg/>".to_vec().into())].into();
            let (assets, faults) = make(&files, Audience::Visitors);
            prop_assert!(faults.is_empty() && assets.renames());
            let (html, page) = (parts.concat(), Url::root());
            let place =
                Place { base_path: "", links: Links::Root, assets: &assets, page: &page, minify: false, policy: false };
            let part = finish(html.clone().into_bytes(), place);
            let whole = finish(html.clone().into_bytes(), Place { policy: true, ..place });
            prop_assert_eq!(part.content.held(), whole.content.held());
            if parts.first() == Some(&"<img src=\"/assets/hero.svg\">") {
                prop_assert!(!part.content.held().starts_with(parts[0].as_bytes()), "the file has another name");
            }
        }
    }

    #[test]
    fn one_pass_notes_what_reading_the_page_again_would() {
        let html = "<style>p{a:url(/x.png)}</style><!-- c --><script>1</script>\n\n<p onclick=x>\
            <b style=\"b:url(https://a.example/b.png)\"><img src=//c.example/d.png><a href=/e/>";
        let (page, assets) = (Url::root(), Assets::default());
        let links = Links::Root;
        let place = Place { base_path: "/sub", links, assets: &assets, page: &page, minify: true, policy: true };
        let made = finish(html.into(), place);
        let text = String::from_utf8_lossy(made.content.held()).into_owned();
        assert_eq!(
            text,
            "<style>p{a:url(/sub/x.png)}</style><script>1</script>\n<p onclick=x>\
            <b style=\"b:url(https://a.example/b.png)\"><img src=//c.example/d.png><a href=/sub/e/>"
        );
        let mut again = Uses::default();
        again.page(text.as_bytes());
        assert_eq!(made.uses.as_deref(), Some(&again));
        let plain = finish(html.into(), Place { base_path: "", minify: false, policy: false, ..place });
        assert_eq!((plain.content.held(), plain.uses.is_none()), (html.as_bytes(), true));
    }

    #[test]
    fn addresses_move_in_every_form() {
        let (page, assets) = (Url::new("/column/a/"), Assets::default());
        let moved = |links: Links, html: &str| {
            let place =
                Place { base_path: "/it's(1)", links, assets: &assets, page: &page, minify: false, policy: false };
            String::from_utf8_lossy(finish(html.into(), place).content.held()).into_owned()
        };
        assert_eq!(moved(Links::Root, "<a href='/b/'>"), "<a href='/it&#39;s(1)/b/'>");
        assert_eq!(moved(Links::Root, "<p style='a:url(/b)'>"), "<p style='a:url(/it%27s%281%29/b)'>");
        assert_eq!(moved(Links::Relative, "<A HREF = /b/?x>"), "<A HREF = ../../b/index.html?x>");
        assert_eq!(
            moved(Links::Relative, "<a href='&#47;b&amp;c/?d&amp;e'>"),
            "<a href='../../b&amp;c/index.html?d&amp;e'>"
        );
        for still in ["<a href='//b/'>", "<a href='/\\b/'>", "<a href=b/>", "<p title=/b/>", "/b/ href=\"/b/\""] {
            assert_eq!(moved(Links::Root, still), still);
        }
    }
}
