//! Zola: everything below `content/`, files of `static/`; front matter in TOML between `+++`.

use super::front::{self, Front};
use super::hexo::text;
use super::hugo::{bundle, configuration, named_language, path_of};
use super::markup::{Change, Tag};
use super::permalink::dated;
use super::place::slug;
use super::{Old, Origin, Post, Telling, is_media};
use crate::diagnostic::{Diagnostic, messages};
use crate::source::Snapshot;

pub fn read(sources: &Snapshot, languages: &[String], telling: &mut Telling) -> Result<Old, Diagnostic> {
    let config = configuration(sources, &["zola.toml", "config.toml"], telling);
    let mut old = Old { base: path_of(&text(&config, "base_url").unwrap_or_default()), ..Old::default() };
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
        if path.extension() != "md" {
            match (is_media(path), &bundled) {
                (true, None) => drop(old.files.insert(format!("/{below}"), path.clone())),
                (true, Some(_)) => {}
                (false, _) => old.left.push(path.clone()),
            }
            continue;
        }
        let (stem, language) = named_language(path.stem(), languages);
        if stem == "_index" {
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
        let (date, name) = dated(name).map_or((None, name), |(when, rest)| (Some(when), rest));
        let given = |key: &str| map.get(key).and_then(|node| node.as_text());
        let last = given("slug").map_or_else(|| slug(name), str::to_owned);
        let own = given("path").map(|path| format!("/{}/", path.trim_matches('/')));
        // Sections' folders become addresses by the same rule as names.
        let folders: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(slug).collect();
        let whole = if folders.is_empty() { format!("/{last}/") } else { format!("/{}/{last}/", folders.join("/")) };
        old.posts.push(Post {
            source: path.clone(),
            body: body[start..].to_owned(),
            origin: Origin::At(start),
            name: name.to_owned(),
            bundle: bundled,
            date,
            draft: given("draft") == Some("true"),
            page: folder.is_empty() && map.get("date").is_none() && date.is_none(),
            language: language.map(str::to_owned),
            address: Some(own.unwrap_or(whole)),
            front: map,
        });
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("Zola", "content 里没有文章", "no texts in content"));
    }
    Ok(old)
}

/// Zola brings no shortcodes along; escaped ones are shown without the marks of a comment.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Change> {
    let escaped = tags.iter().filter(|tag| tag.escaped);
    escaped.map(|tag| (tag.range.clone(), body[tag.range.clone()].replace("/*", "").replace("*/", ""))).collect()
}
