//! Faults that follow from another one are left out: who mends the cause mends them.

use super::Diagnostic;

/// Leaves out what follows from settings, a declaration or a theme that isn't known.
///
/// Where `site.yaml` can't be read, nothing else is told but the faults of declarations, which don't depend on it. Where
/// a declaration can't be read, its entries' fields aren't known, nor to what others refer. Without a theme there are no
/// templates.
pub fn drop_consequences(diagnostics: &mut Vec<Diagnostic>) {
    if diagnostics.iter().any(is_unread_site) {
        diagnostics.retain(|found| is_unread_site(found) || is_of_declaration(found));
    }
    let unknown: Vec<String> = diagnostics.iter().filter_map(unknown_collection).collect();
    if !unknown.is_empty() {
        diagnostics.retain(|found| !follows_from_declaration(found, &unknown));
    }
    if diagnostics.iter().any(is_of_theme) {
        // Templates that are missed, and options that aren't known.
        let follows = |found: &Diagnostic| {
            found.code.0[1..].starts_with("05")
                || found.code.0 == "E0103" && file(found) == "site.yaml" && found.message.zh.contains("theme_options")
        };
        diagnostics.retain(|found| !follows(found));
    }
}

fn file(found: &Diagnostic) -> &str {
    found.at.as_ref().map_or("", |at| at.path.as_str())
}

/// A file that can't be read at all: broken YAML, another encoding.
fn is_unread(found: &Diagnostic) -> bool {
    matches!(found.code.0, "E0102" | "E0206")
}

fn is_unread_site(found: &Diagnostic) -> bool {
    is_unread(found) && file(found) == "site.yaml"
}

/// A theme that isn't there, whose manifest can't be read, or which has no parent.
fn is_of_theme(found: &Diagnostic) -> bool {
    let of_manifest = matches!(found.code.0, "E0102" | "E0103" | "E0105" | "E0206");
    let of_parent = found.code.0 == "E0104" && found.message.zh.contains("“parent”");
    found.code.0 == "E0106" || (of_manifest || of_parent) && file(found).ends_with("/theme.yaml")
}

fn is_of_declaration(found: &Diagnostic) -> bool {
    found.code.0.starts_with("E01") && file(found).ends_with("/_collection.yaml")
        || is_unread(found) && file(found).ends_with("/_collection.yaml")
}

/// The folder whose declaration isn't known: it can't be read, extends nothing that there is, or has another name.
fn unknown_collection(found: &Diagnostic) -> Option<String> {
    let file = file(found);
    let of_declaration = file.ends_with("/_collection.yaml") && (is_unread(found) || found.code.0 == "E0110");
    // Its help names the file that was meant.
    let misnamed = found.code.0 == "E0410" && found.help.zh.contains("_collection.yaml");
    let folder = file.strip_prefix("content/")?.split('/').next()?;
    (of_declaration || misnamed).then(|| format!("content/{folder}/"))
}

fn follows_from_declaration(found: &Diagnostic, unknown: &[String]) -> bool {
    let within = unknown.iter().any(|folder| file(found).starts_with(folder));
    let of_fields = matches!(found.code.0, "E0203" | "E0204" | "E0205" | "E0209" | "E0211" | "E0225");
    // Links and references anywhere may be to its entries; files and circles are their own.
    let of_references = matches!(found.code.0, "E0301" | "E0302" | "E0303" | "E0304");
    let of_facets = found.code.0 == "E0109";
    within && (of_fields || of_facets) || of_references
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::{Location, messages};
    use crate::base::url::SourcePath;

    fn at(found: Diagnostic, path: &str) -> Diagnostic {
        found.at(Location::file(&SourcePath::new(path).unwrap()))
    }

    fn left(mut found: Vec<Diagnostic>) -> Vec<&'static str> {
        drop_consequences(&mut found);
        found.iter().map(|found| found.code.0).collect()
    }

    #[test]
    fn a_fault_of_site_yaml_hides_all_but_those_of_declarations() {
        let found = vec![
            at(messages::yaml_syntax("", "", "", ""), "site.yaml"),
            at(messages::unknown_parent("artikel"), "content/a/_collection.yaml"),
            at(messages::unknown_field("date", "a"), "content/a/b.md"),
            messages::missing_template("entry.html"),
        ];
        assert_eq!(left(found), ["E0102", "E0110"]);
    }

    #[test]
    fn fields_of_a_collection_without_its_declaration_are_not_told() {
        let cause = || at(messages::unknown_parent("artikel"), "content/a/_collection.yaml");
        let entries = || {
            vec![
                at(messages::unknown_field("date", "a"), "content/a/b.md"),
                at(messages::unknown_field("date", "c"), "content/c/b.md"),
                at(messages::unresolved_reference("b", "a"), "content/c/b.md"),
                at(messages::missing_asset("b.jpg"), "content/c/b.md"),
            ]
        };
        assert_eq!(left([vec![cause()], entries()].concat()), ["E0110", "E0203", "E0305"]);
        let misnamed = messages::misnamed_source("_collection.yaml", "把它改名为 _collection.yaml", "");
        assert_eq!(
            left([vec![at(misnamed, "content/a/_collection.yml")], entries()].concat()),
            ["E0410", "E0203", "E0305"]
        );
        assert_eq!(left(entries()).len(), 4);
    }

    #[test]
    fn templates_of_an_unknown_theme_are_not_missed() {
        let found = vec![messages::missing_template("entry.html"), messages::unknown_theme("blue", "spring", "spring")];
        assert_eq!(left(found), ["E0106"]);
    }
}
