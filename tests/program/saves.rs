//! `kepu serve` while a file is saved again and again and browsers ask for pages at the same moment.
#![allow(clippy::disallowed_methods, reason = "tests measure patience")]

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::running::Running;
use crate::support::Site;

const SAVES: usize = 300;
/// Names the number of saves of a long run, which takes as long as it takes: `KEPU_SAVES=10000`.
const LONG_RUN: &str = "KEPU_SAVES";
const REQUESTS: usize = 8;
const ARTICLES: usize = 24;
/// A busy machine gets through fewer saves.
const ENOUGH: Duration = Duration::from_secs(25);
/// What an answer may take in a long run.
const AT_MOST: Duration = Duration::from_secs(1);
/// How long an answer may take before it is held to hang.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn every_request_beside_a_save_is_answered() {
    let article = |article: usize, word: &str| {
        format!("---\ntitle: 彩虹{article}\ndate: 2026-05-18\ntags: [虹, 光]\n---\n## 虹\n\n{word}。\n")
    };
    let site = Site::new(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\ntheme: own\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        (
            "themes/own/theme.yaml",
            "name: own\nversion: 1.0.0\napi: 1\nparent: plain\nrelated: {facet: publication, limit: 3}\n",
        ),
    ]);
    for number in 0..ARTICLES {
        site.put(&format!("content/column/a{number}.md"), &article(number, "初稿"));
    }
    let running = Running::start(&site, &["--port", "0"]);
    running.line("all checked");
    let address = running.address();
    let page = |number: usize| format!("/column/2026/05/a{number}/");

    let long: Option<usize> = std::env::var(LONG_RUN).ok().map(|saves| saves.parse().expect("a number of saves"));
    let (started, mut last) = (Instant::now(), String::new());
    let slowest = Mutex::new(Duration::ZERO);
    let saves = long.unwrap_or(SAVES);
    for save in (0..saves).take_while(|_| long.is_some() || started.elapsed() < ENOUGH) {
        last = format!("第{save}稿");
        // As editors save: whole, by a rename.
        let (new, old) = (site.root().join("content/column/.new"), site.root().join("content/column/a0.md"));
        fs::write(&new, article(0, &last)).expect("a new file");
        fs::rename(&new, &old).expect("a save");
        thread::scope(|scope| {
            for request in 0..REQUESTS {
                let path = page((save + request * 3) % ARTICLES);
                let slowest = &slowest;
                scope.spawn(move || {
                    let asked = Instant::now();
                    let answer = get(address, &path);
                    let mut slowest = slowest.lock().expect("the slowest so far");
                    *slowest = asked.elapsed().max(*slowest);
                    assert!(answer.starts_with("HTTP/1.1 200"), "{path} beside save {save}: {answer}");
                });
            }
        });
    }
    if long.is_some() {
        let slowest = slowest.into_inner().expect("the slowest");
        println!("{saves} saves in {:.0?}, the slowest answer after {slowest:.0?}", started.elapsed());
        assert!(slowest < AT_MOST, "an answer took {slowest:?}");
    }
    let waiting = Instant::now();
    while !get(address, &page(0)).contains(&last) {
        assert!(waiting.elapsed() < PATIENCE, "the last save is never shown");
        thread::sleep(Duration::from_millis(50));
    }
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap_or_else(|error| panic!("{path} is not answered: {error}"));
    answer
}
