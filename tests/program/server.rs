//! The server over real connections: what a good static host answers, what it refuses, and what
//! open pages are told. Requests are written out, so that also those can be sent that no client would.
#![allow(clippy::disallowed_methods, reason = "tests measure patience and read files")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kepu::base::diagnostic::{Language, Location, messages};
use kepu::base::url::{OutputPath, SourcePath, Url};
use kepu::io::server::{MOST_CONNECTIONS, Outputs, Problem, Publication, Server, ServerOptions, Timeouts};

const PATIENCE: Duration = Duration::from_secs(10);
const NEVER: Duration = Duration::from_secs(3600);
const SOON: Duration = Duration::from_millis(50);
/// The server takes well under a second to end; a busy machine may add to it.
const MOMENT: Duration = Duration::from_secs(2);
const VIDEO: &[u8] = b"0123456789";

#[test]
fn a_page_is_served_as_a_page() {
    let served = Served::new();
    let page = served.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    assert!(page.text().starts_with("<!doctype html><h1>首页</h1>"), "{}", page.text());
    assert_eq!(page.header("content-length"), Some(&*page.body.len().to_string()));
    for (path, media_type) in [
        ("/style.css", "text/css; charset=utf-8"),
        ("/events/calendar.ics", "text/calendar; charset=utf-8"),
        ("/bases.geojson", "application/geo+json"),
        ("/manifest.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/film.mp4", "video/mp4"),
    ] {
        assert_eq!(served.get(path).header("content-type"), Some(media_type), "{path}");
    }
}

#[test]
fn what_keeps_pages_up_to_date_is_in_pages_alone_and_in_no_output() {
    let served = Served::new();
    let page = served.get("/");
    let etag = page.header("etag").expect("a tag").trim_matches('"').to_owned();
    let element = format!(
        "<script type=\"module\" src=\"/.kepu/live.js\" data-kepu-etag=\"{etag}\" data-kepu-status=\"200\"></script>"
    );
    assert!(page.text().contains(&element), "{}", page.text());
    assert_eq!(served.get("/style.css").text(), "h1{}");
    let script = served.get("/.kepu/live.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
    for module in script.text().lines().filter_map(|line| line.split("from \"./").nth(1)?.split('"').next()) {
        assert_eq!(served.get(&format!("/.kepu/{module}")).status, 200, "{module}");
    }
    assert_eq!(served.get("/.kepu/other.js").status, 404);
}

#[test]
fn addresses_lead_to_files_as_on_a_static_host() {
    let served = Served::new();
    let encoded = "/tags/%E5%A4%A9%E6%96%87/";
    assert!(served.get(encoded).text().contains("天文"));
    assert!(served.get(&encoded.to_lowercase()).text().contains("天文"), "encoded in small letters");
    assert_eq!(served.get("/tags/%E5%A4%A9%E6%96%87/index.html").status, 200);
    assert_eq!(served.get("/column/?a=1&b=%20").status, 200);
    for (path, to) in [
        ("/column", "/column/"),
        ("/column?a=1", "/column/?a=1"),
        ("/tags/%E5%A4%A9%E6%96%87", encoded),
        ("//column//", "/column/"),
        ("//column", "/column/"),
    ] {
        let moved = served.get(path);
        assert_eq!((moved.status, moved.header("location")), (308, Some(to)), "{path}");
        assert_eq!(moved.header("cache-control"), Some("no-cache"));
    }
    for path in
        ["/nowhere", "/nowhere/", "/style.css/", "/column/index", "//evil.example/", "/%", "/%ff", "/%00", "/CON"]
    {
        let missing = served.get(path);
        assert_eq!(missing.status, 404, "{path}");
        assert!(
            missing.text().contains("<h1>没有</h1>") && missing.text().contains("data-kepu-status=\"404\""),
            "{path}"
        );
    }
    assert!(served.get("/en/nowhere/x").text().contains("<h1>None</h1>"), "the page of that part of the site");
}

#[test]
fn a_browser_that_has_a_file_is_not_sent_it_again() {
    let served = Served::new();
    for path in ["/", "/style.css", "/.kepu/live.js"] {
        let first = served.get(path);
        let etag = first.header("etag").expect("a tag").to_owned();
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            let same = served.ask("GET", path, &[("If-None-Match", &known)]);
            assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, Some(&*etag)), "{path} {known}");
        }
        assert_eq!(served.ask("GET", path, &[("If-None-Match", "\"x\"")]).status, 200);
    }
    let before = served.get("/").header("etag").map(str::to_owned);
    served.publish(&[("index.html", "<h1>Neu</h1>")]);
    let now = served.ask("GET", "/", &[("If-None-Match", before.as_deref().expect("a tag"))]);
    assert_eq!(now.status, 200);
    assert!(now.text().contains("Neu"));
}

#[test]
fn a_head_is_an_answer_without_its_body() {
    let served = Served::new();
    for path in ["/", "/film.mp4", "/nowhere", "/column"] {
        let (whole, head) = (served.get(path), served.ask("HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (whole.status, 0), "{path}");
        let mut expected = whole.headers;
        expected.remove("date");
        let mut found = head.headers;
        found.remove("date");
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn parts_of_a_film_are_sent() {
    let served = Served::new();
    let film = served.get("/film.mp4");
    let etag = film.header("etag").expect("a tag").to_owned();
    assert_eq!((film.header("accept-ranges"), &*film.body), (Some("bytes"), VIDEO));
    for (asked, body, place) in [
        ("bytes=0-3", "0123", "bytes 0-3/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=7-70", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=-20", "0123456789", "bytes 0-9/10"),
    ] {
        let part = served.ask("GET", "/film.mp4", &[("Range", asked)]);
        assert_eq!((part.status, &*part.text(), part.header("content-range")), (206, body, Some(place)), "{asked}");
        assert_eq!(part.header("content-length"), Some(&*body.len().to_string()));
    }
    for asked in ["bytes=10-", "bytes=-0"] {
        let none = served.ask("GET", "/film.mp4", &[("Range", asked)]);
        assert_eq!((none.status, none.header("content-range")), (416, Some("bytes */10")), "{asked}");
    }
    for asked in ["bytes=5-2", "bytes=0-1,4-5", "lines=0-1", "bytes=x-y", "x"] {
        assert_eq!(served.ask("GET", "/film.mp4", &[("Range", asked)]).status, 200, "{asked}");
    }
    let if_range = |tag: &str| served.ask("GET", "/film.mp4", &[("Range", "bytes=0-1"), ("If-Range", tag)]).status;
    assert_eq!((if_range(&etag), if_range("\"other\""), if_range(&format!("W/{etag}"))), (206, 200, 200));
    assert_eq!(if_range("Mon, 23 Nov 2026 00:00:00 GMT"), 200, "there are no dates to go by");
    assert_eq!(served.ask("HEAD", "/film.mp4", &[("Range", "bytes=0-1")]).status, 200);
    let known = served.ask("GET", "/film.mp4", &[("Range", "bytes=0-1"), ("If-None-Match", &etag)]);
    assert_eq!(known.status, 304);
}

#[test]
fn only_reading_is_allowed() {
    let served = Served::new();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        for path in ["/", "/.kepu/hello", "/nowhere"] {
            let refused = served.ask(method, path, &[]);
            assert_eq!((refused.status, refused.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
        }
    }
    let sent = served.raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    assert!(sent.starts_with("HTTP/1.1 405"), "{sent}");
}

#[test]
fn foreign_names_are_not_answered_to() {
    let served = Served::with(|options| options.allowed_hosts = vec!["kepu.test".to_owned()]);
    for host in ["localhost", "localhost:1", "127.0.0.1", "[::1]:1111", "my.localhost", "kepu.test:80", "KEPU.TEST"] {
        assert_eq!(served.as_host(host, "/").status, 200, "{host}");
    }
    for host in ["evil.example", "evil.example:1111", "192.168.1.5", "127.0.0.1.evil.example", "localhost@evil.example"]
    {
        for path in ["/", "/.kepu/hello", "/.kepu/events", "/nowhere"] {
            let refused = served.as_host(host, path);
            assert_eq!(refused.status, 403, "{host} {path}");
            assert!(refused.text().contains(host) && refused.text().contains("--allow-host"), "{}", refused.text());
        }
    }
    let whole = |line: &str| served.raw(&format!("{line}\r\nConnection: close\r\n\r\n"));
    assert!(whole("GET http://evil.example/ HTTP/1.1\r\nHost: localhost").starts_with("HTTP/1.1 403"));
    assert!(whole("GET http://localhost/ HTTP/1.1\r\nHost: localhost").starts_with("HTTP/1.1 200"));
    assert!(whole("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example").starts_with("HTTP/1.1 400"));
    assert!(whole("GET / HTTP/1.1").starts_with("HTTP/1.1 400"));
}

#[test]
fn pages_of_others_are_told_nothing() {
    let served = Served::new();
    for path in ["/.kepu/hello", "/.kepu/events", "/.kepu/live.js"] {
        let from = |site: &str| served.ask("HEAD", path, &[("Sec-Fetch-Site", site)]).status;
        assert_eq!((from("cross-site"), from("same-origin"), from("none")), (403, 200, 200), "{path}");
    }
    assert_eq!(served.get("/.kepu/hello").header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(served.get("/").header("access-control-allow-origin"), None);
}

#[test]
fn bound_to_everything_any_address_is_answered_to() {
    let served = Served::with(|options| options.address = IpAddr::from([0, 0, 0, 0]));
    assert_eq!(served.as_host("192.168.1.5:1111", "/").status, 200);
    assert_eq!(served.as_host("evil.example", "/").status, 403);
    assert!(served.server.url().starts_with("http://127.0.0.1:"), "an address that this machine's browser can open");
}

#[test]
fn no_path_leads_out_of_the_site() {
    let served = Served::new();
    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/%2e%2e/Cargo.toml",
        "/column/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/column/..%5c..%5cCargo.toml",
        "/column/..\\..\\Cargo.toml",
        "/./style.css",
        "/column/../style.css",
        "/.git/config",
        "/.kepu/../style.css",
    ] {
        let found = served.get(path);
        assert!(matches!(found.status, 400 | 404), "{path}: {}", found.status);
        assert!(!found.text().contains("[package]") && !found.text().contains("root:"), "{path}");
    }
}

#[test]
fn below_a_path_nothing_but_the_site_is_served() {
    let served = Served::with(|options| options.base_path = "/sub".to_owned());
    assert!(served.server.url().ends_with("/sub/"));
    assert!(served.get("/sub/").text().contains("首页"));
    assert_eq!(served.get("/sub/style.css").status, 200);
    for (path, to) in [("/", "/sub/"), ("/sub", "/sub/"), ("/sub?a", "/sub/?a"), ("/sub/column", "/sub/column/")] {
        let moved = served.get(path);
        assert_eq!((moved.status, moved.header("location")), (308, Some(to)), "{path}");
    }
    for path in ["/style.css", "/subx/", "/column/", "/sub/nowhere"] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
    assert_eq!(served.moved("/sub/column/gone/", ""), Some("/sub/column/".to_owned()));
}

#[test]
fn garbage_is_survived() {
    let served = Served::new();
    let mut long = b"GET /".to_vec();
    long.extend(vec![b'a'; 1 << 20]);
    let mut many = b"GET / HTTP/1.1\r\nHost: localhost\r\n".to_vec();
    for number in 0..5000 {
        many.extend(format!("X-{number}: y\r\n").into_bytes());
    }
    for garbage in [
        &b"\0\0\0\0\0\0\0\0\r\n\r\n"[..],
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n",
        b"GET \xe5\xa4\xa9 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"\r\n\r\n\r\n",
        &long,
        &many,
    ] {
        let mut stream = served.connect();
        // The server may hang up before it has heard everything.
        let _ = stream.write_all(garbage);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
        assert_eq!(served.get("/").status, 200);
    }
}

#[test]
fn hundreds_of_idle_connections_keep_nobody_waiting() {
    // None of them is shown out while the test runs: an answer is no room that somebody left.
    let served = Served::new();
    let mut idle: Vec<TcpStream> = (0..500).map(|_| served.connect()).collect();
    for stream in idle.iter_mut().take(200) {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: local").expect("half a request");
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn those_who_say_nothing_and_those_who_never_end_are_shown_out() {
    let served = Served::with(|options| options.timeouts.head = SOON);
    let (silent, mut slow) = (served.connect(), served.connect());
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local").expect("half a request");
    for mut stream in [silent, slow] {
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).expect("the server hangs up");
    }
}

#[test]
fn an_open_page_is_told_of_every_publication() {
    let served = Served::new();
    let mut told = served.listen("/column/");
    let first = told.next();
    assert_eq!(
        (&first["site"], &first["language"], &first["problems"]),
        (&true.into(), &"zh-CN".into(), &serde_json::json!([]))
    );
    assert_eq!(first["source"], "content/column/index.md");
    served.publish(&[("index.html", "2")]);
    let second = told.next();
    assert_eq!(second["source"], serde_json::Value::Null, "the page is gone");
}

#[test]
fn problems_are_told_above_the_last_good_site() {
    let served = Served::new();
    let mut told = served.listen("/");
    told.next();
    let path = SourcePath::new("content/a.md").expect("a path");
    let fault = messages::unknown_field("tilte", "column").at(Location::span(&path, 4..9));
    let problem = Problem::new(&fault, Language::English, |_| Some("---\ntilte: 彩虹\n---\n"));
    served.server.publish(Publication {
        site: None,
        problems: vec![problem],
        more: 3,
        language: Language::English,
        renamed: Arc::default(),
    });
    let event = told.next();
    assert_eq!((&event["site"], &event["language"], &event["more"]), (&true.into(), &"en".into(), &3.into()));
    let problem = &event["problems"][0];
    assert_eq!((&problem["severity"], &problem["code"]), (&"error".into(), &"E0203".into()));
    assert_eq!(
        (&problem["at"]["path"], &problem["at"]["line"], &problem["at"]["column"]),
        (&"content/a.md".into(), &2.into(), &1.into())
    );
    assert_eq!(problem["at"]["lines"][1]["marked"], "tilte");
    assert_eq!(problem["at"]["lines"][1]["after"], ": 彩虹");
    assert!(problem["help"].as_str().is_some_and(|help| help.contains("_collection.yaml")));
    assert!(served.get("/").text().contains("首页"), "the last good site stays");
}

#[test]
fn before_there_is_a_site_a_page_waits_for_it() {
    let served = Served::empty(|_| {});
    let waiting = served.get("/column/");
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("/.kepu/live.js") && waiting.text().contains("data-kepu-status=\"503\""));
    let mut told = served.listen("/column/");
    assert_eq!(told.next()["site"], false);
    served.publish(&[("column/index.html", "da")]);
    assert_eq!(told.next()["site"], true);
    assert_eq!(served.get("/column/").status, 200);
}

#[test]
fn a_page_that_is_gone_leads_to_where_its_document_is() {
    let served = Served::new();
    assert_eq!(served.moved("/column/old/", "content/column/index.md").as_deref(), Some("/column/"));
    assert_eq!(served.moved("/column/2026/old/", "content/nowhere.md").as_deref(), Some("/column/"), "the section");
    assert_eq!(served.moved("/nowhere/", "").as_deref(), Some("/"));
    assert_eq!(served.moved("/tags/x/", "content/tags.csv").as_deref(), Some("/"), "a table has many pages");
    let path = |path: &str| SourcePath::new(path).expect("a path");
    for (from, to) in [("content/1.md", "content/2.md"), ("content/2.md", "content/column/index.md")] {
        served.server.publish(Publication {
            site: None,
            problems: Vec::new(),
            more: 0,
            language: Language::Chinese,
            renamed: Arc::new([(path(from), path(to))].into()),
        });
    }
    assert_eq!(served.moved("/tags/x/", "content/1.md").as_deref(), Some("/column/"), "renamed twice");
    // Renamed back and forth, which must come to an end.
    served.server.publish(Publication {
        site: None,
        problems: Vec::new(),
        more: 0,
        language: Language::Chinese,
        renamed: Arc::new([(path("content/column/index.md"), path("content/1.md"))].into()),
    });
    served.moved("/tags/x/", "content/1.md");
}

#[test]
fn those_who_listen_are_limited_and_forgotten_when_gone() {
    let served = Served::with(|options| options.timeouts.keep_alive = SOON);
    let listening: Vec<_> = (0..64).map(|_| served.listen("/")).collect();
    assert_eq!(served.get("/.kepu/events?page=/").status, 503, "there is a limit");
    assert_eq!(served.get("/").status, 200, "pages have nothing to do with it");
    drop(listening);
    let started = Instant::now();
    loop {
        let mut stream = served.connect();
        write!(stream, "GET /.kepu/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).expect("an answer");
        if line.contains("200") {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "whoever left is forgotten");
        std::thread::sleep(SOON);
    }
}

#[test]
fn a_site_is_asked_for_nothing_until_a_browser_asks() {
    #[derive(Default)]
    struct Lazy {
        asked: AtomicUsize,
    }
    impl Outputs for Lazy {
        fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            (path.as_str() != "faulty/index.html").then(|| path.as_str().as_bytes().into())
        }
        fn has(&self, _: &OutputPath) -> bool {
            true
        }
        fn source_of(&self, _: &OutputPath) -> Option<SourcePath> {
            None
        }
        fn page_of(&self, _: &SourcePath) -> Option<Url> {
            None
        }
    }
    let served = Served::empty(|_| {});
    let mut told = served.listen("/");
    told.next();
    let site = Arc::new(Lazy::default());
    for _ in 0..3 {
        served.server.publish(Publication { site: Some(site.clone()), ..publication(&[]) });
        told.next();
    }
    assert_eq!(site.asked.load(Ordering::Relaxed), 0);
    assert!(served.get("/a/").text().starts_with("a/index.html"));
    assert_eq!(site.asked.load(Ordering::Relaxed), 1);
    let faulty = served.get("/faulty/");
    assert_eq!(faulty.status, 500, "it is there, and can't be made");
    assert!(faulty.text().contains("data-kepu-status=\"500\""));
}

#[test]
fn nobody_sees_half_a_publication() {
    let served = Served::new();
    let address = served.server.address();
    let done = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let done = done.clone();
            std::thread::spawn(move || {
                let mut read = 0;
                while done.load(Ordering::Relaxed) == 0 {
                    for path in ["/", "/column/"] {
                        let page = get(address, path);
                        let tag = page.header("etag").expect("a tag").trim_matches('"').to_owned();
                        assert_eq!(page.status, 200);
                        assert!(page.text().contains(&format!("data-kepu-etag=\"{tag}\"")), "{}", page.text());
                        read += 1;
                    }
                }
                read
            })
        })
        .collect();
    for number in 0..300 {
        let text = format!("<h1>{}</h1>", "x".repeat(number * 20));
        served.publish(&[("index.html", &text), ("column/index.html", &text)]);
        // A build that failed takes nothing away.
        served.server.publish(Publication { site: None, ..publication(&[]) });
        std::thread::sleep(Duration::from_millis(1));
    }
    done.store(1, Ordering::Relaxed);
    let read: usize = readers.into_iter().map(|reader| reader.join().expect("no wrong answer")).sum();
    assert!(read > 20, "they were at it meanwhile: {read}");
}

#[test]
fn the_server_ends_within_a_moment_with_pages_still_open() {
    let served = Served::new();
    let (mut told, _idle) = (served.listen("/"), served.connect());
    told.next();
    let started = Instant::now();
    let address = served.server.address();
    drop(served);
    assert!(started.elapsed() < MOMENT, "{:?}", started.elapsed());
    assert!(
        told.reader.read_line(&mut String::new()).is_ok_and(|read| read <= 2),
        "the stream has ended, not broken off"
    );
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_taken_port_is_told_with_who_has_it() {
    let served = Served::with(|options| options.root = "here/科普".to_owned());
    let port = served.server.address().port();
    let again = |named_port| Server::start(&ServerOptions { port, named_port, ..options() }, |_| {});
    let fault = again(true).err().expect("the port is taken");
    assert_eq!(fault.code.0, "E0606");
    assert!(fault.message.zh.contains("here/科普") && fault.message.en.contains("here/科普"), "{}", fault.message.zh);
    let next = again(false).expect("another port is found");
    assert_ne!(next.address().port(), port);

    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("its address").port();
    let fault =
        Server::start(&ServerOptions { port, named_port: true, ..options() }, |_| {}).err().expect("the port is taken");
    assert!(fault.message.en.contains("another program"), "{}", fault.message.en);
}

#[test]
fn an_address_of_another_machine_is_refused() {
    let elsewhere = ServerOptions { address: IpAddr::from([192, 0, 2, 1]), ..options() };
    assert_eq!(Server::start(&elsewhere, |_| {}).err().expect("no such address here").code.0, "E0607");
}

#[cfg(unix)]
mod program {
    use super::*;
    use crate::running::Running;
    use crate::support::Site;

    #[test]
    fn signals_end_it_cleanly_with_pages_still_open() {
        for signal in ["INT", "TERM"] {
            let site = Site::small();
            let mut running = Running::start(&site, &["--port", "0"]);
            running.line("pages in");
            let mut stream = connect(running.address());
            write!(stream, "GET /.kepu/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
            BufReader::new(stream.try_clone().expect("a stream")).read_line(&mut String::new()).expect("an answer");
            let (code, took) = running.signal(signal);
            assert_eq!(code, Some(0), "{signal}");
            assert!(took < MOMENT, "{signal}: {took:?}");
            assert!(!site.public().exists(), "nothing is written");
        }
    }

    #[test]
    fn what_is_saved_is_served_and_told() {
        let site = Site::small();
        let running = Running::start(&site, &["--port", "0"]);
        running.line("5 pages in");
        site.put("content/about.md", "---\ntitle: Über uns\n---\nNeu.\n");
        assert!(running.line("pages in").contains("content/about.md: "));
        assert!(get(running.address(), "/about/").text().contains("Über uns"));
        site.put("content/about.md", "---\ntilte: Über uns\n---\nNeu.\n");
        running.line("content/about.md: there are errors");
        assert!(get(running.address(), "/about/").text().contains("Über uns"), "the last good page stays");
        site.put("content/other.md", "---\ntitle: x\n---\n");
        site.put("content/about.md", "---\ntitle: Wieder\n---\n");
        running.line("pages in");
        assert!(get(running.address(), "/about/").text().contains("Wieder"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn whoever_left_leaves_nothing_open() {
        let site = Site::small();
        let running = Running::start(&site, &["--port", "0"]);
        running.line("pages in");
        let open = || {
            let folder = format!("/proc/{}/fd", running.child.id());
            std::fs::read_dir(folder).expect("the program's open files").count()
        };
        get(running.address(), "/");
        let before = open();
        for _ in 0..5 {
            let idle: Vec<TcpStream> = (0..100).map(|_| connect(running.address())).collect();
            let mut listening: Vec<TcpStream> = (0..40).map(|_| connect(running.address())).collect();
            for stream in &mut listening {
                write!(stream, "GET /.kepu/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
            }
            get(running.address(), "/");
            assert!(open() > before);
            drop((idle, listening));
        }
        let started = Instant::now();
        while open() > before {
            assert!(started.elapsed() < 3 * PATIENCE, "{} files are open, {before} were", open());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[test]
    fn links_lead_to_the_server_itself() {
        let site = Site::small();
        let running = Running::start(&site, &["--port", "0", "--base-path", "sub"]);
        running.line("pages in");
        let page = get(running.address(), "/sub/about/").text();
        assert!(page.contains(&format!("{}about/", running.url)) && running.url.ends_with("/sub/"), "{page}");
        assert!(page.contains("href=\"/sub/column/2026/05/rainbow/\""), "{page}");
        assert!(!page.contains("kepu.example.org"), "{page}");
    }

    #[test]
    fn a_second_start_on_the_port_says_who_is_there() {
        let site = Site::small();
        let running = Running::start(&site, &["--port", "0"]);
        let port = running.address().port().to_string();
        let second = crate::support::kepu(site.root(), &["serve", "--port", &port, "--lang", "en"]);
        assert_eq!((second.code, second.stdout.as_str()), (1, ""));
        let root = site.root().canonicalize().expect("a folder");
        assert!(
            second.stderr.contains("E0606") && second.stderr.contains(&*root.to_string_lossy()),
            "{}",
            second.stderr
        );
    }

    #[test]
    fn a_wrong_command_line_is_told() {
        let site = Site::small();
        for arguments in [
            &["--port", "70000"][..],
            &["--bind", "localhost"],
            &["--base-path", "/a?b"],
            &["--today", "2026-13-01"],
            &["--poll", "1"],
        ] {
            let failed = crate::support::kepu(site.root(), &[&["serve"], arguments].concat());
            assert_eq!((failed.code, failed.stdout.as_str()), (2, ""), "{arguments:?}: {}", failed.stderr);
            assert!(!failed.stderr.is_empty());
        }
    }
}

/// A server with a small site.
struct Served {
    server: Server,
}

/// An open page's stream.
struct Told {
    reader: BufReader<TcpStream>,
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

const SITE: [(&str, &str); 10] = [
    ("index.html", "<!doctype html><h1>首页</h1>"),
    ("404.html", "<h1>没有</h1>"),
    ("en/404.html", "<h1>None</h1>"),
    ("column/index.html", "<h1>专栏</h1>"),
    ("tags/天文/index.html", "<h1>天文</h1>"),
    ("tags/气象/index.html", "<h1>气象</h1>"),
    ("style.css", "h1{}"),
    ("events/calendar.ics", "BEGIN:VCALENDAR"),
    ("bases.geojson", "{}"),
    ("manifest.webmanifest", "{}"),
];

fn options() -> ServerOptions {
    ServerOptions {
        address: IpAddr::from([127, 0, 0, 1]),
        port: 0,
        named_port: false,
        base_path: String::new(),
        allowed_hosts: Vec::new(),
        language: Language::Chinese,
        root: String::new(),
        // A test that waits for one of these sets it; no other test may meet one on a busy machine.
        timeouts: Timeouts { head: NEVER, keep_alive: NEVER, stall: NEVER },
        connections: MOST_CONNECTIONS,
        certificate: None,
        gate: None,
    }
}

/// A site of files that are there already.
struct Files(BTreeMap<OutputPath, Arc<[u8]>>);

impl Outputs for Files {
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        self.0.get(path).cloned()
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.0.contains_key(path)
    }

    fn source_of(&self, path: &OutputPath) -> Option<SourcePath> {
        (self.has(path) && path.as_str() == "column/index.html").then(|| SourcePath::new(COLUMN))?
    }

    fn page_of(&self, source: &SourcePath) -> Option<Url> {
        (source.as_str() == COLUMN).then(|| Url::new("/column/"))
    }
}

const COLUMN: &str = "content/column/index.md";

fn publication(files: &[(&str, &str)]) -> Publication {
    let files = files.iter().map(|(path, text)| (OutputPath::new(*path).expect("a path"), text.as_bytes().into()));
    let site: Arc<dyn Outputs> = Arc::new(Files(files.collect()));
    Publication {
        site: Some(site),
        problems: Vec::new(),
        more: 0,
        language: Language::Chinese,
        renamed: Arc::default(),
    }
}

impl Served {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut ServerOptions)) -> Self {
        let served = Self::empty(change);
        let film = std::str::from_utf8(VIDEO).expect("text");
        served.publish(&[&SITE[..], &[("film.mp4", film)]].concat());
        served
    }

    fn empty(change: impl FnOnce(&mut ServerOptions)) -> Self {
        let mut options = options();
        change(&mut options);
        Self { server: Server::start(&options, |_| {}).unwrap_or_else(|fault| panic!("{}", fault.message.en)) }
    }

    fn publish(&self, files: &[(&str, &str)]) {
        self.server.publish(publication(files));
    }

    fn connect(&self) -> TcpStream {
        connect(self.server.address())
    }

    fn get(&self, path: &str) -> Answer {
        get(self.server.address(), path)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(self.server.address(), "localhost", method, path, headers)
    }

    fn as_host(&self, host: &str, path: &str) -> Answer {
        ask(self.server.address(), host, "GET", path, &[])
    }

    /// All that comes back for these very bytes.
    fn raw(&self, request: &str) -> String {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    fn listen(&self, page: &str) -> Told {
        let mut stream = self.connect();
        write!(stream, "GET /.kepu/events?page={page} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("a request");
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).expect("an answer");
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        Told { reader }
    }

    fn moved(&self, page: &str, source: &str) -> Option<String> {
        let answer = self.get(&format!("/.kepu/moved?page={page}&source={source}"));
        let answer: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        answer["to"].as_str().map(str::to_owned)
    }
}

impl Told {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line).expect("the stream goes on");
            if let Some(event) = line.strip_prefix("data: ") {
                return serde_json::from_str(event).expect("JSON");
            }
        }
    }
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let address = match address.ip().is_unspecified() {
        true => SocketAddr::from(([127, 0, 0, 1], address.port())),
        false => address,
    };
    let stream = TcpStream::connect_timeout(&address, PATIENCE).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, "localhost", "GET", path, &[])
}

fn ask(address: SocketAddr, host: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut stream = connect(address);
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n").as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("an end of the headers");
    let head = std::str::from_utf8(&answer[..end]).expect("text");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Answer { status, headers, body: answer[end + 4..].to_vec() }
}
