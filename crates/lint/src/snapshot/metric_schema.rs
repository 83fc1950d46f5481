//! A snapshot as the metric schema of label flow.

use promenade_model::labels::METRIC_NAME;
use promenade_model::{MatchOp, Matcher};
use promenade_semantic::flow::{Cause, CauseKind, LabelFact, LabelFacts, MetricSchema, SampleKind, Selected, Values};

use super::{Metric, Snapshot};

/// Selectors that match more metrics are not looked at.
const MAX_METRICS: usize = 50;

impl MetricSchema for Snapshot {
    fn selected(&self, matchers: &[Matcher]) -> Option<Selected> {
        let on_name = || matchers.iter().filter(|matcher| matcher.name() == METRIC_NAME);
        let exact = on_name().find(|matcher| matcher.op() == MatchOp::Equal);
        let found: Vec<(&String, &Metric)> = if let Some(matcher) = exact {
            // Rules may record it without the snapshot knowing of it yet.
            vec![self.metrics.get_key_value(matcher.value())?]
        } else {
            let matches = |name: &str| on_name().all(|matcher| matcher.matches(name));
            let some = self.metrics.iter().filter(|(name, _)| matches(name));
            some.take(MAX_METRICS + 1).collect()
        };
        if found.is_empty() || found.len() > MAX_METRICS {
            return None;
        }
        let is_float = found.iter().all(|(name, metric)| metric.is_float(name));
        let samples = if is_float { SampleKind::Float } else { SampleKind::Any };
        let of = if self.of_targets { labels_of_target } else { labels };
        let labels = found.into_iter().map(|(name, metric)| of(name, metric)).reduce(|a, b| a.union(&b))?;
        Some(Selected { labels, samples, is_empty: false })
    }
}

/// What is known of the labels of a metric.
fn labels(name: &str, metric: &Metric) -> LabelFacts {
    let cause = Cause { kind: CauseKind::MetricSchema, range: 0..0 };
    let mut facts = LabelFacts::none(&cause);
    facts.set(METRIC_NAME, LabelFact::new(Values::exactly(name), &cause));
    for (name, label) in &metric.labels {
        let present =
            label.values.as_ref().map_or_else(Values::present, |values| Values::one_of(values.iter().cloned()));
        let values = if label.on_all { present } else { present.or_absent() };
        facts.set(name, LabelFact::new(values, &cause));
    }
    facts
}

/// What is known of the labels of a metric that a target exposes. The server may add any, and put its own values in place
/// of those that are there.
fn labels_of_target(name: &str, metric: &Metric) -> LabelFacts {
    let cause = Cause { kind: CauseKind::MetricSchema, range: 0..0 };
    let mut facts = LabelFacts::unknown();
    facts.set(METRIC_NAME, LabelFact::new(Values::exactly(name), &cause));
    for (name, _) in metric.labels.iter().filter(|(_, label)| label.on_all) {
        facts.set(name, LabelFact::new(Values::present(), &cause));
    }
    facts
}
