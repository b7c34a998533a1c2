//! HTML with no more elements open at once than any page needs.
//!
//! For most tags the building of a tree looks through the elements that are open, so a page that opens elements without end would
//! take the square of its length.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::reader::{Reader, Token};

/// How many elements may be open at once; a tree keeps fewer.
const MOST_OPEN: usize = 256;

/// Elements without an end tag.
const VOID: &str = " area base br col embed hr img input link meta param source track wbr ";

/// Whether an element has no content and no end tag.
pub fn is_void(name: &str) -> bool {
    is_in(VOID, name)
}

/// Elements that end a paragraph when they begin.
const BLOCKS: &str = " address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form \
                      h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav ol p pre search section summary table ul ";

/// Elements over which no beginning of another ends anything.
const BARRIERS: &str = " table td th caption ul ol dl select ruby button object template svg math section article aside main nav \
                        header footer form fieldset figure details blockquote ";

/// Returns the HTML without the tags of elements that would be open beyond [`MOST_OPEN`]; their texts stay.
pub fn shallow(html: &str) -> Cow<'_, str> {
    if memchr::memchr_iter(b'<', html.as_bytes()).nth(MOST_OPEN).is_none() {
        return Cow::Borrowed(html);
    }
    let mut reader = Reader::new(html.as_bytes());
    let mut open = OpenElements::default();
    let (mut out, mut done) = (String::new(), 0);
    loop {
        let start = reader.at();
        let Some(token) = reader.next() else { break };
        let end = reader.at();
        let kept = match token {
            Token::Start { name, content: None } => {
                let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                open.begin(&name, html[..end].ends_with("/>"))
            }
            Token::End { name } => open.end(&String::from_utf8_lossy(name).to_ascii_lowercase()),
            _ => true,
        };
        if !kept {
            out.push_str(&html[done..start]);
            // What stood in elements of their own is no one word.
            out.push('\n');
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
}

/// The elements that are open, about as a browser counts them.
#[derive(Default)]
struct OpenElements {
    elements: Vec<OpenElement>,
    /// How many of each name were left out since the innermost one began.
    left_out: BTreeMap<String, usize>,
}

struct OpenElement {
    name: String,
    is_block: bool,
    is_barrier: bool,
}

impl OpenElements {
    /// Opens an element; returns whether it may be.
    fn begin(&mut self, name: &str, closed: bool) -> bool {
        if is_void(name) || closed && self.elements.iter().any(|open| matches!(open.name.as_str(), "svg" | "math")) {
            return true;
        }
        let (is_block, is_barrier) = (is_in(BLOCKS, name), is_in(BARRIERS, name));
        if is_block {
            self.end_any(&["p"]);
        }
        match name {
            "li" => self.end_any(&["li"]),
            "dt" | "dd" => self.end_any(&["dt", "dd"]),
            "td" | "th" => self.end_any(&["td", "th"]),
            "tr" => self.end_any(&["tr", "td", "th"]),
            "tbody" | "thead" | "tfoot" => self.end_any(&["tbody", "thead", "tfoot", "tr", "td", "th"]),
            "option" | "optgroup" => self.end_any(&["option"]),
            "rt" | "rp" => self.end_any(&["rt", "rp"]),
            "a" => self.end_any(&["a"]),
            _ => {}
        }
        let fits = self.elements.len() < MOST_OPEN;
        if fits {
            self.elements.push(OpenElement { name: name.to_owned(), is_block, is_barrier });
        } else {
            *self.left_out.entry(name.to_owned()).or_default() += 1;
        }
        fits
    }

    /// Ends the elements that have no end tags of their own.
    fn end_any(&mut self, ended: &[&str]) {
        let is_ended = |open: &OpenElement| ended.contains(&open.name.as_str());
        let barrier = self.elements.iter().rposition(|open| open.is_barrier && !is_ended(open));
        let from = barrier.map_or(0, |barrier| barrier + 1);
        if let Some(first) = self.elements[from..].iter().position(is_ended) {
            self.cut(from + first);
        }
    }

    /// Ends an element; returns whether its beginning was kept.
    fn end(&mut self, name: &str) -> bool {
        if let Some(count) = self.left_out.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return false;
        }
        if let Some(place) = self.elements.iter().rposition(|open| open.name == name) {
            let [own, inner @ ..] = &self.elements[place..] else { return true };
            // The end of a mark doesn't end the blocks in it.
            if !own.is_block && !own.is_barrier && inner.iter().any(|open| open.is_block) {
                self.elements.remove(place);
            } else {
                self.cut(place);
            }
        }
        true
    }

    fn cut(&mut self, to: usize) {
        self.elements.truncate(to);
        self.left_out.clear();
    }
}

fn is_in(names: &str, name: &str) -> bool {
    names.match_indices(name).any(|(at, _)| names[..at].ends_with(' ') && names[at + name.len()..].starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_bounded_and_its_text_stays() {
        for unit in ["<ul><li>", "<div>", "<blockquote>", "<table><tr><td>", "<b>", "<li><section>"] {
            let html = format!("{}甲</i>乙", unit.repeat(20_000));
            let less = shallow(&html);
            let first = &unit[..=unit.find('>').unwrap()];
            assert!(less.matches(first).count() <= MOST_OPEN, "{unit}: {}", less.matches(first).count());
            assert!(less.ends_with("甲</i>乙"), "{unit}");
        }
        let closed = format!("{}甲{}<p>乙</p>", "<div>".repeat(300), "</div>".repeat(300));
        let less = shallow(&closed);
        assert_eq!((less.matches("<div>").count(), less.matches("</div>").count()), (MOST_OPEN, MOST_OPEN));
        assert!(less.ends_with("</div><p>乙</p>"));
    }

    #[test]
    fn what_is_long_alone_is_left_as_it_is() {
        for unit in [
            "<p>甲",
            "<p>甲<div>乙</div>",
            "<p><b>甲</p>",
            "<br><img src=a>",
            "<b>甲</b>",
            "<script>'<div>'</script>",
            "<textarea><i></textarea>",
            "<a name=x>甲",
            "</div>",
        ] {
            let html = unit.repeat(1000);
            assert!(matches!(shallow(&html), Cow::Borrowed(_)), "{unit}");
        }
        for (before, unit) in
            [("<ul>", "<li>甲"), ("<table>", "<tr><td>甲<td>乙"), ("<dl>", "<dt>甲<dd>乙"), ("<svg>", "<path d=x />")]
        {
            let html = format!("{before}{}", unit.repeat(1000));
            assert!(matches!(shallow(&html), Cow::Borrowed(_)), "{unit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(units in proptest::collection::vec("</?(p|li|ul|td|b|svg|br|a)/?>|甲|<", 0..12), times in 1..80_usize) {
            shallow(&units.concat().repeat(times));
        }
    }
}
