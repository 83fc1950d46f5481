//! `count(up == bool 0)`: everything is counted.

use promenade_model::value::SourceRange;

use crate::facts::binary::bool_range;
use promenade_functions::aggregators::ValueUse;
use promenade_syntax::ExprKind;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL314",
    name: "count-of-bool",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds an aggregation that does not look at values over a comparison with `bool`.",
        why: "With `bool` nothing is filtered out: every series stays, with the value 0 or 1, and all of \
              them are counted.",
        example: Example::Query("count by (job) (up == bool 0)"),
        instead: "Leave `bool` out, so that only what passes is counted, or add up the ones with \
                  `sum`.",
        better: Example::Query("count by (job) (up == 0)"),
        fix: FixDocs::Unsafe("Removes `bool`."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        if def.value_use() != ValueUse::Ignored {
            continue;
        }
        let Some(ExprKind::Binary(binary)) = aggregate.expr().map(|e| &e.unparenthesized().kind) else { continue };
        if let Some(range) = bool_range(cx.text, binary) {
            let message = format!("`bool` filters nothing, and `{}` does not look at values", def.name);
            report.add(range.clone(), message).unsafe_fix("remove `bool`", vec![edit(range, "")]);
        }
    }
}
