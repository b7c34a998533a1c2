//! An archive (`.zip`) → the files in it, as if they lay in a folder.

use std::io::{Cursor, Read};

use encoding_rs::GB18030;

use crate::base::diagnostic::Localized;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

/// Bytes of all files together: an archive may claim to be small.
const MOST_BYTES: u64 = 4 << 30;
const MOST_FILES: usize = 200_000;

/// The files of an archive, and the names of those that can't be read.
#[derive(Debug, Default)]
pub struct Archive {
    pub files: Snapshot,
    pub unread: Vec<String>,
}

/// Whether bytes are an archive.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads an archive. If everything in it lies in one folder, as archives of a folder do, that is its root.
///
/// # Errors
/// Why it can't be read, in words for the person who has it.
pub fn read(bytes: &[u8]) -> Result<Archive, Localized> {
    let broken = |error: zip::result::ZipError| Localized {
        zh: format!("压缩包打不开：{error}"),
        en: format!("the archive can't be opened: {error}"),
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let too_large = || Localized {
        zh: "压缩包里的内容太多，请先解压，再导入解压出来的目录".to_owned(),
        en: "the archive holds too much: unpack it, and import the folder".to_owned(),
    };
    if zip.len() > MOST_FILES {
        return Err(too_large());
    }
    let (mut found, mut unread, mut left) = (Vec::new(), Vec::new(), MOST_BYTES);
    for place in 0..zip.len() {
        let Ok(mut part) = zip.by_index(place) else {
            unread.push(format!("#{}", place + 1));
            continue;
        };
        if part.is_dir() {
            continue;
        }
        let name = named(part.name_raw());
        // What a Mac and Windows put beside the files.
        if name.split('/').any(|part| part == "__MACOSX" || part == ".DS_Store" || part == "Thumbs.db") {
            continue;
        }
        let mut bytes = Vec::new();
        let read = (&mut part).take(left).read_to_end(&mut bytes);
        left -= bytes.len() as u64;
        if left == 0 {
            return Err(too_large());
        }
        match read {
            Ok(_) => found.push((name, bytes)),
            Err(_) => unread.push(name),
        }
    }
    let first = found.first().and_then(|(name, _)| Some(format!("{}/", name.split_once('/')?.0)));
    let root = first.filter(|root| found.iter().all(|(name, _)| name.starts_with(root.as_str()))).unwrap_or_default();
    // The folder of posts alone is no root that could be taken away.
    let root =
        if ["content/", "source/", "docs/", "_posts/", "wp-content/"].contains(&root.as_str()) { "" } else { &root };
    let mut files = Snapshot::default();
    for (name, bytes) in found {
        match SourcePath::new(&name[root.len()..]) {
            Some(path) => files.insert(path, SourceFile::new(bytes)),
            None => unread.push(name),
        }
    }
    Ok(Archive { files, unread })
}

/// A name in an archive: UTF-8, or what Windows writes in China.
fn named(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode(raw).0.into_owned(),
    };
    name.replace('\\', "/").trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_folder_of_an_archive_is_its_root() {
        let bytes = packed(&[("旧站/source/a.md", "甲"), ("旧站/_config.yml", "a: 1"), ("__MACOSX/x", "")]);
        let archive = read(&bytes).unwrap();
        let paths: Vec<&str> = archive.files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!((paths, archive.unread.len()), (vec!["_config.yml", "source/a.md"], 0));
        let bytes = packed(&[("export.xml", "<rss/>"), ("../x", "")]);
        let archive = read(&bytes).unwrap();
        assert_eq!((archive.files.iter().count(), archive.unread.as_slice()), (1, ["../x".to_owned()].as_slice()));
        assert!(is_archive(&bytes) && read(&bytes[..40]).is_err());
    }

    #[test]
    fn names_of_chinese_windows_are_read() {
        assert_eq!(named(&GB18030.encode("彩虹\\雾.md").0), "彩虹/雾.md");
    }
}
