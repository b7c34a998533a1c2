//! `kepu schema`: JSON Schema of front matter, on the standard output.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS};
use super::handed::{OutArgument, hand_over};
use super::report::{Report, Undone};
use super::terminal::{print, say};
use crate::base::diagnostic::{Diagnostic, Language};
use crate::base::source::Snapshot;
use crate::base::time::Now;
use crate::build::{self, Audience, BuildOptions, Cache, Ready};
use crate::site::Site;
use crate::{authoring::scaffold, authoring::schema, authoring::vscode, io::disk};

#[derive(Args)]
pub struct SchemaArguments {
    /// 只要这个栏目的 · of this collection alone
    #[arg(long, value_name = "NAME")]
    collection: Option<String>,
    /// 写好 VS Code 的提示和检查（.vscode/），改了声明之后再运行一次
    /// · set VS Code up in .vscode/, again after declarations have changed
    #[arg(long, conflicts_with_all = ["collection", "out"])]
    vscode: bool,
    #[command(flatten)]
    out: OutArgument,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    #[command(flatten)]
    pub shown: ReportDetail,
}

/// A site with its drafts, which may be referred to as well; a schema doesn't depend on the day.
pub fn ready(snapshot: &Snapshot) -> Ready {
    let options = BuildOptions {
        now: Now::Day(jiff::civil::Date::MIN),
        base_url: None,
        links: None,
        drafts: true,
        audience: Audience::Authors,
        fonts: None,
    };
    build::prepare(snapshot, &options, &mut Cache::none())
}

/// Writes what VS Code needs below a site's root, and gives the paths of what was written: the
/// user's own settings are left as they are.
pub fn set_up(root: &Path, site: &Site) -> Result<Vec<String>, Diagnostic> {
    let mut made = Vec::new();
    for file in vscode::files(site) {
        let old = disk::read_if_there(&root.join(&file.path))?;
        let same = old.as_ref().is_some_and(|old| old.held() == file.text.as_bytes());
        if !same && (file.derived || old.is_none()) {
            disk::write_beside(&root.join(&file.path), file.text.as_bytes())?;
            made.push(file.path);
        }
    }
    Ok(made)
}

fn failed(report: &Report<'_>, faults: &[Diagnostic]) -> i32 {
    report.failure(faults, Undone { zh: "没有写出 Schema", en: "no schema was written" });
    FAILURE
}

pub fn run(arguments: &SchemaArguments, language: Language) -> i32 {
    let read = disk::read(&arguments.root);
    let ready = ready(&read.value);
    let report = Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown };
    let faults: Vec<Diagnostic> =
        ready.diagnostics().iter().filter(|found| found.code.0.starts_with("E01")).cloned().collect();
    if !faults.is_empty() {
        return failed(&report, &faults);
    }
    let site = ready.site();
    if arguments.vscode {
        return match set_up(&arguments.root, site) {
            Ok(made) => {
                made.iter().for_each(|path| print(path));
                let (count, zh, en) = (made.len(), "个文件，供 VS Code 提示和检查", "files for VS Code were written");
                match language {
                    _ if count == 0 => {
                        eprintln!(
                            "{}",
                            say(language, "VS Code 的设置已是最新", "the files for VS Code are up to date")
                        );
                    }
                    Language::Chinese => eprintln!("写好 {count} {zh}"),
                    Language::English => eprintln!("{count} {en}"),
                }
                SUCCESS
            }
            Err(fault) => failed(&report, &[fault]),
        };
    }
    let schema = match &arguments.collection {
        None => schema::of_all(site),
        Some(name) => match scaffold::collection(name, &site.collections) {
            Ok(collection) => schema::of(collection, site),
            Err(fault) => return failed(&report, &[fault]),
        },
    };
    match hand_over(&serde_json::to_string_pretty(&schema).unwrap_or_default(), arguments.out.out.as_deref()) {
        Ok(()) => SUCCESS,
        Err(fault) => {
            report.each(&[fault]);
            FAILURE
        }
    }
}
