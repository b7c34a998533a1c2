//! The comments of one entry as a file: a line of JSON for everything that was said or decided.
//!
//! Lines have ids of their own, and what they mean doesn't depend on their order. So two copies of a site, in each of
//! which something was said, are merged by keeping the lines of both. A line that can't be read stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::anchor::CommentAnchor;
use super::fault::{CommentFault, LONGEST_COMMENT, MOST_COMMENTS};
use super::thread::{CommentReply, CommentThread, SettledComment};
use crate::base::fingerprint::Fingerprint;

/// The longest name of a field, in characters.
const LONGEST_FIELD: usize = 100;

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CommentDeed {
    Said,
    Resolved,
    Reopened,
    Deleted,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct CommentLine {
    id: String,
    /// In UTC, by RFC 3339.
    time: String,
    by: String,
    deed: CommentDeed,
    /// The comment that it answers or decides; none where it begins one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    to: String,
    /// The field that it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<CommentAnchor>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    words: String,
}

/// Who does something, and when.
#[derive(Clone, Copy, Debug)]
pub struct CommentSignature<'a> {
    pub by: &'a str,
    /// In UTC, by RFC 3339.
    pub time: &'a str,
}

/// The file.
#[derive(Clone, Debug, Default)]
pub struct CommentFile {
    /// Each with its text, which is kept.
    lines: Vec<(String, Option<CommentLine>)>,
}

/// Lines by the comment that they are about, each list in the order of their times.
struct Grouped<'a>(BTreeMap<&'a str, Vec<&'a CommentLine>>);

impl<'a> Grouped<'a> {
    fn about(&self, id: &str) -> &[&'a CommentLine] {
        self.0.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_deleted(&self, line: &CommentLine) -> bool {
        self.about(&line.id).iter().any(|other| other.deed == CommentDeed::Deleted && other.by == line.by)
    }

    fn thread(&self, first: &CommentLine, reader: &str) -> Option<CommentThread> {
        let about = self.about(&first.id);
        let said = about.iter().filter(|line| line.deed == CommentDeed::Said && !self.is_deleted(line));
        let reply = |line: &&CommentLine| CommentReply {
            id: line.id.clone(),
            by: line.by.clone(),
            time: line.time.clone(),
            words: line.words.clone(),
            own: is_own(line, reader),
        };
        let replies: Vec<CommentReply> = said.map(reply).collect();
        let is_deleted = self.is_deleted(first);
        if is_deleted && replies.is_empty() {
            return None;
        }
        let settles = |line: &&&CommentLine| matches!(line.deed, CommentDeed::Resolved | CommentDeed::Reopened);
        let last = about.iter().rfind(settles).filter(|line| line.deed == CommentDeed::Resolved);
        let ids: Vec<&str> =
            std::iter::once(first.id.as_str()).chain(about.iter().map(|line| line.id.as_str())).collect();
        Some(CommentThread {
            id: first.id.clone(),
            by: first.by.clone(),
            time: first.time.clone(),
            words: if is_deleted { String::new() } else { first.words.clone() },
            own: is_own(first, reader) && !is_deleted,
            is_deleted,
            field: first.field.clone(),
            quote: first.about.as_ref().map(|about| about.quote.clone()).unwrap_or_default(),
            about: first.about.clone(),
            resolved: last.map(|line| SettledComment { by: line.by.clone(), time: line.time.clone() }),
            replies,
            version: Fingerprint::of_bytes(ids.join(" ").as_bytes()).to_string(),
        })
    }
}

impl CommentFile {
    /// Reads a file; `None` if it isn't UTF-8.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        // Some editors begin a file with a byte order mark, and a merge may carry it further down.
        let lines = text.lines().map(|line| line.trim_start_matches('\u{FEFF}'));
        let lines = lines.filter(|line| !line.trim().is_empty());
        Some(Self { lines: lines.map(|line| (line.to_owned(), serde_json::from_str(line).ok())).collect() })
    }

    /// Returns the bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|(text, _)| [text.as_str(), "\n"]).collect::<String>().into_bytes()
    }

    /// Returns the comments with what was answered, the oldest first. `reader` is who they are shown to.
    pub fn threads(&self, reader: &str) -> Vec<CommentThread> {
        let grouped = self.grouped();
        let first = grouped.about("").iter().filter(|line| line.deed == CommentDeed::Said);
        first.filter_map(|line| grouped.thread(line, reader)).collect()
    }

    /// Returns how many comments aren't resolved.
    pub fn open(&self) -> usize {
        self.threads("").iter().filter(|thread| thread.resolved.is_none()).count()
    }

    fn grouped(&self) -> Grouped<'_> {
        let mut known = BTreeSet::new();
        // A merge may have brought a line twice.
        let mut lines: Vec<&CommentLine> =
            self.lines.iter().filter_map(|(_, line)| line.as_ref()).filter(|line| known.insert(&line.id)).collect();
        lines.sort_by_key(|line| line.time.parse::<Timestamp>().ok());
        let mut grouped: BTreeMap<&str, Vec<&CommentLine>> = BTreeMap::new();
        for line in lines {
            grouped.entry(&line.to).or_default().push(line);
        }
        Grouped(grouped)
    }

    /// Begins a comment.
    ///
    /// # Errors
    /// Why it can't be said.
    pub fn begin(
        &mut self,
        signature: CommentSignature<'_>,
        words: &str,
        field: &str,
        about: Option<CommentAnchor>,
    ) -> Result<(), CommentFault> {
        if field.chars().count() > LONGEST_FIELD {
            return Err(CommentFault::Gone);
        }
        self.say(signature, "", words, field, about)
    }

    /// Answers a comment.
    ///
    /// # Errors
    /// Why it can't be said.
    pub fn reply(&mut self, signature: CommentSignature<'_>, to: &str, words: &str) -> Result<(), CommentFault> {
        self.thread(signature.by, to)?;
        self.say(signature, to, words, "", None)
    }

    fn say(
        &mut self,
        signature: CommentSignature<'_>,
        to: &str,
        words: &str,
        field: &str,
        about: Option<CommentAnchor>,
    ) -> Result<(), CommentFault> {
        let words = words.replace("\r\n", "\n");
        let words = words.trim();
        if words.is_empty() {
            return Err(CommentFault::Empty);
        }
        if words.chars().count() > LONGEST_COMMENT {
            return Err(CommentFault::TooLong);
        }
        // Of a comment whose words were deleted, the line that says so counts.
        let counts = |line: &CommentLine| match line.deed {
            CommentDeed::Said => !line.words.is_empty(),
            CommentDeed::Deleted => true,
            CommentDeed::Resolved | CommentDeed::Reopened => false,
        };
        if self.lines.iter().filter(|(_, line)| line.as_ref().is_some_and(counts)).count() >= MOST_COMMENTS {
            return Err(CommentFault::TooMany);
        }
        let line = self.line(signature, CommentDeed::Said, to, words);
        self.add(CommentLine { field: field.to_owned(), about, ..line });
        Ok(())
    }

    /// Resolves a comment or reopens it, if it still is the `version` that was seen.
    ///
    /// # Errors
    /// That it is gone, or another by now.
    pub fn settle(
        &mut self,
        signature: CommentSignature<'_>,
        id: &str,
        version: &str,
        is_resolved: bool,
    ) -> Result<(), CommentFault> {
        let thread = self.thread(signature.by, id)?;
        if thread.version != version {
            return Err(CommentFault::Changed);
        }
        if thread.resolved.is_some() == is_resolved {
            return Ok(());
        }
        // Only the last decision counts.
        let settles = |line: &CommentLine| matches!(line.deed, CommentDeed::Resolved | CommentDeed::Reopened);
        self.lines.retain(|(_, line)| line.as_ref().is_none_or(|line| line.to != id || !settles(line)));
        let deed = if is_resolved { CommentDeed::Resolved } else { CommentDeed::Reopened };
        let line = self.line(signature, deed, id, "");
        self.add(line);
        Ok(())
    }

    /// Deletes a comment or a reply of one's own, if what it belongs to still is the `version` that was seen. Its words go.
    /// What others replied stays, and that it was there. The line that begins a comment stays without its words: in a copy
    /// of the site someone may be replying to it at this moment.
    ///
    /// # Errors
    /// That it is gone, another by now, or someone else's.
    pub fn delete(&mut self, signature: CommentSignature<'_>, id: &str, version: &str) -> Result<(), CommentFault> {
        let threads = self.threads(signature.by);
        let has = |thread: &&CommentThread| thread.id == id || thread.replies.iter().any(|reply| reply.id == id);
        let thread = threads.iter().find(has).ok_or(CommentFault::Gone)?;
        if thread.version != version {
            return Err(CommentFault::Changed);
        }
        let is_whole = thread.id == id;
        let is_own = if is_whole { thread.own } else { thread.replies.iter().any(|reply| reply.id == id && reply.own) };
        if !is_own {
            return Err(CommentFault::Foreign);
        }
        let others_replied = thread.replies.iter().any(|reply| !reply.own);
        let mut gone: Vec<String> = Vec::new();
        if is_whole && !others_replied {
            gone.extend(thread.replies.iter().map(|reply| reply.id.clone()));
        }
        if is_whole {
            for (text, line) in &mut self.lines {
                if let Some(line) = line.as_mut().filter(|line| line.id == id) {
                    line.words.clear();
                    *text = written(line);
                }
            }
        } else {
            gone.push(id.to_owned());
        }
        self.lines.retain(|(_, line)| !line.as_ref().is_some_and(|line| gone.contains(&line.id)));
        if is_whole {
            gone.push(id.to_owned());
        }
        // A copy of the site that still has the words may be merged.
        for id in &gone {
            let line = self.line(signature, CommentDeed::Deleted, id, "");
            self.add(line);
        }
        Ok(())
    }

    fn thread(&self, reader: &str, id: &str) -> Result<CommentThread, CommentFault> {
        self.threads(reader).into_iter().find(|thread| thread.id == id).ok_or(CommentFault::Gone)
    }

    /// A line with an id of its own, made of what is said, when and by whom, and of all that was there.
    fn line(&self, signature: CommentSignature<'_>, deed: CommentDeed, to: &str, words: &str) -> CommentLine {
        let CommentSignature { by, time } = signature;
        let made = format!("{deed:?}\n{to}\n{by}\n{time}\n{words}\n");
        let whole = Fingerprint::of_bytes(&[made.as_bytes(), &self.bytes()].concat()).to_string();
        CommentLine {
            id: whole[..16].to_owned(),
            time: time.to_owned(),
            by: by.to_owned(),
            deed,
            to: to.to_owned(),
            field: String::new(),
            about: None,
            words: words.to_owned(),
        }
    }

    fn add(&mut self, line: CommentLine) {
        self.lines.push((written(&line), Some(line)));
    }
}

/// Whether the reader wrote it. Someone without a name isn't known again, so nothing is theirs.
fn is_own(line: &CommentLine, reader: &str) -> bool {
    line.by == reader && !reader.is_empty()
}

fn written(line: &CommentLine) -> String {
    serde_json::to_string(line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(by: &'static str, second: u32) -> CommentSignature<'static> {
        let times = ["2026-11-23T01:00:00Z", "2026-11-23T01:00:00.5Z", "2026-11-23T01:00:01Z", "2026-11-23T01:00:02Z"];
        CommentSignature { by, time: times[second as usize] }
    }

    fn made() -> CommentFile {
        let mut file = CommentFile::default();
        let text = "夜里凉，水汽就凝成露水。";
        let about = CommentAnchor::of(text, 0..text.find('，').unwrap());
        file.begin(at("张三", 0), "  为什么凉？\r\n请核对 <b>  ", "", about).unwrap();
        let id = file.threads("")[0].id.clone();
        file.reply(at("李四", 1), &id, "地面散热").unwrap();
        file
    }

    #[test]
    fn what_was_said_reads_back_whatever_git_does_to_line_ends() {
        let file = made();
        let text = String::from_utf8(file.bytes()).unwrap();
        assert_eq!(text.lines().count(), 2);
        let windows = text.replace('\n', "\r\n");
        let marked = format!("\u{FEFF}{windows}");
        for bytes in [text.as_bytes(), windows.as_bytes(), marked.as_bytes()] {
            let read = CommentFile::read(bytes).unwrap();
            assert_eq!((read.threads("张三"), read.bytes()), (file.threads("张三"), file.bytes()));
        }
        let thread = &file.threads("张三")[0];
        assert_eq!((thread.words.as_str(), thread.quote.as_str()), ("为什么凉？\n请核对 <b>", "夜里凉"));
        assert!(thread.own && !thread.replies[0].own && file.open() == 1);
        assert!(CommentFile::read(b"\xff").is_none());
    }

    #[test]
    fn two_copies_are_merged_by_keeping_the_lines_of_both() {
        let (mut one, mut other) = (made(), made());
        let id = one.threads("")[0].id.clone();
        let version = one.threads("")[0].version.clone();
        one.settle(at("张三", 2), &id, &version, true).unwrap();
        other.reply(at("王五", 2), &id, "还有风").unwrap();
        other.begin(at("王五", 3), "摘要呢？", "summary", None).unwrap();
        let marks = b"<<<<<<< ours\n{\"deed\":\"later\"}\n".to_vec();
        let merged = CommentFile::read(&[one.bytes(), marks, other.bytes()].concat()).unwrap();
        let threads = merged.threads("");
        assert_eq!((threads.len(), merged.open()), (2, 1));
        let words: Vec<_> = threads[0].replies.iter().map(|reply| reply.words.as_str()).collect();
        assert_eq!(words, ["地面散热", "还有风"]);
        assert!(threads[0].resolved.is_some() && threads[1].field == "summary");
        assert!(String::from_utf8(merged.bytes()).unwrap().contains("\"later\""), "what can't be read stays");
    }

    #[test]
    fn what_someone_has_not_seen_is_not_resolved() {
        let mut file = made();
        let seen = file.threads("")[0].clone();
        file.reply(at("王五", 2), &seen.id, "等一下").unwrap();
        assert_eq!(file.settle(at("张三", 3), &seen.id, &seen.version, true), Err(CommentFault::Changed));
        let now = file.threads("")[0].clone();
        file.settle(at("张三", 3), &seen.id, &now.version, true).unwrap();
        assert_eq!(file.open(), 0);
        let now = file.threads("")[0].clone();
        let length = file.lines.len();
        file.settle(at("张三", 3), &seen.id, &now.version, false).unwrap();
        assert_eq!((file.open(), file.lines.len()), (1, length), "only the last decision is kept");
        assert_eq!(file.settle(at("张三", 3), "none", "", true), Err(CommentFault::Gone));
    }

    #[test]
    fn only_own_words_are_deleted_and_a_merge_does_not_bring_them_back() {
        let mut file = made();
        let before = file.bytes();
        let thread = file.threads("")[0].clone();
        assert_eq!(file.delete(at("李四", 2), &thread.id, &thread.version), Err(CommentFault::Foreign));
        file.delete(at("张三", 2), &thread.id, &thread.version).unwrap();
        let left = file.threads("张三")[0].clone();
        assert!(left.is_deleted && left.words.is_empty() && !left.own && left.replies.len() == 1);
        assert!(!String::from_utf8(file.bytes()).unwrap().contains("为什么凉"));
        file.delete(at("李四", 3), &left.replies[0].id, &left.version).unwrap();
        assert_eq!((file.threads("").len(), file.open()), (0, 0));
        let merged = CommentFile::read(&[before, file.bytes()].concat()).unwrap();
        assert!(merged.threads("").is_empty());
    }

    #[test]
    fn a_reply_in_another_copy_outlives_the_comment_that_was_deleted() {
        let mut file = CommentFile::default();
        file.begin(at("张三", 0), "为什么凉？", "summary", None).unwrap();
        let id = file.threads("")[0].id.clone();
        file.reply(at("张三", 1), &id, "我再想想").unwrap();
        let before = file.clone();
        let mut other = file.clone();
        other.reply(at("李四", 2), &id, "地面散热").unwrap();
        let version = file.threads("")[0].version.clone();
        file.delete(at("张三", 2), &id, &version).unwrap();
        assert_eq!((file.threads("张三").len(), file.open()), (0, 0));
        let text = String::from_utf8(file.bytes()).unwrap();
        assert!(!text.contains("为什么凉") && !text.contains("我再想想"), "{text}");
        // The other copy without the lines that the deletion changed or removed, as git leaves them out.
        let reply = CommentFile { lines: other.lines[before.lines.len()..].to_vec() };
        for bytes in [[file.bytes(), reply.bytes()].concat(), [other.bytes(), file.bytes()].concat()] {
            let threads = CommentFile::read(&bytes).unwrap().threads("张三");
            let [thread] = &threads[..] else { panic!("{threads:?}") };
            assert!(thread.is_deleted && thread.words.is_empty() && thread.field == "summary");
            let words: Vec<_> = thread.replies.iter().map(|reply| reply.words.as_str()).collect();
            assert_eq!(words, ["地面散热"]);
        }
    }

    #[test]
    fn someone_without_a_name_owns_nothing() {
        let mut file = CommentFile::default();
        file.begin(at("", 0), "谁写的？", "", None).unwrap();
        let thread = file.threads("")[0].clone();
        assert!(!thread.own);
        assert_eq!(file.delete(at("", 1), &thread.id, &thread.version), Err(CommentFault::Foreign));
    }

    #[test]
    fn length_and_number_are_bounded() {
        let mut file = CommentFile::default();
        assert_eq!(file.begin(at("张三", 0), " \n ", "", None), Err(CommentFault::Empty));
        let long = "字".repeat(LONGEST_COMMENT + 1);
        assert_eq!(file.begin(at("张三", 0), &long, "", None), Err(CommentFault::TooLong));
        for _ in 0..MOST_COMMENTS {
            file.begin(at("张三", 0), "字", "", None).unwrap();
        }
        assert_eq!(file.threads("").len(), MOST_COMMENTS, "each has an id of its own");
        assert_eq!(file.begin(at("张三", 0), "字", "", None), Err(CommentFault::TooMany));
    }
}
