//! An array of objects, one a finding. Columns count characters.

use std::io::{self, Write};

use promenade::documents::FileRange;
use promenade::lint::Safety;
use promenade::syntax::lines::Position;
use serde::Serialize;

use super::{Report, Reports, SourceFile};

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: String,
    location: Place,
    end_location: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    /// In bytes from the start of the file.
    offset: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Place,
    end_location: Place,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    location: Place,
    end_location: Place,
    content: &'a str,
}

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = reports.rows().map(|(report, file)| row(report, file)).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
}

fn row<'a>(report: &'a Report, file: &'a SourceFile) -> Row<'a> {
    let (location, end_location) = places(file, report.range());
    let related = report.finding.diagnostic.labels.iter().map(|label| {
        let (location, end_location) = places(file, label.range);
        Related { message: &label.message, location, end_location }
    });
    Row {
        file: &file.name,
        code: report.lint().code,
        name: report.lint().name,
        severity: report.severity().word(),
        message: report.message(),
        location,
        end_location,
        related: related.collect(),
        help: report.finding.diagnostic.help.as_deref(),
        fix: fix(report, file),
    }
}

fn fix<'a>(report: &'a Report, file: &SourceFile) -> Option<Fix<'a>> {
    let fix = report.finding.fix.as_ref()?;
    let edits = report.edit.iter().map(|(range, content)| {
        let (location, end_location) = places(file, *range);
        Edit { location, end_location, content }
    });
    let safety = if fix.safety == Safety::Safe { "safe" } else { "unsafe" };
    Some(Fix { title: &fix.fix.title, safety, edits: edits.collect() })
}

fn places(file: &SourceFile, range: FileRange) -> (Place, Place) {
    let place = |offset: usize| {
        let Position { line, column, .. } = file.lines.position(&file.text, offset);
        Place { line, column, offset }
    };
    (place(range.start), place(range.end))
}
