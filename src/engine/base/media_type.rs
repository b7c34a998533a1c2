//! The value of `Content-Type` for a file's name.

/// Returns the media type of a file name's extension, with the charset if it is text.
pub fn of(path: &str) -> String {
    let found = mime_guess::from_path(path).first_or_octet_stream();
    let whole = found.essence_str();
    let text = found.type_() == "text"
        || whole.ends_with("+xml")
        || matches!(whole, "application/javascript" | "application/xml" | "application/manifest+json");
    if text { format!("{whole}; charset=utf-8") } else { whole.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn endings_have_the_types_of_the_registry() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/css/site.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("events/calendar.ics", "text/calendar; charset=utf-8"),
            ("manifest.webmanifest", "application/manifest+json; charset=utf-8"),
            ("bases.geojson", "application/geo+json"),
            ("bases.csv", "text/csv; charset=utf-8"),
            ("bases.json", "application/json"),
            ("atom.xml", "text/xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.avif", "image/avif"),
            ("a.webp", "image/webp"),
            ("a.JPG", "image/jpeg"),
            ("a.woff2", "font/woff2"),
            ("a.wasm", "application/wasm"),
            ("a.mp4", "video/mp4"),
            ("a.pdf", "application/pdf"),
            ("noending", "application/octet-stream"),
        ] {
            assert_eq!(of(path), expected, "{path}");
        }
    }
}
