//! The site's settings as forms: changes are made in the text of `site.yaml`, whose comments stay.

use serde_json::{Map, Value, json};

use super::asker::person;
use super::desk::Studio;
use super::state::SiteState;
use crate::authoring::studio::{self, FieldChange, Rename, TermRename};
use crate::base::diagnostic::{Severity, position};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind};
use crate::config;
use crate::io::disk::{self, interrupt};
use crate::io::server::studio::Refusal;

impl Studio {
    /// The settings of a text, or of the file, after changes that are made in it.
    pub(super) fn settings(&self, text: Option<&str>, changes: &Map<String, Value>) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = config::config_path();
        let file = state.files.get(&path).ok_or_else(|| self.gone())?;
        let basis = file.fingerprint.to_string();
        let text = match text {
            Some(text) => text.to_owned(),
            None => file.text().ok_or_else(|| self.unreadable())?.to_owned(),
        };
        let Ok(yaml::Node { kind: Kind::Map(map), .. }) = yaml::parse(&text.replace("\r\n", "\n"), 0) else {
            return Err(self.unreadable());
        };
        let site = state.ready.site();
        let change = |(key, value): (&String, &Value)| FieldChange {
            key: key.clone(),
            value: studio::written(None, value, map.get(key), site),
        };
        let changes: Vec<FieldChange> = changes.iter().map(change).collect();
        let made = studio::change_settings(&text, &changes).ok_or_else(|| {
            self.refused(
                "invalid",
                "site.yaml 里这一项的写法不能用表单改，请用文本编辑器改",
                "this setting is written in a way that a form can't change; edit site.yaml as text",
            )
        })?;
        let values = match yaml::parse(&made.replace("\r\n", "\n"), 0) {
            Ok(yaml::Node { kind: Kind::Map(map), .. }) => studio::values(&map),
            _ => Map::new(),
        };
        let mut over = state.files.clone();
        over.insert(path.clone(), SourceFile::new(made.as_bytes()));
        let found = config::read(&over, None).diagnostics;
        let problem = |fault: &crate::base::diagnostic::Diagnostic| {
            let at = fault.at.as_ref().filter(|at| at.path == path).and_then(|at| at.span);
            json!({
                "severity": fault.severity(),
                "message": fault.message.get(self.language),
                "help": fault.help.get(self.language),
                "line": at.map(|span| position(&made, span.start).line),
            })
        };
        Ok(json!({
            "text": made,
            "basis": basis,
            "values": values,
            "languages": site.config.languages,
            "theme_options": state.ready.theme().options,
            "problems": found.iter().map(problem).collect::<Vec<_>>(),
            "broken": found.iter().any(|fault| fault.severity() == Severity::Error),
        }))
    }

    fn unreadable(&self) -> Refusal {
        self.refused(
            "unreadable",
            "site.yaml 读不出来，请先用文本编辑器改好（检查里写着哪一行）",
            "site.yaml can't be read; mend it as text first (the check names the line)",
        )
    }

    /// The files that name terms by words that are to be replaced, with their new bytes.
    fn renamed(&self, state: &SiteState, renames: &[TermRename]) -> Vec<(SourcePath, Vec<u8>)> {
        let mut files = state.files.clone();
        let mut found: Vec<(SourcePath, Vec<u8>)> = Vec::new();
        for TermRename { taxonomy, from, to } in renames {
            for (path, bytes) in studio::renamed(state.ready.site(), &files, Rename { taxonomy, from, to }) {
                files.insert(path.clone(), SourceFile::new(&*bytes));
                found.retain(|(known, _)| *known != path);
                found.push((path, bytes));
            }
        }
        found
    }

    pub(super) fn renaming(&self, renames: &[TermRename]) -> Value {
        let state = self.lock();
        let found = self.renamed(&state, renames);
        json!({ "files": found.iter().map(|(path, _)| path.below("content")).collect::<Vec<_>>() })
    }

    pub(super) fn save_settings(&self, basis: &str, text: &str, renames: &[TermRename]) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = config::config_path();
        let before = disk::read_file(&self.root.join(path.as_str())).map_err(|fault| self.told(&fault))?;
        if before.fingerprint.to_string() != basis {
            return Err(self.refused(
                "conflict",
                "site.yaml 刚才被别的程序改过，没有覆盖它。请重新打开设置",
                "another program has changed site.yaml, so it wasn't overwritten; open the settings again",
            ));
        }
        let mut over = state.files.clone();
        over.insert(path.clone(), SourceFile::new(text.as_bytes()));
        if let Some(fault) =
            config::read(&over, None).diagnostics.iter().find(|fault| fault.severity() == Severity::Error)
        {
            return Err(self.told(fault));
        }
        let renamed = self.renamed(&state, renames);
        if let Some((path, _)) = renamed.iter().find(|(path, _)| state.unsaved.of(path, person().as_deref()).is_some())
        {
            let name = path.below("content").unwrap_or_default();
            let (zh, en) = (
                format!("{name} 有没有保存的改动，请先保存或放弃，再改名"),
                format!("{name} has changes that aren't saved; save or discard them before renaming"),
            );
            return Err(self.refused("unsaved", &zh, &en));
        }
        // Each is what it was when it was read, or nothing is written.
        for (path, _) in &renamed {
            let now = self.on_disk(&state, path)?;
            if state.files.get(path).is_none_or(|file| file.fingerprint != Fingerprint::of_bytes(&now)) {
                return Err(self.refused(
                    "conflict",
                    "有文件刚才被别的程序改过，请再试一次",
                    "a file was changed by another program a moment ago; try again",
                ));
            }
        }
        // A term and the entries that have it are renamed together, or Ctrl-C comes before.
        interrupt::unbroken(|| {
            if before.held() != text.as_bytes() {
                self.recorded(&path, Some(before.held()), Some(text.as_bytes()))?;
                state.put(path.clone(), text.as_bytes());
            }
            for (path, bytes) in &renamed {
                let old = state.files.get(path).map(|file| file.held().to_vec());
                self.recorded(path, old.as_deref(), Some(bytes))?;
                state.put(path.clone(), bytes);
            }
            Ok::<(), Refusal>(())
        })?;
        self.rebuild(&mut state);
        drop(state);
        self.settings(None, &Map::new())
    }
}
