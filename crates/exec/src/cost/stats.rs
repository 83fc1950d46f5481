//! The statistics of a query.

use promenade_model::TimestampMs;

/// What a query cost. The counts of samples are Prometheus's: a float counts for one, a native histogram for the floats that
/// would fit into its memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct QueryStats {
    /// Series that selectors selected, those of `info` included (`seriesTouched`). A series that several selectors select
    /// counts for each.
    pub n_series: u64,
    /// Samples that were read (`samplesRead`). Windows that overlap read a sample once. Rows that the result does not need
    /// count where complete statistics are asked for.
    pub n_samples_read: u64,
    /// Samples that evaluation looked at (`totalQueryableSamples`). A sample counts for each step that looks at it.
    pub n_queryable_samples: u64,
    /// The most samples held at once (`peakSamples`), which the limit on samples is about. It is known where complete
    /// statistics were asked for, and where the query might have met the limit.
    pub n_peak_samples: Option<u64>,
    /// The most bytes of memory in use at once, as far as they are counted.
    pub peak_bytes: u64,
    /// The counts of each step, with the feature `promql-per-step-stats`.
    pub steps: Option<StepStats>,
}

/// Counts of samples by step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct StepStats {
    /// The time of the first step.
    pub start_ms: TimestampMs,
    /// Milliseconds from step to step.
    pub step_ms: i64,
    /// Samples that each step looked at (`totalQueryableSamplesPerStep`).
    pub n_queryable_samples: Vec<u64>,
    /// Samples that each step was the first to read (`samplesReadPerStep`).
    pub n_samples_read: Vec<u64>,
}

impl StepStats {
    /// The time of a step.
    pub fn at(&self, step_idx: usize) -> TimestampMs {
        self.start_ms.saturating_add(self.step_ms.saturating_mul(step_idx as i64))
    }
}
