//! Old sites written down in a test: each rule of a generator, and what is said of it.

use kepu::authoring::import::generator::{Generator, SiteMapping, Sources, drafts};
use kepu::authoring::import::{ExistingSite, Import, bring};
use kepu::base::diagnostic::{Language, has_errors};
use kepu::base::source::Snapshot;
use kepu::build::Cache;

use crate::support::{TODAY, add_plain_theme, options, shown, snapshot};

/// A site with a column, a list of exhibits without dates, and English.
pub fn site() -> Snapshot {
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\nlanguages: [zh-CN, en]\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        (
            "content/exhibits/_collection.yaml",
            "title: 展品\nfields:\n  hall: {type: text, optional: true, label: {zh-CN: 展厅}}\n  admission:\n    type: group\n    optional: true\n    label: {zh-CN: 门票}\n    fields:\n      price: {type: number, optional: true, label: {zh-CN: 价格}}\n",
        ),
    ]);
    add_plain_theme(&mut site);
    site
}

pub struct Brought {
    pub import: Import,
    pub told: String,
}

impl Brought {
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let file = self.import.files.iter().find(|file| file.path.as_str() == path);
        let paths: Vec<&str> = self.import.files.iter().map(|file| file.path.as_str()).collect();
        let file = file.unwrap_or_else(|| panic!("{path} isn't among {paths:#?}\n{}", self.told));
        std::str::from_utf8(&file.bytes).expect("a text")
    }

    /// The text without front matter.
    #[track_caller]
    pub fn body(&self, path: &str) -> &str {
        let text = self.text(path);
        text.get(4..).and_then(|rest| rest.split_once("\n---\n")).map_or(text, |(_, body)| body)
    }

    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.told.contains(words), "{words}\n{}", self.told);
    }
}

pub fn bring_with(generator: Generator, files: &[(&str, &str)], mapping: SiteMapping) -> Brought {
    let sources = Sources { files: snapshot(files), mapping, ..Sources::default() };
    let site = site();
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options(TODAY), &mut cache);
    let kind = (generator, "column");
    let import = bring(&existing, false, &mut cache, |unfit, cache| drafts(&existing, &sources, kind, unfit, cache));
    let told = shown(&import.diagnostics, &sources.files, Language::Chinese);
    let found = shown(&import.found, &import.over(&site), Language::English);
    assert!(!has_errors(&import.found), "{told}\n{found}");
    Brought { import, told }
}

pub fn brought(generator: Generator, files: &[(&str, &str)]) -> Brought {
    bring_with(generator, files, SiteMapping::default())
}

/// An export of one post of a number for each text.
pub fn export(items: &[(&str, &str)]) -> String {
    let items: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(number, (kind, content))| {
            let number = number + 40;
            format!(
                "<item><title>第{number}篇</title><link>https://old.cn/{number}/</link><wp:post_id>{number}</wp:post_id>\
                 <wp:post_date>2020-01-02 00:00:00</wp:post_date><wp:post_name>p{number}</wp:post_name>\
                 <wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>\
                 <content:encoded><![CDATA[{content}]]></content:encoded></item>"
            )
        })
        .collect();
    format!(
        "<rss><channel><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.cn</wp:base_blog_url>{}</channel></rss>",
        items.concat()
    )
}

pub fn wordpress(content: &str) -> Brought {
    brought(Generator::WordPress, &[("a.xml", &export(&[("post", content)]))])
}

#[test]
fn html_keeps_its_meaning() {
    for (html, markdown) in [
        ("<p>10<sup>8</sup>千米，H<sub>2</sub>O</p>", "10^8^千米，H~2~O\n"),
        ("<p><del>旧票价30元</del>现免费，<u>甲</u></p>", "~~旧票价30元~~现免费，<u>甲</u>\n"),
        ("<table><tr><td>雾</td><td>3</td></tr></table>", "| | |\n|---|---|\n| 雾 | 3 |\n"),
        (
            "<table><tr><th>甲</th><td>1</td></tr><tr><th>乙</th><td>2</td></tr></table>",
            "<table><tbody><tr><th>甲</th><td>1</td></tr>\n<tr><th>乙</th><td>2</td></tr>\n</tbody>\n</table>\n",
        ),
        ("<p>甲</p>\n-----\n<p>[c]: /d</p>", "甲\n\n\\-----\n\n\\[c]: /d\n"),
    ] {
        let brought = wordpress(html);
        assert_eq!(brought.body("content/column/2020/p40.md"), markdown, "{}", brought.told);
        assert!(!brought.told.contains("W1056"), "{}", brought.told);
    }
}

#[test]
fn a_page_by_its_number_is_found() {
    let file = export(&[
        (
            "post",
            "<a href=\"https://old.cn/?p=41\">乙</a>，<a href=\"/?p=99\">丙</a>，<a href=\"https://old.cn/\">首页</a>",
        ),
        ("post", "乙"),
    ]);
    let brought = brought(Generator::WordPress, &[("a.xml", &file)]);
    assert_eq!(
        brought.body("content/column/2020/p40.md"),
        "[乙](p41.md)，丙（`/?p=99`），[首页](/)\n",
        "{}",
        brought.told
    );
}

#[test]
fn two_exports_are_read() {
    let second = export(&[("post", "乙")]).replace("40", "50");
    let first = export(&[("post", "甲")]);
    let both = brought(Generator::WordPress, &[("a.xml", &first), ("b.xml", &second), ("c.xml", &first)]);
    assert_eq!(both.body("content/column/2020/p50.md"), "乙\n");
    assert_eq!(both.import.files.len(), 2);
    both.says("两个导出文件里都有的内容（只导入一次）（1 处）");
}

#[test]
fn kinds_of_an_old_site_go_where_they_are_sent() {
    let file = export(&[("exhibit", "一台钟。"), ("post", "文章。")]).replace(
        "<wp:post_type>exhibit",
        "<wp:postmeta><wp:meta_key>room</wp:meta_key><wp:meta_value>二号厅</wp:meta_value></wp:postmeta><wp:post_type>exhibit",
    );
    let unsent = brought(Generator::WordPress, &[("a.xml", &file)]);
    unsent.says("“exhibit”类的内容 1 条没有导入：第40篇");
    assert!(
        unsent
            .import
            .mapping
            .as_deref()
            .is_some_and(|text| text.contains("  exhibit:  # 1\n") && text.contains("  room:\n"))
    );
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    let mapping = SiteMapping { types: pairs(&[("exhibit", "exhibits")]), fields: pairs(&[("room", "hall")]) };
    let sent = bring_with(Generator::WordPress, &[("a.xml", &file)], mapping);
    assert!(sent.text("content/exhibits/p40.md").contains("hall: 二号厅\n"), "{}", sent.told);
    assert_eq!(sent.body("content/column/2020/p41.md"), "文章。\n");
}

#[test]
fn names_of_an_export_are_decoded_once() {
    let file = export(&[("post", "甲")])
        .replace("<title>第40篇", "<title><![CDATA[鱼 &amp; <em>虾</em>]]>")
        .replace("<wp:post_id>", "<category domain=\"post_tag\"><![CDATA[R&amp;D]]></category><wp:post_id>");
    let brought = brought(Generator::WordPress, &[("a.xml", &file)]);
    let text = brought.text("content/column/2020/p40.md");
    assert!(text.contains("title: 鱼 & 虾\n") && text.contains("R&D"), "{text}");
    brought.says("标题里的格式（1 处）");
}

#[test]
fn menus_are_told_as_lines() {
    let item = "<item><title>首页</title><category domain=\"nav_menu\">主菜单</category><wp:post_type>nav_menu_item</wp:post_type>\
                <wp:status>publish</wp:status><wp:postmeta><wp:meta_key>_menu_item_url</wp:meta_key>\
                <wp:meta_value>https://old.cn/a/</wp:meta_value></wp:postmeta></item></channel>";
    let file = export(&[("post", "甲")]).replace("</channel>", item);
    brought(Generator::WordPress, &[("a.xml", &file)]).says("可写进 site.yaml：menu: [{title: 首页, url: /a/}]");
    let feed = brought(Generator::WordPress, &[("feed.xml", "<rss><channel><title>甲</title></channel></rss>")]);
    feed.says("不是 WordPress 导出的");
}

#[test]
fn a_page_that_lacks_nothing_is_not_reported() {
    let files = [("source/_posts/a.md", "---\ntitle: 甲\ndate: 2020-01-02\n---\n| 甲 |\n|--|\n| 1 |\n\n正文\n")];
    let whole = brought(Generator::Hexo, &files);
    assert!(!whole.told.contains("W1056"), "{}", whole.told);
}

#[test]
fn dates_may_have_one_digit() {
    let brought = brought(Generator::Jekyll, &[("_posts/2015-1-3-rain.md", "---\ntitle: 雨\n---\n甲\n")]);
    assert!(brought.text("content/column/2015/rain.md").contains("date: 2015-01-03\n"));
}

#[test]
fn collections_of_jekyll_are_read() {
    let files = [
        ("_config.yml", "collections:\n  items: {output: true}\n"),
        ("_items/clock.md", "---\ntitle: 钟\n---\n![图](clock.svg)\n"),
        ("_items/clock.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("_posts/2020-01-02-a.md", "---\ntitle: 甲\n---\n见[钟](/items/clock.html)\n"),
    ];
    let mapping = SiteMapping {
        types: [("items".to_owned(), "exhibits".to_owned())].into_iter().collect(),
        ..SiteMapping::default()
    };
    let brought = bring_with(Generator::Jekyll, &files, mapping);
    assert!(brought.text("content/exhibits/clock.md").contains("aliases: [/items/clock.html]"), "{}", brought.told);
    assert_eq!(brought.body("content/column/2020/a.md"), "见[钟](../../exhibits/clock.md)\n");
}

#[test]
fn a_collection_of_jekyll_that_is_not_sent_anywhere_is_left_out() {
    let files = [
        ("_config.yml", "collections: {items: {output: true}}\n"),
        ("_items/clock.md", "---\ntitle: 钟\ndate: 2020-01-02\n---\n文\n"),
        ("_posts/2020-01-02-a.md", "---\ntitle: 甲\n---\n文\n"),
    ];
    let brought = brought(Generator::Jekyll, &files);
    assert_eq!(brought.import.files.len(), 1, "{}", brought.told);
    brought.says("“items”类的内容 1 条没有导入：钟");
}

#[test]
fn a_language_that_the_text_itself_names_is_left_out() {
    let post = |lang: &str| format!("---\ntitle: 甲\ndate: 2020-01-02\nlang: {lang}\n---\n文\n");
    let files = [("a.md", post("zh-CN")), ("fr/b.md", post("fr-FR")), ("c.md", post("cn")), ("en/d.md", post("en-US"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let brought = brought(Generator::Vue, &files);
    assert_eq!(brought.import.files.len(), 3, "{}", brought.told);
    brought.text("content/column/2020/d.en.md");
    brought.says("语言“fr-FR”不在 site.yaml 的 languages 里");
}

#[test]
fn pages_of_one_name_below_others_all_come_in() {
    let page = |number: u8, parent: u8, address: &str| {
        format!(
            "<item><title>团队</title><link>https://old.cn{address}</link><wp:post_id>{number}</wp:post_id>\
             <wp:post_date>2020-01-02 00:00:00</wp:post_date><wp:post_name>team</wp:post_name><wp:status>publish</wp:status>\
             <wp:post_parent>{parent}</wp:post_parent><wp:post_type>page</wp:post_type>\
             <content:encoded><![CDATA[<p>文{number}</p>]]></content:encoded></item>"
        )
    };
    let pages = [page(5, 1, "/about/team/"), page(6, 0, "/team/"), page(7, 2, "/lab/team/")].concat();
    let xml = format!(
        "<rss><channel><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.cn</wp:base_blog_url>{pages}</channel></rss>"
    );
    let brought = brought(Generator::WordPress, &[("a.xml", &xml)]);
    assert!(brought.text("content/about-team.md").contains("aliases: [/about/team/]"), "{}", brought.told);
    assert_eq!(brought.body("content/team.md"), "文6\n");
    assert_eq!(brought.body("content/lab-team.md"), "文7\n");
}

#[test]
fn a_link_to_a_place_in_another_text_keeps_it() {
    let file = export(&[
        ("post", "<h2 id=\"fee\">票价</h2><p><a href=\"#fee\">去</a></p>"),
        ("post", "<p><a href=\"/?p=40#fee\">票价</a>，<a href=\"/?p=40#none\">没有</a></p>"),
    ]);
    let brought = brought(Generator::WordPress, &[("a.xml", &file)]);
    assert_eq!(brought.body("content/column/2020/p40.md"), "## <a id=\"fee\"></a>票价\n\n[去](#fee)\n");
    assert_eq!(brought.body("content/column/2020/p41.md"), "[票价](p40.md#fee)，[没有](p40.md)\n");
    brought.says("指到文中某一处的链接（那一处没有了，改为指到文章开头）（1 处）");
}

#[test]
fn fields_are_decoded() {
    let meta = "<wp:postmeta><wp:meta_key>summary</wp:meta_key><wp:meta_value>甲 &amp;amp; 乙</wp:meta_value></wp:postmeta><content:encoded>";
    let file = export(&[("post", "<p>文</p>")]).replacen("<content:encoded>", meta, 1);
    let brought = brought(Generator::WordPress, &[("a.xml", &file)]);
    assert!(brought.text("content/column/2020/p40.md").contains("summary: 甲 & 乙\n"), "{}", brought.told);
}

#[test]
fn formulas_and_code_with_signs_of_html_lose_nothing() {
    let brought = wordpress(
        "<p>若\\(a<b\\)则。<code>List<T></code></p><pre lang=\"c\">for (i=0;i<n;i++) f<g>(x);</pre><p>完</p>",
    );
    let text = brought.body("content/column/2020/p40.md");
    assert_eq!(text, "若$a<b$则。`List<T>`\n\n```c\nfor (i=0;i<n;i++) f<g>(x);\n```\n\n完\n");
    assert!(!brought.told.contains("W1056"), "{}", brought.told);
}

#[test]
fn languages_of_hugo_are_those_of_the_site() {
    let config = "defaultContentLanguage = 'zh-cn'\n[languages.zh-cn]\ncontentDir = 'content/zh'\n[languages.en]\ncontentDir = 'content/en'\n[languages.fr]\ncontentDir = 'content/fr'\n";
    let post = "---\ntitle: 甲\ndate: 2020-01-02\n---\n文\n";
    let brought = brought(
        Generator::Hugo,
        &[
            ("hugo.toml", config),
            ("content/zh/posts/a.md", post),
            ("content/en/posts/a.md", post),
            ("content/fr/posts/a.md", post),
            ("content/zh/posts/b/index.zh-cn.md", post),
        ],
    );
    assert!(brought.text("content/column/2020/a.en.md").contains("aliases: [/en/posts/a/]"), "{}", brought.told);
    brought.text("content/column/2020/a.md");
    brought.text("content/column/2020/b.md");
    brought.says("语言“fr”不在 site.yaml 的 languages 里，这种语言的 1 篇没有导入");
}

#[test]
fn addresses_of_hexo_use_any_key_and_one_post_keeps_each() {
    let post = |name: &str| format!("---\ntitle: {name}\ndate: 2020-01-02\nabbrlink: 4a17\n---\n甲\n");
    let brought = brought(
        Generator::Hexo,
        &[
            ("_config.yml", "permalink: posts/:abbrlink/\n"),
            ("source/_posts/a.md", &post("甲")),
            ("source/_posts/b.md", &post("乙")),
        ],
    );
    assert!(brought.text("content/column/2020/a.md").contains("aliases: [/posts/4a17/]"), "{}", brought.told);
    assert!(!brought.text("content/column/2020/b.md").contains("aliases"));
    brought.says("另一篇有同样的旧网址，归那一篇");
}

#[test]
fn keys_of_other_generators_do_no_harm() {
    let zola = brought(
        Generator::Zola,
        &[("content/posts/a.md", "+++\ntitle = '甲'\ndate = 2020-01-02\ntemplate = 'page.html'\n+++\n文\n")],
    );
    assert!(zola.text("content/column/2020/a.md").contains("# template: page.html\n"), "{}", zola.told);
    let hexo = brought(
        Generator::Hexo,
        &[(
            "source/_posts/a.md",
            "---\ntitle: 甲\ndate: 2020-01-02\nkeywords: 雨, 雾\ntags: [雨, C/C++, '书评: 三体']\n---\n文\n",
        )],
    );
    let text = hexo.text("content/column/2020/a.md");
    assert!(text.contains("雾") && text.contains("C/C++") && text.contains("书评: 三体"), "{text}\n{}", hexo.told);
    assert!(!hexo.told.contains("“tags”没有对应的字段"), "{}", hexo.told);
}

#[test]
fn pictures_of_a_post_are_found_by_every_path() {
    let links = "![](fog/pic.svg) ![](./pic.svg) ![](../_posts/fog/pic.svg) ![](fog\\pic.svg) ![](/2020/01/02/fog/pic.svg) \
                 ![](C:/Users/a/pic.svg)";
    let post = format!("---\ntitle: 雾\ndate: 2020-01-02\ncover: pic.svg\n---\n{links}\n");
    let brought = brought(
        Generator::Hexo,
        &[
            ("source/_posts/fog.md", &post),
            ("source/_posts/fog/pic.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
    );
    let text = brought.text("content/column/2020/fog/index.md");
    assert!(!text.contains("缺图") && text.contains("cover: pic.svg"), "{text}\n{}", brought.told);
    assert_eq!(text.matches("![](pic.svg)").count(), 6, "{text}");
}

#[test]
fn titles_come_from_headings_of_the_whole_text() {
    let brought = brought(
        Generator::Vue,
        &[
            ("a/2020-01-02-fog.md", "先说几句。\n\n## 引入\n\n甲\n"),
            ("a/2020-01-02-rain.md", "# 雨\n\n见[雾](2020-01-02-fog.md#引入)\n"),
            ("a/2020-01-02-snow.md", "见[雨](2020-01-02-rain.md#雨)，[本篇](#没有)\n"),
        ],
    );
    assert!(brought.text("content/column/2020/fog.md").contains("title: fog\n"), "{}", brought.told);
    assert_eq!(brought.body("content/column/2020/rain.md"), "见[雾](fog.md#引入)\n");
    assert!(brought.body("content/column/2020/snow.md").starts_with("见[雨](rain.md)，"), "{}", brought.told);
}

#[test]
fn a_site_of_mkdocs_comes_over() {
    let brought = brought(
        Generator::MkDocs,
        &[
            ("mkdocs.yml", "site_name: 甲\nnav:\n  - 水从哪里来: guide/water.md\nplugins: [search]\n"),
            (
                "docs/guide/water.md",
                "---\ndate: 2020-01-02\n---\n!!! note \"小提示\"\n    甲\n\n--8<-- \"more.md\"\n\n见[表](table.md)^[注]。\n",
            ),
            ("docs/more.md", "附文。\n"),
            ("docs/guide/table.md", "---\ndate: 2020-01-02\n---\n# 表\n\n文\n"),
            ("docs/index.md", "# 首页\n"),
        ],
    );
    let text = brought.text("content/column/2020/water.md");
    assert!(text.contains("title: 水从哪里来\n") && text.contains("aliases: [/guide/water/]"), "{text}");
    let body = "> [!NOTE]\n> **小提示**\n>\n> 甲\n\n附文。\n\n见[表](table.md)[^inline-1]。\n\n[^inline-1]: 注\n";
    assert_eq!(brought.body("content/column/2020/water.md"), body, "{}", brought.told);
}

#[test]
fn a_link_to_what_is_left_out_becomes_text() {
    // The second has no date, the third links to it, the first to the third.
    let brought = brought(
        Generator::Hexo,
        &[
            ("source/_posts/a.md", "---\ntitle: 甲\ndate: 2020-01-02\n---\n[丙](c.md)\n"),
            ("source/_posts/b.md", "---\ntitle: 乙\n---\n文\n"),
            ("source/_posts/c.md", "---\ntitle: 丙\ndate: 2020-01-02\n---\n[乙](b.md)\n"),
        ],
    );
    assert_eq!(brought.body("content/column/2020/a.md"), "[丙](c.md)\n", "{}", brought.told);
    assert_eq!(brought.body("content/column/2020/c.md"), "乙（`b.md`）\n");
}

#[test]
fn a_text_whose_front_matter_cannot_be_read_is_left_out() {
    let hidden = "---\ntitle: 甲: 乙\npublished: false\n---\n密文\n";
    let jekyll = brought(
        Generator::Jekyll,
        &[("_posts/2015-01-01-a.md", hidden), ("_posts/2015-01-02-b.md", "---\ntitle: 丙\n---\n文\n")],
    );
    let paths: Vec<&str> = jekyll.import.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["content/column/2015/b.md"], "{}", jekyll.told);
    jekyll.says("没有导入：文首信息读不出来，不知道标题、日期和有没有公开");
    // What all texts of a folder inherit may hide them.
    let hugo = brought(
        Generator::Hugo,
        &[
            ("content/posts/_index.md", "---\ntitle: 甲: 乙\ncascade: {draft: true}\n---\n"),
            ("content/posts/b.md", "---\ntitle: 丙\ndate: 2020-01-02\n---\n文\n"),
            ("content/posts/c.md", "{\"title\": \"丁\", \"date\": \"2020-01-02\", \"draft\": true,}\n密文\n"),
        ],
    );
    let paths: Vec<&str> = hugo.import.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["content/column/2020/b.md"], "{}", hugo.told);
    assert!(hugo.text("content/column/2020/b.md").contains("draft: true\n"), "{}", hugo.told);
}

#[test]
fn what_some_readers_alone_saw_is_not_published() {
    let post = wordpress("<p>甲</p>[members_only]<p>密</p>[/members_only]");
    assert!(post.text("content/column/2020/p40.md").contains("draft: true\n"), "{}", post.told);
    post.says("“[members_only]”");
    let post = wordpress("<!-- wp:group {\"metadata\":{\"blockVisibility\":false}} --><p>密</p><!-- /wp:group -->");
    assert!(post.text("content/column/2020/p40.md").contains("draft: true\n"), "{}", post.told);
    let public = wordpress("<!-- wp:paragraph --><p>甲</p><!-- /wp:paragraph -->[note]乙[/note]");
    assert!(!public.text("content/column/2020/p40.md").contains("draft"), "{}", public.told);
}

#[test]
fn what_forms_received_is_not_published() {
    let export = export(&[("post", "<p><a href=\"https://old.cn/wp-content/uploads/slides/b%31.pdf\">甲</a></p>")]);
    let brought = brought(
        Generator::WordPress,
        &[
            ("a.xml", export.as_str()),
            ("uploads/2024/05/a.pdf", "%PDF-1.4 a"),
            ("uploads/slides/b1.pdf", "%PDF-1.4 b"),
            ("uploads/wpforms/1/c.pdf", "%PDF-1.4 c"),
        ],
    );
    let paths: Vec<&str> = brought.import.files.iter().map(|file| file.path.as_str()).collect();
    let uploads = "static/wp-content/uploads";
    let kept = [format!("{uploads}/2024/05/a.pdf"), format!("{uploads}/slides/b1.pdf")];
    assert_eq!(paths[..], ["content/column/2020/p40.md", &kept[0], &kept[1]], "{}", brought.told);
    brought.says("插件自己的文件夹，没有文章用到其中的文件（如表单收到的、备份的）（1 处）");
}

#[test]
fn a_picture_that_no_browser_shows_is_reported_as_such() {
    let text = "---\ntitle: 甲\ndate: 2020-01-02\n---\n文![雾](a/fog.heic)\n";
    let brought = brought(Generator::Hexo, &[("source/_posts/a.md", text), ("source/_posts/a/fog.heic", "x")]);
    brought.says("浏览器显示不了 .heic 图片");
}

#[test]
fn what_an_old_site_never_built_is_not_published() {
    let text = "---\ntitle: 甲\ndate: 2020-01-02\n---\n密文\n";
    let mkdocs = brought(
        Generator::MkDocs,
        &[
            ("mkdocs.yml", "site_name: 甲\nexclude_docs: |\n  secret.md\n"),
            ("docs/secret.md", text),
            ("docs/open.md", &text.replace("密文", "文")),
        ],
    );
    assert!(mkdocs.text("content/column/2020/secret.md").contains("draft: true\n"), "{}", mkdocs.told);
    assert!(!mkdocs.text("content/column/2020/open.md").contains("draft"), "{}", mkdocs.told);
    let jekyll = brought(
        Generator::Jekyll,
        &[
            ("_config.yml", "exclude: [secret]\n"),
            ("secret/_posts/2020-01-02-a.md", text),
            ("_later/_posts/2020-01-02-b.md", text),
            ("secret/a.pdf", "%PDF-1.4 a"),
        ],
    );
    for name in ["a", "b"] {
        let text = jekyll.text(&format!("content/column/2020/{name}.md"));
        assert!(text.contains("draft: true\n"), "{}", jekyll.told);
    }
    assert!(!jekyll.import.files.iter().any(|file| file.path.extension() == "pdf"), "{}", jekyll.told);
    jekyll.says("旧网站的配置不让公开的文件（1 处）");
}

#[test]
fn settings_of_hugo_and_vue_keep_texts_from_the_public() {
    let text = "---\ntitle: 甲\ndate: 2020-01-02\n---\n文\n";
    let drafts = |brought: &Brought, hidden: &[&str]| {
        for name in ["a", "b", "c"] {
            let draft = brought.text(&format!("content/column/2020/{name}.md")).contains("draft: true\n");
            assert_eq!(draft, hidden.contains(&name), "{name}: {}", brought.told);
        }
    };
    let hugo = brought(
        Generator::Hugo,
        &[
            ("hugo.toml", "ignoreFiles = ['/posts/a\\.']\n"),
            ("content/posts/a.md", text),
            ("content/posts/b.md", &text.replace("---\n文", "access: members\n---\n文")),
            ("content/posts/c.md", &text.replace("---\n文", "robots: noindex\n---\n文")),
        ],
    );
    drafts(&hugo, &["a", "b"]);
    hugo.says("不让搜索引擎收录的设置（1 处）");
    let vue = brought(
        Generator::Vue,
        &[
            ("docs/.vitepress/config.ts", "export default { srcExclude: ['**/a.md'] }\n"),
            ("docs/.vuepress/theme.ts", "hopeTheme({ encrypt: { config: { '/b.html': ['1234'] } } })\n"),
            ("docs/a.md", text),
            ("docs/b.md", text),
            ("docs/c.md", text),
        ],
    );
    drafts(&vue, &["a", "b"]);
    assert!(!vue.told.contains("1234"), "{}", vue.told);
}

#[test]
fn a_figure_of_hugo_keeps_all_that_stands_below_it() {
    let text = "---\ntitle: 甲\ndate: 2020-01-02\n---\n{{< figure src=\"https://a.cn/1.png\" title=\"雾\" caption=\"江上\" >}}\n\n\
                {{< figure src=\"https://a.cn/2.png\" alt=\"图\" caption=\"*江*\" attr=\"李明\" attrlink=\"https://a.cn/\" >}}\n";
    let brought = brought(Generator::Hugo, &[("content/posts/a.md", text)]);
    assert_eq!(
        brought.body("content/column/2020/a.md"),
        "![江上](https://a.cn/1.png \"雾 — 江上\")\n\n![图](https://a.cn/2.png)<br>*江* — [李明](https://a.cn/)\n",
        "{}",
        brought.told
    );
}

#[test]
fn a_picture_that_is_none_takes_no_text_with_it() {
    let brought = brought(
        Generator::Hexo,
        &[
            ("_config.yml", "post_asset_folder: true\n"),
            ("source/_posts/a.md", "---\ntitle: 甲\ndate: 2020-01-02\n---\n文 ![](half.jpg) 字 ![](4*3.jpg)\n"),
            ("source/_posts/a/half.jpg", "\u{ff}\u{d8}"),
            ("source/_posts/a/4*3.jpg", "\u{ff}\u{d8}"),
            ("source/_posts/b.md", "---\ntitle: 乙\ndate: 2020-01-02\n---\n![图](/images/a:b.png)\n"),
            ("source/images/a:b.png", "GIF89a"),
        ],
    );
    let (a, b) = ("content/column/2020/a/index.md", "content/column/2020/b.md");
    assert_eq!(brought.body(a), "文 （缺图： `half.jpg`） 字 （缺图： `4*3.jpg`）\n", "{}", brought.told);
    assert_eq!(brought.body(b), "（缺图：图 `/images/a:b.png`）\n", "{}", brought.told);
    for file in ["half.jpg", "4*3.jpg", "images/a:b.png"] {
        brought.says(&format!("source/{}{file}", if file.contains('/') { "" } else { "_posts/a/" }));
    }
}
