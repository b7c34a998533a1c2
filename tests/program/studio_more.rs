//! What else the studio takes and gives back: pasted text, tables, imports, settings, several entries at once, versions.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

use std::fs;

use serde_json::{Value, json};

use crate::studio::{Running, site};
use crate::support::{kepu, repository};

fn read(site: &tempfile::TempDir, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).unwrap()
}

#[test]
fn what_is_pasted_comes_with_its_pictures() {
    let site = site();
    let running = Running::start(site.path());
    let id = running.id("column", "column/dew.md");
    let clipboard = |name: &str| fs::read_to_string(repository().join("tests/import/clipboard").join(name)).unwrap();
    let asked = json!({ "id": id, "html": clipboard("word.html"), "rtf": clipboard("word.rtf"), "first_note": 1 });
    let made = running.ok("paste", asked);
    let text = made["markdown"].as_str().unwrap();
    assert!(text.contains("![](dew-picture.png \"图1 草叶上的露珠\")") && text.contains("[^1]: "), "{text}");
    assert!(site.path().join("content/column/dew-picture.png").exists());
    // A picture is fetched from public addresses alone.
    for url in ["http://127.0.0.1:1/a.png", "http://192.168.0.1/a.png", "file:///etc/passwd"] {
        let refused = running.ask("fetch", json!({ "id": id, "url": url }));
        assert_eq!((refused.status, &refused.json()["kind"]), (409, &json!("elsewhere")), "{url}");
    }
}

#[test]
fn a_cell_of_a_table_is_all_that_is_written() {
    let site = site();
    let table = "\u{feff}slug,标题,date,摘要\r\na,甲,2026-05-18,\"一, 二\"\r\nb,乙,2026-05-19,\r\n";
    fs::write(site.path().join("content/column/entries.csv"), table).unwrap();
    let running = Running::start(site.path());
    let listed = running.ok("list", json!({ "collection": "column", "count": 50 }));
    let row = listed["rows"].as_array().unwrap().iter().find(|row| row["in_table"] == true).unwrap();
    let opened = running.ok("open", json!({ "id": row["id"] }));
    let cell = |row: usize, text: &str| json!({ "do": "cell", "row": row, "column": 1, "text": text });
    let made = running.ok("rows", json!({ "id": row["id"], "text": opened["text"], "changes": [cell(2, "丙")] }));
    assert_eq!(made["columns"][1]["heading"], "标题");
    assert_eq!(made["columns"][1]["field"]["key"], "title");
    running.ok("draft", json!({ "id": row["id"], "basis": opened["basis"], "text": made["text"] }));
    running.ok("save", json!({ "id": row["id"], "basis": opened["basis"], "text": made["text"] }));
    assert_eq!(read(&site, "content/column/entries.csv"), table.replace("b,乙", "b,丙"));
    let stale = running.ask("save", json!({ "id": row["id"], "basis": opened["basis"], "text": opened["text"] }));
    assert_eq!(stale.status, 409);
    let refused = running.ask("rows", json!({ "id": row["id"], "text": made["text"], "changes": [cell(9, "x")] }));
    assert_eq!(refused.status, 409);
}

#[test]
fn a_file_is_laid_aside_told_and_imported() {
    let site = site();
    fs::remove_file(site.path().join("content/column/bad.md")).unwrap();
    let running = Running::start(site.path());
    let table = "标题,日期,摘要\n雷电,2026-05-20,为什么打雷\n";
    let staged = running.upload("", "%E6%96%87%E7%AB%A0.csv", table.as_bytes()).json();
    assert_eq!((&staged["kind"], &staged["name"]), (&json!("csv"), &json!("文章.csv")));
    let asked = |write: bool| {
        json!({ "upload": staged["upload"], "name": staged["name"], "kind": "csv", "into": "column", "write": write,
                "replace": false, "table": false, "mapping": null })
    };
    let files = || fs::read_dir(site.path().join("content/column")).unwrap().count();
    let before = files();
    let told = running.ok("import", asked(false));
    assert_eq!(told["report"]["told"]["files"][0]["fate"], "made", "{told}");
    assert_eq!(files(), before);
    let done = running.ok("import", asked(true));
    assert_eq!(done["report"]["done"], true, "{done}");
    assert_eq!(files(), before + 1);
    let path = done["report"]["told"]["files"][0]["path"].as_str().unwrap();
    let opened = running.ok("open", json!({ "id": done["ids"][path] }));
    assert!(opened["text"].as_str().unwrap().contains("雷电"));
    let mut wrong = asked(false);
    wrong["name"] = "../../../site.yaml".into();
    assert_eq!(running.ask("import", wrong).status, 409);
    assert_eq!(running.upload("", "a.exe", b"MZ").status, 409);
}

#[test]
fn settings_keep_their_comments_and_a_term_is_renamed_everywhere() {
    let site = site();
    let config = "# 网站\ntitle: 科普 # 暂定\nbase_url: https://example.org/\nlanguage: zh-CN\ntaxonomies:\n  # 学科\n  subject: {closed: true, terms: {light: {title: 光学}}}\n";
    fs::write(site.path().join("site.yaml"), config).unwrap();
    let file = site.path().join("content/column/dew.md");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("summary:", "subject: [光学]\nsummary:")).unwrap();
    let running = Running::start(site.path());
    let opened = running.ok("settings", json!({ "text": null, "changes": {} }));
    let terms = json!({ "subject": { "closed": "true", "terms": { "light": { "title": "光的学问" } } } });
    let changes = json!({ "title": "泸县科普", "taxonomies": terms });
    let made = running.ok("settings", json!({ "text": opened["text"], "changes": changes }));
    let renames = json!([{ "taxonomy": "subject", "from": "光学", "to": "光的学问" }]);
    assert_eq!(running.ok("renaming", json!({ "renames": renames }))["files"], json!(["column/dew.md"]));
    running.ok("save_settings", json!({ "basis": opened["basis"], "text": made["text"], "renames": renames }));
    assert_eq!(read(&site, "site.yaml"), config.replace("科普 #", "泸县科普 #").replace("光学", "光的学问"));
    assert!(read(&site, "content/column/dew.md").contains("subject: [光的学问]\n"));
    let stale = running.ask("save_settings", json!({ "basis": opened["basis"], "text": made["text"], "renames": [] }));
    assert_eq!((stale.status, &stale.json()["kind"]), (409, &json!("conflict")));
    let now = running.ok("settings", json!({ "text": null, "changes": {} }));
    let broken = running.ok("settings", json!({ "text": now["text"], "changes": { "titel": "x" } }));
    assert!(broken["problems"].as_array().is_some_and(|all| !all.is_empty()), "{broken}");
}

#[test]
fn several_entries_are_changed_at_once_and_what_cannot_be_is_told() {
    let site = site();
    let running = Running::start(site.path());
    let (dew, fog) = (running.id("column", "column/dew.md"), running.id("column", "column/fog.md"));
    let opened = running.ok("open", json!({ "id": fog }));
    running.ok("draft", json!({ "id": fog, "basis": opened["basis"], "text": "---\r\ntitle: 雾\r\n---\r\n改了\r\n" }));
    let both = json!([dew, fog, "none"]);
    let done = running.ok("bulk", json!({ "ids": both, "action": { "do": "draft" } }));
    assert_eq!((&done["done"], done["left"].as_array().map(Vec::len)), (&json!(1), Some(2)), "{done}");
    assert!(read(&site, "content/column/dew.md").contains("\ndraft: true\n"));
    running.ok("bulk", json!({ "ids": [dew], "action": { "do": "publish" } }));
    running.ok("bulk", json!({ "ids": [dew], "action": { "do": "add", "field": "subject", "word": "光学" } }));
    let text = read(&site, "content/column/dew.md");
    assert!(text.contains("subject: light\n") && !text.contains("draft"), "{text}");
    let every = running.ok("every", json!({ "collection": "column", "search": "露水" }));
    assert_eq!(every, json!([{ "id": dew, "title": "露水" }]));
    let listed = running.ok("list", json!({ "collection": "column", "count": 9, "filters": { "subject": "light" } }));
    assert_eq!((&listed["found"], &listed["rows"][0]["file"]), (&json!(1), &json!("column/dew.md")), "{listed}");
    running.ok("bulk", json!({ "ids": [dew], "action": { "do": "delete" } }));
    assert_eq!(running.ok("bin", json!({}))[0]["file"], "content/column/dew.md");
}

#[test]
fn a_save_that_fails_is_no_version() {
    let site = site();
    let running = Running::start(site.path());
    let id = running.id("column", "column/dew.md");
    let opened = running.ok("open", json!({ "id": id }));
    // A folder in the place of the log: what was saved can't be written down.
    let history = site.path().join(".kepu-history");
    fs::create_dir_all(history.join("log.jsonl")).unwrap();
    let before = read(&site, "content/column/dew.md");
    let text = before.replace("凝成露水", "凝成水珠");
    let failed = running.ask("save", json!({ "id": id, "basis": opened["basis"], "text": text }));
    assert_eq!((failed.status, &failed.json()["kind"]), (409, &json!("disk")));
    assert_eq!(read(&site, "content/column/dew.md"), before);
    fs::remove_dir(history.join("log.jsonl")).unwrap();
    assert_eq!(running.ok("history", json!({ "id": id }))["changes"], json!([]));
    running.ok("save", json!({ "id": id, "basis": opened["basis"], "text": text }));
    drop(running);
    let told = kepu(site.path(), &["history", "column/dew.md", "--lang", "en"]);
    assert!(told.stdout.contains("changed") && told.stdout.lines().count() == 1, "{}", told.stdout);
    let log: Value = serde_json::from_str(read(&site, ".kepu-history/log.jsonl").trim()).unwrap();
    let version = &log["before"].as_str().unwrap()[..12];
    let shown = kepu(site.path(), &["history", "column/dew.md", "--show", version]);
    assert_eq!(shown.stdout.trim_end(), before.trim_end());
    let back = kepu(site.path(), &["restore", "column/dew.md", "--version", version, "--lang", "en"]);
    assert_eq!((back.code, read(&site, "content/column/dew.md")), (0, before));
    let none = kepu(site.path(), &["restore", "column/dew.md", "--version", "ffffff", "--lang", "en"]);
    assert!(none.code == 1 && none.stderr.contains("no such version"), "{}", none.stderr);
    let pruned = kepu(site.path(), &["history", "--prune", "--dry-run", "--lang", "en"]);
    assert!(pruned.stdout.contains("kept by the rule: 2"), "{}", pruned.stdout);
}

#[test]
fn a_publication_is_gone_back_to() {
    let site = site();
    fs::remove_file(site.path().join("content/column/bad.md")).unwrap();
    let web = tempfile::tempdir().unwrap();
    fs::create_dir(web.path().join("www")).unwrap();
    let config = read(&site, "site.yaml");
    let target = format!("deploy: {{web: {{to: folder, path: {:?}}}}}\n", web.path().join("www"));
    fs::write(site.path().join("site.yaml"), config + &target).unwrap();
    let running = Running::start(site.path());
    let publish = |back: Value| running.ok("publish", json!({ "target": "web", "rehearsal": false, "back": back }));
    assert_eq!(publish(Value::Null)["done"], true);
    let page = || {
        let found = walk(&web.path().join("www")).into_iter().find(|file| file.ends_with("dew/index.html")).unwrap();
        fs::read_to_string(found).unwrap()
    };
    assert!(page().contains("凝成露水"));
    let id = running.id("column", "column/dew.md");
    let opened = running.ok("open", json!({ "id": id }));
    let text = opened["text"].as_str().unwrap().replace("凝成露水", "凝成水珠");
    running.ok("save", json!({ "id": id, "basis": opened["basis"], "text": text }));
    assert_eq!(publish(Value::Null)["done"], true);
    assert!(page().contains("凝成水珠"));
    let kept = running.ok("targets", json!({}))["targets"][0]["kept"].clone();
    assert_eq!(kept.as_array().map(Vec::len), Some(2), "{kept}");
    let back = publish(kept[1].clone());
    assert_eq!(back["done"], true, "{back}");
    assert!(page().contains("凝成露水"));
    assert!(read(&site, "content/column/dew.md").contains("凝成水珠"), "the files stay");
    let none = json!({ "target": "web", "rehearsal": true, "back": "../../site" });
    assert_eq!(running.ask("publish", none).status, 409);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(walk(&entry.path())) } else { found.push(entry.path()) }
    }
    found
}
