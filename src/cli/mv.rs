//! `kepu mv`: moves an entry or a folder, with the links to it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{ReportDetail, ReportFormat};
use super::comments::taken_along;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::once;
use super::report::Report;
use super::terminal::{print, say};
use super::today::Clock;
use crate::authoring::moving;
use crate::authoring::review::carry;
use crate::base::diagnostic::{Cause, Language};
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions};
use crate::io::disk;

#[derive(Args)]
pub struct MoveArguments {
    /// 要移动的文件或目录 · the file or folder
    from: PathBuf,
    /// 新的路径，或移到哪个目录里 · its new path, or the folder that it goes into
    to: PathBuf,
    /// 只说会做什么，不改文件 · say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

pub fn run(arguments: &MoveArguments, language: Language) -> i32 {
    let Some((from, to)) = paths(arguments) else {
        eprintln!(
            "{}",
            say(
                language,
                "要写网站里的路径，如 content/column/a.md",
                "paths of the site are wanted, such as content/column/a.md"
            )
        );
        return USAGE;
    };
    let read = disk::read(&arguments.root);
    let site = read.value;
    let report = Report { language, format: ReportFormat::Text, snapshot: &site, shown: ReportDetail::default() };
    let options = once::options(Clock::new(None), None, Audience::Authors);
    // Drafts have links as well.
    let options = BuildOptions { drafts: true, ..options };
    let planned = match moving::plan(&site, &options, &from, &to) {
        Ok(planned) => planned,
        Err(faults) => {
            report.text(&faults);
            eprintln!("{}", say(language, "什么也没有移动", "nothing was moved"));
            return FAILURE;
        }
    };
    for (old, new) in &planned.moved {
        print(&format!("{old} → {new}"));
    }
    let new: Vec<&SourcePath> = planned.moved.values().collect();
    for path in planned.written.keys().filter(|path| !new.contains(path)) {
        print(&format!("{} {path}", say(language, "改了链接：", "links updated:")));
    }
    for (was, is) in &planned.addresses {
        print(&format!(
            "{} {was} → {is}",
            say(language, "旧网址会转到新网址：", "the old address leads to the new one:")
        ));
    }
    if arguments.dry_run {
        print(say(language, "这是演练，什么也没有写", "this was a dry run; nothing was written"));
        return SUCCESS;
    }
    let time = super::review::time(&options, &site);
    let along = carry(&site, &options, (&from, &to), &planned, &time)
        .and_then(|carried| Ok((carried, taken_along(&arguments.root, &planned.moved)?)));
    let (carried, comments) = match along {
        Ok(along) => along,
        Err(fault) => {
            report.text(&[fault]);
            return FAILURE;
        }
    };
    let done = file_bytes(&planned)
        .and_then(|files| {
            let files = files.iter().map(|(path, bytes)| (*path, &**bytes));
            let records = carried.written.iter().map(|(path, bytes)| (path, &**bytes));
            let comments = comments.written.iter().map(|(path, bytes)| (path, bytes.as_slice()));
            disk::write_sources(&arguments.root, files.chain(records).chain(comments))
        })
        .and_then(|()| {
            let gone = planned.moved.keys().chain(&carried.removed);
            disk::remove_sources(&arguments.root, gone)
        })
        // What was said of the entry meanwhile isn't at the new place.
        .and_then(|()| disk::remove_unchanged(&arguments.root, &comments.removed));
    match done {
        Ok(()) => SUCCESS,
        Err(faults) => {
            report.text(&faults);
            FAILURE
        }
    }
}

type Written<'a> = Vec<(&'a SourcePath, std::sync::Arc<[u8]>)>;

fn file_bytes(planned: &moving::Move) -> Result<Written<'_>, Vec<crate::base::diagnostic::Diagnostic>> {
    let read = planned.written.iter().map(|(path, file)| {
        let failed = |error: std::io::Error| {
            vec![crate::base::diagnostic::messages::read_failed(path.as_str(), Cause::io(&error))]
        };
        Ok((path, file.bytes().map_err(failed)?))
    });
    read.collect()
}

/// The two paths below the root. They are written from where the command runs, or from the root.
fn paths(arguments: &MoveArguments) -> Option<(SourcePath, SourcePath)> {
    let root = std::path::absolute(&arguments.root).ok()?;
    let base = if arguments.from.exists() { std::path::absolute(".").ok()? } else { root.clone() };
    let below = |path: &Path| {
        let whole = base.join(path);
        let mut parts: Vec<String> = Vec::new();
        for part in whole.strip_prefix(&root).ok()?.components() {
            match part {
                std::path::Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                std::path::Component::ParentDir => drop(parts.pop()?),
                _ => {}
            }
        }
        SourcePath::new(&parts.join("/"))
    };
    Some((below(&arguments.from)?, below(&arguments.to)?))
}
