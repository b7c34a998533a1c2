//! `kepu publish` and `kepu review` as programs.
#![allow(clippy::disallowed_methods, reason = "tests write files")]

use crate::support::{Run, Site, kepu, program, run};

fn at(site: &Site, time: &str, arguments: &[&str]) -> Run {
    let mut command = program(site.root(), arguments);
    let instant: jiff::Timestamp = time.parse().expect("a time");
    command.env("SOURCE_DATE_EPOCH", instant.as_second().to_string()).env_remove("KEPU_WEBHOOK");
    run(command)
}

#[test]
#[cfg(feature = "deploy")]
fn content_goes_out_when_its_time_has_come_and_what_was_missed_is_caught_up() {
    let site = Site::small();
    let config = site.get("site.yaml");
    let place = tempfile::tempdir().expect("a folder");
    let www = place.path().join("www");
    std::fs::create_dir(&www).expect("a folder");
    let config = format!("{config}deploy: {{here: {{to: folder, path: '{}'}}}}\n", www.display());
    site.put("site.yaml", &config);
    site.put("content/notice.md", "---\ntitle: 通知\npublish_at: 2026-05-20 09:00\n---\n今天开放。\n");
    let publish = |time: &str| at(&site, time, &["publish", "--lang", "en", "--log", "log/publish.log"]);
    let first = publish("2026-05-20T08:59:00+08:00");
    assert_eq!(first.code, 0, "{}{}", first.stdout, first.stderr);
    assert!(first.stdout.contains("published to here"), "{}", first.stdout);
    let is_there = || www.join("notice/index.html").exists();
    assert!(www.join("index.html").exists() && !is_there());
    let idle = publish("2026-05-20T08:59:30+08:00");
    assert!(idle.stdout.contains("nothing is due"), "{}", idle.stdout);
    // The machine was off at nine.
    let late = publish("2026-05-20T11:12:13+08:00");
    assert!(late.stdout.contains("published to here") && is_there(), "{}", late.stdout);
    assert!(publish("2026-05-20T11:20:00+08:00").stdout.contains("nothing is due"));
    // A site with errors isn't published, and the target is as it was.
    site.put("content/notice.md", "---\ntilte: 通知\n---\n");
    let broken = publish("2026-05-20T12:00:00+08:00");
    assert_eq!(broken.code, 1);
    assert!(broken.stdout.contains("not published: E0203"), "{}", broken.stdout);
    assert!(is_there());
    // What a check finds keeps it back where the site says so.
    site.put("site.yaml", &format!("{config}publish: {{hold: [W08]}}\n"));
    site.put("content/notice.md", "---\ntitle: 通知\n---\n今天,开放。\n");
    let held = publish("2026-05-20T12:10:00+08:00");
    assert!(held.code == 1 && held.stdout.contains("not published: W08"), "{}", held.stdout);
    let log = site.get("log/publish.log");
    assert_eq!(log.lines().count(), 6, "{log}");
    assert!(log.starts_with("2026-05-20 08:59:00 published to here"), "{log}");
}

/// A schedule starts the program anew each time.
#[test]
#[cfg(all(unix, feature = "deploy"))]
fn a_failure_and_the_recovery_are_told_once_however_often_the_program_is_started() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::small();
    let place = tempfile::tempdir().expect("a folder");
    let (www, notes) = (place.path().join("www"), place.path().join("notes"));
    std::fs::create_dir(&www).expect("a folder");
    let script = place.path().join("tell.sh");
    std::fs::write(&script, format!("#!/bin/sh\necho \"$*\" >> '{}'\n", notes.display())).expect("a script");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("a script that runs");
    let deploy = format!("deploy: {{here: {{to: folder, path: '{}'}}}}\n", www.display());
    site.put("site.yaml", &format!("{}{deploy}", site.get("site.yaml")));
    let script = script.display().to_string();
    let publish = |minute: u32| {
        at(&site, &format!("2026-05-20T09:{minute:02}:00+08:00"), &["publish", "--lang", "en", "--notify", &script])
            .code
    };
    let told = || std::fs::read_to_string(&notes).unwrap_or_default().lines().count();
    assert_eq!((publish(0), told()), (0, 0));
    site.put("content/notice.md", "---\ntilte: 通知\n---\n");
    assert_eq!((publish(10), told()), (1, 1));
    assert_eq!((publish(20), publish(30), told()), (1, 1, 1));
    site.put("content/notice.md", "---\ntitle: 通知\n---\n");
    assert_eq!((publish(40), told()), (0, 2));
    assert_eq!((publish(50), told()), (0, 2));
    // A change that is taken back leaves nothing to publish, and nothing that fails.
    let good = site.get("content/notice.md");
    for (minute, after) in [(52, 3), (56, 5)] {
        site.put("content/notice.md", "---\ntilte: 通知\n---\n");
        assert_eq!((publish(minute), told()), (1, after));
        site.put("content/notice.md", &good);
        assert_eq!((publish(minute + 1), told()), (0, after + 1));
    }
}

#[test]
fn a_schedule_names_the_program_and_the_site() {
    let site = Site::small();
    for (system, line) in [("systemd", "ExecStart="), ("windows", "schtasks /Create"), ("cron", "*/10 * * * *")] {
        let printed = kepu(site.root(), &["host", system]);
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        assert!(printed.stdout.contains(line) && printed.stdout.contains("publish"), "{}", printed.stdout);
    }
}

#[test]
fn a_review_from_the_first_signature_to_the_page() {
    let site = Site::small();
    let ask = |arguments: &[&str]| {
        let arguments = [&["review", "--lang", "en"], arguments].concat();
        at(&site, "2026-05-20T10:00:00+08:00", &arguments)
    };
    let none = ask(&[]);
    assert!(none.code == 1 && none.stderr.contains("E1401"), "{}", none.stderr);
    site.put("site.yaml", &format!("{}review: {{collections: [column]}}\n", site.get("site.yaml")));
    let list = ask(&[]);
    assert!(list.stdout.contains("1 for the first review") && list.stdout.contains("彩虹"), "{}", list.stdout);
    assert!(site.build().stderr.contains("W1401"));
    // A name without a stage would sign nothing.
    assert_eq!(ask(&["column/rainbow", "--by", "甲"]).code, 2);
    assert_eq!(ask(&["--by", "甲"]).code, 2);
    let early = ask(&["column/rainbow", "--stage", "final", "--by", "丙"]);
    assert!(early.code == 1 && early.stderr.contains("E1404"), "{}", early.stderr);
    let sheet = ask(&["--sheet", "column/rainbow", "--out", "sheet.docx"]);
    assert_eq!(sheet.code, 0, "{}", sheet.stderr);
    assert!(std::fs::read(site.root().join("sheet.docx")).expect("a sheet").starts_with(b"PK"));
    for (stage, by) in [("first", "甲"), ("second", "乙"), ("final", "丙")] {
        let signed = ask(&["column/rainbow", "--stage", stage, "--by", by]);
        assert_eq!(signed.code, 0, "{}", signed.stderr);
    }
    let built = site.build();
    assert!(built.code == 0 && !built.stderr.contains("W14"), "{}", built.stderr);
    let page = || std::fs::read_to_string(site.public().join("column/2026/05/rainbow/index.html")).expect("a page");
    assert!(page().contains("雨后的彩虹"));
    // A picture is replaced and a word changed: the site stays, and `kepu fmt` changes nothing of that.
    site.put(
        "content/column/rainbow/bow.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>\n",
    );
    assert!(site.build().stderr.contains("W1402"));
    let json = ask(&["--format", "json"]);
    assert!(
        json.stdout.contains("\"state\": \"waiting\"") && json.stdout.contains("\"public\": \"earlier\""),
        "{}",
        json.stdout
    );
    site.put("content/column/rainbow/bow.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    site.put(
        "content/column/rainbow/index.md",
        "---\ndate: 2026-05-18\ntitle:   彩虹\n---\n雨后的彩虹。\n\n![虹](bow.svg)\n",
    );
    assert!(!site.build().stderr.contains("W14"));
    assert_eq!(kepu(site.root(), &["fmt"]).code, 0);
    assert!(!site.build().stderr.contains("W14"));
    // A move takes the signatures along.
    let moved = kepu(site.root(), &["mv", "content/column/rainbow", "content/column/bow"]);
    assert_eq!(moved.code, 0, "{}", moved.stderr);
    let built = site.build();
    assert!(built.code == 0 && !built.stderr.contains("W14"), "{}", built.stderr);
    assert!(site.root().join("reviews/records/column/bow/index.md").is_dir());
    assert!(!site.root().join("reviews/records/column/rainbow").exists());
    // It is in the year's report.
    let report = at(&site, "2026-05-20T10:00:00+08:00", &["report", "2026"]);
    assert!(report.stdout.contains("内容审核情况") && report.stdout.contains("终审"), "{}", report.stderr);
}
