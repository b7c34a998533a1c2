//! A font for Chinese titles among those that this machine has.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use walkdir::WalkDir;

use super::large::read_shared;
use crate::assets::poster::Font;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Fetch};

/// Files of fonts that have the characters of GB 18030, the ones that suit a title first. By their names: opening every
/// font of a machine takes longer than building a small site.
const NAMES: [&str; 16] = [
    "NotoSansSC-Bold.otf",
    "NotoSansCJKsc-Bold.otf",
    "NotoSansCJK-Bold.ttc",
    "SourceHanSansSC-Bold.otf",
    "SourceHanSansCN-Bold.otf",
    "SourceHanSans-Bold.ttc",
    "msyhbd.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Medium.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansCJK-Regular.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "DroidSansFallbackFull.ttf",
];
const DEEPEST: usize = 5;

/// The best font below any of the folders; which one doesn't depend on the order in which a disk lists them.
pub fn font(folders: &[PathBuf]) -> Option<Font> {
    let files = folders.iter().flat_map(|folder| WalkDir::new(folder).max_depth(DEEPEST).sort_by_file_name());
    let ranked = files.filter_map(|entry| {
        let entry = entry.ok()?;
        let name = entry.file_name().to_str()?;
        let rank = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        Some((rank, entry.into_path()))
    });
    let (_, path) = ranked.min_by_key(|(rank, _)| *rank)?;
    let about = fs::metadata(&path).ok()?;
    let stamp = (&path, about.len(), about.modified().ok());
    let installed = Installed { identity: Fingerprint::of(&stamp), path };
    Some(Font::new(Content::Elsewhere(Arc::new(installed))))
}

/// A font of this machine. It changes when the machine is updated, and is then another file.
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
        assert!(font(&[root.path().to_owned(), root.path().join("nowhere")]).is_none());
        let put = |name: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        };
        put("a/SIMHEI.TTF");
        put("z/deep/NotoSansCJK-Bold.ttc");
        put("Other.ttf");
        let found = font(&[root.path().to_owned()]).unwrap();
        assert_eq!(&found.content.bytes().unwrap()[..], b"z/deep/NotoSansCJK-Bold.ttc");
        assert_eq!(found.identity(), font(&[root.path().to_owned()]).unwrap().identity());
    }
}
