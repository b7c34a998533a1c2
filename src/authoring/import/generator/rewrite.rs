//! Rewrites a post's Markdown for the new site: tags with a counterpart become Markdown, links and pictures get their
//! new addresses, and dead links become text.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::markup::{self, Replacement, Style, bracketed};
use super::place::{PostPlace, Reason};
use super::{Convert, OldSite, Post, Reporter};
use crate::authoring::import::existing::ExistingSite;
use crate::base::diagnostic::{Location, messages};
use crate::base::text::edits::{Edited, Edits};
use crate::base::url::{SourcePath, Url, percent_decode};
use crate::content::markdown::{LinkKind, LinkTo, MarkdownOptions, markdown};

pub struct Rewriter<'a> {
    pub existing: &'a ExistingSite,
    pub old: &'a OldSite,
    pub index: Index,
    pub places: &'a [Result<PostPlace, Reason>],
    pub style: Style,
    pub convert: Convert,
    /// Returns whether the new site has a page of its own at an address.
    pub known: &'a dyn Fn(&str) -> bool,
}

/// The posts of an old site by every name that a link may use, and its files by path.
#[derive(Default)]
pub struct Index {
    sources: BTreeMap<String, usize>,
    addresses: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    /// The anchors of each post, computed when the first link needs them.
    headings: Vec<OnceCell<BTreeSet<String>>>,
    files: BTreeMap<SourcePath, String>,
}

/// The target of an old address on the new site.
#[derive(Debug, PartialEq)]
pub enum Leads {
    /// A post; its address is relative to the new file.
    Text(usize),
    /// A file, relative to the new file or from the root.
    File(String),
    /// A page that the new site has at the same address.
    Same,
    Nowhere,
}

impl Rewriter<'_> {
    /// Returns the rewritten body of a post.
    pub fn body(&self, number: usize, reporter: &mut Reporter) -> String {
        let post = &self.old.posts[number];
        let tags = markup::tags(&post.body, self.style);
        let changes = (self.convert)(&post.body, &tags);
        // A closing tag isn't reported if its opening tag is.
        let ends = |tag: &markup::Tag| {
            let begins = tag.name.strip_prefix("end");
            tag.closing || begins.is_some_and(|name| name.is_empty() || tags.iter().any(|other| other.name == name))
        };
        for tag in tags.iter().filter(|tag| !ends(tag) && !tag.escaped) {
            if !changes.iter().any(|(range, _)| range.start <= tag.range.start && tag.range.end <= range.end) {
                let start = post.origin.place(tag.range.start);
                let end = post.origin.place(tag.range.end).max(start);
                reporter.unknown_markup(&tag.name, Location::span(&post.source, start..end));
            }
        }
        let converted = Edits::from_iter(changes).apply(&post.body);
        let links = self.links(number, &converted, reporter);
        Edits::from_iter(links).apply(&converted.text).text
    }

    fn links(&self, number: usize, converted: &Edited, reporter: &mut Reporter) -> Vec<Replacement> {
        let post = &self.old.posts[number];
        let options = MarkdownOptions { raw_html: true, language: self.existing.config.language.clone() };
        let body = markdown(&converted.text, &post.source, 0, &options).value;
        let mut changes = Vec::new();
        for link in &body.links {
            let Some(written) = converted.text.get(link.span.start..link.span.end) else { continue };
            let picture = matches!(link.kind, LinkKind::Asset | LinkKind::Picture);
            let leads = self.leads(number, &link.target, picture);
            let to = match leads {
                Leads::Same => continue,
                // It may be no address at all.
                Leads::Nowhere if link.kind == LinkKind::Unchecked => continue,
                Leads::File(address) => Some(format!("{address}{}", link.suffix)),
                // A draft isn't published, so a published post can't link to it.
                Leads::Text(other) if self.old.posts[other].draft && !post.draft => None,
                Leads::Text(other) => self.to_text(number, other, &link.suffix, reporter),
                Leads::Nowhere => None,
            };
            let at = post.origin.place(converted.places.before(link.span.start));
            // A reference link has no address of its own, so it becomes an inline link.
            let place = destination(written, link);
            let range = place.map(|(start, end)| link.span.start + start..link.span.start + end);
            match (to, range) {
                (Some(to), None) => {
                    let bang = if written.starts_with('!') { "!" } else { "" };
                    let (words, to) = (words(written), bracketed(&to));
                    changes.push((link.span.start..link.span.end, format!("{bang}[{words}]({to})")));
                }
                (Some(to), Some(range)) if link.kind == LinkKind::Unchecked => changes.push((range, within(&to))),
                (Some(to), Some(range)) => changes.push((range, if in_html(written) { to } else { bracketed(&to) })),
                (None, range) => {
                    let target = format!("{}{}", link.target, link.suffix);
                    reporter.report(messages::link_to_nothing(&target), &post.source, at);
                    if link.kind == LinkKind::Unchecked {
                        continue;
                    }
                    let range = range.unwrap_or(link.span.start..link.span.end);
                    changes.push(self.as_text(written, link, range, &target));
                }
            }
        }
        changes
    }

    /// Returns the address of another post relative to this one's file; an anchor that the post doesn't have is
    /// dropped.
    fn to_text(&self, from: usize, to: usize, suffix: &str, reporter: &mut Reporter) -> Option<String> {
        let (Ok(here), Ok(there)) = (&self.places[from], &self.places[to]) else { return None };
        let mut suffix = suffix.to_owned();
        if let Some((query, anchor)) = suffix.split_once('#') {
            let anchor = percent_decode(anchor);
            let headings = self.index.headings[to].get_or_init(|| headings(&self.old.posts[to]));
            if !headings.contains(&*anchor) {
                let post = &self.old.posts[from];
                reporter.report(messages::link_to_nothing(&format!("#{anchor}")), &post.source, post.origin.start());
                suffix = query.to_owned();
            }
        }
        Some(format!("{}{suffix}", relative(&here.path, &there.path)))
    }

    /// Replaces a dead link by its text, with the address after it.
    fn as_text(&self, written: &str, link: &LinkTo, range: std::ops::Range<usize>, target: &str) -> Replacement {
        if in_html(written) {
            return (range, format!("#\" data-was=\"{}", target.replace('"', "%22")));
        }
        let chinese = self.existing.config.language.starts_with("zh");
        let whole = link.span.start..link.span.end;
        let words = words(written);
        let text = match (written.starts_with('!'), chinese) {
            (true, true) => format!("（缺图：{words} `{target}`）"),
            (true, false) => format!("(missing picture: {words} `{target}`)"),
            (false, true) => format!("{words}（`{target}`）"),
            (false, false) => format!("{words} (`{target}`)"),
        };
        (whole, text)
    }

    /// Resolves an address of the old site. A picture can't be a post.
    pub fn leads(&self, number: usize, target: &str, picture: bool) -> Leads {
        match self.anywhere(number, target) {
            Leads::Text(_) if picture => Leads::Nowhere,
            leads => leads,
        }
    }

    fn anywhere(&self, number: usize, target: &str) -> Leads {
        let post = &self.old.posts[number];
        if let Some(below) = target.strip_prefix("@/") {
            // Zola's internal links: a path below `content`.
            return self.text_at(&format!("content/{below}"));
        }
        if target.starts_with('/') {
            let address = self.old.base.as_str();
            let below = target.strip_prefix(address).filter(|below| below.starts_with('/')).unwrap_or(target);
            return match self.at_address(below) {
                Leads::Nowhere if (self.known)(target) => Leads::Same,
                leads => leads,
            };
        }
        if let Some(bundle) = &post.bundle
            && let Some(path) = SourcePath::new(&format!("{bundle}/{target}"))
            && let Ok(place) = &self.places[number]
            && let Some((new, _)) = place.beside.iter().find(|(_, source)| *source == path)
        {
            return Leads::File(relative(&place.path, new));
        }
        if let Some(path) = post.source.resolve(target) {
            if let leads @ Leads::Text(_) = self.text_at(path.as_str()) {
                return leads;
            }
            if let Some(address) = self.index.files.get(&path) {
                return Leads::File(address.clone());
            }
        }
        if let Some(address) = &post.address {
            let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
            let leads = self.at_address(Url::new(&format!("{folder}/{target}")).as_str());
            if leads != Leads::Nowhere {
                return leads;
            }
        }
        // By name alone, as tags refer to posts.
        let name = target.trim_end_matches(".md").trim_matches('/');
        let name = name.rsplit('/').next().unwrap_or(name);
        self.index.names.get(name).map_or(Leads::Nowhere, |text| Leads::Text(*text))
    }

    /// Resolves a path in the sources, with or without extension, as a file or as a folder.
    fn text_at(&self, path: &str) -> Leads {
        let plain = path.trim_end_matches('/').trim_end_matches(".html");
        self.index.sources.get(plain).map_or(Leads::Nowhere, |text| Leads::Text(*text))
    }

    fn at_address(&self, address: &str) -> Leads {
        let path = folded(address);
        if let Some(text) = self.index.addresses.get(&path) {
            return Leads::Text(*text);
        }
        if self.old.files.contains_key(address) {
            return Leads::File(address.to_owned());
        }
        if path.is_empty() { Leads::Same } else { Leads::Nowhere }
    }
}

impl Index {
    /// If two posts have the same name, the first is used.
    pub fn of(old: &OldSite) -> Self {
        let mut index = Self { headings: vec![OnceCell::new(); old.posts.len()], ..Self::default() };
        for (number, post) in old.posts.iter().enumerate() {
            let source = post.source.as_str();
            let stem = source.trim_end_matches(".markdown").trim_end_matches(".md");
            let folder = stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/README"));
            for path in [Some(source), Some(stem), folder].into_iter().flatten() {
                index.sources.entry(path.to_owned()).or_insert(number);
            }
            for name in [post.name.as_str(), post.source.stem()] {
                index.names.entry(name.to_owned()).or_insert(number);
            }
            if let Some(address) = &post.address {
                index.addresses.entry(folded(address)).or_insert(number);
            }
        }
        index.files = old.files.iter().map(|(address, source)| (source.clone(), address.clone())).collect();
        index
    }
}

/// Returns the anchors of a post.
fn headings(post: &Post) -> BTreeSet<String> {
    let body = markdown(&post.body, &post.source, 0, &MarkdownOptions::default()).value;
    body.headings.into_iter().map(|heading| heading.id).collect()
}

/// Normalises an address, so that forms that hosts treat alike are equal: with and without `index.html`, `.html`,
/// trailing slash.
fn folded(address: &str) -> String {
    let decoded = percent_decode(address);
    let plain = decoded.trim_end_matches('/').trim_end_matches("/index.html").trim_end_matches(".html");
    plain.trim_start_matches('/').to_owned()
}

/// An address as it stands in an attribute without quotation marks, in a list and in a style.
fn within(address: &str) -> String {
    let codes = [(" ", "%20"), ("\"", "%22"), ("'", "%27"), ("(", "%28"), (")", "%29"), (",", "%2C"), (">", "%3E")];
    codes.iter().fold(address.to_owned(), |address, (sign, code)| address.replace(sign, code))
}

/// Returns whether a link is an HTML attribute's value.
fn in_html(written: &str) -> bool {
    !written.starts_with(['[', '!', '<'])
}

/// Returns the text of a link as written: what is between its brackets.
fn words(written: &str) -> &str {
    let open = written.find('[').map_or(0, |at| at + 1);
    let close = written.rfind("](").or_else(|| written.rfind("][")).or_else(|| written.rfind(']'));
    close.and_then(|close| written.get(open..close)).unwrap_or(written)
}

/// Returns the range of the address in a link as written.
fn destination(written: &str, link: &LinkTo) -> Option<(usize, usize)> {
    if in_html(written) {
        return Some((0, written.len()));
    }
    let at = written.rfind("](").map(|at| at + 2)?;
    let rest = &written[at..];
    let skipped = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let length = if rest.starts_with('<') {
        rest.find('>')? + 1
    } else {
        // The address ends at the title or the closing bracket; it may hold balanced brackets.
        let mut depth = 0;
        rest.find(|c: char| {
            depth += match c {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            c.is_whitespace() || depth < 0
        })?
    };
    let address = rest[..length].trim_matches(['<', '>']);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    (percent_decode(path) == link.target || address.contains('\\')).then_some((at + skipped, at + skipped + length))
}

/// Returns the relative path from one file to another.
pub fn relative(from: &SourcePath, to: &SourcePath) -> String {
    let here: Vec<&str> = from.folder().split('/').filter(|part| !part.is_empty()).collect();
    let there: Vec<&str> = to.as_str().split('/').collect();
    let common = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; here.len() - common];
    parts.extend(&there[common.min(there.len() - 1)..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_from_another() {
        let path = |path: &str| SourcePath::new(path).unwrap();
        assert_eq!(relative(&path("content/a/2020/b.md"), &path("content/a/2021/c.md")), "../2021/c.md");
        assert_eq!(relative(&path("content/a/b.md"), &path("content/a/c.md")), "c.md");
        assert_eq!(relative(&path("content/a/b/index.md"), &path("content/a/b/x.png")), "x.png");
        assert_eq!(relative(&path("content/about.md"), &path("content/a/c.md")), "a/c.md");
    }

    #[test]
    fn addresses_that_a_host_answers_alike_are_one() {
        for address in ["/a/b/", "/a/b", "/a/b/index.html", "/a/b.html"] {
            assert_eq!(folded(address), "a/b");
        }
        assert_eq!((folded("/"), folded("/%E5%BD%A9/")), (String::new(), "彩".to_owned()));
    }
}
