//! A code quality report of GitLab.
//!
//! Source: GitLab's documentation, "Code Quality report format".

use std::io::{self, Write};

use promenade::syntax::Severity;
use serde::Serialize;

use super::Reports;
use super::fingerprint::Fingerprints;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
}

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let issues = reports.rows().map(|(report, file)| {
        let place = |offset| {
            let at = file.lines.position(&file.text, offset);
            Place { line: at.line, column: at.column }
        };
        Issue {
            description: format!("{}: {}", report.lint().code, report.message()),
            check_name: report.lint().name,
            fingerprint: fingerprints.of(report, file),
            severity: severity(report.severity()),
            location: Location {
                path: file.name.strip_prefix("./").unwrap_or(&file.name),
                positions: Positions { begin: place(report.range().start), end: place(report.range().end) },
            },
        }
    });
    serde_json::to_writer_pretty(&mut *out, &issues.collect::<Vec<_>>())?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
