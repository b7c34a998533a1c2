//! Reviews texts: which of them wait for whom, and signatures as files to be written. The command and the studio call it.

mod carry;
mod files;

use serde::Serialize;

pub use carry::{Carried, carry};
pub use files::Files;
use files::{keep, keep_files, put};

use crate::base::diagnostic::{Diagnostic, Location, Severity, messages};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::build::Ready;
use crate::config::review::{ALL_STAGES, Review};
use crate::site::review::{Decision, ReviewRecord, ShownVersion, Unit, records_folder, same_person};

/// What somebody decides of a text.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    /// A stage's id or name.
    pub stage: &'a str,
    pub by: &'a str,
    pub note: &'a str,
    pub is_return: bool,
    /// By RFC 3339.
    pub time: &'a str,
}

/// How far a text has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// It lacks signatures.
    Waiting,
    /// A reviewer sent it back to its author.
    Returned,
    Signed,
}

/// What there is to tell of a text under review.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewRow {
    pub file: String,
    pub title: String,
    pub state: ReviewState,
    /// The stage whose turn it is, by id and name.
    pub stage: Option<NamedStage>,
    pub signed: Vec<SignedStage>,
    pub returned: Option<SignedStage>,
    pub public: PublicVersion,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NamedStage {
    pub id: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SignedStage {
    pub stage: NamedStage,
    pub by: String,
    pub time: String,
    pub note: String,
}

/// Which version is public where its time has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicVersion {
    Current,
    Earlier,
    Nothing,
}

/// Returns the review that the site has.
///
/// # Errors
/// That it has none.
pub fn review(ready: &Ready) -> Result<&Review, Diagnostic> {
    ready.site().config.review.as_ref().ok_or_else(messages::review_off)
}

/// Lists the texts under review that their authors don't have any more. The site is to be prepared without drafts.
pub fn rows(ready: &Ready, review: &Review, language: &str) -> Vec<ReviewRow> {
    let units = ready.reviews().units.iter().filter(|unit| !unit.draft);
    units.map(|unit| row(unit, review, language)).collect()
}

fn row(unit: &Unit, review: &Review, language: &str) -> ReviewRow {
    let records = unit.history.records();
    let named = |place: usize| {
        let stage = review.stages.get(place)?;
        Some(NamedStage { id: stage.id.clone(), name: stage.name.get(language).to_owned() })
    };
    let signed = |(place, record): (usize, &usize)| {
        let ReviewRecord { by, time, note, .. } = &records[*record];
        Some(SignedStage { stage: named(place)?, by: by.clone(), time: time.clone(), note: note.clone() })
    };
    let returned = unit.standing.returned.and_then(|record| {
        let place = review.stages.iter().position(|stage| stage.id == records[record].stage)?;
        signed((place, &record))
    });
    let full = unit.standing.is_full();
    ReviewRow {
        file: unit.source.to_string(),
        title: unit.title.clone(),
        state: match (&returned, full) {
            (Some(_), _) => ReviewState::Returned,
            (None, true) => ReviewState::Signed,
            (None, false) => ReviewState::Waiting,
        },
        stage: match &returned {
            Some(returned) => Some(returned.stage.clone()),
            None => named(unit.standing.held.len()),
        },
        signed: unit.standing.held.iter().enumerate().filter_map(signed).collect(),
        returned,
        public: match unit.shown {
            ShownVersion::Current => PublicVersion::Current,
            ShownVersion::Earlier(_) => PublicVersion::Earlier,
            ShownVersion::Nothing => PublicVersion::Nothing,
        },
    }
}

/// Finds a text under review by its file, with or without `content/` and the ending, or by its title.
///
/// # Errors
/// That there is none, or not one alone.
pub fn find<'r>(ready: &'r Ready, named: &str) -> Result<&'r Unit, Diagnostic> {
    review(ready)?;
    let written = named.trim().replace('\\', "/");
    let written = written.trim_start_matches("./");
    let units = &ready.reviews().units;
    let is_file = |unit: &&Unit| {
        let path = unit.source.as_str();
        let below = unit.source.below("content").unwrap_or(path);
        let bare = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        [path, below, bare, bare.strip_suffix("/index").unwrap_or(bare)].contains(&written)
    };
    if let Some(unit) = units.iter().find(is_file) {
        return Ok(unit);
    }
    let mut titled = units.iter().filter(|unit| unit.title == named.trim());
    match (titled.next(), titled.next()) {
        (Some(unit), None) => Ok(unit),
        _ => {
            let meant = did_you_mean(written, units.iter().map(|unit| unit.source.as_str()));
            Err(messages::review_of_nothing(named).meant(meant))
        }
    }
}

/// Signs a text at a stage, or returns it: gives the files of the signature. The text, its pictures and attachments are
/// kept with the last signature, because they may have to be published when the site's files are others.
///
/// # Errors
/// Why it can't be signed.
pub fn sign(snapshot: &Snapshot, ready: &Ready, unit: &Unit, signature: &Signature<'_>) -> Result<Files, Diagnostic> {
    let review = review(ready)?;
    let names = || review.stages.iter().map(|stage| format!("{} ({})", stage.id, stage.name.get("zh")));
    let known = names().collect::<Vec<_>>().join("、");
    let place = review.stage(signature.stage).ok_or_else(|| messages::unknown_stage(signature.stage, &known))?;
    let by = name_of(signature.by)?;
    let note = signature.note.trim();
    if signature.is_return && note.is_empty() {
        return Err(messages::return_without_note());
    }
    faultless(ready, unit)?;
    let title = &unit.title;
    let named = |place: usize| {
        let name = |language| review.stages.get(place).map(|stage| stage.name.get(language)).unwrap_or_default();
        (name("zh"), name("en"))
    };
    let held = &unit.standing.held;
    let records = unit.history.records();
    let returned = unit.standing.returned.map(|record| &records[record].stage);
    let returned = returned.and_then(|id| review.stages.iter().position(|stage| stage.id == *id));
    // What one stage returned goes on where that stage takes it back.
    let next = returned.map_or(held.len(), |returned| returned.min(held.len()));
    if place > next {
        let (zh, en) = named(next);
        return Err(messages::stage_too_early(title, zh, en));
    }
    if !signature.is_return {
        if place < next {
            let (zh, en) = named(place);
            return Err(messages::nothing_to_sign(title, zh, en));
        }
        let earlier = held.iter().take(place).enumerate();
        let mut same = earlier.filter(|(_, record)| !review.same_person && same_person(&records[**record].by, by));
        if let Some((place, _)) = same.next() {
            let (zh, en) = named(place);
            return Err(messages::signed_by_same(title, by, zh, en));
        }
    }
    let decision = if signature.is_return { Decision::Returned } else { Decision::Accepted };
    let is_last = place + 1 == review.stages.len() && !signature.is_return;
    let record = ReviewRecord {
        id: String::new(),
        stage: review.stages[place].id.clone(),
        decision,
        by: by.to_owned(),
        time: signature.time.to_owned(),
        note: note.to_owned(),
        version: unit.version.clone(),
        after: unit.history.last(),
    };
    let mut files = Files::new();
    keep(snapshot, &unit.source, &unit.version.text, &mut files)?;
    if is_last {
        keep_files(snapshot, &unit.version, &mut files)?;
    }
    put(&unit.source, record, &mut files);
    Ok(files)
}

/// Takes over what a site had before it was reviewed: every text that isn't a draft and that no record is of, as it is.
/// Gives the files, and how many texts were taken over.
///
/// # Errors
/// Why they can't be.
pub fn adopt(snapshot: &Snapshot, ready: &Ready, by: &str, time: &str) -> Result<(Files, usize), Diagnostic> {
    review(ready)?;
    let by = name_of(by)?;
    let has_records = |unit: &Unit| {
        let folder = records_folder(&unit.source);
        folder.is_some_and(|folder| snapshot.below(&folder).any(|(path, _)| path.folder() == folder))
    };
    let (mut files, mut taken) = (Files::new(), 0);
    for unit in ready.reviews().units.iter().filter(|unit| !unit.draft && !has_records(unit)) {
        faultless(ready, unit)?;
        keep(snapshot, &unit.source, &unit.version.text, &mut files)?;
        keep_files(snapshot, &unit.version, &mut files)?;
        let (stage, decision, version) = (ALL_STAGES.to_owned(), Decision::Adopted, unit.version.clone());
        let (by, time) = (by.to_owned(), time.to_owned());
        let record = ReviewRecord {
            id: String::new(),
            stage,
            decision,
            by,
            time,
            note: String::new(),
            version,
            after: Vec::new(),
        };
        put(&unit.source, record, &mut files);
        taken += 1;
    }
    Ok((files, taken))
}

fn name_of(by: &str) -> Result<&str, Diagnostic> {
    Some(by.trim()).filter(|by| !by.is_empty()).ok_or_else(messages::nameless)
}

/// # Errors
/// That the text has errors.
fn faultless(ready: &Ready, unit: &Unit) -> Result<(), Diagnostic> {
    let of_text = |found: &&Diagnostic| {
        found.severity() == Severity::Error && found.at.as_ref().is_some_and(|at| at.path == unit.source)
    };
    match ready.diagnostics().iter().find(of_text) {
        Some(found) => {
            let at = found.at.clone().unwrap_or_else(|| Location::file(&unit.source));
            Err(messages::text_faulty(&unit.title).at(at))
        }
        None => Ok(()),
    }
}
