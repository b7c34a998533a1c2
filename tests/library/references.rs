//! A reference leads to the entry that it names, wherever it stands and however it names it.

use crate::support::{TODAY, add_plain_theme, codes, options, snapshot, source_path};
use kepu::base::diagnostic::Diagnostic;
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::Url;
use kepu::build::{Cache, Ready, prepare};
use kepu::site::Site;

/// Two collections of bases, each with an entry `hall`; articles that name entries of both in every way.
fn site() -> Snapshot {
    let base = |title: &str| format!("---\ntitle: {title}\ndistrict: 城区\naddress: 一号路\n---\n");
    let tour = concat!(
        "extends: article\nurl: /{collection}/{slug}/\nfields:\n",
        "  seen: {type: list of reference, to: base, optional: true, label: 看过}\n",
        "  first: {type: reference, to: base, optional: true, label: 先看}\n",
        "  stop: {type: group, optional: true, label: 一站, fields: {at: {type: reference, to: base, label: 在}}}\n",
        "  stops: {type: list of group, optional: true, label: 各站, fields: {at: {type: reference, to: base, label: 在}}}\n",
    );
    let front = concat!(
        "date: 2026-05-18\nseen: [a:hall, b:hall, 2026/garden, a:hidden]\nfirst: b:hall\n",
        "stop: {at: b:hall}\nstops: [{at: b:hall}, {at: a:hall}, {at: plot}]\n",
    );
    let (chinese, english) = (format!("---\ntitle: 一圈\n{front}---\n"), format!("---\ntitle: Tour\n{front}---\n"));
    let hidden = base("将来").replace("title", "publish_at: 2027-01-01\ntitle");
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\n"),
        ("content/a/_collection.yaml", "extends: base\ntitle: 甲\n"),
        ("content/b/_collection.yaml", "extends: base\ntitle: 乙\n"),
        ("content/tours/_collection.yaml", tour),
        ("content/a/hall.md", &base("甲馆")),
        ("content/a/hidden.md", &hidden),
        ("content/b/hall.md", &base("乙馆")),
        ("content/b/hall.en.md", &base("Hall B")),
        // Its path and its slug are two names of one entry.
        ("content/b/2026/garden.md", &base("园").replace("title", "slug: plot\ntitle")),
        ("content/tours/round.md", &chinese),
        ("content/tours/round.en.md", &english),
    ]);
    add_plain_theme(&mut site);
    site
}

fn ready(snapshot: &Snapshot) -> Ready {
    let ready = prepare(snapshot, &options(TODAY), &mut Cache::default());
    // References to what isn't public.
    let others: Vec<&str> = codes(ready.diagnostics()).into_iter().filter(|code| *code != "W0307").collect();
    assert_eq!(others, [""; 0]);
    ready
}

/// What a page shows of a field, by the field's label.
fn shown(page: &str, label: &str) -> String {
    let (_, rest) = page.split_once(&format!("<dt>{label} (")).unwrap_or_else(|| panic!("no {label} in {page}"));
    let (_, value) = rest.split_once("<dd>").unwrap();
    value.lines().next().unwrap().to_owned()
}

fn page(ready: &Ready, url: &str) -> String {
    let output = ready.output(&Url::new(url).output_path().unwrap());
    let page = String::from_utf8(output.unwrap_or_else(|| panic!("no page {url}")).held().to_vec()).unwrap();
    // Chinese words on the English pages are marked.
    let marks = ["<span lang=\"zh-CN\">", "<span>", "</span>", " lang=\"zh-CN\""];
    marks.iter().fold(page, |page, mark| page.replace(mark, ""))
}

#[test]
fn each_reference_leads_to_the_entry_that_it_names() {
    let ready = ready(&site());
    let (a, b, plot) =
        ("<a href=\"/a/hall/\">甲馆</a>", "<a href=\"/b/hall/\">乙馆</a>", "<a href=\"/b/plot/\">园</a>");
    let chinese = page(&ready, "/tours/round/");
    assert_eq!(shown(&chinese, "看过"), format!("[{a}][{b}][{plot}]"));
    assert_eq!(shown(&chinese, "先看"), b);
    assert_eq!(shown(&chinese, "一站"), format!("at={b} "));
    assert_eq!(shown(&chinese, "各站"), format!("[at={b} ][at={a} ][at={plot} ]"));

    // In a translation each leads to the translation of what it names, where there is one.
    let b = "<a href=\"/en/b/hall/\">Hall B</a>";
    let english = page(&ready, "/en/tours/round/");
    assert_eq!(shown(&english, "看过"), format!("[{a}][{b}][{plot}]"));
    assert_eq!(shown(&english, "各站"), format!("[at={b} ][at={a} ][at={plot} ]"));
}

/// Whether a field of the tour in Chinese has a value.
fn has(site: &Site, field: &str, wanted: &str) -> bool {
    let tour = site.ids().find(|id| site.entry(*id).title == "一圈").unwrap();
    site.has(tour, field, &[wanted.to_owned()])
}

#[test]
fn a_condition_knows_the_entry_by_all_of_its_names() {
    let ready = ready(&site());
    let site = ready.site();
    for name in ["b:hall", "hall", "乙馆"] {
        assert!(has(site, "first", name), "{name}");
    }
    for name in ["a:hall", "甲馆", "plot"] {
        assert!(!has(site, "first", name), "{name}");
    }
    for name in ["plot", "2026/garden", "b:plot", "b:2026/garden", "园", "a:hall"] {
        assert!(has(site, "seen", name), "{name}");
    }
    // An entry that isn't public yet is known by what the reference calls it.
    assert!(has(site, "seen", "a:hidden"));
}

#[test]
fn an_entry_is_offered_by_a_name_that_means_it_alone() {
    let ready = ready(&site());
    let offered = ready.site().nameable("base");
    let offered: Vec<(&str, &str)> = offered.iter().map(|(name, title)| (&**name, *title)).collect();
    assert_eq!(offered, [("a:hall", "甲馆"), ("b:hall", "乙馆"), ("plot", "园")]);
    assert_eq!(ready.site().nameable("a"), [("hall".into(), "甲馆")]);
    for (to, text, named) in [("base", "b:hall", true), ("a", "b:hall", false), ("base", "b:2026/garden", true)] {
        assert_eq!(ready.site().names(to, text), named, "{text}");
    }
}

#[test]
fn a_reference_that_moves_within_its_file_is_found_again() {
    let (mut snapshot, options) = (site(), options(TODAY));
    let mut cache = Cache::default();
    prepare(&snapshot, &options, &mut cache);
    let path = crate::support::source_path("content/tours/round.md");
    let text = snapshot.text(&path).unwrap().replace("title: 一圈", "title: 走了很长的一圈");
    snapshot.insert(path, kepu::base::source::SourceFile::new(text.into_bytes()));
    let ready = prepare(&snapshot, &options, &mut cache);
    assert!(shown(&page(&ready, "/tours/round/"), "看过").contains("乙馆"));
}

#[test]
fn the_warning_of_a_reference_to_what_is_hidden_moves_with_it() {
    let (mut snapshot, options) = (site(), options(TODAY));
    let mut cache = Cache::default();
    prepare(&snapshot, &options, &mut cache);
    let path = crate::support::source_path("content/tours/round.md");
    let text = snapshot.text(&path).unwrap().replace("title: 一圈", "title: 走了很长的一圈");
    snapshot.insert(path.clone(), kepu::base::source::SourceFile::new(text.clone().into_bytes()));
    let ready = prepare(&snapshot, &options, &mut cache);
    let at = ready.diagnostics().iter().filter(|found| found.code.0 == "W0307").filter_map(|found| found.at.as_ref());
    let spans: Vec<&str> =
        at.filter(|at| at.path == path).map(|at| at.span.map_or("", |span| &text[span.start..span.end])).collect();
    assert_eq!(spans, ["a:hidden"]);
}

/// A site of bases and of one article that names them, and what is found wrong.
fn named_by(seen: &str, titles: &[(&str, &str)]) -> Vec<kepu::base::diagnostic::Diagnostic> {
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\n"),
        ("content/bases/_collection.yaml", "extends: base\ntitle: 科普基地\n"),
        (
            "content/tours/_collection.yaml",
            "extends: article\nfields:\n  seen: {type: list of reference, to: base, optional: true, label: 看过}\n",
        ),
        ("content/tours/a.md", &format!("---\ntitle: 一圈\ndate: 2026-05-18\nseen: [{seen}]\n---\n")),
    ]);
    for (slug, title) in titles {
        let text = format!("---\ntitle: \"{title}\"\ndistrict: 城区\naddress: 一号路\n---\n");
        let path = crate::support::source_path(&format!("content/bases/{slug}.md"));
        site.insert(path, kepu::base::source::SourceFile::new(text.as_bytes()));
    }
    add_plain_theme(&mut site);
    prepare(&site, &options(TODAY), &mut Cache::default()).diagnostics().to_vec()
}

#[test]
fn an_untranslated_entry_has_its_dates_and_terms_in_the_language_of_the_page() {
    let config = concat!(
        "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\n",
        "taxonomies:\n  district:\n    title: {zh-CN: 区县, en: Districts}\n",
        "    terms:\n      east: {title: {zh-CN: 东区, en: East}}\n",
    );
    let base = |title: &str| format!("---\ntitle: {title}\ndistrict: east\naddress: 一号路\n---\n");
    let event = "---\ntitle: 讲座\nstart: 2027-05-18 09:00\nend: 2027-05-18 11:00\nbase: hall\n---\n";
    let mut site = snapshot(&[
        ("site.yaml", config),
        ("content/bases/_collection.yaml", "extends: base\n"),
        ("content/events/_collection.yaml", "extends: event\n"),
        ("content/bases/hall.md", &base("馆")),
        ("content/bases/hall.en.md", &base("Hall")),
        ("content/events/talk.md", event),
    ]);
    add_plain_theme(&mut site);
    let ready = ready(&site);
    let english = page(&ready, "/en/bases/hall/");
    assert!(english.contains("讲座</a> 18 May 2027 (Tue), 09:00～11:00 East 一号路"), "{english}");
    let chinese = page(&ready, "/bases/hall/");
    assert!(chinese.contains("讲座</a> 2027年5月18日（周二）09:00～11:00 东区 一号路"), "{chinese}");
}

#[test]
fn a_title_names_its_entry() {
    let bases = [("museum", "城区科技馆"), ("dome", "天文馆: 分馆"), ("nasa", "NASA")];
    assert_eq!(codes(&named_by("城区科技馆, \"天文馆: 分馆\", NASA, \"bases:城区科技馆\"", &bases)), [""; 0]);
    let misspelt = named_by("城区科技官", &bases);
    assert_eq!(codes(&misspelt), ["E0301"]);
    assert!(misspelt[0].message.zh.contains("科普基地（bases）"), "{misspelt:?}");
    assert!(misspelt[0].help.zh.starts_with("是不是想写“城区科技馆”"), "{misspelt:?}");
    let twice = named_by("科技馆", &[("a", "科技馆"), ("b", "科技馆")]);
    assert_eq!(codes(&twice), ["E0302"]);
    assert!(twice[0].help.zh.contains("bases:a、bases:b"), "{twice:?}");
    // A slug has precedence.
    assert_eq!(codes(&named_by("dome", &[("dome", "甲"), ("other", "dome")])), [""; 0]);
}

#[test]
fn a_circle_of_parents_is_one_error() {
    let event = |parent: &str| format!("---\ntitle: {parent} 的下级\nstart: 2026-05-18\nparent: {parent}\n---\n");
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\n"),
        ("content/events/_collection.yaml", "extends: event\n"),
        ("content/events/a.md", &event("b")),
        ("content/events/b.md", &event("c")),
        ("content/events/c.md", &event("a")),
        // It leads into the circle, and isn't in it.
        ("content/events/d.md", &event("a")),
        ("content/events/own.md", &event("own")),
    ]);
    add_plain_theme(&mut site);
    let ready = prepare(&site, &options(TODAY), &mut Cache::default());
    assert_eq!(codes(ready.diagnostics()), ["E0306", "E0306"]);
    let circle = &ready.diagnostics()[0];
    assert_eq!(circle.related.len(), 2, "{circle:?}");
}

#[test]
fn menus_lead_somewhere_or_are_reported() {
    let menu = |items: &str| {
        let mut site = site();
        let text = format!(
            "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\nmenu: [{items}]\n"
        );
        site.insert(source_path("site.yaml"), SourceFile::new(text.as_bytes()));
        let ready = prepare(&site, &options(TODAY), &mut Cache::default());
        let of_menu = |found: &&Diagnostic| found.at.as_ref().is_some_and(|at| at.path.as_str() == "site.yaml");
        ready
            .diagnostics()
            .iter()
            .filter(of_menu)
            .map(|found| (found.code.0, found.help.zh.clone()))
            .collect::<Vec<_>>()
    };
    for url in [
        "/",
        "/a/hall/",
        "/a/hall",
        "/a/hall/#x",
        "/a/hall/?q=1",
        "/index.html",
        "/a/",
        "https://a.cn/b",
        "//a.cn",
        "mailto:a@b.cn",
    ] {
        assert!(menu(&format!("{{title: 甲, url: \"{url}\"}}")).is_empty(), "{url}");
    }
    for (url, code, advice) in [
        ("/nowhere/", "W0308", "以 / 开头"),
        ("/a/hal/", "W0308", "/a/hall/"),
        ("a/hall/", "W0308", "/a/hall/"),
        ("content/a/hall.md", "W0308", "/a/hall/"),
        ("www.a.cn", "W0308", "https://www.a.cn"),
        ("/a/hidden/", "W0307", "公开时自动恢复"),
    ] {
        let found = menu(&format!("{{title: 甲, url: \"{url}\"}}"));
        assert!(matches!(&*found, [(found, help)] if *found == code && help.contains(advice)), "{url}: {found:?}");
    }
}
