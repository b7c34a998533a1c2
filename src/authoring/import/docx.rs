//! Turns a Word document, converted by pandoc, into an entry with its pictures beside it.
//!
//! pandoc turns headings, lists, tables, footnotes, pictures and formulas into Markdown; a table with merged cells
//! stays HTML, so that nothing is lost. This module adds what pandoc can't know: the title, the level of the headings
//! below it, the entry's path, and its front matter.

use std::collections::BTreeMap;

use super::{Basis, DraftFile, Drafts};
use crate::authoring::scaffold::{self, Answers};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::SourceFile;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::{Collection, Facet};
use crate::site::Site;

/// The template that pandoc fills: the document's title on the first line, then the text.
pub const TEMPLATE: &str = "$title$\n\n$body$\n";

/// A pandoc filter that drops the pictures' sizes: centimetres of a printed page mean nothing on a web page.
pub const FILTER: &str = "function Image(image) image.attributes = {}; return image end\n";

/// The folder of pictures, as pandoc's output refers to it.
pub const MEDIA: &str = "./media/";

/// A document as pandoc converted it.
pub struct Paper {
    /// The path of the Word file, as messages show it.
    pub name: SourcePath,
    /// The output of [`TEMPLATE`].
    pub text: String,
    /// Pictures by their names below [`MEDIA`].
    pub pictures: BTreeMap<String, SourceFile>,
}

/// Returns the entry for a document: a draft, dated today.
///
/// # Errors
/// One diagnostic if no file name can be made of the title.
pub fn drafts(paper: &Paper, collection: &Collection, site: &Site) -> Result<Drafts, Diagnostic> {
    let (title, body) = split_title(paper);
    let slug = scaffold::slug(&title);
    let own_folder = !paper.pictures.is_empty();
    let when = When { date: site.today.0, time: None };
    let path = (!slug.is_empty()).then(|| scaffold::place(collection, site, &slug, when, own_folder)).flatten();
    let path = path.ok_or_else(|| messages::title_without_slug(&title).at(Location::file(&paper.name)))?;
    let mut answers = Answers::from([("title".to_owned(), YamlValue::text(title)), scaffold::draft()]);
    if collection.has(Facet::Publication) {
        answers.extend(Facet::Publication.needs().iter().map(|key| ((*key).to_owned(), YamlValue::plain(site.today))));
    }
    let from = Location::file(&paper.name);
    let mut body = body;
    let mut files = Vec::new();
    for (number, (name, picture)) in paper.pictures.iter().enumerate() {
        let extension = name.rsplit_once('.').map_or("png", |(_, extension)| extension).to_lowercase();
        let beside = format!("picture-{}.{extension}", number + 1);
        body = body.replace(&format!("{MEDIA}{name}"), &beside);
        if let Some(path) = path.resolve(&beside) {
            files.push(DraftFile { path, bytes: picture.held().into(), from: from.clone(), basis: Basis::Source });
        }
    }
    let text = format!("{}\n{}\n", scaffold::front_matter(collection, &answers, &site.config), body.trim());
    files.insert(0, DraftFile { path, bytes: text.into_bytes().into(), from, basis: Basis::Source });
    Ok(Drafts { files, diagnostics: Vec::new() })
}

/// Returns the title, and the body with its headings below the title. The title is Word's own, else the first heading
/// if no other has its level, else the file's name.
fn split_title(paper: &Paper) -> (String, String) {
    let (title, body) = paper.text.split_once('\n').unwrap_or((&paper.text, ""));
    let body = body.trim_start();
    let tops = headings(body).filter(|line| line.starts_with("# ")).count();
    let (title, body) = match (title.trim(), body.strip_prefix("# ")) {
        ("", Some(rest)) if tops == 1 => {
            let (first, rest) = rest.split_once('\n').unwrap_or((rest, ""));
            (first.trim().to_owned(), rest.to_owned())
        }
        ("", _) => (paper.name.stem().to_owned(), body.to_owned()),
        (title, _) => (title.to_owned(), body.to_owned()),
    };
    let shift = headings(&body).any(|line| line.starts_with("# "));
    (plain(&title), if shift { demote_headings(&body) } else { body })
}

/// Returns the heading lines of a body: those that begin with `#` outside of fenced code.
fn headings(body: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    body.lines().filter(move |line| {
        fenced ^= line.starts_with("```");
        !fenced && line.starts_with('#')
    })
}

/// Moves headings down by one level if there is one of the first level, which only the page's title has.
fn demote_headings(body: &str) -> String {
    let mut fenced = false;
    let mut out = String::with_capacity(body.len() + 16);
    for line in body.lines() {
        fenced ^= line.starts_with("```");
        let deepest = line.starts_with("######");
        if !fenced && line.starts_with('#') && !deepest {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Returns a title without Markdown's marks for emphasis and escapes.
fn plain(title: &str) -> String {
    let mut out = String::new();
    let mut escaped = false;
    for c in title.chars() {
        match c {
            '\\' if !escaped => escaped = true,
            '*' | '`' if !escaped => {}
            c => {
                out.push(c);
                escaped = false;
            }
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(text: &str) -> Paper {
        let name = SourcePath::new("江雾.docx").unwrap();
        Paper { name, text: text.to_owned(), pictures: BTreeMap::new() }
    }

    #[test]
    fn the_title_comes_from_the_document() {
        let read = |text: &str| split_title(&paper(text));
        assert_eq!(read("江雾\n\n正文\n"), ("江雾".to_owned(), "正文\n".to_owned()));
        assert_eq!(read("\n\n# **江**雾\n\n## 小结\n"), ("江雾".to_owned(), "\n## 小结\n".to_owned()));
        assert_eq!(read("\n\n# 一\n\n# 二\n"), ("江雾".to_owned(), "## 一\n\n## 二\n".to_owned()));
        let code = "江雾\n\n# 一\n```\n# 注释\n```\n## 二\n";
        assert_eq!(read(code).1, "## 一\n```\n# 注释\n```\n### 二\n");
    }
}
