//! `kepu stats`: how often the site was read, by the server's logs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::handed::{OutArgument, hand_over};
use super::once;
use super::report::{Report, Undone};
use super::terminal::say;
use super::today::{Clock, asked_day};
use crate::authoring::visits::{Counter, LogReader, Visits, figures, rows, text};
use crate::base::csv::CsvWriter;
use crate::base::diagnostic::{Diagnostic, Language, has_errors, messages};
use crate::build::{Audience, Cache, prepare};
use crate::io::disk;

#[derive(Args)]
pub struct StatsArguments {
    /// 服务器的访问日志，可以是 .gz · access logs of the server, compressed ones too
    #[arg(required = true, value_name = "LOG")]
    logs: Vec<PathBuf>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 输出的格式；figures 可以贴进条目的文件头 · the format; figures go into an entry's front matter
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    format: StatsFormat,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StatsFormat {
    Text,
    Csv,
    Json,
    Figures,
}

const UNDONE: Undone = Undone { zh: "没有统计", en: "nothing was counted" };

pub fn run(arguments: &StatsArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(None, "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), arguments.base_url.as_deref(), Audience::Authors);
    let ready = prepare(&read.value, &options, &mut Cache::none());
    let report = Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown };
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(ready.diagnostics().iter().cloned());
    if has_errors(&diagnostics) {
        report.failure(&diagnostics, UNDONE);
        return FAILURE;
    }
    let mut counter = Counter::new(&ready);
    for log in &arguments.logs {
        let name = disk::shown(log);
        let mut reader = LogReader::new(ready.site().config.zone.clone());
        if let Err(fault) = disk::each_line(log, |line, number| counter.line(&mut reader, line, (&name, number))) {
            report.failure(&[Diagnostic { at: None, ..fault }], UNDONE);
            return FAILURE;
        }
    }
    let visits = counter.visits;
    if visits.lines == visits.unknown {
        report.failure(&[messages::stats_nothing(visits.lines)], UNDONE);
        return FAILURE;
    }
    let made = match arguments.format {
        StatsFormat::Text => text(&ready, &visits, language),
        StatsFormat::Json => serde_json::to_string_pretty(&rows(&ready, &visits)).unwrap_or_default(),
        StatsFormat::Csv => table(&rows(&ready, &visits)),
        StatsFormat::Figures => figures(&ready, &visits),
    };
    report.text(&told(&visits));
    match hand_over(made.trim_end(), arguments.out.out.as_deref()) {
        Ok(()) => {
            eprintln!("{}", closing(&visits, language));
            SUCCESS
        }
        Err(fault) => {
            report.failure(&[fault], UNDONE);
            FAILURE
        }
    }
}

/// What the figures lack.
fn told(visits: &Visits) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    if let Some((file, number)) = &visits.first_unknown {
        told.push(messages::stats_unknown(visits.unknown, file, *number));
    }
    if visits.unnamed > 0 {
        told.push(messages::stats_unnamed(visits.unnamed));
    }
    told
}

fn closing(visits: &Visits, language: Language) -> String {
    let (lines, robots, unknown) = (visits.lines, visits.robots, visits.unknown);
    let zh = format!("共 {lines} 行：机器人 {robots} 行，看不懂 {unknown} 行；没有记下任何访问者的地址");
    let en = format!("{lines} lines: {robots} of robots, {unknown} not understood; no visitor's address was kept");
    say(language, &zh, &en).to_owned()
}

fn table(rows: &[crate::authoring::visits::VisitRow]) -> String {
    let (mut writer, mut out) = (CsvWriter::for_spreadsheets(), String::new());
    writer.record(&mut out, ["month", "kind", "collection", "title", "address", "views", "wechat", "searched"]);
    for row in rows {
        let numbers = [row.views, row.wechat, row.searched].map(|number| number.to_string());
        let cells = [row.month.as_str(), row.kind, &row.collection, &row.title, &row.address];
        writer.record(&mut out, cells.into_iter().chain(numbers.iter().map(String::as_str)));
    }
    out
}
