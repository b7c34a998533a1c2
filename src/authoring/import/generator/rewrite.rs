//! Rewrites a post's Markdown for the new site: tags with a counterpart become Markdown, links and pictures get their
//! new addresses, and dead links become text.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Options, Parser};

use super::dialect::{self, Dialect, Leftover};
use super::heading::heading;
pub use super::markup::bracketed;
use super::markup::{self, Replacement, Style};
use super::permalink::folded;
use super::place::{PostPlace, Reason};
use super::{Convert, OldSite, Post, Reporter};

use crate::assets::picture::is_unshown;
use crate::authoring::import::existing::ExistingSite;
use crate::authoring::import::html::compare::PageContent;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::Ranges;
use crate::base::text::edits::{Edited, Edits};
use crate::base::url::{SourcePath, Url, percent_decode};
use crate::base::yaml::Node;
use crate::content::markdown::{Body, LinkKind, LinkTo, MarkdownOptions, markdown};

pub struct Rewriter<'a> {
    pub existing: &'a ExistingSite,
    pub old: &'a OldSite,
    pub index: Index,
    pub places: &'a [Result<PostPlace, Reason>],
    pub style: Style,
    pub convert: Convert,
    /// Returns whether the new site has a page of its own at an address.
    pub known: &'a dyn Fn(&str) -> bool,
    /// Whether the old site had formulas.
    pub maths: bool,
    /// Whether it was read by kramdown, which takes what stands between two dollars for a formula in any case.
    pub kramdown: bool,
    /// Returns the text of a file that a post includes by a name.
    pub include: &'a dyn Fn(&Post, &str) -> Option<String>,
}

/// How often the links of a text are looked at again.
const MOST_ROUNDS: usize = 3;

/// Whether a line of front matter says that a text has formulas.
fn is_maths(key: &str, node: &Node) -> bool {
    let key = key.to_ascii_lowercase();
    let on = !node.as_text().is_some_and(|text| matches!(text, "false" | "no" | "off"));
    on && ["math", "mathjax", "katex", "latex", "usemath", "mathengine"].contains(&key.as_str())
}

/// The posts of an old site by every name that a link may use, and its files by path.
#[derive(Default)]
pub struct Index {
    sources: BTreeMap<String, usize>,
    addresses: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    /// The anchors of each post, computed when the first link needs them.
    headings: Vec<OnceCell<Headings>>,
    files: BTreeMap<SourcePath, String>,
    /// The new places of files that belong to posts, by their old ones; and these by the address at which they were published.
    own: BTreeMap<SourcePath, SourcePath>,
    published: BTreeMap<String, SourcePath>,
    /// The post that keeps an address, of all that had it.
    owners: BTreeMap<String, usize>,
    /// Posts by folder and name, and their languages.
    translations: BTreeMap<(String, Option<String>), usize>,
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

/// A body for the new site, and what its page must show.
pub struct Rewritten {
    pub text: String,
    pub content: PageContent,
    /// Each link that leads somewhere: as an import writes one that leads nowhere, and as it is written now.
    pub live: Vec<(String, String)>,
}

/// Returns a text with those links that had led nowhere when it was imported, and lead somewhere by now; `None` if it has none.
pub fn mended(text: &str, live: &[(String, String)]) -> Option<String> {
    let mut out = text.to_owned();
    for (dead, alive) in live {
        out = out.replace(dead.as_str(), alive);
    }
    (out != text).then_some(out)
}

impl Rewriter<'_> {
    /// Returns the rewritten body of a post, and what its page must show.
    pub fn body(&self, number: usize, reporter: &mut Reporter) -> Rewritten {
        let post = &self.old.posts[number];
        let tags = markup::tags(&post.body, self.style);
        let changes = (self.convert)(&post.body, &tags);
        // A closing tag isn't reported if its opening tag is.
        let names: BTreeSet<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
        let ends = |tag: &markup::Tag| {
            let begins = tag.name.strip_prefix("end");
            tag.closing || begins.is_some_and(|name| name.is_empty() || names.contains(name))
        };
        let done: Ranges = changes.iter().map(|(range, _)| range.clone()).collect();
        for tag in tags.iter().filter(|tag| !ends(tag) && !tag.escaped) {
            if !done.hold(&tag.range) {
                let start = post.origin.place(tag.range.start);
                let end = post.origin.place(tag.range.end).max(start);
                reporter.unknown_markup(&tag.name, Location::span(&post.source, start..end));
            }
        }
        let converted = Edits::from_iter(changes).apply(&post.body);
        let adapted = self.adapt(post, &converted, reporter);
        let place = |at: usize| post.origin.place(converted.places.before(adapted.places.before(at)));
        let content = post.content.clone().unwrap_or_else(|| reference(&adapted.text));
        let (mut written, mut live) = (BTreeSet::new(), Vec::new());
        let links = self.links(number, &adapted.text, &place, (&mut written, &mut live), reporter);
        let mut text = Edits::from_iter(links).apply(&adapted.text).text;
        // A link may stand within another, and what became text may end what was another's.
        for _ in 0..MOST_ROUNDS {
            let links = self.links(number, &text, &|_| post.origin.start(), (&mut written, &mut live), reporter);
            if links.is_empty() {
                break;
            }
            text = Edits::from_iter(links).apply(&text).text;
        }
        Rewritten { text: self.without_dead_links(number, text, &written), content, live }
    }

    /// Writes a text in the forms that the new site knows.
    fn adapt(&self, post: &Post, converted: &Edited, reporter: &mut Reporter) -> Edited {
        if post.content.is_some() {
            return Edits::default().apply(&converted.text);
        }
        let include = |name: &str| (self.include)(post, name);
        let maths = self.maths || post.front.entries.iter().any(|(key, node)| is_maths(&key.text, node));
        let (edits, left) =
            dialect::changes(&converted.text, &Dialect { maths, kramdown: self.kramdown, include: &include });
        for (left, at) in left {
            let at = post.origin.place(converted.places.before(at));
            let place = Location::span(&post.source, at..at);
            match left {
                Leftover::Kept(name) => reporter.unknown_markup(&name, place),
                Leftover::Note => reporter.dropped("源码里的批注", "notes in the source", place),
                Leftover::Attributes => {
                    let (zh, en) =
                        ("排版属性（{: .类名}、图片的宽高等）", "attributes of looks ({: .class}, sizes of pictures)");
                    reporter.dropped(zh, en, place);
                }
                Leftover::FenceOptions => {
                    reporter.dropped("代码块的行标记和选项", "marked lines and options of code blocks", place);
                }
            }
        }
        edits.apply(&converted.text)
    }

    /// Makes text of every link that still leads nowhere, in whatever form it is written.
    fn without_dead_links(&self, number: usize, text: String, written: &BTreeSet<String>) -> String {
        let links = self.parsed(&self.old.posts[number], &text);
        let dead = links.iter().filter(|link| {
            let target = format!("{}{}", link.target, link.suffix);
            let checked = link.kind != LinkKind::Unchecked && !written.contains(&target);
            let picture = matches!(link.kind, LinkKind::Asset | LinkKind::Picture);
            checked && self.leads(number, &link.target, picture) != Leads::Same
        });
        let mut edits = Edits::default();
        for link in dead {
            let Some(first) = text.get(link.span.start..link.span.end) else { continue };
            match first.bytes().next() {
                Some(b'!') => edits.replace(link.span.start..link.span.start + 1, "\\!\\"),
                Some(b'[' | b'<') => edits.insert(link.span.start, "\\"),
                _ => edits.replace(link.span.start..link.span.end, "#"),
            }
        }
        edits.apply(&text).text
    }

    fn parsed(&self, post: &Post, text: &str) -> Vec<LinkTo> {
        let language = self.existing.config.language.clone();
        let options = MarkdownOptions { raw_html: self.existing.config.raw_html, language };
        markdown(text, &post.source, 0, &options).value.links
    }

    /// Returns the changes to the links of a text; `place` returns where its bytes were in the source. What is `done` was
    /// written here before.
    fn links(
        &self,
        number: usize,
        text: &str,
        place: &dyn Fn(usize) -> usize,
        (done, live): (&mut BTreeSet<String>, &mut Vec<(String, String)>),
        reporter: &mut Reporter,
    ) -> Vec<Replacement> {
        let post = &self.old.posts[number];
        let mut changes = Vec::new();
        let before = done.clone();
        for link in &self.parsed(post, text) {
            let Some(written) = text.get(link.span.start..link.span.end) else { continue };
            if before.contains(&format!("{}{}", link.target, link.suffix)) {
                continue;
            }
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
            let at = place(link.span.start);
            if let (Some(to), LinkKind::Page | LinkKind::Asset | LinkKind::Picture) = (&to, link.kind)
                && written.starts_with(['[', '!'])
            {
                let target = format!("{}{}", link.target, link.suffix);
                let (_, dead) = self.as_text(written, link, 0..0, &target);
                let bang = if written.starts_with('!') { "!" } else { "" };
                live.push((dead, format!("{bang}[{}]({})", words(written), bracketed(to))));
            }
            done.extend(to.iter().flat_map(|to| [to.clone(), percent_decode(to).into_owned()]));
            // A reference link has no address of its own, so it becomes an inline link.
            let range = destination(written, link).map(|(start, end)| link.span.start + start..link.span.start + end);
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
                    reporter.report(lost_link(&target, picture), &post.source, at);
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
            let Headings { ids, title, body } = self.index.headings[to].get_or_init(|| headings(&self.old.posts[to]));
            if title.as_deref() == Some(&*anchor) {
                // The title stands at the top of its page.
                suffix = query.to_owned();
            } else if !ids.contains(&*anchor) && !body.has_id(&anchor) {
                let (zh, en) = (
                    "指到文中某一处的链接（那一处没有了，改为指到文章开头）",
                    "links to a place within a text that isn't there (they lead to its beginning)",
                );
                let at = self.old.posts[from].origin.start();
                reporter.dropped(zh, en, Location::span(&self.old.posts[from].source, at..at));
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
            Leads::Text(other) => Leads::Text(self.in_language(number, other)),
            leads => leads,
        }
    }

    /// Returns the translation of a post into the language of the one that links to it, if there is one.
    fn in_language(&self, number: usize, other: usize) -> usize {
        let main = &self.existing.config.language;
        let language = |number: usize| self.old.posts[number].language.as_ref().unwrap_or(main);
        let (wanted, posts) = (language(number), &self.index.translations);
        if language(other) == wanted {
            return other;
        }
        let key = |language: Option<&String>| (stem_of(&self.old.posts[other]), language.cloned());
        let found = posts.get(&key(Some(wanted))).or_else(|| posts.get(&key(None)).filter(|_| wanted == main));
        found.copied().unwrap_or(other)
    }

    fn anywhere(&self, number: usize, target: &str) -> Leads {
        let post = &self.old.posts[number];
        if target.contains('\\') {
            return self.anywhere(number, &target.replace('\\', "/"));
        }
        if let Some(file) = self.own_file(number, target) {
            return Leads::File(file);
        }
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

    /// Returns the place of a file that belongs to a post, by any path that leads to it: from the post's file, from its folder, or
    /// as it was published.
    fn own_file(&self, number: usize, target: &str) -> Option<String> {
        let (post, here) = (&self.old.posts[number], self.places[number].as_ref().ok()?);
        let own = |path: &SourcePath| self.index.own.get(path).map(|new| relative(&here.path, new));
        if let Some(below) = target.strip_prefix('/') {
            let below = target.strip_prefix(&self.old.base).unwrap_or(below).trim_start_matches('/');
            return own(self.index.published.get(below)?);
        }
        let bundle = post.bundle.as_deref();
        let below = |folder: &str| SourcePath::new(&format!("{folder}/{}", target.trim_start_matches("./")));
        let paths = [
            bundle.and_then(below),
            post.source.resolve(target),
            bundle.and_then(|bundle| below(bundle.rsplit_once('/')?.0)),
        ];
        if let Some(found) = paths.iter().flatten().find_map(own) {
            return Some(found);
        }
        // A path of the author's own computer: the name alone says which file it is, if the post has one of that name.
        let name = target.rsplit('/').next().filter(|name| name.contains('.'))?;
        let mut named = here.beside.iter().filter(|(_, source)| source.file_name() == name);
        match (named.next(), named.next()) {
            (Some((new, _)), None) => Some(relative(&here.path, new)),
            _ => None,
        }
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
    pub fn of(old: &OldSite, places: &[Result<PostPlace, Reason>]) -> Self {
        let mut index = Self { headings: vec![OnceCell::new(); old.posts.len()], ..Self::default() };
        for (number, post) in old.posts.iter().enumerate() {
            let source = post.source.as_str();
            let stem = source.trim_end_matches(".markdown").trim_end_matches(".md");
            let folder = stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/README"));
            for path in [Some(source), Some(stem), folder].into_iter().flatten() {
                index.sources.entry(path.to_owned()).or_insert(number);
            }
            index.translations.entry((stem_of(post), post.language.clone())).or_insert(number);
            for name in [post.name.as_str(), post.source.stem()] {
                index.names.entry(name.to_owned()).or_insert(number);
            }
            if let Ok(place) = &places[number] {
                let folder =
                    post.address.as_deref().map(|address| address.rsplit_once('/').map_or("", |(folder, _)| folder));
                for (new, source) in &place.beside {
                    index.own.insert(source.clone(), new.clone());
                    if let (Some(folder), Some(below)) =
                        (folder, post.bundle.as_deref().and_then(|bundle| source.below(bundle)))
                    {
                        let address = percent_decode(&format!("{folder}/{below}")).trim_start_matches('/').to_owned();
                        index.published.entry(address).or_insert_with(|| source.clone());
                    }
                }
                if let Some(address) = &post.address {
                    index.owners.entry(folded(address)).or_insert(number);
                }
            }
            for address in post.address.iter().chain(&post.also) {
                index.addresses.entry(folded(address)).or_insert(number);
            }
        }
        index.files = old.files.iter().map(|(address, source)| (source.clone(), address.clone())).collect();
        index
    }
}

/// What the translations of a text share: their folder and their name.
fn stem_of(post: &Post) -> String {
    format!("{}/{}", post.source.folder(), post.name)
}

/// Reports a link or a picture that leads nowhere. Pictures that no browser shows aren't taken over, though they may be there.
fn lost_link(target: &str, picture: bool) -> Diagnostic {
    let lost = messages::link_to_nothing(target);
    let extension = target.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !picture || !is_unshown(extension) {
        return lost;
    }
    lost.helped(
        &format!("浏览器显示不了 .{extension} 图片：导出为 JPEG 或 PNG，改好来源里的文件名，再导入一次"),
        &format!("no browser shows .{extension} pictures: save it as JPEG or PNG, correct its name in the source, and import again"),
    )
}

/// Returns what a text shows by CommonMark and GFM, as generators read it.
fn reference(text: &str) -> PageContent {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options));
    PageContent::of(&html, false)
}

impl Index {
    /// Whether a post may keep an address: none before it had the same.
    pub fn is_owner(&self, number: usize, address: &str) -> bool {
        self.owners.get(&folded(address)).is_none_or(|owner| *owner == number)
    }
}

/// The anchors of a post.
#[derive(Clone, Default)]
struct Headings {
    ids: BTreeSet<String>,
    /// That of the heading which becomes the title.
    title: Option<String>,
    body: Body,
}

fn headings(post: &Post) -> Headings {
    let body = markdown(&post.body, &post.source, 0, &MarkdownOptions::default()).value;
    let mut ids: BTreeSet<String> = body.headings.iter().map(|heading| heading.id.clone()).collect();
    let given = post.given("title").or_else(|| post.given("name"));
    let becomes_title = heading(&post.body).is_some_and(|heading| {
        heading.is_first && given.map_or(heading.is_title(), |given| heading.level == 1 && given == heading.text)
    });
    let title = body.headings.first().filter(|_| becomes_title).map(|heading| heading.id.clone());
    ids.retain(|id| title.as_ref() != Some(id));
    Headings { ids, title, body }
}

/// An address as it stands in an attribute without quotation marks, in a list and in a style.
pub fn within(address: &str) -> String {
    let codes = [(" ", "%20"), ("\"", "%22"), ("'", "%27"), ("(", "%28"), (")", "%29"), (",", "%2C"), (">", "%3E")];
    codes.iter().fold(address.to_owned(), |address, (sign, code)| address.replace(sign, code))
}

/// Returns whether a link is an HTML attribute's value.
pub fn in_html(written: &str) -> bool {
    !written.starts_with(['[', '!', '<'])
}

/// Returns the text of a link as written: what is between its brackets.
fn words(written: &str) -> &str {
    let open = written.find('[').map_or(0, |at| at + 1);
    let close = written.rfind("](").or_else(|| written.rfind("][")).or_else(|| written.rfind(']'));
    close.and_then(|close| written.get(open..close)).unwrap_or(written)
}

/// Returns the range of the address in a link as written.
pub fn destination(written: &str, link: &LinkTo) -> Option<(usize, usize)> {
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
