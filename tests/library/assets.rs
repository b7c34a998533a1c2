//! A theme's style sheets and scripts, as visitors get them.

use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::{Audience, BuildOptions, Built};
use kepu::config::Links;

const HERO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut snapshot = crate::support::snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/sub/\ntheme: plain\n"),
        ("content/about.md", "---\ntitle: 关于\n---\n正文\n"),
        ("templates/entry/page.html", PAGE),
        ("assets/css/site.css", "@import \"parts/a.css\";\n@import \"print.css\" print;\n.own { color: #ffffff; }\n"),
        ("assets/css/parts/a.css", "/* 背景 */\n.a { background: url(../../hero.svg#x); inset-inline: 0 }\n"),
        ("assets/css/print.css", ".p { background: url(\"/images/elsewhere.png\") }\n"),
        (
            "assets/js/a.js",
            "(function () {\n  var long = document.title; // 说明\n  window.kepu = long + long;\n})();\n",
        ),
        ("assets/hero.svg", HERO),
    ]);
    for (path, text) in files {
        snapshot.insert(crate::support::source_path(path), SourceFile::new(text.as_bytes()));
    }
    crate::support::add_plain_theme(&mut snapshot);
    snapshot
}

const PAGE: &str = "<!doctype html><link rel=\"stylesheet\" href=\"/assets/css/site.css\"><script src=\"/assets/js/a.js\" defer></script>\
    <img src=\"/assets/hero.svg#y\"><a href=\"/assets/js/a.js\">看</a><a href=\"/assets/none.css\">x</a>";

fn built(snapshot: &Snapshot, audience: Audience, links: Links) -> Built {
    let options = BuildOptions { audience, links: Some(links), ..crate::support::options(crate::support::TODAY) };
    crate::support::clean_build(snapshot, &options)
}

fn text(built: &Built, path: &str) -> String {
    let found = built.outputs.iter().find(|(output, _)| output.as_str() == path);
    let (_, output) = found.unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(output.content.held().to_vec()).unwrap()
}

/// The one output below a folder whose name begins so.
fn named(built: &Built, start: &str) -> String {
    let names: Vec<&str> =
        built.outputs.keys().map(|path| path.as_str()).filter(|path| path.starts_with(start)).collect();
    assert_eq!(names.len(), 1, "{start}: {names:?}");
    names[0].to_owned()
}

#[test]
fn a_visitor_gets_one_small_sheet_with_the_names_of_what_it_shows() {
    let built = built(&snapshot(&[]), Audience::Visitors, Links::Root);
    assert_eq!(crate::support::codes(&built.diagnostics), [] as [&str; 0]);
    let hero = named(&built, "assets/hero.");
    let hero = hero.strip_prefix("assets/").unwrap();
    let sheet = text(&built, &named(&built, "assets/css/site."));
    let expected = format!(
        ".a{{background:url(\"../{hero}#x\");inset-inline:0}}@media print{{.p{{background:url(\"../../images/elsewhere.png\")}}}}.own{{color:#fff}}"
    );
    assert_eq!(sheet, expected);
    let script = text(&built, &named(&built, "assets/js/a."));
    assert!(script.len() < 70 && !script.contains("说明") && script.contains("window.kepu"), "{script}");
}

#[test]
fn scripts_import_each_other_by_their_present_names() {
    let files = [
        (
            "assets/js/app.js",
            "import { a } from './lib/a.js';\nimport '/assets/js/b.js';\nimport('../hero.svg'); import x from 'package';\na(x);\n",
        ),
        ("assets/js/lib/a.js", "export { b as a } from \"../b.js\";\n"),
        ("assets/js/b.js", "export const b = (x) => console.log(x);\n"),
    ];
    let built = built(&snapshot(&files), Audience::Visitors, Links::Root);
    assert_eq!(crate::support::codes(&built.diagnostics), [] as [&str; 0]);
    let file = |start: &str| named(&built, start).rsplit('/').next().unwrap().to_owned();
    let app = text(&built, &named(&built, "assets/js/app."));
    for name in [
        format!("./lib/{}", file("assets/js/lib/a.")),
        format!("./{}", file("assets/js/b.")),
        format!("../{}", file("assets/hero.")),
    ] {
        assert!(app.contains(&name), "{name} in {app}");
    }
    assert!(app.contains("package"), "{app}");
    assert!(text(&built, &named(&built, "assets/js/lib/a.")).contains(&format!("../{}", file("assets/js/b."))));
}

#[test]
fn imports_that_lead_nowhere_or_in_a_circle_are_told() {
    let one = [("assets/js/a.js", "\nimport './none.js';\n")];
    let circle = [("assets/js/a.js", "import './b.js';\n"), ("assets/js/b.js", "import './a.js';\n")];
    for (files, count) in [(&one[..], 1), (&circle[..], 2)] {
        let built = built(&snapshot(files), Audience::Visitors, Links::Root);
        assert_eq!(crate::support::codes(&built.diagnostics), vec!["E0504"; count]);
        assert!(built.diagnostics[0].at.as_ref().unwrap().span.is_some());
    }
}

#[test]
fn pages_ask_for_the_present_names_and_say_what_to_expect() {
    let built = built(&snapshot(&[]), Audience::Visitors, Links::Root);
    let page = text(&built, "about/index.html");
    let (sheet, script, hero) =
        (named(&built, "assets/css/site."), named(&built, "assets/js/a."), named(&built, "assets/hero."));
    let sum = |name: &str| {
        use base64::Engine;
        use sha2::Digest;
        base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(text(&built, name)))
    };
    assert_eq!(
        page,
        format!(
            "<!doctype html><link rel=\"stylesheet\" href=\"/sub/{sheet}\" integrity=\"sha256-{}\">\
             <script src=\"/sub/{script}\" integrity=\"sha256-{}\" defer></script><img src=\"/sub/{hero}#y\">\
             <a href=\"/sub/{script}\">看</a><a href=\"/sub/assets/none.css\">x</a>",
            sum(&sheet),
            sum(&script)
        )
    );
}

#[test]
fn a_folder_on_a_disk_has_nothing_to_check_against() {
    let built = built(&snapshot(&[]), Audience::Visitors, Links::Relative);
    let page = text(&built, "about/index.html");
    assert!(page.contains(&format!("href=\"../{}\">", named(&built, "assets/css/site."))), "{page}");
    assert!(!page.contains("integrity"), "{page}");
}

#[test]
fn one_changed_byte_changes_the_name_of_what_shows_it_and_of_nothing_else() {
    let before = built(&snapshot(&[]), Audience::Visitors, Links::Root);
    let changed = snapshot(&[("assets/hero.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"h\"/>")]);
    let after = built(&changed, Audience::Visitors, Links::Root);
    for (start, same) in
        [("assets/hero.", false), ("assets/css/site.", false), ("assets/css/print.", true), ("assets/js/a.", true)]
    {
        assert_eq!(named(&before, start) == named(&after, start), same, "{start}");
    }
}

#[test]
fn an_author_gets_files_by_their_own_names() {
    let built = built(&snapshot(&[]), Audience::Authors, Links::Root);
    assert_eq!(text(&built, "assets/hero.svg"), HERO);
    assert!(text(&built, "assets/js/a.js").contains("// 说明"));
    assert!(text(&built, "about/index.html").contains("href=\"/sub/assets/css/site.css\">"));
    let sheet = text(&built, "assets/css/site.css");
    assert!(!sheet.contains("@import") && sheet.contains(".a {") && sheet.contains("../hero.svg#x"), "{sheet}");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    for audience in [Audience::Visitors, Audience::Authors] {
        let broken = snapshot(&[
            ("assets/css/site.css", ".a { color: red }\n@import \"none.css\";\n"),
            ("assets/css/parts/a.css", ".a {\n  {}\n}\n.b } c"),
            ("assets/css/print.css", "@import \"gone.css\";\n"),
        ]);
        let built = built(&broken, audience, Links::Root);
        let codes = crate::support::codes(&built.diagnostics);
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == "E0504"), "{codes:?}");
        let told = crate::support::shown(&built.diagnostics, &broken, kepu::base::diagnostic::Language::English);
        assert!(told.contains("assets/css/print.css:1:1") && told.contains("gone.css"), "{told}");
    }
    let broken = snapshot(&[("assets/js/a.js", "var a = 1;\nvar b = ;\n")]);
    let built = built(&broken, Audience::Visitors, Links::Root);
    let told = crate::support::shown(&built.diagnostics, &broken, kepu::base::diagnostic::Language::Chinese);
    assert!(told.contains("E0504") && told.contains("assets/js/a.js:2:9"), "{told}");
}

/// The parsers would overflow the stack, which ends the program.
#[test]
fn files_that_are_nested_too_deeply_are_named() {
    let (sheet, script) = (":not(".repeat(20_000), format!("var a = {}1", "(".repeat(20_000)));
    for (path, text) in [("assets/css/parts/a.css", sheet), ("assets/js/a.js", script)] {
        let broken = snapshot(&[(path, text.as_str())]);
        let built = built(&broken, Audience::Visitors, Links::Root);
        assert!(crate::support::codes(&built.diagnostics).contains(&"E0504"), "{path}");
        let told = crate::support::shown(&built.diagnostics, &broken, kepu::base::diagnostic::Language::English);
        assert!(told.contains(&format!("{path}:1:")) && told.contains("nested more than"), "{told}");
    }
}
