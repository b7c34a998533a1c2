//! Texts → for every term the numbers of the pages that have it.
//!
//! Pages are read block by block, each block on its own, so that a changed text makes its block
//! anew and no other. The blocks' finds are then put together file by file. A term's pages are
//! written as the steps from each number to the next, most of them one character long:
//!
//! - `#` to `[` ends a number and is worth 0 to 56;
//! - `]` to `~` before it are its higher digits, of base 34.
//!
//! These 91 are the characters of ASCII that need no escape in a string, but for the space, which
//! begins the terms of a first character: ` 科普#$馆%` says that 科普 is on pages 0 and 2, and 科馆
//! on page 2. A new line begins a word, and a space ends it.

use foldhash::HashMap;

use crate::base::text::{Term, terms};
use crate::view::data::PassageView;

/// Pages in a block.
pub const BLOCK: usize = 64;

/// The terms of a block of pages.
pub struct Block {
    /// Where each file's pairs begin, and where the last one's end.
    starts: Vec<u32>,
    /// Both units of each pair, file by file, pages in order within a file.
    pairs: Vec<u32>,
    /// The page within the block, for each of the pairs.
    pages: Vec<u8>,
    /// In order.
    words: Vec<Word>,
}

/// A word of a block.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    file: usize,
    word: Box<str>,
    /// Within the block.
    pages: Vec<u8>,
}

/// Pairs met lately, so that most of those that a page repeats are taken once. Which are
/// forgotten is of no account: the lists take a page once in any case.
pub struct Seen {
    pairs: Vec<u64>,
    page: u32,
}

/// The table fits into a core's nearest cache, and holds the pairs of a long article.
const SEEN_BITS: u32 = 12;

impl Default for Seen {
    fn default() -> Self {
        Self { pairs: vec![0; 1 << SEEN_BITS], page: 0 }
    }
}

impl Seen {
    fn is_new(&mut self, pair: u32) -> bool {
        let mark = u64::from(pair) << 32 | u64::from(self.page);
        let place = &mut self.pairs[(pair.wrapping_mul(0x9E37_79B1) >> (32 - SEEN_BITS)) as usize];
        std::mem::replace(place, mark) != mark
    }
}

impl Block {
    /// Finds the terms of at most [`BLOCK`] pages, for an index of so many files, a power of two.
    pub fn of(passages: &[PassageView], files: usize, seen: &mut Seen) -> Self {
        // A power of two, so that no pair takes a division.
        let file_of_pair = |first: u16| usize::from(first) & (files - 1);
        let mut found: Vec<(u32, u8)> = Vec::with_capacity(passages.len() * 512);
        let mut words: HashMap<Box<str>, Vec<u8>> = HashMap::default();
        let mut starts = vec![0u32; files + 1];
        for (page, passage) in passages.iter().enumerate() {
            let page = page as u8;
            seen.page += 1;
            let body = passage.body.plain();
            for text in [&passage.title, &passage.lead, &body, &passage.fields] {
                terms(text, |term| match term {
                    Term::Pair(first, second) => {
                        let pair = u32::from(first) << 16 | u32::from(second);
                        if seen.is_new(pair) {
                            starts[file_of_pair(first) + 1] += 1;
                            found.push((pair, page));
                        }
                    }
                    Term::Word(word) => match words.get_mut(word) {
                        Some(pages) if pages.last() == Some(&page) => {}
                        Some(pages) => pages.push(page),
                        None => {
                            words.insert(word.into(), vec![page]);
                        }
                    },
                });
            }
        }
        for file in 0..files {
            starts[file + 1] += starts[file];
        }
        let mut next = starts.clone();
        let (mut pairs, mut pages) = (vec![0; found.len()], vec![0; found.len()]);
        for (pair, page) in found {
            let place = &mut next[file_of_pair((pair >> 16) as u16)];
            pairs[*place as usize] = pair;
            pages[*place as usize] = page;
            *place += 1;
        }
        let word = |(word, pages): (Box<str>, Vec<u8>)| Word { file: file_of(&word, files), word, pages };
        let mut words: Vec<Word> = words.into_iter().map(word).collect();
        words.sort_unstable();
        Self { starts, pairs, pages, words }
    }
}

fn file_of(word: &str, files: usize) -> usize {
    word.encode_utf16().next().map_or(0, usize::from) % files
}

/// Numbers in ascending order, written as steps.
struct List {
    last: u32,
    steps: String,
}

impl Default for List {
    fn default() -> Self {
        // One before the first.
        Self { last: u32::MAX, steps: String::new() }
    }
}

impl List {
    fn push(&mut self, page: u32) {
        if self.last != page {
            write_number(&mut self.steps, page.wrapping_sub(self.last).wrapping_sub(1));
            self.last = page;
        }
    }
}

fn write_number(out: &mut String, number: u32) {
    let mut digits = [0u8; 8];
    let mut at = digits.len();
    let mut high = number / 57;
    while high > 0 {
        at -= 1;
        digits[at] = b']' + (high % 34) as u8;
        high /= 34;
    }
    out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    out.push(char::from(b'#' + (number % 57) as u8));
}

/// One file of all blocks: its pairs and its words, each with their pages.
pub fn lists<'b>(blocks: impl Iterator<Item = &'b Block>, file: usize) -> (String, String) {
    let mut pairs: HashMap<u32, List> = HashMap::default();
    let mut words: HashMap<&str, List> = HashMap::default();
    for (number, block) in blocks.enumerate() {
        let first = (number * BLOCK) as u32;
        let range = block.starts[file] as usize..block.starts[file + 1] as usize;
        for (pair, page) in block.pairs[range.clone()].iter().zip(&block.pages[range]) {
            pairs.entry(*pair).or_default().push(first + u32::from(*page));
        }
        let from = block.words.partition_point(|word| word.file < file);
        for found in block.words[from..].iter().take_while(|word| word.file == file) {
            let list = words.entry(&found.word).or_default();
            found.pages.iter().for_each(|page| list.push(first + u32::from(*page)));
        }
    }
    (written_pairs(pairs), written_words(words))
}

fn written_pairs(pairs: HashMap<u32, List>) -> String {
    let mut sorted: Vec<(u32, List)> = pairs.into_iter().collect();
    sorted.sort_unstable_by_key(|(pair, _)| *pair);
    let mut written = String::with_capacity(sorted.iter().map(|(_, list)| list.steps.len() + 4).sum());
    let mut last = None;
    for (pair, list) in sorted {
        let (first, second) = ((pair >> 16) as u16, pair as u16);
        let surrogate = (0xD800..0xE000).contains(&first);
        // A character of two units stands by itself: half of one can't be written.
        if surrogate || last != Some(first) {
            written.push(' ');
        }
        let units = if surrogate || last != Some(first) { &[first, second][..] } else { &[second][..] };
        written.extend(char::decode_utf16(units.iter().copied()).filter_map(Result::ok));
        written.push_str(&list.steps);
        last = Some(first);
    }
    written
}

fn written_words(words: HashMap<&str, List>) -> String {
    let mut sorted: Vec<(&str, List)> = words.into_iter().collect();
    sorted.sort_unstable_by_key(|(word, _)| *word);
    let mut written = String::new();
    for (word, list) in sorted {
        written.push('\n');
        written.push_str(word);
        written.push(' ');
        written.push_str(&list.steps);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> PassageView {
        PassageView { title: title.into(), lead: String::new(), body: Default::default(), fields: String::new() }
    }

    fn of(pages: &[PassageView], files: usize) -> Vec<(String, String)> {
        let mut seen = Seen::default();
        let blocks: Vec<Block> = pages.chunks(BLOCK).map(|pages| Block::of(pages, files, &mut seen)).collect();
        (0..files).map(|file| lists(blocks.iter(), file)).collect()
    }

    #[test]
    fn a_term_has_its_pages_once_each_and_in_order() {
        let pages = [page("科普科普 DNA"), page("馆"), page("科馆 dna dnb"), page("科普𬭚")];
        let pairs = " 普\u{3000}#%科# 科普#%馆% 馆\u{3000}$# 𬭚&";
        assert_eq!(of(&pages, 1), [(pairs.to_owned(), "\ndna #$\ndnb %".to_owned())]);
    }

    #[test]
    fn pages_of_later_blocks_have_larger_numbers() {
        let pages: Vec<_> = (0..200).map(|number| page(if number % 150 == 0 { "科普" } else { "无" })).collect();
        // 149 lies between them: 2 × 57 + 35.
        assert!(of(&pages, 4).iter().any(|(pairs, _)| pairs.contains("科普#_F")), "{:?}", of(&pages, 4));
    }

    #[test]
    fn every_number_is_read_as_it_was_written() {
        for number in (0..3000).chain([65_890, 65_892, 4_000_000, u32::MAX / 2]) {
            let mut written = String::new();
            write_number(&mut written, number);
            let (last, high) = written.as_bytes().split_last().unwrap();
            let high = high.iter().fold(0, |high, digit| high * 34 + u32::from(digit - b']'));
            assert_eq!(high * 57 + u32::from(last - b'#'), number, "{written}");
            assert!(!written.contains(['"', '\\', ' ']));
        }
    }

    #[test]
    fn files_share_the_terms_and_no_term_is_in_two() {
        let pages = [page("彩虹是怎样形成的"), page("雾 fog Nebel")];
        let whole = of(&pages, 1);
        let parts = of(&pages, 8);
        let count = |files: &[(String, String)], sign| {
            files.iter().map(|(pairs, words)| (pairs.clone() + words).matches(sign).count()).sum::<usize>()
        };
        assert_eq!(count(&whole, '\n'), count(&parts, '\n'));
        assert_eq!(count(&whole, '#'), count(&parts, '#'));
    }
}
