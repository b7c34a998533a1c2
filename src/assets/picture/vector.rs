//! Sanitises an SVG: removes scripts and references to other hosts.

use memchr::memmem;

/// Returns the sanitised file, or `None` if it is harmless and stays as it is.
///
/// # Errors
/// Why a suspicious file can't be parsed, and so can't be sanitised.
pub fn clean(bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    if !is_suspicious(bytes) {
        return Ok(None);
    }
    let mut filtered = Vec::new();
    let mut filter = svg_hush::Filter::new();
    filter.set_data_url_filter(svg_hush::data_url_filter::allow_standard_images);
    filter.filter(&mut &*bytes, &mut filtered).map_err(|error| error.to_string())?;
    Ok(Some(filtered))
}

/// Whether a file may contain a script or a reference to another host. Other files aren't filtered, and stay
/// byte-identical.
fn is_suspicious(bytes: &[u8]) -> bool {
    let text = bytes.to_ascii_lowercase();
    let anywhere = [
        &b"<script"[..],
        b"javascript:",
        b"<foreignobject",
        b"<iframe",
        b"<!entity",
        b"<handler",
        b"<set",
        b"<?xml-stylesheet",
        b"@import",
        b"<embed",
        b"<object",
        b"<!doctype",
    ];
    let fetches = |mark: &[u8]| {
        memmem::find_iter(&text, mark).any(|at| {
            let rest = text[at + mark.len()..].trim_ascii_start();
            let value = rest.strip_prefix(b"=").map_or(rest, <[u8]>::trim_ascii_start);
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value).trim_ascii_start();
            !(value.starts_with(b"#") || value.is_empty())
        })
    };
    // Namespace prefixes could hide any of them, another encoding could hide all.
    std::str::from_utf8(bytes).is_err()
        || anywhere.iter().any(|mark| memmem::find(&text, mark).is_some())
        || memmem::find(&text, b":script").is_some()
        || has_event(&text)
        || fetches(b"href")
        || fetches(b"url(")
        || fetches(b"src")
}

/// Whether there is an attribute that begins with `on`.
fn has_event(text: &[u8]) -> bool {
    memmem::find_iter(text, b"on").any(|at| {
        let before = at.checked_sub(1).map(|before| text[before]);
        let name = text[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        before.is_some_and(|before| before.is_ascii_whitespace() || b"\"'/".contains(&before))
            && text[at + name..].trim_ascii_start().starts_with(b"=")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_harmless_drawing_stays_as_it_is() {
        let drawing = br##"<svg xmlns="http://www.w3.org/2000/svg"><style>.on{fill:url(#a)}</style><use href="#b"/><text>once = 1</text></svg>"##;
        assert_eq!(clean(drawing), Ok(None));
    }

    #[test]
    fn scripts_and_requests_are_removed() {
        let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" onload="a()"><script>b()</script><a href="javascript:c()"><circle r="3" style="fill:url(https://example.com/d)"/></a><image href="//example.com/e.png"/></svg>"#;
        let clean = String::from_utf8(clean(drawing.as_bytes()).unwrap().unwrap()).unwrap();
        assert!(clean.contains("<circle"), "{clean}");
        for gone in ["a()", "b()", "c()", "example.com"] {
            assert!(!clean.contains(gone), "{gone} in {clean}");
        }
    }
}
