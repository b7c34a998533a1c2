//! The fonts that posters can be lettered with where a site has none of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use super::Font;
use crate::base::fingerprint::Fingerprint;

type Find = dyn Fn(&str) -> Option<Font> + Send + Sync;

/// The fonts of a machine. Each name is searched once: that opens every font.
#[derive(Clone)]
pub struct Fonts {
    /// One whose licence allows publishing what is lettered with it; used where a site names none.
    pub free: Option<Font>,
    find: Arc<Find>,
    found: Arc<Mutex<BTreeMap<String, Option<Font>>>>,
    identity: Fingerprint,
}

impl Fonts {
    /// `find` has the font of a family; `identity` is another one when another font is installed.
    pub fn new(
        free: Option<Font>,
        identity: Fingerprint,
        find: impl Fn(&str) -> Option<Font> + Send + Sync + 'static,
    ) -> Self {
        Self { free, find: Arc::new(find), found: Arc::default(), identity }
    }

    /// The font of a family, by the name that menus show.
    pub fn family(&self, name: &str) -> Option<Font> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.entry(name.to_owned()).or_insert_with(|| (self.find)(name)).clone()
    }
}

impl Hash for Fonts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.free, self.identity).hash(state);
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({})", self.identity)
    }
}
