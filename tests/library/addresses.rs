//! Every address of a page leads to its place, whatever attribute it stands in and however it was typed; what only looks
//! like one stays.

use kepu::base::source::Snapshot;
use kepu::build::{BuildOptions, Built};
use kepu::config::Links;

use crate::support::{TODAY, clean_build, codes, options};

/// How a site is built: the settings, and where `/things/b/` and `/pic.png` lie as seen from `/things/a/`.
const SITES: [(&str, &str, Links, &str, &str); 3] = [
    ("at a root", "https://example.org/", Links::Root, "/things/b/", "/pic.png"),
    ("below a path", "https://example.org/sub/", Links::Root, "/sub/things/b/", "/sub/pic.png"),
    ("on a disk", "https://example.org/sub/", Links::Relative, "../b/index.html", "../../pic.png"),
];

/// Tags with an address in each attribute that holds one. `PAGE` stands for a page's address, `FILE` for a picture's.
const TAGS: [&str; 33] = [
    "<a href=PAGE>x</a>",
    "<a href='PAGE?a=1&amp;b=2#c'>x</a>",
    "<a ping=\"PAGE PAGE\">x</a>",
    "<map><area href=PAGE></map>",
    "<link rel=next href=PAGE>",
    "<link rel=preload as=image imagesrcset=\"FILE 1x, FILE 2x\">",
    "<img src=FILE alt=x>",
    "<img alt=x srcset=\"FILE 480w, FILE?a 960w\">",
    "<img alt=x srcset='FILE'>",
    "<img alt=x longdesc=PAGE>",
    "<picture><source srcset=\"FILE 1.5x,FILE 2x\"></picture>",
    "<video src=FILE poster=FILE></video>",
    "<audio src=FILE></audio>",
    "<video><track src=FILE></video>",
    "<embed src=FILE>",
    "<script src=FILE></script>",
    "<object data=FILE></object>",
    "<form action=PAGE><button formaction=PAGE>x</button></form>",
    "<input type=image alt=x src=FILE>",
    "<blockquote cite=PAGE>x</blockquote>",
    "<q cite=PAGE>x</q>",
    "<del cite=PAGE>x</del>",
    "<ins cite=PAGE>x</ins>",
    "<table background=FILE></table>",
    "<p itemscope itemid=PAGE>x</p>",
    "<p style=\"background:url(FILE)\">x</p>",
    "<p style=\"background : URL( 'FILE' ), url(&quot;FILE&quot;)\">x</p>",
    "<p style='background:image-set(\"FILE\" 1x)'>x</p>",
    "<svg><a xlink:href=PAGE></a><use href='FILE#a'/><image href=FILE /></svg>",
    "<svg><rect fill='url(FILE#a)' clip-path='url(FILE#b)'/></svg>",
    "<meta http-equiv=refresh content=\"900; url= PAGE\">",
    "<meta content=\"900;URL='PAGE'\" http-equiv=Refresh>",
    "<style>p { background: url(FILE) } @import \"FILE\";</style>",
];

/// What holds no address of a page.
const LOOKALIKES: [&str; 13] = [
    "<p title=\"href='PAGE'\" data-href=\"PAGE\">href=\"PAGE\"</p>",
    "<img src=FILE alt=\"href='PAGE'\">",
    "<code>&lt;a href=\"PAGE\"&gt;</code>",
    "<pre>&lt;img src='FILE'&gt; srcset=\"FILE 1x\"</pre>",
    "<!-- <a href=\"PAGE\"> -->",
    "<script>const a = '<a href=\"PAGE\">';</script>",
    "<script type=\"application/json\">{\"a\": \"<img src='FILE'>\"}</script>",
    "<textarea><a href=\"PAGE\"></textarea>",
    "<style>p::after { content: \"url(FILE)\" } /* url(FILE) */</style>",
    "<p style=\"content: 'url(FILE)'\">x</p>",
    "<meta name=description content=\"0; url=PAGE\">",
    "<a href=\"//example.com/\" class=\"PAGE\">x</a>",
    "<input value=\"PAGE\" placeholder=PAGE>",
];

/// An address with a letter written as an entity.
fn with_entity(address: &str) -> String {
    address.replace("/pic", "&#x2F;pic").replace("/b/", "/&#98;/")
}

/// A tag as it might have been typed as well.
fn forms(tag: &str) -> Vec<String> {
    let loud = |text: &str| {
        let names = ["href", "src", "srcset", "action", "poster", "cite", "data", "style", "ping", "content", "fill"];
        let spaced =
            |text: String, name: &&str| text.replace(&format!(" {name}="), &format!(" {} = ", name.to_uppercase()));
        names.iter().fold(text.to_owned(), spaced)
    };
    let quoted = |sign: &str| {
        // Those that aren't quoted yet.
        ["=PAGE", "=FILE"]
            .iter()
            .fold(tag.to_owned(), |tag, bare| tag.replace(bare, &format!("={sign}{}{sign}", &bare[1..])))
    };
    vec![tag.to_owned(), quoted("'"), quoted("\""), loud(tag), loud(&quoted("\""))]
}

fn site(base_url: &str, body: &str, template: &str) -> Snapshot {
    let settings = format!("title: 科普\nbase_url: {base_url}\ntheme: plain\n");
    let article = format!("---\ntitle: 甲\n---\n{body}\n");
    let entry = format!(
        "{{% extends \"layout.html\" %}}{{% block main %}}[[begin]]{template}[[middle]]{{{{ body | safe }}}}[[end]]{{% endblock main %}}"
    );
    let mut snapshot = crate::support::snapshot(&[
        ("site.yaml", &settings),
        ("content/things/_collection.yaml", "title: 东西\n"),
        ("content/things/a.md", &article),
        ("content/things/b.md", "---\ntitle: 乙\n---\n<p id=\"c\">乙</p>\n"),
        ("static/pic.png", "no picture"),
        ("templates/entry/entry.html", &entry),
    ]);
    crate::support::add_plain_theme(&mut snapshot);
    snapshot
}

fn built(snapshot: &Snapshot, links: Links) -> Built {
    let built = clean_build(snapshot, &BuildOptions { links: Some(links), ..options(TODAY) });
    // Elements that the collection of attributes leaves open, on purpose.
    let balance = |code: &&str| matches!(*code, "W0232" | "W0233");
    let others: Vec<&str> = codes(&built.diagnostics).into_iter().filter(|code| !balance(code)).collect();
    assert_eq!(others, Vec::<&str>::new(), "{:?}", built.diagnostics);
    built
}

/// What the template wrote of the page `/things/a/`, and what the text.
fn parts(built: &Built) -> (String, String) {
    let output = &built.outputs[&kepu::base::url::OutputPath::new("things/a/index.html").unwrap()];
    let page = String::from_utf8_lossy(output.content.held()).into_owned();
    let part = |from: &str, to: &str| page.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
    (part("[[begin]]", "[[middle]]"), part("[[middle]]", "[[end]]"))
}

/// A part of a page with every address in its place; entities in what was typed are taken for what they stand for.
fn comparable(html: &str) -> String {
    html.replace("&#x2F;", "/").replace("&#98;", "b").replace("%27", "'")
}

#[test]
fn every_address_in_every_form_leads_to_its_place() {
    let mut lines = Vec::new();
    for tag in TAGS {
        for form in forms(tag) {
            lines.push(form.clone());
            // A style sheet has no entities.
            if !form.starts_with("<style") {
                lines.push(form.replace("PAGE", "ENTITYPAGE").replace("FILE", "ENTITYFILE"));
            }
        }
    }
    let text = |page: &str, file: &str| {
        let typed = |line: &String| {
            let line = line.replace("ENTITYPAGE", &with_entity(page)).replace("ENTITYFILE", &with_entity(file));
            line.replace("PAGE", page).replace("FILE", file)
        };
        lines.iter().map(typed).collect::<Vec<_>>().join("\n\n")
    };
    for (name, base_url, links, page, file) in SITES {
        let typed = text("/things/b/", "/pic.png");
        let (of_template, of_body) = parts(&built(&site(base_url, &format!("<hr>\n\n{typed}\n"), &typed), links));
        let expected = comparable(&text(page, file));
        for (who, found) in [("a template", of_template), ("a text", of_body)] {
            let found: Vec<String> = comparable(&found).lines().map(inner).filter(|line| !line.is_empty()).collect();
            let wanted: Vec<String> = expected.lines().map(inner).filter(|line| !line.is_empty()).collect();
            let found: Vec<&String> = found.iter().filter(|line| *line != "<hr>").collect();
            assert_eq!(found.len(), wanted.len(), "{name}, {who}");
            for (found, wanted) in found.into_iter().zip(&wanted) {
                assert_eq!(found, wanted, "{name}, {who}");
            }
        }
    }
}

/// A line without the paragraph that Markdown puts around inline tags.
fn inner(line: &str) -> String {
    line.strip_prefix("<p>").and_then(|line| line.strip_suffix("</p>")).unwrap_or(line).trim().to_owned()
}

#[test]
fn addresses_beside_the_file_are_found_in_every_form() {
    let page = [
        "<a href=b.md>x</a>",
        "<a href = b.md#c>x</a>",
        "<a href='b.md'>x</a>",
        "<form action=\"b.md\"></form>",
        "<img alt=x srcset=\"../../static/none.png 1x\">",
        "<p style=\"background:url(&quot;b.md&quot;)\">x</p>",
        "[x](b.md)",
    ];
    for (name, base_url, links, address, _) in SITES {
        let (_, body) = parts(&built(&site(base_url, &page.join("\n\n"), ""), links));
        assert_eq!(body.matches(address).count(), 6, "{name}: {body}");
        assert!(!body.contains("b.md"), "{name}: {body}");
        assert!(body.contains("srcset=\"../../static/none.png 1x\""), "what leads nowhere stays: {body}");
    }
}

#[test]
fn what_only_looks_like_an_address_stays() {
    let text = |file: &str| LOOKALIKES.join("\n\n").replace("src=FILE", &format!("src={file}"));
    for (name, base_url, links, _, file) in SITES {
        let typed = text("/pic.png").replace("PAGE", "/things/b/").replace("FILE", "/pic.png");
        let expected = text(file).replace("PAGE", "/things/b/").replace("FILE", "/pic.png");
        let (of_template, of_body) = parts(&built(&site(base_url, &typed, &typed), links));
        let lines = |text: &str| text.lines().map(inner).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        assert_eq!(lines(&of_template), lines(&expected), "{name}, a template");
        // Of a text, comments aren't published.
        let shown: Vec<_> = lines(&expected).into_iter().filter(|line| !line.starts_with("<!--")).collect();
        assert_eq!(lines(&of_body), shown, "{name}, a text");
    }
}

#[test]
fn markdown_shows_addresses_as_typed_where_they_are_code() {
    let body = "`<a href=\"/things/b/\">`\n\n```html\n<img src=\"/pic.png\">\n```\n\nhref=\"/things/b/\" [x](/things/b/) ![y](/pic.png)\n";
    for (name, base_url, links, page, file) in SITES {
        let (_, found) = parts(&built(&site(base_url, body, ""), links));
        assert!(found.contains(&format!("<a href=\"{page}\">x</a>")), "{name}: {found}");
        assert!(found.contains(&format!("<img src=\"{file}\"")), "{name}: {found}");
        assert!(found.contains("<code>&lt;a href=\"/things/b/\"&gt;</code>"), "{name}: {found}");
        assert!(found.contains("href=\"/things/b/\" <a"), "{name}: {found}");
    }
}

#[test]
fn feeds_have_whole_addresses_in_every_form() {
    let body = "<a href=/things/b/>x</a> <img alt=x srcset='/pic.png 1x'> <form action=/api/></form>";
    let article = format!("---\ntitle: 甲\ndate: 2026-11-01\n---\n{body}\n");
    let mut snapshot = site("https://example.org/sub/", "", "");
    snapshot.insert(
        crate::support::source_path("content/things/_collection.yaml"),
        kepu::base::source::SourceFile::new(b"extends: article\ntitle: x\n".as_slice()),
    );
    snapshot.insert(
        crate::support::source_path("content/things/a.md"),
        kepu::base::source::SourceFile::new(article.as_bytes()),
    );
    snapshot.insert(
        crate::support::source_path("content/things/b.md"),
        kepu::base::source::SourceFile::new("---\ntitle: 乙\ndate: 2026-11-02\n---\n乙\n".as_bytes()),
    );
    let built = clean_build(&snapshot, &options(TODAY));
    let feed = &built.outputs[&kepu::base::url::OutputPath::new("feed.json").unwrap()];
    let feed = String::from_utf8_lossy(feed.content.held()).into_owned();
    for address in [
        "href=https://example.org/sub/things/b/",
        "https://example.org/sub/pic.png 1x",
        "action=https://example.org/sub/api/",
    ] {
        assert!(feed.contains(address), "{address} in {feed}");
    }
}
