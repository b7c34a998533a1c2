//! What is known of a target: the list of what we put there, and the journal of a run that is on or was cut off.
//!
//! The list (`.kepu-deploy.json`) is written once, at the end of a run, and is then the whole truth. While a run is
//! on, the journal (`.kepu-deploy.journal`) lies beside it. It is written before the first change and names every
//! path that may change, so a run cut off anywhere leaves nothing of ours that could be taken for somebody else's. From
//! time to time it is written again with what was done, so that the next run needn't do it again. It names the list that it
//! builds on: once the list has been replaced, a journal that couldn't be removed means nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::fingerprint::Fingerprint;

pub const MANIFEST: &str = ".kepu-deploy.json";
pub const JOURNAL: &str = ".kepu-deploy.journal";
/// What both are written in; a later one may be unreadable to us.
const VERSION: u32 = 1;

/// The headers that a file is sent with, where the service keeps headers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Headers {
    pub content_type: String,
    pub cache_control: String,
    /// What a compressed copy is coded in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
}

/// A file as it is on a target, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestEntry {
    pub fingerprint: Fingerprint,
    pub size: u64,
    pub headers: Option<Headers>,
}

/// All that we put there, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// A name for this state, by which a journal refers to it.
    pub run: String,
    pub files: BTreeMap<String, ManifestEntry>,
}

/// What a run set out to do, and how far it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The manifest that it starts from; empty where there was none.
    pub base: String,
    /// What was done since: put there as told, or removed.
    pub done: BTreeMap<String, Option<ManifestEntry>>,
    /// What may have been done or not.
    pub pending: BTreeSet<String>,
}

/// What can be said of a target before a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTarget {
    /// The manifest that was found.
    pub base: String,
    /// Ours, and as told.
    pub files: BTreeMap<String, ManifestEntry>,
    /// Ours, if it is there; what it is nobody knows.
    pub uncertain: BTreeSet<String>,
    /// What the journal of a run that was cut off has that the manifest hasn't.
    pub done: BTreeMap<String, Option<ManifestEntry>>,
}

impl KnownTarget {
    pub fn of(manifest: Option<Manifest>, journal: Option<Journal>) -> Self {
        let Manifest { run, files } = manifest.unwrap_or_default();
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

    /// Whether a path is ours, if anything is there.
    pub fn is_ours(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.uncertain.contains(path)
    }

    /// The journal of a run that is going to touch these paths.
    pub fn journal<'a>(&self, touched: impl Iterator<Item = &'a str>) -> Journal {
        let pending: BTreeSet<String> = touched.map(str::to_owned).collect();
        let mut done = self.done.clone();
        done.retain(|path, _| !pending.contains(path));
        Journal { base: self.base.clone(), done, pending }
    }
}

impl Journal {
    pub fn did(&mut self, path: &str, entry: Option<ManifestEntry>) {
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

    /// # Errors
    /// Why it can't be read.
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
        json(&ManifestFile { kepu: VERSION, run: self.run.clone(), headers: table.headers, files })
    }

    /// # Errors
    /// Why it can't be read.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let file: ManifestFile = parse(bytes)?;
        let files = file.files.into_iter().map(|(path, row)| Ok((path, entry(row, &file.headers)?)));
        Ok(Self { run: file.run, files: files.collect::<Result<_, Unreadable>>()? })
    }
}

/// Why a list can't be read, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub zh: String,
    pub en: String,
}

/// Fingerprint, size, and the place of the headers in their table: ten thousand files have a handful of headers.
type Row = (String, u64, Option<usize>);

#[derive(Serialize, Deserialize)]
struct ManifestFile {
    kepu: u32,
    run: String,
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
        en: format!("{fingerprint} is no fingerprint"),
    })?;
    Ok(ManifestEntry { fingerprint, size, headers: place.and_then(|place| headers.get(place).cloned()) })
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn parse<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Unreadable> {
    let told = |error: serde_json::Error| Unreadable { zh: error.to_string(), en: error.to_string() };
    let version: Version = serde_json::from_slice(bytes).map_err(told)?;
    if version.kepu > VERSION {
        let version = version.kepu;
        return Err(Unreadable {
            zh: format!("它是第 {version} 版，这个程序只认到第 {VERSION} 版"),
            en: format!("it is of version {version}, and this program knows up to {VERSION}"),
        });
    }
    serde_json::from_slice(bytes).map_err(told)
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
        let manifest = Manifest { run: "r".to_owned(), files };
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
    fn a_journal_speaks_of_its_own_manifest_alone() {
        let manifest = Manifest { run: "2".to_owned(), files: [("a".to_owned(), file("a"))].into() };
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
