//! Signatures in a shared studio: by the person who has signed in, of the version as it is saved.

use std::sync::{Arc, PoisonError};

use serde_json::{Value, json};

use super::asker::person;
use super::desk::Studio;
use super::found::SavedSite;
use crate::authoring::review::{Signature, find, review, rows, sign};
use crate::authoring::studio::SigningRequest;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Cache, Ready, prepare};
use crate::cli::review::time;
use crate::io::disk;
use crate::io::server::studio::Refusal;

impl Studio {
    /// The site as it is saved, without anyone's unsaved text: what is signed is what is in the files. It is prepared once for
    /// each state of the files: those who ask meanwhile wait for the same.
    fn as_saved(&self) -> (Snapshot, BuildOptions, Arc<Ready>) {
        let mut known = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let (files, now, today) = {
            let state = self.lock();
            let now = state.now();
            (state.files.clone(), now, now.today(&state.ready.site().config.zone))
        };
        let options =
            BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Authors, fonts: None };
        let fingerprint = files.fingerprint();
        if let Some(known) = known.as_ref().filter(|known| known.files == fingerprint && known.today == today) {
            return (files, options, known.ready.clone());
        }
        let ready = Arc::new(prepare(&files, &options, &mut Cache::default()));
        *known = Some(SavedSite { files: fingerprint, today, ready: ready.clone() });
        (files, options, ready)
    }

    /// The stages of the site's review, and where the entry stands; `null` if the site has no review, or the entry none.
    pub(super) fn stages(&self, id: &str) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        if state.ready.site().config.review.is_none() {
            return Ok(Value::Null);
        }
        drop(state);
        let (_, _, ready) = self.as_saved();
        let Ok(review) = review(&ready) else { return Ok(Value::Null) };
        let tag = self.say("zh", "en");
        let row = rows(&ready, review, &tag).into_iter().find(|row| row.file == path.as_str());
        let stages: Vec<Value> =
            review.stages.iter().map(|stage| json!({ "id": stage.id, "name": stage.name.get(&tag) })).collect();
        Ok(row.map_or(Value::Null, |row| json!({ "stages": stages, "row": row })))
    }

    /// Signs, or returns to the author.
    pub(super) fn sign(&self, wanted: &SigningRequest) -> Result<Value, Refusal> {
        let Some(by) = person() else {
            return Err(self.refused(
                "invalid",
                "只有登录了的人能在这里签名；一个人用时用 kepu review --stage … --by …",
                "only a person who has signed in can sign here; otherwise use kepu review --stage … --by …",
            ));
        };
        let path = self.named(&self.lock(), &wanted.id)?;
        let (files, options, ready) = self.as_saved();
        let is_seen = files.get(&path).is_some_and(|file| file.fingerprint.to_string() == wanted.basis);
        if !is_seen {
            return Err(self.changed_meanwhile());
        }
        let signed = find(&ready, path.as_str()).and_then(|unit| {
            let time = time(&options, &files);
            let (stage, note) = (wanted.stage.as_str(), wanted.note.as_str());
            sign(&files, &ready, unit, &Signature { stage, by: &by, note, is_return: wanted.is_return, time: &time })
        });
        let signed = signed.map_err(|fault| self.told(&fault))?;
        let mut state = self.lock();
        // Signatures of others count as well: none may have come since the site was read.
        let same = beside_texts(&state.files) == beside_texts(&files);
        let on_disk = self.on_disk(&state, &path)?;
        if !same || files.get(&path).is_none_or(|file| file.held() != on_disk) {
            return Err(self.changed_meanwhile());
        }
        disk::write_sources(&self.root, signed.iter().map(|(path, bytes)| (path, &**bytes)))
            .map_err(|faults| faults.first().map_or_else(|| self.gone(), |fault| self.told(fault)))?;
        let mut names = Vec::new();
        for (path, bytes) in signed.iter() {
            state.put(path.clone(), bytes);
            names.push(path.as_str());
        }
        self.commit(&names, &self.say(&format!("签名 {path}"), &format!("Sign {path}")));
        self.rebuild(&mut state);
        drop(state);
        self.stages(&wanted.id)
    }

    fn changed_meanwhile(&self) -> Refusal {
        self.refused(
            "conflict",
            "这一篇或它的签名刚才变了，没有签。请看过现在的内容再签",
            "the text or its signatures changed a moment ago, so it wasn't signed; read it as it is now, and sign again",
        )
    }
}

/// What lies outside the folder of texts: the records of reviews among them.
fn beside_texts(files: &Snapshot) -> Vec<(&SourcePath, Fingerprint)> {
    let is_text = |path: &SourcePath| path.below("content").is_some();
    files.iter().filter(|(path, _)| !is_text(path)).map(|(path, file)| (path, file.fingerprint)).collect()
}
