//! A file that an editor drops to be imported: what it is, and a name for it.

use crate::base::url::SourcePath;

/// What `kepu import` calls the kind of a file, by its content where that says it; `None` if it can't be imported.
pub fn incoming(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned();
    match ending.as_str() {
        "docx" => Some("docx"),
        "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" | "et" => Some("xlsx"),
        "csv" => Some("csv"),
        "ics" | "ical" => Some("ics"),
        "xml" | "wxr" if head.contains("wordpress.org/export") || head.contains("<wp:") => Some("wordpress"),
        "html" | "htm" => Some("html"),
        _ => None,
    }
}

/// Returns the name of a dropped file, without the folders that it came from; the import shows it, and takes titles from it.
pub fn incoming_name(name: &str) -> Option<SourcePath> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = |c: &char| !c.is_control() && !"<>:\"|?*".contains(*c);
    let name: String = name.chars().filter(seen).collect();
    let name = name.trim_matches(|c: char| c == '.' || c == ' ');
    SourcePath::new(name).filter(|path| !path.as_str().contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_ending_and_content() {
        for (name, bytes, expected) in [
            ("活动表.XLSX", &b"PK"[..], Some("xlsx")),
            ("露水.docx", b"PK", Some("docx")),
            ("export.xml", b"<rss xmlns:wp=\"http://wordpress.org/export/1.2/\">", Some("wordpress")),
            ("feed.xml", b"<rss>", None),
            ("a.exe", b"MZ", None),
            ("a", b"", None),
        ] {
            assert_eq!(incoming(name, bytes), expected, "{name}");
        }
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        let name = |text: &str| incoming_name(text).map(|path| path.to_string());
        assert_eq!(name("C:\\活动\\2026 活动表.xlsx").as_deref(), Some("2026 活动表.xlsx"));
        assert_eq!(name("../../site.yaml").as_deref(), Some("site.yaml"));
        assert_eq!(name("a:b.csv").as_deref(), Some("ab.csv"));
        assert_eq!((name(".."), name(""), name("/")), (None, None, None));
    }
}
