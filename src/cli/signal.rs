//! Ctrl-C, and the system's wish that the program end.

/// Calls `end` when the process is asked to end: SIGINT, SIGTERM and SIGHUP, or Ctrl-C and
/// closing under Windows. May be asked for once in a process.
pub fn on_end(end: impl FnMut() + Send + 'static) {
    // Where no such thing can be had, the system ends the process by itself.
    let _ = ctrlc::set_handler(end);
}
