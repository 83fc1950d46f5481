//! `{{ $value }}` of a rate: too many digits.

use promenade_template::references::ValueUsage;
use promenade_template::{Options, parse};

use crate::context::{QueryContext, RuleContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL607",
    name: "value-not-humanized",
    group: Group::Alerts,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds annotations that print the value of a rate without making it readable.",
        why: "Rates are printed with all their digits, as in `0.0033333333333333335`. The lint is off by \
              default.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: rate(http_errors_total[5m]) > 0
    for: 5m
    annotations:
      summary: "{{ $value }} errors per second."
"#,
        ),
        instead: "Use a function such as `humanize`, `humanizePercentage`, or `printf`.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ErrorsSeen
    expr: rate(http_errors_total[5m]) > 0
    for: 5m
    annotations:
      summary: "{{ $value | humanize }} errors per second."
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|query| cx.is_alert() && gives_rates(query)) else { return };
    debug_assert!(query.in_rule());
    for (_, value) in cx.rule.annotations.iter().filter(|(_, value)| value.value.contains("{{")) {
        let Ok(template) = parse(&value.value, &Options::alert(cx.name())) else { continue };
        for used in template.references().values.iter().filter(|used| used.usage == ValueUsage::Printed) {
            report.add(value.to_file(used.range.clone()), "the value of a rate is printed with all its digits");
        }
    }
}

/// Whether the value is one per second: no aggregation by count and no comparison between.
fn gives_rates(query: &QueryContext<'_>) -> bool {
    query.nodes.calls().any(|(_, _, def)| def.behavior.usage.per_second)
}
