//! Links as written in a text → addresses; a link to nothing is a diagnostic.

use std::sync::Arc;

use super::inputs::Inputs;
use super::model::{BodyView, Place};
use super::picture;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::did_you_mean;
use crate::base::url::{SourcePath, Url};
use crate::content::document::without_markdown;
use crate::content::markdown::{Body, LinkKind, LinkTo};
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
            Err(fault) => {
                let fault = if link.spaced { messages::missing_spaced(&link.target) } else { fault };
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
        return asset(inputs, source, &link.target);
    }
    let (url, entry) = page(inputs, source, language, &link.target)?;
    if link.kind == LinkKind::Unchecked {
        return Ok(url);
    }
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
    let candidates = ["md", "markdown", "MD"]
        .map(|extension| [format!("{plain}.{extension}"), format!("{plain}/index.{extension}")]);
    let found = std::iter::once(path.to_string())
        .chain(candidates.into_iter().flatten())
        .filter_map(|path| SourcePath::new(&path))
        .find_map(|path| inputs.site.by_source(&path));
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
    let section = path.below("content").and_then(|below| below.strip_suffix("/_index.md"));
    let url = section.map(|collection| inputs.addresses().listing(collection, language, 1));
    url.filter(|url| inputs.routes.get(url).is_some()).map(|url| (url, None)).ok_or_else(broken)
}

/// A picture or a file: beside the source, or in `static/` with a first slash.
pub fn asset(inputs: &Inputs, source: &SourcePath, written: &str) -> Result<Url, Diagnostic> {
    if written.starts_with("http://") || written.starts_with("https://") {
        return Err(messages::missing_asset(written));
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
    found.ok_or_else(|| {
        let folder = source.folder();
        let near = inputs.site.assets.iter().filter_map(|path| path.below(folder));
        messages::missing_asset(written).meant(did_you_mean(written, near))
    })
}
