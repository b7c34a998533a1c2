//! Bundles and minifies a theme's assets.
//!
//! Style sheets are bundled, lowered for older browsers, and minified; scripts are minified; every file name contains a
//! content hash, so that browsers can cache it forever and never show a stale version. For theme authors, files keep
//! their names, and only imports are resolved.
//!
//! Independent of themes, routes and pages: files have addresses, and refer to each other by them.

mod nesting;
mod reference;
mod script;
mod style;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::fingerprint::{Fingerprint, sum};
use crate::base::source::Content;
use crate::base::url::Url;
use script::Script;

/// The folder of theme assets on a site.
pub const FOLDER: &str = "/assets/";

/// Whether assets are built for production or for development.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Audience {
    #[default]
    Visitors,
    /// Editors and theme authors, in `kepu serve`.
    Authors,
}

/// A published file.
#[derive(Clone, Debug)]
pub struct Asset {
    pub url: Url,
    pub content: Content,
    /// The value of `integrity` for a style sheet or script (W3C Subresource Integrity).
    pub integrity: Option<String>,
}

/// A syntax error or a missing import in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFault {
    pub url: Url,
    pub place: BundleFaultPlace,
    /// The parser's message, in English.
    pub reason: String,
}

/// A position in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleFaultPlace {
    /// Line and column, zero-based; the column in UTF-16 code units.
    Line(usize, usize),
    /// An offset in bytes.
    Offset(usize),
}

/// Published files by their source address.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    by_url: BTreeMap<String, Asset>,
    /// The fingerprint of all published names; the default if files keep their names.
    pub fingerprint: Fingerprint,
}

impl Assets {
    pub fn get(&self, url: &str) -> Option<&Asset> {
        self.by_url.get(url)
    }

    /// Whether pages have to use other addresses than the source addresses.
    pub fn renames(&self) -> bool {
        self.fingerprint != Fingerprint::default()
    }
}

/// Builds all files of a theme, by address. A file with a fault is missing from the result.
pub fn make(files: &BTreeMap<Url, Content>, audience: Audience) -> (Assets, Vec<BundleFault>) {
    let sheets = || files.iter().filter(|(url, _)| is_sheet(url));
    // Files that others refer to are built first, because the others contain their published names.
    let made_first = |url: &Url| !is_sheet(url) && (audience == Audience::Authors || !is_script(url));
    let (mut by_url, mut faults): (BTreeMap<String, Asset>, Vec<BundleFault>) = (BTreeMap::new(), Vec::new());
    for (url, content) in files.iter().filter(|(url, _)| made_first(url)) {
        by_url.insert(url.as_str().to_owned(), finished(url, content.clone(), audience));
    }
    if audience == Audience::Visitors {
        scripts(files, &mut by_url, &mut faults);
    }
    let texts: BTreeMap<&str, &str> =
        sheets().filter_map(|(url, content)| Some((url.as_str(), str::from_utf8(content.held()).ok()?))).collect();
    let too_deep =
        |(url, _): (&Url, &Content)| nesting::check(url, texts.get(url.as_str())?, nesting::MOST_IN_SHEET).err();
    let deep: Vec<BundleFault> = sheets().filter_map(too_deep).collect();
    // A sheet is parsed with all that it imports, so one that is too deep keeps every sheet from being parsed.
    let is_parsed = deep.is_empty();
    faults.extend(deep);
    for (url, content) in sheets().filter(|_| is_parsed) {
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

/// Minifies the scripts in the order of their imports. An import cycle is a fault: the names couldn't contain content
/// hashes.
fn scripts(files: &BTreeMap<Url, Content>, by_url: &mut BTreeMap<String, Asset>, faults: &mut Vec<BundleFault>) {
    let all: Vec<_> = files.iter().filter(|(url, _)| is_script(url)).collect();
    let read: Vec<_> = all.into_par_iter().map(|(url, content)| (url, Script::read(url, content.held()))).collect();
    let mut waiting: BTreeMap<&str, (&Url, Script<'_>)> = BTreeMap::new();
    for (url, script) in read {
        match script {
            Ok(script) => drop(waiting.insert(url.as_str(), (url, script))),
            Err(fault) => faults.push(fault),
        }
    }
    while !waiting.is_empty() {
        let waits = |script: &Script<'_>| script.imports.iter().any(|import| waiting.contains_key(&*import.target));
        let ready: Vec<&str> =
            waiting.iter().filter(|(_, (_, script))| !waits(script)).map(|(name, _)| *name).collect();
        if ready.is_empty() {
            let reason = |target: &str| format!("it imports {target}, which imports it in turn");
            let circle = |script: &Script<'_>| {
                let import = script.imports.iter().find(|import| waiting.contains_key(&*import.target))?;
                Some(script.fault(import, reason(&import.target)))
            };
            faults.extend(waiting.values().filter_map(|(_, script)| circle(script)));
            return;
        }
        let ready: Vec<(&Url, Script<'_>)> = ready.iter().filter_map(|name| waiting.remove(name)).collect();
        let made: Vec<_> = ready.par_iter().map(|(url, script)| (*url, script, script.made(by_url))).collect();
        for (url, script, code) in made {
            let missing = script.imports.iter().filter(|import| import.target.starts_with(FOLDER));
            let missing = missing.filter(|import| !files.contains_key(&Url::new(&import.target)));
            faults.extend(missing.map(|import| script.fault(import, format!("there is no file {}", import.target))));
            match code {
                Ok(code) => {
                    let asset = finished(url, code.into(), Audience::Visitors);
                    by_url.insert(url.as_str().to_owned(), asset);
                }
                Err(fault) => faults.push(fault),
            }
        }
    }
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

/// Adds a content hash to a name: `/assets/css/base.css` → `/assets/css/base.3f2a91c04d.css`.
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
