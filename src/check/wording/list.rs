//! Checks texts against `wording.yaml`, the site's own list of words.

use super::Passage;
use crate::base::diagnostic::{Diagnostic, Localized, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::check::Subject;
use crate::config::inputs::WORDING_FILE;
use crate::config::settings::Settings;

/// The site's word list.
#[derive(Default)]
pub struct WordList {
    words: Vec<Word>,
}

/// A word of the list.
struct Word {
    word: String,
    judgement: Judgement,
    /// Longer words that contain it and are correct.
    except: Vec<String>,
    reason: Option<String>,
}

enum Judgement {
    /// The word is wrong; another is meant.
    Wrong {
        right: String,
    },
    Forbidden,
    /// One of these must occur in the same text.
    Accompanied {
        by: Vec<String>,
    },
}

/// Reads the list; without one no words are checked.
pub fn read(snapshot: &Snapshot, findings: &mut Vec<Diagnostic>) -> WordList {
    let mut list = WordList::default();
    let path = SourcePath::new(WORDING_FILE);
    let Some((path, text)) = path.and_then(|path| Some((path.clone(), snapshot.text(&path)?))) else { return list };
    let root = match yaml::parse_written(text, 0, &path, findings) {
        Ok(root) => root,
        Err(fault) => {
            findings.extend(fault.diagnostics(&path, messages::yaml_syntax));
            return list;
        }
    };
    let mut settings = Settings::new(&root, &path, WORDING_FILE, findings);
    for section in ["wrong", "forbidden", "accompanied"] {
        for node in settings.list(section) {
            // A forbidden word needs no settings.
            if let (Some(word), "forbidden") = (node.as_text(), section) {
                let (word, judgement) = (word.trim().to_owned(), Judgement::Forbidden);
                list.words.push(Word { word, judgement, except: Vec::new(), reason: None });
                continue;
            }
            list.words.extend(word(settings.of(node, format!("{WORDING_FILE} {section}")), section));
        }
    }
    settings.finish();
    list
}

fn word(mut settings: Settings<'_>, section: &str) -> Option<Word> {
    let word = settings.required_text("word");
    let judgement = match section {
        "wrong" => settings.required_text("right").map(|right| Judgement::Wrong { right }),
        "accompanied" => {
            let by = settings.texts("by");
            if by.is_none() {
                settings.missing("by");
            }
            by.map(|by| Judgement::Accompanied { by })
        }
        _ => Some(Judgement::Forbidden),
    };
    let (except, reason) = (settings.texts("except").unwrap_or_default(), settings.text("reason"));
    settings.finish();
    Some(Word { word: word.filter(|word| !word.is_empty())?, judgement: judgement?, except, reason })
}

impl WordList {
    /// Reports the wrong and forbidden words of a passage.
    pub fn check(&self, passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
        for word in &self.words {
            for at in word.places(&passage.text) {
                let range = at..at + word.word.len();
                let slip = match &word.judgement {
                    Judgement::Wrong { right } => {
                        let diagnostic = word.because(messages::wrong_word(&word.word, right));
                        passage.mended(diagnostic, range.clone(), &[(range, right)])
                    }
                    Judgement::Forbidden => passage.slip(word.because(messages::forbidden_word(&word.word)), range),
                    Judgement::Accompanied { .. } => continue,
                };
                findings.push(slip);
            }
        }
    }

    /// Reports words that occur without their required companions: once per text, at the first occurrence.
    pub fn check_company(&self, subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
        for record in subject.written.iter().flat_map(|file| &file.records) {
            for word in &self.words {
                let Judgement::Accompanied { by } = &word.judgement else { continue };
                if by.iter().any(|by| record.passages.iter().any(|passage| passage.text.contains(by.as_str()))) {
                    continue;
                }
                let places =
                    record.passages.iter().filter_map(|passage| Some((passage, word.places(&passage.text).next()?)));
                if let Some((passage, at)) = places.into_iter().next() {
                    let diagnostic = word.because(messages::unaccompanied_word(&word.word, &by.join("、")));
                    findings.push(passage.slip(diagnostic, at..at + word.word.len()));
                }
            }
        }
    }
}

impl Word {
    /// Returns the offsets of the word, except within longer words that are correct.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let right: Vec<&str> = match &self.judgement {
            Judgement::Wrong { right } => vec![right],
            _ => Vec::new(),
        };
        let excepted: Vec<&str> = self.except.iter().map(String::as_str).chain(right).collect();
        text.match_indices(&self.word).map(|(at, _)| at).filter(move |at| {
            !excepted.iter().any(|longer| {
                longer.match_indices(&self.word).any(|(inner, _)| {
                    at.checked_sub(inner).and_then(|start| text.get(start..start + longer.len())) == Some(*longer)
                })
            })
        })
    }

    /// Puts the reason from the list before the help.
    fn because(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if let Some(reason) = &self.reason {
            let Localized { zh, en } = &diagnostic.help;
            diagnostic.help = Localized { zh: format!("{reason}；{zh}"), en: format!("{reason}; {en}") };
        }
        diagnostic
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    fn read_list(text: &str) -> (WordList, Vec<&'static str>) {
        let path = SourcePath::new(WORDING_FILE).unwrap();
        let snapshot: Snapshot = [(path, SourceFile::new(text.as_bytes()))].into_iter().collect();
        let mut findings = Vec::new();
        let list = read(&snapshot, &mut findings);
        (list, findings.iter().map(|finding| finding.code.0).collect())
    }

    #[test]
    fn a_word_within_a_right_one_is_no_slip() {
        let (list, faults) = read_list(
            "wrong:\n  - {word: 登陆, right: 登录, except: [登陆月球, 抢滩登陆]}\n  - {word: 帐, right: 帐户}\nforbidden: [最佳]\n",
        );
        assert_eq!(faults, [""; 0]);
        let places = |word: usize, text: &str| list.words[word].places(text).collect::<Vec<_>>();
        assert_eq!(places(0, "登陆网站，登陆月球，抢滩登陆"), [0]);
        assert_eq!(places(1, "帐户，帐"), [9]);
        assert_eq!(places(2, "最佳"), [0]);
    }

    #[test]
    fn an_invalid_list_is_reported() {
        assert_eq!(read_list("wrong:\n  - {word: 甲}\n  - {wrod: 甲, right: 乙}\n").1, ["E0105", "E0103"]);
        assert_eq!(read_list("accompanied:\n  - {word: 甲}\nothers: []\n").1, ["E0105", "E0103"]);
        assert_eq!(read_list("wrong: 甲\n").1, ["E0104"]);
    }
}
