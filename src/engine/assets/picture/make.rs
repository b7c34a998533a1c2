//! Generates the forms of a picture: resized, cropped, in other formats.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::decoded::{Decoded, Scale};
use crate::base::guard::guard;

use super::{CARD, Form, Format, Picture, encode, strip};

/// A picture with several forms. It is decoded once, and scaled once to each size for all formats.
pub struct Original<'b> {
    bytes: &'b [u8],
    picture: Picture,
    decoded: OnceCell<Result<RefCell<Decoded>, String>>,
    scaled: RefCell<BTreeMap<Scale, Rc<Decoded>>>,
}

impl<'b> Original<'b> {
    pub fn new(bytes: &'b [u8], picture: Picture) -> Self {
        Self { bytes, picture, decoded: OnceCell::new(), scaled: RefCell::default() }
    }

    /// Generates one form.
    ///
    /// # Errors
    /// The message of the decoder or encoder.
    pub fn make(&self, form: Form) -> Result<Vec<u8>, String> {
        guard(|| self.made(form)).unwrap_or_else(Err)
    }

    /// Generates the middle of the picture in another shape, as JPEG.
    ///
    /// # Errors
    /// The message of the decoder or encoder.
    pub fn cropped(&self, size: (u32, u32)) -> Result<Vec<u8>, String> {
        let made = || {
            let decoded = self.decoded()?;
            encode::encode(&*self.scaled(decoded, Scale { size, crop: true })?, Format::Jpeg, encode::Quality::Scaled)
        };
        guard(made).unwrap_or_else(Err)
    }

    fn decoded(&self) -> Result<&RefCell<Decoded>, String> {
        let read = || Decoded::new(self.bytes, &self.picture).map(RefCell::new);
        self.decoded.get_or_init(read).as_ref().map_err(Clone::clone)
    }

    fn made(&self, form: Form) -> Result<Vec<u8>, String> {
        let picture = &self.picture;
        let (size, crop, format) = match form {
            Form::Whole if picture.stays() => return strip::strip(self.bytes, picture.format),
            Form::Whole => ((picture.width, picture.height), false, picture.format),
            Form::Scaled { width, format } => ((width, picture.height_at(width)), false, format),
            Form::Card => (CARD, true, Format::Jpeg),
        };
        let quality = if form == Form::Whole { encode::Quality::Whole } else { encode::Quality::Scaled };
        let source = self.decoded()?;
        let decoded = source.borrow();
        if size == (decoded.width, decoded.height) {
            return encode::encode(&decoded, format, quality);
        }
        drop(decoded);
        encode::encode(&*self.scaled(source, Scale { size, crop })?, format, quality)
    }

    fn scaled(&self, decoded: &RefCell<Decoded>, scale: Scale) -> Result<Rc<Decoded>, String> {
        let known = self.scaled.borrow().get(&scale).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let scaled = Rc::new(decoded.borrow_mut().scaled(scale)?);
        self.scaled.borrow_mut().insert(scale, scaled.clone());
        Ok(scaled)
    }
}
