//! Reads VuePress and VitePress sites: every Markdown file; `.vuepress/public` or `public` beside them.

use super::markup::{Replacement, Tag, code, container};
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::source::Snapshot;

/// The usual folders of the pages, if these aren't at the root.
const FOLDERS: [&str; 3] = ["docs", "src", "blog"];

pub fn read(sources: &Snapshot, reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let configured = |folder: &str| {
        [".vuepress", ".vitepress"].iter().any(|config| {
            let path = if folder.is_empty() { (*config).to_owned() } else { format!("{folder}/{config}") };
            sources.below(&path).next().is_some()
        })
    };
    let folder = std::iter::once("").chain(FOLDERS).find(|folder| configured(folder)).unwrap_or_default();
    let mut old = OldSite::default();
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
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
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
        post.set_name(index.unwrap_or(stem).trim_end_matches('/').rsplit('/').next().unwrap_or(stem));
        old.posts.push(post);
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("VuePress", "没有 Markdown 文件", "no Markdown files"));
    }
    Ok(old)
}

/// Converts `:::` containers to alerts, which every Markdown renderer knows; `details` becomes HTML. Nothing else has a
/// counterpart: components, expressions and other containers stay and are reported.
pub fn convert(body: &str, _: &[Tag]) -> Vec<Replacement> {
    let code = code(body);
    let mut changes: Vec<Replacement> = Vec::new();
    // The replacement of each open container's end, innermost last; `None` for one that stays as it is.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let mark = container(line).filter(|_| !code.iter().any(|code| code.contains(&range.start)));
        let Some(mark) = mark else {
            if open.contains(&Some("\n")) {
                let quote = if line.trim().is_empty() { ">" } else { "> " };
                changes.push((range.start..range.start, quote.to_owned()));
            }
            continue;
        };
        if mark.is_empty() {
            changes.extend(open.pop().flatten().map(|end| (range, end.to_owned())));
            continue;
        }
        let (kind, title) = mark.split_once(' ').map_or((mark, ""), |(kind, title)| (kind, title.trim()));
        let alert = match kind {
            "tip" => "TIP",
            "info" | "note" => "NOTE",
            "important" => "IMPORTANT",
            "warning" => "WARNING",
            "danger" | "caution" => "CAUTION",
            "details" => {
                let title = if title.is_empty() { "…" } else { title };
                changes.push((range, format!("<details>\n<summary>{title}</summary>\n\n")));
                open.push(Some("\n</details>\n"));
                continue;
            }
            _ => {
                open.push(None);
                continue;
            }
        };
        let title = if title.is_empty() { String::new() } else { format!("> **{title}**\n>\n") };
        changes.push((range, format!("> [!{alert}]\n{title}")));
        open.push(Some("\n"));
    }
    changes
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
}
