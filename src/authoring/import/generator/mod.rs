//! Another generator's site becomes drafts of entries, with their pictures and their former addresses.
//!
//! ```text
//! sources ─hexo, hugo, …─▶ OldSite     its texts, its files, how it writes tags, where each text was
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
mod visible;
mod vue;
mod wordpress;
mod zola;

use std::collections::BTreeMap;

use super::existing::ExistingSite;
use super::{Basis, DraftFile, Drafts, Unfit, does_not_build};
use crate::base::diagnostic::{Diagnostic, Localized, Location, messages};
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::base::yaml::Map;
use crate::build::{Cache, prepare};

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
}

/// The sources of an old site.
#[derive(Debug, Default)]
pub struct Sources {
    pub files: Snapshot,
    /// The date on which git first has each file.
    pub came: BTreeMap<SourcePath, When>,
}

impl Sources {
    /// Parses the dates from a git log of commits that added files, oldest first: a line with a zero byte and the
    /// commit's time, then the file names.
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
    /// Whether it is a page outside of the posts: about, contact.
    pub page: bool,
    /// The language of a translation, if the file's name has it.
    pub language: Option<String>,
    /// The old address: below the old site's root, with a leading slash; `None` if no rule gives it.
    pub address: Option<String>,
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
    /// Files of the theme or the generator, which aren't imported.
    pub ignored: Vec<SourcePath>,
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
) -> Drafts {
    let mut drafts = Drafts::default();
    if let Err(fault) = read(existing, sources, kind, unfit, cache, &mut drafts) {
        drafts.diagnostics.push(fault);
    }
    drafts
}

fn read(
    existing: &ExistingSite,
    sources: &Sources,
    (generator, into): (Generator, &str),
    unfit: &Unfit,
    cache: &mut Cache,
    drafts: &mut Drafts,
) -> Result<(), Diagnostic> {
    let collection = existing.collection(into)?;
    let Sources { files: sources, came } = sources;
    let mut reporter = Reporter::default();
    let languages = &existing.config.languages;
    let mut old = match generator {
        Generator::Hexo => hexo::read(sources, &mut reporter),
        Generator::Hugo => hugo::read(sources, languages, &mut reporter),
        Generator::Zola => zola::read(sources, languages, &mut reporter),
        Generator::Jekyll => jekyll::read(sources, &mut reporter),
        Generator::Vue => vue::read(sources, &mut reporter),
        Generator::WordPress => wordpress::read(sources, &mut reporter),
    }?;
    for post in &mut old.posts {
        post.date =
            post.date.or_else(|| permalink::dated_folder(&post.source)).or_else(|| came.get(&post.source).copied());
    }
    let withheld: Vec<Option<String>> = old.posts.iter().map(|post| visible::withheld(post, &old, existing)).collect();
    for (post, why) in old.posts.iter_mut().zip(withheld) {
        if let Some(why) = why {
            post.draft = true;
            reporter.withheld.entry(why).or_default().push(Location::file(&post.source));
        }
    }
    let (style, convert): (markup::Style, Convert) = match generator {
        Generator::Hexo => (markup::Style::Liquid, hexo::convert),
        Generator::Hugo => (markup::Style::Angled, hugo::convert),
        Generator::Zola => (markup::Style::Called, zola::convert),
        Generator::Jekyll => (markup::Style::Liquid, jekyll::convert),
        Generator::Vue => (markup::Style::Vue, vue::convert),
        Generator::WordPress => (markup::Style::Plain, |_, _| Vec::new()),
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
    let rewriter = rewrite::Rewriter {
        existing,
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
        let body = rewriter.body(number, &mut reporter);
        let composer = compose::PostComposer { existing, collection, rewriter: &rewriter, known: &known };
        match composer.text(number, &body, &mut reporter) {
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
    if let Some(first) = old.ignored.first() {
        let examples: Vec<&str> = old.ignored.iter().take(5).map(SourcePath::as_str).collect();
        let diagnostic = messages::files_left_out(old.ignored.len(), &examples.join("、"));
        drafts.diagnostics.push(diagnostic.at(Location::file(first)));
    }
    drafts.diagnostics.extend(reporter.into_diagnostics());
    Ok(())
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
    withheld: BTreeMap<String, Vec<Location>>,
    unknown_keys: BTreeMap<String, Vec<Location>>,
    unknown_markup: BTreeMap<String, Vec<Location>>,
}

impl Reporter {
    pub fn report(&mut self, diagnostic: Diagnostic, path: &SourcePath, at: usize) {
        self.diagnostics.push(diagnostic.at(Location::span(path, at..at)));
    }

    pub fn unknown_key(&mut self, key: &str, at: Location) {
        self.unknown_keys.entry(key.to_owned()).or_default().push(at);
    }

    pub fn unknown_markup(&mut self, name: &str, at: Location) {
        self.unknown_markup.entry(name.to_owned()).or_default().push(at);
    }

    fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        for (why, places) in self.withheld {
            diagnostics
                .extend(places.first().map(|first| messages::became_draft(&why, places.len()).at(first.clone())));
        }
        for (key, places) in self.unknown_keys {
            diagnostics
                .extend(places.first().map(|first| messages::no_counterpart(&key, places.len()).at(first.clone())));
        }
        for (name, places) in self.unknown_markup {
            let count = places.len();
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let also = || Localized { zh: "这里也有".to_owned(), en: "here as well".to_owned() };
            let whole = messages::unknown_markup(&name, count).at(first);
            diagnostics.push(places.fold(whole, |whole, place| whole.related(place, also())));
        }
        diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_date_of_the_commit_that_added_it() {
        let log = "\u{0}2020-01-02T09:30:00+08:00\n\na.md\n彩虹.md\n\u{0}2021-05-06T00:00:00Z\n\na.md\nb/c.md\n";
        let days: Vec<String> = Sources::days(log).iter().map(|(path, when)| format!("{path} {when}")).collect();
        assert_eq!(days, ["a.md 2020-01-02", "b/c.md 2021-05-06", "彩虹.md 2020-01-02"]);
        assert!(Sources::days("").is_empty());
    }
}
