//! How far the site's targets have come, and which drives of the year were held.

use crate::route::Route;
use crate::site::targets::drives::{Drive, drives as site_drives};
use crate::site::targets::standings::{Row, Standing};
use crate::view::head::{self, Draft};
use crate::view::model::{DriveView, TargetRow, TargetView, TargetsPage};
use crate::view::scene::Scene;

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
    let row = |row: &Row| TargetRow {
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
        every: standing.target.every.key().to_owned(),
        at_least: standing.target.at_least,
        reached: standing.reached(),
        rows: standing.rows.iter().map(row).collect(),
    }
}

fn drives(scene: &Scene) -> Vec<DriveView> {
    let view = |drive: Drive| DriveView {
        series: scene.link(drive.series),
        months: drive.months,
        held: drive.held,
        planned: drive.planned,
        state: drive.state.key().to_owned(),
    };
    site_drives(&scene.site, scene.site.today.0).into_iter().map(view).collect()
}
