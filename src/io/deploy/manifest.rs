//! A target's manifest (the files that kepu uploaded) and the journal of a running or interrupted deployment.
//!
//! The manifest (`.kepu-deploy.json`) is written once, at the end of a run, and is then complete. During a run, the journal
//! (`.kepu-deploy.journal`) lies beside it. It is written before the first change and names every path that may change, so
//! after an interruption no file of ours is mistaken for a foreign one. It is updated at intervals with the steps that are
//! done, so that the next run doesn't repeat them. It names the manifest that it is based on: once the manifest
//! is replaced, a journal that couldn't be removed is ignored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Cause, Diagnostic, Localized, messages};
use crate::base::fingerprint::Fingerprint;

pub const MANIFEST: &str = ".kepu-deploy.json";
pub const JOURNAL: &str = ".kepu-deploy.journal";
/// The version of both formats; a file of a newer version is rejected.
const VERSION: u32 = 1;

/// The headers of a file, where the service stores headers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Headers {
    pub content_type: String,
    pub cache_control: String,
    /// The content coding of a compressed copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
}

/// A file's actual or wanted state on a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestEntry {
    pub fingerprint: Fingerprint,
    pub size: u64,
    pub headers: Option<Headers>,
}

/// The files that kepu uploaded, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The id of the run that wrote it; a journal refers to it.
    pub run: String,
    /// The address of the site that it belongs to; empty in a manifest of an earlier version.
    pub site: String,
    pub files: BTreeMap<String, ManifestEntry>,
}

/// The paths that a run may change, and its progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The id of the manifest that the run starts from; empty if there was none.
    pub base: String,
    /// Completed steps: the uploaded entry, or `None` for a removed file.
    pub done: BTreeMap<String, Option<ManifestEntry>>,
    /// Paths whose step may or may not be done.
    pub pending: BTreeSet<String>,
}

/// The known state of a target before a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTarget {
    /// The id of the manifest that was read.
    pub base: String,
    /// Files that kepu uploaded, with a known state.
    pub files: BTreeMap<String, ManifestEntry>,
    /// Paths of an interrupted run; a file there is kepu's, its state is unknown.
    pub uncertain: BTreeSet<String>,
    /// The steps that an interrupted run completed, from its journal.
    pub done: BTreeMap<String, Option<ManifestEntry>>,
}

impl KnownTarget {
    pub fn of(manifest: Option<Manifest>, journal: Option<Journal>) -> Self {
        let Manifest { run, files, site: _ } = manifest.unwrap_or_default();
        let mut known = Self { base: run, files, ..Self::default() };
        if let Some(journal) = journal.filter(|journal| journal.base == known.base) {
            for (path, entry) in &journal.done {
                match entry {
                    Some(entry) => known.files.insert(path.clone(), entry.clone()),
                    None => known.files.remove(path),
                };
            }
            for path in &journal.pending {
                known.files.remove(path);
            }
            known.uncertain = journal.pending;
            known.done = journal.done;
        }
        known
    }

    /// Whether a file at this path would be kepu's.
    pub fn is_ours(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.uncertain.contains(path)
    }

    /// Creates the journal of a run that may change these paths.
    pub fn journal<'a>(&self, touched: impl Iterator<Item = &'a str>) -> Journal {
        let pending: BTreeSet<String> = touched.map(str::to_owned).collect();
        let mut done = self.done.clone();
        done.retain(|path, _| !pending.contains(path));
        Journal { base: self.base.clone(), done, pending }
    }
}

impl Journal {
    /// Records a completed step.
    pub fn record(&mut self, path: &str, entry: Option<ManifestEntry>) {
        self.pending.remove(path);
        self.done.insert(path.to_owned(), entry);
    }

    pub fn write(&self) -> Vec<u8> {
        let mut table = Table::default();
        let done = self.done.iter().map(|(path, entry)| (path.clone(), entry.as_ref().map(|entry| table.row(entry))));
        let done = done.collect();
        let pending = self.pending.clone();
        json(&JournalFile { kepu: VERSION, base: self.base.clone(), headers: table.headers, done, pending })
    }

    /// Parses what `write` returned.
    ///
    /// # Errors
    /// Why the file can't be parsed.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let file: JournalFile = parse(bytes)?;
        let done = file.done.into_iter().map(|(path, row)| {
            let entry = row.map(|row| entry(row, &file.headers)).transpose()?;
            Ok((path, entry))
        });
        Ok(Self { base: file.base, done: done.collect::<Result<_, Unreadable>>()?, pending: file.pending })
    }
}

impl Manifest {
    pub fn write(&self) -> Vec<u8> {
        let mut table = Table::default();
        let files = self.files.iter().map(|(path, entry)| (path.clone(), table.row(entry))).collect();
        let (run, site) = (self.run.clone(), self.site.clone());
        json(&ManifestFile { kepu: VERSION, run, site, headers: table.headers, files })
    }

    /// Parses what `write` returned.
    ///
    /// # Errors
    /// Why the file can't be parsed.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let file: ManifestFile = parse(bytes)?;
        let files = file.files.into_iter().map(|(path, row)| Ok((path, entry(row, &file.headers)?)));
        Ok(Self { run: file.run, site: file.site, files: files.collect::<Result<_, Unreadable>>()? })
    }

    /// Returns why nothing may be deployed here: the files belong to another site. A manifest of an earlier version doesn't
    /// name its site.
    pub fn refusal(&self, target: &str, site: &str, overwrite: bool) -> Option<Diagnostic> {
        let other = !self.site.is_empty() && self.site != site && !overwrite;
        other.then(|| messages::deploy_other_site(target, &self.site, site))
    }
}

/// Why a manifest or journal can't be parsed, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub zh: String,
    pub en: String,
}

/// Fingerprint, size, and index into the table of headers: ten thousand files share a handful of headers.
type Row = (String, u64, Option<usize>);

#[derive(Serialize, Deserialize)]
struct ManifestFile {
    kepu: u32,
    run: String,
    #[serde(default)]
    site: String,
    headers: Vec<Headers>,
    files: BTreeMap<String, Row>,
}

#[derive(Serialize, Deserialize)]
struct JournalFile {
    kepu: u32,
    base: String,
    headers: Vec<Headers>,
    done: BTreeMap<String, Option<Row>>,
    pending: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Version {
    kepu: u32,
}

#[derive(Default)]
struct Table {
    headers: Vec<Headers>,
    places: BTreeMap<Headers, usize>,
}

impl Table {
    fn row(&mut self, entry: &ManifestEntry) -> Row {
        let place = entry.headers.as_ref().map(|headers| match self.places.get(headers) {
            Some(place) => *place,
            None => {
                let place = self.headers.len();
                self.headers.push(headers.clone());
                self.places.insert(headers.clone(), place);
                place
            }
        });
        (entry.fingerprint.to_string(), entry.size, place)
    }
}

fn entry((fingerprint, size, place): Row, headers: &[Headers]) -> Result<ManifestEntry, Unreadable> {
    let fingerprint = Fingerprint::parse(&fingerprint).ok_or_else(|| Unreadable {
        zh: format!("{fingerprint} 不是指纹"),
        en: format!("{fingerprint} isn't a fingerprint"),
    })?;
    Ok(ManifestEntry { fingerprint, size, headers: place.and_then(|place| headers.get(place).cloned()) })
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn parse<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Unreadable> {
    let unreadable = |error: serde_json::Error| {
        let Localized { zh, en } = Cause::json(&error).into();
        Unreadable { zh, en }
    };
    let version: Version = serde_json::from_slice(bytes).map_err(unreadable)?;
    if version.kepu > VERSION {
        let version = version.kepu;
        return Err(Unreadable {
            zh: format!("它是第 {version} 版，这个程序只认到第 {VERSION} 版"),
            en: format!("it has version {version}; this program supports versions up to {VERSION}"),
        });
    }
    serde_json::from_slice(bytes).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> ManifestEntry {
        let headers = Headers {
            content_type: "text/html".to_owned(),
            cache_control: "no-cache".to_owned(),
            content_encoding: None,
        };
        ManifestEntry {
            fingerprint: Fingerprint::of_bytes(text.as_bytes()),
            size: text.len() as u64,
            headers: (text.len() > 1).then_some(headers),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let files = [("a".to_owned(), file("a")), ("b/c.html".to_owned(), file("long"))].into();
        let manifest = Manifest { run: "r".to_owned(), site: "https://a.example".to_owned(), files };
        assert_eq!(Manifest::read(&manifest.write()), Ok(manifest));
        let done = [("a".to_owned(), None), ("b".to_owned(), Some(file("long")))].into();
        let journal = Journal { base: "r".to_owned(), done, pending: ["c".to_owned()].into() };
        assert_eq!(Journal::read(&journal.write()), Ok(journal));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert!(Manifest::read(b"{").is_err());
        let newer = br#"{"kepu":2,"run":"","headers":[],"files":[]}"#;
        assert!(Manifest::read(newer).unwrap_err().en.contains("version 2"));
        let wrong = br#"{"kepu":1,"run":"","headers":[],"files":{"a":["xyz",1,null]}}"#;
        assert!(Manifest::read(wrong).unwrap_err().en.contains("xyz"));
    }

    #[test]
    fn a_journal_of_another_manifest_is_ignored() {
        let manifest =
            Manifest { run: "2".to_owned(), site: String::new(), files: [("a".to_owned(), file("a"))].into() };
        let mut journal = Journal {
            base: "2".to_owned(),
            done: [("b".to_owned(), Some(file("b")))].into(),
            pending: ["a".into()].into(),
        };
        let known = KnownTarget::of(Some(manifest.clone()), Some(journal.clone()));
        assert!(known.uncertain.contains("a") && !known.files.contains_key("a") && known.files.contains_key("b"));
        journal.base = "1".to_owned();
        assert_eq!(KnownTarget::of(Some(manifest.clone()), Some(journal)), KnownTarget::of(Some(manifest), None));
    }
}
