//! `i18n/<language>.yaml` → the theme's words in each language.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Checked, Location, messages};
use crate::base::source::Snapshot;
use crate::base::yaml;
use crate::config::Config;
use crate::config::theme::Theme;

/// The words of every language, by language and key.
pub type ThemeWords = BTreeMap<String, BTreeMap<String, String>>;

/// Reads the words of every language. Each language is laid over the main one, and that
/// over the first language of the theme, so that a missing word is shown in another
/// language rather than stopping the build.
pub fn read(theme: &Theme, snapshot: &Snapshot, config: &Config) -> Checked<ThemeWords> {
    let mut diagnostics = Vec::new();
    let mut by_language = ThemeWords::new();
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

/// Puts values in the places of a word: `第 {n} 页`. A place with forms is filled with the one that the number asks for:
/// `{n} {n|time|times}`. What no value is given for stays as it is.
pub fn fill(word: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(word.len());
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(place, after)| Some((filling(place, values)?, after)));
        let (text, after) = place.unwrap_or(("{", after));
        filled.push_str(text);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn filling<'t>(place: &'t str, values: &[(&'t str, &'t str)]) -> Option<&'t str> {
    let (name, forms) = place.split_once('|').map_or((place, None), |(name, forms)| (name, Some(forms)));
    let (_, value) = values.iter().find(|(known, _)| *known == name)?;
    Some(forms.map_or(*value, |forms| form(forms, value)))
}

/// The form of a word that goes with a number. How many forms a word has says which rule its language has; clock.js has the
/// same rules.
fn form<'t>(forms: &'t str, number: &str) -> &'t str {
    let forms: Vec<&str> = forms.split('|').collect();
    let last = forms.len() - 1;
    let place = match (number.parse::<u64>(), forms.len()) {
        (Ok(number), 3) => slavic(number),
        (Ok(number), 6) => arabic(number),
        (Ok(1), _) => 0,
        _ => last,
    };
    forms[place]
}

/// As in Russian: one, a few, many.
fn slavic(number: u64) -> usize {
    match (number % 10, number % 100) {
        (1, tens) if tens != 11 => 0,
        (2..=4, tens) if !(12..=14).contains(&tens) => 1,
        _ => 2,
    }
}

/// As in Arabic: none, one, two, a few, many, and hundreds.
fn arabic(number: u64) -> usize {
    match (number, number % 100) {
        (0..=2, _) => usize::try_from(number).unwrap_or_default(),
        (_, 3..=10) => 3,
        (_, 11..=99) => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_filled_and_takes_the_form_of_its_number() {
        let times = |n: &str| fill("{n} {n|time|times}, {of}", &[("n", n)]);
        assert_eq!(
            (times("1"), times("0"), times("2")),
            ("1 time, {of}".into(), "0 times, {of}".into(), "2 times, {of}".into())
        );
        assert_eq!(times("1,000"), "1,000 times, {of}");
        assert_eq!(fill("第 {n} 页 {", &[("n", "{n}")]), "第 {n} 页 {");
        let form = |forms: &str, n: u64| fill(&format!("{{n|{forms}}}"), &[("n", &n.to_string())]);
        let russian: Vec<String> = [1, 2, 5, 11, 12, 21, 24, 111].map(|n| form("раз|раза|раз5", n)).into();
        assert_eq!(russian, ["раз", "раза", "раз5", "раз5", "раз5", "раз", "раза", "раз5"]);
        let arabic: Vec<String> = [0, 1, 2, 3, 10, 11, 99, 100, 103].map(|n| form("a|b|c|d|e|f", n)).into();
        assert_eq!(arabic, ["a", "b", "c", "d", "d", "e", "e", "f", "d"]);
        assert_eq!(form("场", 7), "场");
    }
}
