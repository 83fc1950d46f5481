//! What a query reads, as a hint to the store.

use std::borrow::Cow;
use std::ops::Range;

use promenade_model::TimestampMs;

/// A time range in milliseconds, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// First millisecond.
    pub start_ms: TimestampMs,
    /// Last millisecond.
    pub end_ms: TimestampMs,
}

impl TimeRange {
    /// All times.
    pub const ALL: Self = Self { start_ms: TimestampMs::MIN, end_ms: TimestampMs::MAX };

    /// Whether a timestamp is in the range.
    pub const fn contains(&self, t: TimestampMs) -> bool {
        self.start_ms <= t && t <= self.end_ms
    }

    /// The rows of a sorted column of timestamps that are in the range.
    pub fn rows(&self, timestamps: &[TimestampMs]) -> Range<usize> {
        let start = timestamps.partition_point(|t| *t < self.start_ms);
        start..start + timestamps[start..].partition_point(|t| *t <= self.end_ms)
    }
}

/// What a query does with a selector's samples. A store may ignore all of it but must not omit samples inside `time`.
/// The hints own their data, so a clone can be sent anywhere.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SelectHints {
    /// Samples outside are not read.
    pub time: TimeRange,
    /// Milliseconds between evaluations; 0 for an instant query.
    pub step_ms: i64,
    /// Length of the range selector; 0 for an instant selector.
    pub range_ms: i64,
    /// The function or aggregator directly around the selector.
    pub func: Option<Cow<'static, str>>,
    /// Grouping labels of the aggregation around the selector.
    pub grouping: Vec<String>,
    /// Whether `grouping` lists the labels that are kept (`by`) or dropped (`without`).
    pub by: bool,
    /// The most series that are needed.
    pub limit: Option<usize>,
    /// Only count and sum of native histograms are read.
    pub skip_buckets: bool,
    /// Start timestamps are read.
    pub start_timestamps: bool,
}

promenade_model::setters!(SelectHints {
    time: TimeRange,
    step_ms: i64,
    range_ms: i64,
    func: Option<Cow<'static, str>>,
    grouping: Vec<String>,
    by: bool,
    limit: Option<usize>,
    skip_buckets: bool,
    start_timestamps: bool,
});

impl SelectHints {
    /// Hints with only a time range.
    pub const fn over(time: TimeRange) -> Self {
        Self {
            time,
            step_ms: 0,
            range_ms: 0,
            func: None,
            grouping: Vec::new(),
            by: false,
            limit: None,
            skip_buckets: false,
            start_timestamps: false,
        }
    }
}
