//! Some folders of this machine → the files of some kinds in them: installed fonts.

use std::cmp::Reverse;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::large::read_shared;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Fetch};

/// The maximum depth of the search.
const DEEPEST: usize = 5;

/// Files that were there when they were listed, in the order of the folders and of their paths: the choice among them
/// doesn't depend on the order in which a file system lists them.
pub struct Installed {
    files: Vec<Found>,
}

#[derive(Clone, Hash)]
struct Found {
    path: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
}

impl Installed {
    /// Lists the files with one of the extensions, in any case of letters.
    pub fn below(folders: &[PathBuf], extensions: &[&str]) -> Self {
        let wanted = |path: &Path| {
            let extension = path.extension().and_then(|extension| extension.to_str());
            extension.is_some_and(|extension| extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
        };
        let entries = folders.iter().flat_map(|folder| WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name());
        let paths = entries.filter_map(|entry| Some(entry.ok()?.into_path())).filter(|path| wanted(path));
        let files = paths.filter_map(|path| {
            let about = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
            Some(Found { path, size: about.len(), modified: about.modified().ok() })
        });
        Self { files: files.collect() }
    }

    /// Another one when a file is added, removed or replaced.
    pub fn identity(&self) -> Fingerprint {
        Fingerprint::of(&self.files)
    }

    /// The file whose name comes first among `names`, ignoring case.
    pub fn named(&self, names: &[&str]) -> Option<Content> {
        let ranked = self.files.iter().filter_map(|file| {
            let name = file.path.file_name()?.to_str()?;
            Some((names.iter().position(|known| known.eq_ignore_ascii_case(name))?, file))
        });
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, file)| file.content())
    }

    /// The first of those files that `judge`, which may read them, gives the highest mark; with that mark.
    pub fn best<M: Ord + Clone>(&self, judge: impl Fn(&mut File) -> Option<M>) -> Option<(M, Content)> {
        let marked = self.files.iter().filter_map(|file| Some((judge(&mut File::open(&file.path).ok()?)?, file)));
        marked.min_by_key(|(mark, _)| Reverse(mark.clone())).map(|(mark, file)| (mark, file.content()))
    }
}

impl Found {
    fn content(&self) -> Content {
        Content::Elsewhere(Arc::new(self.clone()))
    }
}

impl Fetch for Found {
    /// That of its path, size and time, so that an update of the machine changes it.
    fn identity(&self) -> Fingerprint {
        Fingerprint::of(&(&self.path, self.size, self.modified))
    }

    fn fetch(&self) -> std::io::Result<Arc<[u8]>> {
        read_shared(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_best_name_wins_wherever_it_lies() {
        let root = tempfile::tempdir().unwrap();
        let names = ["NotoSansCJK-Bold.ttc", "simhei.ttf"];
        let listed =
            |folder: &str| Installed::below(&[root.path().to_owned(), root.path().join(folder)], &["ttf", "ttc"]);
        let nothing = listed("nowhere");
        assert!(nothing.named(&names).is_none());
        let put = |name: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        put("a/SIMHEI.TTF");
        put("z/deep/NotoSansCJK-Bold.ttc");
        put("Other.ttf");
        put("simhei.ttf.txt");
        let best = listed("a").named(&names).unwrap();
        assert_eq!(&best.bytes().unwrap()[..], b"z/deep/NotoSansCJK-Bold.ttc");
        assert_eq!(best.identity(), listed("z").named(&names).unwrap().identity());
        assert_ne!(nothing.identity(), listed("nowhere").identity(), "a font was installed");
    }

    #[test]
    fn the_best_content_wins() {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in [("a.ttf", "1"), ("b.ttf", "3"), ("c.ttf", "3"), ("d.ttf", "no")] {
            fs::write(root.path().join(name), text).unwrap();
        }
        let judge = |file: &mut File| {
            let mut text = String::new();
            file.read_to_string(&mut text).ok()?;
            text.parse::<u8>().ok()
        };
        let installed = Installed::below(&[root.path().to_owned()], &["ttf"]);
        let (mark, content) = installed.best(judge).unwrap();
        assert_eq!((mark, content.identity()), (3, installed.named(&["b.ttf"]).unwrap().identity()));
    }
}
