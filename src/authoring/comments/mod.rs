//! Comments of editors on passages of an entry, beside the site and never published.
//!
//! Every entry has a file of its own in a folder that is no input of a build: `comments/column/dew.md.jsonl`. Nothing here
//! reads or writes it; the studio does, and so do the commands that move or restore entries.

mod anchor;
mod fault;
mod file;
mod place;
mod plain;
mod thread;

use serde::Deserialize;

pub use anchor::{CommentAnchor, FoundPassage};
pub use fault::{CommentFault, LONGEST_COMMENT, MOST_COMMENTS};
pub use file::{CommentFile, CommentSignature};
pub use place::{CommentPlace, PlacedComment, placed};
pub use plain::plain;
pub use thread::{CommentReply, CommentThread, SettledComment};

use crate::base::url::SourcePath;

/// Below the site's root.
pub const COMMENTS_FOLDER: &str = "comments";

/// A file in the folder by which git keeps the lines of both sides when two copies are merged, and its text.
pub const MERGE_RULE: (&str, &str) = ("comments/.gitattributes", "*.jsonl text eol=lf merge=union\n");

/// What is done to the comments of an entry. Ranges are in UTF-16 units, as pages count, of the text with plain line ends.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum CommentAction {
    /// A comment on a field, on a passage, or on the whole entry where neither is named.
    Add {
        field: Option<String>,
        start: usize,
        end: usize,
        words: String,
    },
    Reply {
        to: String,
        words: String,
    },
    /// `version` is that of the comment as it was seen.
    Resolve {
        id: String,
        version: String,
    },
    Reopen {
        id: String,
        version: String,
    },
    /// Deletes a comment or a reply; `version` is that of the comment.
    Delete {
        id: String,
        version: String,
    },
}

/// Returns where the comments of a source are kept.
pub fn file_of(source: &SourcePath) -> Option<SourcePath> {
    SourcePath::new(&format!("{COMMENTS_FOLDER}/{}.jsonl", source.below("content")?))
}

/// Returns the source whose comments are in a file.
pub fn source_of(file: &SourcePath) -> Option<SourcePath> {
    SourcePath::new(&format!("content/{}", file.below(COMMENTS_FOLDER)?.strip_suffix(".jsonl")?))
}

/// Does something to the comments of an entry with this text.
///
/// # Errors
/// Why it can't be done. Nothing is changed then.
pub fn act(
    file: &mut CommentFile,
    action: &CommentAction,
    signature: CommentSignature<'_>,
    source: &SourcePath,
    text: &str,
) -> Result<(), CommentFault> {
    match action {
        CommentAction::Add { field, start, end, words } => {
            let text = plain(text);
            let (field, about) = place::meant(&text, source, field.as_deref(), (*start, *end));
            file.begin(signature, words, field, about)
        }
        CommentAction::Reply { to, words } => file.reply(signature, to, words),
        CommentAction::Resolve { id, version } => file.settle(signature, id, version, true),
        CommentAction::Reopen { id, version } => file.settle(signature, id, version, false),
        CommentAction::Delete { id, version } => file.delete(signature, id, version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lies_beside_the_site_and_leads_back() {
        let source = SourcePath::new("content/column/2026/dew.en.md").unwrap();
        let file = file_of(&source).unwrap();
        assert_eq!(file.as_str(), "comments/column/2026/dew.en.md.jsonl");
        assert_eq!(source_of(&file), Some(source));
        for other in ["site.yaml", "static/a.md", "comments/a.md", "content"] {
            assert_eq!(file_of(&SourcePath::new(other).unwrap()), None, "{other}");
        }
        for other in ["comments/.gitattributes", "comments", "content/a.md.jsonl"] {
            assert_eq!(source_of(&SourcePath::new(other).unwrap()), None, "{other}");
        }
    }
}
