//! `kepu share bulletin`, `mail` and `text`: what a month or a week brings.

use std::path::{Path, PathBuf};

use clap::Args;

use super::shared::{SharedSite, SiteArguments, lettering, month};
use crate::authoring::share::month::{DaySpan, Month};
use crate::authoring::share::wechat::accent;
use crate::authoring::share::{bulletin, mail, plain};
use crate::base::diagnostic::{Diagnostic, Language, messages};
use crate::base::time::parse_date;
use crate::cli::exit::{SUCCESS, USAGE};
use crate::cli::handed::{OutArgument, hand_over};
use crate::cli::terminal::{print, say};
use crate::io::disk;
use crate::io::programs::chromium;

#[derive(Args)]
pub struct BulletinArguments {
    /// 哪个月 · the month
    #[arg(value_name = "YYYY-MM")]
    month: String,
    /// 写到哪个文件，.pdf 或 .html（缺省为网站根目录下的 share/bulletin-月份.pdf）· the file to write, .pdf or .html (default: share/bulletin-MONTH.pdf in the site's root)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 用哪个浏览器打印 PDF（缺省找本机的 Chrome、Edge 或 Chromium）· the browser that prints PDF (default: Chrome, Edge or Chromium of this machine)
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Args)]
pub struct MailArguments {
    /// 哪个月 · the month
    #[arg(value_name = "YYYY-MM")]
    month: String,
    /// 写到哪个目录（缺省为网站根目录下的 share）· the folder to write to (default: share in the site's root)
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

#[derive(Args)]
pub struct TextArguments {
    /// 这一天所在的一周，从周一到周日 · the week of this day, from Monday to Sunday
    #[arg(long, value_name = "YYYY-MM-DD")]
    week: String,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    site: SiteArguments,
}

/// The site and the month that is asked for, or the exit code.
fn opened<'a>(asked: &str, site: &'a SiteArguments, language: Language) -> Result<(SharedSite<'a>, Month), i32> {
    let (year, month) = month(asked, language)?;
    let shared = SharedSite::open(site, language)?;
    match Month::of(&shared.ready, year, month).filter(|month| !month.days.is_empty()) {
        Some(month) => Ok((shared, month)),
        None => {
            let (zh, en) = (format!("{year}年{month}月"), format!("{year}-{month:02}"));
            Err(shared.failed(messages::share_nothing(&zh, &en)))
        }
    }
}

pub fn bulletin(arguments: &BulletinArguments, language: Language) -> i32 {
    let (shared, month) = match opened(&arguments.month, &arguments.site, language) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let name = format!("bulletin-{}-{:02}.pdf", month.year, month.month);
    let out = arguments.out.clone().unwrap_or_else(|| arguments.site.root.join("share").join(name));
    let font = lettering(shared.plain.as_ref());
    let bulletin = bulletin::bulletin(&shared.ready, &month, &accent(&shared.ready), font.as_deref());
    let html = bulletin.value.into_bytes();
    let is_page = out.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    let made = if is_page { Ok(html) } else { chromium::print(&html, arguments.browser.as_deref()) };
    match made.and_then(|bytes| disk::write_beside(&out, &bytes)) {
        Ok(()) => {
            shared.told(&bulletin.diagnostics);
            written(&[out.as_path()])
        }
        Err(fault) => shared.failed(fault),
    }
}

pub fn mail(arguments: &MailArguments, language: Language) -> i32 {
    let (shared, month) = match opened(&arguments.month, &arguments.site, language) {
        Ok(opened) => opened,
        Err(code) => return code,
    };
    let folder = arguments.out.clone().unwrap_or_else(|| arguments.site.root.join("share"));
    let file = |kind: &str| folder.join(format!("mail-{}-{:02}.{kind}", month.year, month.month));
    let (html, text) = (file("html"), file("txt"));
    let made: Result<(), Diagnostic> =
        disk::write_beside(&html, mail::mail(&shared.ready, &month, &accent(&shared.ready)).as_bytes())
            .and_then(|()| disk::write_beside(&text, plain::month(&shared.ready, &month).as_bytes()));
    match made {
        Ok(()) => written(&[html.as_path(), text.as_path()]),
        Err(fault) => shared.failed(fault),
    }
}

pub fn text(arguments: &TextArguments, language: Language) -> i32 {
    let Some(day) = parse_date(&arguments.week) else {
        eprintln!("{}", say(language, "--week 要写成 2026-05-18 这样", "--week takes a day, such as 2026-05-18"));
        return USAGE;
    };
    let shared = match SharedSite::open(&arguments.site, language) {
        Ok(shared) => shared,
        Err(code) => return code,
    };
    let days = DaySpan::week(&shared.ready, day);
    if days.events.is_empty() && days.drives.is_empty() {
        let (first, last) = (days.first, days.last);
        return shared.failed(messages::share_nothing(&format!("{first}至{last}"), &format!("{first} to {last}")));
    }
    match hand_over(plain::week(&shared.ready, &days).trim_end(), arguments.out.out.as_deref()) {
        Ok(()) => SUCCESS,
        Err(fault) => shared.failed(fault),
    }
}

fn written(files: &[&Path]) -> i32 {
    files.iter().for_each(|file| print(&disk::shown(file)));
    SUCCESS
}
