//! A font file → what can be measured and drawn with it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use usvg::fontdb::{Database, FaceInfo, Source};

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Content;

/// A font as an input: its file, read when it is wanted.
#[derive(Clone)]
pub struct Font {
    pub content: Content,
    read: Arc<OnceLock<Result<Arc<Lettering>, String>>>,
}

impl Font {
    pub fn new(content: Content) -> Self {
        Self { content, read: Arc::default() }
    }

    pub fn identity(&self) -> Fingerprint {
        self.content.identity()
    }

    /// # Errors
    /// Why the file can't be read, or is no font.
    pub fn lettering(&self) -> Result<Arc<Lettering>, String> {
        let read = || Lettering::new(self.content.bytes().map_err(|error| error.to_string())?).map(Arc::new);
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

/// A font that has been read.
pub struct Lettering {
    bytes: Arc<[u8]>,
    /// Of a collection, the face for simplified Chinese.
    index: u32,
    pub(super) family: String,
    pub(super) database: Arc<Database>,
}

/// How families for simplified Chinese are called in files that have other ones as well.
const SIMPLIFIED: [&str; 4] = [" SC", " CN", " GB", "YaHei"];

struct Bytes(Arc<[u8]>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Lettering {
    fn new(bytes: Arc<[u8]>) -> Result<Self, String> {
        let mut database = Database::new();
        database.load_font_source(Source::Binary(Arc::new(Bytes(bytes.clone()))));
        let name = |face: &FaceInfo| face.families.first().map(|(name, _)| name.clone()).unwrap_or_default();
        let simplified = |family: &str| SIMPLIFIED.iter().any(|mark| family.contains(mark)) && !family.contains("Mono");
        let chosen = database.faces().find(|face| simplified(&name(face))).or_else(|| database.faces().next());
        let (index, family) = chosen.map(|face| (face.index, name(face))).ok_or("it is no font")?;
        FontRef::from_index(&bytes, index).map_err(|error| error.to_string())?;
        Ok(Self { bytes, index, family, database: Arc::new(database) })
    }

    /// How wide each character of a text is, as a part of the type size.
    pub fn widths(&self, text: &str) -> Vec<f32> {
        let Ok(font) = FontRef::from_index(&self.bytes, self.index) else { return Vec::new() };
        let (glyphs, metrics) = (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        // A character that the font hasn't got is drawn as a box.
        let width = |c: char| glyphs.map(c).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(1.0);
        text.chars().map(width).collect()
    }
}
