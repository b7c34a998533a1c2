//! `kepu build --watch` as a program: what it writes and says after each change, and how it ends.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::{Site, TODAY, program, tree, without_seconds};

const PATIENCE: Duration = Duration::from_secs(60);

/// The program at work, with what it says, line by line, wherever it says it.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(site: &Site, more: &[&str]) -> Self {
        let arguments = [&["build", "--watch", "--lang", "en", "--today", TODAY], more].concat();
        let mut command = program(site.root(), &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let (say, lines) = channel();
        let (out, err) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
        let also_say = say.clone();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| say.send(line))
        });
        std::thread::spawn(move || {
            BufReader::new(err).lines().map_while(Result::ok).try_for_each(|line| also_say.send(line))
        });
        let running = Self { child, lines };
        running.until("waiting for changes");
        running
    }

    /// The next line that holds this.
    fn until(&self, what: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let line = self.lines.recv_timeout(end.saturating_duration_since(Instant::now()));
            match line.unwrap_or_else(|_| panic!("it never said: {what}")) {
                line if line.contains(what) => return without_seconds(&line),
                _ => {}
            }
        }
    }

    fn end_by(mut self, signal: &str) -> i32 {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill runs").success());
        let status = self.child.wait().expect("an end");
        status.code().expect("an end of its own")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same as a build from nothing writes, the list of what it was made of aside.
fn is_as_built_anew(site: &Site) {
    let kept = |folder: &std::path::Path| {
        let mut files = tree(folder);
        files.remove(".kepu-manifest.json");
        files
    };
    let watched = kept(&site.public());
    fs::remove_dir_all(site.public()).expect("the output folder");
    site.built();
    assert!(watched == kept(&site.public()), "what watching wrote is what a clean build writes");
}

#[test]
fn every_change_is_built_and_told_in_a_line() {
    let site = Site::small();
    let running = Running::start(&site, &[]);
    site.put("content/about.md", "---\ntitle: 关于\n---\n换了一句。\n");
    let line = running.until("content/about.md");
    assert_eq!(line, "content/about.md: 5 pages in 0.00 s: 1 files written, 7 unchanged, 0 removed");
    site.remove("static/docs/leaflet.txt");
    assert!(running.until("static/docs/leaflet.txt").ends_with("0 files written, 7 unchanged, 1 removed"));
    site.put("templates/home.html", "<h1>{{ site.title }}</h1>\n");
    running.until("templates/home.html: 5 pages");
    assert_eq!(running.end_by("-INT"), 0);
    is_as_built_anew(&site);
}

#[test]
fn an_error_is_told_and_leaves_the_output_as_it_was() {
    let site = Site::small();
    let running = Running::start(&site, &[]);
    let before = tree(&site.public());
    site.put("content/about.md", "---\ntilte: 关于\n---\n");
    running.until("error[E0203]");
    running.until("the site was left as it was");
    assert_eq!(tree(&site.public()), before);
    site.put("content/about.md", "---\ntitle: 关于我们\n---\n");
    running.until("content/about.md: 5 pages");
    assert_eq!(running.end_by("-TERM"), 0);
    is_as_built_anew(&site);
}

/// What a process holds: open handles, threads, and memory in kilobytes.
fn held(id: u32) -> (usize, usize, usize) {
    let count = |what: &str| fs::read_dir(format!("/proc/{id}/{what}")).map_or(0, Iterator::count);
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
    (count("fd"), count("task"), memory.unwrap_or_default())
}

#[test]
fn a_thousand_rapid_saves_lose_nothing_and_leak_nothing() {
    let site = Site::small();
    let running = Running::start(&site, &[]);
    let (about, page) = (site.root().join("content/about.md"), site.public().join("about/index.html"));
    let mut before = (0, 0, 0);
    for number in 0..1000 {
        let text = format!("---\ntitle: 关于\n---\n第 {number} 次。\n");
        if number % 2 == 0 {
            fs::write(&about, text).expect("a save");
        } else {
            let new = about.with_extension("new~");
            fs::write(&new, text).expect("a save");
            fs::rename(new, &about).expect("a save");
        }
        std::thread::sleep(Duration::from_millis(3));
        if number == 300 {
            before = held(running.child.id());
        }
    }
    let end = Instant::now() + PATIENCE;
    while !fs::read_to_string(&page).is_ok_and(|page| page.contains("第 999 次")) {
        assert!(Instant::now() < end, "the last save never arrived");
        std::thread::sleep(Duration::from_millis(20));
    }
    // The page is there a moment before the build lets go of its lock; and `before` may have seen a build at work.
    let mut after = held(running.child.id());
    while (after.0 > before.0 || after.1 > before.1) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
        after = held(running.child.id());
    }
    assert!(after.0 <= before.0 && after.1 <= before.1, "handles and threads: {before:?} before, {after:?} after");
    assert!(after.2 < before.2 + before.2 / 4 + 8_000, "{} kB before, {} kB after", before.2, after.2);
    assert_eq!(running.end_by("-INT"), 0);
    is_as_built_anew(&site);
}

#[test]
fn it_looks_at_intervals_if_told_to() {
    let site = Site::small();
    let running = Running::start(&site, &["--poll", "20"]);
    site.put("content/news.md", "---\ntitle: 新页\n---\n");
    running.until("content/news.md: 6 pages");
    assert_eq!(running.end_by("-INT"), 0);
}

#[test]
fn intervals_are_for_watching() {
    let site = Site::small();
    let refused = crate::support::kepu(site.root(), &["build", "--poll", "20"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("--watch"), "{}", refused.stderr);
}
