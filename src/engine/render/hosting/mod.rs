//! The configuration of static hosts: headers, redirects, custom domain.
//!
//! Each host reads a file of its own format. The settings are computed once, from the features that the pages use,
//! and there is a writer for each format. Deployment is separate.

mod files;
mod nginx;
mod policy;
pub mod schedule;

use std::collections::BTreeMap;

pub use files::{cname, headers, redirects};
pub use nginx::nginx;
pub use policy::{Policy, Uses};

pub use crate::config::host::{Host, HostFile};

use crate::assets::bundle;
use crate::base::url::Url;

/// The `Cache-Control` of all files below a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheRule {
    /// The path from the site's root; the rule applies to everything below it.
    pub below: &'static str,
    pub value: &'static str,
}

/// Files with a content hash in their names are immutable; all others are revalidated, which costs a response without a body
/// (304).
pub const CACHE: [CacheRule; 3] = [
    CacheRule { below: bundle::FOLDER, value: "public, max-age=31536000, immutable" },
    CacheRule { below: "/pictures/", value: "public, max-age=31536000, immutable" },
    CacheRule { below: "/", value: "public, max-age=0, must-revalidate" },
];

/// Returns the security headers of every response.
pub fn security(policy: &Policy) -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", policy.to_string()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        // Used by one button, "nearest to me".
        ("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// Former addresses with their targets, both from the site's root.
pub type Redirects = BTreeMap<Url, Url>;
