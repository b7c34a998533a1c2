//! One form of a picture as a file that is generated on demand.

use super::{Form, Original, Picture, VERSION};
use crate::assets::lazy::{FileGenerator, LazyFile};
use crate::base::source::SourceFile;

#[derive(Clone)]
pub struct PictureFile {
    pub source: SourceFile,
    pub picture: Picture,
    pub form: Form,
}

impl PictureFile {
    /// Whether it is only stripped of metadata, without encoding.
    pub fn is_quick(&self) -> bool {
        self.form == Form::Whole && self.picture.stays()
    }
}

impl FileGenerator for PictureFile {
    /// The cache key: the source's fingerprint, the version of the generator, and the form.
    fn name(&self) -> String {
        let source = self.source.fingerprint;
        match self.form {
            Form::Whole => format!("{source}-{VERSION}.{}", self.picture.format.extension()),
            Form::Scaled { width, format } => format!("{source}-{VERSION}-{width}.{}", format.extension()),
            Form::Card => format!("{source}-{VERSION}-card.jpg"),
        }
    }

    fn make(&self) -> Result<Vec<u8>, String> {
        let bytes = self.source.bytes().map_err(|error| error.to_string())?;
        Original::new(&bytes, self.picture).make(self.form)
    }
}

/// Generates several forms of one picture, which is read and decoded once, and stores them in the cache.
///
/// # Errors
/// The message of the disk, the decoder or an encoder.
pub fn make_all(files: &[LazyFile<PictureFile>], done: impl Fn()) -> Result<(), String> {
    let Some(first) = files.first() else { return Ok(()) };
    let bytes = first.generator.source.bytes().map_err(|error| error.to_string())?;
    let original = Original::new(&bytes, first.generator.picture);
    for file in files {
        file.keep(&original.make(file.generator.form)?);
        done();
    }
    Ok(())
}
