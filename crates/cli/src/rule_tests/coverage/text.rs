//! Coverage as text: what is missing, a line each.

use std::io::{self, Write};

use promenade::rules::coverage::{PointKind, RuleCoverage};

use super::Coverage;

pub(super) fn write(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    for rule in &coverage.report.rules {
        let missing = coverage.missing(rule);
        let unevaluated = missing.iter().find(|missing| missing.point.kind == PointKind::Evaluated);
        if let Some(first) = unevaluated {
            let (message, n_others) = (first.message(), missing.len() - 1);
            writeln!(
                out,
                "{}:{}:{}: {}: {message} ({n_others} more points)",
                rule.file, first.line, first.column, rule.name
            )?;
            continue;
        }
        for missing in missing {
            let message = missing.message();
            writeln!(out, "{}:{}:{}: {}: {message}", rule.file, missing.line, missing.column, rule.name)?;
            if missing.point.kind == PointKind::Asserted {
                write_undecided(rule, out)?;
            }
        }
    }
    writeln!(out, "coverage: {}", coverage.summary())
}

fn write_undecided(rule: &RuleCoverage, out: &mut dyn Write) -> io::Result<()> {
    rule.undecided
        .iter()
        .try_for_each(|reader| writeln!(out, "  note: it cannot be decided whether it is read by {reader}"))
}
