//! The files and folders below a site's root that are its inputs. Everything else there is none of ours.

/// What the site is, and by which a folder is known for one.
pub const CONFIG_FILE: &str = "site.yaml";

/// The days off work of a year, where the site has others than the program.
pub const HOLIDAYS_FILE: &str = "holidays.yaml";

/// The words that a check searches for.
pub const WORDING_FILE: &str = "wording.yaml";

/// The indicators that are reported on.
pub const INDICATORS_FILE: &str = "indicators.yaml";

/// Figures of a year that no entry has.
pub const STATISTICS_FILE: &str = "statistics.csv";

/// When events were changed. The only input that the program itself writes, after it has built a site.
pub const REVISIONS_FILE: &str = "revisions.txt";

pub const INPUT_FILES: [&str; 6] =
    [CONFIG_FILE, HOLIDAYS_FILE, WORDING_FILE, INDICATORS_FILE, STATISTICS_FILE, REVISIONS_FILE];

/// Names that these files are given by mistake, with the right ones: they are read to say so.
pub const MISNAMED_FILES: [(&str, &str); 10] = [
    ("site.yml", CONFIG_FILE),
    ("site.yaml.txt", CONFIG_FILE),
    ("site.yml.txt", CONFIG_FILE),
    ("site.json", CONFIG_FILE),
    ("holidays.yml", HOLIDAYS_FILE),
    ("holidays.yaml.txt", HOLIDAYS_FILE),
    ("wording.yml", WORDING_FILE),
    ("wording.yaml.txt", WORDING_FILE),
    ("indicators.yml", INDICATORS_FILE),
    ("indicators.yaml.txt", INDICATORS_FILE),
];

/// Whether a name at the root is that of a file, and not of a folder.
pub fn is_input_file(name: &str) -> bool {
    INPUT_FILES.contains(&name) || MISNAMED_FILES.iter().any(|(wrong, _)| *wrong == name)
}

/// What signed texts were, and by whom they were signed.
pub const REVIEWS_FOLDER: &str = "reviews";

pub const INPUT_FOLDERS: [&str; 7] = ["content", "static", "themes", "templates", "assets", "i18n", REVIEWS_FOLDER];

/// The names of all inputs below the root, files first.
pub fn input_names() -> impl Iterator<Item = &'static str> {
    let misnamed = MISNAMED_FILES.into_iter().map(|(name, _)| name);
    INPUT_FILES.into_iter().chain(misnamed).chain(INPUT_FOLDERS)
}
