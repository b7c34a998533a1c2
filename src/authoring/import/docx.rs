//! Turns a Word document, converted by pandoc, into an entry with its pictures beside it.
//!
//! pandoc turns headings, lists, tables, footnotes, pictures and formulas into Markdown; a table with merged cells
//! stays HTML, so that nothing is lost. This module adds what pandoc can't know: the title, the level of the headings
//! below it, the entry's path, and its front matter.

use std::collections::{BTreeMap, BTreeSet};

use super::docx_ready::Found;
use super::{Basis, DraftFile, Drafts, Unfit, docx_lost};
use crate::assets::picture::is_unshown;
use crate::authoring::scaffold::{self, Answers};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::SourceFile;
use crate::base::text::edits::Edits;
use crate::base::time::When;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::{Collection, Facet};
use crate::content::markdown::{MarkdownOptions, markdown};
use crate::site::Site;

/// The template that pandoc fills: the document's title on the first line, then the text.
pub const TEMPLATE: &str = "$title$\n\n$body$\n";

/// A pandoc filter that drops the pictures' sizes, as centimetres of a printed page mean nothing on a web page, and the two
/// wide spaces that paragraphs are indented with.
pub const FILTER: &str = "\
function Image(image) image.attributes = {}; return image end
function Para(para)
  local first = para.content[1]
  if first and first.t == 'Str' then
    while first.text:sub(1, 3) == '\\u{3000}' do first.text = first.text:sub(4) end
  end
  return para
end
";

/// The folder of pictures, as pandoc's output refers to it.
pub const MEDIA: &str = "./media/";

/// A document as pandoc converted it.
pub struct Paper<'a> {
    /// The path of the Word file, as messages show it.
    pub name: SourcePath,
    /// The output of [`TEMPLATE`].
    pub text: String,
    /// The Word file itself.
    pub document: &'a [u8],
    /// What was found in it before pandoc had it.
    pub found: Found,
    /// Pictures by their names below [`MEDIA`].
    pub pictures: BTreeMap<String, SourceFile>,
}

/// Returns the entry for a document: a draft, dated today. A picture that is unfit is a missing one for the text.
///
/// # Errors
/// One diagnostic if no file name can be made of the title.
pub fn drafts(paper: &Paper<'_>, collection: &Collection, site: &Site, unfit: &Unfit) -> Result<Drafts, Diagnostic> {
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
    let mut diagnostics = docx_lost::lost(paper.document, &paper.text)
        .into_iter()
        .map(|(zh, en)| messages::docx_lost(&zh, &en).at(from.clone()))
        .collect::<Vec<_>>();
    diagnostics.extend(paper.found.reported().into_iter().map(|reported| reported.at(from.clone())));
    if body.trim().is_empty() {
        let (zh, en) = ("正文（文档里没有文字）", "a text: the document has none");
        diagnostics.push(messages::docx_lost(zh, en).at(from.clone()));
    }
    let mut files = Vec::new();
    let mut known = BTreeSet::new();
    for (number, (name, picture)) in paper.pictures.iter().enumerate() {
        let extension = name.rsplit_once('.').map_or("png", |(_, extension)| extension).to_lowercase();
        let beside = format!("picture-{}.{extension}", number + 1);
        body = body.replace(&format!("{MEDIA}{name}"), &beside);
        if is_unshown(&extension) {
            let kind = extension.to_uppercase();
            let (zh, en) = (format!("{kind} 格式的图“{name}”"), format!("the {kind} picture `{name}`"));
            diagnostics.push(messages::docx_lost(&zh, &en).at(from.clone()));
            continue;
        }
        if let Some(path) = path.resolve(&beside) {
            known.extend((!unfit.contains_key(&path)).then_some(beside));
            files.push(DraftFile { path, bytes: picture.held().into(), from: from.clone(), basis: Basis::Source });
        }
    }
    let body = without_dead_links(&captioned(&body), &known, &site.config.language, &from, &mut diagnostics);
    let text = format!("{}\n{}\n", scaffold::front_matter(collection, &answers, &site.config), body.trim());
    files.insert(0, DraftFile { path, bytes: text.into_bytes().into(), from, basis: Basis::Source });
    Ok(Drafts { files, diagnostics, ..Drafts::default() })
}

/// Returns the title of the entry that a document becomes.
pub fn title(paper: &Paper<'_>) -> String {
    split_title(paper).0
}

/// Returns the title, and the body with its headings below the title. The title is Word's own, else the first heading
/// if no other has its level, else the file's name.
fn split_title(paper: &Paper<'_>) -> (String, String) {
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

/// Makes the paragraph `图1 …` below a picture its caption.
pub(super) fn captioned(body: &str) -> String {
    let blocks: Vec<&str> = body.split("\n\n").collect();
    let mut out: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let caption = caption(block);
        let picture = out.last_mut().filter(|last| {
            let alone = last.trim_start().starts_with("![") && last.trim_end().ends_with(')');
            alone && last.matches("](").count() == 1 && !last.contains('"') && !last.trim().contains('\n')
        });
        match (caption, picture) {
            (Some(caption), Some(picture)) => {
                let open = picture.trim_end().len() - 1;
                picture.truncate(open);
                picture.push_str(&format!(" \"{}\")", caption.replace('"', "”")));
            }
            _ => out.push(block.to_owned()),
        }
    }
    out.join("\n\n")
}

/// A paragraph that is a caption as Word documents have them: `图1 雾的形成`, `图 2-1：江面`.
fn caption(block: &str) -> Option<&str> {
    let text = block.trim();
    let rest = text.strip_prefix('图')?.trim_start();
    let number = rest.find(|c: char| !(c.is_ascii_digit() || "一二三四五六七八九十-－.".contains(c)))?;
    let separated = rest[number..].starts_with([' ', '\u{3000}', '：', ':', '、', '．']);
    (number > 0 && separated && !text.contains('\n') && text.chars().count() <= LONGEST_CAPTION).then_some(text)
}

/// Characters of a caption. A longer paragraph is about a picture, and not its caption.
const LONGEST_CAPTION: usize = 60;

/// Replaces links and pictures within the author's own computer by their text, and reports them.
fn without_dead_links(
    body: &str,
    known: &BTreeSet<String>,
    language: &str,
    from: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let Some(path) = SourcePath::new("a.md") else { return body.to_owned() };
    let options = MarkdownOptions { raw_html: true, language: language.to_owned() };
    let mut edits = Vec::new();
    for link in markdown(body, &path, 0, &options).value.links {
        let Some(written) = body.get(link.span.start..link.span.end) else { continue };
        // An attribute of raw HTML is what pandoc wrote; an anchor is within the text.
        let bang = written.starts_with('!');
        if known.contains(&link.target) || link.target.is_empty() || !(bang || written.starts_with('[')) {
            continue;
        }
        let words = written.trim_start_matches('!').strip_prefix('[').and_then(|rest| rest.rsplit_once("]("));
        let words = words.map_or("", |(words, _)| words);
        let target = format!("{}{}", link.target, link.suffix);
        let text = if bang { format!("（缺图：{words} `{target}`）") } else { format!("{words}（`{target}`）") };
        edits.push((link.span.start..link.span.end, text));
        let unshown = target.rsplit_once('.').is_some_and(|(_, extension)| is_unshown(extension));
        if !(bang && unshown) {
            diagnostics.push(messages::link_to_nothing(&target).at(from.clone()));
        }
    }
    Edits::from_iter(edits).apply(body).text
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

    fn paper(text: &str) -> Paper<'static> {
        let name = SourcePath::new("江雾.docx").unwrap();
        Paper { name, text: text.to_owned(), document: &[], found: Found::default(), pictures: BTreeMap::new() }
    }

    #[test]
    fn captions_and_dead_links_are_found() {
        let body = "正文。\n\n![](picture-1.png)\n\n图1 雾的形成\n\n图上可见江面。\n\n图2 独立\n\n";
        assert_eq!(captioned(body), "正文。\n\n![](picture-1.png \"图1 雾的形成\")\n\n图上可见江面。\n\n图2 独立\n\n");
        let (known, mut diagnostics) = (BTreeSet::from(["picture-1.png".to_owned()]), Vec::new());
        let from = Location::file(&SourcePath::new("a.docx").unwrap());
        let body = "[附件](./a.docx)、[站](https://a.cn/)、![图](picture-1.png)![旧图](b.emf)";
        let made = without_dead_links(body, &known, "zh-CN", &from, &mut diagnostics);
        assert_eq!(made, "附件（`./a.docx`）、[站](https://a.cn/)、![图](picture-1.png)（缺图：旧图 `b.emf`）");
        assert_eq!(diagnostics.len(), 1);
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
