//! Reads Zola sites: everything below `content/`, files of `static/`; front matter in TOML between `+++`.

use std::collections::BTreeMap;

use super::excluded::patterns;
use super::markup::{Replacement, Tag, unescaped};
use super::place::slug;
use super::reading::{configuration, path_of, text};
use super::tree::{ContentTree, content_tree, language};
use super::{OldSite, Reporter};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::source::Snapshot;

pub fn read(sources: &Snapshot, languages: &[String], reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let config = configuration(sources, &["zola.toml", "config.toml"], reporter);
    let mut old = OldSite {
        base: path_of(&text(&config, "base_url").unwrap_or_default()),
        excluded: patterns(&config),
        ..OldSite::default()
    };
    let is_listing = |stem: &str, _: &str| stem == "_index";
    let named = config.get("languages").and_then(|node| node.as_map()).map(|map| map.entries.as_slice());
    let tree = ContentTree {
        roots: vec![("content".to_owned(), None)],
        configured: named.unwrap_or_default().iter().map(|(tag, _)| tag.text.clone()).collect(),
        languages,
        extensions: &["md"],
        drafts_below: true,
    };
    let main = text(&config, "default_language").unwrap_or_else(|| "en".to_owned());
    let main = language(languages, &main).unwrap_or(main);
    // Addresses begin with the language as the old site wrote it.
    let said: BTreeMap<String, String> = tree
        .configured
        .iter()
        .filter_map(|tag| Some((language(languages, tag)?.to_lowercase(), tag.clone())))
        .collect();
    content_tree(sources, &tree, is_listing, (&mut old, reporter), |post, folder, _| {
        let last = post.given("slug").map_or_else(|| slug(&post.name), str::to_owned);
        let own = post.given("path").map(|path| format!("/{}/", path.trim_matches('/')));
        // Section folders are slugified like names.
        let folders: Vec<String> = folder.split('/').filter(|part| !part.is_empty()).map(slug).collect();
        let whole = if folders.is_empty() { format!("/{last}/") } else { format!("/{}/{last}/", folders.join("/")) };
        post.page = folder.is_empty() && post.front.get("date").is_none() && post.date.is_none();
        let tag = post.language.as_deref().map(str::to_lowercase).filter(|tag| !tag.eq_ignore_ascii_case(&main));
        let prefix = tag.map_or(String::new(), |tag| format!("/{}", said.get(&tag).unwrap_or(&tag)));
        post.address = Some(format!("{prefix}{}", own.unwrap_or(whole)));
    });
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("Zola", "content 里没有文章", "no texts in content"));
    }
    Ok(old)
}

/// Zola has no built-in shortcodes; escaped ones are shown without the comment marks.
pub fn convert(body: &str, tags: &[Tag]) -> Vec<Replacement> {
    tags.iter().filter(|tag| tag.escaped).map(|tag| unescaped(body, tag)).collect()
}
