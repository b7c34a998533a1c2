//! `kepu build --watch`: a build, and another whenever the site has changed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::alone::wait_for_others;
use super::arguments::{BuildArguments, ReportFormat};
use super::exit::SUCCESS;
use super::origin::{inputs, origin, program};
use super::progress::Bar;
use super::rebuild::{RebuildOptions, Rebuilds, Rebuilt, Why};
use super::report::{Report, Summary};
use super::signal::on_end;
use super::terminal::say;
use super::today::Clock;
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
    on_end(move || stopper.stop());
    let program = program(&arguments.root);
    loop {
        let bar = Bar::new(Instant::now(), arguments.format == ReportFormat::Text, language);
        let next = rebuilds.next(|snapshot, options, cache| build_with(snapshot, options, cache, &bar));
        bar.finish();
        let Some(rebuilt) = next else { return SUCCESS };
        write(&rebuilt, arguments, out, program, language);
        if rebuilt.why == Why::First && arguments.format == ReportFormat::Text {
            eprintln!("{}", say(language, "正在等待改动，按 Ctrl-C 结束", "waiting for changes; Ctrl-C ends"));
        }
    }
}

/// Writes what differs and says so; a site with errors is left as it was.
fn write(
    rebuilt: &Rebuilt<Built>,
    arguments: &BuildArguments,
    out: &Path,
    program: Option<Fingerprint>,
    language: Language,
) {
    let report = Report { language, format: arguments.format, snapshot: &rebuilt.snapshot };
    let of_site = || rebuilt.unread.iter().chain(&rebuilt.made.diagnostics).cloned();
    let mut diagnostics: Vec<Diagnostic> = rebuilt.notices.iter().cloned().chain(of_site()).collect();
    if has_errors(&diagnostics) {
        return report.failure(&diagnostics);
    }
    let started = Instant::now();
    // What became of the watching has no part in what the site was made of.
    let origin = inputs(program, &rebuilt.snapshot, &rebuilt.options)
        .filter(|_| of_site().next().is_none())
        .map(|inputs| origin(inputs, &rebuilt.made));
    let _lock = wait_for_others(&arguments.root, language);
    match disk::write(&arguments.root, out, &rebuilt.made.outputs, origin) {
        Ok(written) => {
            let elapsed = rebuilt.elapsed + started.elapsed();
            // It builds again by itself when that day has come.
            let (pages, next_change) = (rebuilt.made.pages, None);
            let summary =
                Summary { pages, elapsed, written, next_change, unlettered: 0, why: rebuilt.why.describe(language) };
            report.success(&diagnostics, &summary);
        }
        Err(faults) => {
            diagnostics.extend(faults);
            report.failure(&diagnostics);
        }
    }
}
