//! Reads saved pages: of any site, and articles of official accounts on WeChat (公众号), which are saved from a browser with the
//! pictures beside them.

use super::imprint::Imprint;
use super::wordpress::{PostMarks, report_unread, verbatim_page};
use super::{OldSite, Post, PostOrigin, Reporter};
use crate::authoring::import::encoding::decoded;
use crate::authoring::import::html::clean::clean;
use crate::authoring::import::html::compare::PageContent;
use crate::authoring::import::html::{HtmlElement, HtmlNode, TOO_DEEP, anchors, is_cut, markdown, parse};
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::time::When;
use crate::base::url::{SourcePath, percent_decode};
use crate::base::yaml::{Key, Map, Node};
use crate::content::markdown::MarkdownOptions;

pub fn read(sources: &Snapshot, options: &MarkdownOptions, reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let mut old = OldSite::default();
    for (path, file) in sources.iter().filter(|(path, _)| matches!(path.extension(), "html" | "htm")) {
        // Frames that a browser saves beside a page.
        if path.folder().ends_with("_files") {
            continue;
        }
        match decoded(file.held()) {
            Some(text) => old.posts.extend(page(path, &text, sources, options, reporter)),
            None => reporter.report(crate::base::diagnostic::not_text(path, file.held()), path, 0),
        }
    }
    for (path, _) in sources.iter().filter(|(path, _)| matches!(path.extension(), "mht" | "mhtml")) {
        let (zh, en) = (
            "这是单个文件的网页：在浏览器里另存为“网页，全部”（.html）再导入",
            "a page in one file: save it as a whole page (.html) in the browser and import that",
        );
        reporter.report(messages::left_out(zh, en), path, 0);
        if old.posts.is_empty() && sources.iter().count() == 1 {
            return Err(messages::nothing_to_import("HTML", zh, en));
        }
    }
    if old.posts.is_empty() {
        return Err(messages::nothing_to_import("HTML", "没有存下来的网页（.html）", "no saved pages (.html)"));
    }
    Ok(old)
}

fn page(
    path: &SourcePath,
    text: &str,
    sources: &Snapshot,
    options: &MarkdownOptions,
    reporter: &mut Reporter,
) -> Option<Post> {
    let (safe, marks) = PostMarks::take_from_page(&verbatim_page(text));
    let page = HtmlElement { children: parse(&safe), ..HtmlElement::default() };
    let article = by_id(&page, "js_content")
        .or_else(|| TEXTS.iter().find_map(|name| marked(&page, name)))
        // As a class it is that of pictures that open.
        .or_else(|| by_id(&page, "zoom").or_else(|| by_id(&page, "Zoom")))
        .or_else(|| "article main".split(' ').find_map(|name| page.find(&[name])));
    let root = article.unwrap_or(&page);
    let named = |id: &str| by_id(&page, id).map(line).filter(|text| !text.is_empty());
    let heading = || page.find(&["h1"]).map(line).filter(|text| !text.is_empty());
    // Sites of the government name these two in their own way.
    let title = named("activity-name").or_else(|| meta(&page, "og:title")).or_else(|| meta(&page, "ArticleTitle"));
    let title = title.or_else(heading);
    let title = title.or_else(|| page.find(&["title"]).map(line)).unwrap_or_else(|| path.stem().to_owned());
    let imprint = Imprint::of(&page);
    let date = named("publish_time")
        .or_else(|| meta(&page, "article:published_time"))
        .or_else(|| meta(&page, "PubDate"))
        .or_else(|| page.find(&["time"])?.attribute("datetime").map(str::to_owned))
        .or_else(|| imprint.date.clone())
        .or_else(|| in_script(text));
    let author = named("js_name")
        .or_else(|| ["author", "Author"].iter().find_map(|name| meta(&page, name)))
        .or_else(|| imprint.author.clone())
        .or_else(|| meta(&page, "ContentSource"));
    let summary = meta(&page, "og:description").or_else(|| meta(&page, "description"));
    let mut children = root.children.clone();
    // The title stands above every page of its own.
    without_title(&mut children, &title);
    imprint.take_from(&mut children);
    if !imprint.is_empty() {
        let (zh, en) = (
            "标题下面那一行（时间、来源或作者写进文首，浏览次数等不要了）",
            "the line below the title (its date and source are in the front matter; its counter is gone)",
        );
        reporter.dropped(zh, en, Location::span(path, 0..0));
    }
    let whole: usize = children.iter().filter_map(HtmlNode::element).map(|element| element.text().len()).sum();
    if article.is_none() && without_frame(&mut children, whole) > 0 {
        reporter.dropped("网页四周的导航和页脚", "the navigation and the foot of the page", Location::span(path, 0..0));
    }
    let at = |needle: &str| text.find(needle).unwrap_or_default();
    report_unread(&safe, |open| Location::span(path, at(open)..at(open)), reporter);
    let too_deep = is_cut(&page.children).then_some(TOO_DEEP);
    for (zh, en) in clean(&mut children).losses().chain(too_deep) {
        reporter.dropped(zh, en, Location::span(path, 0..0));
    }
    anchors::keep(&mut children, &anchors::linked(text));
    embedded(&children, path, text, reporter);
    settle(&mut children, path, sources, &mut |address| {
        let place = Location::span(path, at(address)..at(address) + address.len());
        reporter.diagnostics.push(messages::picture_elsewhere(address).at(place));
    });
    let written = markdown(&children, path, options);
    if written.markdown.trim().is_empty() {
        reporter.report(messages::left_out("页面里没有正文", "there is no text on the page"), path, 0);
        return None;
    }
    marks.without(&mut children);
    let given = |text: &str| marks.give(text, str::to_owned);
    let span = Span::default();
    let pairs = [("title", Some(title.clone())), ("date", date), ("authors", author), ("summary", summary)];
    let entries = pairs.into_iter().filter_map(|(key, value)| {
        let value = value.map(|value| given(&value)).filter(|value| !value.is_empty())?;
        Some((Key { text: key.to_owned(), span }, Node::scalar(&value, span)))
    });
    let mut post = Post::read(path, &SourceFile::new(Vec::new()), reporter)?;
    post.front = Map { entries: entries.collect() };
    post.body = given(&written.markdown);
    post.content = Some(PageContent::of_nodes(&children, true));
    post.origin = PostOrigin::Of(0);
    post.set_name(path.stem());
    // Browsers name the file after the title.
    post.bundle = files_of(path, sources);
    Some(post)
}

/// The classes and identifiers under which sites of the government, and those of usual programs, keep the text of an article.
const TEXTS: [&str; 12] = [
    "UCAP-CONTENT",
    "TRS_Editor",
    "TRS_UEDITOR",
    "trs_editor_view",
    "v_news_content",
    "wp_articlecontent",
    "article-content",
    "article_content",
    "news_content",
    "pages_content",
    "entry-content",
    "post-content",
];

/// Returns the first element of a class or an identifier that has a text.
fn marked<'a>(element: &'a HtmlElement, name: &str) -> Option<&'a HtmlElement> {
    let is_named = |child: &HtmlElement| {
        let class = child.attribute("class").is_some_and(|class| class.split_whitespace().any(|class| class == name));
        class || child.attribute("id") == Some(name)
    };
    element.elements().find_map(|child| match is_named(child) && !child.text().trim().is_empty() {
        true => Some(child),
        false => marked(child, name),
    })
}

/// Takes the heading away that says the title again.
fn without_title(nodes: &mut Vec<HtmlNode>, title: &str) {
    nodes.retain(|node| !node.element().is_some_and(|element| element.name == "h1" && line(element) == title));
    for node in nodes {
        if let HtmlNode::Element(element) = node {
            without_title(&mut element.children, title);
        }
    }
}

/// Takes away what stands around the text of every page of a site, unless it is most of the `whole` text; returns how much that
/// was.
fn without_frame(nodes: &mut Vec<HtmlNode>, whole: usize) -> usize {
    const NAMES: [&str; 12] = [
        "nav",
        "navbar",
        "menu",
        "header",
        "footer",
        "foot",
        "copyright",
        "breadcrumb",
        "crumb",
        "sidebar",
        "topbar",
        "share",
    ];
    let is_frame = |element: &HtmlElement| {
        let named = |key: &str| {
            let words = element.attribute(key).unwrap_or_default().to_ascii_lowercase();
            words.split([' ', '-', '_']).any(|word| NAMES.contains(&word))
        };
        let is_one =
            matches!(element.name.as_str(), "nav" | "footer" | "header" | "aside") || named("class") || named("id");
        is_one && element.name != "body" && element.text().len() * 2 < whole
    };
    let before = nodes.len();
    nodes.retain(|node| !node.element().is_some_and(is_frame));
    let mut taken = before - nodes.len();
    for node in nodes {
        if let HtmlNode::Element(element) = node {
            taken += without_frame(&mut element.children, whole);
        }
    }
    taken
}

/// Elements that show something that isn't in the page: a film, a form.
const EMBEDDED: [&str; 7] = ["iframe", "video", "audio", "embed", "object", "form", "canvas"];

/// Reports what stays HTML.
fn embedded(nodes: &[HtmlNode], path: &SourcePath, text: &str, reporter: &mut Reporter) {
    for node in nodes {
        let HtmlNode::Element(element) = node else { continue };
        let name = element.name.clone();
        let place = || {
            let at = text.find(&format!("<{name}")).unwrap_or_default();
            Location::span(path, at..at)
        };
        if EMBEDDED.contains(&name.as_str()) {
            reporter.unknown_markup(&format!("<{name}>"), place());
        }
        embedded(&element.children, path, text, reporter);
    }
}

/// Returns the folder that a browser saved beside a page.
fn files_of(path: &SourcePath, sources: &Snapshot) -> Option<String> {
    let stem = path.as_str().rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let folders = [format!("{stem}_files"), format!("{stem}.files"), format!("{stem}_文件")];
    folders.into_iter().find(|folder| sources.below(folder).next().is_some())
}

/// Gives each picture the address of the file that is at hand; others are reported.
fn settle(nodes: &mut [HtmlNode], path: &SourcePath, sources: &Snapshot, elsewhere: &mut impl FnMut(&str)) {
    for node in nodes {
        let HtmlNode::Element(element) = node else { continue };
        if element.name == "img" {
            let own = element.attribute("src").and_then(|address| path.resolve(&percent_decode(address)));
            let at_hand = own.is_some_and(|own| sources.get(&own).is_some());
            element.attributes.retain(|(key, _)| key != "srcset" && !(at_hand && key.starts_with("data-")));
            let address = crate::authoring::import::html::address(element).unwrap_or_default();
            if !at_hand && address.starts_with("http") {
                elsewhere(address);
            }
        }
        settle(&mut element.children, path, sources, elsewhere);
    }
}

fn by_id<'a>(element: &'a HtmlElement, id: &str) -> Option<&'a HtmlElement> {
    element.elements().find_map(|child| if child.attribute("id") == Some(id) { Some(child) } else { by_id(child, id) })
}

fn meta(element: &HtmlElement, name: &str) -> Option<String> {
    element.elements().find_map(|child| {
        let named = ["property", "name"].iter().any(|key| child.attribute(key) == Some(name));
        let found = (child.name == "meta" && named).then(|| child.attribute("content").map(str::trim)).flatten();
        found.filter(|text| !text.is_empty()).map(str::to_owned).or_else(|| meta(child, name))
    })
}

fn line(element: &HtmlElement) -> String {
    HtmlNode::line(&element.children)
}

/// Returns the date that an article of an official account has in a script: `createTime = '2020-05-18 09:30'`, or seconds.
fn in_script(text: &str) -> Option<String> {
    let after = |sign: &str| {
        let rest = text.split_once(sign)?.1.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.strip_prefix(['"', '\''])?;
        rest.split(['"', '\'']).next().filter(|value| !value.is_empty()).map(str::to_owned)
    };
    after("createTime").or_else(|| {
        let seconds: i64 = after("var ct")?.parse().ok()?;
        // WeChat's day is that of China.
        let moment = jiff::tz::offset(8).to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
        Some(When { date: moment.date(), time: Some(moment.time()) }.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_among_navigation_is_read_alone() {
        let text = |body: &str| {
            let page = format!("<html><body class=\"has-menu\">{body}</body></html>");
            let mut sources = Snapshot::default();
            sources.insert(SourcePath::new("a.html").unwrap(), SourceFile::new(page.into_bytes()));
            let mut reporter = Reporter::default();
            let old = read(&sources, &MarkdownOptions::default(), &mut reporter).unwrap();
            (old.posts[0].body.clone(), reporter.into_diagnostics().len())
        };
        let article = "<h1>通知</h1><p>一、时间：三月五日上午，地点：科学馆一楼报告厅。</p>";
        let around = format!("<div class=\"nav\">首页</div><div>{article}</div><footer>版权</footer>");
        let shown = "一、时间：三月五日上午，地点：科学馆一楼报告厅。".to_owned();
        assert_eq!(text(&around), (shown.clone(), 1));
        let known = "<div>首页</div><h1>通知</h1><div class=\"TRS_Editor\"><p>一、时间：三月五日上午，地点：科学馆一楼报告厅。</p></div>";
        assert_eq!(text(known), (shown, 0));
    }

    #[test]
    fn a_page_of_the_government_has_its_date_and_its_formulas() {
        let info = "<div>发布时间：2026-05-01 10:20 来源：市科协 浏览次数：35</div>";
        let page = format!("<h1>通知</h1>{info}<p>已知\\(a<b\\)，又</p><p>$$\nx_1*2\n$$</p>");
        let mut sources = Snapshot::default();
        sources.insert(SourcePath::new("a.html").unwrap(), SourceFile::new(page.into_bytes()));
        let mut reporter = Reporter::default();
        let old = read(&sources, &MarkdownOptions::default(), &mut reporter).unwrap();
        let post = &old.posts[0];
        assert_eq!((post.given("date"), post.given("authors")), (Some("2026-05-01 10:20"), Some("市科协")));
        assert_eq!(post.body, "已知$a<b$，又\n\n$$x_1*2$$");
        let codes: Vec<&str> = reporter.into_diagnostics().iter().map(|diagnostic| diagnostic.code.0).collect();
        assert_eq!(codes, ["W1053"]);
    }

    #[test]
    fn an_article_of_an_official_account_is_read() {
        let text = "<html><head><meta property=\"og:title\" content=\"江雾\"><title>x</title></head><body><h1 id=\"activity-name\"> 江雾 </h1>\
                    <a id=\"js_name\">科普泸州</a><em id=\"publish_time\"></em><div id=\"js_content\"><section><p><span>雾是水滴。</span></p>\
                    <p><img data-src=\"https://mmbiz.qpic.cn/1\" src=\"./a_files/640.jpg\"></p><p><img data-src=\"https://mmbiz.qpic.cn/2\"></p>\
                    </section></div><script>var ct = \"1589765400\";</script></body></html>";
        let mut sources = Snapshot::default();
        for (path, text) in [("a.html", text), ("a_files/640.jpg", "x"), ("a_files/frame.html", "<p>x</p>")] {
            sources.insert(SourcePath::new(path).unwrap(), SourceFile::new(text.as_bytes()));
        }
        let mut reporter = Reporter::default();
        let old = read(&sources, &MarkdownOptions::default(), &mut reporter).unwrap();
        let post = &old.posts[0];
        assert_eq!(old.posts.len(), 1);
        assert_eq!((post.given("title"), post.given("authors")), (Some("江雾"), Some("科普泸州")));
        assert!(post.given("date").unwrap().starts_with("2020-05-18"), "{:?}", post.given("date"));
        assert_eq!(post.body, "雾是水滴。\n\n![](./a_files/640.jpg)\n\n![](https://mmbiz.qpic.cn/2)");
        assert_eq!(post.bundle.as_deref(), Some("a_files"));
        assert_eq!(reporter.into_diagnostics().len(), 1);
    }

    #[test]
    fn what_is_nested_without_end_is_bounded_and_reported() {
        let page = format!("<h1>题</h1>{}甲", "<ul><li>".repeat(20_000));
        let mut sources = Snapshot::default();
        sources.insert(SourcePath::new("a.html").unwrap(), SourceFile::new(page.into_bytes()));
        let mut reporter = Reporter::default();
        let old = read(&sources, &MarkdownOptions::default(), &mut reporter).unwrap();
        assert!(old.posts[0].body.contains('甲'));
        let codes: Vec<&str> = reporter.into_diagnostics().iter().map(|diagnostic| diagnostic.code.0).collect();
        assert_eq!(codes, ["W1053"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(</?(html|body|h1|p|article)( id=\"js_content\")?>|var ct = \"9|[甲a\"]){0,20}") {
            let mut sources = Snapshot::default();
            sources.insert(SourcePath::new("a.html").unwrap(), SourceFile::new(text.as_bytes()));
            let _ = read(&sources, &MarkdownOptions::default(), &mut Reporter::default());
        }
    }
}
