//! A run of text → what in it is more than text: ruby, bare addresses, footnote marks
//! without a note.
//!
//! Only the shape of the text is looked at; where such things are not wanted (in code, in
//! a link) the caller doesn't ask.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

use crate::base::text::{is_shared_punctuation, is_wide};

/// A find, at its place in the run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Special<'t> {
    /// `{科普|kē pǔ}`.
    Ruby { base: &'t str, reading: &'t str },
    /// An address without markup; `www` says that it lacks its scheme.
    Address { www: bool },
    /// `[^name]`, which the parser leaves as text where there is no such note.
    MissingFootnote { name: &'t str },
}

/// The finds of a run, in order. What was found of each kind is kept until it is used, so a run is searched once for each
/// kind, however many finds of the others it has.
pub struct Finds<'t> {
    run: &'t str,
    from: usize,
    /// By kind, `None` until it is searched: the next find, or that there is none.
    next: [Option<Option<Find<'t>>>; 4],
}

/// The kinds of finds: ruby, footnote marks, addresses with a scheme, addresses without.
const RUBY: usize = 0;
const NOTE: usize = 1;
const SCHEME: usize = 2;
const BARE: usize = 3;

impl<'t> Finds<'t> {
    /// Finds at or after a byte of the run. `links` says whether bare addresses count.
    pub fn new(run: &'t str, from: usize, links: bool) -> Self {
        let skipped = if links { None } else { Some(None) };
        Self { run, from, next: [None, None, skipped.clone(), skipped] }
    }

    fn search(&self, kind: usize) -> Option<Find<'t>> {
        let (run, from) = (self.run, self.from);
        let bytes = &run.as_bytes()[from..];
        match kind {
            RUBY => memchr_iter(b'{', bytes).find_map(|at| ruby(run, from + at)),
            NOTE => memchr_iter(b'[', bytes).find_map(|at| missing_footnote(run, from + at)),
            SCHEME => memchr_iter(b':', bytes).find_map(|at| with_scheme(run, from, from + at)),
            _ => memchr_iter(b'w', bytes)
                .filter(|at| bytes[*at..].starts_with(b"www."))
                .find_map(|at| address(run, from + at, true)),
        }
    }
}

impl<'t> Iterator for Finds<'t> {
    type Item = Find<'t>;

    fn next(&mut self) -> Option<Find<'t>> {
        for kind in [RUBY, NOTE, SCHEME, BARE] {
            let passed = |found: &Option<Find<'_>>| found.as_ref().is_some_and(|(range, _)| range.start < self.from);
            if self.next[kind].as_ref().is_none_or(passed) {
                self.next[kind] = Some(self.search(kind));
            }
        }
        let starts = |kind: usize| self.next[kind].as_ref()?.as_ref().map(|(range, _)| range.start);
        let first = [RUBY, NOTE, SCHEME, BARE].into_iter().filter_map(|kind| Some((starts(kind)?, kind))).min()?.1;
        let found = self.next[first].take()??;
        self.from = found.0.end;
        Some(found)
    }
}

/// A quick look that spares most runs the searches of [`find`].
pub fn may_hold(run: &str) -> bool {
    memchr3(b'{', b'[', b':', run.as_bytes()).is_some() || memchr(b'w', run.as_bytes()).is_some()
}

type Find<'t> = (Range<usize>, Special<'t>);

/// The base holds at least one wide character: `{a|b}` in a text about programs is no ruby.
fn ruby(run: &str, at: usize) -> Option<Find<'_>> {
    let inside = &run[at + 1..];
    let inside = &inside[..inside.find(['}', '{', '\n'])?];
    let end = at + 1 + inside.len() + 1;
    let (base, reading) = inside.split_once('|')?;
    let fits = run.as_bytes()[end - 1] == b'}' && !reading.trim().is_empty() && base.chars().any(is_wide);
    fits.then_some((at..end, Special::Ruby { base, reading }))
}

fn missing_footnote(run: &str, at: usize) -> Option<Find<'_>> {
    let inside = run[at..].strip_prefix("[^")?;
    let name = &inside[..inside.find(|c: char| c == ']' || c == '[' || c.is_whitespace())?];
    let fits = !name.is_empty() && inside[name.len()..].starts_with(']');
    fits.then_some((at..at + 3 + name.len(), Special::MissingFootnote { name }))
}

fn with_scheme(run: &str, from: usize, colon: usize) -> Option<Find<'_>> {
    if !run[colon..].starts_with("://") {
        return None;
    }
    let before = &run.as_bytes()[from..colon];
    let scheme = ["https", "http"].iter().find(|scheme| {
        before.len() >= scheme.len() && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
    })?;
    address(run, colon - scheme.len(), false)
}

/// A host's name has at most 253 characters; a user's name may stand before it.
const MOST_HOST: usize = 512;

/// GFM's extended autolinks, with the end where Chinese goes on.
fn address(run: &str, start: usize, www: bool) -> Option<Find<'_>> {
    let before = run[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_@:".contains(c) && www || c == '_') {
        return None;
    }
    let rest = &run[start..];
    // Most of what only looks like an address has no host, which is known before its end is searched.
    let host_at = if www { 0 } else { rest.find("://")? + 3 };
    let host = &rest[host_at..];
    let host = &host[..host.find(|c: char| ends_address(c) || "/?#:".contains(c)).unwrap_or(host.len())];
    if host.len() > MOST_HOST || !is_host(host, www) && !is_host(without_trailing_punctuation(host), www) {
        return None;
    }
    let length = rest.find(ends_address).unwrap_or(rest.len());
    let address = without_trailing_punctuation(&rest[..length]);
    let host = if www { address } else { address.split_once("://")?.1 };
    is_host(host, www).then_some((start..start + address.len(), Special::Address { www }))
}

/// Addresses are copied from browsers percent-encoded, so a Chinese character or mark is
/// the sentence going on. One that holds Chinese as it is can be written `<…>`.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || c == '<' || c.is_control() || !c.is_ascii() && (is_wide(c) || is_shared_punctuation(c))
}

fn without_trailing_punctuation(address: &str) -> &str {
    let mut address = address;
    let count = |paren: char| address.matches(paren).count();
    let (opened, mut closed) = (count('('), count(')'));
    while let Some(last) = address.chars().next_back() {
        let kept = &address[..address.len() - last.len_utf8()];
        match last {
            // `(` is never trimmed, so their number stays.
            ')' if closed > opened => {
                closed -= 1;
                address = kept;
            }
            ';' => {
                let name = kept.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                address = if name.len() < kept.len() { name.strip_suffix('&').unwrap_or(kept) } else { kept };
            }
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ']' | '}' => address = kept,
            _ => break,
        }
    }
    address
}

/// GFM's “valid domain”: parts of letters, digits, `-` and `_`, no `_` in the last two, and
/// a dot at least where there is no scheme.
fn is_host(rest: &str, dotted: bool) -> bool {
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let host = &rest[..end];
    let fits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.split('.').all(fits)
        && host.rsplit('.').take(2).all(|part| !part.contains('_'))
        && (!dotted || host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(run: &str) -> Vec<&str> {
        let addresses = Finds::new(run, 0, true).filter(|(_, special)| matches!(special, Special::Address { .. }));
        addresses.map(|(range, _)| &run[range]).collect()
    }

    #[test]
    fn an_address_ends_where_chinese_goes_on() {
        assert_eq!(addresses("访问https://kepu.cn/a?b=1，或www.kepu.cn。"), ["https://kepu.cn/a?b=1", "www.kepu.cn"]);
        assert_eq!(addresses("见 https://kepu.cn/a查看"), ["https://kepu.cn/a"]);
        assert_eq!(addresses("（http://a.cn/）“http://b.cn”"), ["http://a.cn/", "http://b.cn"]);
    }

    #[test]
    fn an_address_ends_as_gfm_says() {
        assert_eq!(addresses("(see http://a.b/c(d)). http://a.b/c&lt;"), ["http://a.b/c(d)", "http://a.b/c"]);
        assert_eq!(addresses("xhttp://a.b https:// www. file://a http://a_b.c_d"), [""; 0]);
    }

    #[test]
    fn finds_of_all_kinds_come_in_their_order() {
        let run = "www.a.cn [^1] {科|kē} http://b.cn，[^2] {普|pǔ} https://c.cn/))) [^x [^3]";
        let found: Vec<&str> = Finds::new(run, 0, true).map(|(range, _)| &run[range]).collect();
        let expected = ["www.a.cn", "[^1]", "{科|kē}", "http://b.cn", "[^2]", "{普|pǔ}", "https://c.cn/", "[^3]"];
        assert_eq!(found, expected);
        let without: Vec<&str> = Finds::new(run, 0, false).map(|(range, _)| &run[range]).collect();
        assert_eq!(without, ["[^1]", "{科|kē}", "[^2]", "{普|pǔ}", "[^3]"]);
    }

    #[test]
    fn ruby_needs_a_wide_base() {
        let (range, ruby) = Finds::new("学{科普|kē pǔ}", 0, true).next().unwrap();
        assert_eq!((range, ruby), (3..19, Special::Ruby { base: "科普", reading: "kē pǔ" }));
        assert_eq!(Finds::new("{a|b} {科普} {科|}", 0, true).next(), None);
    }
}
