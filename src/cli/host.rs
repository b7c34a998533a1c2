//! `kepu host`: what a web server of one's own is to be told, as a part of its configuration.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::arguments::ReportFormat;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::once;
use super::report::Report;
use super::terminal::print;
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Language, has_errors};
use crate::build::{Audience, Cache, Hosting, Silent, finish, prepare};
use crate::io::disk;
use crate::render::hosting::nginx;

#[derive(Args)]
pub struct HostArguments {
    /// 哪种服务器 · which server
    #[arg(value_enum)]
    server: Server,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: PathBuf,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Server {
    Nginx,
}

pub fn run(arguments: &HostArguments, language: Language) -> i32 {
    let Server::Nginx = arguments.server;
    let Ok(asked) = asked_day(None, "--today", language) else { return USAGE };
    let read = disk::read(&arguments.root);
    let options = once::options(Clock::new(asked), arguments.base_url.as_deref(), Audience::Visitors);
    let mut cache = Cache::none();
    let ready = prepare(&read.value, &options, &mut cache);
    let built = finish(&ready, &mut cache, &Silent);
    let mut diagnostics = read.diagnostics;
    diagnostics.extend(built.diagnostics.iter().cloned());
    if has_errors(&diagnostics) {
        Report { language, format: ReportFormat::Text, snapshot: &read.value }.failure(&diagnostics);
        return FAILURE;
    }
    let Hosting { policy, redirects } = Hosting::of(&ready, &built);
    print(nginx(&policy, &redirects, &ready.site().config).trim_end());
    SUCCESS
}
