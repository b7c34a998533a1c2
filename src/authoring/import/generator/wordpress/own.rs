//! What belongs to the site of an export: its addresses, files, reusable blocks.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::source::Snapshot;
use crate::base::url::{SourcePath, percent_decode};

/// What a post may link to within its own old site.
pub struct Own<'a> {
    /// The site's origin, without a trailing slash: `https://old.example.org`.
    pub address: &'a str,
    /// Uploaded files by address below the site.
    pub files: &'a BTreeMap<String, SourcePath>,
    /// Addresses of uploads by the attachment's number.
    pub attachments: &'a BTreeMap<String, String>,
    /// The HTML of reusable blocks by their numbers.
    pub blocks: &'a BTreeMap<String, String>,
    /// The numbers of the pictures that were uploaded with a post, by the post's number.
    pub uploads: &'a BTreeMap<String, Vec<String>>,
    /// The places within pages that any text of the old site links to.
    pub linked: &'a BTreeSet<String>,
    /// The post's own number.
    pub post: &'a str,
    pub path: &'a SourcePath,
    /// The offset of the HTML in the export.
    pub at: usize,
}

/// Questions to which WordPress answers with a list: by a category, a day, a word. Others count readers, as `?from=timeline` does.
const LISTS: [&str; 9] = ["cat", "tag", "s", "m", "author", "feed", "post_type", "category_name", "year"];

impl Own<'_> {
    /// Returns the root-relative address of an address on the old site, if it is a page or a file that is at hand.
    pub fn local(&self, address: &str) -> Option<String> {
        let bare = |address: &str| {
            let rest = address.strip_prefix("https:").or_else(|| address.strip_prefix("http:")).unwrap_or(address);
            rest.strip_prefix("//").map(|rest| rest.trim_start_matches("www.").to_owned())
        };
        let below = match bare(address) {
            Some(bare_address) => match bare_address.strip_prefix(&bare(self.address)?)? {
                "" => "/".to_owned(),
                below => below.to_owned(),
            },
            None => address.to_owned(),
        };
        if let Some(number) = numbered(&below) {
            // A file has no page of its own here: the link leads to the file.
            let file = self.attachments.get(number).filter(|file| numbered(file).is_none());
            let place = below.rsplit_once('#').filter(|(_, place)| !place.contains([';', '=']));
            let place = place.map_or(String::new(), |(_, place)| format!("#{place}"));
            return file.and_then(|file| self.local(file)).or_else(|| Some(numbered_address(number) + &place));
        }
        let lists =
            |query: &str| query.split('&').any(|part| LISTS.contains(&part.split('=').next().unwrap_or_default()));
        if let Some(query) = below.trim_start_matches('/').strip_prefix('?').filter(|query| lists(query)) {
            // The home page isn't the same.
            return Some(format!("/%3F{query}"));
        }
        if !below.starts_with('/') || below.starts_with("//") {
            return None;
        }
        if !below.contains("/uploads/") || self.files.contains_key(&below) {
            return Some(below);
        }
        let decoded = percent_decode(&below).into_owned();
        if self.files.contains_key(&decoded) {
            return Some(decoded);
        }
        original(&decoded).find(|original| self.files.contains_key(original))
    }

    /// Returns the addresses of the pictures that were uploaded with the post.
    pub fn uploaded(&self) -> Option<Vec<&String>> {
        self.uploads.get(self.post)?.iter().map(|number| self.attachments.get(number)).collect()
    }
}

/// Whether an upload lies where WordPress puts those of editors: in the folder of a month, or in none. The other folders are those of
/// plug-ins, and the old server kept visitors out of some of them.
pub fn is_library(below: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    // A network of sites has a folder for each.
    let of_network = below.strip_prefix("sites/").and_then(|rest| rest.split_once('/'));
    let below = of_network.map_or(below, |(_, rest)| rest);
    below.split_once('/').is_none_or(|(first, _)| is_year(first))
}

/// Returns the uploads that an export names anywhere, by their paths below the folder of uploads.
pub fn uploads_named(sources: &Snapshot) -> BTreeSet<String> {
    let texts = sources.iter().filter(|(path, _)| path.extension() == "xml").filter_map(|(_, file)| file.text());
    let ends = |c: char| c.is_whitespace() || "\"'<>()[]?#&\\".contains(c);
    let mut found = BTreeSet::new();
    for text in texts {
        // Builders keep their texts as JSON.
        let text = text.replace("\\/", "/");
        for rest in text.split("uploads/").skip(1) {
            let name = percent_decode(rest.split(ends).next().unwrap_or_default()).into_owned();
            found.extend(original(&name));
            found.insert(name);
        }
    }
    found
}

/// Whether WordPress shows a file as a picture.
pub fn is_picture(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp"].iter().any(|kind| address.ends_with(kind))
}

/// Returns the addresses under which the picture may be at hand that WordPress made others of: smaller ones (`a-300x200.jpg`),
/// edited ones (`a-e1580000000000.jpg`).
fn original(address: &str) -> impl Iterator<Item = String> + use<> {
    let mut found = Vec::new();
    if let Some((stem, extension)) = address.rsplit_once('.') {
        let mut stem = stem;
        while let Some((before, last)) = stem.rsplit_once('-') {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let size = last.split_once('x').is_some_and(|(width, height)| digits(width) && digits(height));
            let edited = last.strip_prefix('e').is_some_and(|number| number.len() > 9 && digits(number));
            if !size && !edited && last != "scaled" {
                break;
            }
            stem = before;
            found.push(format!("{stem}.{extension}"));
            found.push(format!("{stem}-scaled.{extension}"));
        }
        if found.is_empty() {
            found.push(format!("{stem}-scaled.{extension}"));
        }
    }
    found.into_iter()
}

/// Returns the number of a post whose address has nothing else: `/?p=43`.
fn numbered(below: &str) -> Option<&str> {
    let query = below.trim_start_matches('/').trim_start_matches("index.php").strip_prefix('?')?;
    let pairs = query.split(['&', '#']).map(|pair| pair.trim_start_matches("amp;").trim_start_matches("#038;"));
    let number = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| matches!(*key, "p" | "page_id" | "attachment_id"));
    number
        .map(|(_, number)| number)
        .filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The address of a post by its number, as a path.
pub fn numbered_address(number: &str) -> String {
    format!("/%3Fp={number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_of_editors_lie_in_months() {
        for below in ["2024/05/a.jpg", "sites/2/2024/05/a.jpg", "a.pdf"] {
            assert!(is_library(below), "{below}");
        }
        for below in [
            "wpforms/1/a.jpg",
            "wpforms/1234/a.jpg",
            "backup/a.zip",
            "woocommerce_uploads/2024/05/a.pdf",
            "gravity_forms/1-hash/2024/05/cv.pdf",
        ] {
            assert!(!is_library(below), "{below}");
        }
    }
}
