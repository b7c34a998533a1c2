//! Folders of this machine → the sites in them.

use std::fs;
use std::path::{Path, PathBuf};

use super::read::is_ignored;
use crate::config::inputs::CONFIG_FILE;

/// Returns the site that a folder is, or else those that lie in it, by name.
pub fn sites(folder: &Path) -> Vec<PathBuf> {
    let is_site = |folder: &Path| folder.join(CONFIG_FILE).is_file();
    if is_site(folder) {
        return vec![folder.to_owned()];
    }
    let inner = fs::read_dir(folder).into_iter().flatten().flatten();
    let shown = inner.filter(|entry| !is_ignored(&entry.file_name().to_string_lossy()));
    let mut found: Vec<PathBuf> = shown.map(|entry| entry.path()).filter(|path| is_site(path)).collect();
    found.sort();
    found
}

/// Whether nothing is in a folder, or there is no folder.
pub fn is_empty(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Returns the first of the names `name`, `name2`, `name3` … that nothing in a folder has.
pub fn free_place(folder: &Path, name: &str) -> PathBuf {
    let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}{number}")));
    let mut places = names.map(|name| folder.join(name));
    places.find(|place| fs::symlink_metadata(place).is_err()).unwrap_or_else(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_found_where_it_is_and_one_folder_below() {
        let place = tempfile::tempdir().unwrap();
        let put = |path: &str| {
            let folder = place.path().join(path);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join(CONFIG_FILE), "title: 科普\n").unwrap();
        };
        assert_eq!(sites(&place.path().join("none")), Vec::<PathBuf>::new());
        put("乙");
        put("甲/深");
        put(".kepu-abcdef.tmp");
        assert_eq!(sites(place.path()), [place.path().join("乙")]);
        put("甲");
        assert_eq!(sites(place.path()).len(), 2);
        put("");
        assert_eq!(sites(place.path()), [place.path()]);
        assert_eq!(free_place(place.path(), "丙"), place.path().join("丙"));
        assert_eq!(free_place(place.path(), "甲"), place.path().join("甲2"));
    }
}
