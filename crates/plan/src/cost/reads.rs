//! The samples that a selector reads of a series.

use promenade_model::TimestampMs;
use promenade_model::value::SourceRange;

use crate::logical::{Grid, NodeId};

/// At which times a selector looks for samples.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectorReads {
    /// The selector.
    pub node: NodeId,
    /// Its place in the query.
    pub range: SourceRange,
    /// The evaluation times of the query or subquery around it.
    pub(super) grid: Grid,
    /// What it does at each of them.
    pub(super) look: Look,
    /// How far back it looks.
    pub(super) offset_ms: i64,
    /// The time that `@` fixes.
    pub(super) at_ms: Option<TimestampMs>,
    /// The part of these times that the windows around a subquery take.
    pub(super) share: f64,
    /// Whether only the times of samples are read, so that histograms count no more than floats.
    pub(super) times_only: bool,
    /// Whether histograms count without their buckets.
    pub skip_buckets: bool,
}

/// What a selector does at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// It takes the newest sample that is less old than this.
    Newest(i64),
    /// It reads a window: so far back, exclusive, and so far ahead, inclusive.
    Window(i64, i64),
    /// What it reads is not counted.
    Uncounted,
}

/// What is known of a series.
#[derive(Debug, Clone, Copy)]
pub struct KnownSamples<'a> {
    /// The times of its samples, or of the first of them, sorted.
    pub timestamps: &'a [TimestampMs],
    /// How many samples there are in all.
    pub n_samples: u64,
    /// How many floats a sample counts for.
    pub weight: f64,
}

impl SelectorReads {
    /// About how many samples the selector reads of a series.
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

    /// Samples that lie in any window.
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
