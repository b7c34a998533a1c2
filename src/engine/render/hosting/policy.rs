//! Pages → the strictest content security policy under which they are whole (CSP Level 3).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use crate::base::fingerprint::sum;
use crate::base::html::{Attribute, Reader, Token, candidates, decode, lower, style};

/// What pages load from elsewhere, and what they hold that a strict policy forbids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    scripts: BTreeSet<String>,
    styles: BTreeSet<String>,
    images: BTreeSet<String>,
    media: BTreeSet<String>,
    frames: BTreeSet<String>,
    forms: BTreeSet<String>,
    fonts: BTreeSet<String>,
    objects: BTreeSet<String>,
    /// Attributes `style`, which no hash allows in all browsers.
    style_attributes: bool,
    /// Attributes such as `onclick`.
    handlers: bool,
}

impl Uses {
    /// Takes in a page that was made elsewhere.
    pub fn page(&mut self, html: &[u8]) {
        let mut reader = Reader::new(html);
        while let Some(token) = reader.next() {
            if let Token::Start { name, content } = token {
                self.tag(html, name, reader.attributes(), content.map_or(b"", |content| &html[content]));
            }
        }
    }

    /// Takes in a start tag of a page, with what stands in the element if that is text alone.
    pub fn tag(&mut self, html: &[u8], name: &[u8], attributes: &[Attribute<'_>], inside: &[u8]) {
        for attribute in attributes {
            if attribute.is("style") {
                self.style_attributes = true;
                self.sheet(decode(&html[attribute.value.clone()]).as_bytes());
            }
            self.handlers |= attribute.name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"on"));
        }
        let get = |name: &str| {
            let found = attributes.iter().find(|attribute| attribute.is(name));
            found.map(|attribute| decode(&html[attribute.value.clone()]))
        };
        match &*lower(name) {
            b"script" => match get("src") {
                Some(src) => add(&mut self.scripts, &src),
                None if runs(get("type").as_deref()) => drop(self.scripts.insert(hash(inside))),
                None => {}
            },
            b"style" => {
                self.styles.insert(hash(inside));
                self.sheet(inside);
            }
            b"link" => {
                let kind = get("rel").unwrap_or_default();
                let href = get("href").unwrap_or_default();
                match &*kind {
                    "stylesheet" => add(&mut self.styles, &href),
                    kind if kind.contains("icon") => add(&mut self.images, &href),
                    _ => {}
                }
            }
            b"img" | b"image" | b"input" => {
                for src in [get("src"), get("href"), get("xlink:href")].into_iter().flatten() {
                    add(&mut self.images, &src);
                }
                self.candidates(get("srcset"));
            }
            b"source" | b"video" | b"audio" | b"track" => {
                get("src").iter().for_each(|src| add(&mut self.media, src));
                get("poster").iter().for_each(|src| add(&mut self.images, src));
                self.candidates(get("srcset"));
            }
            b"iframe" | b"frame" => get("src").iter().for_each(|src| frame(&mut self.frames, src)),
            b"object" | b"embed" => {
                let address = get("data").or_else(|| get("src"));
                address.iter().for_each(|src| frame(&mut self.objects, src));
            }
            b"form" => get("action").iter().for_each(|src| add(&mut self.forms, src)),
            _ => {}
        }
    }

    fn candidates(&mut self, set: Option<Cow<'_, str>>) {
        let set = set.unwrap_or_default();
        candidates(set.as_bytes(), |at| add(&mut self.images, &set[at]));
    }

    /// What either uses.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let Self { scripts, styles, images, media, frames, forms, fonts, objects, style_attributes, handlers } = other;
        self.scripts.extend(scripts);
        self.styles.extend(styles);
        self.images.extend(images);
        self.media.extend(media);
        self.frames.extend(frames);
        self.forms.extend(forms);
        self.fonts.extend(fonts);
        self.objects.extend(objects);
        self.style_attributes |= style_attributes;
        self.handlers |= handlers;
        self
    }

    /// Takes in one style sheet: pictures and fonts from elsewhere, and those written into it.
    pub fn sheet(&mut self, css: &[u8]) {
        style::addresses(css, &mut |at, imported| {
            let address = String::from_utf8_lossy(&css[at]);
            let font = [".woff2", ".woff", ".ttf", ".otf"].iter().any(|end| address.contains(end))
                || address.starts_with("data:font/");
            match () {
                () if imported => add(&mut self.styles, &address),
                () if font => add(&mut self.fonts, &address),
                () => add(&mut self.images, &address),
            }
        });
    }
}

/// The sum of a script or a style sheet as browsers see it, where every line ends in a line feed.
fn hash(inside: &[u8]) -> String {
    if !inside.contains(&b'\r') {
        return format!("'{}'", sum(inside));
    }
    let lines = String::from_utf8_lossy(inside).replace("\r\n", "\n").replace('\r', "\n");
    format!("'{}'", sum(lines.as_bytes()))
}

/// A script of another type is data.
fn runs(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| kind.is_empty() || kind == "module" || kind.ends_with("javascript"))
}

/// Notes where something comes from; the site's own files are allowed anyway.
fn add(sources: &mut BTreeSet<String>, address: &str) {
    let address = address.trim();
    if address.starts_with("data:") {
        sources.insert("data:".to_owned());
    } else if let Some(origin) = origin(address) {
        sources.insert(origin);
    }
}

/// The same for what isn't allowed at all unless somebody uses it.
fn frame(sources: &mut BTreeSet<String>, address: &str) {
    add(sources, address);
    if !address.is_empty() && origin(address).is_none() && !address.starts_with("data:") {
        sources.insert("'self'".to_owned());
    }
}

/// Scheme and host of an address elsewhere.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = match address.strip_prefix("//") {
        Some(rest) => ("https", rest),
        None => address.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A quote or a semicolon in it would end the directive.
    let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    plain.then(|| format!("{scheme}://{host}"))
}

/// A content security policy, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy(String);

impl From<Uses> for Policy {
    fn from(mut uses: Uses) -> Self {
        for (inline, sources) in [(uses.style_attributes, &mut uses.styles), (uses.handlers, &mut uses.scripts)] {
            if inline {
                // A hash would make browsers overlook the permission.
                sources.retain(|source| !source.starts_with("'sha256-"));
                sources.insert("'unsafe-inline'".to_owned());
            }
        }
        let nothing = BTreeSet::new();
        let own = ["'self'"];
        let directives: [(&str, &[&str], &BTreeSet<String>); 13] = [
            ("default-src", &[], &nothing),
            ("script-src", &own, &uses.scripts),
            ("style-src", &own, &uses.styles),
            ("img-src", &own, &uses.images),
            ("font-src", &own, &uses.fonts),
            ("media-src", &own, &uses.media),
            ("connect-src", &own, &nothing),
            ("manifest-src", &own, &nothing),
            ("form-action", &own, &uses.forms),
            ("frame-src", &[], &uses.frames),
            ("object-src", &[], &uses.objects),
            ("frame-ancestors", &own, &nothing),
            ("base-uri", &[], &nothing),
        ];
        Self(directives.map(|(name, always, sources)| directive(name, always, sources)).join("; "))
    }
}

/// A directive with what it always allows and what is used beside it; with neither nothing is allowed.
fn directive(name: &str, always: &[&str], sources: &BTreeSet<String>) -> String {
    let mut text = name.to_owned();
    for source in always.iter().copied().chain(sources.iter().map(String::as_str)) {
        text.push(' ');
        text.push_str(source);
    }
    if always.is_empty() && sources.is_empty() {
        text.push_str(" 'none'");
    }
    text
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(html: &str) -> String {
        let mut uses = Uses::default();
        uses.page(html.as_bytes());
        Policy::from(uses).to_string()
    }

    #[test]
    fn a_page_of_the_site_alone_gets_the_strictest() {
        let html = r#"<link rel="stylesheet" href="/a.css"><script src="/b.js"></script><script type="application/ld+json">{}</script><img src="c.png">"#;
        assert_eq!(
            policy(html),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-src 'none'; object-src 'none'; frame-ancestors 'self'; base-uri 'none'"
        );
    }

    #[test]
    fn what_a_page_uses_is_allowed_and_nothing_else() {
        let html = "<script>alert(1)</script><iframe src=\"https://video.example.org/x?y\"></iframe>\
             <img src=\"//pictures.example.org/a.png\"><img src=\"data:image/png;base64,AA\">\
             <style>a{background:url(https://sheet.example.org/b.png)}@font-face{src:url(\"https://fonts.example.org/c.woff2\")}</style>";
        let policy = policy(html);
        // openssl dgst -sha256 -binary <<< … | base64
        for part in [
            "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';",
            "frame-src https://video.example.org;",
            "img-src 'self' data: https://pictures.example.org https://sheet.example.org;",
            "font-src 'self' https://fonts.example.org;",
        ] {
            assert!(policy.contains(part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }

    #[test]
    fn a_style_attribute_or_a_handler_opens_what_it_must() {
        let found = policy("<p style=\"color:red\">x</p><style>b{}</style>");
        assert!(found.contains("style-src 'self' 'unsafe-inline';") && found.contains("script-src 'self';"), "{found}");
        assert!(policy("<p onclick=\"x()\">").contains("script-src 'self' 'unsafe-inline';"));
        assert_eq!(policy("<style>a\r\n</style>"), policy("<style>a\n</style>"), "browsers see one line feed");
        let drawn = policy("<p style=\"background:url(&quot;https://pictures.example.org/a.png&quot;)\">x</p>");
        assert!(drawn.contains("img-src 'self' https://pictures.example.org;"), "{drawn}");
        let quote = policy("<script src=\"https://a.example;script-src *\"></script>");
        assert!(!quote.contains('*'), "nothing gets out of its directive: {quote}");
    }
}
