//! Pictures of titles: for pages without a cover, in a font that is an input like any other.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::Arc;

use crate::support::{Counting, TODAY, codes, options, source_path};
use image::{ImageFormat, RgbImage};
use kepu::assets::poster::{Font, Fonts};
use kepu::base::fingerprint::Fingerprint;
use kepu::base::source::{Content, Snapshot, SourceFile};
use kepu::build::{BuildOptions, Built, Cache, build};

const POSTER: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">\
    <rect width=\"1200\" height=\"630\" fill=\"#064\"/><text y=\"90\">{{ poster.section }}</text>\
    {% for line in poster.lines %}<text y=\"{{ loop.index * poster.size + 200 }}\" font-size=\"{{ poster.size }}\" \
    fill=\"#fff\">{{ line }}</text>{% endfor %}</svg>";

fn site(more: &[(&str, &str)]) -> Snapshot {
    let mut files = BTreeMap::from([
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\noutputs: {search: false}\n"),
        ("templates/poster.svg", POSTER),
        ("content/things/_collection.yaml", "extends: article\ntitle: 东西\n"),
        ("content/things/a.md", "---\ntitle: \"<彩虹> & 水滴\"\ndate: 2026-01-01\n---\n文\n"),
        ("content/things/b.md", "---\ntitle: 乙\ndate: 2026-01-02\ncover: wide.jpg\ncover_alt: 图\n---\n文\n"),
    ]);
    files.extend(more.iter().copied());
    let mut snapshot = crate::support::snapshot(&files.into_iter().collect::<Vec<_>>());
    crate::support::add_plain_theme(&mut snapshot);
    let mut jpeg = Cursor::new(Vec::new());
    RgbImage::from_pixel(640, 360, image::Rgb([200, 90, 30])).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    snapshot.insert(source_path("content/things/wide.jpg"), SourceFile::new(jpeg.into_inner()));
    snapshot
}

fn lettered() -> BuildOptions {
    on_a_machine(Some(ahem()))
}

fn ahem() -> Font {
    Font::new(Content::from(font_test_data::AHEM.to_vec()))
}

/// A machine with a font that may be published, perhaps, and one with a name.
fn on_a_machine(free: Option<Font>) -> BuildOptions {
    let fonts = Fonts::new(free, Fingerprint::of(&1), |name| (name == "方块体").then(ahem));
    BuildOptions { fonts: Some(fonts), ..options(TODAY) }
}

fn posters(built: &Built) -> BTreeSet<String> {
    built.outputs.keys().map(ToString::to_string).filter(|path| path.starts_with("posters/")).collect()
}

#[test]
fn pages_without_a_cover_have_a_poster_of_their_title() {
    let shelf = Arc::new(Counting::default());
    let snapshot = site(&[]);
    let first = build(&snapshot, &lettered(), &mut Cache::none().with_shelf(shelf.clone(), None));
    assert_eq!(codes(&first.diagnostics), Vec::<&str>::new());
    assert_eq!(
        posters(&first),
        BTreeSet::from(["posters/index.png".to_owned(), "posters/things/2026/01/a.png".to_owned()])
    );
    assert_eq!(first.unlettered, 0);
    let drawn = first.outputs.iter().find(|(path, _)| path.as_str() == "posters/things/2026/01/a.png").unwrap().1;
    let image = image::load_from_memory(&drawn.content.bytes().unwrap()).unwrap().into_rgb8();
    assert_eq!(image.dimensions(), (1200, 630));
    // Ahem's letters are full squares, so a title is seen without knowing its letters.
    let count = |colour: [u8; 3]| image.pixels().filter(|pixel| pixel.0 == colour).count();
    assert!(count([0, 102, 68]) > 500_000 && count([255; 3]) > 5_000, "a ground and letters on it");

    let before = shelf.count();
    let second = build(&snapshot, &lettered(), &mut Cache::none().with_shelf(shelf.clone(), None));
    assert_eq!(shelf.count(), before, "a second build draws none");
    let bytes =
        |built: &Built| -> Vec<_> { built.outputs.values().map(|output| output.content.bytes().unwrap()).collect() };
    assert_eq!(bytes(&first), bytes(&second));
    assert_eq!(bytes(&first), bytes(&build(&snapshot, &lettered(), &mut Cache::none())), "with a shelf and without");
}

#[test]
fn another_title_is_another_poster_and_another_text_is_not() {
    let identity = |snapshot: &Snapshot, cache: &mut Cache| {
        let built = build(snapshot, &lettered(), cache);
        built
            .outputs
            .iter()
            .find(|(path, _)| path.as_str() == "posters/things/2026/01/a.png")
            .unwrap()
            .1
            .content
            .identity()
    };
    let mut cache = Cache::default();
    let first = identity(&site(&[]), &mut cache);
    let text = site(&[("content/things/a.md", "---\ntitle: \"<彩虹> & 水滴\"\ndate: 2026-01-01\n---\n另一段\n")]);
    assert_eq!(identity(&text, &mut cache), first);
    let title = site(&[("content/things/a.md", "---\ntitle: 彩虹\ndate: 2026-01-01\n---\n文\n")]);
    assert_ne!(identity(&title, &mut cache), first);
    let template = POSTER.replace("#064", "#604");
    assert_ne!(identity(&site(&[("templates/poster.svg", &template)]), &mut cache), first);
}

#[test]
fn without_a_font_or_a_wish_there_are_none_and_the_first_is_told() {
    let built = build(&site(&[]), &options(TODAY), &mut Cache::default());
    assert_eq!((posters(&built).len(), built.unlettered), (0, 1));
    let off = "title: 科普\nbase_url: https://example.org/\ntheme: plain\noutputs: {search: false, posters: false}\n";
    for options in [options(TODAY), lettered()] {
        let built = build(&site(&[("site.yaml", off)]), &options, &mut Cache::default());
        assert_eq!((posters(&built).len(), built.unlettered), (0, 0));
    }
}

#[test]
fn what_cannot_be_drawn_is_told_once_with_its_place() {
    let built = build(
        &site(&[("templates/poster.svg", "{# nothing #}")]),
        &lettered(),
        &mut Cache::none().with_shelf(Arc::new(Counting::default()), None),
    );
    assert_eq!(codes(&built.diagnostics), ["E0505"]);
    assert_eq!(built.diagnostics[0].at.as_ref().unwrap().path.as_str(), "templates/poster.svg");

    let named = "title: 科普\nbase_url: https://example.org/\ntheme: plain\nposters: {font: fonts/a.otf}\n";
    let snapshot = site(&[("site.yaml", named)]);
    let built = build(&snapshot, &lettered(), &mut Cache::default());
    assert_eq!(built.diagnostics.len(), 1, "there is no such file");
    assert_eq!(built.diagnostics[0].at.as_ref().unwrap().path.as_str(), "site.yaml");
    let built =
        build(&site(&[("site.yaml", named), ("fonts/a.otf", "no font")]), &options(TODAY), &mut Cache::default());
    assert_eq!(codes(&built.diagnostics), ["E0505"]);
    assert_eq!(built.diagnostics[0].at.as_ref().unwrap().path.as_str(), "site.yaml");
}

#[test]
fn an_installed_font_is_named_by_its_family() {
    let named = |name: &str| {
        let settings = format!(
            "title: 科普\nbase_url: https://example.org/\ntheme: plain\noutputs: {{search: false}}\nposters: {{font: {name}}}\n"
        );
        site(&[("site.yaml", &settings)])
    };
    let found = |snapshot: &Snapshot, options: &BuildOptions| {
        let built = build(snapshot, options, &mut Cache::none());
        (codes(&built.diagnostics).into_iter().map(str::to_owned).collect::<Vec<_>>(), posters(&built).len())
    };
    let bare = on_a_machine(None);
    assert_eq!(found(&site(&[]), &bare), (vec![], 0), "no font is used unasked");
    assert_eq!(found(&named("方块体"), &bare), (vec![], 2));
    assert_eq!(found(&named("圆体"), &bare), (vec!["W0506".to_owned()], 0));
    assert_eq!(
        found(&named("圆体"), &lettered()),
        (vec!["W0506".to_owned()], 2),
        "the free one is used, and it is said"
    );
    assert_eq!(found(&named("圆体"), &options(TODAY)), (vec![], 0), "who makes no posters asks for no font");
    let (codes, _) = found(&named("themes/own/no.otf"), &lettered());
    assert_eq!(codes.len(), 1, "a path is no family: {codes:?}");
}
