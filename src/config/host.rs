//! Where a site will live: its address, how its pages refer to each other, and hosts that want files of their own.

use crate::base::url::Url;

/// Stands in for the host of a site that doesn't say where it lives.
pub const THIS_MACHINE: &str = "localhost";

/// How pages refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Links {
    /// From the root of the host: `/sub/column/`.
    #[default]
    Root,
    /// From the page itself, to files: `../column/index.html`. The folder can lie anywhere, on a disk as well.
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

/// Where the site will live: scheme and host, and the path below it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteAddress {
    /// `https://kepu.example.org`, without a slash at the end.
    pub origin: String,
    /// Where on the host the site begins: empty, or `/sub`.
    pub base_path: String,
}

impl SiteAddress {
    /// Reads `https://host[:port][/path]`.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        if !matches!(scheme, "http" | "https") || rest.contains(['?', '#', ' ', '\\']) {
            return None;
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() {
            return None;
        }
        let path = Url::new(path).to_string();
        Some(Self { origin: format!("{scheme}://{host}"), base_path: path.trim_end_matches('/').to_owned() })
    }

    /// Whether others can reach it: a site without `base_url` has this machine's name in its place.
    pub fn is_public(&self) -> bool {
        let host = self.origin.rsplit('/').next().unwrap_or_default();
        host.split(':').next() != Some(THIS_MACHINE)
    }

    /// The whole address of a page.
    pub fn absolute(&self, url: &Url) -> String {
        format!("{}{}{url}", self.origin, self.base_path)
    }
}

/// A host that wants files of its own among the site's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// Cloudflare Pages, and Netlify, which invented the files.
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
    /// Its being there says that nothing is to be built of what lies here.
    NoJekyll,
    /// The name under which the site is asked for.
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
