//! Counts the progress of each target's subjects in the current year.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::content::{Entry, Value};
use crate::site::figures::has_parts;
use crate::site::targets::{Every, Selection, Target};
use crate::site::{EntryId, Site};

/// The progress of a target in the current year.
#[derive(Clone, Debug)]
pub struct Standing {
    pub target: Target,
    pub year: i16,
    /// Subjects that are behind first, then by name.
    pub rows: Vec<Row>,
}

impl Standing {
    /// Returns the number of subjects that have reached the target.
    pub fn reached(&self) -> usize {
        self.rows.len() - self.short().count()
    }

    /// Returns the subjects that haven't reached the target, those that are behind first.
    pub fn short(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.state != StandingState::Reached)
    }
}

/// The progress of one subject. The numbers are entries for a yearly target, and periods for a monthly or quarterly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The subject's entry; `None` for the whole site.
    pub subject: Option<EntryId>,
    pub name: String,
    pub wanted: u32,
    pub done: u32,
    /// Announced, but still to come.
    pub planned: u32,
    /// Neither done nor planned.
    pub missing: u32,
    /// Past months or quarters in which the target was missed, `2026-02` or `2026-Q1`.
    pub missed: Vec<String>,
    pub state: StandingState,
}

/// The state of a subject, in the order of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StandingState {
    /// A past period missed the target.
    Missed,
    /// Less than pro rata is done, and too little is planned.
    Behind,
    /// Less than pro rata is done, but enough is planned.
    Planned,
    OnCourse,
    Reached,
}

impl StandingState {
    /// Returns the key used in templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Behind => "behind",
            Self::Planned => "planned",
            Self::OnCourse => "timely",
            Self::Reached => "reached",
        }
    }
}

/// Returns the standing of every valid target, in the order of `site.yaml`.
pub fn standings(site: &Site, targets: &[Target], today: Date) -> Vec<Standing> {
    targets.iter().map(|target| standing(site, target, today)).collect()
}

fn standing(site: &Site, target: &Target, today: Date) -> Standing {
    let counted: Vec<CountedEntry> = selected(site, &target.count)
        .into_iter()
        .filter(|id| !has_parts(site, *id))
        .map(|id| {
            let by = target.each.iter().flat_map(|each| site.referred(id, &each.by));
            CountedEntry { of: by.map(|id| site.representative(id)).collect(), days: days(site.entry(id), today) }
        })
        .collect();
    // Periods before the first counted entry can't be missed.
    let since = counted.iter().flat_map(|one| &one.days).map(|(day, _)| *day).min().unwrap_or(today);
    let periods = periods(target.every, today.year(), since);
    let row = |id: Option<EntryId>, name: &str| {
        let of = counted.iter().filter(|one| id.is_none_or(|id| one.of.contains(&id)));
        let days: Vec<(Date, bool)> = of.flat_map(|one| one.days.iter().copied()).collect();
        row(id, name, target, &periods, &days, today)
    };
    let mut rows = match &target.each {
        None => {
            let collection = &site.collections[&target.count.collection];
            vec![row(None, collection.title.get(&site.config.language))]
        }
        Some(each) => {
            let subjects =
                selected(site, &each.subjects).into_iter().filter(|id| is_due(site.entry(*id), today.year()));
            subjects.map(|id| row(Some(id), &site.entry(id).title)).collect()
        }
    };
    rows.sort_by_cached_key(|row| (row.state, crate::base::text::sort_key(&row.name)));
    Standing { target: target.clone(), year: today.year(), rows }
}

/// A counted entry.
struct CountedEntry {
    /// Its subjects.
    of: Vec<EntryId>,
    /// The days on which it is published or takes place, each with whether it is past.
    days: Vec<(Date, bool)>,
}

/// Returns an entry's days with whether each is past. Every occurrence counts; a cancelled or postponed event doesn't.
fn days(entry: &Entry, today: Date) -> Vec<(Date, bool)> {
    match (&entry.schedule, &entry.publication) {
        (Some(schedule), _) if !schedule.status.takes_place() => Vec::new(),
        (Some(schedule), _) => {
            schedule.occurrences.iter().map(|time| (time.start.date, time.end.date < today)).collect()
        }
        (None, Some(publication)) => vec![(publication.date.date, publication.date.date <= today)],
        (None, None) => Vec::new(),
    }
}

/// Whether a target holds for a subject in a year: what is accredited only later isn't asked for anything yet.
fn is_due(entry: &Entry, year: i16) -> bool {
    let since = accredited(entry);
    since.is_empty() || since.iter().any(|date| date.year() <= year)
}

/// Returns the first days of an entry's accreditations.
pub fn accredited(entry: &Entry) -> Vec<Date> {
    let values = entry.fields.0.iter().flat_map(|(key, _)| entry.fields.values(key));
    let groups = values.filter_map(|value| match value {
        Value::Group(fields) => Some(fields),
        _ => None,
    });
    groups.filter_map(|fields| fields.date("valid_from")).collect()
}

/// Returns the selected entries, one of each set of translations.
fn selected(site: &Site, selection: &Selection) -> Vec<EntryId> {
    let fits = |id: &EntryId| {
        site.entry(*id).key.collection == selection.collection
            && site.representative(*id) == *id
            && selection.conditions.iter().all(|(field, wanted)| site.has(*id, field, wanted))
    };
    site.ids().filter(fits).collect()
}

/// A year, a quarter or a month.
struct Period {
    name: String,
    from: Date,
    /// The first day after it.
    until: Date,
}

/// Returns the year's periods that end after `since`.
fn periods(every: Every, year: i16, since: Date) -> Vec<Period> {
    let months: i8 = match every {
        Every::Month => 1,
        Every::Quarter => 3,
        Every::Year => 12,
    };
    let period = |month: i8| {
        let from = Date::new(year, month, 1).ok()?;
        let name = match every {
            Every::Month => from.strftime("%Y-%m").to_string(),
            Every::Quarter => format!("{year}-Q{}", (month + 2) / 3),
            Every::Year => year.to_string(),
        };
        Some(Period { name, from, until: from.checked_add(i64::from(months).months()).ok()? })
    };
    let all = (1..=12).step_by(usize::from(months.unsigned_abs())).filter_map(period);
    all.filter(|period| period.until > since).collect()
}

fn row(
    subject: Option<EntryId>,
    name: &str,
    target: &Target,
    periods: &[Period],
    days: &[(Date, bool)],
    today: Date,
) -> Row {
    let wanted = target.at_least;
    let mut row = Row {
        subject,
        name: name.to_owned(),
        wanted,
        done: 0,
        planned: 0,
        missing: 0,
        missed: vec![],
        state: StandingState::Reached,
    };
    let whole = target.every == Every::Year;
    if !whole {
        row.wanted = u32::try_from(periods.len()).unwrap_or(u32::MAX);
    }
    for period in periods {
        let within = |done: bool| {
            let inside = days.iter().filter(|(day, is)| *is == done && (period.from..period.until).contains(day));
            u32::try_from(inside.count()).unwrap_or(u32::MAX)
        };
        let (done, planned) = (within(true), within(false));
        let state = state(wanted, done, planned, period, today);
        let reached = state == StandingState::Reached;
        if whole {
            (row.done, row.planned) = (done, planned);
        } else {
            row.done += u32::from(reached);
            row.planned += u32::from(!reached && planned > 0 && done + planned >= wanted);
        }
        if state == StandingState::Missed {
            row.missed.push(period.name.clone());
        }
        row.state = row.state.min(state);
    }
    row.missing = row.wanted.saturating_sub(row.done + row.planned);
    row
}

/// Returns the state of one period.
fn state(wanted: u32, done: u32, planned: u32, period: &Period, today: Date) -> StandingState {
    if done >= wanted {
        return StandingState::Reached;
    }
    if period.until <= today {
        return StandingState::Missed;
    }
    // Pro rata by the days that have passed, including today; fractions are rounded down.
    let days = |from: Date, until: Date| from.until(until).map_or(0, |span| i64::from(span.get_days()));
    let passed = (days(period.from, today) + 1).max(0);
    let due = i64::from(wanted) * passed / days(period.from, period.until).max(1);
    if i64::from(done) >= due {
        StandingState::OnCourse
    } else if done + planned >= wanted {
        StandingState::Planned
    } else {
        StandingState::Behind
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::diagnostic::Location;
    use crate::base::url::SourcePath;
    use crate::config::settings::LocalText;

    fn row_of(every: Every, at_least: u32, days: &[(Date, bool)], today: Date) -> Row {
        let count = Selection { collection: "a".to_owned(), conditions: vec![] };
        let at = Location::file(&SourcePath::new("site.yaml").unwrap());
        let target = Target { title: LocalText::plain("t"), count, each: None, at_least, every, at };
        let since = days.iter().map(|(day, _)| *day).min().unwrap_or(today);
        row(None, "a", &target, &periods(every, today.year(), since), days, today)
    }

    fn year(done: u32, planned: u32, today: Date) -> (StandingState, u32) {
        let days: Vec<_> = (0..done).map(|_| (date(2026, 1, 2), true)).collect();
        let coming: Vec<_> = (0..planned).map(|_| (date(2026, 12, 30), false)).collect();
        let row = row_of(Every::Year, 3, &[days, coming].concat(), today);
        (row.state, row.missing)
    }

    #[test]
    fn a_year_is_on_course_by_the_days_that_have_passed() {
        // A third of the year is over on 2 May (day 122), two thirds on 1 September.
        assert_eq!(year(0, 0, date(2026, 5, 1)), (StandingState::OnCourse, 3));
        assert_eq!(year(0, 0, date(2026, 5, 2)), (StandingState::Behind, 3));
        assert_eq!(year(0, 3, date(2026, 5, 2)), (StandingState::Planned, 0));
        assert_eq!(year(1, 0, date(2026, 8, 31)), (StandingState::OnCourse, 2));
        assert_eq!(year(1, 1, date(2026, 9, 1)), (StandingState::Behind, 1));
        assert_eq!(year(2, 0, date(2026, 12, 30)), (StandingState::OnCourse, 1));
        assert_eq!(year(2, 0, date(2026, 12, 31)), (StandingState::Behind, 1));
        assert_eq!(year(3, 0, date(2026, 1, 3)), (StandingState::Reached, 0));
    }

    #[test]
    fn months_that_are_over_are_reached_or_missed() {
        let published: Vec<_> = [3, 4, 6].map(|month| (date(2026, month, 15), true)).into();
        let row = row_of(Every::Month, 1, &published, date(2026, 7, 20));
        assert_eq!((row.wanted, row.done, row.state), (10, 3, StandingState::Missed));
        assert_eq!(row.missed, ["2026-05"]);
        // The present month isn't over.
        let row = row_of(Every::Month, 1, &[(date(2026, 5, 1), true), (date(2026, 6, 1), true)], date(2026, 7, 30));
        assert_eq!((row.done, row.missing, row.state), (2, 6, StandingState::OnCourse));
        let row = row_of(Every::Quarter, 2, &[(date(2026, 1, 1), true), (date(2026, 2, 1), true)], date(2026, 6, 30));
        assert_eq!((row.wanted, row.done, row.state), (4, 1, StandingState::Behind));
    }
}
