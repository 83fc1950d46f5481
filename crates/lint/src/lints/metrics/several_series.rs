//! A join on labels that do not tell the series of a metric apart.

use promenade_model::labels::METRIC_NAME;
use promenade_syntax::ast::{LabelName, VectorMatchCardinality, VectorMatching};
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::selector::{metric_name, selector_of};
use crate::finding::Report;
use crate::snapshot::{Metric, Snapshot};

pub(crate) static LINT: Lint = Lint {
    code: "PQL955",
    name: "several-series",
    group: Group::Metrics,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds joins in which a side that must have one series for each signature has more series than there are \
               signatures; needs a snapshot.",
        why: "Two of its series have the same signature, which Prometheus refuses when the query runs.",
        example: Example::None,
        instead: "Match on more labels, aggregate, or say with `group_left` or `group_right` which side may have several.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    // Where labels are not known that a server adds, nor is how many signatures there are.
    let Some(snapshot) = cx.settings.snapshot.as_ref().filter(|snapshot| !snapshot.of_targets) else { return };
    for (_, binary) in cx.nodes.binaries() {
        let matching = &binary.matching;
        let is_open = matching.labels.iter().any(LabelName::holds_variable);
        if binary.op.is_set_operator() || is_open || !cx.is_vector(&binary.lhs) || !cx.is_vector(&binary.rhs) {
            continue;
        }
        let must_be_one = if matching.card == VectorMatchCardinality::OneToMany { &binary.lhs } else { &binary.rhs };
        let Some((name, metric)) = whole_metric(must_be_one, snapshot) else { continue };
        if let Some(n_signatures) = n_signatures(metric, matching).filter(|n| *n < metric.n_series) {
            let message = format!(
                "`{name}` has {} series, but the labels that are matched have at most {n_signatures} different values",
                metric.n_series
            );
            report.add(must_be_one.range.clone(), message).related(binary.modifier_range.clone(), "matched here");
        }
    }
}

/// The metric of which an expression has all series: a selector without conditions, or a function over its windows.
fn whole_metric<'a>(expr: &'a Expr, snapshot: &'a Snapshot) -> Option<(&'a str, &'a Metric)> {
    let inner = match &expr.unparenthesized().kind {
        ExprKind::Call(call) => match call.args.as_slice() {
            [arg] if matches!(arg.unparenthesized().kind, ExprKind::Matrix(_)) => arg,
            _ => return None,
        },
        _ => expr,
    };
    let selector = selector_of(inner)?;
    let name = metric_name(selector)?;
    let is_whole = selector.matchers.iter().all(|matcher| matcher.name.text == METRIC_NAME);
    snapshot.metrics.get(name).filter(|_| is_whole).map(|metric| (name, metric))
}

/// How many different signatures there can be at most.
fn n_signatures(metric: &Metric, matching: &VectorMatching) -> Option<usize> {
    let is_named = |name: &str| matching.labels.iter().any(|label| label.text == name);
    let counts = |name: &str| name != METRIC_NAME && is_named(name) == matching.on;
    let matched = metric.labels.iter().filter(|(name, _)| counts(name));
    matched.map(|(_, label)| label.cardinality + usize::from(!label.on_all)).try_fold(1_usize, usize::checked_mul)
}
