//! Merges statements into the hours of each weekday and a rule for public holidays.
//!
//! The narrower statement wins, and a contradiction is refused. Which dates the holidays are is not known here.

use std::collections::BTreeSet;

use super::describe::name_days;
use super::read::Group;
use super::{Holidays, Range, weekend};
use crate::base::diagnostic::Localized;
use crate::config::collection::value::weekday;

/// Merges the statements, the narrower over the wider.
pub(super) fn week(groups: &[Group]) -> Result<[Vec<Range>; 7], Localized> {
    let mut stated: Vec<(BTreeSet<usize>, &Group)> = Vec::new();
    for group in groups {
        let days = group.effective_days();
        let about_holidays_alone = group.holiday || group.except_holidays && !group.has_hours();
        if about_holidays_alone && days.is_empty() {
            continue;
        }
        if days.is_empty() {
            return Err(Localized {
                zh: "没有写是哪几天，应写成“周一闭馆”这样".to_owned(),
                en: "the days are missing; write it like `Mo off`".to_owned(),
            });
        }
        if !group.has_hours() {
            let days = name_days(&days.into_iter().collect::<Vec<_>>(), true);
            return Err(Localized {
                zh: format!("“{days}”没有写几点到几点，应写成“{days} 09:00-17:00”或“{days}闭馆”这样"),
                en: format!("{days} has no hours; write them like `Tu-Su 09:00-17:00` or `Mo off`"),
            });
        }
        for (others, _) in &stated {
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
        stated.push((days, group));
    }
    if stated.is_empty() {
        return Err(Localized {
            zh: "没有写平日的开放时间，应写成“周二至周日 09:00-17:00；周一闭馆”这样".to_owned(),
            en: "no hours for an ordinary week; write them like `Tu-Su 09:00-17:00; Mo off`".to_owned(),
        });
    }
    stated.sort_by_key(|(days, _)| std::cmp::Reverse(days.len()));
    let mut weekly: [Vec<Range>; 7] = Default::default();
    for (days, group) in stated {
        for (day, ranges) in weekly.iter_mut().enumerate() {
            if days.contains(&day) {
                ranges.clone_from(&group.ranges);
            }
        }
    }
    Ok(weekly)
}

/// Returns the rule for public holidays. Hours that no rule can express, other than a weekend's, are refused with the
/// advice to write exceptions.
pub(super) fn holidays(groups: &[Group], weekly: &[Vec<Range>; 7]) -> Result<Option<Holidays>, Localized> {
    let mut found: Option<Holidays> = None;
    let mut closed_before = false;
    for group in groups {
        let closed = if group.has_hours() { group.closed } else { closed_before };
        let rule = match group {
            Group { except_holidays: true, .. } if closed => {
                // Open on holidays without hours can only mean Sunday's.
                if weekly[6].is_empty() {
                    return Err(Localized {
                        zh: "没有写节假日几点到几点开放，请在 exceptions 里按日期写，如“2026-10-01至2026-10-07 09:00-18:00”"
                            .to_owned(),
                        en: "the hours of holidays are missing: write them by date under `exceptions`, like `2026-10-01..2026-10-07 09:00-18:00`"
                            .to_owned(),
                    });
                }
                Some(Holidays::Weekend)
            }
            Group { except_holidays: true, .. } => Some(Holidays::Closed),
            Group { holiday: false, .. } => None,
            Group { closed: true, .. } => Some(Holidays::Closed),
            Group { ranges, .. } if !ranges.is_empty() => {
                if ranges != weekend(weekly) {
                    return Err(Localized {
                        zh: "节假日的时间和周末不同，请在 exceptions 里按日期写，如“2026-10-01至2026-10-07 09:00-18:00”"
                            .to_owned(),
                        en: "holidays have other hours than weekends: write them by date under `exceptions`, like `2026-10-01..2026-10-07 09:00-18:00`"
                            .to_owned(),
                    });
                }
                Some(Holidays::Weekend)
            }
            _ => Some(Holidays::Open),
        };
        if let (Some(first), Some(second)) = (found, rule)
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
