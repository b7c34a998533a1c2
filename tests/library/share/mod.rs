//! Content that is carried elsewhere: articles for official accounts, posters.

mod editor;
mod posters;
mod visits;
mod wechat;

use std::sync::LazyLock;

use kepu::build::{Cache, Ready, prepare};

use crate::support::{TODAY, add_plain_theme, options, repository, snapshot};

/// The demonstration site.
static DEMONSTRATION: LazyLock<Ready> = LazyLock::new(|| {
    let read = kepu::io::disk::read(repository());
    prepare(&read.value, &options(TODAY), &mut Cache::default())
});

/// A small site with one article of this text.
fn site(body: &str) -> Ready {
    let article = format!("---\ntitle: 一篇文章\ndate: 2026-05-18\n---\n{body}\n");
    let mut files = snapshot(&[
        (
            "site.yaml",
            "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\norganisation: 市科技局\noutputs: {search: false}\n",
        ),
        ("content/column/_collection.yaml", "extends: article\ntitle: 专栏\n"),
        ("content/column/a.md", &article),
        ("content/column/b.md", "---\ntitle: 另一篇\ndate: 2026-05-20\n---\n短文。\n"),
        (
            "static/photo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"#064\"/></svg>",
        ),
    ]);
    add_plain_theme(&mut files);
    prepare(&files, &options(TODAY), &mut Cache::none())
}
