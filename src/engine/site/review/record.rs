//! One record of a review as a file: who decided what of which version, and what had been decided before.
//!
//! A record is never changed. Its file is named by its bytes, so one that was changed is known, and two that were made
//! in two copies of the site stand beside each other when these are brought together.

use std::collections::BTreeMap;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, document};
use crate::base::yaml::{Map, Node, parse};
use crate::config::inputs::REVIEWS_FOLDER;

/// A text with all that a reader sees of it, by names of kept bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The name of the text's bytes.
    pub text: String,
    /// Pictures and attachments that it uses, each with the name of its bytes.
    pub files: BTreeMap<SourcePath, String>,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Accepted,
    Returned,
    /// Taken for signed when the site began to be reviewed.
    Adopted,
    /// The program changed the text's links, because something was moved.
    Moved(Version),
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRecord {
    /// The name of its file, without the ending.
    pub id: String,
    /// The stage's id.
    pub stage: String,
    pub decision: Decision,
    pub by: String,
    /// When, as RFC 3339. People read it; nothing is decided by it.
    pub time: String,
    pub note: String,
    pub version: Version,
    /// The records that were the last ones when this was made.
    pub after: Vec<String>,
}

/// Returns the name under which a file's bytes are kept, and by which versions name them. The line ends of a text don't
/// count: git changes them on Windows.
pub fn kept_name(path: &SourcePath, file: &SourceFile) -> String {
    let ending: String = path.extension().chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    let ending = if ending.is_empty() { "bin".to_owned() } else { ending.to_ascii_lowercase() };
    format!("{}.{ending}", sum(file))
}

fn sum(file: &SourceFile) -> Fingerprint {
    match lines(file.held()) {
        Some(text) => Fingerprint::of_bytes(text.as_bytes()),
        None => file.fingerprint,
    }
}

/// Returns a text with plain line ends; `None` if it has them, or is none.
pub fn lines(bytes: &[u8]) -> Option<String> {
    if !bytes.contains(&b'\r') || bytes.contains(&0) {
        return None;
    }
    Some(std::str::from_utf8(bytes).ok()?.replace("\r\n", "\n"))
}

/// Returns where bytes are kept.
pub fn kept_path(name: &str) -> Option<SourcePath> {
    SourcePath::new(&format!("{REVIEWS_FOLDER}/kept/{name}")).filter(|path| path.file_name() == name)
}

/// Returns the folder of a text's records.
pub fn records_folder(source: &SourcePath) -> Option<String> {
    Some(format!("{REVIEWS_FOLDER}/records/{}", source.below("content")?))
}

/// Returns the text whose records are in the folder of this file.
pub fn text_of_record(path: &SourcePath) -> Option<SourcePath> {
    let folder = path.folder();
    SourcePath::new(&format!("content/{}", folder.strip_prefix(REVIEWS_FOLDER)?.strip_prefix("/records/")?))
}

impl ReviewRecord {
    /// Returns the text of the record's file, and gives the record its name.
    pub fn write(&mut self) -> String {
        let text = |key: &str, text: &str| (key.to_owned(), YamlValue::text(text));
        let files = |files: &BTreeMap<SourcePath, String>| {
            YamlValue::Group(files.iter().map(|(path, name)| (path.to_string(), YamlValue::text(name))).collect())
        };
        let mut entries = Vec::new();
        let decision = match &self.decision {
            Decision::Accepted => "accepted",
            Decision::Returned => "returned",
            Decision::Adopted => "adopted",
            Decision::Moved(_) => "moved",
        };
        entries.push(text("stage", &self.stage));
        entries.push(text("decision", decision));
        entries.push(text("by", &self.by));
        entries.push(text("time", &self.time));
        if !self.note.is_empty() {
            entries.push(text("note", &self.note));
        }
        entries.push(text("text", &self.version.text));
        if !self.version.files.is_empty() {
            entries.push(("files".to_owned(), files(&self.version.files)));
        }
        if let Decision::Moved(from) = &self.decision {
            entries.push(text("was_text", &from.text));
            if !from.files.is_empty() {
                entries.push(("was_files".to_owned(), files(&from.files)));
            }
        }
        if !self.after.is_empty() {
            entries.push(("after".to_owned(), YamlValue::texts(self.after.clone())));
        }
        let written = document(&entries);
        self.id = format!("{}-{}", self.stage, short(written.as_bytes()));
        written
    }

    /// Reads a record.
    ///
    /// # Errors
    /// Why it doesn't count, in Chinese and English.
    pub fn read(id: &str, file: &SourceFile) -> Result<Self, (&'static str, &'static str)> {
        const BROKEN: (&str, &str) = ("内容读不懂", "it can't be understood");
        let plain = lines(file.held());
        let text = plain.as_deref().or_else(|| file.text()).ok_or(BROKEN)?;
        let sum = id.rsplit_once('-').map(|(_, sum)| sum);
        if sum != Some(&*short(text.as_bytes())) {
            return Err(("写成以后改动过", "it was changed after it was made"));
        }
        let node = parse(text, 0).map_err(|_| BROKEN)?;
        let map = node.as_map().ok_or(BROKEN)?;
        let field = |key: &str| map.get(key).and_then(Node::as_text).unwrap_or_default().to_owned();
        let decision = match &*field("decision") {
            "accepted" => Decision::Accepted,
            "returned" => Decision::Returned,
            "adopted" => Decision::Adopted,
            "moved" => {
                Decision::Moved(Version { text: field("was_text"), files: files(map, "was_files").ok_or(BROKEN)? })
            }
            _ => return Err(BROKEN),
        };
        let version = Version { text: field("text"), files: files(map, "files").ok_or(BROKEN)? };
        let after = map.get("after").and_then(Node::as_list).unwrap_or_default();
        let after = after.iter().filter_map(Node::as_text).map(str::to_owned).collect();
        let (stage, by, time, note) = (field("stage"), field("by"), field("time"), field("note"));
        Ok(Self { id: id.to_owned(), stage, decision, by, time, note, version, after })
    }
}

fn files(map: &Map, key: &str) -> Option<BTreeMap<SourcePath, String>> {
    let Some(node) = map.get(key) else { return Some(BTreeMap::new()) };
    let pair =
        |(key, node): &(crate::base::yaml::Key, Node)| Some((SourcePath::new(&key.text)?, node.as_text()?.to_owned()));
    node.as_map()?.entries.iter().map(pair).collect()
}

fn short(bytes: &[u8]) -> String {
    Fingerprint::of_bytes(bytes).to_string()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> ReviewRecord {
        let path = SourcePath::new("content/column/雾 1.jpg").unwrap();
        ReviewRecord {
            id: String::new(),
            stage: "first".to_owned(),
            decision: Decision::Accepted,
            by: "张三: #1".to_owned(),
            time: "2026-11-30T10:00:00+08:00".to_owned(),
            note: "第二段\n改过".to_owned(),
            version: Version { text: "0.md".to_owned(), files: BTreeMap::from([(path, "1.jpg".to_owned())]) },
            after: vec!["all-0".to_owned(), "first-1".to_owned()],
        }
    }

    #[test]
    fn a_record_reads_back_whatever_git_does_to_its_line_ends() {
        let mut all = vec![record(), record(), record()];
        all[1].decision = Decision::Moved(record().version);
        (all[2].decision, all[2].note, all[2].after) = (Decision::Returned, "yes".to_owned(), Vec::new());
        for mut made in all {
            let text = made.write();
            assert_eq!(ReviewRecord::read(&made.id, &SourceFile::new(text.as_bytes())), Ok(made.clone()), "{text}");
            let windows = text.replace('\n', "\r\n");
            assert_eq!(ReviewRecord::read(&made.id, &SourceFile::new(windows.as_bytes())), Ok(made));
        }
    }

    #[test]
    fn a_record_that_was_changed_does_not_count() {
        let mut made = record();
        let text = made.write().replace("张三", "李四");
        assert!(ReviewRecord::read(&made.id, &SourceFile::new(text.as_bytes())).is_err());
    }

    #[test]
    fn line_ends_make_no_other_text() {
        let path = SourcePath::new("content/column/a.MD").unwrap();
        let name = |text: &str| kept_name(&path, &SourceFile::new(text.as_bytes()));
        assert_eq!(name("a\r\nb\r\n"), name("a\nb\n"));
        assert_ne!(name("a\nb\n"), name("a\nb"));
        assert!(name("a").ends_with(".md"));
    }
}
