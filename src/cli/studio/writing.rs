//! What the studio writes: each file as a whole, with the version before it in the history.

use std::io;
use std::sync::atomic::Ordering;

use serde_json::{Map, Value, json};

use super::asker::{note, person};
use super::desk::Studio;
use super::saved::{bytes_of, now, who};
use super::state::SiteState;
use crate::authoring::scaffold;
use crate::authoring::studio;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::time::parse_date;
use crate::base::url::SourcePath;
use crate::content::document;
use crate::io::disk::{self, SavedChange};
use crate::io::programs::git;
use crate::io::server::studio::Refusal;

impl Studio {
    pub(super) fn save(&self, id: &str, basis: &str, text: &str) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, id)?;
        let before = self.on_disk(&state, &path)?;
        let conflict = |bytes: &[u8]| Refusal {
            kind: "conflict",
            message: self.say(
                "这个文件刚才被别的程序或别的窗口改过，没有覆盖它。请看看两边的不同",
                "another program or window has changed this file; it wasn't overwritten",
            ),
            more: json!({ "theirs": text_of(&path, bytes), "basis": Fingerprint::of_bytes(bytes).to_string() }),
        };
        if Fingerprint::of_bytes(&before).to_string() != basis {
            return Err(conflict(&before));
        }
        let bytes = bytes_of(&path, &before, text);
        let same = before == bytes;
        if !same {
            self.recorded(&path, Some(&before), Some(&bytes))?;
            state.put(path.clone(), &bytes);
        }
        if !same || state.unsaved.of(&path, person().as_deref()).is_some() {
            self.forget(&mut state, id, &path)?;
            self.rebuild(&mut state);
        }
        drop(state);
        self.open(id)
    }

    /// The file's bytes as they are on the disk now, whatever the watcher has seen.
    pub(super) fn on_disk(&self, state: &SiteState, path: &SourcePath) -> Result<Vec<u8>, Refusal> {
        state.files.get(path).ok_or_else(|| self.gone())?;
        disk::read_file(&self.root.join(path.as_str())).map(|file| file.held().to_vec()).map_err(|_| self.gone())
    }

    /// Does something to a file of the site that the history has to know. Both versions are kept before, and the line of the
    /// log is written after: a version that never was isn't in it. If the log can't be written, the deed is undone.
    pub(super) fn recorded(
        &self,
        path: &SourcePath,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<(), Refusal> {
        let root = &self.root;
        let failed = |error: io::Error| self.disk(&error);
        for bytes in [before, after].into_iter().flatten() {
            disk::keep_version(root, bytes).map_err(failed)?;
        }
        let turn = |from: Option<&[u8]>, to: Option<&[u8]>| match (from, to) {
            (Some(from), Some(to)) => disk::replace(root, path, from, to),
            (Some(from), None) => disk::remove(root, path, from),
            (None, Some(to)) => disk::create(root, path, to).map(drop),
            (None, None) => Ok(()),
        };
        turn(before, after).map_err(failed)?;
        let name = |bytes: &[u8]| Fingerprint::of_bytes(bytes).to_string();
        let (before_name, after_name) = (before.map(name), after.map(name));
        let (time, who, path) = (now(), who(), path.to_string());
        let change = SavedChange { time, who, path, before: before_name, after: after_name };
        disk::log(root, &change).map_err(|error| {
            let _ = turn(after, before);
            failed(error)
        })?;
        note(&change.path);
        let what = match (&change.before, &change.after) {
            (None, _) => self.say("新建", "Make"),
            (_, None) => self.say("删除", "Remove"),
            _ => self.say("修改", "Change"),
        };
        self.commit(&[&change.path], &format!("{what} {}", change.path));
        Ok(())
    }

    /// Makes a git commit of what was changed, where the site wants that. A commit that fails is told, and loses nothing.
    pub(super) fn commit(&self, files: &[&str], message: &str) {
        if files.is_empty() || !self.commits.load(Ordering::Relaxed) {
            return;
        }
        let done = git::commit(&self.root, files, message);
        let fault = match done {
            Ok(done) if done.success => return,
            Ok(done) => done.stderr,
            Err(error) => error.cause().to_string(),
        };
        let told = self.say("已保存，但没有记进 git：", "It is saved, but git has no commit of it: ");
        self.tell(format!("{told}{fault}"));
    }

    /// Tells every page something beside the answers.
    pub(super) fn tell(&self, words: String) {
        self.notices.add(words);
        self.changed.notify_all();
    }

    pub(super) fn make(&self, collection: &str, title: &str, values: &Map<String, Value>) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let site = state.ready.site();
        let declared = scaffold::collection(collection, &site.collections).map_err(|fault| self.told(&fault))?;
        let mut answers = scaffold::Answers::new();
        let typed = values.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
        for (key, text) in std::iter::once(("title", title)).chain(typed) {
            let Some(question) = scaffold::questions(declared).into_iter().find(|question| question.key == key) else {
                continue;
            };
            if let Some(fault) = scaffold::fault(&question, text, site) {
                return Err(self.told(&fault));
            }
            if !text.trim().is_empty() {
                answers.insert(key.to_owned(), scaffold::value(&question.field.field_type, text, site));
            }
        }
        let (path, text) = scaffold::file(declared, site, answers, false).map_err(|fault| self.told(&fault))?;
        let path = free(&state.files, path);
        self.recorded(&path, None, Some(text.as_bytes()))?;
        state.put(path.clone(), text.as_bytes());
        self.rebuild(&mut state);
        Ok(json!({ "id": studio::id(&path) }))
    }

    pub(super) fn delete(&self, id: &str, basis: &str) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, id)?;
        let before = self.on_disk(&state, &path)?;
        if Fingerprint::of_bytes(&before).to_string() != basis {
            return Err(self.refused(
                "conflict",
                "这个文件刚才被改过，没有删除。请先看看现在的内容",
                "this file was changed a moment ago, so it wasn't deleted; look at it first",
            ));
        }
        self.without_others(&state, &path)?;
        self.recorded(&path, Some(&before), None)?;
        self.bin_comments(&path);
        state.remove(&path);
        self.forget(&mut state, id, &path)?;
        self.rebuild(&mut state);
        Ok(json!({}))
    }

    pub(super) fn shift(&self, id: &str, day: &str, announced: bool) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        if state.unsaved.of(&path, person().as_deref()).is_some() {
            return Err(self.refused(
                "unsaved",
                "这场活动有没有保存的改动，请先打开它，保存或放弃",
                "this event has changes that aren't saved; open it first, and save or discard them",
            ));
        }
        // The entry as it was built has everyone's unsaved words: those of others don't belong into the file.
        self.without_others(&state, &path)?;
        let cannot =
            || self.refused("invalid", "这场活动不能这样移动，请打开它改", "this event can't be moved so; open it");
        let site = state.ready.site();
        let entry = site.by_source(&path).map(|id| site.entry(id).clone()).ok_or_else(cannot)?;
        let day = parse_date(day).ok_or_else(cannot)?;
        let changes = studio::moved(&entry, day, announced).ok_or_else(cannot)?;
        let collection = self.collection_of(&state, &path)?;
        let file = state.files.get(&path).ok_or_else(|| self.gone())?;
        let text = std::str::from_utf8(file.held()).map_err(|_| cannot())?;
        let made = studio::change(text, &path, &collection.fields, &changes).map_err(|fault| self.told(&fault))?;
        let basis = file.fingerprint.to_string();
        drop(state);
        self.save(id, &basis, &made)?;
        Ok(json!({}))
    }

    /// Refuses what would write another person's unsaved text of an entry, or leave it without its entry.
    pub(super) fn without_others(&self, state: &SiteState, path: &SourcePath) -> Result<(), Refusal> {
        let own = person();
        let Some(name) = state.unsaved.another(path, own.as_deref()) else { return Ok(()) };
        let (zh, en) = (
            format!("{name}有没有保存的改动，先请{name}保存或放弃"),
            format!("{name} has changes that aren't saved; ask {name} to save or discard them first"),
        );
        Err(self.refused("unsaved", &zh, &en))
    }

    pub(super) fn take_beside(&self, entry: &str, name: &str, bytes: &[u8]) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, entry)?;
        let name = studio::file_name(name, bytes).ok_or_else(|| {
            self.refused(
                "invalid",
                "这种文件不能放进网站。图片可以是 JPEG、PNG、WebP、GIF、SVG；附件可以是 PDF、Word、Excel、PPT、ZIP、音频、视频",
                "this kind of file can't be put on the site. Pictures may be JPEG, PNG, WebP, GIF or SVG; attachments PDF, Word, Excel, PowerPoint, ZIP, audio or video",
            )
        })?;
        let beside = studio::beside(&path, &name, &state.files);
        let Some(place) = beside else { return Err(self.gone()) };
        if state.files.get(&place).is_none() {
            disk::create(&self.root, &place, bytes).map_err(|error| self.disk(&error))?;
            note(place.as_str());
            state.put(place.clone(), bytes);
            self.rebuild(&mut state);
        }
        Ok(json!({ "name": place.file_name(), "picture": studio::is_picture(place.file_name()) }))
    }
}

/// What a page shows of a file's bytes.
pub(super) fn text_of(path: &SourcePath, bytes: &[u8]) -> Option<String> {
    document::text_of(path, &SourceFile::new(bytes)).map(|text| text.into_owned())
}

/// A path like this one that no file has.
fn free(files: &Snapshot, path: SourcePath) -> SourcePath {
    let (stem, ending) = path.as_str().rsplit_once('.').unwrap_or((path.as_str(), "md"));
    let others = (2..1000).filter_map(|number| SourcePath::new(&format!("{stem}-{number}.{ending}")));
    std::iter::once(path.clone()).chain(others).find(|path| files.get(path).is_none()).unwrap_or(path)
}
