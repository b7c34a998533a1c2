//! A run of text → what in it is more than text: ruby, bare addresses, footnote marks
//! without a note.
//!
//! Only the shape of the text is looked at; where such things are not wanted (in code, in
//! a link) the caller doesn't ask.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

use crate::base::text::{is_shared_punctuation, is_wide};

/// A find, at its place in the run.
#[derive(PartialEq, Eq, Debug)]
pub enum Special<'t> {
    /// `{科普|kē pǔ}`.
    Ruby { base: &'t str, reading: &'t str },
    /// An address without markup; `www` says that it lacks its scheme.
    Address { www: bool },
    /// `[^name]`, which the parser leaves as text where there is no such note.
    MissingFootnote { name: &'t str },
}

/// The first find at or after a byte of the run. `links` says whether bare addresses count.
pub fn find(run: &str, from: usize, links: bool) -> Option<(Range<usize>, Special<'_>)> {
    let bytes = &run.as_bytes()[from..];
    let braces = memchr_iter(b'{', bytes).find_map(|at| ruby(run, from + at));
    let notes = memchr_iter(b'[', bytes).find_map(|at| missing_footnote(run, from + at));
    let first = earlier(braces, notes);
    if !links {
        return first;
    }
    let schemes = memchr_iter(b':', bytes).find_map(|at| with_scheme(run, from, from + at));
    let bare = memchr_iter(b'w', bytes)
        .filter(|at| bytes[*at..].starts_with(b"www."))
        .find_map(|at| address(run, from + at, true));
    earlier(first, earlier(schemes, bare))
}

/// A quick look that spares most runs the searches of [`find`].
pub fn may_hold(run: &str) -> bool {
    memchr3(b'{', b'[', b':', run.as_bytes()).is_some() || memchr(b'w', run.as_bytes()).is_some()
}

type Find<'t> = (Range<usize>, Special<'t>);

fn earlier<'t>(one: Option<Find<'t>>, other: Option<Find<'t>>) -> Option<Find<'t>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.0.start < one.0.start { other } else { one }),
        (one, other) => one.or(other),
    }
}

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
    let name = &inside[..inside.find(']')?];
    let fits = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '[');
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

/// GFM's extended autolinks, with the end where Chinese goes on.
fn address(run: &str, start: usize, www: bool) -> Option<Find<'_>> {
    let before = run[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_@:".contains(c) && www || c == '_') {
        return None;
    }
    let rest = &run[start..];
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
    while let Some(last) = address.chars().next_back() {
        let kept = &address[..address.len() - last.len_utf8()];
        match last {
            ')' if address.matches(')').count() > address.matches('(').count() => address = kept,
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
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((range, special)) = find(run, from, true) {
            from = range.end;
            if matches!(special, Special::Address { .. }) {
                found.push(&run[range]);
            }
        }
        found
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
    fn ruby_needs_a_wide_base() {
        let (range, ruby) = find("学{科普|kē pǔ}", 0, true).unwrap();
        assert_eq!((range, ruby), (3..19, Special::Ruby { base: "科普", reading: "kē pǔ" }));
        assert_eq!(find("{a|b} {科普} {科|}", 0, true), None);
    }
}
