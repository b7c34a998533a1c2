//! A site's content in the forms in which it is carried elsewhere: an article for the editor of official accounts,
//! a poster, a message, an e-mail, a page to print.
//!
//! ```text
//! name ─find─▶ entry ─page─▶ HTML ─wechat─▶ an article without style sheets, its pictures, its covers
//!              entry ─card─▶ SVG of the theme ─poster─▶ PNG
//! days ─month─▶ events and new articles ─plain, mail, bulletin─▶ a message, an e-mail, a page to print
//! ```

pub mod bulletin;
mod facts;
mod find;
pub mod mail;
pub mod month;
mod pictures;
pub mod plain;
pub mod poster;
mod qr;
pub mod wechat;

use crate::base::diagnostic::Location;
use crate::build::Ready;

pub use find::find;

/// A file that is handed over, by its name below the folder that it goes into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Whether a file of a folder is one of an article, by its name below it.
pub fn is_shared(name: &str) -> bool {
    const OWN: [&str; 4] = ["article.html", "meta.txt", "cover-235.jpg", "cover-1x1.jpg"];
    let picture = name.strip_prefix("images/").and_then(|name| name.split_once('.'));
    let numbered = |stem: &str| stem.bytes().all(|byte| byte.is_ascii_digit());
    OWN.contains(&name) || picture.is_some_and(|(stem, kind)| numbered(stem) && matches!(kind, "jpg" | "png" | "gif"))
}

/// Where the text of an entry is written.
fn place(ready: &Ready, id: crate::site::EntryId) -> Location {
    let entry = ready.site().entry(id);
    Location::span(&entry.source, entry.span)
}
