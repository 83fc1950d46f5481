//! Query statistics in the API's format.

use promenade_exec::{QueryStats, StepStats};
use serde::Serialize;

use crate::number::Timestamp;

/// Elapsed time and sample counts.
#[derive(Debug, Clone, Serialize)]
pub struct Stats {
    timings: Timings,
    samples: Samples,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Timings {
    exec_total_time: f64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names)] // the names are those of Prometheus's API
struct Samples {
    #[serde(skip_serializing_if = "Option::is_none")]
    total_queryable_samples_per_step: Option<Vec<(Timestamp, u64)>>,
    total_queryable_samples: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    samples_read_per_step: Option<Vec<(Timestamp, u64)>>,
    samples_read: u64,
    series_touched: u64,
    peak_samples: u64,
}

impl Stats {
    /// The serializable form of statistics; `seconds` is the duration of the evaluation.
    pub fn new(stats: &QueryStats, seconds: f64) -> Self {
        let QueryStats { n_series, n_samples_read, n_queryable_samples, n_peak_samples, steps, .. } = stats;
        let samples = Samples {
            total_queryable_samples_per_step: steps.as_ref().map(|s| by_step(s, &s.n_queryable_samples)),
            total_queryable_samples: *n_queryable_samples,
            samples_read_per_step: steps.as_ref().map(|s| by_step(s, &s.n_samples_read)),
            samples_read: *n_samples_read,
            series_touched: *n_series,
            peak_samples: n_peak_samples.unwrap_or_default(),
        };
        Self { timings: Timings { exec_total_time: seconds }, samples }
    }
}

fn by_step(steps: &StepStats, counts: &[u64]) -> Vec<(Timestamp, u64)> {
    counts.iter().enumerate().map(|(step_idx, n)| (Timestamp(steps.at(step_idx)), *n)).collect()
}
