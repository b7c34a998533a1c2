//! Another generator's site becomes drafts of entries, with their pictures and their former addresses.
//!
//! ```text
//! sources ─hexo, hugo, …─▶ OldSite     its texts, its files, how it writes tags, where each text was
//!   place                ▶ new paths   an entry's file, or a folder where it brings files of its own
//!   rewrite              ▶ Markdown    tags with a counterpart, links and pictures to their new places
//!   compose              ▶ Draft       front matter by the fields of the collection
//! ```

mod attributes;
mod compose;
mod dialect;
mod excluded;
mod front;
mod heading;
mod hexo;
mod hugo;
mod imprint;
mod jekyll;
mod mapping;
mod markup;
mod mkdocs;
mod page;
mod permalink;
mod place;
mod reading;
mod rewrite;
mod script;
mod tree;
mod visible;
mod vue;
mod wordpress;
mod zola;

pub(in crate::authoring) use rewrite::{bracketed, destination, in_html, relative, within};
use std::collections::{BTreeMap, BTreeSet};

use super::existing::ExistingSite;
pub use mapping::SiteMapping;

use super::html::compare::PageContent;
use super::{Basis, DraftFile, ImportedText, Sourced, Unfit, does_not_build};
use crate::base::diagnostic::{Diagnostic, Localized, Location, messages};
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::base::yaml::Map;
use crate::build::{Cache, prepare};
use crate::config::collection::Collection;
use crate::content::markdown::MarkdownOptions;

/// The generator of an old site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generator {
    Hexo,
    Hugo,
    Zola,
    Jekyll,
    /// VuePress and VitePress.
    Vue,
    /// A WordPress export (WXR), with the uploads beside it if they are at hand.
    WordPress,
    MkDocs,
    /// Pages that a browser saved.
    Html,
}

/// The sources of an old site.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Snapshot,
    /// The date on which git first has each file.
    pub came: BTreeMap<SourcePath, When>,
    /// Where kinds of content that the generator itself doesn't know go.
    pub mapping: SiteMapping,
}

impl Sources {
    /// Parses the dates from a git log of commits that added or renamed files, oldest first: a line with a zero byte and the
    /// commit's time, then a line for each file. A file that was renamed has the date of its first name.
    pub fn days(log: &str) -> BTreeMap<SourcePath, When> {
        let mut came = BTreeMap::new();
        for commit in log.split('\0') {
            let mut lines = commit.lines();
            let day = lines.next().and_then(|time| crate::base::time::parse_date(time.get(..10)?));
            let Some(date) = day else { continue };
            for line in lines {
                let mut parts = line.split('\t');
                let (Some(_), Some(first)) = (parts.next(), parts.next().and_then(SourcePath::new)) else { continue };
                let day = came.get(&first).copied().unwrap_or(When { date, time: None });
                came.entry(parts.next().and_then(SourcePath::new).unwrap_or(first)).or_insert(day);
            }
        }
        came
    }
}

/// One post or page of the old site.
#[derive(Debug)]
pub(super) struct Post {
    pub source: SourcePath,
    pub front: Map,
    /// The body in Markdown.
    pub body: String,
    /// Maps offsets of the body to the source.
    pub origin: PostOrigin,
    /// The file's name without date, language and extension.
    pub name: String,
    /// The folder whose files belong to this post alone.
    pub bundle: Option<String>,
    /// The date from the file's name, its folders or the generator.
    pub date: Option<When>,
    /// Whether it becomes a draft, which [`visible`] decides.
    pub draft: bool,
    /// Why the generator didn't publish it, if its front matter doesn't say so.
    pub withheld: Option<String>,
    /// Whether its front matter can't be read, so that what it says isn't known.
    pub unread: bool,
    /// Whether it is a page outside of the posts: about, contact.
    pub page: bool,
    /// The language of a translation, if the file's name has it.
    pub language: Option<String>,
    /// The old address: below the old site's root, with a leading slash; `None` if no rule gives it.
    pub address: Option<String>,
    /// Other addresses by which links on the old site refer to it.
    pub also: Vec<String>,
    /// What its page must show, if the body was converted; else the body says it.
    pub content: Option<PageContent>,
    /// The collection that it goes into, if that isn't the one of all posts.
    pub collection: Option<String>,
}

/// The relation of a body to its source.
#[derive(Debug, Clone, Copy)]
pub(super) enum PostOrigin {
    /// The body is the source's text from this byte on.
    At(usize),
    /// The body was converted from the source, beginning at this byte.
    Of(usize),
}

/// The old site.
#[derive(Debug, Default)]
pub(super) struct OldSite {
    pub posts: Vec<Post>,
    /// Files that were published unchanged, by address.
    pub files: BTreeMap<String, SourcePath>,
    /// The path at which the site began, without a trailing slash: `/blog`.
    pub base: String,
    /// Front matter that applies to all posts of a folder; of an empty one to all posts.
    pub inherited: Vec<(String, Map)>,
    /// Patterns of paths that the configuration kept from being built.
    pub excluded: Vec<excluded::Exclusion>,
    /// Files of the theme or the generator, which aren't imported.
    pub ignored: Vec<SourcePath>,
    /// Kinds of content that the mapping file has to place, with their counts, and the fields of these.
    pub kinds: BTreeMap<String, usize>,
    pub fields: BTreeSet<String>,
    /// Where each item of a file with many begins, and its title.
    pub titles: Vec<(SourcePath, usize, String)>,
}

/// Converts a generator's tags to Markdown: gets every tag, returns the changes for those with a counterpart.
pub(super) type Convert = fn(&str, &[markup::Tag]) -> Vec<markup::Replacement>;

/// Reads another site and drafts an entry for each of its posts that can be imported.
pub fn drafts(
    existing: &ExistingSite,
    sources: &Sources,
    kind: (Generator, &str),
    unfit: &Unfit,
    cache: &mut Cache,
) -> Sourced {
    let mut made = Sourced::default();
    if let Err(fault) = read(existing, sources, kind, unfit, cache, &mut made) {
        made.drafts.diagnostics.push(fault);
    }
    made
}

fn read(
    existing: &ExistingSite,
    sources: &Sources,
    (generator, into): (Generator, &str),
    unfit: &Unfit,
    cache: &mut Cache,
    made: &mut Sourced,
) -> Result<(), Diagnostic> {
    let collection = existing.collection(into)?;
    let Sources { files: sources, came, mapping } = sources;
    for into in mapping.types.values().filter(|into| *into != mapping::SKIP) {
        existing.collection(into)?;
    }
    let Sourced { drafts, originals, mapping: template } = made;
    let mut reporter = Reporter::default();
    let languages = &existing.config.languages;
    let language = existing.config.language.clone();
    let options = MarkdownOptions { raw_html: existing.config.raw_html, language };
    let mut old = match generator {
        Generator::Hexo => hexo::read(sources, &mut reporter),
        Generator::Hugo => hugo::read(sources, languages, &mut reporter),
        Generator::Zola => zola::read(sources, languages, &mut reporter),
        Generator::Jekyll => jekyll::read(sources, mapping, &mut reporter),
        Generator::Vue => vue::read(sources, languages, &mut reporter),
        Generator::MkDocs => mkdocs::read(sources, languages, &mut reporter),
        Generator::WordPress => wordpress::read(sources, mapping, (options, languages), &mut reporter),
        Generator::Html => page::read(sources, &options, &mut reporter),
    }?;
    leave_out(&mut old, sources, &mut reporter);
    excluded::leave_out(&mut old, &mut reporter);
    for post in &mut old.posts {
        post.date =
            post.date.or_else(|| permalink::dated_folder(&post.source)).or_else(|| came.get(&post.source).copied());
        // What many themes and plug-ins take for the language of a text.
        let said = ["lang", "locale"].iter().find_map(|key| post.given(key));
        if let (None, Some(known)) = (&post.language, said.and_then(|tag| tree::language(languages, tag))) {
            post.language = Some(known);
        }
    }
    old.posts.retain(|post| {
        let said = ["lang", "locale"].iter().find_map(|key| post.given(key));
        // Some write their country.
        let other = said.filter(|tag| tree::is_tag(tag) && !matches!(*tag, "cn" | "CN" | "tw" | "hk"));
        let Some(tag) = other.filter(|_| post.language.is_none()) else { return true };
        let at = post.origin.start();
        reporter.unknown_language(tag, Location::span(&post.source, at..at));
        false
    });
    let withheld: Vec<Option<String>> = old.posts.iter().map(|post| visible::withheld(post, &old, existing)).collect();
    for (post, why) in old.posts.iter_mut().zip(withheld) {
        let at = post.origin.start();
        if visible::is_unsought(&post.front) {
            visible::unsought(Location::span(&post.source, at..at), &mut reporter);
        }
        if let Some(why) = why {
            post.draft = true;
            reporter.withheld.entry(why).or_default().push(match post.content {
                Some(_) => Location::span(&post.source, at..at),
                None => Location::file(&post.source),
            });
        }
    }
    for post in old.posts.iter_mut().filter(|post| post.draft && !post.page) {
        // A draft's date isn't shown, and without one it couldn't come in.
        if place::needs_date(post.collection(existing, collection)) && place::date(existing, post).is_none() {
            post.date = Some(When { date: existing.build.now.local(&existing.config.zone).date(), time: None });
            let (zh, en) = (
                "草稿的日期（没有或看不懂，写了今天的）",
                "dates of drafts (none that is understood; they got today's)",
            );
            reporter.dropped(zh, en, Location::file(&post.source));
        }
    }
    let (style, convert): (markup::Style, Convert) = match generator {
        Generator::Hexo => (markup::Style::Liquid, hexo::convert),
        Generator::Hugo => (markup::Style::Angled, hugo::convert),
        Generator::Zola => (markup::Style::Called, zola::convert),
        Generator::Jekyll => (markup::Style::Liquid, jekyll::convert),
        Generator::Vue => (markup::Style::Vue, vue::convert),
        Generator::MkDocs => (markup::Style::Plain, mkdocs::convert),
        Generator::WordPress | Generator::Html => (markup::Style::Plain, |_, _| Vec::new()),
    };
    let mut places = place::places(existing, collection, &old, sources);
    // Entries of an earlier import don't make this one choose other paths.
    let mut others = existing.snapshot.clone();
    places.iter().flatten().for_each(|place| drop(others.remove(&place.path)));
    let ready = prepare(&others, &existing.build, cache);
    let known = |address: &str| {
        let url = Url::new(address);
        let folder = Url::new(&format!("{address}/"));
        [url, folder].iter().any(|url| url.output_path().is_ok_and(|path| ready.route(&path).is_some()))
    };
    for place in &mut places {
        if let Some(fault) = place.as_ref().ok().and_then(|place| unfit.get(&place.path)) {
            *place = Err(does_not_build(fault));
        }
    }
    let mut broken = Vec::new();
    for place in places.iter_mut().flatten() {
        place.beside.retain(|(path, source)| fits(path, source, sources, unfit, &mut broken));
    }
    old.files.retain(|address, source| {
        let path = SourcePath::new(&format!("static{address}"));
        path.is_none_or(|path| fits(&path, source, sources, unfit, &mut broken))
    });
    drafts.files.extend(broken);
    let rewriter = rewrite::Rewriter {
        existing,
        old: &old,
        index: rewrite::Index::of(&old, &places),
        places: &places,
        style,
        convert,
        known: &known,
        maths: reading::has_maths(sources),
        kramdown: generator == Generator::Jekyll,
        include: &|post, name| match generator {
            Generator::Vue | Generator::MkDocs => reading::included(sources, &post.source, name),
            _ => None,
        },
    };
    for (number, post) in old.posts.iter().enumerate() {
        let from = Location::span(&post.source, post.origin.start()..post.origin.start());
        let place = match &places[number] {
            Ok(place) => place,
            Err(why) => {
                reporter.left_out(why.clone(), from);
                continue;
            }
        };
        let rewrite::Rewritten { text: body, content, live } = rewriter.body(number, &mut reporter);
        let collection = post.collection(existing, collection);
        let composer = compose::PostComposer { existing, collection, rewriter: &rewriter, known: &known };
        match composer.text(number, &body, &mut reporter) {
            Ok((title, text)) => {
                // What an editor has changed since is kept, but links to what is there by now.
                let there = existing.snapshot.text(&place.path).filter(|there| *there != text);
                if let Some(mended) = there.and_then(|there| rewrite::mended(there, &live)) {
                    drafts.mended.insert(place.path.clone(), mended.into_bytes().into());
                }
                originals.push(ImportedText { path: place.path.clone(), title, from: from.clone(), content });
                let bytes = text.into_bytes().into();
                drafts.files.push(DraftFile {
                    path: place.path.clone(),
                    bytes,
                    from: from.clone(),
                    basis: Basis::Source,
                });
                for (path, source) in &place.beside {
                    let Some(file) = sources.get(source) else { continue };
                    let from = Location::file(source);
                    drafts.files.push(DraftFile {
                        path: path.clone(),
                        bytes: file.held().into(),
                        from,
                        basis: Basis::Source,
                    });
                }
            }
            Err(why) => reporter.left_out(why, from),
        }
    }
    for (address, source) in &old.files {
        let path = SourcePath::new(&format!("static{address}"));
        if let (Some(path), Some(file)) = (path, sources.get(source)) {
            let from = Location::file(source);
            drafts.files.push(DraftFile { path, bytes: file.held().into(), from, basis: Basis::Source });
        }
    }
    if let Some(first) = old.ignored.first() {
        let examples: Vec<&str> = old.ignored.iter().take(5).map(SourcePath::as_str).collect();
        let diagnostic = messages::files_left_out(old.ignored.len(), &examples.join("、"));
        drafts.diagnostics.push(diagnostic.at(Location::file(first)));
    }
    let kinds: Vec<(String, usize)> = old.kinds.iter().map(|(kind, count)| (kind.clone(), *count)).collect();
    let fields: Vec<String> = old.fields.iter().cloned().collect();
    *template = SiteMapping::template(&kinds, &fields, mapping);
    let mut reported = reporter.into_diagnostics();
    let titles = titles(&old);
    reported.iter_mut().for_each(|diagnostic| add_title(diagnostic, &titles));
    drafts.diagnostics.extend(reported);
    Ok(())
}

/// Whether the site builds with a file. One that is unfit is drafted at once, so that it is reported with its fault, and is a missing
/// one for the texts that show it.
fn fits(
    path: &SourcePath,
    source: &SourcePath,
    sources: &Snapshot,
    unfit: &Unfit,
    broken: &mut Vec<DraftFile>,
) -> bool {
    let fits = !unfit.contains_key(path);
    if let Some(file) = sources.get(source).filter(|_| !fits) {
        let from = Location::file(source);
        broken.push(DraftFile { path: path.clone(), bytes: file.held().into(), from, basis: Basis::Source });
    }
    fits
}

/// Reports, of the files that aren't imported, those that hold texts by what they are.
fn leave_out(old: &mut OldSite, sources: &Snapshot, reporter: &mut Reporter) {
    for path in std::mem::take(&mut old.ignored) {
        let text = || sources.text(&path).is_some_and(|text| reading::has_own_text(text, &path));
        if reading::is_other_text(&path) {
            let format = path.extension();
            let why = (
                format!("是 .{format} 文件，不是 Markdown，请先转成 Markdown"),
                format!("it is a .{format} file, no Markdown; convert it first"),
            );
            reporter.left_out(why, Location::file(&path));
        } else if path.extension().starts_with("md") && text() {
            let (zh, en) = ("首页和栏目首页上的文字", "texts of the home page and of sections");
            reporter.dropped(zh, en, Location::file(&path));
        } else {
            old.ignored.push(path);
        }
    }
}

/// Titles by the file and the place at which their texts begin.
type Titles<'a> = BTreeMap<&'a SourcePath, BTreeMap<usize, &'a str>>;

/// Collects the titles of texts that share a file.
fn titles(old: &OldSite) -> Titles<'_> {
    let mut titles = Titles::new();
    for (path, at, title) in &old.titles {
        titles.entry(path).or_default().insert(*at, title);
    }
    for post in old.posts.iter().filter(|post| post.content.is_some()) {
        if let Some(title) = post.given("title") {
            titles.entry(&post.source).or_default().insert(post.origin.start(), title);
        }
    }
    titles
}

/// Names the text that a message is about by its title, where all texts are in one file.
fn add_title(diagnostic: &mut Diagnostic, titles: &Titles<'_>) {
    let title = |at: &Location| {
        let before = titles.get(&at.path)?.range(..=at.span?.start).next_back();
        before.map(|(_, title)| *title).filter(|title| !title.is_empty())
    };
    for (at, label) in &mut diagnostic.related {
        if let Some(title) = title(at) {
            *label = Localized { zh: format!("“{title}”"), en: format!("`{title}`") };
        }
    }
    let Some(title) = diagnostic.at.as_ref().and_then(title) else { return };
    if !diagnostic.message.zh.contains(title) {
        diagnostic.message.zh += &format!("（在“{title}”里）");
        diagnostic.message.en += &format!(" (in `{title}`)");
    }
}

impl Post {
    /// Returns the collection that it goes into: that of its kind, else the one of all posts.
    fn collection<'a>(&self, existing: &'a ExistingSite, all: &'a Collection) -> &'a Collection {
        self.collection.as_ref().and_then(|name| existing.collection(name).ok()).unwrap_or(all)
    }
}

impl PostOrigin {
    pub fn start(self) -> usize {
        match self {
            Self::At(start) | Self::Of(start) => start,
        }
    }

    /// Returns the source offset of an offset in the body.
    pub fn place(self, at: usize) -> usize {
        match self {
            Self::At(start) => start + at,
            Self::Of(start) => start,
        }
    }
}

/// Returns whether a file is a picture or an attachment; everything else belongs to a theme or a generator.
pub(super) fn is_media(path: &SourcePath) -> bool {
    const KINDS: &str = " png jpg jpeg gif webp svg avif bmp pdf doc docx xls xlsx ppt pptx zip rar 7z mp3 mp4 webm ogg wav mov \
                         csv epub ";
    KINDS.contains(&format!(" {} ", path.extension().to_ascii_lowercase()))
}

/// Collects the diagnostics of an old site; a problem that occurs in many places is reported once, with all of them.
#[derive(Default)]
pub(super) struct Reporter {
    pub diagnostics: Vec<Diagnostic>,
    dropped: BTreeMap<(&'static str, &'static str), Vec<Location>>,
    withheld: BTreeMap<String, Vec<Location>>,
    left_out: BTreeMap<(String, String), Vec<Location>>,
    lost_queries: Vec<(String, Location)>,
    unknown_keys: BTreeMap<String, Vec<Location>>,
    untitled: Vec<(String, Location)>,
    unknown_languages: BTreeMap<String, Vec<Location>>,
    kinds: BTreeMap<String, Vec<(String, Location)>>,
    unknown_markup: BTreeMap<String, Vec<Location>>,
}

impl Reporter {
    pub fn report(&mut self, diagnostic: Diagnostic, path: &SourcePath, at: usize) {
        self.diagnostics.push(diagnostic.at(Location::span(path, at..at)));
    }

    /// Notes a text that can't be imported, and why in Chinese and English.
    fn left_out(&mut self, why: (String, String), at: Location) {
        self.left_out.entry(why).or_default().push(at);
    }

    /// Notes a former address that depends on what stands behind its question mark, which a static host doesn't look at.
    pub fn lost_query(&mut self, address: &str, at: Location) {
        self.lost_queries.push((address.to_owned(), at));
    }

    /// Notes a text whose title had to be made of its name.
    pub fn untitled(&mut self, title: &str, at: Location) {
        self.untitled.push((title.to_owned(), at));
    }

    pub fn unknown_key(&mut self, key: &str, at: Location) {
        self.unknown_keys.entry(key.to_owned()).or_default().push(at);
    }

    /// Notes what has no place on the new site, by its kind.
    pub fn dropped(&mut self, zh: &'static str, en: &'static str, at: Location) {
        self.dropped.entry((zh, en)).or_default().push(at);
    }

    /// Notes a text in a language that the new site doesn't have.
    pub fn unknown_language(&mut self, tag: &str, at: Location) {
        self.unknown_languages.entry(tag.to_owned()).or_default().push(at);
    }

    /// Notes a text of a kind that the mapping file has to place, with its title.
    pub fn kind_left_out(&mut self, kind: &str, title: String, at: Location) {
        self.kinds.entry(kind.to_owned()).or_default().push((title, at));
    }

    pub fn unknown_markup(&mut self, name: &str, at: Location) {
        self.unknown_markup.entry(name.to_owned()).or_default().push(at);
    }

    fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        for ((zh, en), places) in self.dropped {
            let count = places.len();
            let (zh, en) = (format!("{zh}（{count} 处）"), format!("{en}; places: {count}"));
            diagnostics.extend(at_all(messages::not_taken_over(&zh, &en), places));
        }
        for ((zh, en), places) in self.left_out {
            let (zh, en) = match places.len() {
                1 => (zh, en),
                count => (format!("{zh}（{count} 篇）"), format!("{en}; texts: {count}")),
            };
            diagnostics.extend(at_all(messages::left_out(&zh, &en), places));
        }
        if let Some((first, at)) = self.lost_queries.first() {
            let count = self.lost_queries.len();
            let address = if count == 1 { first.clone() } else { format!("{first}, …") };
            let zh = format!("靠问号后面的部分区分的网址，静态网站认不出（共 {count} 个）");
            let en = format!("a static site doesn't look at what stands behind the question mark; addresses: {count}");
            diagnostics.push(messages::address_lost(&address, &zh, &en).at(at.clone()));
        }
        if let Some((title, _)) = self.untitled.first() {
            let whole = messages::title_guessed(title, self.untitled.len());
            diagnostics.extend(at_all(whole, self.untitled.into_iter().map(|(_, at)| at).collect()));
        }
        for (why, places) in self.withheld {
            let (zh, en) = visible::explained(&why);
            diagnostics.extend(at_all(messages::became_draft(&zh, &en, places.len()), places));
        }
        for (tag, places) in self.unknown_languages {
            let whole = messages::language_left_out(&tag, places.len());
            diagnostics.extend(at_all(whole, places));
        }
        for (kind, items) in self.kinds {
            let titles: Vec<&str> = items.iter().take(3).map(|(title, _)| title.as_str()).collect();
            let whole = messages::kind_left_out(&kind, items.len(), &titles.join("、"));
            let mut items = items.into_iter();
            let Some((_, first)) = items.next() else { continue };
            let named = |title: &str| Localized { zh: format!("“{title}”"), en: format!("`{title}`") };
            let whole = whole.at(first);
            diagnostics.push(items.fold(whole, |whole, (title, at)| whole.related(at, named(&title))));
        }
        for (key, places) in self.unknown_keys {
            diagnostics.extend(at_all(messages::no_counterpart(&key, places.len()), places));
        }
        for (name, places) in self.unknown_markup {
            let whole = messages::unknown_markup(&name, places.len());
            diagnostics.extend(at_all(whole, places));
        }
        diagnostics
    }
}

/// Puts one message at all of its places; none without a place.
fn at_all(whole: Diagnostic, places: Vec<Location>) -> Option<Diagnostic> {
    let mut places = places.into_iter();
    let whole = whole.at(places.next()?);
    let also = || Localized { zh: "这里也有".to_owned(), en: "here as well".to_owned() };
    Some(places.fold(whole, |whole, place| whole.related(place, also())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_date_of_the_commit_that_added_it() {
        let log = "\u{0}2020-01-02T09:30:00+08:00\n\nA\ta.md\nA\t彩虹.md\n\u{0}2021-05-06T00:00:00Z\n\nA\ta.md\nR096\t彩虹.md\tb/c.md\n";
        let days: Vec<String> = Sources::days(log).iter().map(|(path, when)| format!("{path} {when}")).collect();
        assert_eq!(days, ["a.md 2020-01-02", "b/c.md 2020-01-02", "彩虹.md 2020-01-02"]);
        assert!(Sources::days("").is_empty());
    }
}
