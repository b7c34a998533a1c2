//! How texts are worded: passages → what is miswritten in them.

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

pub fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let list = list::read(subject.snapshot, found);
    let passages: Vec<&Passage<'_>> = subject.passages().collect();
    found.par_extend(passages.par_iter().enumerate().flat_map_iter(|(index, passage)| {
        let mut found = Vec::new();
        list.check(passage, &mut found);
        doubled::check(passage, &mut found);
        balance::check(passage, passages.get(index + 1).copied(), &mut found);
        if passage.is_chinese() {
            punctuation::check(passage, &mut found);
            quantity::check(passage, &mut found);
        }
        found
    }));
    list.check_company(subject, found);
    quantity::check_figures(subject, found);
}

impl Passage<'_> {
    /// A finding about a part of the text.
    fn slip(&self, diagnostic: Diagnostic, range: Range<usize>) -> Diagnostic {
        diagnostic.at(self.location(range))
    }

    /// The same with what should stand there, where it can simply be put in its place.
    fn mended(&self, diagnostic: Diagnostic, range: Range<usize>, edits: &[(Range<usize>, &str)]) -> Diagnostic {
        let mut slip = self.slip(diagnostic, range);
        let edits =
            edits.iter().map(|(range, text)| Some(Edit { span: self.verbatim(range)?, text: (*text).to_owned() }));
        slip.fix = edits.collect::<Option<Vec<_>>>().unwrap_or_default();
        slip
    }
}
