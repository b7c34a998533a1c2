//! A file of any length, line by line: as it is, or compressed with gzip.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::patience;
use super::real::shown;
use crate::base::diagnostic::Diagnostic;

/// What a line is longer than isn't read: no more than this is ever held.
const LONGEST: u64 = 64 * 1024;

/// Hands out each line of a file with its number, from 1. A line that isn't UTF-8 is read as far as it is.
///
/// # Errors
/// One diagnostic if the file can't be read, or not to its end.
pub fn each_line(file: &Path, mut each: impl FnMut(&str, u64)) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| patience::unreadable(&shown(file), &error);
    let mut reader = BufReader::with_capacity(256 * 1024, File::open(file).map_err(failed)?);
    let compressed = reader.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    if compressed {
        read(&mut BufReader::with_capacity(256 * 1024, MultiGzDecoder::new(reader)), &mut each).map_err(failed)
    } else {
        read(&mut reader, &mut each).map_err(failed)
    }
}

fn read(reader: &mut impl BufRead, each: &mut impl FnMut(&str, u64)) -> io::Result<()> {
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let length = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(());
        }
        number += 1;
        each(&String::from_utf8_lossy(&line), number);
        while line.last() != Some(&b'\n') && length as u64 == LONGEST {
            line.clear();
            if reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn lines_are_read_from_plain_and_compressed_files() {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("a\n{}\nb", "x".repeat(200_000));
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        for (name, bytes) in [("a.log", text.clone().into_bytes()), ("a.gz", packed.finish().unwrap())] {
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            let mut lines = Vec::new();
            each_line(&file, |line, number| lines.push((line.trim_end().len(), number))).unwrap();
            assert_eq!(lines, [(1, 1), (LONGEST as usize, 2), (1, 3)], "{name}");
        }
        assert!(each_line(&folder.path().join("none"), |_, _| {}).is_err());
    }
}
