//! Shapes of sources that people have: pages that plug-ins laid out, tables with two rows of headings, calendars that break off.

use kepu::authoring::import::generator::{Generator, SiteMapping, Sources, drafts};
use kepu::authoring::import::table::TableOptions;
use kepu::authoring::import::{ExistingSite, Fate, bring, calendar};
use kepu::base::diagnostic::Language;
use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::Cache;

use super::old::{bring_with, brought, export, site, wordpress};
use super::tables::{csv, existing, small, text_of};
use crate::support::{TODAY, options, shown, snapshot, source_path};

fn put_text(site: &mut Snapshot, path: &str, text: &str) {
    site.insert(source_path(path), SourceFile::new(text.as_bytes()));
}

/// An item of an export, with elements of its own.
fn item(number: usize, inside: &str) -> String {
    format!(
        "<item><title>第{number}篇</title><link>https://old.cn/{number}/</link><wp:post_id>{number}</wp:post_id>\
         <wp:post_date>2020-01-02 00:00:00</wp:post_date><wp:post_name>p{number}</wp:post_name>\
         <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>{inside}</item>"
    )
}

fn export_of(items: &[String]) -> String {
    export(&[]).replace("</channel>", &format!("{}</channel>", items.concat()))
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

#[test]
fn a_text_that_elementor_alone_has_comes_in() {
    let data = r#"[{"elements":[{"widgetType":"text-editor","settings":{"editor":"<p>两千人参加。</p>"}},{"widgetType":"form","settings":{}}]}]"#;
    let brought = brought(Generator::WordPress, &[("a.xml", &export_of(&[item(40, &meta("_elementor_data", data))]))]);
    assert_eq!(brought.body("content/column/2020/p40.md"), "两千人参加。\n");
    brought.says("没有带过来：Elementor 的组件 form");
}

#[test]
fn footnotes_and_styles_of_wordpress_keep_their_meaning() {
    let notes = meta("footnotes", r#"[{"content":"见<em>气象学</em>","id":"a-1"}]"#);
    let content = "<content:encoded><![CDATA[<p>正文<sup data-fn=\"a-1\" class=\"fn\"><a href=\"#a-1\">1</a></sup>，10<span style=\"vertical-align:super\">8</span>米。</p><!-- wp:footnotes /-->]]></content:encoded>";
    let brought = brought(Generator::WordPress, &[("a.xml", &export_of(&[item(40, &format!("{content}{notes}"))]))]);
    assert_eq!(brought.body("content/column/2020/p40.md"), "正文[^1]，10^8^米。\n\n[^1]: 见*气象学*\n");
    assert!(!brought.told.contains("W1056") && !brought.told.contains("W1010"), "{}", brought.told);
}

#[test]
fn what_the_old_page_hid_is_not_published() {
    let brought = wordpress("<p>公开</p><p style=\"display: none\">密</p><div hidden>密</div><!-- 密 --><p>完</p>");
    assert_eq!(brought.body("content/column/2020/p40.md"), "公开\n\n完\n");
    brought.says("网页上藏起来的内容（2 处）");
    brought.says("源码里的批注（1 处）");
}

#[test]
fn a_name_of_signs_alone_does_no_harm_and_a_description_is_the_summary() {
    let text = item(40, &meta("_yoast_wpseo_metadesc", "雾是怎样来的")).replace(">p40<", ">%f0%9f%8c%88<");
    let title = item(41, "").replace(">p41<", "><").replace("第41篇", "🌈");
    let brought = brought(Generator::WordPress, &[("a.xml", &export_of(&[text, title]))]);
    assert!(brought.text("content/column/2020/di-40-pian.md").contains("summary: 雾是怎样来的"), "{}", brought.told);
    brought.text("content/column/2020/post-41.md");
    assert_eq!(brought.import.left_out(), 0, "{}", brought.told);
}

#[test]
fn languages_of_an_export_are_those_of_the_site() {
    let of = |number: usize, tag: &str| {
        item(number, &format!("<category domain=\"language\" nicename=\"{tag}\"><![CDATA[{tag}]]></category>"))
    };
    let brought = brought(Generator::WordPress, &[("a.xml", &export_of(&[of(40, "zh"), of(41, "en"), of(42, "fr")]))]);
    brought.text("content/column/2020/p40.md");
    brought.text("content/column/2020/p41.en.md");
    brought.says("语言“fr”");
    assert_eq!(brought.import.left_out(), 1);
}

#[test]
fn categories_bring_those_above_them() {
    let above = "<wp:category><wp:category_nicename>qx</wp:category_nicename><wp:category_parent>kp</wp:category_parent><wp:cat_name>气象</wp:cat_name></wp:category>\
                 <wp:category><wp:category_nicename>kp</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>科普</wp:cat_name></wp:category>";
    let text = item(40, "<category domain=\"category\" nicename=\"qx\"><![CDATA[气象]]></category>");
    let brought =
        brought(Generator::WordPress, &[("a.xml", &export_of(&[text]).replace("<item>", &format!("{above}<item>")))]);
    assert!(brought.text("content/column/2020/p40.md").contains("tags: [气象, 科普]"), "{}", brought.told);
}

#[test]
fn a_field_of_a_group_is_filled_by_the_mapping() {
    let mapping = SiteMapping {
        fields: [("price".to_owned(), "admission.price".to_owned())].into_iter().collect(),
        types: [("product".to_owned(), "exhibits".to_owned())].into_iter().collect(),
    };
    let text = item(40, &meta("price", "30")).replace(">post<", ">product<");
    let brought = bring_with(Generator::WordPress, &[("a.xml", &export_of(&[text]))], mapping);
    assert!(brought.text("content/exhibits/p40.md").contains("admission: {price: 30}"), "{}", brought.told);
}

#[test]
fn texts_in_other_formats_are_left_out_by_name() {
    let brought = brought(
        Generator::Hugo,
        &[
            ("hugo.toml", ""),
            ("content/posts/a.md", "---\ntitle: 甲\ndate: 2021-1-5 8:3:00\n---\n文\n"),
            ("content/posts/b.org", "#+title: 乙\n"),
            ("content/posts/_index.md", "---\ntitle: 栏目\n---\n栏目的话\n"),
        ],
    );
    assert!(brought.text("content/column/2021/a.md").contains("date: 2021-01-05 08:03"), "{}", brought.told);
    brought.says("是 .org 文件，不是 Markdown");
    brought.says("首页和栏目首页上的文字（1 处）");
    assert_eq!(brought.import.left_out(), 1);
}

#[test]
fn notes_to_authors_are_taken_out_and_titles_have_no_anchors() {
    let brought = brought(
        Generator::MkDocs,
        &[
            ("mkdocs.yml", "site_name: x\n"),
            ("docs/2021-01-02-a.md", "# 甲 {#jia}\n\n文{>>待核实<<}，++ctrl++ [乙](b.md){ .md-button }\n"),
        ],
    );
    let text = brought.text("content/column/2021/a.md");
    assert!(text.contains("title: 甲\n") && !text.contains("待核实"), "{text}\n{}", brought.told);
    brought.says("源码里的批注");
    brought.says("排版属性");
    // The address behind the words of a dead link is no loss of text.
    assert!(!brought.told.contains("W1056"), "{}", brought.told);
}

#[test]
fn a_link_that_had_led_nowhere_is_mended_by_the_next_import() {
    let a = ("content/posts/a.md", "---\ntitle: 甲\ndate: 2021-01-01\n---\n见[乙](/posts/b/)。\n");
    let b = ("content/posts/b.md", "---\ntitle: 乙\ndate: 2021-01-02\n---\n文\n");
    let first = brought(Generator::Hugo, &[("hugo.toml", ""), a]);
    let edited = first.text("content/column/2021/a.md").replace("见", "请见");
    assert!(edited.contains("乙（`/posts/b/`）"), "{edited}");
    let mut site = site();
    put_text(&mut site, "content/column/2021/a.md", &edited);
    let sources = Sources { files: snapshot(&[("hugo.toml", ""), a, b]), ..Sources::default() };
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options(TODAY), &mut cache);
    let import = bring(&existing, false, &mut cache, |unfit, cache| {
        drafts(&existing, &sources, (Generator::Hugo, "column"), unfit, cache)
    });
    let file = import.files.iter().find(|file| file.path.as_str() == "content/column/2021/a.md").unwrap();
    let text = std::str::from_utf8(&file.bytes).unwrap();
    assert!(file.fate == Fate::Updated && text.contains("请见[乙](b.md)。"), "{text}");
}

#[test]
fn two_rows_of_headings_and_columns_without_one() {
    let site = small();
    let about = TableOptions { into: "bases", ..TableOptions::default() };
    let text = "基地名称,区县,地址,门票,,\n,,,价格,说明,\n甲馆,城北区,一路,30,学生半价,无名\n合计,1,,,,\n";
    let (import, told) = csv(&site, text, &about);
    let (_, made) = text_of(&import)[0];
    assert!(made.contains("price: 30") && made.contains("note: 学生半价"), "{made}\n{told}");
    assert!(told.contains("不知道“F”这一列填到哪个字段（有 1 格有内容）"), "{told}");
    assert!(told.contains("没有导入：“合计”"), "{told}");
    assert_eq!(import.left_out(), 1, "{told}");
}

#[test]
fn a_table_is_what_its_content_is() {
    let site = small();
    let about = TableOptions { into: "bases", ..TableOptions::default() };
    let page = "<html><body><table><tr><th>名称</th><th>区县</th><th>地址</th></tr><tr><td>网页馆</td><td>城北区</td><td>一路</td></tr></table></body></html>";
    let plain = "名称|区县|地址\n竖线馆|城北区|一路\n";
    let wide: Vec<u8> =
        "\u{feff}名称\t区县\t地址\r\n宽字馆\t城北区\t一路\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("a.xls", page.as_bytes()), ("a.xlsx", plain.as_bytes()), ("a.csv", wide.as_slice())] {
        let made = kepu::authoring::import::table::drafts(&existing(&site), &source_path(name), bytes, &about);
        let told: Vec<&str> = made.drafts.diagnostics.iter().map(|told| told.code.0).collect();
        assert_eq!(made.drafts.files.len(), 1, "{name} {told:?}");
    }
    let empty = kepu::authoring::import::table::drafts(
        &existing(&site),
        &source_path("a.csv"),
        "名称,区县\n".as_bytes(),
        &about,
    );
    assert_eq!(empty.drafts.diagnostics[0].code.0, "E1005");
}

fn calendar_of(text: &[u8]) -> (Vec<String>, String) {
    let mut site = site();
    put_text(&mut site, "content/events/_collection.yaml", "extends: event\n");
    let mut files = Snapshot::default();
    files.insert(source_path("a.ics"), SourceFile::new(text.to_vec()));
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options(TODAY), &mut cache);
    let drafts = calendar::drafts(&existing, &files, "events", false).unwrap();
    let texts = drafts.files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
    (texts, shown(&drafts.diagnostics, &files, Language::Chinese))
}

#[test]
fn calendars_that_break_off_are_told_and_drafts_have_a_reason() {
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:甲\nDTSTART:20260601T090000\nCLASS:PRIVATE\n\
                DESCRIPTION:<b>粗</b><br>报名\nCATEGORIES:讲座,天文\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nSUMMARY:乙\n";
    let (texts, told) = calendar_of(text.as_bytes());
    assert_eq!(texts.len(), 1, "{told}");
    assert!(texts[0].contains("**粗**  \n报名") && texts[0].contains("tags: [讲座, 天文]"), "{}", texts[0]);
    assert!(told.contains("“乙”不完整") && told.contains("W1050"), "{told}");
    let chinese = encoding(text);
    assert_eq!(calendar_of(&chinese).0.len(), 1);
}

/// A text as old programs in China write it.
fn encoding(text: &str) -> Vec<u8> {
    // 甲 and 乙, the only letters of the text that aren't ASCII beside those of the description.
    let pairs = [("甲", [0xbc, 0xd7]), ("乙", [0xd2, 0xd2])];
    let mut bytes = Vec::new();
    for c in text.chars() {
        match pairs.iter().find(|(letter, _)| letter.starts_with(c)) {
            Some((_, code)) => bytes.extend(code),
            None if c.is_ascii() => bytes.push(c as u8),
            None => bytes.extend([0xa1, 0xa1]),
        }
    }
    bytes
}

#[test]
fn a_saved_page_may_be_of_an_old_site() {
    let mut page = b"<html><head><meta charset=\"gb2312\"><title>x</title></head><body><article><h1>".to_vec();
    page.extend([0xb2, 0xca, 0xba, 0xe7]);
    page.extend(b"</h1><p>2020 ");
    page.extend([0xc4, 0xea]);
    page.extend(b"</p><p style=\"display:none\">x</p><img src=\"a_files/640\"></article></body></html>");
    let mut files = snapshot(&[]);
    files.insert(source_path("2020-01-02-a.html"), SourceFile::new(page));
    files.insert(source_path("2020-01-02-a_files/640"), SourceFile::new(b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()));
    let sources = Sources { files, ..Sources::default() };
    let site = site();
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options(TODAY), &mut cache);
    let made = drafts(&existing, &sources, (Generator::Html, "column"), &Default::default(), &mut cache);
    let paths: Vec<&str> = made.drafts.files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.iter().any(|path| path.ends_with("640.gif")), "{paths:?}");
    let text = String::from_utf8_lossy(&made.drafts.files[0].bytes).into_owned();
    assert!(text.contains("title: 彩虹") && text.contains("2020 年"), "{text}");
}

#[test]
fn links_stay_in_the_language_of_their_text() {
    let post = |title: &str, body: &str| format!("---\ntitle: {title}\ndate: 2021-05-01\n---\n{body}\n");
    let (from, b, b_en) = (post("甲", "[乙](b.md#h)"), post("乙", "![图](p.svg)\n\n## h"), post("B", "[A](a.md)"));
    let a_en = post("A", "[B](b.md)");
    let brought = brought(
        Generator::Hugo,
        &[
            ("hugo.toml", "baseURL = \"https://old.cn/\"\ndefaultContentLanguage = \"zh-cn\"\n"),
            ("content/posts/a.md", &from),
            ("content/posts/a.en.md", &a_en),
            ("content/posts/b/index.md", &b),
            ("content/posts/b/index.en.md", &b_en),
            (
                "content/posts/b/p.svg",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>",
            ),
        ],
    );
    assert_eq!(brought.body("content/column/2021/a.md"), "[乙](b/index.md#h)\n");
    assert_eq!(brought.body("content/column/2021/a.en.md"), "[B](b/index.en.md)\n");
    // The two share the files of their folder, which isn't a fault.
    assert_eq!(brought.import.left_out(), 0, "{}", brought.told);
}

#[test]
fn a_translation_of_zola_has_the_address_of_its_language() {
    let post = |title: &str| format!("+++\ntitle = \"{title}\"\ndate = 2020-01-02\n+++\n文\n");
    let brought = brought(
        Generator::Zola,
        &[
            ("config.toml", "base_url = \"https://old.cn\"\ndefault_language = \"zh\"\n[languages.en]\n"),
            ("content/blog/b/index.md", &post("乙")),
            ("content/blog/b/index.en.md", &post("B")),
        ],
    );
    assert!(brought.text("content/column/2020/b.md").contains("aliases: [/blog/b/]"), "{}", brought.told);
    assert!(brought.text("content/column/2020/b.en.md").contains("aliases: [/en/blog/b/]"), "{}", brought.told);
}

#[test]
fn texts_say_their_language_in_the_front_matter_or_by_their_folder() {
    let post = |title: &str, more: &str| format!("---\ntitle: {title}\ndate: 2022-02-02\n{more}---\n文\n");
    let hexo = brought(Generator::Hexo, &[("source/_posts/fog.md", &post("Fog", "lang: en\n"))]);
    assert!(!hexo.text("content/column/2022/fog.en.md").contains("lang"), "{}", hexo.told);
    let vue = brought(
        Generator::Vue,
        &[
            ("docs/.vitepress/config.ts", "export default {}"),
            ("docs/guide/fog.md", &post("雾", "")),
            ("docs/en/guide/fog.md", &post("Fog", "")),
            ("docs/fr/guide/fog.md", &post("Brume", "")),
        ],
    );
    assert!(vue.text("content/column/2022/fog.md").contains("title: 雾"), "{}", vue.told);
    assert!(vue.text("content/column/2022/fog.en.md").contains("title: Fog"), "{}", vue.told);
    vue.says("W1057");
}

#[test]
fn a_draft_without_a_date_comes_in() {
    let brought = brought(
        Generator::Hexo,
        &[
            ("source/_drafts/d.md", "---\ntitle: 草\n---\n文\n"),
            ("source/_posts/e.md", "---\ntitle: 戊\ndate: 2020-99-99\n---\n文\n"),
        ],
    );
    let draft = brought.import.files.iter().find(|file| file.path.as_str().ends_with("/d.md"));
    assert!(draft.is_some(), "{}", brought.told);
    brought.says("草稿的日期");
    brought.says("看不懂日期“2020-99-99”");
}

#[test]
fn events_of_the_usual_plug_in_fill_the_fields_of_events() {
    let (post, venue) = (item(40, ""), item(41, "").replace("第41篇", "科技馆"));
    let event = post.replace("<wp:post_type>post", "<wp:post_type>tribe_events").replace(
        "</item>",
        &format!(
            "{}{}{}</item>",
            meta("_EventStartDate", "2026-05-16 09:00:00"),
            meta("_EventVenueID", "41"),
            meta("_secret", "x")
        ),
    );
    let venue = venue.replace("<wp:post_type>post", "<wp:post_type>tribe_venue");
    let mapping = SiteMapping {
        types: [("tribe_events".to_owned(), "exhibits".to_owned()), ("tribe_venue".to_owned(), "skip".to_owned())]
            .into(),
        fields: [("_EventVenueID".to_owned(), "hall".to_owned())].into(),
    };
    let brought = bring_with(Generator::WordPress, &[("a.xml", &export_of(&[event, venue]))], mapping);
    let text = brought.text("content/exhibits/p40.md");
    assert!(text.contains("hall: 科技馆") && text.contains("# start: 2026-05-16 09:00:00"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn a_report_is_about_what_was_imported() {
    let mut site = site();
    put_text(&mut site, "content/column/2020/old.md", "---\ntitle: 旧文\ndate: 2020-01-01\n---\n甲<foo>乙\n");
    let files =
        snapshot(&[("source/_posts/e.md", "---\ntitle: 戊\ndate: 2020-02-02\n---\n{% note %}甲{% endnote %}\n")]);
    let sources = Sources { files, ..Sources::default() };
    let mut cache = Cache::default();
    let existing = ExistingSite::of(&site, &options(TODAY), &mut cache);
    let kind = (Generator::Hexo, "column");
    let import = bring(&existing, false, &mut cache, |unfit, cache| drafts(&existing, &sources, kind, unfit, cache));
    let codes: Vec<&str> = import.found.iter().map(|found| found.code.0).collect();
    assert!(!codes.contains(&"W0231") && !codes.contains(&"W0247"), "{codes:?}");
}
