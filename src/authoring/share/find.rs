//! What somebody calls an entry → the entry.

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::base::url::{SourcePath, Url, percent_decode};
use crate::build::Ready;
use crate::content::EntryName;
use crate::site::EntryId;

/// Finds an entry by its file or its folder, its address on the site or as a whole, its name in references, or its title.
/// Of an entry and its translations a name means that in the main language.
///
/// # Errors
/// There is none of this name, or there are several.
pub fn find(ready: &Ready, name: &str) -> Result<EntryId, Diagnostic> {
    let site = ready.site();
    let written = name.trim().replace('\\', "/");
    if let Some(id) = by_file(ready, &written).or_else(|| by_address(ready, &written)) {
        return Ok(id);
    }
    let parsed = EntryName::parse(&written);
    let is_named = |id: &EntryId| {
        let entry = site.entry(*id);
        entry.title == written || parsed.fits(entry)
    };
    let mut found: Vec<EntryId> = site.ids().filter(is_named).map(|id| site.representative(id)).collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => {
            let titles = site.ids().map(|id| site.entry(id).title.as_str());
            let slugs = site.ids().map(|id| site.entry(id).key.slug.as_str());
            Err(messages::share_unknown(name).meant(did_you_mean(&written, titles.chain(slugs))))
        }
        several => {
            let files: Vec<&str> = several.iter().map(|id| site.entry(*id).source.as_str()).collect();
            Err(messages::share_ambiguous(name, &files.join("、"), &files.join(", ")))
        }
    }
}

fn by_file(ready: &Ready, written: &str) -> Option<EntryId> {
    let written = written.trim_start_matches("./").trim_matches('/');
    let path = |path: &str| SourcePath::new(path);
    let content = format!("content/{written}");
    let below = [written.to_owned(), format!("{written}/index"), format!("{content}/index"), content];
    below.iter().filter_map(|name| ready.site().by_source(&path(name)?)).next()
}

fn by_address(ready: &Ready, written: &str) -> Option<EntryId> {
    let routes = ready.routes();
    let whole = ready.site().config.address.whole();
    let below = written.strip_prefix(&*whole).unwrap_or(written);
    let below = below.split(['?', '#']).next().unwrap_or_default();
    if !below.starts_with('/') {
        return None;
    }
    let address = percent_decode(below).trim_end_matches("index.html").to_owned();
    let found = routes.get(&Url::new(&address)).or_else(|| routes.get(&Url::new(&format!("{address}/"))));
    found?.shows.entry()
}
