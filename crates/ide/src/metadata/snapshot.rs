//! A snapshot as a provider. It keeps labels by metric and not by series, so that of several matchers each is looked at alone.

use std::collections::BTreeSet;

use promenade_lint::snapshot::{Metric, Snapshot};
use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;
use promenade_semantic::flow::MetricSchema;

use super::{MetricInfo, Provider, name_matches};

impl Provider for Snapshot {
    fn metrics(&self, selector: &[Matcher], visit: &mut dyn FnMut(MetricInfo<'_>)) -> bool {
        for (name, metric) in selected(self, selector) {
            let [kind, unit, help] = [&metric.kind, &metric.unit, &metric.help].map(|text| text.as_deref());
            visit(MetricInfo { name, kind, unit, help });
        }
        true
    }

    fn label_names(&self, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool {
        let names = selected(self, selector).flat_map(|(_, metric)| metric.labels.keys());
        let names: BTreeSet<&str> = names.map(String::as_str).collect();
        names.into_iter().for_each(visit);
        true
    }

    fn label_values(&self, label: &str, selector: &[Matcher], visit: &mut dyn FnMut(&str)) -> bool {
        if label == METRIC_NAME {
            selected(self, selector).for_each(|(name, _)| visit(name));
            return true;
        }
        let labels = selected(self, selector).filter_map(|(_, metric)| metric.labels.get(label));
        let values = labels.filter_map(|label| label.values.as_ref()).flatten();
        let matches = |value: &str| selector.iter().filter(|m| m.name() == label).all(|m| m.matches(value));
        let values: BTreeSet<&str> = values.map(String::as_str).filter(|value| matches(value)).collect();
        values.into_iter().for_each(visit);
        true
    }

    fn may_have(&self, metric: &str, label: &str) -> Option<bool> {
        let metric = self.metrics.get(metric)?;
        Some(label == METRIC_NAME || self.may_have(metric, label))
    }

    fn schema(&self) -> Option<&dyn MetricSchema> {
        Some(self)
    }
}

/// The metrics that may have series that match.
fn selected<'a>(snapshot: &'a Snapshot, selector: &'a [Matcher]) -> impl Iterator<Item = (&'a str, &'a Metric)> {
    let others = || selector.iter().filter(|matcher| matcher.name() != METRIC_NAME);
    let metrics = snapshot.metrics.iter().map(|(name, metric)| (name.as_str(), metric));
    metrics
        .filter(move |(name, _)| name_matches(selector, name))
        .filter(move |(_, metric)| others().all(|matcher| may_match(snapshot, metric, matcher)))
}

/// Whether some series of a metric may match.
fn may_match(snapshot: &Snapshot, metric: &Metric, matcher: &Matcher) -> bool {
    let Some(label) = metric.labels.get(matcher.name()) else {
        return snapshot.of_targets || matcher.matches_empty();
    };
    let lists_none = |values: &Vec<String>| values.iter().all(|value| !matcher.matches(value));
    // A server may put its own values in place of those of a target.
    let is_excluded = !snapshot.of_targets && label.values.as_ref().is_some_and(lists_none);
    !is_excluded || !label.on_all && matcher.matches_empty()
}
