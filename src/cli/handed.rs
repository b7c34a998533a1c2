//! What a command makes for another program to read: to the standard output, or to a file.
//!
//! A file of its own is for PowerShell, which takes redirected text apart and writes it anew in another encoding.

use std::path::{Path, PathBuf};

use clap::Args;

use super::terminal::print;
use crate::base::diagnostic::Diagnostic;
use crate::io::disk;

#[derive(Args)]
pub struct OutArgument {
    /// 写到哪个文件（缺省显示在终端；PowerShell 里不要用 > 代替它）· the file to write (default: the terminal; in PowerShell `>` is no replacement)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Prints a text, or writes it to the file that was named.
///
/// # Errors
/// One diagnostic if it can't be written.
pub fn hand_over(text: &str, out: Option<&Path>) -> Result<(), Diagnostic> {
    let Some(file) = out else {
        print(text);
        return Ok(());
    };
    disk::write_beside(file, format!("{text}\n").as_bytes())?;
    eprintln!("{}", disk::shown(file));
    Ok(())
}
