//! What stands before the studio: until the site is read, the page waits; where there is none yet, a page asks what a new one
//! needs, and makes it.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::desk::Studio;
use super::journal::StudioJournal;
use crate::authoring::studio::{self, FieldChange, NewSite, StudioRequest};
use crate::base::diagnostic::Language;
use crate::base::yaml::write::YamlValue;
use crate::base::yaml::{self, Kind, Node};
use crate::cli::init;
use crate::cli::terminal::say;
use crate::config;
use crate::io::disk;
use crate::io::server::studio::{Asker, Desk, DoorEvent, Refusal};

/// How long the page waits until the site is read.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers for the studio as soon as there is one.
pub struct Entrance {
    root: PathBuf,
    language: Language,
    /// Whether there is no site.
    empty: bool,
    journal: Arc<StudioJournal>,
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Default)]
struct Inside {
    made: bool,
    studio: Option<Arc<Studio>>,
}

impl Entrance {
    pub fn new(root: PathBuf, language: Language, empty: bool, journal: Arc<StudioJournal>) -> Self {
        Self { root, language, empty, journal, inside: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until a site was made. It ends only so.
    pub fn wait(&self) {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_while(inside, |inside| !inside.made).unwrap_or_else(PoisonError::into_inner));
    }

    pub fn open(&self, studio: Arc<Studio>) {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).studio = Some(studio);
        self.changed.notify_all();
    }

    fn studio(&self) -> Option<Arc<Studio>> {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if self.empty && !inside.made {
            return None;
        }
        let waited = self.changed.wait_timeout_while(inside, PATIENCE, |inside| inside.studio.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.studio.clone()
    }

    fn refused(&self, zh: &str, en: &str) -> Refusal {
        Refusal { kind: "invalid", message: say(self.language, zh, en).to_owned(), more: Value::Null }
    }

    fn make(&self, wanted: &NewSite) -> Result<Value, Refusal> {
        if wanted.title.trim().is_empty() {
            return Err(self.refused("先写网站的名字", "the site needs a name"));
        }
        if !init::make(&self.root, &init::today(), self.language) {
            return Err(self.refused(
                "没有建成：这个文件夹不是空的，或者不能写。请换一个空文件夹再运行",
                "it wasn't made: the folder isn't empty, or can't be written; run it in another, empty one",
            ));
        }
        let path = config::config_path();
        let file = disk::read_file(&self.root.join(path.as_str()));
        let text = file.ok().and_then(|file| file.text().map(str::to_owned)).unwrap_or_default();
        if let Some(made) = settled(&text, wanted) {
            let written = disk::replace(&self.root, &path, text.as_bytes(), made.as_bytes());
            written.map_err(|error| {
                self.refused(&format!("没有写成：{error}"), &format!("it couldn't be written: {error}"))
            })?;
        }
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).made = true;
        self.changed.notify_all();
        Ok(json!({ "ready": self.studio().is_some() }))
    }
}

/// The starter's settings with what was asked for; `None` if they can't be changed so.
fn settled(text: &str, wanted: &NewSite) -> Option<String> {
    let Ok(Node { kind: Kind::Map(map), .. }) = yaml::parse(text, 0) else { return None };
    let set = |key: &str, value: &str| FieldChange { key: key.to_owned(), value: Some(YamlValue::text(value.trim())) };
    let mut changes = vec![set("title", &wanted.title)];
    let others =
        [("organisation", &wanted.organisation), ("description", &wanted.description), ("base_url", &wanted.address)];
    changes.extend(others.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(key, value)| set(key, value)));
    if !wanted.color.trim().is_empty() {
        let mut options = match map.get("theme_options").map(YamlValue::from) {
            Some(YamlValue::Group(pairs)) => pairs,
            _ => Vec::new(),
        };
        options.retain(|(key, _)| key != "color");
        options.push(("color".to_owned(), YamlValue::text(wanted.color.trim())));
        changes.push(FieldChange { key: "theme_options".to_owned(), value: Some(YamlValue::Group(options)) });
    }
    studio::change_settings(text, &changes)
}

impl Desk for Entrance {
    fn answer(&self, asker: Option<&Asker>, request: &[u8]) -> Result<Value, Refusal> {
        if let Some(studio) = self.studio() {
            return studio.answer(asker, request);
        }
        match serde_json::from_slice(request) {
            Ok(StudioRequest::Site {}) if self.empty => Ok(json!({ "none": true, "folder": disk::shown(&self.root) })),
            Ok(StudioRequest::Init(wanted)) if self.empty => self.make(&wanted),
            Ok(_) => Err(self.refused("网站还没有读完，请稍等再试", "the site isn't read yet; try again in a moment")),
            Err(error) => Err(self.refused(&error.to_string(), &error.to_string())),
        }
    }

    fn take(&self, asker: Option<&Asker>, entry: &str, name: &str, bytes: &[u8]) -> Result<Value, Refusal> {
        match self.studio() {
            Some(studio) => studio.take(asker, entry, name, bytes),
            None => Err(self.refused("还没有网站", "there is no site yet")),
        }
    }

    fn note(&self, event: &DoorEvent<'_>) {
        // The studio says to everyone when the log can't be written, at the first thing that is done.
        let _ = self.journal.write_event(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_site_has_what_was_asked_for() {
        let wanted = NewSite {
            title: "泸县科普: 网".to_owned(),
            organisation: "泸县科技局".to_owned(),
            description: String::new(),
            address: "https://kepu.example.org/".to_owned(),
            color: "#0b6e4f".to_owned(),
        };
        let text = "# 网站\ntitle: 科普网站\nbase_url: https://example.org/ # 网址\n";
        assert_eq!(
            settled(text, &wanted).unwrap(),
            "# 网站\ntitle: \"泸县科普: 网\"\nbase_url: https://kepu.example.org/ # 网址\norganisation: 泸县科技局\ntheme_options: {color: \"#0b6e4f\"}\n"
        );
    }
}
