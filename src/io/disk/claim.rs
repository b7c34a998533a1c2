//! What a deployment needs of this machine: keys from outside the site, and a claim that dies with its process.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::held::{Holding, hold};
use super::kept::{KEPT, make_folder};
use super::patience::fault;
use super::read_file;
use super::real::real;
use crate::base::diagnostic::{Diagnostic, messages};

/// Says that this folder deploys to a target. The system gives it back when the process ends, however it ends.
pub struct Claim {
    file: File,
    /// What the run before this one noted, a line each.
    noted: Vec<String>,
}

impl Claim {
    /// `None` where another process has it. Where there can be no such file nobody is kept away: the lock on the
    /// target is there for that.
    pub fn take(root: &Path, name: &str) -> Option<Option<Self>> {
        let mut file = match hold(deploy_folder(root), name) {
            Holding::Ours(file) => file,
            Holding::Theirs(_) => return None,
            Holding::Impossible => return Some(None),
        };
        let mut noted = String::new();
        let read = file.read_to_string(&mut noted);
        let noted = if read.is_ok() { noted.lines().map(str::to_owned).collect() } else { Vec::new() };
        Some(Some(Self { file, noted }))
    }

    pub fn noted(&self) -> &[String] {
        &self.noted
    }

    /// Notes lines for the run after this one, in place of those noted before. Where they can't be noted, that run has to
    /// wait or be told.
    pub fn note(&self, lines: &[&str]) {
        let text = lines.join("\n");
        let mut file = &self.file;
        // What was noted before goes last: a run killed meanwhile leaves the old ids or the new ones.
        let _ = file
            .seek(SeekFrom::Start(0))
            .and_then(|_| file.write_all(text.as_bytes()))
            .and_then(|()| file.set_len(text.len() as u64))
            .and_then(|()| file.sync_data());
    }
}

/// A folder for what deployments keep, which no version control takes in.
fn deploy_folder(root: &Path) -> std::io::Result<PathBuf> {
    let kept = make_folder(root)?;
    let folder = kept.join("deploy");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Where a copy of a branch may be kept.
///
/// # Errors
/// One diagnostic where there can be no such folder.
pub fn branch_copy(root: &Path, target: &str) -> Result<PathBuf, Diagnostic> {
    let told = |error: std::io::Error| fault(KEPT, &error);
    let folder = deploy_folder(root).map_err(told)?;
    let copy = folder.join(format!("{target}.git"));
    real(&copy).or_else(|_| Ok(real(&folder).map_err(told)?.join(format!("{target}.git"))))
}

pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Reads a file that must not lie in the site's folder, nor in the repository that has it.
///
/// # Errors
/// One diagnostic: it lies there, or can't be read.
pub fn read_outside(file: &Path, root: &Path) -> Result<String, Diagnostic> {
    let read = read_file(file)?;
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (real, root) = (whole(file), whole(root));
    let repository = root.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&root);
    // A link within the site to a file outside is as good as the file to nobody but its owner; the link is harmless.
    if real.starts_with(repository) || real.starts_with(&root) {
        return Err(messages::credentials_inside(&file.to_string_lossy(), &repository.to_string_lossy()));
    }
    let name = file.to_string_lossy();
    let text = read.text().ok_or_else(|| messages::credentials_unreadable(&name, "不是 UTF-8", "it isn't UTF-8"))?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_one_s_alone_and_remembers_the_last() {
        let root = tempfile::tempdir().unwrap();
        let first = Claim::take(root.path(), "www").unwrap().unwrap();
        assert!(first.noted().is_empty());
        first.note(&["before"]);
        first.note(&["abc", "def"]);
        assert!(Claim::take(root.path(), "www").is_none());
        assert!(Claim::take(root.path(), "other").is_some());
        drop(first);
        assert_eq!(Claim::take(root.path(), "www").unwrap().unwrap().noted(), ["abc", "def"]);
    }

    #[test]
    fn keys_lie_outside_the_site_and_its_repository() {
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("repository/site");
        fs::create_dir_all(&site).unwrap();
        fs::create_dir(place.path().join("repository/.git")).unwrap();
        for (name, expected) in
            [("keys.yaml", None), ("repository/keys.yaml", Some("E1204")), ("repository/site/keys.yaml", Some("E1204"))]
        {
            let file = place.path().join(name);
            fs::write(&file, "a: {}").unwrap();
            assert_eq!(read_outside(&file, &site).err().map(|fault| fault.code.0), expected, "{name}");
        }
    }
}
