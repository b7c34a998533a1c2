//! One text → the addresses of other hosts in it, each with its place.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::inline::{Finds, Special};
use super::link::Target;
use super::raw::{Piece, scan};
use super::{MarkdownOptions, walk};
use crate::base::diagnostic::Span;
use crate::base::html::decode;
use crate::base::url::SourcePath;

/// Calls `found` for every address elsewhere that a Markdown text leads to or shows: of links,
/// pictures and attributes of raw HTML, and bare ones. Code holds none.
pub fn elsewhere(
    source: &str,
    path: &SourcePath,
    offset: usize,
    options: &MarkdownOptions,
    mut found: impl FnMut(&str, Span),
) {
    // The parser cuts text wherever markup might have begun; an address goes on over the cuts.
    let mut run = (String::new(), Span::default());
    // Within a link there are no bare addresses, nor in code.
    let mut closed = 0_usize;
    // A script in raw HTML may go on over several events.
    let mut open = None;
    walk(source, path, offset, options, |event, span| {
        if let Event::Text(text) = &event
            && closed == 0
        {
            if run.1.end != span.start {
                bare(&run.0, run.1, &mut found);
                run = (String::new(), span);
            }
            run.0.push_str(text);
            run.1.end = span.end;
            return;
        }
        bare(&std::mem::take(&mut run.0), run.1, &mut found);
        run.1 = Span::default();
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                closed += 1;
                if link_type != LinkType::Email && Target::of(&dest_url) == Target::External {
                    found(&dest_url, span);
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) if Target::of(&dest_url) == Target::External => {
                found(&dest_url, span);
            }
            Event::Start(Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => closed = closed.saturating_sub(1),
            Event::Html(html) | Event::InlineHtml(html) => {
                open = scan(&html, open, |piece| {
                    if let Piece::Address { at, .. } = piece
                        && Target::of(&html[at.clone()]) == Target::External
                    {
                        let place = Span { start: span.start + at.start, end: span.start + at.end };
                        found(&decode(html[at].as_bytes()), if place.end <= span.end { place } else { span });
                    }
                });
            }
            _ => {}
        }
    });
    bare(&run.0, run.1, &mut found);
}

/// Calls `found` for every bare address in a plain text that stands at `span` in its file.
pub fn bare(text: &str, span: Span, found: &mut impl FnMut(&str, Span)) {
    for (range, special) in Finds::new(text, 0, true) {
        let Special::Address { www } = special else { continue };
        let at = Span { start: span.start + range.start, end: span.start + range.end };
        // A text with entities or quotes in it is shorter than what was written.
        let at = if span.end - span.start == text.len() { at } else { span };
        match www {
            true => found(&format!("http://{}", &text[range]), at),
            false => found(&text[range], at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_stand() {
        let source = "见[站](https://a.cn/1 \"题\")和<https://b.cn>，访问https://c.cn/x_y_z?a=1&b，或www.d.cn。\n\n![图](//e.cn/p.png) <a href=\"https://f.cn/?a&amp;b\">x</a> `https://no.cn/`\n\n```\nhttps://no.cn/\n```\n\n[内](../a.md) [邮](mailto:a@b.cn) <x@y.cn> [https://g.cn](https://g.cn/) [脚][1]\n\n[1]: http://h.cn/\n";
        let path = SourcePath::new("content/a.md").unwrap();
        let mut all = Vec::new();
        elsewhere(source, &path, 0, &MarkdownOptions::default(), |address, span| {
            assert!(span.end <= source.len());
            all.push((address.to_owned(), source[span.start..span.end].to_owned()));
        });
        let addresses: Vec<&str> = all.iter().map(|(address, _)| address.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "https://a.cn/1",
                "https://b.cn",
                "https://c.cn/x_y_z?a=1&b",
                "http://www.d.cn",
                "//e.cn/p.png",
                "https://f.cn/?a&b",
                "https://g.cn/",
                "http://h.cn/",
            ]
        );
        assert_eq!(all[2].1, "https://c.cn/x_y_z?a=1&b");
        assert_eq!(all[3].1, "www.d.cn");
        assert_eq!(all[5].1, "https://f.cn/?a&amp;b");
    }
}
