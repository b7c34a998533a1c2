//! What the server shows at a moment: the last site without errors, and what is wrong with the newest.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Outputs, Problem};
use crate::base::diagnostic::Language;
use crate::base::url::{OutputPath, SourcePath, Url};

/// What the server shows from one publication to the next. Every request is answered from one of them.
pub struct Publication {
    /// None where the build failed: the site of the publication before stays.
    pub site: Option<Arc<dyn Outputs>>,
    /// In the order in which they are reported.
    pub problems: Vec<Problem>,
    /// How many more there are than are listed.
    pub more: usize,
    /// The language of the problems, and of all that the server says beside them.
    pub language: Language,
    /// Documents that were moved, the new path by the old one: since the publication before when it is handed in, and
    /// since the server started once it is shown.
    pub renamed: Arc<HashMap<SourcePath, SourcePath>>,
}

/// What an open page is sent after each publication.
#[derive(Serialize)]
struct Message<'a> {
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

impl Publication {
    /// Before there is a site.
    pub(super) fn nothing(language: Language) -> Self {
        Self { site: None, language, problems: Vec::new(), more: 0, renamed: Arc::default() }
    }

    /// Adds what stays of the publication before.
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

    /// The message to an open page, as JSON.
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

    /// Where a page went that is no longer there: to the address that its document has now, or else
    /// to the nearest folder around it that is a page.
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

    /// The path of a document now. Of two documents that changed places it is one of them.
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
