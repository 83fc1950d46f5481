//! `{{ $labels.instance }}` of an alert on `sum by (job) (...)`: the label is gone.

use promenade_semantic::flow::{FlowOptions, MetricSchema};
use promenade_syntax::Variables;
use promenade_template::references::{LabelSource, QueryText};

use crate::context::{AnalyzedQuery, RuleContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::cause::why_gone;
use crate::facts::template::templates;
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL805",
    name: "gone-template-label",
    group: Group::Labels,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds labels in templates of an alert that its expression, or the query of the template, does not return.",
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
    let Some(query) = cx.query.as_ref().filter(|_| cx.is_alert()) else { return };
    let known = query.label_flow().result(cx.settings.all_features());
    for (value, template) in templates(cx) {
        let references = template.references();
        for label in &references.labels {
            let range = value.to_file(label.range.clone());
            match label.source {
                LabelSource::Alert => {
                    let Some((why, at)) = why_gone(&known, &label.name) else { continue };
                    let message = format!("the expression returns no label `{}`", label.name);
                    report.add(range, message).related(cx.to_file(at), why);
                }
                LabelSource::Query(Some(idx)) => {
                    let asked = &references.queries[idx];
                    if lacks(cx, &asked.text, &label.name) {
                        let message = format!("the query returns no label `{}`", label.name);
                        report.add(range, message).related(value.to_file(asked.range.clone()), "asked here");
                    }
                }
                LabelSource::External | LabelSource::Query(None) => {}
            }
        }
    }
}

/// Whether the result of a query of a template never has a label.
fn lacks(cx: &RuleContext<'_>, query: &QueryText, label: &str) -> bool {
    let QueryText::Literal(text) = query else { return false };
    let features = cx.settings.all_features();
    let analyzed = AnalyzedQuery::new(text, Variables::None, features);
    let schema = cx.settings.snapshot.as_ref().map(|snapshot| snapshot as &dyn MetricSchema);
    let known = analyzed.model.label_flow(&FlowOptions { features, schema }).result(features);
    analyzed.is_accepted && why_gone(&known, label).is_some()
}
