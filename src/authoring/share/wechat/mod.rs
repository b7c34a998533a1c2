//! An entry, or what a month brings → an article for the editor of official accounts, with its pictures and covers.
//!
//! ```text
//! a page's text ─write─▶ blocks of that editor     inline, list, table, code, formula: the parts; style, dark: the look
//! blocks ─page─▶ article.html                      the article alone, to be copied
//! ```

mod code;
pub mod dark;
mod digest;
mod formula;
mod inline;
mod list;
mod node;
mod page;
mod references;
mod state;
mod style;
mod table;
mod told;
mod words;
mod write;

use super::facts;
use super::month::Month;
use super::pictures::{PictureFolder, cover};
use super::{SharedFile, place};
use crate::assets::poster::Lettering;
use crate::base::diagnostic::{Checked, Diagnostic, Language};
use crate::base::html::{HtmlElement, HtmlNode, parse};
use crate::base::text::summarize;
use crate::base::url::SourcePath;
use crate::build::Ready;
use crate::site::EntryId;
use crate::view::model::{EntryPage, ImageView};

use node::{ArticleNode, element, html, text};
use state::ArticleWriter;
use style::Styles;
use words::ArticleWords;

/// What the editor takes, in characters: a title, a digest, a text.
pub const TITLE: usize = 64;
pub const DIGEST: usize = 120;
pub const TEXT: usize = 50_000;
/// What its interface for programs takes.
const API_TITLE: usize = 32;
const API_AUTHOR: usize = 16;
const API_TEXT: usize = 20_000;

/// The sizes of the two covers, in pixels.
const WIDE: (u32, u32) = (900, 383);
const SQUARE: (u32, u32) = (500, 500);

/// How an article is made.
#[derive(Clone, Copy)]
pub struct WechatOptions<'o> {
    /// For the words in drawings.
    pub lettering: Option<&'o Lettering>,
    /// For covers without a picture.
    pub bold: Option<&'o Lettering>,
    /// Whether the bytes of every picture stand in the text.
    pub embed: bool,
    /// The language of the words around the article.
    pub language: Language,
}

/// An article, before it is files.
pub struct Article {
    pub title: String,
    pub digest: String,
    pub author: String,
    /// The address of the page that it was made of.
    pub original: String,
    /// The article as HTML.
    pub html: String,
    pub files: Vec<SharedFile>,
}

/// Makes the article of an entry.
pub fn entry(ready: &Ready, id: EntryId, options: WechatOptions<'_>) -> Checked<Option<Article>> {
    let Some((page, mut diagnostics)) = ready.entry_page(id) else { return Checked::default() };
    let site = ready.site();
    let language = site.entry(id).key.language.as_str();
    let (words, styles) = (ArticleWords::of(language), styles(ready));
    let mut pictures = PictureFolder::new(ready, options.lettering, options.embed);
    let mut writer = ArticleWriter::new(&styles, words, &site.config.address, &mut pictures);
    let body = parse(&page.body.html());
    let mut blocks = Vec::new();
    let is_article = page.entry.date.is_some();
    if is_article {
        blocks.extend(byline(&page, words));
    }
    if let Some(image) = page.entry.cover.as_ref().filter(|image| !shows(&body, image)) {
        blocks.extend(picture(&mut writer, image));
    }
    if !is_article {
        blocks.extend(fact_box(&page, language, &styles, words));
    }
    blocks.extend(writer.body(&body));
    for image in facts::pictures(&page) {
        blocks.extend(picture(&mut writer, &image));
    }
    blocks.extend(writer.ending());
    let original = site.config.address.absolute(&page.entry.url);
    blocks.extend(closing(&mut writer, &original, words));
    let changes = std::mem::take(&mut writer.told);
    let shown = std::mem::take(&mut writer.shown);
    let unlettered = std::mem::take(&mut pictures.unlettered);
    diagnostics.clear();
    let at = place(ready, id);
    diagnostics.extend(told::changes(&changes, &unlettered).into_iter().map(|found| found.at(at.clone())));
    let authors = site.entry(id).fields.texts("authors");
    let author =
        if authors.is_empty() { site.config.organisation.get(language).to_owned() } else { authors.join(words.comma) };
    let mut article = Article {
        title: page.entry.title.clone(),
        digest: summarize(&page.entry.summary, DIGEST),
        author,
        original,
        html: html(&blocks),
        files: std::mem::take(&mut pictures.files),
    };
    diagnostics.extend(told::lengths(&article).into_iter().map(|found| found.at(at.clone())));
    let image = page.entry.cover.as_ref();
    let made = covers(ready, image, &article.title, options);
    finish(&mut article, &shown, made, options.language, &mut diagnostics);
    Checked { value: Some(article), diagnostics }
}

/// Makes the digest of a month: what takes place, and the articles that are new.
pub fn month(ready: &Ready, month: &Month, options: WechatOptions<'_>) -> Checked<Article> {
    let site = ready.site();
    let language = site.config.language.as_str();
    let (words, styles) = (ArticleWords::of(language), styles(ready));
    let mut pictures = PictureFolder::new(ready, options.lettering, options.embed);
    let mut writer = ArticleWriter::new(&styles, words, &site.config.address, &mut pictures);
    let (mut blocks, cover) = digest::blocks(ready, month, &mut writer);
    blocks.extend(writer.ending());
    let original = site.config.address.absolute(&month.page);
    blocks.extend(closing(&mut writer, &original, words));
    let changes = std::mem::take(&mut writer.told);
    let shown = std::mem::take(&mut writer.shown);
    let unlettered = std::mem::take(&mut pictures.unlettered);
    let mut diagnostics = told::changes(&changes, &unlettered);
    let mut article = Article {
        title: month.title(site),
        digest: summarize(&month.summary(ready), DIGEST),
        author: site.config.organisation.get(language).to_owned(),
        original,
        html: html(&blocks),
        files: std::mem::take(&mut pictures.files),
    };
    diagnostics.extend(told::lengths(&article));
    let made = covers(ready, cover.as_ref(), &article.title, options);
    finish(&mut article, &shown, made, options.language, &mut diagnostics);
    Checked { value: article, diagnostics }
}

fn styles(ready: &Ready) -> Styles {
    Styles::new(ready.main_colour())
}

/// The main colour of a site as it reads on white, or ink.
pub fn accent(ready: &Ready) -> String {
    styles(ready).accent
}

/// The day, and who wrote and reviewed it.
fn byline(page: &EntryPage, words: &ArticleWords) -> Vec<ArticleNode> {
    let mut parts: Vec<String> = page.entry.date.iter().map(|date| date.text.clone()).collect();
    for key in ["source", "authors", "reviewers"] {
        let Some(detail) = page.details.iter().find(|detail| detail.key == key) else { continue };
        let said = facts::words_of(detail);
        if !said.is_empty() {
            parts.push(format!("{}{}{said}", detail.label, words.colon));
        }
    }
    vec![element("p", Styles::small(), vec![text(parts.join("　"))])]
}

fn fact_box(page: &EntryPage, language: &str, styles: &Styles, words: &ArticleWords) -> Vec<ArticleNode> {
    let facts = facts::facts(page, language);
    let line = |fact: &facts::Fact| {
        let label = element("strong", "", vec![text(format!("{}{}", fact.label, words.colon))]);
        element("p", Styles::inner(), vec![label, text(&fact.words)])
    };
    state::holding(Styles::boxed(&styles.accent), facts.iter().map(line).collect())
}

/// Whether a text shows a picture already.
fn shows(nodes: &[HtmlNode], image: &ImageView) -> bool {
    nodes.iter().filter_map(HtmlNode::element).any(|element| {
        let own = element.name == "img" && element.attribute("src") == Some(&*image.src.to_string());
        own || shows(&element.children, image)
    })
}

/// A picture of the entry with what it shows below it.
fn picture(writer: &mut ArticleWriter<'_, '_>, image: &ImageView) -> Vec<ArticleNode> {
    let tag = HtmlElement {
        name: "img".to_owned(),
        attributes: vec![("src".to_owned(), image.src.to_string()), ("alt".to_owned(), image.alt.clone())],
        children: Vec::new(),
    };
    let shown = writer.image(&tag);
    vec![element("section", Styles::figure(), vec![shown])]
}

/// Where the page is that the article was made of.
fn closing(writer: &mut ArticleWriter<'_, '_>, original: &str, words: &ArticleWords) -> Vec<ArticleNode> {
    let mut blocks = vec![element("p", Styles::rule(), vec![text("＊　＊　＊")])];
    if let Some(code) = writer.code_of(original, words.scan) {
        blocks.push(element("section", Styles::figure(), vec![code]));
    }
    blocks.push(element("p", Styles::closing(), vec![text(words.scan)]));
    blocks.push(element("p", Styles::closing(), vec![text(format!("{}{original}", words.original))]));
    blocks
}

/// The two covers: of the picture, or else of the poster that the theme draws of the title.
fn covers(
    ready: &Ready,
    image: Option<&ImageView>,
    title: &str,
    options: WechatOptions<'_>,
) -> Result<Vec<SharedFile>, Diagnostic> {
    use crate::base::diagnostic::{Cause, messages};
    let found = image.and_then(|image| ready.file_at(&image.url));
    let max_pixels = ready.site().config.max_pixels;
    let (source, bytes, lettering) = match found {
        Some((source, content)) => {
            let bytes = content
                .bytes()
                .map_err(|error| messages::share_picture(source.as_str(), Cause::said(error.to_string())))?;
            (Some(source), bytes.to_vec(), options.lettering)
        }
        None => (None, ready.title_drawing(title, options.bold).ok_or_else(messages::share_no_cover)?, options.bold),
    };
    let name = source.as_ref().map_or("cover", SourcePath::as_str);
    let made = |file: &str, size| {
        let bytes = if source.is_some() {
            cover(&bytes, size, max_pixels, lettering)
        } else {
            super::pictures::drawn_cover(&bytes, size, max_pixels, lettering)
        };
        let bytes = bytes.map_err(|reason| messages::share_picture(name, Cause::said(&reason)))?;
        Ok(SharedFile { name: file.to_owned(), bytes })
    };
    Ok(vec![made("cover-235.jpg", WIDE)?, made("cover-1x1.jpg", SQUARE)?])
}

/// Adds the files around the text.
fn finish(
    article: &mut Article,
    shown: &[String],
    covers: Result<Vec<SharedFile>, Diagnostic>,
    language: Language,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match covers {
        Ok(files) => article.files.extend(files),
        Err(fault) => diagnostics.push(fault),
    }
    let page = page::page(article, shown, language);
    let meta = page::meta(article, language);
    article.files.push(SharedFile { name: "article.html".to_owned(), bytes: page.into_bytes() });
    article.files.push(SharedFile { name: "meta.txt".to_owned(), bytes: meta.into_bytes() });
}

/// The characters of an article as the editor counts them: with its tags, without the bytes of pictures.
pub fn length(html: &str) -> usize {
    let mut rest = html;
    let mut count = 0;
    while let Some(at) = rest.find("data:image/") {
        count += rest[..at].chars().count();
        rest = &rest[at..];
        rest = &rest[rest.find('"').unwrap_or(rest.len())..];
    }
    count + rest.chars().count()
}
