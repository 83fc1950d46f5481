//! The XML of `JUnit`: a suite a file, a failed case a finding, and a passed case for a file without findings.

use std::io::{self, Write};

use super::xml::escape;
use super::{Report, Reports, SourceFile};

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    let n_clean = reports.files.len() - reports.by_file().count();
    let (n_failures, n_errors) = (reports.found.len(), reports.errors.len());
    let n_tests = n_clean + n_failures + n_errors;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"promenade\" tests=\"{n_tests}\" failures=\"{n_failures}\" errors=\"{n_errors}\">"
    )?;
    for (idx, file) in reports.files.iter().enumerate() {
        let first = reports.found.partition_point(|report| report.file < idx);
        let end = reports.found.partition_point(|report| report.file <= idx);
        suite(file, &reports.found[first..end], out)?;
    }
    for error in &reports.errors {
        let (place, reason) = (escape(&error.place), escape(&error.reason));
        writeln!(out, "  <testsuite name=\"{place}\" tests=\"1\" failures=\"0\" errors=\"1\">")?;
        writeln!(
            out,
            "    <testcase name=\"promenade\" classname=\"{place}\"><error message=\"{reason}\" type=\"file\"/></testcase>"
        )?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(file: &SourceFile, found: &[Report], out: &mut dyn Write) -> io::Result<()> {
    let (name, n_failures, n_tests) = (escape(&file.name), found.len(), found.len().max(1));
    writeln!(out, "  <testsuite name=\"{name}\" tests=\"{n_tests}\" failures=\"{n_failures}\" errors=\"0\">")?;
    for report in found {
        let at = file.lines.position(&file.text, report.range().start);
        let (line, column, code, lint) = (at.line, at.column, report.lint().code, report.lint().name);
        let (severity, message) = (report.severity().word(), escape(&report.message()));
        writeln!(out, "    <testcase name=\"{code} {} line {line}\" classname=\"{name}\">", escape(lint))?;
        writeln!(
            out,
            "      <failure message=\"{message}\" type=\"{severity}\">{name}:{line}:{column}: {code} {message}</failure>"
        )?;
        writeln!(out, "    </testcase>")?;
    }
    if found.is_empty() {
        writeln!(out, "    <testcase name=\"promenade\" classname=\"{name}\"/>")?;
    }
    writeln!(out, "  </testsuite>")
}
