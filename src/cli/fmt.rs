//! `kepu fmt`: front matter in its declared order.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::report::{Report, Undone};
use super::terminal::{print, say};
use crate::authoring::format::format;
use crate::base::diagnostic::{Language, Location, has_errors, messages};
use crate::base::url::SourcePath;
use crate::config::{self, collection};
use crate::content::document::{Role, content_path};
use crate::content::entry::section_fields;
use crate::io::disk;

#[derive(Args)]
pub struct FmtArguments {
    /// 只整理这些文件或目录（缺省为整个网站）· these files or folders alone (default: the whole site)
    paths: Vec<PathBuf>,
    /// 只检查，不改动；有没整理的就以 1 结束 · look and change nothing; 1 if anything isn't in order
    #[arg(long)]
    check: bool,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    #[command(flatten)]
    pub shown: ReportDetail,
}

/// What some editors begin a file with; it stays.
const MARK: &[u8] = b"\xEF\xBB\xBF";

pub fn run(arguments: &FmtArguments, language: Language) -> i32 {
    let Some(wanted) = wanted(arguments, language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let (snapshot, mut found) = (&read.value, read.diagnostics);
    let config = config::read(snapshot, None);
    if let Some(nowhere) = config.diagnostics.iter().find(|found| found.code.0 == "E0101") {
        found.push(nowhere.clone());
        let undone = Undone { zh: "什么也没有整理", en: "nothing was put in order" };
        Report { language, format: ReportFormat::Text, snapshot, shown: arguments.shown }.failure(&found, undone);
        return FAILURE;
    }
    let languages = config.value.languages;
    let collections = collection::read(snapshot).value;
    let (mut changed, mut seen) = (0, 0);
    for (path, file) in snapshot.iter().filter(|(path, _)| wanted.iter().any(|wanted| covers(wanted, path))) {
        let Ok(Some(at)) = content_path(path, &languages) else { continue };
        let Some(text) = file.text().filter(|_| at.role != Role::Table) else { continue };
        let Some(collection) = collections.get(&at.collection) else { continue };
        let section = section_fields(collection);
        let fields = if at.role == Role::Section { &section } else { &collection.fields };
        seen += 1;
        match format(text, path, fields) {
            Ok(None) => {}
            Ok(Some(_)) if arguments.check => found.push(messages::not_in_order().at(Location::file(path))),
            Ok(Some(made)) => {
                let mark = if file.held().starts_with(MARK) { MARK } else { &[] };
                match disk::write_source(&arguments.root, path, &[mark, made.as_bytes()].concat()) {
                    Ok(()) => {
                        print(path.as_str());
                        changed += 1;
                    }
                    Err(fault) => found.push(fault),
                }
            }
            Err(fault) => found.push(fault),
        }
    }
    Report { language, format: ReportFormat::Text, snapshot, shown: arguments.shown }.text(&found);
    let rest = found.len();
    let line = match (language, arguments.check) {
        (Language::Chinese, false) => format!("看了 {seen} 个文件，整理了 {changed} 个，{rest} 个没有整理"),
        (Language::Chinese, true) => format!("看了 {seen} 个文件，{rest} 个没有整理"),
        (Language::English, false) => format!("{seen} files: {changed} put in order, {rest} left as they were"),
        (Language::English, true) => format!("{seen} files: {rest} not in order"),
    };
    eprintln!("{line}");
    if has_errors(&found) || (arguments.check && rest > 0) { FAILURE } else { SUCCESS }
}

/// Which sources are meant, by their paths below the root; the empty one means all. Nothing where
/// a path leads elsewhere, which is told.
fn wanted(arguments: &FmtArguments, language: Language) -> Option<Vec<String>> {
    if arguments.paths.is_empty() {
        return Some(vec![String::new()]);
    }
    let root = arguments.root.canonicalize().ok()?;
    let below = |path: &PathBuf| {
        let found = path.canonicalize().ok().and_then(|path| relative(&root, &path));
        if found.is_none() {
            let outside = say(language, "不是这个网站里的文件：", "is no file of this site:");
            eprintln!("{outside} {}", disk::shown(path));
        }
        found
    };
    arguments.paths.iter().map(below).collect()
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Vec<_> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_string_lossy()).collect();
    Some(parts.join("/"))
}

fn covers(wanted: &str, path: &SourcePath) -> bool {
    wanted.is_empty() || path.as_str() == wanted || path.below(wanted).is_some()
}
