//! Comments and a text → where each of them is now.

use std::ops::Range;

use serde::Serialize;

use super::anchor::CommentAnchor;
use super::file::CommentFile;
use super::plain::plain;
use super::thread::CommentThread;
use crate::base::text::{byte_of_utf16, utf16_len};
use crate::base::url::SourcePath;
use crate::base::yaml::Map;
use crate::content::front_matter;

/// What has become of the words that a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CommentPlace {
    There,
    /// Other words stand there now.
    Changed,
    /// They are nowhere.
    Gone,
    /// It is about no words: about the whole entry, or a field that was empty.
    Whole,
}

/// A comment with its place in a text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlacedComment {
    #[serde(flatten)]
    pub thread: CommentThread,
    pub place: CommentPlace,
    /// In UTF-16 units of the text with plain line ends.
    pub start: Option<usize>,
    pub end: Option<usize>,
    /// The line, from 1.
    pub line: Option<usize>,
}

/// Returns the comments of an entry in the order of its text; those without a place come last. `reader` is who they are
/// shown to.
pub fn placed(file: &CommentFile, source: &SourcePath, text: &str, reader: &str) -> Vec<PlacedComment> {
    let threads = file.threads(reader);
    if threads.is_empty() {
        return Vec::new();
    }
    let text = plain(text);
    let front = front_matter::split(&text, source, &mut Vec::new()).map;
    let mut all: Vec<PlacedComment> = threads.into_iter().map(|thread| place(thread, &text, &front)).collect();
    all.sort_by_key(|one| (one.start.is_none(), one.start));
    all
}

fn place(thread: CommentThread, text: &str, front: &Map) -> PlacedComment {
    let (place, range) = match &thread.about {
        _ if !thread.field.is_empty() => in_field(&thread, text, front),
        Some(about) => match about.find(text) {
            Some(found) if found.is_changed => (CommentPlace::Changed, Some(found.range)),
            Some(found) => (CommentPlace::There, Some(found.range)),
            None => (CommentPlace::Gone, None),
        },
        None => (CommentPlace::Whole, None),
    };
    PlacedComment {
        place,
        start: range.as_ref().map(|range| utf16_len(&text[..range.start])),
        end: range.as_ref().map(|range| utf16_len(&text[..range.end])),
        line: range.map(|range| text[..range.start].matches('\n').count() + 1),
        thread,
    }
}

fn in_field(thread: &CommentThread, text: &str, front: &Map) -> (CommentPlace, Option<Range<usize>>) {
    match value(text, front, &thread.field) {
        Some(range) if thread.quote.is_empty() => (CommentPlace::Whole, Some(range)),
        Some(range) => {
            let now = CommentAnchor::of(text, range.clone());
            let is_same = now.is_some_and(|now| now.quote == thread.quote);
            (if is_same { CommentPlace::There } else { CommentPlace::Changed }, Some(range))
        }
        None if thread.quote.is_empty() => (CommentPlace::Whole, None),
        None => (CommentPlace::Gone, None),
    }
}

/// The range of a field's value as it is written.
fn value(text: &str, front: &Map, field: &str) -> Option<Range<usize>> {
    let span = front.get(field)?.span;
    text.get(span.start..span.end).map(|_| span.start..span.end)
}

/// What a new comment is about: a field and its value, or the words of a range.
pub fn meant<'f>(
    text: &str,
    source: &SourcePath,
    field: Option<&'f str>,
    (start, end): (usize, usize),
) -> (&'f str, Option<CommentAnchor>) {
    let Some(field) = field.filter(|field| !field.is_empty()) else {
        return ("", CommentAnchor::of(text, byte_of_utf16(text, start)..byte_of_utf16(text, end)));
    };
    let front = front_matter::split(text, source, &mut Vec::new()).map;
    (field, value(text, &front, field).and_then(|range| CommentAnchor::of(text, range)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::comments::{CommentAction, CommentSignature, act};

    const TEXT: &str = "---\r\ntitle: 𠮷露水 # 暂定\r\n---\r\n夜里凉，水汽就凝成露水。\r\n";

    fn source() -> SourcePath {
        SourcePath::new("content/column/dew.md").unwrap()
    }

    fn add(file: &mut CommentFile, field: Option<&str>, (start, end): (usize, usize)) {
        let signature = CommentSignature { by: "张三", time: "2026-11-23T01:00:00Z" };
        let action = CommentAction::Add { field: field.map(str::to_owned), start, end, words: "请核对".to_owned() };
        act(file, &action, signature, &source(), TEXT).unwrap();
    }

    /// A range of the text with plain line ends, as a page counts it.
    fn range(words: &str) -> (usize, usize) {
        let text = TEXT.replace("\r\n", "\n");
        let start = text[..text.rfind(words).unwrap()].encode_utf16().count();
        (start, start + words.encode_utf16().count())
    }

    fn seen(file: &CommentFile, text: &str) -> Vec<(CommentPlace, String, Option<usize>)> {
        let row = |one: PlacedComment| (one.place, one.thread.quote, one.line);
        placed(file, &source(), text, "张三").into_iter().map(row).collect()
    }

    #[test]
    fn passages_fields_and_the_whole_entry_have_comments() {
        let mut file = CommentFile::default();
        add(&mut file, None, (0, 0));
        add(&mut file, None, range("水汽就凝成露水"));
        add(&mut file, Some("title"), (0, 0));
        add(&mut file, Some("summary"), (0, 0));
        let all = placed(&file, &source(), TEXT, "张三");
        assert_eq!((all[1].start, all[1].end), (Some(range("水汽").0), Some(range("水汽就凝成露水").1)));
        assert_eq!(
            seen(&file, TEXT),
            [
                (CommentPlace::There, "𠮷露水".to_owned(), Some(2)),
                (CommentPlace::There, "水汽就凝成露水".to_owned(), Some(4)),
                (CommentPlace::Whole, String::new(), None),
                (CommentPlace::Whole, String::new(), None),
            ]
        );
        let now = TEXT.replace("𠮷露水", "露珠").replace("夜里凉，", "夜里地面凉，空气里的");
        assert_eq!(
            seen(&file, &now)[..2],
            [
                (CommentPlace::Changed, "𠮷露水".to_owned(), Some(2)),
                (CommentPlace::There, "水汽就凝成露水".to_owned(), Some(4))
            ]
        );
        let gone = "---\ndate: 2026-05-18\n---\n别的文字。\n";
        assert_eq!(seen(&file, gone).iter().filter(|(place, ..)| *place == CommentPlace::Gone).count(), 2);
        assert_eq!(seen(&file, gone).len(), 4, "no comment goes with its words");
    }
}
