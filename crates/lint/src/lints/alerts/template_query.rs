//! `{{ query "sum(" }}`: a query within a template.

use crate::context::AnalyzedQuery;
use crate::facts::template::{probe, templates};
use promenade_syntax::{Diagnostic, Variables};
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
        let queries = template.references().queries;
        for query in &queries {
            let QueryText::Literal(text) = &query.text else { continue };
            if let Some(error) = refusal(cx, text) {
                report.add(value.to_file(query.range.clone()), format!("this query is refused: {error}"));
            }
        }
        let is_literal = |text: &String| queries.iter().any(|query| query.text == QueryText::Literal(text.clone()));
        for query in probe(cx, &value.value).queries {
            // Texts for each sort of labels were made. What is refused with all of them is wrong itself.
            let refused: Option<Vec<Diagnostic>> = query.texts.iter().map(|text| refusal(cx, text)).collect();
            let Some(error) = refused.and_then(|errors| errors.into_iter().next()) else { continue };
            if let Some(text) = query.texts.first().filter(|text| !is_literal(text)) {
                let message = format!("this query is refused, whatever the alert: {error}");
                report.add(value.to_file(query.range), message).diagnostic.help =
                    Some(format!("it is made as `{text}`"));
            }
        }
    }
}

/// Why a query is refused.
fn refusal(cx: &RuleContext<'_>, text: &str) -> Option<Diagnostic> {
    let analyzed = AnalyzedQuery::new(text, Variables::None, cx.settings.all_features());
    analyzed.diagnostics.into_iter().find(Diagnostic::is_error)
}
