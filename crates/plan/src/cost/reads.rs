//! The number of samples that a selector reads from a series.

use promenade_model::TimestampMs;
use promenade_model::value::SourceRange;

use crate::logical::{Grid, NodeId};

/// The times at which a selector reads samples.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectorReads {
    /// The selector.
    pub node: NodeId,
    /// Its position in the query.
    pub range: SourceRange,
    /// The evaluation times of the surrounding query or subquery.
    pub(super) grid: Grid,
    /// The samples read at each of them.
    pub(super) look: Look,
    /// The offset.
    pub(super) offset_ms: i64,
    /// The time set by `@`.
    pub(super) at_ms: Option<TimestampMs>,
    /// The fraction of these times that is covered by the windows of surrounding subqueries.
    pub(super) share: f64,
    /// Whether only timestamps are read, so that histograms count the same as floats.
    pub(super) times_only: bool,
    /// Whether histograms count without their buckets.
    pub skip_buckets: bool,
}

/// The samples that a selector reads at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The newest sample younger than this.
    Newest(i64),
    /// A window, from this long before (exclusive) to this long after (inclusive).
    Window(i64, i64),
    /// Reads that are not counted.
    Uncounted,
}

/// The known samples of a series.
#[derive(Debug, Clone, Copy)]
pub struct KnownSamples<'a> {
    /// The timestamps of all samples or of the first ones, sorted.
    pub timestamps: &'a [TimestampMs],
    /// The total number of samples.
    pub n_samples: u64,
    /// The number of floats that a sample counts as.
    pub weight: f64,
}

impl SelectorReads {
    /// The estimated number of samples that the selector reads from a series.
    pub fn n_samples(&self, series: KnownSamples<'_>) -> f64 {
        if series.timestamps.is_empty() {
            return 0.0;
        }
        let n = match self.look {
            Look::Newest(lookback_ms) => self.n_steps_with_sample(series.timestamps, lookback_ms),
            Look::Window(before_ms, after_ms) => self.n_in_windows(series.timestamps, before_ms, after_ms),
            Look::Uncounted => 0,
        };
        let weight = if self.times_only { 1.0 } else { series.weight };
        let n_of_known = series.n_samples as f64 / series.timestamps.len() as f64;
        n as f64 * weight * self.share * n_of_known
    }

    /// Each sample is the newest until the next one, or until it is too old.
    fn n_steps_with_sample(&self, timestamps: &[TimestampMs], lookback_ms: i64) -> u64 {
        let nexts = timestamps.iter().skip(1).copied().chain([TimestampMs::MAX]);
        let visible = timestamps.iter().zip(nexts).map(|(t, next)| {
            let until = next.min(t.saturating_add(lookback_ms)).saturating_sub(1);
            self.n_steps_looking_at(*t, until)
        });
        visible.sum()
    }

    /// The number of samples that lie in any window.
    fn n_in_windows(&self, timestamps: &[TimestampMs], before_ms: i64, after_ms: i64) -> u64 {
        let is_read = |t: &&TimestampMs| {
            let first = t.saturating_sub(after_ms);
            let last = t.saturating_add(before_ms).saturating_sub(1);
            self.n_steps_looking_at(first, last) > 0
        };
        timestamps.iter().filter(is_read).count() as u64
    }

    /// The number of steps whose reference time lies between two times, both inclusive.
    fn n_steps_looking_at(&self, first_ms: TimestampMs, last_ms: TimestampMs) -> u64 {
        if let Some(at_ms) = self.at_ms {
            let reference = at_ms.saturating_sub(self.offset_ms);
            let is_seen = first_ms <= reference && reference <= last_ms;
            return if is_seen { self.grid.n_steps() as u64 } else { 0 };
        }
        let before = self.n_steps_until(first_ms.saturating_sub(1));
        self.n_steps_until(last_ms).saturating_sub(before)
    }

    fn n_steps_until(&self, t_ms: TimestampMs) -> u64 {
        let end_ms = t_ms.saturating_add(self.offset_ms).min(self.grid.end_ms);
        Grid { end_ms, ..self.grid }.n_steps() as u64
    }
}
