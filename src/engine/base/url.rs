//! Where things come from, what address they get, which file they become.
//!
//! Three newtypes that can't be mixed up: [`SourcePath`] (an input below the site's
//! root), [`Url`] (an address below the site's address, always beginning with `/`) and
//! [`OutputPath`] (a file below the output folder). None of them touches a disk, and
//! none can name a place outside its root.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use super::fingerprint::Fingerprint;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A file below the site's root: parts joined by `/`, none of them empty, `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// `None` where the path is empty, absolute, or leaves its root.
    pub fn new(path: &str) -> Option<Self> {
        normalize("", path).map(|path| Self(path.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder: `content/bases` of `content/bases/museum.md`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last part: `museum.en.md`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// What follows the last dot of the file name, without the dot; empty if there is none.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The file name up to its last dot.
    pub fn stem(&self) -> &str {
        self.file_name().rsplit_once('.').map_or(self.file_name(), |(stem, _)| stem)
    }

    /// What is left below `folder`, if this path lies below it.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// A relative path as seen from this file, `../img/a.png` say.
    pub fn resolve(&self, relative: &str) -> Option<Self> {
        normalize(self.folder(), relative).map(|path| Self(path.into()))
    }
}

fn normalize(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains(['\\', '\0']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// An address below the site's own: begins with `/`, holds no query and no fragment,
/// and is kept as people read it (`/tags/天文/`). `Display` percent-encodes it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Arc<str>);

impl Url {
    pub fn root() -> Self {
        Self("/".into())
    }

    /// From a path as a person writes it: a missing first slash is put in, doubled ones fall together,
    /// `.` and `..` are resolved and can't leave the root.
    pub fn new(path: &str) -> Self {
        let decoded = percent_decode(path);
        let mut parts: Vec<&str> = Vec::new();
        for part in decoded.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        let folder = decoded.ends_with('/') || parts.is_empty();
        let mut url = String::with_capacity(decoded.len() + 2);
        for part in &parts {
            url.push('/');
            url.push_str(part);
        }
        if folder {
            url.push('/');
        }
        Self(url.into())
    }

    /// Whether a path as written names a place below the root by itself: no `.` or `..`
    /// that would lead elsewhere, and no backslash, which some hosts take for a slash.
    pub fn is_straight(path: &str) -> bool {
        let decoded = percent_decode(path);
        !decoded.contains('\\') && !decoded.split('/').any(|part| part == "." || part == "..")
    }

    /// The address with one more part; `part` ending in `/` makes a folder's address.
    pub fn join(&self, part: &str) -> Self {
        let mut url = self.0.trim_end_matches('/').to_owned();
        url.push('/');
        url.push_str(part.trim_start_matches('/'));
        Self(url.into())
    }

    /// The address as people read it, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that a static host serves for this address.
    ///
    /// # Errors
    /// A [`PathFault`] where no host or file system could hold such a file.
    pub fn output_path(&self) -> Result<OutputPath, PathFault> {
        let mut path = self.0.trim_start_matches('/').to_owned();
        if path.is_empty() || path.ends_with('/') {
            path.push_str("index.html");
        }
        OutputPath::new(path)
    }
}

/// Why a path can't be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathFault {
    Empty,
    /// A part is `.` or `..`, or the path is absolute.
    Leaves,
    /// A control character, a backslash, or one of `<>:"|?*`, which Windows and some hosts refuse.
    Character(char),
    /// A part that Windows reserves (`CON`, `NUL`, …), or that ends in a dot or a space; or a name at the top that the program
    /// keeps for its own files and for what only the local server has.
    Reserved,
    /// A part of over 200 bytes, or a whole of over 1,000.
    TooLong,
}

/// What names of the program's own files begin with.
const OWN: &str = ".kepu";

/// A file below the output folder. Every part of it is safe on Linux, macOS and Windows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

/// So that outputs can be looked up by names that come from elsewhere, safe or not.
impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl OutputPath {
    /// # Errors
    /// The first [`PathFault`] found.
    pub fn new(path: impl Into<Arc<str>>) -> Result<Self, PathFault> {
        let path: Arc<str> = path.into();
        if path.is_empty() {
            return Err(PathFault::Empty);
        }
        if path.len() > 1000 {
            return Err(PathFault::TooLong);
        }
        for part in path.split('/') {
            check_part(part)?;
        }
        if path.starts_with(OWN) {
            return Err(PathFault::Reserved);
        }
        Ok(Self(path))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn extension(&self) -> &str {
        let name = self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

fn check_part(part: &str) -> Result<(), PathFault> {
    if part.is_empty() || part == "." || part == ".." {
        return Err(PathFault::Leaves);
    }
    if part.len() > 200 {
        return Err(PathFault::TooLong);
    }
    if let Some(fault) = part.chars().find(|c| c.is_control() || r#"<>:"|?*\"#.contains(*c)) {
        return Err(PathFault::Character(fault));
    }
    let stem = part.split('.').next().unwrap_or(part);
    let numbered = |name: &str| {
        stem.len() == 4
            && stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && stem.as_bytes()[3].is_ascii_digit()
    };
    let reserved = ["con", "prn", "aux", "nul"].iter().any(|name| stem.eq_ignore_ascii_case(name));
    if reserved || numbered("com") || numbered("lpt") || part.ends_with(['.', ' ']) {
        return Err(PathFault::Reserved);
    }
    Ok(())
}

/// The longest word that stands in an address as it is, in bytes; what follows it in a file's name needs room too.
const LONGEST_WORD: usize = 150;

/// Returns a word as one part of an address. A word that no file can be called (`C/C++`, `12:30`, `...`) loses what it can't
/// keep, and gets a few digits of its fingerprint, so that no two words have one address.
pub fn segment(word: &str) -> Cow<'_, str> {
    let encoded = |word: &str| percent_decode(word) != word;
    if check_part(word).is_ok()
        && word.len() <= LONGEST_WORD
        && word.trim() == word
        && !word.contains(['/', '#'])
        && !encoded(word)
    {
        return Cow::Borrowed(word);
    }
    let mut kept = String::new();
    for c in word.chars() {
        let unfit = c.is_control() || c.is_whitespace() || r#"<>:"|?*\/#%."#.contains(c);
        if kept.len() > LONGEST_WORD / 2 {
            break;
        }
        match unfit {
            false => kept.push(c),
            true if !kept.is_empty() && !kept.ends_with('-') => kept.push('-'),
            true => {}
        }
    }
    let kept = kept.trim_matches('-');
    let own = &Fingerprint::of_bytes(word.as_bytes()).to_string()[..6];
    Cow::Owned(if kept.is_empty() { own.to_owned() } else { format!("{kept}-{own}") })
}

/// What RFC 3986 §3.3 allows in no path. The slash stands for itself: it is what separates the parts of one.
const NOT_IN_A_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// Percent-encodes what RFC 3986 allows in no path, and every byte outside ASCII.
pub fn percent_encode(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, NOT_IN_A_PATH).into()
}

/// Undoes percent-encoding; what isn't valid encoding, or isn't UTF-8 afterwards, stays as it is.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent_encode(&self.0))
    }
}

impl serde::Serialize for Url {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&percent_encode(&self.0))
    }
}

#[cfg(feature = "testing")]
impl schemars::JsonSchema for Url {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Url".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "url"})
    }
}

macro_rules! shown_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &self.0)
            }
        }
    )*};
}
shown_as_text!(SourcePath, Url, OutputPath);

macro_rules! displayed_as_text {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
displayed_as_text!(SourcePath, OutputPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_path_stays_below_its_root() {
        let path = SourcePath::new("content/bases/museum.en.md").unwrap();
        assert_eq!((path.folder(), path.stem(), path.extension()), ("content/bases", "museum.en", "md"));
        assert_eq!(path.resolve("../events/a.md").unwrap().as_str(), "content/events/a.md");
        assert_eq!(path.resolve("../../../etc/passwd"), None);
        assert_eq!(SourcePath::new("/etc/passwd"), None);
    }

    #[test]
    fn a_url_names_its_file() {
        assert_eq!(Url::new("tags/天文/").output_path().unwrap().as_str(), "tags/天文/index.html");
        assert_eq!(Url::new("/tags/天文/").to_string(), "/tags/%E5%A4%A9%E6%96%87/");
        assert_eq!(Url::new("/a/../../b//c").as_str(), "/b/c");
        assert_eq!(Url::root().output_path().unwrap().as_str(), "index.html");
        assert_eq!(Url::new("/%E5%A4%A9").as_str(), "/天");
    }

    #[test]
    fn every_word_is_a_part_of_an_address() {
        for plain in ["天文", "C++", "100%", "AI", "🌈", "a b"] {
            assert_eq!(segment(plain), plain);
        }
        for (word, start) in [
            ("什么是AI?", "什么是AI-"),
            ("12:30", "12-30-"),
            ("C/C++", "C-C++-"),
            ("HTTP/2", "HTTP-2-"),
            ("书评: 三体", "书评-三体-"),
            ("...", ""),
            ("con", "con-"),
            ("C#", "C-"),
            ("%41", "41-"),
            ("a.", "a-"),
        ] {
            let part = segment(word);
            assert!(part.starts_with(start) && part.len() == start.len() + 6, "{word}: {part}");
            assert_eq!(
                Url::root().join(&format!("{part}/")).output_path().unwrap().as_str(),
                format!("{part}/index.html")
            );
        }
        assert_ne!(segment("C/C++"), segment("C:C++"));
        assert!(segment(&"长".repeat(300)).len() < 100);
    }

    proptest::proptest! {
        #[test]
        fn a_part_of_an_address_can_be_a_file(word in "\\PC{1,40}|[a./:#%?*\\\\ -]{1,9}") {
            let part = segment(&word);
            proptest::prop_assert!(OutputPath::new(format!("{part}.ics")).is_ok() && !part.contains('/'), "{part}");
            let url = Url::new(&format!("/{part}/"));
            proptest::prop_assert_eq!(url.as_str(), format!("/{part}/"));
        }
    }

    #[test]
    fn percent_encoding_is_that_of_paths() {
        let plain = "/AZaz09-._~!$&'()*+,;=:@/";
        assert!(matches!(percent_encode(plain), Cow::Borrowed(same) if same == plain));
        assert_eq!(percent_encode(" \"#%?[]^`{|}\u{7f}天"), "%20%22%23%25%3F%5B%5D%5E%60%7B%7C%7D%7F%E5%A4%A9");
        for (written, read) in [("%E5%a4%A9%2f", "天/"), ("100%", "100%"), ("%zz%+a", "%zz%+a"), ("%ff%41", "%ff%41")]
        {
            assert_eq!(percent_decode(written), read);
        }
    }

    #[test]
    fn no_output_leaves_its_folder_or_bears_a_reserved_name() {
        for path in
            ["../a", "a/../b", "/a", "a//b", "con", "a/NUL.html", "COM1", "a:b", "a\\b", "a.", "", ".kepu-x", ".kepu/a"]
        {
            assert!(OutputPath::new(path).is_err(), "{path}");
        }
        assert!(OutputPath::new("a".repeat(201)).is_err());
        assert!(OutputPath::new("天文/index.html").is_ok() && OutputPath::new("a/.kepu/index.html").is_ok());
    }
}
