//! Links as written in a text → addresses; a link to nothing is a diagnostic.

use std::sync::Arc;

use super::model::Place;
use super::{BodyView, Scene, picture};
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::did_you_mean;
use crate::base::url::{SourcePath, Url};
use crate::content::markdown::{Body, LinkKind, LinkTo};
use crate::route::Shows;
use crate::site::EntryId;

/// An entry's text with every address filled in.
pub fn body(scene: &Scene, id: EntryId, body: &Arc<Body>, diagnostics: &mut Vec<Diagnostic>) -> BodyView {
    let entry = scene.site.entry(id);
    text(scene, &entry.source, &entry.key.language, body, diagnostics)
}

/// Any Markdown text of a source file with every address filled in.
pub fn text(
    scene: &Scene,
    source: &SourcePath,
    language: &str,
    body: &Arc<Body>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BodyView {
    let mut places = Vec::with_capacity(body.links.len());
    for link in &body.links {
        let place = match target(scene, source, language, link) {
            Ok(url) if link.kind == LinkKind::Picture => Place::Picture(picture::image(scene, url, "")),
            Ok(url) => Place::Address(url.to_string()),
            Err(_) if link.kind == LinkKind::Unchecked => Place::Typed,
            Err(fault) => {
                diagnostics.push(fault.at(Location::span(source, link.span)));
                Place::Address(link.target.clone())
            }
        };
        places.push(place);
    }
    BodyView { body: body.clone(), places }
}

fn target(scene: &Scene, source: &SourcePath, language: &str, link: &LinkTo) -> Result<Url, Diagnostic> {
    if let LinkKind::Asset | LinkKind::Picture = link.kind {
        return asset(scene, source, &link.target);
    }
    let (url, entry) = page(scene, source, language, &link.target)?;
    if link.kind == LinkKind::Unchecked {
        return Ok(url);
    }
    if let (Some((_, anchor)), Some(entry)) = (link.suffix.split_once('#'), entry) {
        let anchor = crate::base::url::percent_decode(anchor);
        let body = &scene.site.entry(entry).body;
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
    scene: &Scene,
    source: &SourcePath,
    language: &str,
    written: &str,
) -> Result<(Url, Option<EntryId>), Diagnostic> {
    let broken = || messages::broken_link(written);
    if written.starts_with('/') {
        let url = Url::new(written);
        let folder = Url::new(&format!("{written}/"));
        let route = scene.routes.get(&url).or_else(|| scene.routes.get(&folder)).ok_or_else(broken)?;
        let entry = match route.shows {
            Shows::Entry(id) => Some(id),
            _ => None,
        };
        return Ok((route.url.clone(), entry));
    }
    let path = source.resolve(written).ok_or_else(broken)?;
    if let Some(url) = scene.routes.asset(&path) {
        return Ok((url.clone(), None));
    }
    let plain = path.as_str().trim_end_matches(".md");
    let candidates = [path.as_str().to_owned(), format!("{plain}.md"), format!("{plain}/index.md")];
    let found = candidates.iter().filter_map(|path| SourcePath::new(path)).find_map(|path| scene.site.by_source(&path));
    if let Some(id) = found {
        // A translated page links to the translation of what its original links to.
        let same =
            scene.site.translations(id).iter().copied().find(|other| scene.site.entry(*other).key.language == language);
        let id = same.unwrap_or(id);
        return Ok((scene.routes.entry(id).clone(), Some(id)));
    }
    let section = path.below("content").and_then(|below| below.strip_suffix("/_index.md"));
    let url = section.map(|collection| scene.addresses().listing(collection, language, 1));
    url.filter(|url| scene.routes.get(url).is_some()).map(|url| (url, None)).ok_or_else(broken)
}

/// A picture or a file: beside the source, or in `static/` with a first slash.
pub fn asset(scene: &Scene, source: &SourcePath, written: &str) -> Result<Url, Diagnostic> {
    if written.starts_with("http://") || written.starts_with("https://") {
        return Err(messages::missing_asset(written));
    }
    let found = if written.starts_with('/') {
        let url = Url::new(written);
        scene
            .routes
            .get(&url)
            .filter(|route| matches!(route.shows, Shows::Asset(_) | Shows::Picture { .. }))
            .map(|route| route.url.clone())
    } else {
        source.resolve(written).and_then(|path| scene.routes.asset(&path).cloned())
    };
    found.ok_or_else(|| {
        let folder = source.folder();
        let near = scene.site.assets.iter().filter_map(|path| path.below(folder));
        messages::missing_asset(written).meant(did_you_mean(written, near))
    })
}
