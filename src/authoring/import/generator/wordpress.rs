//! Reads a WordPress export (WXR): RSS with WordPress's own elements, and the folder of uploads if it lies beside it.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::html;
use super::reading::path_of;
use super::{OldSite, Post, PostOrigin, Reporter};
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::source::Snapshot;
use crate::base::url::{SourcePath, percent_decode};
use crate::base::yaml::{Key, Kind, Map, Node};

/// One `item` of the export: a post, a page or an attachment.
#[derive(Debug, Default)]
struct Item {
    /// The byte offset of the item.
    at: usize,
    /// The text of its elements, by name.
    texts: BTreeMap<String, String>,
    /// Categories and tags: domain and name.
    terms: Vec<(String, String)>,
    /// The byte offset of the content.
    content_at: usize,
    comments: usize,
    thumbnail: Option<String>,
}

impl Item {
    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", |text| text.trim())
    }
}

#[derive(Debug, Default)]
struct Export {
    address: String,
    /// Authors' names by login.
    authors: BTreeMap<String, String>,
    items: Vec<Item>,
}

pub fn read(sources: &Snapshot, reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let is_export = |path: &SourcePath, text: &str| path.extension() == "xml" && text.contains("<wp:wxr_version>");
    let mut exports = sources.iter().filter_map(|(path, file)| Some((path, file.text()?)));
    let Some((path, text)) = exports.find(|(path, text)| is_export(path, text)) else {
        return Err(messages::nothing_to_import("WordPress", "没有导出的 .xml 文件", "there is no exported .xml file"));
    };
    let export = parse(text).map_err(|(reason, at)| {
        messages::nothing_to_import("WordPress", &reason, &reason).at(Location::span(path, at..at))
    })?;
    let mut old = OldSite { base: path_of(&export.address), ..OldSite::default() };
    for (source, _) in sources.iter() {
        if let Some((_, below)) = source.as_str().split_once("uploads/").filter(|_| super::is_media(source)) {
            old.files.insert(format!("/wp-content/uploads/{below}"), source.clone());
        }
    }
    let attachments: BTreeMap<String, String> = export
        .items
        .iter()
        .filter(|item| item.text("wp:post_type") == "attachment")
        .map(|item| (item.text("wp:post_id").to_owned(), item.text("wp:attachment_url").to_owned()))
        .collect();
    let mut comments = 0;
    for item in &export.items {
        let kind = item.text("wp:post_type");
        let status = item.text("wp:status");
        comments += item.comments;
        if kind == "attachment" || matches!(status, "auto-draft" | "inherit") {
            continue;
        }
        if !matches!(kind, "post" | "page") || status == "trash" {
            let title = item.text("title");
            let (zh, en) = (format!("“{title}”（{kind}，{status}）"), format!("`{title}` ({kind}, {status})"));
            reporter.report(messages::left_out(&zh, &en), path, item.at);
            continue;
        }
        old.posts.push(post(path, item, &export, &old, &attachments, reporter));
    }
    if comments > 0 {
        let (zh, en) = (format!("{comments} 条读者评论"), format!("comments of readers: {comments}"));
        reporter.report(messages::left_out(&zh, &en), path, 0);
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("WordPress", "导出文件里没有文章", "no texts in the export"));
    }
    Ok(old)
}

fn post(
    path: &SourcePath,
    item: &Item,
    export: &Export,
    old: &OldSite,
    attachments: &BTreeMap<String, String>,
    reporter: &mut Reporter,
) -> Post {
    let own = html::Own { address: &export.address, files: &old.files, attachments, path, at: item.content_at };
    let body = html::markdown(item.texts.get("content:encoded").map_or("", String::as_str), &own, reporter);
    let span = Span { start: item.at, end: item.at };
    let text = |text: &str| Node { span, kind: Kind::Scalar { text: text.to_owned(), plain: false } };
    let mut front = Map::default();
    let mut put = |key: &str, node: Node| front.entries.push((Key { text: key.to_owned(), span }, node));
    put("title", text(item.text("title")));
    let date = item.text("wp:post_date");
    if !date.starts_with("0000") && !date.is_empty() {
        put("date", text(date));
    }
    let modified = item.text("wp:post_modified");
    if modified.get(..10).is_some_and(|day| !day.starts_with("0000") && date.get(..10) != Some(day)) {
        put("updated", text(modified));
    }
    let login = item.text("dc:creator");
    if !login.is_empty() {
        put("authors", text(export.authors.get(login).map_or(login, String::as_str)));
    }
    if !item.text("excerpt:encoded").is_empty() {
        put("summary", text(item.text("excerpt:encoded")));
    }
    let named = |domain: &str| {
        let terms = item.terms.iter().filter(|(of, _)| of == domain).map(|(_, name)| text(name));
        Node { span, kind: Kind::List(terms.collect()) }
    };
    put("tags", named("post_tag"));
    put("categories", named("category"));
    if let Some(cover) = item.thumbnail.as_ref().and_then(|id| attachments.get(id)) {
        put("cover", text(&own.local(cover).unwrap_or_else(|| cover.clone())));
    }
    let status = item.text("wp:status");
    let decoded = percent_decode(item.text("wp:post_name")).into_owned();
    let name = if decoded.is_empty() { item.text("title").to_owned() } else { decoded };
    let link = item.text("link");
    let below = link.split_once("://").map_or("", |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let address = below.strip_prefix(old.base.as_str()).unwrap_or(below).to_owned();
    Post {
        source: path.clone(),
        front,
        body,
        origin: PostOrigin::Of(item.at),
        name,
        bundle: None,
        date: None,
        draft: false,
        withheld: match (status, item.text("wp:post_password")) {
            ("publish", "") => None,
            ("publish", _) => Some("password: …".to_owned()),
            (status, _) => Some(format!("status: {status}")),
        },
        page: item.text("wp:post_type") == "page",
        language: None,
        address: (status == "publish" && !address.is_empty()).then_some(address),
    }
}

/// Parses an export; `Err` holds the reason and the byte offset.
fn parse(text: &str) -> Result<Export, (String, usize)> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut export = Export::default();
    let mut item: Option<Item> = None;
    // The names of the open elements, and the text of the innermost one.
    let mut open: Vec<String> = Vec::new();
    let mut gathered = String::new();
    let (mut login, mut meta, mut term) = (String::new(), String::new(), None);
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let event = reader.read_event().map_err(|error| (error.to_string(), before))?;
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                let name = start.name().into_inner().to_owned();
                if name == "item" {
                    item = Some(Item { at: before, ..Item::default() });
                }
                if name == "category" {
                    let domain = start.try_get_attribute("domain").ok().flatten();
                    term = domain.map(|domain| domain.value.into_owned());
                }
                open.push(name);
                gathered.clear();
            }
            Event::Text(part) => gathered.push_str(&part.xml10_content()),
            Event::CData(part) => {
                if gathered.trim().is_empty()
                    && let (Some(item), Some("content:encoded")) = (item.as_mut(), open.last().map(String::as_str))
                {
                    item.content_at = before + "<![CDATA[".len();
                }
                gathered.push_str(&part.xml10_content());
            }
            Event::GeneralRef(name) => {
                let name = format!("&{};", name.xml10_content());
                gathered.push_str(&quick_xml::escape::unescape(&name).unwrap_or_default());
            }
            Event::End(_) => {
                let name = open.pop().unwrap_or_default();
                let text = std::mem::take(&mut gathered);
                match (name.as_str(), item.as_mut()) {
                    ("item", _) => export.items.extend(item.take()),
                    ("category", Some(item)) => {
                        item.terms.extend(term.take().map(|domain| (domain, text.trim().to_owned())))
                    }
                    ("wp:comment", Some(item)) => item.comments += 1,
                    ("wp:meta_key", _) => meta = text,
                    ("wp:meta_value", Some(item)) if meta == "_thumbnail_id" => {
                        item.thumbnail = Some(text.trim().to_owned())
                    }
                    ("wp:author_login", None) => login = text.trim().to_owned(),
                    ("wp:author_display_name", None) => {
                        drop(export.authors.insert(login.clone(), text.trim().to_owned()))
                    }
                    ("wp:base_blog_url", None) => export.address = text.trim().trim_end_matches('/').to_owned(),
                    // The elements of comments are skipped: only children of `item` count.
                    (_, Some(item)) if open.last().is_some_and(|parent| parent == "item") => {
                        item.texts.insert(name, text);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(export)
}
