//! `sum by (pod) (absent(up{job="a"}))`: absent has the labels of its matchers alone.

use promenade_model::value::SourceRange;

use crate::facts::selector::{matchers_on, selector_of};
use promenade_model::MatchOp;
use promenade_syntax::ast::{LabelName, VectorSelector};
use promenade_syntax::{Expr, ExprKind};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL317",
    name: "absent-label",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds labels of `absent` that it cannot have, used for grouping or matching.",
        why: "`absent` knows of no series, so its result has only the labels that the selector compares \
              with `=`. All other labels are empty.",
        example: Example::Query(r#"sum by (instance) (absent(up{job="node"}))"#),
        instead: "Use the labels that the selector compares with `=`, or compare with a metric that \
                  lists what should be there: `expected unless on (instance) up`.",
        better: Example::Query(r#"sum by (job) (absent(up{job="node"}))"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, call, def) in cx.nodes.calls() {
        if !def.behavior.reports_absence {
            continue;
        }
        let Some(user) = cx.nodes.user(node) else { continue };
        let selector = call.args.first().and_then(selector_of);
        if selector.is_some_and(VectorSelector::holds_variable) {
            continue;
        }
        for label in used_labels(user.expr).filter(|label| !label.holds_variable()) {
            if !selector.is_some_and(|selector| has_label(selector, &label.text)) {
                let message = format!("`{}` has no label `{}`: its selector does not fix it", def.name, label.text);
                report
                    .add(label.range.clone(), message)
                    .related(node.expr.range.clone(), "has the labels of its `=` matchers");
            }
        }
    }
}

/// The labels by which an expression groups or matches what stands in it.
fn used_labels(expr: &Expr) -> impl Iterator<Item = &LabelName> {
    let labels: &[LabelName] = match &expr.kind {
        ExprKind::Aggregate(aggregate) if !aggregate.without => &aggregate.grouping,
        ExprKind::Binary(binary) if binary.matching.on => &binary.matching.labels,
        _ => &[],
    };
    labels.iter()
}

fn has_label(selector: &VectorSelector, label: &str) -> bool {
    let mut matchers = matchers_on(selector, label);
    matchers.next().is_some_and(|m| m.op == MatchOp::Equal) && matchers.next().is_none()
}
