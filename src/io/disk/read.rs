//! A site's folder → a snapshot of its inputs.

use std::path::Path;

use rust_embed::RustEmbed;

use super::tree::Tree;
use crate::base::diagnostic::Checked;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

#[derive(RustEmbed)]
#[folder = "themes/spring"]
struct Spring;

/// Reads every input below `root`, by the first look of a [`Tree`].
pub fn read(root: &Path) -> Checked<Snapshot> {
    let mut tree = Tree::new(root);
    tree.look();
    tree.snapshot()
}

/// Returns the theme `spring` that is embedded in the program.
pub(super) fn shipped_theme() -> Vec<(SourcePath, SourceFile)> {
    let file = |name: &str| {
        Some((
            SourcePath::new(&format!("themes/spring/{name}"))?,
            SourceFile::new(Spring::get(name)?.data.into_owned()),
        ))
    };
    Spring::iter().filter_map(|name| file(&name)).collect()
}

/// Returns whether a name is that of a hidden file, or of a file that editors and systems leave behind.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') && name != ".well-known"
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        || name.starts_with("~$")
        || name.starts_with(".#")
        || matches!(name, "Thumbs.db" | "desktop.ini" | "node_modules")
}
