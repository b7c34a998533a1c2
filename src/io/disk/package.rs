//! Outputs → one reproducible zip file: the same outputs on the same day give the same bytes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::temporary::{self, Durability};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::time::Today;
use crate::base::url::OutputPath;
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
    written.map_err(|error| messages::write_failed(&file.to_string_lossy(), &error.to_string()))
}

fn write(file: &mut File, outputs: &BTreeMap<OutputPath, Output>, today: Today) -> io::Result<u64> {
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let day = today.0;
    // The format has no year before 1980.
    let number = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1980);
    let made = DateTime::from_date_and_time(year, number(day.month()), number(day.day()), 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default().last_modified_time(made).unix_permissions(0o644);
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
