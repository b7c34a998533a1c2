//! Whether a post was public on its old site: one answer for all generators.
//!
//! Each generator has its own word for it, and plugins have more. A word that any of them knows counts for all, booleans are
//! those of YAML 1.1, and what is doubtful counts as not public: the post becomes a draft, and the report says why.

use jiff::civil::DateTime;

use super::{OldSite, Post, Reporter, excluded, place};
use crate::authoring::import::audience::{self, answer, is_among, is_public};
use crate::authoring::import::existing::ExistingSite;
use crate::base::diagnostic::Location;
use crate::base::time::When;
use crate::base::yaml::{Kind, Map, Node};
use crate::content::takes_down;

/// Keys that hide a post unless they say no, beside those that lists have as well.
const HIDING: [&str; 18] = [
    "draft",
    "drafts",
    "hide",
    "hideinlist",
    "secret",
    "restricted",
    "membersonly",
    "members_only",
    "members-only",
    "headless",
    "unlisted",
    "encrypt",
    "encrypted",
    "protected",
    "wip",
    "excludefromcollections",
    "eleventyexcludefromcollections",
    "草稿",
];

/// Keys that show a post unless they say no, beside those that lists have as well.
const SHOWING: [&str; 5] = ["publish", "render", "visible", "released", "online"];

/// Keys that hide a post only by a no: most values of them are something else, such as an address or a kind of text.
const UNLESS_NO: [&str; 3] = ["permalink", "article", "listed"];

/// Keys whose value locks a post.
const LOCKING: [&str; 7] = ["password", "passwd", "pwd", "passphrase", "protect", "password_hash", "access_password"];

/// Keys that name the state of a post.
const STATES: [&str; 5] = ["status", "visibility", "post_status", "state", "stage"];

/// Keys that name the readers of a post, and the words for only some of them. Other words may say which bus goes there.
const READERS: [&str; 10] = [
    "access",
    "access_level",
    "accesslevel",
    "audience",
    "permission",
    "permissions",
    "visible_to",
    "权限",
    "阅读权限",
    "可见范围",
];
const SOME: [&str; 23] = [
    "member",
    "members",
    "members-only",
    "subscriber",
    "subscribers",
    "registered",
    "paid",
    "premium",
    "vip",
    "internal",
    "restricted",
    "login",
    "logged-in",
    "admin",
    "staff",
    "会员",
    "会员可见",
    "仅会员",
    "内部",
    "内部可见",
    "登录",
    "登录可见",
    "付费",
];

/// Values that hide a post under any key, but for those whose values are words of its own.
const HIDDEN: [&str; 10] =
    ["private", "draft", "hidden", "secret", "unlisted", "私密", "私有", "草稿", "隐藏", "不公开"];
const WORDS: [&str; 14] = [
    "title",
    "subtitle",
    "name",
    "slug",
    "tags",
    "tag",
    "categories",
    "category",
    "keywords",
    "description",
    "summary",
    "excerpt",
    "author",
    "authors",
];

/// Parts of a page, which a shown page may go without: `toc: hidden`, and `hide: [navigation, toc]` of Material for MkDocs.
const PARTS: [&str; 14] = [
    "toc",
    "navigation",
    "navbar",
    "sidebar",
    "header",
    "footer",
    "path",
    "breadcrumb",
    "comments",
    "comment",
    "feedback",
    "share",
    "edit",
    "tags",
];

/// Keys of the day from which a post is shown, and from which it isn't any more.
const FROM: [&str; 8] =
    ["date", "created", "pubdate", "publishdate", "publish_date", "publish_at", "published_at", "published"];
fn is_until(key: &str) -> bool {
    key == "expires" || takes_down(key)
}

/// Folders of what isn't finished.
const FOLDERS: [&str; 6] = ["_drafts", "drafts", "_draft", "draft", "草稿", "_private"];

/// Whether a key of the front matter says whether a post is public.
pub fn is_about(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let key = key.as_str();
    is_hiding(key) || is_showing(key) || LOCKING.contains(&key) || matches!(key, "build" | "_build")
}

fn is_hiding(key: &str) -> bool {
    audience::is_hiding(key) || is_among(&HIDING, key)
}

fn is_showing(key: &str) -> bool {
    audience::is_showing(key) || is_among(&SHOWING, key)
}

/// Notes that search engines were asked to leave a text out.
pub fn unsought(at: Location, reporter: &mut Reporter) {
    reporter.dropped("不让搜索引擎收录的设置", "that search engines were asked to pass a text over", at);
}

/// Whether a post asks search engines to leave it out. It was public all the same.
pub fn is_unsought(front: &Map) -> bool {
    front.entries.iter().any(|(key, node)| {
        let key = key.text.to_ascii_lowercase().replace(['_', '-'], "");
        let says_no = node.as_text().and_then(answer) == Some(false);
        match (key.as_str(), &node.kind) {
            ("extra" | "params", Kind::Map(inner)) => is_unsought(inner),
            ("robots" | "head" | "meta" | "seo" | "sitemap", _) => names_noindex(node),
            (key, _) => key.contains("noindex") && !node.is_null() && !says_no,
        }
    })
}

fn names_noindex(node: &Node) -> bool {
    let in_text = |text: &str| text.to_ascii_lowercase().contains("noindex");
    match &node.kind {
        Kind::Map(inner) => is_unsought(inner) || inner.entries.iter().any(|(_, node)| names_noindex(node)),
        _ => node.as_text().is_some_and(in_text) || node.as_list().is_some_and(|items| items.iter().any(names_noindex)),
    }
}

/// Returns why a post wasn't public, as its author wrote it; `None` if it was.
pub fn withheld(post: &Post, old: &OldSite, existing: &ExistingSite) -> Option<String> {
    let now = existing.build.now.local(&existing.config.zone);
    let path = post.source.as_str();
    let moment = |text: &str| place::moment(text, existing);
    let folder = || path.split('/').rev().skip(1).find(|part| FOLDERS.contains(part)).map(|part| format!("{part}/"));
    let unbuilt = || excluded::unbuilt(path, &old.excluded);
    let inherited = || {
        let mut above = old.inherited.iter().filter(|(folder, _)| folder.is_empty() || path.starts_with(folder));
        above.find_map(|(_, map)| reason(map, now, &moment))
    };
    let later = || {
        let date = place::date(existing, post).filter(|date| date.datetime() > now)?;
        Some(format!("date: {date}"))
    };
    post.withheld
        .clone()
        .or_else(|| reason(&post.front, now, &moment))
        .or_else(folder)
        .or_else(unbuilt)
        .or_else(inherited)
        .or_else(later)
}

/// The first line of a map that hides what it is about.
fn reason(map: &Map, now: DateTime, moment: &impl Fn(&str) -> Option<When>) -> Option<String> {
    map.entries.iter().find_map(|(key, node)| {
        let name = key.text.to_ascii_lowercase();
        match (name.as_str(), &node.kind) {
            ("extra" | "params", Kind::Map(inner)) => reason(inner, now, moment),
            ("build" | "_build", Kind::Map(inner)) => in_build(inner).map(|line| format!("{}.{line}", key.text)),
            (name, _) => hides(name, node, now, moment).then(|| line(&key.text, node)),
        }
    })
}

fn hides(key: &str, node: &Node, now: DateTime, moment: &impl Fn(&str) -> Option<When>) -> bool {
    let text = node.as_text().map(str::trim);
    let said = text.and_then(answer);
    let date = text.and_then(moment);
    if node.is_null() || text == Some("") {
        return false;
    }
    let says_no = said == Some(false);
    let of_part = PARTS.contains(&key) || matches!(key, "hide" | "hidden") && names_parts(node);
    is_hiding(key) && !says_no && !of_part
        || is_showing(key) && said != Some(true) && date.is_none() && !text.is_some_and(is_public)
        || LOCKING.contains(&key) && !says_no
        || STATES.contains(&key) && text.is_some_and(|text| !is_public(text))
        || UNLESS_NO.contains(&key) && says_no
        || READERS.contains(&key) && says(&SOME, node)
        || !WORDS.contains(&key) && !of_part && says(&HIDDEN, node)
        || FROM.contains(&key) && date.is_some_and(|date| date.datetime() > now)
        || is_until(key) && date.is_some_and(|date| date.datetime() <= now)
}

/// Whether a value, or one of several, is among some words.
fn says(words: &[&str], node: &Node) -> bool {
    let one = |text: &str| words.contains(&text.trim().to_lowercase().as_str());
    node.as_text().is_some_and(one) || node.as_list().is_some_and(|items| items.iter().any(|item| says(words, item)))
}

/// Whether a value, or all of several, names parts of a page.
fn names_parts(node: &Node) -> bool {
    let part = |text: &str| PARTS.contains(&text.trim().to_lowercase().as_str());
    node.as_text().is_some_and(part)
        || node.as_list().is_some_and(|items| !items.is_empty() && items.iter().all(names_parts))
}

/// Hugo's options of how a page is built: one that is never rendered, or never listed, wasn't meant to be found.
fn in_build(map: &Map) -> Option<String> {
    let found = map.entries.iter().find(|(key, node)| {
        let always = |text: &str| answer(text) == Some(true) || text.eq_ignore_ascii_case("always");
        matches!(key.text.as_str(), "render" | "list") && !node.as_text().is_some_and(always)
    })?;
    Some(line(&found.0.text, &found.1))
}

/// A line as typed, but for passwords, which go into no report.
fn line(key: &str, node: &Node) -> String {
    let locks = LOCKING.contains(&key.to_ascii_lowercase().as_str());
    match node.as_text().map(str::trim).filter(|_| !locks) {
        // Dates are reported by their key alone, so that posts of many days are one line of the report.
        Some(text) if answer(text).is_some() || text.chars().count() <= 12 && !text.contains(['-', '/', ':']) => {
            format!("{key}: {text}")
        }
        _ => format!("{key}: …"),
    }
}

/// Says what WordPress means by the state of a post, in Chinese and in English.
pub fn explained(why: &str) -> (String, String) {
    let (zh, en) = match why {
        "status: draft" => ("草稿", "a draft"),
        "status: pending" => ("待审", "waiting for review"),
        "status: private" => ("私密", "private"),
        "status: future" => ("定时发布", "scheduled"),
        "password: …" => ("有密码", "locked by a password"),
        _ => return (format!("“{why}”"), format!("`{why}`")),
    };
    (format!("“{why}”（{zh}）"), format!("`{why}` ({en})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::yaml;

    fn read(front: &str) -> Option<String> {
        let node = yaml::parse(front, 0).unwrap();
        let now = "2026-11-30T09:00:00".parse().unwrap();
        let zone = jiff::tz::TimeZone::UTC;
        reason(node.as_map().unwrap(), now, &|text| When::parse(text, &zone))
    }

    #[test]
    fn what_any_generator_hides_is_hidden() {
        for front in [
            "draft: true",
            "draft: True",
            "draft: yes",
            "Draft: on",
            "draft: 'true'",
            "draft: maybe",
            "published: false",
            "published: no",
            "published: Off",
            "publish: false",
            "public: 否",
            "hidden: true",
            "isEncrypted: true",
            "is_hidden: yes",
            "isPublic: false",
            "is_visible: no",
            "is_draft: true",
            "是否保密: 是",
            "是否发布: 否",
            "unpublish_at: 2026-01-01",
            "下架时间: 2026-01-01",
            "headless: true",
            "build: {render: never}",
            "_build: {list: false}",
            "build: {render: link}",
            "password: abc",
            "password: 0123",
            "extra: {hidden: true}",
            "status: private",
            "status: pending",
            "visibility: unlisted",
            "permalink: false",
            "layout: draft",
            "date: 2027-01-01",
            "publishDate: 2026-11-30 10:00",
            "expiryDate: 2026-01-01",
            "unlisted: true",
            "permission: private",
            "hide: true",
            "hide: [toc, 首页]",
            "post_visibility: [Private]",
            "权限: 私密",
            "是否公开: 否",
            "公开: 暂缓",
            "草稿: 是",
            "access: members",
            "access: [staff, admin]",
            "params: {access: Internal}",
            "阅读权限: 会员",
            "membersOnly: true",
            "article: false",
            "listed: no",
            "eleventyExcludeFromCollections: true",
            "render: false",
            "status: hidden",
            "涉密: 是",
            "同意公开: 不同意",
        ] {
            assert!(read(front).is_some(), "{front}");
        }
    }

    #[test]
    fn what_was_public_stays_public() {
        for front in [
            "draft: false",
            "draft: no",
            "draft: False",
            "draft:",
            "published: true",
            "published: 2020-01-01",
            "published: Yes",
            "hidden: off",
            "password: ''",
            "build: {render: always}",
            "status: publish",
            "date: 2026-11-30",
            "expiryDate: 2027-01-01",
            "permalink: /a/",
            "layout: post",
            "title: 草稿",
            "tags: [private, 隐藏]",
            "permission: public",
            "toc: hidden",
            "sidebar: Hidden",
            "hide: [navigation, toc]",
            "hide: toc",
            "公开: 是",
            "是否公开: 是",
            "isPublished: true",
            "expires_at: 2027-01-01",
            "保密: 否",
            "涉密: 不涉密",
            "access: 地铁 2 号线",
            "access: public",
            "audience: 公众",
            "article: true",
            "article: 论文",
            "robots: noindex",
            "robotsNoIndex: true",
        ] {
            assert_eq!(read(front), None, "{front}");
        }
    }

    #[test]
    fn what_search_engines_are_asked_to_leave_out_is_found() {
        let unsought = |front: &str| is_unsought(yaml::parse(front, 0).unwrap().as_map().unwrap());
        for front in [
            "robots: noindex, nofollow",
            "robots: [noindex]",
            "robotsNoIndex: true",
            "no_index: yes",
            "params: {noindex: true}",
            "seo: {noindex: true}",
            "head: [[meta, {name: robots, content: noindex}]]",
        ] {
            assert!(unsought(front), "{front}");
        }
        for front in ["robots: all", "noindex: false", "noindex:", "title: noindex", "seo: {noindex: false}"] {
            assert!(!unsought(front), "{front}");
        }
    }

    #[test]
    fn a_password_is_in_no_report() {
        assert_eq!(read("password: geheim").as_deref(), Some("password: …"));
        assert_eq!(read("draft: True").as_deref(), Some("draft: True"));
    }
}
