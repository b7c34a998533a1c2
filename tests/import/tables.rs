//! Tables: what is understood, what is told, and what a second import does.

use std::fs;

use kepu::diagnostic::{Language, has_errors};
use kepu::import::datum::Datum;
use kepu::import::table::{TableDrafts, TableOptions, drafts};
use kepu::import::{Fate, Import, settle};
use kepu::source::{Snapshot, SourceFile};

use crate::excel;
use crate::support::{TODAY, clean_build, codes, kepu, options, put_bytes, repository, shown, snapshot, source_path, tree};

/// The demonstration site.
fn demonstration() -> Snapshot {
    kepu::disk::read(repository()).value
}

fn table(site: &Snapshot, bytes: &[u8], options: &TableOptions<'_>) -> TableDrafts {
    drafts(site, &source_path("基地.xlsx"), bytes, options)
}

fn imported(site: &Snapshot, made: TableDrafts, force: bool) -> Import {
    let mut import = settle(made.drafts, site, force);
    import.fit(site, &options(TODAY));
    import
}

fn text<'a>(import: &'a Import, path: &str) -> &'a str {
    let file = import.files.iter().find(|file| file.path.as_str() == path);
    let file = file.unwrap_or_else(|| panic!("{path} isn't among {:?}", import.files.iter().map(|file| &file.path).collect::<Vec<_>>()));
    std::str::from_utf8(&file.bytes).unwrap()
}

#[test]
fn sixty_bases_of_a_workbook_become_a_site_that_builds() {
    let site = demonstration();
    let bytes = excel::bases(8_300_000_000.0);
    let about = TableOptions { into: "bases", datum: Some(Datum::Gcj02), ..TableOptions::default() };
    let made = table(&site, &bytes, &about);
    let mapping = made.mapping.clone().unwrap();
    let sources: Snapshot =
        [(source_path("基地.xlsx"), SourceFile::new(made.text.as_bytes()))].into_iter().collect();
    let first = imported(&site, made, false);
    assert_eq!(first.count(Fate::Made), excel::BASES, "{}", shown(&first.diagnostics, &sources, Language::English));
    assert!(!has_errors(&first.found) && !has_errors(&first.diagnostics));
    insta(&first, &sources, &mapping);

    // A second import of the same table changes nothing, with the mapping that the first wrote or without.
    let site = first.over(&site);
    assert!(!has_errors(&clean_build(&site, &options(TODAY)).diagnostics));
    let mapping_path = source_path("基地.mapping.yaml");
    let mapping = SourceFile::new(mapping.as_bytes());
    for mapping in [None, Some((&mapping_path, &mapping))] {
        let second = imported(&site, table(&site, &bytes, &TableOptions { mapping, ..about }), false);
        assert_eq!(second.count(Fate::Unchanged), excel::BASES, "{}", shown(&second.diagnostics, &sources, Language::English));
    }
    // A third with another number changes that number, if it may.
    let bytes = excel::bases(13_800_000_000.0);
    let third = imported(&site, table(&site, &bytes, &about), false);
    assert_eq!((third.count(Fate::Unchanged), third.count(Fate::Updated)), (excel::BASES, 0));
    assert!(codes(&third.diagnostics).contains(&"W1004"));
    let third = imported(&site, table(&site, &bytes, &TableOptions { force: true, ..about }), true);
    assert_eq!((third.count(Fate::Unchanged), third.count(Fate::Updated)), (excel::BASES - 1, 1));
}

fn insta(import: &Import, sources: &Snapshot, mapping: &str) {
    println!("{}", mapping);
    println!("{}", shown(&import.diagnostics, sources, Language::Chinese));
    for file in import.files.iter().take(9) {
        println!("{}\n{}", file.path, std::str::from_utf8(&file.bytes).unwrap());
    }
}
