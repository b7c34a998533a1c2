//! Where machines keep their fonts, and which of them suit Chinese titles.

use std::path::PathBuf;

use crate::assets::poster::Font;
use crate::io::disk;

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

/// The font with which posters are lettered where the site names none.
pub fn found() -> Option<Font> {
    let below = |variable: &str, path: &str| std::env::var_os(variable).map(|base| PathBuf::from(base).join(path));
    let mut folders = Vec::new();
    if cfg!(windows) {
        folders.extend([below("WINDIR", "Fonts"), below("LOCALAPPDATA", r"Microsoft\Windows\Fonts")]);
    } else if cfg!(target_os = "macos") {
        folders.extend([
            Some("/System/Library/Fonts".into()),
            Some("/Library/Fonts".into()),
            below("HOME", "Library/Fonts"),
        ]);
    } else {
        folders.extend([Some("/usr/share/fonts".into()), Some("/usr/local/share/fonts".into())]);
        folders.extend([below("HOME", ".local/share/fonts"), below("HOME", ".fonts")]);
    }
    disk::search(&folders.into_iter().flatten().collect::<Vec<_>>(), &NAMES).map(Font::new)
}
