//! What people write wrong in YAML, by kind: the cause in words, at its place, with the line as it should be.
//!
//! The reader's own fault says where it stopped, which is often a line too late. Here every line is searched for the
//! usual slips. A line is mended as a trial, and the trial is believed only if the text can be read further with it.

use super::lines::{self, Trial, YamlLine};
use super::raw::{Raw, Reason};
use super::read::attempt;
use super::{Kind, Node};
use crate::base::diagnostic::{Diagnostic, Localized, Location, Span};
use crate::base::url::SourcePath;

/// Why a text can't be read: every slip in it that was found, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlFault {
    pub slips: Vec<Slip>,
    /// The tree of the text with all slips mended, for names alone: its spans are not those of the file.
    pub salvaged: Option<Node>,
}

/// One slip: its place, its cause and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub span: Span,
    pub reason: Localized,
    pub help: Localized,
}

impl YamlFault {
    /// Returns a diagnostic for each slip, made from its reason and its help, in Chinese and in English.
    pub fn diagnostics(&self, path: &SourcePath, make: fn(&str, &str, &str, &str) -> Diagnostic) -> Vec<Diagnostic> {
        let show = |Slip { span, reason, help }: &Slip| {
            make(&reason.zh, &reason.en, &help.zh, &help.en).at(Location::span(path, *span))
        };
        self.slips.iter().map(show).collect()
    }
}

/// Trials in one text; of many slips the first ones are shown.
const MOST_TRIALS: usize = 120;
const MOST_SLIPS: usize = 12;

/// Finds the slips in a text that the reader stopped at.
pub fn find(text: &str, offset: usize, raw: Raw) -> YamlFault {
    let mut search = Search { written: lines::split(text), mended: Vec::new(), slips: Vec::new(), trials: 0 };
    search.mended = search.written.iter().map(|line| line.text.to_owned()).collect();
    search.certain();
    let mut outcome = if search.slips.is_empty() { Err(raw) } else { search.read() };
    while search.slips.len() < MOST_SLIPS {
        let Err(raw) = &outcome else { break };
        match search.mend(raw) {
            Some(next) => outcome = next,
            None => {
                let raw = raw.clone();
                search.plain(&raw);
                break;
            }
        }
    }
    let mut slips = search.found();
    slips.sort_by_key(|slip| slip.span);
    for slip in &mut slips {
        slip.span = slip.span.shift(offset);
    }
    YamlFault { slips, salvaged: outcome.ok().flatten() }
}

/// A line's slip while others are searched.
struct Found {
    line: usize,
    /// Within the line.
    at: std::ops::Range<usize>,
    reason: Localized,
    /// Where no mended line can be shown.
    help: Option<Localized>,
}

struct Search<'t> {
    written: Vec<YamlLine<'t>>,
    mended: Vec<String>,
    slips: Vec<Found>,
    trials: usize,
}

impl Search<'_> {
    fn text(&self) -> String {
        self.mended.join("\n")
    }

    fn read(&self) -> Result<Option<Node>, Raw> {
        attempt(&self.text(), 0)
    }

    /// Slips that are plain to see wherever they stand.
    fn certain(&mut self) {
        for index in 0..self.written.len() {
            if self.written[index].inside || self.slips.len() >= MOST_SLIPS {
                continue;
            }
            let above = self.mended[..index].iter().rev().find(|line| !line.trim().is_empty()).cloned();
            while let Some(trial) = lines::certain(&self.mended[index], above.as_deref()) {
                if trial.mended == self.mended[index] {
                    break;
                }
                self.take(index, trial);
            }
        }
    }

    /// Tries every line at the reader's place and above it. The first trial with which the text can be read further is taken.
    fn mend(&mut self, raw: &Raw) -> Option<Result<Option<Node>, Raw>> {
        if matches!(raw.reason, Reason::Twice { .. } | Reason::TooLarge) {
            return None;
        }
        let stopped = self.line_of(raw.at);
        for index in (0..=stopped).rev() {
            if self.mended[index].trim().is_empty() {
                continue;
            }
            let above: Vec<&str> = self.mended[..index].iter().map(String::as_str).collect();
            let below = self.mended.get(index + 1).map_or("", String::as_str);
            for trial in lines::trials(&self.mended[index], &above, below) {
                self.trials += 1;
                if self.trials > MOST_TRIALS {
                    return None;
                }
                let before = std::mem::replace(&mut self.mended[index], trial.mended.clone());
                let outcome = self.read();
                let further = match &outcome {
                    Ok(node) => node.as_ref().is_none_or(|node| matches!(node.kind, Kind::Map(_))),
                    Err(next) => {
                        let line = self.line_of(next.at);
                        line > stopped || matches!(next.reason, Reason::Twice { .. })
                    }
                };
                self.mended[index] = before;
                if further {
                    self.take(index, trial);
                    return Some(outcome);
                }
            }
        }
        None
    }

    fn take(&mut self, index: usize, trial: Trial) {
        self.mended[index] = trial.mended;
        if !self.slips.iter().any(|found| found.line == index) {
            // Later slips of a line are mended with the first.
            self.slips.push(Found { line: index, at: trial.at, reason: trial.reason, help: None });
        }
    }

    /// Shows what the reader says, in words, where no trial helped.
    fn plain(&mut self, raw: &Raw) {
        let line = self.line_of(raw.at);
        if !self.slips.is_empty() && !matches!(raw.reason, Reason::Twice { .. }) {
            return;
        }
        let (reason, help) = raw.reason.words();
        let start = raw.at.saturating_sub(self.start_of(line));
        self.slips.push(Found { line, at: start..start + raw.length, reason, help: Some(help) });
    }

    fn start_of(&self, line: usize) -> usize {
        self.mended[..line].iter().map(|text| text.len() + 1).sum()
    }

    /// The line of a byte in the mended text.
    fn line_of(&self, at: usize) -> usize {
        let mut start = 0;
        for (index, text) in self.mended.iter().enumerate() {
            start += text.len() + 1;
            if at < start {
                return index;
            }
        }
        self.mended.len().saturating_sub(1)
    }

    fn found(&self) -> Vec<Slip> {
        let show = |found: &Found| {
            let line = &self.written[found.line];
            let clip = |at: usize| line.start + at.min(line.text.len());
            let span = Span { start: clip(found.at.start), end: clip(found.at.end) };
            let mended = &self.mended[found.line];
            match &found.help {
                Some(help) => Slip { span, reason: found.reason.clone(), help: help.clone() },
                None => Slip {
                    span,
                    reason: found.reason.clone(),
                    help: Localized {
                        zh: format!("这一行改成：{}", mended.trim_end()),
                        en: format!("write the line as: {}", mended.trim_end()),
                    },
                },
            }
        };
        self.slips.iter().map(show).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::base::yaml::parse;

    fn helps(text: &str) -> Vec<String> {
        parse(text, 0).err().map_or_else(Vec::new, |fault| {
            fault.slips.into_iter().map(|slip| slip.help.zh.trim_start_matches("这一行改成：").to_owned()).collect()
        })
    }

    #[test]
    fn a_list_behind_other_signs_is_one() {
        for sign in ["－ ", "－", "— ", "– ", "−", "• ", "•", "·", "● ", "＊ ", "+ ", "* "] {
            let text = format!("title: 露水\ntags:\n  {sign}光学\n  {sign}气象\n");
            assert_eq!(helps(&text), ["  - 光学", "  - 气象"], "{text}");
        }
        for text in ["tags:\n  - 光学\n  • 气象\n", "tags:\n  • 光学\n  - 气象\n"] {
            assert_eq!(helps(text).len(), 1, "{text}");
        }
        for text in ["summary:\n  ——引自《诗经》\n", "summary:\n  气温\n  +5度\n", "a: 甲·乙\n", "a: |\n  · 甲\n"]
        {
            assert_eq!(helps(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_word_processors_put_before_a_line_is_removed() {
        assert_eq!(helps("**title**: 露水\n**date:** 2026-11-01\n"), ["title: 露水", "date: 2026-11-01"]);
        assert_eq!(helps("title: 露水\ntags:\n1. 光学\n2、气象\n"), ["- 光学", "- 气象"]);
        assert_eq!(helps("\ttitle: 露水\n\tdate: 2026-11-01\n"), ["title: 露水", "date: 2026-11-01"]);
        assert_eq!(helps("summary:\n  1. 甲\n  2. 乙\n"), [""; 0]);
    }

    #[test]
    fn an_unseen_space_before_a_key_is_named() {
        for text in ["　title: 露水\ndate: 2026-11-01\n", "date: 2026-11-01\n\u{a0}title: 露水\n"] {
            let fault = parse(text, 0).unwrap_err();
            assert_eq!(fault.slips.len(), 1, "{text:?}");
            assert!(fault.slips[0].reason.zh.starts_with("“title”前面多了"), "{:?}", fault.slips);
            assert!(fault.slips[0].help.zh.ends_with("：title: 露水"), "{:?}", fault.slips);
        }
        assert_eq!(helps("place:\n　　address: 科技路\n"), ["    address: 科技路"]);
    }
}
