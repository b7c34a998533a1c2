//! What the forms of sharing have in common: a site that is read, and files that are written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use crate::assets::poster::{Font, Lettering};
use crate::authoring::share::{SharedFile, is_shared};
use crate::base::diagnostic::{Diagnostic, Language, has_errors, messages};
use crate::base::source::Snapshot;
use crate::build::{self, Audience, Cache, Ready, prepare};
use crate::cli::arguments::{ReportDetail, ReportFormat};
use crate::cli::exit::{FAILURE, SUCCESS, USAGE};
use crate::cli::report::{Report, Undone};
use crate::cli::terminal::{print, say};
use crate::cli::today::{Clock, asked_day};
use crate::cli::{fonts, once};
use crate::io::disk;

/// What every form is asked for.
#[derive(Args)]
pub struct SiteArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    pub root: PathBuf,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 以哪一天为“今天” · the day to work for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
    #[command(flatten)]
    shown: ReportDetail,
}

const UNDONE: Undone = Undone { zh: "什么也没有写", en: "nothing was written" };

/// A site that content is taken from.
pub struct SharedSite<'a> {
    arguments: &'a SiteArguments,
    language: Language,
    snapshot: Snapshot,
    pub ready: Ready,
    /// For titles, and for words in drawings.
    pub bold: Option<Font>,
    pub plain: Option<Font>,
}

impl<'a> SharedSite<'a> {
    /// Reads a site. What is wrong with it is told, and an error ends the command.
    pub fn open(arguments: &'a SiteArguments, language: Language) -> Result<Self, i32> {
        let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return Err(USAGE) };
        let read = disk::read(&arguments.root);
        let options = once::options(Clock::new(asked), arguments.base_url.as_deref(), Audience::Visitors);
        let ready = prepare(&read.value, &options, &mut Cache::none());
        let config = &ready.site().config;
        let bold = build::font(&read.value, config, options.fonts.as_ref());
        let plain = if config.poster_font.is_some() { bold.clone() } else { fonts::plain() };
        let mut diagnostics = read.diagnostics;
        diagnostics.extend(ready.diagnostics().iter().cloned());
        let shared = Self { arguments, language, snapshot: read.value, ready, bold, plain };
        if has_errors(&diagnostics) {
            shared.report().failure(&diagnostics, UNDONE);
            return Err(FAILURE);
        }
        Ok(shared)
    }

    fn report(&self) -> Report<'_> {
        let shown = self.arguments.shown;
        Report { language: self.language, format: ReportFormat::Text, snapshot: &self.snapshot, shown }
    }

    /// Tells of what is wrong; the exit code.
    pub fn failed(&self, fault: Diagnostic) -> i32 {
        self.report().failure(&[fault], UNDONE);
        FAILURE
    }

    /// Tells what is to be known of what was made.
    pub fn told(&self, told: &[Diagnostic]) {
        self.report().text(told);
    }

    /// Writes files into a folder, which holds nothing but such files.
    pub fn write(&self, folder: &Path, files: &[SharedFile], told: &[Diagnostic]) -> i32 {
        let named = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()));
        match disk::fill_folder(folder, named, is_shared) {
            Ok(true) => {}
            Ok(false) => return self.failed(messages::share_folder_taken(&disk::shown(folder))),
            Err(fault) => return self.failed(fault),
        }
        self.told(told);
        print(&disk::shown(folder));
        SUCCESS
    }
}

/// A font as it is drawn with; one that can't be read is none.
pub fn lettering(font: Option<&Font>) -> Option<Arc<Lettering>> {
    font.and_then(|font| font.lettering().ok())
}

/// A month as it is given: 2026-05.
pub fn month(text: &str, language: Language) -> Result<(i16, i8), i32> {
    crate::base::time::parse_month(text).ok_or_else(|| {
        eprintln!("{}", say(language, "月份要写成 2026-05 这样", "a month is written like 2026-05"));
        USAGE
    })
}
