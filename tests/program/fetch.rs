//! Links to elsewhere, asked over real connections to a server on this machine.
//!
//! The server is a list of replies for each path; what it was asked it writes down. Nothing is
//! measured: limits are parameters, and what must not happen in time is given no time.
#![allow(clippy::disallowed_methods, reason = "a test reads the clock")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use kepu::io::fetch::{ClientOptions, FetchOptions, MaxAges, Memory, RateLimits, RetryOptions, Verdict, Weakness, ask};
use url::Url;

/// What a path answers, one after the other; the last again and again. `None` says nothing at all.
type Replies = BTreeMap<&'static str, Vec<Option<&'static str>>>;

struct Host {
    address: SocketAddr,
    /// `HEAD /path`, in the order in which they came.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn start(replies: &[(&'static str, &[&'static str])]) -> Self {
        let replies = replies.iter().map(|(path, replies)| (*path, replies.iter().map(|one| Some(*one)).collect()));
        Self::listen(replies.collect(), None)
    }

    fn listen(replies: Replies, tls: Option<Arc<rustls::ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, replies) = (asked.clone(), Arc::new(Mutex::new(replies)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, replies, tls) = (log.clone(), replies.clone(), tls.clone());
                std::thread::spawn(move || match tls {
                    None => serve(stream, &log, &replies),
                    Some(config) => {
                        let connection = rustls::ServerConnection::new(config).expect("a valid configuration");
                        serve(rustls::StreamOwned::new(connection, stream), &log, &replies);
                    }
                });
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).expect("a valid address")
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// One request, one reply, and the end of the connection.
fn serve(stream: impl Read + Write, log: &Mutex<Vec<String>>, replies: &Mutex<Replies>) {
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    if stream.read_line(&mut first).unwrap_or(0) == 0 {
        return;
    }
    let mut header = String::new();
    while stream.read_line(&mut header).unwrap_or(0) > 2 {
        header.clear();
    }
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    log.lock().expect("no panic").push(format!("{method} {path}"));
    let reply = {
        let mut replies = replies.lock().expect("no panic");
        let queue = replies.get_mut(path).expect("a path that the test knows");
        if queue.len() > 1 { queue.remove(0) } else { queue[0] }
    };
    match reply {
        None => std::thread::sleep(Duration::from_secs(30)),
        Some("broken") => {}
        Some(reply) => {
            let head = reply.replace('\n', "\r\n");
            let _ = write!(stream.get_mut(), "HTTP/1.1 {head}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            let _ = stream.get_mut().flush();
        }
    }
}

fn options() -> FetchOptions {
    FetchOptions {
        limits: RateLimits { per_host: 2, pause: Duration::ZERO },
        retry: RetryOptions { backoff: Duration::from_millis(1), ..RetryOptions::default() },
        line: ClientOptions { proxy: false, ..ClientOptions::default() },
        ..FetchOptions::default()
    }
}

fn now() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().expect("a time")
}

fn verdict(url: &Url, options: &FetchOptions) -> Verdict {
    let mut memory = Memory::default();
    ask(std::slice::from_ref(url), options, &mut memory, now(), &|_| true, &|_| {}).remove(0)
}

#[test]
fn what_is_there_is_asked_for_by_head_alone() {
    let host = Host::start(&[("/", &["200 OK"])]);
    assert_eq!(verdict(&host.url("/#part"), &options()), Verdict::Fine);
    assert_eq!(host.asked(), ["HEAD /"]);
}

#[test]
fn what_is_gone_is_gone_by_get_too() {
    let host = Host::start(&[("/404", &["404 Not Found"]), ("/410", &["410 Gone"]), ("/405", &["405 No", "200 OK"])]);
    assert_eq!(verdict(&host.url("/404"), &options()), Verdict::Gone { status: 404 });
    assert_eq!(verdict(&host.url("/410"), &options()), Verdict::Gone { status: 410 });
    assert_eq!(verdict(&host.url("/405"), &options()), Verdict::Fine);
    assert_eq!(host.asked(), ["HEAD /404", "GET /404", "HEAD /410", "GET /410", "HEAD /405", "GET /405"]);
}

#[test]
fn a_server_that_fails_is_asked_again() {
    let host = Host::start(&[
        ("/once", &["500 Oops", "500 Oops", "200 OK"]),
        ("/always", &["503 Busy"]),
        ("/hasty", &["429 Slow down\nretry-after: 0", "200 OK"]),
        ("/closed", &["429 Slow down\nretry-after: 86400"]),
    ]);
    assert_eq!(verdict(&host.url("/once"), &options()), Verdict::Fine);
    assert_eq!(verdict(&host.url("/always"), &options()), Verdict::Failing { status: 503 });
    assert_eq!(verdict(&host.url("/hasty"), &options()), Verdict::Fine);
    assert_eq!(verdict(&host.url("/closed"), &options()), Verdict::Unwilling { status: 429 });
    let asked = host.asked();
    let times = |question: &str| asked.iter().filter(|asked| *asked == question).count();
    assert_eq!((times("GET /once"), times("GET /always"), times("HEAD /hasty"), times("HEAD /closed")), (2, 3, 2, 1));
}

#[test]
fn redirects_are_followed_and_circles_found() {
    let host = Host::start(&[
        ("/old", &["301 Moved\nlocation: /newer"]),
        ("/newer", &["308 Moved\nlocation: newest?a=1#b"]),
        ("/newest?a=1", &["200 OK"]),
        ("/today", &["302 Found\nlocation: /newest?a=1"]),
        ("/round", &["302 Found\nlocation: /and"]),
        ("/and", &["302 Found\nlocation: /round"]),
        ("/on", &["302 Found\nlocation: /on/1"]),
        ("/on/1", &["302 Found\nlocation: /on/2"]),
        ("/on/2", &["302 Found\nlocation: /on/3"]),
        ("/nowhere", &["301 Moved"]),
    ]);
    let newest = Verdict::Moved { to: host.url("/newest?a=1").into() };
    assert_eq!(verdict(&host.url("/old"), &options()), newest);
    assert_eq!(verdict(&host.url("/today"), &options()), Verdict::Fine);
    assert_eq!(verdict(&host.url("/round"), &options()), Verdict::Circular { at: host.url("/round").into() });
    let mut short = options();
    short.retry.redirects = 2;
    assert_eq!(verdict(&host.url("/on"), &short), Verdict::Endless { redirects: 2 });
    assert!(matches!(verdict(&host.url("/nowhere"), &options()), Verdict::Garbled { .. }));
}

#[test]
fn silence_and_noise_are_told_apart() {
    let host = Host::listen(
        [("/silent", vec![None]), ("/broken", vec![Some("broken")]), ("/noise", vec![Some("what?")])].into(),
        None,
    );
    let mut hasty = options();
    hasty.line.request_timeout = Duration::from_millis(300);
    assert_eq!(verdict(&host.url("/silent"), &hasty), Verdict::Slow);
    assert_eq!(host.asked(), ["HEAD /silent", "GET /silent"]);
    assert_eq!(verdict(&host.url("/broken"), &options()), Verdict::Refused);
    assert!(matches!(verdict(&host.url("/noise"), &options()), Verdict::Garbled { .. }));
}

#[test]
fn a_host_that_is_not_there_is_told_from_a_name_that_is_none() {
    // Bound and let go: nobody listens there now.
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    assert!(TcpStream::connect(address).is_err());
    let refused = Url::parse(&format!("http://{address}/")).expect("an address");
    assert_eq!(verdict(&refused, &options()), Verdict::Refused);
    // RFC 6761 keeps this name from ever standing for a host.
    let unresolved = Url::parse("http://kepu.invalid/").expect("an address");
    assert_eq!(verdict(&unresolved, &options()), Verdict::Unresolved);
}

#[test]
fn certificates_are_looked_at() {
    let (host, root) = tls_host(&["localhost"]);
    let url = |name: &str| Url::parse(&format!("https://{name}:{}/", host.address.port())).expect("an address");
    assert_eq!(verdict(&url("localhost"), &options()), Verdict::Unsafe { why: Weakness::UnknownIssuer });
    let mut trusting = options();
    trusting.line.roots = Some(vec![root]);
    assert_eq!(verdict(&url("localhost"), &trusting), Verdict::Fine);
    assert_eq!(verdict(&url("127.0.0.1"), &trusting), Verdict::Unsafe { why: Weakness::OtherHost });
    // No TLS where TLS is expected.
    let plain = Host::start(&[("/", &["200 OK"])]);
    let mixed = Url::parse(&format!("https://{}/", plain.address)).expect("an address");
    assert!(matches!(verdict(&mixed, &options()), Verdict::Unsafe { .. } | Verdict::Refused));
}

#[test]
fn an_expired_certificate_is_told_as_such() {
    let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a valid name");
    parameters.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let (host, root) = tls_host_of(parameters);
    let mut trusting = options();
    trusting.line.roots = Some(vec![root]);
    let url = Url::parse(&format!("https://localhost:{}/", host.address.port())).expect("an address");
    assert_eq!(verdict(&url, &trusting), Verdict::Unsafe { why: Weakness::Expired });
}

fn tls_host(names: &[&str]) -> (Host, Vec<u8>) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    tls_host_of(rcgen::CertificateParams::new(names).expect("valid names"))
}

/// A host with a certificate that it has signed itself, and that certificate.
fn tls_host_of(parameters: rcgen::CertificateParams) -> (Host, Vec<u8>) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let certificate = parameters.self_signed(&key).expect("a certificate");
    let private = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the usual protocols")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("a certificate and its key");
    let host = Host::listen([("/", vec![Some("200 OK")])].into(), Some(Arc::new(config)));
    (host, certificate.der().to_vec())
}

#[test]
fn what_was_asked_is_remembered() {
    let host = Host::start(&[("/a", &["200 OK"]), ("/b", &["404 Not Found"])]);
    let urls = [host.url("/a"), host.url("/b")];
    let mut memory = Memory::default();
    let mut options = options();
    options.ages = MaxAges { fine: Duration::from_secs(3600), fault: Duration::from_secs(60) };
    let told = Mutex::new(0);
    let again = |memory: &mut Memory, minutes: i64| {
        let at = Timestamp::from_second(now().as_second() + 60 * minutes).expect("a time");
        ask(&urls, &options, memory, at, &|_| true, &|_| *told.lock().expect("no panic") += 1)
    };
    let first = again(&mut memory, 0);
    assert_eq!(first, [Verdict::Fine, Verdict::Gone { status: 404 }]);
    assert_eq!(host.asked().len(), 3);
    assert_eq!(again(&mut memory, 1), first);
    assert_eq!(host.asked().len(), 3);
    // The fault is asked about again before the link that is fine.
    assert_eq!(again(&mut memory, 5), first);
    assert_eq!(host.asked().len(), 5);
    assert_eq!(*told.lock().expect("no panic"), 6);
}

#[test]
fn a_public_address_may_not_lead_into_the_house() {
    let host = Host::start(&[("/", &["302 Found\nlocation: http://192.168.0.1/"])]);
    let mut memory = Memory::default();
    let asked = ask(&[host.url("/")], &options(), &mut memory, now(), &|_| false, &|_| {});
    assert_eq!(asked, [Verdict::Inwards { to: "http://192.168.0.1/".to_owned() }]);
}

#[test]
fn many_addresses_of_several_hosts_are_all_asked() {
    let paths: Vec<&'static str> = vec!["/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9"];
    let reply: &[&'static str] = &["200 OK"];
    let replies: Vec<_> = paths.iter().map(|path| (*path, reply)).collect();
    let hosts = [Host::start(&replies), Host::start(&replies), Host::start(&replies)];
    let urls: Vec<Url> = hosts.iter().flat_map(|host| paths.iter().map(|path| host.url(path))).collect();
    let verdicts = ask(&urls, &options(), &mut Memory::default(), now(), &|_| true, &|_| {});
    assert_eq!(verdicts, vec![Verdict::Fine; 30]);
    assert!(hosts.iter().all(|host| host.asked().len() == 10));
}

/// A site on disk whose page leads to a host, checked by the program: the code of every fault, and where it stands.
#[test]
fn the_program_tells_every_fault_at_its_place() {
    let host = Host::start(&[
        ("/fine", &["200 OK"]),
        ("/gone", &["404 Not Found"]),
        ("/failing", &["500 Oops\nretry-after: 0"]),
        ("/unwilling", &["403 Forbidden"]),
        ("/circle", &["302 Found\nlocation: /circle"]),
        ("/moved", &["301 Moved\nlocation: /fine"]),
        ("/noise", &["what?"]),
    ]);
    let (tls, _) = tls_host(&["localhost"]);
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let at = host.address;
    let root = tempfile::tempdir().expect("a folder");
    let put = |path: &str, text: &str| {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    };
    put(
        "site.yaml",
        &format!(
            "title: 科普\nbase_url: https://kepu.example.org/\ncheck:\n  external: {{allow: [127.0.0.1, localhost, kepu.invalid], skip: [\"*/skipped\"]}}\nmenu:\n  - {{title: 有, url: \"http://{at}/moved\"}}\n"
        ),
    );
    put(
        "content/links/a.md",
        &format!(
            "---\ntitle: 链接\nsummary: 见http://{at}/gone。\n---\n[好](http://{at}/fine#part)，[没有](http://{at}/gone)。\n\n\
             http://{at}/failing\n\n[不答](http://{at}/unwilling) [转圈](http://{at}/circle)\n\n\
             ![噪声](http://{at}/noise) [略过](http://{at}/skipped) [内网](http://192.168.0.1/)\n\n\
             <https://localhost:{}/> <http://kepu.invalid/> <http://{closed}/> <http://:80/>\n",
            tls.address.port()
        ),
    );
    let check = || {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_kepu"))
            .args(["check", "--external", "--only", "W072,W073", "--as-of", "2026-11-23", "--format", "json"])
            .current_dir(root.path())
            .env("NO_PROXY", "*")
            .env_remove("SOURCE_DATE_EPOCH")
            .output()
            .expect("the program");
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let place = |found: &serde_json::Value| {
            let at = &found["at"];
            let text = |value: &serde_json::Value| value.to_string().trim_matches('"').to_owned();
            format!("{} {}:{}:{}", text(&found["code"]), text(&at["file"]), at["line"], at["column"])
        };
        said["diagnostics"].as_array().expect("a list").iter().map(place).collect::<Vec<_>>()
    };
    let said = check();
    assert_eq!(
        said,
        [
            "W0720 content/links/a.md:3:11",
            "W0720 content/links/a.md:5:39",
            "W0721 content/links/a.md:7:1",
            "W0726 content/links/a.md:9:1",
            "W0727 content/links/a.md:9:40",
            "W0729 content/links/a.md:11:1",
            "W0725 content/links/a.md:13:1",
            "W0722 content/links/a.md:13:28",
            "W0723 content/links/a.md:13:51",
            "W0732 content/links/a.md:13:77",
            "W0728 site.yaml:6:22",
        ]
    );
    // What was just asked isn't asked again.
    let asked = host.asked().len();
    assert_eq!(check(), said);
    assert_eq!(host.asked().len(), asked);
}
