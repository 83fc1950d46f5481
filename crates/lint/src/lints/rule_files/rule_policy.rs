//! Rules that lack what the settings ask for.

use promenade_documents::rules::Spanned;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;
use crate::policy::Policy;

pub(crate) static LINT: Lint = Lint {
    code: "PQL716",
    name: "rule-policy",
    group: Group::Rules,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds rules that lack labels or annotations which the settings require, and names and values of labels that do \
               not match what the settings say.",
        why: "Teams agree on labels such as `severity`, by which alerts find their receivers, and on the shape of names. \
              Without settings nothing is found: `alert-labels`, `alert-annotations`, `record-labels`, `label-values`, \
              `alert-names`, `record-names` and `forbidden-names` in `[lint.policy]`. Patterns are regular expressions for the \
              whole text.",
        example: Example::None,
        instead: "Do what the settings ask for, or change them.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

/// The key and the value of a label or an annotation.
type Entry = (Spanned<String>, Spanned<String>);

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let policy = &cx.settings.policy;
    names(cx, policy, report);
    let labels: Vec<&Entry> = cx.rule.labels.iter().chain(&cx.group.labels).collect();
    let required = if cx.is_alert() { &policy.alert_labels } else { &policy.record_labels };
    missing(cx, required, &labels, "label", report);
    if cx.is_alert() {
        let annotations: Vec<&Entry> = cx.rule.annotations.iter().collect();
        missing(cx, &policy.alert_annotations, &annotations, "annotation", report);
    }
    for (name, value) in cx.rule.labels.iter().filter(|(_, value)| !value.value.contains("{{")) {
        let patterns = policy.label_values.iter().filter(|(label, _)| *label == name.value);
        for (label, pattern) in patterns.filter(|(_, pattern)| !pattern.matches(&value.value)) {
            let message = format!("the label `{label}` is `{}`, which does not match `{pattern}`", value.value);
            report.add(value.range, message);
        }
    }
}

fn names(cx: &RuleContext<'_>, policy: &Policy, report: &mut Report<'_>) {
    let name = cx.name();
    let wanted = if cx.is_alert() { &policy.alert_names } else { &policy.record_names };
    if let Some(pattern) = wanted.as_ref().filter(|pattern| !pattern.matches(name)) {
        report.add(cx.name_range(), format!("the name `{name}` does not match `{pattern}`"));
    }
    if let Some(pattern) = policy.forbidden_names.iter().find(|pattern| pattern.matches(name)) {
        report.add(cx.name_range(), format!("the name `{name}` matches `{pattern}`, which the settings forbid"));
    }
}

fn missing(cx: &RuleContext<'_>, required: &[String], present: &[&Entry], kind: &str, report: &mut Report<'_>) {
    let lacks = |name: &&String| !present.iter().any(|(key, value)| key.value == **name && !value.value.is_empty());
    for name in required.iter().filter(lacks) {
        report.add(cx.name_range(), format!("the rule `{}` has no {kind} `{name}`", cx.name()));
    }
}
