//! Words of an entry → the motif that it is drawn with.

use std::collections::HashMap;

use super::MotifId;
use super::motif::MOTIFS;

/// How much a word says of what something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// What is done: 讲座. It may be about anything.
    Occasion,
    /// What it is about: 地震.
    Subject,
    /// A word that the site has set.
    Set,
}

/// All words by their first character.
pub struct Lexicon(HashMap<char, Vec<Word>>);

struct Word {
    text: Box<str>,
    motif: MotifId,
    certainty: Certainty,
}

impl Lexicon {
    /// The program's words, and those of the site.
    pub fn new<'w>(set: impl Iterator<Item = (&'w str, MotifId)>) -> Self {
        let mut lexicon = Self(HashMap::new());
        for (text, motif) in set {
            lexicon.add(text, motif, Certainty::Set);
        }
        for (at, motif) in MOTIFS.iter().enumerate() {
            let id = MotifId(at as u8);
            for (words, certainty) in [(motif.subject, Certainty::Subject), (motif.occasion, Certainty::Occasion)] {
                words.split_whitespace().for_each(|text| lexicon.add(text, id, certainty));
            }
        }
        lexicon
    }

    fn add(&mut self, text: &str, motif: MotifId, certainty: Certainty) {
        let text = text.trim().to_lowercase();
        let Some(first) = text.chars().next() else { return };
        self.0.entry(first).or_default().push(Word { text: text.into(), motif, certainty });
    }

    /// The motif of a text: that of its most certain word; of several such the longest, of these the first in the text.
    pub fn find(&self, text: &str) -> Option<(Certainty, MotifId)> {
        let text = text.to_lowercase();
        let mut best: Option<(Certainty, usize, MotifId)> = None;
        for (at, first) in text.char_indices() {
            for word in self.0.get(&first).into_iter().flatten() {
                let better =
                    best.is_none_or(|(certainty, length, _)| (word.certainty, word.text.len()) > (certainty, length));
                if better && stands_at(&text, at, &word.text) {
                    best = Some((word.certainty, word.text.len(), word.motif));
                }
            }
        }
        best.map(|(certainty, _, motif)| (certainty, motif))
    }
}

/// Whether a word is there: one in Latin letters as a whole word, so that there is no tea in a teacher.
fn stands_at(text: &str, at: usize, word: &str) -> bool {
    let Some(rest) = text[at..].strip_prefix(word) else { return false };
    let letter = |c: char| c.is_ascii_alphanumeric();
    if !word.ends_with(letter) {
        return true;
    }
    let before = text[..at].ends_with(letter) && word.starts_with(letter);
    let rest = rest
        .strip_prefix("es")
        .or_else(|| rest.strip_prefix('s'))
        .filter(|rest| !rest.starts_with(letter))
        .unwrap_or(rest);
    !before && !rest.starts_with(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&'static str> {
        Lexicon::new(std::iter::empty()).find(text).map(|(_, motif)| motif.name())
    }

    #[test]
    fn a_title_says_what_it_is_about() {
        for (title, motif) in [
            ("双子座流星雨观测夜", "space"),
            ("防震减灾讲座：地震来了怎么办", "quake"),
            ("冬季燃气安全讲座", "energy"),
            ("科普大讲堂", "talk"),
            ("校园讲座：航天技术怎样来到身边", "space"),
            ("Lunar eclipse at the observatory", "space"),
            ("Teachers' training", "book"),
            ("Rivers and lakes", "water"),
        ] {
            assert_eq!(found(title), Some(motif), "{title}");
        }
        assert_eq!(found("关于本站"), None);
        assert_eq!(found("Teapots"), None);
    }

    #[test]
    fn words_of_the_site_come_before_those_of_the_program() {
        let water = MotifId::named("water").unwrap();
        let lexicon = Lexicon::new([("赤水", water)].into_iter());
        assert_eq!(lexicon.find("赤水河畔观星空"), Some((Certainty::Set, water)));
    }
}
