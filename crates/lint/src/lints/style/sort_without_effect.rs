//! `sum(sort(x))`: the order is lost.

use promenade_model::value::SourceRange;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};
use promenade_functions::AggregatorDef;

pub(crate) static LINT: Lint = Lint {
    code: "PQL505",
    name: "sort-without-effect",
    group: Group::Style,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a sort whose order is lost: inside another expression, or in a rule.",
        why: "Only the result of a whole instant query has an order. What is sorted inside it, or written \
              by a rule, has none.",
        example: Example::Query("sum by (job) (sort(node_load1))"),
        instead: "Leave the sort out, or sort the whole query.",
        better: Example::Query("sort(sum by (job) (node_load1))"),
        fix: FixDocs::Unsafe("Removes the sort, which also drops native histograms."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, call, def) in cx.nodes.calls() {
        if !def.behavior.sorts {
            continue;
        }
        let keeps_order = |user: Node<'_>| user.aggregator.is_some_and(AggregatorDef::selects);
        let lost = match cx.nodes.user(node) {
            Some(user) => !keeps_order(user),
            None => cx.in_rule(),
        };
        if let (true, Some(sorted)) = (lost, call.args.first()) {
            let (whole, inner) = (&node.expr.range, &sorted.range);
            let edits = vec![edit(whole.start..inner.start, ""), edit(inner.end..whole.end, "")];
            let message = format!("the order that `{}` makes is lost", def.name);
            report.add(call.function.range.clone(), message).unsafe_fix("remove the sort", edits);
        }
    }
}
