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

/// Writes the starter site into an empty or new folder.
///
/// # Errors
/// Returns errors of the disk.
pub fn plant(folder: &Path) -> io::Result<Planted> {
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
        fs::write(path, file.data)?;
        made.push(name.into_owned());
    }
    made.sort();
    Ok(Planted::Made(made))
}
