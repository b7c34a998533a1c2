//! Findings as SARIF 2.1.0 (OASIS), which code review tools and editors read.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::report::Report;
use super::terminal::say;
use crate::base::diagnostic::{Diagnostic, LineStarts, Location, Severity, Span, messages};
use crate::base::url::{SourcePath, percent_encode};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Returns one run with all findings, and the rules that they broke.
pub fn sarif(report: &Report<'_>, found: &[Diagnostic]) -> String {
    let mut codes: Vec<&str> = found.iter().map(|found| found.code.0).collect();
    codes.sort_unstable();
    codes.dedup();
    let texts = report.texts(found);
    let lines: HashMap<&SourcePath, LineStarts<'_>> =
        texts.iter().map(|(path, text)| (path, LineStarts::of(text))).collect();
    let region = |at: &Location, span: Span| {
        let lines = lines.get(&at.path)?;
        let (start, end) = (lines.position(span.start), lines.position(span.end.max(span.start)));
        Some(json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        }))
    };
    let artifact = |at: &Location| json!({"uri": percent_encode(at.path.as_str()), "uriBaseId": "ROOT"});
    let place = |at: &Location| {
        let mut place = json!({"artifactLocation": artifact(at)});
        if let Some(region) = at.span.and_then(|span| region(at, span)) {
            place["region"] = region;
        }
        json!({"physicalLocation": place})
    };
    let result = |found: &Diagnostic| {
        let message = format!("{}\n{}", found.message.get(report.language), found.help.get(report.language));
        let mut result = json!({
            "ruleId": found.code.0,
            "ruleIndex": codes.binary_search(&found.code.0).unwrap_or_default(),
            "level": level(found.severity()),
            "message": {"text": message},
        });
        if let Some(at) = &found.at {
            result["locations"] = json!([place(at)]);
            let edit =
                |span, text: &str| Some(json!({"deletedRegion": region(at, span)?, "insertedContent": {"text": text}}));
            let edits: Option<Vec<Value>> = found.fix.iter().map(|found| edit(found.span, &found.text)).collect();
            if let Some(edits) = edits.filter(|edits| !edits.is_empty()) {
                let change = json!({"artifactLocation": artifact(at), "replacements": edits});
                result["fixes"] = json!([{"artifactChanges": [change]}]);
            }
        }
        let related = found.related.iter().map(|(at, what)| {
            let mut related = place(at);
            related["message"] = json!({"text": what.get(report.language)});
            related
        });
        let related: Vec<Value> = related.collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        result
    };
    let rules = messages::table().filter(|entry| codes.contains(&entry.code.0)).map(|entry| {
        let text = |pair: &messages::Pair| json!({"text": say(report.language, pair.zh, pair.en)});
        json!({
            "id": entry.code.0,
            "shortDescription": text(&entry.title),
            "fullDescription": text(&entry.explanation),
            "defaultConfiguration": {"level": level(entry.code.severity())},
        })
    });
    // By code, as `ruleIndex` counts them; the table has the stages in another order than the alphabet.
    let mut rules: Vec<Value> = rules.collect();
    rules.sort_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "kepu", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": found.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
