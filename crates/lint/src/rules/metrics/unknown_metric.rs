//! A metric that the snapshot does not list.

use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::VectorSelector;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, RuleDef, RuleDocs, Severity};
use crate::facts::counter::is_recorded;
use crate::facts::selector::{matchers_on, metric_name};
use crate::finding::{Report, edit};

pub(crate) static RULE: RuleDef = RuleDef {
    code: "PQL951",
    name: "unknown-metric",
    group: Group::Metrics,
    severity: Severity::Error,
    default: true,
    docs: RuleDocs {
        what: "Finds selectors of metrics that do not exist; needs a snapshot.",
        why: "The selector finds nothing: the name is misspelt, or the metric is no longer there.",
        example: Example::None,
        instead: "Correct the name, or take a new snapshot. Metrics whose name has a colon are left to the rules that \
                  record them.",
        better: Example::None,
        fix: FixDocs::Unsafe("Puts the most similar name in its place."),
    },
    check: Check::Query(check),
};

/// The metrics that Prometheus writes of alerts.
const ALERT_METRICS: [&str; 2] = ["ALERTS", "ALERTS_FOR_STATE"];

fn check(cx: &QueryContext<'_>, report: &mut Report<'_>) {
    let Some(snapshot) = &cx.settings.snapshot else { return };
    for (_, selector) in cx.nodes.selectors() {
        let Some(name) = metric_name(selector) else { continue };
        let is_known = snapshot.metrics.contains_key(name) || is_recorded(name) || ALERT_METRICS.contains(&name);
        let Some(range) = name_range(selector).filter(|_| !is_known && !name.contains(['$', '['])) else { continue };
        match nearest(name, snapshot.metrics.keys().map(String::as_str)) {
            None => {
                report.add(range, format!("there is no metric `{name}`"));
            }
            Some(meant) => {
                let finding = report.add(range, format!("there is no metric `{name}`; did you mean `{meant}`?"));
                if let Some(written) = &selector.name {
                    let title = format!("replace it with `{meant}`");
                    finding.unsafe_fix(title, vec![edit(written.range.clone(), meant)]);
                }
            }
        }
    }
}

fn name_range(selector: &VectorSelector) -> Option<SourceRange> {
    let in_braces = || matchers_on(selector, METRIC_NAME).next().map(|matcher| matcher.range.clone());
    selector.name.as_ref().map(|name| name.range.clone()).or_else(in_braces)
}
