//! What a poster says: the picture that a social network shows beside a link to a page without a cover.

use crate::site::EntryId;
use crate::view::head;
use crate::view::inputs::Inputs;
use crate::view::model::PosterView;

/// The words of the poster of an entry, or of the site.
pub fn poster(inputs: &Inputs, language: &str, entry: Option<EntryId>) -> PosterView {
    let language = language.to_owned();
    let site_title = inputs.site.config.title.get(&language).to_owned();
    let Some(id) = entry else {
        let organisation = inputs.site.config.organisation.get(&language).to_owned();
        return PosterView { title: site_title, section: organisation, language };
    };
    let collection = &inputs.site.collection(id).name;
    let listed = !collection.is_empty();
    let section = if listed { head::collection_title(inputs, collection, &language) } else { String::new() };
    PosterView { title: inputs.site.entry(id).title.clone(), section, language }
}
