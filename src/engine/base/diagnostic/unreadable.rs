//! A file that isn't UTF-8 text → what it is instead, and how its author makes it readable.

use super::{Diagnostic, Localized, Location, messages};
use crate::base::url::SourcePath;

/// Reports a file whose bytes aren't UTF-8, by what they look like.
#[must_use]
pub fn not_text(path: &SourcePath, bytes: &[u8]) -> Diagnostic {
    let (what, way) = Kind::of(bytes).words(path);
    messages::not_utf8(&what.zh, &what.en, &way.zh, &way.en).at(Location::file(path))
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// What Notepad calls Unicode, and Excel too.
    Utf16,
    /// What Notepad calls ANSI in China.
    Gbk,
    /// A document or a packed file under another name.
    Zip,
    /// A document of Office before 2007.
    OldOffice,
    Pdf,
    Picture,
    Unknown,
}

impl Kind {
    fn of(bytes: &[u8]) -> Self {
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        if begins(b"PK\x03\x04") {
            return Self::Zip;
        }
        if begins(b"\xd0\xcf\x11\xe0") {
            return Self::OldOffice;
        }
        if begins(b"%PDF") {
            return Self::Pdf;
        }
        if begins(b"\xff\xd8\xff") || begins(b"\x89PNG") || begins(b"GIF8") || begins(b"RIFF") {
            return Self::Picture;
        }
        if begins(b"\xff\xfe") || begins(b"\xfe\xff") {
            return Self::Utf16;
        }
        // Line breaks and ASCII of UTF-16 have a zero in every pair, and no other text has any.
        let start = &bytes[..bytes.len().min(4096)];
        if start.chunks(2).filter(|pair| pair.len() == 2 && (pair[0] == 0) != (pair[1] == 0)).count() > 3 {
            return Self::Utf16;
        }
        match encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(_) if !bytes.contains(&0) => Self::Gbk,
            _ => Self::Unknown,
        }
    }

    /// What the file is, and what to do.
    fn words(self, path: &SourcePath) -> (Localized, Localized) {
        let say = |zh: &str, en: &str| Localized { zh: zh.to_owned(), en: en.to_owned() };
        let what = match self {
            Self::Utf16 => say(
                "它是 UTF-16（记事本和 Excel 里叫“Unicode”）",
                "it is UTF-16, called `Unicode` in Notepad and Excel",
            ),
            Self::Gbk => say("看上去是 GBK（记事本里叫“ANSI”）", "it looks like GBK, called `ANSI` in Notepad"),
            Self::Zip => say(
                "它是 Word、Excel 或压缩文件，只是改了扩展名",
                "it is a Word, Excel or packed file under another extension",
            ),
            Self::OldOffice => say(
                "它是旧版 Word 或 Excel 文件，只是改了扩展名",
                "it is an old Word or Excel file under another extension",
            ),
            Self::Pdf => say("它是 PDF，只是改了扩展名", "it is a PDF under another extension"),
            Self::Picture => say("它是图片，只是改了扩展名", "it is a picture under another extension"),
            Self::Unknown => say("里面有读不出来的字节", "it has bytes that are no text"),
        };
        let table = path.extension().eq_ignore_ascii_case("csv");
        let way = match self {
            Self::Utf16 | Self::Gbk | Self::Unknown if table => say(
                "在 Excel 或 WPS 里打开，“另存为”选“CSV UTF-8（逗号分隔）”",
                "open it in Excel or WPS and save it as `CSV UTF-8 (comma delimited)`",
            ),
            Self::Utf16 | Self::Gbk | Self::Unknown => say(
                "用记事本打开，“文件”→“另存为”，“编码”选 UTF-8，再保存",
                "open it in Notepad, choose `Save as` and the encoding UTF-8",
            ),
            Self::Zip | Self::OldOffice if table => say(
                "改扩展名不能变成 CSV：在 Excel 或 WPS 里打开，“另存为”选“CSV UTF-8（逗号分隔）”；或用 kepu import xlsx 导入",
                "another extension doesn't make it a table: save it from Excel or WPS as `CSV UTF-8`, or use `kepu import xlsx`",
            ),
            Self::Zip | Self::OldOffice => say(
                "改扩展名不能变成文章：扩展名改回去，用 kepu import docx 导入；旧版 .doc 先在 Word 里另存为 .docx",
                "another extension doesn't make it a text: give it its extension back and use `kepu import docx`; save an old .doc as .docx first",
            ),
            Self::Pdf | Self::Picture => {
                say("扩展名改回去，在文章里链接它或显示它", "give it its extension back, and link or show it in a text")
            }
        };
        (what, way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_isnt_utf8_is_recognised() {
        let text = "---\ntitle: 露水从哪里来\ndate: 2026-05-18\n---\n";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xff\xfe".to_vec(), wide.clone()].concat();
        let (gbk, ..) = encoding_rs::GBK.encode(text);
        for (bytes, kind) in [
            (wide.as_slice(), Kind::Utf16),
            (&marked, Kind::Utf16),
            (&gbk, Kind::Gbk),
            (b"PK\x03\x04\x14\x00", Kind::Zip),
            (b"\xd0\xcf\x11\xe0\xa1", Kind::OldOffice),
            (b"%PDF-1.7\xff", Kind::Pdf),
            (b"\xff\xd8\xff\xe0", Kind::Picture),
            (b"abc\xff", Kind::Unknown),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{bytes:?}");
        }
        let at = |name: &str| SourcePath::new(name).unwrap();
        let table = not_text(&at("content/a/entries.csv"), &gbk);
        assert!(table.help.zh.contains("CSV UTF-8"), "{}", table.help.zh);
    }
}
