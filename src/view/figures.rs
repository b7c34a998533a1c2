//! Figures of several entries, added up: of the events below one, and of a year.
//!
//! Only figures of one name and one unit are ever added, and a total that somebody has stated is not
//! added to the parts that it is the total of.

use std::collections::BTreeSet;

use crate::collection::Facet;
use crate::collection::value::{Figure, FigureSum};
use crate::content::{Entry, Status};
use crate::site::{EntryId, Site};

use super::model::{FigureSumView, YearView};

/// Sums by name and unit, in the order in which they first come; what occurs once is no sum.
pub fn sums<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<FigureSumView> {
    let mut sums: Vec<(String, FigureSum, usize)> = Vec::new();
    for figure in figures {
        match sums.iter_mut().find(|(name, sum, _)| *name == figure.name && sum.unit == figure.unit) {
            // Only figures of the sum's own unit come here, and those it takes.
            Some((_, sum, count)) => *count += usize::from(sum.add(figure).is_ok()),
            None => {
                let mut sum = FigureSum::new(&figure.unit);
                let count = usize::from(sum.add(figure).is_ok());
                sums.push((figure.name.clone(), sum, count));
            }
        }
    }
    sums.into_iter()
        .filter(|(_, _, count)| *count > 1)
        .map(|(name, sum, count)| FigureSumView { name, text: sum.text, unit: sum.unit, exact: sum.exact, count })
        .collect()
}

/// What a year has brought so far, as seen from the build's day.
pub fn year(site: &Site, language: &str) -> YearView {
    let today = site.today.0;
    let listed = |facet| site.with_facet(facet).flat_map(|found| site.listing(&found.name, language).iter().copied());
    let published = listed(Facet::Publication).filter(|id| {
        let publication = site.entry(*id).publication.as_ref();
        publication.is_some_and(|publication| publication.date.date.year() == today.year())
    });
    let in_year: Vec<EntryId> = listed(Facet::Schedule)
        .filter(|id| {
            let schedule = site.entry(*id).schedule.as_ref();
            let takes_place = |status| !matches!(status, Status::Cancelled | Status::Postponed);
            schedule.is_some_and(|schedule| schedule.days().0.year() == today.year() && takes_place(schedule.status))
        })
        .collect();
    // A drive is as many events as there are below it.
    let single = |id: &&EntryId| !site.incoming(**id).iter().any(|(field, _)| field == "parent");
    let (coming, held): (Vec<&EntryId>, Vec<&EntryId>) =
        in_year.iter().filter(single).partition(|id| site.is_coming(**id));
    YearView {
        year: today.year(),
        published: published.count(),
        held: held.len(),
        coming: coming.len(),
        figures: most_first(sums(in_year.iter().flat_map(|id| own_figures(site, *id)))),
    }
}

/// The sum of the most figures first: it is the one that most events have told.
fn most_first(mut sums: Vec<FigureSumView>) -> Vec<FigureSumView> {
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.count));
    sums
}

/// The figures of an entry that nothing above it states the total of.
fn own_figures(site: &Site, id: EntryId) -> impl Iterator<Item = &Figure> {
    let mut stated: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut above = site.referred(id, "parent").next();
    // Entries that are above each other in a circle are reported; here the walk only has to end.
    for _ in 0..8 {
        let Some(parent) = above else { break };
        stated.extend(figures(site.entry(parent)).map(|figure| (figure.name.as_str(), figure.unit.as_str())));
        above = site.referred(parent, "parent").next();
    }
    figures(site.entry(id)).filter(move |figure| !stated.contains(&(figure.name.as_str(), figure.unit.as_str())))
}

fn figures(entry: &Entry) -> impl Iterator<Item = &Figure> {
    entry.outcome.iter().flat_map(|outcome| &outcome.figures)
}
