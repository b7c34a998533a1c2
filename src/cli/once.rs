//! A site as a command sees it that looks at it once.

use std::path::Path;

use super::fonts;
use super::kept::Kept;
use super::progress::Bar;
use super::today::Day;
use crate::base::source::Snapshot;
use crate::build::{Audience, BuildOptions, Built, Cache, build_with};
use crate::config;

/// The site on the day that was asked for, in its own zone, without drafts.
pub fn options(snapshot: &Snapshot, day: Day, base_url: Option<&str>, audience: Audience) -> BuildOptions {
    let zone = config::read(snapshot, base_url).value.zone;
    let today = day.today(&zone);
    // Only what is published has posters; who else looks at a site once needs no font.
    let font = if audience == Audience::Visitors { fonts::found() } else { None };
    BuildOptions { today, base_url: base_url.map(str::to_owned), links: None, drafts: false, audience, font }
}

/// Builds a site and keeps what was found out of its pictures.
pub fn built(root: &Path, snapshot: &Snapshot, options: &BuildOptions, bar: &Bar) -> (Built, Kept) {
    let mut kept = Kept::of(root);
    let mut cache = kept.lent_to(Cache::none());
    let built = build_with(snapshot, options, &mut cache, bar);
    bar.finish();
    kept.note(&cache);
    (built, kept)
}
