//! Which files of `content/` are published: those that something public uses, and no others. Of `static/` and the assets of
//! themes all are, but for leftovers of work (backups, databases, logs, keys), which must be used as well.
//!
//! This is the one rule for everything beside the texts. A picture or an attachment goes out with the entries that use it,
//! so one beside a draft stays until the draft does. A file is used if a public text links or shows it, a field of a public
//! entry names it, a template, a style, a file of `static/` or a setting has its address, or another published file does.
//! What is to be published without being used lies in `static/`.

use std::collections::BTreeSet;

use super::{Parts, Site};
use crate::base::html::{self, Reader, Token};
use crate::base::source::Snapshot;
use crate::base::url::{SourcePath, Url, percent_decode};
use crate::config::inputs::REVIEWS_FOLDER;
use crate::config::{CONFIG_FILE, SiteAddress};
use crate::content::entry::Section;
use crate::content::markdown::Body;
use crate::content::{Entry, Value};

/// Endings of files that lie beside others by accident, or must never be seen: backups, databases, logs, keys.
const LEFTOVERS: [&str; 24] = [
    "accdb", "backup", "bak", "db", "dmp", "dump", "env", "htpasswd", "kdbx", "key", "log", "mdb", "old", "orig",
    "p12", "pem", "pfx", "ppk", "rej", "save", "sql", "sqlite", "sqlite3", "temp",
];

/// Whether a file is published only if something uses it: each of `content/`, and leftovers of work everywhere.
pub fn must_be_used(path: &SourcePath) -> bool {
    path.below("content").is_some() || LEFTOVERS.contains(&path.extension().to_ascii_lowercase().as_str())
}

/// The files that aren't texts and must be used to be published.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Those that are published.
    pub files: BTreeSet<SourcePath>,
    /// Those that nothing uses, neither what is public nor what isn't yet or no longer.
    pub unused: Vec<SourcePath>,
}

/// Finds out which files that must be used the site publishes.
pub fn published(parts: &Parts, site: &Site, snapshot: &Snapshot) -> Published {
    let files: BTreeSet<&SourcePath> = parts.assets.iter().filter(|path| must_be_used(path)).collect();
    if files.is_empty() {
        return Published::default();
    }
    let mut uses = Uses { files: &files, used: BTreeSet::new(), address: &site.config.address, snapshot };
    site.entries.iter().for_each(|entry| uses.entry(entry));
    site.sections.values().for_each(|section| uses.body(&section.source, &section.body));
    uses.follow();
    if uses.has_more() {
        // Reading every template and every finished text is worth it only for files that nothing names plainly.
        uses.settings();
        site.entries.iter().for_each(|entry| uses.entry_html(entry));
        site.sections.values().for_each(|section| uses.html(&section.source, section.body.markup()));
        uses.follow();
    }
    let public = uses.used.clone();
    if uses.has_more() {
        let shown: BTreeSet<*const Entry> = site.entries.iter().map(std::sync::Arc::as_ptr).collect();
        let others = parts.entries.iter().filter(|entry| !shown.contains(&std::sync::Arc::as_ptr(entry)));
        for entry in others.chain(&parts.waiting) {
            uses.entry(entry);
            uses.entry_html(entry);
        }
        uses.follow();
    }
    let unused = uses.files.difference(&uses.used).map(|path| (*path).clone()).collect();
    Published { files: public.into_iter().cloned().collect(), unused }
}

/// Finds which of some files texts use, themselves or by other files that they use.
pub fn uses_of<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    section: Option<&Section>,
    files: &'a BTreeSet<&'a SourcePath>,
    address: &'a SiteAddress,
    snapshot: &'a Snapshot,
) -> BTreeSet<&'a SourcePath> {
    let mut uses = Uses { files, used: BTreeSet::new(), address, snapshot };
    for entry in entries {
        uses.entry(entry);
        uses.entry_html(entry);
    }
    if let Some(section) = section {
        uses.body(&section.source, &section.body);
        uses.html(&section.source, section.body.markup());
    }
    uses.follow();
    uses.used
}

/// Texts that name the files that they use.
const TEXTS: [&str; 12] =
    ["html", "htm", "xhtml", "css", "js", "mjs", "json", "svg", "xml", "webmanifest", "vtt", "m3u8"];

/// Files that must be used, and those of them that are.
struct Uses<'a> {
    files: &'a BTreeSet<&'a SourcePath>,
    used: BTreeSet<&'a SourcePath>,
    address: &'a SiteAddress,
    snapshot: &'a Snapshot,
}

impl Uses<'_> {
    fn has_more(&self) -> bool {
        self.used.len() < self.files.len()
    }

    fn entry(&mut self, entry: &Entry) {
        self.body(&entry.source, &entry.body);
        entry.fields.walk(&mut |_, value| match value {
            Value::Image(file) | Value::File(file) => self.take(&entry.source, &file.target),
            Value::Markdown(body) => self.body(&entry.source, body),
            // A field of a site's own may hold a file's name or address as text.
            Value::Text(text) | Value::Url(text) if text.contains('.') && !text.contains('\n') => {
                self.take(&entry.source, text);
            }
            _ => {}
        });
    }

    fn body(&mut self, source: &SourcePath, body: &Body) {
        body.links.iter().for_each(|link| self.take(source, &link.target));
    }

    fn entry_html(&mut self, entry: &Entry) {
        self.html(&entry.source, entry.body.markup());
        entry.fields.walk(&mut |_, value| {
            if let Value::Markdown(body) = value {
                self.html(&entry.source, body.markup());
            }
        });
    }

    /// What the HTML of a text uses: whole addresses, attributes for scripts, and what scripts and styles name.
    fn html(&mut self, source: &SourcePath, html: &str) {
        let bytes = html.as_bytes();
        let mut reader = Reader::new(bytes);
        while let Some(token) = reader.next() {
            let Token::Start { name, content } = token else { continue };
            html::addresses(bytes, name, reader.attributes(), |found| {
                self.take(source, &html::decode(&bytes[found.at]));
            });
            for attribute in reader.attributes() {
                if attribute.name.to_ascii_lowercase().starts_with(b"data-") {
                    self.take(source, &html::decode(&bytes[attribute.value.clone()]));
                }
            }
            if let Some(text) = content.and_then(|content| html.get(content)) {
                self.mentions(source, text);
            }
        }
    }

    /// What templates, themes, files of `static/` and settings use. Their addresses begin at the site's root, those of a
    /// collection's declaration also beside it.
    fn settings(&mut self) {
        let snapshot = self.snapshot;
        let Some(root) = SourcePath::new("content/-") else { return };
        for (path, file) in snapshot.iter() {
            let (folder, rest) = path.as_str().split_once('/').unwrap_or(("", path.as_str()));
            let declaration = folder == "content" && path.extension() == "yaml";
            if folder == REVIEWS_FOLDER {
                continue;
            }
            let at = match folder {
                "static" => SourcePath::new(&format!("content/{rest}")),
                "" | "content" => Some(path.clone()).filter(|_| declaration || rest == CONFIG_FILE),
                _ => Some(root.clone()),
            };
            let is_text = TEXTS.contains(&path.extension().to_ascii_lowercase().as_str()) || path.extension() == "yaml";
            let (Some(at), true) = (at, is_text) else { continue };
            let Some(text) = file.text() else { continue };
            if declaration {
                self.mentions(&at, text);
            }
            self.mentions(if folder == "static" { &at } else { &root }, text);
        }
    }

    /// What the used files use themselves, and so on.
    fn follow(&mut self) {
        let mut followed = BTreeSet::new();
        loop {
            let next: Vec<_> = self.used.difference(&followed).copied().collect();
            if next.is_empty() {
                return;
            }
            for path in next {
                followed.insert(path);
                if TEXTS.contains(&path.extension().to_ascii_lowercase().as_str())
                    && let Some(text) = self.snapshot.text(path)
                {
                    self.mentions(path, text);
                }
            }
        }
    }

    /// Takes what a text of any format names: in quotation marks, as a word, or as a value of YAML.
    fn mentions(&mut self, from: &SourcePath, text: &str) {
        let mut take = |written: &str| {
            if written.contains('.') && written.len() < 1000 {
                self.take(from, written);
            }
        };
        for line in text.lines() {
            for mark in ['"', '\'', '`'] {
                line.split(mark).skip(1).for_each(&mut take);
            }
            line.split(|c: char| c.is_whitespace() || "\"'`()<>=,;{}[]|".contains(c)).for_each(&mut take);
            let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
            take(value.strip_prefix("- ").unwrap_or(value).trim());
        }
    }

    /// The file of the site's assets, or of a theme's, that has an address below `/assets/`.
    fn of_assets(&self, address: &str) -> Option<SourcePath> {
        let name = address.strip_prefix("/assets/")?;
        let folder = |file: &SourcePath| file.as_str().strip_suffix(name).map(str::to_owned);
        let is = |file: &&&SourcePath| folder(file).is_some_and(|folder| format!("/{folder}").ends_with("/assets/"));
        self.files.iter().find(is).map(|file| (**file).clone())
    }

    /// Takes the file that an address leads to, as written in a file: relative to it, from the site's root, or whole.
    fn take(&mut self, from: &SourcePath, written: &str) {
        let SiteAddress { origin, base_path } = self.address;
        let own = written.strip_prefix(origin.as_str()).filter(|path| path.starts_with('/'));
        let path = own.map_or(written, |own| own.strip_prefix(base_path.as_str()).unwrap_or(own));
        if path.is_empty() || path.contains("://") {
            return;
        }
        // A file's name may hold either sign; behind it, most often, there is a query or a fragment.
        let short = path.find(['?', '#']).map(|end| &path[..end]);
        for path in std::iter::once(path).chain(short) {
            let decoded = percent_decode(path);
            let below = |folder: &str| SourcePath::new(&format!("{folder}{}", Url::new(path).as_str()));
            let known = |path: &SourcePath| self.files.contains(path);
            let found = match decoded.starts_with('/') {
                true => [below("content"), below("static"), self.of_assets(&decoded)].into_iter().flatten().find(known),
                false => from.resolve(path).filter(known).or_else(|| from.resolve(&decoded)),
            };
            if let Some(file) = found.and_then(|found| self.files.get(&found).copied()) {
                self.used.insert(file);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    #[test]
    fn an_address_is_found_however_it_is_written() {
        let path = |path: &str| SourcePath::new(path).unwrap();
        let files = [path("content/column/报告 1.pdf"), path("content/a.jpg"), path("content/column/b.css")];
        let address = SiteAddress::parse("https://kepu.example.org/sub/").unwrap();
        let snapshot: Snapshot = files.iter().map(|path| (path.clone(), SourceFile::new(*b"x"))).collect();
        let found = |text: &str| {
            let files = files.iter().collect();
            let mut uses = Uses { files: &files, used: BTreeSet::new(), address: &address, snapshot: &snapshot };
            uses.mentions(&path("content/column/x.html"), text);
            uses.used.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>()
        };
        for text in [
            "<a href=\"报告 1.pdf\">",
            "<a href='%E6%8A%A5%E5%91%8A%201.pdf#page=2'>",
            "file: 报告 1.pdf",
            "files:\n  - 报告 1.pdf",
            "fetch(`/column/报告 1.pdf?v=2`)",
            "https://kepu.example.org/sub/column/%E6%8A%A5%E5%91%8A%201.pdf",
            "https://kepu.example.org/sub/column/%E6%8A%A5%E5%91%8A%201.pdf#page=2",
            "<a href=\"https://kepu.example.org/sub/column/%E6%8A%A5%E5%91%8A%201.pdf?v=2\">",
        ] {
            assert_eq!(found(text), ["content/column/报告 1.pdf"], "{text}");
        }
        let leftovers = [path("static/b.sql"), path("themes/spring/assets/js/c.db"), path("assets/c.log")];
        for (text, wanted) in [
            ("[备份](/b.sql)", "static/b.sql"),
            ("fetch('/assets/js/c.db')", "themes/spring/assets/js/c.db"),
            ("<a href=\"https://kepu.example.org/sub/assets/c.log\">", "assets/c.log"),
        ] {
            let files = leftovers.iter().collect();
            let mut uses = Uses { files: &files, used: BTreeSet::new(), address: &address, snapshot: &snapshot };
            uses.mentions(&path("content/column/x.html"), text);
            assert_eq!(uses.used.iter().map(|path| path.as_str()).collect::<Vec<_>>(), [wanted], "{text}");
        }
        assert_eq!(found("p{background:url(../a.jpg)} @import url(b.css);"), ["content/a.jpg", "content/column/b.css"]);
        for text in ["data.jpg", "aa.jpg", "https://other.example.org/a.jpg", "a jpg"] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
