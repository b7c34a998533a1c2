//! Covers that the program draws for entries without a picture.

use std::collections::BTreeSet;

use crate::support::{TODAY, add_plain_theme, clean_build, codes, options, source_path};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::Built;

const SITE: &str = "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\n";

fn site(settings: &str, more: &[(&str, &str)]) -> Snapshot {
    let settings = format!("{SITE}{settings}");
    let mut files = vec![
        ("site.yaml", settings.as_str()),
        (
            "templates/entry/entry.html",
            "{{ entry.title }}|{{ entry.drawn.url if entry.drawn else '' }}|{{ entry.drawn.width if entry.drawn else '' }}|{{ body | safe }}",
        ),
        ("content/things/_collection.yaml", "extends: article\ntitle: 东西\nurl: /things/{slug}/\n"),
    ];
    files.extend_from_slice(more);
    let mut snapshot = crate::support::snapshot(&files);
    add_plain_theme(&mut snapshot);
    let manifest = source_path("themes/plain/theme.yaml");
    let with_covers = format!("{}\ncovers: {{color: \"#0b6e4f\"}}\n", snapshot.text(&manifest).unwrap());
    snapshot.insert(manifest, SourceFile::new(with_covers.into_bytes()));
    snapshot
}

fn built(snapshot: &Snapshot) -> Built {
    clean_build(snapshot, &options(TODAY))
}

fn text(built: &Built, path: &str) -> String {
    let output = built.outputs.iter().find(|(found, _)| found.as_str() == path).unwrap_or_else(|| panic!("{path}"));
    String::from_utf8(output.1.content.bytes().unwrap().to_vec()).unwrap()
}

fn covers(built: &Built) -> BTreeSet<String> {
    built.outputs.keys().map(ToString::to_string).filter(|path| path.starts_with("covers/")).collect()
}

fn cover(built: &Built, entry: &str) -> String {
    text(built, &format!("{entry}/index.html")).split('|').nth(1).unwrap().trim_start_matches('/').to_owned()
}

const STARS: (&str, &str) = ("content/things/stars.md", "---\ntitle: 十二月的流星雨\ndate: 2026-01-01\n---\n文\n");

#[test]
fn an_entry_without_a_picture_is_drawn_by_what_it_is_about() {
    let english = ("content/things/stars.en.md", "---\ntitle: A shower\ndate: 2026-01-01\n---\nText\n");
    let other = ("content/things/other.md", "---\ntitle: 关于别的\ndate: 2026-01-01\n---\n文\n");
    let built = built(&site("", &[STARS, english, other]));
    assert_eq!(codes(&built.diagnostics), Vec::<&str>::new());
    let stars = cover(&built, "things/stars");
    assert!(stars.starts_with("covers/space-") && stars.ends_with(".svg"), "{stars}");
    // A translation has the drawing of what it translates.
    assert_eq!(cover(&built, "en/things/stars"), stars);
    assert!(cover(&built, "things/other").starts_with("covers/book-"));
    assert_eq!(covers(&built).len(), 2);
    assert!(text(&built, &stars).starts_with("<svg xmlns="));
    assert!(text(&built, "things/stars/index.html").contains("|960|"));
}

#[test]
fn a_picture_of_its_own_or_a_setting_takes_the_place_of_the_drawing() {
    let own = ("content/things/own.md", "---\ntitle: 流星\ndate: 2026-01-01\ncover: /a.svg\ncover_alt: 星\n---\n文\n");
    let picture = ("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let with_own = built(&site("", &[own, picture]));
    assert_eq!((covers(&with_own).len(), cover(&with_own, "things/own")), (0, String::new()));
    let off = built(&site("outputs: {covers: false}\n", &[STARS]));
    assert_eq!((covers(&off).len(), cover(&off, "things/stars")), (0, String::new()));
}

#[test]
fn words_of_the_site_say_what_is_drawn() {
    let named = built(&site("covers: {water: [流星]}\n", &[STARS]));
    assert!(cover(&named, "things/stars").starts_with("covers/water-"));
    let unknown = built(&site("covers: {watr: [流星], food: {a: b}}\n", &[STARS]));
    let mut found = codes(&unknown.diagnostics);
    found.sort_unstable();
    assert_eq!(found, ["E0104", "E1601"]);
    let fault = unknown.diagnostics.iter().find(|found| found.code.0 == "E1601").unwrap();
    assert!(fault.help.en.contains("water"), "{}", fault.help.en);
}

#[test]
fn a_title_that_changes_draws_something_else_and_its_body_doesnt() {
    let before = built(&site("", &[STARS]));
    let rewritten = ("content/things/stars.md", "---\ntitle: 十二月的流星雨\ndate: 2026-01-01\n---\n别的文字\n");
    assert_eq!(covers(&built(&site("", &[rewritten]))), covers(&before));
    let renamed = ("content/things/stars.md", "---\ntitle: 十二月的大雪\ndate: 2026-01-01\n---\n文\n");
    assert!(cover(&built(&site("", &[renamed])), "things/stars").starts_with("covers/weather-"));
}

#[test]
fn a_diagram_for_a_light_page_is_marked_for_the_dark_and_others_are_not() {
    let drawing = |ground: &str, more: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\">{more}<rect fill=\"{ground}\" width=\"9\" height=\"9\"/><text>字</text></svg>"
        )
    };
    let dark = "<style>@media (prefers-color-scheme: dark) { text { fill: #fff } }</style>";
    for (svg, marked) in [
        (drawing("#fbfaf6", ""), true),
        (drawing("#fff", ""), true),
        (drawing("#101a33", ""), false),
        (drawing("#fbfaf6", dark), false),
        (drawing("#fbfaf6", "").replace("<text>字</text>", ""), false),
    ] {
        let text = ("content/things/a/index.md", "---\ntitle: 图\ndate: 2026-01-01\n---\n![示意](a.svg)\n");
        let built = built(&site("", &[text, ("content/things/a/a.svg", svg.as_str())]));
        assert_eq!(codes(&built.diagnostics), Vec::<&str>::new());
        let page = text_of(&built);
        assert_eq!(page.contains("data-diagram"), marked, "{svg}\n{page}");
    }
}

fn text_of(built: &Built) -> String {
    text(built, "things/a/index.html")
}
