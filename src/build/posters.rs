//! Posters: the font that they are lettered with, and their files, before anything is written.

use super::{Built, Progress, Ready, Stage};
use crate::assets::poster::{Font, Letters};
use crate::base::diagnostic::{Checked, Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::base::url::OutputPath;
use crate::config::Config;
use crate::config::theme::Theme;
use crate::route::Class;

/// The site's own font, or else the one that this machine has; none where nobody wants posters. One that can't be read is
/// a fault of the site if the site names it, and no font at all otherwise.
pub fn letters(snapshot: &Snapshot, config: &Config, theme: &Theme, found: Option<&Font>) -> Checked<Option<Letters>> {
    let mut diagnostics = Vec::new();
    let own = config.poster_font.as_ref().and_then(|(path, at)| Some((snapshot.get(path)?, at)));
    let font = own.map(|(file, _)| Font::new(file.content.clone())).or_else(|| found.cloned());
    let font = font.filter(|_| config.outputs.posters && theme.posters);
    let value = font.and_then(|font| match font.lettering() {
        Ok(lettering) => Some(Letters { font, lettering }),
        Err(reason) => {
            diagnostics.extend(own.map(|(_, at)| messages::poster_failed(&reason).at(at.clone())));
            None
        }
    });
    Checked { value, diagnostics }
}

/// Draws the posters that aren't on the shelf yet, several at a time. Without a shelf each is drawn when it is written.
pub fn make(ready: &Ready, built: &mut Built, progress: &impl Progress) {
    let routes = ready.routes();
    let posters = routes.routes.iter().filter(|route| route.shows.kind().class == Class::Poster);
    let posters: Vec<OutputPath> = posters.map(|route| route.output.clone()).collect();
    // A drawing that can't be read can't be read on any page: it is told once.
    let reason = built.make(&posters, Stage::Posters, progress).into_iter().next();
    let fault = |(_, reason): (OutputPath, String)| Diagnostic {
        at: ready.poster_template(),
        ..messages::poster_failed(&reason)
    };
    built.diagnostics.extend(reason.map(fault));
}
