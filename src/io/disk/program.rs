//! The program itself as an input: another version may make other pages from the same files.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::known::KnownFiles;
use super::stamp::Stamp;
use crate::base::fingerprint::Fingerprint;

/// The name of the stored fingerprint of the program.
const KNOWN: &str = "program.json";

/// The number of bytes in memory at a time.
const PIECE: usize = 1 << 20;

/// Returns the fingerprint of a program's bytes; `None` if it can't be read.
///
/// A program has tens of megabytes, more than most sites, so it is read only if its stamp differs from the one that an
/// earlier run below this root noted.
pub fn program(root: &Path, file: &Path) -> Option<Fingerprint> {
    let mut open = File::open(file).ok()?;
    let stamp = Stamp::of(&open.metadata().ok()?);
    let name = file.to_string_lossy();
    let mut known = KnownFiles::load(root, KNOWN);
    if let Some(found) = known.get(&name, stamp) {
        return Some(found);
    }
    let (mut parts, mut piece) = (Vec::new(), Vec::with_capacity(PIECE));
    while open.by_ref().take(PIECE as u64).read_to_end(&mut piece).ok()? > 0 {
        parts.push(Fingerprint::of_bytes(&piece));
        piece.clear();
    }
    let found = Fingerprint::of(&parts);
    known.note(&name, stamp, found);
    known.save(root, |noted| noted == name);
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread::sleep;

    use super::*;
    use crate::config::inputs::CONFIG_FILE;
    use crate::io::disk::kept::{keep, recall};
    use crate::io::disk::stamp::GRAIN;

    #[test]
    fn a_program_is_read_once_and_again_when_it_changes() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("kepu");
        fs::write(root.path().join(CONFIG_FILE), "title: 科普\n").unwrap();
        let put = |bytes: &str| {
            fs::write(&file, bytes).unwrap();
            sleep(GRAIN);
        };
        put("one");
        let one = program(root.path(), &file).unwrap();
        // From now on the noted fingerprint is returned: the file isn't read.
        let noted = String::from_utf8(recall(root.path(), KNOWN).unwrap()).unwrap();
        let other = Fingerprint::of_bytes(b"another");
        keep(root.path(), KNOWN, noted.replace(&one.to_string(), &other.to_string()).as_bytes());
        assert_eq!(program(root.path(), &file), Some(other));
        put("two");
        let two = program(root.path(), &file).unwrap();
        assert!(two != one && two != other);
        assert_eq!(program(root.path(), &root.path().join("none")), None);
    }
}
