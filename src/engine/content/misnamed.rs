//! A file that nothing uses → the source that its name says it was meant to be.
//!
//! Notepad writes `雾.md.txt`, editors keep `雾.md.bak`, and many tools write `.yml`. Such a file is neither read nor
//! published.

use super::document::Record;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::narrow;
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map};
use crate::config::collection::{COLLECTION_FILE, Collection};
use crate::config::theme::THEME_FILE;

/// Endings that Markdown has elsewhere.
const MARKDOWN: [&str; 5] = ["mdx", "mkd", "mdown", "mkdn", "mdwn"];

/// Endings of what is made of a text, which isn't one itself: `readme.md.pdf`.
const MADE_OF_TEXTS: [&str; 8] = ["pdf", "html", "htm", "png", "jpg", "jpeg", "webp", "zip"];

/// Returns what a file below `content/`, `themes/` or `i18n/` that isn't a source was meant to be, if its name says so.
pub fn meant(path: &SourcePath) -> Option<SourcePath> {
    let name = plain(path.file_name());
    let beside = |name: &str| SourcePath::new(&format!("{}/{name}", path.folder()));
    // Each letter of the name has one in `name`, so its beginning as typed is as long.
    let first = |stem: &str| path.file_name().chars().take(stem.chars().count()).collect::<String>();
    let folder = path.as_str().split('/').next().unwrap_or_default();
    let (stem, extension) = name.split_once(".y").map_or((name.as_str(), ""), |(stem, rest)| (stem, rest));
    let yaml = ["ml", "aml"].iter().any(|end| extension.strip_prefix(end).is_some_and(stands_alone));
    if folder != "content" {
        let words = path.folder() == "i18n" || path.folder().ends_with("/i18n");
        let wanted = if words { format!("{}.yaml", first(stem)) } else { THEME_FILE.to_owned() };
        let read = yaml && (words || stem == "theme") && path.file_name() != wanted;
        return if read { beside(&wanted) } else { None };
    }
    if yaml && matches!(stem, "_collection" | "collection" | "_collections") {
        return if path.file_name() == COLLECTION_FILE { None } else { beside(COLLECTION_FILE) };
    }
    if let Some(rest) = name.strip_prefix("entries.")
        && ["csv", "tsv", "xlsx", "xls", "et", "ods"].iter().any(|end| rest.strip_prefix(end).is_some_and(stands_alone))
    {
        return beside("entries.csv");
    }
    for mark in [".markdown", ".md"] {
        let Some((stem, rest)) = name.split_once(mark) else { continue };
        let other = rest.rsplit_once('.').is_some_and(|(_, last)| MADE_OF_TEXTS.contains(&last));
        if !stem.is_empty() && stands_alone(rest) && !other {
            return beside(&format!("{}.md", first(stem)));
        }
    }
    let (stem, extension) = name.rsplit_once('.')?;
    if MARKDOWN.contains(&extension) { beside(&format!("{}.md", first(stem))) } else { None }
}

/// Folders whose name says that what lies in them isn't ready.
const DRAFTS: [&str; 6] = ["draft", "drafts", "草稿", "草稿箱", "未发布", "待发布"];

/// Whether a text lies in a folder of drafts.
pub fn in_drafts(path: &SourcePath) -> bool {
    let folders = path.folder().strip_prefix("content").unwrap_or_default();
    folders.split('/').any(|folder| DRAFTS.contains(&plain(folder.trim_start_matches('_')).as_str()))
}

/// Words in brackets around or behind a title that say the text isn't ready.
const UNREADY: [&str; 16] = [
    "草稿",
    "初稿",
    "待审",
    "待定",
    "未定稿",
    "待发布",
    "未发布",
    "暂不发布",
    "暂不公开",
    "不公开",
    "未完成",
    "勿发",
    "draft",
    "wip",
    "unpublished",
    "do not publish",
];

/// Whether a title says that the text isn't ready: `【草稿】雾`, `雾（未定稿）`, `草稿：雾`.
pub fn says_draft(title: &str) -> bool {
    let is_word = |text: &str| UNREADY.contains(&plain(text.trim()).as_str());
    let title = title.trim();
    let pairs = [('【', '】'), ('[', ']'), ('［', '］'), ('（', '）'), ('(', ')'), ('〔', '〕'), ('<', '>')];
    let bracketed = pairs.iter().any(|(open, close)| {
        let first = title.strip_prefix(*open).and_then(|rest| rest.split_once(*close)).map(|(inner, _)| inner);
        let last = title.strip_suffix(*close).and_then(|rest| rest.rsplit_once(*open)).map(|(_, inner)| inner);
        [first, last].into_iter().flatten().any(is_word)
    });
    bracketed || title.split_once(['：', ':']).is_some_and(|(head, rest)| is_word(head) && !rest.is_empty())
}

/// `draft:` without a value: whether the text is public isn't said, so the build doesn't go on.
pub fn undecided_draft(record: &Record, front: &Map, collection: &Collection, path: &SourcePath) -> Option<Diagnostic> {
    let node = front.get("draft").filter(|node| node.kind == Kind::Null && !record.tabular && !in_drafts(path))?;
    let field = collection.field("draft")?;
    let fault = messages::field_value(field.name(), "没有写是 true 还是 false", "neither true nor false");
    Some(fault.at(Location::span(path, node.span)))
}

/// Whether a name that goes on like this had ended before.
fn stands_alone(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// What a file manager puts before the name of a copy.
const COPIES: [&str; 3] = ["副本 ", "复件 ", "Copy of "];

/// Words behind a name that say that the file is a copy of another, or an earlier or later state of it. A word comes
/// before those that it ends with.
const STATES: [&str; 27] = [
    "的副本",
    "副本",
    "备份",
    "旧版",
    "老版",
    "原版",
    "新版",
    "旧",
    "旧稿",
    "原稿",
    "新稿",
    "修改稿",
    "修改版",
    "修订稿",
    "修订版",
    "最终稿",
    "最终版",
    "终稿",
    "终版",
    "定稿",
    "old",
    "bak",
    "backup",
    "copy",
    "final",
    "new",
    "v",
];

const SEPARATORS: [char; 10] = [' ', '-', '_', '.', '—', '(', '（', '[', '【', '~'];

/// Returns the name of the file that one with this name, both without extension, is a copy of.
pub fn original(stem: &str) -> Option<&str> {
    let ahead = COPIES.iter().find_map(|copy| stem.strip_prefix(copy));
    if let Some(rest) = ahead.or_else(|| stem.strip_suffix('~')).filter(|rest| !rest.is_empty()) {
        return Some(original(rest).unwrap_or(rest));
    }
    // `雾 - 副本 (2)`, `雾（旧）`, `雾终稿2`, `雾_v2`
    let inner = stem.trim_end_matches([')', '）', ']', '】']);
    let digits = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = digits.trim_end_matches(SEPARATORS);
    let behind = |state: &&str| {
        let at = word.len().checked_sub(state.len()).filter(|at| word.is_char_boundary(*at))?;
        let name = word[..at].trim_end_matches(SEPARATORS);
        // Letters may be the end of a longer word.
        let apart = !state.is_ascii() || name.len() < at;
        (apart && !name.is_empty() && word[at..].eq_ignore_ascii_case(state)).then_some(name)
    };
    // `雾 (2)`, `雾（2）`
    let numbered = || digits.strip_suffix(['(', '（']).filter(|_| stem.ends_with([')', '）'])).map(str::trim_end);
    STATES.iter().find_map(behind).or_else(numbered).filter(|name| !name.is_empty())
}

/// A name in lower case, with full-width letters and stops as the keyboard of another language has them.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c == '。' { '.' } else { narrow(c).to_ascii_lowercase() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_draft_in_brackets_only() {
        for title in ["【草稿】雾凇", "雾凇（未定稿）", "[Draft] Fog", "草稿：雾凇", "雾凇 [WIP]"] {
            assert!(says_draft(title), "{title}");
        }
        for title in [
            "草稿本里的数学",
            "泸州市科普条例（草案）",
            "【科普】雾凇",
            "雾凇（下）",
            "从草案到法律：听证会",
            "草稿：",
            "Draft beer and foam",
        ] {
            assert!(!says_draft(title), "{title}");
        }
    }

    #[test]
    fn a_name_says_that_a_text_is_not_ready() {
        let is = |path: &str| in_drafts(&SourcePath::new(path).unwrap());
        for path in ["content/drafts/a.md", "content/column/草稿/雾/index.md", "content/column/Draft/a.md"] {
            assert!(is(path), "{path}");
        }
        for path in ["content/column/draft.md", "content/column/草稿纸/a.md", "themes/draft/a.md"] {
            assert!(!is(path), "{path}");
        }
    }

    #[test]
    fn a_name_says_what_was_meant() {
        let read = |name: &str| Some(meant(&SourcePath::new(name).unwrap())?.file_name().to_owned());
        let meant = |name: &str| Some(name.to_owned());
        for name in ["雾.md.txt", "雾.markdown.txt", "雾.md.", "雾。md", "雾.ｍｄ", "雾.mdx", "雾.md.docx"] {
            assert_eq!(read(&format!("content/column/{name}")), meant("雾.md"), "{name}");
        }
        for name in ["雾.md.bak", "雾.md~1", "雾.md - 副本", "雾.md (1)", "雾.md.orig"] {
            assert_eq!(read(&format!("content/column/{name}")), meant("雾.md"), "{name}");
        }
        for name in ["entries.csv.txt", "entries.xlsx", "entries.tsv"] {
            assert_eq!(read(&format!("content/column/{name}")), meant("entries.csv"), "{name}");
        }
        for name in ["_collection.yml", "_Collection.yaml", "_collection.YAML", "_collection.yaml.txt"] {
            assert_eq!(read(&format!("content/column/{name}")), meant("_collection.yaml"), "{name}");
        }
        assert_eq!(read("themes/own/theme.yml"), meant("theme.yaml"));
        assert_eq!(read("i18n/en.yml"), meant("en.yaml"));
        for name in
            ["content/a/b.jpg", "content/a/readme.md.png", "content/a/a.mdb", "content/a/名单.xlsx", "i18n/en.yaml"]
        {
            assert_eq!(read(name), None, "{name}");
        }
        assert_eq!(read("themes/own/theme.yaml"), None);
    }

    #[test]
    fn a_copy_is_known_by_its_name() {
        for copy in ["副本 雾", "雾 - 副本", "雾 - 副本 (2)", "雾 (1)", "雾（2）", "Copy of 雾", "雾 copy 2", "雾.bak"]
        {
            assert_eq!(original(copy), Some("雾"), "{copy}");
        }
        for copy in
            ["雾-旧", "雾_old", "雾-bak", "雾备份", "雾修改稿", "雾 终稿2", "雾（旧版）", "雾-V2", "雾 - Copy", "雾~"]
        {
            assert_eq!(original(copy), Some("雾"), "{copy}");
        }
        for name in ["雾", "雾 2", "副本", "2026", "(1)", "a-2", "gold", "新版"] {
            assert_eq!(original(name), None, "{name}");
        }
    }
}
