//! pandoc, where it is installed: a Word document → Markdown and the pictures in it.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::{NotRun, Program};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::io::disk;

/// A report of hundreds of pages takes pandoc a minute.
const TIMEOUT: Duration = Duration::from_secs(10 * 60);

/// What pandoc made of a document.
pub struct Converted {
    pub text: String,
    pub pictures: Snapshot,
}

/// Converts a document by a Lua filter and a template. `name` stands for it in messages, `file` is where it is.
///
/// # Errors
/// One diagnostic: no pandoc, a file that it can't read, a disk that fails.
pub fn convert(
    (file, document): (&Path, &[u8]),
    name: &str,
    filter: &str,
    template: &str,
) -> Result<Converted, Diagnostic> {
    let failed = |error: io::Error| disk::write_fault(&disk::shown(file), &error);
    // Removed with all that is in it when it is dropped.
    let scratch = tempfile::tempdir().map_err(failed)?;
    disk::write_beside(&scratch.path().join("document.docx"), document)?;
    disk::write_beside(&scratch.path().join("filter.lua"), filter.as_bytes())?;
    disk::write_beside(&scratch.path().join("template.txt"), template.as_bytes())?;
    let finished = Program::new("pandoc", TIMEOUT)
        .options(&["--from", "docx", "--to", "gfm+footnotes+tex_math_dollars", "--wrap", "none"])
        .options(&["--lua-filter", "filter.lua", "--template", "template.txt", "--extract-media", "."])
        .operand("document.docx")
        .folder(scratch.path())
        .run()
        .map_err(|fault| match fault {
            NotRun::NotFound => messages::no_pandoc(),
            fault => messages::pandoc_failed(name, fault.cause()),
        })?;
    if !finished.success {
        return Err(messages::pandoc_failed(name, Cause::said(&finished.stderr)));
    }
    let pictures = disk::read_folder(&scratch.path().join("media")).value;
    Ok(Converted { text: String::from_utf8_lossy(&finished.stdout).into_owned(), pictures })
}
