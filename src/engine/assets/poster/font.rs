//! Reads the font for posters.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use usvg::fontdb::{Database, FaceInfo, Source};

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Content;

/// A font file that is parsed on demand.
#[derive(Clone)]
pub struct Font {
    content: Content,
    /// The face that is meant; without one, that for simplified Chinese.
    face: Option<u32>,
    read: Arc<OnceLock<Result<Arc<Lettering>, String>>>,
}

impl Font {
    pub fn new(content: Content) -> Self {
        Self { content, face: None, read: Arc::default() }
    }

    /// One face of a font collection.
    pub fn face(content: Content, index: u32) -> Self {
        Self { face: Some(index), ..Self::new(content) }
    }

    pub fn identity(&self) -> Fingerprint {
        let content = self.content.identity();
        self.face.map_or(content, |face| Fingerprint::of(&(content, face)))
    }

    /// Returns the parsed font.
    ///
    /// # Errors
    /// Why the file can't be read or parsed.
    pub fn lettering(&self) -> Result<Arc<Lettering>, String> {
        let read = || Lettering::new(self.content.bytes().map_err(|error| error.to_string())?, self.face).map(Arc::new);
        self.read.get_or_init(read).clone()
    }
}

impl Hash for Font {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Font({})", self.identity())
    }
}

/// A parsed font.
pub struct Lettering {
    bytes: Arc<[u8]>,
    /// The index of the face; in a font collection, that for simplified Chinese.
    index: u32,
    pub(super) family: String,
    pub(super) database: Arc<Database>,
}

/// Parts of the family names for simplified Chinese in font collections.
const SIMPLIFIED: [&str; 4] = [" SC", " CN", " GB", "YaHei"];

struct Bytes(Arc<[u8]>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Lettering {
    fn new(bytes: Arc<[u8]>, face: Option<u32>) -> Result<Self, String> {
        let mut database = Database::new();
        database.load_font_source(Source::Binary(Arc::new(Bytes(bytes.clone()))));
        let name = |face: &FaceInfo| face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let simplified = |family: &str| SIMPLIFIED.iter().any(|mark| family.contains(mark)) && !family.contains("Mono");
        let chosen = match face {
            Some(index) => database.faces().find(|face| face.index == index),
            None => database.faces().find(|face| simplified(&name(face))).or_else(|| database.faces().next()),
        };
        let (index, family) = chosen.map(|face| (face.index, name(face))).ok_or("it isn't a font")?;
        FontRef::from_index(&bytes, index).map_err(|error| error.to_string())?;
        // A drawing that asks for any face of a kind gets this one.
        database.set_serif_family(&family);
        database.set_sans_serif_family(&family);
        database.set_monospace_family(&family);
        Ok(Self { bytes, index, family, database: Arc::new(database) })
    }

    /// Returns the width of each character in em.
    pub fn widths(&self, text: &str) -> Vec<f32> {
        let Ok(font) = FontRef::from_index(&self.bytes, self.index) else { return Vec::new() };
        let (glyphs, metrics) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        // A missing character is drawn as a box, 1 em wide.
        let width = |c: char| glyphs.map(c).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(1.0);
        text.chars().map(width).collect()
    }
}
