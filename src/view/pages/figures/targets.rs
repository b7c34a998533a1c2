//! How far the site's targets have come, and which drives of the year were held.

use crate::content::Value;
use crate::route::Route;
use crate::site::EntryId;
use crate::site::figures::{has_parts, is_held, is_series, series_of};
use crate::site::targets::Every;
use crate::site::targets::standings::{Standing, State};
use crate::view::head::{self, Draft};
use crate::view::model::{DriveView, TargetRow, TargetView, TargetsPage};
use crate::view::scene::Scene;

/// The field by which a series says when it returns.
const MONTHS: &str = "months";

pub fn targets(scene: &Scene, route: &Route, language: &str) -> TargetsPage {
    let mut draft = Draft::new("targets", scene.word(language, "targets"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().targets(language));
    TargetsPage {
        as_of: scene.as_of(language),
        targets: scene.standings().iter().map(|standing| view(scene, standing, language)).collect(),
        drives: drives(scene),
        page: draft.finish(scene, route),
    }
}

fn view(scene: &Scene, standing: &Standing, language: &str) -> TargetView {
    let row = |row: &crate::site::targets::standings::Row| TargetRow {
        name: row.name.clone(),
        url: row.subject.map(|id| scene.routes.entry(id).clone()),
        wanted: row.wanted,
        done: row.done,
        planned: row.planned,
        missing: row.missing,
        missed: row.missed.clone(),
        state: row.state.key().to_owned(),
    };
    TargetView {
        title: standing.target.title.get(language).to_owned(),
        year: standing.year,
        every: match standing.target.every {
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Year => "year",
        }
        .to_owned(),
        at_least: standing.target.at_least,
        reached: standing.rows.iter().filter(|row| row.state == State::Reached).count(),
        rows: standing.rows.iter().map(row).collect(),
    }
}

fn drives(scene: &Scene) -> Vec<DriveView> {
    let (site, today) = (&scene.site, scene.site.today.0);
    let language = &site.config.language;
    let listed = site.collections.keys().flat_map(|name| site.listing(name, language).iter().copied());
    let drive = |id: EntryId| {
        let month = |value: &Value| match value {
            Value::Number(number) => Some(number.0 as i8),
            _ => None,
        };
        let months: Vec<i8> = site.entry(id).fields.values(MONTHS).iter().filter_map(month).collect();
        let last = *months.iter().max()?;
        let of_year = |event: &EntryId| {
            let schedule = site.entry(*event).schedule.as_ref();
            schedule.is_some_and(|schedule| schedule.days().0.year() == today.year() && schedule.status.takes_place())
                && site.representative(*event) == *event
                && !has_parts(site, *event)
                && series_of(site, *event).contains(&id)
        };
        let (held, planned): (Vec<EntryId>, Vec<EntryId>) =
            site.ids().filter(of_year).partition(|event| is_held(site.entry(*event), today));
        let state = match (held.is_empty(), planned.is_empty()) {
            (false, _) => "held",
            (true, false) => "planned",
            _ if last >= today.month() => "due",
            _ => "missing",
        };
        let (held, planned, state) = (held.len(), planned.len(), state.to_owned());
        Some(DriveView { series: scene.link(id), months, held, planned, state })
    };
    listed.filter(|id| is_series(site, *id)).filter_map(drive).collect()
}
