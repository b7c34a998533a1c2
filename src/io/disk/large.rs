//! Files that stay on the disk until somebody wants them: photographs, recordings, attachments.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Fetch;

/// From here on a file of these kinds is not held in memory.
const LARGE: u64 = 64 * 1024;

/// None of them is a text, a table or a template: no stage before the outputs looks into them all.
const KINDS: [&str; 43] = [
    "3gp", "7z", "dng", "hif", "jfif", "jpe", "pjpeg", "avif", "avi", "bmp", "doc", "docx", "gif", "gz", "heic",
    "heif", "jpeg", "jpg", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "odt", "ogg", "otf", "pdf", "png", "ppt", "pptx",
    "rar", "tif", "tiff", "ttc", "ttf", "wav", "webm", "webp", "woff2", "xls", "xlsx", "zip",
];

/// Whether a file is better left where it is.
pub(super) fn is_large(path: &Path, size: u64) -> bool {
    let kind = || path.extension()?.to_str().map(str::to_ascii_lowercase);
    size >= LARGE && kind().is_some_and(|kind| KINDS.contains(&kind.as_str()))
}

/// A file whose fingerprint is known.
pub(super) struct Large {
    pub(super) path: PathBuf,
    pub(super) fingerprint: Fingerprint,
}

impl Fetch for Large {
    fn identity(&self) -> Fingerprint {
        self.fingerprint
    }

    fn fetch(&self) -> io::Result<Arc<[u8]>> {
        let bytes = read_shared(&self.path)?;
        if Fingerprint::of_bytes(&bytes) != self.fingerprint {
            return Err(changed());
        }
        Ok(bytes)
    }
}

fn changed() -> io::Error {
    io::Error::other("the file was changed while it was being used")
}

/// A whole file, read to where its bytes stay: one of tens of megabytes isn't worth copying.
pub(super) fn read_shared(path: &Path) -> io::Result<Arc<[u8]>> {
    let mut file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
    file.read_exact(Arc::make_mut(&mut bytes)).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => changed(),
        _ => error,
    })?;
    Ok(bytes)
}
