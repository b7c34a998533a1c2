//! What an editor pastes from Word, WPS, a web page or an article of an official account → Markdown.
//!
//! ```text
//! text/html ─clean─▶ elements with a meaning alone: headings, lists, tables, pictures, notes
//!           ─html::markdown─▶ Markdown, each block compared with its source
//! ```
//!
//! The looks of a text are left to the theme. Whatever else isn't brought over is reported: a picture that the browser can't
//! read, a film, a comment, a picture that is still on another site.

mod clean;
mod list;
mod losses;
mod merge;
mod note;
mod rtf;
mod table;

use super::docx::captioned;
use super::html::{markdown, parse};
use crate::base::diagnostic::Localized;
use crate::base::url::SourcePath;
use crate::content::markdown::MarkdownOptions;
use clean::Cleaner;

/// What the clipboard holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clipboard<'a> {
    pub html: &'a str,
    /// The same as RTF. Word's HTML names its pictures by paths that no browser can read; here they are themselves.
    pub rtf: &'a str,
    /// The number of the first footnote: those before it stand in the text already.
    pub first_note: usize,
}

/// What was made of it.
#[derive(Debug, Default, PartialEq)]
pub struct Pasted {
    pub markdown: String,
    /// Addresses of pictures that are on other sites.
    pub remote: Vec<String>,
    /// What wasn't brought over, or was guessed.
    pub reports: Vec<Localized>,
}

/// Converts a clipboard. `keep` gets the bytes of each picture that came with it, and returns the name of its file beside
/// the text; `None` if it is no picture that a site can show.
pub fn paste(
    clipboard: &Clipboard<'_>,
    options: &MarkdownOptions,
    keep: &mut dyn FnMut(&[u8]) -> Option<String>,
) -> Pasted {
    let Some(path) = SourcePath::new("pasted.md") else { return Pasted::default() };
    let mut nodes = parse(fragment(clipboard.html));
    let mut cleaner = Cleaner::new(&nodes, clipboard, options, keep);
    nodes = cleaner.nodes(nodes, clean::Around::default());
    nodes = list::gathered(merge::merged(clean::below_the_title(nodes)));
    let written = markdown(&nodes, &path, options);
    let text = captioned(written.markdown.trim());
    let (notes, remote, lost) = cleaner.end();
    let markdown = note::numbered(&text, &notes, clipboard.first_note.max(1), &path, options);
    Pasted { markdown, remote, reports: lost.said() }
}

/// What was chosen: browsers and Word mark it within the page that they send.
fn fragment(html: &str) -> &str {
    let after = html.split_once("<!--StartFragment-->").map_or(html, |(_, rest)| rest);
    after.rsplit_once("<!--EndFragment-->").map_or(after, |(inner, _)| inner)
}

#[cfg(test)]
mod tests;
