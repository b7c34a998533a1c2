//! Figures of several entries, added up: of the events below one, and of a year.
//!
//! Only figures of one name and one unit are ever added, and a total that somebody has stated is not
//! added to the parts that it is the total of.

use super::date::is_chinese;
use super::inputs::Inputs;
use super::model::{FigureSumView, LinkView, YearView};
use super::words::fill;
use crate::config::collection::Facet;
use crate::site::figures::{self, Line, Year, has_parts, held, is_series};
use crate::site::{EntryId, Site};

/// Lines as views show them; what occurs once is no sum.
fn sums(lines: Vec<Line>, language: &str) -> Vec<FigureSumView> {
    lines.into_iter().filter(|line| line.sum.count > 1).map(|line| sum_view(line, language)).collect()
}

fn sum_view(line: Line, language: &str) -> FigureSumView {
    let Line { name, sum, .. } = line;
    let chinese = is_chinese(language);
    let (short, text) = if chinese { (sum.short(), sum.text.clone()) } else { (sum.english(), sum.english()) };
    FigureSumView {
        name,
        exact: sum.is_exact(),
        text,
        short,
        unit: sum.unit,
        count: sum.count,
        approximate: sum.approximate,
    }
}

/// What the entries directly below this one add up to, by name and unit. It stands beside
/// the entry's own figures and is never added to them.
pub fn children(site: &Site, id: EntryId) -> Vec<FigureSumView> {
    let children: Vec<EntryId> =
        site.incoming(id).iter().filter(|(field, _)| field == "parent").map(|(_, child)| *child).collect();
    let figures = children.iter().flat_map(|id| site.entry(*id).outcome.iter().flat_map(|outcome| &outcome.figures));
    sums(figures::lines(figures), &site.entry(id).key.language)
}

/// What a year has brought so far, as seen from the build's day.
pub fn year(inputs: &Inputs, language: &str) -> YearView {
    let site = &inputs.site;
    let today = site.today.0;
    let listed = |facet| site.with_facet(facet).flat_map(|found| site.listing(&found.name, language).iter().copied());
    let published = listed(Facet::Publication).filter(|id| {
        let publication = site.entry(*id).publication.as_ref();
        publication.is_some_and(|publication| publication.date.date.year() == today.year())
    });
    let in_year: Vec<EntryId> = listed(Facet::Schedule)
        .filter(|id| {
            let schedule = site.entry(*id).schedule.as_ref();
            schedule.is_some_and(|schedule| schedule.days().0.year() == today.year() && schedule.status.takes_place())
        })
        .collect();
    // A drive is as many events as there are below it.
    let single = |id: &&EntryId| !has_parts(site, **id);
    let (coming, held): (Vec<&EntryId>, Vec<&EntryId>) =
        in_year.iter().filter(single).partition(|id| site.is_coming(**id));
    YearView {
        year: today.year(),
        url: Some(inputs.addresses().figures(language, Some(today.year()), None))
            .filter(|url| inputs.routes.get(url).is_some()),
        published: published.count(),
        held: held.len(),
        coming: coming.len(),
        // What a year came to is the same in every language, but told only beside events.
        figures: match in_year.is_empty() {
            true => Vec::new(),
            false => {
                let lines = Year::of(site, today.year(), today).lines(|id| site.entry(id).schedule.is_some());
                most_first(sums(lines, language))
            }
        },
    }
}

/// The sum of the most figures first: it is the one that most events have told.
fn most_first(mut sums: Vec<FigureSumView>) -> Vec<FigureSumView> {
    sums.sort_by_key(|sum| std::cmp::Reverse(sum.count));
    sums
}

/// Events that took place, without the drives that they are parts of.
pub fn single(site: &Site, year: i16) -> Vec<EntryId> {
    held(site, year, site.today.0).into_iter().filter(|id| !has_parts(site, *id)).collect()
}

/// Of every year with figures: how many events took place, and how many records have figures.
pub fn counts(site: &Site) -> Vec<(i16, usize, usize)> {
    let records = |year: i16| figures::records(site, year, site.today.0).len();
    figures::years(site).into_iter().map(|year| (year, single(site, year).len(), records(year))).collect()
}

/// The pages of a series, a year each.
pub fn pages_of(inputs: &Inputs, id: EntryId, language: &str) -> Vec<LinkView> {
    let site = &inputs.site;
    if !site.config.outputs.figures || !is_series(site, id) {
        return Vec::new();
    }
    let slug = &site.entry(site.representative(id)).key.slug;
    let page = |year: i16| {
        let url = inputs.addresses().figures(language, Some(year), Some(slug));
        inputs.routes.get(&url)?;
        let title = fill(inputs.word(language, "figures_year"), &[("year", &year.to_string())]);
        Some(LinkView { title, url: url.to_string() })
    };
    figures::years(site).into_iter().filter_map(page).collect()
}
