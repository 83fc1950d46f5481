//! Workflow commands, from which GitHub Actions makes annotations.
//!
//! Source: GitHub's documentation, "Workflow commands for GitHub Actions".

use std::io::{self, Write};

use promenade::syntax::Severity;

use super::Reports;

pub(super) fn write(reports: &Reports, out: &mut dyn Write) -> io::Result<()> {
    for (report, file) in reports.rows() {
        let start = file.lines.position(&file.text, report.range().start);
        let end = file.lines.position(&file.text, report.range().end);
        let command = match report.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let (name, title) = (property(&file.name), property(&format!("Promenade ({})", report.lint().code)));
        let message = data(&format!("{}:{}: {} {}", start.line, start.column, report.lint().code, report.message()));
        write!(out, "::{command} title={title},file={name},line={},col={}", start.line, start.column)?;
        // Columns have a meaning within one line only.
        if start.line == end.line {
            write!(out, ",endLine={},endColumn={}", end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        writeln!(out, "::{message}")?;
    }
    for error in &reports.errors {
        writeln!(out, "::error title=Promenade::{}", data(&format!("{}: {}", error.place, error.reason)))?;
    }
    Ok(())
}

/// The text of a message, escaped.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, escaped.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100%\r\n::"), "100%25%0D%0A::");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }
}
