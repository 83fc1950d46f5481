//! `errors_total > 10`: true for ever after.

use promenade_model::value::SourceRange;

use crate::facts::counter::is_count;
use crate::facts::raw::{CounterUse, use_of};
use crate::facts::selector::metric_name;
use promenade_syntax::ExprKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL307",
    name: "counter-compared-with-constant",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a comparison of a counter with a constant.",
        why: "A counter only grows: once past the constant, the comparison holds until the process \
              restarts. How long the process has run decides, not how often something happens.",
        example: Example::Query("http_errors_total > 10"),
        instead: "Compare what was counted in a window: `increase(x[1h]) > 10`, or a rate.",
        better: Example::Query("increase(http_errors_total[1h]) > 10"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        let Some(name) = metric_name(selector).filter(|name| is_count(cx, name)) else { continue };
        if !matches!(node.expr.kind, ExprKind::Vector(_)) {
            continue;
        }
        let CounterUse::Compared(comparison) = use_of(cx, node) else { continue };
        let message = format!("`{name}` is a counter: once this holds, it holds until the process restarts");
        report.add(comparison.range.clone(), message);
    }
}
