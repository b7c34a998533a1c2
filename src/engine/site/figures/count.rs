//! Counts the indicators of the annual statistics from a year's records.
//!
//! Online and offline are counted separately. If more than one figure of a record matches a measure, none is counted and the
//! record is listed as ambiguous.

use jiff::civil::Date;

use super::{Indicator, Indicators, Item, Measure, figures, figures_count, going, has_parts};
use super::{held, items, records, sessions};
use crate::config::collection::value::{Figure, FigureSum};
use crate::content::Status;
use crate::site::{EntryId, Site};

/// All indicators with their counts, and the events that are counted never or twice.
pub struct CountedFigures {
    pub year: i16,
    /// In the order of the indicators.
    pub cells: Vec<Measured>,
    /// Events that match no indicator.
    pub unmatched: Vec<EntryId>,
    /// Events that match more than one indicator, with the indicators' keys.
    pub doubled: Vec<(EntryId, Vec<String>)>,
    /// Events that aren't over and weren't held in the year, so that they aren't counted.
    pub going: Vec<EntryId>,
    /// Events that repeat and aren't over: what was held counts, their figures don't yet.
    pub continuing: Vec<EntryId>,
}

/// The counts of one indicator.
pub struct Measured {
    pub offline: Cell,
    pub online: Cell,
    /// Totals that campaigns and series state; they are shown beside the sums and never added to them.
    pub stated: Vec<Item>,
    /// Events that lack a figure of the indicator.
    pub without: Vec<EntryId>,
    /// Events with several figures that match a measure.
    pub unclear: Vec<EntryId>,
}

#[derive(Default)]
pub struct Cell {
    /// The number of events or occurrences.
    pub times: usize,
    pub events: Vec<EntryId>,
    /// One sum for each measure of the indicator.
    pub sums: Vec<(FigureSum, Vec<Item>)>,
}

/// The figure of an event that matches a measure, as an index.
#[derive(Debug, PartialEq, Eq)]
pub enum Fit {
    None,
    One(usize),
    Several,
}

/// Counts a year up to and including a day.
pub fn count(site: &Site, indicators: &Indicators, year: i16, as_of: Date) -> CountedFigures {
    let events: Vec<EntryId> = held(site, year, as_of).into_iter().filter(|id| !has_parts(site, *id)).collect();
    let totals: Vec<Item> = records(site, year, as_of)
        .into_iter()
        .filter(|id| !events.contains(id))
        .flat_map(|id| items(site, id, year))
        .collect();
    let measured = |one| measured(site, indicators, one, (year, as_of), &events, &totals);
    let cells = indicators.list.iter().map(measured).collect();
    let (mut unmatched, mut doubled) = (Vec::new(), Vec::new());
    for id in &events {
        let mine = |one: &&Indicator| !one.also && one.events.is_some() && matches(site, one, *id);
        let found: Vec<String> = indicators.list.iter().filter(mine).map(|one| one.key.clone()).collect();
        match found.len() {
            0 => unmatched.push(*id),
            1 => {}
            _ => doubled.push((*id, found)),
        }
    }
    let going = going(site, year, as_of).into_iter().filter(|id| !has_parts(site, *id));
    let (continuing, going) = going.partition(|id| events.contains(id));
    CountedFigures { year, cells, unmatched, doubled, going, continuing }
}

fn measured(
    site: &Site,
    all: &Indicators,
    one: &Indicator,
    (year, as_of): (i16, Date),
    events: &[EntryId],
    totals: &[Item],
) -> Measured {
    let empty = || Cell {
        sums: one.measures.iter().map(|measure| (FigureSum::new(&measure.unit), Vec::new())).collect(),
        ..Cell::default()
    };
    let is_stated = |item: &&Item| {
        item.figure(site).is_some_and(|figure| {
            one.measures.iter().any(|measure| measure.unit == figure.unit && measure.stated.contains(&figure.name))
        })
    };
    let stated = totals.iter().filter(is_stated).copied().collect();
    let mut measured = Measured { offline: empty(), online: empty(), stated, without: Vec::new(), unclear: Vec::new() };
    for id in events.iter().filter(|id| matches(site, one, **id)) {
        let entry = site.entry(*id);
        if one.events.is_some() {
            let cell = if is_online(site, *id) { &mut measured.online } else { &mut measured.offline };
            cell.times += if one.once { 1 } else { sessions(entry, year, as_of) };
            cell.events.push(*id);
        }
        if !figures_count(entry, year, as_of) {
            continue;
        }
        let reported: Vec<&Figure> = figures(entry).collect();
        for (place, measure) in one.measures.iter().enumerate() {
            match fit(measure, &reported) {
                Fit::One(figure) => {
                    let item = Item { id: *id, place: figure };
                    let online = is_online(site, *id) || says(reported[figure], &all.online);
                    let cell = if online { &mut measured.online } else { &mut measured.offline };
                    let (sum, from) = &mut cell.sums[place];
                    if sum.add(reported[figure]).is_ok() {
                        from.push(item);
                    }
                }
                Fit::Several => measured.unclear.push(*id),
                // An indicator that counts no events, such as handed-out materials, doesn't need a figure of every event.
                Fit::None if one.events.is_some() => measured.without.push(*id),
                Fit::None => {}
            }
        }
    }
    measured
}

/// Returns the figure that matches a measure: by the first of the measure's words that occurs in a figure's name.
pub fn fit(measure: &Measure, figures: &[&Figure]) -> Fit {
    let of_unit = |word: Option<&str>| -> Vec<usize> {
        let fits = |figure: &&Figure| {
            figure.unit == measure.unit && word.is_none_or(|word| figure.name.contains(word) || figure.name.is_empty())
        };
        figures.iter().enumerate().filter(|(_, figure)| fits(figure)).map(|(place, _)| place).collect()
    };
    let found = match measure.names.is_empty() {
        true => of_unit(None),
        false => {
            let named = measure.names.iter().map(|word| of_unit(Some(word)));
            named.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        }
    };
    match found[..] {
        [] => Fit::None,
        [one] => Fit::One(one),
        _ => Fit::Several,
    }
}

fn says(figure: &Figure, words: &[String]) -> bool {
    let scope = figure.scope.as_deref().unwrap_or_default();
    words.iter().any(|word| figure.name.contains(word.as_str()) || scope.contains(word.as_str()))
}

/// Whether an event takes place online: it was moved online, or has an online address and no venue.
fn is_online(site: &Site, id: EntryId) -> bool {
    let entry = site.entry(id);
    let moved = entry.schedule.as_ref().is_some_and(|schedule| schedule.status == Status::MovedOnline);
    let hosted = site.outgoing(id).iter().any(|(_, target)| site.entry(*target).place.is_some());
    let somewhere = hosted || ["venue", "address", "location"].iter().any(|key| entry.fields.get(key).is_some());
    moved || (entry.fields.get("online_url").is_some() && !somewhere)
}

fn matches(site: &Site, one: &Indicator, id: EntryId) -> bool {
    let entry = site.entry(id);
    let large = one.at_least.as_ref().is_none_or(|(least, units)| {
        figures(entry).any(|figure| units.contains(&figure.unit) && figure.value >= *least)
    });
    large && one.conditions.iter().all(|(field, wanted)| site.has(id, field, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings::LocalText;

    #[test]
    fn a_measure_takes_one_figure_or_none() {
        let names = vec!["参观".to_owned(), "参加".to_owned()];
        let measure =
            Measure { title: LocalText::default(), code: None, unit: "人次".to_owned(), names, stated: Vec::new() };
        let fit = |texts: &[&str]| {
            let figures: Vec<Figure> = texts.iter().map(|text| Figure::parse(text).unwrap()).collect();
            fit(&measure, &figures.iter().collect::<Vec<_>>())
        };
        assert_eq!(fit(&["参观 860余人次", "体验平台 410人次"]), Fit::One(0));
        assert_eq!(fit(&["参加 20人", "参加 30人次"]), Fit::One(1));
        assert_eq!(fit(&["参观 1人次", "首日参观 2人次"]), Fit::Several);
        // 人 and 人次 are different units.
        assert_eq!(fit(&["参观 190余人"]), Fit::None);
    }
}
