//! Sites sent one after the other to a target of the imagination, each run cut off anywhere: no page is ever without
//! what it uses, nothing of ours is ever taken for somebody else's, and a run that isn't cut off makes all equal.
#![cfg(feature = "deploy")]

use std::collections::{BTreeMap, BTreeSet};

use kepu::base::fingerprint::Fingerprint;
use kepu::io::deploy::{Action, Journal, KnownTarget, Manifest, ManifestEntry, Plan, Step};
use proptest::prelude::*;

use crate::support::{Site, kepu};

/// Files by path; a page's text names what it uses.
type Files = BTreeMap<String, String>;

/// Files of somebody else, which are there from the beginning.
const FOREIGN: [&str; 3] = ["foreign.txt", "assets/foreign.css", "p1/foreign.html"];

#[derive(Clone, Debug)]
struct Run {
    files: Files,
    /// After so many changes on the target the run is cut off, if it comes that far.
    cut: usize,
    /// So many more steps of the group were on their way, and arrived.
    on_the_way: usize,
    /// The journal is written after every so many steps.
    journal_every: usize,
    /// Turns the order within groups.
    turn: usize,
}

#[derive(Default)]
struct Target {
    files: Files,
    manifest: Option<Vec<u8>>,
    journal: Option<Vec<u8>>,
}

impl Target {
    fn known(&self) -> KnownTarget {
        let manifest = self.manifest.as_deref().map(|bytes| Manifest::read(bytes).unwrap());
        let journal = self.journal.as_deref().map(|bytes| Journal::read(bytes).unwrap());
        KnownTarget::of(manifest, journal)
    }

    fn apply(&mut self, step: &Step, local: &Files) {
        match step.action {
            Action::Remove => self.files.remove(&step.path),
            _ => self.files.insert(step.path.clone(), local[&step.path].clone()),
        };
    }

    /// One run; `Err` where it was cut off.
    fn deploy(&mut self, name: &str, run: &Run) -> Result<(), ()> {
        let before = self.files.clone();
        let entries: BTreeMap<String, ManifestEntry> =
            run.files.iter().map(|(path, text)| (path.clone(), entry(text))).collect();
        let known = self.known();
        let plan = Plan::of(&entries, &known);
        let mut left = run.cut;
        let mut change = || {
            left = left.checked_sub(1).ok_or(())?;
            Ok::<(), ()>(())
        };
        let mut journal = known.journal(plan.steps().map(|step| step.path.as_str()));
        change()?;
        self.journal = Some(journal.write());
        for group in &plan.groups {
            let mut group: Vec<&Step> = group.iter().collect();
            let turn = run.turn % group.len();
            group.rotate_left(turn);
            for (place, step) in group.iter().enumerate() {
                if change().is_err() {
                    for step in group.iter().skip(place).take(run.on_the_way) {
                        self.apply(step, &run.files);
                        self.hold(&before, run);
                    }
                    return Err(());
                }
                self.apply(step, &run.files);
                self.hold(&before, run);
                journal.record(&step.path, entries.get(&step.path).cloned());
                if (place + 1) % run.journal_every == 0 {
                    change()?;
                    self.journal = Some(journal.write());
                }
            }
        }
        change()?;
        self.manifest = Some(Manifest { run: name.to_owned(), site: String::new(), files: entries }.write());
        change()?;
        self.journal = None;
        Ok(())
    }

    /// What must hold at every moment.
    fn hold(&self, before: &Files, run: &Run) {
        let known = self.known();
        for (path, text) in &self.files {
            assert!(FOREIGN.contains(&path.as_str()) != known.is_ours(path), "whose is {path}?");
            let is_new = before.get(path) != Some(text);
            for used in uses(text) {
                let there = self.files.get(used);
                assert!(there.is_some(), "{path} uses {used}, which isn't there");
                if is_new {
                    assert_eq!(there, run.files.get(used), "{path} is new, and {used} is not");
                }
            }
        }
        for path in FOREIGN {
            assert_eq!(self.files.get(path).map(String::as_str), Some("foreign"));
        }
    }
}

fn uses(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| word.starts_with("assets/"))
}

fn entry(text: &str) -> ManifestEntry {
    ManifestEntry { fingerprint: Fingerprint::of_bytes(text.as_bytes()), size: text.len() as u64, headers: None }
}

/// A site: some of six assets, in one of three versions each, and pages that use some of those.
fn site() -> impl Strategy<Value = Files> {
    let assets = prop::collection::btree_map(0..6usize, 0..3u8, 0..6);
    let pages = prop::collection::btree_map(
        0..5usize,
        (0..3u8, prop::collection::vec(any::<prop::sample::Index>(), 0..3)),
        1..5,
    );
    (assets, pages, any::<bool>()).prop_map(|(assets, pages, home)| {
        let mut files = Files::new();
        let names: Vec<String> = assets.keys().map(|number| format!("assets/{number}.css")).collect();
        for (name, (number, version)) in names.iter().zip(&assets) {
            files.insert(name.clone(), format!("asset {number} version {version}"));
        }
        let mut page = |path: String, version: u8, used: BTreeSet<&String>| {
            let used: Vec<&str> = used.into_iter().map(String::as_str).collect();
            files.insert(path, format!("page version {version} {}", used.join(" ")));
        };
        for (number, (version, picks)) in pages {
            let used = picks.iter().filter(|_| !names.is_empty()).map(|pick| pick.get(&names)).collect();
            page(format!("p{number}/index.html"), version, used);
        }
        if home {
            page("index.html".to_owned(), 0, names.iter().collect());
            page("sitemap.xml".to_owned(), 0, BTreeSet::new());
        }
        files
    })
}

fn run() -> impl Strategy<Value = Run> {
    (site(), 0..40usize, 0..4usize, 1..5usize, 0..7usize)
        .prop_map(|(files, cut, on_the_way, journal_every, turn)| Run { files, cut, on_the_way, journal_every, turn })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_run_cut_off_anywhere_harms_nobody(runs in prop::collection::vec(run(), 1..6)) {
        let files = FOREIGN.iter().map(|path| ((*path).to_owned(), "foreign".to_owned())).collect();
        let mut target = Target { files, ..Target::default() };
        for (number, run) in runs.iter().enumerate() {
            let _ = target.deploy(&number.to_string(), run);
        }
        let last = Run { cut: usize::MAX, ..runs.last().unwrap().clone() };
        prop_assert!(target.deploy("last", &last).is_ok());
        let mut expected = last.files.clone();
        expected.extend(FOREIGN.iter().map(|path| ((*path).to_owned(), "foreign".to_owned())));
        prop_assert_eq!(&target.files, &expected);
        prop_assert!(Plan::of(&last.files.iter().map(|(path, text)| (path.clone(), entry(text))).collect(), &target.known()).is_empty());
    }
}

#[test]
fn a_remote_that_git_would_take_for_an_option_is_refused_and_runs_nothing() {
    for (remote, branch) in [("--upload-pack=touch pwn;", "."), ("--receive-pack=touch pwn;", "main")] {
        let site = Site::small();
        let config = site.get("site.yaml");
        site.put("site.yaml", &format!("{config}deploy: {{x: {{to: git, remote: '{remote}', branch: '{branch}'}}}}\n"));
        for arguments in [&["deploy", "x", "--dry-run", "--lang", "en"][..], &["deploy", "x", "--lang", "en"]] {
            let run = kepu(site.root(), arguments);
            let told = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(run.code, 1, "{told}");
            assert!(told.contains("E0104") && told.contains("site.yaml:5"), "{told}");
            assert!(!site.root().join("pwn").exists());
        }
    }
}

#[test]
fn what_a_page_uses_goes_first_and_what_lists_it_last() {
    let here =
        ["404.html", "a/b/index.html", "a/index.html", "assets/site.css", "atom.xml", "index.html", "robots.txt"];
    let local = here.iter().map(|path| ((*path).to_owned(), entry(path))).collect();
    let gone = ["old/index.html", "old/picture.png", "a"];
    let files = gone.iter().map(|path| ((*path).to_owned(), entry(path))).collect();
    let known = KnownTarget { files, ..KnownTarget::default() };
    let groups: Vec<Vec<String>> = Plan::of(&local, &known)
        .groups
        .into_iter()
        .map(|group| group.into_iter().map(|step| step.path).collect())
        .collect();
    let expected: [&[&str]; 8] = [
        &["a"],
        &["assets/site.css"],
        &["404.html"],
        &["a/b/index.html"],
        &["a/index.html"],
        &["atom.xml", "index.html", "robots.txt"],
        &["old/index.html"],
        &["old/picture.png"],
    ];
    assert_eq!(groups, expected);
}

#[test]
fn a_file_is_sent_again_when_its_headers_change_and_not_otherwise() {
    let mut there = entry("a");
    let here = there.clone();
    let plan = |there: &ManifestEntry| {
        let known = KnownTarget { files: [("a".to_owned(), there.clone())].into(), ..KnownTarget::default() };
        Plan::of(&[("a".to_owned(), here.clone())].into(), &known)
    };
    assert_eq!((plan(&there).is_empty(), plan(&there).unchanged), (true, 1));
    let (content_type, cache_control) = ("text/plain".to_owned(), String::new());
    there.headers = Some(kepu::io::deploy::Headers { content_type, cache_control, content_encoding: None });
    assert_eq!(plan(&there).steps().next().map(|step| step.action), Some(Action::Replace));
}
