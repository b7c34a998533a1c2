//! How many elements a browser draws because others are named again: `use`, patterns, masks.
//!
//! Ten elements that name ten elements that name ten elements are a short file, and stop a browser.

use std::collections::HashMap;

/// An element that may be named, or the whole drawing.
#[derive(Default)]
struct Part {
    /// Itself and what is within it, but for parts with a name of their own.
    elements: u64,
    within: Vec<usize>,
    named: Vec<String>,
}

/// Follows a drawing from its start to its end.
pub struct Reuse {
    parts: Vec<Part>,
    names: HashMap<String, usize>,
    /// The part that each open element belongs to.
    open: Vec<usize>,
}

/// Attributes that have what they name drawn.
const DRAW: [&str; 9] =
    ["fill", "stroke", "mask", "clip-path", "filter", "marker-start", "marker-mid", "marker-end", "style"];

/// Whether an attribute gives an element a name, or names another.
pub fn counts(attribute: &str, value: &str) -> bool {
    matches!(attribute, "id" | "href") || DRAW.contains(&attribute) && value.contains("url(")
}

impl Reuse {
    pub fn new() -> Self {
        Self { parts: vec![Part::default()], names: HashMap::new(), open: Vec::new() }
    }

    /// Takes in an element with its attributes.
    pub fn begin<'a>(&mut self, element: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) {
        let around = self.open.last().copied().unwrap_or_default();
        let (mut name, mut named) = (None, Vec::new());
        for (attribute, value) in attributes {
            match attribute {
                "id" => name = Some(value.to_owned()),
                "href" if matches!(element, "use" | "feImage") => {
                    named.extend(value.trim().strip_prefix('#').map(str::to_owned));
                }
                _ if DRAW.contains(&attribute) => {
                    let inside = value.split("url(").skip(1).filter_map(|rest| rest.split_once(')'));
                    let inside = inside.map(|(inside, _)| inside.trim().trim_matches(['"', '\'']));
                    named.extend(inside.filter_map(|inside| inside.strip_prefix('#')).map(str::to_owned));
                }
                _ => {}
            }
        }
        let part = match name {
            Some(name) => {
                self.parts.push(Part::default());
                let part = self.parts.len() - 1;
                self.parts[around].within.push(part);
                self.names.entry(name).or_insert(part);
                part
            }
            None => around,
        };
        // The stops of a gradient are no drawing.
        self.parts[part].elements += u64::from(element != "stop");
        self.parts[part].named.append(&mut named);
        self.open.push(part);
    }

    pub fn end(&mut self) {
        self.open.pop();
    }

    /// Whether more elements are drawn than `most`, beyond those that stand in the drawing.
    pub fn exceeds(&self, most: u64) -> bool {
        let own: u64 = self.parts.iter().map(|part| part.elements).sum();
        self.drawn(0, &mut vec![None; self.parts.len()], 0).saturating_sub(own) > most
    }

    /// How many elements are drawn for a part. One that names itself isn't drawn, and so is counted as none; a chain that is too long to
    /// be followed is counted as too many.
    fn drawn(&self, part: usize, known: &mut [Option<u64>], depth: usize) -> u64 {
        if let Some(known) = known[part] {
            return known;
        }
        if depth > 4 * super::DEEPEST {
            return u64::MAX;
        }
        known[part] = Some(0);
        let Part { elements, within, named } = &self.parts[part];
        let others = within.iter().chain(named.iter().filter_map(|name| self.names.get(name)));
        let sum = others.fold(*elements, |sum, other| sum.saturating_add(self.drawn(*other, known, depth + 1)));
        known[part] = Some(sum);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DrawingFault, clean};

    fn tower(levels: usize, times: usize, name: impl Fn(usize) -> String) -> String {
        let level = |level: usize| format!("<g id=\"a{}\">{}</g>", level + 1, name(level).repeat(times));
        let levels: String = (0..levels).map(level).collect();
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><defs><g id=\"a0\"><path/></g>{levels}</defs></svg>")
    }

    #[test]
    fn what_names_others_again_and_again_is_refused() {
        let uses = |level: usize| format!("<use href=\"#a{level}\"/>");
        assert_eq!(clean(tower(11, 10, uses).as_bytes()), Err(DrawingFault::Repeated));
        for attribute in ["fill", "stroke", "mask", "clip-path", "filter", "marker-mid"] {
            let named = |level: usize| format!("<path {attribute}=\"url(#a{level})\"/>");
            assert_eq!(clean(tower(11, 10, named).as_bytes()), Err(DrawingFault::Repeated), "{attribute}");
        }
        let styled = |level: usize| format!("<path style=\"stroke:#fff;fill:url('#a{level}')\"/>");
        assert_eq!(clean(tower(11, 10, styled).as_bytes()), Err(DrawingFault::Repeated));
        let stops = format!("<linearGradient id=\"g\">{}</linearGradient>", "<stop/>".repeat(30));
        let coloured = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\">{stops}{}</svg>",
            "<path fill=\"url(#g)\"/>".repeat(50_000)
        );
        assert_eq!(clean(coloured.as_bytes()), Ok(None), "a colour is drawn once");
        assert_eq!(clean(tower(2, 100, uses).as_bytes()), Ok(None));
        // A circle isn't drawn.
        let circle = "<svg xmlns=\"http://www.w3.org/2000/svg\"><g id=\"a\"><use href=\"#a\"/></g></svg>";
        assert_eq!(clean(circle.as_bytes()), Ok(None));
    }
}
