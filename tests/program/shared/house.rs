//! A shared studio over a folder, and people who use it by the protocol of its page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(120);
pub const PASSWORD: &str = "彩虹为什么是弯的";

/// A command of the program, with something on its standard input.
pub fn kepu(words: &[&str], root: &Path, input: &str) -> (bool, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_kepu"))
        .args(["--lang", "en"])
        .args(words)
        .arg("--root")
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it reads.
    let _ = program.stdin.take().unwrap().write_all(input.as_bytes());
    let output = program.wait_with_output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

pub fn add(root: &Path, name: &str, role: &str) {
    let words = ["studio", "user", "add", name, "--role", role, "--password-stdin"];
    let (done, said) = kepu(&words, root, &format!("{PASSWORD}\n"));
    assert!(done, "{said}");
}

/// A running shared studio.
pub struct House {
    program: Child,
    pub host: String,
    pub preview: String,
    scheme: &'static str,
    /// The address behind the host's name.
    port: u16,
    trusted: Option<Vec<u8>>,
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} {}", self.status, String::from_utf8_lossy(&self.body)))
    }
}

impl House {
    pub fn open(root: &Path, words: &[&str]) -> Self {
        Self::trusting(root, words, None)
    }

    /// Opens a studio with a certificate that its clients trust.
    pub fn trusting(root: &Path, words: &[&str], trusted: Option<Vec<u8>>) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_kepu"))
            .args(["studio", "--shared", "--no-open", "--today", "2026-11-23", "--lang", "en", "--root"])
            .arg(root)
            .args(words)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let scheme = if trusted.is_some() { "https" } else { "http" };
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut after = || loop {
            let line = lines.next().expect("the program said where it is").unwrap();
            if let Some((_, rest)) = line.split_once(&format!("{scheme}://")) {
                return rest.trim_end_matches('/').to_owned();
            }
        };
        let (host, preview) = (after(), after());
        let port = host.rsplit_once(':').unwrap().1.parse().unwrap();
        Self { program, host, preview, scheme, port, trusted }
    }

    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.send_to(self.port, method, path, headers, body)
    }

    pub fn send_to(&self, port: u16, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let request = [head.as_bytes(), body].concat();
        match &self.trusted {
            None => talk(stream, &request),
            Some(root) => {
                let mut roots = rustls::RootCertStore::empty();
                roots.add(root.clone().into()).unwrap();
                let config =
                    rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                        .with_safe_default_protocol_versions()
                        .unwrap()
                        .with_root_certificates(roots)
                        .with_no_client_auth();
                let name = self.host.split(':').next().unwrap().to_owned().try_into().unwrap();
                let connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
                talk(rustls::StreamOwned::new(connection, stream), &request)
            }
        }
    }

    /// Sends what the page sends, for whoever has a cookie and a token.
    pub fn post(&self, path: &str, cookie: &str, token: &str, body: &Value) -> Answer {
        let origin = self.origin();
        let mut headers = vec![("Host", &*self.host), ("Origin", &*origin), ("Content-Type", "application/json")];
        headers.extend((!cookie.is_empty()).then_some(("Cookie", cookie)));
        headers.extend((!token.is_empty()).then_some(("X-Kepu-Token", token)));
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    pub fn try_in(&self, name: &str, password: &str) -> Answer {
        self.post("/session", "", "", &json!({ "name": name, "password": password }))
    }

    pub fn sign_in(&self, name: &str) -> Someone<'_> {
        let answer = self.try_in(name, PASSWORD);
        assert_eq!(answer.status, 200, "{name}: {}", answer.head);
        let cookies: Vec<&str> =
            answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next()).collect();
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        Someone { house: self, cookie: cookies.join("; "), token }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn talk(mut stream: impl Read + Write, request: &[u8]) -> Answer {
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let at = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    let head = String::from_utf8_lossy(&answer[..at]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head, body: answer[at..].to_vec() }
}

/// A person who has signed in.
pub struct Someone<'h> {
    pub house: &'h House,
    pub cookie: String,
    pub token: String,
}

impl Someone<'_> {
    pub fn ask(&self, name: &str, mut values: Value) -> Answer {
        values["ask"] = name.into();
        self.house.post("/api", &self.cookie, &self.token, &values)
    }

    pub fn ok(&self, name: &str, values: Value) -> Value {
        let answer = self.ask(name, values);
        assert_eq!(answer.status, 200, "{name}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    /// The id of an entry of the column, by its file.
    pub fn id(&self, file: &str) -> String {
        let listed = self.ok("list", json!({ "collection": "column", "count": 200 }));
        let row = listed["rows"].as_array().unwrap().iter().find(|row| row["file"] == file);
        row.unwrap_or_else(|| panic!("no {file} in {listed}"))["id"].as_str().unwrap().to_owned()
    }
}
