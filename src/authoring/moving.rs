//! Moves sources of a site: an entry, its translations, or a folder with all that is in it. Links and references to what moves
//! follow, and a page whose address changes keeps the old one as an alias.

use std::collections::BTreeMap;

use super::import::edit::edit;
use super::import::generator::{bracketed, destination, in_html, relative, within};
use crate::base::diagnostic::{Diagnostic, Span, has_errors, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::did_you_mean;
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::build::{BuildOptions, Cache, Checks, Ready, prepare};
use crate::content::document::{Role, content_path, text_of};
use crate::content::front_matter;
use crate::content::markdown::{LinkKind, MarkdownOptions, markdown};
use crate::content::{Entry, Value};

/// A move that was planned, and that a site builds with.
#[derive(Debug, Default)]
pub struct Move {
    /// Old and new path of every file that moves.
    pub moved: BTreeMap<SourcePath, SourcePath>,
    /// The files to be written, by their new paths.
    pub written: BTreeMap<SourcePath, SourceFile>,
    /// Old and new address of every page whose address changes.
    pub addresses: Vec<(String, String)>,
}

/// Plans to move `from`, a file or a folder of `content/`, to `to`.
///
/// # Errors
/// Why it can't be moved. Nothing is changed here.
pub fn plan(
    snapshot: &Snapshot,
    options: &BuildOptions,
    from: &SourcePath,
    to: &SourcePath,
) -> Result<Move, Vec<Diagnostic>> {
    let before = built(snapshot, options)?;
    let moved = files(snapshot, &before, from, to).map_err(|fault| vec![fault])?;
    let mut planned = Move { moved, ..Move::default() };
    let mut next = snapshot.clone();
    for (old, new) in &planned.moved {
        if let Some(file) = next.remove(old) {
            planned.written.insert(new.clone(), file.clone());
            next.insert(new.clone(), file);
        }
    }
    // Links first: they depend on paths alone.
    let mut edits: BTreeMap<SourcePath, Edits> = BTreeMap::new();
    for (path, file) in snapshot.iter() {
        links(path, file, &before, snapshot, &planned.moved, &mut edits);
    }
    // What references call an entry is known once it is where it will be.
    let after = prepare(&next, options, &mut Cache::none());
    references(snapshot, &before, &after, &planned.moved, &mut edits);
    for (path, edits) in edits {
        let Some((file, text)) = snapshot.get(&path).and_then(|file| Some((file, text_of(&path, file)?))) else {
            continue;
        };
        let new = planned.moved.get(&path).unwrap_or(&path).clone();
        let file = with_mark(file, &edits.apply(&text).text);
        next.insert(new.clone(), file.clone());
        planned.written.insert(new, file);
    }
    aliases(&before, &after, &mut planned, &mut next);
    built(&next, options).map(|_| planned)
}

/// Prepares a site, and goes through all its pages.
fn built(snapshot: &Snapshot, options: &BuildOptions) -> Result<Ready, Vec<Diagnostic>> {
    let ready = prepare(snapshot, options, &mut Cache::none());
    let found = ready.check(&mut Checks::default(), || false).unwrap_or_default();
    if has_errors(&found) { Err(found) } else { Ok(ready) }
}

/// Returns a file with another text, and the byte order mark that it had.
fn with_mark(before: &SourceFile, text: &str) -> SourceFile {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let mark = if before.held().starts_with(MARK) { MARK } else { &[] };
    SourceFile::new([mark, text.as_bytes()].concat())
}

/// Returns the files that move, by their old paths.
fn files(
    snapshot: &Snapshot,
    site: &Ready,
    from: &SourcePath,
    to: &SourcePath,
) -> Result<BTreeMap<SourcePath, SourcePath>, Diagnostic> {
    let refused = |path: &SourcePath, zh: &str, en: &str| messages::cannot_move(path.as_str(), zh, en);
    for path in [from, to] {
        if path.below("content").is_none_or(str::is_empty) {
            return Err(refused(path, "只能在 content/ 里面移动", "only what is in content/ can be moved"));
        }
    }
    let mut moved = BTreeMap::new();
    if snapshot.get(from).is_some() {
        // Into a folder that is there, under its own name; else to the new name, with its ending if that has none.
        let into = snapshot.below(to.as_str()).next().is_some();
        let to = match (into, to.extension() == from.extension()) {
            (true, _) => SourcePath::new(&format!("{to}/{}", from.file_name())),
            (false, true) => Some(to.clone()),
            (false, false) => SourcePath::new(&format!("{to}.{}", from.extension())),
        };
        let to = to.ok_or_else(|| refused(from, "新的名字不能作文件名", "the new name can't be a file's"))?;
        let languages = &site.site().config.languages;
        // Translations stand beside it: `fog.en.md`.
        for language in languages {
            let beside = |path: &SourcePath| {
                let stem = path.as_str().strip_suffix(&format!(".{}", path.extension()))?;
                SourcePath::new(&format!("{stem}.{language}.{}", path.extension()))
            };
            if let (Some(old), Some(new)) = (beside(from), beside(&to))
                && snapshot.get(&old).is_some()
            {
                moved.insert(old, new);
            }
        }
        moved.insert(from.clone(), to);
    } else {
        for (path, _) in snapshot.below(from.as_str()) {
            let rest = path.below(from.as_str()).unwrap_or_default();
            if let Some(new) = SourcePath::new(&format!("{to}/{rest}")) {
                moved.insert(path.clone(), new);
            }
        }
    }
    if moved.is_empty() {
        let near = did_you_mean(from.as_str(), snapshot.below("content").map(|(path, _)| path.as_str()));
        return Err(refused(from, "没有这个文件或目录", "there is no such file or folder").meant(near));
    }
    match moved.values().find(|new| snapshot.get(new).is_some()) {
        Some(taken) => Err(refused(taken, "那里已有文件", "there is a file already").helped(
            "换一个新名字；要代替它，先把它删掉或移到别处",
            "choose another name, or move that file away first",
        )),
        None => Ok(moved),
    }
}

/// Finds the links of a text that a move breaks.
fn links(
    path: &SourcePath,
    file: &SourceFile,
    site: &Ready,
    snapshot: &Snapshot,
    moved: &BTreeMap<SourcePath, SourcePath>,
    edits: &mut BTreeMap<SourcePath, Edits>,
) {
    let config = &site.site().config;
    let Ok(Some(at)) = content_path(path, &config.languages) else { return };
    let Some(text) = text_of(path, file).filter(|_| at.role != Role::Table) else { return };
    let start = front_matter::split(&text, path, &mut Vec::new()).body;
    let options = MarkdownOptions { raw_html: config.raw_html, language: config.language.clone() };
    for link in markdown(&text[start..], path, start, &options).value.links {
        let Some(written) = text.get(link.span.start..link.span.end) else { continue };
        let (Some(to), Some((from, until))) =
            (followed(path, &link.target, snapshot, moved), destination(written, &link))
        else {
            continue;
        };
        let to = format!("{to}{}", link.suffix);
        let to = match in_html(written) {
            true if link.kind == LinkKind::Unchecked => within(&to),
            true => to,
            false => bracketed(&to),
        };
        edits.entry(path.clone()).or_default().replace(link.span.start + from..link.span.start + until, to);
    }
}

/// Returns the new form of a relative address if the move changes it.
fn followed(
    path: &SourcePath,
    target: &str,
    snapshot: &Snapshot,
    moved: &BTreeMap<SourcePath, SourcePath>,
) -> Option<String> {
    if target.is_empty() || target.starts_with('/') {
        return None;
    }
    // A link to a text may leave out its ending.
    let (found, ending) = ["", ".md", "/index.md"].iter().find_map(|ending| {
        let found = path.resolve(&format!("{}{ending}", target.trim_end_matches('/')))?;
        snapshot.get(&found).map(|_| (found, *ending))
    })?;
    let here = moved.get(path).unwrap_or(path);
    let there = moved.get(&found).unwrap_or(&found);
    if (here, there) == (path, &found) || relative(here, there) == relative(path, &found) {
        return None;
    }
    let to = relative(here, there);
    Some(to.strip_suffix(ending).filter(|short| !short.is_empty()).map_or_else(|| to.clone(), str::to_owned))
}

/// Finds fields that name what moves: files by their path, entries by what references call them.
fn references(
    snapshot: &Snapshot,
    before: &Ready,
    after: &Ready,
    moved: &BTreeMap<SourcePath, SourcePath>,
    edits: &mut BTreeMap<SourcePath, Edits>,
) {
    let (site, next) = (before.site(), after.site());
    for id in site.ids() {
        let entry: &Entry = site.entry(id);
        // A value that is written in another form is left; the check that follows finds it.
        let mut replace = |span: Span, word: &str, by: &str| {
            let text = snapshot.get(&entry.source).and_then(|file| text_of(&entry.source, file));
            let at = text.as_ref().and_then(|text| Some(span.start + text.get(span.start..span.end)?.rfind(word)?));
            if let Some(at) = at {
                edits.entry(entry.source.clone()).or_default().replace(at..at + word.len(), by);
            }
        };
        entry.fields.walk(&mut |_, value| match value {
            Value::Reference(reference) => {
                let Some(was) = site.target(id, reference).map(|target| site.entry(target)) else { return };
                let Some(new) = moved.get(&was.source) else { return };
                let Some(is) = next.by_source(new).map(|id| &next.entry(id).key) else { return };
                let same_collection = was.key.collection == is.collection;
                if same_collection && was.key.slug == is.slug {
                    return;
                }
                let plain = same_collection && !reference.target.contains([':', '/']);
                let name = if plain { is.slug.clone() } else { format!("{}:{}", is.collection, is.slug) };
                replace(reference.span, &reference.target, &name);
            }
            Value::Image(file) | Value::File(file) => {
                if let Some(to) = followed(&entry.source, &file.target, snapshot, moved) {
                    replace(file.span, &file.target, &to);
                }
            }
            _ => {}
        });
    }
}

/// Adds the former address to each page whose address changes.
fn aliases(before: &Ready, after: &Ready, planned: &mut Move, next: &mut Snapshot) {
    for (old, new) in planned.moved.clone() {
        let (Some(was), Some(is)) = (before.page_of(&old), after.page_of(&new)) else { continue };
        let Some(file) = next.get(&new).filter(|_| was != is).cloned() else { continue };
        let Some(text) = file.text() else { continue };
        let fields = before.site().by_source(&old).map(|id| &before.site().entry(id).fields);
        let mut all: Vec<YamlValue> = match fields.and_then(|fields| fields.get("aliases")) {
            Some(Value::List(known)) => known
                .iter()
                .filter_map(|alias| match alias {
                    Value::Text(alias) => Some(YamlValue::text(alias)),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        // A page that comes back doesn't lead to itself.
        all.retain(|alias| *alias != YamlValue::text(is.as_str()));
        all.push(YamlValue::text(was.as_str()));
        let values = [("aliases".to_owned(), YamlValue::List(all))];
        let edited = edit(text, &new, &values, |key, map| map.get(key).map(YamlValue::from), true).text;
        let file = with_mark(&file, &edited);
        next.insert(new.clone(), file.clone());
        planned.written.insert(new, file);
        planned.addresses.push((was.to_string(), is.to_string()));
    }
}
