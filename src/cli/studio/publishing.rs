//! Publishing: the commands `build` and `deploy`, run as they are, and the way back to what was published before.

use std::ffi::OsStr;

use serde_json::{Value, json};

use super::asker::{note, person};
use super::desk::Studio;
use super::saved::now;
use crate::authoring::studio::{self, FieldChange};
use crate::base::diagnostic::Language;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::content::front_matter;
use crate::io::disk;
use crate::io::programs::NotRun;
use crate::io::programs::own::{self, OwnCommand};
use crate::io::server::studio::Refusal;

/// The publications of a target that can be gone back to.
const MOST_KEPT: usize = 3;

impl Studio {
    pub(super) fn targets(&self) -> Value {
        let open = self.open_comments.by_source(&self.root);
        let state = self.lock();
        let target = |one: &crate::config::destination::Destination| {
            let kept = disk::publications(&self.root, &one.name);
            json!({ "name": one.name, "place": one.service.describe(), "kept": kept })
        };
        let mut unsaved: Vec<&str> =
            state.unsaved.all().map(|(path, _)| path.below("content").unwrap_or_default()).collect();
        unsaved.dedup();
        json!({
            "targets": state.ready.site().config.destinations.iter().map(target).collect::<Vec<_>>(),
            "folder": self.root.join("public").display().to_string(),
            "unsaved": unsaved,
            "comments": self.commented(&state, &open),
        })
    }

    /// Publishes to a target, or builds without one. `back` is the name of a publication that was kept.
    pub(super) fn publish_to(
        &self,
        target: Option<&str>,
        rehearsal: bool,
        back: Option<&str>,
    ) -> Result<Value, Refusal> {
        let known = self.lock().ready.site().config.destinations.iter().any(|one| Some(one.name.as_str()) == target);
        if target.is_some() && !known {
            return Err(self.refused("gone", "没有这个发布目标", "there is no such target"));
        }
        for name in [target, back].into_iter().flatten() {
            note(name);
        }
        let language = if self.language == Language::Chinese { "zh-CN" } else { "en" };
        let mut words = vec!["--lang", language, if target.is_some() { "deploy" } else { "build" }];
        words.extend((rehearsal && target.is_some()).then_some("--dry-run"));
        let mut values: Vec<(&'static str, String)> = Vec::new();
        if let (Some(target), Some(back)) = (target, back) {
            let file = disk::publication(&self.root, target, back)
                .ok_or_else(|| self.refused("gone", "那一次发布已经不在了", "that publication isn't kept any more"))?;
            values.push(("--from", file.display().to_string()));
        } else if let (Some(target), false) = (target, rehearsal) {
            let name = now().replace(':', "-");
            let file = disk::publication_place(&self.root, target, &name).map_err(|error| self.disk(&error))?;
            values.push(("--keep", file.display().to_string()));
        }
        let values: Vec<(&'static str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let command = OwnCommand { words: &words, values: &values, operand: target.map(OsStr::new) };
        let mut told = self.run(command, ("没有发布成：", "It wasn't published:"))?;
        if let Some(target) = target.filter(|_| !rehearsal) {
            disk::forget_publications(&self.root, target, MOST_KEPT);
        }
        // The page names entries by their ids.
        for fault in told["told"]["diagnostics"].as_array_mut().into_iter().flatten() {
            if let Some(path) = fault["at"]["file"].as_str().and_then(SourcePath::new) {
                fault["id"] = studio::id(&path).into();
            }
        }
        Ok(told)
    }

    /// Adds an address that would vanish to the entry that is there now, so that the old one leads to it.
    pub(super) fn keep_address(&self, id: &str, address: &str) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, id)?;
        if state.unsaved.of(&path, person().as_deref()).is_some() {
            return Err(self.refused(
                "unsaved",
                "这一篇有没有保存的改动，请先打开它，保存或放弃",
                "the entry has changes that aren't saved; open it first, and save or discard them",
            ));
        }
        let before = self.on_disk(&state, &path)?;
        let text = String::from_utf8(before.clone()).map_err(|_| self.gone())?;
        let collection = self.collection_of(&state, &path)?;
        let front = front_matter::split(&text, &path, &mut Vec::new()).map;
        let mut aliases = match front.get("aliases").map(YamlValue::from) {
            Some(YamlValue::List(items)) => items,
            Some(YamlValue::Text(one) | YamlValue::Plain(one)) => vec![YamlValue::text(one)],
            _ => Vec::new(),
        };
        aliases.push(YamlValue::text(address));
        let change = FieldChange { key: "aliases".to_owned(), value: Some(YamlValue::List(aliases)) };
        let made = studio::change(&text, &path, &collection.fields, &[change]).map_err(|fault| self.told(&fault))?;
        self.recorded(&path, Some(&before), Some(made.as_bytes()))?;
        state.put(path, made.as_bytes());
        self.rebuild(&mut state);
        Ok(json!({}))
    }

    /// Runs a command of this program, and returns what it told.
    pub(super) fn run(&self, command: OwnCommand<'_>, undone: (&str, &str)) -> Result<Value, Refusal> {
        let failed =
            |reason: &str| self.refused_with("disk", format!("{} {reason}", self.say(undone.0, undone.1)), Value::Null);
        let done = std::env::current_exe()
            .map_err(NotRun::Failed)
            .and_then(|program| own::run(&program, command, &self.root))
            .map_err(|error| {
                failed(&match self.language {
                    Language::Chinese => error.cause().to_string(),
                    Language::English => format!("{:#}", error.cause()),
                })
            })?;
        let told = serde_json::from_slice::<Value>(&done.stdout).map_err(|_| failed(&done.stderr))?;
        Ok(json!({ "done": done.success, "told": told }))
    }
}
