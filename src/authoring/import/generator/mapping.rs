//! The mapping file of an old site with kinds of content of its own: which kind goes into which collection, and which of its
//! fields fills which field.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::config::names;

/// Where kinds of content and their fields go; by their names on the old site.
#[derive(Clone, Debug, Default)]
pub struct SiteMapping {
    pub types: BTreeMap<String, String>,
    pub fields: BTreeMap<String, String>,
}

/// The word for what isn't wanted.
pub const SKIP: &str = "skip";

impl SiteMapping {
    /// Reads a mapping file.
    pub fn read(path: &SourcePath, file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut mapping = Self::default();
        let Some(text) = file.text() else {
            diagnostics.push(crate::base::diagnostic::not_text(path, file.held()));
            return mapping;
        };
        let node = match yaml::parse_written(text, 0, path, diagnostics) {
            Ok(node) => node,
            Err(fault) => {
                diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax));
                return mapping;
            }
        };
        for (key, node) in node.as_map().map(|map| map.entries.as_slice()).unwrap_or_default() {
            let pairs = match key.text.as_str() {
                "types" => &mut mapping.types,
                "fields" => &mut mapping.fields,
                _ => {
                    let unknown = names::unknown(&key.text, path.file_name(), &["types", "fields"]);
                    diagnostics.push(unknown.at(Location::span(path, key.span)));
                    continue;
                }
            };
            let given = node.as_map().map(|map| map.entries.as_slice()).unwrap_or_default();
            // What is left empty isn't decided yet.
            pairs.extend(
                given.iter().filter_map(|(name, node)| Some((name.text.clone(), node.as_text()?.trim().to_owned()))),
            );
        }
        mapping.types.retain(|_, to| !to.is_empty());
        mapping.fields.retain(|_, to| !to.is_empty());
        mapping
    }

    /// Writes a mapping file to be completed; `None` if there is nothing to decide.
    pub fn template(kinds: &[(String, usize)], fields: &[String], known: &Self) -> Option<String> {
        if kinds.is_empty() {
            return None;
        }
        let name = |name: &str| yaml::write::inline(&yaml::write::YamlValue::text(name));
        let mut text = "# 每种内容导入到哪个栏目；不要的写 skip · the collection of each kind; `skip` if it isn't wanted\ntypes:\n".to_owned();
        for (kind, count) in kinds {
            let to = known.types.get(kind).map(|to| format!(" {}", name(to))).unwrap_or_default();
            text += &format!("  {}:{to}  # {count}\n", name(kind));
        }
        text += "# 原来的字段填到哪个字段；不要的写 skip · the field that each of theirs fills\nfields:\n";
        for field in fields {
            let to = known.fields.get(field).map(|to| format!(" {}", name(to))).unwrap_or_default();
            text += &format!("  {}:{to}\n", name(field));
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_written_and_read() {
        let known = SiteMapping {
            types: BTreeMap::from([("exhibit".to_owned(), "bases".to_owned())]),
            ..SiteMapping::default()
        };
        let text =
            SiteMapping::template(&[("exhibit".to_owned(), 2), ("场馆".to_owned(), 1)], &["addr".to_owned()], &known)
                .unwrap();
        let mut diagnostics = Vec::new();
        let path = SourcePath::new("a.mapping.yaml").unwrap();
        let read = SiteMapping::read(&path, &SourceFile::new(text.clone().into_bytes()), &mut diagnostics);
        assert!(diagnostics.is_empty(), "{text}");
        assert_eq!(read.types, known.types);
        assert!(text.contains("  场馆:  # 1\n") && text.contains("  addr:\n"), "{text}");
        SiteMapping::read(&path, &SourceFile::new(&b"typos: {a: b}"[..]), &mut diagnostics);
        assert_eq!(diagnostics.len(), 1);
    }
}
