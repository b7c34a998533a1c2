//! Posters: the font that they are lettered with, and their files, before anything is written.

use super::{Built, Progress, Ready, Stage};
use crate::assets::poster::{Font, Fonts, Letters};
use crate::base::diagnostic::{Cause, Checked, Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::OutputPath;
use crate::config::theme::Theme;
use crate::config::{Config, PosterFont};
use crate::route::Class;

/// The font that the site names, or else one that this machine has; none where nobody wants posters. One that can't be read
/// is a fault of the site if the site names it, and no font at all otherwise.
pub fn letters(
    snapshot: &Snapshot,
    config: &Config,
    theme: &Theme,
    machine: Option<&Fonts>,
) -> Checked<Option<Letters>> {
    if !(config.outputs.posters && theme.posters) {
        return Checked::default();
    }
    let mut diagnostics = Vec::new();
    let (font, at) = chosen(snapshot, config, machine, &mut diagnostics);
    let value = font.and_then(|font| match font.lettering() {
        Ok(lettering) => Some(Letters { font, lettering }),
        Err(reason) => {
            diagnostics.extend(at.map(|at| messages::poster_failed(Cause::said(&reason)).at(at.clone())));
            None
        }
    });
    Checked { value, diagnostics }
}

/// The font that the site names, or else a free one of the machine.
pub fn font(snapshot: &Snapshot, config: &Config, machine: Option<&Fonts>) -> Option<Font> {
    chosen(snapshot, config, machine, &mut Vec::new()).0
}

/// The font, and where the site names it.
fn chosen<'c>(
    snapshot: &Snapshot,
    config: &'c Config,
    machine: Option<&Fonts>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Font>, Option<&'c Location>) {
    let free = || machine.and_then(|fonts| fonts.free.clone());
    match &config.poster_font {
        None => (free(), None),
        Some((PosterFont::File(path), at)) => {
            let own = snapshot.get(path).map(|file| Font::new(file.content.clone()));
            (own.or_else(free), Some(at))
        }
        Some((PosterFont::Family(name), at)) => match machine.map(|fonts| fonts.family(name)) {
            Some(None) => {
                diagnostics.push(messages::font_not_installed(name).at(at.clone()));
                (free(), None)
            }
            found => (found.flatten(), Some(at)),
        },
    }
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
        ..messages::poster_failed(Cause::said(&reason))
    };
    built.diagnostics.extend(reason.map(fault));
}
