//! What a query is going to read, as the store hears it.

use std::borrow::Cow;

use promenade_model::TimestampMs;

/// A range of time in milliseconds, both ends inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// First millisecond.
    pub start_ms: TimestampMs,
    /// Last millisecond.
    pub end_ms: TimestampMs,
}

impl TimeRange {
    /// All of time.
    pub const ALL: Self = Self { start_ms: TimestampMs::MIN, end_ms: TimestampMs::MAX };

    /// Whether a timestamp lies in the range.
    pub const fn contains(&self, t: TimestampMs) -> bool {
        self.start_ms <= t && t <= self.end_ms
    }
}

/// What a query is going to do with a selector's samples. A store may ignore all of it but must not leave out samples
/// inside `time`. The hints own all they hold, so that a clone can be sent anywhere.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SelectHints {
    /// No sample outside is read.
    pub time: TimeRange,
    /// Milliseconds between evaluations; 0 for an instant query.
    pub step_ms: i64,
    /// Length of the range selector; 0 for an instant selector.
    pub range_ms: i64,
    /// The function or aggregator right around the selector.
    pub func: Option<Cow<'static, str>>,
    /// Grouping labels of the aggregation around the selector.
    pub grouping: Vec<String>,
    /// Whether `grouping` names the labels that stay (`by`) or those that go (`without`).
    pub by: bool,
    /// At most so many series are of interest.
    pub limit: Option<usize>,
    /// Of native histograms only count and sum are read.
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
    /// Hints that say nothing but the time.
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
