//! A site as a command sees it that looks at it once.

use std::path::Path;

use super::fonts;
use super::kept::Kept;
use super::progress::Bar;
use super::today::Clock;
use crate::base::source::Snapshot;
use crate::build::{Audience, BuildOptions, Built, Cache, build_with};

/// Options of a build at the clock's time, without drafts.
pub fn options(clock: Clock, base_url: Option<&str>, audience: Audience) -> BuildOptions {
    // Only what is published has posters; other commands need no font.
    let font = if audience == Audience::Visitors { fonts::found() } else { None };
    BuildOptions { now: clock.now(), base_url: base_url.map(str::to_owned), links: None, drafts: false, audience, font }
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
