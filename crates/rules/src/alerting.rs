//! An alerting rule: from the result of its expression to alerts, their states and the series that tell of them.

use std::collections::{BTreeMap, BTreeSet};

use promenade_exec::InstantSample;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, TimestampMs};
use promenade_storage::SampleValue;
use promenade_template::AlertData;

use crate::alert::{ALERT_NAME, Alert, AlertState};
use crate::template::{Text, data};
use crate::{RuleDefinition, RuleError, RuleOptions, RuleStorage, WrittenSample};

/// How long a resolved alert is kept, for those who are told of alerts.
const RESOLVED_RETENTION_MS: i64 = 15 * 60 * 1000;

/// An alerting rule with its alerts.
#[derive(Debug, Clone)]
pub(crate) struct AlertingRule {
    name: String,
    for_ms: i64,
    keep_firing_for_ms: i64,
    /// The labels as they are written.
    label_texts: Labels,
    labels: Vec<(String, Text)>,
    annotations: Vec<(String, Text)>,
    has_templates: bool,
    alerts: BTreeMap<Labels, Alert>,
}

/// When and where a rule is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Evaluation<'a> {
    pub(crate) storage: &'a dyn RuleStorage,
    pub(crate) options: &'a RuleOptions,
    /// The time of evaluation.
    pub(crate) time_ms: TimestampMs,
    /// The time of queries and of what is written.
    pub(crate) query_time_ms: TimestampMs,
    /// The most series or alerts; none for any number.
    pub(crate) limit: Option<u64>,
}

impl AlertingRule {
    pub(crate) fn new(definition: &RuleDefinition) -> Self {
        let text = |(name, text): (&String, &String)| (name.clone(), Text::new(&definition.name, text));
        let labels: Vec<_> = definition.labels.iter().map(text).collect();
        let annotations: Vec<_> = definition.annotations.iter().map(text).collect();
        let has_templates = labels.iter().chain(&annotations).any(|(_, text)| text.is_template());
        Self {
            name: definition.name.clone(),
            for_ms: definition.for_ms,
            keep_firing_for_ms: definition.keep_firing_for_ms,
            label_texts: Labels::from_pairs(&definition.labels),
            labels,
            annotations,
            has_templates,
            alerts: BTreeMap::new(),
        }
    }

    /// All alerts, resolved ones included, in the order of their labels.
    pub(crate) fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// Takes the result of the expression; gives what is to be written.
    pub(crate) fn update(
        &mut self,
        result: &[InstantSample],
        evaluation: Evaluation<'_>,
    ) -> Result<Vec<WrittenSample>, RuleError> {
        let held = self.held(result, evaluation)?;
        self.advance(&held, evaluation.time_ms);
        let active = || self.alerts.values().filter(|alert| alert.state != AlertState::Inactive);
        let n_alerts = active().count();
        if let Some(limit) = evaluation.limit.filter(|limit| n_alerts as u64 > *limit) {
            self.alerts.clear();
            return Err(RuleError::TooManyAlerts { limit, n_alerts });
        }
        Ok(active().flat_map(|alert| series_of(alert, evaluation.query_time_ms)).collect())
    }

    /// Puts in an alert for each element of the result, and gives their labels.
    fn held(&mut self, result: &[InstantSample], evaluation: Evaluation<'_>) -> Result<BTreeSet<Labels>, RuleError> {
        let mut held = BTreeSet::new();
        let mut elements = Vec::with_capacity(result.len());
        for sample in result {
            let (labels, annotations) = self.texts(sample, evaluation);
            if !held.insert(labels.clone()) {
                return Err(RuleError::DuplicateAlert);
            }
            let value = if let SampleValue::Float(value) = sample.value { value } else { 0.0 };
            elements.push((labels, annotations, value));
        }
        for (labels, annotations, value) in elements {
            let is_active = self.alerts.get(&labels).is_some_and(|alert| alert.state != AlertState::Inactive);
            if !is_active {
                let alert = Alert::new(&self.name, &self.label_texts, labels.clone(), evaluation.time_ms);
                self.alerts.insert(labels.clone(), alert);
            }
            if let Some(alert) = self.alerts.get_mut(&labels) {
                alert.value = value;
                alert.annotations = annotations;
            }
        }
        Ok(held)
    }

    /// Labels and annotations of the alert for an element of the result.
    fn texts(&self, sample: &InstantSample, evaluation: Evaluation<'_>) -> (Labels, BTreeMap<String, String>) {
        let data = self.has_templates.then(|| data(sample, evaluation.time_ms, evaluation.options));
        let expand = |text: &Text| expanded(text, data.as_ref(), evaluation);
        let mut labels = sample.labels.to_builder();
        labels.delete(METRIC_NAME);
        for (name, text) in &self.labels {
            labels.set(name, &expand(text));
        }
        labels.set(ALERT_NAME, &self.name);
        let annotations = self.annotations.iter().map(|(name, text)| (name.clone(), expand(text)));
        (labels.build(), annotations.collect())
    }

    /// Moves each alert on to its next state.
    fn advance(&mut self, held: &BTreeSet<Labels>, time_ms: TimestampMs) {
        let (for_ms, keep_firing_for_ms) = (self.for_ms, self.keep_firing_for_ms);
        self.alerts.retain(|labels, alert| {
            if held.contains(labels) {
                alert.keep_firing_since_ms = None;
            } else if !keeps_firing(alert, keep_firing_for_ms, time_ms) {
                return is_kept_resolved(alert, time_ms);
            }
            fire_or_wait(alert, for_ms, time_ms);
            true
        });
    }
}

fn expanded(text: &Text, data: Option<&AlertData>, evaluation: Evaluation<'_>) -> String {
    match (text, data) {
        (Text::Literal(text), _) => text.clone(),
        (Text::Template(_), Some(data)) => text.expand(data, evaluation.storage.as_storage(), evaluation.options),
        // Data is made where there is a template.
        (Text::Template(template), None) => template.to_string(),
    }
}

/// Whether an alert whose expression no longer holds goes on firing.
fn keeps_firing(alert: &mut Alert, keep_firing_for_ms: i64, time_ms: TimestampMs) -> bool {
    if alert.state != AlertState::Firing || keep_firing_for_ms <= 0 {
        return false;
    }
    let since_ms = *alert.keep_firing_since_ms.get_or_insert(time_ms);
    time_ms - since_ms < keep_firing_for_ms
}

/// Resolves an alert whose expression no longer holds; whether it is kept.
fn is_kept_resolved(alert: &mut Alert, time_ms: TimestampMs) -> bool {
    let is_over = alert.resolved_at_ms.is_some_and(|resolved| time_ms - resolved > RESOLVED_RETENTION_MS);
    let is_kept = alert.state != AlertState::Pending && !is_over;
    if alert.state != AlertState::Inactive {
        alert.state = AlertState::Inactive;
        alert.resolved_at_ms = Some(time_ms);
    }
    is_kept
}

/// Fires an alert that has been active for long enough; one that has not waits.
fn fire_or_wait(alert: &mut Alert, for_ms: i64, time_ms: TimestampMs) {
    let is_due = time_ms - alert.active_at_ms >= for_ms;
    match alert.state {
        AlertState::Pending if is_due => {
            alert.state = AlertState::Firing;
            alert.fired_at_ms = Some(time_ms);
        }
        AlertState::Firing if !is_due => {
            alert.state = AlertState::Pending;
            alert.fired_at_ms = None;
            alert.keep_firing_since_ms = None;
        }
        _ => {}
    }
}

/// The samples that tell of an active alert.
fn series_of(alert: &Alert, time_ms: TimestampMs) -> [WrittenSample; 2] {
    let sample = |labels: &Labels, value: f64| WrittenSample {
        labels: labels.clone(),
        time_ms,
        value: SampleValue::Float(value),
    };
    let active_since_s = alert.active_at_ms.div_euclid(1000) as f64;
    [sample(alert.state_series(), 1.0), sample(alert.for_state_series(), active_since_s)]
}
