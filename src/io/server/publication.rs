//! The server's state: the last site without errors, and the problems of the newest one.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Outputs, Problem};
use crate::base::diagnostic::Language;
use crate::base::url::{OutputPath, SourcePath, Url};

/// The state that the server shows until the next publication. Each request is answered from one publication.
pub struct Publication {
    /// `None` if the build failed: the earlier publication's site stays.
    pub site: Option<Arc<dyn Outputs>>,
    /// In the order of the report.
    pub problems: Vec<Problem>,
    /// The number of problems that aren't listed.
    pub more: usize,
    /// The language of the problems, and of the server's own texts.
    pub language: Language,
    /// Moved documents, as new path by old path: since the earlier publication when it is passed in, and since the server
    /// started once it is shown.
    pub renamed: Arc<HashMap<SourcePath, SourcePath>>,
}

/// The event that an open page gets after each publication.
#[derive(Serialize)]
struct Message<'a> {
    language: &'static str,
    /// Whether there is a site to show below the problems.
    site: bool,
    /// The document that the page shows.
    source: Option<&'a str>,
    problems: &'a [Problem],
    more: usize,
}

/// The maximum number of moved documents. Older ones are dropped; their pages then lead to their sections.
const MOST_RENAMED: usize = 10_000;

impl Publication {
    /// Returns the state before there is a site.
    pub(super) fn nothing(language: Language) -> Self {
        Self { site: None, language, problems: Vec::new(), more: 0, renamed: Arc::default() }
    }

    /// Adds what is kept of the earlier publication.
    pub(super) fn after(mut self, before: &Self) -> Self {
        self.site = self.site.or_else(|| before.site.clone());
        if self.renamed.is_empty() {
            self.renamed = before.renamed.clone();
        } else if before.renamed.len() < MOST_RENAMED {
            let mut all = (*before.renamed).clone();
            all.extend(self.renamed.iter().map(|(old, new)| (old.clone(), new.clone())));
            self.renamed = Arc::new(all);
        }
        self
    }

    /// Returns the event for an open page, as JSON.
    pub(super) fn message(&self, page: Option<&OutputPath>) -> String {
        let source = self.site.as_ref().zip(page).and_then(|(site, page)| site.source_of(page));
        let message = Message {
            language: match self.language {
                Language::Chinese => "zh-CN",
                Language::English => "en",
            },
            site: self.site.is_some(),
            source: source.as_ref().map(SourcePath::as_str),
            problems: &self.problems,
            more: self.more,
        };
        serde_json::to_string(&message).unwrap_or_default()
    }

    /// Returns the new address of a removed page: the present address of its document, else the nearest parent folder that
    /// has a page.
    pub(super) fn moved(&self, page: &Url, source: Option<&SourcePath>) -> Option<Url> {
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

    /// Returns the present path of a document. If two documents swapped paths, it is one of them.
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
