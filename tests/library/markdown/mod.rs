//! Markdown against the specifications, against another implementation, and against chance.
//!
//! `tests/markdown/suites.sh` fetches the specifications' examples.

#![allow(clippy::disallowed_methods, reason = "the suites are files, named by the environment")]

mod chance;
mod chinese;
mod features;
mod suites;
mod support;
