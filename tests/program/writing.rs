//! What a build does to its output folder, and above all what it leaves alone.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{SMALL_SITE, Site, TODAY, copy_folder, kepu, program, put, run, tree, without_seconds};

const MANIFEST: &str = ".kepu-manifest.json";

/// Sets every file's time back, so that whatever is written again can be told.
fn age(folder: &Path) -> SystemTime {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in tree(folder).keys().filter(|path| !path.ends_with('/')) {
        let file = fs::OpenOptions::new().append(true).open(folder.join(path)).expect("an output");
        file.set_modified(then).expect("a time of modification");
    }
    then
}

fn written_since(folder: &Path, then: SystemTime) -> Vec<String> {
    let changed =
        |path: &String| fs::metadata(folder.join(path)).and_then(|found| found.modified()).is_ok_and(|at| at != then);
    tree(folder).into_keys().filter(|path| !path.ends_with('/') && changed(path)).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::small();
    site.built();
    let (before, then) = (tree(&site.public()), age(&site.public()));
    let second = site.built();
    assert_eq!(
        without_seconds(&second.stdout),
        "the content next changes by itself on 2027-01-01; build again then\n5 pages in 0.00 s: 0 files written, 8 unchanged, 0 removed\n"
    );
    assert_eq!(written_since(&site.public(), then), Vec::<String>::new());
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn a_build_at_another_time_of_the_same_day_has_nothing_to_do() {
    let site = Site::small();
    let config = site.get("site.yaml");
    let built = |zone: &str, epoch: &str| {
        site.put("site.yaml", &format!("{config}time_zone: {zone}\n"));
        let mut command = program(site.root(), &["build", "--lang", "en"]);
        command.env("SOURCE_DATE_EPOCH", epoch);
        let then = age(&site.public());
        let built = run(command);
        assert_eq!(built.code, 0, "{}", built.stderr);
        // The manifest names the day: a build that has something to do writes it, and no other does.
        written_since(&site.public(), then).iter().any(|path| path == MANIFEST)
    };
    site.built();
    built("Asia/Shanghai", "1779033600");
    assert!(!built("Asia/Shanghai", "1779119999"));
    assert!(built("Asia/Shanghai", "1779120000"));
    // In another zone these instants are on one day.
    assert!(built("America/New_York", "1779119999"));
    assert!(!built("America/New_York", "1779120000"));
}

#[test]
fn only_what_changed_is_written() {
    let site = Site::small();
    site.built();
    let then = age(&site.public());
    site.put("content/about.md", "---\ntitle: 关于\n---\n换了一句。\n");
    let second = site.built();
    // The manifest says what the site was made of, and that has changed.
    assert_eq!(written_since(&site.public(), then), [".kepu-manifest.json", "about/index.html"]);
    assert!(second.stdout.contains("1 files written, 7 unchanged, 0 removed"), "{}", second.stdout);
}

#[test]
fn what_is_no_longer_made_is_removed_with_its_folders() {
    let site = Site::small();
    site.built();
    assert!(site.public().join("docs/leaflet.txt").is_file());
    site.remove("static/docs/leaflet.txt");
    let second = site.built();
    assert!(second.stdout.contains("1 removed"), "{}", second.stdout);
    assert!(!site.public().join("docs").exists(), "an empty folder is no output");
    let manifest = fs::read_to_string(site.public().join(MANIFEST)).expect("the manifest");
    assert!(!manifest.contains("leaflet"), "{manifest}");
}

#[test]
fn a_foreign_file_is_kept_and_so_is_its_folder() {
    let site = Site::small();
    site.built();
    put(&site.public(), &[("docs/mine.txt", "mine\n"), ("CNAME", "kepu.example.org\n")]);
    site.remove("static/docs/leaflet.txt");
    site.built();
    let after = tree(&site.public());
    assert_eq!(after.get("docs/mine.txt").map(Vec::as_slice), Some(&b"mine\n"[..]));
    assert!(after.contains_key("CNAME") && !after.contains_key("docs/leaflet.txt"));
}

#[test]
fn a_folder_of_other_files_is_refused() {
    let site = Site::small();
    put(&site.public(), &[("thesis.doc", "three years of work\n")]);
    let before = tree(&site.public());
    let refused = site.build();
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("E0601") && refused.stderr.contains("thesis.doc"), "{}", refused.stderr);
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn an_empty_folder_is_taken() {
    let site = Site::small();
    fs::create_dir(site.public()).expect("an empty folder");
    site.built();
    assert!(site.public().join("index.html").is_file());
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build_before_anything_changes() {
    let site = Site::small();
    site.built();
    put(&site.public(), &[("new/index.html", "mine\n")]);
    site.put("content/new.md", "---\ntitle: 新\n---\n");
    site.put("content/about.md", "---\ntitle: 改了\n---\n");
    let before = tree(&site.public());
    let refused = site.build();
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("E0605") && refused.stderr.contains("new/index.html"), "{}", refused.stderr);
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn a_foreign_file_in_the_place_of_a_folder_stops_the_build_before_anything_changes() {
    let site = Site::small();
    site.built();
    put(&site.public(), &[("new", "mine\n")]);
    site.put("content/new.md", "---\ntitle: 新\n---\n");
    site.put("content/about.md", "---\ntitle: 改了\n---\n");
    let before = tree(&site.public());
    let refused = site.build();
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("E0605"), "{}", refused.stderr);
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn an_output_may_turn_from_a_file_into_a_folder_and_back() {
    let site = Site::small();
    site.put("static/leaflet", "活页\n");
    site.built();
    site.remove("static/leaflet");
    site.put("content/leaflet.md", "---\ntitle: 活页\n---\n");
    let into_folder = site.build();
    assert_eq!(into_folder.code, 0, "{}", into_folder.stderr);
    site.remove("content/leaflet.md");
    site.put("static/leaflet", "活页\n");
    let back = site.build();
    assert_eq!(back.code, 0, "{}", back.stderr);
}

#[test]
fn two_addresses_that_make_one_file_are_an_error() {
    let site = Site::small();
    site.put("static/about/index.html", "<p>mine\n");
    let refused = site.build();
    assert_eq!(refused.code, 1, "static/about/index.html and content/about.md both make about/index.html");
    assert!(refused.stderr.contains("E0401"), "{}", refused.stderr);
}

#[test]
fn a_file_where_another_output_needs_a_folder_is_an_error_of_the_sources() {
    let site = Site::small();
    site.put("static/about", "mine\n");
    let refused = site.build();
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("E0401") && refused.stderr.contains("static/about"), "{}", refused.stderr);
    assert!(!site.public().exists(), "nothing is written");
}

#[test]
fn a_build_with_errors_leaves_the_last_site_byte_for_byte() {
    let site = Site::small();
    site.built();
    let (before, then) = (tree(&site.public()), age(&site.public()));
    site.put("content/column/rainbow/index.md", "---\ntitle: 彩虹\ndate: 昨天\n---\n");
    site.put("content/about.md", "---\ntitle: 改了\n---\n");
    let failed = site.build();
    assert_eq!(failed.code, 1);
    assert_eq!(tree(&site.public()), before);
    assert_eq!(written_since(&site.public(), then), Vec::<String>::new());
}

#[test]
fn a_manifest_that_can_not_be_read_makes_everything_foreign() {
    let site = Site::small();
    site.built();
    put(&site.public(), &[(MANIFEST, "{ half a")]);
    site.put("content/about.md", "---\ntitle: 改了\n---\n");
    let before = tree(&site.public());
    let refused = site.build();
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("E0605"), "{}", refused.stderr);
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn a_manifest_can_not_make_the_program_remove_anything_outside() {
    let site = Site::small();
    site.built();
    put(site.root(), &[("x", "mine\n"), ("y/z.txt", "mine\n")]);
    let absolute = site.root().join("x").to_string_lossy().into_owned();
    let listed = ["../x", "docs/../../x", "../y/z.txt", "./../x", "..\\x", "", ".", "..", "/", &absolute];
    let manifest = serde_json::json!({"generator": "kepu", "outputs": listed});
    let mut outputs: serde_json::Value =
        serde_json::from_slice(&fs::read(site.public().join(MANIFEST)).expect("the manifest")).expect("JSON");
    let all = outputs["outputs"].as_array_mut().expect("a list of outputs");
    all.extend(manifest["outputs"].as_array().expect("a list").iter().cloned());
    put(&site.public(), &[(MANIFEST, &outputs.to_string())]);
    site.built();
    assert_eq!(fs::read_to_string(site.root().join("x")).expect("a file outside"), "mine\n");
    assert_eq!(fs::read_to_string(site.root().join("y/z.txt")).expect("a file outside"), "mine\n");
}

#[test]
fn nothing_that_content_says_is_written_outside() {
    let names = [
        "../../out",
        "/etc/out",
        "..\\\\..\\\\out",
        "C:\\\\out",
        "con",
        "NUL",
        "a/../../../out",
        "%2e%2e/%2e%2e/out",
        "..%2f..%2fout",
        ".",
        "..",
        "...",
        "a\\u0000b",
        "aux.html",
        "out.",
        "//example.com/out",
    ];
    for name in names {
        for front in [format!("slug: \"{name}\""), format!("aliases: [\"{name}\"]"), format!("aliases: [\"/{name}/\"]")]
        {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let site = Site::new(&SMALL_SITE);
            site.put("content/column/named.md", &format!("---\ntitle: 名\ndate: 2026-05-18\n{front}\n---\n"));
            // What the program keeps for itself, none of it named by content.
            let kept = [".kepu-cache/", ".kepu-cache/.gitignore", ".kepu-cache/program.json", ".kepu-cache/write.lock"];
            let sources = || {
                let mut files = tree(site.root());
                files.retain(|path, _| !kept.contains(&path.as_str()));
                files
            };
            let before = sources();
            let out = folder.path().join("a/b/c/public");
            let built = kepu(site.root(), &["build", "--out", &out.to_string_lossy(), "--today", TODAY]);
            let above: Vec<String> =
                tree(folder.path()).into_keys().filter(|path| !path.starts_with("a/b/c/public/")).collect();
            if built.code == 0 {
                assert_eq!(above, ["a/", "a/b/", "a/b/c/"], "{front}");
            } else {
                assert_eq!((built.code, above), (1, Vec::new()), "{front}: {}", built.stderr);
            }
            assert!(sources() == before, "{front}");
        }
    }
}

#[test]
fn a_slug_that_climbs_is_an_error_and_not_another_address() {
    for slug in ["../../out", "a/../b", "/", ".", "..", "a\\\\b", "nul"] {
        let site = Site::small();
        site.put("content/column/named.md", &format!("---\ntitle: 名\ndate: 2026-05-18\nslug: \"{slug}\"\n---\n"));
        let refused = site.build();
        assert_eq!(refused.code, 1, "slug {slug:?} was taken: {}", refused.stdout);
        assert!(refused.stderr.contains("content/column/named.md"), "{}", refused.stderr);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_linked_folder_among_the_outputs_is_not_followed() {
        let site = Site::small();
        site.built();
        let outside = tempfile::tempdir().expect("a folder outside");
        fs::remove_dir_all(site.public().join("about")).expect("a folder of outputs");
        symlink(outside.path(), site.public().join("about")).expect("a link");
        site.put("content/about.md", "---\ntitle: 改了\n---\n");
        let refused = site.build();
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("E0605"), "{}", refused.stderr);
        assert!(tree(outside.path()).is_empty(), "something was written through the link");
    }

    #[test]
    fn a_linked_file_among_the_outputs_is_not_followed() {
        let site = Site::small();
        site.built();
        let outside = tempfile::tempdir().expect("a folder outside");
        put(outside.path(), &[("mine.txt", "mine\n")]);
        let page = site.public().join("about/index.html");
        fs::remove_file(&page).expect("an output");
        symlink(outside.path().join("mine.txt"), &page).expect("a link");
        site.put("content/about.md", "---\ntitle: 改了\n---\n");
        let refused = site.build();
        assert_eq!(fs::read_to_string(outside.path().join("mine.txt")).expect("a file outside"), "mine\n");
        assert_eq!(refused.code, 1);
        assert!(refused.stderr.contains("E0605"), "{}", refused.stderr);
    }

    #[test]
    fn nothing_is_removed_through_a_link() {
        let site = Site::small();
        site.built();
        let outside = tempfile::tempdir().expect("a folder outside");
        put(outside.path(), &[("leaflet.txt", "mine\n")]);
        fs::remove_dir_all(site.public().join("docs")).expect("a folder of outputs");
        symlink(outside.path(), site.public().join("docs")).expect("a link");
        site.remove("static/docs/leaflet.txt");
        site.built();
        assert_eq!(fs::read_to_string(outside.path().join("leaflet.txt")).expect("a file outside"), "mine\n");
    }

    #[test]
    fn a_link_by_the_name_of_a_half_written_file_is_not_followed() {
        let site = Site::small();
        site.built();
        let outside = tempfile::tempdir().expect("a folder outside");
        put(outside.path(), &[("mine.txt", "mine\n")]);
        symlink(outside.path().join("mine.txt"), site.public().join("about/.kepu-abc123.tmp")).expect("a link");
        symlink(outside.path().join("mine.txt"), site.public().join(".kepu-abc123.tmp")).expect("a link");
        site.put("content/about.md", "---\ntitle: 改了\n---\n");
        site.put("content/new.md", "---\ntitle: 新\n---\n");
        site.build();
        assert_eq!(fs::read_to_string(outside.path().join("mine.txt")).expect("a file outside"), "mine\n");
    }

    #[test]
    fn what_a_killed_build_left_is_removed_by_the_next_that_writes() {
        let site = Site::small();
        site.built();
        let left = site.public().join("about/.kepu-abc123.tmp");
        let age = std::time::Duration::from_secs(24 * 60 * 60);
        fs::File::create(&left).expect("a file").set_modified(std::time::SystemTime::now() - age).expect("a time");
        site.put("content/new.md", "---\ntitle: 新\n---\n");
        site.built();
        assert!(!left.exists());
    }

    #[test]
    fn a_link_in_the_place_of_the_output_folder_leads_to_it() {
        let site = Site::small();
        let outside = tempfile::tempdir().expect("a folder outside");
        symlink(outside.path(), site.public()).expect("a link");
        assert_eq!(site.build().code, 0);
        assert!(outside.path().join("index.html").exists() && site.public().is_symlink());
        // A folder with files of others is refused through a link as well.
        let others = tempfile::tempdir().expect("a folder outside");
        fs::write(others.path().join("index.html"), "theirs").expect("a file");
        fs::remove_file(site.public()).expect("no link");
        symlink(others.path(), site.public()).expect("a link");
        let refused = site.build();
        assert_eq!(refused.code, 1, "{}", refused.stdout);
        assert_eq!(fs::read(others.path().join("index.html")).expect("a file"), b"theirs");
    }

    #[test]
    fn a_folder_that_can_not_be_written_is_told() {
        let site = Site::small();
        let locked = site.root().join("locked");
        fs::create_dir(&locked).expect("a folder");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("permissions");
        if fs::write(locked.join("probe"), "").is_ok() {
            // Whoever may do everything can't be kept out by permissions.
            return;
        }
        let failed = kepu(site.root(), &["build", "--lang", "en", "--out", "locked/public"]);
        assert_eq!(failed.code, 1);
        assert!(failed.stderr.contains("E0602") && failed.stderr.contains("locked/public"), "{}", failed.stderr);
    }

    #[test]
    fn a_disk_that_takes_nothing_is_told() {
        if !Path::new("/dev/full").exists() || !Path::new("/proc/self").exists() {
            return;
        }
        // Nobody may make a folder in /proc, whatever their rights.
        let site = Site::small();
        let failed = kepu(site.root(), &["build", "--lang", "en", "--out", "/proc/kepu-test/public"]);
        assert_eq!(failed.code, 1);
        assert!(failed.stderr.contains("E0602"), "{}", failed.stderr);
    }
}

#[test]
fn the_demonstration_is_built_alike_wherever_and_however() {
    let build =
        |folder: &Path, cwd: &Path, root: &str, variables: &[(&str, &str)], jobs: &str| -> BTreeMap<String, Vec<u8>> {
            let out = folder.join("out");
            let mut command = program(
                cwd,
                &["build", "--root", root, "--out", &out.to_string_lossy(), "--today", TODAY, "--jobs", jobs],
            );
            command.envs(variables.iter().copied());
            let built = run(command);
            assert_eq!(built.code, 0, "{}", built.stderr);
            tree(&out)
        };
    let one = demonstration("one");
    let two = demonstration("a second place/with 中文");
    let first = build(one.path(), one.path(), "one", &[("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8")], "1");
    let second_root = two.path().join("a second place/with 中文");
    let second = build(
        two.path(),
        &second_root,
        ".",
        &[("TZ", "America/New_York"), ("LANG", "en_US.UTF-8"), ("LC_ALL", "de_DE.UTF-8")],
        "7",
    );
    assert!(first.len() > 100, "the demonstration has pages");
    let differing: Vec<&String> =
        first.iter().filter(|(path, bytes)| second.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(differing.is_empty() && first.len() == second.len(), "{differing:?}");
}

/// A copy of the repository's own site, below a folder of its own.
fn demonstration(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = folder.path().join(name);
    for part in ["content", "static", "themes", "templates", "assets"] {
        copy_folder(&crate::support::repository().join(part), &to.join(part));
    }
    let config = fs::read(crate::support::repository().join("site.yaml")).expect("the demonstration's configuration");
    crate::support::put_bytes(&to, "site.yaml", &config);
    folder
}

#[test]
fn a_large_file_that_was_edited_with_its_time_set_back_is_published_anew() {
    let site = Site::small();
    let (from, to) = (site.root().join("static/paper.pdf"), site.public().join("paper.pdf"));
    let mut paper = vec![b'x'; 100_000];
    fs::create_dir_all(from.parent().expect("a folder")).expect("a folder");
    fs::write(&from, &paper).expect("an attachment");
    let time = fs::metadata(&from).and_then(|found| found.modified()).expect("a time");
    // Long enough for the fingerprint to be noted.
    std::thread::sleep(Duration::from_millis(60));
    site.built();
    assert_eq!(fs::read(&to).expect("the attachment"), paper);
    paper[300] = b'y';
    fs::write(&from, &paper).expect("an attachment");
    fs::OpenOptions::new().append(true).open(&from).and_then(|file| file.set_modified(time)).expect("its time");
    site.built();
    assert!(fs::read(&to).expect("the attachment") == paper, "what was published before the edit is still there");
}
