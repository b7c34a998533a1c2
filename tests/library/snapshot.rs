//! Files that a test made, held against those that were accepted: every difference is shown, and one command accepts.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use snapbox::assert::{Action, DEFAULT_ACTION_ENV};
use snapbox::{Assert, Data};

/// Files by their path below a folder, with their texts.
pub type Files = BTreeMap<String, String>;

/// Compares what was made with the accepted files of a folder, those whose names `concerns` answers for. With
/// `SNAPSHOTS=overwrite` in the environment what was made is accepted instead. A carriage return is kept as `␍`, since
/// differences in line endings are shown and compared as such.
#[track_caller]
pub fn hold(folder: &Path, made: &Files, concerns: impl Fn(&str) -> bool) {
    let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
    let overwrites = Action::with_env_var(DEFAULT_ACTION_ENV) == Some(Action::Overwrite);
    let mut faults = Vec::new();
    for (name, text) in made {
        let accepted = Data::read_from(&folder.join(name), Some(snapbox::data::DataFormat::Text)).raw();
        let text = Data::text(text.replace('\r', "␍"));
        if let Err(difference) = assert.try_eq(Some(&"what was made"), text, accepted) {
            faults.push(difference.to_string());
        }
    }
    let accepted = crate::support::tree(folder).into_keys().filter(|name| !name.ends_with('/') && concerns(name));
    for name in accepted.filter(|name| !made.contains_key(name)) {
        if overwrites {
            fs::remove_file(folder.join(&name)).expect("an accepted file that is no longer made");
        } else {
            faults.push(format!("{} is no longer made", folder.join(&name).display()));
        }
    }
    let count = faults.len();
    assert!(faults.is_empty(), "\n{}\n{count} files differ; SNAPSHOTS=overwrite accepts them", faults.join("\n"));
}
