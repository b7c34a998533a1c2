//! A permalink pattern such as `/events/{start:%Y}/{slug}/`, parsed once and filled in for every entry.

/// A permalink pattern: fixed text and fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Permalink {
    pub pattern: String,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Fixed(String),
    /// The entry's slug.
    Slug,
    /// The entry's path below its collection's folder, without extension.
    Path,
    /// The collection's name.
    Collection,
    /// A field's value; a date is formatted.
    Field {
        key: String,
        format: Option<String>,
    },
}

impl Permalink {
    /// # Errors
    /// The invalid part of the pattern.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((fixed, after)) = rest.split_once('{') {
            if !fixed.is_empty() {
                parts.push(Part::Fixed(fixed.to_owned()));
            }
            let (name, after) = after.split_once('}').ok_or_else(|| format!("{{{after}"))?;
            parts.push(match name {
                "slug" => Part::Slug,
                "path" => Part::Path,
                "collection" => Part::Collection,
                name => {
                    let (key, format) = name.split_once(':').map_or((name, None), |(key, format)| (key, Some(format)));
                    let known_format =
                        format.is_none_or(|format| matches!(format, "%Y" | "%m" | "%d" | "%Y-%m" | "%Y-%m-%d"));
                    if key.is_empty() || !known_format {
                        return Err(format!("{{{name}}}"));
                    }
                    Part::Field { key: key.to_owned(), format: format.map(str::to_owned) }
                }
            });
            rest = after;
        }
        if let Some(at) = rest.find('}') {
            return Err(rest[at..].to_owned());
        }
        if !rest.is_empty() {
            parts.push(Part::Fixed(rest.to_owned()));
        }
        Ok(Self { pattern: pattern.to_owned(), parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_into_parts() {
        let permalink = Permalink::parse("/events/{start:%Y}/{slug}/").unwrap();
        assert_eq!(permalink.parts.len(), 5);
        assert_eq!(permalink.parts[3], Part::Slug);
        for wrong in ["/{", "/{}/", "/}", "/{start:%Q}/"] {
            assert!(Permalink::parse(wrong).is_err(), "{wrong}");
        }
    }
}
