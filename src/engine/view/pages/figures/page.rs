//! The pages of a year in figures: its sums and their records, the year before, the statistics, charts.

use std::collections::BTreeSet;

use serde_json::json;

use super::chart;
use crate::config::collection::value::FigureSum;
use crate::route::{FiguresFormat, Route};
use crate::site::EntryId;
use crate::site::figures::{Comparison, Item, Line, Year, count, series_of};
use crate::view::data::{FigureRow, FiguresDataView};
use crate::view::head::{self, Draft};
use crate::view::model::{
    FigureComparison, FigureLine, FiguresPage, FiguresYear, FiguresYearPage, IndicatorView, LinkView,
};
use crate::view::scene::Scene;
use crate::view::structured;
use crate::view::sums::single;
use crate::view::words::fill;

pub fn index(scene: &Scene, route: &Route, language: &str) -> FiguresPage {
    let mut draft = Draft::new("figures", scene.word(language, "figures"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().figures(language, None, None));
    FiguresPage { years: all_years(scene, language, None), page: draft.finish(scene, route) }
}

fn all_years(scene: &Scene, language: &str, current: Option<i16>) -> Vec<FiguresYear> {
    let year = |(year, events, records): &(i16, usize, usize)| FiguresYear {
        year: *year,
        url: scene.addresses().figures(language, Some(*year), None),
        current: current == Some(*year),
        events: *events,
        records: *records,
    };
    scene.counts().iter().map(year).collect()
}

pub fn year(scene: &Scene, route: &Route, language: &str, year: i16, series: Option<EntryId>) -> FiguresYearPage {
    let site = &scene.site;
    let today = site.today.0;
    let book = Year::of(site, year, today);
    let before = Year::of(site, year - 1, today);
    let within = |book: &Year<'_>| -> BTreeSet<EntryId> {
        match series {
            Some(series) => book.below(series).chain([series]).collect(),
            None => BTreeSet::new(),
        }
    };
    let (now, then) = (within(&book), within(&before));
    let wanted = |within: &BTreeSet<EntryId>, id: EntryId| series.is_none() || within.contains(&id);
    let earlier = before.lines(|id| wanted(&then, id));
    let lines: Vec<FigureLine> =
        book.lines(|id| wanted(&now, id)).into_iter().map(|found| line(scene, found, &earlier, language)).collect();
    let records = book.records.iter().copied().filter(|id| wanted(&now, *id));
    let compared =
        |id: EntryId| book.comparisons(id).into_iter().filter_map(|found| comparison(scene, &found, language));
    let comparisons = records.flat_map(compared).collect();
    let within = |id: &EntryId| series.is_none_or(|series| series_of(site, *id).contains(&series));
    let events: Vec<EntryId> = single(site, year).into_iter().filter(within).collect();

    let name = fill(scene.word(language, "figures_year"), &[("year", &year.to_string())]);
    let series_link = series.map(|id| link(scene, id, language));
    let title = series_link.as_ref().map_or(name.clone(), |link| {
        fill(scene.word(language, "figures_of"), &[("title", &link.title), ("year", &year.to_string())])
    });
    let mut draft = Draft::new("figures_year", title, language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    let above = |title: &str, year: Option<i16>| LinkView {
        title: title.to_owned(),
        url: scene.addresses().figures(language, year, None).to_string(),
    };
    draft.breadcrumbs.push(above(scene.word(language, "figures"), None));
    if series.is_some() {
        draft.breadcrumbs.push(above(&name, Some(year)));
    }
    let slug = series.map(|id| site.entry(id).key.slug.as_str());
    draft.alternates = head::alternates(scene, |language| scene.addresses().figures(language, Some(year), slug));
    let downloads: Vec<LinkView> = match series {
        Some(_) => Vec::new(),
        None => [(FiguresFormat::Csv, "CSV"), (FiguresFormat::Json, "JSON")]
            .map(|(format, name)| {
                let url = scene.addresses().figures_data(year, format).to_string();
                LinkView { title: name.to_owned(), url }
            })
            .into(),
    };
    if series.is_none() {
        let whole = |format| site.config.address.absolute(&scene.addresses().figures_data(year, format));
        let files = [(whole(FiguresFormat::Csv), "text/csv"), (whole(FiguresFormat::Json), "application/json")];
        let permalink = site.config.address.absolute(&route.url);
        draft.json_ld = vec![structured::dataset(scene, &draft.title, language, &permalink, year, &files)];
    }
    FiguresYearPage {
        year,
        as_of: scene.as_of(language),
        series: series_link,
        years: all_years(scene, language, Some(year)),
        parts: parts(scene, language, year),
        events: events.len(),
        lines,
        comparisons,
        indicators: if series.is_none() { indicators(scene, language, year) } else { Vec::new() },
        charts: chart::charts(scene, &events, year, language),
        downloads,
        page: draft.finish(scene, route),
    }
}

/// An entry's page in the language, or else in the one it has.
fn link(scene: &Scene, id: EntryId, language: &str) -> LinkView {
    let site = &scene.site;
    let translated = site.translations(id).iter().copied().find(|id| site.entry(*id).key.language == language);
    scene.link(translated.unwrap_or(id))
}

/// Links to the records, each once.
fn from(scene: &Scene, ids: impl Iterator<Item = EntryId>, language: &str) -> Vec<LinkView> {
    let mut links: Vec<LinkView> = Vec::new();
    for found in ids.map(|id| link(scene, id, language)) {
        if !links.contains(&found) {
            links.push(found);
        }
    }
    links
}

fn items<'i>(items: &'i [Item]) -> impl Iterator<Item = EntryId> + 'i {
    items.iter().map(|item| item.id)
}

fn number(sum: &FigureSum) -> String {
    sum.value.to_string()
}

fn line(scene: &Scene, found: Line, earlier: &[Line], language: &str) -> FigureLine {
    let before = earlier.iter().find(|line| line.name == found.name && line.sum.unit == found.sum.unit);
    FigureLine {
        text: found.sum.text.clone(),
        sign: found.sum.bound.sign().to_owned(),
        number: number(&found.sum),
        count: found.sum.count,
        approximate: found.sum.approximate,
        before: before.map(|line| line.sum.text.clone()),
        before_number: before.map(|line| format!("{}{}", line.sum.bound.sign(), line.sum.value)),
        from: from(scene, items(&found.from), language),
        name: found.name,
        unit: found.sum.unit,
    }
}

fn comparison(scene: &Scene, found: &Comparison, language: &str) -> Option<FigureComparison> {
    let stated = found.stated.figure(&scene.site)?;
    Some(FigureComparison {
        record: link(scene, found.stated.id, language),
        name: stated.name.clone(),
        stated: stated.text.clone(),
        parts: found.parts.text.clone(),
        difference: found.printed(),
        from: from(scene, items(&found.from), language),
    })
}

fn parts(scene: &Scene, language: &str, year: i16) -> Vec<LinkView> {
    let series = crate::site::figures::series(&scene.site, year, scene.site.today.0);
    let part = |id: EntryId| LinkView {
        title: link(scene, id, language).title,
        url: scene.addresses().figures(language, Some(year), Some(&scene.site.entry(id).key.slug)).to_string(),
    };
    series.into_iter().map(part).collect()
}

fn indicators(scene: &Scene, language: &str, year: i16) -> Vec<IndicatorView> {
    let (site, all) = (&scene.site, &scene.promises.indicators);
    let counted = count(site, all, year, site.today.0);
    let said = |sum: &FigureSum| match sum.count {
        0 => String::new(),
        _ => format!("{}{}", sum.bound.sign(), sum.value),
    };
    let mut views = Vec::new();
    for (one, measured) in all.list.iter().zip(&counted.cells) {
        let view = |item: String, unit: &str, offline: String, online: String| IndicatorView {
            title: one.title.get(language).to_owned(),
            also: one.also,
            item,
            unit: unit.to_owned(),
            offline,
            online,
            from: Vec::new(),
            without: Vec::new(),
        };
        if let Some(unit) = &one.events {
            let (offline, online) = (&measured.offline, &measured.online);
            let ids = offline.events.iter().chain(&online.events).copied();
            let held = scene.word(language, "indicator_events").to_owned();
            views.push(IndicatorView {
                from: from(scene, ids, language),
                ..view(held, unit, offline.times.to_string(), online.times.to_string())
            });
        }
        for (place, measure) in one.measures.iter().enumerate() {
            let (offline, first) = &measured.offline.sums[place];
            let (online, second) = &measured.online.sums[place];
            let without = measured.without.iter().chain(&measured.unclear).copied();
            views.push(IndicatorView {
                from: from(scene, items(first).chain(items(second)), language),
                without: from(scene, without, language),
                ..view(measure.title.get(language).to_owned(), &measure.unit, said(offline), said(online))
            });
        }
    }
    views
}

/// The figures of a year as data: every record's own, and the sums.
pub fn data(scene: &Scene, year: i16) -> FiguresDataView {
    let site = &scene.site;
    let book = Year::of(site, year, site.today.0);
    let absolute = |id: EntryId| site.config.address.absolute(scene.routes.entry(id));
    let mut rows = Vec::new();
    for id in &book.records {
        let entry = site.entry(*id);
        for figure in crate::site::figures::items(site, *id, year).filter_map(|item| item.figure(site)) {
            let source = figure.source.as_deref().or_else(|| entry.fields.text("results_source")).unwrap_or_default();
            rows.push(FigureRow {
                record: entry.title.clone(),
                permalink: absolute(*id),
                figure: figure.clone(),
                source: source.to_owned(),
            });
        }
    }
    let sums = book.lines(|_| true);
    let sum = |line: &Line| {
        let from: Vec<String> = items(&line.from).map(absolute).collect();
        json!({"name": line.name, "sum": line.sum, "from": from}).to_string()
    };
    FiguresDataView { year, as_of: site.today.0.to_string(), rows, sums: sums.iter().map(sum).collect() }
}
