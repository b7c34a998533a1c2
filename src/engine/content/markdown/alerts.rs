//! The names that other generators, and people, give to an alert.

/// Returns the alert that a name means (`NOTE`, `TIP`, `IMPORTANT`, `WARNING`, `CAUTION`), of MkDocs, Docusaurus, VuePress
/// and what is written by hand; `None` for a name that isn't one of an alert.
pub fn alert_named(name: &str) -> Option<&'static str> {
    Some(match name.trim().to_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "example" | "quote" | "说明" | "備註" | "备注" => "NOTE",
        "tip" | "hint" | "success" | "check" | "done" | "提示" | "小贴士" | "技巧" => "TIP",
        "important" | "重要" => "IMPORTANT",
        "warning" | "attention" | "question" | "注意" | "警示" => "WARNING",
        "danger" | "caution" | "error" | "failure" | "bug" | "警告" | "危险" | "小心" => "CAUTION",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_generators_mean_an_alert() {
        for (name, alert) in [
            ("info", Some("NOTE")),
            ("Success", Some("TIP")),
            (" 重要 ", Some("IMPORTANT")),
            ("question", Some("WARNING")),
            ("bug", Some("CAUTION")),
            ("details", None),
            ("", None),
        ] {
            assert_eq!(alert_named(name), alert, "{name}");
        }
    }
}
