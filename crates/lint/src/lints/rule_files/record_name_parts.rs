//! `record: job:up:sum` of `sum by (instance) (up)`: the level is another.

use promenade_functions::MetricKind;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::LabelName;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL707",
    name: "record-name-parts",
    group: Group::Rules,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds recorded metrics whose name does not say the labels and the operations of the \
               expression.",
        why: "The parts of `level:metric:operations` are read as the labels that are left and what was \
              done, the last operation first. The lint is off by default.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: instance:up:sum
    expr: sum by (job) (up)
",
        ),
        instead: "Name it by the labels that the aggregation keeps.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|_| !cx.is_alert() && cx.name().contains(':')) else { return };
    let parts: Vec<&str> = cx.name().split(':').collect();
    let [level, _, operations] = parts.as_slice() else {
        report.add(cx.name_range(), format!("`{}` has not the three parts of `level:metric:operations`", cx.name()));
        return;
    };
    let ExprKind::Aggregate(aggregate) = &query.expr.unparenthesized().kind else { return };
    let words: Vec<&str> = level.split('_').collect();
    let is_missing = |label: &&LabelName| !label.text.split('_').all(|word| words.contains(&word));
    if let Some(label) = aggregate.grouping.iter().filter(|_| !aggregate.without).find(is_missing) {
        let message = format!("the level `{level}` does not say that the label `{}` is left", label.text);
        report.add(cx.name_range(), message);
    }
    let functions = query.nodes.calls().filter(|(_, _, def)| def.behavior.usage.takes == MetricKind::Counter);
    if let Some((_, _, def)) = functions.into_iter().find(|(_, _, def)| !operations.contains(def.name)) {
        report.add(cx.name_range(), format!("the operations `{operations}` do not say `{}`", def.name));
    }
}
