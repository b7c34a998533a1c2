//! What a shared studio keeps beside the site: its people, and the log of who did what.
//!
//! The folder's name begins with a dot, so that it is no input of a build, and only its owner may look into it. A line of
//! the log is appended and never changed; one that a crash has cut is ended before the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::kept::make_ignored;
use super::temporary::{self, Durability};

/// Below the site's root.
const SHARED: &str = ".kepu";
const PEOPLE: &str = "people.yaml";
const AUDIT: &str = "audit.jsonl";

/// One thing that was done in a shared studio, or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// In UTC, by RFC 3339.
    pub time: String,
    /// Empty where a name wasn't known.
    pub person: String,
    pub address: String,
    pub what: String,
    /// The sources that it was done to, or the target of a publication; empty where there are none. Of many the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub entry: String,
    /// `ok`, or why not.
    pub result: String,
}

/// The place of the people's file, for messages.
pub fn people_file(root: &Path) -> PathBuf {
    root.join(SHARED).join(PEOPLE)
}

/// Reads the text of the people's file; `None` if there is no such file.
///
/// # Errors
/// Those of the disk, also where the text isn't UTF-8.
pub fn people_text(root: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(people_file(root)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// Replaces the people's file as a whole.
///
/// # Errors
/// Those of the disk.
pub fn keep_people(root: &Path, text: &str) -> io::Result<()> {
    let folder = make_private(root)?;
    let fill = |new: &mut File| new.write_all(text.as_bytes());
    temporary::write_with(&folder.join(PEOPLE), Durability::Synced, temporary::private(), fill)
}

/// Appends a line to the log.
///
/// # Errors
/// Those of the disk.
pub fn audit(root: &Path, line: &AuditLine) -> io::Result<()> {
    let file = make_private(root)?.join(AUDIT);
    let text = serde_json::to_string(line).map_err(io::Error::other)?;
    let mut options = OpenOptions::new();
    options.append(true).read(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut log = options.open(file)?;
    let before = if is_cut(&mut log)? { "\n" } else { "" };
    log.write_all(format!("{before}{text}\n").as_bytes())?;
    log.sync_data()
}

/// Returns the last lines of the log, the oldest first.
pub fn audited(root: &Path, most: usize) -> Vec<AuditLine> {
    // A crash may have cut a line within a character: by bytes only that line is lost.
    let bytes = fs::read(root.join(SHARED).join(AUDIT)).unwrap_or_default();
    let each = bytes.split(|byte| *byte == b'\n').rev();
    let mut lines: Vec<AuditLine> = each.filter_map(|line| serde_json::from_slice(line).ok()).take(most).collect();
    lines.reverse();
    lines
}

/// Whether a file's last line has no end.
pub(super) fn is_cut(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

fn make_private(root: &Path) -> io::Result<PathBuf> {
    let folder = make_ignored(root, SHARED)?;
    #[cfg(unix)]
    fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_only_grows() {
        let root = tempfile::tempdir().unwrap();
        let line = |what: &str| AuditLine {
            time: "2026-05-16T01:00:00Z".to_owned(),
            person: "张三".to_owned(),
            address: "192.168.1.7".to_owned(),
            what: what.to_owned(),
            entry: String::new(),
            result: "ok".to_owned(),
        };
        assert!(audited(root.path(), 9).is_empty());
        audit(root.path(), &line("login")).unwrap();
        let file = root.path().join(SHARED).join(AUDIT);
        fs::write(&file, fs::read_to_string(&file).unwrap() + "{\"time\":\"20").unwrap();
        audit(root.path(), &line("save\n{}")).unwrap();
        assert_eq!(audited(root.path(), 9), [line("login"), line("save\n{}")]);
        assert_eq!(audited(root.path(), 1), [line("save\n{}")]);
        let before = fs::read(&file).unwrap();
        let cut = "{\"time\":\"2026-05-16T01:00:00Z\",\"person\":\"张".as_bytes();
        fs::write(&file, [&before[..], &cut[..cut.len() - 1]].concat()).unwrap();
        audit(root.path(), &line("publish")).unwrap();
        assert_eq!(audited(root.path(), 9), [line("login"), line("save\n{}"), line("publish")]);
    }

    #[test]
    fn people_are_kept_where_only_the_owner_reads() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(people_text(root.path()).unwrap(), None);
        keep_people(root.path(), "people: []\n").unwrap();
        assert_eq!(people_text(root.path()).unwrap().as_deref(), Some("people: []\n"));
        #[cfg(unix)]
        {
            let mode = |path: &Path| {
                use std::os::unix::fs::PermissionsExt;
                fs::metadata(path).unwrap().permissions().mode() & 0o777
            };
            let file = people_file(root.path());
            assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        }
        let theme = |path: &str| path.starts_with("themes/");
        assert!(crate::io::disk::read(root.path()).value.iter().all(|(path, _)| theme(path.as_str())));
    }
}
