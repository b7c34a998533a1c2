//! Times of entries: what lasts into another day, and what is nearest to the build's day.

use jiff::civil::{Date, Time};

use crate::content::Occurrence;
use crate::site::{EntryId, Site, nearness};

/// One time of an event.
pub type Timed = (Occurrence, EntryId);

/// The last day of a time. A night that ends in the small hours belongs to the evening on which
/// it begins, as people say it.
pub fn last_day(occurrence: &Occurrence) -> Date {
    let Occurrence { start, end } = occurrence;
    let night = start.time.is_some()
        && end.time.is_some_and(|time| time <= Time::constant(6, 0, 0, 0))
        && start.date.tomorrow().is_ok_and(|next| next == end.date);
    if night { start.date } else { end.date }
}

/// Whether a time lasts several days, as a bar across them shows it.
pub fn lasts_days(occurrence: &Occurrence) -> bool {
    last_day(occurrence) > occurrence.start.date
}

/// What has a time and names an entry, in the order of `by_nearness`.
pub fn named_in_time(site: &Site, id: EntryId) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = site.incoming(id).iter().map(|(_, from)| *from).collect();
    ids.retain(|from| site.entry(*from).schedule.is_some());
    ids.sort_unstable();
    ids.dedup();
    by_nearness(site, &mut ids);
    ids
}

/// What is still to come, the soonest first; then what is over, the latest first.
pub fn by_nearness(site: &Site, ids: &mut [EntryId]) {
    ids.sort_by_cached_key(|id| (nearness(site.entry(*id), site.today), *id));
}
