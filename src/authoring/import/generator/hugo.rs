//! Reads Hugo sites: everything below `content/`, files of `static/`; front matter in YAML, TOML or JSON.

use super::excluded::patterns;
use super::markup::{Replacement, Tag, arguments, ends, fence, named, picture, plain, unescaped};
use super::permalink::{Moment, permalink};
use super::reading::{configuration, path_of, text};
use super::tree::{ContentTree, content_tree};
use super::{OldSite, Post, Reporter};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::base::yaml::{Map, Node};

/// The configuration files that Hugo reads, newest names first.
const CONFIGS: [&str; 8] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config/_default/hugo.toml",
];

pub fn read(sources: &Snapshot, languages: &[String], reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let config = configuration(sources, &CONFIGS, reporter);
    let address = text(&config, "baseURL").or_else(|| text(&config, "baseurl")).unwrap_or_default();
    let mut old = OldSite { base: path_of(&address), excluded: patterns(&config), ..OldSite::default() };
    let ugly = text(&config, "uglyURLs").as_deref() == Some("true");
    let is_listing = |stem: &str, below: &str| stem == "_index" || (stem == "index" && !below.contains('/'));
    let tree = ContentTree {
        roots: roots(&config),
        configured: tags(&config).iter().map(|(tag, _)| tag.clone()).collect(),
        languages,
        extensions: &["md", "markdown"],
        // It has `cascade` for that.
        drafts_below: false,
    };
    let main = text(&config, "defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let prefixed = text(&config, "defaultContentLanguageInSubdir").as_deref() == Some("true");
    content_tree(sources, &tree, is_listing, (&mut old, reporter), |post, folder, name| {
        post.page = folder.is_empty() && post.front.get("date").is_none();
        let address = address_of(post, folder, name, &config, ugly);
        let tag = post.language.as_deref().map(str::to_lowercase);
        let prefix = tag.filter(|tag| prefixed || !tag.eq_ignore_ascii_case(&main));
        post.address = match prefix {
            Some(tag) => address.map(|address| format!("/{tag}{address}")),
            None => address,
        };
    });
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("Hugo", "content 里没有文章", "no texts in content"));
    }
    Ok(old)
}

/// Returns the languages that the configuration names, each with its own folder if it has one.
fn tags(config: &Map) -> Vec<(String, Option<String>)> {
    let languages = config.get("languages").and_then(|node| node.as_map()).map(|map| map.entries.as_slice());
    let folder = |node: &Node| {
        let map = node.as_map()?;
        text(map, "contentDir").or_else(|| text(map, "contentdir"))
    };
    languages.unwrap_or_default().iter().map(|(tag, node)| (tag.text.clone(), folder(node))).collect()
}

/// Returns the folders of texts.
fn roots(config: &Map) -> Vec<(String, Option<String>)> {
    let main = text(config, "contentDir").unwrap_or_else(|| "content".to_owned());
    let own =
        tags(config).into_iter().filter_map(|(tag, folder)| Some((folder?.trim_matches('/').to_owned(), Some(tag))));
    let mut roots: Vec<(String, Option<String>)> = own.collect();
    if !roots.iter().any(|(root, _)| *root == main) {
        roots.push((main, None));
    }
    roots
}

/// Returns the old address of a post, by its folder and its file's name, which may begin with a date.
fn address_of(post: &Post, folder: &str, name: &str, config: &Map, ugly: bool) -> Option<String> {
    if let Some(own) = post.given("url") {
        return Some(format!("/{}", own.trim_start_matches('/')));
    }
    let section = folder.split('/').next().unwrap_or_default();
    let slug = post.given("slug");
    // Hugo writes addresses in lower case, with hyphens for spaces.
    let file = |name: &str| name.to_lowercase().replace(' ', "-");
    let rules = config.get("permalinks").and_then(|node| node.as_map());
    let rules = rules.and_then(|rules| rules.get("page").and_then(|node| node.as_map()).or(Some(rules)));
    let Some(rule) = rules.and_then(|rules| rules.get(section)?.as_text()) else {
        let last = slug.map_or_else(|| file(name), str::to_owned);
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", file(folder)) };
        return Some(if ugly { format!("/{folder}{last}.html") } else { format!("/{folder}{last}/") });
    };
    let written = post.given("date").and_then(Moment::of);
    let moment = written.or_else(|| post.date.as_ref().map(Moment::when));
    let title = post.given("title").map(&file);
    permalink(rule, |token| match token {
        "section" => Some(section.to_owned()),
        "sections" => Some(folder.to_owned()),
        "title" => title.clone(),
        "slug" => slug.map(str::to_owned).or_else(|| title.clone()),
        "filename" | "contentbasename" => Some(file(name)),
        "slugorfilename" | "slugorcontentbasename" => Some(slug.map_or_else(|| file(&post.name), str::to_owned)),
        _ => moment.as_ref()?.token(token),
    })
}

/// Converts shortcodes that Markdown has a counterpart for.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Replacement> {
    let mut changes = Vec::new();
    let ends = ends(tags);
    for (at, tag) in tags.iter().enumerate() {
        if tag.escaped {
            changes.push(unescaped(body, tag));
            continue;
        }
        let given = arguments(&tag.arguments);
        let words = plain(&given);
        let end = ends[at].map(|end| &tags[end]);
        match tag.name.as_str() {
            "figure" => {
                let Some(target) = named(&given, "src").or(words.first().copied()) else { continue };
                let said = |key: &str| named(&given, key).map(str::trim).filter(|words| !words.is_empty());
                let (title, caption) = (said("title"), said("caption"));
                let maker = said("attr").map(|maker| match said("attrlink") {
                    Some(link) => format!("[{maker}]({link})"),
                    None => maker.to_owned(),
                });
                let words = [title.map(str::to_owned), caption.map(str::to_owned), maker];
                let words = words.into_iter().flatten().collect::<Vec<_>>().join(" — ");
                // A caption of a picture is plain text here.
                let is_plain = !words.contains(['*', '_', '`', '[', '<', '\\']);
                let alt = said("alt").or(caption).or(title).unwrap_or_default();
                let picture = picture(target, alt, Some(words.as_str()).filter(|words| is_plain && !words.is_empty()));
                let picture = match said("link") {
                    Some(link) => format!("[{picture}]({link})"),
                    None => picture,
                };
                let whole = if is_plain { picture } else { format!("{picture}<br>{words}") };
                changes.push((tag.range.clone(), whole));
            }
            "ref" | "relref" => {
                let target = named(&given, "path").or(words.first().copied()).unwrap_or_default();
                changes.push((tag.range.clone(), target.trim_start_matches('/').to_owned()));
            }
            "highlight" => {
                let Some(end) = end else { continue };
                let language = words.first().copied().unwrap_or_default();
                let inner = &body[tag.range.end..end.range.start];
                changes.push((tag.range.start..end.range.end, fence(language, inner)));
            }
            _ => {}
        }
    }
    changes
}
