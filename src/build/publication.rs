//! Reports what isn't published although an editor may take it for published, each once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::inputs::MISNAMED_FILES;
use crate::content::document::is_markdown;
use crate::content::{Entry, misnamed};
use crate::site::{Parts, Site};

/// How many files a message names.
const EXAMPLES: usize = 5;

/// Misnamed and unused files, copies of texts, publications of the future; and positions in what is published.
pub fn notices(
    parts: &Parts,
    site: &Site,
    snapshot: &Snapshot,
    positions: &BTreeMap<SourcePath, String>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut unused = Vec::new();
    for path in &site.published.unused {
        match misnamed::meant(path) {
            Some(meant) => diagnostics.push(misnamed_file(path, &meant, snapshot)),
            None => unused.push(path),
        }
    }
    for folder in ["themes", "i18n"] {
        let meant = snapshot.below(folder).filter_map(|(path, _)| Some((path, misnamed::meant(path)?)));
        diagnostics.extend(meant.map(|(path, meant)| misnamed_file(path, &meant, snapshot)));
    }
    for (name, meant) in MISNAMED_FILES {
        if let (Some(path), Some(meant)) = (SourcePath::new(name), SourcePath::new(meant))
            && snapshot.get(&path).is_some()
        {
            diagnostics.push(misnamed_file(&path, &meant, snapshot));
        }
    }
    if let Some(first) = unused.first() {
        let examples: Vec<&str> = unused.iter().take(EXAMPLES).map(|path| path.as_str()).collect();
        let more = if unused.len() > EXAMPLES { "……" } else { "" };
        let examples = format!("{}{more}", examples.join("、"));
        diagnostics.push(messages::files_unused(unused.len(), &examples).at(Location::file(first)));
    }
    diagnostics.extend(parts.entries.iter().filter_map(|entry| copied(entry, &parts.entries, snapshot)));
    let early = |entry: &&Arc<Entry>| {
        entry.showing.by_date
            && !entry.showing.draft
            && entry.showing.from.is_some_and(|from| from.datetime() > parts.now)
    };
    diagnostics.extend(parts.entries.iter().filter(early).filter_map(|entry| future(entry, parts)));
    for (path, position) in positions.iter().filter(|(path, _)| site.publishes(path)) {
        diagnostics.push(messages::picture_position(path.as_str(), position).at(Location::file(path)));
    }
    diagnostics
}

fn misnamed_file(path: &SourcePath, meant: &SourcePath, snapshot: &Snapshot) -> Diagnostic {
    let name = meant.file_name();
    let diagnostic = match snapshot.get(meant) {
        Some(_) => messages::misnamed_copy(name),
        None => messages::misnamed_source(name),
    };
    diagnostic.at(Location::file(path))
}

/// A text whose name says that it is a copy of the one beside it, and whose title is the same.
fn copied(entry: &Entry, entries: &[Arc<Entry>], snapshot: &Snapshot) -> Option<Diagnostic> {
    let source = Some(&entry.source).filter(|source| is_markdown(source.extension()))?;
    let original = misnamed::original(source.stem())?;
    let path = SourcePath::new(&format!("{}/{original}.{}", source.folder(), source.extension()))?;
    snapshot.get(&path)?;
    let same = entries.iter().any(|other| other.source == path && other.title == entry.title);
    same.then(|| messages::copied_text(path.file_name()).at(entry.location()))
}

/// A publication whose date is still to come, with the day that was probably meant.
fn future(entry: &Entry, parts: &Parts) -> Option<Diagnostic> {
    let date = entry.publication.as_ref()?.date.date;
    let diagnostic = messages::future_date(&entry.title, &date.to_string());
    // The year is what is most often wrong: the last such day that has been.
    let today = parts.today.0;
    let years = [today.year(), today.year().saturating_sub(1)];
    let meant = years.into_iter().filter_map(|year| date.with().year(year).build().ok()).find(|day| *day <= today);
    let meant = meant.filter(|_| date.year() > today.year()).map(|day| day.to_string());
    Some(diagnostic.meant(meant.as_deref()).at(entry.location()))
}
