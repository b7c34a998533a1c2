//! Matches rows with the site's entries and drafts their files.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::draft;
use super::entries::{About, Entries, shown};
use super::goes::Goes;
use super::row::{ImportRow, Rows};
use crate::authoring::import::edit::edit;
use crate::authoring::import::existing::folded;
use crate::authoring::import::field::fill;
use crate::authoring::import::{Basis, DraftFile, Drafts};
use crate::base::diagnostic::{Localized, Location, messages};
use crate::base::source::Snapshot;
use crate::base::text::slugify;
use crate::base::url::SourcePath;
use crate::base::yaml::Node;
use crate::base::yaml::write::{YamlValue, front_matter as written};
use crate::config::collection::{Facet, FieldType};
use crate::content::document::is_markdown;
use crate::content::entry::Entry;
use crate::content::front_matter;

/// The target of a row.
enum RowPlace {
    Entry(Arc<Entry>),
    New(SourcePath),
}

/// The collection's entries by what rows are known by. A table and a site may have ten thousand of them.
#[derive(Default)]
struct Known<'a> {
    by_key: HashMap<&'a str, &'a Arc<Entry>>,
    by_slug: HashMap<&'a str, &'a Arc<Entry>>,
    by_title: HashMap<String, Vec<&'a Arc<Entry>>>,
}

impl<'a> Known<'a> {
    fn of(entries: impl Iterator<Item = &'a Arc<Entry>>, key: &str) -> Self {
        let mut known = Self::default();
        for entry in entries {
            if let Some(value) = entry.fields.text(key) {
                known.by_key.entry(value).or_insert(entry);
            }
            known.by_slug.entry(&entry.key.slug).or_insert(entry);
            known.by_title.entry(folded(&entry.title)).or_default().push(entry);
        }
        known
    }
}

impl Rows<'_> {
    /// Drafts a file for each row; a row that can't become an entry is reported.
    pub fn draft(&self, site: &Snapshot, rows: Vec<ImportRow>, force: bool, drafts: &mut Drafts) {
        let mut taken: BTreeSet<String> =
            self.existing.entries_of(&self.collection.name).map(|entry| entry.key.slug.clone()).collect();
        let table = SourcePath::new(&format!("content/{}/entries.csv", self.collection.name));
        let Some(table) = table else { return };
        let mut entries: Option<Entries> = None;
        let open = || Entries::read(&table, site.get(&table), self.collection);
        let key = self.mapping.key.as_deref().unwrap_or("id");
        let known = Known::of(self.existing.entries_of(&self.collection.name), key);
        let mut titles: HashMap<String, usize> = HashMap::new();
        for title in rows.iter().filter_map(|row| row.text("title")) {
            *titles.entry(folded(title)).or_default() += 1;
        }
        let mut withheld: BTreeMap<String, Vec<(Location, String)>> = BTreeMap::new();
        for row in rows {
            let from = Location::span(self.path, row.span);
            let title = row.text("title").unwrap_or_default().to_owned();
            let several = titles.get(&folded(&title)).is_some_and(|count| *count > 1);
            let placed = self.place(&row, several, &known, &mut taken);
            let is_new = matches!(placed, Ok(RowPlace::New(_)));
            // An editor has decided about an entry that is there.
            if let (Ok(RowPlace::Entry(entry)), Some(why)) = (&placed, &row.withheld)
                && !entry.showing.draft
                && !force
            {
                let name = self.collection.name_of("draft");
                drafts.diagnostics.push(messages::value_differs(name, "false", why).at(from.clone()));
            }
            let made = placed.and_then(|place| match place {
                RowPlace::New(path) if self.table => {
                    let slug = path.stem().to_owned();
                    self.new_file(&row, path)?;
                    let entries = entries.get_or_insert_with(open);
                    let place = entries.add();
                    self.write_row(entries, place, &row, Some(&slug), force, drafts);
                    Ok(None)
                }
                RowPlace::New(path) => self.new_file(&row, path).map(Some),
                RowPlace::Entry(entry) if entry.source == table => {
                    let entries = entries.get_or_insert_with(open);
                    if let Some(place) = entries.row(entry.span) {
                        self.write_row(entries, place, &row, None, force, drafts);
                    }
                    Ok(None)
                }
                RowPlace::Entry(entry) => self.update(site, &row, &entry, force, drafts).map(Some),
            });
            match made {
                Ok(made) => {
                    if let Some(why) = row.withheld.as_ref().filter(|_| is_new) {
                        withheld.entry(why.clone()).or_default().push((from.clone(), title));
                    }
                    drafts.files.extend(made.map(|(path, text, basis)| draft(path, text, from, basis)));
                }
                Err((zh, en)) => {
                    let (zh, en) = (format!("“{title}”{zh}"), format!("`{title}` {en}"));
                    drafts.diagnostics.push(messages::left_out(&zh, &en).at(from));
                }
            }
        }
        for (why, rows) in withheld {
            let whole = messages::became_draft(&format!("“{why}”"), &format!("`{why}`"), rows.len());
            let mut rows = rows.into_iter();
            let Some((first, _)) = rows.next() else { continue };
            let named = |title: &str| Localized { zh: format!("“{title}”"), en: format!("`{title}`") };
            let whole = whole.at(first);
            drafts.diagnostics.push(rows.fold(whole, |whole, (at, title)| whole.related(at, named(&title))));
        }
        if let Some(entries) = entries {
            let existing = site.get(&table).filter(|_| !entries.changed).map(|file| file.held().into());
            let bytes = existing.unwrap_or_else(|| entries.text().into_bytes().into());
            let from = Location::file(self.path);
            drafts.files.push(DraftFile { path: table, bytes, from, basis: Basis::Existing });
        }
    }

    /// Writes a row's values into the collection's table.
    fn write_row(
        &self,
        table: &mut Entries,
        place: usize,
        row: &ImportRow,
        slug: Option<&str>,
        force: bool,
        drafts: &mut Drafts,
    ) {
        let existing = |goes: &Goes, text: &str| {
            let Goes::Field(path) = goes else { return text.to_owned() };
            let field =
                self.collection.field(&path[0]).and_then(|field| match (path.get(1), field.field_type.item()) {
                    (None, _) => Some(field),
                    (Some(part), FieldType::Group(parts)) => parts.iter().find(|known| *known.key == **part),
                    _ => None,
                });
            let Some(field) = field else { return text.to_owned() };
            let value = fill(self.existing, self.path, field, &Node::scalar(text, row.span)).value;
            value.map_or_else(|| text.to_owned(), |value| shown(&field.field_type, &value))
        };
        let language = self.existing.config.language.as_str();
        let about = About { collection: self.collection, language, force, existing: &existing };
        let title = row.text("title").unwrap_or_default();
        let hidden = row.withheld.is_some() && (slug.is_some() || force);
        let hidden = hidden.then(|| ("draft".to_owned(), YamlValue::plain(true)));
        let slug = slug.filter(|slug| *slug != slugify(title)).map(|slug| ("slug".to_owned(), YamlValue::text(slug)));
        let values = row.values.iter().filter(|(key, _)| key != "slug" && !(hidden.is_some() && key == "draft"));
        for (key, value) in values.chain(&slug).chain(&hidden) {
            let Some(field) = self.collection.field(key) else { continue };
            for differing in table.set(place, field, value, &about) {
                let differs = messages::value_differs(
                    self.collection.name_of(&differing.field),
                    &differing.existing,
                    &differing.imported,
                );
                drafts.diagnostics.push(differs.at(Location::span(self.path, row.span)));
            }
        }
        if let Some(body) = &row.body {
            table.set_body(place, body, language);
        }
    }

    /// Returns the entry of a row: found by the key column, the slug or the title; else a new file.
    fn place(
        &self,
        row: &ImportRow,
        several: bool,
        known: &Known<'_>,
        taken: &mut BTreeSet<String>,
    ) -> Result<RowPlace, Reason> {
        let key = self.mapping.key.as_deref().unwrap_or("id");
        let title = row.text("title").unwrap_or_default();
        let slug = row.text("slug").map(str::to_owned).filter(|slug| !slug.contains(['/', '\\']));
        let by_key = row.text(key).and_then(|value| known.by_key.get(value));
        let by_slug = || known.by_slug.get(slug.as_deref()?);
        if let Some(entry) = by_key.or_else(by_slug) {
            return Ok(RowPlace::Entry(Arc::clone(entry)));
        }
        // An entry with another key is a different one, even with the same name.
        let other = |entry: &Entry| row.text(key).is_some() && entry.fields.text(key).is_some();
        let day = self.dated(row);
        let named = known.by_title.get(&folded(title)).map(Vec::as_slice).unwrap_or_default();
        let mut named: Vec<_> = named.iter().filter(|entry| !other(entry)).collect();
        if several || named.len() > 1 {
            named.retain(|entry| dated_entry(entry) == day);
        }
        match named.as_slice() {
            [] => {}
            [entry] => return Ok(RowPlace::Entry(Arc::clone(entry))),
            _ => {
                return Err((
                    format!("与网站里的 {} 个条目同名，分不清是哪一个；在映射文件里写明 key", named.len()),
                    format!("is the title of {} entries of the site; name a `key` in the mapping file", named.len()),
                ));
            }
        }
        let plain = slug.unwrap_or_else(|| slugify(title));
        if plain.is_empty() {
            return Err((
                "的标题没有可作网址的字；加一列 slug".to_owned(),
                "gives no slug; add a column for it".to_owned(),
            ));
        }
        let date = day.as_deref().and_then(|day| day.get(..10));
        let choices = [Some(plain.clone()), date.map(|date| format!("{plain}-{date}"))];
        let slug = choices.into_iter().flatten().find(|slug| !taken.contains(slug)).ok_or_else(|| {
            (
                "与另一行同名；在表格里加一列 slug 或编号".to_owned(),
                "has the name of another row; add a column for `slug` or `id`".to_owned(),
            )
        })?;
        let folder = day.as_deref().and_then(|day| day.get(..4)).map_or(String::new(), |year| format!("{year}/"));
        let path = SourcePath::new(&format!("content/{}/{folder}{slug}.md", self.collection.name));
        taken.insert(slug);
        path.map(RowPlace::New).ok_or_else(|| ("不能作文件名".to_owned(), "can't be a file's name".to_owned()))
    }

    /// Returns the date of a row's entry, if its collection has dates.
    fn dated(&self, row: &ImportRow) -> Option<String> {
        let key = if self.collection.has(Facet::Schedule) {
            "start"
        } else if self.collection.has(Facet::Publication) {
            "date"
        } else {
            return None;
        };
        row.text(key).map(str::to_owned)
    }

    fn new_file(&self, row: &ImportRow, path: SourcePath) -> Result<(SourcePath, String, Basis), Reason> {
        let lacking = self.lacking(row);
        if !lacking.is_empty() {
            let labels: Vec<&str> = lacking.iter().map(|field| field.label.get("zh-CN")).collect();
            let keys: Vec<&str> = lacking.iter().map(|field| &*field.key).collect();
            return Err((format!("缺少{}", labels.join("、")), format!("lacks {}", keys.join(", "))));
        }
        let mut text = written(&values_of(row, row.withheld.is_some()));
        let comments = row.comments.iter().map(|(heading, words)| {
            format!("# {}: {}\n", heading.replace(['\n', '\r'], " "), words.replace(['\n', '\r'], " "))
        });
        text.insert_str(text.len() - "---\n".len(), &comments.collect::<String>());
        if let Some(body) = &row.body {
            text += &format!("{body}\n");
        }
        self.valid(&path, &text)?;
        Ok((path, text, Basis::Source))
    }

    /// Updates a file that an editor may have changed: missing values are added, others replaced only with `force`.
    fn update(
        &self,
        site: &Snapshot,
        row: &ImportRow,
        entry: &Entry,
        force: bool,
        drafts: &mut Drafts,
    ) -> Result<(SourcePath, String, Basis), Reason> {
        let path = entry.source.clone();
        let Some(text) = site.text(&path).filter(|_| is_markdown(path.extension())) else {
            return Err((format!("已在 {path} 里，请在那张表里改"), format!("is in {path}: change it there")));
        };
        let existing = |key: &str, map: &crate::base::yaml::Map| {
            let (field, node) = (self.collection.field(key)?, map.get(key)?);
            fill(self.existing, &path, field, node).value.or_else(|| Some(YamlValue::from(node)))
        };
        let values = values_of(row, row.withheld.is_some() && force);
        let mut edited = edit(text, &path, &values, existing, force);
        let mut report = |field: &str, existing: &str, imported: &str| {
            let differs = messages::value_differs(self.collection.name_of(field), existing, imported);
            drafts.diagnostics.push(differs.at(Location::span(self.path, row.span)));
        };
        for differing in &edited.differing {
            report(&differing.field, &differing.existing, &differing.imported);
        }
        if let Some(body) = &row.body {
            let start = front_matter::split(&edited.text, &path, &mut Vec::new()).body;
            let there = edited.text[start..].trim();
            if there.is_empty() || (force && there != body) {
                edited.text.truncate(start);
                edited.text += &format!("{body}\n");
            } else if there != body {
                let start = |text: &str| text.chars().take(20).collect::<String>();
                report("body", &start(there), &start(body));
            }
        }
        self.valid(&path, &edited.text)?;
        Ok((path, edited.text, Basis::Existing))
    }

    /// Checks that the site accepts the file.
    fn valid(&self, path: &SourcePath, text: &str) -> Result<(), Reason> {
        let fault = self.existing.entry(path, text).err();
        fault.map_or(Ok(()), |fault| Err((format!("：{}", fault.message.zh), format!(": {}", fault.message.en))))
    }
}

/// Why a row was left out, after its title; in Chinese and in English.
type Reason = (String, String);

/// The values of a row that are written into a file, whose name has the slug; `hidden` makes a draft of it.
fn values_of(row: &ImportRow, hidden: bool) -> Vec<(String, YamlValue)> {
    let kept = row.values.iter().filter(|(key, _)| key != "slug" && !(hidden && key == "draft"));
    let draft = hidden.then(|| ("draft".to_owned(), YamlValue::plain(true)));
    kept.cloned().chain(draft).collect()
}

fn dated_entry(entry: &Entry) -> Option<String> {
    let start = entry.schedule.as_ref().map(|schedule| schedule.start);
    start.or_else(|| entry.publication.as_ref().map(|publication| publication.date)).map(|when| when.plain())
}
