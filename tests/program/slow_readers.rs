//! Clients that request a large file and never read it.
#![allow(clippy::disallowed_methods, reason = "tests measure patience")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{IpAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use kepu::base::diagnostic::Language;
use kepu::base::url::{OutputPath, SourcePath, Url};
use kepu::io::server::{Outputs, Publication, Server, ServerOptions, Timeouts};

const PATIENCE: Duration = Duration::from_secs(20);
const NEVER: Duration = Duration::from_secs(3600);
/// As many connections as the server takes here; it takes 768 otherwise.
const CONNECTIONS: u32 = 24;
/// More than the system keeps for a client that doesn't read.
const LARGE: usize = 64 << 20;

struct Files(BTreeMap<OutputPath, Arc<[u8]>>);

impl Outputs for Files {
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        self.0.get(path).cloned()
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.0.contains_key(path)
    }

    fn source_of(&self, _: &OutputPath) -> Option<SourcePath> {
        None
    }

    fn page_of(&self, _: &SourcePath) -> Option<Url> {
        None
    }
}

fn request(server: &Server, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect_timeout(&server.address(), PATIENCE).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("a request");
    stream
}

#[test]
fn clients_that_never_read_dont_keep_others_out() {
    let options = ServerOptions {
        address: IpAddr::from([127, 0, 0, 1]),
        port: 0,
        named_port: false,
        base_path: String::new(),
        allowed_hosts: Vec::new(),
        language: Language::Chinese,
        root: String::new(),
        timeouts: Timeouts { head: NEVER, keep_alive: NEVER, stall: Duration::from_millis(500) },
        connections: CONNECTIONS,
        certificate: None,
        gate: None,
    };
    let server = Server::start(&options, |_| {}).unwrap_or_else(|fault| panic!("{}", fault.message.en));
    let file = |path: &str, bytes: Vec<u8>| (OutputPath::new(path).expect("a path"), Arc::from(bytes));
    let files = [file("index.html", b"<h1>home</h1>".to_vec()), file("film.mp4", vec![b'a'; LARGE])];
    let site: Arc<dyn Outputs> = Arc::new(Files(files.into_iter().collect()));
    let (problems, more, language, renamed) = (Vec::new(), 0, Language::Chinese, Arc::default());
    server.publish(Publication { site: Some(site), problems, more, language, renamed });

    // Twice as many as there is room for.
    let stalled: Vec<TcpStream> = (0..2 * CONNECTIONS).map(|_| request(&server, "/film.mp4")).collect();
    let mut answer = String::new();
    request(&server, "/").read_to_string(&mut answer).expect("an answer");
    assert!(answer.contains("<h1>home</h1>"), "{answer}");
    drop(stalled);

    // A client that reads, however much there is, gets all of it.
    let mut whole = Vec::new();
    request(&server, "/film.mp4").read_to_end(&mut whole).expect("an answer");
    assert!(whole.len() > LARGE);
}
