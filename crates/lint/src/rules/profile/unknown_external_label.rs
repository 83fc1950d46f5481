//! `{{ $externalLabels.cluster }}` where the server has no such label.

use promenade_model::suggest::nearest;
use promenade_template::{Options, parse};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::facts::template::used_labels;
use crate::finding::Report;

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL904",
    name: "unknown-external-label",
    group: Group::Profile,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
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
    let profile = cx.settings.profile.as_ref().filter(|_| cx.is_alert());
    let Some(external) = profile.and_then(|profile| profile.external_labels.as_ref()) else { return };
    let names = || external.iter().map(|(name, _)| name.as_str());
    let texts = cx.rule.annotations.iter().chain(&cx.rule.labels).map(|(_, value)| value);
    for value in texts.filter(|value| value.value.contains("{{")) {
        let Ok(template) = parse(&value.value, &Options::alert(cx.name())) else { continue };
        for (label, range) in used_labels(&template, "$externalLabels", "ExternalLabels") {
            if names().any(|name| name == label) {
                continue;
            }
            let meant = nearest(&label, names()).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
            report.add(value.to_file(range), format!("the server has no external label `{label}`{meant}"));
        }
    }
}
