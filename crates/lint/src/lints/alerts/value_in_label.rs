//! `severity: "{{ $value }}"`: each value is another alert.

use promenade_template::references::ValueUsage;
use promenade_template::{Options, parse};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL606",
    name: "value-in-label",
    group: Group::Alerts,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds alert labels that depend on the value of the expression.",
        why: "Alerts are distinguished by their labels. With each new value one alert ends and another \
              begins, so `for` may never pass, and the receiver gets a message for each value.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: LoadHigh
    expr: node_load1 > 8
    for: 5m
    labels:
      load: "{{ $value }}"
"#,
        ),
        instead: "Put the value into an annotation.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: LoadHigh
    expr: node_load1 > 8
    for: 5m
    annotations:
      summary: "The load is {{ $value }}."
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    if !cx.is_alert() {
        return;
    }
    for (name, value) in cx.rule.labels.iter().filter(|(_, value)| value.value.contains("{{")) {
        let Ok(template) = parse(&value.value, &Options::alert(cx.name())) else { continue };
        for used in template.references().values.iter().filter(|used| used.usage != ValueUsage::Read) {
            let message = format!("the label `{}` makes another alert of each value", name.value);
            report.add(value.to_file(used.range.clone()), message);
        }
    }
}
