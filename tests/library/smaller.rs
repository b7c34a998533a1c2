//! Pages in fewer bytes, and compressed copies beside them.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use crate::support::TODAY;
use kepu::base::source::Snapshot;
use kepu::build::{Audience, BuildOptions, Built, Cache, build};
use kepu::config::Links;

fn site(settings: &str) -> Snapshot {
    let settings = format!("title: 科普\nbase_url: https://example.org/\ntheme: plain\n{settings}");
    let long = "彩虹是阳光经过水滴时折射和反射的结果。".repeat(30);
    let article = format!("---\ntitle: 甲\n---\n{long}\n\n```\na   b\n\n  c\n```\n");
    let mut snapshot = crate::support::snapshot(&[
        ("site.yaml", &settings),
        ("content/things/_collection.yaml", "title: 东西\n"),
        ("content/things/a.md", &article),
        ("static/data.txt", &long),
        ("static/data.txt.gz", "the site's own"),
        ("static/short.txt", "short"),
    ]);
    crate::support::add_plain_theme(&mut snapshot);
    snapshot
}

fn visitors() -> BuildOptions {
    BuildOptions { audience: Audience::Visitors, ..crate::support::options(TODAY) }
}

fn outputs(built: &Built) -> BTreeMap<String, Arc<[u8]>> {
    assert_eq!(crate::support::codes(&built.diagnostics), Vec::<&str>::new());
    built.outputs.iter().map(|(path, output)| (path.to_string(), output.content.bytes().unwrap())).collect()
}

fn built(settings: &str, options: &BuildOptions) -> BTreeMap<String, Arc<[u8]>> {
    outputs(&build(&site(settings), options, &mut Cache::default()))
}

#[test]
fn every_longer_text_has_a_copy_that_is_the_same() {
    let plain = built("", &visitors());
    let with = built("compress: [br, gz]\n", &visitors());
    for (path, bytes) in &plain {
        assert_eq!(with.get(path), Some(bytes), "{path} itself stays as it is");
    }
    let mut copies = 0;
    for (path, bytes) in with.iter().filter(|(path, _)| !plain.contains_key(*path)) {
        let (original, coding) = path.rsplit_once('.').unwrap();
        let mut back = Vec::new();
        match coding {
            "br" => brotli::Decompressor::new(&bytes[..], 4096).read_to_end(&mut back).unwrap(),
            "gz" => flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut back).unwrap(),
            other => panic!("a copy of another kind: {other}"),
        };
        assert_eq!(back, plain[original][..], "{path}");
        copies += 1;
    }
    assert!(copies > 8, "{copies} copies");
    assert!(with.contains_key("things/a/index.html.br") && with.contains_key("data.txt.br"));
    assert_eq!(&with["data.txt.gz"][..], "the site's own".as_bytes());
    assert!(!with.contains_key("short.txt.gz"), "what is short is no smaller");
}

#[test]
fn copies_are_for_servers_and_visitors() {
    let settings = "compress: [br]\n";
    let relative = BuildOptions { links: Some(Links::Relative), ..visitors() };
    for options in [relative, crate::support::options(TODAY)] {
        let none = built(settings, &options).into_keys().all(|path| !path.ends_with(".br"));
        assert!(none, "{options:?}");
    }
    let wrong = build(&site("compress: [zip]\n"), &visitors(), &mut Cache::default());
    assert_eq!(wrong.diagnostics.len(), 1);
    assert!(wrong.diagnostics[0].message.en.contains("br, gz"), "{}", wrong.diagnostics[0].message.en);
}

#[test]
fn smaller_pages_say_the_same_and_only_to_visitors() {
    let (whole, small) = (built("", &visitors()), built("minify_html: true\n", &visitors()));
    assert_eq!(whole.keys().collect::<Vec<_>>(), small.keys().collect::<Vec<_>>());
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).split_whitespace().collect::<String>();
    let mut fewer = 0;
    for (path, bytes) in &whole {
        assert_eq!(words(bytes), words(&small[path]), "{path}");
        fewer += bytes.len() - small[path].len();
    }
    assert!(fewer > 0);
    let page = String::from_utf8_lossy(&small["things/a/index.html"]).into_owned();
    assert!(page.contains("a   b\n\n  c\n"), "code keeps its spaces");
    assert_eq!(
        built("minify_html: true\n", &crate::support::options(TODAY)),
        built("", &crate::support::options(TODAY))
    );
}
