//! A line a finding: `file:line:column: CODE message`.

use std::io::{self, Write};

use promenade::syntax::render::severity_style;

use super::Reports;
use crate::output::printable;
use crate::terminal::{Stream, paint};

pub(super) fn write(reports: &Reports, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    for (report, file) in reports.rows() {
        let at = file.lines.position(&file.text, report.range().start);
        let code = paint(report.lint().code, severity_style(report.severity()), stream);
        let name = printable(&file.name);
        writeln!(out, "{name}:{}:{}: {code} {}", at.line, at.column, printable(&report.message()))?;
    }
    Ok(())
}
