//! 128-bit fingerprints of values, and values that carry their fingerprint.
//!
//! Caches and writers compare fingerprints, so two values with one fingerprint count as equal. XXH3 doesn't withstand
//! an attacker; the input here is the site's own content. This module is independent of what it hashes.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A 128-bit XXH3 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// Returns the fingerprint of a byte string.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Returns the fingerprint of any hashable value. It is valid only in this process: `Hash` guarantees nothing
    /// across versions.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Xxh3::new();
        value.hash(&mut hasher);
        Self(hasher.digest128())
    }

    /// Parses the form that `Display` writes: 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok().map(Self))?
    }
}

// A fingerprint is uniformly distributed already, so its 16 bytes are enough for the hasher.
impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0.to_le_bytes());
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// Returns the SHA-256 of a byte string in the form that browsers read: `sha256-` and Base64 (W3C Subresource
/// Integrity, Content Security Policy). Unlike a fingerprint it withstands an attacker.
pub fn sum(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes)))
}

/// Returns the SHA-256 of a byte string in hexadecimal digits, as people compare it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A shared value that is hashed once, when it is created.
///
/// A card is in many listings: hashing a view that holds it costs sixteen bytes instead of the whole card, and cloning
/// it costs a reference count.
pub struct Shared<T>(Arc<(Fingerprint, T)>);

impl<T: Hash> Shared<T> {
    pub fn new(value: T) -> Self {
        Self(Arc::new((Fingerprint::of(&value), value)))
    }
}

impl<T> Shared<T> {
    /// Uses a known fingerprint instead of computing it; the caller guarantees that it is right.
    pub fn with_fingerprint(value: T, fingerprint: Fingerprint) -> Self {
        Self(Arc::new((fingerprint, value)))
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.0.0
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.1
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint() == other.fingerprint()
    }
}

impl<T> Eq for Shared<T> {}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.1.fmt(f)
    }
}

impl<T: serde::Serialize> serde::Serialize for Shared<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}

#[cfg(feature = "testing")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Shared<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_reads_back() {
        let fingerprint = Fingerprint::of_bytes("科普".as_bytes());
        assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
        assert_eq!(Fingerprint::parse("12"), None);
    }

    #[test]
    fn shared_values_are_compared_by_their_content() {
        assert_eq!(Shared::new("a"), Shared::new("a"));
        assert_ne!(Shared::new("a"), Shared::new("b"));
    }
}
