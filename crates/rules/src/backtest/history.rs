//! Collects the alerts of a replay.

use std::collections::BTreeMap;

use promenade_model::{Labels, TimestampMs};

use super::report::{ActiveSpan, AlertHistory, RuleFailures};
use crate::replay::{Observer, ReplayedStep};
use crate::{Alert, AlertState};

/// The alerts of all rules so far.
#[derive(Debug, Default)]
pub(super) struct Histories {
    rules: BTreeMap<(usize, usize), RuleAlerts>,
}

/// The alerts of a rule so far.
#[derive(Debug, Default)]
struct RuleAlerts {
    name: String,
    /// The alerts that are active.
    open: BTreeMap<Labels, ActiveSpan>,
    closed: BTreeMap<Labels, Vec<ActiveSpan>>,
    failures: Option<RuleFailures>,
}

impl Observer for Histories {
    fn stepped(&mut self, step: &ReplayedStep<'_>) {
        let has_alerts = step.state.active_alerts().next().is_some();
        let key = (step.group, step.rule);
        if !has_alerts && step.error.is_none() && !self.rules.contains_key(&key) {
            return;
        }
        let rule = self.rules.entry(key).or_default();
        if rule.name.is_empty() {
            rule.name.clone_from(&step.definition.name);
        }
        if let Some(error) = step.error {
            let first = || RuleFailures { count: 0, first_ms: step.time_ms, error: error.to_string() };
            rule.failures.get_or_insert_with(first).count += 1;
        }
        rule.step(step.state.active_alerts(), step.time_ms);
    }
}

impl RuleAlerts {
    fn step<'a>(&mut self, active: impl Iterator<Item = &'a Alert>, time_ms: TimestampMs) {
        for alert in active {
            match self.open.get_mut(&alert.labels) {
                Some(span) => span.go_on(alert, time_ms),
                None => drop(self.open.insert(alert.labels.clone(), ActiveSpan::begin(alert, time_ms))),
            }
        }
        let closed = &mut self.closed;
        self.open.retain(|labels, span| {
            let is_active = span.last_ms == time_ms;
            if !is_active {
                span.resolved_ms = Some(time_ms);
                closed.entry(labels.clone()).or_default().push(span.clone());
            }
            is_active
        });
    }

    fn into_alerts(self, rule: usize) -> impl Iterator<Item = AlertHistory> {
        let mut spans = self.closed;
        for (labels, span) in self.open {
            spans.entry(labels).or_default().push(span);
        }
        let name = self.name;
        spans.into_iter().map(move |(labels, spans)| AlertHistory { rule, name: name.clone(), labels, spans })
    }
}

impl ActiveSpan {
    fn begin(alert: &Alert, time_ms: TimestampMs) -> Self {
        let mut span = Self {
            active_ms: alert.active_at_ms,
            fired_ms: None,
            last_ms: time_ms,
            resolved_ms: None,
            value: alert.value,
            annotations: BTreeMap::new(),
        };
        span.go_on(alert, time_ms);
        span
    }

    fn go_on(&mut self, alert: &Alert, time_ms: TimestampMs) {
        self.last_ms = time_ms;
        self.value = alert.value;
        if self.annotations != alert.annotations {
            self.annotations.clone_from(&alert.annotations);
        }
        if alert.state == AlertState::Firing {
            self.fired_ms = self.fired_ms.or(alert.fired_at_ms);
        }
    }
}

impl Histories {
    /// Why evaluations of a rule failed.
    pub(super) fn failures(&self, group: usize, rule: usize) -> Option<RuleFailures> {
        self.rules.get(&(group, rule))?.failures.clone()
    }

    /// The alerts, with the index of their rule as `index` gives it.
    pub(super) fn into_alerts(self, index: impl Fn(usize, usize) -> usize) -> Vec<AlertHistory> {
        let of_rule = |((group, rule), alerts): ((usize, usize), RuleAlerts)| alerts.into_alerts(index(group, rule));
        self.rules.into_iter().flat_map(of_rule).collect()
    }
}
