//! Reads `static/` and `content/` of Hugo and Zola, with translations by file and by folder.

use super::front;
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Location, Span};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml::{Key, Map, Node};

/// The languages of an old site and of the new one.
pub struct ContentTree<'a> {
    /// Folders of texts, each with its language if all of it has one.
    pub roots: Vec<(String, Option<String>)>,
    /// Languages that the old site's configuration names.
    pub configured: Vec<String>,
    /// The new site's languages.
    pub languages: &'a [String],
    pub extensions: &'a [&'a str],
    /// Whether a listing that is a draft hides the pages below it.
    pub drafts_below: bool,
}

/// Reads the files. `is_listing` recognises the pages of sections and the home page by their names and
/// their paths below the folder of texts; the theme generates these. `place` sets a post's address from its folder and its name,
/// and whether it is a page.
pub fn content_tree(
    sources: &Snapshot,
    tree: &ContentTree<'_>,
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
    for (path, file) in sources.iter() {
        let roots =
            tree.roots.iter().filter_map(|(root, tag)| Some((root.as_str(), tag.as_deref(), path.below(root)?)));
        // The folder of a language lies within that of all texts.
        let Some((root, of_root, below)) = roots.max_by_key(|(root, ..)| root.len()) else { continue };
        let bundle = bundle(sources, path, root);
        if !tree.extensions.contains(&path.extension()) {
            match (is_media(path), &bundle) {
                (true, None) => drop(old.files.insert(format!("/{below}"), path.clone())),
                (true, Some(_)) => {}
                (false, _) => old.ignored.push(path.clone()),
            }
            continue;
        }
        let (stem, of_name) = tree.named_language(path.stem());
        if is_listing(stem, below) {
            // What Hugo's pages inherit from those above them.
            let front = file.text().map(|text| front::read(text, path, &mut reporter.diagnostics)).unwrap_or_default();
            let cascade = front.map.get("cascade");
            let maps = cascade.map(|node| node.as_list().unwrap_or(std::slice::from_ref(node))).unwrap_or_default();
            let folder = format!("{}/", path.folder());
            old.inherited.extend(maps.iter().filter_map(|node| Some((folder.clone(), node.as_map()?.clone()))));
            // What can't be read may hide all of them.
            let drafted = tree.drafts_below && front.map.get("draft").and_then(Node::as_text) == Some("true");
            let doubt = if front.unread { "?" } else { "true" };
            old.inherited.extend((front.unread || drafted).then(|| (folder, hidden(doubt))));
            old.ignored.push(path.clone());
            continue;
        }
        let Some(language) = known_language(tree.languages, of_name.or(of_root), path, reporter) else { continue };
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
        let folder = below.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (folder, name) = match stem {
            "index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            stem => (folder, stem),
        };
        post.set_name(name);
        post.bundle = bundle;
        post.language = language;
        place(&mut post, folder, name);
        old.posts.push(post);
    }
}

/// What the texts below a page inherit that hides them.
fn hidden(draft: &str) -> Map {
    let span = Span::default();
    Map { entries: vec![(Key { text: "draft".to_owned(), span }, Node::scalar(draft, span))] }
}

/// Returns the nearest folder above a file that has an `index.md`: the file belongs to that post.
fn bundle(sources: &Snapshot, path: &SourcePath, root: &str) -> Option<String> {
    let mut folder = path.folder();
    while folder.len() > root.len() && folder.starts_with(root) {
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

/// Returns the new site's name of a language: `zh-cn` is `zh-CN`, and `zh` is as well if there is no other Chinese.
pub fn language(languages: &[String], tag: &str) -> Option<String> {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let same = |known: &&String| known.eq_ignore_ascii_case(&tag.replace('_', "-"));
    let exact = languages.iter().find(same);
    exact.or_else(|| languages.iter().find(|known| primary(known) == primary(tag))).cloned()
}

/// The language here that a tag names; `None` if the site doesn't have it, which is reported. Without a tag it is the site's own.
pub fn known_language(
    languages: &[String],
    tag: Option<&str>,
    path: &SourcePath,
    reporter: &mut Reporter,
) -> Option<Option<String>> {
    let Some(tag) = tag else { return Some(None) };
    let known = language(languages, tag);
    if known.is_none() {
        reporter.unknown_language(tag, Location::file(path));
    }
    known.map(Some)
}

/// Whether a word is the short name of a language: `en`, `zh-CN`.
pub fn is_tag(word: &str) -> bool {
    let (primary, rest) = word.split_once(['-', '_']).unwrap_or((word, "CN"));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    primary.len() == 2 && (2..=4).contains(&rest.len()) && letters(primary) && letters(rest)
}

/// Splits the folder of a language off a path, where `has` the same text without it: `en/fog.md` beside `fog.md`.
pub fn language_folder(below: &str, has: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    below.split_once('/').filter(|(tag, rest)| is_tag(tag) && has(rest))
}

impl ContentTree<'_> {
    fn language(&self, tag: &str) -> Option<String> {
        language(self.languages, tag)
    }

    /// Splits the language off a name: `rainbow.en` is the English translation of `rainbow`, if either site has English.
    fn named_language<'s>(&self, stem: &'s str) -> (&'s str, Option<&'s str>) {
        let split = stem.rsplit_once('.').filter(|(_, tag)| {
            let configured = self.configured.iter().any(|known| known.eq_ignore_ascii_case(tag));
            let is_tag =
                tag.len() >= 2 && tag.split('-').all(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic()));
            configured || is_tag && self.language(tag).is_some()
        });
        split.map_or((stem, None), |(name, tag)| (name, Some(tag)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_language_has_a_counterpart() {
        let has = |path: &str| path == "guide/fog.md";
        assert_eq!(language_folder("en/guide/fog.md", has), Some(("en", "guide/fog.md")));
        assert_eq!(language_folder("zh-CN/guide/fog.md", has), Some(("zh-CN", "guide/fog.md")));
        assert_eq!(language_folder("en/guide/dew.md", has), None);
        assert_eq!(language_folder("guide/fog.md", has), None);
    }

    #[test]
    fn a_language_has_one_name() {
        let languages = ["zh-CN".to_owned(), "en".to_owned()];
        let tree = ContentTree {
            roots: Vec::new(),
            configured: vec!["fr".to_owned()],
            languages: &languages,
            extensions: &["md"],
            drafts_below: false,
        };
        assert_eq!(tree.named_language("rainbow.zh-cn"), ("rainbow", Some("zh-cn")));
        assert_eq!(tree.named_language("rainbow.fr"), ("rainbow", Some("fr")));
        assert_eq!(tree.named_language("v1.2"), ("v1.2", None));
        let known = |tag: &str| tree.language(tag);
        assert_eq!(
            (known("zh-cn").as_deref(), known("zh").as_deref(), known("fr")),
            (Some("zh-CN"), Some("zh-CN"), None)
        );
    }
}
