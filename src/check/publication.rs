//! Checks what isn't published although it lies beside texts, and terms in several spellings.

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::content::misnamed;

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site();
    // The build reports each misnamed file by itself.
    let unused = site.published.unused.iter().filter(|path| misnamed::meant(path).is_none());
    findings.extend(unused.map(|path| messages::file_unused().at(Location::file(path))));
    for spelling in &site.spellings {
        let others: Vec<String> = spelling.others.iter().map(|other| format!("“{other}”")).collect();
        findings.push(messages::term_spelt_twice(&spelling.shown, &others.join("、")).at(spelling.at.clone()));
    }
}
