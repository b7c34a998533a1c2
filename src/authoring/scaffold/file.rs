//! A declaration and answers → the path and the text of a new entry.

use super::{Answers, draft, front_matter, place, slug};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::{Collection, Facet};
use crate::site::Site;

/// Returns the path and the text of a new entry, which is a draft where the declaration has drafts. A collection with
/// publications gets today's date if the answers have none.
///
/// # Errors
/// A title of which no file name can be made.
pub fn file(
    collection: &Collection,
    site: &Site,
    mut answers: Answers,
    own_folder: bool,
) -> Result<(SourcePath, String), Diagnostic> {
    if let Some(key) = published_on(collection) {
        answers.entry(key.to_owned()).or_insert_with(|| YamlValue::plain(site.today));
    }
    let text_of = |answers: &Answers, key: &str| match answers.get(key) {
        Some(YamlValue::Text(text) | YamlValue::Plain(text)) => Some(text.clone()),
        _ => None,
    };
    let title = text_of(&answers, "title").unwrap_or_default();
    // The file's name is the slug, so it isn't said twice.
    let slug = text_of(&answers, "slug").unwrap_or_else(|| slug(&title));
    answers.remove("slug");
    if slug.is_empty() || slug.contains(['/', '\\']) || slug.starts_with(['.', '_']) {
        return Err(messages::title_without_slug(&title));
    }
    let time = [Facet::Publication, Facet::Schedule].into_iter().filter(|facet| collection.has(*facet));
    let when = time
        .flat_map(|facet| facet.needs().iter().copied())
        .find_map(|key| When::parse(&text_of(&answers, key)?, &site.config.zone))
        .unwrap_or(When { date: site.today.0, time: None });
    let path = place(collection, site, &slug, when, own_folder).ok_or_else(|| messages::title_without_slug(&title))?;
    if collection.field("draft").is_some() {
        let (key, value) = draft();
        answers.entry(key).or_insert(value);
    }
    Ok((path, front_matter(collection, &answers, &site.config) + "\n"))
}

/// The field that says when an entry of the collection was published.
pub fn published_on(collection: &Collection) -> Option<&'static str> {
    collection.has(Facet::Publication).then(|| Facet::Publication.needs().first().copied()).flatten()
}
