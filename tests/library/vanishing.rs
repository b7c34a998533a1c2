//! Pages that are there for the sake of entries come and go with them. A link to one that isn't there now never stops the
//! site, in a text or in a menu; a link to one that never could be there does.

use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::Url;
use kepu::build::{Built, Cache, build};

use crate::support::{TODAY, add_plain_theme, codes, options, snapshot, source_path};

/// Links to pages of every kind that the clock takes away.
const LINKS: [&str; 14] = [
    "/column/page/2/",
    "/column/2026/04/",
    "/bases/district/溪口区/",
    "/bases/district/溪口区/level/市级/",
    "/district/溪口区/",
    "/tag/雾/page/2/",
    "/events/calendar/2027-07/",
    "/events/agenda/district/溪口区/",
    "/events/calendar/district/溪口区.ics",
    "/en/",
    "/en/column/",
    "/en/column",
    "/en/atom.xml",
    "/en/search/",
];

/// A site of which all but the page with the links waits for a line of its front matter.
fn site(line: &str, text: &str) -> Snapshot {
    let config = "title: 科普\nbase_url: https://example.org/\ntheme: plain\npage_size: 1\nlanguages: [zh-CN, en]\n\
                  menu:\n  - {title: 专栏, url: /column/}\n  - {title: 溪口区的基地, url: \"/bases/district/溪口区/#map\"}\n\
                  footer: {links: [{title: 英文, url: /en/}, {title: 别处, url: \"https://example.com/en/\"}]}\n";
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-04-18\ntags: [雾]\n{line}---\n");
    let base = format!("---\ntitle: 馆\ndistrict: 溪口区\nlevel: 市级\naddress: 一号路\n{line}---\n");
    let event = format!("---\ntitle: 明年\nstart: 2027-07-01\ndistrict: 溪口区\n{line}---\n");
    let mut site = snapshot(&[
        ("site.yaml", config),
        ("content/column/_collection.yaml", "extends: article\n"),
        ("content/bases/_collection.yaml", "extends: base\n"),
        ("content/events/_collection.yaml", "extends: event\n"),
        ("content/column/links.md", &format!("---\ntitle: 链接\ndate: 2026-05-18\ntags: [雾]\n---\n{text}\n")),
        ("content/column/over.md", &article("旧")),
        ("content/column/over.en.md", &article("Old")),
        ("content/bases/hall.md", &base),
        ("content/events/later.md", &event),
        ("content/events/now.md", "---\ntitle: 今年\nstart: 2026-12-01\n---\n"),
    ]);
    add_plain_theme(&mut site);
    let layout = source_path("themes/plain/templates/layout.html");
    let text = site.text(&layout).unwrap().replace(
        "<main>",
        "{% for item in site.menu %}<a href=\"{{ item.url }}\">{{ item.title }}</a>{% endfor %}\
         {% for item in site.footer.links %}<a href=\"{{ item.url }}\">{{ item.title }}</a>{% endfor %}<main>",
    );
    site.insert(layout, SourceFile::new(text.into_bytes()));
    site
}

fn links() -> String {
    LINKS.iter().enumerate().map(|(number, link)| format!("[第{number}处]({link})。")).collect()
}

fn built(snapshot: &Snapshot) -> Built {
    build(snapshot, &options(TODAY), &mut Cache::default())
}

fn page(built: &Built, url: &str) -> String {
    let output = &built.outputs[&Url::new(url).output_path().unwrap()];
    String::from_utf8(output.content.held().to_vec()).unwrap()
}

#[test]
fn a_page_that_went_with_its_entries_is_a_warning() {
    let there = built(&site("", &links()));
    let faults: Vec<&str> =
        codes(&there.diagnostics).into_iter().filter(|code| ["E0303", "W0307"].contains(code)).collect();
    assert_eq!(faults, [""; 0], "{:?}", there.diagnostics);
    assert!(page(&there, "/column/2026/05/links/").contains("<a href=\"/column/page/2/\">第0处</a>"));
    assert!(page(&there, "/column/").contains("#map\">溪口区的基地</a>"));

    for line in ["expires: 2026-11-22\n", "draft: true\n", "publish_at: 2026-11-24\n"] {
        let gone = built(&site(line, &links()));
        let faults: Vec<&str> =
            codes(&gone.diagnostics).into_iter().filter(|code| ["E0303", "W0307"].contains(code)).collect();
        // Two more are of the menus.
        assert_eq!(faults, vec!["W0307"; LINKS.len() + 2], "{line}: {:?}", gone.diagnostics);
        let shown = page(&gone, "/column/2026/05/links/");
        for number in 0..LINKS.len() {
            assert!(shown.contains(&format!("<a>第{number}处</a>。")), "{line}: {number}: {shown}");
        }
        assert!(!shown.contains("溪口区的基地") && !shown.contains("\"/en/\""), "{line}: {shown}");
        assert!(shown.contains("https://example.com/en/"), "{line}: {shown}");
        let said = |target: &str| {
            let found = gone.diagnostics.iter().find(|found| found.message.zh.starts_with(&format!("“{target}”")));
            found.map(|found| (found.message.zh.clone(), found.message.en.clone())).unwrap_or_default()
        };
        let (zh, en) = said("/column/page/2/");
        assert_eq!(zh, "“/column/page/2/”指向“栏目列表第 2 页”，它现在没有公开的内容");
        assert_eq!(en, "`/column/page/2/` leads to `page 2 of a collection's listing`, which has nothing public now");
        assert_eq!(said("/events/calendar/2027-07/").0, "“/events/calendar/2027-07/”指向“日历”，它现在没有公开的内容");
    }
}

#[test]
fn a_page_that_never_could_be_there_is_an_error() {
    let wrong = ["/column/page/4/", "/bases/district/溪口/", "/events/calendar/2027-13/", "/fr/", "/district/城区/"];
    let text: String = wrong.iter().map(|link| format!("[处]({link})。")).collect();
    let found = built(&site("draft: true\n", &text));
    let faults: Vec<&str> = codes(&found.diagnostics).into_iter().filter(|code| *code == "E0303").collect();
    assert_eq!(faults, vec!["E0303"; wrong.len()], "{:?}", found.diagnostics);
}

#[test]
fn the_link_comes_back_with_the_page() {
    let (draft, path) = (site("draft: true\n", &links()), source_path("content/bases/hall.md"));
    let mut cache = Cache::default();
    let before = build(&draft, &options(TODAY), &mut cache);
    assert!(page(&before, "/column/2026/05/links/").contains("<a>第2处</a>。"));
    let mut public = draft.clone();
    let text = draft.text(&path).unwrap().replace("draft: true\n", "");
    public.insert(path, SourceFile::new(text.into_bytes()));
    let after = build(&public, &options(TODAY), &mut cache);
    assert!(page(&after, "/column/2026/05/links/").contains("\">第2处</a>"));
    assert!(page(&after, "/column/").contains("溪口区的基地"));
}
