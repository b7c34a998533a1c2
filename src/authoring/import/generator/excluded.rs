//! What an old site's configuration kept from being built, and names that no generator builds.

use regex::Regex;

use super::{OldSite, Reporter};
use crate::base::diagnostic::Location;
use crate::base::yaml::{Map, Node};

/// Settings with patterns of paths that aren't built: of Jekyll and Hexo, of MkDocs, of Zola.
const SETTINGS: [&str; 4] = ["exclude", "exclude_docs", "draft_docs", "ignored_content"];

/// Hugo's setting, whose patterns are regular expressions and search the whole path.
const IGNORED: &str = "ignoreFiles";

/// A pattern of paths that weren't built, as a setting of the old site has it.
#[derive(Debug)]
pub struct Exclusion {
    setting: &'static str,
    pattern: String,
    /// The pattern, if it is a regular expression.
    regex: Option<Regex>,
}

impl Exclusion {
    /// A pattern in which `*` stands for any characters.
    pub fn of_names(setting: &'static str, pattern: &str) -> Self {
        Self { setting, pattern: pattern.to_owned(), regex: None }
    }

    /// A regular expression; one that can't be read is searched as it is written.
    fn of_paths(setting: &'static str, pattern: &str) -> Self {
        let regex = Regex::new(pattern).or_else(|_| Regex::new(&regex::escape(pattern))).ok();
        Self { setting, pattern: pattern.to_owned(), regex }
    }

    fn covers(&self, path: &str) -> bool {
        match &self.regex {
            // Hugo searches the absolute path.
            Some(regex) => regex.is_match(&format!("/{path}")),
            None => covers(&self.pattern, path),
        }
    }
}

/// Returns the patterns of a configuration.
pub fn patterns(config: &Map) -> Vec<Exclusion> {
    let mut found = Vec::new();
    // Hugo's keys may be in any letter case.
    let ignored = config.entries.iter().filter(|(key, _)| key.text.eq_ignore_ascii_case(IGNORED));
    for (_, node) in ignored {
        let items = node.as_list().unwrap_or(std::slice::from_ref(node));
        found.extend(items.iter().filter_map(Node::as_text).map(|pattern| Exclusion::of_paths(IGNORED, pattern)));
    }
    for key in SETTINGS {
        let Some(node) = config.get(key) else { continue };
        let lines: Vec<&str> = match node.as_list() {
            Some(items) => items.iter().filter_map(Node::as_text).collect(),
            None => node.as_text().unwrap_or_default().lines().collect(),
        };
        // What begins with `!` lets in again what another pattern keeps out: that is doubtful.
        let lines = lines.into_iter().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['!', '#']));
        found.extend(lines.map(|line| Exclusion::of_names(key, line)));
    }
    found
}

/// Returns why a text wasn't built: its name, or what kept its folder out.
pub fn unbuilt(path: &str, patterns: &[Exclusion]) -> Option<String> {
    let unseen = path.split('/').find(|part| part.starts_with('.') || part.ends_with('~'));
    unseen.map(str::to_owned).or_else(|| kept_out(path, patterns))
}

/// Returns why a file wasn't published: the pattern that covers it, or the folder that it lies in.
fn kept_out(path: &str, patterns: &[Exclusion]) -> Option<String> {
    let covered = patterns.iter().find(|exclusion| exclusion.covers(path));
    // Jekyll reads the folders of posts within others, but not within those that begin with a line.
    let within = || {
        let parts: Vec<&str> = path.split('/').collect();
        let posts = parts.iter().position(|part| *part == "_posts")?;
        parts[..posts].iter().find(|part| part.starts_with('_') && **part != "_i18n").map(|part| format!("{part}/"))
    };
    covered.map(|found| format!("{}: {}", found.setting, found.pattern)).or_else(within)
}

/// Takes the files out that the old site didn't publish, and reports them.
pub fn leave_out(old: &mut OldSite, reporter: &mut Reporter) {
    let OldSite { files, excluded, .. } = old;
    files.retain(|_, source| {
        let published = kept_out(source.as_str(), excluded).is_none();
        if !published {
            let (zh, en) = ("旧网站的配置不让公开的文件", "files that the old site's configuration kept out");
            reporter.dropped(zh, en, Location::file(source));
        }
        published
    });
}

/// Whether a pattern covers a path: it may begin at any folder, and holds for all that is below.
fn covers(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_matches('/').trim_start_matches("**/").trim_end_matches("/**").trim_end_matches("/*");
    if pattern.trim_matches('*').is_empty() {
        return false;
    }
    let starts = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
    starts.map(|at| &path[at..]).any(|rest| begins(pattern, rest))
}

/// Whether a path begins with a pattern, and ends there or goes on in a folder.
fn begins(pattern: &str, path: &str) -> bool {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with('/');
    let mut pieces: Vec<&str> = pattern.split('*').collect();
    let Some(mut rest) = path.strip_prefix(pieces.remove(0)) else { return false };
    let Some(last) = pieces.pop() else { return ends(rest) };
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    if last.is_empty() {
        return true;
    }
    rest.match_indices(last).any(|(at, found)| ends(&rest[at + found.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_cover_what_generators_leave_out() {
        for (pattern, path) in [
            ("secret", "secret/_posts/a.md"),
            ("/secret/", "docs/secret/a.md"),
            ("secret.md", "docs/secret.md"),
            ("*secret*", "content/blog/my-secret.md"),
            ("_posts/no/**", "source/_posts/no/b.md"),
            ("**/*.draft.md", "content/a/b.draft.md"),
            ("内部/*", "docs/内部/甲.md"),
            ("*_test/**/*.md", "a_test/b/c.md"),
            ("a*", "abc/d.md"),
        ] {
            assert!(covers(pattern, path), "{pattern}: {path}");
        }
        for (pattern, path) in [
            ("secret", "secrets/a.md"),
            ("secret.md", "docs/secret.md.md"),
            ("*", "a.md"),
            ("**/*", "a.md"),
            ("*.org", "a.md"),
            ("*/drafts/**/*.md", "blog/a.md"),
            ("*_test/**/*.go", "content/a.md"),
        ] {
            assert!(!covers(pattern, path), "{pattern}: {path}");
        }
    }

    #[test]
    fn regular_expressions_of_hugo_search_the_whole_path() {
        for (pattern, path) in [
            ("/internal/", "content/internal/a.md"),
            (r"\.draft\.md$", "content/a.draft.md"),
            ("内部", "content/posts/内部/甲.md"),
            ("a(b", "content/a(b.md"),
        ] {
            assert!(Exclusion::of_paths(IGNORED, pattern).covers(path), "{pattern}: {path}");
        }
        assert!(!Exclusion::of_paths(IGNORED, r"\.draft\.md$").covers("content/a-draft.md"));
    }

    #[test]
    fn hidden_names_are_left_out() {
        for path in ["docs/.x.md", ".git/a.md", "_unpublished/_posts/a.md", "a.md~"] {
            assert!(unbuilt(path, &[]).is_some(), "{path}");
        }
        for path in ["_posts/a.md", "_i18n/zh/_posts/a.md", "blog/_posts/a.md", "_exhibits/a.md", "docs/a.md"] {
            assert_eq!(unbuilt(path, &[]), None, "{path}");
        }
        // VuePress keeps its pictures there.
        assert_eq!(kept_out("docs/.vuepress/public/a.png", &[]), None);
        let patterns = [Exclusion::of_names("exclude", "secret")];
        assert_eq!(unbuilt("secret/a.md", &patterns).as_deref(), Some("exclude: secret"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(pattern in "[甲a*/.!]{0,12}", path in "[甲a/.]{0,20}") {
            covers(&pattern, &path);
        }
    }
}
