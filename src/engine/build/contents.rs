//! The parse and validate stages over a whole snapshot, in parallel, each result kept by what it depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{Cache, document_key};
use super::{Progress, Stage};
use crate::base::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::guard::guard;
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::config::Config;
use crate::config::collection::{self, Collection};
use crate::content::document::{self, Document, DocumentOptions};
use crate::content::entry::{self, Validated};

#[derive(Default)]
pub struct Contents {
    pub entries: Vec<Arc<entry::Entry>>,
    pub sections: Vec<Arc<entry::Section>>,
    pub assets: BTreeSet<SourcePath>,
}

/// Parses and validates every document; what isn't one is an asset. Values depend on the
/// configuration (zone, terms) and on the declarations, so the fingerprint of these `settings` is
/// part of every key; they change seldom.
pub fn contents(
    snapshot: &Snapshot,
    config: &Config,
    collections: &BTreeMap<String, Collection>,
    settings: Fingerprint,
    cache: &mut Cache,
    progress: &impl Progress,
) -> Checked<Contents> {
    let options = DocumentOptions { raw_html: config.raw_html, languages: config.languages.clone() };
    let mut checked = Checked::<Contents>::default();
    let mut documents = Vec::new();
    for (path, file) in snapshot.iter() {
        match document::content_path(path, &options.languages) {
            Ok(Some(at)) => documents.push((path, file, at)),
            Ok(None) => {
                if is_asset(path) && !document::is_underscored(path) {
                    checked.value.assets.insert(path.clone());
                }
            }
            Err(language) => {
                let meant = did_you_mean(&language, options.languages.iter().map(String::as_str));
                checked.diagnostics.push(messages::unknown_language(&language).meant(meant).at(Location::file(path)));
            }
        }
    }
    progress.stage(Stage::Parse, documents.len());
    cache.documents.begin();
    cache.entries.begin();
    let (documents_cache, entries_cache) = (&cache.documents, &cache.entries);
    let (keeps, keeps_documents) = (cache.keeps(), cache.keeps_documents());
    #[cfg(feature = "testing")]
    let fault = cache.fault;
    type Kept = (Fingerprint, Arc<Checked<Document>>, Fingerprint);
    type Parsed = (Option<Kept>, Vec<Diagnostic>, Arc<Checked<Validated>>);
    let parsed: Vec<Parsed> = documents
        .into_par_iter()
        .map(|(path, file, at)| {
            progress.step();
            let collection = &collections[&at.collection];
            let document_key = document_key(path, file, &options);
            #[cfg(feature = "testing")]
            let document_key = fault.map_or(document_key, |fault| fault.document_key(document_key, file, &options));
            let entry_key = Fingerprint::of(&(document_key, settings));
            let read = guard(|| {
                let parse = || Arc::new(document::parse(path, file, at, &options));
                let document = documents_cache.get(document_key).unwrap_or_else(parse);
                let validate = || Arc::new(entry::validate(&document.value, collection, config));
                let validated = entries_cache.get(entry_key).unwrap_or_else(validate);
                (document, validated)
            });
            let (document, validated) = match read {
                Ok(read) => read,
                Err(panic) => {
                    let fault = messages::internal_fault(path.as_str(), &panic).at(Location::file(path));
                    return (None, vec![fault], Arc::default());
                }
            };
            // A document that isn't kept is dropped here, in parallel, and what it took is used for the next.
            let found = document.diagnostics.clone();
            #[cfg(feature = "testing")]
            let found = match fault {
                Some(fault) => fault.found(found, documents_cache.get(document_key).is_some()),
                None => found,
            };
            (keeps_documents.then_some((document_key, document, entry_key)), found, validated)
        })
        .collect();
    for (kept, found, validated) in parsed {
        checked.diagnostics.extend(found);
        checked.diagnostics.extend(validated.diagnostics.iter().cloned());
        checked.value.entries.extend(validated.value.entries.iter().cloned());
        checked.value.sections.extend(validated.value.section.iter().cloned());
        if let Some((document_key, document, entry_key)) = kept {
            cache.documents.keep(document_key, document);
            if keeps {
                cache.entries.keep(entry_key, validated);
            }
        }
    }
    cache.documents.end();
    cache.entries.end();
    checked
}

/// Pictures and attachments beside entries, files of `static/`, assets of the site and its themes (and templates of such).
fn is_asset(path: &SourcePath) -> bool {
    let name = path.as_str();
    let hidden = name.split('/').any(|part| part.starts_with('.') && part != ".well-known");
    let kept = name.starts_with("content/")
        || name.starts_with("static/")
        || name.starts_with("assets/")
        || name.starts_with("templates/assets/")
        || name.starts_with("themes/");
    kept && !hidden && path.file_name() != collection::COLLECTION_FILE
}
