//! A comment with what was answered, as it is shown.

use serde::Serialize;

use super::anchor::CommentAnchor;

/// A comment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommentThread {
    pub id: String,
    pub by: String,
    pub time: String,
    pub words: String,
    /// Whether the reader wrote it.
    pub own: bool,
    /// Its words were deleted, and something that others replied stays.
    pub is_deleted: bool,
    /// The key of the field that it is about; empty if it is about a passage or the whole entry.
    pub field: String,
    /// The words that it is about.
    pub quote: String,
    #[serde(skip)]
    pub about: Option<CommentAnchor>,
    /// By whom it was resolved; `None` while it is open.
    pub resolved: Option<SettledComment>,
    pub replies: Vec<CommentReply>,
    /// Another one after every reply and decision.
    pub version: String,
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CommentReply {
    pub id: String,
    pub by: String,
    pub time: String,
    pub words: String,
    pub own: bool,
}

/// Who resolved a comment, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SettledComment {
    pub by: String,
    pub time: String,
}
