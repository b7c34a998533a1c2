//! Whether what can't be read of a text puts the days of the rest in doubt.

use super::group::Group;
use super::phrases::CLOSED;
use super::read::Statements;
use super::{Hours, Unread};
use crate::base::weekday;

impl Statements {
    /// Whether what couldn't be read may say on which days, or in which part of the year, the rest holds. Hours that are
    /// said of no day would then be shown for every day.
    pub(super) fn days_are_in_doubt(&self) -> bool {
        const PARTS: [&str; 12] =
            ["月", "季", "学期", "旬", "年", "教学", "假期", "暑", "month", "season", "term", "summer"];
        let closes = |unread: &Unread| {
            let text = unread.text.as_str();
            let closed = CLOSED.iter().chain(&["取消"]).any(|word| text.contains(word));
            closed
                && !text.contains(|c: char| c.is_ascii_digit())
                && !weekday::MARKS.iter().any(|word| text.contains(word))
        };
        // 雨天闭园: on whatever days, the hours are those.
        let doubtful: Vec<&Unread> = self.unread.iter().filter(|unread| !closes(unread)).collect();
        let opens = |group: &Group| matches!(group.hours(), Some(Hours::Open(_) | Hours::Untimed | Hours::Appointment));
        let of_no_day = |group: &Group| opens(group) && !group.has_days() && !group.no_rest;
        let of_a_part = doubtful.iter().any(|unread| {
            let text = unread.text.to_lowercase();
            PARTS.iter().any(|word| text.contains(word))
        });
        let of_the_year = |group: &Group| opens(group) && group.period.is_none();
        self.hours_lost
            || !doubtful.is_empty() && self.groups.iter().any(of_no_day)
            || of_a_part && self.groups.iter().any(of_the_year)
    }
}
