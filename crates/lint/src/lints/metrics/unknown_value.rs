//! A value that the label of a metric never has.

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::value::missing_values;
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL953",
    name: "unknown-label-value",
    group: Group::Metrics,
    severity: Severity::Warning,
    default: false,
    docs: LintDocs {
        what: "Finds matchers that no value of the label matches in any series of the metric; needs a snapshot.",
        why: "The selector finds nothing. The lint is off by default: a value such as `code=\"500\"` or \
              `reason=\"OOMKilled\"` is there once that has happened, and not before.",
        example: Example::None,
        instead: "Correct the value, or take a new snapshot if the value is new. Labels of many values are not listed in a \
                  snapshot, and not checked; misspelt values are found by `misspelt-label-value`.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for missing in missing_values(cx).into_iter().filter(|missing| missing.meant.is_none()) {
        let label = &missing.written.name.text;
        let message = format!("no series of `{}` has such a value of `{label}`", missing.metric);
        report.add(missing.written.range.clone(), message);
    }
}
