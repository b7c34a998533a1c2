//! What the studio's page asks for.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{GridEdit, RowQuery};
use crate::authoring::comments::CommentAction;

/// One request. An entry is named by its id, a version by its fingerprint.
#[derive(Debug, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum StudioRequest {
    /// The site: its title, collections and counts.
    Site {},
    /// Rows of a collection.
    List(RowQuery),
    /// The text of an entry, its form and what is wrong with it; with the copy that wasn't saved, if there is one.
    Open {
        id: String,
    },
    /// Changes of fields, made in a text. Nothing is kept.
    Change {
        id: String,
        text: String,
        changes: Map<String, Value>,
    },
    /// An unsaved text: kept as a draft copy, shown in the preview, checked. `basis` is the version that it was made from.
    Draft {
        id: String,
        basis: String,
        text: String,
    },
    /// Forgets the draft copy.
    Discard {
        id: String,
    },
    /// Writes a text to the entry's file, if that is still the version `basis`.
    Save {
        id: String,
        basis: String,
        text: String,
    },
    /// The events of a collection in a month (`2026-05`), with the days around it that a sheet shows.
    Month {
        collection: String,
        month: String,
    },
    /// Moves an event to another day. One that was `announced` keeps the day that people know.
    Move {
        id: String,
        day: String,
        announced: bool,
    },
    /// A new entry, as a draft.
    New {
        collection: String,
        title: String,
        values: Map<String, Value>,
    },
    /// Moves an entry to the bin.
    Delete {
        id: String,
        basis: String,
    },
    /// The rows of a table's text, after changes of cells that are made in it. Nothing is kept.
    Rows {
        id: String,
        text: String,
        changes: Vec<GridEdit>,
    },
    /// Imports a file that was dropped, or rehearses it.
    Import(ImportRequest),
    /// The settings of a text of `site.yaml`, or of the file, after changes that are made in it. Nothing is kept.
    Settings {
        text: Option<String>,
        changes: Map<String, Value>,
    },
    /// The files that name terms by words that are to be replaced.
    Renaming {
        renames: Vec<TermRename>,
    },
    /// Writes `site.yaml`, if it is still the version `basis`, and terms in all entries that name them.
    SaveSettings {
        basis: String,
        text: String,
        renames: Vec<TermRename>,
    },
    /// Makes a site where there is none.
    Init(NewSite),
    /// Pasted text as HTML and RTF, which is converted; its pictures come beside the entry.
    Paste {
        id: String,
        html: String,
        rtf: String,
        first_note: usize,
    },
    /// A picture beside an entry, by the name that the entry has for it, and where it is used.
    Picture {
        id: String,
        name: String,
    },
    /// Fetches a picture of another site, which was pasted.
    Fetch {
        id: String,
        url: String,
    },
    /// Entries of all collections that a link may lead to, by title or pinyin.
    Find {
        text: String,
    },
    /// Entries that a reference may name, by title or pinyin.
    Suggest {
        to: String,
        text: String,
    },
    /// The comments of an entry, and where they are in a text.
    Comments {
        id: String,
        text: String,
    },
    /// Begins a comment on a passage of a text, answers one, resolves, reopens or deletes it. The answer has all of the entry.
    Comment {
        id: String,
        text: String,
        action: CommentAction,
    },
    /// The saved versions of an entry, the newest first.
    History {
        id: String,
    },
    /// The text of a version.
    Version {
        id: String,
        version: String,
    },
    /// What lies in the bin.
    Bin {},
    /// Puts a file from the bin back to where it was.
    Restore {
        version: String,
        id: String,
    },
    /// What is wrong with the whole site, by kind.
    Check {},
    /// What mending the findings of a code would change, and doing it.
    Mending {
        code: String,
    },
    Mend {
        code: String,
    },
    /// What the check finds about time: columns, results, details to confirm.
    Due {},
    /// The ids of all rows that a list means.
    Every(RowQuery),
    /// The same done to several entries.
    Bulk {
        ids: Vec<String>,
        action: BulkAction,
    },
    /// Where the site can be published to.
    Targets {},
    /// Publishes what is saved to a target, or into the folder `public` without one. A rehearsal only tells what would change.
    /// `back` is the name of a publication that was kept, which is published again.
    Publish {
        target: Option<String>,
        rehearsal: bool,
        back: Option<String>,
    },
    /// Keeps an address that would vanish, as an alias of the entry that is there now.
    KeepAddress {
        id: String,
        address: String,
    },
    /// Answers as soon as the site is another than the one of `since`, there is a notice after the one of `heard`, or some time
    /// has passed.
    Wait {
        since: u64,
        /// The number of the last notice that the page has shown; none of before the page's first question without it.
        #[serde(default)]
        heard: Option<u64>,
    },
    /// Says that a person has an entry open, or has left it; answers who else has it open. Pages ask it again and again.
    Here {
        id: String,
        #[serde(default)]
        left: bool,
    },
    /// Where the review of an entry stands, as it is saved.
    Stages {
        id: String,
    },
    /// Signs the version `basis` of an entry for a stage of its review, or returns it to its author; by the person who has
    /// signed in.
    Sign(SigningRequest),
    /// The last lines of the log of who did what.
    Journal {},
}

/// An import of a file that was laid aside.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// By what it was answered with, and its name.
    pub upload: String,
    pub name: String,
    pub kind: String,
    /// The collection.
    pub into: String,
    /// Whether files are written; else it is told what would be.
    pub write: bool,
    /// Whether values and files that are there are replaced.
    pub replace: bool,
    /// Whether new entries become rows of the collection's table.
    pub table: bool,
    /// Which column is which field, as corrected by the editor.
    pub mapping: Option<String>,
}

/// A signature, or the return of a text to its author.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningRequest {
    pub id: String,
    /// The version that was read.
    pub basis: String,
    pub stage: String,
    pub note: String,
    pub is_return: bool,
}

/// A term that gets another word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRename {
    pub taxonomy: String,
    pub from: String,
    pub to: String,
}

/// What a new site begins with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    pub title: String,
    pub organisation: String,
    pub description: String,
    pub address: String,
    pub color: String,
}

/// What is done to several entries.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkAction {
    Publish {},
    Draft {},
    /// Adds a term to a field.
    Add {
        field: String,
        word: String,
    },
    Delete {},
}
