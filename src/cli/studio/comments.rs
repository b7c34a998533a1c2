//! Comments on passages of entries: kept beside the site, and shown beside the text.
//!
//! A file of comments is no input, so nothing is built when one changes. It is written as it is on the disk at that moment
//! with one line more, so no one's words are lost; what someone hasn't seen can't be resolved or deleted.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::desk::Studio;
use super::saved::{now, who};
use super::state::SiteState;
use super::writing::text_of;
use crate::authoring::comments::{
    CommentAction, CommentFault, CommentFile, CommentSignature, MERGE_RULE, act, file_of, placed,
};
use crate::authoring::studio::{self, EntryRow};
use crate::base::url::SourcePath;
use crate::cli::comments::in_bin;
use crate::io::disk;
use crate::io::server::studio::Refusal;

/// How often a file is read again that another program has written at the same moment.
const TRIES: usize = 5;
/// The most entries that are listed as having open comments.
const MOST_LISTED: usize = 50;

impl Studio {
    /// The comments of an entry, each with its place in a text.
    pub(super) fn comments(&self, id: &str, text: &str) -> Result<Value, Refusal> {
        let path = self.commentable(&self.lock(), id)?;
        let file = self.comment_file(&path)?.0;
        Ok(json!(placed(&file, &path, text, &who())))
    }

    /// The same beside what else there is to know of a text; null if the file can't be read.
    pub(super) fn comments_beside(&self, path: &SourcePath, text: &str) -> Value {
        self.comment_file(path).map_or(Value::Null, |(file, _)| json!(placed(&file, path, text, &who())))
    }

    pub(super) fn comment(&self, id: &str, text: &str, action: &CommentAction) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.commentable(&state, id)?;
        let place = file_of(&path).ok_or_else(|| self.gone())?;
        let (by, time) = (who(), now());
        let mut tries = 0;
        let file = loop {
            let (mut file, before) = self.comment_file(&path)?;
            let signature = CommentSignature { by: &by, time: &time };
            act(&mut file, action, signature, &path, text)
                .map_err(|fault| self.comment_refused(fault, json!(placed(&file, &path, text, &by))))?;
            let bytes = file.bytes();
            let written = match &before {
                // It was resolved already, say: there is nothing to write, and no commit to make.
                Some(before) if *before == bytes => return Ok(json!(placed(&file, &path, text, &by))),
                Some(before) => disk::replace(&self.root, &place, before, &bytes),
                None => disk::create(&self.root, &place, &bytes).map(drop),
            };
            match written {
                Ok(()) => break file,
                Err(error) if tries < TRIES && is_race(&error) => tries += 1,
                Err(error) => return Err(self.disk(&error)),
            }
        };
        self.comments_written(&place);
        state.version += 1;
        state.saves += 1;
        drop(state);
        self.changed.notify_all();
        Ok(json!(placed(&file, &path, text, &by)))
    }

    /// After a file of comments was written: git is to merge it by lines, and has it where it has every save.
    fn comments_written(&self, place: &SourcePath) {
        let (rule, text) = MERGE_RULE;
        let made = SourcePath::new(rule).map(|rule| disk::create(&self.root, &rule, text.as_bytes()));
        let mut files = vec![place.as_str()];
        // Where it couldn't be made, comments are kept all the same.
        files.extend(made.is_some_and(|made| made.is_ok()).then_some(rule));
        self.commit(&files, &format!("{} {place}", self.say("批注", "Comment on")));
        self.open_comments.forget();
    }

    /// The path of an entry. Pictures and attachments have no comments.
    fn commentable(&self, state: &SiteState, id: &str) -> Result<SourcePath, Refusal> {
        let path = self.named(state, id)?;
        self.collection_of(state, &path)?;
        let is_text = state.files.get(&path).is_some_and(|file| text_of(&path, file.held()).is_some());
        if is_text { Ok(path) } else { Err(self.gone()) }
    }

    /// The comments of a source, and the bytes that they were read from.
    fn comment_file(&self, source: &SourcePath) -> Result<(CommentFile, Option<Vec<u8>>), Refusal> {
        let place = file_of(source).ok_or_else(|| self.gone())?;
        let found = disk::read_if_there(&self.root.join(place.as_str())).map_err(|fault| self.told(&fault))?;
        let Some(found) = found else { return Ok((CommentFile::default(), None)) };
        let bytes = found.held().to_vec();
        let unreadable = || {
            let (zh, en) =
                ("批注的文件不是 UTF-8 文字，没有改动它：", "the file of comments isn't UTF-8, and was left alone:");
            self.refused_with("unreadable", format!("{} {place}", self.say(zh, en)), Value::Null)
        };
        Ok((CommentFile::read(&bytes).ok_or_else(unreadable)?, Some(bytes)))
    }

    fn comment_refused(&self, fault: CommentFault, comments: Value) -> Refusal {
        let kind = match fault {
            CommentFault::Gone => "gone",
            CommentFault::Changed => "conflict",
            _ => "invalid",
        };
        self.refused_with(kind, fault.words().get(self.language).to_owned(), json!({ "comments": comments }))
    }

    /// Puts the comments of a source that was removed into the bin. If that fails they stay, and are there when it is
    /// put back.
    pub(super) fn bin_comments(&self, source: &SourcePath) {
        let Some(place) = file_of(source) else { return };
        if let Ok(Some(file)) = disk::read_if_there(&self.root.join(place.as_str())) {
            let _ = self.recorded(&place, Some(file.held()), None);
        }
        self.open_comments.forget();
    }

    /// Puts the comments back that went to the bin with a source.
    pub(super) fn unbin_comments(&self, source: &SourcePath) {
        if let Some((place, bytes)) = in_bin(&self.root, source)
            && let Err(refusal) = self.recorded(&place, None, Some(&bytes))
        {
            let told = self.say("放回去了，但批注没有：", "It is back, but its comments aren't: ");
            self.tell(format!("{told}{}", refusal.message));
        }
        self.open_comments.forget();
    }

    /// Entries with open comments, and how many there are in all.
    pub(super) fn commented(&self, state: &SiteState, open: &BTreeMap<SourcePath, usize>) -> Value {
        let site = state.ready.site();
        let there: Vec<(&SourcePath, usize)> = open
            .iter()
            .filter(|(path, _)| state.files.get(path).is_some())
            .map(|(path, count)| (path, *count))
            .collect();
        let row = |(path, count): &(&SourcePath, usize)| {
            let file = path.below("content").unwrap_or_default();
            let title = site.by_source(path).map_or_else(|| file.to_owned(), |id| site.entry(id).title.clone());
            json!({ "id": studio::id(path), "title": title, "file": file, "open": count })
        };
        json!({
            "open": there.iter().map(|(_, count)| count).sum::<usize>(),
            "entries": there.iter().take(MOST_LISTED).map(row).collect::<Vec<_>>(),
            "more": there.len().saturating_sub(MOST_LISTED),
        })
    }

    /// Rows of a list with the number of their open comments.
    pub(super) fn with_comments(&self, rows: &[EntryRow]) -> Vec<Value> {
        let open = self.open_comments.by_source(&self.root);
        let count = |row: &EntryRow| {
            let path = SourcePath::new(&format!("content/{}", row.file)).filter(|_| !row.in_table)?;
            open.get(&path).copied()
        };
        let with_count = |row: &EntryRow| {
            let mut shown = json!(row);
            shown["comments"] = count(row).unwrap_or_default().into();
            shown
        };
        rows.iter().map(with_count).collect()
    }
}

/// Whether another program has made, written or removed the file between reading and writing.
fn is_race(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Other | io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound)
}
