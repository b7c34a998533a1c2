//! Precompressed copies of files (RFC 9110, content codings).
//!
//! A server that finds `index.html.br` beside `index.html` needn't compress at every request, and a copy that is made once
//! can use a high compression level.

use std::io::{self, Write as _};

use flate2::GzBuilder;

use crate::assets::lazy::FileGenerator;
use crate::base::source::Content;

/// Part of the cache key. Increment it when the output changes for the same input.
const VERSION: u32 = 1;
/// Smaller files aren't compressed: the format's overhead outweighs the savings.
const SMALLEST: usize = 256;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// The codings by file extension, the better one first.
    pub const ALL: [(&'static str, Self); 2] = [("br", Self::Brotli), ("gz", Self::Gzip)];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, coding)| *coding)
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
        }
    }

    /// Returns the value for `Content-Encoding`.
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Compresses bytes.
    ///
    /// # Errors
    /// In theory only: writing to memory doesn't fail.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut packed = Vec::with_capacity(bytes.len() / 4);
                // Quality 11 saves a few percent more and takes ten times as long.
                let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 9, 22);
                writer.write_all(bytes)?;
                drop(writer);
                Ok(packed)
            }
            Self::Gzip => {
                // No modification time, so that the output is reproducible.
                let mut writer =
                    GzBuilder::new().write(Vec::with_capacity(bytes.len() / 4), flate2::Compression::best());
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

/// Whether a file is worth compressing: pictures and archives already are compressed.
pub fn is_worth(extension: &str, content: &Content) -> bool {
    const TEXTS: [&str; 15] = [
        "html",
        "htm",
        "css",
        "js",
        "mjs",
        "json",
        "map",
        "geojson",
        "webmanifest",
        "svg",
        "xml",
        "ics",
        "csv",
        "txt",
        "md",
    ];
    let long = !matches!(content, Content::Held(bytes) if bytes.len() < SMALLEST);
    long && TEXTS.contains(&extension.to_ascii_lowercase().as_str())
}

/// A compressed copy of a file.
pub struct Coded {
    pub content: Content,
    pub coding: Coding,
}

impl FileGenerator for Coded {
    fn name(&self) -> String {
        format!("{}-{VERSION}.{}", self.content.identity(), self.coding.extension())
    }

    fn make(&self) -> Result<Vec<u8>, String> {
        let bytes = self.content.bytes().map_err(|error| error.to_string())?;
        self.coding.compress(&bytes).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn compression_is_lossless_and_reproducible() {
        let text = "彩虹是阳光经过水滴时折射和反射的结果。".repeat(100).into_bytes();
        for (_, coding) in Coding::ALL {
            let packed = coding.compress(&text).unwrap();
            assert_eq!(packed, coding.compress(&text).unwrap());
            assert!(packed.len() * 10 < text.len());
            let mut back = Vec::new();
            match coding {
                Coding::Brotli => brotli::Decompressor::new(&packed[..], 4096).read_to_end(&mut back).unwrap(),
                Coding::Gzip => flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut back).unwrap(),
            };
            assert_eq!(back, text);
        }
    }

    #[test]
    fn only_longer_texts_are_worth_it() {
        let long = Content::from(vec![b'a'; SMALLEST]);
        assert!(is_worth("html", &long) && is_worth("SVG", &long));
        assert!(!is_worth("webp", &long) && !is_worth("html", &Content::from(*b"short")));
    }
}
