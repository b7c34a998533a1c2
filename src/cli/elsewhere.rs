//! `kepu check --external`: asks the links to elsewhere, and remembers the answers for the next time.

use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use url::Url;

use super::terminal::say;
use crate::base::diagnostic::{Diagnostic, Language};
use crate::check::Subject;
use crate::check::elsewhere::addresses;
use crate::config::Config;
use crate::io::disk;
use crate::io::fetch::{FetchOptions, Memory, ask, is_private};

/// Below the folder that is kept beside the site.
const MEMORY: &str = "links.json";

/// What is wrong with the links that lead elsewhere, at every place where they stand. `shown` says
/// whether somebody watches.
pub fn check(subject: &Subject<'_>, root: &Path, shown: bool, language: Language) -> Vec<Diagnostic> {
    let config = &subject.site().config;
    let found = addresses(subject);
    let limits = &config.limits.external;
    let listed = |url: &Url| fits(&limits.allow, url);
    let is_asked = |url: &Url| !fits(&limits.skip, url) && (!is_private(url) || listed(url));
    let asked: Vec<Url> = found.places.keys().filter(|url| is_asked(url)).cloned().collect();

    let mut memory = disk::recall(root, MEMORY).map(|bytes| Memory::from_bytes(&bytes)).unwrap_or_default();
    let bar = bar(asked.len(), shown, language);
    let verdicts = ask(&asked, &options(config), &mut memory, Timestamp::now(), &listed, &|_| bar.inc(1));
    bar.finish_and_clear();
    disk::keep(root, MEMORY, &memory.to_bytes());
    if shown {
        let (asked, skipped) = (asked.len(), found.places.len() - asked.len());
        match language {
            Language::Chinese => eprintln!("外部链接：查了 {asked} 个，略过 {skipped} 个\n"),
            Language::English => eprintln!("links to elsewhere: {asked} asked, {skipped} passed over\n"),
        }
    }

    let mut diagnostics = found.malformed;
    for (url, verdict) in asked.iter().zip(&verdicts) {
        let Some(finding) = verdict.finding(url.as_str()) else { continue };
        diagnostics.extend(found.places[url].iter().map(|place| finding.clone().at(place.clone())));
    }
    diagnostics
}

fn fits(patterns: &[crate::config::limits::Pattern], url: &Url) -> bool {
    patterns.iter().any(|pattern| pattern.fits(url.as_str(), url.host_str().unwrap_or_default()))
}

fn options(config: &Config) -> FetchOptions {
    let mut options = FetchOptions::default();
    if let Some(age) = config.limits.external.max_age {
        options.ages.fine = age;
    }
    if config.address.is_public() {
        // Whoever wonders about the questions sees who asks.
        options.line.user_agent.push_str(&format!(" (link check of {})", config.address.origin));
    }
    options
}

fn bar(steps: usize, shown: bool, language: Language) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.set_message(say(language, "查外部链接", "asking other hosts"));
    bar
}
