//! Ctrl-C while the program is at work: it ends at once, and what is left is the old site or the new one.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests read and write files, and measure patience")]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{Site, kepu, program, tree};

/// Work that takes many times as long as the longest wait before Ctrl-C.
const ARTICLES: usize = 1500;
/// Far more than an end takes, far less than the rest of the work.
const AT_ONCE: Duration = Duration::from_secs(2);

fn article(number: usize, word: &str) -> String {
    let text = format!("{word}是阳光在水滴中折射和反射形成的。").repeat(30);
    format!("---\ntitle: 彩虹{number}\ndate: 2026-05-18\ntags: [虹{}, 光]\n---\n## 虹\n\n{text}\n", number % 40)
}

fn site() -> Site {
    let site = Site::new(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
    ]);
    for number in 0..ARTICLES {
        site.put(&format!("content/column/a{number}.md"), &article(number, "彩虹"));
    }
    site
}

/// Runs a command for a while, sends Ctrl-C, and returns the exit code.
fn interrupted(site: &Site, arguments: &[&str], after: Duration) -> Option<i32> {
    let mut command = program(site.root(), arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs");
    sleep(after);
    let sent = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    let code = child.wait().expect("an end").code();
    assert!(sent.elapsed() < AT_ONCE, "{arguments:?} after {after:?}: {:?}", sent.elapsed());
    code
}

/// The pages, without what the program keeps for itself.
fn pages(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(&site.public());
    files.retain(|path, _| !path.starts_with(".kepu"));
    files
}

#[test]
fn every_command_ends_at_once_and_leaves_the_old_site() {
    let site = site();
    for (arguments, code) in [
        (["build"].as_slice(), 130),
        (&["build", "--watch"], 0),
        (&["check"], 130),
        (&["serve", "--port", "0"], 0),
        (&["package"], 130),
    ] {
        for after in [300, 900] {
            let ended = interrupted(&site, arguments, Duration::from_millis(after));
            // On a busy machine Ctrl-C may come before the command says that it is a usual end.
            assert!(ended == Some(code) || ended == Some(130), "{arguments:?}: {ended:?}");
            assert!(!site.public().exists(), "{arguments:?}: nothing is written before all is made");
        }
    }
}

#[test]
fn a_site_is_never_left_half_replaced() {
    let site = Site::new(&[("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\n")]);
    let put = |word: &str| {
        for number in 0..120 {
            site.put(&format!("content/a{number}.md"), &format!("---\ntitle: {word}{number}\n---\n{word}。\n"));
        }
    };
    put("旧");
    let started = Instant::now();
    site.built();
    let took = started.elapsed();
    let old = pages(&site);
    put("新");
    // Fifteen moments of a build, the last of them near its end, where it writes.
    for part in 1..=15 {
        interrupted(&site, &["build"], took.mul_f64(0.5 + f64::from(part) * 0.04));
        let now = pages(&site);
        let news = now.iter().filter(|(path, bytes)| old.get(*path) != Some(*bytes)).count();
        assert!(news == 0 || news >= 120, "part {part}: {news} files of {} are new", now.len());
        if news > 0 {
            break;
        }
    }
    site.built();
    let new = pages(&site);
    assert!(new.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("旧1")));
}

#[test]
fn an_import_brings_everything_or_nothing() {
    let site = Site::new(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
    ]);
    let rows: Vec<String> = (0..300).map(|number| format!("彩虹{number},2026-05-18,正文{number}\n")).collect();
    site.put("名单.csv", &format!("标题,日期,正文\n{}", rows.concat()));
    let import = ["import", "csv", "名单.csv", "--into", "column"];
    let entries = || {
        let files = tree(site.root());
        let hidden = files.keys().filter(|path| path.starts_with("content/") && path.contains("/.")).count();
        assert_eq!(hidden, 0, "nothing half written stays");
        files.keys().filter(|path| path.starts_with("content/column/2026/") && !path.ends_with('/')).count()
    };
    for after in [200, 700, 1500, 3000] {
        let code = interrupted(&site, &import, Duration::from_millis(after));
        let there = entries();
        assert!(matches!(code, Some(0 | 130)) && (there == 0 || there == 300), "{code:?} after {after}: {there}");
    }
    assert_eq!(kepu(site.root(), &import).code, 0);
    assert_eq!(entries(), 300);
}

#[test]
fn a_deployment_that_was_stopped_is_finished_by_the_next() {
    let site = Site::new(&[(
        "site.yaml",
        "title: 科普\nbase_url: https://kepu.example.org/\ndeploy: {here: {to: folder, path: www}}\n",
    )]);
    std::fs::create_dir(site.root().join("www")).expect("the target's folder");
    for number in 0..120 {
        site.put(&format!("content/a{number}.md"), &format!("---\ntitle: 虹{number}\n---\n虹。\n"));
    }
    for after in [300, 900, 1800, 3000] {
        let code = interrupted(&site, &["deploy", "here"], Duration::from_millis(after));
        assert!(matches!(code, Some(0 | 130)), "{code:?} after {after}");
    }
    let whole = kepu(site.root(), &["deploy", "here"]);
    assert_eq!(whole.code, 0, "{}{}", whole.stdout, whole.stderr);
    site.built();
    let (deployed, built) = (tree(&site.root().join("www")), pages(&site));
    let missing: Vec<&String> =
        built.iter().filter(|(path, bytes)| deployed.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
