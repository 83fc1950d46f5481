//! `rate(x[5m:1m])`: samples between the steps are not seen.

use promenade_functions::MetricKind;
use promenade_syntax::ExprKind;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL325",
    name: "subquery-of-counter",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a function for counters over a subquery of a plain selector.",
        why: "A subquery reads the counter at its own steps, so a reset and a rise between two of them are \
              lost, and the steps need not meet the samples. A range selector reads every sample.",
        example: Example::Query("rate(http_requests_total[5m:1m])"),
        instead: "Use a range selector.",
        better: Example::Query("rate(http_requests_total[5m])"),
        fix: FixDocs::Unsafe("Removes the step, so that the range is that of the selector."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        if def.behavior.usage.takes != MetricKind::Counter {
            continue;
        }
        let Some(arg) = call.args.first() else { continue };
        let ExprKind::Subquery(subquery) = &arg.unparenthesized().kind else { continue };
        let ExprKind::Vector(selector) = &subquery.expr.unparenthesized().kind else { continue };
        let message = format!("`{}` sees the counter at the steps of the subquery only", def.name);
        let finding = report.add(arg.range.clone(), message);
        let has_modifier = selector.offset.is_some() || selector.at.is_some();
        if let (Some(step), false) = (&subquery.step, has_modifier) {
            let colon = subquery.range.range.end..step.range.end;
            finding.unsafe_fix("use a range selector", vec![edit(colon, "")]);
        } else if !has_modifier {
            let end = subquery.range.range.end;
            let colon = cx.text[end..].find(':').map_or(end..end, |at| end..end + at + 1);
            finding.unsafe_fix("use a range selector", vec![edit(colon, "")]);
        }
    }
}
