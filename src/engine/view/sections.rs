//! The collections of a site with a way to each, and what their `_index.md` say.

use super::head;
use super::inputs::Inputs;
use super::links;
use super::model::{BodyView, SectionView};
use super::scene::Scene;
use crate::base::diagnostic::Diagnostic;

/// Every collection that has a listing.
pub fn sections(scene: &Scene, language: &str) -> Vec<SectionView> {
    let collections = scene.site.collections.values().filter(|collection| collection.listing);
    collections
        .filter_map(|collection| {
            let url = scene.addresses().listing(&collection.name, language, 1);
            scene.routes.get(&url)?;
            Some(SectionView {
                name: collection.name.clone(),
                title: head::collection_title(scene, &collection.name, language),
                url,
                count: scene.site.listing(&collection.name, language).len(),
                facets: collection.facets.iter().copied().collect(),
                groups: scene.groups(collection, language).to_vec(),
            })
        })
        .collect()
}

/// The text of a collection's `_index.md`; of the home page's for no collection.
pub fn section_body(
    inputs: &Inputs,
    collection: &str,
    language: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<BodyView> {
    let section = inputs.site.section(collection, language)?;
    Some(links::text(inputs, &section.source, language, &section.body, diagnostics))
}
