//! What a host is to be told → the files that Cloudflare Pages, Netlify and GitHub Pages read.

use std::fmt::Write as _;

use super::{CACHE, Policy, Redirects, security};
use crate::config::SiteAddress;

/// `_headers`: a path, and below it the headers of what lies there. Rules add up, so the one for everything comes
/// first and says nothing of caches.
pub fn headers(policy: &Policy, address: &SiteAddress) -> String {
    let base = &address.base_path;
    let mut text = format!("{base}/*\n");
    for (name, value) in security(policy) {
        let _ = writeln!(text, "  {name}: {value}");
    }
    for rule in CACHE.iter().filter(|rule| rule.below != "/") {
        let _ = write!(text, "{base}{}*\n  Cache-Control: {}\n", rule.below, rule.value);
    }
    text
}

/// `_redirects`: the former address, the present one, and that it is for good.
pub fn redirects(redirects: &Redirects, address: &SiteAddress) -> String {
    let base = &address.base_path;
    redirects.iter().map(|(from, to)| format!("{base}{from} {base}{to} 301\n")).collect()
}

/// `CNAME`: the host's name; none for a name that is the host's own already.
pub fn cname(address: &SiteAddress) -> Option<String> {
    let host = address.origin.rsplit('/').next()?.split(':').next()?;
    (address.is_public() && !host.ends_with(".github.io")).then(|| format!("{host}\n"))
}
