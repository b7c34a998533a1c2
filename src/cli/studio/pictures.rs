//! Pictures of an entry: their bytes, for the page to turn and crop, and where they are used.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::desk::Studio;
use super::state::SiteState;
use crate::authoring::studio;
use crate::base::media_type;
use crate::base::url::SourcePath;
use crate::content::document::{self, text_of};
use crate::io::disk;
use crate::io::server::studio::Refusal;

/// The largest picture that a page is sent.
const LARGEST: u64 = 40 * 1024 * 1024;

impl Studio {
    /// A picture that an entry names, as text, and the other files that name it.
    pub(super) fn picture(&self, id: &str, name: &str) -> Result<Value, Refusal> {
        let state = self.lock();
        let path = self.named(&state, id)?;
        let place = path.resolve(name).filter(|place| place.below("content").is_some());
        let place = place.filter(|place| state.files.get(place).is_some() && studio::is_picture(place.file_name()));
        let place = place
            .ok_or_else(|| self.refused("gone", "旁边没有这张图片", "there is no such picture beside the entry"))?;
        let used = used(&state, &place);
        drop(state);
        let file = self.root.join(place.as_str());
        if disk::size(&file).is_none_or(|size| size > LARGEST) {
            return Err(self.refused(
                "invalid",
                "图片太大，请先用别的程序缩小",
                "the picture is too large; scale it down first",
            ));
        }
        let bytes = disk::read_whole(&file).map_err(|error| self.disk(&error))?;
        Ok(json!({
            "type": media_type::of(place.file_name()).to_string(),
            "data": STANDARD.encode(bytes),
            "used": used.iter().map(|path| json!({ "id": studio::id(path), "file": path.below("content") })).collect::<Vec<_>>(),
        }))
    }
}

/// The content files whose text names a picture: by its name in its own folder, by its path from others.
fn used(state: &SiteState, picture: &SourcePath) -> Vec<SourcePath> {
    let names = |(path, file): &(&SourcePath, &crate::base::source::SourceFile)| {
        if !(document::is_markdown(path.extension()) || matches!(path.extension(), "csv" | "yaml")) {
            return false;
        }
        let Some(text) = text_of(path, file) else { return false };
        text.match_indices(picture.file_name()).any(|(at, name)| {
            // The whole address around the name.
            let ends = |c: char| c.is_whitespace() || "()[]<>\"',;；，、{}".contains(c);
            let start = text[..at]
                .rfind(ends)
                .map_or(0, |place| place + text[place..].chars().next().map_or(1, char::len_utf8));
            let end = at + name.len();
            path.resolve(&text[start..end]).as_ref() == Some(picture)
        })
    };
    state.files.below("content").filter(names).map(|(path, _)| path.clone()).collect()
}
