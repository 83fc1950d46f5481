//! A value that the label of a metric never has.

use promenade_model::MatchOp;
use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::value::quote;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::facts::selector::metric_name;
use crate::finding::Report;

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL953",
    name: "unknown-label-value",
    group: Group::Metrics,
    severity: Severity::Warning,
    default: true,
    docs: RuleDocs {
        what: "Finds matchers that no value of the label fulfils in any series of the metric; needs a snapshot.",
        why: "The selector finds nothing.",
        example: Example::None,
        instead: "Correct the value, or take a new snapshot if the value is new. Labels of many values are not listed in a \
                  snapshot, and not checked.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_>) {
    let Some(snapshot) = &cx.settings.snapshot else { return };
    for (_, selector) in cx.nodes.selectors() {
        let Some((name, metric)) = metric_name(selector).and_then(|name| Some((name, snapshot.metrics.get(name)?)))
        else {
            continue;
        };
        for written in selector.matchers.iter().filter(|matcher| matcher.name.text != METRIC_NAME) {
            let Some(matcher) = written.matcher.as_ref().filter(|matcher| !matcher.matches_empty()) else { continue };
            let Some(values) = metric.labels.get(&written.name.text).and_then(|label| label.values.as_ref()) else {
                continue;
            };
            if values.iter().any(|value| matcher.matches(value)) {
                continue;
            }
            let known = values.iter().map(String::as_str);
            let meant = nearest(&written.value, known).filter(|_| written.op == MatchOp::Equal);
            let hint = meant.map(|meant| format!("; did you mean {}?", quote(meant))).unwrap_or_default();
            let message = format!("no series of `{name}` has such a value of `{}`{hint}", written.name.text);
            report.add(written.range.clone(), message);
        }
    }
}
