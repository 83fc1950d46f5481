//! `histogram_quantile(99, x)`: quantiles lie between 0 and 1.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_functions::ParamRole;
use promenade_syntax::Expr;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL308",
    name: "quantile-out-of-range",
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds a quantile that does not lie between 0 and 1.",
        why: "Below 0 the result is `-Inf`, above 1 it is `+Inf`, whatever the data.",
        example: Example::Query("quantile by (job) (95, process_resident_memory_bytes)"),
        instead: "Write 0.95 for the 95th percentile.",
        better: Example::Query("quantile by (job) (0.95, process_resident_memory_bytes)"),
        fix: FixDocs::Unsafe("Divides a percentage by 100."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        let is_quantile = |index| def.signature.param(index).is_some_and(|param| param.role == ParamRole::Quantile);
        for (_, arg) in call.args.iter().enumerate().filter(|(index, arg)| is_quantile(*index) && cx.is_scalar(arg)) {
            check_quantile(arg, report);
        }
    }
    for (_, aggregate, def) in cx.nodes.aggregations() {
        if let Some(param) = aggregate.param().filter(|_| def.takes(ParamRole::Quantile)) {
            check_quantile(param, report);
        }
    }
}

fn check_quantile(expr: &Expr, report: &mut Report<'_, SourceRange>) {
    let Some(value) = number(expr).filter(|value| !(0.0..=1.0).contains(value)) else { return };
    let message = format!("the quantile {value} does not lie between 0 and 1");
    let finding = report.add(expr.range.clone(), message);
    if (1.0..=100.0).contains(&value) {
        let text = (value / 100.0).to_string();
        finding.unsafe_fix(format!("write `{text}`"), vec![edit(expr.range.clone(), text)]);
    }
}
