//! A site that is made by the page, as asked for, is the site that a build makes.

use std::collections::BTreeSet;

use crate::support::{TODAY, add_plain_theme, options, repository, snapshot, source_path};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::{OutputPath, Url};
use kepu::build::{Cache, Checks, Ready, build, prepare};
use kepu::route::Class;

fn demonstration() -> Snapshot {
    kepu::io::disk::read(repository()).value
}

#[test]
fn every_output_asked_for_is_the_one_that_a_build_makes() {
    let (snapshot, options) = (demonstration(), options(TODAY));
    let built = build(&snapshot, &options, &mut Cache::default());
    let ready = prepare(&snapshot, &options, &mut Cache::default());
    assert!(built.outputs.len() > 500);
    for (path, output) in &built.outputs {
        assert_eq!(ready.output(path), Some(output.content.clone()), "{path}");
    }
    assert_eq!(ready.pages(), built.pages);
}

#[test]
fn a_check_finds_what_a_build_finds_whatever_was_checked_before() {
    let mut snapshot = demonstration();
    let options = options(TODAY);
    let mut checks = Checks::default();
    let mut cache = Cache::default();
    for text in ["[到处](/nowhere/)", "[哪里](missing.md)", "好的"] {
        let path = source_path("content/column/2026/river-fish.md");
        let old = snapshot.text(&path).unwrap().to_owned();
        snapshot.insert(path, SourceFile::new(format!("{old}\n\n{text}\n").into_bytes()));
        let ready = prepare(&snapshot, &options, &mut cache);
        let built = build(&snapshot, &options, &mut Cache::default());
        assert_eq!(ready.check(&mut checks, || false), Some(built.diagnostics), "{text}");
        assert_eq!(ready.check(&mut checks, || true), None);
    }
}

#[test]
fn pages_that_search_engines_may_show_are_those_of_the_site_map() {
    let ready = prepare(&demonstration(), &options(TODAY), &mut Cache::default());
    let text = |path: &OutputPath| String::from_utf8(ready.output(path).unwrap().held().to_vec()).unwrap();
    let site_map = text(&Url::new("/sitemap.xml").output_path().unwrap());
    let mut kinds = BTreeSet::new();
    for route in &ready.routes().routes {
        let (kind, html) = (route.shows.kind(), route.output.as_str().ends_with(".html"));
        if !kind.is_page() {
            assert!(!html || kind.class == Class::Redirect, "{}", route.url);
            continue;
        }
        let address = ready.site().config.address.absolute(&route.url);
        let listed = site_map.contains(&format!("<loc>{address}</loc>"));
        let hidden = text(&route.output).contains("content=\"noindex\"");
        assert_eq!((html, listed, hidden), (true, kind.is_indexed(), !kind.is_indexed()), "{}", route.url);
        kinds.insert(kind.is_indexed());
    }
    assert_eq!(kinds.len(), 2, "there are pages of both kinds");
}

#[test]
fn a_group_shows_fields_whose_names_have_a_place_of_their_own_outside_it() {
    let ready = prepare(&demonstration(), &options(TODAY), &mut Cache::default());
    let path = Url::new("/bases/science-hall/").output_path().unwrap();
    let page = String::from_utf8(ready.output(&path).unwrap().held().to_vec()).unwrap();
    assert!(page.contains("<strong>全国科普教育基地</strong>"), "the accreditation's title");
}

#[test]
fn what_a_site_declares_is_read_once_while_texts_change_and_again_when_it_changes_itself() {
    let site = "title: 科普\nbase_url: https://example.org/\ntheme: plain\n";
    let article = "---\ntitle: 彩虹\ndate: 2026-05-18\n---\n";
    let declaration = ("content/column/_collection.yaml", "extends: article\n");
    let mut files = snapshot(&[("site.yaml", site), declaration, ("content/column/a.md", article)]);
    add_plain_theme(&mut files);
    let (options, mut cache) = (options(TODAY), Cache::default());
    let page = source_path("content/column/a.md");
    let pages = |ready: &Ready| -> Vec<_> {
        let routes = ready.routes();
        routes.routes.iter().map(|route| (route.output.clone(), ready.output(&route.output))).collect()
    };
    let mut past = prepare(&files, &options, &mut cache);
    let texts = [
        ("content/column/a.md", format!("{article}一句话。\n"), true, "一句话。"),
        ("content/column/a.md", format!("{article}又一句。\n"), true, "又一句。"),
        ("content/column/b.md", article.replace("彩虹", "露水"), true, "又一句。"),
        ("content/notes/n.md", "---\ntitle: 笔记\n---\n".to_owned(), false, "又一句。"),
        ("i18n/zh-CN.yaml", "own: 词一\n".to_owned(), false, "又一句。"),
        ("templates/entry/article.html", "{{ entry.title }}：{{ t.own }}".to_owned(), false, "彩虹：词一"),
        ("i18n/zh-CN.yaml", "own: 词二\n".to_owned(), false, "彩虹：词二"),
        ("content/column/_collection.yaml", "extends: article\nurl: /a/{slug}/\n".to_owned(), false, "彩虹：词二"),
        ("site.yaml", site.replace("科普", "换名"), false, "彩虹：词二"),
        ("content/column/a.md", article.replace("彩虹", "月亮"), true, "月亮：词二"),
    ];
    for (path, text, is_kept, shown) in texts {
        files.insert(source_path(path), SourceFile::new(text.as_bytes()));
        let ready = prepare(&files, &options, &mut cache);
        // All that is declared is one value, the theme's templates among it.
        assert_eq!(std::ptr::eq(ready.theme(), past.theme()), is_kept, "{path}: {text}");
        assert!(pages(&ready) == pages(&prepare(&files, &options, &mut Cache::default())), "{path}: {text}");
        let output = ready.page_of(&page).unwrap().output_path().unwrap();
        let html = String::from_utf8(ready.output(&output).unwrap().held().to_vec()).unwrap();
        assert!(html.contains(shown), "{path}: {text}\n{html}");
        past = ready;
    }
}

#[test]
fn related_entries_after_changes_are_those_of_a_site_without_a_past() {
    let theme = "name: own\nversion: 1.0.0\napi: 1\nparent: plain\nrelated: {facet: publication, limit: 3}\n";
    let mut files = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: own\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        ("themes/own/theme.yaml", theme),
        ("templates/entry/article.html", "{% for other in related %}{{ other.title }} {% endfor %}"),
    ]);
    add_plain_theme(&mut files);
    let article =
        |title: &str, heading: &str| format!("---\ntitle: {title}\ndate: 2026-05-18\n---\n## {heading}\n\n一。\n");
    let put = |files: &mut Snapshot, name: &str, text: String| {
        files.insert(source_path(&format!("content/column/{name}.md")), SourceFile::new(text.as_bytes()));
    };
    let texts = [
        ("a", "彩虹", "雨后的彩虹"),
        ("b", "雨后", "彩虹"),
        ("c", "潮汐", "月亮的引力"),
        ("d", "月食", "月亮的引力"),
        ("e", "蘑菇", "菌丝"),
    ];
    for (name, title, heading) in texts {
        put(&mut files, name, article(title, heading));
    }
    let (options, mut cache) = (options(TODAY), Cache::default());
    let shown = |ready: &Ready, name: &str| {
        let page = ready.page_of(&source_path(&format!("content/column/{name}.md"))).unwrap().output_path().unwrap();
        String::from_utf8(ready.output(&page).unwrap().held().to_vec()).unwrap()
    };
    assert!(shown(&prepare(&files, &options, &mut cache), "c").contains("月食"));
    // The first change takes a feature away from one entry and gives it to another; then come features that no entry had.
    for (name, heading, expected) in
        [("c", "雨后的彩虹", ("a", "潮汐")), ("e", "孢子的旅行", ("a", "潮汐")), ("d", "孢子的旅行", ("e", "月食"))]
    {
        let title = texts.iter().find(|(one, ..)| *one == name).unwrap().1;
        put(&mut files, name, article(title, heading));
        let (ready, clean) = (prepare(&files, &options, &mut cache), prepare(&files, &options, &mut Cache::default()));
        for (one, ..) in texts {
            assert_eq!(shown(&ready, one), shown(&clean, one), "{one} after {name}");
        }
        assert!(shown(&ready, expected.0).contains(expected.1), "{name}: {}", shown(&ready, expected.0));
    }
}

#[test]
fn covers_after_changes_are_those_of_a_site_without_a_past() {
    let theme = "name: own\nversion: 1.0.0\napi: 1\nparent: plain\ncovers: {color: \"#2a6b3c\"}\n";
    let mut files = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: own\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        ("content/bases/_collection.yaml", "extends: base\n"),
        ("themes/own/theme.yaml", theme),
    ]);
    add_plain_theme(&mut files);
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-05-18\nbases: [hall]\n---\n一。\n");
    let base = |title: &str| format!("---\ntitle: {title}\naddress: 一号路\ndistrict: 江阳区\n---\n一。\n");
    let states = [
        ("content/column/a.md", article("彩虹")),
        ("content/column/b.md", article("甲乙丙")),
        ("content/bases/hall.md", base("地震馆")),
        ("content/column/a.md", article("地震")),
        ("content/bases/hall.md", base("彩虹馆")),
        ("content/bases/hall.md", base("彩虹馆").replace("一。", "二。")),
    ];
    let (options, mut cache) = (options(TODAY), Cache::default());
    let mut seen = Vec::new();
    for (path, text) in states {
        files.insert(source_path(path), SourceFile::new(text.as_bytes()));
        let ready = prepare(&files, &options, &mut cache);
        let clean = prepare(&files, &options, &mut Cache::default());
        assert_eq!(ready.site().covers, clean.site().covers, "{path}: {text}");
        let id = ready.site().by_source(&source_path("content/column/b.md"));
        seen.extend(id.and_then(|id| ready.site().drawn_cover(id)).map(|cover| cover.motif));
    }
    // The cover of an article is that of the base that it names, before and after that has another title.
    let [first, with_base, same, renamed, last] = seen.as_slice() else { panic!("{seen:?}") };
    assert!(first != with_base && with_base == same && same != renamed && renamed == last, "{seen:?}");
}
