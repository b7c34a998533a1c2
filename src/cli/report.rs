//! What a build says at its end: diagnostics and a closing line, as text or as JSON.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::time::Duration;

use serde::Serialize;

use super::arguments::{ReportDetail, ReportFormat};
use super::fonts;
use super::grouping::{FIRST_ALIKE, Grouped, rest_line};
use super::indicators::Unmatched;
use super::standings::{self, TargetJson};
use super::terminal::{has_colours, print, say};
use crate::base::diagnostic::{
    Diagnostic, Language, LineStarts, Location, Position, Severity, one_line, position, render,
};
use crate::base::source::Snapshot;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::content::document::text_of;
use crate::io::disk::WriteCounts;
use crate::io::server::Problem;
use crate::site::targets::standings::Standing;

pub struct Report<'a> {
    pub language: Language,
    pub format: ReportFormat,
    pub snapshot: &'a Snapshot,
    pub shown: ReportDetail,
}

/// What a command that failed has not done, for its last line.
#[derive(Clone, Copy)]
pub struct Undone {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Undone {
    /// Of a build.
    pub const SITE: Self = Self { zh: "网站未更新", en: "the site was left as it was" };
}

pub struct Summary {
    pub pages: usize,
    pub elapsed: Duration,
    pub written: WriteCounts,
    /// The next day on which the content changes by itself, for whoever has to build again then.
    pub next_change: Option<When>,
    /// How many pages have no poster because this machine has no font for it.
    pub unlettered: usize,
    /// What brought the build about, where that is worth saying.
    pub why: Option<String>,
}

/// What a check tells of beside what is wrong.
#[derive(Clone, Copy)]
pub struct Noted<'a> {
    pub targets: &'a [Standing],
    pub unmatched: Option<&'a Unmatched>,
    /// In which the site's own texts are told.
    pub site_language: &'a str,
}

/// A page of the preview shows no more than this many problems.
const MOST_SHOWN: usize = 50;

impl Report<'_> {
    pub fn success(&self, diagnostics: &[Diagnostic], summary: &Summary) {
        match self.format {
            ReportFormat::Json => self.json(diagnostics, true, Some(summary)),
            ReportFormat::Text => {
                self.text(diagnostics);
                self.notes(summary);
                let WriteCounts { written, unchanged, removed } = summary.written;
                let (pages, seconds) = (summary.pages, summary.elapsed.as_secs_f64());
                let line = match self.language {
                    Language::Chinese => {
                        format!(
                            "生成 {pages} 页，用时 {seconds:.2} 秒：写入 {written} 个文件，{unchanged} 个未变，移除 {removed} 个"
                        )
                    }
                    Language::English => {
                        format!(
                            "{pages} pages in {seconds:.2} s: {written} files written, {unchanged} unchanged, {removed} removed"
                        )
                    }
                };
                match &summary.why {
                    Some(why) => print(&format!("{why}: {line}")),
                    None => print(&line),
                }
            }
        }
    }

    /// What is to be known of a finished build beside its numbers.
    fn notes(&self, summary: &Summary) {
        if summary.unlettered > 0 {
            print(&fonts::missing(summary.unlettered, self.language));
        }
        if let Some(next) = summary.next_change {
            let (day, then) = match next.time {
                Some(_) => (next.to_string().replace('T', " "), "那时"),
                None => (next.to_string(), "那天"),
            };
            print(&match self.language {
                Language::Chinese => format!("内容下一次随日期变化是 {day}，到{then}再生成一次"),
                Language::English => format!("the content next changes by itself on {day}; build again then"),
            });
        }
    }

    /// The diagnostics of a command that failed, and what it has not done.
    pub fn failure(&self, diagnostics: &[Diagnostic], undone: Undone) {
        match self.format {
            ReportFormat::Json => self.json(diagnostics, false, None),
            ReportFormat::Text => {
                self.text(diagnostics);
                let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count();
                let partly = diagnostics.iter().any(|diagnostic| diagnostic.code.0 == "E0611");
                let nowhere = diagnostics.iter().any(|diagnostic| diagnostic.code.0 == "E0101");
                let line = match self.language {
                    Language::Chinese if nowhere => format!("这里没有网站（没有 site.yaml），{}", undone.zh),
                    Language::English if nowhere => format!("there is no site here (no site.yaml); {}", undone.en),
                    Language::Chinese if partly => {
                        format!("有 {errors} 处错误，网站只更新了一部分。用 kepu explain 加代码可看详细说明")
                    }
                    Language::English if partly => {
                        format!("errors: {errors}; the site was only partly updated. `kepu explain CODE` says more")
                    }
                    Language::Chinese => {
                        format!("有 {errors} 处错误，{}。用 kepu explain 加代码可看详细说明", undone.zh)
                    }
                    Language::English => {
                        let noun = if errors == 1 { "error" } else { "errors" };
                        format!("{errors} {noun}; {}. `kepu explain CODE` says more", undone.en)
                    }
                };
                eprintln!("{line}");
            }
        }
    }

    /// What a check found, all of it.
    pub fn checked(&self, found: &[Diagnostic], pages: usize, noted: Noted<'_>) {
        self.text(found);
        if found.iter().any(|found| found.code.0 == "E0101") {
            let line = say(
                self.language,
                "这里没有网站（没有 site.yaml），什么也没有检查",
                "there is no site here (no site.yaml); nothing was checked",
            );
            return print(line);
        }
        standings::table(noted.targets, noted.site_language, self.language);
        if let Some(unmatched) = noted.unmatched {
            unmatched.note(self.language);
        }
        let errors = found.iter().filter(|found| found.severity() == Severity::Error).count();
        let warnings = found.len() - errors;
        let line = match (self.language, found.len()) {
            (Language::Chinese, 0) => format!("检查了 {pages} 页，没有发现问题"),
            (Language::English, 0) => format!("{pages} pages checked, nothing found"),
            (Language::Chinese, _) => {
                format!(
                    "检查了 {pages} 页，发现 {errors} 处错误，{warnings} 处提醒。用 kepu explain 加代码可看详细说明"
                )
            }
            (Language::English, _) => {
                format!("{pages} pages checked, errors: {errors}, warnings: {warnings}. `kepu explain CODE` says more")
            }
        };
        print(&line);
    }

    /// The same for a page, as many as a terminal gets, and the number of those left out.
    pub fn problems(&self, diagnostics: &[Diagnostic]) -> (Vec<Problem>, usize) {
        let told = &diagnostics[..diagnostics.len().min(MOST_SHOWN)];
        let texts = self.texts(told);
        let source = |path: &SourcePath| texts.get(path).map(|text| &**text);
        let problems = told.iter().map(|diagnostic| Problem::new(diagnostic, self.language, source)).collect();
        (problems, diagnostics.len() - told.len())
    }

    /// The diagnostics alone, on the standard error: of many of one kind the first few, unless all are wanted.
    pub fn text(&self, diagnostics: &[Diagnostic]) {
        let Grouped { shown, counted } = Grouped::of(diagnostics, self.shown.all);
        self.print_each(shown.iter().copied());
        for (code, rest) in &counted {
            let texts = self.texts(rest.iter().take(FIRST_ALIKE).copied());
            let place = |found: &Diagnostic| {
                let at = found.at.as_ref()?;
                let line = at.span.zip(texts.get(&at.path)).map(|(span, text)| position(text, span.start).line);
                let path = one_line(at.path.as_str());
                Some(line.map_or_else(|| path.clone(), |line| format!("{path}:{line}")))
            };
            eprintln!("{}\n", rest_line(*code, rest, self.language, place));
        }
    }

    /// Every diagnostic.
    pub fn each(&self, diagnostics: &[Diagnostic]) {
        self.print_each(diagnostics.iter());
    }

    fn print_each<'d>(&self, diagnostics: impl Iterator<Item = &'d Diagnostic> + Clone) {
        let mut terminal = anstream::stderr().lock();
        let colour = has_colours(std::io::stderr().is_terminal());
        let texts = self.texts(diagnostics.clone());
        let source = |path: &SourcePath| texts.get(path).map(|text| &**text);
        for diagnostic in diagnostics {
            let original = self.original(diagnostic).map_or(String::new(), |text| format!("\n  = 英文原文: {text}"));
            // A closed pipe at the other end is no reason to fail.
            let _ = writeln!(terminal, "{}{original}\n", render(diagnostic, self.language, colour, source));
        }
    }

    /// The English message, which has what a library or the system said, where it is wanted beside a Chinese one.
    fn original<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d str> {
        (self.shown.verbose && self.language == Language::Chinese).then_some(diagnostic.message.en.as_str())
    }

    /// The texts of the files that diagnostics are about, decoded once.
    pub fn texts<'d>(
        &self,
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    ) -> HashMap<SourcePath, Cow<'_, str>> {
        let places = diagnostics
            .into_iter()
            .flat_map(|diagnostic| diagnostic.at.iter().chain(diagnostic.related.iter().map(|(at, _)| at)));
        let mut texts = HashMap::new();
        for at in places {
            if !texts.contains_key(&at.path)
                && let Some(text) = self.snapshot.get(&at.path).and_then(|file| text_of(&at.path, file))
            {
                texts.insert(at.path.clone(), text);
            }
        }
        texts
    }

    /// Diagnostics as values for a report in JSON.
    pub fn items<'d>(&self, diagnostics: &'d [Diagnostic]) -> Vec<ReportItem<'d>> {
        let texts = self.texts(diagnostics);
        let lines: HashMap<&SourcePath, LineStarts<'_>> =
            texts.iter().map(|(path, text)| (path, LineStarts::of(text))).collect();
        let place = |at: &Location| PlaceJson {
            file: at.path.to_string(),
            position: at.span.zip(lines.get(&at.path)).map(|(span, lines)| lines.position(span.start)),
            end: at.span.zip(lines.get(&at.path)).map(|(span, lines)| lines.position(span.end)),
        };
        diagnostics
            .iter()
            .map(|diagnostic| ReportItem {
                code: diagnostic.code.0,
                severity: diagnostic.severity(),
                message: diagnostic.message.get(self.language),
                original: self.original(diagnostic),
                help: diagnostic.help.get(self.language),
                at: diagnostic.at.as_ref().map(place),
                related: diagnostic
                    .related
                    .iter()
                    .map(|(at, what)| Related { what: what.get(self.language), at: place(at) })
                    .collect(),
                fix: diagnostic
                    .fix
                    .iter()
                    .zip(diagnostic.at.iter().cycle())
                    .map(|(edit, at)| Mending { at: place(&Location::span(&at.path, edit.span)), text: &edit.text })
                    .collect(),
            })
            .collect()
    }

    fn json(&self, diagnostics: &[Diagnostic], ok: bool, summary: Option<&Summary>) {
        print(&self.as_json(diagnostics, ok, summary, None));
    }

    /// What a check found, for another program.
    pub fn checked_json(&self, found: &[Diagnostic], noted: Noted<'_>) -> String {
        self.as_json(found, found.is_empty(), None, Some(noted))
    }

    fn as_json(
        &self,
        diagnostics: &[Diagnostic],
        ok: bool,
        summary: Option<&Summary>,
        noted: Option<Noted<'_>>,
    ) -> String {
        let items = self.items(diagnostics);
        let summary = summary.map(|summary| JsonSummary {
            pages: summary.pages,
            seconds: summary.elapsed.as_secs_f64(),
            written: summary.written.written,
            unchanged: summary.written.unchanged,
            removed: summary.written.removed,
            next_change: summary.next_change.map(|day| day.to_string()),
            unlettered: summary.unlettered,
        });
        let targets = noted.map(|noted| standings::json(noted.targets, noted.site_language)).unwrap_or_default();
        let unmatched = noted.and_then(|noted| noted.unmatched);
        let whole = Whole { ok, summary, diagnostics: items, targets, unmatched };
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Whole<'a> {
    ok: bool,
    summary: Option<JsonSummary>,
    diagnostics: Vec<ReportItem<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<TargetJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unmatched: Option<&'a Unmatched>,
}

#[derive(Serialize)]
struct JsonSummary {
    pages: usize,
    seconds: f64,
    written: usize,
    unchanged: usize,
    removed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_change: Option<String>,
    /// Pages without a poster, for want of a font.
    unlettered: usize,
}

#[derive(Serialize)]
pub struct ReportItem<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<&'a str>,
    help: &'a str,
    at: Option<PlaceJson>,
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fix: Vec<Mending<'a>>,
}

/// A text to be put in the place of what stands there.
#[derive(Serialize)]
struct Mending<'a> {
    at: PlaceJson,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    what: &'a str,
    at: PlaceJson,
}

#[derive(Serialize)]
struct PlaceJson {
    file: String,
    #[serde(flatten)]
    position: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}
