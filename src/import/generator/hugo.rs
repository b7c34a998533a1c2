//! Hugo: everything below `content/`, files of `static/`; front matter in YAML, TOML or JSON.

use super::front::{self, Front};
use super::hexo::text;
use super::markup::{Change, Tag, arguments, fence, named, picture, plain};
use super::permalink::{Moment, dated, permalink};
use super::{Old, Origin, Post, Telling, is_media};
use crate::diagnostic::{Diagnostic, Span, messages};
use crate::source::Snapshot;
use crate::url::SourcePath;
use crate::yaml::{self, Kind, Map};

/// Where Hugo looks for its configuration, newest names first.
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

pub fn read(sources: &Snapshot, languages: &[String], telling: &mut Telling) -> Result<Old, Diagnostic> {
    let config = configuration(sources, &CONFIGS, telling);
    let address = text(&config, "baseURL").or_else(|| text(&config, "baseurl")).unwrap_or_default();
    let mut old = Old { base: path_of(&address), ..Old::default() };
    let ugly = text(&config, "uglyURLs").as_deref() == Some("true");
    for (path, _) in sources.below("static") {
        let below = path.below("static").unwrap_or_default();
        if is_media(path) {
            drop(old.files.insert(format!("/{below}"), path.clone()))
        } else {
            old.left.push(path.clone())
        }
    }
    for (path, file) in sources.below("content") {
        let below = path.below("content").unwrap_or_default();
        let bundled = bundle(sources, path);
        if !matches!(path.extension(), "md" | "markdown") {
            match (is_media(path), &bundled) {
                (true, None) => drop(old.files.insert(format!("/{below}"), path.clone())),
                (true, Some(_)) => {}
                (false, _) => old.left.push(path.clone()),
            }
            continue;
        }
        let (stem, language) = named_language(path.stem(), languages);
        if stem == "_index" || (stem == "index" && !below.contains('/')) {
            old.left.push(path.clone());
            continue;
        }
        let Some(body) = file.text() else {
            telling.tell(messages::not_utf8(), path, 0);
            continue;
        };
        let Front { map, body: start } = front::read(body, path, &mut telling.diagnostics);
        let folder = path.folder().strip_prefix("content").unwrap_or_default().trim_start_matches('/');
        let (folder, name) = match stem {
            "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            stem => (folder, stem),
        };
        let (date, plain_name) = dated(name).map_or((None, name), |(when, rest)| (Some(when), rest));
        let page = folder.is_empty() && map.get("date").is_none();
        old.posts.push(Post {
            source: path.clone(),
            body: body[start..].to_owned(),
            origin: Origin::At(start),
            name: plain_name.to_owned(),
            bundle: bundled,
            date,
            draft: map.get("draft").and_then(|node| node.as_text()) == Some("true"),
            page,
            address: address_of(&map, folder, name, plain_name, date.as_ref(), &config, ugly),
            language: language.map(str::to_owned),
            front: map,
        });
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("Hugo", "content 里没有文章", "no texts in content"));
    }
    Ok(old)
}

/// The nearest folder with an `index.md` in it that a file lies in: it belongs to that text.
pub fn bundle(sources: &Snapshot, path: &SourcePath) -> Option<String> {
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
pub fn named_language<'a>(stem: &'a str, languages: &[String]) -> (&'a str, Option<&'a str>) {
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

fn address_of(
    front: &Map,
    folder: &str,
    name: &str,
    plain_name: &str,
    date: Option<&crate::time::When>,
    config: &Map,
    ugly: bool,
) -> Option<String> {
    if let Some(own) = front.get("url").and_then(|node| node.as_text()) {
        return Some(format!("/{}", own.trim_start_matches('/')));
    }
    let section = folder.split('/').next().unwrap_or_default();
    let slug = front.get("slug").and_then(|node| node.as_text());
    // Hugo writes addresses in small letters, with hyphens for spaces.
    let file = |name: &str| name.to_lowercase().replace(' ', "-");
    let rules = config.get("permalinks").and_then(|node| node.as_map());
    let rules = rules.and_then(|rules| rules.get("page").and_then(|node| node.as_map()).or(Some(rules)));
    let Some(rule) = rules.and_then(|rules| rules.get(section)?.as_text()) else {
        let last = slug.map_or_else(|| file(name), str::to_owned);
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", file(folder)) };
        return Some(if ugly { format!("/{folder}{last}.html") } else { format!("/{folder}{last}/") });
    };
    let written = front.get("date").and_then(|node| node.as_text()).and_then(Moment::of);
    let moment = written.or_else(|| date.map(Moment::when));
    let title = front.get("title").and_then(|node| node.as_text()).map(&file);
    permalink(rule, |token| match token {
        "section" => Some(section.to_owned()),
        "sections" => Some(folder.to_owned()),
        "title" => title.clone(),
        "slug" => slug.map(str::to_owned).or_else(|| title.clone()),
        "filename" | "contentbasename" => Some(file(name)),
        "slugorfilename" | "slugorcontentbasename" => Some(slug.map_or_else(|| file(plain_name), str::to_owned)),
        _ => moment.as_ref()?.token(token),
    })
}

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

/// The path of an address, without a slash at its end: `/blog` of `https://example.org/blog/`.
pub fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..]).trim_end_matches('/').to_owned()
}

/// Shortcodes that Markdown has a counterpart for.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if tag.escaped {
            // Shown and not run: without the marks of a comment it is what was shown.
            let shown = body[tag.range.clone()].replace("/*", "").replace("*/", "");
            changes.push((tag.range.clone(), shown));
            continue;
        }
        let given = arguments(&tag.arguments);
        let words = plain(&given);
        let end = tags[at + 1..].iter().find(|other| other.closing && other.name == tag.name);
        match tag.name.as_str() {
            "figure" => {
                let Some(target) = named(&given, "src").or(words.first().copied()) else { continue };
                let title = named(&given, "caption").or_else(|| named(&given, "title"));
                let alt = named(&given, "alt").or(title).unwrap_or_default();
                let picture = picture(target, alt, title);
                let whole = match named(&given, "link") {
                    Some(link) => format!("[{picture}]({link})"),
                    None => picture,
                };
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
