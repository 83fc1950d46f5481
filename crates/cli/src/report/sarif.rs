//! SARIF 2.1.0, which GitHub's code scanning and many viewers read. Columns count units of UTF-16.
//!
//! Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use std::fmt::Write as _;
use std::io::{self, Write};

use promenade::documents::FileRange;
use promenade::lint::Lint;
use promenade::syntax::Severity;
use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::{Report, Reports, SourceFile};

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    let mut lints: Vec<&Lint> = reports.found.iter().map(Report::lint).collect();
    lints.sort_unstable_by_key(|lint| lint.code);
    lints.dedup_by_key(|lint| lint.code);
    let mut fingerprints = Fingerprints::default();
    let results = reports.rows().map(|(report, file)| {
        let rule_idx = lints.binary_search_by_key(&report.lint().code, |lint| lint.code).unwrap_or_default();
        result(report, file, rule_idx, &fingerprints.of(report, file))
    });
    let results: Vec<Value> = results.collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver(&lints) },
            "columnKind": "utf16CodeUnits",
            "invocations": [invocation(reports)],
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn driver(lints: &[&Lint]) -> Value {
    json!({
        "name": "Promenade",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": lints.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
    })
}

fn rule(lint: &Lint) -> Value {
    json!({
        "id": lint.code,
        "name": lint.name,
        "shortDescription": { "text": lint.docs.what },
        "help": { "text": lint.docs.instead },
    })
}

/// How the run went: files that could not be looked at are notifications.
fn invocation(reports: &Reports) -> Value {
    let notifications = reports.errors.iter();
    let notifications = notifications
        .map(|error| json!({ "level": "error", "message": { "text": format!("{}: {}", error.place, error.reason) } }));
    json!({
        "executionSuccessful": reports.errors.is_empty(),
        "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
    })
}

fn result(report: &Report, file: &SourceFile, rule_idx: usize, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": report.lint().code,
        "ruleIndex": rule_idx,
        "level": level(report.severity()),
        "message": { "text": report.message() },
        "locations": [location(file, report.range())],
        "partialFingerprints": { "promenade/v1": fingerprint },
    });
    let labels = &report.finding.diagnostic.labels;
    if !labels.is_empty() {
        let related = labels.iter().enumerate().map(|(idx, label)| {
            let mut place = location(file, label.range);
            place["id"] = json!(idx);
            place["message"] = json!({ "text": label.message });
            place
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = fix(report, file) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn fix(report: &Report, file: &SourceFile) -> Option<Value> {
    let (range, text) = report.edit.as_ref()?;
    let title = &report.finding.fix.as_ref()?.fix.title;
    Some(json!({
        "description": { "text": title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&file.name) },
            "replacements": [{ "deletedRegion": region(file, *range), "insertedContent": { "text": text } }],
        }],
    }))
}

fn location(file: &SourceFile, range: FileRange) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&file.name) },
            "region": region(file, range),
        },
    })
}

fn region(file: &SourceFile, range: FileRange) -> Value {
    let start = file.lines.position(&file.text, range.start);
    let end = file.lines.position(&file.text, range.end);
    json!({
        "startLine": start.line,
        "startColumn": start.column_utf16,
        "endLine": end.line,
        "endColumn": end.column_utf16,
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI: relative ones stay relative, and what a URI cannot hold is escaped.
fn uri(name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    let mut out = if name.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@+=,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        for (name, expected) in [
            ("rules/a.yml", "rules/a.yml"),
            ("./a b.yml", "a%20b.yml"),
            ("/srv/ä.yml", "file:///srv/%C3%A4.yml"),
            ("a#b?.yml", "a%23b%3F.yml"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
