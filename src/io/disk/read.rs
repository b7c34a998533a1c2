//! A site's folder → a snapshot of its inputs.

use std::path::Path;

use rust_embed::RustEmbed;

use super::tree::Tree;
use crate::base::diagnostic::Checked;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

#[derive(RustEmbed)]
#[folder = "themes"]
struct Themes;

/// A theme that is embedded in the program.
pub(super) struct ShippedTheme {
    /// `themes/spring`
    pub folder: String,
    pub files: Vec<(SourcePath, SourceFile)>,
    /// Whether it stands in the snapshot.
    pub is_in: bool,
}

/// Reads every input below `root`, by the first look of a [`Tree`].
pub fn read(root: &Path) -> Checked<Snapshot> {
    let mut tree = Tree::new(root);
    tree.look();
    tree.snapshot()
}

/// Returns the themes that are embedded in the program.
pub(super) fn shipped_themes() -> Vec<ShippedTheme> {
    let mut themes: Vec<ShippedTheme> = Vec::new();
    for name in Themes::iter() {
        let Some((theme, _)) = name.split_once('/') else { continue };
        let (Some(path), Some(file)) = (SourcePath::new(&format!("themes/{name}")), Themes::get(&name)) else {
            continue;
        };
        let folder = format!("themes/{theme}");
        let file = (path, SourceFile::new(file.data.into_owned()));
        match themes.iter_mut().find(|theme| theme.folder == folder) {
            Some(theme) => theme.files.push(file),
            None => themes.push(ShippedTheme { folder, files: vec![file], is_in: false }),
        }
    }
    themes
}

/// Returns the files of a theme that is embedded in the program, by their paths in a site; none if there is no such theme.
pub fn shipped_theme(name: &str) -> Vec<(SourcePath, SourceFile)> {
    let folder = format!("themes/{name}");
    shipped_themes().into_iter().find(|theme| theme.folder == folder).map(|theme| theme.files).unwrap_or_default()
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
