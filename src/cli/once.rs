//! A site as a command sees it that looks at it once.

use std::path::Path;

use super::fonts;
use super::kept::Kept;
use super::progress::Bar;
use super::today::Clock;
use crate::base::source::Snapshot;
use crate::build::{Audience, BuildOptions, Built, Cache, Ready, finish, prepare_with};

/// Options of a build at the clock's time, without drafts.
pub fn options(clock: Clock, base_url: Option<&str>, audience: Audience) -> BuildOptions {
    // Only what is published has posters; other commands need no font.
    let fonts = (audience == Audience::Visitors).then(fonts::found);
    BuildOptions {
        now: clock.now(),
        base_url: base_url.map(str::to_owned),
        links: None,
        drafts: false,
        audience,
        fonts,
    }
}

/// A site that is prepared, for commands that ask it something before its outputs are made.
pub struct PreparedSite {
    pub ready: Ready,
    cache: Cache,
    kept: Kept,
}

impl PreparedSite {
    pub fn of(root: &Path, snapshot: &Snapshot, options: &BuildOptions, bar: &Bar) -> Self {
        let kept = Kept::of(root);
        let mut cache = kept.lent_to(Cache::none());
        let ready = prepare_with(snapshot, options, &mut cache, bar);
        Self { ready, cache, kept }
    }

    /// Makes every output, and keeps what was found out of the site's pictures.
    pub fn built(self, bar: &Bar) -> (Built, Kept) {
        let Self { ready, mut cache, mut kept } = self;
        let built = finish(&ready, &mut cache, bar);
        // Ten thousand entries are not worth taking down piece by piece before the process ends.
        std::mem::forget(ready);
        bar.finish();
        kept.note(&cache);
        (built, kept)
    }
}

/// Builds a site and keeps what was found out of its pictures.
pub fn built(root: &Path, snapshot: &Snapshot, options: &BuildOptions, bar: &Bar) -> (Built, Kept) {
    PreparedSite::of(root, snapshot, options, bar).built(bar)
}
