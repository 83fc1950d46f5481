//! The statistics of a query.

use promenade_model::TimestampMs;

/// The cost of a query. Samples are counted as in Prometheus: a float counts as one, a native histogram as the number
/// of floats that would fit into its memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct QueryStats {
    /// The number of selected series, including those of `info` (`seriesTouched`). A series selected by several
    /// selectors counts for each.
    pub n_series: u64,
    /// Samples that were read (`samplesRead`). Overlapping windows read a sample once. Rows that the result does not
    /// need count only with complete statistics.
    pub n_samples_read: u64,
    /// Samples used in the evaluation (`totalQueryableSamples`). A sample counts for each step that uses it.
    pub n_queryable_samples: u64,
    /// The peak of samples held at once (`peakSamples`), to which the limit on samples applies. Known with complete
    /// statistics, and if the query came close to the limit.
    pub n_peak_samples: Option<u64>,
    /// The peak of counted memory in bytes.
    pub peak_bytes: u64,
    /// The counts of each step, with the feature `promql-per-step-stats`.
    pub steps: Option<StepStats>,
}

/// Sample counts by step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct StepStats {
    /// The time of the first step.
    pub start_ms: TimestampMs,
    /// Step in milliseconds.
    pub step_ms: i64,
    /// Samples used by each step (`totalQueryableSamplesPerStep`).
    pub n_queryable_samples: Vec<u64>,
    /// Samples read first by each step (`samplesReadPerStep`).
    pub n_samples_read: Vec<u64>,
}

impl StepStats {
    /// The time of a step.
    pub fn at(&self, step_idx: usize) -> TimestampMs {
        self.start_ms.saturating_add(self.step_ms.saturating_mul(step_idx as i64))
    }
}
