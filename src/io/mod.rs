//! The only code that touches the outside world: files, file events, other programs, sockets, other hosts.
//!
//! Everything below this module sees its inputs only.

#[cfg(feature = "deploy")]
#[allow(clippy::disallowed_methods)]
pub mod deploy;
#[allow(clippy::disallowed_methods)]
pub mod disk;
pub mod fetch;
#[allow(clippy::disallowed_methods)]
pub mod programs;
pub mod server;
#[allow(clippy::disallowed_methods)]
pub mod watch;
