//! One Markdown text → HTML with holes for the site's own addresses, and what else is to be
//! known of it: links, headings, plain text, length.
//!
//! What a link leads to is none of this module's business: it must not know other files,
//! routes, collections or themes. It reads CommonMark with GFM's tables, footnotes, task
//! lists, strikethrough and alerts, definition lists, formulas, indices (`H~2~O`, `x^2^`),
//! ruby (`{科普|kē pǔ}`), and the rules for Chinese that `prepare` and `writer` explain.
//! The text is content, never template code: `{{` is two braces.

mod address;
mod alerts;
mod code;
mod dollar;
mod elements;
mod elsewhere;
mod escape;
mod flanking;
mod footnotes;
mod index;
mod inline;
mod link;
mod math;
mod meant;
mod misread;
mod near_miss;
mod paragraph;
mod plain;
mod prepare;
mod raw;
mod refused;
mod run;
mod table;
mod walk;
mod words;
mod writer;

pub use alerts::alert_named;
pub use elsewhere::{bare, elsewhere};
pub use meant::MeantAddress;
pub use walk::walk;

use std::ops::Range;

use crate::base::diagnostic::{Checked, Location, Span, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::text::Count;
use crate::base::url::SourcePath;

/// What a site decides about its Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownOptions {
    /// Whether HTML passes. If not, it is shown as typed, and links that run scripts lose their address.
    pub raw_html: bool,
    /// The page's language as a BCP 47 tag, for the few words that are put in (`提示`, `脚注`).
    pub language: String,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { raw_html: true, language: "zh-CN".to_owned() }
    }
}

/// What one Markdown text becomes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Body {
    /// HTML in which each of `links` lacks its address, or has it as it was typed.
    html: String,
    /// Ascending by `at`.
    pub links: Vec<LinkTo>,
    /// In order.
    pub headings: Vec<Heading>,
    /// The beginning of the plain text, 300 characters at most, for a summary: paragraphs, list
    /// items and table rows, each with an empty line before it, without headings, code blocks,
    /// formulas on lines of their own, footnote marks and pictures. The rest would only take room in every body.
    pub opening: String,
    /// Length of the text and of the headings.
    pub count: Count,
    /// Of the HTML and of the links, spans left out: a text that moved within its file is the same.
    pub fingerprint: Fingerprint,
}

/// A link to one of the site's own places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTo {
    /// The byte in the HTML where the address goes, within an attribute's value.
    pub at: usize,
    /// Of an address in raw HTML: what stands there now.
    pub typed: Option<Typed>,
    /// The path as written, percent-decoded: relative to the file, or from the root with a leading `/`.
    pub target: String,
    /// `?query#fragment` as written, or empty.
    pub suffix: String,
    pub kind: LinkKind,
    /// Whether it holds spaces or brackets and was written without `<` and `>`.
    pub spaced: bool,
    /// The link as it should be written, where the address is a slip of a known kind.
    pub mended: Option<Box<str>>,
    /// In the source file: the whole link or picture; of raw HTML the attribute's value.
    pub span: Span,
}

impl LinkTo {
    /// The attribute that the address is the value of, with the space before it.
    fn attribute(&self, html: &str) -> Range<usize> {
        let blank_or_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let before = html[..self.at].trim_end_matches(blank_or_quote).trim_end_matches('=').trim_end();
        let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':'));
        let end = self.at + self.typed.map_or(0, |typed| typed.length);
        let after = html[end..].trim_start();
        let quoted = html[..self.at].trim_end().ends_with(['"', '\'']) && after.starts_with(['"', '\'']);
        let end = if quoted { html.len() - after.len() + 1 } else { end };
        // A space stays between what stands before and an attribute that follows at once.
        let apart = html[end..].starts_with(|c: char| c.is_whitespace() || c == '>');
        if apart { name.trim_end().len()..end } else { name.len()..end }
    }
}

/// An address as it was typed in raw HTML, which stays where nothing is known to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Typed {
    /// In bytes of the HTML.
    pub length: usize,
    /// Whether it is the whole value of its attribute, and not a part of a list or a style.
    pub whole: bool,
}

/// How the tag of a picture begins.
const PICTURE: &str = "<img src=\"";

/// What goes in the place of a link: an address, and around a picture's tag and into it what there is to say of it.
#[derive(Clone, Debug, Default)]
pub struct Filling {
    pub before: String,
    /// None leaves what was typed.
    pub address: Option<String>,
    pub attributes: String,
    pub after: String,
    /// Whether the attribute with the address goes altogether.
    pub unlinked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// Followed by a reader; it may still lead to a file.
    Page,
    /// Shown as part of the page.
    Asset,
    /// A picture, written as `<img src="…" …>`.
    Picture,
    /// An address in raw HTML that may lead to anything, or nowhere, in which case it stays as it was typed: of a `srcset`,
    /// a style, a form.
    Unchecked,
}

/// A heading of the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Unique in the text.
    pub id: String,
    /// Without markup.
    pub text: String,
}

/// Parses a text. `offset` is the byte at which it begins in its file, for the diagnostics' places.
pub fn markdown(source: &str, path: &SourcePath, offset: usize, options: &MarkdownOptions) -> Checked<Body> {
    parse(source, path, offset, options).1
}

/// The text as the parser is given it in the end, and what becomes of it.
fn parse<'s>(
    source: &'s str,
    path: &SourcePath,
    offset: usize,
    options: &MarkdownOptions,
) -> (prepare::Prepared<'s>, Checked<Body>) {
    // Which lines are indented paragraphs is known only when they have been parsed as code.
    // Their indentation is then taken away, and everything is parsed again: links and notes
    // defined elsewhere must hold in them. Lines that were paragraphs all along can turn into
    // code by that, so it may happen again, but not often enough to need more than a few rounds.
    let mut amended = prepare::Amended::default();
    let mut indented: Vec<Span> = Vec::new();
    let mut round = 0;
    loop {
        let prepared = prepare::prepare(source, &amended);
        let mut writer = writer::Writer::new(&prepared, path, offset, options);
        writer.run();
        let texts = writer.texts();
        // In the same way a file's name with spaces is an address only when it has been read as text.
        let spaced = near_miss::spaced(source, &texts);
        let spaced: Vec<_> = spaced.into_iter().filter(|place| !amended.spaced.contains(place)).collect();
        if writer.indented.is_empty() && spaced.is_empty() || round == 3 {
            for miss in near_miss::find(source, &texts) {
                let span = Span::from(miss.at.clone()).shift(offset);
                writer.diagnostics.push(miss.diagnostic().at(Location::span(path, span)));
            }
            let mut checked = writer.finish();
            // One warning a body: in a text that is typed so, every paragraph is.
            if let Some(first) = indented.iter().min() {
                checked.diagnostics.push(messages::indented_paragraph(indented.len()).at(Location::span(path, *first)));
            }
            return (prepared, checked);
        }
        round += 1;
        amended.unindent.append(&mut writer.indented);
        amended.unindent.sort_unstable();
        amended.unindent.dedup();
        amended.spaced.extend(spaced);
        amended.spaced.sort_unstable_by_key(|place| place.start);
        indented.append(&mut writer.indented_paragraphs);
    }
}

// The fingerprint stands for all that is shown; spans are in no view.
impl std::hash::Hash for Body {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl Body {
    /// The HTML with what goes in the place of each link, by its place in `links`.
    pub fn fill_with(&self, filling: impl Fn(usize) -> Filling) -> String {
        let mut filled = String::with_capacity(self.html.len() + self.links.len() * 48);
        let mut done = 0;
        for (index, link) in self.links.iter().enumerate() {
            let filling = filling(index);
            if filling.unlinked {
                let attribute = link.attribute(&self.html);
                filled.push_str(&self.html[done..attribute.start]);
                done = attribute.end;
                continue;
            }
            // A picture's tag begins right before its address, and nothing in it but its end is `>`.
            let picture = link.kind == LinkKind::Picture;
            let start = link.at - if picture { PICTURE.len() } else { 0 };
            filled.push_str(&self.html[done..start]);
            filled.push_str(&filling.before);
            filled.push_str(&self.html[start..link.at]);
            done = link.at;
            match (&filling.address, link.typed) {
                (Some(address), None) => {
                    escape::attribute(&mut filled, address);
                    escape::address(&mut filled, &link.suffix);
                }
                (Some(address), Some(Typed { length, whole })) => {
                    escape::typed(&mut filled, address, &link.suffix, whole);
                    done += length;
                }
                (None, _) => {}
            }
            if picture && let Some(length) = self.html[done..].find('>') {
                filled.push_str(&self.html[done..done + length]);
                filled.push_str(&filling.attributes);
                filled.push('>');
                filled.push_str(&filling.after);
                done += length + 1;
            }
        }
        filled.push_str(&self.html[done..]);
        filled
    }

    /// The HTML with an address for each link, by its place in `links`; the link's suffix follows it.
    pub fn fill<'a>(&self, address: impl Fn(usize) -> &'a str) -> String {
        self.fill_with(|index| Filling { address: Some(address(index).to_owned()), ..Filling::default() })
    }

    /// The HTML, in which addresses of the site's own places lack or are as they were typed.
    pub fn markup(&self) -> &str {
        &self.html
    }

    /// Whether an element of raw HTML has this identifier.
    pub fn has_id(&self, id: &str) -> bool {
        self.html.contains(&format!("id=\"{id}\""))
    }

    /// All its words, headings, tables, notes and code included, blocks parted by a space. Made
    /// anew for whoever asks: few do, and it is as long as the text itself.
    pub fn plain(&self) -> String {
        plain::plain(&self.html)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_goes_as_a_whole_however_it_is_written() {
        for (html, left) in [
            ("<a class=\"x\" href=\"over.md\" title=\"旧\">旧</a>", "<a class=\"x\" title=\"旧\">旧</a>"),
            ("<a href=over.md>旧</a>", "<a>旧</a>"),
            ("<a href = 'over.md' >旧</a>", "<a >旧</a>"),
            ("<a href=\"over.md\"title=\"旧\">旧</a>", "<a title=\"旧\">旧</a>"),
            ("<iframe width=1 src='over.md'></iframe>", "<iframe width=1></iframe>"),
        ] {
            let link = LinkTo {
                at: html.find("over.md").unwrap(),
                typed: Some(Typed { length: "over.md".len(), whole: true }),
                target: "over.md".to_owned(),
                suffix: String::new(),
                kind: LinkKind::Page,
                spaced: false,
                mended: None,
                span: Span::default(),
            };
            let mut text = html.to_owned();
            text.replace_range(link.attribute(html), "");
            assert_eq!(text, left, "{html}");
        }
    }
}
