//! `sum(up == 0)`: all that passes is 0.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_functions::aggregators::ValueUse;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::BinaryOp;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL313",
    name: "sum-of-equality",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a sum or average of what a comparison with `==` lets through.",
        why: "A comparison without `bool` keeps the value of what it lets through. All that passes `== 0` \
              is 0, so the sum is always 0.",
        example: Example::Query("sum by (job) (up == 0)"),
        instead: "Count what passes with `count`, or compare with `bool` and add up the ones.",
        better: Example::Query("sum by (job) (up == bool 0)"),
        fix: FixDocs::Unsafe("Adds `bool`, so that what passes counts as 1 and the rest as 0."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        if def.value_use() != ValueUse::Combined {
            continue;
        }
        let Some(ExprKind::Binary(binary)) = aggregate.expr().map(|e| &e.unparenthesized().kind) else { continue };
        let constant = [&binary.lhs, &binary.rhs].into_iter().find_map(number);
        let Some(value) = constant.filter(|value| *value != 1.0) else { continue };
        if binary.op == BinaryOp::Eq && !binary.return_bool {
            let message = format!("all that passes is {value}, so `{}` says nothing of how many there are", def.name);
            let at = binary.op_range.end;
            report.add(binary.op_range.clone(), message).unsafe_fix("compare with `bool`", vec![edit(at..at, " bool")]);
        }
    }
}
