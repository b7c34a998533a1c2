//! What `kepu check` finds, by kind, and mending what it can mend: shown first, then written.

use std::sync::Arc;

use serde_json::{Value, json};

use super::desk::Studio;
use super::found::Findings;
use crate::authoring::studio;
use crate::base::diagnostic::{Diagnostic, Severity, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::build::{self, Audience, BuildOptions, Cache, Silent};
use crate::check::{FileChange, Subject, check, fix};
use crate::config::Links;
use crate::io::server::studio::Refusal;

/// The most places of one kind that a page is sent.
const MOST_PLACES: usize = 100;

impl Studio {
    /// Checks the files as they are saved, unless that was done.
    fn findings(&self) -> Arc<Findings> {
        let mut known = self.findings.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (files, unread, now, today) = {
            let state = self.lock();
            let now = state.now();
            let today = now.today(&state.ready.site().config.zone);
            (state.files.clone(), state.unread.clone(), now, today)
        };
        if let Some(known) = known.as_ref().filter(|known| known.files == files.fingerprint() && known.today == today) {
            return known.clone();
        }
        let options = BuildOptions {
            now,
            base_url: None,
            links: Some(Links::Root),
            drafts: false,
            audience: Audience::Visitors,
            fonts: Some(crate::cli::fonts::found()),
        };
        let found = self.background.run(|| {
            let mut cache = Cache::for_check();
            let ready = build::prepare(&files, &options, &mut cache);
            let built = build::finish(&ready, &mut cache, &Silent);
            let subject = Subject::new(&files, &ready, &built, &cache);
            // What asks other hosts isn't checked here, so its silences aren't unused.
            let asks = |code: &str| code.starts_with("W072") || code.starts_with("W073");
            check(&subject, unread, |code| !asks(code.0))
        });
        let found = Arc::new(Findings { files: files.fingerprint(), today, found });
        *known = Some(found.clone());
        found
    }

    pub(super) fn check(&self) -> Value {
        let findings = self.findings();
        let mut kinds: Vec<(&Diagnostic, Vec<&Diagnostic>)> = Vec::new();
        for fault in &findings.found {
            match kinds.iter_mut().find(|(first, _)| first.code == fault.code) {
                Some((_, all)) => all.push(fault),
                None => kinds.push((fault, vec![fault])),
            }
        }
        kinds.sort_by_key(|(first, all)| (first.severity(), std::cmp::Reverse(all.len())));
        let state = self.lock();
        let row = |fault: &&Diagnostic| {
            let file = fault.at.as_ref().map(|at| &at.path);
            let id = file.filter(|path| state.path(&studio::id(path)).is_some()).map(studio::id);
            json!({
                "message": fault.message.get(self.language),
                "help": fault.help.get(self.language),
                "file": file.map(SourcePath::as_str),
                "id": id,
            })
        };
        let kind = |(first, all): &(&Diagnostic, Vec<&Diagnostic>)| {
            let title = messages::table().find(|entry| entry.code == first.code).map(|entry| &entry.title);
            json!({
                "code": first.code.0,
                "title": title.map(|title| self.say(title.zh, title.en)),
                "severity": first.severity(),
                "count": all.len(),
                "mendable": all.iter().filter(|fault| !fault.fix.is_empty()).count(),
                "places": all.iter().take(MOST_PLACES).map(row).collect::<Vec<_>>(),
            })
        };
        let count = |severity| findings.found.iter().filter(|fault| fault.severity() == severity).count();
        json!({
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "kinds": kinds.iter().map(kind).collect::<Vec<_>>(),
        })
    }

    /// What mending would change, and the files that it was worked out for.
    fn mended(&self, code: &str) -> (Snapshot, Vec<FileChange>) {
        let findings = self.findings();
        let of: Vec<Diagnostic> = findings.found.iter().filter(|fault| fault.code.0 == code).cloned().collect();
        let files = self.lock().files.clone();
        let changes = if files.fingerprint() == findings.files { fix(&files, &of).changes } else { Vec::new() };
        (files, changes)
    }

    /// What mending the findings of a code would change.
    pub(super) fn mending(&self, code: &str) -> Value {
        let (_, changes) = self.mended(code);
        let row = |change: &FileChange| json!({ "file": change.path.as_str(), "before": change.before, "after": change.after });
        json!({ "changes": changes.iter().map(row).collect::<Vec<_>>() })
    }

    pub(super) fn mend(&self, code: &str) -> Result<Value, Refusal> {
        let (files, changes) = self.mended(code);
        let mut state = self.lock();
        let (mut done, mut left) = (0, Vec::new());
        for FileChange { path, bytes, .. } in &changes {
            let before = files.get(path).map(|file| file.held().to_vec());
            // An open text isn't changed below the hands of whoever writes it, nor one that was saved meanwhile.
            let same =
                state.files.get(path).map(|file| file.fingerprint) == files.get(path).map(|file| file.fingerprint);
            if state.unsaved.any(path) || !same {
                left.push(path.to_string());
                continue;
            }
            self.recorded(path, before.as_deref(), Some(bytes))?;
            state.put(path.clone(), bytes);
            done += 1;
        }
        self.rebuild(&mut state);
        Ok(json!({ "done": done, "left": left }))
    }

    /// What wants doing: what the check finds about time, by kind.
    pub(super) fn due_now(&self) -> Value {
        let findings = self.findings();
        let due = |fault: &&Diagnostic| fault.code.0.starts_with("W09") && fault.code.0 < "W0915";
        let state = self.lock();
        let mut kinds: Vec<(&'static str, Vec<Value>)> = Vec::new();
        for fault in findings.found.iter().filter(due) {
            let id = fault.at.as_ref().map(|at| studio::id(&at.path)).filter(|id| state.path(id).is_some());
            let row =
                json!({ "message": fault.message.get(self.language), "help": fault.help.get(self.language), "id": id });
            match kinds.iter_mut().find(|(code, _)| *code == fault.code.0) {
                Some((_, rows)) => rows.push(row),
                None => kinds.push((fault.code.0, vec![row])),
            }
        }
        let title = |code: &str| {
            let entry = messages::table().find(|entry| entry.code.0 == code);
            entry.map(|entry| self.say(entry.title.zh, entry.title.en))
        };
        let kind = |(code, rows): &(&'static str, Vec<Value>)| json!({ "code": code, "title": title(code), "count": rows.len(), "rows": rows.iter().take(6).collect::<Vec<_>>() });
        kinds.iter().map(kind).collect()
    }
}
