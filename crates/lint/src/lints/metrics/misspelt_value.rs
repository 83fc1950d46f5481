//! A value that is nearly one of those that the label has.

use promenade_model::value::quote;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::value::missing_values;
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL956",
    name: "misspelt-label-value",
    group: Group::Metrics,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds values after `=` that no series of the metric has, though one has a similar value; needs a snapshot.",
        why: "The selector finds nothing, as the value seems to be misspelt.",
        example: Example::None,
        instead: "Correct the value, or take a new snapshot if the value is new.",
        better: Example::None,
        fix: FixDocs::Unsafe("Puts the most similar value in its place."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for missing in missing_values(cx) {
        let Some(meant) = missing.meant.map(quote) else { continue };
        let label = &missing.written.name.text;
        let message = format!("no series of `{}` has such a value of `{label}`; did you mean {meant}?", missing.metric);
        let edits = vec![edit(missing.written.value_range.clone(), meant.clone())];
        report.add(missing.written.range.clone(), message).unsafe_fix(format!("replace it with {meant}"), edits);
    }
}
