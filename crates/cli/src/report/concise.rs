//! A line a finding: `file:line:column: severity CODE [*] message`; `[*]` says that --fix fixes it.

use std::io::{self, Write};

use promenade::syntax::render::severity_style;

use super::Reports;
use super::statistics::has_fix;
use crate::output::printable;
use crate::terminal::{Stream, paint};

pub(super) fn write(reports: &Reports, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    for (report, file) in reports.rows() {
        let at = file.lines.position(&file.text, report.range().start);
        let code = paint(report.lint().code, severity_style(report.severity()), stream);
        let name = printable(&file.name);
        let severity = report.severity().word();
        let fix = if has_fix(report, true) { " [*]" } else { "" };
        writeln!(out, "{name}:{}:{}: {severity} {code}{fix} {}", at.line, at.column, printable(&report.message()))?;
    }
    Ok(())
}
