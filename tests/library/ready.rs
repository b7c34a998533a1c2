//! A site that is made by the page, as asked for, is the site that a build makes.

use std::collections::BTreeSet;

use crate::support::{TODAY, options, repository, source_path};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::{OutputPath, Url};
use kepu::build::{Cache, Checks, build, prepare};
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
