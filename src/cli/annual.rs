//! `kepu report`: the draft of the year's report, made of the site's records.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::ReportFormat;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::once;
use super::report::Report as Told;
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Diagnostic, Language, Localized, has_errors};
use crate::build::{Audience, Cache, prepare};
use crate::io::disk;
use crate::report::{self, ReportForm, Source, report};

#[derive(Args)]
pub struct AnnualArguments {
    /// 哪一年 · the year
    #[arg(value_parser = clap::value_parser!(i16).range(1900..2200))]
    year: i16,
    /// 输出的格式 · the format
    #[arg(long, value_enum, default_value_t = DocumentFormat::Markdown)]
    format: DocumentFormat,
    /// 按截至哪一天的记录 · count records up to this day (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// 工作稿：注明来源、差额和缺漏（缺省）· the working copy, with sources, differences and gaps (default)
    #[arg(long, conflicts_with = "final_form")]
    internal: bool,
    /// 上报稿：不带脚注和文件名，缺漏列在附件里 · the copy to hand in: no footnotes or files, gaps in an annex
    #[arg(long = "final")]
    final_form: bool,
    /// 写到哪个文件（文字缺省显示在终端，docx 和 xlsx 缺省写成 report-年份）· the file to write (default: text to the terminal, others to report-YEAR)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    Markdown,
    Docx,
    Html,
    Json,
    Xlsx,
}

pub fn run(arguments: &AnnualArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.as_of.as_deref(), "--as-of", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), None, Audience::Authors);
    let ready = prepare(&read.value, &options, &mut Cache::none());
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(ready.diagnostics().iter().cloned());
    let told = Told { language, format: ReportFormat::Text, snapshot: &read.value };
    if has_errors(&diagnostics) {
        told.failure(&diagnostics);
        return FAILURE;
    }
    let (site, routes) = (ready.site(), ready.routes());
    let address = |id| site.config.address.absolute(routes.entry(id));
    let source = Source { site, indicators: ready.indicators(), targets: ready.targets(), address: &address };
    let form = if arguments.final_form && !arguments.internal { ReportForm::Final } else { ReportForm::Internal };
    let report = report(&source, arguments.year, site.today.0, form);
    let made = match arguments.format {
        DocumentFormat::Markdown => Ok((report::markdown(&report).into_bytes(), None)),
        DocumentFormat::Html => Ok((report::html(&report).into_bytes(), None)),
        DocumentFormat::Json => Ok((report::json(&report).into_bytes(), None)),
        DocumentFormat::Docx => report::docx(&report).map(|bytes| (bytes, Some("docx"))),
        DocumentFormat::Xlsx => report::xlsx(&report).map(|bytes| (bytes, Some("xlsx"))),
    };
    told.text(&diagnostics);
    let (bytes, binary) = match made {
        Ok(made) => made,
        Err(Localized { zh, en }) => {
            eprintln!("{}", say(language, &zh, &en));
            return FAILURE;
        }
    };
    let named = binary.map(|extension| PathBuf::from(format!("report-{}.{extension}", arguments.year)));
    match arguments.out.clone().or(named) {
        None => print(String::from_utf8_lossy(&bytes).trim_end()),
        Some(out) => match disk::write_beside(&out, &bytes) {
            Ok(()) => print(&out.display().to_string()),
            Err(fault) => {
                told.failure(&[Diagnostic { at: None, ..fault }]);
                return FAILURE;
            }
        },
    }
    SUCCESS
}
