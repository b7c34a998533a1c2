//! A finished site → what its host is to be told: headers, former addresses, names.
//!
//! A static host sends files; what else a browser should hear it has to be told in a file of its own
//! format. What is to be said is worked out here once, from what the pages really use, and written for each
//! host by a writer. Knows nothing of how a site is sent anywhere.

mod files;
mod nginx;
mod policy;

use std::collections::BTreeMap;

pub use files::{cname, headers, redirects};
pub use nginx::nginx;
pub use policy::{Policy, Uses};

pub use crate::config::host::{Host, HostFile};

use crate::assets::bundle;
use crate::base::url::Url;

/// For how long browsers may keep what lies below a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheRule {
    /// Below the site's root; everything below it is meant.
    pub below: &'static str,
    pub value: &'static str,
}

/// What bears its own fingerprint in its name never changes; all else is asked for again, which costs an answer
/// without a body.
pub const CACHE: [CacheRule; 3] = [
    CacheRule { below: bundle::FOLDER, value: "public, max-age=31536000, immutable" },
    CacheRule { below: "/pictures/", value: "public, max-age=31536000, immutable" },
    CacheRule { below: "/", value: "public, max-age=0, must-revalidate" },
];

/// What is said with every answer.
pub fn security(policy: &Policy) -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", policy.to_string()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        // Asked for by one button, "nearest to me".
        ("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// Former addresses and where they lead, both below the site's root.
pub type Redirects = BTreeMap<Url, Url>;
