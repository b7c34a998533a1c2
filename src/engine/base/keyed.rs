//! A small sorted map.
//!
//! Every entry has two such maps: its fields, and what a card shows of them. A `BTreeMap` allocates room for eleven
//! values in each leaf; this one allocates exactly what it needs and shares its keys with the declaration. A lookup
//! compares a few keys.

use std::sync::Arc;

/// A sorted list of key-value pairs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Keyed<V>(Box<[(Arc<str>, V)]>);

impl<V> Keyed<V> {
    pub fn get(&self, key: &str) -> Option<&V> {
        let place = self.0.binary_search_by(|(known, _)| (**known).cmp(key)).ok()?;
        Some(&self.0[place].1)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<V> Default for Keyed<V> {
    fn default() -> Self {
        Self(Box::default())
    }
}

/// The first of several values with the same key is used.
impl<V> FromIterator<(Arc<str>, V)> for Keyed<V> {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, V)>>(pairs: I) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs.dedup_by(|(later, _), (earlier, _)| later == earlier);
        Self(pairs.into_boxed_slice())
    }
}

impl<V: serde::Serialize> serde::Serialize for Keyed<V> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[cfg(feature = "testing")]
impl<V: schemars::JsonSchema> schemars::JsonSchema for Keyed<V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        std::collections::BTreeMap::<String, V>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, V>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_in_the_order_of_their_keys_and_found_by_them() {
        let pairs = [("district", 1), ("address", 2), ("title", 3), ("address", 4)];
        let keyed: Keyed<i32> = pairs.iter().map(|(key, value)| (Arc::from(*key), *value)).collect();
        assert_eq!(keyed.values().copied().collect::<Vec<_>>(), [2, 1, 3]);
        assert_eq!((keyed.get("title"), keyed.get("phone")), (Some(&3), None));
        assert_eq!(serde_json::to_string(&keyed).unwrap(), r#"{"address":2,"district":1,"title":3}"#);
    }
}
