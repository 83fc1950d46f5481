//! Explains why a label cannot exist.

use promenade_model::value::SourceRange;
use promenade_semantic::flow::{Cause, CauseKind, Flow, Presence};

/// What made a label impossible, where an operator of the query did: words on the label, and the operator's place. None
/// where the label may be there, or where the query itself asks for series without it.
pub(crate) fn why_gone(flow: &Flow, label: &str) -> Option<(&'static str, SourceRange)> {
    if flow.never_returns() {
        return None;
    }
    let fact = flow.label(label);
    let cause = fact.cause.filter(|_| fact.values.presence() == Presence::Impossible)?;
    words(&cause).map(|words| (words, cause.range))
}

/// Whether the label is missing from a series that reports the absence of others.
pub(crate) fn is_of_absence(flow: &Flow, label: &str) -> bool {
    let of_absence = |cause: Cause| match cause.kind {
        CauseKind::Function(def) => def.behavior.reports_absence,
        _ => false,
    };
    flow.label(label).cause.is_some_and(of_absence)
}

fn words(cause: &Cause) -> Option<&'static str> {
    Some(match cause.kind {
        CauseKind::Aggregation => "this aggregation does not keep it",
        CauseKind::Matching | CauseKind::Include => "this operation does not keep it",
        CauseKind::NameDropped => "this drops the name of the metric",
        CauseKind::Function(def) => {
            if def.behavior.reports_absence {
                "the result has the labels of `=` matchers alone"
            } else if def.signature.takes_series() {
                "this function takes it away"
            } else {
                "a number has no labels"
            }
        }
        CauseKind::MetricSchema => "no series of this metric has it",
        CauseKind::Matcher | CauseKind::Parameter | CauseKind::Comparison | CauseKind::SetOperator => return None,
    })
}
