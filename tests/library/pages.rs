//! The shipped theme's outputs, one of each kind, held as they are before minification: pages of the demonstration site
//! in `tests/snapshots/pages/`, one of everything else, or its beginning, in `tests/snapshots/outputs/`.
//!
//! `SNAPSHOTS=overwrite cargo test --test library pages` accepts: read `git diff` before committing it.
//!
//! Which pages: `tests/browser/pages.json`, of which there are pictures as well. What stands around a page's `main` is
//! kept of `FRAMED` pages alone, so that an edit to the layout is one difference and not one a page. The site is made as
//! authors see it, with files of the theme under their own names, so that an edit to a style sheet is none.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use kepu::base::source::SourceFile;
use kepu::base::url::Url;
use kepu::build::{Cache, Ready, prepare};
use kepu::route::Shows;

use crate::snapshot::{Files, hold};
use crate::support::{TODAY, options, repository, source_path};

/// Pages that are kept with their header and footer.
const FRAMED: [&str; 3] = ["home", "en-home", "article"];

/// How much is kept of a file that is no page, in bytes.
const MOST: usize = 6000;

/// Pages of which no pictures are taken.
const MORE: [(&str, &str); 2] = [("redirect", "/old/"), ("styleguide", "/styleguide/")];

/// Outputs that are no pages, one of each kind and format.
const OUTPUTS: [&str; 16] = [
    "/atom.xml",
    "/feed.json",
    "/events/calendar.ics",
    "/events/2026/geminids-2026/event.ics",
    "/bases.csv",
    "/bases.json",
    "/bases.geojson",
    "/figures/2025.csv",
    "/figures/2025.json",
    "/sitemap.xml",
    "/robots.txt",
    "/manifest.webmanifest",
    "/opensearch.xml",
    "/search/zh-CN/index.js",
    "/search/zh-CN/titles-0.js",
    "/assets/icons.svg",
];

/// Kinds that aren't held here, each with the reason.
const ABSENT: [(&str, &str); 6] = [
    ("Asset", "a file that is passed on is as it was"),
    ("Cover", "drawn by the program: `covers.rs` holds what such drawings are"),
    ("HostFile", "made of all other outputs, by a host's rules and not by the theme"),
    ("Picture", "made of a picture by its codec"),
    ("Poster", "drawn with a font of the machine"),
    ("SiteMapIndex", "wants more pages than one site map holds"),
];

/// The demonstration site, with a style guide and a former address beside its own outputs.
fn demonstration() -> Ready {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    for (path, before, more) in [
        ("site.yaml", "\ntheme_options: {", "styleguide: true, "),
        ("content/pages/about.md", "---\n", "aliases: [/old/]\n"),
    ] {
        let path = source_path(path);
        let text = snapshot.text(&path).expect("a text of the site");
        assert!(text.contains(before), "{path}");
        let text = text.replacen(before, &format!("{before}{more}"), 1);
        snapshot.insert(path, SourceFile::new(text.into_bytes()));
    }
    prepare(&snapshot, &options(TODAY), &mut Cache::default())
}

/// The name of what an output shows: `Home`, `Feed`.
fn kind(shows: &Shows) -> String {
    format!("{shows:?}").chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// Addresses of pages by the names of their files.
fn pages() -> BTreeMap<String, String> {
    let text = fs::read_to_string(repository().join("tests/browser/pages.json")).expect("the list of pages");
    let mut pages: BTreeMap<String, String> = serde_json::from_str(&text).expect("names and addresses");
    // What is asked of the search is for its script.
    pages.values_mut().for_each(|address| address.truncate(address.find('?').unwrap_or(address.len())));
    pages.extend(MORE.map(|(name, address)| (name.to_owned(), address.to_owned())));
    pages
}

fn text(ready: &Ready, url: &Url) -> String {
    let path = url.output_path().expect("the path of an output");
    let content = ready.output(&path).unwrap_or_else(|| panic!("{url} isn't made"));
    String::from_utf8(content.held().to_vec()).unwrap_or_else(|_| panic!("{url} is no text"))
}

/// A page without what every page has around its `main`.
fn without_frame(page: &str) -> String {
    let parts = || {
        let (head, rest) = page.split_once("</head>\n")?;
        let (body, rest) = rest.split_once('\n')?;
        let main = rest.find("<main")?;
        let end = rest.find("</main>\n")? + "</main>\n".len();
        Some(format!("{head}</head>\n{body}\n…\n{}…\n", &rest[main..end]))
    };
    parts().unwrap_or_else(|| page.to_owned())
}

#[test]
fn a_page_of_each_kind_is_as_it_was_accepted() {
    let ready = demonstration();
    let mut made = Files::new();
    for (name, address) in pages() {
        let page = text(&ready, &Url::new(&address));
        let page = if FRAMED.contains(&name.as_str()) { page } else { without_frame(&page) };
        made.insert(format!("{name}.html"), page);
    }
    hold(&repository().join("tests/snapshots/pages"), &made, |_| true);
}

#[test]
fn an_output_of_each_kind_is_as_it_was_accepted() {
    let ready = demonstration();
    let made = OUTPUTS.map(|address| {
        let name = address.trim_start_matches('/').replace('/', "-");
        (name, beginning(&text(&ready, &Url::new(address))))
    });
    hold(&repository().join("tests/snapshots/outputs"), &Files::from(made), |_| true);
}

/// The beginning of a long text, in whole lines where it has some.
fn beginning(text: &str) -> String {
    if text.len() <= MOST {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(MOST);
    let end = text[..end].rfind('\n').filter(|end| *end > MOST / 2).unwrap_or(end);
    format!("{}\n… and {} bytes more\n", &text[..end], text.len() - end)
}

#[test]
fn every_kind_is_held_or_excused() {
    let source = fs::read_to_string(repository().join("src/engine/route/mod.rs")).expect("the source of routes");
    let (_, variants) = source.split_once("\npub enum Shows {\n").expect("the kinds of output");
    let (variants, _) = variants.split_once("\n}").expect("the end of the kinds");
    let declared: BTreeSet<String> = variants
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect())
        .collect();
    let ready = demonstration();
    let addresses = pages().into_values().chain(OUTPUTS.map(str::to_owned));
    let held = addresses.map(|address| {
        let path = Url::new(&address).output_path().expect("the path of an output");
        kind(&ready.route(&path).unwrap_or_else(|| panic!("there is no {address}")).shows)
    });
    let held: BTreeSet<String> = held.chain(ABSENT.map(|(kind, _)| kind.to_owned())).collect();
    assert_eq!(held, declared, "kinds that are held or excused, and variants of `Shows`");
}
