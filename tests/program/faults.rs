//! Faults of the machine: a full disk, builds at the same time, links in a circle, targets that are something else.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::fs;
use std::process::Command;

use crate::support::{Site, kepu, program, run, tree};

/// A file system of its own, so that it can be filled; none where this user may not mount one.
#[cfg(target_os = "linux")]
struct SmallDisk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn mount(at: std::path::PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&at).expect("a folder");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(&at);
        command.output().is_ok_and(|done| done.status.success()).then_some(Self(at))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = Site::small();
    let Some(_disk) = SmallDisk::mount(site.public(), "1m") else { return };
    site.built();
    let before = tree(&site.public());
    for number in 0..40 {
        let text = "露水在清晨出现。".repeat(1500);
        site.put(&format!("content/p{number}.md"), &format!("---\ntitle: 第 {number} 页\n---\n{text}\n"));
    }
    site.put("content/about.md", "---\ntitle: 改过的标题\n---\n改过。\n");
    let failed = kepu(site.root(), &["build", "--lang", "en"]);
    assert_eq!(failed.code, 1, "{}", failed.stdout);
    assert_eq!(failed.stderr.matches("E0609").count(), 1, "{}", failed.stderr);
    assert!(failed.stderr.contains("the site was left as it was"), "{}", failed.stderr);
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn builds_at_the_same_time_all_succeed() {
    let site = Site::small();
    for round in 0..4 {
        site.put("content/about.md", &format!("---\ntitle: 关于\n---\n第 {round} 版。\n"));
        let start = |_| program(site.root(), &["build", "--lang", "en"]);
        let outputs: Vec<_> = std::thread::scope(|scope| {
            let builds: Vec<_> = (0..6).map(|number| scope.spawn(move || run(start(number)))).collect();
            builds.into_iter().map(|build| build.join().expect("a build")).collect()
        });
        for output in outputs {
            assert_eq!(output.code, 0, "{}", output.stderr);
        }
        let alone = Site::small();
        alone.put("content/about.md", &format!("---\ntitle: 关于\n---\n第 {round} 版。\n"));
        alone.built();
        let without_manifest = |site: &Site| {
            let mut files = tree(&site.public());
            files.retain(|path, _| path != ".kepu-manifest.json");
            files
        };
        assert_eq!(without_manifest(&site), without_manifest(&alone));
    }
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other_end() {
    use std::os::unix::fs::symlink;
    let site = Site::small();
    for level in 0..21 {
        fs::create_dir_all(site.root().join(format!("content/l{level}"))).expect("a folder");
    }
    for level in 0..20 {
        for name in ["a", "b"] {
            let next = site.root().join(format!("content/l{}", level + 1));
            symlink(next, site.root().join(format!("content/l{level}/{name}"))).expect("a link");
        }
    }
    let failed = kepu(site.root(), &["build", "--lang", "en"]);
    assert!(failed.stderr.contains("E0612"), "{}", failed.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_reported() {
    let site = Site::small();
    let outside = tempfile::tempdir().expect("a folder");
    fs::write(outside.path().join("list.csv"), "a\n").expect("a file");
    std::os::unix::fs::symlink(outside.path().join("list.csv"), site.root().join("static-list.csv")).expect("a link");
    fs::create_dir_all(site.root().join("static")).expect("a folder");
    let linked = site.root().join("static/list.csv");
    std::os::unix::fs::symlink(outside.path().join("list.csv"), &linked).expect("a link");
    let built = kepu(site.root(), &["build", "--lang", "en"]);
    assert_eq!(built.stderr.matches("W0605").count(), 1, "{}", built.stderr);
    assert!(built.stderr.contains("static/list.csv"), "{}", built.stderr);
}

/// An old site may come from elsewhere, and its links lead to files of this machine.
#[cfg(target_os = "linux")]
#[test]
fn an_import_reports_links_out_of_the_old_site() {
    use std::os::unix::fs::symlink;
    let site = Site::small();
    site.put("content/column/_collection.yaml", "extends: article\n");
    let (old, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let posts = old.path().join("source/_posts");
    fs::create_dir_all(&posts).expect("folders");
    fs::write(old.path().join("_config.yml"), "title: 旧站\n").expect("settings");
    let post = "---\ntitle: 露水\ndate: 2020-01-01\n---\n露水。\n";
    fs::write(posts.join("dew.md"), post).expect("a post");
    fs::write(outside.path().join("note.md"), post).expect("a note");
    symlink("dew.md", posts.join("same.md")).expect("a link within");
    symlink(outside.path(), posts.join("notes")).expect("a link out");
    let import = || {
        let old = old.path().to_string_lossy();
        kepu(site.root(), &["import", "hexo", &*old, "--into", "column", "--dry-run", "--lang", "en"])
    };
    let reported = import();
    assert_eq!(reported.stderr.matches("W0605").count(), 1, "{}", reported.stderr);
    assert!(reported.stderr.contains("source/_posts/notes"), "{}", reported.stderr);
    fs::remove_file(posts.join("notes")).expect("the link is removed");
    assert!(!import().stderr.contains("W0605"));
    symlink("/proc/self/environ", posts.join("environ.md")).expect("a link to the machine");
    let refused = import();
    assert!(refused.stderr.contains("E0612"), "{}", refused.stderr);
    assert!(!refused.stdout.contains("environ"), "{}", refused.stdout);
}

#[cfg(feature = "deploy")]
#[test]
fn a_site_is_not_deployed_among_sources_or_onto_another() {
    let site = Site::small();
    let config = site.get("site.yaml");
    for path in ["content", ".", "content/new", "..", "static/../content"] {
        site.put("site.yaml", &format!("{config}deploy: {{x: {{to: folder, path: '{path}'}}}}\n"));
        let before = tree(&site.root().join("content"));
        let refused = kepu(site.root(), &["deploy", "x", "--lang", "en"]);
        assert_eq!(refused.code, 1, "{path}: {}", refused.stdout);
        assert!(refused.stderr.contains("E0610"), "{path}: {}", refused.stderr);
        assert_eq!(tree(&site.root().join("content")), before);
    }
    let target = tempfile::tempdir().expect("a folder");
    let place = target.path().to_string_lossy().into_owned();
    let deploy = |site: &Site, arguments: &[&str]| {
        let config = site.get("site.yaml");
        if !config.contains("deploy:") {
            site.put("site.yaml", &format!("{config}deploy: {{x: {{to: folder, path: '{place}'}}}}\n"));
        }
        kepu(site.root(), &[&["deploy", "x", "--lang", "en"], arguments].concat())
    };
    let first = Site::small();
    assert_eq!(deploy(&first, &[]).code, 0);
    let before = tree(target.path());
    let other = Site::small();
    let config = other.get("site.yaml").replace("https://", "https://other.");
    assert_ne!(config, other.get("site.yaml"));
    other.put("site.yaml", &config);
    let refused = deploy(&other, &[]);
    assert!(refused.code == 1 && refused.stderr.contains("E1223"), "{}", refused.stderr);
    assert_eq!(tree(target.path()), before);
    assert_eq!(deploy(&other, &["--overwrite"]).code, 0);
    assert_eq!(deploy(&other, &[]).code, 0);
}

/// What came in an archive may hold a repository, and its settings may name programs.
#[test]
fn a_foreign_repository_runs_nothing() {
    let site = Site::small();
    site.put("content/column/_collection.yaml", "extends: article\n");
    let old = tempfile::tempdir().expect("a folder");
    let folder = old.path();
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let done = Command::new("git").current_dir(folder).args(who).args(arguments).output();
        done.ok()
            .filter(|done| done.status.success())
            .map(|done| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    };
    if git(&["init", "--quiet"]).is_none() {
        return;
    }
    let post = "---\ntitle: 露水\ndate: 2026-01-01\n---\n".to_owned() + &"露水在清晨出现。\n".repeat(20);
    crate::support::put(folder, &[("source/_posts/a.md", &post)]);
    git(&["add", "--all"]).expect("git adds");
    git(&["commit", "--quiet", "--message=one"]).expect("git commits");
    git(&["mv", "source/_posts/a.md", "source/_posts/b.md"]).expect("git moves");
    crate::support::put(folder, &[("source/_posts/b.md", &(post + "又一行。\n"))]);
    git(&["add", "--all"]).expect("git adds");
    git(&["commit", "--quiet", "--message=two"]).expect("git commits");
    let ran = folder.join("ran");
    let run = format!("touch {}; false", ran.display());
    for (name, value) in [
        ("core.repositoryformatversion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", "nothing"),
        ("remote.origin.uploadpack", &run),
        ("core.fsmonitor", &run),
        ("core.pager", &run),
        ("diff.external", &run),
        ("log.showSignature", "true"),
        ("gpg.program", &run),
    ] {
        git(&["config", name, value]).expect("git is set");
    }
    // A text that isn't there is fetched by the program that the settings name.
    let blob = git(&["rev-parse", "HEAD:source/_posts/b.md"]).expect("a name");
    fs::remove_file(folder.join(".git/objects").join(&blob[..2]).join(&blob[2..])).expect("an object");
    let folder = folder.to_string_lossy();
    let imported = kepu(site.root(), &["import", "hexo", &folder, "--into", "column", "--lang", "en"]);
    assert!(imported.stdout.contains("imported"), "{}{}", imported.stdout, imported.stderr);
    assert!(!ran.exists(), "a program of the repository ran");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_reported_and_a_whole_disk_is_not_followed() {
    let site = Site::small();
    fs::create_dir_all(site.root().join("static")).expect("a folder");
    Command::new("mkfifo").arg(site.root().join("content/pipe.md")).status().expect("mkfifo runs");
    let built = kepu(site.root(), &["build", "--lang", "en"]);
    assert_eq!((built.code, built.stderr.matches("W0610").count()), (0, 1), "{}", built.stderr);
    assert!(built.stderr.contains("content/pipe.md"), "{}", built.stderr);
    let around = site.root().parent().expect("a folder around").to_string_lossy().into_owned();
    for folder in ["static", "templates"] {
        fs::create_dir_all(site.root().join(folder)).expect("a folder");
        for place in ["/proc", "/proc/version", "/", &around] {
            let link = site.root().join(folder).join("all");
            std::os::unix::fs::symlink(place, &link).expect("a link");
            let refused = kepu(site.root(), &["build", "--lang", "en"]);
            assert_eq!(refused.code, 1, "{place}: {}", refused.stderr);
            let named = refused.stderr.contains(&format!("{folder}/all"));
            assert!(refused.stderr.contains("E0612") && named, "{}", refused.stderr);
            assert!(!refused.stderr.contains("W0605"), "{}", refused.stderr);
            fs::remove_file(&link).expect("the link");
        }
    }
}

#[test]
fn a_text_that_fills_the_memory_is_not_read() {
    let site = Site::small();
    let text = fs::File::create(site.root().join("content/big.md")).expect("a file");
    // It has holes alone, and takes no room on the disk.
    text.set_len(65 << 20).expect("a length");
    let refused = kepu(site.root(), &["build", "--lang", "en"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("E0616") && refused.stderr.contains("content/big.md"), "{}", refused.stderr);
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other_twice_end() {
    let site = Site::small();
    let mut folder = site.root().join("content/column");
    for _ in 0..20 {
        fs::create_dir_all(folder.join("d")).expect("a folder");
        std::os::unix::fs::symlink(".", folder.join("l1")).expect("a link");
        std::os::unix::fs::symlink("d", folder.join("l2")).expect("a link");
        folder.push("d");
        fs::write(folder.join("a.txt"), "a").expect("a file");
    }
    let read = kepu::io::disk::read(site.root());
    assert!(read.value.below("content").count() < 30_000, "{}", read.value.below("content").count());
    let told: Vec<_> = read.diagnostics.iter().filter(|found| found.code.0 == "E0612").collect();
    assert!(!told.is_empty());
    assert!(told.iter().enumerate().all(|(at, one)| !told[at + 1..].contains(one)), "each is said once");
}
