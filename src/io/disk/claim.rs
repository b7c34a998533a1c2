//! What a deployment needs of this machine: keys from outside the site, and a claim that dies with its process.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::kept::{KEPT, make_folder};
use super::read_file;
use crate::base::diagnostic::{Diagnostic, messages};

/// Says that this folder deploys to a target. The system gives it back when the process ends, however it ends.
pub struct Claim {
    file: File,
    /// What the run before this one noted.
    noted: Option<String>,
}

impl Claim {
    /// `None` where another process has it. Where there can be no such file nobody is kept away: the lock on the
    /// target is there for that.
    pub fn take(root: &Path, name: &str) -> Option<Option<Self>> {
        let Ok(mut file) = open(root, name) else { return Some(None) };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Error(_)) => return Some(None),
        }
        let mut noted = String::new();
        let read = file.read_to_string(&mut noted);
        let noted = Some(noted).filter(|noted| read.is_ok() && !noted.is_empty());
        Some(Some(Self { file, noted }))
    }

    pub fn noted(&self) -> Option<&str> {
        self.noted.as_deref()
    }

    /// Notes a text for the run after this one. Where it can't be noted, that run has to wait or be told.
    pub fn note(&self, text: &str) {
        let mut file = &self.file;
        let _ = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_data());
    }
}

fn open(root: &Path, name: &str) -> std::io::Result<File> {
    let folder = deploy_folder(root)?;
    File::options().read(true).write(true).create(true).truncate(false).open(folder.join(name))
}

/// A folder for what deployments keep, which no version control takes in.
fn deploy_folder(root: &Path) -> std::io::Result<PathBuf> {
    let kept = make_folder(root)?;
    let folder = kept.join("deploy");
    fs::create_dir_all(&folder)?;
    fs::write(kept.join(".gitignore"), "*\n")?;
    Ok(folder)
}

/// Where a copy of a branch may be kept.
///
/// # Errors
/// One diagnostic where there can be no such folder.
pub fn branch_copy(root: &Path, target: &str) -> Result<PathBuf, Diagnostic> {
    let told = |error: std::io::Error| messages::write_failed(KEPT, &error.to_string());
    let folder = deploy_folder(root).map_err(told)?;
    folder.join(format!("{target}.git")).canonicalize().or_else(|_| {
        let whole = folder.canonicalize().map_err(told)?;
        Ok(whole.join(format!("{target}.git")))
    })
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
        assert_eq!(first.noted(), None);
        first.note("abc");
        assert!(Claim::take(root.path(), "www").is_none());
        assert!(Claim::take(root.path(), "other").is_some());
        drop(first);
        assert_eq!(Claim::take(root.path(), "www").unwrap().unwrap().noted(), Some("abc"));
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
