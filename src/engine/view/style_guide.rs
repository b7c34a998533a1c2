//! The page of a theme's components: one page of each kind, as data, for the components to show.

use super::head::{self, Draft};
use super::model::StyleGuidePage;
use super::pages::{calendar, entry, figures, listing};
use super::scene::Scene;
use crate::base::diagnostic::Diagnostic;
use crate::config::collection::Facet;
use crate::route::{Route, Shows};

pub fn style_guide(scene: &Scene, route: &Route, language: &str, diagnostics: &mut Vec<Diagnostic>) -> StyleGuidePage {
    let site = &scene.site;
    let mut draft = Draft::new("styleguide", scene.word(language, "styleguide"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().style_guide(language));
    let listed = || {
        let collections = site.collections.values().filter(|collection| collection.listing);
        collections.filter(|collection| !site.listing(&collection.name, language).is_empty())
    };
    let mut samples = Vec::new();
    let mut listings = Vec::new();
    for collection in listed() {
        let ids = site.listing(&collection.name, language);
        let fullest = ids.iter().max_by_key(|id| (site.entry(**id).fields.0.len(), std::cmp::Reverse(**id)));
        if let Some(id) = fullest
            && let Some(route) = scene.routes.get(scene.routes.entry(*id))
        {
            samples.push(entry::entry_page(scene, route, *id, diagnostics));
        }
        if let Some(route) = scene.routes.get(&scene.addresses().listing(&collection.name, language, 1)) {
            listings.push(listing::listing(scene, route, &collection.name, language, 1, diagnostics));
        }
    }
    let today = site.today.0;
    let month = listed().filter(|collection| collection.has(Facet::Schedule)).find_map(|collection| {
        let url = scene.addresses().month(&collection.name, language, today.year(), today.month());
        let route = scene.routes.get(&url).filter(|route| matches!(route.shows, Shows::Month { .. }))?;
        Some(calendar::month(scene, route, &collection.name, language, today.year(), today.month()))
    });
    let figures = crate::site::figures::years(site).first().and_then(|year| {
        let route = scene.routes.get(&scene.addresses().figures(language, Some(*year), None))?;
        Some(figures::year_page(scene, route, language, *year, None))
    });
    let home = scene.routes.get(&scene.addresses().home(language)).unwrap_or(route);
    StyleGuidePage {
        home: listing::home(scene, home, language, diagnostics),
        samples,
        listings,
        month,
        figures,
        as_of: scene.as_of(language),
        page: draft.finish(scene, route),
    }
}
