//! A page as its templates wrote it → the page as it is published, in one pass over its tokens.
//!
//! Addresses are moved to where the site lives, what no browser shows goes, and what the content security policy has to
//! allow is noted: each where it is asked for, and where nothing is, no page is read.

mod edited;
mod minify;
mod relocate;

use std::sync::Arc;

use crate::assets::bundle::Assets;
use crate::base::html::{Reader, Token};
use crate::base::url::Url;
use crate::config::Links;
use crate::render::Rendered;
use crate::render::hosting::Uses;
use edited::EditedPage;
use minify::Minifier;
use relocate::Mover;

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
    let mut mover = Mover::new(place);
    let mut small = place.minify.then(Minifier::default);
    let mut uses = place.policy.then(Uses::default);
    if mover.is_none() && small.is_none() && uses.is_none() {
        return html.into();
    }
    let mut page = EditedPage::new(&html);
    let mut reader = Reader::new(&html);
    loop {
        let from = reader.at();
        let Some(token) = reader.next() else { break };
        match token {
            Token::Start { name, content } => {
                let mut inside = content.clone().map(|content| html[content].into());
                if let Some(mover) = &mut mover {
                    if mover.concerns(&html, from..reader.at()) {
                        mover.tag(&html, name, reader.attributes(), &mut page);
                    }
                    if name.eq_ignore_ascii_case(b"style")
                        && let Some(content) = content
                    {
                        inside = Some(mover.sheet(&html, content, &mut page));
                    }
                }
                if let Some(uses) = &mut uses {
                    uses.tag(&html, name, reader.attributes(), inside.as_deref().unwrap_or_default());
                }
                if let Some(small) = &mut small {
                    small.open(name);
                }
            }
            Token::End { name } => {
                if let Some(small) = &mut small {
                    small.close(name);
                }
            }
            Token::Text { at, raw: false } => {
                if let Some(small) = &small {
                    small.text(&html, at, &mut page);
                }
            }
            Token::Comment(at) => {
                if let Some(small) = &small {
                    small.comment(&html, at, &mut page);
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
    use super::*;

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
