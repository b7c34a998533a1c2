//! Texts that are reviewed before they are published: what is signed is what is public.

use std::collections::{BTreeMap, BTreeSet};

use kepu::authoring::moving;
use kepu::authoring::review::{
    PublicVersion, ReviewRow, ReviewState, Signature, adopt, carry, find, review, rows, sign,
};
use kepu::base::diagnostic::Diagnostic;
use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::{BuildOptions, Built, Cache, Ready, prepare};
use proptest::prelude::*;

use crate::support::{TODAY, add_plain_theme, clean_build, codes, options, source_path};

const CONFIG: &str = "title: 科普\nbase_url: https://example.org/\ntheme: plain\nlanguages: [zh-CN, en]\nreview: {collections: [column, bases]}\n";
const TIME: &str = "2026-05-20T10:00:00+08:00";

fn put(site: &mut Snapshot, path: &str, text: &str) {
    site.insert(source_path(path), SourceFile::new(text.as_bytes()));
}

fn site(files: &[(&str, &str)]) -> Snapshot {
    let mut site = Snapshot::default();
    put(&mut site, "site.yaml", CONFIG);
    put(&mut site, "content/column/_collection.yaml", "extends: article\ntitle: 专栏\n");
    put(&mut site, "content/news/_collection.yaml", "extends: article\ntitle: 动态\n");
    put(&mut site, "content/bases/_collection.yaml", "extends: base\ntitle: 基地\n");
    files.iter().for_each(|(path, text)| put(&mut site, path, text));
    add_plain_theme(&mut site);
    site
}

fn text(body: &str) -> String {
    format!("---\ntitle: 江雾\ndate: 2026-05-01\n---\n{body}\n")
}

fn ready(site: &Snapshot) -> Ready {
    prepare(site, &options(TODAY), &mut Cache::none())
}

fn built(site: &Snapshot) -> Built {
    clean_build(site, &options(TODAY))
}

/// What readers get at an address that ends so.
fn shown(built: &Built, end: &str) -> Option<String> {
    let found = built.outputs.iter().find(|(path, _)| path.as_str().ends_with(end));
    found.map(|(_, output)| String::from_utf8_lossy(&output.content.bytes().unwrap()).into_owned())
}

fn decide(site: &mut Snapshot, entry: &str, stage: &str, by: &str, note: &str) -> Result<(), Diagnostic> {
    let ready = ready(site);
    let unit = find(&ready, entry)?;
    let files = sign(site, &ready, unit, &Signature { stage, by, note, is_return: !note.is_empty(), time: TIME })?;
    files.into_iter().for_each(|(path, bytes)| site.insert(path, SourceFile::new(bytes)));
    Ok(())
}

fn sign_all(site: &mut Snapshot, entry: &str) {
    for (stage, by) in [("first", "甲"), ("复审", "乙"), ("final", "丙")] {
        decide(site, entry, stage, by, "").unwrap();
    }
}

fn row(site: &Snapshot, file: &str) -> ReviewRow {
    let ready = ready(site);
    let rows = rows(&ready, review(&ready).unwrap(), "zh");
    rows.into_iter().find(|row| row.file == file).unwrap()
}

#[test]
fn a_text_is_public_when_every_stage_has_signed_it() {
    let mut site = site(&[("content/column/fog.md", &text("第一版")), ("content/news/a.md", &text("不用审"))]);
    for (stage, by) in [("初审", "甲"), ("复审", "乙"), ("终审", "丙")] {
        let before = built(&site);
        assert_eq!(codes(&before.diagnostics), ["W1401"]);
        assert_eq!(shown(&before, "fog/index.html"), None);
        assert!(before.outputs.keys().all(|path| !path.as_str().contains("fog")));
        assert!(shown(&before, "a/index.html").is_some(), "other collections are as they were");
        decide(&mut site, "column/fog", stage, by, "").unwrap();
    }
    let after = built(&site);
    assert_eq!(codes(&after.diagnostics), [""; 0]);
    assert!(shown(&after, "fog/index.html").unwrap().contains("第一版"));
    let row = row(&site, "content/column/fog.md");
    assert_eq!((row.state, row.public, row.signed.len()), (ReviewState::Signed, PublicVersion::Current, 3));
}

#[test]
fn a_change_waits_and_the_signed_version_stays() {
    let mut site =
        site(&[("content/column/fog.md", &text("第一版 [附件](data.txt)")), ("content/column/data.txt", "附件一")]);
    sign_all(&mut site, "column/fog");
    let first = built(&site);
    // The text and the attachment are changed, and the attachment of the signed version is gone.
    put(&mut site, "content/column/fog.md", &text("第二版 [附件](more.txt)"));
    put(&mut site, "content/column/more.txt", "附件二");
    site.remove(&source_path("content/column/data.txt"));
    let now = built(&site);
    assert_eq!(codes(&now.diagnostics), ["W1402"]);
    let same = |built: &Built| -> BTreeMap<String, Vec<u8>> {
        let bytes = |output: &kepu::build::Output| output.content.bytes().unwrap().to_vec();
        built.outputs.iter().map(|(path, output)| (path.to_string(), bytes(output))).collect()
    };
    assert!(same(&now) == same(&first), "the site is the same to the byte: pages, feeds, search, data");
    let drafts = clean_build(&site, &BuildOptions { drafts: true, ..options(TODAY) });
    assert!(shown(&drafts, "fog/index.html").unwrap().contains("第二版"), "those who write see the new text");
    sign_all(&mut site, "column/fog");
    let signed = built(&site);
    assert!(shown(&signed, "fog/index.html").unwrap().contains("第二版"));
    assert_eq!((shown(&signed, "data.txt"), shown(&signed, "more.txt").as_deref()), (None, Some("附件二")));
    // Back to the words that were signed first: their signatures hold.
    put(&mut site, "content/column/fog.md", &text("第一版 [附件](data.txt)"));
    put(&mut site, "content/column/data.txt", "附件一");
    assert_eq!(codes(&built(&site).diagnostics), ["W0410"]);
    assert!(shown(&built(&site), "fog/index.html").unwrap().contains("第一版"));
}

#[test]
fn spacing_order_comments_and_line_ends_void_nothing() {
    let mut site =
        site(&[("content/column/fog.md", "---\ntitle: 江雾\ndate: 2026-05-01\ntags: [水, 气]\n---\n一\n\n二\n")]);
    sign_all(&mut site, "column/fog");
    for other in [
        "---\n# 说明\ntags:\n  - 水\n  - 气\ndate: 2026-05-01\ntitle: \"江雾\"\n---\n\n一\n\n\n\n二\n",
        "---\r\ntitle: 江雾\r\ndate: 2026-05-01\r\ntags: [水, 气]\r\n---\r\n一\r\n\r\n二\r\n",
        // When it goes out and what a check makes of it isn't what was signed.
        "---\ntitle: 江雾\ndate: 2026-05-01\ntags: [水, 气]\npublish_at: 2026-05-02 08:00\n---\n一\n\n二\n",
    ] {
        put(&mut site, "content/column/fog.md", other);
        assert_eq!(codes(&built(&site).diagnostics), [""; 0], "{other}");
    }
    for other in [
        "---\ntitle: 江雾\ndate: 2026-05-01\ntags: [水]\n---\n一\n\n二\n",
        "---\ntitle: 江雾\ndate: 2026-05-02\ntags: [水, 气]\n---\n一\n\n二\n",
        "---\ntitle: 江雾\ndate: 2026-05-01\ntags: [水, 气]\n---\n一\n\n二。\n",
    ] {
        put(&mut site, "content/column/fog.md", other);
        assert_eq!(codes(&built(&site).diagnostics), ["W1402"], "{other}");
    }
}

#[test]
fn stages_sign_in_order_each_by_another_person() {
    let mut site = site(&[("content/column/fog.md", &text("一"))]);
    let code = |done: Result<(), Diagnostic>| done.unwrap_err().code.0;
    assert_eq!(code(decide(&mut site, "column/fog", "second", "乙", "")), "E1404");
    assert_eq!(code(decide(&mut site, "column/fog", "四审", "乙", "")), "E1403");
    assert_eq!(code(decide(&mut site, "column/fogg", "first", "甲", "")), "E1402");
    assert_eq!(code(decide(&mut site, "column/fog", "first", " ", "")), "E1409");
    decide(&mut site, "江雾", "first", "王 芳", "").unwrap();
    assert_eq!(code(decide(&mut site, "column/fog", "first", "甲", "")), "E1408");
    assert_eq!(code(decide(&mut site, "column/fog", "second", "王芳", "")), "E1405");
    decide(&mut site, "column/fog", "second", "乙", "图片换一张").unwrap();
    let returned = row(&site, "content/column/fog.md");
    assert_eq!(returned.state, ReviewState::Returned);
    assert_eq!(returned.returned.unwrap().note, "图片换一张");
    assert_eq!(code(decide(&mut site, "column/fog", "final", "丙", "")), "E1404");
    decide(&mut site, "column/fog", "second", "乙", "").unwrap();
    decide(&mut site, "column/fog", "final", "丙", "").unwrap();
    assert_eq!(codes(&built(&site).diagnostics), [""; 0]);
    // What was public is taken off by a return, and comes back when all that follow have signed again.
    decide(&mut site, "column/fog", "first", "王芳", "有误").unwrap();
    assert_eq!(codes(&built(&site).diagnostics), ["W1401"]);
    decide(&mut site, "column/fog", "first", "王芳", "").unwrap();
    assert_eq!(codes(&built(&site).diagnostics), ["W1401"]);
    put(&mut site, "content/column/fog.md", "---\ntitle: [\n---\n");
    assert_eq!(code(decide(&mut site, "column/fog.md", "first", "甲", "")), "E1407");
}

#[test]
fn one_person_may_sign_everything_where_the_site_says_so() {
    let mut site = site(&[("content/column/fog.md", &text("一"))]);
    let config = "title: 科普\nbase_url: https://example.org/\ntheme: plain\nreview:\n  collections: [column]\n  same_person: true\n  stages: [{id: one, name: 审稿}, {id: two, name: 签发}]\n";
    put(&mut site, "site.yaml", config);
    for stage in ["审稿", "two"] {
        decide(&mut site, "column/fog", stage, "甲", "").unwrap();
    }
    assert_eq!(codes(&built(&site).diagnostics), [""; 0]);
    // Another stage asks for another signature of everything.
    put(&mut site, "site.yaml", &config.replace("name: 签发}", "name: 签发}, {id: three}"));
    assert_eq!(codes(&built(&site).diagnostics), ["W1401"]);
    put(&mut site, "site.yaml", &config.replace("[column]", "[colum]"));
    assert!(codes(&built(&site).diagnostics).contains(&"E0104"));
}

#[test]
fn withdrawing_needs_no_signature() {
    let mut site = site(&[("content/column/fog.md", &text("一"))]);
    sign_all(&mut site, "column/fog");
    for draft in ["draft: true", "expires: 2026-05-02"] {
        let text = format!("---\ntitle: 江雾\ndate: 2026-05-01\n{draft}\n---\n改过\n");
        put(&mut site, "content/column/fog.md", &text);
        assert_eq!(shown(&built(&site), "fog/index.html"), None, "{draft}");
    }
    site.remove(&source_path("content/column/fog.md"));
    assert_eq!(codes(&built(&site).diagnostics), ["W1407"]);
    assert_eq!(shown(&built(&site), "fog/index.html"), None);
}

#[test]
fn a_shared_picture_changes_when_all_that_show_it_are_signed_with_it() {
    let mut site = site(&[
        ("content/column/fog.md", &text("[附件](data.txt)")),
        ("content/column/dew.md", &text("[附件](data.txt)")),
        ("content/column/data.txt", "一"),
    ]);
    sign_all(&mut site, "column/fog");
    sign_all(&mut site, "column/dew");
    put(&mut site, "content/column/data.txt", "二");
    assert_eq!(codes(&built(&site).diagnostics), ["W1402", "W1402"]);
    sign_all(&mut site, "column/fog");
    assert_eq!(codes(&built(&site).diagnostics), ["W1402", "W1403"]);
    assert_eq!(shown(&built(&site), "data.txt").as_deref(), Some("一"));
    sign_all(&mut site, "column/dew");
    assert_eq!(codes(&built(&site).diagnostics), [""; 0]);
    assert_eq!(shown(&built(&site), "data.txt").as_deref(), Some("二"));
}

#[test]
fn translations_and_words_at_the_head_are_texts_of_their_own() {
    let mut site = site(&[
        ("content/column/fog.md", &text("中文")),
        ("content/column/fog.en.md", &text("English")),
        ("content/column/_index.md", "---\ntitle: 专栏\n---\n栏目说明\n"),
    ]);
    sign_all(&mut site, "column/fog.md");
    let built = built(&site);
    assert_eq!(codes(&built.diagnostics), ["W1401", "W1401"]);
    assert!(shown(&built, "fog/index.html").unwrap().contains("中文"));
    assert!(built.outputs.values().all(|output| !String::from_utf8_lossy(output.content.held()).contains("栏目说明")));
    assert!(built.outputs.keys().all(|path| !(path.as_str().starts_with("en/") && path.as_str().contains("fog"))));
    sign_all(&mut site, "column/_index.md");
    let signed = crate::review::built(&site);
    assert!(signed.outputs.values().any(|output| String::from_utf8_lossy(output.content.held()).contains("栏目说明")));
}

#[test]
fn a_table_is_signed_as_a_whole() {
    let head = "title,address,district\n";
    let mut site =
        site(&[("content/bases/entries.csv", &format!("{head}天文馆,一路1号,江北区\n水文站,二路2号,江北区\n"))]);
    assert_eq!(codes(&built(&site).diagnostics), ["W1401"], "told once, not once a row");
    sign_all(&mut site, "bases/entries.csv");
    let signed = built(&site);
    assert_eq!(codes(&signed.diagnostics), [""; 0]);
    // Rows in another order say the same; another row, or another word, doesn't.
    put(&mut site, "content/bases/entries.csv", &format!("{head}水文站,二路2号,江北区\n天文馆,一路1号,江北区\n"));
    assert_eq!(codes(&built(&site).diagnostics), [""; 0]);
    put(&mut site, "content/bases/entries.csv", &format!("{head}水文站,二路3号,江北区\n气象台,三路,江北区\n"));
    let changed = built(&site);
    assert_eq!(codes(&changed.diagnostics), ["W1402"]);
    let all: String = changed.outputs.values().map(|one| String::from_utf8_lossy(one.content.held())).collect();
    assert!(all.contains("二路2号") && !all.contains("二路3号") && !all.contains("气象台"));
    assert!(!all.contains("一路1号"), "a row that was taken out is withdrawn");
}

#[test]
fn others_may_name_what_is_not_signed_yet() {
    let mut site = site(&[
        ("content/column/fog.md", &text("一")),
        (
            "content/news/_collection.yaml",
            "extends: article\nfields:\n  seen: {type: list of reference, to: column, optional: true, label: 看过}\n",
        ),
        ("content/news/a.md", "---\ntitle: 动态\ndate: 2026-05-01\nseen: [fog]\n---\n一\n"),
    ]);
    assert_eq!(codes(&built(&site).diagnostics), ["W1401", "W0307"]);
    sign_all(&mut site, "column/fog");
    assert_eq!(codes(&built(&site).diagnostics), [""; 0]);
}

#[test]
fn records_that_were_changed_or_lost_do_not_count() {
    let mut site = site(&[("content/column/fog.md", &text("一"))]);
    sign_all(&mut site, "column/fog");
    let paths: Vec<_> = site.paths_below("reviews").map(|(_, path)| path.clone()).collect();
    assert_eq!(paths.len(), 4, "a text, and three records: {paths:?}");
    for path in &paths {
        let mut other = site.clone();
        let changed = format!("{} ", site.text(path).unwrap());
        other.insert(path.clone(), SourceFile::new(changed.as_bytes()));
        if path.as_str().contains("/kept/") {
            // The text itself is there as it was signed.
            assert_eq!(codes(&built(&other).diagnostics), [""; 0]);
            put(&mut other, "content/column/fog.md", &text("二"));
            assert_eq!(codes(&built(&other).diagnostics), ["W1405", "W1406", "W1401"]);
        } else {
            assert_eq!(codes(&built(&other).diagnostics), ["W1401", "W1404"]);
        }
        assert_eq!(shown(&built(&other), "fog/index.html"), None, "{path}");
        other.remove(path);
        assert_eq!(shown(&built(&other), "fog/index.html"), None, "{path}");
    }
}

#[test]
fn what_two_copies_of_a_site_signed_comes_together() {
    let start = {
        let mut site = site(&[("content/column/fog.md", &text("一"))]);
        decide(&mut site, "column/fog", "first", "甲", "").unwrap();
        site
    };
    let merged = |one: &Snapshot, other: &Snapshot| -> Snapshot {
        one.iter().chain(other.iter()).map(|(path, file)| (path.clone(), file.clone())).collect()
    };
    // One copy signs on, another returns it: nobody can say which was first, so it isn't public.
    let (mut on, mut back) = (start.clone(), start.clone());
    decide(&mut on, "column/fog", "second", "乙", "").unwrap();
    decide(&mut on, "column/fog", "final", "丙", "").unwrap();
    decide(&mut back, "column/fog", "second", "丁", "不行").unwrap();
    assert!(shown(&built(&on), "fog/index.html").is_some());
    assert_eq!(shown(&built(&merged(&on, &back)), "fog/index.html"), None);
    // Two copies that both signed are signed.
    let mut both = start.clone();
    decide(&mut both, "column/fog", "second", "丁", "").unwrap();
    assert!(shown(&built(&merged(&on, &both)), "fog/index.html").is_some());
}

#[test]
fn what_was_there_before_the_review_is_taken_over_once() {
    let mut site = site(&[
        ("content/column/fog.md", &text("一")),
        ("content/column/dew.md", &text("露")),
        ("content/column/draft.md", "---\ntitle: 稿\ndate: 2026-05-01\ndraft: true\n---\n一\n"),
    ]);
    decide(&mut site, "column/dew", "first", "甲", "").unwrap();
    let take = |site: &mut Snapshot| {
        let (files, taken) = adopt(site, &ready(site), "局长", TIME).unwrap();
        files.into_iter().for_each(|(path, bytes)| site.insert(path, SourceFile::new(bytes)));
        taken
    };
    assert_eq!(take(&mut site), 1, "neither a draft nor what is being reviewed");
    assert_eq!(take(&mut site), 0);
    assert_eq!(codes(&built(&site).diagnostics), ["W1401"]);
    put(&mut site, "content/column/fog.md", &text("二"));
    assert_eq!(take(&mut site), 0);
    assert!(shown(&built(&site), "fog/index.html").unwrap().contains("一"));
}

#[test]
fn a_move_takes_signatures_along() {
    let mut site = site(&[
        ("content/column/fog/index.md", &text("见[露](../dew.md)、[附件](data.txt)")),
        ("content/column/fog/data.txt", "一"),
        ("content/column/dew.md", &text("露，见[雾](fog/index.md)")),
        ("content/column/ice.md", &text("冰，见[雾](fog/index.md)")),
    ]);
    for entry in ["column/fog", "column/dew", "column/ice"] {
        sign_all(&mut site, entry);
    }
    // Of one text an earlier version is public, and the move changes a link in it.
    put(&mut site, "content/column/ice.md", &text("冰改过，见[雾](fog/index.md)"));
    let (from, to) = (source_path("content/column/fog"), source_path("content/column/2026/wu"));
    let drafts = BuildOptions { drafts: true, ..options(TODAY) };
    let planned = moving::plan(&site, &drafts, &from, &to).unwrap();
    let carried = carry(&site, &drafts, (&from, &to), &planned, TIME).unwrap();
    for path in planned.moved.keys().chain(&carried.removed) {
        site.remove(path);
    }
    planned.written.into_iter().for_each(|(path, file)| site.insert(path, file));
    carried.written.into_iter().for_each(|(path, bytes)| site.insert(path, SourceFile::new(bytes)));
    let moved = built(&site);
    assert_eq!(codes(&moved.diagnostics), ["W1402"], "{:?}", moved.diagnostics);
    assert!(shown(&moved, "wu/index.html").unwrap().contains("见"));
    let ice = shown(&moved, "ice/index.html").unwrap();
    assert!(ice.contains("冰，见") && ice.contains("/wu/"), "{ice}");
}

/// What may happen to a text, in any order.
#[derive(Clone, Debug)]
enum Step {
    Body(u8),
    File(u8),
    Format(u8),
    Draft(bool),
    Sign(usize, u8),
    Return(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..3u8).prop_map(Step::Body),
        1 => (0..2u8).prop_map(Step::File),
        1 => (0..3u8).prop_map(Step::Format),
        1 => any::<bool>().prop_map(Step::Draft),
        8 => (0..3usize, 0..4u8).prop_map(|(stage, by)| Step::Sign(stage, by)),
        1 => (0..3usize).prop_map(Step::Return),
    ]
}

/// How far one version has come, as people would keep it in a book.
#[derive(Clone, Default)]
struct Book {
    held: Vec<u8>,
    returned: BTreeSet<usize>,
}

impl Book {
    fn next(&self) -> usize {
        self.returned.first().copied().unwrap_or(usize::MAX).min(self.held.len())
    }

    fn sign(&mut self, stage: usize, by: u8) -> bool {
        if stage != self.next() || stage > 2 || self.held[..stage].contains(&by) {
            return false;
        }
        self.held.truncate(stage);
        self.held.push(by);
        self.returned.remove(&stage);
        true
    }

    fn give_back(&mut self, stage: usize) -> bool {
        if stage > self.next() {
            return false;
        }
        self.held.truncate(stage);
        self.returned.insert(stage);
        true
    }

    fn is_full(&self) -> bool {
        self.held.len() == 3 && self.returned.is_empty()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_public_that_lacks_a_signature(steps in proptest::collection::vec(step(), 1..20)) {
        let mut site = site(&[("content/column/fog.md", &text("版本0 [附件](data.txt)")), ("content/column/data.txt", "附件0")]);
        let (mut body, mut file, mut form, mut draft) = (0, 0, 0, false);
        let mut books: BTreeMap<(u8, u8), Book> = BTreeMap::new();
        for step in steps {
            match &step {
                Step::Body(other) => body = *other,
                Step::File(other) => file = *other,
                Step::Format(other) => form = *other,
                Step::Draft(other) => draft = *other,
                Step::Sign(stage, by) => {
                    let done = decide(&mut site, "column/fog", ["first", "second", "final"][*stage], &format!("审{by}"), "");
                    let book = books.entry((body, file)).or_default();
                    prop_assert_eq!(done.is_ok(), book.sign(*stage, *by), "{:?}: {:?}", step, done);
                }
                Step::Return(stage) => {
                    let done = decide(&mut site, "column/fog", ["first", "second", "final"][*stage], "退稿人", "不行");
                    let book = books.entry((body, file)).or_default();
                    prop_assert_eq!(done.is_ok(), book.give_back(*stage), "{:?}: {:?}", step, done);
                }
            }
            let (line, drafted) = (format!("版本{body} [附件](data.txt)"), if draft { "draft: true\n" } else { "" });
            let text = match form {
                0 => format!("---\ntitle: 江雾\ndate: 2026-05-01\n{drafted}---\n{line}\n"),
                1 => format!("---\n# 说明\ndate: 2026-05-01\n{drafted}title: '江雾'\n---\n\n\n{line}\n\n"),
                _ => format!("---\r\ntitle: 江雾\r\n{drafted}date: 2026-05-01\r\n---\r\n{line}\r\n"),
            };
            put(&mut site, "content/column/fog.md", &text);
            put(&mut site, "content/column/data.txt", &format!("附件{file}"));
            let built = built(&site);
            let page = shown(&built, "fog/index.html");
            let full: Vec<(u8, u8)> = books.iter().filter(|(_, book)| book.is_full()).map(|(key, _)| *key).collect();
            let public = page.as_ref().map(|page| {
                let body = (0..3u8).find(|body| page.contains(&format!("版本{body}"))).unwrap();
                let data = shown(&built, "data.txt").unwrap();
                (body, (0..2u8).find(|file| data == format!("附件{file}")).unwrap())
            });
            match public {
                Some(public) => prop_assert!(full.contains(&public) && !draft, "{step:?}: {public:?} is public of {full:?}"),
                None => prop_assert!(draft || full.is_empty(), "{step:?}: nothing is public of {full:?}"),
            }
            if full.contains(&(body, file)) && !draft {
                prop_assert_eq!(public, Some((body, file)));
            }
        }
    }
}
