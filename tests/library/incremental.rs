//! A build with a past equals a build without one: byte for byte and diagnostic for diagnostic.
//!
//! Random sequences of edits are made to a small site in memory, and after each the site is
//! built twice. There are five hundred of them; to try twenty thousand:
//!
//! ```text
//! KEPU_SEQUENCES=20000 cargo test --release --test library incremental
//! ```
//!
//! With the feature `testing` the cache is given mistakes, each of which must be noticed.
#![allow(clippy::disallowed_methods, reason = "the environment says how long to try")]

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};

use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::SourcePath;
use kepu::build::{BuildOptions, Built, Cache, build};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};

/// Where entries may lie; the first letter of a name is the collection's.
const PLACES: [&str; 12] = [
    "column/a.md",
    "column/b.md",
    "column/c/index.md",
    "column/a.en.md",
    "column/2026/d.md",
    "events/a.md",
    "events/e.md",
    "events/e.en.md",
    "bases/hall.md",
    "bases/garden.md",
    "about.md",
    "notes/n.md",
];

const ASSETS: [&str; 6] = [
    "content/column/c/pic.svg",
    "content/column/pic.svg",
    "static/logo.svg",
    "static/about/index.html",
    "assets/site.css",
    "themes/plain/assets/site.css",
];

const TITLES: [&str; 5] = ["彩虹", "露水", "<b>&月亮", "Dew", ""];
const DATES: [&str; 5] = ["2026-05-18", "2026-11-23", "2026-11-24 09:00", "2027-01-05", "昨天"];
const SLUGS: [&str; 5] = ["", "same", "a", "天文", "nul"];
const TAGS: [&str; 4] = ["", "[光]", "[光, 水]", "[light]"];
const NAMES: [&str; 8] = ["", "hall", "garden", "bases:hall", "a", "e", "nothing", "彩虹"];
const WHEN_SHOWN: [&str; 5] =
    ["", "draft: true", "publish_at: 2026-11-24", "expires: 2026-11-23", "aliases: [/old/, /a/]"];
const BODIES: [&str; 11] = [
    "",
    "一句话。",
    "[甲](a.md) [乙](b.md) [馆](../bases/hall.md)",
    "[地址](/about/) [标志](/logo.svg) [旧](/old/)",
    "![图](pic.svg)",
    "![图](c/pic.svg) [丙](c/index.md#节)",
    "## 节\n\n[别处](/column/)",
    "<em>原样</em> `code` $x^2$",
    "    缩进\n\n```rust\nfn main() {}\n```",
    "[^一]\n\n[^一]: 注。",
    "![照](photo.png)",
];
const ROWS: [&str; 5] = ["植物园,城区,一号路", "科技馆,北区,\"二号,路\"", "科技馆,城区", "气象站,城区,三号路,多", ",,"];
const CONFIGS: [&str; 9] = [
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\n",
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\n",
    "title: 换名\nbase_url: https://example.org/sub/\ntheme: plain\nlanguages: [zh-CN, en]\npage_size: 1\n",
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\nraw_html: false\n",
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\ntaxonomies: {district: {closed: true, terms: {north: 北区}}}\n",
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\ntime_zone: America/New_York\n",
    "title: Science\nbase_url: https://example.org/\ntheme: plain\nlanguage: en\nlanguages: [zh-CN]\noutputs: {feeds: false}\n",
    "title: 科普\nbase_url: https://example.org/\ntheme: child\nlanguages: [zh-CN, en]\n",
    "titel: 科普\ntheme: nosuch\n",
];
const DECLARATIONS: [&str; 5] = [
    "extends: article\n",
    "extends: article\nurl: /{collection}/{slug}/\npage_size: 1\n",
    "extends: article\ntitle: 专栏\nfields:\n  date: {type: date, label: 日期}\n",
    "extends: article\nsort: title\n",
    "extends: nosuch\n",
];
/// Templates of the site's own over the theme's: none, another, and faulty ones.
const TEMPLATES: [(&str, &str); 7] = [
    ("templates/entry/article.html", "<h1>{{ entry.title }}</h1>{{ body | safe }}"),
    ("templates/entry/article.html", "{{ entry.colour.name }}"),
    ("templates/entry/article.html", "{{ entry.title }"),
    ("themes/plain/templates/entry/article.html", "{{ entry.colour.name }}"),
    ("templates/home.html", "{{ site.title }} {{ t.home }}"),
    ("themes/child/templates/home.html", "child {{ site.title }} {{ t.home }}"),
    ("templates/entry/event.html", "{{ entry.title }} {% for time in upcoming %}{{ time.text }}{% endfor %}"),
];
const WORDS: [&str; 4] = ["home: 首页\n", "home: 主页\nall: 都\n", "home: [不是文字]\n", "home: \"没完\n"];
const HOLIDAYS: [&str; 3] = ["2027: {off: {元旦: 2027-01-01}}\n", "2026: {off: {}}\n", "2027: {off: 元旦}\n"];
const DAYS: [&str; 4] = ["2026-11-23", "2026-11-24", "2026-05-18", "2027-06-01"];

/// An entry as places in the lists above.
#[derive(Clone, Debug)]
struct Entry {
    title: usize,
    date: usize,
    slug: usize,
    tag: usize,
    reference: usize,
    shown: usize,
    body: usize,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Title,
    Date,
    Slug,
    Tag,
    Reference,
    Shown,
    Body,
}

#[derive(Clone, Debug)]
enum Edit {
    Write(usize, Entry),
    Change(usize, Part, usize),
    Delete(usize),
    /// Renames within a folder, or moves to another one.
    Move(usize, usize),
    /// Swaps the texts of two files.
    Swap(usize, usize),
    Table(Vec<usize>),
    Template(usize, bool),
    /// The same text at another place: the page stays, a fault has moved.
    MoveTemplate,
    Config(usize),
    Declaration(usize),
    Section(usize),
    Word(usize, bool),
    Asset(usize, Option<u8>),
    /// A photograph of another width, or a broken one.
    Photograph(Option<u32>),
    Today(usize),
    Drafts(bool),
    BaseUrl(Option<usize>),
    Holidays(Option<usize>),
    Nothing,
}

/// The site that edits are made to.
#[derive(Clone)]
struct Model {
    entries: BTreeMap<usize, Entry>,
    files: BTreeMap<SourcePath, SourceFile>,
    options: BuildOptions,
}

impl Model {
    fn new() -> Self {
        let mut files: BTreeMap<SourcePath, SourceFile> = crate::support::plain_theme().into_iter().collect();
        for (path, text) in [
            ("site.yaml", CONFIGS[0]),
            ("content/column/_collection.yaml", DECLARATIONS[0]),
            ("content/events/_collection.yaml", "extends: event\n"),
            ("content/bases/_collection.yaml", "extends: base\n"),
            ("content/bases/entries.csv", "标题,区县,地址\n气象站,城区,三号路\n"),
            (
                "content/bases/clinic.md",
                "---\ntitle: 诊所\ndistrict: 城区\naddress: 四号路\nopening_hours: 每天 9:00-17:00；节假日闭馆\n---\n",
            ),
            ("content/column/pic.svg", "<svg/>"),
            ("content/column/c/pic.svg", "<svg/>"),
            ("static/logo.svg", "<svg/>"),
            ("themes/child/theme.yaml", "name: child\napi: 1\nparent: plain\n"),
        ] {
            files.insert(crate::support::source_path(path), SourceFile::new(text.as_bytes()));
        }
        files.insert(crate::support::source_path("content/column/photo.png"), SourceFile::new(photograph(700)));
        let entry = |title, body| Entry { title, date: 0, slug: 0, tag: 1, reference: 1, shown: 0, body };
        let entries = [
            (0, entry(0, 2)),
            (1, entry(1, 1)),
            (2, entry(2, 6)),
            (6, entry(1, 1)),
            (8, entry(3, 0)),
            (10, entry(0, 1)),
        ];
        Self { entries: entries.into_iter().collect(), files, options: crate::support::options(DAYS[0]) }
    }

    fn snapshot(&self) -> Snapshot {
        let mut snapshot: Snapshot = self.files.iter().map(|(path, file)| (path.clone(), file.clone())).collect();
        for (place, entry) in &self.entries {
            let path = crate::support::source_path(&format!("content/{}", PLACES[*place]));
            snapshot.insert(path, SourceFile::new(text(PLACES[*place], entry).as_bytes()));
        }
        snapshot
    }

    fn put(&mut self, path: &str, text: &str) {
        self.files.insert(crate::support::source_path(path), SourceFile::new(text.as_bytes()));
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Write(place, entry) => {
                self.entries.insert(*place, entry.clone());
            }
            Edit::Change(place, part, to) => {
                if let Some(entry) = self.entries.get_mut(place) {
                    let (slot, length) = match part {
                        Part::Title => (&mut entry.title, TITLES.len()),
                        Part::Date => (&mut entry.date, DATES.len()),
                        Part::Slug => (&mut entry.slug, SLUGS.len()),
                        Part::Tag => (&mut entry.tag, TAGS.len()),
                        Part::Reference => (&mut entry.reference, NAMES.len()),
                        Part::Shown => (&mut entry.shown, WHEN_SHOWN.len()),
                        Part::Body => (&mut entry.body, BODIES.len()),
                    };
                    *slot = to % length;
                }
            }
            Edit::Delete(place) => {
                self.entries.remove(place);
            }
            Edit::Move(from, to) => {
                if let Some(entry) = self.entries.remove(from) {
                    self.entries.insert(*to, entry);
                }
            }
            Edit::Swap(one, other) => {
                let (first, second) = (self.entries.remove(one), self.entries.remove(other));
                self.entries.extend(first.map(|entry| (*other, entry)));
                self.entries.extend(second.map(|entry| (*one, entry)));
            }
            Edit::Table(rows) => {
                let rows: Vec<&str> = rows.iter().map(|row| ROWS[*row]).collect();
                self.put("content/bases/entries.csv", &format!("标题,区县,地址\n{}\n", rows.join("\n")));
            }
            Edit::Template(which, there) => {
                let (path, text) = TEMPLATES[*which];
                if *there {
                    self.put(path, text);
                } else {
                    self.files.remove(&crate::support::source_path(path));
                }
            }
            Edit::MoveTemplate => {
                let (own, themes) = ("templates/entry/article.html", "themes/plain/templates/entry/article.html");
                for (from, to) in [(own, themes), (themes, own)] {
                    if let Some(file) = self.files.remove(&crate::support::source_path(from)) {
                        self.files.insert(crate::support::source_path(to), file);
                        break;
                    }
                }
            }
            Edit::Config(which) => self.put("site.yaml", CONFIGS[*which]),
            Edit::Declaration(which) => self.put("content/column/_collection.yaml", DECLARATIONS[*which]),
            Edit::Section(which) => {
                self.put("content/column/_index.md", &format!("---\ntitle: 栏目\n---\n{}\n", BODIES[*which]))
            }
            Edit::Word(which, of_theme) => {
                let path = if *of_theme { "themes/plain/i18n/zh-CN.yaml" } else { "i18n/zh-CN.yaml" };
                self.put(path, WORDS[*which]);
            }
            Edit::Asset(which, Some(version)) => self.put(ASSETS[*which], &format!("<svg id=\"{version}\"/>")),
            Edit::Asset(which, None) => {
                self.files.remove(&crate::support::source_path(ASSETS[*which]));
            }
            Edit::Photograph(width) => {
                let path = crate::support::source_path("content/column/photo.png");
                match width {
                    Some(width) => self.files.insert(path, SourceFile::new(photograph(*width))),
                    None => self.files.remove(&path),
                };
            }
            Edit::Today(which) => self.options.now = crate::support::options(DAYS[*which]).now,
            Edit::Drafts(drafts) => self.options.drafts = *drafts,
            Edit::BaseUrl(which) => {
                let addresses = ["https://example.com/", "https://example.com/other/", "nowhere"];
                self.options.base_url = which.map(|which| addresses[which].to_owned());
            }
            Edit::Holidays(Some(which)) => self.put("holidays.yaml", HOLIDAYS[*which]),
            Edit::Holidays(None) => {
                self.files.remove(&crate::support::source_path("holidays.yaml"));
            }
            Edit::Nothing => {}
        }
    }
}

/// A grey picture; one of no width is broken.
fn photograph(width: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::GrayImage::new(width.max(1), 20);
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture that can be written");
    let mut bytes = bytes.into_inner();
    bytes.truncate(if width == 0 { 30 } else { bytes.len() });
    bytes
}

fn text(place: &str, entry: &Entry) -> String {
    let mut lines = vec!["---".to_owned(), format!("title: \"{}\"", TITLES[entry.title])];
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{key}: {value}"));
        }
    };
    line("slug", SLUGS[entry.slug]);
    line("tags", TAGS[entry.tag]);
    match place.split('/').next().unwrap_or_default() {
        "column" => {
            line("date", DATES[entry.date]);
            line("bases", NAMES[entry.reference]);
            line("cover", if entry.tag == 2 { "photo.png" } else { "" });
        }
        "events" => {
            line("start", DATES[entry.date]);
            line("base", NAMES[entry.reference]);
            line("recurrence", if entry.tag == 2 { "FREQ=WEEKLY;COUNT=3" } else { "" });
        }
        "bases" => {
            line("district", if entry.tag == 1 { "北区" } else { "城区" });
            line("address", "一号路");
        }
        _ => {}
    }
    lines.push(WHEN_SHOWN[entry.shown].to_owned());
    format!("{}\n---\n{}\n", lines.join("\n"), BODIES[entry.body])
}

fn any_entry() -> impl Strategy<Value = Entry> {
    // The last of each list is a fault, which is to be rare: most sites are sound.
    let mostly = |length: usize| prop_oneof![8 => 0..length - 1, 1 => Just(length - 1)];
    (
        mostly(TITLES.len()),
        mostly(DATES.len()),
        mostly(SLUGS.len()),
        0..TAGS.len(),
        mostly(NAMES.len()),
        0..WHEN_SHOWN.len(),
        0..BODIES.len(),
    )
        .prop_map(|(title, date, slug, tag, reference, shown, body)| Entry {
            title,
            date,
            slug,
            tag,
            reference,
            shown,
            body,
        })
}

fn any_part() -> impl Strategy<Value = Part> {
    prop_oneof![
        Just(Part::Title),
        Just(Part::Date),
        Just(Part::Slug),
        Just(Part::Tag),
        Just(Part::Reference),
        Just(Part::Shown),
        Just(Part::Body)
    ]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let place = || 0..PLACES.len();
    prop_oneof![
        4 => (place(), any_entry()).prop_map(|(place, entry)| Edit::Write(place, entry)),
        8 => (place(), any_part(), 0..60_usize).prop_map(|(place, part, to)| Edit::Change(place, part, to)),
        2 => place().prop_map(Edit::Delete),
        2 => (place(), place()).prop_map(|(from, to)| Edit::Move(from, to)),
        1 => (place(), place()).prop_map(|(one, other)| Edit::Swap(one, other)),
        2 => prop::collection::vec(0..ROWS.len(), 0..4).prop_map(Edit::Table),
        2 => (0..TEMPLATES.len(), any::<bool>()).prop_map(|(which, there)| Edit::Template(which, there)),
        1 => Just(Edit::MoveTemplate),
        2 => (0..CONFIGS.len()).prop_map(Edit::Config),
        1 => (0..DECLARATIONS.len()).prop_map(Edit::Declaration),
        1 => (0..BODIES.len()).prop_map(Edit::Section),
        1 => (0..WORDS.len(), any::<bool>()).prop_map(|(which, of_theme)| Edit::Word(which, of_theme)),
        2 => (0..ASSETS.len(), prop::option::of(0..3_u8)).prop_map(|(which, version)| Edit::Asset(which, version)),
        2 => prop::option::of(0..4_u32).prop_map(|width| Edit::Photograph(width.map(|width| width * 300))),
        2 => (0..DAYS.len()).prop_map(Edit::Today),
        1 => any::<bool>().prop_map(Edit::Drafts),
        1 => prop::option::of(0..3_usize).prop_map(Edit::BaseUrl),
        1 => prop::option::of(0..HOLIDAYS.len()).prop_map(Edit::Holidays),
        1 => Just(Edit::Nothing),
    ]
}

/// What of two builds differs first; nothing where they are equal.
fn difference(warm: &Built, clean: &Built) -> Option<String> {
    for (path, output) in &clean.outputs {
        match warm.outputs.get(path) {
            None => return Some(format!("{path} is missing")),
            Some(found) if found.content != output.content => {
                let (found, wanted) =
                    (String::from_utf8_lossy(found.content.held()), String::from_utf8_lossy(output.content.held()));
                return Some(format!("{path} differs\n--- with a past\n{found}\n--- without\n{wanted}"));
            }
            Some(found) if found.url != output.url => return Some(format!("{path} has another address")),
            Some(_) => {}
        }
    }
    if let Some(path) = warm.outputs.keys().find(|path| !clean.outputs.contains_key(*path)) {
        return Some(format!("{path} should be gone"));
    }
    if warm.diagnostics != clean.diagnostics {
        return Some(format!("--- with a past\n{:#?}\n--- without\n{:#?}", warm.diagnostics, clean.diagnostics));
    }
    (warm.pages != clean.pages).then(|| format!("{} pages instead of {}", warm.pages, clean.pages))
}

fn holds(edits: &[Edit]) -> Result<(), TestCaseError> {
    holds_with(edits, Cache::default())
}

fn holds_with(edits: &[Edit], mut cache: Cache) -> Result<(), TestCaseError> {
    let mut model = Model::new();
    build(&model.snapshot(), &model.options, &mut cache);
    for (step, edit) in edits.iter().enumerate() {
        model.apply(edit);
        let snapshot = model.snapshot();
        let warm = build(&snapshot, &model.options, &mut cache);
        let clean = crate::support::clean_build(&snapshot, &model.options);
        if let Some(difference) = difference(&warm, &clean) {
            return Err(TestCaseError::fail(format!("after edit {}: {difference}", step + 1)));
        }
    }
    Ok(())
}

/// What edits do, file by file, so that a failure can be read without the lists above.
fn story(edits: &[Edit]) -> String {
    let mut model = Model::new();
    let mut told = String::new();
    for (step, edit) in edits.iter().enumerate() {
        let (before, options) = (model.snapshot(), model.options.clone());
        model.apply(edit);
        let after = model.snapshot();
        told += &format!("{}. {edit:?}\n", step + 1);
        for (path, file) in
            after.iter().filter(|(path, file)| before.get(path).map(|file| file.fingerprint) != Some(file.fingerprint))
        {
            told += &format!("   {path} is now {:?}\n", file.text().unwrap_or_default());
        }
        for (path, _) in before.iter().filter(|(path, _)| after.get(path).is_none()) {
            told += &format!("   {path} is gone\n");
        }
        if format!("{options:?}") != format!("{:?}", model.options) {
            told += &format!("   {:?}\n", model.options);
        }
    }
    told
}

/// Tries sequences until one fails, and then shorter and simpler ones for as long as they fail too.
/// What fails of the program's own cache is a regression: it is kept in `tests/proptest-regressions/`, and tried first
/// from then on. A planted fault has to fail, and none of that is kept.
fn try_sequences(number: u32, seed: u64, cache: fn() -> Cache, own: bool) -> Result<(), String> {
    let mut config = ProptestConfig { cases: number, source_file: Some(file!()), ..ProptestConfig::default() };
    if !own {
        config.failure_persistence = None;
    }
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, chance);
    let edits = prop::collection::vec(any_edit(), 1..12);
    match runner.run(&edits, |edits| holds_with(&edits, cache())) {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, edits)) => Err(format!("{}{reason}", story(&edits))),
        Err(other) => Err(other.to_string()),
    }
}

#[test]
fn a_build_with_a_past_equals_one_without() {
    let number = std::env::var("KEPU_SEQUENCES").ok().and_then(|number| number.parse().ok()).unwrap_or(500_u32);
    // Small sites don't keep several cores busy; several sites do.
    let threads = std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(1));
    let share = number.div_ceil(threads);
    // Other sequences every time: what fails is shown whole, and can be made a test of its own.
    let start = RandomState::new().hash_one(number);
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                scope.spawn(move || try_sequences(share, start.wrapping_add(part.into()), Cache::default, true))
            })
            .collect();
        for part in parts {
            if let Err(failure) = part.join().expect("a thread that ends") {
                panic!("\n{failure}");
            }
        }
    });
}

#[cfg(feature = "testing")]
#[test]
fn each_planted_fault_is_noticed() {
    use kepu::build::CacheFault;
    std::thread::scope(|scope| {
        for (name, cache) in [
            ("the theme left out", (|| Cache::with_fault(CacheFault::ThemeLeftOut)) as fn() -> Cache),
            ("the path left out", || Cache::with_fault(CacheFault::PathLeftOut)),
            ("the day left out", || Cache::with_fault(CacheFault::DayLeftOut)),
            ("diagnostics only on a miss", || Cache::with_fault(CacheFault::DiagnosticsOnlyOnMiss)),
        ] {
            scope.spawn(move || {
                // As many as are tried of a cache without a fault.
                let failure = try_sequences(500, 1, cache, false).expect_err(name);
                let steps = failure.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).count();
                assert!(steps <= 3, "{name}: not shrunk to what matters\n{failure}");
                println!("{name}:\n{}\n", failure.chars().take(1200).collect::<String>());
            });
        }
    });
}

#[test]
fn the_site_that_is_edited_is_sound() {
    let model = Model::new();
    let built = crate::support::clean_build(&model.snapshot(), &model.options);
    // Pictures of a kind that only later edits use, and a title with an entity, which is shown as typed.
    let faults: Vec<_> = built.diagnostics.iter().filter(|found| !["W0410", "W0253"].contains(&found.code.0)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(built.outputs.len() > 30, "it has pages of every kind");
}

#[test]
fn a_failing_template_is_told_where_it_lies_now() {
    // The text stays the same, the place doesn't.
    let edits = [Edit::Template(1, true), Edit::MoveTemplate, Edit::MoveTemplate];
    if let Err(fault) = holds(&edits) {
        panic!("{fault}");
    }
}

#[test]
fn what_comes_back_is_built_as_before() {
    let mut model = Model::new();
    let mut cache = Cache::default();
    let first = build(&model.snapshot(), &model.options, &mut cache);
    for edit in [Edit::Config(2), Edit::Delete(0), Edit::Today(3), Edit::Drafts(true)] {
        model.apply(&edit);
        build(&model.snapshot(), &model.options, &mut cache);
    }
    let back = Model::new();
    let again = build(&back.snapshot(), &back.options, &mut cache);
    assert_eq!(difference(&again, &first), None);
}
