//! `{{ $labels.instance }}` of an alert on `sum by (job) (...)`: the label is gone.

use promenade_semantic::flow::result;
use promenade_template::{Options, parse};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::facts::cause::why_gone;
use crate::facts::template::used_labels;
use crate::finding::Report;

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL805",
    name: "gone-template-label",
    group: Group::Labels,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
        what: "Finds labels in templates of an alert that its expression does not return.",
        why: "The template prints nothing in their place.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorsHigh
    expr: sum by (job) (rate(http_errors_total[5m])) > 1
    for: 5m
    annotations:
      summary: "Errors of {{ $labels.instance }}."
"#,
        ),
        instead: "Keep the label in the expression, or use one that is there.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorsHigh
    expr: sum by (job) (rate(http_errors_total[5m])) > 1
    for: 5m
    annotations:
      summary: "Errors of {{ $labels.job }}."
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.filter(|_| cx.is_alert()) else { return };
    let Some(root) = query.flow() else { return };
    let known = result(root, cx.settings.features());
    let texts = cx.rule.annotations.iter().chain(&cx.rule.labels).map(|(_, value)| value);
    for value in texts.filter(|value| value.value.contains("{{")) {
        let Ok(template) = parse(&value.value, &Options::alert(cx.name())) else { continue };
        for (label, range) in used_labels(&template, "$labels", "Labels") {
            if let Some((why, at)) = why_gone(&known, &label) {
                let message = format!("the expression returns no label `{label}`");
                report.add(value.to_file(range), message).related(cx.to_file(at), why);
            }
        }
    }
}
