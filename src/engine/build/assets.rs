//! The files of the theme: what they are before pages are rendered, because pages have to know their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cache::Cache;
use crate::assets::bundle::{self, Assets, Audience, BundleFault, BundleFaultPlace};
use crate::base::diagnostic::{Cause, Checked, Diagnostic, Location, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Snapshot};
use crate::base::url::Url;
use crate::render::Templates;
use crate::route::{Origin, Route, Shows};
use crate::view::Scene;

/// Makes the theme's files, or takes them from the cache where they are as they were. What is wrong with a template is
/// told where it is rendered as an output.
pub fn make(
    scene: &Scene,
    templates: &Templates,
    snapshot: &Snapshot,
    audience: Audience,
    cache: &mut Cache,
) -> Arc<Checked<Assets>> {
    let routes: BTreeMap<&Url, &Route> = scene
        .routes
        .routes
        .iter()
        .filter(|route| route.url.as_str().starts_with(bundle::FOLDER))
        .map(|route| (&route.url, route))
        .collect();
    let content = |route: &Route| -> Option<Content> {
        match &route.shows {
            Shows::Asset(source) => snapshot.get(source).map(|file| file.content.clone()),
            Shows::AssetTemplate(name) => {
                let site = scene.site_view(&scene.site.config.language);
                templates.asset(name, &site, (&route.url, None)).value.map(Into::into)
            }
            _ => None,
        }
    };
    let files: BTreeMap<Url, Content> =
        routes.values().filter_map(|route| Some((route.url.clone(), content(route)?))).collect();
    // A file that a template should have made is missing for a reason that is told there.
    let complete = files.len() == routes.values().filter(|route| is_made(route)).count();
    let identities: Vec<_> = files.iter().map(|(url, content)| (url, content.identity())).collect();
    cache.assets.get_or(Fingerprint::of(&(identities, audience, complete)), || {
        let (value, faults) = bundle::make(&files, audience);
        let told = |fault: BundleFault| told(&fault, routes.get(&fault.url).copied(), snapshot);
        Checked { value, diagnostics: faults.into_iter().filter(|_| complete).map(told).collect() }
    })
}

fn is_made(route: &Route) -> bool {
    matches!(route.shows, Shows::Asset(_) | Shows::AssetTemplate(_))
}

fn told(fault: &BundleFault, route: Option<&Route>, snapshot: &Snapshot) -> Diagnostic {
    let diagnostic = messages::broken_asset(fault.url.as_str(), Cause::said(&fault.reason));
    let Some(Origin::File(path)) = route.and_then(|route| route.source.as_ref()) else { return diagnostic };
    // A place in what a template made is no place in the template.
    let is_template = matches!(route.map(|route| &route.shows), Some(Shows::AssetTemplate(_)));
    let text = snapshot.get(path).and_then(|file| file.text()).filter(|_| !is_template);
    diagnostic.at(match text {
        Some(text) => Location::span(path, at(text, fault.place)),
        None => Location::file(path),
    })
}

/// The character at a place, as a range of bytes.
fn at(text: &str, place: BundleFaultPlace) -> std::ops::Range<usize> {
    let start = match place {
        BundleFaultPlace::Offset(offset) => text.floor_char_boundary(offset),
        BundleFaultPlace::Line(line, column) => {
            let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut units = 0;
            let passed = text[before..].chars().take_while(|c| {
                units += c.len_utf16();
                units <= column
            });
            before + passed.map(char::len_utf8).sum::<usize>()
        }
    };
    start..start + text[start..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_characters() {
        let text = "a { }\n科普 { color }\n";
        assert_eq!(&text[at(text, BundleFaultPlace::Line(1, 1))], "普");
        assert_eq!(&text[at(text, BundleFaultPlace::Line(1, 5))], "c");
        assert_eq!(&text[at(text, BundleFaultPlace::Offset(7))], "科");
        assert_eq!(at(text, BundleFaultPlace::Line(9, 9)), text.len()..text.len());
    }
}
