//! `kepu mv`, and what a build says of addresses that are gone.
#![allow(clippy::disallowed_methods, reason = "tests write files")]

use crate::support::{Site, TODAY, kepu};

fn site() -> Site {
    let site = Site::small();
    site.put(
        "content/column/_collection.yaml",
        "extends: article\nfields:\n  seen: {type: list of reference, to: column, optional: true, label: 看过}\n",
    );
    site.put(
        "content/column/fog.md",
        "---\ntitle: 江雾\ndate: 2026-05-19\nseen: [rainbow]\n---\n见[彩虹](rainbow/index.md#一)、[虹](<rainbow/index.md>)。\n",
    );
    site.put(
        "content/column/rainbow/index.md",
        "---\ntitle: 彩虹\ndate: 2026-05-18\n---\n## 一\n\n![虹](bow.svg) [关于](../../about.md)\n",
    );
    site
}

fn build(site: &Site) -> crate::support::Run {
    kepu(site.root(), &["build", "--lang", "en"])
}

#[test]
fn what_moves_keeps_its_links_and_its_old_address() {
    let site = site();
    assert_eq!(build(&site).code, 0);
    let moved = kepu(site.root(), &["mv", "--lang", "en", "content/column/rainbow", "content/column/2026/cai-hong"]);
    assert_eq!(moved.code, 0, "{}{}", moved.stdout, moved.stderr);
    assert!(moved.stdout.contains("/column/2026/05/rainbow/ → /column/2026/05/cai-hong/"), "{}", moved.stdout);
    let text = site.get("content/column/2026/cai-hong/index.md");
    assert!(text.contains("aliases: [/column/2026/05/rainbow/]"), "{text}");
    assert!(text.contains("(bow.svg)") && text.contains("(../../../about.md)"), "{text}");
    let fog = site.get("content/column/fog.md");
    assert!(fog.contains("(2026/cai-hong/index.md#一)") && fog.contains("seen: [cai-hong]"), "{fog}");
    assert!(site.get("content/about.md").contains("(column/2026/cai-hong/index.md)"));
    assert!(!site.root().join("content/column/rainbow").exists());
    let built = build(&site);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(!built.stderr.contains("W0606") && !built.stderr.contains("W0607"), "{}", built.stderr);
    assert!(site.public().join("column/2026/05/rainbow/index.html").exists(), "the old address leads on");
}

#[test]
fn what_cannot_be_moved_stays() {
    let site = site();
    for (from, to) in [
        ("content/column/none.md", "content/column/b.md"),
        ("content/column/fog.md", "content/about.md"),
        ("static/docs", "content/docs"),
        ("content/column/fog.md", "themes/fog.md"),
    ] {
        let refused = kepu(site.root(), &["mv", "--lang", "en", from, to]);
        assert_eq!(refused.code, 1, "{from} → {to}: {}", refused.stdout);
        assert!(refused.stderr.contains("E0615"), "{from} → {to}: {}", refused.stderr);
    }
    let dry = kepu(site.root(), &["mv", "--dry-run", "content/column/fog.md", "content/column/mist"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert!(dry.stdout.contains("content/column/fog.md → content/column/mist.md"), "{}", dry.stdout);
    assert!(site.root().join("content/column/fog.md").exists());
}

#[test]
fn an_address_that_is_gone_is_reported_once() {
    let site = site();
    build(&site);
    std::fs::rename(site.root().join("content/column/fog.md"), site.root().join("content/column/mist.md"))
        .expect("a new name");
    let built = build(&site);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(
        built.stderr.contains("W0606") && built.stderr.contains("aliases: [/column/2026/05/fog/]"),
        "{}",
        built.stderr
    );
    assert!(!build(&site).stderr.contains("W0606"));
    site.remove("content/column/mist.md");
    let built = build(&site);
    assert!(built.stderr.contains("W0607") && built.stderr.contains("/column/2026/05/mist/"), "{}", built.stderr);
    // A preview has other entries, and says nothing of addresses.
    let preview = kepu(site.root(), &["build", "--lang", "en", "--today", TODAY, "--out", "other"]);
    assert!(!preview.stderr.contains("W060"), "{}", preview.stderr);
}

#[test]
fn a_picture_goes_out_under_the_name_of_its_format() {
    let site = Site::small();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(8, 8, image::Rgb([90, 120, 150]))
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("a PNG");
    std::fs::write(site.root().join("content/column/rainbow/640.jpg"), png.into_inner()).expect("a picture");
    site.put("content/column/rainbow/index.md", "---\ntitle: 彩虹\ndate: 2026-05-18\n---\n![虹](640.jpg)\n");
    let built = build(&site);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("W0221"), "{}", built.stderr);
    assert!(site.public().join("column/rainbow/640.png").exists());
    site.put("content/column/rainbow/photo.heic", "x");
    site.put("content/column/rainbow/index.md", "---\ntitle: 彩虹\ndate: 2026-05-18\n---\n![虹](photo.heic)\n");
    assert!(build(&site).stderr.contains("E0226"));
}
