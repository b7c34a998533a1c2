//! Why something can't be done to a comment.

use crate::base::diagnostic::Localized;

/// The longest comment, in characters.
pub const LONGEST_COMMENT: usize = 2000;
/// The most comments and replies of an entry. Those that were deleted count as well: something of them stays.
pub const MOST_COMMENTS: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentFault {
    /// There is no such comment.
    Gone,
    /// Someone else has answered or resolved it meanwhile.
    Changed,
    /// Someone else has written it.
    Foreign,
    Empty,
    TooLong,
    TooMany,
}

impl CommentFault {
    /// Returns the reason, and what to do.
    pub fn words(self) -> Localized {
        let said = |zh: &str, en: &str| Localized { zh: zh.to_owned(), en: en.to_owned() };
        match self {
            Self::Gone => said("这条批注已经不在了", "this comment is gone"),
            Self::Changed => said(
                "别人刚才回复或处理过这条批注，请看过再决定",
                "someone has answered or resolved this comment a moment ago; look at it first",
            ),
            Self::Foreign => said("只能删除自己写的批注", "only comments of your own can be deleted"),
            Self::Empty => said("批注是空的，先写几个字", "the comment is empty; write some words first"),
            Self::TooLong => Localized {
                zh: format!("批注太长了（最多 {LONGEST_COMMENT} 字），请分成几条，或写到正文里"),
                en: format!("the comment is too long ({LONGEST_COMMENT} characters at most); make several of it"),
            },
            Self::TooMany => Localized {
                zh: format!("这一篇的批注太多了（最多 {MOST_COMMENTS} 条），不能再加"),
                en: format!("this entry has too many comments ({MOST_COMMENTS} at most), so none can be added"),
            },
        }
    }
}
