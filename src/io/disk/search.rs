//! The name of a file → the file, searched below some folders of this machine.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use walkdir::WalkDir;

use super::large::read_shared;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Fetch};

/// The maximum depth of the search.
const DEEPEST: usize = 5;

/// Returns the file below any of the folders whose name comes first among `names`, ignoring case. The choice doesn't depend
/// on the order in which a file system lists files.
pub fn search(folders: &[PathBuf], names: &[&str]) -> Option<Content> {
    let files = folders.iter().flat_map(|folder| WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name());
    let ranked = files.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name().to_str()?;
        let rank = names.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some((rank, entry.into_path()))
    });
    let (_, path) = ranked.min_by_key(|(rank, _)| *rank)?;
    let about = fs::metadata(&path).ok()?;
    let stamp = (&path, about.len(), about.modified().ok());
    let installed = Installed { identity: Fingerprint::of(&stamp), path };
    Some(Content::Elsewhere(Arc::new(installed)))
}

/// An installed file. Its identity is its path, size and time, so an update of the machine changes it.
struct Installed {
    path: PathBuf,
    identity: Fingerprint,
}

impl Fetch for Installed {
    fn identity(&self) -> Fingerprint {
        self.identity
    }

    fn fetch(&self) -> std::io::Result<Arc<[u8]>> {
        read_shared(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_name_wins_wherever_it_lies() {
        let root = tempfile::tempdir().unwrap();
        let names = ["NotoSansCJK-Bold.ttc", "simhei.ttf"];
        let found = |folder: &str| search(&[root.path().to_owned(), root.path().join(folder)], &names);
        assert!(found("nowhere").is_none());
        let put = |name: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        put("a/SIMHEI.TTF");
        put("z/deep/NotoSansCJK-Bold.ttc");
        put("Other.ttf");
        let best = found("a").unwrap();
        assert_eq!(&best.bytes().unwrap()[..], b"z/deep/NotoSansCJK-Bold.ttc");
        assert_eq!(best.identity(), found("z").unwrap().identity());
    }
}
