//! Every version of a source that the studio wrote or removed: bytes by their fingerprint, and a log of who changed what.
//!
//! It lies beside the site in a folder that is no input of a build, and is nobody's cache: what is in it can't be made
//! again. A line of the log is written after the bytes that it names, and after the file was changed, so what it names is there
//! and was. A last line that was cut
//! by a crash is passed over.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::kept::make_ignored;
use super::patience::Patience;
use super::people::is_cut;
use super::temporary::{self, Durability};
use crate::base::fingerprint::Fingerprint;

/// Below the site's root.
const HISTORY: &str = ".kepu-history";
const LOG: &str = "log.jsonl";
/// Of files that are to be imported.
const ASIDE: &str = "incoming";
/// How long a file that was laid aside is kept.
const KEPT_ASIDE: Duration = Duration::from_secs(24 * 60 * 60);
/// Of packages of what was published.
const PUBLISHED: &str = "published";

/// One change of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedChange {
    /// In UTC, by RFC 3339.
    pub time: String,
    pub who: String,
    /// Of the source, below the site's root.
    pub path: String,
    /// Fingerprints of the versions; `None` before the file was made, and after it was removed.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Keeps the bytes of a version, by their fingerprint.
///
/// # Errors
/// Those of the disk.
pub fn keep_version(root: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = make_ignored(root, HISTORY)?;
    let file = version_file(&folder, &Fingerprint::of_bytes(bytes).to_string());
    if file.exists() {
        return Ok(());
    }
    fs::create_dir_all(temporary::parent(&file))?;
    temporary::write(&file, bytes, Durability::Synced)
}

/// Writes into the log that a file was changed, once it was. Its versions are kept before.
///
/// # Errors
/// Those of the disk.
pub fn log(root: &Path, change: &SavedChange) -> io::Result<()> {
    let folder = make_ignored(root, HISTORY)?;
    let mut line = serde_json::to_string(change).map_err(io::Error::other)?;
    line.push('\n');
    // In front of it stands a line end if the last line was cut.
    let log = folder.join(LOG);
    let mut file = OpenOptions::new().append(true).read(true).create(true).open(log)?;
    let cut = is_cut(&mut file)?;
    file.write_all(if cut { format!("\n{line}") } else { line }.as_bytes())?;
    file.sync_data()
}

/// Returns the log, the oldest change first.
pub fn remembered(root: &Path) -> Vec<SavedChange> {
    // A crash may have cut a line within a character: by bytes only that line is lost.
    let bytes = fs::read(root.join(HISTORY).join(LOG)).unwrap_or_default();
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// Returns the bytes of a version; `None` if there is none of this fingerprint, or if it was damaged.
pub fn version(root: &Path, fingerprint: &str) -> Option<Vec<u8>> {
    Fingerprint::parse(fingerprint)?;
    let bytes = fs::read(version_file(&root.join(HISTORY), fingerprint)).ok()?;
    (Fingerprint::of_bytes(&bytes).to_string() == fingerprint).then_some(bytes)
}

/// Forgets the changes that aren't among `kept`, in their order, and the versions that no change names any more. Returns how many
/// versions went.
///
/// # Errors
/// Those of the disk. The log is replaced as a whole, and before any version goes.
pub fn prune(root: &Path, kept: &[SavedChange]) -> io::Result<usize> {
    let folder = make_ignored(root, HISTORY)?;
    let mut text = String::new();
    for change in kept {
        text.push_str(&serde_json::to_string(change).map_err(io::Error::other)?);
        text.push('\n');
    }
    temporary::write(&folder.join(LOG), text.as_bytes(), Durability::Synced)?;
    let named: BTreeSet<PathBuf> = kept
        .iter()
        .flat_map(|change| change.before.iter().chain(&change.after))
        .map(|name| version_file(&folder, name))
        .collect();
    let mut gone = 0;
    for part in fs::read_dir(folder.join("versions")).into_iter().flatten().flatten() {
        for file in fs::read_dir(part.path()).into_iter().flatten().flatten() {
            if !named.contains(&file.path()) && Patience::default().remove_file(&file.path()).is_ok() {
                gone += 1;
            }
        }
    }
    Ok(gone)
}

/// Keeps an unsaved text under a name, or forgets it.
///
/// # Errors
/// Those of the disk.
pub fn keep_unsaved(root: &Path, name: &str, bytes: Option<&[u8]>) -> io::Result<()> {
    let folder = make_ignored(root, HISTORY)?.join("unsaved");
    let file = folder.join(name);
    match bytes {
        Some(bytes) => {
            fs::create_dir_all(&folder)?;
            temporary::write(&file, bytes, Durability::Synced)
        }
        None => match Patience::default().remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    }
}

/// Returns every unsaved text.
pub fn unsaved(root: &Path) -> Vec<Vec<u8>> {
    let Ok(files) = fs::read_dir(root.join(HISTORY).join("unsaved")) else { return Vec::new() };
    let named = files.flatten().filter(|file| !file.file_name().to_string_lossy().starts_with('.'));
    named.filter_map(|file| fs::read(file.path()).ok()).collect()
}

/// Lays a file aside that is to be imported, and forgets those of days before: others may be importing theirs now.
///
/// # Errors
/// Those of the disk.
pub fn lay_aside(root: &Path, key: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = make_ignored(root, HISTORY)?.join(ASIDE);
    if let Ok(others) = fs::read_dir(&folder) {
        for other in others.flatten().filter(|other| other.file_name() != key && is_old(&other.path())) {
            let _ = Patience::default().remove_folder(&other.path());
        }
    }
    let own = folder.join(key);
    fs::create_dir_all(&own)?;
    temporary::write(&own.join(name), bytes, Durability::Rebuildable)
}

/// Whether a file or folder wasn't changed for a day. One whose time can't be read is not.
fn is_old(path: &Path) -> bool {
    let changed = fs::metadata(path).and_then(|known| known.modified());
    changed.ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > KEPT_ASIDE)
}

/// The place of a file that was laid aside; `None` if there is none. `name` is one component.
pub fn laid_aside(root: &Path, key: &str, name: &str) -> Option<PathBuf> {
    Fingerprint::parse(key)?;
    let file = root.join(HISTORY).join(ASIDE).join(key).join(name);
    file.is_file().then_some(file)
}

/// The names of the packages of what was published to a target, the newest first.
pub fn publications(root: &Path, target: &str) -> Vec<String> {
    let files = fs::read_dir(root.join(HISTORY).join(PUBLISHED).join(target)).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().to_str()?.strip_suffix(".zip").map(str::to_owned));
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort_by(|one, other| other.cmp(one));
    names
}

/// The package of a publication; `None` if there is none of this name.
pub fn publication(root: &Path, target: &str, name: &str) -> Option<PathBuf> {
    let known = publications(root, target).into_iter().any(|known| known == name);
    known.then(|| root.join(HISTORY).join(PUBLISHED).join(target).join(format!("{name}.zip")))
}

/// Where the package of a new publication goes. `target` and `name` are single components.
///
/// # Errors
/// Those of the disk.
pub fn publication_place(root: &Path, target: &str, name: &str) -> io::Result<PathBuf> {
    let folder = make_ignored(root, HISTORY)?.join(PUBLISHED).join(target);
    fs::create_dir_all(&folder)?;
    Ok(folder.join(format!("{name}.zip")))
}

/// Removes all but the newest packages of a target.
pub fn forget_publications(root: &Path, target: &str, most: usize) {
    let folder = root.join(HISTORY).join(PUBLISHED).join(target);
    for name in publications(root, target).into_iter().skip(most) {
        let _ = Patience::default().remove_file(&folder.join(format!("{name}.zip")));
    }
}

/// Removes a source whose content is still `before`.
///
/// # Errors
/// Returns errors of the disk, and [`io::ErrorKind::Other`] if the file has changed since it was read.
pub fn remove(root: &Path, path: &crate::base::url::SourcePath, before: &[u8]) -> io::Result<()> {
    let file = root.join(path.as_str());
    if fs::read(&file)? != before {
        return Err(io::Error::other("the file has changed meanwhile · 文件刚才被改动过"));
    }
    Patience::default().remove_file(&file)
}

fn version_file(folder: &Path, fingerprint: &str) -> PathBuf {
    let (first, rest) = fingerprint.split_at(fingerprint.len().min(2));
    folder.join("versions").join(first).join(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_back_and_a_cut_line_is_passed_over() {
        let root = tempfile::tempdir().unwrap();
        let name = |text: &str| Fingerprint::of_bytes(text.as_bytes()).to_string();
        let change = SavedChange {
            time: "2026-05-16T01:00:00Z".to_owned(),
            who: "甲".to_owned(),
            path: "content/a.md".to_owned(),
            before: Some(name("old")),
            after: Some(name("new")),
        };
        for bytes in [b"old", b"new"] {
            keep_version(root.path(), bytes).unwrap();
        }
        log(root.path(), &change).unwrap();
        let lines = root.path().join(HISTORY).join(LOG);
        fs::write(&lines, fs::read_to_string(&lines).unwrap() + "{\"time\":\"20").unwrap();
        log(root.path(), &change).unwrap();
        assert_eq!(remembered(root.path()), [change.clone(), change]);
        assert_eq!(version(root.path(), &name("old")).as_deref(), Some(&b"old"[..]));
        assert_eq!(version(root.path(), "../../log.jsonl"), None);
        let file = version_file(&root.path().join(HISTORY), &name("new"));
        fs::write(file, "nex").unwrap();
        assert_eq!(version(root.path(), &name("new")), None);
    }

    #[test]
    fn what_no_change_names_is_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let name = |text: &str| Fingerprint::of_bytes(text.as_bytes()).to_string();
        let change = |before: &str, after: &str| SavedChange {
            time: "2026-05-16T01:00:00Z".to_owned(),
            who: String::new(),
            path: "content/a.md".to_owned(),
            before: Some(name(before)),
            after: Some(name(after)),
        };
        for (before, after) in [("1", "2"), ("2", "3"), ("3", "4")] {
            keep_version(root.path(), before.as_bytes()).unwrap();
            keep_version(root.path(), after.as_bytes()).unwrap();
            log(root.path(), &change(before, after)).unwrap();
        }
        assert_eq!(prune(root.path(), &[change("3", "4")]).unwrap(), 2);
        assert_eq!(remembered(root.path()), [change("3", "4")]);
        assert!(version(root.path(), &name("3")).is_some() && version(root.path(), &name("1")).is_none());
    }

    #[test]
    fn files_of_two_people_lie_aside_together() {
        let root = tempfile::tempdir().unwrap();
        let [one, other] = ["1", "2"].map(|text| Fingerprint::of_bytes(text.as_bytes()).to_string());
        lay_aside(root.path(), &one, "a.csv", b"1").unwrap();
        lay_aside(root.path(), &other, "b.csv", b"2").unwrap();
        assert!(laid_aside(root.path(), &one, "a.csv").is_some() && laid_aside(root.path(), &other, "b.csv").is_some());
    }

    #[test]
    fn an_unsaved_text_is_kept_until_it_is_forgotten() {
        let root = tempfile::tempdir().unwrap();
        keep_unsaved(root.path(), "a", Some(b"1")).unwrap();
        assert_eq!(unsaved(root.path()), [b"1".to_vec()]);
        keep_unsaved(root.path(), "a", None).unwrap();
        keep_unsaved(root.path(), "a", None).unwrap();
        assert!(unsaved(root.path()).is_empty());
    }
}
