//! The pictures of a text as an editor elsewhere takes them: JPEG, PNG or GIF, no wider than it shows them.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::SharedFile;
use crate::assets::picture::{Form, Format, Original, Picture, inspect, sniff};
use crate::assets::poster::{DrawingSize, Lettering, draw};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::Url;
use crate::build::Ready;

/// As wide as pictures are published, in pixels.
const WIDEST: u32 = 1080;
/// What an editor takes of a picture within the text, in bytes, and how many of them.
const MOST_EMBEDDED: usize = 1_000_000;
const MOST_COUNT: usize = 20;
/// What it takes of a file, in bytes.
const MOST_BYTES: usize = 5_000_000;

/// How a picture is referred to in the article.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureSource {
    /// By this address, or with these bytes.
    Address(String),
    /// It is in the folder alone, to be put in by hand.
    ByHand,
}

/// A picture of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPicture {
    /// The file in the folder; empty for one of another site.
    pub file: String,
    pub number: usize,
    pub width: u32,
    pub source: PictureSource,
}

/// Why a picture isn't there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureLack {
    NotFound,
    Broken(String),
}

impl PictureLack {
    pub fn reason(self) -> String {
        match self {
            Self::NotFound => String::new(),
            Self::Broken(reason) => reason,
        }
    }
}

/// Reports drawings whose words no font was there for.
pub fn unlettered(names: &[String]) -> Option<Diagnostic> {
    (!names.is_empty()).then(|| messages::share_unlettered(&names.join("、"), &names.join(", ")))
}

/// The pictures of one text, numbered as they come.
pub struct PictureFolder<'r> {
    ready: &'r Ready,
    lettering: Option<&'r Lettering>,
    /// Whether every picture goes into the text, not only what is published in no form that fits.
    embed: bool,
    /// Whether whatever reads the text takes any number of pictures of any size.
    unbounded: bool,
    known: BTreeMap<String, SharedPicture>,
    embedded: usize,
    pub files: Vec<SharedFile>,
    /// Drawings with words that no font was there for.
    pub unlettered: Vec<String>,
}

impl<'r> PictureFolder<'r> {
    pub fn new(ready: &'r Ready, lettering: Option<&'r Lettering>, embed: bool) -> Self {
        let (known, files, unlettered) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { ready, lettering, embed, unbounded: false, known, embedded: 0, files, unlettered }
    }

    /// For a page that is printed, and holds all its pictures.
    pub fn for_print(ready: &'r Ready, lettering: Option<&'r Lettering>) -> Self {
        Self { unbounded: true, ..Self::new(ready, lettering, true) }
    }

    /// Takes a picture of the site by the address that a page shows it with.
    ///
    /// # Errors
    /// Why it isn't there.
    pub fn take(&mut self, address: &str) -> Result<SharedPicture, PictureLack> {
        if address.starts_with("https://") || address.starts_with("http://") {
            let source = PictureSource::Address(address.to_owned());
            return Ok(SharedPicture { file: String::new(), number: 0, width: WIDEST, source });
        }
        if let Some(known) = self.known.get(address) {
            return Ok(known.clone());
        }
        let url = Url::new(&crate::base::url::percent_decode(address));
        let (source, content) = self.ready.file_at(&url).ok_or(PictureLack::NotFound)?;
        let bytes = content.bytes().map_err(|error| PictureLack::Broken(error.to_string()))?;
        let name = source.as_str().to_owned();
        let made = if source.extension().eq_ignore_ascii_case("svg") {
            self.drawing(&bytes, &name)
        } else {
            self.raster(&bytes, &url)
        };
        let made = made.map_err(PictureLack::Broken)?;
        let picture = self.keep(made);
        self.known.insert(address.to_owned(), picture.clone());
        Ok(picture)
    }

    /// Adds a picture that the program made.
    pub fn add(&mut self, bytes: Vec<u8>, width: u32) -> SharedPicture {
        self.keep(Made { bytes, width, extension: "png", published: None })
    }

    /// Draws what is written as a drawing within a text; nothing for what can't be drawn.
    pub fn draw(&mut self, svg: &[u8], name: &str) -> Option<SharedPicture> {
        let made = self.drawing(svg, name).ok()?;
        Some(self.keep(made))
    }

    fn keep(&mut self, made: Made) -> SharedPicture {
        let number = self.files.len() + 1;
        let file = format!("images/{number:02}.{}", made.extension);
        let fits = self.unbounded || made.bytes.len() <= MOST_EMBEDDED && self.embedded < MOST_COUNT;
        let source = match made.published {
            Some(address) if !self.embed => PictureSource::Address(address),
            _ if fits => {
                self.embedded += 1;
                let kind = if made.extension == "jpg" { "jpeg" } else { made.extension };
                PictureSource::Address(format!("data:image/{kind};base64,{}", STANDARD.encode(&made.bytes)))
            }
            Some(address) => PictureSource::Address(address),
            None => PictureSource::ByHand,
        };
        self.files.push(SharedFile { name: file.clone(), bytes: made.bytes });
        SharedPicture { file, number, width: made.width, source }
    }

    fn drawing(&mut self, bytes: &[u8], name: &str) -> Result<Made, String> {
        if self.lettering.is_none() && has_words(bytes) {
            self.unlettered.push(name.to_owned());
        }
        let bytes = draw(bytes, self.lettering, DrawingSize::Width(WIDEST))?;
        Ok(Made { bytes, width: WIDEST, extension: "png", published: None })
    }

    fn raster(&self, bytes: &[u8], url: &Url) -> Result<Made, String> {
        let site = self.ready.site();
        let picture = inspect(bytes, site.config.max_pixels).map_err(|fault| format!("{fault:?}"))?;
        let original = Original::new(bytes, picture);
        let (form, format) = form_of(&picture);
        let mut made = original.make(form)?;
        let mut extension = format.extension();
        if made.len() > MOST_BYTES && !picture.animated {
            made = original.make(Form::Scaled { width: picture.width.min(WIDEST), format: Format::Jpeg })?;
            extension = "jpg";
        }
        let takes = matches!(picture.format, Format::Jpeg | Format::Png | Format::Gif);
        let published = (takes && site.config.address.is_public()).then(|| site.config.address.absolute(url));
        Ok(Made { bytes: made, width: picture.width.min(WIDEST), extension, published })
    }
}

struct Made {
    bytes: Vec<u8>,
    width: u32,
    extension: &'static str,
    /// Where the same picture is published in a format that the editor takes.
    published: Option<String>,
}

/// What is made of a picture, and in which format.
fn form_of(picture: &Picture) -> (Form, Format) {
    let format = match picture.format {
        Format::Jpeg | Format::Png | Format::Gif => picture.format,
        Format::Webp | Format::Avif if picture.opaque => Format::Jpeg,
        Format::Webp | Format::Avif => Format::Png,
    };
    let kept = format == picture.format && (picture.width <= WIDEST || picture.animated || format == Format::Gif);
    let form = if kept { Form::Whole } else { Form::Scaled { width: picture.width.min(WIDEST), format } };
    (form, format)
}

fn has_words(svg: &[u8]) -> bool {
    memchr::memmem::find(svg, b"<text").is_some()
}

/// Makes a cover of a poster: the middle of it.
///
/// # Errors
/// Why it can't be made.
pub fn drawn_cover(
    svg: &[u8],
    size: (u32, u32),
    max_pixels: u64,
    lettering: Option<&Lettering>,
) -> Result<Vec<u8>, String> {
    let drawn = draw(svg, lettering, DrawingSize::Width(crate::assets::poster::SIZE.0))?;
    let picture = inspect(&drawn, max_pixels).map_err(|fault| format!("{fault:?}"))?;
    Original::new(&drawn, picture).cropped(size)
}

/// Makes a cover of an article: of a picture its middle, of a drawing the whole of it over white.
///
/// # Errors
/// Why one can't be made.
pub fn cover(
    bytes: &[u8],
    size: (u32, u32),
    max_pixels: u64,
    lettering: Option<&Lettering>,
) -> Result<Vec<u8>, String> {
    let inspected = |bytes: &[u8]| inspect(bytes, max_pixels).map_err(|fault| format!("{fault:?}"));
    if sniff(bytes).is_some() {
        return Original::new(bytes, inspected(bytes)?).cropped(size);
    }
    let drawn = draw(bytes, lettering, DrawingSize::Within(size))?;
    let picture = inspected(&drawn)?;
    Original::new(&drawn, picture).make(Form::Scaled { width: size.0, format: Format::Jpeg })
}
