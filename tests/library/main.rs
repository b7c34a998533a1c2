//! Tests of the library: sites in memory, no process and no socket.

mod addresses;
mod assets;
mod calendar_changes;
mod check;
mod docs;
mod drawings;
mod editing;
mod figures;
mod fuzz;
mod golden;
mod guides;
mod import;
mod imports;
mod incremental;
mod links;
mod markdown;
mod next_change;
mod opening_hours;
mod pages;
mod pictures;
mod pool;
mod posters;
mod readers;
mod ready;
mod references;
mod rerender;
mod slips;
mod smaller;
mod snapshot;
#[path = "../support/mod.rs"]
mod support;
mod theme;
mod tidy;
