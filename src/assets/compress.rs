//! Bytes → fewer bytes that a browser makes the same of (RFC 9110, content codings).
//!
//! A server that finds `index.html.br` beside `index.html` needn't compress at every visit, and what is made once may take
//! its time. Knows nothing of sites or servers.

use std::io::{self, Write as _};

use flate2::GzBuilder;

use crate::assets::made::Recipe;
use crate::base::source::Content;

/// Part of the names of what is kept: another number when other bytes are made of the same.
const VERSION: u32 = 1;
/// Below this the coding's own frame takes what it saves.
const SMALLEST: usize = 256;

/// How bytes are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// By their names as file extensions, the better one first.
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

    /// As `Content-Encoding` has it.
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// # Errors
    /// None that a writer into memory has.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Brotli => {
                let mut packed = Vec::with_capacity(bytes.len() / 4);
                // The highest quality saves some hundredths more and takes ten times as long.
                let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, 9, 22);
                writer.write_all(bytes)?;
                drop(writer);
                Ok(packed)
            }
            Self::Gzip => {
                // Without a time: the same bytes give the same file.
                let mut writer =
                    GzBuilder::new().write(Vec::with_capacity(bytes.len() / 4), flate2::Compression::best());
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

/// Whether compressing such a file is worth a file: pictures and archives are compressed in themselves.
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

/// A file in another coding.
pub struct Coded {
    pub content: Content,
    pub coding: Coding,
}

impl Recipe for Coded {
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
    fn what_is_compressed_comes_back_and_is_the_same_each_time() {
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
