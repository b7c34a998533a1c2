//! A page and the changes to it, in the order of their places.

use std::ops::Range;

pub struct EditedPage<'h> {
    html: &'h [u8],
    out: Vec<u8>,
    /// Up to here everything has its place in `out`.
    copied: usize,
}

impl<'h> EditedPage<'h> {
    pub fn new(html: &'h [u8]) -> Self {
        Self { html, out: Vec::new(), copied: 0 }
    }

    /// Puts something in the place of a range behind all that was changed before.
    pub fn replace(&mut self, range: Range<usize>, by: &[u8]) {
        self.skip(range);
        self.out.extend_from_slice(by);
    }

    /// Leaves out a range; what is pushed afterwards stands in its place.
    pub fn skip(&mut self, range: Range<usize>) {
        if self.out.capacity() == 0 {
            self.out.reserve(self.html.len() + self.html.len() / 16);
        }
        self.out.extend_from_slice(&self.html[self.copied..range.start]);
        self.copied = range.end;
    }

    pub fn push(&mut self, byte: u8) {
        self.out.push(byte);
    }

    pub fn extend(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// The changed page; none where nothing was changed.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        if self.copied == 0 && self.out.is_empty() {
            return None;
        }
        self.out.extend_from_slice(&self.html[self.copied..]);
        Some(self.out)
    }
}
