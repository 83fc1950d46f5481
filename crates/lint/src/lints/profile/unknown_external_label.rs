//! `{{ $externalLabels.cluster }}` where the server has no such label.

use promenade_model::suggest::nearest;
use promenade_template::references::LabelSource;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::template::templates;
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL904",
    name: "unknown-external-label",
    group: Group::Profile,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds external labels in templates that the server does not have; needs the external labels of a profile.",
        why: "The template prints nothing in their place.",
        example: Example::None,
        instead: "Use a label that the server has, or give it this one.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let profile = cx.settings.profile.as_ref();
    let Some(external) = profile.and_then(|profile| profile.external_labels.as_ref()) else { return };
    let names = || external.iter().map(|(name, _)| name.as_str());
    for (value, template) in templates(cx) {
        let labels = template.references().labels.into_iter().filter(|label| label.source == LabelSource::External);
        for label in labels.filter(|label| !names().any(|name| name == label.name)) {
            let meant =
                nearest(&label.name, names()).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            report.add(value.to_file(label.range), format!("the server has no external label `{}`{meant}", label.name));
        }
    }
}
