//! `kepu check`.

use std::time::Instant;

use super::elsewhere;
use super::progress::Bar;
use super::report::Report;
use super::today::{Day, asked_day};
use super::{CheckArguments, FAILURE, Format, SUCCESS, USAGE, say};
use crate::build::{self, BuildOptions, Cache};
use crate::check::targets::standings;
use crate::check::{Subject, check};
use crate::config;
use crate::diagnostic::{Language, messages};
use crate::disk;
use crate::text::did_you_mean;

pub fn run(arguments: &CheckArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.as_of.as_deref(), "--as-of", language) else { return USAGE };
    if !are_codes(&arguments.only, language) {
        return USAGE;
    }
    let read = disk::read(&arguments.root);
    let snapshot = &read.value;
    let base_url = arguments.base_url.clone();
    let zone = config::read(snapshot, base_url.as_deref()).value.zone;
    // Drafts are checked as they are written, and aren't on the site that is checked.
    let options = BuildOptions { today: Day::new(asked).today(&zone), base_url, drafts: false };
    let bar = Bar::new(Instant::now(), arguments.format == Format::Text, language);
    let mut cache = Cache::none();
    let ready = build::prepare_with(snapshot, &options, &mut cache, &bar);
    let built = build::finish(&ready, &mut cache, &bar);
    bar.finish();

    let subject = Subject::new(snapshot, &options, &ready, &built);
    let mut elsewhere = read.diagnostics.clone();
    if arguments.external {
        elsewhere.extend(elsewhere::check(&subject, &arguments.root, arguments.format, language));
    }
    let mut found = check(&subject, elsewhere);
    found.retain(|found| is_wanted(found.code.0, &arguments.only));
    let mut standings = standings(&subject);
    if !TARGETS.iter().any(|code| is_wanted(code, &arguments.only)) {
        standings.clear();
    }
    let report = Report { language, format: arguments.format, snapshot };
    report.checked(&found, built.pages, &standings, &subject.site().config.language);
    if found.is_empty() { SUCCESS } else { FAILURE }
}

/// What is told of targets; who wants none of it wants no table either.
const TARGETS: [&str; 2] = ["W0905", "W0906"];

fn is_wanted(code: &str, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|only| begins_with(code, only))
}

fn begins_with(code: &str, start: &str) -> bool {
    let start = start.trim();
    !start.is_empty() && code.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether there are such codes; what isn't one is told.
fn are_codes(only: &[String], language: Language) -> bool {
    let unknown = only.iter().find(|only| !messages::table().any(|entry| begins_with(entry.code.0, only)));
    let Some(unknown) = unknown else { return true };
    eprintln!("{} {unknown}", say(language, "没有这个代码：", "there is no code"));
    let upper = unknown.trim().to_ascii_uppercase();
    if let Some(near) = did_you_mean(&upper, messages::table().map(|entry| entry.code.0)) {
        eprintln!("{} {near}", say(language, "是不是", "did you mean"));
    }
    false
}
