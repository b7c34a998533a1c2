//! `kepu studio log`: what was done in a shared studio, by whom and from where.

use clap::Args;

use super::user::SiteRoot;
use crate::base::diagnostic::Language;
use crate::cli::exit::SUCCESS;
use crate::cli::terminal::{print, say};
use crate::io::disk;

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
