//! What a save needs to know: how a text is in its file, when it is, and who saves.

use jiff::Timestamp;

use super::asker;
use crate::authoring::studio;
use crate::base::url::SourcePath;

/// A text as its file has it: a table keeps its encoding.
pub fn bytes_of(path: &SourcePath, before: &[u8], text: &str) -> Vec<u8> {
    if path.extension().eq_ignore_ascii_case("csv") {
        return studio::encoded(before, text);
    }
    text.as_bytes().to_vec()
}

/// The time, for the log of versions.
pub fn now() -> String {
    Timestamp::now().to_string()
}

/// Who saves: the person who has signed in, or in a studio of one's own the name that the system knows its user by.
pub fn who() -> String {
    asker::person().unwrap_or_else(user)
}

fn user() -> String {
    ["USERNAME", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default()
}
