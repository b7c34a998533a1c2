//! Checks that every column of the site has an entry.

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::route::Shows;

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site();
    let language = &site.config.language;
    for route in &subject.ready.routes().routes {
        let Shows::Listing { collection, language: shown, number: 1 } = &route.shows else { continue };
        if shown != language || !site.listing(collection, language).is_empty() {
            continue;
        }
        let title = site.collections.get(collection).map_or("", |declared| declared.title.get(language));
        // A page without entries consists of its introduction, so the finding points there.
        let at = site.section(collection, language).map(|section| Location::file(&section.source));
        findings.push(Diagnostic { at, ..messages::blank_column(title) });
    }
}
