//! An alert and its states.

use std::collections::BTreeMap;

use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, LabelsBuilder, TimestampMs};

/// The name of the series that tells which alerts are active.
pub(crate) const ALERTS: &str = "ALERTS";
/// The name of the series that tells since when they are.
pub(crate) const ALERTS_FOR_STATE: &str = "ALERTS_FOR_STATE";
/// The label with the name of the alert.
pub(crate) const ALERT_NAME: &str = "alertname";
/// The label of [`ALERTS`] with the state.
pub(crate) const ALERT_STATE: &str = "alertstate";

/// The states of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AlertState {
    /// The expression no longer holds.
    Inactive,
    /// The expression holds, but not for long enough.
    Pending,
    /// The expression has held for long enough.
    Firing,
}

impl AlertState {
    /// The name that Prometheus gives to it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Pending => "pending",
            Self::Firing => "firing",
        }
    }
}

/// An alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    /// Its state.
    pub state: AlertState,
    /// Its labels, by which it is recognised from one evaluation to the next.
    pub labels: Labels,
    /// Its annotations, which may be empty texts.
    pub annotations: BTreeMap<String, String>,
    /// The value of the expression when it last held; 0 for a histogram.
    pub value: f64,
    /// When it became active, in milliseconds.
    pub active_at_ms: TimestampMs,
    /// When it fired.
    pub fired_at_ms: Option<TimestampMs>,
    /// When it was resolved; none while it is active.
    pub resolved_at_ms: Option<TimestampMs>,
    /// Since when it fires only because of `keep_firing_for`.
    pub keep_firing_since_ms: Option<TimestampMs>,
    series: AlertSeries,
}

/// The series that an alert is written to.
#[derive(Debug, Clone, PartialEq)]
struct AlertSeries {
    pending: Labels,
    firing: Labels,
    for_state: Labels,
}

impl Alert {
    /// An alert that has just become active. `rule_labels` are those of the rule, with templates as they are written.
    pub(crate) fn new(name: &str, rule_labels: &Labels, labels: Labels, time_ms: TimestampMs) -> Self {
        let series = AlertSeries::new(name, rule_labels, &labels);
        Self {
            state: AlertState::Pending,
            labels,
            annotations: BTreeMap::new(),
            value: 0.0,
            active_at_ms: time_ms,
            fired_at_ms: None,
            resolved_at_ms: None,
            keep_firing_since_ms: None,
            series,
        }
    }

    /// The series of [`ALERTS`] for its state.
    pub(crate) fn state_series(&self) -> &Labels {
        match self.state {
            AlertState::Firing => &self.series.firing,
            AlertState::Pending | AlertState::Inactive => &self.series.pending,
        }
    }

    /// The series of [`ALERTS_FOR_STATE`].
    pub(crate) fn for_state_series(&self) -> &Labels {
        &self.series.for_state
    }
}

impl AlertSeries {
    fn new(name: &str, rule_labels: &Labels, labels: &Labels) -> Self {
        let mut base = rule_labels.to_builder();
        for (name, value) in labels {
            base.set(name, value);
        }
        base.set(ALERT_NAME, name);
        let state = |state: AlertState| named(base.clone().set(ALERT_STATE, state.name()), ALERTS);
        Self {
            pending: state(AlertState::Pending),
            firing: state(AlertState::Firing),
            for_state: named(&mut base.clone(), ALERTS_FOR_STATE),
        }
    }
}

fn named(labels: &mut LabelsBuilder, name: &str) -> Labels {
    labels.set(METRIC_NAME, name).build()
}
