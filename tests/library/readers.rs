//! Every seed and every finding of the fuzzer goes through its reader: see `tests/fuzz/run.sh`.
#![allow(clippy::disallowed_methods, reason = "tests read files")]

#[path = "../fuzz/src/readers.rs"]
mod entry;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;

use entry::READERS;

/// The inputs of a reader, by their paths.
fn inputs(reader: &str) -> Vec<(String, Vec<u8>)> {
    let mut inputs = Vec::new();
    for kind in ["seeds", "found"] {
        let folder = crate::support::repository().join("tests/fuzz").join(kind).join(reader);
        inputs.extend(
            crate::support::tree(&folder).into_iter().map(|(name, bytes)| (format!("{kind}/{reader}/{name}"), bytes)),
        );
    }
    inputs
}

#[test]
fn every_reader_returns_for_every_seed_and_finding() {
    let mut faults = Vec::new();
    for (reader, read) in READERS {
        let inputs = inputs(reader);
        assert!(!inputs.is_empty(), "{reader} has no seeds");
        for (name, bytes) in inputs {
            if catch_unwind(|| read(&bytes)).is_err() {
                faults.push(name);
            }
        }
    }
    assert!(faults.is_empty(), "tests/fuzz/… ends in a panic: {faults:#?}");
}

#[test]
fn every_folder_of_seeds_has_a_reader() {
    let known: BTreeSet<String> = READERS.iter().map(|(reader, _)| (*reader).to_owned()).collect();
    for kind in ["seeds", "found"] {
        let folders = fs::read_dir(crate::support::repository().join("tests/fuzz").join(kind)).into_iter().flatten();
        let folders: BTreeSet<String> =
            folders.map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned()).collect();
        assert!(folders.is_subset(&known), "{:?}", folders.difference(&known));
    }
}
