//! The record of events' revisions, written before the outputs that it is about: a mark may be too early, never missing.

use std::path::Path;

use super::terminal::say;
use crate::base::diagnostic::{Cause, Diagnostic, Language, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::Built;
use crate::config::inputs::REVISIONS_FILE;
use crate::io::disk;

/// Writes the record that a built site leads to, and puts it into the snapshot, so that the next build finds nothing
/// changed. Says so when the file is new. A fault is returned: the site is complete without the record.
///
/// A `preview`, which is built for another day, with drafts or for another address, leaves the record alone: nobody has
/// subscribed to it.
pub fn keep(
    root: &Path,
    snapshot: &mut Snapshot,
    built: &Built,
    preview: bool,
    language: Language,
) -> Option<Diagnostic> {
    let text = built.revisions.as_ref().filter(|_| !preview)?;
    let path = SourcePath::new(REVISIONS_FILE)?;
    let written = match snapshot.get(&path) {
        Some(before) => disk::replace(root, &path, before.held(), text.as_bytes()),
        None => disk::create(root, &path, text.as_bytes()).map(|_| {
            eprintln!(
                "{}",
                say(
                    language,
                    "新建了 revisions.txt：记着每个活动最近的改动，订阅日历的人靠它收到改期和取消，请和网站一起保存",
                    "created revisions.txt, the record of events' changes by which subscribers of calendars see them; keep it with the site"
                )
            );
        }),
    };
    match written {
        Ok(()) => {
            snapshot.insert(path, SourceFile::new(text.as_bytes()));
            None
        }
        Err(fault) => Some(messages::revisions_unwritable(Cause::io(&fault))),
    }
}
