//! Files that stay on the disk until somebody wants them: photographs, recordings, attachments.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
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

/// The kinds that stages read, whatever their size.
const TEXTS: [&str; 20] = [
    "md", "markdown", "csv", "yaml", "yml", "json", "geojson", "html", "htm", "css", "js", "mjs", "svg", "xml", "txt",
    "tera", "ics", "gpx", "kml", "map",
];

/// From here on a file of an unknown kind isn't held in memory either.
const LARGE_OF_ANY_KIND: u64 = 4 << 20;

/// No text, table or template is longer.
const MOST_HELD: u64 = 64 << 20;

/// No file is larger: it is read as a whole when it is published.
const MOST: u64 = 1 << 30;

/// Whether a file is better left where it is.
pub(super) fn is_large(path: &Path, size: u64) -> bool {
    let kind = || path.extension().and_then(|kind| kind.to_str()).unwrap_or_default().to_ascii_lowercase();
    size >= LARGE && KINDS.contains(&kind().as_str()) || size >= LARGE_OF_ANY_KIND && !TEXTS.contains(&kind().as_str())
}

/// Reads a file of a usual size; `large` says that it needn't stay in memory.
///
/// # Errors
/// Those of the disk; `FileTooLarge` where a program could only run out of memory. What a system makes up as it is read
/// has no size of its own.
pub(super) fn read_usual(path: &Path, large: bool) -> io::Result<Vec<u8>> {
    read_at_most(path, if large { MOST } else { MOST_HELD })
}

fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    if length <= most {
        bytes.reserve_exact(usize::try_from(length).map_err(io::Error::other)?);
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    if length.max(bytes.len() as u64) > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
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

/// How much of each end of a file is looked at.
const END: u64 = 16 * 1024;

/// The fingerprint of what a file begins and ends with: there lie the particulars of a photograph, of a recording and of a
/// document, and the list of contents of an archive, with a checksum of each.
pub(super) fn ends(path: &Path) -> Option<Fingerprint> {
    let mut file = File::open(path).ok()?;
    let mut held = Vec::new();
    (&mut file).take(END).read_to_end(&mut held).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(END))).ok()?;
    file.take(END).read_to_end(&mut held).ok()?;
    Some(Fingerprint::of_bytes(&held))
}

fn changed() -> io::Error {
    io::Error::other("the file was changed while it was being used")
}

/// A whole file, read to where its bytes stay: one of tens of megabytes isn't worth copying.
pub(super) fn read_shared(path: &Path) -> io::Result<Arc<[u8]>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > MOST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let length = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
    file.read_exact(Arc::make_mut(&mut bytes)).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => changed(),
        _ => error,
    })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_has_a_bound() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.md");
        std::fs::write(&path, b"1234").unwrap();
        assert_eq!(read_at_most(&path, 4).unwrap(), b"1234");
        assert_eq!(read_at_most(&path, 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        // Nothing is read of a file that says that it is too long.
        File::create(&path).unwrap().set_len(MOST + 1).unwrap();
        assert_eq!(read_usual(&path, true).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(read_shared(&path).is_err());
    }

    #[test]
    fn what_no_stage_reads_stays_on_the_disk() {
        for (name, size, large) in [
            ("a.jpg", LARGE, true),
            ("a.jpg", LARGE - 1, false),
            ("a.csv", 32 << 20, false),
            ("a.iso", LARGE_OF_ANY_KIND, true),
            ("setup", LARGE_OF_ANY_KIND, true),
            ("a.exe", LARGE, false),
        ] {
            assert_eq!(is_large(Path::new(name), size), large, "{name} {size}");
        }
    }

    #[test]
    fn both_ends_of_a_file_are_seen() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.jpg");
        let of = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            ends(&path).unwrap()
        };
        let photograph = vec![7; 100_000];
        let with = |place: usize| {
            let mut changed = photograph.clone();
            changed[place] = 8;
            changed
        };
        let before = of(&photograph);
        assert_eq!(before, of(&photograph));
        assert_ne!(before, of(&with(100)), "its place was removed");
        assert_ne!(before, of(&with(99_990)), "the list of an archive");
        assert_ne!(of(b"short"), of(b"shirt"));
        assert!(ends(&root.path().join("none")).is_none());
    }
}
