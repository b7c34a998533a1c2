//! The starter site: a small complete site that is embedded in the program.

use std::fs;
use std::io;
use std::path::Path;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "src/io/disk/starter"]
struct Starter;

/// The result of writing the starter site.
pub enum Planted {
    /// The written files, in order.
    Made(Vec<String>),
    /// The folder isn't empty; nothing was written.
    NotEmpty,
}

/// Writes the starter site into an empty or new folder. `fit` makes of a file's text, by its path, what is written.
///
/// # Errors
/// Returns errors of the disk.
pub fn plant(folder: &Path, fit: impl Fn(&str, &str) -> String) -> io::Result<Planted> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(Planted::NotEmpty);
    }
    let mut made = Vec::new();
    for name in Starter::iter() {
        let Some(file) = Starter::get(&name) else { continue };
        let path = folder.join(&*name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        match std::str::from_utf8(&file.data) {
            Ok(text) => fs::write(path, fit(&name, text))?,
            Err(_) => fs::write(path, &file.data)?,
        }
        made.push(name.into_owned());
    }
    made.sort();
    Ok(Planted::Made(made))
}
