//! Puts signed versions in the place of texts that were changed since, before anything else sees the site.
//!
//! What was read is corrected, and so is the snapshot: pictures and attachments of a signed version lie where they lay.
//! Every later stage is the same as for a site without a review, so pages, feeds, search and calendars can't disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{Cache, Memo, document_key};
use super::contents::Contents;
use crate::base::diagnostic::{Checked, Diagnostic, Location, has_errors, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::config::Config;
use crate::config::collection::Collection;
use crate::config::inputs::REVIEWS_FOLDER;
use crate::config::review::Review;
use crate::content::Entry;
use crate::content::document::{self, ContentPath, DocumentOptions, Role, content_path};
use crate::content::entry::{self, Section, Validated};
use crate::content::meaning::meaning;
use crate::site::review::{
    History, ReviewRecord, Reviews, ShownVersion, Signed, Unit, Version, choose, kept_name, kept_path, text_of_record,
};
use crate::site::uses_of;

/// What a review makes of a site.
#[derive(Default)]
pub struct Reviewed {
    pub reviews: Reviews,
    /// The texts that aren't public as their files are now.
    pub waiting: Vec<Arc<Entry>>,
    /// The snapshot with signed versions in it, where it isn't the same.
    pub snapshot: Option<Snapshot>,
}

/// What all texts are looked at with.
struct Looking<'a> {
    snapshot: &'a Snapshot,
    config: &'a Config,
    review: &'a Review,
    collections: &'a BTreeMap<String, Collection>,
    options: DocumentOptions,
    /// The files that texts may use.
    files: BTreeSet<&'a SourcePath>,
    /// Of what else the entries of a text depend on.
    settings: Fingerprint,
    /// What the last build kept.
    known: &'a Memo<Option<Validated>>,
}

/// A signed text as it is read, with the key under which it is kept.
type Made = (Fingerprint, Arc<Option<Validated>>);

/// One text while it is looked at.
struct Looked {
    unit: Unit,
    at: ContentPath,
    entries: Vec<Arc<Entry>>,
    /// The versions with all signatures, the newest first.
    signed: Vec<Signed>,
    /// What its signatures lack although they are there.
    faults: Vec<Diagnostic>,
    /// What was read for it.
    made: Vec<Made>,
}

/// Applies the site's review to what was read. With drafts all texts stay as they are, and those that lack signatures
/// are marked.
pub fn apply(
    snapshot: &Snapshot,
    config: &Config,
    collections: &BTreeMap<String, Collection>,
    read: &mut Contents,
    (settings, drafts): (Fingerprint, bool),
    cache: &mut Cache,
) -> Checked<Reviewed> {
    let mut checked = Checked::<Reviewed>::default();
    let Some(review) = &config.review else { return checked };
    let options = DocumentOptions { raw_html: config.raw_html, languages: config.languages.clone() };
    let places = |path: &&SourcePath| path.below("content").is_some() || path.below("static").is_some();
    let assets = read.assets.clone();
    let files = assets.iter().filter(places).collect();
    let known = &cache.kept;
    let looking = Looking { snapshot, config, review, collections, options, files, settings, known };
    let mut histories = histories(snapshot, &mut checked.diagnostics);
    let mut entries: BTreeMap<&SourcePath, Vec<Arc<Entry>>> = BTreeMap::new();
    let under_review = |collection: &str| review.covers(collection);
    for entry in read.entries.iter().filter(|entry| under_review(&entry.key.collection)) {
        entries.entry(&entry.source).or_default().push(entry.clone());
    }
    let sections: BTreeMap<&SourcePath, &Arc<Section>> =
        read.sections.iter().map(|section| (&section.source, section)).collect();
    let texts: Vec<_> = snapshot
        .below("content")
        .filter_map(|(path, file)| {
            let at = content_path(path, &looking.options.languages).ok()??;
            let history = histories.remove(path).unwrap_or_default();
            let entries = entries.get(path).cloned().unwrap_or_default();
            under_review(&at.collection).then(|| (path, file, at, history, entries, sections.get(path).copied()))
        })
        .collect();
    let mut looked: Vec<Looked> = texts
        .into_par_iter()
        .map(|(path, file, at, history, entries, section)| looking.text(path, file, at, history, entries, section))
        .collect();
    for source in histories.keys().filter(|source| snapshot.get(source).is_none()) {
        checked.diagnostics.push(messages::records_without_text(source.as_str()).at(Location::file(source)));
    }
    if drafts {
        let unsigned: BTreeSet<&SourcePath> =
            looked.iter().filter(|text| !text.unit.standing.is_full()).map(|text| &text.unit.source).collect();
        for entry in read.entries.iter_mut().filter(|entry| unsigned.contains(&entry.source)) {
            Arc::make_mut(entry).showing.unsigned = true;
        }
        keep(&mut looked, cache);
        checked.value.reviews.units = looked.into_iter().map(|text| text.unit).collect();
        return checked;
    }
    let mut candidates: Vec<Vec<Signed>> = looked.iter_mut().map(|text| std::mem::take(&mut text.signed)).collect();
    let now = |path: &SourcePath| Some(kept_name(path, snapshot.get(path)?));
    let passed = choose(&mut candidates, now);
    let mut next = snapshot.clone();
    let (mut replaced, mut left_out) = (BTreeMap::new(), BTreeSet::new());
    for (place, (text, signed)) in looked.iter_mut().zip(candidates).enumerate() {
        let unit = &mut text.unit;
        match signed.into_iter().next() {
            Some(signed) if signed.is_current => unit.shown = ShownVersion::Current,
            Some(signed) => {
                looking.put(&signed.version, &unit.source, &mut next, &mut read.assets);
                replaced.insert(unit.source.clone(), looking.earlier(text, &signed.version));
                text.unit.shown = ShownVersion::Earlier(signed.version);
            }
            None => {
                unit.shown = ShownVersion::Nothing;
                left_out.insert(unit.source.clone());
            }
        }
        checked.diagnostics.append(&mut text.faults);
        checked.diagnostics.extend(told(text, passed.get(&place), review));
    }
    let is_gone = |source: &SourcePath| left_out.contains(source) || replaced.contains_key(source);
    let (waiting, kept) = std::mem::take(&mut read.entries).into_iter().partition(|entry| is_gone(&entry.source));
    (checked.value.waiting, read.entries) = (waiting, kept);
    read.sections.retain(|section| !is_gone(&section.source));
    for earlier in replaced.into_values() {
        read.entries.extend(earlier.entries);
        read.sections.extend(earlier.section);
    }
    checked.value.snapshot = Some(next);
    keep(&mut looked, cache);
    checked.value.reviews.units = looked.into_iter().map(|text| text.unit).collect();
    checked
}

/// Keeps signed texts for the next build.
fn keep(looked: &mut [Looked], cache: &mut Cache) {
    cache.kept.begin();
    if cache.keeps() {
        let made = looked.iter_mut().flat_map(|text| std::mem::take(&mut text.made));
        made.for_each(|(key, text)| cache.kept.keep(key, text));
    }
    cache.kept.end();
}

/// Reads the records of every text.
fn histories(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<SourcePath, History> {
    let mut records: BTreeMap<SourcePath, Vec<ReviewRecord>> = BTreeMap::new();
    for (path, file) in snapshot.below(&format!("{REVIEWS_FOLDER}/records")) {
        let Some(text) = text_of_record(path).filter(|_| path.extension() == "yaml") else { continue };
        match ReviewRecord::read(path.stem(), file) {
            Ok(record) => records.entry(text).or_default().push(record),
            Err((zh, en)) => {
                // Its text has a history all the same, so that it isn't taken over as one without.
                records.entry(text).or_default();
                diagnostics.push(messages::record_unusable(zh, en).at(Location::file(path)));
            }
        }
    }
    records.into_iter().map(|(text, records)| (text, History::new(records))).collect()
}

impl Looking<'_> {
    /// Looks at one text: how far it has come, and which versions of it bear every signature.
    fn text(
        &self,
        path: &SourcePath,
        file: &SourceFile,
        at: ContentPath,
        history: History,
        entries: Vec<Arc<Entry>>,
        section: Option<&Arc<Section>>,
    ) -> Looked {
        let used = uses_of(
            entries.iter().map(|entry| &**entry),
            section.map(|section| &**section),
            &self.files,
            &self.config.address,
            self.snapshot,
        );
        let named = used.into_iter().filter_map(|path| Some((path.clone(), kept_name(path, self.snapshot.get(path)?))));
        let version = Version { text: kept_name(path, file), files: named.collect() };
        let own = meaning(entries.iter().map(|entry| &**entry), section.into_iter().map(|section| &**section));
        let mut says: BTreeMap<&str, Option<Fingerprint>> = BTreeMap::from([(&*version.text, Some(own))]);
        let (mut faults, mut made) = (Vec::new(), Vec::new());
        for Version { text, .. } in history.versions() {
            says.entry(text).or_insert_with(|| {
                let kept = self.kept(path, &at, text, &mut made);
                if kept.is_none() && self.kept_file(path, text).is_none() {
                    faults.push(messages::kept_missing(text).at(Location::file(path)));
                }
                let Validated { entries, section } = (*kept).as_ref()?;
                Some(meaning(entries.iter().map(|entry| &**entry), section.iter().map(|section| &**section)))
            });
        }
        let marks = history.marks(&version, &|version| match says.get(&*version.text) {
            Some(Some(said)) => Fingerprint::of(&(said, &version.files)),
            _ => Fingerprint::of(&(&version.text, &version.files)),
        });
        let mark = marks[&version];
        let standing = history.standing(&marks, mark, self.review);
        let withdrawn = section.is_none() && entries.iter().all(|entry| entry.showing.draft);
        let mut signed = Vec::new();
        if !withdrawn {
            if standing.is_full() {
                signed.push(Signed { version: version.clone(), is_current: true });
            }
            let others: BTreeSet<Fingerprint> = marks.values().copied().filter(|other| *other != mark).collect();
            let full = others.into_iter().filter(|other| history.standing(&marks, *other, self.review).is_full());
            let mut earlier: Vec<_> =
                full.map(|other| (history.age(&history.standing(&marks, other, self.review)), other)).collect();
            earlier.sort_by(|a, b| b.cmp(a));
            for (_, other) in earlier {
                // What the program wrote last of it is where its links lead somewhere.
                let mut versions = history.latest_first().filter(|version| marks.get(*version) == Some(&other));
                match versions.find(|version| self.is_kept(path, &at, version, &mut made)) {
                    Some(version) => signed.push(Signed { version: version.clone(), is_current: false }),
                    None => faults.push(messages::earlier_unusable().at(Location::file(path))),
                }
            }
        }
        let title = match entries.first() {
            Some(entry) if at.role == Role::Entry => entry.title.clone(),
            _ => section.and_then(|section| section.title.clone()).unwrap_or_else(|| path.file_name().to_owned()),
        };
        let (history, draft) = (Arc::new(history), withdrawn);
        let unit =
            Unit { source: path.clone(), title, draft, version, standing, history, shown: ShownVersion::Current };
        Looked { unit, at, entries, signed, faults, made }
    }

    /// Reads a kept text as what its file would be.
    fn kept(&self, path: &SourcePath, at: &ContentPath, text: &str, made: &mut Vec<Made>) -> Arc<Option<Validated>> {
        let Some(file) = self.kept_file(path, text) else { return Arc::default() };
        let key = Fingerprint::of(&(document_key(path, file, &self.options), self.settings));
        let known = self.known.get(key).or_else(|| Some(made.iter().find(|(known, _)| *known == key)?.1.clone()));
        let read = known.unwrap_or_else(|| {
            let document = document::parse(path, file, at.clone(), &self.options);
            let validated = entry::validate(&document.value, &self.collections[&at.collection], self.config);
            let faulty = has_errors(&document.diagnostics) || has_errors(&validated.diagnostics);
            Arc::new((!faulty).then_some(validated.value))
        });
        made.push((key, read.clone()));
        read
    }

    /// Returns kept bytes, if they still are what they were.
    fn kept_file(&self, path: &SourcePath, name: &str) -> Option<&SourceFile> {
        let file = self.snapshot.get(&kept_path(name)?)?;
        (stem(&kept_name(path, file)) == stem(name)).then_some(file)
    }

    fn is_kept(&self, path: &SourcePath, at: &ContentPath, version: &Version, made: &mut Vec<Made>) -> bool {
        let is_there = |(path, name): (&SourcePath, &String)| {
            self.kept_file(path, name).is_some()
                || self.snapshot.get(path).is_some_and(|file| kept_name(path, file) == *name)
        };
        version.files.iter().all(is_there) && self.kept(path, at, &version.text, made).is_some()
    }

    /// Puts the files of an earlier version where they were.
    fn put(&self, version: &Version, source: &SourcePath, next: &mut Snapshot, assets: &mut BTreeSet<SourcePath>) {
        if let Some(file) = self.kept_file(source, &version.text) {
            next.insert(source.clone(), file.clone());
        }
        for (path, name) in &version.files {
            let is_same = self.snapshot.get(path).is_some_and(|file| kept_name(path, file) == *name);
            if let (false, Some(file)) = (is_same, self.kept_file(path, name)) {
                next.insert(path.clone(), file.clone());
                assets.insert(path.clone());
            }
        }
    }

    /// The entries of an earlier version. What their file withdraws by now stays withdrawn.
    fn earlier(&self, text: &mut Looked, version: &Version) -> Validated {
        let kept = self.kept(&text.unit.source, &text.at, &version.text, &mut text.made);
        let mut earlier = (*kept).clone().unwrap_or_default();
        let rows: BTreeMap<_, _> = text.entries.iter().rev().map(|current| (&current.key, current)).collect();
        earlier.entries.retain_mut(|entry| {
            let current = match text.at.role {
                Role::Table => rows.get(&entry.key).copied(),
                _ => text.entries.first(),
            };
            let Some(current) = current.filter(|current| !current.showing.draft) else { return false };
            let until = [entry.showing.until, current.showing.until].into_iter().flatten();
            let showing = &mut Arc::make_mut(entry).showing;
            // Whether it is a draft isn't signed: the file as it is now says so.
            showing.draft = false;
            showing.until = until.min_by_key(|until| until.datetime());
            true
        });
        earlier
    }
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// What there is to say of a text that isn't public as it is.
fn told(text: &Looked, passed: Option<&SourcePath>, review: &Review) -> Option<Diagnostic> {
    let Looked { unit, entries, .. } = text;
    let Unit { title, standing, .. } = unit;
    if unit.draft {
        return None;
    }
    let at = entries.first().map_or_else(|| Location::file(&unit.source), |entry| entry.location());
    let (zh, en) = missing(unit, review);
    let earlier = matches!(unit.shown, ShownVersion::Earlier(_));
    let message = match (&unit.shown, passed) {
        (ShownVersion::Current, _) => return None,
        (_, Some(file)) if standing.is_full() => messages::shared_file_waits(title, file.as_str()),
        _ if earlier => messages::earlier_version_public(title, &zh, &en),
        _ => messages::not_signed(title, &zh, &en),
    };
    Some(message.at(at))
}

/// Which stages a text still lacks, by name.
fn missing(unit: &Unit, review: &Review) -> (String, String) {
    let names = |language: &str, between: &str| {
        let stages = review.stages.get(unit.standing.missing()).unwrap_or_default();
        stages.iter().map(|stage| stage.name.get(language)).collect::<Vec<_>>().join(between)
    };
    let Some(returned) = unit.standing.returned.map(|place| &unit.history.records()[place]) else {
        return (format!("还缺{}", names("zh", "、")), format!("it lacks {}", names("en", ", ")));
    };
    let stage = review.stages.iter().find(|stage| stage.id == returned.stage);
    let name = |language| stage.map_or(&*returned.stage, |stage| stage.name.get(language));
    let (by, note) = (&returned.by, &returned.note);
    (format!("{}由{by}退回：{note}", name("zh")), format!("{by} returned it at the {}: {note}", name("en")))
}
