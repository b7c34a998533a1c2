//! `kepu check`.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use similar::TextDiff;

use super::arguments::{ReportDetail, ReportFormat};
use super::elsewhere;
use super::exit::{FAILURE, SUCCESS, USAGE};
use super::handed::{OutArgument, hand_over};
use super::indicators::Unmatched;
use super::once;
use super::progress::Bar;
use super::report::{Noted, Report};
use super::sarif::sarif;
use super::terminal::{print, say};
use super::today::{Clock, asked_day};
use crate::base::diagnostic::{Code, Diagnostic, Language, Location, messages};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::build::{self, Audience, BuildOptions, Cache};
use crate::check::{FileChange, Fixed, Subject, check, fix};
use crate::config::Links;
use crate::io::disk;
use crate::site::targets::standings::Standing;

#[derive(Args)]
pub struct CheckArguments {
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
    /// 按哪一天检查 · the day to check for (default: SOURCE_DATE_EPOCH, else the clock)
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// 代替 site.yaml 里的 base_url · replaces base_url of site.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// 只报这些代码，可写开头几位，如 W07,W0801 · only these codes, or those that begin so
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    only: Vec<String>,
    /// 也查外部链接：向别的网站询问，答复记在 .kepu-cache 里 · ask links to elsewhere too, and remember the answers
    #[arg(long)]
    external: bool,
    /// 报告的格式 · the format of the report
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    #[command(flatten)]
    out: OutArgument,
    /// 改正标点宽度和词表里的错词，先显示差异再写入 · mend punctuation and listed words: shows the difference, then writes
    #[arg(long, conflicts_with = "format")]
    fix: bool,
    /// 只显示差异，不写入 · show the difference and write nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// 不问就写入 · write without asking
    #[arg(long, requires = "fix", conflicts_with = "dry_run")]
    yes: bool,
    #[command(flatten)]
    pub shown: ReportDetail,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
    Sarif,
}

pub fn run(arguments: &CheckArguments, language: Language) -> i32 {
    let Ok(asked) = asked_day(arguments.as_of.as_deref(), "--as-of", language) else { return USAGE };
    if !are_codes(&arguments.only, language) {
        return USAGE;
    }
    if arguments.out.out.is_some() && arguments.format == CheckFormat::Text {
        let words = "--out 配 --format json 或 sarif；文字直接显示在终端";
        eprintln!("{}", say(language, words, "--out goes with --format json or sarif; text is shown in the terminal"));
        return USAGE;
    }
    let clock = Clock::new(asked);
    let mut checked = Checked::of(arguments, clock, language);
    if arguments.fix {
        let Fixed { changes, left_out } = fix(&checked.snapshot, &checked.found);
        match mend(arguments, &checked.snapshot, &changes, !left_out.is_empty(), language) {
            Mended::Nothing => {}
            Mended::Written => checked = Checked::of(arguments, clock, language),
            Mended::Shown => {
                let report = Report {
                    language,
                    format: ReportFormat::Text,
                    snapshot: &checked.snapshot,
                    shown: arguments.shown,
                };
                report.text(&left_out);
                return FAILURE;
            }
        }
        // Where a file was written, places have moved; what is still to be mended is found again.
        let moved = |found: &Diagnostic| {
            found.at.as_ref().is_some_and(|at| changes.iter().any(|change| change.path == at.path))
        };
        let (moved, unmoved): (Vec<_>, Vec<_>) = left_out.into_iter().partition(moved);
        checked.found.extend(unmoved);
        checked.found.extend(moved.into_iter().map(|mut found| {
            found.at = found.at.map(|at| Location::file(&at.path));
            found
        }));
        Diagnostic::sort(&mut checked.found);
    }
    let written = checked.report(arguments, language);
    if checked.found.is_empty() && written { SUCCESS } else { FAILURE }
}

/// A site as it was found.
struct Checked {
    snapshot: Snapshot,
    found: Vec<Diagnostic>,
    pages: usize,
    targets: Vec<Standing>,
    /// What the yearly statistics don't count; none where only other codes were asked for.
    unmatched: Option<Unmatched>,
    /// In which the site's own texts are told.
    site_language: String,
}

impl Checked {
    fn of(arguments: &CheckArguments, clock: Clock, language: Language) -> Self {
        let read = disk::read(&arguments.root);
        let snapshot = read.value;
        // Drafts are checked as they are written, and aren't on the site that is checked.
        let options = once::options(clock, arguments.base_url.as_deref(), Audience::Visitors);
        let options = BuildOptions { links: Some(Links::Root), ..options };
        let bar = Bar::new(Instant::now(), arguments.format == CheckFormat::Text, language);
        let mut cache = Cache::for_check();
        let ready = build::prepare_with(&snapshot, &options, &mut cache, &bar);
        let built = build::finish(&ready, &mut cache, &bar);
        bar.finish();
        let subject = Subject::new(&snapshot, &ready, &built, &cache);
        let mut outside = read.diagnostics;
        if arguments.external {
            let shown = arguments.format == CheckFormat::Text;
            outside.extend(elsewhere::check(&subject, &arguments.root, shown, language));
        }
        let mut found = check(&subject, outside, |code| arguments.external || !is_elsewhere(code));
        found.retain(|found| is_wanted(found.code, &arguments.only));
        let wants_targets = TARGETS.iter().any(|code| is_wanted(*code, &arguments.only));
        let targets = if wants_targets { ready.standings().to_vec() } else { Vec::new() };
        let unmatched = if arguments.only.is_empty() { Unmatched::of(ready.site(), ready.indicators()) } else { None };
        let (pages, site_language) = (built.pages, subject.site().config.language.clone());
        Self { snapshot, found, pages, targets, unmatched, site_language }
    }

    /// Reports what was found; false if it couldn't be written where it was wanted.
    fn report(&self, arguments: &CheckArguments, language: Language) -> bool {
        let shown = arguments.shown;
        let report = |format| Report { language, format, snapshot: &self.snapshot, shown };
        let (targets, unmatched) = (&self.targets[..], self.unmatched.as_ref());
        let noted = Noted { targets, unmatched, site_language: &self.site_language };
        let text = match arguments.format {
            CheckFormat::Text => {
                report(ReportFormat::Text).checked(&self.found, self.pages, noted);
                return true;
            }
            CheckFormat::Json => report(ReportFormat::Json).checked_json(&self.found, noted),
            CheckFormat::Sarif => sarif(&report(ReportFormat::Json), &self.found),
        };
        match hand_over(&text, arguments.out.out.as_deref()) {
            Ok(()) => true,
            Err(fault) => {
                report(ReportFormat::Text).text(&[fault]);
                false
            }
        }
    }
}

enum Mended {
    /// There was nothing to mend.
    Nothing,
    /// The difference was shown and nothing written.
    Shown,
    Written,
}

/// Shows what mending would change, and changes it if that is wanted.
fn mend(
    arguments: &CheckArguments,
    snapshot: &Snapshot,
    changes: &[FileChange],
    left_out: bool,
    language: Language,
) -> Mended {
    if changes.is_empty() {
        let said = match left_out {
            false => say(language, "没有可以代为改正的地方", "there is nothing that can be mended for you"),
            true => say(language, "有几处不能放心代改，见下", "some places can't be mended safely; see below"),
        };
        eprintln!("{said}");
        return Mended::Nothing;
    }
    for FileChange { path, before, after, .. } in changes {
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        let (old, new) = (format!("a/{path}"), format!("b/{path}"));
        print(diff.unified_diff().header(&old, &new).to_string().trim_end());
    }
    if arguments.dry_run || !(arguments.yes || confirmed(changes.len(), language)) {
        eprintln!("{}", say(language, "没有写入；加 --yes 写入", "nothing was written; --yes writes it"));
        return Mended::Shown;
    }
    for FileChange { path, bytes, .. } in changes {
        let before = snapshot.get(path).map(|file| file.held()).unwrap_or_default();
        if let Err(fault) = disk::replace(&arguments.root, path, before, bytes) {
            let report = Report { language, format: ReportFormat::Text, snapshot, shown: arguments.shown };
            report.text(&[disk::write_fault(path.as_str(), &fault)]);
        }
    }
    Mended::Written
}

/// Asks on a terminal; elsewhere nobody can answer.
fn confirmed(files: usize, language: Language) -> bool {
    if !(std::io::stdin().is_terminal() && std::io::stdout().is_terminal()) {
        return false;
    }
    let question = match language {
        Language::Chinese => format!("写入这 {files} 个文件吗？[y/N] "),
        Language::English => format!("write these files ({files})? [y/N] "),
    };
    eprint!("{question}");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    let _ = std::io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim(), "y" | "Y" | "yes" | "是")
}

/// What is told of targets; who wants none of it wants no table either.
const TARGETS: [Code; 2] = [Code("W0905"), Code("W0906")];

/// Whether only asking other hosts finds this.
fn is_elsewhere(code: Code) -> bool {
    code.0.starts_with("W072") || code.0.starts_with("W073")
}

fn is_wanted(code: Code, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|only| begins_with(code, only))
}

fn begins_with(code: Code, start: &str) -> bool {
    let start = start.trim();
    !start.is_empty() && code.0.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Whether there are such codes; what isn't one is told.
fn are_codes(only: &[String], language: Language) -> bool {
    let unknown = only.iter().find(|only| !messages::table().any(|entry| begins_with(entry.code, only)));
    let Some(unknown) = unknown else { return true };
    eprintln!("{} {unknown}", say(language, "没有这个代码：", "there is no code"));
    let upper = unknown.trim().to_ascii_uppercase();
    if let Some(near) = did_you_mean(&upper, messages::table().map(|entry| entry.code.0)) {
        eprintln!("{} {near}", say(language, "是不是", "did you mean"));
    } else {
        eprintln!(
            "{}",
            say(
                language,
                "写问题末尾方括号里的代码，或它的开头：W07 链接和图片，W08 文字和标点，W09 时效和个人信息；如 --only W08",
                "give codes or their beginnings: W07 links and pictures, W08 wording, W09 dates and personal data; as in --only W08",
            )
        );
    }
    false
}
