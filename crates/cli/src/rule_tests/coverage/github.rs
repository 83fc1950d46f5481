//! Coverage as workflow commands of GitHub Actions.

use std::io::{self, Write};

use super::Coverage;
use crate::report::github::{data, property};

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    for rule in &coverage.report.rules {
        for missing in coverage.missing(rule) {
            let title = property(&format!("coverage of {}", rule.name));
            let (file, message) = (property(&rule.file), data(&missing.message()));
            let (line, column) = (missing.line, missing.column);
            writeln!(out, "::warning title={title},file={file},line={line},col={column}::{message}")?;
        }
    }
    writeln!(out, "::notice title=coverage::{}", data(&coverage.summary()))
}
