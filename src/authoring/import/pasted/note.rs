//! Footnotes: signs that stand for them while a text is converted, then Markdown's own.

use super::super::html::{HtmlNode, markdown};
use crate::base::url::SourcePath;
use crate::content::markdown::MarkdownOptions;

/// Around the number of a note, in characters that no text has.
const OPEN: char = '\u{f1a0}';
const CLOSE: char = '\u{f1a1}';

/// A note by the name that its document has for it, with its text.
pub type Note = (String, Vec<HtmlNode>);

/// What stands in the text for a note.
pub fn sign(name: &str) -> String {
    format!("{OPEN}{name}{CLOSE}")
}

/// The name of a note that an address leads to: `#_ftn3`, `#_edn1`.
pub fn name(address: &str) -> Option<&str> {
    let (_, name) = address.rsplit_once("#_")?;
    let number = name.strip_prefix("ftn").or_else(|| name.strip_prefix("edn"))?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// Whether an address leads back from a note.
pub fn leads_back(address: &str) -> bool {
    address.contains("#_ftnref") || address.contains("#_ednref")
}

/// Replaces the signs by Markdown's, in the order of the text, and adds the notes' texts below it.
pub fn numbered(text: &str, notes: &[Note], first: usize, path: &SourcePath, options: &MarkdownOptions) -> String {
    let mut out = String::with_capacity(text.len());
    let mut below = String::new();
    let mut known: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        rest = after;
        let Some((name, behind)) = after.split_once(CLOSE) else { continue };
        rest = behind;
        let Some((_, nodes)) = notes.iter().find(|(known, _)| known == name) else { continue };
        let place = known.iter().position(|one| *one == name).unwrap_or_else(|| {
            known.push(name);
            let number = first + known.len() - 1;
            let words = markdown(nodes, path, options).markdown.trim().replace('\n', "\n    ");
            below.push_str(&format!("\n\n[^{number}]: {words}"));
            known.len() - 1
        });
        out.push_str(&format!("[^{}]", first + place));
    }
    out.push_str(rest);
    out + &below
}
