//! Tests of the program as its users meet it: processes, folders, sockets, file events.

mod build_watch;
mod cli;
mod deploying;
mod faults;
mod fetch;
#[cfg(unix)]
mod running;
#[cfg(unix)]
mod saves;
mod server;
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod writing;
