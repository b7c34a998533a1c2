//! Importing a file that was dropped: `kepu import` as it is, first as a rehearsal whose report is a page.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::asker::note;
use super::desk::Studio;
use super::saved::{now, who};
use crate::authoring::studio::{self, ImportRequest};
use crate::base::diagnostic::Language;
use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;
use crate::io::disk::{self, SavedChange};
use crate::io::programs::own::OwnCommand;
use crate::io::server::studio::Refusal;

/// What the command calls its kinds, as words of this program.
const KINDS: [&str; 6] = ["docx", "xlsx", "csv", "ics", "wordpress", "html"];

impl Studio {
    /// Lays a file aside until it is imported.
    pub(super) fn stage(&self, name: &str, bytes: &[u8]) -> Result<Value, Refusal> {
        let kind = studio::incoming(name, bytes);
        let (Some(name), Some(kind)) = (studio::incoming_name(name), kind) else {
            return Err(self.refused(
                "invalid",
                "这种文件不能导入。可以导入 Word（.docx）、Excel（.xlsx、.xls）、.csv、日历（.ics）、WordPress 导出的 .xml、存下来的网页（.html）",
                "this kind of file can't be imported. Word (.docx), Excel (.xlsx, .xls), .csv, calendars (.ics), an export of WordPress (.xml) and saved pages (.html) can",
            ));
        };
        let upload = Fingerprint::of_bytes(bytes).to_string();
        note(name.as_str());
        disk::lay_aside(&self.root, &upload, name.as_str(), bytes).map_err(|error| self.disk(&error))?;
        Ok(json!({ "upload": upload, "name": name.as_str(), "kind": kind }))
    }

    pub(super) fn import(&self, request: &ImportRequest) -> Result<Value, Refusal> {
        let refused = |zh: &str, en: &str| self.refused("invalid", zh, en);
        let file = studio::incoming_name(&request.name)
            .and_then(|name| disk::laid_aside(&self.root, &request.upload, name.as_str()));
        let file = file.ok_or_else(|| {
            refused("这个文件已经不在了，请再拖进来一次", "the file isn't there any more; drop it again")
        })?;
        let kind = KINDS.iter().find(|kind| **kind == request.kind);
        let kind = *kind.ok_or_else(|| refused("没有这种导入", "there is no such import"))?;
        if !self.lock().ready.site().collections.contains_key(&request.into) {
            return Err(refused("没有这个栏目", "there is no such collection"));
        }
        let mapping = file.with_extension("mapping.yaml");
        if let Some(text) = request.mapping.as_ref().filter(|text| !text.trim().is_empty()) {
            disk::write_beside(&mapping, text.as_bytes()).map_err(|fault| self.told(&fault))?;
        }
        let run = |dry: bool| {
            let language = if self.language == Language::Chinese { "zh-CN" } else { "en" };
            let mut words = vec!["--lang", language, "import", kind];
            words.extend(dry.then_some("--dry-run"));
            words.extend(request.replace.then_some("--force"));
            words.extend((request.table && matches!(kind, "xlsx" | "csv")).then_some("--table"));
            let values = [("--into", request.into.as_str())];
            let command = OwnCommand { words: &words, values: &values, operand: Some(file.as_os_str()) };
            self.run(command, ("没有导入成：", "It wasn't imported:"))
        };
        let mut told = run(true)?;
        if request.write {
            // What would be replaced is in the history before; large files are on the disk alone.
            let mut before = BTreeMap::new();
            for (path, _) in changed(&told).into_iter().filter(|(_, fate)| fate == "updated") {
                let bytes = disk::read_whole(&self.root.join(path.as_str())).map_err(|error| self.disk(&error))?;
                disk::keep_version(&self.root, &bytes).map_err(|error| self.disk(&error))?;
                before.insert(path, bytes);
            }
            told = run(false)?;
            for (path, _) in changed(&told) {
                let Ok(new) = disk::read_file(&self.root.join(path.as_str())) else { continue };
                let name = |bytes: &[u8]| Fingerprint::of_bytes(bytes).to_string();
                let change = SavedChange {
                    time: now(),
                    who: who(),
                    path: path.to_string(),
                    before: before.get(&path).map(|bytes| name(bytes)),
                    after: Some(name(new.held())),
                };
                note(&change.path);
                let kept = disk::keep_version(&self.root, new.held());
                kept.and_then(|()| disk::log(&self.root, &change)).map_err(|error| self.disk(&error))?;
                let mut state = self.lock();
                state.put(path, new.held());
            }
            let made = changed(&told);
            let files: Vec<&str> = made.iter().map(|(path, _)| path.as_str()).collect();
            let count = files.len();
            self.commit(&files, &self.say(&format!("导入 {count} 个文件"), &format!("Import {count} files")));
            let mut state = self.lock();
            self.rebuild(&mut state);
        }
        let mapping = disk::read_if_there(&mapping).ok().flatten();
        let mapping = mapping.and_then(|file| file.text().map(str::to_owned));
        let ids: serde_json::Map<String, Value> = changed(&told)
            .iter()
            .filter(|(path, _)| matches!(path.extension(), "md" | "csv"))
            .map(|(path, _)| (path.to_string(), studio::id(path).into()))
            .collect();
        Ok(json!({ "report": told, "mapping": mapping, "ids": ids }))
    }
}

/// The files that an import made or changed, or would, by its report.
fn changed(told: &Value) -> Vec<(SourcePath, String)> {
    let files = told["told"]["files"].as_array().into_iter().flatten();
    let file = |file: &Value| {
        let fate = file["fate"].as_str().filter(|fate| matches!(*fate, "made" | "updated"))?;
        Some((SourcePath::new(file["path"].as_str()?)?, fate.to_owned()))
    };
    files.filter_map(file).collect()
}
