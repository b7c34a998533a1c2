//! Reports what isn't published although an editor may take it for published, each once.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Localized, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::config_path;
use crate::config::inputs::MISNAMED_FILES;
use crate::content::document::{self, is_markdown};
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
    if snapshot.below("content").next().is_none() && snapshot.text(&config_path()).is_some() {
        diagnostics.push(messages::no_content());
    }
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
        diagnostics.push(messages::files_unused(unused.len(), &examples(&unused)).at(Location::file(first)));
    }
    let underscored: Vec<&SourcePath> =
        snapshot.below("content").map(|(path, _)| path).filter(|path| document::is_underscored(path)).collect();
    if let Some(first) = underscored.first() {
        let told = messages::texts_underscored(underscored.len(), &examples(&underscored));
        diagnostics.push(told.at(Location::file(first)));
    }
    let by_folder = |entry: &&Arc<Entry>| entry.showing.draft && misnamed::in_drafts(&entry.source);
    let in_drafts: Vec<&SourcePath> =
        parts.entries.iter().chain(&parts.waiting).filter(by_folder).map(|entry| &entry.source).collect();
    if let Some(first) = in_drafts.first().filter(|_| !parts.drafts) {
        let told = messages::folder_of_drafts(in_drafts.len(), &examples(&in_drafts));
        diagnostics.push(told.at(Location::file(first)));
    }
    if !parts.drafts {
        // Whoever wrote `draft: true` knows.
        let by_title = |entry: &&Arc<Entry>| {
            entry.showing.draft && entry.fields.bool("draft").is_none() && misnamed::says_draft(&entry.title)
        };
        let marked = parts.entries.iter().chain(&parts.waiting).filter(by_title);
        diagnostics.extend(marked.map(|entry| messages::title_says_draft(&entry.title).at(entry.location())));
    }
    diagnostics.extend(parts.entries.iter().filter_map(|entry| copied(entry, &parts.entries, snapshot)));
    let early = |entry: &&Arc<Entry>| {
        entry.showing.by_date
            && !entry.showing.draft
            && entry.showing.from.is_some_and(|from| from.datetime() > parts.now)
    };
    diagnostics.extend(parts.entries.iter().filter(early).filter_map(|entry| future(entry, parts)));
    diagnostics.extend(parts.entries.iter().filter_map(|entry| never(entry)));
    for (path, position) in positions.iter().filter(|(path, _)| site.publishes(path)) {
        diagnostics.push(messages::picture_position(path.as_str(), position).at(Location::file(path)));
    }
    diagnostics
}

/// The first paths of a list.
fn examples(paths: &[&SourcePath]) -> String {
    let first: Vec<&str> = paths.iter().take(EXAMPLES).map(|path| path.as_str()).collect();
    format!("{}{}", first.join("、"), if paths.len() > EXAMPLES { "……" } else { "" })
}

fn misnamed_file(path: &SourcePath, meant: &SourcePath, snapshot: &Snapshot) -> Diagnostic {
    let name = meant.file_name();
    let diagnostic = match snapshot.get(meant) {
        Some(_) => messages::misnamed_copy(name),
        None => {
            let way = way_to(path, name);
            messages::misnamed_source(name, &way.zh, &way.en)
        }
    };
    diagnostic.at(Location::file(path))
}

/// How a misnamed file becomes what was meant: a workbook or a document isn't made a text by another name.
fn way_to(path: &SourcePath, name: &str) -> Localized {
    let extension = path.extension().to_ascii_lowercase();
    let collection = path.below("content").and_then(|below| below.split('/').next()).unwrap_or_default();
    match extension.as_str() {
        "xlsx" | "xls" | "et" | "ods" => Localized {
            zh: format!(
                "在 Excel 或 WPS 里打开它，“另存为”选“CSV UTF-8（逗号分隔）”，名字写 {name}；或运行 kepu import xlsx {path} --into {collection}"
            ),
            en: format!(
                "save it from Excel or WPS as `CSV UTF-8 (comma delimited)` under the name {name}, or run `kepu import xlsx {path} --into {collection}`"
            ),
        },
        "docx" | "doc" | "wps" => Localized {
            zh: format!("改名不能变成文章：运行 kepu import docx {path} --into {collection}"),
            en: format!("another name doesn't make it a text: run `kepu import docx {path} --into {collection}`"),
        },
        _ => Localized { zh: format!("把它改名为 {name}"), en: format!("rename it to {name}") },
    }
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

/// An entry that ends before it begins, and so is never on the site.
fn never(entry: &Entry) -> Option<Diagnostic> {
    let (from, until) = (entry.showing.from?, entry.showing.until?);
    let over = until.date < from.date || until.date == from.date && until.time.is_some() && until.time < from.time;
    let told = || messages::never_shown(&entry.title, &until.to_string(), &from.to_string()).at(entry.location());
    (over && !entry.showing.draft).then(told)
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
