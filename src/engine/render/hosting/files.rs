//! Renders headers, redirects and the domain as files for Cloudflare Pages, Netlify and GitHub Pages.

use std::fmt::Write as _;

use super::{CACHE, Policy, Redirects, security};
use crate::config::SiteAddress;

/// Renders `_headers`: path patterns with their headers. All matching rules apply, so the general one comes first and sets
/// no `Cache-Control`.
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

/// Renders `_redirects`: the former address, the current one, and the status 301.
pub fn redirects(redirects: &Redirects, address: &SiteAddress) -> String {
    let base = &address.base_path;
    redirects.iter().map(|(from, to)| format!("{base}{from} {base}{to} 301\n")).collect()
}

/// Renders `CNAME` with the custom domain; `None` for a domain of GitHub Pages itself.
pub fn cname(address: &SiteAddress) -> Option<String> {
    let host = address.origin.rsplit('/').next()?.split(':').next()?;
    (address.is_public() && !host.ends_with(".github.io")).then(|| format!("{host}\n"))
}
