//! `kepu package`: the whole site as one file, to be handed on.

use std::path::PathBuf;

use clap::Args;

use super::arguments::{LinksArgument, ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::progress::Bar;
use super::report::{Report, Undone};
use super::terminal::print;
use super::today::{Clock, asked_day};
use super::{once, revisions};
use crate::base::diagnostic::{Language, has_errors};
use crate::build::{Audience, BuildOptions};
use crate::io::disk;

#[derive(Args)]
pub struct PackageArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 写到哪个文件（缺省为根目录下的 site.zip）· the file to write (default: site.zip in the root)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 页面之间怎样互相链接；拷到 U 盘直接打开用 relative · how pages refer to each other; relative to open the folder from a disk
    #[arg(long, value_enum)]
    links: Option<LinksArgument>,
    /// 以哪一天为“今天” · the day to build for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    #[command(flatten)]
    pub shown: ReportDetail,
}

const UNDONE: Undone = Undone { zh: "没有打包", en: "no package was written" };

pub fn run(arguments: &PackageArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let mut read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), arguments.base_url.as_deref(), Audience::Visitors);
    let options = BuildOptions { links: arguments.links.map(Into::into), ..options };
    let bar = Bar::new(std::time::Instant::now(), true, language);
    let (built, _) = once::built(&arguments.root, &read.value, &options, &bar);
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(built.diagnostics.iter().cloned());
    if has_errors(&diagnostics) {
        Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown }
            .failure(&diagnostics, UNDONE);
        return FAILURE;
    }
    let out = arguments.out.clone().unwrap_or_else(|| arguments.root.join("site.zip"));
    let preview = arguments.today.is_some() || arguments.base_url.is_some();
    diagnostics.extend(revisions::keep(&arguments.root, &mut read.value, &built, preview, language));
    let report = Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown };
    match disk::package(&out, &built.outputs, built.day.today) {
        Ok(bytes) => {
            report.text(&diagnostics);
            let (files, out, size) = (built.outputs.len(), disk::shown(&out), bytes as f64 / 1e6);
            print(&match language {
                Language::Chinese => format!("已打包 {out}：{files} 个文件，{size:.1} MB"),
                Language::English => format!("packed {out}: {files} files, {size:.1} MB"),
            });
            SUCCESS
        }
        Err(fault) => {
            diagnostics.push(fault);
            report.failure(&diagnostics, UNDONE);
            FAILURE
        }
    }
}
