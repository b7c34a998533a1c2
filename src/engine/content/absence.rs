//! Whether an entry is on the site at a time, and if not, why.

use jiff::civil::DateTime;

use super::entry::{Entry, Showing};
use crate::base::diagnostic::Localized;
use crate::base::time::When;

/// Why an entry isn't on the site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absence {
    Draft,
    /// It lacks a signature that its collection asks for.
    Unsigned,
    /// It comes at this time.
    Coming(When),
    /// It went after this time.
    Over(When),
}

impl Absence {
    /// In words, behind a title.
    pub fn words(self) -> Localized {
        match self {
            Self::Draft => Localized { zh: "是草稿".to_owned(), en: "is a draft".to_owned() },
            Self::Unsigned => Localized { zh: "还没有审定".to_owned(), en: "isn't signed yet".to_owned() },
            Self::Coming(when) => {
                let when = when.plain();
                Localized { zh: format!("到 {when} 才公开"), en: format!("isn't public before {when}") }
            }
            Self::Over(when) => {
                let when = when.plain();
                Localized { zh: format!("只公开到 {when}，已经撤下"), en: format!("was public until {when}") }
            }
        }
    }
}

impl Showing {
    /// Why it isn't on the site at this time of the site's zone; none if it is. Nothing else asks whether it is a draft.
    pub fn absence(&self, now: DateTime) -> Option<Absence> {
        let over = |until: &When| {
            if until.time.is_some() { until.datetime() <= now } else { until.date < now.date() }
        };
        if self.draft {
            return Some(Absence::Draft);
        }
        if self.unsigned {
            return Some(Absence::Unsigned);
        }
        let coming = self.from.filter(|from| from.datetime() > now).map(Absence::Coming);
        coming.or_else(|| self.until.filter(over).map(Absence::Over))
    }
}

impl Entry {
    /// Why an entry isn't on the site that isn't. What lacks its signature alone is public by its dates.
    pub fn absent(&self, now: DateTime) -> Absence {
        self.showing.absence(now).unwrap_or(Absence::Unsigned)
    }

    /// Whether the entry is on the site at this time of the site's zone: signed where that is asked, published, not
    /// expired, no draft.
    pub fn is_public(&self, now: DateTime) -> bool {
        self.showing.absence(now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn the_reason_is_named() {
        let when = |text| When::parse(text, &TimeZone::UTC);
        let showing = Showing {
            draft: false,
            from: when("2026-11-01"),
            until: when("2026-11-25"),
            by_date: true,
            unsigned: false,
        };
        let at = |day: i8, showing: Showing| {
            showing.absence(date(2026, 11, day).at(8, 0, 0, 0)).map(|absence| absence.words().zh)
        };
        assert_eq!(at(25, showing), None);
        assert_eq!(at(26, showing).as_deref(), Some("只公开到 2026-11-25，已经撤下"));
        assert_eq!(
            at(1, Showing { from: when("2026-11-02 09:00"), ..showing }).as_deref(),
            Some("到 2026-11-02 09:00 才公开")
        );
        assert_eq!(at(1, Showing { draft: true, ..showing }).as_deref(), Some("是草稿"));
        assert_eq!(at(1, Showing { unsigned: true, ..showing }).as_deref(), Some("还没有审定"));
    }
}
