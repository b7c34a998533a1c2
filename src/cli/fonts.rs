//! Where machines keep their fonts.

use std::path::PathBuf;

use crate::assets::poster::Font;
use crate::io::disk;

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
    disk::font(&folders.into_iter().flatten().collect::<Vec<_>>())
}
