//! The program as it is used at a console: what it prints where, and how it ends.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::path::Path;

use crate::support::{Site, TODAY, kepu, program, put, run, tree, without_seconds};

#[test]
fn a_build_says_what_it_did() {
    let site = Site::small();
    let first = kepu(site.root(), &["build", "--today", TODAY]);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""));
    assert_eq!(
        without_seconds(&first.stdout),
        "内容下一次随日期变化是 2027-01-01，到那天再生成一次\n生成 5 页，用时 0.00 秒：写入 8 个文件，0 个未变，移除 0 个\n"
    );
    let second = site.build();
    assert_eq!((second.code, second.stderr.as_str()), (0, ""));
    assert_eq!(
        without_seconds(&second.stdout),
        "the content next changes by itself on 2027-01-01; build again then\n\
         5 pages in 0.00 s: 0 files written, 8 unchanged, 0 removed\n"
    );
}

#[test]
fn a_build_can_say_it_as_json() {
    let site = Site::small();
    let built = kepu(site.root(), &["build", "--format", "json", "--today", TODAY]);
    assert_eq!((built.code, built.stderr.as_str()), (0, ""));
    let expected = r#"{
  "ok": true,
  "summary": {
    "pages": 5,
    "seconds": 0.00,
    "written": 8,
    "unchanged": 0,
    "removed": 0,
    "next_change": "2027-01-01",
    "unlettered": 0
  },
  "diagnostics": []
}
"#;
    assert_eq!(without_seconds(&built.stdout), expected);
}

#[test]
fn errors_come_with_their_place_and_end_in_one() {
    let site = Site::small();
    site.put("content/about.md", "---\ntilte: 关于\ntitle: 关于\n---\n[没有](nowhere.md)\n");
    let failed = kepu(site.root(), &["build", "--today", TODAY]);
    assert_eq!((failed.code, failed.stdout.as_str()), (1, ""));
    let expected = "\
错误[E0203]: “页面（content）”里没有字段“tilte”
 --> content/about.md:2:1
  |
2 | tilte: 关于
  | ^^^^^
  |
  = 怎么办: 是不是想写“title”？改正拼写，或在 _collection.yaml 的 fields 里声明它

错误[E0303]: 站内链接“nowhere.md”没有对应的页面或文件
 --> content/about.md:5:1
  |
5 | [没有](nowhere.md)
  | ^^^^^^^^^^^^^^^^^^
  |
  = 怎么办: 核对路径；相对路径从本文件算起，/ 开头的是网站地址

有 2 处错误，网站未更新。用 kepu explain 加代码可看详细说明
";
    assert_eq!(failed.stderr, expected);
    assert!(!site.public().exists(), "a site with errors isn't written");
}

#[test]
fn errors_as_json_name_file_line_and_column() {
    let site = Site::small();
    site.put("content/about.md", "---\ntilte: 关于\ntitle: 关于\n---\n");
    let failed = kepu(site.root(), &["build", "--format", "json", "--lang", "en", "--today", TODAY]);
    assert_eq!((failed.code, failed.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&failed.stdout).expect("JSON on the standard output");
    assert_eq!(report["ok"], false);
    let found = &report["diagnostics"][0];
    assert_eq!((&found["code"], &found["severity"]), (&"E0203".into(), &"error".into()));
    assert_eq!(found["at"]["file"], "content/about.md");
    assert_eq!((&found["at"]["line"], &found["at"]["column"]), (&2.into(), &1.into()));
    assert_eq!((&found["at"]["end"]["line"], &found["at"]["end"]["column"]), (&2.into(), &6.into()));
    assert!(found["help"].as_str().is_some_and(|help| help.contains("did you mean `title`?")), "{found}");
}

#[test]
fn warnings_are_told_and_the_site_is_built() {
    let site = Site::small();
    site.put("content/about.md", "---\ntitle: 关于\n---\n```nosuchlanguage\nx\n```\n");
    let built = site.build();
    assert_eq!(built.code, 0);
    assert!(
        built.stderr.contains("warning[W0202]") && built.stderr.contains("content/about.md:4:"),
        "{}",
        built.stderr
    );
    assert!(built.stdout.contains("files written"), "{}", built.stdout);
}

#[test]
fn a_folder_without_a_site_is_told_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let failed = kepu(folder.path(), &["build", "--lang", "en"]);
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("E0101") && failed.stderr.contains("kepu init"), "{}", failed.stderr);
    assert!(tree(folder.path()).is_empty(), "nothing is made where there is no site");
}

#[test]
fn where_there_is_no_site_nothing_is_noted_of_large_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    crate::support::put_bytes(folder.path(), "static/report.pdf", &[1; 100_000]);
    // What the disk says is believed a moment after a file was written.
    std::thread::sleep(std::time::Duration::from_millis(60));
    let before = tree(folder.path());
    assert_eq!(kepu(folder.path(), &["build"]).code, 1);
    assert!(tree(folder.path()) == before);
}

#[test]
fn a_wrong_command_line_ends_in_two() {
    let site = Site::small();
    for arguments in [
        &["biuld"][..],
        &[],
        &["build", "--nothing"],
        &["build", "--jobs", "0"],
        &["build", "--jobs", "many"],
        &["build", "--format", "xml"],
        &["build", "--today", "tomorrow"],
        &["build", "--today", "2026-02-30"],
        &["--lang", "xx", "build"],
        &["completions", "nosuchshell"],
    ] {
        let failed = kepu(site.root(), arguments);
        assert_eq!((failed.code, failed.stdout.as_str()), (2, ""), "{arguments:?}: {}", failed.stderr);
        assert!(!failed.stderr.is_empty(), "{arguments:?}");
    }
    assert!(!site.public().exists());
}

#[test]
fn a_code_is_explained_in_both_languages() {
    let here = Path::new(".");
    let chinese = kepu(here, &["explain", "E0203"]);
    assert_eq!((chinese.code, chinese.stderr.as_str()), (0, ""));
    assert_eq!(chinese.stdout, "E0203 未知的字段\n\n字段必须先声明。不认识的字段会被报错，不会悄悄丢掉。\n");
    let english = kepu(here, &["--lang", "en", "explain", "e0203"]);
    assert_eq!(english.code, 0);
    let said = "E0203 unknown field\n\nFields must be declared. An undeclared field is an error, so that no value is silently \
                dropped.\n";
    assert_eq!(english.stdout, said);
}

#[test]
fn an_unknown_code_is_told_with_the_nearest() {
    let failed = kepu(Path::new("."), &["explain", "E0320", "--lang", "en"]);
    let said = (failed.code, failed.stdout.as_str(), failed.stderr.as_str());
    assert_eq!(
        said,
        (2, "", "no code, field, type of field, collection or setting: E0320\ndid you mean kepu explain E0302\n")
    );
}

#[test]
fn a_new_site_builds_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = kepu(folder.path(), &["init", "my site", "--lang", "en", "--today", TODAY]);
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    // It lists the files that it wrote, and how to go on.
    let files = tree(folder.path()).into_keys().filter(|path| !path.ends_with('/'));
    let mut listed: Vec<&str> = made.stdout.lines().filter_map(|line| line.strip_prefix("  my site/")).collect();
    listed.sort_unstable();
    assert_eq!(listed, files.map(|path| path["my site/".len()..].to_owned()).collect::<Vec<_>>());
    assert!(
        made.stdout
            .ends_with(&format!("\nOr, with a text editor:\n  kepu serve --open --root {}\n", quoted("my site"))),
        "{}",
        made.stdout
    );
    let built = kepu(folder.path(), &["build", "--root", "my site", "--today", TODAY]);
    assert_eq!((built.code, built.stderr.as_str()), (0, ""), "a new site has neither errors nor warnings");
    let outputs = tree(&folder.path().join("my site/public"));
    let pages: Vec<&str> = outputs.keys().filter_map(|path| path.strip_suffix("index.html")).collect();
    let expected = [
        "",
        "about/",
        "audience/",
        "audience/family/",
        "audience/primary/",
        "audience/public/",
        "base-type/",
        "base-type/research/",
        "base-type/venue/",
        "bases/",
        "bases/base-type/research/",
        "bases/base-type/venue/",
        "bases/district/county/",
        "bases/district/county/base-type/research/",
        "bases/district/county/level/county/",
        "bases/district/downtown/",
        "bases/district/downtown/base-type/venue/",
        "bases/district/downtown/level/municipal/",
        "bases/level/county/",
        "bases/level/municipal/",
        "bases/science-hall/",
        "bases/weather-station/",
        "column/",
        "column/2026/",
        "column/2026/10/",
        "column/2026/10/mist/",
        "column/2026/11/",
        "column/2026/11/rainbow/",
        "district/",
        "district/county/",
        "district/downtown/",
        "events/",
        "events/2026/night-insects/",
        "events/2026/open-day/",
        "events/2026/weather-lab/",
        "events/agenda/",
        "events/agenda/audience/family/",
        "events/agenda/audience/primary/",
        "events/agenda/audience/public/",
        "events/agenda/district/county/",
        "events/agenda/district/downtown/",
        "events/calendar/2026-10/",
        "events/calendar/2026-11/",
        "events/calendar/2026-12/",
        "events/calendar/2027-01/",
        "events/calendar/2027-02/",
        "events/weekend/",
        "figures/",
        "figures/2026/",
        "form/",
        "form/open-day/",
        "form/workshop/",
        "level/",
        "level/county/",
        "level/municipal/",
        "search/",
        "series/",
        "series/science-day/",
        "sitemap/",
        "tags/",
        "tags/光学/",
        "tags/气象/",
    ];
    let sorted: std::collections::BTreeSet<&str> = expected.into_iter().collect();
    assert_eq!(pages.into_iter().collect::<std::collections::BTreeSet<_>>(), sorted);
    let title = "<title>我们的科普网站</title>";
    let home = String::from_utf8_lossy(&outputs["index.html"]);
    assert!(home.contains(title), "no {title} in\n{home}");
}

/// Whenever a site is made, its next events are to come and nothing in it is of a day that hasn't come.
#[test]
fn a_new_site_is_of_the_day_on_which_it_is_made() {
    for today in ["2026-11-23", "2027-02-28", "2031-12-30"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(kepu(folder.path(), &["init", ".", "--today", today]).code, 0, "{today}");
        let built = kepu(folder.path(), &["build", "--today", today]);
        assert_eq!((built.code, built.stderr.as_str()), (0, ""), "{today}");
        let home = std::fs::read_to_string(folder.path().join("public/index.html")).expect("the home page");
        // Titles may break between phrases.
        let home = home.replace("<wbr>", "");
        assert!(home.contains("科技馆开放日") && home.contains("周六气象小实验"), "{today}: {home}");
    }
}

#[test]
fn a_new_site_has_the_answers_that_were_given() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let words = [
        "--title",
        "江城科普",
        "--organisation",
        "江城市科学技术协会",
        "--districts",
        "江阳区、泸县",
        "--color",
        "#1c5f9e",
    ];
    let made = kepu(folder.path(), &[&["init", ".", "--today", TODAY], &words[..]].concat());
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    let built = kepu(folder.path(), &["build", "--today", TODAY]);
    assert_eq!((built.code, built.stderr.as_str()), (0, ""));
    let outputs = tree(&folder.path().join("public"));
    assert!(outputs.contains_key("bases/district/jiang-yang-qu/index.html"));
    assert!(outputs.contains_key("bases/district/lu-xian/index.html"));
    let home = String::from_utf8_lossy(&outputs["index.html"]);
    assert!(
        home.contains("<title>江城科普</title>") && home.contains("江城市科学技术协会") && home.contains("#1c5f9e")
    );
    let wrong = kepu(folder.path(), &["init", "other", "--color", "blue", "--lang", "en"]);
    assert_eq!((wrong.code, wrong.stderr.as_str()), (2, "--color blue: takes a colour such as #1c5f9e\n"));
}

#[test]
fn themes_are_listed_made_and_exported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    assert_eq!(kepu(root, &["init", ".", "--today", TODAY]).code, 0);
    let said = |words: &[&str]| {
        let run = kepu(root, &[words, &["--lang", "en"]].concat());
        (run.code, run.stdout, run.stderr)
    };
    let (code, list, _) = said(&["theme", "list"]);
    assert_eq!((code, list.lines().count()), (0, 2), "{list}");
    assert!(list.contains("* spring           of the program\n"), "{list}");
    assert!(list.contains("  magazine         of the program, extends spring\n"), "{list}");

    // A theme with a copied page builds at once.
    let (code, made, _) = said(&["theme", "new", "plain", "--copy", "home.html"]);
    assert_eq!(code, 0);
    assert!(made.contains("theme.yaml") && made.contains("home.html") && made.contains("`theme: plain`"), "{made}");
    for theme in ["plain", "magazine"] {
        let settings = std::fs::read_to_string(root.join("site.yaml")).expect("settings");
        let settings: String =
            settings.lines().filter(|line| !line.starts_with("theme: ")).map(|line| format!("{line}\n")).collect();
        put(root, &[("site.yaml", &format!("{settings}theme: {theme}\n"))]);
        let built = kepu(root, &["build", "--today", TODAY]);
        assert_eq!((built.code, built.stderr.as_str()), (0, ""), "{theme}");
    }
    let home = std::fs::read_to_string(root.join("public/index.html")).expect("the home page");
    assert!(home.contains("issue-line"), "{home}");

    assert_eq!(said(&["theme", "export", "magazine"]).0, 0);
    assert!(root.join("themes/magazine/assets/css/magazine.css").is_file());
    assert!(said(&["theme", "list"]).1.contains("* magazine         themes/magazine, extends spring\n"));
    assert_eq!(kepu(root, &["build", "--today", TODAY]).code, 0);

    // What can't be is told, and nothing is written.
    let before = tree(root);
    for (words, told) in [
        (&["theme", "export", "magazine"][..], "themes/magazine exists already; nothing was written\n"),
        (&["theme", "export", "plain"], "themes/plain is in the site already, and can be changed there\n"),
        (&["theme", "export", "sprung"], "There is no theme sprung; there are magazine, plain, spring\n"),
        (&["theme", "new", "plain"], "themes/plain exists already; nothing was written\n"),
        (&["theme", "new", "other", "--parent", "none"], "There is no theme none; there are magazine, plain, spring\n"),
        (
            &["theme", "new", "other", "--copy", "card.html"],
            "spring has no card.html; is it templates/components/card.html? Nothing was written\n",
        ),
        (&["theme", "new", "../x"], "../x: the name of a theme has small letters, digits, - and _ only\n"),
    ] {
        let (code, _, stderr) = said(words);
        assert_eq!((code != 0, stderr.as_str()), (true, told), "{words:?}");
    }
    assert_eq!(tree(root), before);
}

#[test]
fn the_command_that_init_names_can_be_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = kepu(folder.path(), &["init", "my site", "--lang", "en"]);
    let line = made.stdout.lines().map(str::trim).find(|line| line.starts_with("kepu serve"));
    assert_eq!(line, Some(&*format!("kepu serve --open --root {}", quoted("my site"))));
}

/// As the shells of this system take a name with a space.
fn quoted(name: &str) -> String {
    let mark = if cfg!(windows) { '"' } else { '\'' };
    format!("{mark}{name}{mark}")
}

#[test]
fn git_leaves_the_line_ends_of_a_new_site_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(kepu(folder.path(), &["init", "site"]).code, 0);
    let attributes = std::fs::read_to_string(folder.path().join("site/.gitattributes")).expect("git's attributes");
    assert!(attributes.lines().any(|line| line == "* -text"), "{attributes}");
}

#[test]
fn what_other_programs_read_can_go_to_a_file() {
    let site = Site::small();
    for arguments in [
        &["schema"][..],
        &["host", "nginx"],
        &["check", "--format", "json", "--as-of", TODAY],
        &["check", "--format", "sarif", "--as-of", TODAY],
        &["completions", "powershell"],
    ] {
        let printed = kepu(site.root(), arguments);
        let written = kepu(site.root(), &[arguments, &["--out", "made/text.out"]].concat());
        assert_eq!((printed.code, written.stdout.as_str()), (written.code, ""), "{arguments:?}");
        assert!(written.stderr.ends_with("text.out\n"), "{arguments:?}: {}", written.stderr);
        let text = std::fs::read_to_string(site.root().join("made/text.out")).expect("the file");
        assert_eq!(text, printed.stdout, "{arguments:?}");
    }
    let refused = kepu(site.root(), &["check", "--out", "made/text.out", "--lang", "en"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("--format"), "{}", refused.stderr);
}

#[test]
fn where_there_is_no_site_to_open_nothing_is_made_unasked() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = program(home.path(), &["open", "--lang", "en"]);
    command.env("HOME", home.path()).env("XDG_CONFIG_HOME", home.path()).stdin(std::process::Stdio::null());
    let refused = run(command);
    assert_eq!(refused.code, 1, "{}", refused.stdout);
    assert!(refused.stderr.contains("kepu init"), "{}", refused.stderr);
    assert!(tree(home.path()).is_empty());
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    put(folder.path(), &[("mine/notes.txt", "mine\n")]);
    let before = tree(folder.path());
    let refused = kepu(folder.path(), &["init", "mine", "--lang", "en"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert_eq!(refused.stderr, "mine: the folder isn't empty; nothing was written\n");
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn a_file_in_the_place_of_a_new_site_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    put(folder.path(), &[("mine", "mine\n")]);
    let before = tree(folder.path());
    let refused = kepu(folder.path(), &["init", "mine", "--lang", "en"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.starts_with("mine can't be written: "), "{}", refused.stderr);
    assert_eq!(tree(folder.path()), before);
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let printed = kepu(Path::new("."), &["completions", shell]);
        assert_eq!((printed.code, printed.stderr.as_str()), (0, ""), "{shell}");
        for command in commands() {
            assert!(printed.stdout.contains(&command), "{shell} knows nothing of {command}");
        }
    }
}

/// The commands that `kepu --help` lists.
fn commands() -> Vec<String> {
    let help = kepu(Path::new("."), &["--help"]).stdout;
    let (_, list) = help.split_once("\nCommands:\n").expect("the list of commands");
    let (list, _) = list.split_once("\n\n").expect("the end of the list");
    let names =
        list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()));
    names.map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_what_was_begun() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    put(folder.path(), &[("kepu.bash", &kepu(Path::new("."), &["completions", "bash"]).stdout)]);
    let completed = |words: &str, before: &str, word: &str| {
        let script = format!(
            "source ./kepu.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _kepu kepu '{word}' {before}; echo \"${{COMPREPLY[@]}}\""
        );
        let mut bash = std::process::Command::new("bash");
        bash.args(["--norc", "-c", &script]).current_dir(folder.path());
        run(bash).stdout
    };
    assert_eq!(completed("kepu bu", "kepu", "bu"), "build\n");
    assert_eq!(completed("kepu build --fo", "build", "--fo"), "--format\n");
}

#[test]
fn version_and_help_go_to_the_standard_output() {
    let version = kepu(Path::new("."), &["--version"]);
    assert_eq!((version.code, version.stderr.as_str()), (0, ""));
    assert_eq!(version.stdout, concat!("kepu ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = kepu(Path::new("."), &["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert!(help.stdout.contains("build") && help.stdout.contains("explain"), "{}", help.stdout);
}

#[test]
fn the_language_comes_from_the_option_or_else_from_the_environment() {
    let english = |name: &str, value: &str, arguments: &[&str]| {
        let mut command = program(Path::new("."), arguments);
        command.env(name, value);
        run(command).stdout.contains("unknown field")
    };
    assert!(english("LANG", "en_GB.UTF-8", &["explain", "E0203"]));
    assert!(!english("LANG", "zh_CN.UTF-8", &["explain", "E0203"]));
    assert!(!english("LANG", "C.UTF-8", &["explain", "E0203"]), "C names no language");
    assert!(!english("LANG", "en_GB.UTF-8", &["--lang", "zh-CN", "explain", "E0203"]));
    assert!(english("LC_ALL", "de_DE.UTF-8", &["explain", "E0203"]));
}

#[test]
fn a_pipe_gets_neither_progress_nor_colour() {
    let site = Site::new(&[]);
    for name in ["site.yaml", "content", "static", "themes"] {
        let from = crate::support::repository().join(name);
        if from.is_file() {
            put(site.root(), &[(name, &std::fs::read_to_string(from).expect("the demonstration's configuration"))]);
        } else {
            crate::support::copy_folder(&from, &site.root().join(name));
        }
    }
    site.put("content/pages/warned.md", "---\ntitle: 提醒\n---\n```nosuchlanguage\nx\n```\n");
    let built = site.build();
    assert_eq!(built.code, 0, "{}", built.stderr);
    for text in [&built.stdout, &built.stderr] {
        assert!(!text.contains(['\u{1b}', '\r', '\u{8}']), "{text:?}");
    }
    assert!(built.stderr.starts_with("warning[W0202]"), "{}", built.stderr);
}

#[test]
fn outputs_are_kept_out_of_the_sources() {
    let site = Site::small();
    let before = tree(site.root());
    for out in ["content", "content/public", "themes/plain", "static/../static/x", ".", "..", "content/../content/x"] {
        let refused = kepu(site.root(), &["build", "--lang", "en", "--out", out]);
        assert_eq!(refused.code, 1, "--out {out}");
        assert!(refused.stderr.contains("E0604"), "--out {out}: {}", refused.stderr);
        assert_eq!(tree(site.root()), before, "--out {out}");
    }
    let elsewhere = kepu(site.root(), &["build", "--lang", "en", "--out", "elsewhere/deep", "--today", TODAY]);
    assert_eq!(elsewhere.code, 0, "{}", elsewhere.stderr);
    assert!(site.root().join("elsewhere/deep/index.html").is_file() && !site.public().exists());
}

#[cfg(unix)]
#[test]
fn a_link_does_not_hide_that_outputs_lie_in_the_sources() {
    let site = Site::small();
    std::os::unix::fs::symlink(site.root().join("content"), site.root().join("elsewhere")).expect("a link");
    let before = tree(site.root());
    for out in ["elsewhere", "elsewhere/x"] {
        let refused = kepu(site.root(), &["build", "--lang", "en", "--out", out]);
        assert_eq!(refused.code, 1, "--out {out}");
        assert_eq!(tree(site.root()), before, "--out {out}");
    }
}

#[test]
fn the_day_comes_from_the_option_or_else_from_source_date_epoch() {
    let site = Site::small();
    // An article of the future wouldn't be published yet.
    let rainbow = site.get("content/column/rainbow/index.md");
    site.put("content/column/rainbow/index.md", &rainbow.replace("2026-05-18", "2026-05-01"));
    site.put("content/column/later.md", "---\ntitle: 以后\ndate: 2026-05-18\npublish_at: 2026-05-18\n---\n");
    let page = site.public().join("column/2026/05/later/index.html");
    let built = |epoch: &str, arguments: &[&str]| {
        let mut command = program(site.root(), &[&["build"], arguments].concat());
        command.env("SOURCE_DATE_EPOCH", epoch);
        let built = run(command);
        assert_eq!(built.code, 0, "{}", built.stderr);
        page.is_file()
    };
    // Midnight in Shanghai, where the site is, and the second before.
    assert!(!built("1779033599", &[]));
    assert!(built("1779033600", &[]));
    assert!(!built("1779033600", &["--today", "2026-05-17"]));
    assert!(built("0", &["--today", "2026-05-18"]));
    assert!(built("0", &["--drafts"]));
}

#[test]
fn an_address_on_the_command_line_goes_before_the_configuration() {
    let site = Site::small();
    let built = kepu(site.root(), &["build", "--base-url", "https://example.com/sub/", "--today", TODAY]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let page = std::fs::read_to_string(site.public().join("about/index.html")).expect("a page");
    assert!(
        page.contains("https://example.com/sub/about/") && page.contains("href=\"/sub/column/2026/05/rainbow/\""),
        "{page}"
    );
    let refused = kepu(site.root(), &["build", "--base-url", "kepu", "--lang", "en"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("--base-url"), "{}", refused.stderr);
}
