//! A Word document: headings, lists, a table, a picture, a footnote and formulas. `docx/fog.docx` was
//! made by pandoc from a text of our own.

use crate::support::{Site, TODAY, codes, options, program, repository, run};
use kepu::build::{BuildOptions, Cache, build};

/// `./check` installs pandoc and demands it; elsewhere a machine may be without.
fn has_pandoc() -> bool {
    let found = std::process::Command::new("pandoc").arg("--version").output().is_ok();
    assert!(found || std::env::var_os("KEPU_REQUIRE_PANDOC").is_none(), "pandoc isn't installed");
    found
}

fn arguments(rest: &[&str]) -> Vec<String> {
    let document = repository().join("tests/import/docx/fog.docx").display().to_string();
    let before = ["import", "docx", &document, "--into", "article", "--today", TODAY];
    before.iter().chain(rest).map(|word| (*word).to_owned()).collect()
}

fn import(site: &Site, rest: &[&str]) -> crate::support::Run {
    let arguments = arguments(rest);
    run(program(site.root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>()))
}

#[test]
fn a_word_document_becomes_an_article_with_its_pictures() {
    if !has_pandoc() {
        return;
    }
    let site = Site::small();
    let made = import(&site, &[]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    let folder = "content/column/jiang-wu-wei-shen-me-duo-zai-qing-chen";
    assert!(
        made.stdout.contains(&format!("{folder}/index.md")) && made.stdout.contains("picture-1.png"),
        "{}",
        made.stdout
    );
    let text = site.get(&format!("{folder}/index.md"));
    assert!(text.contains("\ntitle: 江雾为什么多在清晨\n") && text.contains("\ndraft: true\n"), "{text}");
    let body = text.split("\n---\n").nth(1).expect("a body");
    for part in [
        "## 雾从哪里来\n",
        "江水比空气**暖**。[^1]",
        "逆温",
        "| 月份 | 雾日 |",
        "$e = mc^{2}$",
        "$$\\int_{0}^{1}",
        "![水汽遇冷](picture-1.png)",
        "### 小结\n",
        "[^1]: 气象台资料。",
    ] {
        assert!(body.contains(part), "{part} isn't in\n{body}");
    }
    assert!(site.root().join(folder).join("picture-1.png").is_file());
    let read = kepu::io::disk::read(site.root()).value;
    let built = build(&read, &BuildOptions { drafts: true, ..options(TODAY) }, &mut Cache::none());
    assert!(codes(&built.diagnostics).iter().all(|code| code.starts_with('W')), "{:?}", codes(&built.diagnostics));
    let page = built.outputs.iter().find(|(path, _)| path.to_string().contains("jiang-wu")).expect("its page").1;
    let html = String::from_utf8_lossy(page.content.held());
    assert!(html.contains("<math") && html.contains("<table") && html.contains("picture-1.png"), "{html}");
    // A second time nothing is doubled, and what was edited is kept.
    let again = import(&site, &["--lang", "en"]);
    assert!(again.stdout.contains("0 files made, 0 updated, 2 unchanged"), "{}", again.stdout);
    site.put(&format!("{folder}/index.md"), &text.replace("清晨江面", "早晨江面"));
    assert!(import(&site, &["--lang", "en"]).stdout.contains("1 left as they stand"));
}

#[test]
fn without_pandoc_it_is_said_how_to_get_it() {
    let site = Site::small();
    let arguments = arguments(&[]);
    let mut command = program(site.root(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    command.env("PATH", site.root());
    let failed = run(command);
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("E1007") && failed.stderr.contains("apt install pandoc"), "{}", failed.stderr);
}

#[test]
fn what_is_no_word_document_is_refused() {
    if !has_pandoc() {
        return;
    }
    let site = Site::small();
    site.put("notes.docx", "not a document");
    let failed = run(program(site.root(), &["import", "docx", "notes.docx", "--into", "column"]));
    assert_eq!(failed.code, 1);
    assert!(failed.stderr.contains("E1009"), "{}", failed.stderr);
}

#[test]
fn a_cut_picture_takes_no_document_with_it() {
    if !has_pandoc() {
        return;
    }
    use std::io::{Cursor, Read, Write};
    let site = Site::small();
    let bytes = std::fs::read(repository().join("tests/import/docx/fog.docx")).expect("the document");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    for (file, most) in [("cut.docx", 20), ("gone.docx", 0)] {
        let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
        for name in names {
            let mut part = Vec::new();
            archive.by_name(&name).expect("a part").read_to_end(&mut part).expect("bytes");
            if name.contains("media/") {
                part.truncate(most);
            }
            if !part.is_empty() {
                made.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
                made.write_all(&part).expect("bytes");
            }
        }
        let made = made.finish().expect("an archive").into_inner();
        std::fs::write(site.root().join(file), made).expect("a file");
    }
    let cut =
        run(program(site.root(), &["import", "docx", "cut.docx", "--into", "article", "--today", TODAY, "--dry-run"]));
    let said = format!("{}{}", cut.stdout, cut.stderr);
    assert!(cut.stdout.contains("/index.md") && said.contains("文件不完整"), "{said}");
    let gone =
        run(program(site.root(), &["import", "docx", "gone.docx", "--into", "article", "--today", TODAY, "--dry-run"]));
    let said = format!("{}{}", gone.stdout, gone.stderr);
    assert!(gone.stdout.contains(".md") && said.contains("1 处图片（文档里没有图片文件）"), "{said}");
}
