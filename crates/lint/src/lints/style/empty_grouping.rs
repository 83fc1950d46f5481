//! `sum by () (x)`: that is `sum(x)`.

use promenade_model::value::SourceRange;

use crate::facts::text::start_with_gap;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL502",
    name: "empty-grouping",
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds `by` without labels.",
        why: "An aggregation without `by` does the same.",
        example: Example::Query("sum by () (up)"),
        instead: "Leave it out.",
        better: Example::Query("sum (up)"),
        fix: FixDocs::Safe("Removes the modifier."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        let Some(modifier) = &aggregate.modifier_range else { continue };
        if aggregate.without || !aggregate.grouping.is_empty() {
            continue;
        }
        let message = format!("`{}` without `by` does the same", def.name);
        let start = start_with_gap(cx.text, modifier.start);
        report.add(modifier.clone(), message).safe_fix("remove `by ()`", vec![edit(start..modifier.end, "")]);
    }
}
