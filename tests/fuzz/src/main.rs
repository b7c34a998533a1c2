//! One program for all readers: `READER` in the environment says which one is fed.
#![no_main]

mod readers;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static READER: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("READER").unwrap_or_default();
    let known = readers::READERS.iter().find(|(known, _)| *known == name);
    known
        .unwrap_or_else(|| {
            panic!(
                "READER={name}: the readers are {:?}",
                readers::READERS.iter().map(|(known, _)| known).collect::<Vec<_>>()
            )
        })
        .1
});

fuzz_target!(|bytes: &[u8]| (*READER)(bytes));
