//! What holds of the default theme as a set of files, beside what its pages look like.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{TODAY, clean_build, options, repository, snapshot, source_path};
use kepu::base::source::SourceFile;

/// Parts of whole pages: heads with their `h1`, of which a page has one, and what stands beside a map.
const HEADS: [&str; 3] = ["entry_header", "entry_cover", "how_far"];

/// Whoever changes a component wants to see it without looking for a page that happens to show it.
#[test]
fn the_style_guide_shows_every_component() {
    let templates = repository().join("themes/spring/templates");
    let read = |path: &str| fs::read_to_string(templates.join(path)).expect("a template");
    let components: BTreeMap<String, String> = fs::read_dir(templates.join("components"))
        .expect("components")
        .map(|entry| entry.expect("a component").file_name().to_string_lossy().into_owned())
        .map(|file| (file.trim_end_matches(".html").to_owned(), read(&format!("components/{file}"))))
        .collect();
    let mut shown = BTreeSet::new();
    let mut pages = vec![read("styleguide.html"), read("layout.html")];
    while let Some(text) = pages.pop() {
        for name in text.split('<').skip(1).filter_map(|rest| rest.split([' ', '>', '/']).next()) {
            if let Some(text) = components.get(name)
                && shown.insert(name.to_owned())
            {
                pages.push(text.clone());
            }
        }
    }
    let missing: Vec<&String> =
        components.keys().filter(|name| !shown.contains(*name) && !HEADS.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "styleguide.html doesn't show {missing:?}");
}

/// A component that is called wrongly is told when its page is made: no other test makes this page.
#[test]
fn the_style_guide_is_made() {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    let path = source_path("site.yaml");
    let config = snapshot.text(&path).expect("the site's configuration").to_owned();
    let options_of_theme = "\ntheme_options: {";
    assert!(config.contains(options_of_theme));
    let config = config.replacen(options_of_theme, "\ntheme_options: {color: \"#7a3ea1\", styleguide: true, ", 1);
    snapshot.insert(path, SourceFile::new(config.into_bytes()));
    let built = clean_build(&snapshot, &options(TODAY));
    let said = crate::support::shown(&built.diagnostics, &snapshot, kepu::base::diagnostic::Language::English);
    assert!(said.is_empty(), "{said}");
    for page in ["/styleguide/", "/en/styleguide/"] {
        let path = kepu::base::url::Url::new(page).output_path().expect("the path of a page");
        let bytes = &built.outputs.get(&path).unwrap_or_else(|| panic!("no {page}")).content;
        let page = std::str::from_utf8(bytes.held()).expect("a page is text");
        let common = fs::read_to_string(repository().join("themes/spring/assets/css/site.css")).expect("a sheet");
        // A component without its sheet doesn't look as it does elsewhere.
        for sheet in fs::read_dir(repository().join("themes/spring/assets/css")).expect("sheets") {
            let name = sheet.expect("a sheet").file_name();
            let name = name.to_string_lossy();
            let imported = common.contains(&format!("@import \"{name}\""));
            assert!(imported || page.contains(&format!("/assets/css/{name}")), "the style guide has no {name}");
        }
    }
}

/// The second theme is what shows that another look needs nothing of the first one's: it builds the demonstration.
#[test]
fn the_other_theme_builds_the_demonstration() {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    let path = source_path("site.yaml");
    let config =
        snapshot.text(&path).expect("the site's configuration").replace("theme: spring\n", "theme: magazine\n");
    snapshot.insert(path, SourceFile::new(config.into_bytes()));
    let built = clean_build(&snapshot, &options(TODAY));
    let said = crate::support::shown(&built.diagnostics, &snapshot, kepu::base::diagnostic::Language::English);
    assert!(said.is_empty(), "{said}");
    for page in ["/", "/en/"] {
        let path = kepu::base::url::Url::new(page).output_path().expect("the path of a page");
        let page = std::str::from_utf8(built.outputs[&path].content.held()).expect("a page is text");
        assert!(page.contains("class=\"story\""), "{page}");
    }
}

/// Themes in a circle have no templates from a parent either, which isn't the fault to report.
/// A file of components in the place of the theme's is all that there is of them; and what a layout adds, every page has.
#[test]
fn a_site_has_components_and_a_layout_of_its_own() {
    let card = concat!(
        "{%- component card(entry, level = 3, cover = true, far = 0, @t) -%}\n",
        "<article class=\"card own\">{{ entry.title }}</article>\n{%- endcomponent card %}\n",
    );
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: spring\noutputs: {search: false}\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        ("content/column/fog.md", "---\ntitle: 雾\ndate: 2026-05-18\n---\n雾。\n"),
        ("templates/components/card.html", card),
        (
            "templates/layout.html",
            "{% extends \"themes/spring/templates/layout.html\" %}{% block head %}<meta name=\"own\" content=\"1\">{% endblock head %}",
        ),
        ("content/events/_collection.yaml", "extends: event\n"),
        (
            "content/events/talk.md",
            "---\ntitle: 讲座\nstart: 2027-05-18 09:00\nend: 2027-05-18 11:00\nbase: hall\n---\n",
        ),
        ("content/bases/_collection.yaml", "extends: base\n"),
        (
            "content/bases/hall.md",
            "---\ntitle: 科技馆\ndistrict: 城区\naddress: 一号路\nlocation: [105.4, 28.8]\n---\n",
        ),
    ]);
    for (path, file) in kepu::io::disk::read(repository()).value.below("themes/spring") {
        site.insert(path.clone(), file.clone());
    }
    let built = clean_build(&site, &options(TODAY));
    let said = crate::support::shown(&built.diagnostics, &site, kepu::base::diagnostic::Language::English);
    assert!(said.is_empty(), "{said}");
    let path = kepu::base::url::Url::new("/column/").output_path().expect("the path of a page");
    let page = std::str::from_utf8(built.outputs[&path].content.held()).expect("a page is text");
    assert!(page.contains("<article class=\"card own\">雾</article>"), "{page}");
    // What a layout adds to the head is on every page, also where the page's own template adds to it.
    for (path, output) in built.outputs.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let page = std::str::from_utf8(output.content.held()).expect("a page is text");
        assert!(page.contains("name=\"own\"") || page.contains("http-equiv=\"refresh\""), "{path}");
    }
}

#[test]
fn a_component_that_is_there_twice_has_its_own_advice() {
    let card = "{%- component card(entry) -%}\n{%- endcomponent card %}\n";
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: spring\n"),
        ("templates/components/own.html", card),
    ]);
    for (path, file) in kepu::io::disk::read(repository()).value.below("themes/spring") {
        site.insert(path.clone(), file.clone());
    }
    let built = clean_build(&site, &options(TODAY));
    let fault = built.diagnostics.iter().find(|fault| fault.code.0 == "E0501").expect("an error");
    assert!(fault.help.zh.contains("文件名要和主题的一样"), "{:?}", fault.help);
}

/// An event goes into a calendar from its row, if there is a file of it.
#[test]
fn rows_lead_to_no_calendar_that_the_site_does_not_make() {
    let files = [
        ("content/events/_collection.yaml", "extends: event\n"),
        ("content/events/talk.md", "---\ntitle: 讲座\nstart: 2027-05-18 09:00\nend: 2027-05-18 11:00\n---\n"),
    ];
    let theme = kepu::io::disk::read(repository()).value;
    for (calendars, count) in [(true, 1), (false, 0)] {
        let config = format!(
            "title: 科普\nbase_url: https://example.org/\ntheme: spring\noutputs: {{calendars: {calendars}, search: false}}\n"
        );
        let mut site = snapshot(&[files[0], files[1], ("site.yaml", &config)]);
        for (path, file) in theme.below("themes/spring") {
            site.insert(path.clone(), file.clone());
        }
        let built = clean_build(&site, &options(TODAY));
        let path = kepu::base::url::Url::new("/events/").output_path().expect("the path of a page");
        let page = std::str::from_utf8(built.outputs[&path].content.held()).expect("a page is text");
        assert_eq!(page.matches("event.ics").count(), count, "{page}");
    }
}

#[test]
fn a_circle_of_parents_is_reported_once() {
    let theme = |name: &str, parent: &str| format!("name: {name}\nversion: 1.0.0\napi: 1\nparent: {parent}\n");
    for parent in ["own", "two"] {
        let (own, two) = (theme("own", "two"), theme("two", parent));
        let snapshot = crate::support::snapshot(&[
            ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: own\n"),
            ("content/about.md", "---\ntitle: 关于\n---\n正文\n"),
            ("themes/own/theme.yaml", own.as_str()),
            ("themes/two/theme.yaml", two.as_str()),
        ]);
        let built = clean_build(&snapshot, &options(TODAY));
        let said = crate::support::shown(&built.diagnostics, &snapshot, kepu::base::diagnostic::Language::English);
        assert_eq!(crate::support::codes(&built.diagnostics), ["E0104"], "{said}");
        assert!(said.contains("themes/two/theme.yaml:4") && said.contains(parent), "{said}");
    }
}

/// A sheet that `spring` adds to every page would be missing from this theme's.
#[test]
fn the_other_theme_has_the_sheets_of_its_parent() {
    let sheet = |theme: &str| {
        fs::read_to_string(repository().join(format!("themes/{theme}/assets/css/site.css"))).expect("a sheet")
    };
    let (spring, magazine) = (sheet("spring"), sheet("magazine"));
    for line in spring.lines().filter(|line| line.starts_with("@import")) {
        assert!(magazine.lines().any(|own| own == line), "themes/magazine/assets/css/site.css lacks {line}");
    }
}

/// Uyghur and Kazakh in Arabic letters are written in China; what runs from right to left says so.
#[test]
fn a_page_says_which_way_its_language_runs() {
    for (language, expected) in [
        ("ug", "<html lang=\"ug\" dir=\"rtl\""),
        ("kk-Arab", "<html lang=\"kk-Arab\" dir=\"rtl\""),
        ("zh-Hant", "<html lang=\"zh-Hant\" data"),
    ] {
        let mut snapshot = kepu::io::disk::read(&repository().join("src/io/disk/starter")).value;
        let path = source_path("site.yaml");
        let config =
            snapshot.text(&path).expect("settings").replace("language: zh-CN", &format!("language: {language}"));
        snapshot.insert(path, SourceFile::new(config.into_bytes()));
        let built = clean_build(&snapshot, &options(TODAY));
        let path = kepu::base::url::Url::new("/").output_path().expect("the path of a page");
        let page = std::str::from_utf8(built.outputs[&path].content.held()).expect("a page is text");
        assert!(page.contains(expected), "{language}: {}", page.chars().take(200).collect::<String>());
    }
}

/// A word that one language lacks would stand on the page by its key; a number or a name that a translation leaves out
/// would be missing from the page.
#[test]
fn every_language_has_the_same_words_with_the_same_parts() {
    let folder = repository().join("themes/spring/i18n");
    // Every word by its key: the parts that are filled in, and whether anything is written.
    let words = |file: &str| -> BTreeMap<String, (BTreeSet<String>, bool)> {
        let text = fs::read_to_string(folder.join(file)).expect("words");
        let node = kepu::base::yaml::parse(&text, 0).expect("words are YAML");
        let parts = |text: &str| {
            text.split('{').skip(1).filter_map(|rest| Some(rest.split(['|', '}']).next()?.to_owned())).collect()
        };
        let words = node.as_map().expect("words by their keys").entries.iter();
        words
            .map(|(key, node)| {
                (
                    key.text.clone(),
                    node.as_text().map_or((BTreeSet::new(), false), |text| (parts(text), !text.is_empty())),
                )
            })
            .collect()
    };
    let (chinese, english) = (words("zh-CN.yaml"), words("en.yaml"));
    let unwritten: Vec<&String> =
        chinese.iter().chain(&english).filter(|(_, (_, written))| !written).map(|(key, _)| key).collect();
    assert!(unwritten.is_empty(), "no word is written at {unwritten:?}");
    assert_eq!(chinese, english);
}

/// A word that no template and no code shows is left over.
#[test]
fn every_word_is_used() {
    let root = repository();
    let text = fs::read_to_string(root.join("themes/spring/i18n/zh-CN.yaml")).expect("words");
    // The first part of the file is what the program itself asks for.
    let own = text.split_once("# 页头、页脚").expect("the program's words come first").1;
    let mut all = String::new();
    for folder in ["themes/spring/templates", "themes/spring/assets/js", "src/engine/view"] {
        gather(&root.join(folder), &mut all);
    }
    let unused: Vec<&str> = own
        .lines()
        .filter(|line| !line.starts_with(['#', ' ']))
        .filter_map(|line| Some(line.split_once(':')?.0.trim_matches('"')))
        .filter(|key| !all.contains(&format!("t.{key}")) && !all.contains(&format!("\"{key}\"")))
        // Those that are put together of a part and a number or a name.
        .filter(|key| !key.match_indices('_').any(|(at, _)| all.contains(&format!("\"{}_\" ~", &key[..at]))))
        .collect();
    assert!(unused.is_empty(), "nothing shows {unused:?}");
}

fn gather(folder: &std::path::Path, all: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(&path, all);
        } else if let Ok(text) = fs::read_to_string(&path) {
            all.push_str(&text);
        }
    }
}
