//! Which role each request of the page takes in a shared studio, and what the log has of it: one table.

use super::StudioRequest;
use crate::authoring::people::StudioRole;

/// A row of the table, for one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudioAccess<'r> {
    /// What the request asks, as it names it.
    pub ask: &'static str,
    /// The least role that may ask it.
    pub least: StudioRole,
    /// Whether it changes something, and belongs into the log.
    pub is_noted: bool,
    /// The entry that it is about, by its id.
    pub entry: Option<&'r str>,
}

/// Putting a file beside an entry is no request of its own kind: it comes with the file's bytes.
pub const UPLOAD: StudioAccess<'static> =
    StudioAccess { ask: "file", least: StudioRole::Writer, is_noted: true, entry: None };

fn reads(ask: &'static str) -> StudioAccess<'static> {
    StudioAccess { ask, least: StudioRole::Writer, is_noted: false, entry: None }
}

fn writes(ask: &'static str, least: StudioRole) -> StudioAccess<'static> {
    StudioAccess { ask, least, is_noted: true, entry: None }
}

fn of<'r>(row: StudioAccess<'static>, id: &'r str) -> StudioAccess<'r> {
    StudioAccess { entry: Some(id), ..row }
}

impl StudioRequest {
    /// Returns the row of this request. A new request has to be put here, or nothing compiles.
    pub fn access(&self) -> StudioAccess<'_> {
        use StudioRole::{Admin, Publisher, Reviewer, Writer};
        match self {
            Self::Site {} => reads("site"),
            Self::List(_) => reads("list"),
            Self::Open { id } => of(reads("open"), id),
            Self::Change { id, .. } => of(reads("change"), id),
            Self::Draft { id, .. } => of(reads("draft"), id),
            Self::Discard { id } => of(writes("discard", Writer), id),
            Self::Save { id, .. } => of(writes("save", Writer), id),
            Self::Month { .. } => reads("month"),
            Self::Move { id, .. } => of(writes("move", Writer), id),
            Self::New { .. } => writes("new", Writer),
            Self::Delete { id, .. } => of(writes("delete", Writer), id),
            Self::Rows { id, .. } => of(reads("rows"), id),
            // A rehearsal runs the command, and reads a file that was laid aside.
            Self::Import(import) => StudioAccess { is_noted: import.write, ..writes("import", Writer) },
            Self::Settings { .. } => StudioAccess { least: Admin, ..reads("settings") },
            Self::Renaming { .. } => StudioAccess { least: Admin, ..reads("renaming") },
            Self::SaveSettings { .. } => writes("save_settings", Admin),
            Self::Init(_) => writes("init", Admin),
            Self::Paste { id, .. } => of(writes("paste", Writer), id),
            Self::Picture { id, .. } => of(reads("picture"), id),
            Self::Fetch { id, .. } => of(writes("fetch", Writer), id),
            Self::Find { .. } => reads("find"),
            Self::Suggest { .. } => reads("suggest"),
            Self::Comments { id, .. } => of(reads("comments"), id),
            Self::Comment { id, .. } => of(writes("comment", Writer), id),
            Self::History { id } => of(reads("history"), id),
            Self::Version { id, .. } => of(reads("version"), id),
            Self::Bin {} => reads("bin"),
            Self::Restore { id, .. } => of(writes("restore", Writer), id),
            Self::Check {} => reads("check"),
            Self::Mending { .. } => reads("mending"),
            // It may change any entry, and the settings.
            Self::Mend { .. } => writes("mend", Publisher),
            Self::Due {} => reads("due"),
            Self::Every(_) => reads("every"),
            Self::Bulk { .. } => writes("bulk", Writer),
            Self::Targets {} => StudioAccess { least: Publisher, ..reads("targets") },
            // A rehearsal asks the target what it has, with the site's credentials.
            Self::Publish { rehearsal, .. } => StudioAccess { is_noted: !rehearsal, ..writes("publish", Publisher) },
            Self::KeepAddress { id, .. } => of(writes("keep_address", Publisher), id),
            Self::Wait { .. } => reads("wait"),
            Self::Here { id, .. } => of(reads("here"), id),
            Self::Stages { id } => of(reads("stages"), id),
            Self::Sign(signing) => of(writes("sign", Reviewer), &signing.id),
            Self::Journal {} => StudioAccess { least: Admin, ..reads("journal") },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_the_log_are_for_administrators() {
        let row = |text: &str| serde_json::from_str::<StudioRequest>(text).unwrap().access().least;
        assert_eq!(row(r#"{"ask":"journal"}"#), StudioRole::Admin);
        assert_eq!(row(r#"{"ask":"settings","text":null,"changes":{}}"#), StudioRole::Admin);
        assert_eq!(row(r#"{"ask":"bulk","ids":[],"action":{"do":"publish"}}"#), StudioRole::Writer);
    }
}
