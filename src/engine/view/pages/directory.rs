//! The part of a directory with some terms.

use crate::route::Route;
use crate::site::EntryId;
use crate::view::counted::taxonomy;
use crate::view::date::is_chinese;
use crate::view::groups::groups;
use crate::view::head::{self, Draft};
use crate::view::model::{DirectoryPage, DirectoryView, LinkView};
use crate::view::places::{DISTRICT, filters, map_of};
use crate::view::scene::Scene;
use crate::view::structured;

pub fn directory(
    scene: &Scene,
    route: &Route,
    name: &str,
    language: &str,
    terms: &[(String, String)],
) -> DirectoryPage {
    let site = &scene.site;
    let collection = &site.collections[name];
    let has = |id: &EntryId| terms.iter().all(|(field, term)| site.term_keys(*id, field).any(|key| key == term));
    let ids: Vec<EntryId> = site.listing(name, language).iter().copied().filter(has).collect();
    let title_of = |(field, key): &(String, String)| {
        let term = taxonomy(scene, collection, field).and_then(|taxonomy| taxonomy.term(key));
        term.map_or(key.as_str(), |term| term.title.get(language)).to_owned()
    };
    let titles: Vec<String> = terms.iter().map(title_of).collect();
    let joined = titles.join(if is_chinese(language) { "·" } else { " · " });
    let section = head::collection_title(scene, name, language);
    let title = if is_chinese(language) { format!("{joined}{section}") } else { format!("{section}: {joined}") };
    let mut draft = Draft::new("directory", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    if terms.len() > 1 {
        let above = scene.addresses().directory(name, language, &terms[..1]);
        draft.breadcrumbs.push(LinkView { title: titles[0].clone(), url: above.to_string() });
    }
    draft.meta = head::column_tags(scene, name, language);
    draft.alternates = head::alternates(scene, |language| scene.addresses().directory(name, language, terms));
    draft.json_ld =
        vec![structured::collection_page(&draft.title, language, &site.config.address.absolute(&route.url))];
    let links = terms.iter().zip(&titles).map(|(term, title)| LinkView {
        title: title.clone(),
        url: scene.addresses().directory(name, language, std::slice::from_ref(term)).to_string(),
    });
    let of_a_district = matches!(terms, [(field, _)] if field == DISTRICT);
    DirectoryPage {
        terms: links.collect(),
        as_of: scene.as_of_entries(&ids, language),
        entries: scene.cards(&ids, language),
        groups: groups(scene, collection, language, terms),
        directory: DirectoryView {
            map: if of_a_district { map_of(scene, collection, language, &ids, false) } else { None },
            ..filters(scene, collection, language, &ids)
        },
        page: draft.finish(scene, route),
    }
}
