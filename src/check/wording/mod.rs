//! Checks the wording of passages: punctuation, typing errors, quantities, words of the site's list.

mod balance;
mod doubled;
mod list;
mod punctuation;
mod quantity;

use std::ops::Range;

use rayon::prelude::*;

use super::Subject;
use super::passage::Passage;
use crate::base::diagnostic::{Diagnostic, Edit};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let list = list::read(subject.snapshot, findings);
    let passages: Vec<&Passage<'_>> = subject.passages().collect();
    findings.par_extend(passages.par_iter().enumerate().flat_map_iter(|(index, passage)| {
        let mut findings = Vec::new();
        list.check(passage, &mut findings);
        doubled::check(passage, &mut findings);
        balance::check(passage, passages.get(index + 1).copied(), &mut findings);
        if passage.is_chinese() {
            punctuation::check(passage, &mut findings);
            quantity::check(passage, &mut findings);
        }
        findings
    }));
    list.check_company(subject, findings);
    quantity::check_figures(subject, findings);
}

impl Passage<'_> {
    /// Returns a finding about a range of the text.
    fn slip(&self, diagnostic: Diagnostic, range: Range<usize>) -> Diagnostic {
        diagnostic.at(self.location(range))
    }

    /// Returns a finding with its fix, if the source text can simply be replaced.
    fn mended(&self, diagnostic: Diagnostic, range: Range<usize>, edits: &[(Range<usize>, &str)]) -> Diagnostic {
        let mut slip = self.slip(diagnostic, range);
        let edits =
            edits.iter().map(|(range, text)| Some(Edit { span: self.verbatim(range)?, text: (*text).to_owned() }));
        slip.fix = edits.collect::<Option<Vec<_>>>().unwrap_or_default();
        slip
    }
}
