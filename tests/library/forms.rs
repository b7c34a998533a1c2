//! Every example that `kepu explain` shows is read by the reader of its type.

use kepu::base::diagnostic::Diagnostic;
use kepu::base::source::SourceFile;
use kepu::config::collection::forms::FORMS;

use crate::support::{TODAY, add_plain_theme, clean_build, options, snapshot, source_path};

const SITE: &str =
    "title: 科普\nbase_url: https://example.org/\ntheme: plain\ntaxonomies:\n  topic:\n    terms: {optics: 光学}\n";

/// The settings that a type needs beside its name.
fn settings(name: &str) -> &'static str {
    match name {
        "choice" => ", choices: {cancelled: 已取消, scheduled: 如期举行}",
        "group" => {
            ", fields: {free: {type: bool, optional: true, label: 免费}, price: {type: number, optional: true}, note: {type: text, optional: true}}"
        }
        "reference" => ", to: bases",
        "term" => ", taxonomy: topic",
        _ => "",
    }
}

#[test]
fn every_example_is_read_by_its_type() {
    let mut sources = snapshot(&[
        ("site.yaml", SITE),
        ("content/bases/_collection.yaml", "extends: entry\ntitle: 基地\n"),
        ("content/bases/city-museum.md", "---\ntitle: 城区科技馆\n---\n"),
        ("content/articles/_collection.yaml", "extends: entry\ntitle: 专栏\n"),
        ("content/articles/cover.jpg", "x"),
    ]);
    add_plain_theme(&mut sources);
    let mut tried = 0;
    for form in &FORMS {
        let (name, more) = (form.name, settings(form.name));
        let declaration = format!(
            "extends: entry\ntitle: {name}\nfields:\n  value: {{type: {name}, label: {{zh-CN: 值}}{more}}}\n  values: {{type: list of {name}, optional: true, label: {{zh-CN: 值}}{more}}}\n"
        );
        let folder = name.replace('_', "-");
        sources.insert(
            source_path(&format!("content/{folder}/_collection.yaml")),
            SourceFile::new(declaration.as_bytes()),
        );
        for (index, example) in form.examples.iter().enumerate() {
            let text = format!("---\ntitle: {name} {index}\nvalue: {example}\nvalues:\n  - {example}\n---\n");
            sources.insert(source_path(&format!("content/{folder}/{index}.md")), SourceFile::new(text.as_bytes()));
            tried += 1;
        }
    }
    let found = clean_build(&sources, &options(TODAY)).diagnostics;
    // Pictures and files aren't there; what a value says is read before they are wanted.
    let wrong: Vec<&Diagnostic> = found
        .iter()
        .filter(|found| found.code.0.starts_with("E01") || found.code.0.starts_with("E02") || found.code.0 == "E0301")
        .filter(|found| found.at.as_ref().is_none_or(|at| at.path.extension() != "jpg"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 40, "{tried}");
}
