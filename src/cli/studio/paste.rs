//! Pasted text → Markdown, with its pictures beside the entry.

use serde_json::{Value, json};

use super::desk::Studio;
use crate::authoring::import::pasted::{self, Clipboard};
use crate::authoring::studio;
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::content::markdown::MarkdownOptions;
use crate::io::disk;
use crate::io::fetch;
use crate::io::server::studio::Refusal;

impl Studio {
    pub(super) fn paste(&self, id: &str, html: &str, rtf: &str, first_note: usize) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let path = self.named(&state, id)?;
        let language = state.ready.site().config.language.clone();
        let options = MarkdownOptions { raw_html: true, language };
        let mut files = state.files.clone();
        let mut kept: Vec<(SourcePath, Vec<u8>)> = Vec::new();
        let mut keep = |bytes: &[u8]| {
            let name = studio::file_name("picture", bytes)?;
            let place = studio::beside(&path, &name, &files)?;
            if !studio::is_picture(place.file_name()) {
                return None;
            }
            files.insert(place.clone(), SourceFile::new(bytes));
            let name = place.file_name().to_owned();
            kept.push((place, bytes.to_vec()));
            Some(name)
        };
        let clipboard = Clipboard { html, rtf, first_note };
        let made = pasted::paste(&clipboard, &options, &mut keep);
        for (place, bytes) in &kept {
            disk::create(&self.root, place, bytes).map_err(|error| self.disk(&error))?;
            state.put(place.clone(), bytes);
        }
        if !kept.is_empty() {
            self.rebuild(&mut state);
        }
        let told: Vec<&str> = made.reports.iter().map(|report| report.get(self.language)).collect();
        Ok(json!({ "markdown": made.markdown, "remote": made.remote, "told": told, "pictures": kept.len() }))
    }

    /// Fetches a picture that a pasted text shows from another site, and puts it beside the entry.
    pub(super) fn fetch(&self, id: &str, address: &str) -> Result<Value, Refusal> {
        self.named(&self.lock(), id)?;
        let bytes = fetch::picture(address).map_err(|fault| {
            let reason = fault.get(self.language);
            let failed = self.say("图片没有取到：", "The picture couldn't be fetched: ");
            let help = self.say(
                "可以在那个网页上右键另存图片，再拖进来",
                "it can be saved from that page in the browser, and dropped here",
            );
            self.refused_with("elsewhere", format!("{failed}{reason}"), json!({ "help": help }))
        })?;
        let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let named = studio::file_name(name, &bytes).filter(|name| studio::is_picture(name));
        if named.is_none() {
            return Err(self.refused("invalid", "那个网址上不是图片", "there is no picture at that address"));
        }
        self.take_beside(id, name, &bytes)
    }
}
