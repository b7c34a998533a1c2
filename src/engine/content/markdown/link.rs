//! An address as it is written → one of the site's own places, or an address that is final.

use std::borrow::Cow;

use crate::base::url::percent_decode;

/// Where an address as written leads.
#[derive(PartialEq, Eq, Debug)]
pub enum Target<'a> {
    /// A place of this site: its path, percent-decoded, and the query and fragment as written.
    Internal { path: Cow<'a, str>, suffix: &'a str },
    /// Another host.
    External,
    /// A place on the same page, or a scheme that names no host (`mailto:`, `tel:`).
    Final,
}

impl<'a> Target<'a> {
    pub fn of(address: &'a str) -> Self {
        if address.starts_with("//") {
            return Self::External;
        }
        // A file of the author's computer is no place elsewhere: it is reported like a link to nothing.
        if let Some(scheme) = scheme(address).filter(|scheme| !scheme.eq_ignore_ascii_case("file")) {
            let web = ["http", "https", "ftp"].iter().any(|web| web.eq_ignore_ascii_case(scheme));
            return if web { Self::External } else { Self::Final };
        }
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let (path, suffix) = address.split_at(end);
        if path.is_empty() {
            return Self::Final;
        }
        Self::Internal { path: percent_decode(path), suffix }
    }
}

/// Whether an address would run a script when followed. Browsers skip white space and control characters in a scheme.
pub fn runs_script(address: &str) -> bool {
    let start: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
    let start = start.to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:text/html"].iter().any(|scheme| start.starts_with(scheme))
}

/// RFC 3986, chapter 3.1; a single letter is a drive, not a scheme.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (valid && scheme.len() > 1).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_are_the_sites_own() {
        let internal = |path: &'static str, suffix| Target::Internal { path: Cow::Borrowed(path), suffix };
        assert_eq!(Target::of("../a.md#b"), internal("../a.md", "#b"));
        assert_eq!(Target::of("/a/?q=1#b"), internal("/a/", "?q=1#b"));
        assert_eq!(Target::of("%E5%BD%A9.md"), internal("彩.md", ""));
        assert_eq!(Target::of("a/b:c.md"), internal("a/b:c.md", ""));
        for external in ["https://a.cn/", "//a.cn", "HTTP://a.cn"] {
            assert_eq!(Target::of(external), Target::External);
        }
        assert_eq!(Target::of("file:///C:/a.jpg"), internal("file:///C:/a.jpg", ""));
        for last in ["#a", "mailto:a@b.cn", "tel:021", "?a", ""] {
            assert_eq!(Target::of(last), Target::Final);
        }
        assert!(runs_script(" java\tscript:x"));
    }
}
