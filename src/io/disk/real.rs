//! A path → the whole path without links, as people and other programs write it.
//!
//! Windows itself gives it in a long form (`\\?\C:\…`) that nobody knows, and that git and pandoc have refused. Paths that
//! are only compared with each other stay in that form: it is the same for long paths and short ones.

use std::io;
use std::path::{Path, PathBuf};

/// The whole path without links, for messages and for other programs.
///
/// # Errors
/// Those of the disk: there is nothing there, or it may not be asked.
pub fn real(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// A path as it is shown: with the separators of this system throughout, and never in the long form.
pub fn shown(path: &Path) -> String {
    let text = dunce::simplified(path).to_string_lossy();
    if cfg!(windows) { text.replace('/', "\\") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_form_of_windows_is_not_shown() {
        let place = tempfile::tempdir().unwrap();
        let whole = real(place.path()).unwrap();
        assert!(!whole.to_string_lossy().contains('?'), "{}", whole.display());
        assert!(real(&place.path().join("none")).is_err());
        let (long, mixed) = if cfg!(windows) { (r"\\?\C:\site", r"C:\site") } else { ("a/b", "a/b") };
        assert_eq!(shown(Path::new(long)), mixed);
        assert_eq!(shown(&Path::new("a").join("b/c")).matches(['/', '\\']).count(), 2);
        assert!(!(cfg!(windows) && shown(&Path::new("a").join("b/c")).contains('/')));
    }
}
