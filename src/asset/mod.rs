//! A theme's files as they were written → as visitors get them.
//!
//! Style sheets are bundled, lowered for the browsers in use, and minified; scripts are minified; every file gets a name
//! with its content in it, so that a browser may keep it for good and never has an old one. Whoever works on a theme
//! gets files under their own names, with nothing done to them but that imports are put together.
//!
//! Knows nothing of themes, routes or pages: files have addresses here, and refer to each other by them.

mod script;
mod style;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::fingerprint::{Fingerprint, sum};
use crate::source::Content;
use crate::url::Url;

/// Where themes' files lie on a site.
pub const FOLDER: &str = "/assets/";

/// For whom files are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    #[default]
    Visitors,
    /// Those who write the site, and see it while they do.
    Authors,
}

/// A file as it is published.
#[derive(Clone, Debug)]
pub struct Asset {
    pub url: Url,
    pub content: Content,
    /// What `integrity` says of a style sheet or a script (W3C Subresource Integrity).
    pub integrity: Option<String>,
}

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub url: Url,
    pub place: Place,
    /// In the words of the library that reads it, in English.
    pub reason: String,
}

/// Where in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Both from 0; the column in UTF-16 code units.
    Line(usize, usize),
    /// In bytes.
    Offset(usize),
}

/// Files by the address under which they were written.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    by_url: BTreeMap<String, Asset>,
    /// Of the names that pages have to use; of nothing where those are the files' own.
    pub fingerprint: Fingerprint,
}

impl Assets {
    pub fn get(&self, url: &str) -> Option<&Asset> {
        self.by_url.get(url)
    }

    /// Whether any address has to be exchanged in pages.
    pub fn renames(&self) -> bool {
        self.fingerprint != Fingerprint::default()
    }
}

/// Makes all files of a theme, by their addresses. A file with a fault is missing from the result.
pub fn make(files: &BTreeMap<Url, Content>, audience: Audience) -> (Assets, Vec<Fault>) {
    let sheets = || files.iter().filter(|(url, _)| is_sheet(url));
    // What sheets refer to has its name before they are made.
    let others: Vec<_> = files.iter().filter(|(url, _)| !is_sheet(url)).collect();
    let others: Vec<_> = others
        .into_par_iter()
        .map(|(url, content)| match (audience, is_script(url)) {
            (Audience::Visitors, true) => {
                script::minify(url, content.held()).map(|code| (url, finished(url, code.into(), audience)))
            }
            _ => Ok((url, finished(url, content.clone(), audience))),
        })
        .collect();
    let mut faults = Vec::new();
    let mut by_url = BTreeMap::new();
    for made in others {
        match made {
            Ok((url, asset)) => drop(by_url.insert(url.as_str().to_owned(), asset)),
            Err(fault) => faults.push(fault),
        }
    }
    let texts: BTreeMap<&str, &str> =
        sheets().filter_map(|(url, content)| Some((url.as_str(), str::from_utf8(content.held()).ok()?))).collect();
    for (url, content) in sheets() {
        let imports = texts.get(url.as_str()).is_some_and(|text| text.contains("@import"));
        if audience == Audience::Authors && !imports {
            by_url.insert(url.as_str().to_owned(), finished(url, content.clone(), audience));
            continue;
        }
        match style::make(url, &texts, &by_url, audience) {
            Ok(code) => drop(by_url.insert(url.as_str().to_owned(), finished(url, code.into_bytes().into(), audience))),
            Err(fault) => faults.push(fault),
        }
    }
    let names: Vec<(&String, &Url)> = by_url.iter().map(|(written, asset)| (written, &asset.url)).collect();
    let fingerprint = if audience == Audience::Visitors && !names.is_empty() {
        Fingerprint::of(&names)
    } else {
        Fingerprint::default()
    };
    (Assets { by_url, fingerprint }, faults)
}

fn finished(url: &Url, content: Content, audience: Audience) -> Asset {
    let checked = audience == Audience::Visitors && (is_sheet(url) || is_script(url));
    let integrity = checked.then(|| sum(content.held()));
    let url = match audience {
        Audience::Visitors => named(url, &content.identity()),
        Audience::Authors => url.clone(),
    };
    Asset { url, content, integrity }
}

/// `/assets/css/base.css` → `/assets/css/base.3f2a91c04d.css`.
fn named(url: &Url, fingerprint: &Fingerprint) -> Url {
    let (folder, name) = url.as_str().rsplit_once('/').unwrap_or(("", url.as_str()));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let dot = if extension.is_empty() { "" } else { "." };
    Url::new(&format!("{folder}/{stem}.{}{dot}{extension}", &fingerprint.to_string()[..10]))
}

fn is_sheet(url: &Url) -> bool {
    url.as_str().ends_with(".css")
}

fn is_script(url: &Url) -> bool {
    url.as_str().ends_with(".js") || url.as_str().ends_with(".mjs")
}
