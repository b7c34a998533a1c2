//! `kepu studio log`: what was done in a shared studio, by whom and from where.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::Args;

use super::saved::now;
use super::user::SiteRoot;
use crate::base::diagnostic::Language;
use crate::cli::exit::SUCCESS;
use crate::cli::terminal::{print, say};
use crate::io::disk::{self, AuditLine};
use crate::io::server::studio::DoorEvent;

#[derive(Args)]
pub struct JournalArguments {
    /// 只列这个人的 · only what this person did
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// 最多列多少行，最新的在最后 · the most lines, the newest last
    #[arg(long, value_name = "N", default_value_t = 200)]
    count: usize,
    #[command(flatten)]
    at: SiteRoot,
}

/// The log of a shared studio. It is there before the site is read: people sign in meanwhile.
pub struct StudioJournal {
    root: PathBuf,
    /// Held while a line is written.
    writing: Mutex<()>,
}

impl StudioJournal {
    pub fn new(root: PathBuf) -> Self {
        Self { root, writing: Mutex::default() }
    }

    /// # Errors
    /// Those of the disk.
    pub fn write(&self, line: &AuditLine) -> std::io::Result<()> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        disk::audit(&self.root, line)
    }

    /// # Errors
    /// As above.
    pub fn write_event(&self, event: &DoorEvent<'_>) -> std::io::Result<()> {
        let DoorEvent { person, address, what, result } = *event;
        self.write(&AuditLine {
            time: now(),
            person: person.to_owned(),
            address: address.to_string(),
            what: what.to_owned(),
            entry: String::new(),
            result: result.to_owned(),
        })
    }
}

pub fn run(arguments: &JournalArguments, language: Language) -> i32 {
    let mut lines = disk::audited(&arguments.at.root, usize::MAX);
    lines.retain(|line| arguments.person.as_ref().is_none_or(|person| line.person == *person));
    let from = lines.len().saturating_sub(arguments.count);
    for line in &lines[from..] {
        let person = if line.person.is_empty() { say(language, "（不认识）", "(unknown)") } else { &line.person };
        let parts = [&*line.time, person, &*line.address, &*line.what, &*line.entry, &*line.result];
        print(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  "));
    }
    if lines.is_empty() {
        print(say(language, "还没有记录", "Nothing is logged yet"));
    }
    SUCCESS
}
