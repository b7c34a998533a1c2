//! Reads `review` of `site.yaml`: which collections are reviewed before they are published, and in which stages.

use crate::base::diagnostic::Location;
use crate::config::settings::{LocalText, Settings};

/// How texts are reviewed (三审三校).
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// At least one, in the order in which they sign.
    pub stages: Vec<ReviewStage>,
    /// The collections whose texts are public only when they are signed.
    pub collections: Vec<(String, Location)>,
    /// Whether one person may sign for several stages of a text.
    pub same_person: bool,
}

/// One stage of a review.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewStage {
    /// The name in records and on the command line.
    pub id: String,
    pub name: LocalText,
}

/// The usual three.
const USUAL: [(&str, &str, &str); 3] =
    [("first", "初审", "first review"), ("second", "复审", "second review"), ("final", "终审", "final review")];

/// What records call the signature of all stages at once, when a site begins to be reviewed.
pub const ALL_STAGES: &str = "all";

impl Review {
    pub fn covers(&self, collection: &str) -> bool {
        self.collections.iter().any(|(name, _)| name == collection)
    }

    /// Returns the place of a stage by its id or its name in any language.
    pub fn stage(&self, named: &str) -> Option<usize> {
        let named = named.trim();
        self.stages.iter().position(|stage| stage.id == named || stage.name.all().any(|name| name == named))
    }
}

pub fn read(mut settings: Settings<'_>) -> Review {
    let collections = settings.text_nodes("collections").unwrap_or_default();
    let collections: Vec<_> = collections.into_iter().map(|(name, node)| (name, settings.location(node))).collect();
    if collections.is_empty() {
        settings.missing("collections");
    }
    let mut stages: Vec<ReviewStage> = Vec::new();
    for node in settings.list("stages") {
        let mut inner = settings.of(node, "review.stages");
        let id = inner.required_text("id");
        let name = inner.local_text("name");
        inner.finish();
        let Some(id) = id else { continue };
        let fits = !id.is_empty()
            && id.len() <= 30
            && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !fits || id == ALL_STAGES || stages.iter().any(|stage| stage.id == id) {
            let zh = "id 用小写字母和数字，各不相同，也不能是 all";
            settings.wrong("stages", node, zh, "an `id` is of small letters and digits, each another, and not `all`");
            continue;
        }
        let name = name.unwrap_or_else(|| LocalText::plain(id.clone()));
        stages.push(ReviewStage { id, name });
    }
    if stages.is_empty() {
        stages = USUAL
            .iter()
            .map(|(id, zh, en)| ReviewStage { id: (*id).to_owned(), name: LocalText::both(zh, en) })
            .collect();
    }
    let same_person = settings.bool("same_person").unwrap_or(false);
    settings.finish();
    Review { stages, collections, same_person }
}
