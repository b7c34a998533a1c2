//! `kepu build --watch`: a build, and another whenever the site has changed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::alone::wait_for_others;
use super::arguments::{BuildArguments, ReportFormat};
use super::exit::SUCCESS;
use super::origin::{inputs, origin, program};
use super::progress::Bar;
use super::rebuild::{RebuildOptions, Rebuilds, Rebuilt, Why};
use super::report::{Report, Summary, Undone};
use super::revisions;
use super::signal::on_end;
use super::terminal::say;
use super::today::Clock;
use super::vanished;
use crate::base::diagnostic::{Diagnostic, Language, has_errors};
use crate::base::fingerprint::Fingerprint;
use crate::build::{Audience, Built, build_with};
use crate::io::disk;
use crate::io::watch::WatchOptions;

pub fn run(arguments: &BuildArguments, clock: Clock, out: &Path, language: Language) -> i32 {
    let poll = arguments.poll.map(Duration::from_millis);
    let mut rebuilds = Rebuilds::start(
        &arguments.root,
        RebuildOptions {
            base_url: arguments.base_url.clone(),
            links: arguments.links.map(Into::into),
            drafts: arguments.drafts,
            audience: Audience::Visitors,
            clock,
            watch: WatchOptions { poll, ..WatchOptions::default() },
        },
    );
    let stopper = rebuilds.stopper();
    on_end(SUCCESS, move || stopper.stop());
    let program = program(&arguments.root);
    loop {
        let bar = Bar::new(Instant::now(), arguments.format == ReportFormat::Text, language);
        let next = rebuilds.next(|snapshot, options, cache| build_with(snapshot, options, cache, &bar));
        bar.finish();
        let Some(rebuilt) = next else { return SUCCESS };
        let first = rebuilt.why == Why::First;
        write(rebuilt, arguments, out, program, language);
        if first && arguments.format == ReportFormat::Text {
            eprintln!("{}", say(language, "正在等待改动，按 Ctrl-C 结束", "waiting for changes; Ctrl-C ends"));
        }
    }
}

/// Writes what differs and says so; a site with errors is left as it was.
fn write(
    mut rebuilt: Rebuilt<Built>,
    arguments: &BuildArguments,
    out: &Path,
    program: Option<Fingerprint>,
    language: Language,
) {
    let of_site = || rebuilt.unread.iter().chain(&rebuilt.made.diagnostics).cloned();
    let mut diagnostics: Vec<Diagnostic> = rebuilt.notices.iter().cloned().chain(of_site()).collect();
    if has_errors(&diagnostics) {
        return Report { language, format: arguments.format, snapshot: &rebuilt.snapshot, shown: arguments.shown }
            .failure(&diagnostics, Undone::SITE);
    }
    let silent = of_site().next().is_none();
    let preview = arguments.today.is_some() || arguments.drafts || arguments.base_url.is_some();
    let Rebuilt { snapshot, made, .. } = &mut rebuilt;
    diagnostics.extend(revisions::keep(&arguments.root, snapshot, made, preview, language));
    if !preview {
        diagnostics.extend(vanished::find(&arguments.root, &rebuilt.snapshot, &rebuilt.made));
    }
    let report = Report { language, format: arguments.format, snapshot: &rebuilt.snapshot, shown: arguments.shown };
    let started = Instant::now();
    // What became of the watching has no part in what the site was made of.
    let origin = inputs(program, &rebuilt.snapshot, &rebuilt.options)
        .filter(|_| silent)
        .map(|inputs| origin(inputs, &rebuilt.made));
    let _lock = wait_for_others(&arguments.root, language);
    match disk::write(&arguments.root, out, &rebuilt.made.outputs, origin) {
        Ok((written, left)) => {
            diagnostics.extend(left);
            let elapsed = rebuilt.elapsed + started.elapsed();
            // It builds again by itself when that day has come.
            let (pages, next_change) = (rebuilt.made.pages, None);
            let summary =
                Summary { pages, elapsed, written, next_change, unlettered: 0, why: rebuilt.why.describe(language) };
            report.success(&diagnostics, &summary);
        }
        Err(faults) => {
            diagnostics.extend(faults);
            report.failure(&diagnostics, Undone::SITE);
        }
    }
}
