//! Addresses below the site's root → addresses where the site really lives.
//!
//! Content, views and templates all write `/column/`; a site under `/sub` needs
//! `/sub/column/`. Doing it here, once, on the finished page, means that no template can
//! forget it.

use memchr::memmem;

/// Attributes whose value is an address.
const ATTRIBUTES: [&str; 6] = ["href", "src", "poster", "action", "data", "srcset"];

/// Puts `base_path` before every address in an attribute that begins with one slash.
pub fn relocate(html: Vec<u8>, base_path: &str) -> Vec<u8> {
    if base_path.is_empty() {
        return html;
    }
    let mut moved = Vec::with_capacity(html.len() + html.len() / 32);
    let mut copied = 0;
    let places = memmem::find_iter(&html, "=\"/").map(|at| (at, at + 2));
    let refreshes = memmem::find_iter(&html, "; url=/").map(|at| (at, at + 6));
    let mut all: Vec<(usize, usize)> = places.filter(|(at, _)| is_address(&html, *at)).chain(refreshes).collect();
    all.sort_unstable();
    for (_, slash) in all {
        if html.get(slash + 1) == Some(&b'/') {
            continue;
        }
        moved.extend_from_slice(&html[copied..slash]);
        moved.extend_from_slice(base_path.as_bytes());
        copied = slash;
    }
    moved.extend_from_slice(&html[copied..]);
    moved
}

/// Whether the attribute before the equals sign at `at` holds an address.
fn is_address(html: &[u8], at: usize) -> bool {
    ATTRIBUTES.iter().any(|name| {
        let start = at.checked_sub(name.len());
        start.is_some_and(|start| {
            &html[start..at] == name.as_bytes()
                && start.checked_sub(1).is_some_and(|before| html[before].is_ascii_whitespace())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_move_and_nothing_else_does() {
        let html = r#"<a href="/a/" title="/b">x</a><img src="/c.svg"><a href="//host/">y</a><meta content="0; url=/d/"> a="/e""#;
        let moved = String::from_utf8(relocate(html.as_bytes().to_vec(), "/sub")).unwrap();
        let expected = r#"<a href="/sub/a/" title="/b">x</a><img src="/sub/c.svg"><a href="//host/">y</a><meta content="0; url=/sub/d/"> a="/e""#;
        assert_eq!(moved, expected);
    }
}
