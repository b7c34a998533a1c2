//! Builds of one site that run at the same time write one after another.

use std::path::Path;

use super::terminal::say;
use crate::base::diagnostic::Language;
use crate::io::disk::{self, WriteLock};

/// Waits while another process writes outputs of this site, and says so.
pub fn wait_for_others(root: &Path, language: Language) -> Option<WriteLock> {
    let words = say(language, "另一次生成正在写入，等它写完……", "another build is writing; waiting for it …");
    disk::alone(root, || eprintln!("{words}"))
}
