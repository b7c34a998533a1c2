//! Comments on passages: written in the studio, kept beside the site, never published, and never lost.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::studio::{Answer, Running, site};
use crate::support::{kepu, tree};

const FILE: &str = "comments/column/dew.md.jsonl";

fn read(site: &tempfile::TempDir, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).unwrap()
}

/// The text of the entry that the tests comment on, and what of it is quoted.
struct Dew {
    id: String,
    text: String,
}

impl Dew {
    fn of(running: &Running) -> Self {
        let id = running.id("column", "column/dew.md");
        let text = running.ok("open", json!({ "id": id }))["text"].as_str().unwrap().to_owned();
        Self { id, text }
    }

    fn act(&self, running: &Running, action: Value) -> Answer {
        running.ask("comment", json!({ "id": self.id, "text": self.text, "action": action }))
    }

    fn done(&self, running: &Running, action: Value) -> Value {
        running.ok("comment", json!({ "id": self.id, "text": self.text, "action": action }))
    }

    /// Comments on words of the text.
    fn add(&self, running: &Running, quote: &str, words: &str) -> Value {
        let start = self.text[..self.text.find(quote).unwrap()].encode_utf16().count();
        let end = start + quote.encode_utf16().count();
        self.done(running, json!({ "do": "add", "field": null, "start": start, "end": end, "words": words }))
    }

    fn now(&self, running: &Running, text: &str) -> Value {
        running.ok("comments", json!({ "id": self.id, "text": text }))
    }
}

/// The site with nothing wrong in it.
fn sound_site() -> tempfile::TempDir {
    let site = site();
    fs::remove_file(site.path().join("content/column/bad.md")).unwrap();
    site
}

#[test]
fn a_comment_stays_with_its_words_and_is_answered_and_resolved() {
    let site = site();
    let running = Running::start(site.path());
    let dew = Dew::of(&running);
    let all = dew.add(&running, "水汽就凝成露水", "请核对\n<b>出处</b>");
    let one = &all[0];
    assert_eq!(
        (&one["quote"], &one["words"], &one["place"], &one["own"]),
        (&json!("水汽就凝成露水"), &json!("请核对\n<b>出处</b>"), &json!("there"), &json!(true))
    );
    let reply = json!({ "do": "reply", "to": one["id"], "words": "查过了" });
    let all = dew.done(&running, reply);
    assert_eq!(all[0]["replies"][0]["words"], "查过了");
    // Edits around the words move them, and edits of them are noticed.
    let moved = dew.text.replace("夜里", "秋天的夜里");
    let now = dew.now(&running, &moved);
    let start = moved[..moved.find("水汽").unwrap()].encode_utf16().count();
    assert_eq!((&now[0]["place"], &now[0]["start"]), (&json!("there"), &json!(start)));
    let gone = dew.now(&running, "---\ntitle: 别的\n---\n别的文字。\n");
    assert_eq!((&gone[0]["place"], &gone[0]["quote"]), (&json!("gone"), &json!("水汽就凝成露水")));
    // A field, with its value.
    let all = dew.done(&running, json!({ "do": "add", "field": "summary", "start": 0, "end": 0, "words": "太短" }));
    let summary = all.as_array().unwrap().iter().find(|one| one["field"] == "summary").unwrap();
    assert_eq!((&summary["quote"], &summary["place"]), (&json!("为什么有露水"), &json!("there")));
    // They come with the entry, and are counted.
    let opened = running.ok("open", json!({ "id": dew.id }));
    assert_eq!(opened["comments"], all);
    let counted = |running: &Running| {
        let listed = running.ok("list", json!({ "collection": "column", "count": 50 }));
        let row = listed["rows"].as_array().unwrap().iter().find(|row| row["file"] == "column/dew.md").unwrap();
        (row["comments"].clone(), running.ok("site", json!({}))["comments"]["open"].clone())
    };
    assert_eq!(counted(&running), (json!(2), json!(2)));
    let targets = running.ok("targets", json!({}));
    assert_eq!(targets["comments"]["entries"][0]["file"], "column/dew.md");
    for one in all.as_array().unwrap() {
        dew.done(&running, json!({ "do": "resolve", "id": one["id"], "version": one["version"] }));
    }
    assert_eq!(counted(&running), (json!(0), json!(0)));
    let now = dew.now(&running, &dew.text);
    let kept = read(&site, FILE);
    dew.done(&running, json!({ "do": "resolve", "id": now[0]["id"], "version": now[0]["version"] }));
    assert_eq!(read(&site, FILE), kept, "it is resolved already");
    let reopened = dew.done(&running, json!({ "do": "reopen", "id": now[0]["id"], "version": now[0]["version"] }));
    assert_eq!(reopened[0]["resolved"], Value::Null);
    assert_eq!(counted(&running), (json!(1), json!(1)));
}

#[test]
fn comments_of_several_people_are_all_kept() {
    let site = site();
    let running = Running::start(site.path());
    let dew = Dew::of(&running);
    std::thread::scope(|scope| {
        for person in 0..4 {
            let (dew, running) = (&dew, &running);
            scope.spawn(move || {
                for number in 0..5 {
                    dew.add(running, "夜里凉", &format!("{person} {number}"));
                }
            });
        }
    });
    let all = dew.now(&running, &dew.text);
    assert_eq!(all.as_array().map(Vec::len), Some(20));
    // What someone hasn't seen isn't resolved or deleted.
    let seen = &all[0];
    dew.done(&running, json!({ "do": "reply", "to": seen["id"], "words": "等一下" }));
    for deed in ["resolve", "delete"] {
        let late = dew.act(&running, json!({ "do": deed, "id": seen["id"], "version": seen["version"] }));
        assert_eq!((late.status, &late.json()["kind"]), (409, &json!("conflict")), "{deed}");
        let told = late.json()["more"]["comments"].clone();
        let now = told.as_array().unwrap().iter().find(|one| one["id"] == seen["id"]).unwrap().clone();
        assert_eq!(now["replies"][0]["words"], "等一下");
    }
    // Another copy of the site was merged, by git or by hand: nothing of it is lost, and a comment of someone else isn't one's own.
    let line =
        json!({ "id": "f00", "time": "2026-11-22T01:00:00Z", "by": "另一个人", "deed": "said", "words": "合并来的" });
    let text = read(&site, FILE);
    fs::write(site.path().join(FILE), format!("{line}\n<<<<<<< ours\n{text}")).unwrap();
    let all = dew.add(&running, "夜里凉", "最后一条");
    assert_eq!(all.as_array().map(Vec::len), Some(22));
    let merged = all.as_array().unwrap().iter().find(|one| one["id"] == "f00").unwrap().clone();
    assert_eq!((&merged["own"], &merged["place"]), (&json!(false), &json!("whole")));
    let foreign = dew.act(&running, json!({ "do": "delete", "id": "f00", "version": merged["version"] }));
    assert_eq!((foreign.status, &foreign.json()["kind"]), (409, &json!("invalid")));
    let text = read(&site, FILE);
    assert!(text.contains("合并来的") && text.contains("<<<<<<< ours\n"), "{text}");
    assert_eq!(read(&site, "comments/.gitattributes"), "*.jsonl text eol=lf merge=union\n");
    // One's own goes, with its words.
    let own = all.as_array().unwrap().iter().find(|one| one["words"] == "最后一条").unwrap();
    let left = dew.done(&running, json!({ "do": "delete", "id": own["id"], "version": own["version"] }));
    assert_eq!(left.as_array().map(Vec::len), Some(21));
    assert!(!read(&site, FILE).contains("最后一条"));
}

#[test]
fn what_is_too_long_or_names_nothing_is_refused() {
    let site = site();
    let running = Running::start(site.path());
    let dew = Dew::of(&running);
    for words in [String::new(), " \n".to_owned(), "字".repeat(2001)] {
        let action = json!({ "do": "add", "field": null, "start": 0, "end": 0, "words": words });
        assert_eq!(dew.act(&running, action).status, 409);
    }
    for action in [
        json!({ "do": "add", "start": 0, "end": 0, "words": "x", "by": "别人" }),
        json!({ "do": "reply", "to": "none", "words": "x" }),
        json!({ "do": "resolve", "id": "none", "version": "" }),
        json!({ "do": "delete", "id": "../../site.yaml", "version": "" }),
    ] {
        assert_eq!(dew.act(&running, action.clone()).status, 409, "{action}");
    }
    assert!(!site.path().join("comments").exists());
    fs::create_dir(site.path().join("comments")).unwrap();
    fs::create_dir(site.path().join("comments/column")).unwrap();
    fs::write(site.path().join(FILE), b"\xff\xfe").unwrap();
    let action = json!({ "do": "add", "field": null, "start": 0, "end": 0, "words": "x" });
    assert_eq!(dew.act(&running, action).json()["kind"], "unreadable");
    assert_eq!(fs::read(site.path().join(FILE)).unwrap(), b"\xff\xfe");
    assert_eq!(running.ok("open", json!({ "id": dew.id }))["comments"], Value::Null);
}

#[test]
fn comments_are_never_published_nor_reported() {
    let site = sound_site();
    let running = Running::start(site.path());
    let dew = Dew::of(&running);
    let build = |out: &str| kepu(site.path(), &["build", "--lang", "en", "--today", "2026-11-23", "--out", out]);
    let before = build("before");
    dew.add(&running, "夜里凉", "不要公开的话");
    let after = build("after");
    assert_eq!((before.code, after.code), (0, 0), "{}", after.stderr);
    assert!(!after.stderr.contains("comments"), "{}", after.stderr);
    let built = |out: &str| {
        let mut files = tree(&site.path().join(out));
        files.retain(|path, _| !path.starts_with('.'));
        files
    };
    assert!(built("after") == built("before"), "a build takes nothing of them");
    let holds = |bytes: &[u8]| bytes.windows("不要公开".len()).any(|part| part == "不要公开".as_bytes());
    assert!(built("after").values().all(|bytes| !holds(bytes)));
    let checked = kepu(site.path(), &["check", "--lang", "en", "--today", "2026-11-23"]);
    assert!(!format!("{}{}", checked.stdout, checked.stderr).contains("comments/"), "{}", checked.stderr);
    let inside = kepu(site.path(), &["build", "--lang", "en", "--out", "comments/public"]);
    assert_ne!(inside.code, 0, "no output goes among them");
}

#[test]
fn comments_move_with_the_entry_lie_in_the_bin_with_it_and_come_back() {
    let site = sound_site();
    let running = Running::start(site.path());
    let dew = Dew::of(&running);
    dew.add(&running, "夜里凉", "留着");
    let kept = read(&site, FILE);
    let opened = running.ok("open", json!({ "id": dew.id }));
    running.ok("delete", json!({ "id": dew.id, "basis": opened["basis"] }));
    assert!(!site.path().join(FILE).exists());
    let bin = running.ok("bin", json!({}));
    assert_eq!(bin.as_array().map(Vec::len), Some(1), "{bin}");
    running.ok("restore", json!({ "id": bin[0]["id"], "version": bin[0]["version"] }));
    assert_eq!(read(&site, FILE), kept);
    assert_eq!(dew.now(&running, &dew.text)[0]["words"], "留着");
    // The command line does the same.
    running.ok("bulk", json!({ "ids": [dew.id], "action": { "do": "delete" } }));
    assert!(!site.path().join(FILE).exists());
    drop(running);
    let back = kepu(site.path(), &["restore", "column/dew.md", "--lang", "en"]);
    assert_eq!((back.code, read(&site, FILE)), (0, kept.clone()), "{}", back.stderr);
    let listed = kepu(site.path(), &["history", "--lang", "en"]);
    assert!(
        listed.stdout.contains("content/column/dew.md") && !listed.stdout.contains("comments/"),
        "{}",
        listed.stdout
    );
    let moved = kepu(site.path(), &["mv", "--lang", "en", "content/column/dew.md", "content/column/2026/dew.md"]);
    assert_eq!(moved.code, 0, "{}{}", moved.stdout, moved.stderr);
    assert!(!site.path().join(FILE).exists());
    assert_eq!(read(&site, "comments/column/2026/dew.md.jsonl"), kept);
}

#[test]
fn a_list_of_reviews_counts_open_comments() {
    let site = sound_site();
    let config = read(&site, "site.yaml");
    fs::write(site.path().join("site.yaml"), config + "review: {collections: [column]}\n").unwrap();
    let listed = |root: &Path| kepu(root, &["review", "--lang", "en"]).stdout;
    assert!(!listed(site.path()).contains("open comments"));
    let running = Running::start(site.path());
    Dew::of(&running).add(&running, "夜里凉", "请核对");
    let told = listed(site.path());
    let line = told.lines().find(|line| line.contains("content/column/dew.md"));
    assert!(line.is_some_and(|line| line.contains("open comments: 1")), "{told}");
}
