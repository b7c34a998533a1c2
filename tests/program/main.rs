//! Tests of the program as its users meet it: processes, folders, sockets, file events.

mod build_watch;
mod cli;
mod comments;
mod deploying;
mod faults;
mod fetch;
mod interrupt;
mod last_lines;
mod moving;
mod publishing;
#[cfg(unix)]
mod running;
#[cfg(unix)]
mod saves;
mod server;
mod shared;
mod slow_readers;
mod studio;
mod studio_more;
#[path = "../support/mod.rs"]
mod support;
mod watch;
mod writing;
