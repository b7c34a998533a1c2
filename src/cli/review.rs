//! `kepu review`: what waits for whom, signatures, and the sheet that is signed in ink.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::arguments::{ReportDetail, ReportFormat};
use super::comments::open_counts;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::handed::{OutArgument, hand_over};
use super::once;
use super::once::PreparedSite;
use super::progress::Bar;
use super::report::Report;
use super::terminal::{print, say};
use super::today::Clock;
use crate::authoring::review::{
    Files, PublicVersion, ReviewRow, ReviewState, Signature, adopt, find, review, rows, sign,
};
use crate::base::diagnostic::{Diagnostic, Language, messages};
use crate::base::source::Snapshot;
use crate::base::time::Now;
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Ready};
use crate::config;
use crate::io::disk;
use crate::report::review_sheet;

#[derive(Args)]
pub struct ReviewArguments {
    /// 哪一条内容：文件或标题；不写就列出全部 · which text, by its file or title; lists all without it
    entry: Option<String>,
    /// 签哪一级：初审、复审、终审，或 site.yaml 里的 id · the stage that signs
    #[arg(long, requires = "by", requires = "entry")]
    stage: Option<String>,
    /// 谁签的 · who signs
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// 审稿意见；退回时必须写 · the reviewer's note; a text is returned with one
    #[arg(long, value_name = "TEXT", requires = "stage")]
    note: Option<String>,
    /// 不采用，退回作者 · return the text to its author
    #[arg(long = "return", requires = "stage")]
    is_return: bool,
    /// 生成这一条的审稿单（Word，A4），签字用；要 --out · make the sheet of this text to be signed in ink
    #[arg(long, requires = "out", requires = "entry", conflicts_with = "stage")]
    sheet: bool,
    /// 开始实行审核时用：没有记录的现有内容都按已审定收下 · take every text without a record for signed, as a review begins
    #[arg(long, requires = "by", conflicts_with_all = ["entry", "stage", "sheet"])]
    adopt: bool,
    /// 清单的格式 · the format of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    format: ListFormat,
    #[command(flatten)]
    out: OutArgument,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    Text,
    Json,
}

/// The time of a signature: the clock's, in the site's zone.
pub fn time(options: &BuildOptions, snapshot: &Snapshot) -> String {
    let zone = config::read(snapshot, None).value.zone;
    match options.now {
        Now::Instant(instant) => instant.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Now::Day(day) => day.to_string(),
    }
}

pub fn run(arguments: &ReviewArguments, language: Language) -> i32 {
    let read = disk::read(&arguments.root);
    let snapshot = read.value;
    let options = once::options(Clock::new(None), None, Audience::Authors);
    let bar = Bar::new(Instant::now(), false, language);
    let PreparedSite { ready, .. } = PreparedSite::of(&arguments.root, &snapshot, &options, &bar);
    bar.finish();
    let report = Report { language, format: ReportFormat::Text, snapshot: &snapshot, shown: arguments.shown };
    let time = time(&options, &snapshot);
    let done = match &arguments.entry {
        _ if arguments.adopt => take_over(arguments, &snapshot, &ready, &time, language),
        Some(entry) if arguments.sheet => sheet(arguments, &snapshot, &ready, entry),
        Some(entry) => match &arguments.stage {
            Some(stage) => signed(arguments, &snapshot, &ready, (entry, stage), &time, language),
            // Without a stage nothing would be signed, and a list would look as if it were.
            None if arguments.by.is_some() => return unsaid(language),
            None => list(arguments, &ready, Some(entry), language),
        },
        None if arguments.by.is_some() => return unsaid(language),
        None => list(arguments, &ready, None, language),
    };
    match done {
        Ok(()) => SUCCESS,
        Err(faults) => {
            report.text(&faults);
            FAILURE
        }
    }
}

/// Says that a name signs nothing by itself.
fn unsaid(language: Language) -> i32 {
    let words = "写明审的是哪一条、哪一级，或 --adopt";
    eprintln!("{}", say(language, words, "say which text and which stage, or --adopt"));
    USAGE
}

type Done = Result<(), Vec<Diagnostic>>;

fn one(fault: Diagnostic) -> Vec<Diagnostic> {
    vec![fault]
}

fn write(arguments: &ReviewArguments, files: &Files) -> Done {
    disk::write_sources(&arguments.root, files.iter().map(|(path, bytes)| (path, &**bytes)))
}

fn signed(
    arguments: &ReviewArguments,
    snapshot: &Snapshot,
    ready: &Ready,
    (entry, stage): (&str, &str),
    time: &str,
    language: Language,
) -> Done {
    let unit = find(ready, entry).map_err(one)?;
    let (by, note) = (arguments.by.as_deref().unwrap_or_default(), arguments.note.as_deref().unwrap_or_default());
    let signature = Signature { stage, by, note, is_return: arguments.is_return, time };
    let files = sign(snapshot, ready, unit, &signature).map_err(one)?;
    write(arguments, &files)?;
    let (title, file) = (&unit.title, &unit.source);
    print(&match (language, arguments.is_return) {
        (Language::Chinese, false) => format!("{title}（{file}）：{stage}由{by}签名"),
        (Language::Chinese, true) => format!("{title}（{file}）：{stage}由{by}退回"),
        (Language::English, false) => format!("{title} ({file}): {stage} signed by {by}"),
        (Language::English, true) => format!("{title} ({file}): {stage} returned by {by}"),
    });
    Ok(())
}

fn take_over(arguments: &ReviewArguments, snapshot: &Snapshot, ready: &Ready, time: &str, language: Language) -> Done {
    let (files, taken) = adopt(snapshot, ready, arguments.by.as_deref().unwrap_or_default(), time).map_err(one)?;
    write(arguments, &files)?;
    print(&match language {
        Language::Chinese => format!("收下了 {taken} 条，都按已审定公开；以后的改动要重新审"),
        Language::English => format!("{taken} texts were taken for signed; whatever changes from now on is reviewed"),
    });
    Ok(())
}

fn sheet(arguments: &ReviewArguments, snapshot: &Snapshot, ready: &Ready, entry: &str) -> Done {
    let unit = find(ready, entry).map_err(one)?;
    let bytes = review_sheet(snapshot, ready, unit).map_err(|said| one(messages::sheet_failed(&said.zh, &said.en)))?;
    let Some(out) = &arguments.out.out else { return Ok(()) };
    disk::write_beside(out, &bytes).map_err(one)?;
    print(&disk::shown(out));
    Ok(())
}

#[derive(Serialize)]
struct List<'r> {
    waiting: usize,
    returned: usize,
    signed: usize,
    texts: &'r [ReviewRow],
}

fn list(arguments: &ReviewArguments, ready: &Ready, entry: Option<&str>, language: Language) -> Done {
    let review = review(ready).map_err(one)?;
    let tag = say(language, "zh", "en");
    let mut rows = rows(ready, review, tag);
    if let Some(entry) = entry {
        let unit = find(ready, entry).map_err(one)?;
        rows.retain(|row| row.file == unit.source.as_str());
    }
    let count = |state| rows.iter().filter(|row| row.state == state).count();
    let (waiting, returned) = (count(ReviewState::Waiting), count(ReviewState::Returned));
    let signed = count(ReviewState::Signed);
    if arguments.format == ListFormat::Json {
        let list = List { waiting, returned, signed, texts: &rows };
        let text = serde_json::to_string_pretty(&list).unwrap_or_default();
        return hand_over(&text, arguments.out.out.as_deref()).map_err(one);
    }
    let open = open_counts(&arguments.root);
    let open = |row: &ReviewRow| SourcePath::new(&row.file).and_then(|path| open.get(&path).copied());
    let line = |row: &ReviewRow| line(row, open(row).unwrap_or_default(), language);
    let mut lines = Vec::new();
    for stage in &review.stages {
        let here = |row: &&ReviewRow| row.stage.as_ref().is_some_and(|named| named.id == stage.id);
        let here: Vec<&ReviewRow> = rows.iter().filter(here).collect();
        if here.is_empty() {
            continue;
        }
        let name = stage.name.get(tag);
        lines.push(match language {
            Language::Chinese => format!("等{name}的 {} 条", here.len()),
            Language::English => format!("{} for the {name}", here.len()),
        });
        lines.extend(here.into_iter().map(line));
    }
    if entry.is_some() {
        lines.extend(rows.iter().filter(|row| row.state == ReviewState::Signed).map(line));
    }
    lines.push(match language {
        Language::Chinese => format!("审定 {signed} 条，待审 {waiting} 条，退回 {returned} 条"),
        Language::English => format!("{signed} signed, {waiting} waiting, {returned} returned"),
    });
    hand_over(&lines.join("\n"), arguments.out.out.as_deref()).map_err(one)
}

fn line(row: &ReviewRow, open_comments: usize, language: Language) -> String {
    let signed = row.signed.iter().map(|signed| format!("{} {}", signed.stage.name, signed.by));
    let mut about: Vec<String> = signed.collect();
    if let Some(returned) = &row.returned {
        about.push(match language {
            Language::Chinese => format!("{}退回：{}", returned.by, returned.note),
            Language::English => format!("returned by {}: {}", returned.by, returned.note),
        });
    }
    if open_comments > 0 {
        about.push(match language {
            Language::Chinese => format!("{open_comments} 条批注未解决"),
            Language::English => format!("open comments: {open_comments}"),
        });
    }
    about.push(
        match row.public {
            PublicVersion::Current => say(language, "公开的就是它", "public as it is"),
            PublicVersion::Earlier => say(language, "公开的是上次审定的版本", "the earlier version is public"),
            PublicVersion::Nothing => say(language, "没有公开", "not public"),
        }
        .to_owned(),
    );
    let between = say(language, "；", "; ");
    format!("  {}  {}  {}", row.title, row.file, about.join(between))
}
