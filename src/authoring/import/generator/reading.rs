//! What the readers of several generators have in common: the configuration, a text, and the
//! `content/` and `static/` of Hugo and Zola.

use super::front::{self, Front};
use super::permalink::dated;
use super::{Old, Post, PostOrigin, Telling, is_media};
use crate::base::diagnostic::{Span, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Map};

/// The first configuration that there is, in whatever form.
pub fn configuration(sources: &Snapshot, names: &[&str], telling: &mut Telling) -> Map {
    for name in names {
        let Some(path) = SourcePath::new(name) else { continue };
        let Some(text) = sources.text(&path) else { continue };
        let read = match path.extension() {
            "toml" => front::toml_map(text, 0).map_err(|(reason, span)| (reason, span.start)),
            "json" => match serde_json::from_str(text) {
                Ok(value) => match front::json_node(&value, Span::default()).kind {
                    Kind::Map(map) => Ok(map),
                    _ => Ok(Map::default()),
                },
                Err(error) => Err((error.to_string(), 0)),
            },
            _ => match yaml::parse(text, 0) {
                Ok(node) => Ok(node.as_map().cloned().unwrap_or_default()),
                Err(fault) => Err((fault.reason, fault.span.start)),
            },
        };
        return read.unwrap_or_else(|(reason, at)| {
            telling.tell(messages::config_unread(name, &reason), &path, at);
            Map::default()
        });
    }
    Map::default()
}

/// A setting that says something.
pub fn text(config: &Map, key: &str) -> Option<String> {
    config.get(key)?.as_text().map(str::to_owned).filter(|text| !text.is_empty())
}

/// The path of an address, without a slash at its end: `/blog` of `https://example.org/blog/`.
pub fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..]).trim_end_matches('/').to_owned()
}

/// The path at which a site begins, without a slash at its end.
pub fn base(config: &Map, key: &str) -> String {
    let path = text(config, key).unwrap_or_default();
    let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    path.trim_end_matches('/').to_owned()
}

impl Post {
    /// A text with what its front matter says for every generator. One that isn't UTF-8 is told.
    pub fn read(path: &SourcePath, file: &SourceFile, telling: &mut Telling) -> Option<Self> {
        let Some(text) = file.text() else {
            telling.tell(messages::not_utf8(), path, 0);
            return None;
        };
        let Front { map, body: start } = front::read(text, path, &mut telling.diagnostics);
        Some(Self {
            source: path.clone(),
            body: text[start..].to_owned(),
            origin: PostOrigin::At(start),
            name: String::new(),
            bundle: None,
            date: None,
            draft: map.get("draft").and_then(|node| node.as_text()) == Some("true"),
            page: false,
            language: None,
            address: None,
            front: map,
        })
    }

    /// Takes the name of its file, with the date that may stand before it.
    pub fn call(&mut self, name: &str) {
        let (date, name) = dated(name).map_or((None, name), |(when, rest)| (Some(when), rest));
        self.date = date;
        self.name = name.to_owned();
    }

    /// What its front matter says under a key, as typed.
    pub fn given(&self, key: &str) -> Option<&str> {
        self.front.get(key)?.as_text()
    }
}

/// Reads `static/` and `content/`. `is_listing` knows the texts of sections and of the home page by
/// their names and their paths below `content/`: the theme makes these. `place` gives a text its
/// address, by its folder and its name as it stands there, and says whether it is a page.
pub fn content_tree(
    sources: &Snapshot,
    languages: &[String],
    extensions: &[&str],
    is_listing: impl Fn(&str, &str) -> bool,
    (old, telling): (&mut Old, &mut Telling),
    place: impl Fn(&mut Post, &str, &str),
) {
    for (below, path) in sources.paths_below("static") {
        if is_media(path) {
            old.files.insert(format!("/{below}"), path.clone());
        } else {
            old.left.push(path.clone());
        }
    }
    for (path, file) in sources.below("content") {
        let below = path.below("content").unwrap_or_default();
        let bundle = bundle(sources, path);
        if !extensions.contains(&path.extension()) {
            match (is_media(path), &bundle) {
                (true, None) => drop(old.files.insert(format!("/{below}"), path.clone())),
                (true, Some(_)) => {}
                (false, _) => old.left.push(path.clone()),
            }
            continue;
        }
        let (stem, language) = named_language(path.stem(), languages);
        if is_listing(stem, below) {
            old.left.push(path.clone());
            continue;
        }
        let Some(mut post) = Post::read(path, file, telling) else { continue };
        let folder = path.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
        let (folder, name) = match stem {
            "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            stem => (folder, stem),
        };
        post.call(name);
        post.bundle = bundle;
        post.language = language.map(str::to_owned);
        place(&mut post, folder, name);
        old.posts.push(post);
    }
}

/// The nearest folder with an `index.md` in it that a file lies in: it belongs to that text.
fn bundle(sources: &Snapshot, path: &SourcePath) -> Option<String> {
    let mut folder = path.folder();
    while folder.starts_with("content/") {
        let is_index = |(name, _): (&str, &SourcePath)| {
            !name.contains('/')
                && name.starts_with("index.")
                && matches!(name.rsplit('.').next(), Some("md" | "markdown"))
        };
        if sources.paths_below(folder).any(is_index) {
            return Some(folder.to_owned());
        }
        folder = folder.rsplit_once('/')?.0;
    }
    None
}

/// `rainbow.en` is the English translation of `rainbow`, if the site has English.
fn named_language<'a>(stem: &'a str, languages: &[String]) -> (&'a str, Option<&'a str>) {
    match stem.rsplit_once('.') {
        Some((name, tag)) if languages.iter().any(|language| language.eq_ignore_ascii_case(tag)) => (name, Some(tag)),
        Some((name, tag)) => {
            // `zh` where the site says `zh-CN`, and the other way round.
            let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
            let known = languages.iter().any(|language| primary(language) == primary(tag));
            if known { (name, None) } else { (stem, None) }
        }
        None => (stem, None),
    }
}
