//! pandoc, where it is installed: a Word document → Markdown and the pictures in it.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::{read_file, read_folder};
use crate::authoring::import::docx::{FILTER, Paper, TEMPLATE};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::SourcePath;

/// Runs pandoc on a document. `scratch` is a folder of our own, made and taken down here.
///
/// # Errors
/// One diagnostic: no pandoc, a file that it can't read, a disk that fails.
pub fn pandoc(file: &Path, name: SourcePath, scratch: &Path) -> Result<Paper, Diagnostic> {
    read_file(file)?;
    let failed = |error: io::Error| messages::write_failed(&scratch.to_string_lossy(), &error.to_string());
    let source = file.canonicalize().map_err(failed)?;
    fs::create_dir_all(scratch).map_err(failed)?;
    let paper = converted(&source, name, scratch);
    let _ = fs::remove_dir_all(scratch);
    paper
}

fn converted(source: &Path, name: SourcePath, scratch: &Path) -> Result<Paper, Diagnostic> {
    let failed = |error: io::Error| messages::write_failed(&scratch.to_string_lossy(), &error.to_string());
    fs::write(scratch.join("filter.lua"), FILTER).map_err(failed)?;
    fs::write(scratch.join("template.txt"), TEMPLATE).map_err(failed)?;
    let output = Command::new("pandoc")
        .args(["--from", "docx", "--to", "gfm+footnotes+tex_math_dollars", "--wrap", "none"])
        .args(["--lua-filter", "filter.lua", "--template", "template.txt", "--extract-media", "."])
        .arg(source)
        .current_dir(scratch)
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => messages::no_pandoc(),
            _ => messages::pandoc_failed(name.as_str(), &error.to_string()),
        })?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        return Err(messages::pandoc_failed(name.as_str(), told.trim()));
    }
    let pictures = read_folder(&scratch.join("media"));
    let pictures = pictures.value.iter().map(|(path, file)| (path.to_string(), file.clone())).collect();
    Ok(Paper { name, text: String::from_utf8_lossy(&output.stdout).into_owned(), pictures })
}
