//! Another generator's site → drafts of entries, with their pictures and their former addresses.
//!
//! ```text
//! sources ─hexo, hugo, …─▶ Old         its texts, its files, how it writes tags, where each text was
//!   place                ▶ new paths   an entry's file, or a folder where it brings files of its own
//!   rewrite              ▶ Markdown    tags with a counterpart, links and pictures to their new places
//!   compose              ▶ Draft       front matter by the fields of the collection
//! ```

mod compose;
mod front;

mod hexo;
mod html;
mod hugo;
mod jekyll;
mod markup;
mod permalink;
mod place;
mod reading;
mod rewrite;
mod vue;
mod wordpress;
mod zola;

use std::collections::BTreeMap;

use super::standing::StandingSite;
use super::{Basis, DraftFile, Drafts, Unfit, does_not_build};
use crate::base::diagnostic::{Diagnostic, Localized, Location, messages};
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::base::yaml::Map;
use crate::build::{Cache, prepare};

/// Whose site it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generator {
    Hexo,
    Hugo,
    Zola,
    Jekyll,
    /// VuePress and VitePress.
    Vue,
    /// The export of a WordPress site (WXR), with its uploads beside it where they are there.
    WordPress,
}

/// The sources of an old site.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Snapshot,
    /// The day on which each file came, where git tells it.
    pub came: BTreeMap<SourcePath, When>,
}

impl Sources {
    /// Days from what git says of commits that added files, oldest first: a line with a zero byte and
    /// the time of the commit, and the names below it.
    pub fn days(log: &str) -> BTreeMap<SourcePath, When> {
        let mut came = BTreeMap::new();
        for commit in log.split('\0') {
            let mut lines = commit.lines();
            let day = lines.next().and_then(|time| crate::base::time::parse_date(time.get(..10)?));
            let Some(date) = day else { continue };
            for path in lines.filter_map(SourcePath::new) {
                came.entry(path).or_insert(When { date, time: None });
            }
        }
        came
    }
}

/// One text of the old site.
#[derive(Debug)]
pub(super) struct Post {
    pub source: SourcePath,
    pub front: Map,
    /// Its Markdown.
    pub body: String,
    /// Where each place of the body is in the source.
    pub origin: PostOrigin,
    /// The file's name without date, language and extension.
    pub name: String,
    /// The folder of files that are its own.
    pub bundle: Option<String>,
    /// By its file's name, its place, or its generator.
    pub date: Option<When>,
    pub draft: bool,
    /// A page outside of the posts: about, contact.
    pub page: bool,
    /// Of a translation, where the file's name says so.
    pub language: Option<String>,
    /// Where it was: below the old site's root, with a slash before it; `None` where no rule tells.
    pub address: Option<String>,
}

/// Where a body came from.
#[derive(Debug, Clone, Copy)]
pub(super) enum PostOrigin {
    /// It stands in the source as it is, from this byte on.
    At(usize),
    /// It was made of what stands there.
    Of(usize),
}

/// The old site.
#[derive(Debug, Default)]
pub(super) struct Old {
    pub posts: Vec<Post>,
    /// Files that were published as they are, by address.
    pub files: BTreeMap<String, SourcePath>,
    /// The path at which the site began, without a slash at its end: `/blog`.
    pub base: String,
    /// What belongs to the theme or the generator.
    pub left: Vec<SourcePath>,
}

/// How a generator's tags are put into Markdown: every tag, and those it has a counterpart for.
pub(super) type Convert = fn(&str, &[markup::Tag]) -> Vec<markup::Replacement>;

/// Reads another site and drafts an entry for each of its texts, but for those that don't fit.
pub fn drafts(
    standing: &StandingSite,
    sources: &Sources,
    kind: (Generator, &str),
    unfit: &Unfit,
    cache: &mut Cache,
) -> Drafts {
    let mut drafts = Drafts::default();
    if let Err(fault) = read(standing, sources, kind, unfit, cache, &mut drafts) {
        drafts.diagnostics.push(fault);
    }
    drafts
}

fn read(
    standing: &StandingSite,
    sources: &Sources,
    (generator, into): (Generator, &str),
    unfit: &Unfit,
    cache: &mut Cache,
    drafts: &mut Drafts,
) -> Result<(), Diagnostic> {
    let collection = standing.collection(into)?;
    let Sources { files: sources, came } = sources;
    let mut telling = Telling::default();
    let languages = &standing.config.languages;
    let mut old = match generator {
        Generator::Hexo => hexo::read(sources, &mut telling),
        Generator::Hugo => hugo::read(sources, languages, &mut telling),
        Generator::Zola => zola::read(sources, languages, &mut telling),
        Generator::Jekyll => jekyll::read(sources, &mut telling),
        Generator::Vue => vue::read(sources, &mut telling),
        Generator::WordPress => wordpress::read(sources, &mut telling),
    }?;
    for post in &mut old.posts {
        post.date =
            post.date.or_else(|| permalink::dated_folder(&post.source)).or_else(|| came.get(&post.source).copied());
    }
    let (style, convert): (markup::Style, Convert) = match generator {
        Generator::Hexo => (markup::Style::Liquid, hexo::convert),
        Generator::Hugo => (markup::Style::Angled, hugo::convert),
        Generator::Zola => (markup::Style::Called, zola::convert),
        Generator::Jekyll => (markup::Style::Liquid, jekyll::convert),
        Generator::Vue => (markup::Style::Vue, vue::convert),
        Generator::WordPress => (markup::Style::Plain, |_, _| Vec::new()),
    };
    let mut places = place::places(standing, collection, &old, sources);
    // What an earlier import made is no reason for this one to go elsewhere.
    let mut others = standing.snapshot.clone();
    places.iter().flatten().for_each(|place| drop(others.remove(&place.path)));
    let ready = prepare(&others, &standing.build, cache);
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
    let rewriting = rewrite::Rewriting {
        standing,
        old: &old,
        index: rewrite::Index::of(&old),
        places: &places,
        style,
        convert,
        known: &known,
    };
    for (number, post) in old.posts.iter().enumerate() {
        let from = Location::span(&post.source, post.origin.start()..post.origin.start());
        let place = match &places[number] {
            Ok(place) => place,
            Err((zh, en)) => {
                drafts.diagnostics.push(messages::left_out(zh, en).at(Location::file(&post.source)));
                continue;
            }
        };
        let body = rewriting.body(number, &mut telling);
        let composing = compose::Composing { standing, collection, rewriting: &rewriting, known: &known };
        match composing.text(number, &body, &mut telling) {
            Ok(text) => {
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
            Err((zh, en)) => drafts.diagnostics.push(messages::left_out(&zh, &en).at(from)),
        }
    }
    for (address, source) in &old.files {
        let path = SourcePath::new(&format!("static{address}"));
        if let (Some(path), Some(file)) = (path, sources.get(source)) {
            let from = Location::file(source);
            drafts.files.push(DraftFile { path, bytes: file.held().into(), from, basis: Basis::Source });
        }
    }
    if let Some(first) = old.left.first() {
        let examples: Vec<&str> = old.left.iter().take(5).map(SourcePath::as_str).collect();
        let told = messages::files_left_out(old.left.len(), &examples.join("、"));
        drafts.diagnostics.push(told.at(Location::file(first)));
    }
    drafts.diagnostics.extend(telling.told());
    Ok(())
}

impl PostOrigin {
    pub fn start(self) -> usize {
        match self {
            Self::At(start) | Self::Of(start) => start,
        }
    }

    /// A place of the body, in the source.
    pub fn place(self, at: usize) -> usize {
        match self {
            Self::At(start) => start + at,
            Self::Of(start) => start,
        }
    }
}

/// Pictures and attachments; everything else that lies about is a theme's or a generator's.
pub(super) fn is_media(path: &SourcePath) -> bool {
    const KINDS: &str = " png jpg jpeg gif webp svg avif bmp pdf doc docx xls xlsx ppt pptx zip rar 7z mp3 mp4 webm ogg wav mov \
                         csv epub ";
    KINDS.contains(&format!(" {} ", path.extension().to_ascii_lowercase()))
}

/// What is told of an old site: the same thing in many places once, with all of them.
#[derive(Default)]
pub(super) struct Telling {
    pub diagnostics: Vec<Diagnostic>,
    unknown_keys: BTreeMap<String, Vec<Location>>,
    unknown_markup: BTreeMap<String, Vec<Location>>,
}

impl Telling {
    pub fn tell(&mut self, diagnostic: Diagnostic, path: &SourcePath, at: usize) {
        self.diagnostics.push(diagnostic.at(Location::span(path, at..at)));
    }

    pub fn unknown_key(&mut self, key: &str, at: Location) {
        self.unknown_keys.entry(key.to_owned()).or_default().push(at);
    }

    pub fn unknown_markup(&mut self, name: &str, at: Location) {
        self.unknown_markup.entry(name.to_owned()).or_default().push(at);
    }

    fn told(self) -> Vec<Diagnostic> {
        let mut told = self.diagnostics;
        for (key, places) in self.unknown_keys {
            told.extend(places.first().map(|first| messages::no_counterpart(&key, places.len()).at(first.clone())));
        }
        for (name, places) in self.unknown_markup {
            let count = places.len();
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let also = || Localized { zh: "这里也有".to_owned(), en: "here as well".to_owned() };
            let whole = messages::unknown_markup(&name, count).at(first);
            told.push(places.fold(whole, |whole, place| whole.related(place, also())));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_tells_when_a_file_came() {
        let log = "\u{0}2020-01-02T09:30:00+08:00\n\na.md\n彩虹.md\n\u{0}2021-05-06T00:00:00Z\n\na.md\nb/c.md\n";
        let days: Vec<String> = Sources::days(log).iter().map(|(path, when)| format!("{path} {when}")).collect();
        assert_eq!(days, ["a.md 2020-01-02", "b/c.md 2021-05-06", "彩虹.md 2020-01-02"]);
        assert!(Sources::days("").is_empty());
    }
}
