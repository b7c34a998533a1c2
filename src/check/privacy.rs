//! Checks for personal data in the sources: numbers of identity cards and telephones, addresses. Positions in
//! pictures are found by the build.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::pattern::{self, Pattern};
use crate::base::time::parse_date;
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map, Node};
use crate::config::collection::{Field, FieldType};
use crate::content::document::text_of;

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let public = Public::of(subject);
    findings.par_extend(subject.snapshot.iter().collect::<Vec<_>>().into_par_iter().flat_map_iter(|(path, file)| {
        let mut findings = Vec::new();
        if TEXTS.contains(&path.extension()) && !path.as_str().starts_with("themes/") {
            let text = text_of(path, file).unwrap_or_default();
            identity_numbers(&text, path, &mut findings);
        }
        findings
    }));
    for passage in subject.passages() {
        for (range, number) in mobile_numbers(&passage.text) {
            if !public.contains(&number) {
                findings.push(messages::mobile_number().at(passage.location(range)));
            }
        }
        for (range, address) in &passage.emails {
            if !public.contains(address) {
                findings.push(messages::email_address().at(passage.location(range.clone())));
            }
        }
    }
}

/// Extensions of text files, whatever their purpose.
const TEXTS: [&str; 8] = ["md", "csv", "yaml", "txt", "json", "html", "htm", "svg"];

/// Contacts in fields that are meant for publication; these may occur anywhere.
struct Public(BTreeSet<String>);

impl Public {
    fn of(subject: &Subject<'_>) -> Self {
        let mut public = Self(BTreeSet::new());
        for file in &subject.written {
            file.records.iter().for_each(|record| public.fields(&record.front, &file.collection.fields));
        }
        for contact in subject.site().config.footer.contact.all() {
            public.0.extend(mobile_numbers(contact).map(|(_, number)| number));
            public.0.extend(contact.split_whitespace().filter(|word| word.contains('@')).map(str::to_lowercase));
        }
        public
    }

    fn fields(&mut self, map: &Map, fields: &[Field]) {
        for (key, node) in &map.entries {
            if let Some(field) = fields.iter().find(|field| *field.key == *key.text) {
                self.node(node, field.field_type.item());
            }
        }
    }

    fn node(&mut self, node: &Node, field_type: &FieldType) {
        match (&node.kind, field_type) {
            (Kind::List(items), _) => items.iter().for_each(|item| self.node(item, field_type)),
            (Kind::Map(map), FieldType::Group(fields)) => self.fields(map, fields),
            (Kind::Scalar { text, .. }, FieldType::Phone) => {
                self.0.extend(mobile_numbers(text).map(|(_, number)| number));
            }
            (Kind::Scalar { text, .. }, FieldType::Email) => {
                self.0.insert(text.trim().to_lowercase());
            }
            _ => {}
        }
    }

    fn contains(&self, contact: &str) -> bool {
        self.0.contains(&contact.to_lowercase())
    }
}

static IDENTITY: Pattern = Pattern::new(|| pattern::constant(r"[1-9]\d{16}[0-9Xx]"));

fn identity_numbers(text: &str, path: &SourcePath, findings: &mut Vec<Diagnostic>) {
    for number in IDENTITY.find_iter(text) {
        let longer = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let alone = !longer(text[..number.start()].chars().next_back()) && !longer(text[number.end()..].chars().next());
        if alone && is_identity_number(number.as_str()) {
            findings.push(messages::identity_number().at(Location::span(path, number.range())));
        }
    }
}

/// Checks a number by GB 11643—1999: division code, date of birth, serial number, and a check digit by ISO 7064 MOD
/// 11-2.
fn is_identity_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().map(|c| c.to_digit(10).unwrap_or(10)).collect();
    let date = format!("{}-{}-{}", &number[6..10], &number[10..12], &number[12..14]);
    let division = (11..=82).contains(&(digits[0] * 10 + digits[1]));
    // The n-th digit from the right, counting from zero, has the weight 2^n modulo 11.
    let sum = digits.iter().fold(0, |sum, digit| (sum * 2 + digit) % 11);
    division && parse_date(&date).is_some_and(|date| date.year() >= 1900) && sum == 1
}

static MOBILE: Pattern = Pattern::new(|| pattern::constant(r"(?:\+?86[ -]?)?(1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4}))"));

/// Returns mobile telephone numbers without separators (工信部《电信网编号计划》: eleven digits that begin with 1).
fn mobile_numbers(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String)> + '_ {
    MOBILE.captures_iter(text).filter_map(|captures| {
        let (whole, number) = (captures.get(0)?, captures.get(1)?);
        let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "-./_=#".contains(c));
        let alone = !part(text[..whole.start()].chars().next_back())
            && !text[whole.end()..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
        alone.then(|| (whole.range(), number.as_str().replace([' ', '-'], "")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_has_its_check_digit() {
        // Invented: the example of the standard's annex, and a number whose date doesn't exist.
        assert!(is_identity_number("11010519491231002X"));
        assert!(!is_identity_number("110105194912310021"));
        assert!(!is_identity_number("110105194913310028"));
        let mut findings = Vec::new();
        let path = SourcePath::new("content/a.md").unwrap();
        identity_numbers("号11010519491231002X，号9911010519491231002X", &path, &mut findings);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_mobile_number_stands_by_itself() {
        let numbers = |text: &str| mobile_numbers(text).map(|(_, number)| number).collect::<Vec<_>>();
        assert_eq!(numbers("电话13800138000，或+86 138-0013-8001"), ["13800138000", "13800138001"]);
        for text in
            ["0830-13800138", "编号213800138000", "1380013800012", "12800138000", "π=3.13800138000", "id=13800138000"]
        {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
    }
}
