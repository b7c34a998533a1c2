//! `i18n/<language>.yaml` → the theme's words in each language.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Checked, Location, messages};
use crate::base::source::Snapshot;
use crate::base::yaml;
use crate::config::Config;
use crate::config::theme::Theme;

/// Reads the words of every language. Each language is laid over the main one, and that
/// over the first language of the theme, so that a missing word is shown in another
/// language rather than stopping the build.
pub fn read(
    theme: &Theme,
    snapshot: &Snapshot,
    config: &Config,
) -> Checked<BTreeMap<String, BTreeMap<String, String>>> {
    let mut diagnostics = Vec::new();
    let mut by_language: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for place in theme.places("i18n").iter().rev() {
        for (path, file) in snapshot.below(place) {
            let Some(text) = file.text().filter(|_| path.extension() == "yaml") else { continue };
            let words = by_language.entry(path.stem().to_owned()).or_default();
            match yaml::parse_written(text, 0, path, &mut diagnostics) {
                Ok(node) => {
                    for (key, node) in node.as_map().map(|map| map.entries.as_slice()).unwrap_or_default() {
                        match node.as_text() {
                            Some(word) => {
                                words.insert(key.text.clone(), word.to_owned());
                            }
                            None => {
                                let message = messages::setting_value(&key.text, "应是文字", "a text is expected");
                                diagnostics.push(message.at(Location::span(path, node.span)));
                            }
                        }
                    }
                }
                Err(fault) => diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax)),
            }
        }
    }
    let fallback: BTreeMap<String, String> =
        by_language.get("zh-CN").or_else(|| by_language.values().next()).cloned().unwrap_or_default();
    let main = by_language.get(&config.language).cloned().unwrap_or_default();
    let value = config
        .languages
        .iter()
        .map(|language| {
            let mut words = fallback.clone();
            words.extend(main.clone());
            words.extend(by_language.get(language).cloned().unwrap_or_default());
            (language.clone(), words)
        })
        .collect();
    Checked { value, diagnostics }
}

/// Puts values in the places of a word: `第 {n} 页`.
pub fn fill(word: &str, values: &[(&str, &str)]) -> String {
    let mut filled = word.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}
