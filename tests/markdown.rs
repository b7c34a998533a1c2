//! Markdown against the specifications, against another implementation, and against chance.
//!
//! `tests/markdown/suites.sh` fetches the specifications' examples.

#![allow(clippy::disallowed_methods, reason = "the suites are files, named by the environment")]

#[path = "markdown/chance.rs"]
mod chance;
#[path = "markdown/chinese.rs"]
mod chinese;
#[path = "markdown/features.rs"]
mod features;
#[path = "markdown/suites.rs"]
mod suites;
#[path = "markdown/support.rs"]
mod support;
