//! `kepu report`: the draft of the year's report, made of the site's records.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::once;
use super::report::{Report as Told, Undone};
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::assets::picture::{Form, Format, Original, inspect};
use crate::base::diagnostic::{Cause, Diagnostic, Language, Localized, has_errors, messages};
use crate::base::url::SourcePath;
use crate::build::{Audience, Cache, Ready, prepare};
use crate::io::disk;
use crate::report::{self, PhotoFile, ReportForm, Source, report};
use crate::site::Site;
use crate::site::figures::{self, Recorded, read_recorded, unknown_bases};

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
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    #[command(flatten)]
    pub shown: ReportDetail,
}

/// Photographs are made this wide at most, in pixels: as fine as they are printed.
const PHOTO_WIDTH: u32 = 1000;

/// A published picture as a JPEG. One that can't be opened is reported.
fn photo(ready: &Ready, source: &SourcePath, target: &str, unshown: &RefCell<Vec<Diagnostic>>) -> Option<PhotoFile> {
    let path = match target.strip_prefix('/') {
        Some(below) => SourcePath::new(&format!("static/{below}"))?,
        None => source.resolve(target)?,
    };
    let file = ready.snapshot().get(&path)?;
    // What isn't published isn't handed in either.
    ready.routes().asset(&path)?;
    let made = || {
        let bytes = file.bytes().map_err(|error| Cause::io(&error))?;
        let most = ready.site().config.max_pixels;
        let picture = inspect(&bytes, most).map_err(|_| Cause::said("the picture can't be read"))?;
        let width = picture.width.min(PHOTO_WIDTH);
        let form = Form::Scaled { width, format: Format::Jpeg };
        let bytes = Original::new(&bytes, picture).make(form).map_err(Cause::said)?;
        Ok(PhotoFile { bytes, width, height: picture.height_at(width) })
    };
    made().map_err(|cause: Cause| unshown.borrow_mut().push(messages::report_photo(path.as_str(), cause))).ok()
}

/// A warning where the site has nothing of a year: most often it is mistyped.
fn without_records(site: &Site, recorded: &Recorded, year: i16) -> Option<Diagnostic> {
    let mut years: BTreeSet<i16> = recorded.figures.iter().map(|figure| figure.year).collect();
    for entry in &site.entries {
        years.extend(entry.publication.as_ref().map(|publication| publication.date.date.year()));
        years.extend(entry.schedule.iter().flat_map(|schedule| &schedule.occurrences).map(|one| one.start.date.year()));
    }
    years.extend(figures::years(site));
    let known: Vec<String> = years.iter().rev().take(MOST_YEARS).rev().map(i16::to_string).collect();
    (!years.contains(&year))
        .then(|| messages::report_without_records(year, &or_none(&known, "、"), &or_none(&known, ", ")))
}

fn or_none(years: &[String], between: &str) -> String {
    if years.is_empty() { "–".to_owned() } else { years.join(between) }
}

/// The latest years that a message names.
const MOST_YEARS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocumentFormat {
    Markdown,
    Docx,
    Html,
    Json,
    Xlsx,
}

const UNDONE: Undone = Undone { zh: "没有写出总结", en: "no report was written" };

pub fn run(arguments: &AnnualArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.as_of.as_deref(), "--as-of", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), None, Audience::Authors);
    let ready = prepare(&read.value, &options, &mut Cache::none());
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(ready.diagnostics().iter().cloned());
    let told = Told { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown };
    if has_errors(&diagnostics) {
        told.failure(&diagnostics, UNDONE);
        return FAILURE;
    }
    let (site, routes) = (ready.site(), ready.routes());
    let address = |id| site.config.address.absolute(routes.entry(id));
    let recorded = read_recorded(&read.value, &mut diagnostics);
    let unshown = RefCell::new(Vec::new());
    let photo = |source: &SourcePath, target: &str| photo(&ready, source, target, &unshown);
    let source = Source {
        site,
        recorded: &recorded,
        photo: &photo,
        indicators: ready.indicators(),
        targets: ready.targets(),
        reviews: ready.reviews(),
        address: &address,
    };
    let form = if arguments.final_form && !arguments.internal { ReportForm::Final } else { ReportForm::Internal };
    let report = report(&source, arguments.year, site.today.0, form);
    diagnostics.extend(unshown.take());
    diagnostics.extend(without_records(site, &recorded, arguments.year));
    diagnostics.extend(unknown_bases(&recorded, site, arguments.year));
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
            Ok(()) => {
                print(&disk::shown(&out));
                let year = arguments.year;
                let (zh, en) = (format!("写好了 {year} 年的总结"), format!("the report on {year} is written"));
                eprintln!("{}", say(language, &zh, &en));
            }
            Err(fault) => {
                told.failure(&[Diagnostic { at: None, ..fault }], UNDONE);
                return FAILURE;
            }
        },
    }
    SUCCESS
}
