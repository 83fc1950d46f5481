//! `{{ query "sum(" }}`: a query within a template.

use crate::context::AnalyzedQuery;
use crate::facts::template::templates;
use promenade_syntax::Variables;
use promenade_template::references::QueryText;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL611",
    name: "template-query",
    group: Group::Alerts,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds queries in templates that Prometheus refuses.",
        why: "The mistake shows only when the alert fires: then its annotation holds an error message.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
    annotations:
      summary: '{{ with query "sum(up" }}{{ . | first | value }}{{ end }} are up.'
"#,
        ),
        instead: "Fix the query.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: up == 0
    for: 5m
    annotations:
      summary: '{{ with query "sum(up)" }}{{ . | first | value }}{{ end }} are up.'
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    for (value, template) in templates(cx) {
        for query in template.references().queries {
            let QueryText::Literal(text) = &query.text else { continue };
            let analyzed = AnalyzedQuery::new(text, Variables::None, cx.settings.all_features());
            if let Some(error) = analyzed.diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
                report.add(value.to_file(query.range), format!("this query is refused: {error}"));
            }
        }
    }
}
