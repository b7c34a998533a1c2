//! OpenSSH, where it is installed.

use std::time::Duration;

use super::Program;

/// Whether this machine has the program that SFTP goes through.
pub fn is_there() -> bool {
    Program::new("ssh", Duration::from_secs(10)).options(&["-V"]).run().is_ok()
}
