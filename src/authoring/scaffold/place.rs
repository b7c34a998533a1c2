//! Returns the path of a new entry: a slug from its title, a folder by the collection's convention.

use crate::base::text::slugify;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::config::collection::{Collection, Facet, Part};
use crate::content::Entry;
use crate::content::document::is_markdown;
use crate::site::Site;

/// File names are typed and read aloud, so they end at a syllable before this many characters.
const LONGEST_SLUG: usize = 60;

/// Returns a title in pinyin, cut between syllables; empty if the title has neither letters nor digits.
pub fn slug(title: &str) -> String {
    let slug = slugify(title);
    if slug.len() <= LONGEST_SLUG {
        return slug;
    }
    let end = slug[..=LONGEST_SLUG].rfind('-').unwrap_or(LONGEST_SLUG);
    slug[..end].to_owned()
}

/// Returns the path of a new entry: in a folder of its year if the collection has such folders, and in a folder of its
/// own, for pictures beside it, if that is asked for.
pub fn place(collection: &Collection, site: &Site, slug: &str, when: When, own_folder: bool) -> Option<SourcePath> {
    let mut path = "content/".to_owned();
    if !collection.name.is_empty() {
        path += &format!("{}/", collection.name);
    }
    if by_year(collection, site) {
        path += &format!("{:04}/", when.date.year());
    }
    path += slug;
    path += if own_folder { "/index.md" } else { ".md" };
    SourcePath::new(&path)
}

/// Returns whether entries lie in folders of their years: as most existing ones do, or if there are none, as the
/// permalink pattern has it.
fn by_year(collection: &Collection, site: &Site) -> bool {
    if !collection.has(Facet::Publication) && !collection.has(Facet::Schedule) {
        return false;
    }
    let files: Vec<&Entry> = site
        .entries
        .iter()
        .map(AsRef::as_ref)
        .filter(|entry| entry.key.collection == collection.name && is_markdown(entry.source.extension()))
        .collect();
    let in_year = |entry: &&&Entry| {
        entry
            .path
            .split_once('/')
            .is_some_and(|(folder, _)| folder.len() == 4 && folder.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if files.is_empty() {
        return collection.url.parts.iter().any(|part| matches!(part, Part::Field { format: Some(_), .. }));
    }
    files.iter().filter(in_year).count() * 2 > files.len()
}
