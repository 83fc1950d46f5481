//! `topk` in a rule: each evaluation has other series.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL708",
    name: "topk-in-rule",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds aggregations in rules that pick some of the series.",
        why: "Which series are picked changes from evaluation to evaluation. An alert ends and begins with \
              each change, and a recorded metric has gaps. For a group of one it is well.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: LoadHigh
    expr: topk(3, node_load1 > 8)
    for: 5m
",
        ),
        instead: "Alert on all series that meet the condition. For one element of each group with \
                  its labels, write `topk(1, ...)` with a grouping.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: LoadHigh
    expr: node_load1 > 8
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    if !cx.in_rule() {
        return;
    }
    for (node, aggregate, def) in cx.nodes.aggregations().filter(|(_, _, def)| def.selects()) {
        let is_first = aggregate.param().and_then(number) == Some(1.0);
        let counted = cx.nodes.user(node).is_some_and(|user| user.aggregator.is_some());
        if !is_first && !counted {
            let message = format!("which series `{}` picks changes from evaluation to evaluation", def.name);
            report.add(aggregate.op.range.clone(), message);
        }
    }
}
