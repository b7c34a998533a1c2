//! What the server shows at a moment: the last good site, and what is wrong with the newest.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Outputs, Problem};
use crate::base::diagnostic::Language;
use crate::base::url::{OutputPath, SourcePath, Url};

/// The outcome of a build, for the server to show.
pub struct Publication {
    /// Nothing where the build failed: what was good before stays.
    pub site: Option<Arc<dyn Outputs>>,
    /// In the order in which they are reported.
    pub problems: Vec<Problem>,
    /// How many more there are than are listed.
    pub more: usize,
    /// Of the problems, and of all that the server says beside them.
    pub language: Language,
    /// Documents that were moved since the publication before: the old path and the new.
    pub renamed: Vec<(SourcePath, SourcePath)>,
}

/// A publication in its place among the others.
pub(super) struct Shown {
    pub site: Option<Arc<dyn Outputs>>,
    pub language: Language,
    /// Publications so far.
    revision: u64,
    problems: Vec<Problem>,
    more: usize,
    renamed: Arc<HashMap<SourcePath, SourcePath>>,
}

#[derive(Serialize)]
struct Event<'a> {
    revision: u64,
    language: &'static str,
    /// Whether there is a site behind the problems.
    site: bool,
    /// The document that the page shows.
    source: Option<&'a str>,
    problems: &'a [Problem],
    more: usize,
}

/// Beyond this many moved documents the older ones are forgotten, and their pages lead to their sections.
const MOST_RENAMED: usize = 10_000;

impl Shown {
    pub fn nothing(language: Language) -> Self {
        Self { site: None, language, revision: 0, problems: Vec::new(), more: 0, renamed: Arc::default() }
    }

    pub fn followed_by(&self, publication: Publication) -> Self {
        let Publication { site, problems, more, language, renamed } = publication;
        let renamed = if renamed.is_empty() {
            self.renamed.clone()
        } else {
            let mut all = if self.renamed.len() < MOST_RENAMED { (*self.renamed).clone() } else { HashMap::new() };
            all.extend(renamed);
            Arc::new(all)
        };
        let site = site.or_else(|| self.site.clone());
        Self { site, language, revision: self.revision + 1, problems, more, renamed }
    }

    /// What is told to an open page, as JSON.
    pub fn event(&self, page: Option<&OutputPath>) -> String {
        let source = self.site.as_ref().zip(page).and_then(|(site, page)| site.source_of(page));
        let event = Event {
            revision: self.revision,
            language: match self.language {
                Language::Chinese => "zh-CN",
                Language::English => "en",
            },
            site: self.site.is_some(),
            source: source.as_ref().map(SourcePath::as_str),
            problems: &self.problems,
            more: self.more,
        };
        serde_json::to_string(&event).unwrap_or_default()
    }

    /// Where a page went that is no longer there: to the address that its document has now, or else
    /// to the nearest folder around it that is a page.
    pub fn moved(&self, page: &Url, source: Option<&SourcePath>) -> Option<Url> {
        let site = self.site.as_ref()?;
        if let Some(url) = source.and_then(|source| site.page_of(self.present(source))) {
            return Some(url);
        }
        let mut folder = page.as_str().trim_end_matches('/');
        while let Some((above, _)) = folder.rsplit_once('/') {
            let url = Url::new(&format!("{above}/"));
            if url.output_path().is_ok_and(|path| site.has(&path)) {
                return Some(url);
            }
            folder = above;
        }
        None
    }

    /// Where a document lies now. Whoever moves two documents in a circle gets one of them.
    fn present<'a>(&'a self, source: &'a SourcePath) -> &'a SourcePath {
        let mut at = source;
        for _ in 0..self.renamed.len() {
            match self.renamed.get(at) {
                Some(next) if next != source => at = next,
                _ => break,
            }
        }
        at
    }
}
