//! What has been made of pictures, kept from one run to the next, and the files that are made when they are wanted.

use std::io;
use std::sync::Arc;

use super::{Decoded, Form, Picture, VERSION, make};
use crate::fingerprint::Fingerprint;
use crate::source::{Fetch, SourceFile};

/// A place for files by name. Whatever isn't there, or is no longer, is made anew.
pub trait Shelf: Send + Sync {
    fn has(&self, name: &str) -> bool;
    fn get(&self, name: &str) -> Option<Arc<[u8]>>;
    /// Where it can't be kept, it will be made again: no reason to fail.
    fn put(&self, name: &str, bytes: &[u8]);
}

/// One form of one picture, made when somebody wants it.
#[derive(Clone)]
pub struct PictureFile {
    pub source: SourceFile,
    pub picture: Picture,
    pub form: Form,
    pub shelf: Option<Arc<dyn Shelf>>,
}

impl PictureFile {
    /// By which it is kept. Another form, other bytes or another way of making them have another name.
    pub fn name(&self) -> String {
        let source = self.source.fingerprint;
        match self.form {
            Form::Whole => format!("{source}-{VERSION}.{}", self.picture.format.extension()),
            Form::Scaled { width, format } => format!("{source}-{VERSION}-{width}.{}", format.extension()),
            Form::Card => format!("{source}-{VERSION}-card.jpg"),
        }
    }

    /// Whether somebody made it before.
    pub fn is_made(&self) -> bool {
        self.shelf.as_ref().is_some_and(|shelf| shelf.has(&self.name()))
    }

    /// Makes several forms of one picture, which is read and decoded once, and puts them on their shelf.
    ///
    /// # Errors
    /// What the disk, the decoder or an encoder says.
    pub fn make_all(files: &[Self], done: impl Fn()) -> Result<(), String> {
        let Some(first) = files.first() else { return Ok(()) };
        let bytes = first.source.bytes().map_err(|error| error.to_string())?;
        let decoded = std::cell::OnceCell::new();
        for file in files {
            let made = file.make(&bytes, &decoded)?;
            if let Some(shelf) = &file.shelf {
                shelf.put(&file.name(), &made);
            }
            done();
        }
        Ok(())
    }

    fn make(&self, bytes: &[u8], decoded: &std::cell::OnceCell<Result<Decoded, String>>) -> Result<Vec<u8>, String> {
        let decode = || decoded.get_or_init(|| Decoded::new(bytes, &self.picture)).as_ref().map_err(Clone::clone);
        make(bytes, &self.picture, self.form, decode)
    }
}

impl Fetch for PictureFile {
    fn identity(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.name().as_bytes())
    }

    fn fetch(&self) -> io::Result<Arc<[u8]>> {
        if let Some(bytes) = self.shelf.as_ref().and_then(|shelf| shelf.get(&self.name())) {
            return Ok(bytes);
        }
        let bytes = self.source.bytes()?;
        let made = self.make(&bytes, &std::cell::OnceCell::new()).map_err(io::Error::other)?;
        if let Some(shelf) = &self.shelf {
            shelf.put(&self.name(), &made);
        }
        Ok(made.into())
    }
}
