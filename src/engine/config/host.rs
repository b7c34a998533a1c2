//! The site's address, the form of its links, and hosts that need files of their own.

use crate::base::url::{Url, percent_decode};

/// The host of a site without `base_url`.
pub const THIS_MACHINE: &str = "localhost";

/// The form of links between pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Links {
    /// From the root of the host: `/sub/column/`.
    #[default]
    Root,
    /// From the page itself, to files: `../column/index.html`. The folder then works at any place, also on a disk.
    Relative,
}

impl Links {
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "root" => Some(Self::Root),
            "relative" => Some(Self::Relative),
            _ => None,
        }
    }
}

/// The address of the site: scheme, host, and the path below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteAddress {
    /// Scheme and host without a trailing slash: `https://kepu.example.org`.
    pub origin: String,
    /// The path of the site on the host: empty, or `/sub`.
    pub base_path: String,
}

impl SiteAddress {
    /// Parses `https://host[:port][/path]`, without a user, a query, and characters that mean something to the
    /// configurations of web servers.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let parsed = url::Url::parse(text).ok().filter(|_| matches!(scheme, "http" | "https"))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_plain = |text: &str, others: &str| {
            text.chars().all(|c| c.is_alphanumeric() || "-._".contains(c) || others.contains(c))
        };
        // What climbs would be another address than the one that was written, and a control character is part of none.
        let climbs = !Url::is_straight(path);
        let controls = percent_decode(path).contains(char::is_control);
        if !is_plain(host, "[:]")
            || host.ends_with(':')
            || !can_be_asked(&parsed)
            || !is_plain(path, "/~%")
            || climbs
            || controls
        {
            return None;
        }
        let path = Url::new(path).to_string();
        Some(Self { origin: format!("{scheme}://{host}"), base_path: path.trim_end_matches('/').to_owned() })
    }

    /// Returns whether the address is public: a site without `base_url` has `localhost` as its host.
    pub fn is_public(&self) -> bool {
        let host = self.origin.rsplit('/').next().unwrap_or_default();
        host.split(':').next() != Some(THIS_MACHINE)
    }

    /// Returns the address of the site itself, without a trailing slash.
    pub fn whole(&self) -> String {
        format!("{}{}", self.origin, self.base_path)
    }

    /// Returns the full address of a page.
    pub fn absolute(&self, url: &Url) -> String {
        format!("{}{url}", self.whole())
    }
}

/// Whether a server can have the name (RFC 1035, 2.3.4: labels of 63 characters at most, which neither begin nor end with a
/// hyphen) and the port.
fn can_be_asked(address: &url::Url) -> bool {
    let label =
        |label: &str| !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
    let host = match address.host() {
        Some(url::Host::Domain(name)) => {
            name.len() <= 253 && name.strip_suffix('.').unwrap_or(name).split('.').all(label)
        }
        other => other.is_some(),
    };
    host && address.port() != Some(0)
}

/// A host that needs files of its own among the site's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// Cloudflare Pages, and Netlify, which introduced these files.
    Cloudflare,
    /// GitHub Pages.
    Github,
    /// Gitee Pages.
    Gitee,
}

impl Host {
    pub const ALL: [(&'static str, Self); 4] = [
        ("cloudflare", Self::Cloudflare),
        ("netlify", Self::Cloudflare),
        ("github", Self::Github),
        ("gitee", Self::Gitee),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, host)| *host)
    }

    pub fn files(self) -> &'static [HostFile] {
        match self {
            Self::Cloudflare => &[HostFile::Headers, HostFile::Redirects],
            Self::Github => &[HostFile::NoJekyll, HostFile::Cname],
            Self::Gitee => &[HostFile::NoJekyll],
        }
    }
}

/// A file that a host reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostFile {
    Headers,
    Redirects,
    /// An empty file that turns off building on the host.
    NoJekyll,
    /// The custom domain of the site.
    Cname,
}

impl HostFile {
    pub fn url(self) -> Url {
        Url::new(match self {
            Self::Headers => "/_headers",
            Self::Redirects => "/_redirects",
            Self::NoJekyll => "/.nojekyll",
            Self::Cname => "/CNAME",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_can_be_asked_for_are_taken() {
        for (text, whole) in [
            ("https://kepu.example.org/", "https://kepu.example.org"),
            ("http://127.0.0.1:8000/a/b", "http://127.0.0.1:8000/a/b"),
            ("http://[::1]:8000/", "http://[::1]:8000"),
            ("http://[::1]/", "http://[::1]"),
            ("https://例子.中国/科普/", "https://例子.中国/%E7%A7%91%E6%99%AE"),
            ("https://a.org/~kepu/", "https://a.org/~kepu"),
        ] {
            assert_eq!(SiteAddress::parse(text).map(|address| address.whole()).as_deref(), Some(whole), "{text}");
        }
        for text in [
            "https://u:p@x.org/",
            "//x.org/",
            "https://x..org/",
            "https://-x.org/",
            "https://x.org:0/",
            "https://x.org:/",
            "https://x.org:99999/",
            "https://x.org/../../",
            "https://x.org/a/./b",
            "https://x.org/%2e%2e/",
            "https://x.org/%00",
            "https://x.org/%0a",
            "https://x.org/a;b",
        ] {
            assert!(SiteAddress::parse(text).is_none(), "{text}");
        }
        for label in ["a".repeat(64), "科".repeat(60)] {
            assert!(SiteAddress::parse(&format!("https://{label}.org/")).is_none(), "{label}");
        }
    }
}
