//! Feeds and data files.

use crate::base::html;
use crate::base::url::percent_encode;
use crate::config::collection::Facet;
use crate::route::{FeedScope, Route};
use crate::site::EntryId;
use crate::view::data::{DatasetRow, DatasetView, FeedItem, FeedView};
use crate::view::date::rfc3339;
use crate::view::model::Place;
use crate::view::scene::Scene;
use crate::view::{cards, head, links};

pub fn feed(scene: &Scene, route: &Route, scope: &FeedScope) -> FeedView {
    let site = &scene.site;
    let language = scope.language.as_str();
    let collections: Vec<&str> = match &scope.collection {
        Some(collection) => vec![collection.as_str()],
        None => site.with_facet(Facet::Publication).map(|collection| collection.name.as_str()).collect(),
    };
    let date = |id: &EntryId| site.entry(*id).publication.as_ref().map(|publication| publication.date);
    let mut ids: Vec<EntryId> =
        collections.iter().flat_map(|collection| site.listing(collection, language)).copied().collect();
    ids.retain(|id| date(id).is_some());
    ids.sort_by_key(|id| (std::cmp::Reverse(date(id)), std::cmp::Reverse(*id)));
    ids.truncate(site.config.feed_limit);
    let items: Vec<FeedItem> = ids.into_iter().map(|id| item(scene, id)).collect();
    let home = match &scope.collection {
        Some(collection) => scene.addresses().listing(collection, language, 1),
        None => scene.addresses().home(language),
    };
    FeedView {
        title: head::feed_title(scene, scope.collection.as_deref(), language),
        description: site.config.description.get(language).to_owned(),
        home: site.config.address.absolute(&home),
        permalink: site.config.address.absolute(&route.url),
        language: language.to_owned(),
        author: site.config.organisation.get(language).to_owned(),
        updated: items
            .iter()
            .map(|item| item.updated.clone())
            .max()
            .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned()),
        items,
    }
}

fn item(scene: &Scene, id: EntryId) -> FeedItem {
    let site = &scene.site;
    let found = site.entry(id);
    let zone = &site.config.zone;
    // Faults in the text were told on the entry's own page.
    let mut told = Vec::new();
    let mut body = links::body(scene, id, &found.body, &mut told);
    let address = &site.config.address;
    for (place, written) in body.places.iter_mut().zip(&body.body.links) {
        let link = match place {
            Place::Address(link) => link.clone(),
            // Readers of feeds know nothing of the site's widths and classes.
            Place::Picture(image) => image.src.to_string(),
            Place::Typed if written.target.starts_with('/') => percent_encode(&written.target).into_owned(),
            Place::Typed | Place::Unlinked => continue,
        };
        let whole = if link.starts_with('/') { format!("{}{}{link}", address.origin, address.base_path) } else { link };
        *place = Place::Address(whole);
    }
    let published = found.publication.as_ref().map_or_else(String::new, |publication| rfc3339(publication.date, zone));
    let permalink = address.absolute(scene.routes.entry(id));
    FeedItem {
        permalink: permalink.clone(),
        title: found.title.clone(),
        summary: cards::summary(found),
        content: html::resolve(&body.html(), &permalink),
        updated: cards::changed(scene, id).unwrap_or_else(|| published.clone()),
        published,
        authors: found.fields.texts("authors").into_iter().map(str::to_owned).collect(),
        tags: cards::term_titles(scene, id, &["tags"], &found.key.language),
    }
}

pub fn dataset(scene: &Scene, route: &Route, collection: &str) -> DatasetView {
    let site = &scene.site;
    let language = &site.config.language;
    let declared = &site.collections[collection];
    let ids = site.listing(collection, language);
    let used = |key: &str| ids.iter().any(|id| scene.card(*id).fields.contains_key(key));
    DatasetView {
        title: head::collection_title(scene, collection, language),
        permalink: site.config.address.absolute(&route.url),
        language: language.clone(),
        base: format!("{}{}", site.config.address.origin, site.config.address.base_path),
        columns: declared
            .fields
            .iter()
            .filter(|field| used(&field.key))
            .map(|field| (field.key.to_string(), field.label.get(language).to_owned()))
            .collect(),
        rows: ids
            .iter()
            .map(|id| {
                let card = scene.card(*id);
                DatasetRow {
                    id: site.entry(*id).key.slug.clone(),
                    permalink: site.config.address.absolute(&card.url),
                    title: card.title.clone(),
                    point: card.place.as_ref().and_then(|place| place.location),
                    fields: card.fields.clone(),
                }
            })
            .collect(),
    }
}
