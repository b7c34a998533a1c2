//! Sanitises an SVG by lists of what is harmless: elements, attributes, addresses, styles.
//!
//! ```text
//! bytes ─text──▶ str            one encoding, UTF-8            encoding
//! str   ─read──▶ XML events     entities and namespaces resolved
//! event ─list──▶ kept, changed or left out                     list, style
//! ```
//!
//! A drawing runs in the browser of a visitor who opens its address. What isn't on a list is left out, so that nothing depends on
//! knowing every trick. A value is compared as a browser would read it: references are resolved and escapes decoded first.
//! A drawing of which nothing is left out stays byte-identical.

mod encoding;
mod list;
mod reuse;
mod style;

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::Writer;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::name::{Namespace, ResolveResult};

use list::Space;
use reuse::Reuse;

use crate::base::guard::guard;

/// Why a drawing can't be sanitised, and so isn't published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrawingFault {
    /// It isn't XML.
    Syntax,
    /// It is in an encoding that isn't decoded here.
    Encoding(String),
    /// Elements are nested deeper than [`DEEPEST`].
    Deep,
    /// Elements that are named again and again are more than [`MOST_REPEATED`].
    Repeated,
    /// The first element isn't `svg`.
    NoDrawing,
}

/// Drawing programs stay far below it; a browser gives up, or crashes, above a few thousand.
const DEEPEST: usize = 256;
/// A browser is busy for seconds with as many.
const MOST_REPEATED: u64 = 1_000_000;
/// Entities that a drawing may declare, as Adobe Illustrator does for its namespaces, and bytes in each.
const MOST_ENTITIES: usize = 64;
const LONGEST_ENTITY: usize = 1024;

/// Whether a drawing is a diagram for a light page: it has words, its first colour, which is that of its ground, is light, and it
/// doesn't say how it looks in the dark.
pub fn is_diagram(bytes: &[u8]) -> bool {
    let find = |word: &[u8]| bytes.windows(word.len()).position(|part| part == word);
    let adapts =
        [&b"prefers-color-scheme"[..], b"light-dark(", b"currentColor"].into_iter().any(|word| find(word).is_some());
    let ground = find(b"fill=\"").map(|at| &bytes[at + 6..]);
    find(b"<text").is_some() && !adapts && ground.is_some_and(is_light)
}

/// Whether `#rrggbb`, `#rgb` or `white` is nearly white.
fn is_light(color: &[u8]) -> bool {
    let Some(digits) = color.strip_prefix(b"#") else { return color.starts_with(b"white") };
    let count = digits.iter().take_while(|digit| digit.is_ascii_hexdigit()).count();
    let step = if count == 3 { 1 } else { 2 };
    // The first digit of each part says enough.
    count >= 3
        && (0..3).all(|part| digits.get(part * step).is_some_and(|digit| matches!(digit, b'd'..=b'f' | b'D'..=b'F')))
}

/// Returns the sanitised file, or `None` if the file is harmless and stays as it is.
///
/// # Errors
/// Why the file can't be read as a drawing.
pub fn clean(bytes: &[u8]) -> Result<Option<Vec<u8>>, DrawingFault> {
    // The reader is foreign: a panic in it is a fault of the file for its owner.
    guard(|| cleaned(bytes)).unwrap_or(Err(DrawingFault::Syntax))
}

fn cleaned(bytes: &[u8]) -> Result<Option<Vec<u8>>, DrawingFault> {
    let (text, mut changed) = encoding::text(bytes)?;
    let mut filter = Filter { entities: BTreeMap::new(), changed: false, inside_style: false, reuse: Reuse::new() };
    let written = filter.run(&text)?;
    changed |= filter.changed;
    Ok(changed.then_some(written))
}

struct Filter {
    /// The entities that the document declares, with their text.
    entities: BTreeMap<String, String>,
    changed: bool,
    /// Within `style`: text is a style sheet.
    inside_style: bool,
    reuse: Reuse,
}

impl Filter {
    fn run(&mut self, text: &str) -> Result<Vec<u8>, DrawingFault> {
        let mut reader = NsReader::from_str(text);
        let mut writer = Writer::new(Vec::new());
        // How deep the element is that is being read, and that of the element that is being left out.
        let (mut depth, mut left_out): (usize, Option<usize>) = (0, None);
        let mut has_root = false;
        let mut styles = String::new();
        loop {
            let event = reader.read_event().map_err(|_| DrawingFault::Syntax)?;
            let kept = match event {
                Event::Eof => break,
                Event::Start(_) | Event::Empty(_) if depth == 0 && has_root => {
                    // A second root: browsers stop before it.
                    self.changed = true;
                    break;
                }
                Event::Start(start) => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Err(DrawingFault::Deep);
                    }
                    if !has_root {
                        self.check_root(&reader, &start)?;
                        has_root = true;
                    }
                    match left_out.is_none().then(|| self.element(&reader, &start)).transpose()?.flatten() {
                        Some(kept) => {
                            self.inside_style = start.local_name().as_ref() == "style";
                            Some(Event::Start(kept))
                        }
                        None => {
                            left_out = left_out.or(Some(depth));
                            None
                        }
                    }
                }
                Event::Empty(start) => {
                    if depth + 1 > DEEPEST {
                        return Err(DrawingFault::Deep);
                    }
                    if !has_root {
                        self.check_root(&reader, &start)?;
                        has_root = true;
                    }
                    let kept = left_out.is_none().then(|| self.element(&reader, &start)).transpose()?.flatten();
                    if kept.is_some() {
                        self.reuse.end();
                    }
                    kept.map(Event::Empty)
                }
                Event::End(end) => {
                    depth = depth.saturating_sub(1);
                    if left_out.is_some_and(|at| at > depth) {
                        left_out = None;
                        continue;
                    }
                    if std::mem::take(&mut self.inside_style) {
                        let sheet = style::sheet(&std::mem::take(&mut styles), &mut self.changed);
                        let sheet = BytesText::from_escaped(escape(sheet));
                        writer.write_event(Event::Text(sheet)).map_err(|_| DrawingFault::Syntax)?;
                    }
                    if left_out.is_none() {
                        self.reuse.end();
                    }
                    left_out.is_none().then_some(Event::End(end))
                }
                // A style sheet is judged as a whole.
                Event::Text(text) if self.inside_style && left_out.is_none() => {
                    styles.push_str(&text);
                    None
                }
                Event::CData(text) if self.inside_style && left_out.is_none() => {
                    styles.push_str(&text);
                    None
                }
                Event::GeneralRef(name) if left_out.is_none() => {
                    let resolved = self.reference(&name)?;
                    if self.inside_style {
                        styles.push_str(&resolved);
                        None
                    } else if name.is_char_ref() || resolve_predefined_entity(&name).is_some() {
                        Some(Event::GeneralRef(name))
                    } else {
                        self.changed = true;
                        Some(Event::Text(BytesText::from_escaped(escape(resolved).into_owned())))
                    }
                }
                Event::DocType(text) => {
                    // The public identifiers of SVG are never fetched; a list of declarations can hold anything.
                    let declares = text.contains('[');
                    if declares {
                        self.declare(&text);
                        self.changed = true;
                    }
                    (!declares).then_some(Event::DocType(text))
                }
                Event::PI(_) => {
                    self.changed = true;
                    None
                }
                other => left_out.is_none().then_some(other),
            };
            if let Some(kept) = kept {
                writer.write_event(kept).map_err(|_| DrawingFault::Syntax)?;
            }
        }
        if !has_root {
            return Err(DrawingFault::NoDrawing);
        }
        if self.reuse.exceeds(MOST_REPEATED) {
            return Err(DrawingFault::Repeated);
        }
        Ok(writer.into_inner())
    }

    fn check_root(&self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), DrawingFault> {
        let (space, name) = reader.resolver().resolve_element(start.name());
        // An editor's drawing without a namespace is shown where it is part of a page.
        let known = matches!(space, ResolveResult::Unbound) || self.space(&space) == Space::Svg;
        if known && name.as_ref() == "svg" { Ok(()) } else { Err(DrawingFault::NoDrawing) }
    }

    /// Which list a resolved namespace is judged by.
    fn space(&self, found: &ResolveResult<'_>) -> Space {
        match found {
            ResolveResult::Bound(Namespace(uri)) => {
                let uri = self.resolved(uri).map(Cow::into_owned).unwrap_or_default();
                list::space(&uri)
            }
            ResolveResult::Unbound => Space::None,
            ResolveResult::Unknown(_) => Space::Other,
        }
    }

    /// Returns an element with its harmless attributes, or `None` for one that isn't harmless itself.
    fn element(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
    ) -> Result<Option<BytesStart<'static>>, DrawingFault> {
        let (space, name) = reader.resolver().resolve_element(start.name());
        let name = name.as_ref().to_owned();
        let space = self.space(&space);
        let harmless = match space {
            Space::Svg | Space::None => list::ELEMENTS.binary_search(&&*name).is_ok(),
            // Descriptions that drawing programs keep; no browser shows them.
            Space::Description => true,
            Space::Xlink | Space::Xml | Space::Other => false,
        };
        // A sheet is all the text within `style`; an element there would part it.
        if !harmless || self.inside_style {
            self.changed = true;
            return Ok(None);
        }
        let described = space == Space::Description;
        let mut kept = BytesStart::new(start.name().as_ref().to_owned());
        let (mut same, mut values) = (true, Vec::new());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| DrawingFault::Syntax)?;
            let value = self.resolved(&attribute.value)?;
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            if reuse::counts(local.as_ref(), &value) {
                values.push((local.as_ref().to_owned(), value.clone().into_owned()));
            }
            let verdict = match self.space(&space) {
                Space::None if described => Verdict::Keep,
                _ if attribute.key.as_namespace_binding().is_some() => Verdict::Keep,
                space => attribute_verdict(&name, space, local.as_ref(), &value),
            };
            // An animation of an attribute that isn't harmless is left out with its values.
            if matches!(verdict, Verdict::Drop) && local.as_ref() == "attributeName" {
                self.changed = true;
                return Ok(None);
            }
            match verdict {
                Verdict::Keep if !self.names_own_entity(&attribute.value) => {
                    kept.push_attribute(attribute);
                }
                Verdict::Keep => {
                    same = false;
                    kept.push_attribute((attribute.key.as_ref(), &*value));
                }
                Verdict::Replace(text) => {
                    same = false;
                    kept.push_attribute((attribute.key.as_ref(), &*text));
                }
                Verdict::Drop => same = false,
            }
        }
        self.reuse.begin(&name, values.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        if same {
            return Ok(Some(start.to_owned()));
        }
        self.changed = true;
        Ok(Some(kept))
    }

    /// A value as a browser reads it: references are replaced by what they stand for.
    fn resolved<'v>(&self, value: &'v str) -> Result<Cow<'v, str>, DrawingFault> {
        let find = |name: &str| resolve_predefined_entity(name).or_else(|| self.entities.get(name).map(String::as_str));
        quick_xml::escape::unescape_with(value, find).map_err(|_| DrawingFault::Syntax)
    }

    fn names_own_entity(&self, value: &str) -> bool {
        value.split('&').skip(1).any(|rest| {
            let name = rest.split(';').next().unwrap_or_default();
            self.entities.contains_key(name)
        })
    }

    fn reference(&self, name: &str) -> Result<String, DrawingFault> {
        self.resolved(&format!("&{name};")).map(Cow::into_owned)
    }

    /// Takes the entities that a document type declares as plain text. Others are unknown, and so is what refers to them.
    fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MOST_ENTITIES) {
            let declaration = declaration.trim_start();
            let Some((name, rest)) = declaration.split_once(char::is_whitespace) else { continue };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { continue };
            let Some((value, _)) = rest[1..].split_once(quote) else { continue };
            if value.len() <= LONGEST_ENTITY && !value.contains(['&', '<', '%']) {
                self.entities.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
    }
}

/// What becomes of an attribute.
enum Verdict {
    Keep,
    Replace(String),
    Drop,
}

fn attribute_verdict(element: &str, space: Space, name: &str, value: &str) -> Verdict {
    let keep = |harmless: bool| if harmless { Verdict::Keep } else { Verdict::Drop };
    match space {
        Space::Xml => keep(matches!(name, "space" | "lang" | "id")),
        Space::Xlink if name == "href" => keep(list::is_harmless_address(element, value)),
        Space::Xlink => keep(matches!(name, "title" | "type" | "show" | "role")),
        Space::Description => Verdict::Keep,
        Space::Svg | Space::Other => Verdict::Drop,
        Space::None if name == "href" => keep(list::is_harmless_address(element, value)),
        Space::None if name == "style" => {
            let mut changed = false;
            let text = style::declarations(value, &mut changed);
            if changed { Verdict::Replace(text) } else { Verdict::Keep }
        }
        // The attribute that an animation sets: a listed one, so neither an address nor a style.
        Space::None if name == "attributeName" => keep(is_listed(value.trim())),
        Space::None => keep(is_listed(name) && style::is_harmless(value)),
    }
}

fn is_listed(name: &str) -> bool {
    list::ATTRIBUTES.binary_search(&name).is_ok() || name.starts_with("data-") || name.starts_with("aria-")
}
