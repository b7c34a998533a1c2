//! Files that an editor drops or pastes: what they may be, and where they go.

use crate::assets::picture::{Format, sniff};
use crate::base::source::Snapshot;
use crate::base::text::slugify;
use crate::base::url::SourcePath;
use crate::content::document::without_markdown;

/// Attachments by their first bytes, with the ending that is published. Others are taken by their ending.
const BY_CONTENT: [(&[u8], &str); 3] = [(b"%PDF-", "pdf"), (b"OggS", "ogg"), (b"ID3", "mp3")];
const ATTACHMENTS: [&str; 16] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "mp3", "m4a", "ogg", "wav", "mp4", "webm", "csv", "txt",
];

/// Returns a name for a file: in pinyin, with the ending of what it is; `None` if it is nothing that a site may have.
pub fn file_name(name: &str, bytes: &[u8]) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_ascii_lowercase();
    let drawing = || {
        let head = &bytes[..bytes.len().min(1024)];
        std::str::from_utf8(head).is_ok_and(|head| head.contains("<svg"))
    };
    let known = BY_CONTENT.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, ending)| *ending);
    let kind = match sniff(bytes).map(Format::extension).or(known) {
        Some(ending) => ending,
        None if ending == "svg" && drawing() => "svg",
        // What says that it is a picture and isn't one would be a broken picture on the page.
        None => ATTACHMENTS.iter().find(|known| **known == ending)?,
    };
    let slug = slugify(stem);
    let slug = if slug.is_empty() { "file".to_owned() } else { slug };
    let slug: String = slug.chars().take(48).collect();
    Some(format!("{}.{kind}", slug.trim_end_matches('-')))
}

pub fn is_picture(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "svg" || Format::named(ending).is_some())
}

/// Returns the path of a file beside an entry: in its folder if it has one, else behind its name. A file that is there
/// already and holds something else gets a number.
pub fn beside(entry: &SourcePath, name: &str, files: &Snapshot) -> Option<SourcePath> {
    let (folder, file) = entry.as_str().rsplit_once('/')?;
    let own = without_markdown(file);
    let name = if own == "index" { name.to_owned() } else { format!("{own}-{name}") };
    let (stem, ending) = name.rsplit_once('.')?;
    let others = (2..1000).map(|number| format!("{stem}-{number}.{ending}"));
    std::iter::once(name.clone())
        .chain(others)
        .filter_map(|name| SourcePath::new(&format!("{folder}/{name}")))
        .find(|path| files.get(path).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    #[test]
    fn a_file_is_what_its_bytes_are() {
        for (name, bytes, expected) in [
            ("彩虹 照片.JPEG", &b"\xFF\xD8\xFF\xE0"[..], Some("cai-hong-zhao-pian.jpg")),
            ("640.jpg", b"RIFF\x10\0\0\0WEBPVP8 ", Some("640.webp")),
            ("../../site.yaml", b"title: x", None),
            ("C:\\Users\\a\\通知.PDF", b"%PDF-1.7", Some("tong-zhi.pdf")),
            ("a.jpg", b"<script>", None),
            ("a.html", b"<html>", None),
            ("a.exe", b"MZ", None),
            ("图.svg", b"<?xml version=\"1.0\"?><svg xmlns=\"x\"/>", Some("tu.svg")),
            ("😀.png", b"\x89PNG\r\n\x1A\n", Some("file.png")),
        ] {
            assert_eq!(file_name(name, bytes).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn it_lies_beside_its_entry_and_replaces_nothing() {
        let path = |text: &str| SourcePath::new(text).unwrap();
        let mut files = Snapshot::default();
        let placed = |entry: &str, files: &Snapshot| beside(&path(entry), "a.jpg", files).unwrap().to_string();
        assert_eq!(placed("content/column/2026/dew/index.md", &files), "content/column/2026/dew/a.jpg");
        assert_eq!(placed("content/column/2026/dew.md", &files), "content/column/2026/dew-a.jpg");
        files.insert(path("content/column/2026/dew-a.jpg"), SourceFile::new(*b"x"));
        assert_eq!(placed("content/column/2026/dew.md", &files), "content/column/2026/dew-a-2.jpg");
    }
}
