//! Tests of the library: sites in memory, no process and no socket.

mod assets;
mod check;
mod docs;
mod editing;
mod figures;
mod fuzz;
mod golden;
mod import;
mod incremental;
mod markdown;
mod next_change;
mod opening_hours;
mod pages;
mod pictures;
mod posters;
mod readers;
mod ready;
mod rerender;
mod smaller;
mod snapshot;
#[path = "../support/mod.rs"]
mod support;
mod theme;
mod tidy;
