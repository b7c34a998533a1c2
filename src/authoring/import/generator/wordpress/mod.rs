//! Reads WordPress exports (WXR): RSS with WordPress's own elements, and the folder of uploads if it lies beside them.

mod blocks;
mod builder;
mod content;
mod export;
mod guarded;
mod marks;
mod menu;
mod own;
mod paragraphs;
mod verbatim;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use content::{convert, shortcodes};
use export::{Export, ExportItem};
pub(super) use marks::{PostMarks, report_unread};
use own::{Own, is_picture, numbered_address};
use verbatim::verbatim;
pub(super) use verbatim::verbatim_page;

use super::mapping::{SKIP, SiteMapping};
use super::reading::path_of;
use super::visible::unsought;
use super::{OldSite, Post, PostOrigin, Reporter};
use crate::authoring::import::html::anchors;
use crate::authoring::import::html::compare::{self, PageContent};
use crate::authoring::import::html::{HtmlNode, parse};
use crate::base::diagnostic::{Cause, Diagnostic, Localized, Location, Span, messages, not_text};
use crate::base::html::decode;
use crate::base::source::Snapshot;
use crate::base::url::{SourcePath, percent_decode};
use crate::base::yaml::{Key, Kind, Map, Node};
use crate::content::markdown::MarkdownOptions;

/// Kinds of items that are settings of a theme or a plugin.
const SETTINGS: &str = " nav_menu_item wp_block wp_template wp_template_part wp_global_styles wp_navigation custom_css \
                        customize_changeset oembed_cache user_request revision acf-field-group acf-field acf-post-type \
                        acf-taxonomy elementor_library wp_font_family wp_font_face patterns_ai_data ";

/// Where plug-ins keep a page that they laid out, beside Elementor, whose data is read.
const LAID_OUT: [&str; 5] =
    ["_fl_builder_data", "panels_data", "ct_builder_shortcodes", "_bricks_page_content_2", "_cornerstone_data"];

/// Where plug-ins keep a description for search engines.
const DESCRIPTIONS: [&str; 4] =
    ["_yoast_wpseo_metadesc", "rank_math_description", "_aioseop_description", "_genesis_description"];

/// Where The Events Calendar, the usual plug-in for events, keeps what events and places have fields for.
const OF_EVENTS: [(&str, &str); 9] = [
    ("_EventStartDate", "start"),
    ("_EventEndDate", "end"),
    ("_EventVenueID", "venue"),
    ("_EventURL", "online_url"),
    ("_EventCost", "admission"),
    ("_VenueAddress", "address"),
    ("_VenueCity", "city"),
    ("_VenuePhone", "phone"),
    ("_VenueURL", "website"),
];

/// What the posts of all exports share.
struct Shared<'a> {
    addresses: BTreeMap<String, String>,
    /// The numbers of pictures by the post that they were uploaded with.
    uploads: BTreeMap<String, Vec<String>>,
    /// The places within pages that any text links to.
    linked: BTreeSet<String>,
    /// The name of a category's parent, by its own.
    parents: BTreeMap<String, String>,
    languages: &'a [String],
    blocks: BTreeMap<String, String>,
    /// The names of places by their numbers, which events of The Events Calendar refer to.
    venues: BTreeMap<String, String>,
    authors: BTreeMap<String, String>,
    mapping: &'a SiteMapping,
    options: MarkdownOptions,
}

pub fn read(
    sources: &Snapshot,
    mapping: &SiteMapping,
    (options, languages): (MarkdownOptions, &[String]),
    reporter: &mut Reporter,
) -> Result<OldSite, Diagnostic> {
    let texts = sources.iter().filter_map(|(path, file)| Some((path, file.text()?)));
    let texts = texts.filter(|(path, text)| path.extension() == "xml" && text.contains("<wp:wxr_version>"));
    let mut exports = Vec::new();
    for (path, text) in texts {
        match export::parse(text) {
            Ok(export) => exports.push((path, export)),
            Err((reason, at)) => {
                let Localized { zh, en } = Cause::said(reason).into();
                let fault = messages::nothing_to_import("WordPress", &zh, &en).helped(
                    "到旧网站的“工具 → 导出”重新导出一次；文件是完整的，就在这里改正：& 写成 &amp;，标签要配对",
                    "export it once more by Tools → Export of the old site; if the file is whole, correct it here: & is \
                     written as &amp;, and tags have an end",
                );
                reporter.diagnostics.push(fault.at(Location::span(path, at..at)));
            }
        }
    }
    let Some((_, first)) = exports.first() else {
        return Err(reporter.diagnostics.pop().unwrap_or_else(|| no_export(sources)));
    };
    let mut old = OldSite { base: path_of(&first.address), ..OldSite::default() };
    let named = LazyCell::new(|| own::uploads_named(sources));
    for (source, _) in sources.iter() {
        let Some((_, below)) = source.as_str().split_once("uploads/").filter(|_| super::is_media(source)) else {
            continue;
        };
        if own::is_library(below) || named.contains(below) {
            old.files.insert(format!("/wp-content/uploads/{below}"), source.clone());
        } else {
            let (zh, en) = (
                "uploads 里插件自己的文件夹，没有文章用到其中的文件（如表单收到的、备份的）",
                "folders of plug-ins among the uploads whose files no text names, such as what forms received, and backups",
            );
            reporter.dropped(zh, en, Location::file(source));
        }
    }
    let shared = Shared { languages, ..shared(&exports, &old, mapping, options) };
    let mut seen = BTreeSet::new();
    let (mut comments, mut twice) = (0, Vec::new());
    for (path, export) in &exports {
        for item in &export.items {
            let (kind, status) = (item.text("wp:post_type"), item.text("wp:status"));
            comments += item.comments;
            if kind == "attachment" || matches!(status, "auto-draft" | "inherit") {
                continue;
            }
            let at = Location::span(path, item.at..item.at);
            old.titles.push(((*path).clone(), item.at, plain(item.text("title"))));
            if kind == "nav_menu_item" || SETTINGS.contains(&format!(" {kind} ")) {
                if !matches!(kind, "nav_menu_item" | "wp_block" | "revision") {
                    reporter.dropped("主题和插件的设置", "settings of a theme or a plugin", at);
                }
                continue;
            }
            if status == "trash" {
                reporter.dropped("回收站里的内容", "items in the bin", at);
                continue;
            }
            let identity = (kind.to_owned(), item.text("wp:post_id").to_owned(), item.text("link").to_owned());
            if !seen.insert(identity) && !item.text("wp:post_id").is_empty() {
                twice.push(at);
                continue;
            }
            let custom = !matches!(kind, "post" | "page");
            match mapping.types.get(kind).map(String::as_str) {
                Some(SKIP) => {
                    reporter.dropped("映射文件里写明不要的内容", "what the mapping file says isn't wanted", at)
                }
                None if custom => reporter.kind_left_out(kind, plain(item.text("title")), at),
                into => match shared.language(item) {
                    Err(tag) => {
                        reporter.unknown_language(&tag, at);
                        continue;
                    }
                    Ok(language) => {
                        let post = post(path, item, export, &old, &shared, reporter);
                        old.posts.push(Post { language, collection: into.map(str::to_owned), ..post });
                    }
                },
            }
            if custom {
                *old.kinds.entry(kind.to_owned()).or_default() += 1;
                old.fields.extend(item.meta.iter().map(|(key, _)| key.clone()));
            }
        }
    }
    reported(&exports, comments, twice, reporter);
    if old.posts.is_empty() && old.kinds.is_empty() {
        return Err(messages::nothing_to_import("WordPress", "导出文件里没有文章", "no texts in the export"));
    }
    Ok(old)
}

/// Reports that there is no export, and what the file is that was taken for one.
fn no_export(sources: &Snapshot) -> Diagnostic {
    let Some((path, file)) = sources.iter().find(|(path, _)| path.extension() == "xml") else {
        return messages::nothing_to_import("WordPress", "没有导出的 .xml 文件", "there is no exported .xml file");
    };
    if file.text().is_none() {
        return not_text(path, file.held());
    }
    let fault = messages::nothing_to_import(
        "WordPress",
        "这个 .xml 文件不是 WordPress 导出的（里面没有 wp:wxr_version）",
        "this .xml file isn't an export of WordPress (it has no wp:wxr_version)",
    );
    let fault = fault.helped(
        "到旧网站的“工具 → 导出”选“所有内容”，下载得到的 .xml 才是；RSS 和站点地图不是",
        "choose `All content` under Tools → Export of the old site; a feed or a site map is no export",
    );
    fault.at(Location::file(path))
}

fn shared<'a>(
    exports: &[(&SourcePath, Export)],
    old: &OldSite,
    mapping: &'a SiteMapping,
    options: MarkdownOptions,
) -> Shared<'a> {
    let items = || exports.iter().flat_map(|(_, export)| &export.items);
    let of_kind = |kind: &'static str| items().filter(move |item| item.text("wp:post_type") == kind);
    let addresses: BTreeMap<String, String> = of_kind("attachment")
        .map(|item| (item.text("wp:post_id").to_owned(), item.text("wp:attachment_url").to_owned()))
        .collect();
    let mut uploads: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in of_kind("attachment") {
        if is_picture(item.text("wp:attachment_url")) && !matches!(item.text("wp:post_parent"), "" | "0") {
            uploads.entry(item.text("wp:post_parent").to_owned()).or_default().push(item.text("wp:post_id").to_owned());
        }
    }
    let authors = exports.iter().flat_map(|(_, export)| export.authors.clone()).collect();
    let mut blocks = BTreeMap::new();
    for (path, export) in exports {
        for item in export.items.iter().filter(|item| item.text("wp:post_type") == "wp_block") {
            let none = BTreeMap::new();
            let own = Own {
                address: &export.address,
                files: &old.files,
                attachments: &addresses,
                blocks: &none,
                uploads: &BTreeMap::new(),
                linked: &BTreeSet::new(),
                post: "",
                path,
                at: item.content_at,
            };
            // What isn't understood is reported where the block is used.
            let html = shortcodes(&verbatim(item.content()), &own, &mut Reporter::default());
            blocks.insert(item.text("wp:post_id").to_owned(), html);
        }
    }
    let venues = of_kind("tribe_venue");
    let venues = venues.map(|item| (item.text("wp:post_id").to_owned(), plain(item.text("title")))).collect();
    let parents = exports.iter().flat_map(|(_, export)| export.parents.clone()).collect();
    let linked = items().flat_map(|item| anchors::linked(item.content())).collect();
    Shared { addresses, uploads, linked, parents, languages: &[], blocks, venues, authors, mapping, options }
}

/// Reports what of the exports as a whole wasn't imported.
fn reported(exports: &[(&SourcePath, Export)], comments: usize, twice: Vec<Location>, reporter: &mut Reporter) {
    let Some((path, _)) = exports.first() else { return };
    if comments > 0 {
        let (zh, en) = (format!("{comments} 条读者评论"), format!("comments of readers: {comments}"));
        reporter.report(messages::not_taken_over(&zh, &en), path, 0);
    }
    for at in twice {
        reporter.dropped("两个导出文件里都有的内容（只导入一次）", "what is in two exports (imported once)", at);
    }
    for (path, export) in exports {
        for (name, items) in menu::menus(export) {
            let name = plain(&name);
            reporter.report(messages::menu_left_out(&name, &format!("menu: [{}]", items.join(", "))), path, 0);
        }
        let parents: Vec<String> =
            export.parents.iter().map(|(child, parent)| format!("{} › {}", plain(parent), plain(child))).collect();
        if !parents.is_empty() {
            let listed = parents.iter().take(5).cloned().collect::<Vec<_>>().join("、");
            let (zh, en) = (
                format!("分类的上下级（上级分类也加给了文章）：{listed}"),
                format!("the hierarchy of categories (texts got the parents as well): {listed}"),
            );
            reporter.report(messages::not_taken_over(&zh, &en), path, 0);
        }
    }
}

/// Returns what stands as HTML in a title, a name or an excerpt as plain text.
fn plain(html: &str) -> String {
    HtmlNode::line(&parse(html))
}

/// Returns the value of a field. It may be HTML, in which entities are written as they should be.
fn decoded(value: &str) -> Cow<'_, str> {
    let value = value.trim();
    if value.contains('<') { Cow::Borrowed(value) } else { decode(value.as_bytes()) }
}

fn post(
    path: &SourcePath,
    item: &ExportItem,
    export: &Export,
    old: &OldSite,
    shared: &Shared<'_>,
    reporter: &mut Reporter,
) -> Post {
    let own = Own {
        address: &export.address,
        files: &old.files,
        attachments: &shared.addresses,
        blocks: &shared.blocks,
        uploads: &shared.uploads,
        linked: &shared.linked,
        post: item.text("wp:post_id"),
        path,
        at: item.content_at,
    };
    let notes = item.any("footnotes");
    let html = laid_out(item, path, reporter);
    let html = html.as_deref().unwrap_or(item.content());
    let guarded = guarded::by_field(item).or_else(|| guarded::by_mark(html, &own));
    let body = convert(html, notes, &own, &shared.options, reporter);
    let span = Span { start: item.at, end: item.at };
    let text = |text: &str| Node { span, kind: Kind::Scalar { text: text.to_owned(), plain: false } };
    let mut front = Map::default();
    let mut put = |key: &str, node: Node| front.entries.push((Key { text: key.to_owned(), span }, node));
    let title = plain(item.text("title"));
    if parse(item.text("title")).iter().any(|node| node.element().is_some()) {
        reporter.dropped("标题里的格式", "markup in titles", Location::span(path, span));
    }
    put("title", text(&title));
    let modified = item.text("wp:post_modified");
    let given = |date: &str| !date.starts_with("0000") && !date.is_empty();
    // A draft that was never published may have no other date than that of its last change.
    let date = item.text("wp:post_date");
    let date = if given(date) { date } else { modified };
    if given(date) {
        put("date", text(date));
    }
    if modified.get(..10).is_some_and(|day| !day.starts_with("0000") && date.get(..10) != Some(day)) {
        put("updated", text(modified));
    }
    let login = item.text("dc:creator");
    if !login.is_empty() {
        put("authors", text(&plain(shared.authors.get(login).map_or(login, String::as_str))));
    }
    let mut excerpt = plain(item.text("excerpt:encoded"));
    if excerpt.is_empty() {
        excerpt =
            DESCRIPTIONS.iter().map(|key| item.any(key)).find(|text| !text.is_empty()).unwrap_or_default().to_owned();
    }
    if item.any("_yoast_wpseo_meta-robots-noindex") == "1" || item.any("rank_math_robots").contains("noindex") {
        unsought(Location::span(path, span), reporter);
    }
    if item.text("wp:is_sticky") == "1" {
        put("sticky", text("1"));
    }
    if !excerpt.is_empty() {
        put("summary", text(&excerpt));
    }
    let domains: BTreeSet<&str> = item.terms.iter().map(|(domain, _)| domain.as_str()).collect();
    for domain in domains {
        let mut names: Vec<&str> =
            item.terms.iter().filter(|(of, _)| of == domain).map(|(_, name)| name.as_str()).collect();
        if domain == "category" {
            shared.add_parents(&mut names);
        }
        let terms: Vec<Node> = names.into_iter().map(|name| text(&plain(name))).collect();
        let key = match domain {
            "post_tag" => "tags",
            "category" => "categories",
            // Gallery, quotation, video: only the look of the old theme.
            "post_format" | "nav_menu" | "wp_theme" | "language" | "post_translations" => continue,
            domain => shared.field(domain),
        };
        if key != SKIP {
            put(key, Node { span, kind: Kind::List(terms) });
        }
    }
    match item.thumbnail.as_ref().filter(|id| !id.is_empty()).map(|id| shared.addresses.get(id)) {
        Some(Some(cover)) => put("cover", text(&own.local(cover).unwrap_or_else(|| cover.clone()))),
        Some(None) => {
            let at = Location::span(path, span);
            reporter.dropped("特色图片（导出文件里没有）", "featured images that the export lacks", at);
        }
        None => {}
    }
    let taken = |key: &str| key == "footnotes" || DESCRIPTIONS.contains(&key) || key.starts_with("rank_math_");
    for (key, value) in item.meta.iter().filter(|(key, _)| !taken(key)) {
        let key = shared.field(key);
        if key != SKIP && !value.trim().is_empty() {
            put(key, text(&decoded(value)));
        }
    }
    for (key, value) in item.hidden.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let own = OF_EVENTS.iter().find(|(known, _)| known == key).map(|(_, field)| *field);
        let named = shared.mapping.fields.get(key).map(String::as_str);
        let Some(field) = named.or(own).filter(|field| *field != SKIP) else { continue };
        let value = match key.as_str() {
            "_EventVenueID" => shared.venues.get(value.trim()).map_or(value.as_str(), String::as_str),
            // Of whole days the hours say nothing.
            "_EventStartDate" | "_EventEndDate" if item.hidden("_EventAllDay") == "yes" => {
                value.get(..10).unwrap_or(value)
            }
            _ => value,
        };
        put(field, text(&decoded(value)));
    }
    if item.text("wp:post_type") == "page" && !matches!(item.text("wp:post_parent"), "" | "0") {
        let at = Location::span(path, span);
        reporter.dropped("页面的上下级（旧网址仍转到新页面）", "pages below others (former addresses lead on)", at);
    }
    let status = item.text("wp:status");
    let decoded = percent_decode(item.text("wp:post_name")).into_owned();
    let number = item.text("wp:post_id");
    let named = |name: &String| !super::place::slug(name).is_empty();
    let name = [decoded, title].into_iter().find(named).unwrap_or_else(|| format!("post-{number}"));
    let link = item.text("link");
    let below = link.split_once("://").map_or("", |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let address = below.strip_prefix(old.base.as_str()).unwrap_or(below).to_owned();
    Post {
        source: path.clone(),
        front,
        body: body.markdown,
        content: Some(body.content),
        origin: PostOrigin::Of(item.at),
        name,
        bundle: None,
        date: None,
        draft: false,
        withheld: match (status, item.text("wp:post_password")) {
            ("publish", "") => guarded,
            ("publish", _) => Some("password: …".to_owned()),
            (status, _) => Some(format!("status: {status}")),
        },
        unread: false,
        page: item.text("wp:post_type") == "page",
        language: None,
        address: (status == "publish" && !address.is_empty()).then_some(address),
        also: (!number.is_empty()).then(|| numbered_address(number)).into_iter().collect(),
        collection: None,
    }
}

/// Returns the HTML of a page that a plug-in keeps apart, if WordPress has no text of it. What only the plug-in has is
/// reported.
fn laid_out(item: &ExportItem, path: &SourcePath, reporter: &mut Reporter) -> Option<String> {
    let at = Location::span(path, item.at..item.at);
    let empty = item.content().trim().is_empty();
    if empty && LAID_OUT.iter().any(|key| !item.any(key).is_empty()) {
        reporter.dropped(
            "排版插件自己存着的正文（到旧网站上复制）",
            "texts that a page builder keeps itself (copy them from the old site)",
            at,
        );
        return None;
    }
    let page = builder::elementor(item.hidden("_elementor_data"));
    let listed = |names: &BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join("、");
    if !page.unknown.is_empty() {
        let names = listed(&page.unknown);
        let (zh, en) = (format!("Elementor 的组件 {names}"), format!("widgets of Elementor: {names}"));
        reporter.diagnostics.push(messages::not_taken_over(&zh, &en).at(at.clone()));
    }
    if empty && !page.loose.is_empty() {
        let names = listed(&page.loose);
        let (zh, en) = (
            format!("Elementor 的组件 {names} 的样子（里面的字、图和链接留下了）"),
            format!("the form of widgets of Elementor (their texts, pictures and links stay): {names}"),
        );
        reporter.diagnostics.push(messages::not_taken_over(&zh, &en).at(at.clone()));
    }
    if empty {
        return Some(page.html).filter(|html| !html.is_empty());
    }
    if page.sure.is_empty() {
        return None;
    }
    let there = PageContent::of(&verbatim(item.content()), true);
    let lost = PageContent::of(&verbatim(&page.sure), true).lost(&there, "");
    if let Some((zh, en)) = compare::reported(&lost) {
        reporter.diagnostics.push(messages::lost_on_page(&plain(item.text("title")), lost.len(), &zh, &en).at(at));
    }
    None
}

impl Shared<'_> {
    /// Adds the categories above those of a text, where WordPress lists it as well.
    fn add_parents<'a>(&'a self, names: &mut Vec<&'a str>) {
        let mut next = 0;
        while let Some(name) = names.get(next) {
            if let Some(parent) = self.parents.get(*name).filter(|parent| !names.contains(&parent.as_str())) {
                names.push(parent);
            }
            next += 1;
        }
    }

    /// Returns the new site's name of a text's language, `None` if it is none of its own, or the language that the site
    /// doesn't have.
    fn language(&self, item: &ExportItem) -> Result<Option<String>, String> {
        // Polylang keeps it as a term, WPML as a field.
        let of_field = ["_wpml_language", "_wpml_import_language_code"].iter().map(|key| item.hidden(key));
        let of_field = of_field.into_iter().find(|tag| !tag.is_empty());
        let Some(tag) = item.language.as_deref().or(of_field) else { return Ok(None) };
        super::tree::language(self.languages, tag).map(Some).ok_or_else(|| tag.to_owned())
    }

    /// Returns the key that a field of the old site has here.
    fn field<'a>(&'a self, name: &'a str) -> &'a str {
        self.mapping.fields.get(name).map_or(name, String::as_str)
    }
}
