//! A recording rule: from the result of its expression to the samples that it writes.

use std::collections::BTreeMap;

use promenade_exec::InstantSample;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, TimestampMs};
use rustc_hash::FxHashSet;

use crate::{RuleDefinition, RuleError, WrittenSample};

/// A recording rule.
#[derive(Debug, Clone)]
pub(crate) struct RecordingRule {
    name: String,
    labels: BTreeMap<String, String>,
}

impl RecordingRule {
    pub(crate) fn new(definition: &RuleDefinition) -> Self {
        Self { name: definition.name.clone(), labels: definition.labels.clone() }
    }

    /// What is to be written for the result of the expression.
    pub(crate) fn samples(
        &self,
        result: Vec<InstantSample>,
        time_ms: TimestampMs,
        limit: Option<u64>,
    ) -> Result<Vec<WrittenSample>, RuleError> {
        let n_series = result.len();
        let written = |sample: InstantSample| WrittenSample {
            labels: self.labels_of(&sample.labels),
            time_ms,
            value: sample.value,
        };
        let samples: Vec<_> = result.into_iter().map(written).collect();
        let mut seen = FxHashSet::default();
        if n_series > 1 && !samples.iter().all(|sample| seen.insert(sample.labels.as_bytes())) {
            return Err(RuleError::DuplicateSeries);
        }
        match limit.filter(|limit| n_series as u64 > *limit) {
            Some(limit) => Err(RuleError::TooManySeries { limit, n_series }),
            None => Ok(samples),
        }
    }

    /// The labels of the series that it writes for one of the expression.
    pub(crate) fn labels_of(&self, labels: &Labels) -> Labels {
        if self.labels.is_empty() {
            return labels.with(METRIC_NAME, &self.name);
        }
        let mut builder = labels.to_builder();
        builder.set(METRIC_NAME, &self.name);
        for (name, value) in &self.labels {
            builder.set(name, value);
        }
        builder.build()
    }
}
