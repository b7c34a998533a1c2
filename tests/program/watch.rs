//! The watcher with real files: whatever editors, people and programs do to a site, it is found,
//! and what is only looked at is not.
//!
//! No test looks at how long something took; each waits until it has happened, and gives up
//! after a time that no working machine needs.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{put, source_path};
use kepu::base::source::Snapshot;
use kepu::io::disk;
use kepu::io::watch::{Backend, Event, SharedGround, Signal, WatchFault, WatchOptions, Watcher};

const PATIENCE: Duration = Duration::from_secs(20);
/// Long enough for a watcher that hears of something it shouldn't to say so.
const SILENCE: Duration = Duration::from_millis(400);

/// A folder that holds a site, and beside it room for others.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        put(
            &place.root(),
            &[
                ("site.yaml", "title: 科普\nbase_url: https://example.org/\n"),
                ("content/about.md", "---\ntitle: 关于\n---\n一。\n"),
                ("content/column/rainbow/index.md", "---\ntitle: 彩虹\n---\n"),
                ("themes/own/theme.yaml", "name: own\napi: 1\n"),
            ],
        );
        place
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Watches by events alone: no look at an interval helps it out.
    fn watch(&self) -> Watched {
        self.watch_with(WatchOptions { heal: Duration::from_secs(3600), ..WatchOptions::default() })
    }

    fn watch_with(&self, options: WatchOptions) -> Watched {
        let (mut watcher, notices) = Watcher::start(&self.root(), options);
        assert!(notices.is_empty(), "{notices:#?}");
        watcher.snapshot();
        Watched { watcher, root: self.root() }
    }
}

struct Watched {
    watcher: Watcher,
    root: PathBuf,
}

impl Watched {
    /// Waits until the watcher has given a snapshot of which this holds.
    fn until(&mut self, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.watcher.wait(Some(end)) {
                Event::Changed => {
                    let snapshot = self.watcher.snapshot().value;
                    if holds(&snapshot) {
                        return snapshot;
                    }
                }
                Event::Due => panic!("{what}: nothing was heard of it"),
                Event::Ended => panic!("{what}: the watcher ended"),
            }
        }
    }

    /// Makes a change, and waits until the watcher's snapshot is what a fresh reader reads.
    fn sees(&mut self, what: &str, change: impl FnOnce(&Path)) -> Snapshot {
        let before = self.watcher.snapshot().value.fingerprint();
        change(&self.root);
        let now = disk::read(&self.root).value.fingerprint();
        assert_ne!(now, before, "{what}: it is a change");
        self.until(what, |snapshot| snapshot.fingerprint() == now)
    }

    fn hears_nothing(&mut self, what: &str) {
        let event = self.watcher.wait(Some(Instant::now() + SILENCE));
        assert_eq!(event, Event::Due, "{what}: {:?}", self.watcher.changed());
    }
}

fn text(snapshot: &Snapshot, path: &str) -> Option<String> {
    snapshot.text(&source_path(path)).map(str::to_owned)
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn rename(from: PathBuf, to: PathBuf) {
    fs::rename(from, to).expect("a new name");
}

#[test]
fn a_save_is_seen() {
    let place = Place::new();
    let mut watched = place.watch();
    watched.hears_nothing("a site that lies still");
    let seen = watched.sees("a save", |root| write(root.join("content/about.md"), "二。"));
    assert_eq!(text(&seen, "content/about.md").as_deref(), Some("二。"));
    watched.hears_nothing("after the save");
}

#[test]
fn a_new_file_in_a_new_folder_is_seen_and_so_is_its_next_save() {
    let place = Place::new();
    let mut watched = place.watch();
    watched.sees("a folder in a folder", |root| write(root.join("content/a/b/c/d.md"), "甲"));
    watched.sees("a save in it", |root| write(root.join("content/a/b/c/d.md"), "乙"));
    watched.sees("another beside it", |root| write(root.join("content/a/b/e.md"), "丙"));
}

#[test]
fn vim_saves_by_way_of_a_backup() {
    let place = Place::new();
    let mut watched = place.watch();
    for text in ["一稿", "二稿", "三稿"] {
        watched.sees("vim", |root| {
            let (file, backup) = (root.join("content/about.md"), root.join("content/about.md~"));
            // `backupcopy=no`: it tries whether the folder takes a new file, moves the old one
            // aside, writes the new one under its name, and removes the old one.
            write(root.join("content/4913"), "");
            fs::remove_file(root.join("content/4913")).expect("a probe to remove");
            write(root.join("content/.about.md.swp"), "swap");
            rename(file.clone(), backup.clone());
            let mut new = fs::File::create(&file).expect("the new file");
            new.write_all(text.as_bytes()).expect("its text");
            new.sync_all().expect("on the disk");
            fs::remove_file(backup).expect("a backup to remove");
        });
    }
    fs::remove_file(place.at("content/.about.md.swp")).expect("a swap file");
    watched.hears_nothing("a swap file that goes");
}

#[test]
fn other_editors_move_a_new_file_over_the_old_one() {
    let place = Place::new();
    let mut watched = place.watch();
    watched.sees("a file moved over another", |root| {
        write(root.join("content/about.md.tmp"), "新的");
        rename(root.join("content/about.md.tmp"), root.join("content/about.md"));
    });
    // With the same length and the same time as the one that was there.
    let time = fs::metadata(place.at("content/about.md")).and_then(|found| found.modified()).expect("a time");
    watched.sees("a file of the same size and time", |root| {
        write(root.join("../elsewhere.md"), "旧的");
        let file = fs::OpenOptions::new().append(true).open(root.join("../elsewhere.md")).expect("a file");
        file.set_modified(time).expect("a time");
        rename(root.join("../elsewhere.md"), root.join("content/about.md"));
    });
    // VS Code opens the file, cuts it to nothing and writes it anew.
    watched.sees("a file that is cut and written", |root| {
        let mut file =
            fs::OpenOptions::new().write(true).truncate(true).open(root.join("content/about.md")).expect("it");
        file.write_all("再新".as_bytes()).expect("its text");
    });
}

#[test]
fn a_save_in_several_writes_is_seen_whole() {
    let place = Place::new();
    let mut watched = place.watch();
    watched.sees("a save in pieces", |root| {
        let mut file = fs::File::create(root.join("content/about.md")).expect("the file");
        for piece in ["---\n", "title: 关于\n", "---\n", "很长的正文。\n"] {
            file.write_all(piece.as_bytes()).expect("a piece");
            file.flush().expect("a piece");
            std::thread::sleep(Duration::from_millis(4));
        }
    });
}

#[test]
fn two_saves_within_a_tick_of_the_clock_are_two() {
    let place = Place::new();
    let mut watched = place.watch();
    for round in 0..50 {
        let (first, second) = (format!("{round:04} 甲"), format!("{round:04} 乙"));
        write(place.at("content/about.md"), &first);
        watched.watcher.wait(Some(Instant::now() + Duration::from_millis(round % 5)));
        watched.watcher.snapshot();
        write(place.at("content/about.md"), &second);
        if text(&watched.watcher.snapshot().value, "content/about.md").as_deref() != Some(second.as_str()) {
            watched.until("the second", |seen| text(seen, "content/about.md").as_deref() == Some(second.as_str()));
        }
    }
}

#[test]
fn files_and_folders_can_be_renamed_and_removed() {
    let place = Place::new();
    let mut watched = place.watch();
    watched.sees("a file renamed", |root| rename(root.join("content/about.md"), root.join("content/us.md")));
    watched.sees("a folder renamed", |root| rename(root.join("content/column"), root.join("content/articles")));
    let save = "content/articles/rainbow/index.md";
    watched.sees("a save in a renamed folder", |root| write(root.join(save), "新"));
    watched.sees("a folder moved out", |root| rename(root.join("content/articles"), root.join("../articles")));
    watched.sees("a folder moved in", |root| rename(root.join("../articles"), root.join("content/column")));
    watched.sees("a save in it", |root| write(root.join("content/column/rainbow/index.md"), "更新"));
    watched.sees("a file removed", |root| fs::remove_file(root.join("content/us.md")).expect("a file"));
    watched.sees("a folder removed", |root| fs::remove_dir_all(root.join("content/column")).expect("a folder"));
    watched.sees("the folder's return", |root| write(root.join("content/column/new.md"), "回来"));
    watched.sees("a save in it", |root| write(root.join("content/column/new.md"), "又回来"));
}

#[test]
fn a_folder_that_is_replaced_at_once_is_heard_again() {
    let place = Place::new();
    let mut watched = place.watch();
    for round in 0..5 {
        for folder in ["content/column", "content"] {
            watched.sees("a folder replaced", |root| {
                fs::remove_dir_all(root.join(folder)).expect("a folder");
                write(root.join("content/column/rainbow/index.md"), &format!("{folder} {round}"));
            });
            watched.sees("a save in it", |root| {
                write(root.join("content/column/rainbow/index.md"), &format!("{folder} {round} 改"))
            });
        }
    }
}

#[test]
fn what_the_root_did_not_have_may_come_later() {
    let place = Place::new();
    let mut watched = place.watch();
    for folder in ["static", "templates", "assets", "i18n"] {
        watched.sees(folder, |root| write(root.join(folder).join("a/b.txt"), "一"));
        watched.sees(folder, |root| write(root.join(folder).join("a/b.txt"), "二"));
    }
    watched.sees("no templates", |root| fs::remove_dir_all(root.join("templates")).expect("a folder"));
    watched.sees("templates again", |root| write(root.join("templates/home.html"), "一"));
    watched.sees("another template", |root| write(root.join("templates/home.html"), "二"));
    watched.sees("no configuration", |root| fs::remove_file(root.join("site.yaml")).expect("a file"));
    watched.sees("a configuration", |root| write(root.join("site.yaml"), "title: 新\n"));
    watched.sees("another", |root| write(root.join("site.yaml"), "title: 更新\n"));
    watched.sees("a theme", |root| write(root.join("themes/own/theme.yaml"), "name: own\napi: 2\n"));
    watched
        .sees("a theme like the program's own", |root| write(root.join("themes/spring/theme.yaml"), "name: spring\n"));
    watched.sees("without it", |root| fs::remove_dir_all(root.join("themes/spring")).expect("a folder"));
}

#[test]
fn the_root_itself_may_go_and_come_back() {
    let place = Place::new();
    let mut watched = place.watch();
    let away = place.beside("away");
    watched.sees("a root that is moved away", |root| rename(root.to_owned(), away.clone()));
    write(away.join("content/about.md"), "改了");
    watched.hears_nothing("what is no longer the site");
    watched.sees("the root's return", |root| rename(away.clone(), root.to_owned()));
    watched.sees("a save", |root| write(root.join("content/about.md"), "又改了"));
    watched.sees("a root that is removed", |root| fs::remove_dir_all(root).expect("a folder"));
    watched.sees("another root", |root| write(root.join("site.yaml"), "title: 另一个\n"));
    watched.sees("its content", |root| write(root.join("content/a.md"), "一"));
    watched.sees("a save in it", |root| write(root.join("content/a.md"), "二"));
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let (far, other) = (place.beside("far"), place.beside("other"));
    write(far.join("folder/deep/a.md"), "一");
    write(far.join("file.md"), "一");
    write(other.join("folder/deep/a.md"), "别处");
    let mut watched = place.watch();
    watched
        .sees("a link to a folder", |root| symlink(far.join("folder"), root.join("content/linked")).expect("a link"));
    watched.sees("a save behind it", |_| write(far.join("folder/deep/a.md"), "二"));
    watched.sees("a new folder behind it", |_| write(far.join("folder/new/b.md"), "一"));
    watched.sees("a save in that", |_| write(far.join("folder/new/b.md"), "二"));
    watched.sees("the folder moved away", |_| rename(far.join("folder"), far.join("gone")));
    watched.sees("and back", |_| rename(far.join("gone"), far.join("folder")));
    watched.sees("a save behind it", |_| write(far.join("folder/deep/a.md"), "三"));
    watched
        .sees("a link to a file", |root| symlink(far.join("file.md"), root.join("content/file.md")).expect("a link"));
    watched.sees("a save behind it", |_| write(far.join("file.md"), "二"));
    watched.sees("a file moved over it", |_| {
        write(far.join("new.md"), "三");
        rename(far.join("new.md"), far.join("file.md"));
    });
    write(far.join("unrelated.md"), "无关");
    watched.hears_nothing("a neighbour of the file");
    watched.sees("a link that leads elsewhere", |root| {
        symlink(other.join("folder"), root.join("content/next")).expect("a link");
        rename(root.join("content/next"), root.join("content/linked"));
    });
    watched.sees("a save there", |_| write(other.join("folder/deep/a.md"), "改了"));
    write(far.join("folder/deep/a.md"), "没人看");
    watched.hears_nothing("where it led before");
    watched.sees("a chain", |root| {
        symlink(far.join("file.md"), place.beside("middle")).expect("a link");
        symlink(place.beside("middle"), root.join("content/chain.md")).expect("a link");
    });
    watched.sees("its middle leads elsewhere", |_| {
        symlink(other.join("folder/deep/a.md"), place.beside("next")).expect("a link");
        rename(place.beside("next"), place.beside("middle"));
    });
    watched.sees("a save at its end", |_| write(other.join("folder/deep/a.md"), "再改"));
}

#[cfg(unix)]
#[test]
fn two_links_to_one_folder_are_not_in_each_others_way() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let far = place.beside("far");
    write(far.join("a.md"), "一");
    for name in ["content/one", "content/two"] {
        symlink(&far, place.at(name)).expect("a link");
    }
    let mut watched = place.watch();
    watched.sees("a save behind both", |_| write(far.join("a.md"), "二"));
    watched.sees("one link less", |root| fs::remove_file(root.join("content/one")).expect("a link"));
    watched.sees("a save behind the other", |_| write(far.join("a.md"), "三"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_is_told_and_ends_nothing() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    symlink("..", place.at("content/column/back")).expect("a link");
    let read = disk::read(&place.root());
    assert_eq!(crate::support::codes(&read.diagnostics), ["E0612"]);
    let shown = &read.diagnostics[0].message.en;
    assert!(shown.contains("content/column/back is a link that isn't followed: it leads back"), "{shown}");
    assert_eq!(read.value.below("content").count(), 2);
}

#[test]
fn git_changes_branches() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git");
        return;
    }
    let place = Place::new();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
        command.current_dir(place.root()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        let output = command.output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let fill = |version: &str| {
        for number in 0..60 {
            write(place.at(&format!("content/column/{version}-{}/{number}.md", number % 6)), version);
            write(place.at(&format!("content/notes/{number}.md")), version);
        }
        write(place.at("site.yaml"), &format!("title: {version}\n"));
    };
    git(&["init", "--quiet", "--initial-branch=first"]);
    fill("first");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=first"]);
    git(&["checkout", "--quiet", "-b", "second"]);
    fs::remove_dir_all(place.at("content/column")).expect("a folder");
    fill("second");
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=second"]);
    let mut watched = place.watch();
    for branch in ["first", "second", "first"] {
        watched.sees(branch, |_| git(&["checkout", "--quiet", branch]));
        let save = format!("content/column/{branch}-1/1.md");
        watched.sees("a save on it", |root| write(root.join(&save), "改"));
        watched.sees("undone", |_| git(&["checkout", "--quiet", "."]));
    }
}

#[test]
fn editors_leftovers_and_our_own_output_are_no_change() {
    let place = Place::new();
    let mut watched = place.watch();
    for name in [".about.md.swp", "about.md~", ".#about.md", "~$table.csv", "4914.tmp", ".DS_Store"] {
        write(place.at("content").join(name), "x");
    }
    write(place.at("content/.git/index"), "x");
    write(place.at("public/index.html"), "x");
    write(place.at("public/.kepu-manifest.json"), "{}");
    write(place.at("README.md"), "x");
    watched.hears_nothing("what is no input");
    write(place.at("content/about.md"), "---\ntitle: 关于\n---\n一。\n");
    watched.hears_nothing("a save of the same text");
}

#[test]
fn what_changes_and_changes_back_is_no_change() {
    let place = Place::new();
    let mut watched = place.watch();
    let before = fs::read(place.at("content/about.md")).expect("a file");
    for _ in 0..20 {
        write(place.at("content/about.md"), "别的");
        fs::write(place.at("content/about.md"), &before).expect("the file");
        rename(place.at("content/column"), place.at("content/away"));
        rename(place.at("content/away"), place.at("content/column"));
    }
    watched.hears_nothing("what is as it was");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_told_until_it_can() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let mut watched = place.watch();
    symlink(place.beside("nowhere"), place.at("content/lost.md")).expect("a link");
    assert_eq!(watched.watcher.wait(Some(Instant::now() + PATIENCE)), Event::Changed);
    let seen = watched.watcher.snapshot();
    assert_eq!(crate::support::codes(&seen.diagnostics), ["E0603"]);
    write(place.beside("nowhere"), "找到了");
    let seen = watched.until("the other end", |seen| text(seen, "content/lost.md").is_some());
    assert_eq!(text(&seen, "content/lost.md").as_deref(), Some("找到了"));
    // It lies outside the site, which is said as well.
    assert_eq!(crate::support::codes(&watched.watcher.snapshot().diagnostics), ["W0605"]);
}

#[test]
fn a_thousand_rapid_saves_lose_nothing_and_leak_nothing() {
    let place = Place::new();
    let mut watched = place.watch();
    let mut handles = 0;
    for number in 0..1000 {
        if number == 100 {
            handles = open_files();
        }
        let (file, text) = (place.at(&format!("content/{}.md", number % 10)), format!("第 {number} 次"));
        if number % 2 == 0 {
            write(file, &text);
        } else {
            write(place.at("content/new.tmp"), &text);
            rename(place.at("content/new.tmp"), file);
        }
        if number % 50 == 0 {
            watched.watcher.notice(Some(Instant::now()));
            watched.watcher.snapshot();
        }
    }
    let last = disk::read(&place.root()).value.fingerprint();
    if watched.watcher.snapshot().value.fingerprint() != last {
        watched.until("the last save", |seen| seen.fingerprint() == last);
    }
    // Other tests of this program run beside it and have files open too, but not hundreds.
    assert!(open_files() < handles + 100, "{handles} handles before, {} after", open_files());
}

#[test]
fn watchers_that_end_leave_nothing_behind() {
    let place = Place::new();
    for _ in 0..300 {
        // The system allows a user 128 of them at a time.
        drop(place.watch());
    }
}

/// The handles of this process that are open, where the system says.
fn open_files() -> usize {
    fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

#[test]
fn polling_sees_the_same() {
    let place = Place::new();
    let mut watched =
        place.watch_with(WatchOptions { poll: Some(Duration::from_millis(20)), ..WatchOptions::default() });
    watched.sees("a save", |root| write(root.join("content/about.md"), "二。"));
    watched.sees("a new folder", |root| write(root.join("static/a/b.txt"), "一"));
    watched.sees("a folder removed", |root| fs::remove_dir_all(root.join("static")).expect("a folder"));
    watched.sees("a root that is moved away", |root| rename(root.to_owned(), place.beside("away")));
    watched.sees("its return", |root| rename(place.beside("away"), root.to_owned()));
    watched.hears_nothing("a site that lies still");
}

/// A system that has run out of watches after the first few.
struct Short(usize);

impl Backend for Short {
    fn watch(&mut self, _: &Path, _: bool) -> Result<(), WatchFault> {
        self.0 += 1;
        if self.0 > 3 { Err(WatchFault::Limit) } else { Ok(()) }
    }

    fn unwatch(&mut self, _: &Path) {}
}

#[test]
fn without_watches_it_says_so_and_polls() {
    let place = Place::new();
    let starts: [kepu::io::watch::Start; 2] = [|_, _| Err(WatchFault::Limit), |_, _| Ok(Box::new(Short(0)))];
    for backend in starts {
        let (mut watcher, notices) = Watcher::start(&place.root(), WatchOptions { backend, ..WatchOptions::default() });
        assert_eq!(crate::support::codes(&notices), ["W0601"]);
        watcher.snapshot();
        let mut watched = Watched { watcher, root: place.root() };
        watched.sees("a save", |root| {
            let before = fs::read_to_string(root.join("content/about.md")).expect("a file");
            write(root.join("content/about.md"), &format!("{before}再一句。"));
        });
    }
}

/// A system that listens and never says a word.
struct Silent;

impl Backend for Silent {
    fn watch(&mut self, _: &Path, _: bool) -> Result<(), WatchFault> {
        Ok(())
    }

    fn unwatch(&mut self, _: &Path) {}
}

#[test]
fn a_system_that_fell_silent_is_found_out() {
    let place = Place::new();
    let options = WatchOptions { heal: Duration::from_millis(50), backend: |_, _| Ok(Box::new(Silent)), poll: None };
    let mut watched = place.watch_with(options);
    for text in ["一", "二", "三", "四"] {
        watched.sees("a change that nobody told of", |root| write(root.join("content/about.md"), text));
    }
    assert_eq!(crate::support::codes(&watched.watcher.notices()), ["W0602"]);
}

/// A system that breaks down while it is listened to.
fn breaking(signal: Signal, _: SharedGround) -> Result<Box<dyn Backend>, WatchFault> {
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        signal.fail(WatchFault::Failed("out of order".to_owned()));
    });
    Ok(Box::new(Silent))
}

#[test]
fn a_system_that_breaks_down_is_no_end() {
    let place = Place::new();
    let heal = Duration::from_secs(3600);
    let mut watched = place.watch_with(WatchOptions { heal, backend: breaking, poll: None });
    watched.sees("a save", |root| write(root.join("content/about.md"), "二"));
    assert_eq!(crate::support::codes(&watched.watcher.notices()), ["W0602"]);
}

#[test]
fn another_thread_can_end_it() {
    let place = Place::new();
    let mut watched = place.watch();
    let stopper = watched.watcher.stopper();
    let ending = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        stopper.stop();
    });
    assert_eq!(watched.watcher.wait(None), Event::Ended);
    ending.join().expect("a thread that ends");
    write(place.at("content/about.md"), "二");
    assert_eq!(watched.watcher.wait(None), Event::Ended, "an end is an end");
}

#[test]
fn building_may_begin_before_it_is_known_that_it_was_worth_it() {
    let place = Place::new();
    let mut watched = place.watch();
    write(place.at("content/about.md"), "二");
    assert_eq!(watched.watcher.notice(Some(Instant::now() + PATIENCE)), Event::Changed);
    watched.watcher.snapshot();
    assert!(watched.watcher.settle(), "nothing else came");
    write(place.at("content/about.md"), "三");
    assert_eq!(watched.watcher.notice(Some(Instant::now() + PATIENCE)), Event::Changed);
    watched.watcher.snapshot();
    write(place.at("content/about.md"), "四");
    // Either it is told that the tree has changed, or, on a slow machine, the next wait tells.
    if watched.watcher.settle() {
        assert_eq!(watched.watcher.notice(Some(Instant::now() + PATIENCE)), Event::Changed);
    }
    assert_eq!(text(&watched.watcher.snapshot().value, "content/about.md").as_deref(), Some("四"));
}
