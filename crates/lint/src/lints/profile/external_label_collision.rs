//! A rule that sets a label which the server adds to all that it sends.

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL903",
    name: "external-label-collision",
    group: Group::Profile,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds rules that set a label which the server has as an external label; needs the external labels of a \
               profile.",
        why: "The label of the rule wins, so that alerts and remote storage no longer show which server they come from.",
        example: Example::None,
        instead: "Give the label of the rule another name.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(external) = cx.settings.profile.as_ref().and_then(|profile| profile.external_labels.as_ref()) else {
        return;
    };
    for (name, _) in &cx.rule.labels {
        if external.iter().any(|(label, _)| *label == name.value) {
            report.add(name.range, format!("`{}` is an external label of the server", name.value));
        }
    }
}
