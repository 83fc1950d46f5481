//! An array of objects, one a finding. Columns count characters.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use super::position::Position;
use super::{Report, ReportFix, Reports, SourceFile, word};

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
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
    let (location, end_location) = places(file, &report.range);
    let related = report.related.iter().map(|(range, message)| {
        let (location, end_location) = places(file, range);
        Related { message, location, end_location }
    });
    Row {
        file: &file.name,
        code: report.lint.code,
        name: report.lint.name,
        severity: word(report.severity),
        message: &report.message,
        location,
        end_location,
        related: related.collect(),
        help: report.help.as_deref(),
        fix: report.fix.as_ref().map(|found| fix(found, file)),
    }
}

fn fix<'a>(fix: &'a ReportFix, file: &SourceFile) -> Fix<'a> {
    let edits = fix.edit.iter().map(|(range, content)| {
        let (location, end_location) = places(file, range);
        Edit { location, end_location, content }
    });
    Fix { title: &fix.title, safety: if fix.is_safe { "safe" } else { "unsafe" }, edits: edits.collect() }
}

fn places(file: &SourceFile, range: &Range<usize>) -> (Place, Place) {
    let place = |offset: usize| {
        let Position { line, column, .. } = file.lines.position(&file.text, offset);
        Place { line, column, offset }
    };
    (place(range.start), place(range.end))
}
