//! Shared by the readers of several generators: the configuration, a post, and the `content/` and `static/` of Hugo and
//! Zola.

use super::front::{self, Front};
use super::permalink::dated;
use super::{OldSite, Post, PostOrigin, Reporter, is_media};
use crate::base::diagnostic::{Span, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Map};

/// Reads the first of several configuration files that exists, in YAML, TOML or JSON.
pub fn configuration(sources: &Snapshot, names: &[&str], reporter: &mut Reporter) -> Map {
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
                Err(fault) => Err(fault
                    .slips
                    .first()
                    .map_or((String::new(), 0), |slip| (slip.reason.zh.clone(), slip.span.start))),
            },
        };
        return read.unwrap_or_else(|(reason, at)| {
            reporter.report(messages::config_unread(name, &reason), &path, at);
            Map::default()
        });
    }
    Map::default()
}

/// Returns a setting's text, if it isn't empty.
pub fn text(config: &Map, key: &str) -> Option<String> {
    config.get(key)?.as_text().map(str::to_owned).filter(|text| !text.is_empty())
}

/// Returns the path of an address without a trailing slash: `/blog` for `https://example.org/blog/`.
pub fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..]).trim_end_matches('/').to_owned()
}

/// Returns the path at which a site begins, without a trailing slash.
pub fn base(config: &Map, key: &str) -> String {
    let path = text(config, key).unwrap_or_default();
    let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    path.trim_end_matches('/').to_owned()
}

impl Post {
    /// Reads a post with the front matter keys that all generators share. A file that isn't UTF-8 is reported.
    pub fn read(path: &SourcePath, file: &SourceFile, reporter: &mut Reporter) -> Option<Self> {
        let Some(text) = file.text() else {
            reporter.report(messages::not_utf8(), path, 0);
            return None;
        };
        let Front { map, body: start } = front::read(text, path, &mut reporter.diagnostics);
        Some(Self {
            source: path.clone(),
            body: text[start..].to_owned(),
            origin: PostOrigin::At(start),
            name: String::new(),
            bundle: None,
            date: None,
            draft: false,
            withheld: None,
            page: false,
            language: None,
            address: None,
            front: map,
        })
    }

    /// Sets the name from the file's name, which may begin with a date.
    pub fn set_name(&mut self, name: &str) {
        let (date, name) = dated(name).map_or((None, name), |(when, rest)| (Some(when), rest));
        self.date = date;
        self.name = name.to_owned();
    }

    /// Returns a front matter value as typed.
    pub fn given(&self, key: &str) -> Option<&str> {
        self.front.get(key)?.as_text()
    }
}

/// Reads `static/` and `content/`. `is_listing` recognises the pages of sections and the home page by their names and
/// their paths below `content/`; the theme generates these. `place` sets a post's address from its folder and its name,
/// and whether it is a page.
pub fn content_tree(
    sources: &Snapshot,
    languages: &[String],
    extensions: &[&str],
    is_listing: impl Fn(&str, &str) -> bool,
    (old, reporter): (&mut OldSite, &mut Reporter),
    place: impl Fn(&mut Post, &str, &str),
) {
    for (below, path) in sources.paths_below("static") {
        if is_media(path) {
            old.files.insert(format!("/{below}"), path.clone());
        } else {
            old.ignored.push(path.clone());
        }
    }
    for (path, file) in sources.below("content") {
        let below = path.below("content").unwrap_or_default();
        let bundle = bundle(sources, path);
        if !extensions.contains(&path.extension()) {
            match (is_media(path), &bundle) {
                (true, None) => drop(old.files.insert(format!("/{below}"), path.clone())),
                (true, Some(_)) => {}
                (false, _) => old.ignored.push(path.clone()),
            }
            continue;
        }
        let (stem, language) = named_language(path.stem(), languages);
        if is_listing(stem, below) {
            // What Hugo's pages inherit from those above them.
            let front = file.text().map(|text| front::read(text, path, &mut Vec::new()).map);
            let cascade = front.as_ref().and_then(|front| front.get("cascade"));
            let maps = cascade.map(|node| node.as_list().unwrap_or(std::slice::from_ref(node))).unwrap_or_default();
            let folder = format!("{}/", path.folder());
            old.inherited.extend(maps.iter().filter_map(|node| Some((folder.clone(), node.as_map()?.clone()))));
            old.ignored.push(path.clone());
            continue;
        }
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
        let folder = path.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
        let (folder, name) = match stem {
            "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            stem => (folder, stem),
        };
        post.set_name(name);
        post.bundle = bundle;
        post.language = language.map(str::to_owned);
        place(&mut post, folder, name);
        old.posts.push(post);
    }
}

/// Returns the nearest folder above a file that has an `index.md`: the file belongs to that post.
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

/// Splits the language off a name: `rainbow.en` is the English translation of `rainbow`, if the site has English.
fn named_language<'a>(stem: &'a str, languages: &[String]) -> (&'a str, Option<&'a str>) {
    match stem.rsplit_once('.') {
        Some((name, tag)) if languages.iter().any(|language| language.eq_ignore_ascii_case(tag)) => (name, Some(tag)),
        Some((name, tag)) => {
            // `zh` matches `zh-CN`, and the other way round.
            let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
            let known = languages.iter().any(|language| primary(language) == primary(tag));
            if known { (name, None) } else { (stem, None) }
        }
        None => (stem, None),
    }
}
