//! `{{ if gt $value 5 }}`: a float is not compared with an integer.

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::template::{probe, templates};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL612",
    name: "failing-template",
    group: Group::Alerts,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds parts of templates that fail whatever the alert: values of the wrong type, fields that are not there, \
               wrong numbers of arguments, verbs of `printf` that do not fit.",
        why: "Such a template parses, so that Prometheus and promtool accept it. When the alert fires, Prometheus puts the \
              error into the label or annotation in place of the text.",
        example: Example::Rules(
            r"groups:
- name: instances
  rules:
  - alert: TooManyErrors
    expr: sum by (job) (rate(http_errors_total[5m])) > 1
    for: 5m
    annotations:
      summary: '{{ if gt $value 5 }}Many{{ else }}Some{{ end }} errors in {{ $labels.job }}.'
",
        ),
        instead: "Do what the message asks for. The value of an alert is a float, so write `5.0` to compare with it; labels \
                  are strings, which `%s` prints.",
        better: Example::Rules(
            r"groups:
- name: instances
  rules:
  - alert: TooManyErrors
    expr: sum by (job) (rate(http_errors_total[5m])) > 1
    for: 5m
    annotations:
      summary: '{{ if gt $value 5.0 }}Many{{ else }}Some{{ end }} errors in {{ $labels.job }}.'
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    for (value, _) in templates(cx) {
        for failure in probe(cx, &value.value).failures {
            let (said, help) = explained(&failure.message);
            let is_output = failure.message.starts_with("this prints");
            let message = if is_output { said.to_owned() } else { format!("this always fails: {said}") };
            report.add(value.to_file(failure.range), message).diagnostic.help = help.map(str::to_owned);
        }
    }
}

/// What Go says, without the fields of the data, and what to do about it.
fn explained(message: &str) -> (&str, Option<&'static str>) {
    if let Some((before, _)) = message.split_once(" in type struct {") {
        return (
            before,
            Some("there are `.Labels`, `.ExternalLabels`, `.ExternalURL` and `.Value`, and `$labels`, `$value`"),
        );
    }
    let is_comparison = message.contains("incompatible types for comparison");
    (message, is_comparison.then_some("compare a float with a float, such as `5.0`, and a label with a string"))
}
