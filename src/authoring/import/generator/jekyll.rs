//! Reads Jekyll sites: `_posts/` with dates in file names, anywhere in the tree; `_drafts/`; pages with front matter.

use super::excluded::patterns;
use super::mapping::{SKIP, SiteMapping};
use super::markup::{Replacement, Tag, arguments, block_ends, fence, plain};
use super::permalink::{Moment, permalink};
use super::reading::{base, configuration, text};
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::yaml::{Kind, Map, Node};

pub fn read(sources: &Snapshot, mapping: &SiteMapping, reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let config = configuration(sources, &["_config.yml"], reporter);
    let rule = rule(&text(&config, "permalink").unwrap_or_else(|| "date".to_owned()));
    let mut old = OldSite { base: base(&config, "baseurl"), excluded: patterns(&config), ..OldSite::default() };
    old.inherited = defaults(&config);
    let kinds = kinds(&config);
    for (path, file) in sources.iter() {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        let posts = parts.iter().position(|part| matches!(*part, "_posts" | "_drafts"));
        let kind = kinds.iter().find_map(|kind| Some((kind, path.below(&kind.folder)?)));
        let hidden = parts.iter().any(|part| part.starts_with('_')) && posts.is_none() && kind.is_none();
        if !matches!(path.extension(), "md" | "markdown") {
            if hidden || posts.is_some() || !is_media(path) {
                old.ignored.push(path.clone());
            } else {
                let address = kind.map_or(format!("/{path}"), |(kind, below)| format!("/{}/{below}", kind.name));
                old.files.insert(address, path.clone());
            }
            continue;
        }
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
        if let Some((kind, below)) = kind.filter(|_| posts.is_none()) {
            *old.kinds.entry(kind.name.clone()).or_default() += 1;
            match mapping.types.get(&kind.name).map(String::as_str) {
                Some(SKIP) => {
                    let at = Location::file(path);
                    reporter.dropped("映射文件里写明不要的内容", "what the mapping file says isn't wanted", at);
                    continue;
                }
                None => {
                    let title = post.given("title").unwrap_or(path.stem()).to_owned();
                    reporter.kind_left_out(&kind.name, title, Location::file(path));
                    continue;
                }
                Some(into) => post.collection = Some(into.to_owned()),
            }
            post.set_name(path.stem());
            part_tags(&mut post);
            if !kind.output && post.withheld.is_none() {
                post.withheld = Some(format!("collections.{}.output: false", kind.name));
            }
            let stem = below.trim_end_matches(".markdown").trim_end_matches(".md");
            post.address = kind.address(&post, stem);
            old.posts.push(post);
            continue;
        }
        if hidden || (posts.is_none() && post.origin.start() == 0) {
            // Jekyll publishes no file without front matter, such as a README.
            old.ignored.push(path.clone());
            continue;
        }
        post.set_name(path.stem());
        post.page = posts.is_none();
        part_tags(&mut post);
        let folders = posts.map_or(&[][..], |at| &parts[..at]);
        post.address = if post.page { page_address(&post) } else { address(&post, folders, &rule) };
        old.posts.push(post);
    }
    // The page at the root is the home page, which the theme generates.
    let home = |post: &Post| post.page && post.address.as_deref() == Some("/");
    old.ignored.extend(old.posts.iter().filter(|post| home(post)).map(|post| post.source.clone()));
    old.posts.retain(|post| !home(post));
    if !old.posts.iter().any(|post| !post.page) && old.kinds.is_empty() {
        return Err(messages::nothing_to_import("Jekyll", "_posts 里没有文章", "no texts in _posts"));
    }
    Ok(old)
}

/// A collection of Jekyll: a kind of content with a folder of its own.
struct JekyllKind {
    name: String,
    folder: String,
    /// Whether each of its files had a page.
    output: bool,
    rule: String,
}

impl JekyllKind {
    fn address(&self, post: &Post, stem: &str) -> Option<String> {
        permalink(post.given("permalink").unwrap_or(&self.rule), |token| match token {
            "collection" => Some(self.name.clone()),
            "path" => Some(stem.to_owned()),
            "name" | "title" | "slug" => Some(stem.rsplit('/').next().unwrap_or(stem).to_owned()),
            token => Moment::of(post.given("date")?)?.token(token),
        })
    }
}

/// Returns the collections that the configuration declares, but for that of the posts.
fn kinds(config: &Map) -> Vec<JekyllKind> {
    let above =
        text(config, "collections_dir").map(|folder| format!("{}/", folder.trim_matches('/'))).unwrap_or_default();
    let kind = |name: &str, map: Option<&Map>| JekyllKind {
        name: name.to_owned(),
        folder: format!("{above}_{name}"),
        output: map.and_then(|map| text(map, "output")).as_deref() == Some("true"),
        rule: map
            .and_then(|map| text(map, "permalink"))
            .map_or("/:collection/:path.html".to_owned(), |rule| self::rule(&rule)),
    };
    let Some(node) = config.get("collections") else { return Vec::new() };
    let kinds: Vec<JekyllKind> = match &node.kind {
        Kind::Map(map) => map.entries.iter().map(|(key, node)| kind(&key.text, node.as_map())).collect(),
        Kind::List(names) => names.iter().filter_map(|name| Some(kind(name.as_text()?, None))).collect(),
        _ => Vec::new(),
    };
    kinds.into_iter().filter(|kind| kind.name != "posts").collect()
}

/// The values that the configuration sets for the posts of a folder.
fn defaults(config: &Map) -> Vec<(String, Map)> {
    let items = config.get("defaults").and_then(Node::as_list).unwrap_or_default();
    let default = |node: &Node| {
        let map = node.as_map()?;
        let path = map.get("scope").and_then(|scope| scope.as_map()?.get("path")?.as_text()).unwrap_or_default();
        Some((path.to_owned(), map.get("values")?.as_map()?.clone()))
    };
    items.iter().filter_map(default).collect()
}

/// Jekyll parts tags and categories that are one text by spaces; no other generator does, and nothing else is parted so.
fn part_tags(post: &mut Post) {
    for (_, node) in post.front.entries.iter_mut().filter(|(key, _)| matches!(key.text.as_str(), "tags" | "categories"))
    {
        let Some(text) = node.as_text().filter(|text| !text.contains([',', '，', '、'])) else { continue };
        let tags = text.split_whitespace().map(|tag| Node::scalar(tag, node.span)).collect();
        node.kind = Kind::List(tags);
    }
}

/// Returns the pattern of a built-in permalink style (jekyllrb.com/docs/permalinks).
fn rule(permalink: &str) -> String {
    match permalink {
        "date" => "/:categories/:year/:month/:day/:title.html",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title.html",
        "none" => "/:categories/:title.html",
        rule => rule,
    }
    .replace(":output_ext", ".html")
}

fn address(post: &Post, folders: &[&str], rule: &str) -> Option<String> {
    let written = post.given("date").and_then(Moment::of);
    let moment = written.or_else(|| post.date.as_ref().map(Moment::when));
    let mut categories: Vec<String> = folders.iter().map(|folder| (*folder).to_owned()).collect();
    for key in ["category", "categories"] {
        let Some(node) = post.front.get(key) else { continue };
        match node.as_list() {
            Some(items) => categories.extend(items.iter().filter_map(|item| item.as_text().map(str::to_lowercase))),
            None => {
                categories.extend(node.as_text().into_iter().flat_map(str::split_whitespace).map(str::to_lowercase))
            }
        }
    }
    let slug = post.given("slug").unwrap_or(&post.name);
    permalink(post.given("permalink").unwrap_or(rule), |token| match token {
        "title" | "slug" => Some(slug.to_owned()),
        "categories" | "category" => Some(categories.join("/")),
        _ => moment.as_ref()?.token(token),
    })
}

fn page_address(post: &Post) -> Option<String> {
    if let Some(own) = post.given("permalink") {
        return Some(format!("/{}", own.trim_start_matches('/')));
    }
    let stem = post.source.as_str().trim_end_matches(".markdown").trim_end_matches(".md");
    Some(match stem.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{stem}.html"),
    })
}

/// Converts Liquid tags that Markdown has a counterpart for.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Replacement> {
    let mut changes = Vec::new();
    for (tag, end) in tags.iter().zip(block_ends(tags)) {
        let given = arguments(&tag.arguments);
        let words = plain(&given);
        let end = end.map(|end| &tags[end]);
        match (tag.name.as_str(), end) {
            ("highlight", Some(end)) => {
                let inner = &body[tag.range.end..end.range.start];
                changes.push((tag.range.start..end.range.end, fence(words.first().unwrap_or(&""), inner)));
            }
            ("raw", Some(end)) => {
                let inner = &body[tag.range.end..end.range.start];
                changes.push((tag.range.start..end.range.end, inner.to_owned()));
            }
            ("post_url" | "link", _) => {
                let target = words.first().copied().unwrap_or_default();
                let name = target.rsplit('/').next().unwrap_or(target);
                let root = if tag.name == "link" { "/" } else { "" };
                // A post is referred to by its name, a file by its path from the root.
                let named = if name.ends_with(".md") || root.is_empty() { name } else { target };
                let slash = if named == name { "" } else { root };
                changes.push((tag.range.clone(), format!("{slash}{named}")));
            }
            // The prefix of an address, which the new site adds by itself.
            ("site.baseurl" | "site.url", _) => changes.push((tag.range.clone(), String::new())),
            (_, _)
                if tag.arguments.contains("relative_url")
                    || tag.arguments.contains("absolute_url")
                    || tag.name.contains("_url") =>
            {
                let inside = body[tag.range.clone()].trim_matches(['{', '}', ' ']);
                let quoted = arguments(inside);
                if let Some((None, path)) = quoted.first().filter(|_| inside.starts_with(['"', '\''])) {
                    changes.push((tag.range.clone(), path.clone()));
                }
            }
            _ => {}
        }
    }
    changes
}
