//! Reads VuePress and VitePress sites: every Markdown file; `.vuepress/public` or `public` beside them.

use super::excluded::Exclusion;
use super::markup::{Replacement, Tag, code, container};
use super::script::{ScriptToken, tokens, values};
use super::tree::{known_language, language_folder};
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::content::markdown::alert_named;

/// The usual folders of the pages, if these aren't at the root.
const FOLDERS: [&str; 3] = ["docs", "src", "blog"];

pub fn read(sources: &Snapshot, languages: &[String], reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let configured = |folder: &str| {
        [".vuepress", ".vitepress"].iter().any(|config| {
            let path = if folder.is_empty() { (*config).to_owned() } else { format!("{folder}/{config}") };
            sources.below(&path).next().is_some()
        })
    };
    let folder = std::iter::once("").chain(FOLDERS).find(|folder| configured(folder)).unwrap_or_default();
    let mut old = OldSite::default();
    let mut locked: Vec<&str> = Vec::new();
    for script in configurations(sources, folder) {
        let tokens = tokens(script);
        old.excluded.extend(unbuilt(&tokens));
        locked.extend(locks(&tokens));
    }
    let has = |other: &str| {
        let path = if folder.is_empty() { other.to_owned() } else { format!("{folder}/{other}") };
        SourcePath::new(&path).is_some_and(|path| sources.get(&path).is_some())
    };
    for (path, file) in sources.iter() {
        let below = if folder.is_empty() { Some(path.as_str()) } else { path.below(folder) };
        let Some(below) = below else { continue };
        let public =
            [".vuepress/public/", ".vitepress/public/", "public/"].iter().find_map(|public| below.strip_prefix(public));
        let hidden = below.starts_with('.');
        if path.extension() != "md" || hidden {
            match public.or(Some(below).filter(|_| !hidden)).filter(|_| is_media(path)) {
                Some(address) => drop(old.files.insert(format!("/{address}"), path.clone())),
                None => old.ignored.push(path.clone()),
            }
            continue;
        }
        let Some(language) = known_language(languages, language_folder(below, has).map(|(tag, _)| tag), path, reporter)
        else {
            continue;
        };
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
        for range in scripts(&post.body) {
            let at = post.origin.place(range.start);
            reporter.dropped("脚本", "scripts", Location::span(path, at..at));
        }
        post.language = language;
        let stem = below.trim_end_matches(".md");
        let index = stem.strip_suffix("README").or_else(|| stem.strip_suffix("index"));
        let index = index.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        if index == Some("") {
            // The home page, which the theme generates.
            old.ignored.push(path.clone());
            continue;
        }
        post.address = Some(match (post.given("permalink"), index) {
            (Some(own), _) => format!("/{}", own.trim_start_matches('/')),
            (None, Some(folder)) => format!("/{folder}"),
            (None, None) => format!("/{stem}.html"),
        });
        let locked = locked.iter().find(|place| post.address.as_ref().is_some_and(|at| at.starts_with(**place)));
        post.withheld = locked.map(|place| format!("encrypt: {place}"));
        post.set_name(index.unwrap_or(stem).trim_end_matches('/').rsplit('/').next().unwrap_or(stem));
        old.posts.push(post);
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("VuePress", "没有 Markdown 文件", "no Markdown files"));
    }
    Ok(old)
}

/// The texts of the scripts that configure a site.
fn configurations<'a>(sources: &'a Snapshot, folder: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in [".vuepress", ".vitepress"] {
        let within = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let scripts = sources.below(&within).filter(|(path, _)| {
            let made = path.as_str().split('/').any(|part| matches!(part, "dist" | "cache" | ".cache" | ".temp"));
            !made && matches!(path.extension(), "js" | "ts" | "mjs" | "mts" | "cjs" | "cts")
        });
        found.extend(scripts.filter_map(|(_, file)| file.text()));
    }
    found
}

/// The patterns of pages that VitePress doesn't build.
fn unbuilt(tokens: &[ScriptToken<'_>]) -> Vec<Exclusion> {
    let texts = values(tokens, "srcExclude").into_iter().flatten();
    let names = texts.filter_map(|token| if let ScriptToken::Text(name) = token { Some(*name) } else { None });
    names.map(|name| Exclusion::of_names("srcExclude", name)).collect()
}

/// The beginnings of addresses that need a password, as `encrypt` of vuepress-theme-hope has them.
fn locks<'a>(tokens: &[ScriptToken<'a>]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for value in values(tokens, "encrypt") {
        if values(value, "global").iter().any(|global| global.first() == Some(&ScriptToken::Word("true"))) {
            found.push("/");
        }
        found.extend(value.windows(2).filter_map(|pair| match pair {
            [ScriptToken::Text(place), ScriptToken::Sign(':')] if place.starts_with('/') => Some(*place),
            _ => None,
        }));
    }
    found
}

/// The places of scripts and styles of a page, which make its components and show nothing.
fn scripts(body: &str) -> Vec<std::ops::Range<usize>> {
    let code = code(body);
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>")] {
        for (at, _) in body.match_indices(open) {
            let begins = at == 0 || body[..at].ends_with('\n');
            let Some(end) = body[at..].find(close).filter(|_| begins).map(|end| at + end + close.len()) else {
                continue;
            };
            let apart = |range: &std::ops::Range<usize>| range.end <= at || end <= range.start;
            if !code.iter().any(|code| code.contains(&at)) && found.iter().all(apart) {
                found.push(at..end);
            }
        }
    }
    found
}

/// A container that is open.
enum Container {
    /// An alert: its lines stand behind a sign, which is this far from the edge.
    Quote(usize),
    Fold,
    /// It stays as it is.
    Kept,
}

/// The blanks at the beginning of a line.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Converts `:::` containers to alerts, which every Markdown renderer knows; `details` becomes HTML. Nothing else has a
/// counterpart: components, expressions and other containers stay and are reported.
pub fn convert(body: &str, _: &[Tag]) -> Vec<Replacement> {
    let code = code(body);
    let mut changes: Vec<Replacement> = scripts(body).into_iter().map(|range| (range, String::new())).collect();
    // Each open container, innermost last, with what its end becomes.
    let mut open: Vec<(Container, String)> = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let apart = |range: &std::ops::Range<usize>| !code.iter().any(|code| code.contains(&range.start));
        let mark = container(line).filter(|_| apart(&range));
        let mut quotes = open.iter().filter_map(|(container, _)| match container {
            Container::Quote(indent) => Some(*indent),
            _ => None,
        });
        // What stands before each line of the alerts that are open; in a list they stand below the text of an item.
        let signs = match quotes.next() {
            Some(first) => format!("{}{}", " ".repeat(first), "> ".repeat(1 + quotes.count())),
            None => String::new(),
        };
        if mark == Some("")
            && let Some((container, end)) = open.pop()
        {
            if matches!(container, Container::Kept) {
                changes.extend(signed(line, range, &signs));
            } else {
                // What follows the end of HTML in the next line would be HTML as well.
                let next = body[at..].lines().next().unwrap_or_default();
                let parts = matches!(container, Container::Fold) && !next.trim().is_empty();
                let blank = if parts { format!("{}\n", signs.trim_end()) } else { String::new() };
                changes.push((range, end + &blank));
            }
            continue;
        }
        let Some(mark) = mark.filter(|mark| !mark.is_empty()) else {
            changes.extend(signed(line, range, &signs));
            continue;
        };
        let (kind, title) = mark.split_once(' ').map_or((mark, ""), |(kind, title)| (kind, title.trim()));
        let before = if signs.is_empty() { " ".repeat(indent(line)) } else { signs.clone() };
        let blank = before.trim_end();
        if kind == "details" {
            let title = if title.is_empty() { "…" } else { title };
            let end = format!("{blank}\n{before}</details>\n");
            changes.push((range, format!("{before}<details>\n{before}<summary>{title}</summary>\n{blank}\n")));
            open.push((Container::Fold, end));
            continue;
        }
        let Some(alert) = alert_named(kind) else {
            changes.extend(signed(line, range, &signs));
            open.push((Container::Kept, String::new()));
            continue;
        };
        let title = if title.is_empty() { String::new() } else { format!("{before}> **{title}**\n{before}>\n") };
        let end = format!("{blank}\n");
        changes.push((range, format!("{before}> [!{alert}]\n{title}")));
        open.push((Container::Quote(indent(line)), end));
    }
    changes
}

/// Puts the signs of open alerts before a line, in place of the blanks that it shares with them.
fn signed(line: &str, range: std::ops::Range<usize>, signs: &str) -> Option<Replacement> {
    if signs.is_empty() {
        return None;
    }
    let shared = indent(line).min(indent(signs));
    let signs = if line.trim().is_empty() { signs.trim_end() } else { signs };
    Some((range.start..range.start + shared, signs.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::edits::Edits;

    #[test]
    fn containers_become_alerts() {
        let convert = |text: &str| Edits::from_iter(convert(text, &[])).apply(text).text;
        assert_eq!(convert("::: tip 小提示\n甲\n\n乙\n:::\n丙\n"), "> [!TIP]\n> **小提示**\n>\n> 甲\n>\n> 乙\n\n丙\n");
        assert_eq!(convert("::: details 更多\n甲\n:::\n"), "<details>\n<summary>更多</summary>\n\n甲\n\n</details>\n");
        assert_eq!(convert("::: tabs\n甲\n:::\n"), "::: tabs\n甲\n:::\n");
        assert_eq!(convert("```\n::: tip\n```\n"), "```\n::: tip\n```\n");
    }

    #[test]
    fn containers_stand_within_others_and_in_lists() {
        let convert = |text: &str| Edits::from_iter(convert(text, &[])).apply(text).text;
        assert_eq!(
            convert(":::: tip 外\n甲\n\n::: warning\n乙\n:::\n\n::: details 更多\n丙\n:::\n丁\n::::\n戊\n"),
            "> [!TIP]\n> **外**\n>\n> 甲\n>\n> > [!WARNING]\n> > 乙\n>\n>\n> <details>\n> <summary>更多</summary>\n>\n> 丙\n>\n> </details>\n>\n> 丁\n\n戊\n"
        );
        assert_eq!(
            convert("- 项\n\n  ::: tip\n  甲\n\n    乙\n  :::\n\n  丙\n"),
            "- 项\n\n  > [!TIP]\n  > 甲\n  >\n  >   乙\n\n\n  丙\n"
        );
        assert_eq!(convert("::: tip\n::: tabs\n甲\n:::\n:::\n"), "> [!TIP]\n> ::: tabs\n> 甲\n> :::\n\n");
        assert_eq!(convert(":::\n甲\n"), ":::\n甲\n");
    }

    #[test]
    fn addresses_with_a_password_are_found() {
        let locks = |script: &str| locks(&tokens(script)).join(" ");
        assert_eq!(
            locks("theme({ encrypt: { config: { '/in/': ['/p'], \"/b.html\": '12' } }, x: '/y' })"),
            "/in/ /b.html"
        );
        assert_eq!(locks("encrypt: { global: true, admin: '12' }"), "/");
        assert_eq!(locks("encrypt: { global: false }, nav: { '/a/': 1 }"), "");
    }

    #[test]
    fn scripts_of_components_go() {
        let convert = |text: &str| Edits::from_iter(convert(text, &[])).apply(text).text;
        assert_eq!(convert("<script setup>\nimport a\n</script>\n\n甲\n"), "\n\n甲\n");
        assert_eq!(convert("```\n<script>a</script>\n```\n"), "```\n<script>a</script>\n```\n");
    }
}
