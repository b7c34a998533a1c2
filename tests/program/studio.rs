//! The studio over real connections: who may ask it for anything, and what becomes of texts.
#![allow(clippy::disallowed_methods, reason = "tests measure patience and read files")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::repository;

const PATIENCE: Duration = Duration::from_secs(60);

/// A running studio over a folder.
pub struct Running {
    program: Child,
    /// `127.0.0.1:PORT`, of the studio and of the preview.
    host: String,
    preview: String,
    key: String,
    token: String,
}

pub struct Answer {
    pub status: u16,
    body: Vec<u8>,
    head: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.body)))
    }
}

impl Running {
    pub fn start(root: &Path) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_kepu"))
            .args(["studio", "--no-open", "--today", "2026-11-23", "--lang", "en", "--root"])
            .arg(root)
            .env("USERNAME", "editor")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut after = |mark: &str| loop {
            let line = lines.next().expect("the program said where it is").unwrap();
            if let Some((_, rest)) = line.split_once(mark) {
                return rest.to_owned();
            }
        };
        let url = after("http://");
        let preview = after("http://").trim_end_matches('/').to_owned();
        let (host, key) = url.split_once("/#key=").unwrap();
        let mut running = Self { program, host: host.to_owned(), preview, key: key.to_owned(), token: String::new() };
        let answer = running.send(
            "POST",
            "/session",
            &running.json_headers(""),
            json!({ "key": running.key }).to_string().as_bytes(),
        );
        running.token = answer.json()["token"].as_str().unwrap().to_owned();
        running
    }

    fn json_headers(&self, token: &str) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut headers = vec![
            pair("Host", &self.host),
            pair("Origin", &format!("http://{}", self.host)),
            pair("Content-Type", "application/json"),
        ];
        if !token.is_empty() {
            headers.push(pair("X-Kepu-Token", token));
        }
        headers
    }

    fn send(&self, method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> Answer {
        send(&self.host, method, path, headers, body)
    }

    pub fn ask(&self, name: &str, mut values: Value) -> Answer {
        values["ask"] = name.into();
        self.send("POST", "/api", &self.json_headers(&self.token), values.to_string().as_bytes())
    }

    pub fn ok(&self, name: &str, values: Value) -> Value {
        let answer = self.ask(name, values);
        assert_eq!(answer.status, 200, "{name}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// The id of an entry, by its file below `content/`.
    pub fn id(&self, collection: &str, file: &str) -> String {
        let listed = self.ok("list", json!({ "collection": collection, "count": 200 }));
        let row = listed["rows"].as_array().unwrap().iter().find(|row| row["file"] == file);
        row.unwrap_or_else(|| panic!("no {file} in {listed}"))["id"].as_str().unwrap().to_owned()
    }

    pub fn upload(&self, entry: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut headers = self.json_headers(&self.token);
        headers.retain(|(name, _)| name != "Content-Type");
        for (key, value) in
            [("Content-Type", "application/octet-stream"), ("X-Kepu-Entry", entry), ("X-Kepu-Name", name)]
        {
            headers.push((key.to_owned(), value.to_owned()));
        }
        self.send("POST", "/file", &headers, bytes)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn send(host: &str, method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head = format!("{method} {path} HTTP/1.1\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let at = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    let head = String::from_utf8_lossy(&answer[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
    assert!(!chunked, "answers have a length");
    Answer { status, body: answer[at..].to_vec(), head }
}

pub fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let file = root.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    write(
        "site.yaml",
        "title: 科普\nbase_url: https://example.org/\nlanguage: zh-CN\ntaxonomies:\n  subject: {terms: {light: {title: 光学}}}\n",
    );
    write("content/column/_collection.yaml", "extends: article\ntitle: 科学专栏\n");
    write(
        "content/column/dew.md",
        "---\n# 名字\ntitle: 露水 # 暂定\ndate: 2026-05-18\nsummary: 为什么有露水\n---\n夜里凉，水汽就凝成露水。\n",
    );
    write("content/column/fog.md", "---\r\ntitle: 雾\r\ndate: 2026-05-19\r\nsummary: 雾是什么\r\n---\r\n正文\r\n");
    write("content/column/bad.md", "---\ntitle:坏\n---\n正文\n");
    root
}

#[test]
fn nobody_without_the_token_is_answered() {
    let site = site();
    let running = Running::start(site.path());
    let id = running.id("column", "column/dew.md");
    let body = json!({ "ask": "open", "id": id }).to_string();
    let right = running.json_headers(&running.token);
    assert_eq!(running.send("POST", "/api", &right, body.as_bytes()).status, 200);
    let with = |name: &str, value: Option<&str>| -> Vec<(String, String)> {
        let mut headers: Vec<_> = right.iter().filter(|(known, _)| known != name).cloned().collect();
        headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        headers
    };
    let port = running.host.rsplit_once(':').unwrap().1.to_owned();
    let refused = [
        with("X-Kepu-Token", None),
        with("X-Kepu-Token", Some("")),
        with("X-Kepu-Token", Some(&running.token[1..])),
        with("Host", Some("evil.example")),
        with("Host", Some(&format!("localhost:{port}"))),
        with("Host", Some(&format!("127.0.0.1.:{port}"))),
        with("Host", Some(&format!("0.0.0.0:{port}"))),
        with("Host", Some("127.0.0.1")),
        with("Host", None),
        with("Origin", None),
        with("Origin", Some("null")),
        with("Origin", Some(&format!("http://{}", running.preview))),
        with("Origin", Some("https://evil.example")),
        with("Content-Type", Some("text/plain")),
        with("Content-Type", Some("multipart/form-data; boundary=x")),
        with("Content-Type", Some("application/x-www-form-urlencoded")),
        [right.clone(), vec![("Sec-Fetch-Site".to_owned(), "cross-site".to_owned())]].concat(),
        [right.clone(), vec![("Sec-Fetch-Site".to_owned(), "same-site".to_owned())]].concat(),
        [right.clone(), vec![("Origin".to_owned(), "https://evil.example".to_owned())]].concat(),
        [right.clone(), vec![("Host".to_owned(), "evil.example".to_owned())]].concat(),
    ];
    for headers in refused {
        for path in ["/api", "/file"] {
            let answer = running.send("POST", path, &headers, body.as_bytes());
            assert!((400..=415).contains(&answer.status), "{path} {headers:?}: {}", answer.status);
            assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
        }
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        assert!(running.send(method, "/api", &right, b"").status >= 400, "{method}");
    }
    // A key is good for one session.
    let again = running.send(
        "POST",
        "/session",
        &running.json_headers(""),
        json!({ "key": running.key }).to_string().as_bytes(),
    );
    assert_eq!(again.status, 403);
    // The preview can't be written to, and has no token.
    for path in ["/api", "/session", "/file"] {
        let headers = [("Host".to_owned(), running.preview.clone())];
        assert_eq!(send(&running.preview, "POST", path, &headers, b"{}").status, 405, "{path}");
    }
}

#[test]
fn the_page_allows_nothing_but_itself_and_the_preview() {
    let site = site();
    let running = Running::start(site.path());
    let headers = [("Host".to_owned(), running.host.clone())];
    let page = running.send("GET", "/", &headers, b"");
    let head = page.head.to_lowercase();
    assert_eq!(page.status, 200);
    assert!(
        head.contains("script-src 'self';") && head.contains(&format!("frame-src http://{};", running.preview)),
        "{head}"
    );
    assert!(head.contains("frame-ancestors 'none'") && head.contains("x-content-type-options: nosniff"), "{head}");
    let page = String::from_utf8(page.body).unwrap();
    assert!(!page.contains(&running.token) && !page.contains(&running.key));
    for file in ["studio.css", "main.js", "editor.js"] {
        assert_eq!(running.send("GET", &format!("/studio/{file}"), &headers, b"").status, 200, "{file}");
    }
    for path in ["/studio/../site.yaml", "/studio/%2e%2e/site.yaml", "/site.yaml", "/studio/none.js", "/api"] {
        assert!(running.send("GET", path, &headers, b"").status >= 400, "{path}");
    }
}

#[test]
fn only_entries_are_named_and_only_by_their_ids() {
    let site = site();
    let running = Running::start(site.path());
    for id in ["", "../site.yaml", "content/column/dew.md", "C:\\a", "0", "00000000000000000000000000000000"] {
        for name in ["open", "discard", "history"] {
            assert_eq!(running.ask(name, json!({ "id": id })).status, 409, "{name} {id}");
        }
        assert_eq!(running.ask("save", json!({ "id": id, "basis": "", "text": "x" })).status, 409);
        assert_eq!(running.ask("comments", json!({ "id": id, "text": "x" })).status, 409);
        let action = json!({ "do": "add", "field": null, "start": 0, "end": 1, "words": "x" });
        assert_eq!(running.ask("comment", json!({ "id": id, "text": "x", "action": action })).status, 409);
        assert_eq!(running.ask("draft", json!({ "id": id, "basis": "", "text": "x" })).status, 409);
        assert_eq!(running.ask("delete", json!({ "id": id, "basis": "" })).status, 409);
        assert_eq!(running.ask("restore", json!({ "id": id, "version": "../../../site.yaml" })).status, 409);
        assert!(running.upload(id, "a.png", b"\x89PNG\r\n\x1a\n").status >= 400);
    }
    let id = running.id("column", "column/dew.md");
    for version in ["../log.jsonl", "", "x"] {
        assert_eq!(running.ask("version", json!({ "id": id, "version": version })).status, 409);
    }
    for body in ["", "{", "[]", "{\"ask\":\"none\"}", "{\"ask\":\"open\"}", "{\"ask\":\"open\",\"id\":1}"] {
        let answer = running.send("POST", "/api", &running.json_headers(&running.token), body.as_bytes());
        assert_eq!(answer.status, 409, "{body}");
    }
    for (name, bytes, expected) in [
        ("../../../evil.png", &b"\x89PNG\r\n\x1a\n"[..], Some("dew-evil.png")),
        ("..%2F..%2Fsite.yaml", b"title: x", None),
        ("index.html", b"<script>", None),
        ("a.md", b"---\n", None),
        ("CON.png:stream", b"MZ", None),
    ] {
        let answer = running.upload(&id, name, bytes);
        match expected {
            Some(name) => assert_eq!((answer.status, &answer.json()["name"]), (200, &json!(name))),
            None => assert_eq!(answer.status, 409, "{name}"),
        }
    }
    let mut files: Vec<_> =
        fs::read_dir(site.path().join("content/column")).unwrap().map(|file| file.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["_collection.yaml", "bad.md", "dew-evil.png", "dew.md", "fog.md"]);
    assert!(!site.path().join("comments").exists());
}

#[test]
fn a_field_is_one_line_of_the_file_and_a_save_is_a_version() {
    let site = site();
    let running = Running::start(site.path());
    let id = running.id("column", "column/dew.md");
    let opened = running.ok("open", json!({ "id": id }));
    let (text, basis) = (opened["text"].as_str().unwrap(), opened["basis"].clone());
    let changed =
        running.ok("change", json!({ "id": id, "text": text, "changes": { "title": "露珠", "subject": ["光学"] } }));
    let made = changed["text"].as_str().unwrap();
    assert_eq!(
        made,
        text.replace("露水 # 暂定", "露珠 # 暂定")
            .replace("summary: 为什么有露水\n", "summary: 为什么有露水\nsubject: [light]\n")
    );
    let saved = running.ok("save", json!({ "id": id, "basis": basis, "text": made }));
    assert_eq!(fs::read_to_string(site.path().join("content/column/dew.md")).unwrap(), made);
    assert_eq!(saved["unsaved"], Value::Null);
    let history = running.ok("history", json!({ "id": id }));
    let before = history["changes"][0]["before"].as_str().unwrap();
    assert_eq!(running.ok("version", json!({ "id": id, "version": before }))["text"], text);
    // An old window's save replaces nothing.
    let stale = running.ask("save", json!({ "id": id, "basis": basis, "text": "x" }));
    assert_eq!(
        (stale.status, &stale.json()["kind"], &stale.json()["more"]["theirs"]),
        (409, &json!("conflict"), &json!(made))
    );
    fs::write(site.path().join("content/column/dew.md"), "---\ntitle: 别人\n---\n").unwrap();
    let stale = running.ask("save", json!({ "id": id, "basis": saved["basis"], "text": "x" }));
    assert_eq!((stale.status, &stale.json()["kind"]), (409, &json!("conflict")));
    assert_eq!(fs::read_to_string(site.path().join("content/column/dew.md")).unwrap(), "---\ntitle: 别人\n---\n");
}

#[test]
fn opening_and_saving_changes_no_byte() {
    let root = tempfile::tempdir().unwrap();
    let copied = Command::new("cp")
        .arg("-r")
        .args(["site.yaml", "content", "static"].map(|name| repository().join(name)))
        .arg(root.path())
        .status();
    assert!(copied.unwrap().success());
    let running = Running::start(root.path());
    let collections = running.ok("site", json!({}))["collections"].clone();
    let mut opened = 0;
    for collection in collections.as_array().unwrap() {
        let mut from = 0;
        loop {
            let listed = running.ok("list", json!({ "collection": collection["name"], "count": 200, "from": from }));
            let rows = listed["rows"].as_array().unwrap();
            for row in rows.iter().filter(|row| row["in_table"] == false) {
                let file = root.path().join("content").join(row["file"].as_str().unwrap());
                let before = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
                let entry = running.ok("open", json!({ "id": row["id"] }));
                // What a form does when a value is typed anew as it was.
                let values = entry["values"].clone();
                let made = running.ok("change", json!({ "id": row["id"], "text": entry["text"], "changes": values }));
                assert_eq!(made["text"], entry["text"], "{}", row["file"]);
                running.ok("save", json!({ "id": row["id"], "basis": entry["basis"], "text": made["text"] }));
                let after = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
                assert!(before == after, "{}", row["file"]);
                opened += 1;
            }
            from += 200;
            if rows.len() < 200 || opened > 60 {
                break;
            }
        }
    }
    assert!(opened > 40, "{opened}");
}

#[test]
fn what_is_not_saved_outlives_the_program_and_is_seen() {
    let site = site();
    let mut running = Running::start(site.path());
    let id = running.id("column", "column/dew.md");
    let opened = running.ok("open", json!({ "id": id }));
    let text = opened["text"].as_str().unwrap().replace("凝成露水", "凝成一颗颗露珠");
    let answer = running.ok("draft", json!({ "id": id, "basis": opened["basis"], "text": text }));
    assert_eq!((&answer["kept"], &answer["saved"]), (&json!(true), &json!(false)));
    // The preview shows it, the file doesn't have it.
    let page = answer["url"].as_str().unwrap().split_once(&running.preview).unwrap().1.to_owned();
    let headers = [("Host".to_owned(), running.preview.clone())];
    let shown = send(&running.preview, "GET", &page, &headers, b"");
    assert!(String::from_utf8_lossy(&shown.body).contains("凝成一颗颗露珠"));
    assert!(fs::read_to_string(site.path().join("content/column/dew.md")).unwrap().contains("凝成露水"));
    let token = running.token.clone();
    running.program.kill().unwrap();
    running.program.wait().unwrap();
    let again = Running::start(site.path());
    assert_eq!(again.token, token, "open pages go on");
    assert_eq!(again.ok("open", json!({ "id": id }))["unsaved"]["text"], json!(text));
    again.ok("discard", json!({ "id": id }));
    assert_eq!(again.ok("open", json!({ "id": id }))["unsaved"], Value::Null);
    drop(again);
    assert_eq!(Running::start(site.path()).ok("open", json!({ "id": id }))["unsaved"], Value::Null);
}

#[test]
fn a_file_that_cannot_be_read_is_listed_told_and_mended() {
    let site = site();
    let running = Running::start(site.path());
    let listed = running.ok("list", json!({ "collection": "column", "count": 50 }));
    let row = listed["rows"].as_array().unwrap().iter().find(|row| row["file"] == "column/bad.md").unwrap();
    assert_eq!((&row["state"], &row["title"]), (&json!("broken"), &json!("坏")));
    let opened = running.ok("open", json!({ "id": row["id"] }));
    assert_eq!(opened["readable"], false);
    assert_eq!(opened["problems"][0]["line"], 2, "{opened}");
    let refused =
        running.ask("change", json!({ "id": row["id"], "text": opened["text"], "changes": { "title": "好" } }));
    assert_eq!(refused.status, 409);
    let text = "---\ntitle: 好\ndate: 2026-05-20\nsummary: 好了\n---\n正文\n";
    let draft = running.ok("draft", json!({ "id": row["id"], "basis": opened["basis"], "text": text }));
    assert_eq!((&draft["readable"], draft["problems"].as_array().map(Vec::len)), (&json!(true), Some(0)), "{draft}");
}

#[test]
fn an_entry_is_made_put_into_the_bin_and_put_back() {
    let site = site();
    let running = Running::start(site.path());
    let made = running.ok("new", json!({ "collection": "column", "title": "彩虹为什么是弯的", "values": {} }));
    let opened = running.ok("open", json!({ "id": made["id"] }));
    let file = site.path().join("content").join(opened["file"].as_str().unwrap());
    assert!(file.exists() && opened["text"].as_str().unwrap().contains("draft: true"), "{opened}");
    running.ok("delete", json!({ "id": made["id"], "basis": opened["basis"] }));
    assert!(!file.exists());
    let bin = running.ok("bin", json!({}));
    let row = &bin[0];
    running.ok("restore", json!({ "id": row["id"], "version": row["version"] }));
    assert_eq!(fs::read_to_string(file).unwrap(), opened["text"].as_str().unwrap());
    assert_eq!(running.ok("bin", json!({})), json!([]));
}
