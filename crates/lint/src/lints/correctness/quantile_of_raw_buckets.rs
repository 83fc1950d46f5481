//! `histogram_quantile(0.9, x_bucket)`: a quantile since the process started.

use promenade_model::value::SourceRange;

use crate::facts::counter::holds_buckets;
use crate::facts::raw::{CounterUse, use_of};
use crate::facts::selector::metric_name;
use promenade_syntax::ExprKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL310",
    name: "quantile-of-raw-buckets",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a quantile or fraction of classic buckets that are not rates.",
        why: "Buckets are counters. Taken as they are, the quantile is that of everything since the \
              process started, and hardly moves any more.",
        example: Example::Query("histogram_quantile(0.9, http_request_duration_seconds_bucket)"),
        instead: "Take the rate of the buckets first.",
        better: Example::Query("histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m]))"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        let Some(name) = metric_name(selector).filter(|name| holds_buckets(cx, name)) else { continue };
        if matches!(node.expr.kind, ExprKind::Vector(_)) && use_of(cx, node) == CounterUse::Quantile {
            report.add(node.expr.range.clone(), format!("`{name}` holds counters: take their rate first"));
        }
    }
}
