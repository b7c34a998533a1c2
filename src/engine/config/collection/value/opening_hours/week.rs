//! Merges statements into the hours of each weekday, of seasons and certain dates, and a rule for public holidays.
//!
//! The narrower statement wins, and a contradiction is refused. Which dates the holidays are is not known here.

use std::collections::BTreeSet;

use super::describe::name_days;
use super::group::Group;
use super::period::YearSpan;
use super::words::SchoolHolidays;
use super::{FeastHours, Holidays, Hours, NthHours, OpeningHours, Range, Season, weekend};
use crate::base::diagnostic::Localized;
use crate::base::weekday;

/// A season's statements: a period, or school holidays.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Period(YearSpan),
    School(SchoolHolidays),
}

type Stated = [Option<Hours>; 7];

/// Seasons in the order in which they are first named, each with its statements.
type Seasons<'g> = Vec<(When, Vec<&'g Group>)>;

/// Merges the statements. The note and what couldn't be read are left to the caller.
pub(super) fn merge(groups: &[Group]) -> Result<OpeningHours, Localized> {
    // 暂停开放, and nothing else: closed on every day.
    if let [group] = groups
        && group.closed
        && group.days.is_empty()
        && !group.is_about_dates()
        && when(group).is_none()
    {
        return Ok(OpeningHours::default());
    }
    let (ordinary, seasons, closures) = by_season(groups);
    let mut base = stated(&ordinary, None)?;
    close(&mut base, &closures);
    let seasonal = seasons.iter().any(|(when, _)| matches!(when, When::Period(_)));
    let weekly = ordinary_week(groups, &base, seasonal);
    let mut found = Vec::new();
    for (when, groups) in &seasons {
        let mut week = stated(groups, Some(&base))?;
        close(&mut week, &closures);
        let known = base.iter().flatten().any(|hours| *hours != Hours::Closed);
        let fallback =
            |day: usize| if known { weekly[day].clone() } else { base[day].clone().unwrap_or(Hours::Closed) };
        let week = std::array::from_fn(|day| week[day].clone().unwrap_or_else(|| fallback(day)));
        match when {
            When::Period(period) => found.push(Season { period: *period, weekly: week, school: false }),
            When::School(holidays) => found.extend(school(*holidays, &week, &weekly)),
        }
    }
    let mut hours = OpeningHours { weekly, seasons: found, ..OpeningHours::default() };
    for group in groups.iter().filter(|group| !group.nth.is_empty() || !group.feasts.is_empty()) {
        if group.hours().is_none() {
            return Err(without_hours(group.text.trim(), group.text.trim()));
        }
        for (nth, day) in &group.nth {
            let own = group.hours_over(Some(&hours.weekly[*day]));
            hours.monthly.extend(own.map(|hours| NthHours { nth: *nth, weekday: *day, hours }));
        }
        let said = if group.usual { None } else { group.hours() };
        let feasts = group.feasts.iter().map(|feast| FeastHours { feast: feast.clone(), hours: said.clone() });
        hours.feasts.extend(feasts);
    }
    let week = hours.seasons.first().filter(|_| hours.is_unknown()).map_or(&hours.weekly, |season| &season.weekly);
    hours.holidays = holidays(groups, week)?.or_else(|| on_working_days_alone(groups, week));
    hours.working = groups.iter().any(|group| group.working && group.hours().is_some());
    Ok(hours)
}

/// The rule for public holidays of a place that is open on working days alone, where nothing else was said: they are none.
fn on_working_days_alone(groups: &[Group], weekly: &[Hours; 7]) -> Option<Holidays> {
    let opens = groups.iter().any(|group| group.working && !group.closed && group.hours().is_some());
    (opens && weekly[5..].iter().all(|hours| *hours == Hours::Closed)).then_some(Holidays::Closed)
}

/// Sorts statements into those of the whole year, those of each season, and weekdays that are closed in every season.
fn by_season(groups: &[Group]) -> (Vec<&Group>, Seasons<'_>, BTreeSet<usize>) {
    let (mut ordinary, mut seasons, mut closures) = (Vec::new(), Seasons::new(), BTreeSet::new());
    let mut current: Option<When> = None;
    let last_season = groups.iter().rposition(|group| when(group).is_some());
    for (at, group) in groups.iter().enumerate() {
        let own = when(group);
        if own.is_some() || group.rest {
            current = own;
        }
        // 冬季 9:00-17:00，周一闭馆: said once after all seasons, it holds in all of them.
        let after_all = last_season.is_some_and(|last| at > last);
        let closure = own.is_none() && !group.rest && group.closed && !group.days.is_empty();
        let for_all = closure && current.is_some() && (group.begins_sentence || after_all && seasons.len() > 1);
        match current {
            Some(_) if for_all => closures.extend(&group.days),
            Some(season) if own.is_some() || !group.is_about_dates() && !group.no_rest => {
                match seasons.iter_mut().find(|(known, _)| *known == season) {
                    Some((_, groups)) => groups.push(group),
                    None => seasons.push((season, vec![group])),
                }
            }
            _ => ordinary.push(group),
        }
    }
    (ordinary, seasons, closures)
}

fn when(group: &Group) -> Option<When> {
    group.period.map(When::Period).or(group.school.map(When::School))
}

fn close(week: &mut Stated, closures: &BTreeSet<usize>) {
    for day in closures {
        week[*day] = Some(Hours::Closed);
    }
}

/// What statements say of each weekday, the narrower over the wider. Under a base, hours without days don't open the
/// days that are closed there.
fn stated(groups: &[&Group], base: Option<&Stated>) -> Result<Stated, Localized> {
    let mut said: Vec<(BTreeSet<usize>, &Group)> = Vec::new();
    for &group in groups {
        let mut days = group.effective_days();
        if group.beside_others {
            let of_others = |other: &&Group, day: &usize| !other.beside_others && other.effective_days().contains(day);
            days.retain(|day| !groups.iter().any(|other| of_others(other, day)));
            if days.is_empty() {
                continue;
            }
        }
        // 暑假照常开放: the season is like the rest of the year.
        if group.usual && group.ranges.is_empty() && group.days.is_empty() && base.is_some() {
            continue;
        }
        if days.is_empty() {
            if group.is_about_dates() || group.except_holidays && !group.has_hours() {
                continue;
            }
            return Err(Localized {
                zh: "没有写是哪几天，应写成“周一闭馆”这样".to_owned(),
                en: "the days are missing; write it like `Mo off`".to_owned(),
            });
        }
        if group.hours().is_none() {
            let days: Vec<usize> = days.into_iter().collect();
            return Err(without_hours(&name_days(&days, true), &name_days(&days, false)));
        }
        if let Some(base) = base.filter(|_| group.days.is_empty()) {
            days.retain(|day| base[*day] != Some(Hours::Closed));
        }
        for (others, _) in &said {
            let narrower = days.len() != others.len() && (days.is_subset(others) || others.is_subset(&days));
            if let Some(&day) = days.intersection(others).next().filter(|_| !narrower) {
                return Err(Localized {
                    zh: format!("{}写了两次，请合在一处，多段时间用逗号分开", weekday::name(day, true)),
                    en: format!(
                        "{} is stated twice; write it once, with commas between its hours",
                        weekday::name(day, false)
                    ),
                });
            }
        }
        said.push((days, group));
    }
    said.sort_by_key(|(days, _)| std::cmp::Reverse(days.len()));
    let mut week = Stated::default();
    for (days, group) in said {
        for day in days {
            let usual = week[day].as_ref().or_else(|| base?[day].as_ref());
            week[day] = group.hours_over(usual);
        }
    }
    Ok(week)
}

/// The hours of each weekday outside of seasons. A day that isn't mentioned is closed, unless nothing is said of when
/// the place is open at all.
fn ordinary_week(groups: &[Group], base: &Stated, seasonal: bool) -> [Hours; 7] {
    let opens = |group: &&Group| !group.closed && group.hours().is_some();
    let about_dates = |group: &&Group| group.is_about_dates() && group.effective_days().is_empty();
    let otherwise = if base.iter().flatten().any(|hours| *hours != Hours::Closed) {
        Hours::Closed
    } else if seasonal {
        Hours::Unknown
    } else if groups.iter().filter(opens).any(|group| !group.nth.is_empty()) {
        Hours::Closed
    } else if groups.iter().filter(about_dates).any(|group| group.holiday && !group.closed)
        || groups.iter().any(|group| group.school.is_some())
    {
        Hours::Unknown
    } else {
        // 周一闭馆, and nothing else: it is open at other times.
        Hours::Untimed
    };
    std::array::from_fn(|day| base[day].clone().unwrap_or_else(|| otherwise.clone()))
}

/// School holidays begin and end on days that no one says. Within the days that they may cover, only hours that are the
/// same either way are known.
fn school(holidays: SchoolHolidays, week: &[Hours; 7], ordinary: &[Hours; 7]) -> Vec<Season> {
    let weekly: [Hours; 7] =
        std::array::from_fn(|day| if week[day] == ordinary[day] { week[day].clone() } else { Hours::Unknown });
    let periods: &[YearSpan] = match holidays {
        SchoolHolidays::Summer => &[YearSpan::SUMMER],
        SchoolHolidays::Winter => &[YearSpan::WINTER],
        SchoolHolidays::Both => &[YearSpan::SUMMER, YearSpan::WINTER],
    };
    periods.iter().map(|period| Season { period: *period, weekly: weekly.clone(), school: true }).collect()
}

/// Returns the rule for public holidays.
fn holidays(groups: &[Group], weekly: &[Hours; 7]) -> Result<Option<Holidays>, Localized> {
    let mut found: Option<Holidays> = None;
    let mut closed_before = false;
    let same_as_weekend = |ranges: &[Range]| matches!(weekend(weekly), Hours::Open(weekend) if weekend == ranges);
    for group in groups {
        let closed = if group.has_hours() { group.closed } else { closed_before };
        let rule = match group {
            // Open on holidays without hours can only mean Sunday's.
            Group { except_holidays: true, .. } if closed => Some(match &weekly[6] {
                Hours::Open(_) | Hours::Appointment => Holidays::Weekend,
                _ => Holidays::Own(Hours::Untimed),
            }),
            Group { except_holidays: true, .. } => Some(Holidays::Closed),
            Group { holiday: false, no_rest: true, .. } if group.is_of_the_year() => Some(Holidays::Open),
            Group { holiday: false, .. } => None,
            Group { closed: true, .. } => Some(Holidays::Closed),
            Group { weekend: true, .. } => Some(Holidays::Weekend),
            Group { ranges, .. } if !ranges.is_empty() && same_as_weekend(ranges) => Some(Holidays::Weekend),
            Group { usual: false, .. } if !group.ranges.is_empty() || group.appointment => {
                group.hours().map(Holidays::Own)
            }
            _ if weekly.iter().all(|hours| *hours == Hours::Unknown) => Some(Holidays::Own(Hours::Untimed)),
            _ => Some(Holidays::Open),
        };
        if let (Some(first), Some(second)) = (&found, &rule)
            && first != second
        {
            return Err(Localized {
                zh: format!("节假日写了两种：“{}”和“{}”", first.describe(true), second.describe(true)),
                en: format!("two rules for holidays: `{}` and `{}`", first.describe(false), second.describe(false)),
            });
        }
        found = found.or(rule);
        closed_before = closed;
    }
    Ok(found)
}

fn without_hours(zh: &str, en: &str) -> Localized {
    Localized {
        zh: format!("“{zh}”没有写几点到几点，应写成“{zh} 09:00-17:00”或“{zh}闭馆”这样"),
        en: format!("{en} has no hours; write them like `Tu-Su 09:00-17:00` or `Mo off`"),
    }
}
