//! `kepu host`: what a web server of one's own is to be told, as a part of its configuration.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::{ReportDetail, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::handed::{OutArgument, hand_over};
use super::once;
use super::report::{Report, Undone};
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Language, has_errors};
use crate::base::source::Snapshot;
use crate::build::{Audience, Cache, Hosting, Silent, finish, prepare};
use crate::io::disk;
use crate::render::hosting::nginx;
use crate::render::hosting::schedule::{self, ScheduledRun};

#[derive(Args)]
pub struct HostArguments {
    /// 哪种服务器（nginx），或用什么定时发布（systemd、windows、cron）· which server, or what runs `kepu publish` on a schedule
    #[arg(value_enum)]
    server: Server,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 定时发布到哪个目标 · the target of a schedule
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Server {
    Nginx,
    Systemd,
    Windows,
    Cron,
}

const UNDONE: Undone = Undone { zh: "没有输出服务器配置", en: "no configuration was printed" };

pub fn run(arguments: &HostArguments, language: Language) -> i32 {
    let scheduled = match arguments.server {
        Server::Nginx => None,
        Server::Systemd => Some(schedule::systemd as fn(&ScheduledRun<'_>) -> String),
        Server::Windows => Some(schedule::windows as fn(&ScheduledRun<'_>) -> String),
        Server::Cron => Some(schedule::cron as fn(&ScheduledRun<'_>) -> String),
    };
    if let Some(scheduled) = scheduled {
        return print_schedule(arguments, scheduled, language);
    }
    let Ok(asked) = asked_day(None, "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), arguments.base_url.as_deref(), Audience::Visitors);
    let mut cache = Cache::none();
    let ready = prepare(&read.value, &options, &mut cache);
    let built = finish(&ready, &mut cache, &Silent);
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(built.diagnostics.iter().cloned());
    if has_errors(&diagnostics) {
        Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown }
            .failure(&diagnostics, UNDONE);
        return FAILURE;
    }
    let Hosting { policy, redirects } = Hosting::of(&ready, &built);
    let text = nginx(&policy, &redirects, &ready.site().config);
    match hand_over(text.trim_end(), arguments.out.out.as_deref()) {
        Ok(()) => SUCCESS,
        Err(fault) => {
            Report { language, format: ReportFormat::Text, snapshot: &read.value, shown: arguments.shown }
                .each(&[fault]);
            FAILURE
        }
    }
}

/// Prints how a system runs this program for this site.
fn print_schedule(arguments: &HostArguments, scheduled: fn(&ScheduledRun<'_>) -> String, language: Language) -> i32 {
    let program = std::env::current_exe().map(|program| disk::shown(&program)).unwrap_or_else(|_| "kepu".to_owned());
    let root = disk::shown(&disk::real(&arguments.root).unwrap_or_else(|_| arguments.root.clone()));
    let text = scheduled(&ScheduledRun { program: &program, root: &root, target: arguments.target.as_deref() });
    match hand_over(text.trim_end(), arguments.out.out.as_deref()) {
        Ok(()) => SUCCESS,
        Err(fault) => {
            let snapshot = Snapshot::default();
            Report { language, format: ReportFormat::Text, snapshot: &snapshot, shown: arguments.shown }.each(&[fault]);
            FAILURE
        }
    }
}
