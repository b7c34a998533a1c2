//! The site's address, the form of its links, and hosts that need files of their own.

use crate::base::url::Url;

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
        let parsed = url::Url::parse(text).ok().filter(|_| !rest.contains(['?', '#', '@', ' ', '\\']))?;
        if !matches!(scheme, "http" | "https") || !parsed.username().is_empty() || parsed.password().is_some() {
            return None;
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_plain = |text: &str, others: &str| {
            text.chars().all(|c| c.is_alphanumeric() || "-._".contains(c) || others.contains(c))
        };
        if host.is_empty() || !is_plain(host, "[:]") || !is_plain(path, "/~%") {
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

    /// Returns the full address of a page.
    pub fn absolute(&self, url: &Url) -> String {
        format!("{}{}{url}", self.origin, self.base_path)
    }
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
