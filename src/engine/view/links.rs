//! Links as written in a text → addresses; a link to nothing is an error, one to what isn't public now a warning.

use std::sync::Arc;

use super::absent::absent;
use super::inputs::Inputs;
use super::missing::{meant_file, missing};
use super::model::{BodyView, Place};
use super::picture;
use crate::assets::picture::is_unshown;
use crate::base::diagnostic::{Diagnostic, Location, Severity, messages};
use crate::base::text::did_you_mean;
use crate::base::url::{SourcePath, Url};
use crate::content::document::{is_markdown, without_markdown};
use crate::content::markdown::{Body, LinkKind, LinkTo, MeantAddress};
use crate::content::{Entry, Value};
use crate::route::Class;
use crate::site::EntryId;

/// An entry's text with every address filled in.
pub fn body(inputs: &Inputs, id: EntryId, body: &Arc<Body>, diagnostics: &mut Vec<Diagnostic>) -> BodyView {
    let entry = inputs.site.entry(id);
    text(inputs, &entry.source, &entry.key.language, body, diagnostics)
}

/// Any Markdown text of a source file with every address filled in.
pub fn text(
    inputs: &Inputs,
    source: &SourcePath,
    language: &str,
    body: &Arc<Body>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BodyView {
    let mut places = Vec::with_capacity(body.links.len());
    for link in &body.links {
        let place = match target(inputs, source, language, link) {
            Ok(url) if link.kind == LinkKind::Picture => Place::Picture(picture::image(inputs, url, "")),
            Ok(url) => Place::Address(url.to_string()),
            Err(_) if link.kind == LinkKind::Unchecked => Place::Typed,
            Err(warning) if warning.severity() == Severity::Warning => {
                diagnostics.push(warning.at(Location::span(source, link.span)));
                Place::Unlinked
            }
            Err(fault) => {
                let written = format!("{}{}", link.target, link.suffix);
                let fault = match MeantAddress::of(&written) {
                    Some(meant) => meant.advise(fault, source, link.mended.as_deref()),
                    None if link.spaced => spaced(&link.target),
                    None if link.kind == LinkKind::Page => broken(inputs, source, language, link, fault),
                    None => fault,
                };
                diagnostics.push(fault.at(Location::span(source, link.span)));
                Place::Address(link.target.clone())
            }
        };
        places.push(place);
    }
    BodyView { body: body.clone(), places }
}

fn target(inputs: &Inputs, source: &SourcePath, language: &str, link: &LinkTo) -> Result<Url, Diagnostic> {
    if let LinkKind::Asset | LinkKind::Picture = link.kind {
        let find = if link.kind == LinkKind::Picture { shown_picture } else { asset };
        return find(inputs, source, &link.target).map_err(|fault| match escaped(inputs, source, link) {
            Some(name) => fault.meant(Some(&name)),
            None => fault,
        });
    }
    let found = page(inputs, source, language, &link.target);
    // Nothing is said of what only looks like a link.
    if link.kind == LinkKind::Unchecked {
        return found.map(|(url, _)| url);
    }
    let (url, entry) = found.map_err(|fault| absent(inputs, source, language, &link.target).unwrap_or(fault))?;
    if let (Some((_, anchor)), Some(entry)) = (link.suffix.split_once('#'), entry) {
        let anchor = crate::base::url::percent_decode(anchor);
        let body = &inputs.site.entry(entry).body;
        let heading = body.headings.iter().any(|heading| heading.id == anchor);
        if !heading && !anchor.is_empty() && !body.has_id(&anchor) {
            let known = body.headings.iter().map(|heading| heading.id.as_str());
            return Err(messages::broken_anchor(&link.target, &anchor).meant(did_you_mean(&anchor, known)));
        }
    }
    Ok(url)
}

/// A link to no page, with the address that was meant. Where nothing is shown of the fault, no one looks for it: all the
/// site's addresses are compared.
fn broken(inputs: &Inputs, source: &SourcePath, language: &str, link: &LinkTo, fault: Diagnostic) -> Diagnostic {
    if fault.code != messages::broken_link("").code {
        return fault;
    }
    let of_page = |end: &str| end.contains('/') || is_markdown(end) || matches!(end, "html" | "htm");
    let is_file = link.target.rsplit_once('.').is_some_and(|(_, end)| !of_page(end));
    let file = || if is_file { meant_file(inputs, source, &link.target) } else { None };
    // The page that `other.md` becomes is written as the file that it is.
    let beside = || {
        let plain = link.target.strip_suffix(".html").or_else(|| link.target.strip_suffix(".htm"))?;
        let file = format!("{plain}.md");
        (!file.starts_with('/') && page(inputs, source, language, &file).is_ok()).then_some(file)
    };
    let meant = escaped(inputs, source, link).or_else(|| near_page(inputs, &link.target)).or_else(beside).or_else(file);
    fault.meant(meant.as_deref())
}

/// The fault of an address with spaces. The size of a picture, as some editors write it (`a.png =300x200`), is no part of one.
fn spaced(target: &str) -> Diagnostic {
    let fault = messages::missing_spaced(target);
    let size =
        |text: &str| text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| "0123456789x%*".contains(c));
    match target.rsplit_once(" =").filter(|(_, text)| size(text)) {
        Some((path, text)) => fault.helped(
            &format!("图片的大小由版面定，不写在地址里：删去“ ={text}”，写成 ![文字]({path})"),
            &format!("the layout sizes pictures, their addresses don't: remove ` ={text}`, and write ![text]({path})"),
        ),
        None => fault,
    }
}

/// The page or file that a link leads to, and the entry if it is one's page.
fn page(
    inputs: &Inputs,
    source: &SourcePath,
    language: &str,
    written: &str,
) -> Result<(Url, Option<EntryId>), Diagnostic> {
    let broken = || messages::broken_link(written);
    if written.starts_with('/') {
        let url = Url::new(written);
        let folder = Url::new(&format!("{written}/"));
        let route = inputs.routes.get(&url).or_else(|| inputs.routes.get(&folder)).ok_or_else(broken)?;
        let entry = route.shows.entry();
        return Ok((route.url.clone(), entry));
    }
    let path = source.resolve(written).ok_or_else(broken)?;
    if let Some(url) = inputs.routes.asset(&path) {
        return Ok((url.clone(), None));
    }
    let plain = without_markdown(path.as_str());
    let index = || SourcePath::new(&format!("{plain}/index")).and_then(|path| inputs.site.by_source(&path));
    let found = inputs.site.by_source(&path).or_else(index);
    if let Some(id) = found {
        // A translated page links to the translation of what its original links to.
        let same = inputs
            .site
            .translations(id)
            .iter()
            .copied()
            .find(|other| inputs.site.entry(*other).key.language == language);
        let id = same.unwrap_or(id);
        return Ok((inputs.routes.entry(id).clone(), Some(id)));
    }
    let section = path.below("content").and_then(|below| without_markdown(below).strip_suffix("/_index"));
    let url = section.map(|collection| inputs.addresses().listing(collection, language, 1));
    url.filter(|url| inputs.routes.get(url).is_some()).map(|url| (url, None)).ok_or_else(broken)
}

/// Whether a text of an entry leads to a page that isn't there.
pub fn is_lost(inputs: &Inputs, entry: &Entry) -> bool {
    let (source, language) = (&entry.source, entry.key.language.as_str());
    let mut found = is_lost_in(inputs, source, language, &entry.body);
    entry.fields.walk(&mut |_, value| {
        if let Value::Markdown(body) = value {
            found = found || is_lost_in(inputs, source, language, body);
        }
    });
    found
}

/// The same of one text.
pub fn is_lost_in(inputs: &Inputs, source: &SourcePath, language: &str, body: &Body) -> bool {
    let mut pages = body.links.iter().filter(|link| link.kind == LinkKind::Page);
    pages.any(|link| page(inputs, source, language, &link.target).is_err())
}

/// The address of a page that is like a written one: without its first slash, with `.html`, or misspelt.
pub fn near_page(inputs: &Inputs, written: &str) -> Option<String> {
    let plain = written.trim_start_matches("../").trim_matches('/').trim_end_matches("index.html");
    let plain = plain.strip_suffix(".html").or_else(|| plain.strip_suffix(".htm")).unwrap_or(plain);
    let exact = Url::new(&format!("/{}/", plain.trim_end_matches('/')));
    if inputs.routes.get(&exact).is_some() {
        return Some(exact.to_string());
    }
    if !written.starts_with('/') {
        return None;
    }
    let pages = inputs
        .routes
        .routes
        .iter()
        .filter(|route| route.shows.entry().is_some() || route.url.as_str().matches('/').count() == 2);
    let known: Vec<&str> = pages.map(|route| route.url.as_str()).collect();
    did_you_mean(written, known).map(str::to_owned)
}

/// How an address is written whose file has a `#` or `?` in its name, if there is such a file.
fn escaped(inputs: &Inputs, source: &SourcePath, link: &LinkTo) -> Option<String> {
    let whole = format!("{}{}", link.target, link.suffix);
    let is = |path: SourcePath| inputs.site.assets.contains(&path) || inputs.site.by_source(&path).is_some();
    let there = !link.suffix.is_empty() && source.resolve(&whole).is_some_and(is);
    there.then(|| whole.replace('%', "%25").replace('#', "%23").replace('?', "%3F"))
}

/// Files that people attach to texts, none of which is a picture.
const NO_PICTURES: [&str; 16] =
    ["doc", "docx", "wps", "xls", "xlsx", "et", "csv", "ppt", "pptx", "pdf", "txt", "md", "zip", "rar", "7z", "ofd"];

/// A picture to be shown: beside the source, or in `static/` with a first slash.
///
/// # Errors
/// It isn't there, or no browser shows it.
pub fn shown_picture(inputs: &Inputs, source: &SourcePath, written: &str) -> Result<Url, Diagnostic> {
    let extension = written.rsplit_once('.').map_or("", |(_, extension)| extension);
    if is_unshown(extension) {
        return Err(messages::picture_unshown(&extension.to_ascii_lowercase()));
    }
    let lower = extension.to_ascii_lowercase();
    if NO_PICTURES.contains(&lower.as_str()) {
        return Err(messages::picture_of_no_format(&lower));
    }
    asset(inputs, source, written)
}

/// A file for visitors: beside the source, or in `static/` with a first slash.
///
/// # Errors
/// It isn't there.
pub fn asset(inputs: &Inputs, source: &SourcePath, written: &str) -> Result<Url, Diagnostic> {
    if written.starts_with("http://") || written.starts_with("https://") {
        let name = written.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        // The pictures of some servers have no name: …/abc/0?wx_fmt=jpeg.
        let name = if name.contains('.') { name } else { "cover.jpg" };
        let folder = source.folder();
        return Err(messages::missing_asset(written).helped(
            &format!("别的网站上的图片和文件不能写在这里：把它下载下来，放进 {folder}/，写成：{name}"),
            &format!("files of other sites can't be named here: download it into {folder}/ and write: {name}"),
        ));
    }
    let found = if written.starts_with('/') {
        let url = Url::new(written);
        inputs
            .routes
            .get(&url)
            .filter(|route| matches!(route.shows.kind().class, Class::File | Class::Picture))
            .map(|route| route.url.clone())
    } else {
        source.resolve(written).and_then(|path| inputs.routes.asset(&path).cloned())
    };
    found.ok_or_else(|| missing(inputs, source, written))
}
