//! What the integration tests share: sites in memory, sites on disk, and the program itself.
#![allow(dead_code, reason = "every test crate uses its own part of it")]
#![allow(clippy::disallowed_methods, reason = "sites on disk are made here")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use kepu::assets::lazy::FileCache;
use kepu::base::diagnostic::{Diagnostic, Language, render};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::time::{Now, parse_date};
use kepu::base::url::SourcePath;
use kepu::build::{Audience, BuildOptions, Built, Cache, build};
use kepu::content::document::text_of;

/// The day on which every test takes place, unless it says otherwise.
pub const TODAY: &str = "2026-11-23";

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn source_path(path: &str) -> SourcePath {
    SourcePath::new(path).unwrap_or_else(|| panic!("{path} is no path of a source"))
}

/// A snapshot of files given as path and text.
pub fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    files.iter().map(|(path, text)| (source_path(path), SourceFile::new(text.as_bytes()))).collect()
}

/// The theme of the tests: every template in a few lines, every word in both languages.
pub fn plain_theme() -> Vec<(SourcePath, SourceFile)> {
    let read = kepu::io::disk::read(&repository().join("tests/support"));
    read.value.below("themes/plain").map(|(path, file)| (path.clone(), file.clone())).collect()
}

/// Puts the theme of the tests below a site that has none of that name.
pub fn add_plain_theme(snapshot: &mut Snapshot) {
    if snapshot.below("themes/plain").next().is_none() {
        for (path, file) in plain_theme() {
            snapshot.insert(path, file);
        }
    }
}

/// Adds the record of events' revisions, as a build of an earlier day has left it. Drafts and events to be published later
/// are in it as well.
pub fn add_revisions(snapshot: &mut Snapshot, day: &str) {
    let built = clean_build(snapshot, &BuildOptions { drafts: true, ..options(day) });
    if let Some(record) = built.revisions {
        snapshot.insert(source_path("revisions.txt"), SourceFile::new(record.into_bytes()));
    }
}

pub fn options(today: &str) -> BuildOptions {
    let now = Now::Day(parse_date(today).unwrap_or_else(|| panic!("{today} is no date")));
    BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Authors, fonts: None }
}

/// A build without a past.
pub fn clean_build(snapshot: &Snapshot, options: &BuildOptions) -> Built {
    build(snapshot, options, &mut Cache::default())
}

/// Diagnostics as a person sees them, without colour. Those in Chinese hold no English sentence.
#[track_caller]
pub fn shown(diagnostics: &[Diagnostic], snapshot: &Snapshot, language: Language) -> String {
    let labels = |found: &Diagnostic| found.related.iter().map(|(_, label)| label.zh.clone()).collect::<Vec<_>>();
    for found in diagnostics.iter().filter(|_| language == Language::Chinese) {
        for text in [vec![found.message.zh.clone(), found.help.zh.clone()], labels(found)].concat() {
            let english = kepu::base::diagnostic::english::english_in(&text);
            assert_eq!(english, None, "{}: English in a Chinese message: {text}", found.code.0);
        }
    }
    rendered(diagnostics, snapshot, language)
}

/// The same for random texts, which messages quote: any words may stand in them.
pub fn rendered(diagnostics: &[Diagnostic], snapshot: &Snapshot, language: Language) -> String {
    let mut texts = BTreeMap::new();
    for (path, file) in snapshot.iter() {
        if let Some(text) = text_of(path, file) {
            texts.insert(path.clone(), text);
        }
    }
    let source = |path: &SourcePath| texts.get(path).map(|text| &**text);
    let all: Vec<String> = diagnostics.iter().map(|found| render(found, language, false, source)).collect();
    all.join("\n\n")
}

pub fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|found| found.code.0).collect()
}

/// Writes files below a folder, and the folders that they need.
pub fn put(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        put_bytes(folder, path, text.as_bytes());
    }
}

pub fn put_bytes(folder: &Path, path: &str, bytes: &[u8]) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder for the test's file");
    fs::write(file, bytes).expect("the test's file");
}

/// Every file below a folder by its path, with its bytes. Links are told by where they lead.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(|entry| entry.expect("a readable folder")) {
        let (path, kind) = (entry.path(), entry.file_type().expect("a file's type"));
        let name = path.strip_prefix(root).expect("a path below its root").to_string_lossy().replace('\\', "/");
        if kind.is_symlink() {
            let target = fs::read_link(&path).expect("a link");
            files.insert(name, format!("-> {}", target.display()).into_bytes());
        } else if kind.is_dir() {
            files.insert(format!("{name}/"), Vec::new());
            collect(root, &path, files);
        } else {
            files.insert(name, fs::read(&path).expect("a readable file"));
        }
    }
}

/// Copies a folder with everything in it, where it exists.
pub fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        if path.ends_with('/') {
            fs::create_dir_all(to.join(path)).expect("a folder of the copy");
        } else {
            put_bytes(to, &path, &bytes);
        }
    }
}

/// One run of the program.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The program with arguments, in a folder, with nothing of the tester's own environment that it looks at.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kepu"));
    command.args(arguments).current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "TZ", "SOURCE_DATE_EPOCH", "NO_COLOR", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

pub fn run(mut command: Command) -> Run {
    let output = command.output().expect("the program runs");
    Run {
        code: output.status.code().expect("the program ends by itself"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on the standard output"),
        stderr: without_progress(&String::from_utf8(output.stderr).expect("UTF-8 on the standard error")),
    }
}

/// Leaves out the lines that say how far a long run is: on a busy machine any run is long.
fn without_progress(text: &str) -> String {
    let progress = |line: &&str| line.trim_end().ends_with("……") && line.contains('/');
    text.split_inclusive('\n').filter(|line| !progress(line)).collect()
}

pub fn kepu(folder: &Path, arguments: &[&str]) -> Run {
    run(program(folder, arguments))
}

/// A small site on disk, in a folder of its own: an article, a page, a picture, a file to pass on.
pub struct Site {
    pub folder: tempfile::TempDir,
}

pub const SMALL_SITE: [(&str, &str); 6] = [
    (
        "site.yaml",
        "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\noutputs: {feeds: false, archives: false, sitemap: false, manifest: false, search: false}\n",
    ),
    ("content/column/_collection.yaml", "extends: article\n"),
    ("content/column/rainbow/index.md", "---\ntitle: 彩虹\ndate: 2026-05-18\n---\n雨后的彩虹。\n\n![虹](bow.svg)\n"),
    ("content/column/rainbow/bow.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
    ("content/about.md", "---\ntitle: 关于\n---\n关于[彩虹](column/rainbow/index.md)。\n"),
    ("static/docs/leaflet.txt", "活页\n"),
];

impl Site {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        put(site.root(), files);
        for (path, file) in plain_theme() {
            put_bytes(site.root(), path.as_str(), &file.bytes().unwrap());
        }
        site
    }

    pub fn small() -> Self {
        Self::new(&SMALL_SITE)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub fn put(&self, path: &str, text: &str) {
        put(self.root(), &[(path, text)]);
    }

    pub fn get(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("a file to remove");
    }

    /// Builds in English for the day of the tests.
    pub fn build(&self) -> Run {
        kepu(self.root(), &["build", "--lang", "en", "--today", TODAY])
    }

    /// The same, which must succeed.
    pub fn built(&self) -> Run {
        let run = self.build();
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }
}

/// A line with its seconds taken out, which no test may look at.
pub fn without_seconds(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (number, after) = rest[at..].split_at(digits);
        kept.push_str(&rest[..at]);
        let before_is_key = kept.trim_end().ends_with("\"seconds\":");
        kept.push_str(if before_is_key || after.starts_with(" s:") || after.starts_with(" 秒") {
            "0.00"
        } else {
            number
        });
        rest = after;
    }
    kept + rest
}

/// A shelf in memory that counts what is put on it.
#[derive(Default)]
pub struct Counting {
    files: Mutex<BTreeMap<String, Arc<[u8]>>>,
    put: AtomicUsize,
}

impl Counting {
    pub fn count(&self) -> usize {
        self.put.load(Ordering::Relaxed)
    }
}

impl FileCache for Counting {
    fn has(&self, name: &str) -> bool {
        self.files.lock().unwrap().contains_key(name)
    }

    fn get(&self, name: &str) -> Option<Arc<[u8]>> {
        self.files.lock().unwrap().get(name).cloned()
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        self.put.fetch_add(1, Ordering::Relaxed);
        self.files.lock().unwrap().insert(name.to_owned(), bytes.into());
    }
}
