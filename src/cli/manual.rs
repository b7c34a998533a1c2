//! The man pages, for packages of Linux: `kepu manual DIR`, which is no part of the usual program.

use std::path::Path;

use super::exit::{FAILURE, SUCCESS};
use crate::base::diagnostic::Language;
use crate::io::disk;

/// Writes a page for the program and one for each command.
pub fn run(command: clap::Command, folder: &Path, language: Language) -> i32 {
    // A page for `help` of every command says nothing.
    match clap_mangen::generate_to(command.disable_help_subcommand(true), folder) {
        Ok(()) => SUCCESS,
        Err(error) => {
            eprintln!("{}", disk::write_fault(&disk::shown(folder), &error).message.get(language));
            FAILURE
        }
    }
}
