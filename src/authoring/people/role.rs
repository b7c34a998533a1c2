//! What a person of the studio may do: each role may do what those before it may.

use serde::Serialize;

/// A role, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StudioRole {
    /// 撰稿: edits and saves.
    Writer,
    /// 审核: also signs.
    Reviewer,
    /// 发布: also publishes.
    Publisher,
    /// 管理: also the settings, and what was done by whom.
    Admin,
}

impl StudioRole {
    pub const ALL: [Self; 4] = [Self::Writer, Self::Reviewer, Self::Publisher, Self::Admin];

    /// The word in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Reviewer => "reviewer",
            Self::Publisher => "publisher",
            Self::Admin => "admin",
        }
    }

    pub fn chinese(self) -> &'static str {
        match self {
            Self::Writer => "撰稿",
            Self::Reviewer => "审核",
            Self::Publisher => "发布",
            Self::Admin => "管理",
        }
    }

    /// Reads either word.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        Self::ALL.into_iter().find(|role| word.eq_ignore_ascii_case(role.name()) || word == role.chinese())
    }

    pub fn may(self, least: Self) -> bool {
        self >= least
    }

    /// The roles that may do what asks for this one, for words such as "发布、管理".
    pub fn and_above(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |role| *role >= self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_roles() {
        for role in StudioRole::ALL {
            assert_eq!(StudioRole::parse(role.name()), Some(role));
            assert_eq!(StudioRole::parse(role.chinese()), Some(role));
            assert!(role.may(StudioRole::Writer) && StudioRole::Admin.may(role));
        }
        assert_eq!(StudioRole::parse("root"), None);
        assert!(!StudioRole::Writer.may(StudioRole::Reviewer));
    }
}
