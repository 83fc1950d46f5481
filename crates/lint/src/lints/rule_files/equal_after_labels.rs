//! `labels: {service: x}` over `sum by (service) (y)`: the series become equal.

use promenade_documents::FileRange;
use promenade_model::labels::METADATA_LABELS;
use promenade_semantic::flow::{Cardinality, Flow, Presence, Source};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL714",
    name: "equal-after-labels",
    group: Group::Rules,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds rules whose labels replace all labels that distinguish the series of the result.",
        why: "As soon as the expression has two series, they have the same labels, and the evaluation of the rule fails: \
              `vector contains metrics with the same labelset after applying rule labels`.",
        example: Example::Rules(
            "groups:
- name: requests
  rules:
  - record: service:http_requests:rate5m
    expr: sum by (service) (rate(http_requests_total[5m]))
    labels:
      service: api
",
        ),
        instead: "Set another label, or do not keep the one that is replaced.",
        better: Example::Rules(
            "groups:
- name: requests
  rules:
  - record: service:http_requests:rate5m
    expr: sum by (service) (rate(http_requests_total[5m]))
    labels:
      team: api
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = &cx.query else { return };
    let flow = query.label_flow().result(query.settings.all_features());
    let replaced = replaced(cx);
    if flow.count.max != Cardinality::Many || replaced.is_empty() {
        return;
    }
    let Some((label, range)) = distinguishing(&flow, &replaced) else { return };
    let message = format!("the series differ in `{label}` alone, so that they are equal with this label");
    let finding = report.add(*range, message);
    finding.related(cx.to_file(query.expr.range.clone()), "as soon as this has two series, the rule fails");
}

/// The labels that the rule and its group set to a constant, and where.
fn replaced<'a>(cx: &RuleContext<'a>) -> Vec<(&'a str, FileRange)> {
    let labels = cx.rule.labels.iter().chain(&cx.group.labels);
    let constant = labels.filter(|(_, value)| !cx.is_alert() || !value.value.contains("{{"));
    constant.map(|(name, value)| (name.value.as_str(), FileRange::new(name.range.start, value.range.end))).collect()
}

/// A label that distinguishes the series of the one source, if all such labels are replaced.
fn distinguishing<'l, 'a>(flow: &Flow, replaced: &'l [(&'a str, FileRange)]) -> Option<&'l (&'a str, FileRange)> {
    let mut live = flow.live();
    let source: &Source = live.next().filter(|source| source.labels.rest().presence() == Presence::Impossible)?;
    let differs = |name: &str| !METADATA_LABELS.contains(&name) && source.labels.get(name).values.single().is_none();
    let differing: Vec<&str> = source.labels.named().map(|(name, _)| name).filter(|name| differs(name)).collect();
    let is_replaced = |name: &&str| replaced.iter().any(|(replaced, _)| replaced == name);
    let is_only = live.next().is_none() && differing.iter().all(is_replaced);
    replaced.iter().find(|(name, _)| is_only && differing.contains(name))
}
