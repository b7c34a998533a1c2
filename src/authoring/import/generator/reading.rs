//! Shared by the readers of several generators: the configuration, a post, what a text includes.

use super::front::{self, Front};
use super::permalink::dated;
use super::{Post, PostOrigin, Reporter};
use crate::base::diagnostic::{Cause, Localized, Span, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::is_han;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Map};

/// Reads the first of several configuration files that exists, in YAML, TOML or JSON.
pub fn configuration(sources: &Snapshot, names: &[&str], reporter: &mut Reporter) -> Map {
    for name in names {
        let Some(path) = SourcePath::new(name) else { continue };
        let Some(text) = sources.text(&path) else { continue };
        let read = match path.extension() {
            "toml" => front::toml_map(text, 0)
                .map_err(|(reason, span)| (Cause::new("TOML 写法有误", &reason).into(), span.start)),
            "json" => match serde_json::from_str(text) {
                Ok(value) => match front::json_node(&value, Span::default()).kind {
                    Kind::Map(map) => Ok(map),
                    _ => Ok(Map::default()),
                },
                Err(error) => Err((Cause::json(&error).into(), 0)),
            },
            _ => match yaml::parse(text, 0) {
                Ok(node) => Ok(node.as_map().cloned().unwrap_or_default()),
                Err(fault) => Err(fault
                    .slips
                    .into_iter()
                    .next()
                    .map_or_else(|| (Localized::default(), 0), |slip| (slip.reason, slip.span.start))),
            },
        };
        return read.unwrap_or_else(|(reason, at)| {
            reporter.report(messages::config_unread(name, &reason.zh, &reason.en), &path, at);
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
            reporter.report(crate::base::diagnostic::not_text(path, file.held()), path, 0);
            return None;
        };
        let Front { map, body: start, unread } = front::read(text, path, &mut reporter.diagnostics);
        Some(Self {
            source: path.clone(),
            body: text[start..].to_owned(),
            origin: PostOrigin::At(start),
            name: String::new(),
            bundle: None,
            date: None,
            draft: false,
            withheld: None,
            unread,
            page: false,
            language: None,
            address: None,
            also: Vec::new(),
            content: None,
            collection: None,
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

/// Whether what stands between signs of formulas is one: no words, and not the number of a note, `\[1\]`, where such signs
/// set a line of its own. Chinese in a formula stands in a command, `\text{…}`.
pub fn is_formula(text: &str, display: bool) -> bool {
    let text = text.trim();
    let number = display && text.chars().all(|c| c.is_ascii_digit() || " ,，、-–~".contains(c));
    let words = !text.contains('\\') && text.chars().any(is_han);
    !text.is_empty() && !text.contains('$') && !number && !words
}

/// Whether a file is a text in another format than Markdown, below a folder of texts.
pub fn is_other_text(path: &SourcePath) -> bool {
    const FORMATS: [&str; 10] = ["org", "adoc", "asciidoc", "rst", "textile", "mdx", "ipynb", "pandoc", "html", "htm"];
    let folders = ["_posts", "_drafts", "content", "docs", "pages"];
    let extension = path.extension().to_ascii_lowercase();
    FORMATS.contains(&extension.as_str()) && path.folder().split('/').any(|folder| folders.contains(&folder))
}

/// Whether a page that the theme generates has a text of its own: words below its front matter, or in a home page's.
pub fn has_own_text(text: &str, path: &SourcePath) -> bool {
    let Front { map, body, .. } = front::read(text, path, &mut Vec::new());
    !text[body..].trim().is_empty()
        || ["hero", "heroText", "features", "tagline"].iter().any(|key| map.get(key).is_some())
}

/// Whether anything in a site's configuration, theme or packages makes formulas.
pub fn has_maths(sources: &Snapshot) -> bool {
    const KINDS: [&str; 16] = [
        "yml", "yaml", "toml", "json", "js", "ts", "mjs", "mts", "cjs", "html", "ejs", "njk", "pug", "swig", "jsx",
        "tsx",
    ];
    const SIGNS: [&str; 8] = [
        "katex",
        "mathjax",
        "arithmatex",
        "goldmark.extensions.passthrough",
        "math: true",
        "math = true",
        "math=true",
        "\"math\": true",
    ];
    let texts = sources.iter().filter(|(path, _)| KINDS.contains(&path.extension()));
    let mut texts = texts.filter_map(|(_, file)| file.text());
    texts.any(|text| {
        let text = text.to_ascii_lowercase();
        SIGNS.iter().any(|sign| text.contains(sign))
    })
}

/// Returns the text of a file that a text includes, without its front matter. A part of a file isn't found.
pub fn included(sources: &Snapshot, from: &SourcePath, name: &str) -> Option<String> {
    // Lines of code that are to be marked: `a.js{1,3}`.
    let name = name.split_once('{').map_or(name, |(name, _)| name.trim_end());
    let below = name.strip_prefix("@/").or_else(|| name.strip_prefix('/'));
    let docs = from.as_str().split('/').next().unwrap_or_default();
    let paths = [
        from.resolve(name).filter(|_| below.is_none()),
        SourcePath::new(below.unwrap_or(name)),
        SourcePath::new(&format!("{docs}/{}", below.unwrap_or(name))),
    ];
    let (path, text) = paths.into_iter().flatten().find_map(|path| Some((path.clone(), sources.text(&path)?)))?;
    let body = front::read(text, &path, &mut Vec::new()).body;
    Some(text[body..].to_owned())
}
