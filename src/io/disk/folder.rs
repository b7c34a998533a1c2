//! A folder that one command fills: nothing of anybody else's is in it, and nothing of an earlier time stays.

use std::fs;
use std::io;
use std::path::Path;

use super::foreign::write_beside;
use super::patience::{self, Patience};
use super::read::is_ignored;
use super::real::shown;
use crate::base::diagnostic::Diagnostic;

/// Writes files into a folder, by their names below it, and removes those of an earlier time. `is_own` says which names are
/// such files'. Returns false, and does nothing, if the folder holds any other.
///
/// # Errors
/// One diagnostic if a file can't be written or removed.
pub fn fill_folder<'f>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    is_own: impl Fn(&str) -> bool,
) -> Result<bool, Diagnostic> {
    let failed = |error: io::Error| patience::fault(&shown(folder), &error);
    let mut old = Vec::new();
    list(folder, "", &mut old).map_err(failed)?;
    if !old.iter().all(|name| is_own(name)) {
        return Ok(false);
    }
    let mut written = Vec::new();
    for (name, bytes) in files {
        write_beside(&folder.join(name), bytes)?;
        written.push(name);
    }
    for name in old.iter().filter(|name| !written.contains(&name.as_str())) {
        Patience::default().remove_file(&folder.join(name)).map_err(failed)?;
    }
    Ok(true)
}

/// Files below a folder, but for those that systems put there.
fn list(folder: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &path, names)?;
        } else if !is_ignored(&name) {
            names.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_filled_anew_and_one_with_other_files_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a");
        let own = |name: &str| name.starts_with("images/") || name == "article.html";
        let fill = |files: &[(&str, &str)]| {
            fill_folder(&folder, files.iter().map(|(name, text)| (*name, text.as_bytes())), own).unwrap()
        };
        assert!(fill(&[("article.html", "1"), ("images/01.png", "2"), ("images/02.png", "3")]));
        assert!(fill(&[("article.html", "4"), ("images/01.png", "5")]));
        assert!(!folder.join("images/02.png").exists());
        assert_eq!(fs::read_to_string(folder.join("article.html")).unwrap(), "4");
        fs::write(folder.join("diary.txt"), "mine").unwrap();
        assert!(!fill(&[("article.html", "6")]));
        assert_eq!(fs::read_to_string(folder.join("article.html")).unwrap(), "4");
    }
}
