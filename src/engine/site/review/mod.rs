//! Texts that are reviewed before they are published (三审三校), and which version of each is public.
//!
//! A version bears the signatures of everything that says the same. Public is a text as its file is now if that bears all
//! of them, or else its newest version that does, or nothing.

mod history;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use history::{History, ReviewStanding, same_person};
pub use record::{Decision, ReviewRecord, Version, kept_name, kept_path, lines, records_folder, text_of_record};

use crate::base::diagnostic::Diagnostic;
use crate::base::url::SourcePath;

/// Every text under review.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    /// By source.
    pub units: Vec<Unit>,
}

/// The texts of one file, which are signed together: an entry, the rows of a table, the words at the head of a listing.
#[derive(Clone, Debug)]
pub struct Unit {
    pub source: SourcePath,
    pub title: String,
    /// Whether its author still has it.
    pub draft: bool,
    /// As the file is now.
    pub version: Version,
    pub standing: ReviewStanding,
    pub history: Arc<History>,
    pub shown: ShownVersion,
}

/// What is public of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownVersion {
    /// It as its file is now.
    Current,
    /// An earlier version.
    Earlier(Version),
    Nothing,
}

/// A version that bears all signatures. The text as it is now has the files as they are.
#[derive(Clone, Debug)]
pub struct Signed {
    pub version: Version,
    pub is_current: bool,
}

impl Reviews {
    pub fn unit(&self, source: &SourcePath) -> Option<&Unit> {
        let place = self.units.binary_search_by(|unit| unit.source.cmp(source)).ok()?;
        Some(&self.units[place])
    }

    /// Takes the places from what was found in an earlier version: the file has another text now.
    pub fn without_places(&self, diagnostics: &mut [Diagnostic]) {
        let earlier: BTreeSet<&SourcePath> = self.earlier().map(|unit| &unit.source).collect();
        if earlier.is_empty() {
            return;
        }
        let places = diagnostics.iter_mut().filter_map(|found| found.at.as_mut());
        places.filter(|at| earlier.contains(&at.path)).for_each(|at| at.span = None);
    }

    /// The texts of which an earlier version is public.
    fn earlier(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| matches!(unit.shown, ShownVersion::Earlier(_)))
    }
}

/// Chooses of each text the newest signed version such that every file that several texts use is the same for all of
/// them: a picture changes on the site when all texts that show it were signed with it. `candidates` has the versions of
/// each text, the newest first; those that are passed over are taken out, and the file given because of which.
pub fn choose(
    candidates: &mut [Vec<Signed>],
    now: impl Fn(&SourcePath) -> Option<String>,
) -> BTreeMap<usize, SourcePath> {
    let mut passed = BTreeMap::new();
    loop {
        let mut claims: BTreeMap<&SourcePath, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (place, versions) in candidates.iter().enumerate() {
            for (path, name) in versions.first().into_iter().flat_map(|signed| &signed.version.files) {
                claims.entry(path).or_default().entry(name).or_default().push(place);
            }
        }
        let Some((path, claimed)) = claims.into_iter().find(|(_, claimed)| claimed.len() > 1) else { return passed };
        // Those with the file as it is now wait for the others; of two that it was, the one that fewer texts have.
        let current = now(path).and_then(|name| claimed.get(&*name).cloned());
        let fewest = || claimed.values().min_by_key(|places| places.len()).cloned();
        let (path, losers) = (path.clone(), current.or_else(fewest).unwrap_or_default());
        for place in losers {
            candidates[place].remove(0);
            passed.insert(place, path.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(files: &[(&str, &str)]) -> Signed {
        let files = files.iter().map(|(path, name)| (SourcePath::new(path).unwrap(), (*name).to_owned()));
        Signed { version: Version { text: String::new(), files: files.collect() }, is_current: false }
    }

    #[test]
    fn a_shared_file_waits_for_all_that_use_it() {
        let now = |_: &SourcePath| Some("new".to_owned());
        let mut candidates =
            vec![vec![signed(&[("a", "new")]), signed(&[("a", "old")])], vec![signed(&[("a", "old")])]];
        let passed = choose(&mut candidates, now);
        assert_eq!(candidates[0][0].version.files.values().next().unwrap(), "old");
        assert_eq!(passed.keys().collect::<Vec<_>>(), [&0]);
        // One that never was public with the old one stays out.
        let mut candidates = vec![vec![signed(&[("a", "new")])], vec![signed(&[("a", "old")])]];
        choose(&mut candidates, now);
        assert_eq!(candidates.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1]);
        let mut candidates = vec![vec![signed(&[("a", "new"), ("b", "1")])], vec![signed(&[("a", "new")])]];
        assert!(choose(&mut candidates, now).is_empty());
    }
}
