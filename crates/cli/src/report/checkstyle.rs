//! The XML of Checkstyle, which many servers for continuous integration read.

use std::io::{self, Write};

use super::Reports;
use super::xml::escape;

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">")?;
    for (file, found) in reports.by_file() {
        writeln!(out, "  <file name=\"{}\">", escape(&file.name))?;
        for report in found {
            let at = file.lines.position(&file.text, report.range().start);
            let (line, column, severity) = (at.line, at.column, report.severity().word());
            let (message, code) = (escape(&report.message()), report.lint().code);
            writeln!(
                out,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" source=\"promenade.{code}\"/>"
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    for error in &reports.errors {
        let (place, reason) = (escape(&error.place), escape(&error.reason));
        writeln!(
            out,
            "  <file name=\"{place}\">\n    <error line=\"1\" severity=\"error\" message=\"{reason}\" source=\"promenade.file\"/>\n  </file>"
        )?;
    }
    writeln!(out, "</checkstyle>")
}
