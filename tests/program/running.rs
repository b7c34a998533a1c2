//! `kepu serve` as a process, with what it says.
#![allow(clippy::disallowed_methods, reason = "tests measure patience")]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Site, TODAY, program};

const PATIENCE: Duration = Duration::from_secs(10);

pub struct Running {
    pub child: Child,
    pub url: String,
    said: std::sync::mpsc::Receiver<String>,
}

impl Running {
    pub fn start(site: &Site, arguments: &[&str]) -> Self {
        let arguments = [&["serve", "--lang", "en", "--today", TODAY], arguments].concat();
        let mut command = program(site.root(), &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program runs");
        let (say, said) = std::sync::mpsc::channel();
        let out = BufReader::new(child.stdout.take().expect("its output"));
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        let mut running = Self { child, url: String::new(), said };
        let line = running.line("The site is at");
        running.url = line.split_whitespace().nth(4).expect("an address").to_owned();
        running
    }

    /// The next line that holds a text.
    pub fn line(&self, holds: &str) -> String {
        loop {
            let line = self.said.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("never said {holds}"));
            if line.contains(holds) {
                return line;
            }
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.url.trim_start_matches("http://").split('/').next().and_then(|host| host.parse().ok()).expect("an address")
    }

    pub fn signal(&mut self, name: &str) -> (Option<i32>, Duration) {
        let started = Instant::now();
        let id = self.child.id().to_string();
        std::process::Command::new("kill").args(["-s", name, &id]).status().expect("kill runs");
        (self.child.wait().expect("the program ends").code(), started.elapsed())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
