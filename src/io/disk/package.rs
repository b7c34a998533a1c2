//! Outputs → one reproducible zip file: the same outputs on the same day give the same bytes. And back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use super::interrupt;
use super::patience::fault;
use super::real::shown;
use super::temporary::{self, Durability};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::source::Content;
use crate::base::time::Today;
use crate::base::url::{OutputPath, Url};
use crate::build::Output;

/// Extensions of files that are already compressed.
const COMPRESSED: [&str; 16] = [
    "avif", "webp", "jpg", "jpeg", "png", "gif", "mp3", "mp4", "webm", "woff2", "zip", "docx", "xlsx", "pptx", "br",
    "gz",
];

/// Writes the zip file as a whole, and returns its length in bytes. The files in it have the day of the build.
///
/// # Errors
/// Returns a diagnostic if it can't be written.
pub fn package(file: &Path, outputs: &BTreeMap<OutputPath, Output>, today: Today) -> Result<u64, Diagnostic> {
    temporary::sweep(temporary::parent(file));
    let written = temporary::write_with(file, Durability::Synced, None, |new| write(new, outputs, today));
    if written.is_err() && interrupt::wished() {
        // The end has removed what was written, and there is nothing to report.
        interrupt::await_end();
    }
    written.map_err(|error| fault(&shown(file), &error))
}

/// The largest package that is read back, unpacked.
const LARGEST: u64 = 4 << 30;

/// Reads a package back: its outputs, as they were.
///
/// # Errors
/// Returns a diagnostic if it can't be read, or holds what no site has.
pub fn unpack(file: &Path) -> Result<BTreeMap<OutputPath, Output>, Diagnostic> {
    read(file).map_err(|error| messages::read_failed(&shown(file), Cause::io(&error)))
}

fn read(file: &Path) -> io::Result<BTreeMap<OutputPath, Output>> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(file)?))?;
    let mut outputs = BTreeMap::new();
    let mut left = LARGEST;
    for place in 0..archive.len() {
        let entry = archive.by_index(place)?;
        let name = entry.name()?.into_owned();
        let path = OutputPath::new(name).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        let mut bytes = Vec::new();
        entry.take(left.saturating_add(1)).read_to_end(&mut bytes)?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        let url = Url::new(&format!("/{path}"));
        outputs.insert(path, Output::new(url, Content::Held(bytes.into())));
    }
    Ok(outputs)
}

fn write(file: &mut File, outputs: &BTreeMap<OutputPath, Output>, today: Today) -> io::Result<u64> {
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let day = today.0;
    // The format has no year before 1980.
    let number = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1980);
    let made = DateTime::from_date_and_time(year, number(day.month()), number(day.day()), 0, 0, 0).unwrap_or_default();
    // The format notes which system made a file; it is the same one for all, as the permissions are Unix's.
    let options = SimpleFileOptions::default().system(System::Unix).last_modified_time(made).unix_permissions(0o644);
    for (path, output) in outputs {
        let kept = COMPRESSED.contains(&path.extension());
        let method = if kept { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(path.as_str(), options.compression_method(method))?;
        zip.write_all(&output.content.bytes()?)?;
    }
    let mut buffer = zip.finish()?;
    buffer.flush()?;
    Ok(buffer.get_ref().metadata()?.len())
}
