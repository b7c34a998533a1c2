//! What a file is that is called a Word document and is none: empty, with a password, cut, an old `.doc`.
//!
//! pandoc says of all of these that it can't unpack them.

use std::io::Cursor;

use super::docx_ready::MOST;
use crate::base::diagnostic::Localized;
use crate::base::guard::guard;

/// Returns why a file is no document that can be converted, in Chinese and in English.
pub fn fault(document: &[u8]) -> Option<Localized> {
    let said = |zh: &str, en: &str| Some(Localized { zh: zh.to_owned(), en: en.to_owned() });
    // Streams of old Office have their names in UTF-16.
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(document, &name).is_some()
    };
    match () {
        () if document.iter().all(u8::is_ascii_whitespace) => {
            said("文件是空的，请重新导出或重新复制一份", "the file is empty; export or copy it again")
        }
        () if document.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) && has("EncryptedPackage") => said(
            "它有打开密码：先在 Word 或 WPS 里去掉密码，存盘后再导入",
            "it has a password: remove it in Word or WPS, save, then import",
        ),
        () if document.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) => said(
            "它是旧的 .doc 文件，名字虽是 .docx：用 Word 或 WPS 打开，另存为 .docx 再导入",
            "it is an old .doc file, whatever it is called: open it in Word or WPS and save it as .docx",
        ),
        () if document.starts_with(b"{\\rtf") => said(
            "它是 RTF 文件：用 Word 或 WPS 打开，另存为 .docx 再导入",
            "it is an RTF file: open it in Word or WPS and save it as .docx",
        ),
        () if !document.starts_with(b"PK") => said(
            "它不是 Word 文档：用 Word 或 WPS 打开，另存为 .docx 再导入；网页用 kepu import html",
            "it is no Word document: open it in Word or WPS and save it as .docx; pages are imported by `kepu import html`",
        ),
        () => in_archive(document),
    }
}

/// Looks into an archive: a Word document has its text in one part, which is read as a whole.
fn in_archive(document: &[u8]) -> Option<Localized> {
    let said = |zh: &str, en: &str| Some(Localized { zh: zh.to_owned(), en: en.to_owned() });
    let size = guard(|| {
        let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
        let name = super::word::main_part(&archive);
        Some(name.and_then(|name| archive.by_name(&name).ok().map(|part| part.size())))
    });
    match size {
        Ok(Some(Some(size))) if size > MOST => {
            let most = MOST >> 20;
            said(
                &format!("正文超过 {most} MB：拆成几个文档再导入"),
                &format!("its text has more than {most} MB: split it into several documents"),
            )
        }
        Ok(Some(Some(_))) => None,
        Ok(Some(None)) => said(
            "里面没有 Word 的正文，可能是表格、演示文稿或别的压缩包",
            "it holds no text of Word; it may be a workbook, slides or another archive",
        ),
        Ok(None) | Err(_) => said(
            "文件不完整，可能没有下载完：请重新下载或重新复制一份",
            "the file isn't whole, as after a download that broke off: download or copy it again",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(name: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all("<w:document/>".repeat(40).as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn each_fault_has_its_own_words() {
        let old = |stream: &str| {
            let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 60], &name].concat()
        };
        let whole = archive("word/document.xml");
        for (document, words) in [
            (Vec::new(), "空的"),
            (b"  \n".to_vec(), "空的"),
            (old("EncryptedPackage"), "密码"),
            (old("WordDocument"), "旧的 .doc"),
            (b"{\\rtf1 a}".to_vec(), "RTF"),
            ("<html>".as_bytes().to_vec(), "不是 Word 文档"),
            (archive("xl/workbook.xml"), "没有 Word 的正文"),
            (whole[..whole.len() / 2].to_vec(), "不完整"),
        ] {
            let said = fault(&document).map(|fault| fault.zh).unwrap_or_default();
            assert!(said.contains(words), "{words}: {said}");
        }
        assert_eq!(fault(&whole), None);
        assert_eq!(fault(&archive("word/document2.xml")), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60)) {
            fault(&[b"PK".as_slice(), &bytes].concat());
        }
    }
}
