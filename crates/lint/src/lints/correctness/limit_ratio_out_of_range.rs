//! `limit_ratio(5, x)`: a share lies between -1 and 1.

use promenade_model::value::SourceRange;

use crate::context::nodes::number;
use promenade_functions::ParamRole;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL323",
    name: "limit-ratio-out-of-range",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a share of series that does not lie between -1 and 1.",
        why: "Prometheus cuts the share to 1 or -1, so that all series are selected, and adds a warning to \
              the result.",
        example: Example::Query("count(limit_ratio(10, up))"),
        instead: "Write 0.1 for a tenth of the series, -0.1 for the other nine tenths. `limitk` \
                  selects a number of series.",
        better: Example::Query("count(limit_ratio(0.1, up))"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, aggregate, def) in cx.nodes.aggregations() {
        let Some(param) = aggregate.param().filter(|_| def.takes(ParamRole::Ratio)) else {
            continue;
        };
        if let Some(value) = number(param).filter(|value| !(-1.0..=1.0).contains(value)) {
            report.add(param.range.clone(), format!("the share {value} does not lie between -1 and 1"));
        }
    }
}
