//! The same done to several entries at once: published, made drafts again, tagged, deleted.

use serde_json::{Value, json};

use super::asker::person;
use super::desk::Studio;
use super::state::SiteState;
use crate::authoring::scaffold;
use crate::authoring::studio::{self, BulkAction, FieldChange};
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::FieldType;
use crate::content::{document, front_matter, list};
use crate::io::server::studio::Refusal;

impl Studio {
    pub(super) fn bulk(&self, ids: &[String], action: &BulkAction) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let (mut done, mut left) = (0, Vec::new());
        for id in ids {
            let Some(path) = state.path(id).cloned() else {
                left.push(json!({ "file": "", "message": self.gone().message }));
                continue;
            };
            match self.one(&mut state, id, &path, action) {
                Ok(changed) => done += usize::from(changed),
                Err(refusal) => left.push(json!({ "file": path.below("content"), "message": refusal.message })),
            }
        }
        self.rebuild(&mut state);
        Ok(json!({ "done": done, "left": left }))
    }

    /// Does it to one; answers whether anything changed.
    fn one(&self, state: &mut SiteState, id: &str, path: &SourcePath, action: &BulkAction) -> Result<bool, Refusal> {
        if !document::is_markdown(path.extension()) {
            return Err(self.refused("invalid", "是表格里的一行，请打开表格改", "it is a row of a table; open that"));
        }
        if state.unsaved.of(path, person().as_deref()).is_some() {
            return Err(self.refused(
                "unsaved",
                "有没有保存的改动，请先打开它，保存或放弃",
                "it has changes that aren't saved; open it first, and save or discard them",
            ));
        }
        let before = self.on_disk(state, path)?;
        if let BulkAction::Delete {} = action {
            self.without_others(state, path)?;
            self.recorded(path, Some(&before), None)?;
            self.bin_comments(path);
            state.remove(path);
            self.forget(state, id, path)?;
            return Ok(true);
        }
        let text = String::from_utf8(before.clone())
            .map_err(|_| self.refused("unreadable", "不是 UTF-8 文字", "it isn't UTF-8"))?;
        let site = state.ready.site();
        let collection = self.collection_of(state, path)?;
        let front = front_matter::split(&text, path, &mut Vec::new()).map;
        let change = match action {
            BulkAction::Publish {} => FieldChange { key: "draft".to_owned(), value: None },
            BulkAction::Draft {} => FieldChange { key: "draft".to_owned(), value: Some(YamlValue::plain(true)) },
            BulkAction::Add { field, word } => {
                let declared = collection.field(field).ok_or_else(|| {
                    self.refused("invalid", "这个栏目没有这个字段", "the collection has no such field")
                })?;
                if !matches!(declared.field_type.item(), FieldType::Term { .. }) {
                    return Err(self.refused("invalid", "这个字段不是标签", "the field has no terms"));
                }
                let item = scaffold::value(declared.field_type.item(), word, site);
                let items = match front.get(field).map(YamlValue::from) {
                    None | Some(YamlValue::Null) => Vec::new(),
                    Some(YamlValue::List(items)) => items,
                    // One text may hold several words.
                    Some(YamlValue::Text(text) | YamlValue::Plain(text)) => {
                        let words = list::items(&text, declared.field_type.item(), &site.config.taxonomies);
                        words.into_iter().map(YamlValue::text).collect()
                    }
                    Some(other) => vec![other],
                };
                let same = |other: &YamlValue| {
                    matches!((other, &item), (YamlValue::Text(a) | YamlValue::Plain(a), YamlValue::Text(b) | YamlValue::Plain(b)) if a == b)
                        || matches!(other, YamlValue::Text(a) | YamlValue::Plain(a) if a == word)
                };
                if items.iter().any(same) {
                    return Ok(false);
                }
                let is_list = matches!(declared.field_type, FieldType::List(_));
                if !is_list && !items.is_empty() {
                    return Err(self.refused(
                        "invalid",
                        "这个字段只能有一个值，已经有了",
                        "the field takes one value, and has one",
                    ));
                }
                let value = if is_list { YamlValue::List([items, vec![item]].concat()) } else { item };
                FieldChange { key: field.clone(), value: Some(value) }
            }
            BulkAction::Delete {} => return Ok(false),
        };
        let made = studio::change(&text, path, &collection.fields, &[change]).map_err(|fault| self.told(&fault))?;
        if made == text {
            return Ok(false);
        }
        self.recorded(path, Some(&before), Some(made.as_bytes()))?;
        state.put(path.clone(), made.as_bytes());
        Ok(true)
    }

    /// The ids of all entries that a list means, for what is done to all of them.
    pub(super) fn every(&self, query: &studio::RowQuery) -> Value {
        let rows = self.lock().rows(&query.collection);
        let found = studio::matching(&rows, query).into_iter().filter(|row| !row.in_table);
        found.map(|row| json!({ "id": row.id, "title": row.title })).collect()
    }
}
