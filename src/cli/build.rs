//! `kepu build`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::alone::wait_for_others;
use super::arguments::{BuildArguments, ReportFormat};
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::origin::{inputs, origin, program};
use super::progress::Bar;
use super::report::{Report, Summary, Undone};
use super::today::{Clock, asked_day};
use super::{once, revisions, vanished, watch};
use crate::authoring::comments::COMMENTS_FOLDER;
use crate::base::diagnostic::{Language, has_errors, messages};
use crate::base::source::Snapshot;
use crate::build::{Audience, BuildOptions, Built};
use crate::config::inputs::INPUT_FOLDERS;
use crate::io::disk;

pub fn run(arguments: &BuildArguments, language: Language) -> i32 {
    let started = Instant::now();
    if let Some(jobs) = arguments.jobs {
        // Only fails where a pool exists already, and then there is one to use.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let Ok(asked) = asked_day(arguments.today.as_deref(), "--today", language) else { return USAGE };
    let out = arguments.out.clone().unwrap_or_else(|| arguments.root.join("public"));
    if let Some(fault) = misplaced(&arguments.root, &out) {
        let report =
            Report { language, format: arguments.format, snapshot: &Snapshot::default(), shown: arguments.shown };
        report.failure(&[messages::output_inside_sources(&fault)], Undone::SITE);
        return FAILURE;
    }

    let clock = Clock::new(asked);
    if arguments.watch {
        return watch::run(arguments, clock, &out, language);
    }
    let (mut read, program) = rayon::join(|| disk::read(&arguments.root), || program(&arguments.root));
    let options = once::options(clock, arguments.base_url.as_deref(), Audience::Visitors);
    let options = BuildOptions { links: arguments.links.map(Into::into), drafts: arguments.drafts, ..options };
    let inputs = inputs(program, &read.value, &options);
    if read.diagnostics.is_empty()
        && let Some((origin, written)) =
            inputs.and_then(|inputs| disk::unchanged(&arguments.root, &out, inputs, options.now))
    {
        let disk::BuildOrigin { pages, next_change, .. } = origin;
        let report = Report { language, format: arguments.format, snapshot: &read.value, shown: arguments.shown };
        report.success(
            &[],
            &Summary { pages, elapsed: started.elapsed(), written, next_change, unlettered: 0, why: None },
        );
        return SUCCESS;
    }
    let bar = Bar::new(started, arguments.format == ReportFormat::Text, language);
    let (mut built, kept) = once::built(&arguments.root, &read.value, &options, &bar);
    kept.tidy(&built);
    let mut diagnostics = read.diagnostics;
    diagnostics.append(&mut built.diagnostics);

    if has_errors(&diagnostics) {
        Report { language, format: arguments.format, snapshot: &read.value, shown: arguments.shown }
            .failure(&diagnostics, Undone::SITE);
        return FAILURE;
    }
    let preview = arguments.today.is_some() || arguments.drafts || arguments.base_url.is_some();
    diagnostics.extend(revisions::keep(&arguments.root, &mut read.value, &built, preview, language));
    let gone = if preview { Vec::new() } else { vanished::find(&arguments.root, &read.value, &built) };
    let inputs = self::inputs(program, &read.value, &options);
    let report = Report { language, format: arguments.format, snapshot: &read.value, shown: arguments.shown };
    let origin = inputs.filter(|_| diagnostics.is_empty()).map(|inputs| origin(inputs, &built));
    // Reported once and not again, so the next build may find that it has nothing to do.
    diagnostics.extend(gone);
    let _lock = wait_for_others(&arguments.root, language);
    match disk::write(&arguments.root, &out, &built.outputs, origin) {
        Ok((written, left)) => {
            diagnostics.extend(left);
            let Built { pages, next_change, unlettered, .. } = built;
            let elapsed = started.elapsed();
            let summary = Summary { pages, elapsed, written, next_change, unlettered, why: None };
            report.success(&diagnostics, &summary);
            // Whole sites live in memory by now; the process ends before they would be taken down.
            std::mem::forget(built.outputs);
            SUCCESS
        }
        Err(faults) => {
            diagnostics.extend(faults);
            report.failure(&diagnostics, Undone::SITE);
            FAILURE
        }
    }
}

/// A folder for outputs, where it would lie among the sources or be the root itself.
pub(super) fn misplaced(root: &Path, out: &Path) -> Option<String> {
    let resolve = |path: &Path| -> PathBuf {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // What exists is resolved, so that a link or `..` can't hide where it leads.
        for ancestor in whole.ancestors() {
            if let Ok(real) = ancestor.canonicalize() {
                return real.join(whole.strip_prefix(ancestor).unwrap_or(Path::new("")));
            }
        }
        whole
    };
    let (root, place) = (resolve(root), resolve(out));
    let inside = INPUT_FOLDERS.iter().chain([&COMMENTS_FOLDER]).any(|folder| place.starts_with(root.join(folder)));
    (inside || root.starts_with(&place)).then(|| disk::shown(out))
}
