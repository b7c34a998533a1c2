//! A picture's source → everything that a page says of it.

use std::fmt::Write as _;

use super::inputs::Inputs;
use super::model::{ImageView, PictureSourceView, SocialImageView};
use crate::assets::cover;
use crate::assets::picture::{CARD, Form, Format, Picture};
use crate::base::url::{SourcePath, Url, percent_encode};
use crate::content::markdown::Filling;
use crate::route::Shows;
use crate::site::EntryId;

/// The picture at an address of the site; a drawing, and what lies in `static/`, has its address alone.
pub fn image(inputs: &Inputs, url: Url, alt: &str) -> ImageView {
    let (source, drawing) = match inputs.routes.get(&url).map(|route| &route.shows) {
        Some(Shows::Picture { source, .. }) => (Some(source), None),
        Some(Shows::Asset(source)) => (None, Some(source)),
        _ => (None, None),
    };
    let diagram = drawing.is_some_and(|source| inputs.site.diagrams.contains(source));
    let found = source.and_then(|source| Some((source, inputs.site.pictures.get(source)?)));
    let Some((source, picture)) = found else { return ImageView { diagram, ..ImageView::plain(url, alt) } };
    let srcset = |format: Format| srcset(inputs, source, picture, format);
    let sizes = || inputs.theme.pictures.sizes.clone();
    let formats = [Format::Avif, Format::Webp].into_iter().filter(|format| *format != picture.format);
    let sources: Vec<PictureSourceView> = formats
        .map(|format| PictureSourceView { media_type: format.media_type(), srcset: srcset(format) })
        .filter(|source| !source.srcset.is_empty())
        .collect();
    let own = srcset(picture.format);
    // What a browser takes that knows nothing of choices: the widest that isn't the whole.
    let mut scaled = inputs
        .routes
        .pictures(source)
        .iter()
        .filter(|(form, _)| matches!(form, Form::Scaled { format, .. } if *format == picture.format));
    let src = scaled.next_back().map_or(&url, |(_, url)| url).clone();
    let tone = picture.tone.map(|part| part.to_string()).concat();
    ImageView {
        src,
        alt: alt.to_owned(),
        width: Some(picture.width),
        height: Some(picture.height),
        tone: if picture.opaque { format!("t{tone}") } else { String::new() },
        diagram: false,
        focus: String::new(),
        credit: String::new(),
        sizes: if sources.is_empty() && own.is_empty() { String::new() } else { sizes() },
        srcset: own,
        sources,
        url,
    }
}

/// The cover that the program draws for an entry.
pub fn drawn(inputs: &Inputs, id: EntryId) -> Option<ImageView> {
    let cover = inputs.site.drawn_cover(id)?;
    let (width, height) = (Some(cover::WIDTH as u32), Some(cover::HEIGHT as u32));
    Some(ImageView { width, height, ..ImageView::plain(inputs.addresses().cover(cover), "") })
}

/// What a social network shows beside a link to the page of an entry with a cover.
pub fn social_image(inputs: &Inputs, cover: &ImageView) -> Option<SocialImageView> {
    let route = inputs.routes.get(&cover.url)?;
    let Shows::Picture { source, .. } = &route.shows else { return None };
    let (_, url) = inputs.routes.pictures(source).iter().find(|(form, _)| *form == Form::Card)?;
    let (width, height) = CARD;
    let url = inputs.site.config.address.absolute(url);
    Some(SocialImageView { url, alt: cover.alt.clone(), width, height })
}

/// The same for a page that has no such cover.
pub fn poster_image(inputs: &Inputs, page: &Url) -> Option<SocialImageView> {
    let url = inputs.routes.poster(page)?;
    let (width, height) = CARD;
    // It says what the title says, which stands beside it.
    Some(SocialImageView { url: inputs.site.config.address.absolute(url), alt: String::new(), width, height })
}

/// `/pictures/a-480.webp 480w, /pictures/a-960.webp 960w`; empty where there is nothing to choose from.
fn srcset(inputs: &Inputs, source: &SourcePath, picture: &Picture, format: Format) -> String {
    let mut set = String::new();
    for (form, url) in inputs.routes.pictures(source) {
        if let Form::Scaled { width, format: found } = form
            && *found == format
        {
            let comma = if set.is_empty() { "" } else { ", " };
            // Commas and spaces part the candidates.
            let address = percent_encode(url.as_str()).replace(',', "%2C");
            let _ = write!(set, "{comma}{address} {width}w");
        }
    }
    // A picture that is no wider than the widest is a candidate itself, in its own format.
    if format == picture.format && !set.is_empty() && picture.width <= widest(inputs) {
        let _ =
            write!(set, ", {} {}w", inputs.routes.asset(source).map_or(String::new(), Url::to_string), picture.width);
    }
    set
}

fn widest(inputs: &Inputs) -> u32 {
    inputs.theme.pictures.widths.last().copied().unwrap_or_default()
}

impl ImageView {
    /// One of which nothing is known but where it is.
    pub fn plain(url: Url, alt: &str) -> Self {
        Self {
            src: url.clone(),
            alt: alt.to_owned(),
            width: None,
            height: None,
            tone: String::new(),
            diagram: false,
            focus: String::new(),
            credit: String::new(),
            srcset: String::new(),
            sizes: String::new(),
            sources: Vec::new(),
            url,
        }
    }

    /// The picture within a text, where its tag is written already but for its address.
    pub(super) fn filling(&self) -> Filling {
        let (mut before, mut attributes) = (String::new(), String::new());
        let mut after = "";
        if !self.sources.is_empty() {
            before.push_str("<picture>");
            for source in &self.sources {
                let (kind, set, sizes) = (source.media_type, &source.srcset, &self.sizes);
                let _ = write!(before, "<source type=\"{kind}\" srcset=\"{set}\" sizes=\"{sizes}\">");
            }
            after = "</picture>";
        }
        if !self.srcset.is_empty() {
            let _ = write!(attributes, " srcset=\"{}\" sizes=\"{}\"", self.srcset, self.sizes);
        }
        if self.diagram {
            attributes.push_str(" data-diagram");
        }
        if let (Some(width), Some(height)) = (self.width, self.height) {
            let _ = write!(attributes, " width=\"{width}\" height=\"{height}\"");
        }
        if !self.tone.is_empty() {
            let _ = write!(attributes, " class=\"{}\"", self.tone);
        }
        Filling { before, address: Some(self.src.to_string()), attributes, after: after.to_owned(), unlinked: false }
    }
}
