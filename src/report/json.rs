//! Writes a report as JSON: the model unchanged.

use super::Report;

pub fn json(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}
