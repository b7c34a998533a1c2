//! A studio that several people share: who may do what, and that no text is lost.
#![allow(clippy::disallowed_methods, reason = "tests measure patience and read files")]

mod house;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::studio::site;
use house::{House, PASSWORD, Someone, add, kepu};

fn of_four() -> tempfile::TempDir {
    let site = site();
    for (name, role) in [("张三", "writer"), ("李四", "审核"), ("王五", "publisher"), ("赵六", "管理")] {
        add(site.path(), name, role);
    }
    site
}

fn audit(root: &Path) -> Vec<Value> {
    let text = fs::read_to_string(root.join(".kepu/audit.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn people_are_added_listed_and_removed() {
    let site = of_four();
    let root = site.path();
    let (_, said) = kepu(&["studio", "user", "list"], root, "");
    assert_eq!(said, "张三  writer\n李四  reviewer\n王五  publisher\n赵六  admin\n");
    let kept = fs::read_to_string(root.join(".kepu/people.yaml")).unwrap();
    assert!(!kept.contains(PASSWORD) && kept.matches("$argon2id$").count() == 4, "{kept}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(root.join(".kepu/people.yaml")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let fails = |words: &[&str], input: &str, why: &str| {
        let (done, said) = kepu(words, root, input);
        assert!(!done && said.contains(why), "{words:?}: {said}");
    };
    let add = |name| vec!["studio", "user", "add", name, "--role", "writer", "--password-stdin"];
    fails(&add("孙七"), "short\n", "8 characters");
    fails(&add("张三"), "long enough\n", "already");
    fails(&add(" \u{200B}"), "long enough\n", "1 to 40");
    fails(&["studio", "user", "add", "孙七", "--role", "king", "--password-stdin"], "long enough\n", "king");
    fails(&["studio", "user", "add", "孙七", "--role", "writer", "--password", "x"], "", "--password");
    fails(&["studio", "user", "add", "孙七", "--role", "writer"], "long enough\n", "--password-stdin");
    fails(&["studio", "user", "remove", "孙七"], "", "孙七");
    let elsewhere = tempfile::tempdir().unwrap();
    let (done, said) = kepu(&add("孙七"), elsewhere.path(), "long enough\n");
    assert!(!done && said.contains("no site here"), "{said}");
    assert!(!elsewhere.path().join(".kepu").exists());
    assert!(kepu(&["studio", "user", "role", "李四", "发布"], root, "").0);
    assert!(kepu(&["studio", "user", "remove", "张三"], root, "").0);
    let (_, said) = kepu(&["studio", "user", "list"], root, "");
    assert_eq!(said, "李四  publisher\n王五  publisher\n赵六  admin\n");
    // What is kept is no part of the site.
    assert!(kepu(&["build"], root, "").1.lines().all(|line| !line.contains(".kepu/")));
    assert!(!root.join("public/.kepu").exists());
}

#[test]
fn nothing_listens_beyond_this_computer_without_a_certificate_or_a_word() {
    let site = site();
    let refused = |words: &[&str], why: &str| {
        let (done, said) = kepu(&[&["studio", "--no-open"], words].concat(), site.path(), "");
        assert!(!done && said.contains(why), "{words:?}: {said}");
    };
    refused(&["--shared"], "kepu studio user add");
    add(site.path(), "张三", "writer");
    refused(&["--shared", "--bind", "0.0.0.0", "--host", "kepu.test"], "--behind-proxy");
    refused(&["--shared", "--bind", "::", "--host", "kepu.test"], "--cert");
    refused(&["--shared", "--bind", "192.0.2.1"], "--cert");
    refused(&["--shared", "--behind-proxy"], "--host");
    refused(&["--shared", "--behind-proxy", "--bind", "0.0.0.0", "--host", "kepu.test"], "--proxy 192.168.1.2");
    refused(&["--shared", "--proxy", "192.168.1.2"], "--behind-proxy");
    refused(&["--shared", "--cert", "a.pem"], "--key");
    refused(&["--shared", "--host", "http://kepu.test/"], "host name");
    refused(&["--bind", "127.0.0.1"], "--shared");
    let file = site.path().join("none.pem").display().to_string();
    refused(&["--shared", "--cert", &file, "--key", &file], "none.pem");
    fs::write(&file, "nothing").unwrap();
    refused(&["--shared", "--cert", &file, "--key", &file], "no certificate");
    fs::write(site.path().join(".kepu/people.yaml"), "people: all\n").unwrap();
    refused(&["--shared"], "isn't understood");
}

#[test]
fn only_a_session_opens_anything() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let wrong = [house.try_in("张三", "wrong password"), house.try_in("谁", PASSWORD)];
    assert_eq!((wrong[0].status, &wrong[0].body), (401, &wrong[1].body));
    assert_eq!(wrong[1].status, 401);
    let right = house.try_in("张三", PASSWORD);
    let cookies: Vec<&str> = right.head.lines().filter(|line| line.starts_with("set-cookie")).collect();
    assert_eq!(cookies.len(), 2, "{}", right.head);
    for cookie in cookies {
        assert!(
            cookie.contains("; HttpOnly; SameSite=Strict; Max-Age=43200") && !cookie.contains("Secure"),
            "{cookie}"
        );
    }
    let one = house.sign_in("张三");
    assert_eq!(one.ok("site", json!({}))["person"], json!({ "name": "张三", "role": "writer" }));
    let body = json!({ "ask": "site" });
    let status = |cookie: &str, token: &str| house.post("/api", cookie, token, &body).status;
    assert_eq!(status(&one.cookie, &one.token), 200);
    assert_eq!(status("", &one.token), 401);
    assert_eq!(status(&one.cookie, ""), 401);
    assert_eq!(status(&one.cookie, &one.token[1..]), 401);
    // The cookie of one session with the token of another, and a cookie that another server has set beside it.
    let other = house.sign_in("赵六");
    assert_eq!(status(&one.cookie, &other.token), 401);
    assert_eq!(status(&format!("{}; {}", one.cookie, other.cookie), &one.token), 401);
    // A key doesn't open a shared studio, nor does the token that a studio of one's own would have.
    assert_eq!(house.post("/session", "", "", &json!({ "key": "x" })).status, 400);
    assert_eq!(house.post("/key", &one.cookie, &one.token, &json!({})).status, 404);
    let origin = house.origin();
    let with = |host: &str, origin: &str, kind: &str| {
        let headers = [
            ("Host", host),
            ("Origin", origin),
            ("Content-Type", kind),
            ("Cookie", &*one.cookie),
            ("X-Kepu-Token", &*one.token),
        ];
        house.send("POST", "/api", &headers, body.to_string().as_bytes()).status
    };
    assert_eq!(with(&house.host, &origin, "application/json"), 200);
    assert_eq!(with(&house.host, &origin, "text/plain"), 415);
    assert_eq!(with(&house.host, "null", "application/json"), 403);
    assert_eq!(with(&house.host, &format!("http://{}", house.preview), "application/json"), 403);
    assert_eq!(with("evil.example", "http://evil.example", "application/json"), 403);
    assert_eq!(with("localhost", &origin, "application/json"), 403);
    // The preview is for people who have signed in.
    let port = house.preview.rsplit_once(':').unwrap().1.parse().unwrap();
    let look = |cookie: &str| {
        let headers = [("Host", &*house.preview), ("Cookie", cookie)];
        house.send_to(port, "GET", "/", &headers, b"").status
    };
    assert_eq!(look(&one.cookie), 200);
    assert_eq!(look("kepu-look=x"), 403);
    // The browser that has the cookie gets its token again, and another name after signing out.
    let again = house.post("/session", &one.cookie, "", &json!({}));
    assert_eq!(again.json()["token"], *one.token);
    assert_eq!(house.post("/leave", &one.cookie, &one.token, &json!({})).status, 200);
    assert_eq!((status(&one.cookie, &one.token), look(&one.cookie)), (401, 403));
    // Who is removed or has another password is out at once.
    let one = house.sign_in("张三");
    let words = ["studio", "user", "password", "张三", "--password-stdin"];
    assert!(kepu(&words, site.path(), "another password\n").0);
    assert_eq!(status(&one.cookie, &one.token), 401);
    assert!(kepu(&["studio", "user", "remove", "赵六"], site.path(), "").0);
    // The preview first: it doesn't wait until the studio is asked.
    assert_eq!(look(&other.cookie), 403);
    assert_eq!(status(&other.cookie, &other.token), 401);
}

#[test]
fn a_browser_that_signs_in_again_has_one_session() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let one = house.sign_in("张三");
    let again = house.post("/session", &one.cookie, "", &json!({ "name": "李四", "password": PASSWORD }));
    assert_eq!(again.status, 200, "{}", again.head);
    assert_eq!(one.ask("site", json!({})).status, 401);
}

#[test]
fn a_list_of_people_that_cannot_be_read_ends_no_session() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let one = house.sign_in("张三");
    let file = site.path().join(".kepu/people.yaml");
    let kept = fs::read(&file).unwrap();
    fs::write(&file, "people: all\n").unwrap();
    assert_eq!(one.ask("site", json!({})).status, 401);
    // Nothing is compared, and no attempt is counted.
    for _ in 0..5 {
        assert_eq!(house.try_in("李四", PASSWORD).status, 503);
    }
    fs::write(&file, kept).unwrap();
    one.ok("site", json!({}));
    house.sign_in("李四");
}

#[test]
fn a_sign_in_whose_body_does_not_come_ends() {
    use std::io::{Read, Write};
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let mut stream = std::net::TcpStream::connect(&house.host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let (host, origin) = (&house.host, house.origin());
    let head = format!(
        "POST /session HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(answer.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn an_open_preview_of_someone_who_was_removed_ends() {
    use std::io::{Read, Write};
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let (one, other) = (house.sign_in("张三"), house.sign_in("李四"));
    let mut stream = std::net::TcpStream::connect(&house.preview).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let (host, cookie) = (&house.preview, &one.cookie);
    let head =
        format!("GET /.kepu/events?page=/ HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut part = [0; 4096];
    let count = stream.read(&mut part).unwrap();
    assert!(part[..count].starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&part[..count]));
    assert!(kepu(&["studio", "user", "remove", "张三"], site.path(), "").0);
    let id = other.id("column/dew.md");
    let opened = other.ok("open", json!({ "id": id }));
    let text = format!("{}再写一句。\n", opened["text"].as_str().unwrap());
    other.ok("draft", json!({ "id": id, "basis": opened["basis"], "text": text }));
    let began = Instant::now();
    while stream.read(&mut part).unwrap() > 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "the stream goes on");
    }
}

#[test]
fn attempts_slow_down() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    for name in ["张三", "nobody at all"] {
        let statuses: Vec<u16> = (0..3).map(|_| house.try_in(name, "wrong password").status).collect();
        assert_eq!(statuses, [401, 401, 401], "{name}");
        let waits = house.try_in(name, PASSWORD);
        assert!(waits.status == 429 || waits.status == if name == "张三" { 200 } else { 401 }, "{}", waits.head);
        if waits.status == 429 {
            assert!(waits.head.contains("retry-after: 1"), "{}", waits.head);
        }
    }
    assert_eq!(house.try_in("李四", PASSWORD).status, 200, "others aren't kept out");
    let text = audit(site.path()).iter().map(Value::to_string).collect::<String>();
    assert!(text.contains("refused") && !text.contains("nobody at all") && !text.contains("wrong password"), "{text}");
}

#[test]
fn sessions_end_by_themselves() {
    let site = of_four();
    let house = House::open(site.path(), &["--session-seconds", "3600", "4"]);
    let one = house.sign_in("张三");
    // What the page asks by itself isn't use.
    std::thread::sleep(Duration::from_secs(2));
    let origin = house.origin();
    let headers = [
        ("Host", &*house.host),
        ("Origin", &*origin),
        ("Content-Type", "application/json"),
        ("Cookie", &*one.cookie),
        ("X-Kepu-Token", &*one.token),
        ("X-Kepu-Background", "1"),
    ];
    assert_eq!(house.send("POST", "/api", &headers, br#"{ "ask": "site" }"#).status, 200);
    std::thread::sleep(Duration::from_millis(2100));
    assert_eq!(one.ask("site", json!({})).status, 401);
    assert_eq!(house.post("/session", &one.cookie, "", &json!({})).status, 401);
    drop(house);
    let house = House::open(site.path(), &["--session-seconds", "1", "3600"]);
    let one = house.sign_in("张三");
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(one.ask("site", json!({})).status, 401);
}

/// Every request of the page, with the number of the roles that may not ask it.
fn requests() -> Vec<(usize, Value)> {
    let id = "none";
    vec![
        (0, json!({ "ask": "site" })),
        (0, json!({ "ask": "list", "collection": "column" })),
        (0, json!({ "ask": "open", "id": id })),
        (0, json!({ "ask": "change", "id": id, "text": "", "changes": {} })),
        (0, json!({ "ask": "draft", "id": id, "basis": "", "text": "" })),
        (0, json!({ "ask": "discard", "id": id })),
        (0, json!({ "ask": "save", "id": id, "basis": "", "text": "" })),
        (0, json!({ "ask": "month", "collection": "column", "month": "2026-05" })),
        (0, json!({ "ask": "move", "id": id, "day": "2026-05-16", "announced": false })),
        (0, json!({ "ask": "new", "collection": "none", "title": "", "values": {} })),
        (0, json!({ "ask": "delete", "id": id, "basis": "" })),
        (0, json!({ "ask": "rows", "id": id, "text": "", "changes": [] })),
        (
            0,
            json!({ "ask": "import", "upload": "x", "name": "x.csv", "kind": "csv", "into": "column", "write": true, "replace": false, "table": false, "mapping": null }),
        ),
        (3, json!({ "ask": "settings", "text": null, "changes": {} })),
        (3, json!({ "ask": "renaming", "renames": [] })),
        (3, json!({ "ask": "save_settings", "basis": "", "text": "", "renames": [] })),
        (3, json!({ "ask": "init", "title": "", "organisation": "", "description": "", "address": "", "color": "" })),
        (0, json!({ "ask": "paste", "id": id, "html": "", "rtf": "", "first_note": 1 })),
        (0, json!({ "ask": "picture", "id": id, "name": "a.png" })),
        (0, json!({ "ask": "fetch", "id": id, "url": "https://example.org/" })),
        (0, json!({ "ask": "find", "text": "" })),
        (0, json!({ "ask": "suggest", "to": "column", "text": "" })),
        (0, json!({ "ask": "comments", "id": id, "text": "x" })),
        (
            0,
            json!({ "ask": "comment", "id": id, "text": "x", "action": { "do": "add", "field": null, "start": 0, "end": 1, "words": "x" } }),
        ),
        (0, json!({ "ask": "history", "id": id })),
        (0, json!({ "ask": "version", "id": id, "version": "" })),
        (0, json!({ "ask": "bin" })),
        (0, json!({ "ask": "restore", "id": id, "version": "" })),
        (0, json!({ "ask": "check" })),
        (0, json!({ "ask": "mending", "code": "none" })),
        (2, json!({ "ask": "mend", "code": "none" })),
        (0, json!({ "ask": "due" })),
        (0, json!({ "ask": "every", "collection": "column" })),
        (0, json!({ "ask": "bulk", "ids": [], "action": { "do": "publish" } })),
        (2, json!({ "ask": "targets" })),
        (2, json!({ "ask": "publish", "target": "none", "rehearsal": false, "back": null })),
        (2, json!({ "ask": "keep_address", "id": id, "address": "/a/" })),
        (0, json!({ "ask": "wait", "since": 0 })),
        (0, json!({ "ask": "here", "id": id })),
        (0, json!({ "ask": "stages", "id": id })),
        (1, json!({ "ask": "sign", "id": id, "basis": "", "stage": "first", "note": "", "is_return": false })),
        (3, json!({ "ask": "journal" })),
    ]
}

#[test]
fn each_role_may_do_what_the_table_says() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let people = ["张三", "李四", "王五", "赵六"].map(|name| house.sign_in(name));
    // The program itself lists what can be asked.
    let unknown = people[0].ask("?", json!({})).json();
    let named = unknown["message"].as_str().unwrap().split('`').skip(3).step_by(2).map(str::to_owned);
    let table = requests();
    let here: BTreeSet<String> = table.iter().map(|(_, body)| body["ask"].as_str().unwrap().to_owned()).collect();
    assert_eq!(named.collect::<BTreeSet<_>>(), here, "every request is in the table");
    for (least, body) in &table {
        for (at, person) in people.iter().enumerate() {
            let answer = house.post("/api", &person.cookie, &person.token, body);
            assert_eq!(answer.status == 403, at < *least, "{at} {body}: {}", String::from_utf8_lossy(&answer.body));
            assert!([200, 403, 409].contains(&answer.status), "{body}: {}", answer.status);
            if answer.status == 403 {
                let said = answer.json();
                assert!(said["kind"] == "forbidden" && said["message"].as_str().unwrap().contains("admin"), "{said}");
            }
        }
    }
    let forbidden = audit(site.path()).iter().filter(|line| line["result"] == "forbidden").count();
    assert_eq!(forbidden, table.iter().map(|(least, _)| least).sum::<usize>());
}

#[test]
fn what_is_done_is_in_the_log() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let one = house.sign_in("张三");
    let id = one.id("column/dew.md");
    let opened = one.ok("open", json!({ "id": id }));
    let text = format!("{}再写一句。\n", opened["text"].as_str().unwrap());
    one.ok("draft", json!({ "id": id, "basis": opened["basis"], "text": text }));
    one.ok("save", json!({ "id": id, "basis": opened["basis"], "text": text }));
    assert_eq!(one.ask("save", json!({ "id": id, "basis": opened["basis"], "text": "x" })).status, 409);
    assert_eq!(one.ask("publish", json!({ "target": null, "rehearsal": false, "back": null })).status, 403);
    house.try_in("李四", "wrong password");
    let line = |what: &str, entry: &str, result: &str| (what.to_owned(), entry.to_owned(), result.to_owned());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = audit(site.path());
    let found: Vec<_> =
        lines.iter().map(|one| (text(&one["what"]), text(&one["entry"]), text(&one["result"]))).collect();
    assert_eq!(
        found,
        [
            line("sign_in", "", "ok"),
            line("save", "content/column/dew.md", "ok"),
            line("save", "content/column/dew.md", "conflict"),
            line("publish", "", "forbidden"),
            line("sign_in", "", "refused"),
        ]
    );
    assert!(lines.iter().all(|one| one["address"] == "127.0.0.1" && one["time"].is_string()), "{lines:?}");
    assert_eq!(lines[4]["person"], "李四");
    // Versions have the person's name.
    let history = one.ok("history", json!({ "id": id }));
    assert_eq!(history["changes"][0]["who"], "张三");
    let admin = house.sign_in("赵六");
    assert_eq!(admin.ok("journal", json!({}))["lines"].as_array().unwrap().len(), 6);
    let (_, said) = kepu(&["studio", "log", "--person", "张三", "--count", "2"], site.path(), "");
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.contains("127.0.0.1  publish  forbidden"), "{said}");
    // What is done to several entries names them.
    one.ok("bulk", json!({ "ids": [id], "action": { "do": "delete" } }));
    let last = audit(site.path()).pop().unwrap();
    assert_eq!((text(&last["what"]), text(&last["entry"])), ("bulk".to_owned(), "content/column/dew.md".to_owned()));
}

#[test]
fn who_has_an_entry_open_is_shown() {
    let site = of_four();
    let house = House::open(site.path(), &[]);
    let (one, other) = (house.sign_in("张三"), house.sign_in("李四"));
    let id = one.id("column/dew.md");
    assert_eq!(one.ok("here", json!({ "id": id }))["others"], json!([]));
    assert_eq!(other.ok("here", json!({ "id": id }))["others"], json!(["张三"]));
    assert_eq!(other.ok("list", json!({ "collection": "column" }))["present"][&id], json!(["张三", "李四"]));
    one.ok("here", json!({ "id": "none", "left": true }));
    assert_eq!(other.ok("here", json!({ "id": id }))["others"], json!(["张三"]), "it was another entry that was left");
    one.ok("here", json!({ "id": id, "left": true }));
    assert_eq!(other.ok("here", json!({ "id": id }))["others"], json!([]));
    // Each has an unsaved text of one's own, and a save wakes the other's page.
    let opened = one.ok("open", json!({ "id": id }));
    let text = |words: &str| format!("{}{words}\n", opened["text"].as_str().unwrap());
    let basis = &opened["basis"];
    one.ok("draft", json!({ "id": id, "basis": basis, "text": text("甲") }));
    let since = other.ok("site", json!({}))["version"].clone();
    other.ok("draft", json!({ "id": id, "basis": basis, "text": text("乙") }));
    assert_eq!(one.ok("open", json!({ "id": id }))["unsaved"]["text"], text("甲"));
    assert_eq!(other.ok("open", json!({ "id": id }))["unsaved"]["text"], text("乙"));
    let refused = one.ask("delete", json!({ "id": id, "basis": basis })).json();
    assert!(refused["kind"] == "unsaved" && refused["message"].as_str().unwrap().contains("李四"), "{refused}");
    one.ok("save", json!({ "id": id, "basis": basis, "text": text("甲") }));
    assert_ne!(other.ok("wait", json!({ "since": since }))["version"], since);
    let refused = other.ask("save", json!({ "id": id, "basis": basis, "text": text("乙") }));
    assert_eq!((refused.status, &refused.json()["more"]["theirs"]), (409, &text("甲").into()));
    assert_eq!(other.ok("open", json!({ "id": id }))["unsaved"]["text"], text("乙"), "a refused text is kept");
    assert!(fs::read_to_string(site.path().join("content/column/dew.md")).unwrap().ends_with("甲\n"));
}

#[test]
fn a_signature_has_the_name_of_the_person() {
    let site = of_four();
    let config = site.path().join("site.yaml");
    let review =
        "review:\n  collections: [column]\n  stages:\n    - {id: first, name: 初审}\n    - {id: final, name: 终审}\n";
    fs::write(&config, fs::read_to_string(&config).unwrap() + review).unwrap();
    fs::remove_file(site.path().join("content/column/bad.md")).unwrap();
    let house = House::open(site.path(), &[]);
    let (reviewer, admin) = (house.sign_in("李四"), house.sign_in("赵六"));
    let id = reviewer.id("column/dew.md");
    let basis = reviewer.ok("open", json!({ "id": id }))["basis"].clone();
    let sign = |person: &Someone<'_>, stage: &str, basis: &Value| {
        person.ask("sign", json!({ "id": id, "basis": basis, "stage": stage, "note": "", "is_return": false }))
    };
    assert_eq!(reviewer.ok("stages", json!({ "id": id }))["row"]["stage"]["id"], "first");
    let named = json!({ "id": id, "basis": basis, "stage": "first", "note": "", "is_return": false, "by": "别人" });
    assert_eq!(reviewer.ask("sign", named).status, 409, "no name can be chosen");
    assert_eq!(sign(&reviewer, "first", &"other".into()).status, 409, "another version was read");
    let signed = sign(&reviewer, "first", &basis);
    assert_eq!(signed.status, 200, "{}", String::from_utf8_lossy(&signed.body));
    assert_eq!(signed.json()["row"]["signed"][0]["by"], "李四");
    assert_eq!(sign(&reviewer, "final", &basis).status, 409, "one person signs once");
    assert_eq!(sign(&admin, "final", &basis).json()["row"]["state"], "signed");
    let (_, said) = kepu(&["review", "column/dew.md"], site.path(), "");
    assert!(said.contains("李四") && said.contains("赵六"), "{said}");
}

fn pem(kind: &str, bytes: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(bytes);
    format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
}

#[test]
fn a_certificate_makes_it_private() {
    let site = of_four();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["kepu.test".to_owned()]).unwrap().self_signed(&key).unwrap();
    let keys = tempfile::tempdir().unwrap();
    let place = |name: &str| keys.path().join(name).display().to_string();
    fs::write(place("cert.pem"), pem("CERTIFICATE", certificate.der())).unwrap();
    fs::write(place("key.pem"), pem("PRIVATE KEY", &key.serialize_der())).unwrap();
    let words = ["--bind", "0.0.0.0", "--host", "kepu.test", "--cert", &place("cert.pem"), "--key", &place("key.pem")];
    let house = House::trusting(site.path(), &words, Some(certificate.der().to_vec()));
    assert!(house.host.starts_with("kepu.test:") && house.preview.starts_with("kepu.test:"), "{}", house.host);
    let answer = house.try_in("张三", PASSWORD);
    assert_eq!(answer.status, 200, "{}", answer.head);
    assert!(answer.head.contains("__Host-kepu-look="), "{}", answer.head);
    assert!(answer.head.contains("__Host-kepu-session=") && answer.head.contains("; Secure"), "{}", answer.head);
    let one = house.sign_in("张三");
    one.ok("site", json!({}));
    let shell = house.send("GET", "/", &[("Host", &*house.host)], b"");
    let preview = format!("data-preview=\"https://{}\" data-shared=\"true\"", house.preview);
    assert!(String::from_utf8_lossy(&shell.body).contains(&preview), "{}", String::from_utf8_lossy(&shell.body));
    let port = house.preview.rsplit_once(':').unwrap().1.parse().unwrap();
    let look = |cookie: &str| {
        let headers = [("Host", &*house.preview), ("Cookie", cookie)];
        house.send_to(port, "GET", "/", &headers, b"").status
    };
    assert_eq!((look(&one.cookie), look("")), (200, 403));
    assert_eq!(house.send("GET", "/", &[("Host", "127.0.0.1")], b"").status, 403, "only its own name");
}

/// Twenty people write at once, all of them into one entry as well, and no accepted save is lost.
#[test]
fn twenty_people_lose_no_edit() {
    const PEOPLE: usize = 20;
    const ROUNDS: usize = 4;
    let site = site();
    let root = site.path();
    let hash = kepu::authoring::people::PasswordHash::of(PASSWORD, &[3; 16]).unwrap();
    let mut people = kepu::authoring::people::People::default();
    for number in 0..PEOPLE {
        let (name, role) = (format!("person {number}"), kepu::authoring::people::StudioRole::Writer);
        people.add(kepu::authoring::people::StudioPerson { name, role, password: hash.clone() });
        let text = format!("---\ntitle: 条目{number}\ndate: 2026-05-18\nsummary: 说明\n---\n正文\n");
        fs::write(root.join(format!("content/column/own{number}.md")), text).unwrap();
    }
    fs::create_dir_all(root.join(".kepu")).unwrap();
    fs::write(root.join(".kepu/people.yaml"), people.text()).unwrap();
    let house = House::open(root, &[]);
    // One after another: only two passwords are compared at a time.
    let signed: Vec<Someone<'_>> = (0..PEOPLE).map(|number| house.sign_in(&format!("person {number}"))).collect();
    let shared = signed[0].id("column/dew.md");
    let work = |number: usize, one: &Someone<'_>| {
        let own = one.id(&format!("column/own{number}.md"));
        let (mut accepted, mut refused, mut previews) = (Vec::new(), 0, Vec::new());
        for round in 0..ROUNDS {
            for id in [&own, &shared] {
                let line = format!("第 {number} 人第 {round} 回");
                let opened = one.ok("open", json!({ "id": id }));
                let (mut text, mut basis) = (opened["text"].as_str().unwrap().to_owned(), opened["basis"].clone());
                loop {
                    let mine = format!("{text}\n{line}\n");
                    let began = Instant::now();
                    one.ok("draft", json!({ "id": id, "basis": basis, "text": mine }));
                    previews.push(began.elapsed());
                    let answer = one.ask("save", json!({ "id": id, "basis": basis, "text": mine }));
                    if answer.status == 200 {
                        accepted.push((id.clone(), line, answer.json()["basis"].as_str().unwrap().to_owned()));
                        break;
                    }
                    assert_eq!(answer.status, 409, "{}", String::from_utf8_lossy(&answer.body));
                    refused += 1;
                    let more = answer.json()["more"].clone();
                    text = more["theirs"].as_str().unwrap().to_owned();
                    basis = more["basis"].clone();
                }
            }
        }
        (accepted, refused, previews)
    };
    let work = &work;
    let results: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> =
            signed.iter().enumerate().map(|(number, one)| scope.spawn(move || work(number, one))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let log = fs::read_to_string(root.join(".kepu-history/log.jsonl")).unwrap();
    let (mut accepted, mut refused, mut previews) = (0, 0, Vec::new());
    for (own, stale, times) in results {
        for (id, line, version) in own {
            accepted += 1;
            assert!(log.contains(&format!("\"after\":\"{version}\"")), "a save that was accepted is in the history");
            let text = signed[0].ok("open", json!({ "id": id }))["text"].as_str().unwrap().to_owned();
            assert_eq!(text.matches(&format!("{line}\n")).count(), 1, "{line} is in the file once: {text}");
        }
        refused += stale;
        previews.extend(times);
    }
    assert_eq!(accepted, PEOPLE * ROUNDS * 2);
    let saves = audit(root).iter().filter(|line| line["what"] == "save").count();
    assert_eq!(saves, accepted + refused, "every save is in the log, accepted or refused");
    previews.sort();
    let at = |percent: usize| previews[(previews.len() - 1) * percent / 100];
    println!(
        "{PEOPLE} people: {accepted} saves accepted, {refused} refused as stale; {} previews, median {:?}, 95th percentile {:?}",
        previews.len(),
        at(50),
        at(95)
    );
}
