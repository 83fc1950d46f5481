//! `a_seconds + b_bytes`: the sum has no unit.

use promenade_model::value::SourceRange;

use crate::facts::unit::unit_of;
use promenade_syntax::ast::BinaryOp;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL320",
    name: "mixed-units",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a sum, difference or comparison of metrics that have different units by their metadata or their names.",
        why: "Seconds and bytes cannot be added or compared, and seconds and milliseconds only after one \
              of them is converted.",
        example: Example::Query("process_resident_memory_bytes - process_uptime_seconds"),
        instead: "Check which metric was meant, or convert: `x_milliseconds / 1000`.",
        better: Example::Query("process_resident_memory_bytes - process_virtual_memory_bytes"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, binary) in cx.nodes.binaries() {
        if !matches!(binary.op, BinaryOp::Add | BinaryOp::Sub) && !binary.op.is_comparison() {
            continue;
        }
        let (Some(lhs), Some(rhs)) = (unit_of(cx, &binary.lhs), unit_of(cx, &binary.rhs)) else { continue };
        if lhs != rhs {
            let finding = report.add(binary.op_range.clone(), format!("{lhs} and {rhs} do not go together"));
            finding.related(binary.lhs.range.clone(), lhs.to_string());
            finding.related(binary.rhs.range.clone(), rhs.to_string());
        }
    }
}
