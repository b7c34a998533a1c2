//! An entry → a picture to hand around, with a code that leads to its page.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::facts;
use super::qr::Modules;
use crate::assets::picture::{Original, inspect, sniff};
use crate::assets::poster::{DrawingSize, Lettering, Setting, TitleColumn, draw, set, wrap};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::html::{Element, elements};
use crate::build::Ready;
use crate::site::EntryId;

/// The sizes of posters, in pixels: that of picture posts, and that of a telephone's screen.
pub const PAGE: (u32, u32) = (1080, 1440);
pub const SCREEN: (u32, u32) = (1080, 1920);

/// The column of the title, and that of the facts beside the code. As many lines as there may be of a size end above the code.
const TITLE: TitleColumn = TitleColumn { width: 936.0, sizes: &[(92, 2), (80, 3), (60, 4), (48, 5)] };
const FACTS: (f32, u32) = (540.0, 32);
/// Lines of facts, and of each.
const MOST_FACTS: usize = 5;
const MOST_LINES: usize = 2;
/// A code is at least so wide, in pixels.
const CODE: usize = 320;

/// The variables of `share_poster.svg`, as `poster`.
#[derive(Serialize)]
struct Variables {
    poster: PosterSheet,
}

#[derive(Serialize)]
struct PosterSheet {
    width: u32,
    height: u32,
    title: String,
    section: String,
    language: String,
    lines: Vec<String>,
    size: u32,
    facts: Vec<String>,
    /// The drawing of the entry as a data address; empty for none.
    picture: String,
    /// `slice` for one of about the shape of the place for it, which may be cropped, else `meet`.
    picture_fit: &'static str,
    /// Whether the entry has a photograph, which is put over the `rect` with the id `picture`.
    photo: bool,
    qr: PosterCode,
    url: String,
    host: String,
}

#[derive(Serialize)]
struct PosterCode {
    /// The code as lines of width 1 in a box of so many units, quiet zone included.
    path: String,
    size: usize,
    /// The pixels of a unit and of the whole.
    module: usize,
    pixels: usize,
}

/// Draws the poster of an entry as PNG.
///
/// # Errors
/// The theme draws none, or it can't be drawn.
pub fn poster(ready: &Ready, id: EntryId, size: (u32, u32), lettering: &Lettering) -> Result<Vec<u8>, Diagnostic> {
    let site = ready.site();
    let entry = site.entry(id);
    let language = entry.key.language.as_str();
    let card = ready.card(id);
    let url = site.config.address.absolute(ready.routes().entry(id));
    let failed = |reason: &str| messages::share_poster(Cause::said(reason));
    let code = Modules::of(&url).ok_or_else(|| failed("the address is too long for a code"))?;
    let widths = |text: &str| lettering.widths(text);
    let Setting { lines, size: type_size } = set(&entry.title, TITLE, widths);
    let mut facts = Vec::new();
    // An article names places that it is about; it doesn't take place there.
    let placed = card.schedule.is_some() || card.place.is_some() || !card.planned.is_empty();
    let place = facts::place(ready, id).filter(|_| placed);
    let said = facts::time(&card).into_iter().chain(place).chain(hours(&card));
    for fact in said {
        facts.extend(wrap(&fact, FACTS, MOST_LINES, widths));
    }
    if facts.is_empty() {
        facts = wrap(&card.summary, FACTS, MOST_FACTS, widths);
    }
    facts.truncate(MOST_FACTS);
    let picture = card.cover.as_ref().and_then(|cover| ready.file_at(&cover.url));
    let bytes = picture.and_then(|(_, content)| content.bytes().ok());
    let photo = bytes.as_ref().filter(|bytes| sniff(bytes).is_some());
    let drawing = bytes.as_ref().filter(|bytes| sniff(bytes).is_none());
    let picture_fit = if drawing.is_some_and(|svg| is_wide(svg)) { "slice" } else { "meet" };
    let address = |svg: &std::sync::Arc<[u8]>| format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg));
    let picture = drawing.map(address).unwrap_or_default();
    let module = code.pixels_for(CODE);
    let section = card.collection_title.clone();
    let host = site.config.organisation.get(language).to_owned();
    let variables = Variables {
        poster: PosterSheet {
            width: size.0,
            height: size.1,
            title: entry.title.clone(),
            section,
            language: language.to_owned(),
            lines,
            size: type_size,
            facts,
            picture,
            picture_fit,
            photo: photo.is_some(),
            qr: PosterCode { path: code.path(), size: code.size, module, pixels: module * code.size },
            url,
            host,
        },
    };
    let svg = ready.share_drawing(&variables, language)?;
    let drawn = draw(&svg, Some(lettering), DrawingSize::Stretched(size));
    let made = match (photo, picture_place(&svg)) {
        (Some(photo), Some(place)) => drawn.and_then(|png| with_photo(&png, place, photo, site.config.max_pixels)),
        _ => drawn,
    };
    made.map_err(|reason| failed(&reason))
}

/// Whether a drawing has about the shape of a cover.
fn is_wide(svg: &[u8]) -> bool {
    let root = elements(svg, "svg").next();
    let numbers = |text: &String| text.split([' ', ',']).filter_map(|part| part.parse().ok()).collect::<Vec<f32>>();
    match root.and_then(|root| root.attributes.get("viewbox").map(numbers)).as_deref() {
        Some([_, _, width, height]) => (1.5..2.2).contains(&(width / height)),
        _ => false,
    }
}

/// The left upper corner and the size of the place that a drawing leaves for a photograph, in pixels.
fn picture_place(svg: &[u8]) -> Option<[u32; 4]> {
    let is_place = |rect: &Element| rect.attributes.get("id").is_some_and(|id| id == "picture");
    let rect = elements(svg, "rect").find(is_place)?;
    let number = |name: &str| Some(rect.attributes.get(name)?.parse::<f32>().ok()?.round() as u32);
    Some([number("x")?, number("y")?, number("width")?, number("height")?])
}

/// Puts the middle of a photograph into its place.
fn with_photo(png: &[u8], [x, y, width, height]: [u32; 4], photo: &[u8], max_pixels: u64) -> Result<Vec<u8>, String> {
    let decoded =
        |bytes: &[u8]| image::load_from_memory(bytes).map(|image| image.into_rgb8()).map_err(|error| error.to_string());
    let picture = inspect(photo, max_pixels).map_err(|fault| format!("{fault:?}"))?;
    let mut sheet = decoded(png)?;
    let middle = decoded(&Original::new(photo, picture).cropped((width, height))?)?;
    image::imageops::replace(&mut sheet, &middle, i64::from(x), i64::from(y));
    let mut out = Cursor::new(Vec::new());
    sheet.write_to(&mut out, image::ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok(out.into_inner())
}

/// The hours of a place.
fn hours(card: &crate::view::model::Card) -> Vec<String> {
    // An event's place has hours of its own, which are not the event's.
    let place = card.place.as_ref().filter(|_| card.schedule.is_none()).and_then(|place| place.hours.as_ref());
    place.map(|hours| hours.week.clone()).unwrap_or_default()
}
