//! The rules of a test in columns: each expression is evaluated once for all rounds, where that gives the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use promenade_model::{Features, Labels, TimestampMs};

use super::check::alert_texts;
use super::report::AlertTexts;
use crate::reads::RuleOutput;
use crate::replay::{Observer, Order, ReplayedStep};
use crate::{AlertState, RuleGroup};

/// What is known of the rules of a test file.
pub(super) struct Columns {
    pub(super) order: Arc<Order>,
    outputs: Vec<RuleOutput>,
}

impl Columns {
    pub(super) fn new(groups: &[RuleGroup], features: Features) -> Self {
        let rules = groups.iter().flat_map(RuleGroup::rules);
        let output = |(definition, rule): (&crate::RuleDefinition, &crate::Rule)| {
            RuleOutput::new(definition, rule.query().expr(), features)
        };
        Self { order: Arc::new(Order::as_given(groups, features)), outputs: rules.map(output).collect() }
    }

    /// Whether rounds give the same over these series. Where a rule may read what is newer than its round, or may write to a series
    /// of the test, it counts which samples are there in which round.
    pub(super) fn fit<'a>(&self, mut series: impl Iterator<Item = &'a Labels>) -> bool {
        !self.order.looks_ahead() && !series.any(|labels| self.outputs.iter().any(|output| output.may_have(labels)))
    }
}

/// The alerts of the rounds that expectations ask for.
#[derive(Debug, Default)]
pub(super) struct SeenAlerts {
    /// By the time of the round and the name of the alert.
    alerts: BTreeMap<(TimestampMs, String), Vec<AlertTexts>>,
    has_failed: bool,
}

impl SeenAlerts {
    /// For these times of rounds and names of alerts.
    pub(super) fn new(asked: impl Iterator<Item = (TimestampMs, String)>) -> Self {
        Self { alerts: asked.map(|key| (key, Vec::new())).collect(), has_failed: false }
    }

    /// Whether an evaluation failed.
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// The alerts of a name in a state in a round.
    pub(super) fn of(&self, time_ms: TimestampMs, name: &str, state: AlertState) -> Vec<AlertTexts> {
        let alerts = self.alerts.get(&(time_ms, name.to_owned())).map_or(&[][..], Vec::as_slice);
        alerts.iter().filter(|alert| alert.state == state).cloned().collect()
    }
}

impl Observer for SeenAlerts {
    fn stepped(&mut self, step: &ReplayedStep<'_>) {
        self.has_failed |= step.error.is_some();
        if step.state.active_alerts().next().is_none() {
            return;
        }
        if let Some(alerts) = self.alerts.get_mut(&(step.time_ms, step.definition.name.clone())) {
            alerts.extend(step.state.active_alerts().map(alert_texts));
        }
    }
}
