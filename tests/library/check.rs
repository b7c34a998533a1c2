//! Sites with planted faults, and what a check finds in them: in the golden tests' form, with two more promises:
//! every code is shown by a case, and what can be mended by itself is mended once and for all.
//!
//! A case is a folder of `tests/checks/`: `site/` (over the theme `plain` unless it has its own) and
//! `found.txt`, what is reported in both languages. `SNAPSHOTS=overwrite cargo test --test library check` accepts: read
//! `git diff` before committing it.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::fs;
use std::path::{Path, PathBuf};

use kepu::base::diagnostic::{Diagnostic, Language, Severity, messages};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::{self, Cache, Silent};
use kepu::check::{Subject, check, fix};

use crate::snapshot::{Files, hold};
use crate::support::{TODAY, kepu, program, put, repository, run};

struct Case {
    name: String,
    folder: PathBuf,
    snapshot: Snapshot,
    found: Vec<Diagnostic>,
}

fn checked(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let options = crate::support::options(TODAY);
    let mut cache = Cache::default();
    let ready = build::prepare(snapshot, &options, &mut cache);
    let built = build::finish(&ready, &mut cache, &Silent);
    let found = |cache: &Cache| check(&Subject::new(snapshot, &ready, &built, cache), Vec::new(), |_| true);
    // Documents of the build's cache are those that would be parsed again without it.
    let parsed_again = found(&Cache::none());
    assert_eq!(found(&cache), parsed_again);
    parsed_again
}

fn case(folder: &Path) -> Case {
    let read = kepu::io::disk::read(&folder.join("site"));
    assert!(read.diagnostics.is_empty(), "{}: {:?}", folder.display(), read.diagnostics);
    let mut snapshot = read.value;
    crate::support::add_plain_theme(&mut snapshot);
    let found = checked(&snapshot);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Case { name, folder: folder.to_owned(), snapshot, found }
}

fn cases() -> Vec<Case> {
    let folders = fs::read_dir(repository().join("tests/checks")).expect("tests/checks");
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders.iter().map(|folder| case(folder)).collect()
}

#[test]
fn every_planted_fault_is_told_as_it_is_kept() {
    for case in cases() {
        let mut made = Files::new();
        if !case.found.is_empty() {
            let say = |language| crate::support::shown(&case.found, &case.snapshot, language);
            let both = format!("{}\n\n――――――――\n\n{}\n", say(Language::Chinese), say(Language::English));
            made.insert("found.txt".to_owned(), both);
        }
        hold(&case.folder, &made, |name| name == "found.txt");
    }
}

/// Codes that only asking other hosts gives, which tests/program/fetch.rs has, and those of `--fix`.
const ELSEWHERE: [&str; 3] = ["W072", "W073", "W074"];

#[test]
fn every_code_of_a_check_is_shown_by_a_case() {
    let shown: Vec<&str> = cases().iter().flat_map(|case| crate::support::codes(&case.found)).collect();
    let missing: Vec<&str> = messages::table()
        .map(|entry| entry.code.0)
        .filter(|code| {
            ["07", "08", "09"].contains(&&code[1..3]) && !ELSEWHERE.iter().any(|stage| code.starts_with(stage))
        })
        .filter(|code| !shown.contains(code))
        .collect();
    assert!(missing.is_empty(), "no case of tests/checks shows {missing:?}");
}

#[test]
fn good_text_is_left_alone() {
    let clean = case(&repository().join("tests/checks/clean"));
    assert_eq!(crate::support::codes(&clean.found), [""; 0]);
}

/// An inspection of the demonstration site finds nothing.
#[test]
fn the_demonstration_site_comes_out_clean() {
    let read = kepu::io::disk::read(repository());
    let found = checked(&read.value);
    assert!(found.is_empty(), "{}", crate::support::shown(&found, &read.value, Language::Chinese));
}

#[test]
fn what_was_mended_is_found_no_more_and_nothing_else_has_changed() {
    for case in cases() {
        let mendable = |found: &[Diagnostic]| -> Vec<String> {
            let with_fix = found.iter().filter(|found| !found.fix.is_empty());
            with_fix.map(|found| format!("{} {:?}", found.code.0, found.at)).collect()
        };
        let fixed = fix(&case.snapshot, &case.found);
        let changes = fixed.changes;
        assert!(fixed.left_out.is_empty(), "{}: {:?}", case.name, fixed.left_out);
        assert_eq!(changes.is_empty(), mendable(&case.found).is_empty(), "{}", case.name);
        let mut mended = case.snapshot.clone();
        for change in &changes {
            mended.insert(change.path.clone(), SourceFile::new(change.bytes.clone()));
        }
        let again = checked(&mended);
        assert_eq!(mendable(&again), [""; 0], "{}", case.name);
        assert!(fix(&mended, &again).changes.is_empty(), "{}: mending twice changes nothing more", case.name);
        let rest: Vec<&str> =
            case.found.iter().filter(|found| found.fix.is_empty()).map(|found| found.code.0).collect();
        assert_eq!(crate::support::codes(&again).len(), rest.len(), "{}: {again:?}", case.name);
    }
}

/// The demonstration site's texts with half-width marks and near misses of markup put in: fixes change words and marks
/// alone, and what they leave out is reported.
#[test]
fn fixes_keep_the_structure_of_every_text() {
    const PUT_IN: [&str; 6] = [
        "\n\n![图一](我的 图片.png),见[文字](说明 很长)\n",
        "\n\n##标题,甲\n-列表,乙\n",
        "\n\n|甲,乙|丙|\n\n1.甲,乙\n2.丙(丁)\n",
        "\n\n** 加粗,乙 **和`a,甲`和$f(甲,乙)$\n",
        "\n\n数组<int>,类型[^1]:注\n",
        "\n\n１. 甲,乙\n",
    ];
    let mut snapshot = kepu::io::disk::read(repository()).value;
    let texts: Vec<_> = snapshot.below("content").filter(|(path, _)| path.extension() == "md").collect();
    let texts: Vec<_> =
        texts.into_iter().filter_map(|(path, file)| Some((path.clone(), file.text()?.to_owned()))).collect();
    for (index, (path, text)) in texts.iter().enumerate() {
        let spoilt = text.replace('，', ",").replace('（', "(").replace('）', ")") + PUT_IN[index % PUT_IN.len()];
        snapshot.insert(path.clone(), SourceFile::new(spoilt.into_bytes()));
    }
    let found = checked(&snapshot);
    let fixed = fix(&snapshot, &found);
    assert!(fixed.changes.len() > 20, "{}", fixed.changes.len());
    for change in &fixed.changes {
        assert_eq!(structure(&change.before), structure(&change.after), "{}", change.path);
    }
    let mendable = found.iter().filter(|found| !found.fix.is_empty()).count();
    let mut mended = snapshot.clone();
    for change in fixed.changes {
        mended.insert(change.path, SourceFile::new(change.bytes));
    }
    let again = checked(&mended).iter().filter(|found| !found.fix.is_empty()).count();
    assert!(again <= fixed.left_out.len() && again < mendable, "{again} of {mendable}, {}", fixed.left_out.len());
}

/// The elements that a document's text becomes, and where its links lead.
fn structure(text: &str) -> (Vec<String>, Vec<String>) {
    let path = kepu::base::url::SourcePath::new("content/a.md").unwrap();
    let body = text.splitn(3, "---\n").nth(2).unwrap_or(text);
    let body = kepu::content::markdown::markdown(body, &path, 0, &Default::default()).value;
    let html = body.fill(|_| "");
    let elements = kepu::base::html::all(html.as_bytes()).map(|element| element.name).collect();
    (elements, body.links.iter().map(|link| link.target.clone()).collect())
}

#[test]
fn errors_are_never_silenced() {
    let case = case(&repository().join("tests/checks/silences"));
    let codes = crate::support::codes(&case.found);
    assert!(codes.contains(&"E0702"), "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "W0704").count(), 1, "one is silenced, the other isn't");
}

// ---- at a console ----

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder");
    put(
        site.path(),
        &[
            ("site.yaml", "title: 科普\nbase_url: https://example.org/\n"),
            ("content/about.md", "---\ntitle: 关于\n---\n彩虹,是光的的结果。`a,甲`见[彩虹,甲](about.md)。\n"),
        ],
    );
    site
}

#[test]
fn a_check_ends_in_one_where_it_found_something() {
    let site = site();
    let found = kepu(site.path(), &["check", "--as-of", TODAY, "--only", "w08"]);
    assert_eq!(
        (found.code, found.stdout.as_str()),
        (1, "检查了 5 页，发现 0 处错误，3 处提醒。用 kepu explain 加代码可看详细说明\n")
    );
    assert!(
        found.stderr.contains("提醒[W0805]: 中文里的“,”应用全角“，”\n --> content/about.md:4:3"),
        "{}",
        found.stderr
    );
    let none = kepu(site.path(), &["check", "--as-of", TODAY, "--only", "W0950", "--lang", "en"]);
    assert_eq!((none.code, none.stdout.as_str(), none.stderr.as_str()), (0, "5 pages checked, nothing found\n", ""));
    let wrong = kepu(site.path(), &["check", "--only", "W0851"]);
    assert_eq!((wrong.code, wrong.stderr.as_str()), (2, "没有这个代码： W0851\n是不是 W0801\n"));
}

#[test]
fn mending_shows_the_difference_and_writes_when_told() {
    let site = site();
    let before = fs::read_to_string(site.path().join("content/about.md")).expect("the text");
    let shown = kepu(site.path(), &["check", "--as-of", TODAY, "--fix"]);
    let expected = "\
--- a/content/about.md
+++ b/content/about.md
@@ -1,4 +1,4 @@
 ---
 title: 关于
 ---
-彩虹,是光的的结果。`a,甲`见[彩虹,甲](about.md)。
+彩虹，是光的的结果。`a,甲`见[彩虹，甲](about.md)。
";
    assert_eq!((shown.code, shown.stdout.as_str(), shown.stderr.as_str()), (1, expected, "没有写入；加 --yes 写入\n"));
    assert_eq!(fs::read_to_string(site.path().join("content/about.md")).expect("the text"), before);
    let written = kepu(site.path(), &["check", "--as-of", TODAY, "--fix", "--yes", "--only", "W08"]);
    assert_eq!(written.code, 1, "{}", written.stderr);
    assert!(
        written.stdout.ends_with("发现 0 处错误，1 处提醒。用 kepu explain 加代码可看详细说明\n"),
        "{}",
        written.stdout
    );
    let again = kepu(site.path(), &["check", "--as-of", TODAY, "--fix", "--only", "W0805"]);
    assert_eq!((again.code, again.stderr.as_str()), (0, "没有可以代为改正的地方\n"));
}

/// The shape that SARIF 2.1.0 (OASIS) requires; tests/validators/sarif.py holds it against the published schema.
#[test]
fn findings_are_told_as_sarif() {
    let site = site();
    let found =
        run(program(site.path(), &["check", "--as-of", TODAY, "--only", "W08", "--format", "sarif", "--lang", "en"]));
    let log: serde_json::Value = serde_json::from_str(&found.stdout).expect("JSON");
    assert_eq!((found.code, log["version"].as_str()), (1, Some("2.1.0")));
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "kepu");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (2, 3));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a place")).expect("a place");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["level"], "warning");
    }
    let first = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(first["artifactLocation"]["uri"], "content/about.md");
    assert_eq!((&first["region"]["startLine"], &first["region"]["startColumn"]), (&4.into(), &3.into()));
    let edit = &results[0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(edit["insertedContent"]["text"], "，");
    let errors = messages::table().filter(|entry| entry.code.severity() == Severity::Error).count();
    assert!(errors > 0 && found.stderr.is_empty());
}

/// Targets as a table, in the reader's language, and as JSON; who wants other codes alone sees none of it.
#[test]
fn targets_are_told_by_subject() {
    let root = tempfile::tempdir().expect("a folder");
    let site = "title: 科普\nbase_url: https://kepu.example.org/\ntargets:\n  - {title: 每个基地每年两场, each: bases, count: events, at_least: 2, every: year}\n  - {title: 每月有活动, count: events, every: month}\n";
    put(root.path(), &[("site.yaml", site)]);
    put(root.path(), &[("content/bases/_collection.yaml", "extends: base\ntitle: 基地\n")]);
    put(root.path(), &[("content/events/_collection.yaml", "extends: event\ntitle: 活动\n")]);
    for (slug, title) in [("a", "科技馆"), ("b", "植物园"), ("c", "天文台")] {
        let text = format!("---\ntitle: {title}\ndistrict: 江阳区\naddress: 江阳区江滨路1号\n---\n说明。\n");
        put(root.path(), &[(&format!("content/bases/{slug}.md"), &text)]);
    }
    for (slug, day, base, more) in [
        ("1", "2026-09-01 09:00", "a", ""),
        ("2", "2026-10-01 09:00", "a", ""),
        ("3", "2026-10-02 09:00", "b", ""),
        ("4", "2026-12-01 09:00", "b", ""),
        ("5", "2026-12-02 09:00", "c", ""),
        ("6", "2026-11-02 09:00", "c", "status: cancelled\n"),
        ("7", "2026-12-03 09:00", "c", "status: postponed\n"),
    ] {
        let text = format!("---\ntitle: 讲座{slug}\nstart: {day}\nbase: {base}\n{more}---\n说明。\n");
        put(root.path(), &[(&format!("content/events/{slug}.md"), &text)]);
    }
    let told =
        |more: &[&str]| kepu(root.path(), &[&["check", "--as-of", TODAY, "--only", "W0905,W0906"], more].concat());
    let table = told(&[]);
    assert_eq!(table.code, 1);
    let expected = "\
目标：每个基地每年两场（2026 年，每年至少 2）
          应有  已完成  已安排  还差  状态
  天文台     2       0       1     1  落后
  植物园     2       1       1     0  如期
  科技馆     2       2       0     0  达到

目标：每月有活动（2026 年，每月至少 1）
        应有  已完成  已安排  还差  状态
  活动     4       2       1     1  如期

";
    assert!(table.stdout.starts_with(expected), "{}", table.stdout);
    assert!(table.stderr.contains("“天文台”落后于目标“每个基地每年两场”：应有 2，已完成 0，已安排 1，还差 1"));
    let english = told(&["--lang", "en"]);
    assert!(english.stdout.contains("behind") && english.stdout.contains("on course"), "{}", english.stdout);
    let json: serde_json::Value = serde_json::from_str(&told(&["--format", "json"]).stdout).expect("JSON");
    let first = &json["targets"][0]["subjects"][0];
    assert_eq!((&first["name"], &first["state"]), (&"天文台".into(), &"behind".into()));
    assert_eq!((&first["done"], &first["planned"], &first["missing"]), (&0.into(), &1.into(), &1.into()));
    assert!(!kepu(root.path(), &["check", "--as-of", TODAY, "--only", "W08"]).stdout.contains("目标"));
}
