//! A reason why a result is empty.

use promenade_model::value::SourceRange;
use promenade_model::{Labels, Matcher, TimestampMs};
use promenade_plan::{BinaryOp, Node};

/// Why a part of a query has no samples, which leaves the result empty. Its `Display` is a sentence without the place.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct EmptyReason {
    /// The place of the part in the query; of a binary operation that of its operator.
    pub range: SourceRange,
    /// What the reason is.
    pub kind: EmptyKind,
}

/// Kinds of reasons. Times and durations are in milliseconds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum EmptyKind {
    /// The store has no series at all.
    NoData,
    /// The store has no metric of this name.
    UnknownMetric {
        /// The name in the query.
        metric: String,
        /// The names of metrics that are most similar, the best first.
        similar: Vec<String>,
    },
    /// No series that the selector's metric name selects has this label.
    UnknownLabel {
        /// The metric; empty where the selector does not name one.
        metric: String,
        /// The label in the query.
        label: String,
        /// The label that is most similar.
        similar: Option<String>,
    },
    /// The label is there, but no series has a value that matches.
    UnknownValue {
        /// The metric; empty where the selector does not name one.
        metric: String,
        /// The matcher.
        matcher: String,
        /// Its label.
        label: String,
        /// Some of the values of the label.
        values: Vec<String>,
        /// The number of values.
        n_values: usize,
    },
    /// Each matcher matches some series, but no series matches all of them.
    NoCommonMatch,
    /// The selected series have no samples in the time that is read.
    OutsideTime {
        /// The last sample before.
        before_ms: Option<TimestampMs>,
        /// The first sample after.
        after_ms: Option<TimestampMs>,
        /// The first millisecond that is read.
        start_ms: TimestampMs,
        /// The last millisecond that is read.
        end_ms: TimestampMs,
    },
    /// The selected series have samples in the time that is read, but none that a step sees.
    BetweenSteps,
    /// The selected series ended: their last samples are stale markers.
    Ended {
        /// When the last of them ended.
        at_ms: TimestampMs,
    },
    /// No window holds more than one sample, and the function needs two.
    TooFewSamples {
        /// The function.
        function: &'static str,
        /// The length of the windows.
        range_ms: i64,
        /// The time between two samples of a series; `None` if each series has one sample only.
        interval_ms: Option<i64>,
    },
    /// A comparison lets no sample through.
    Filtered {
        /// The operator.
        op: BinaryOp,
        /// The least and the greatest value that was compared, where a vector is compared with a scalar.
        values: Option<(f64, f64)>,
    },
    /// No series of the left side has the labels of a series of the right side.
    NoMatch {
        /// The operator.
        op: BinaryOp,
        /// The labels of a series of the left side that count for the match.
        left: Labels,
        /// The same of the right side.
        right: Labels,
    },
    /// Each series of the left side of `unless` has a match on the right side.
    AllExcluded,
    /// The function returns a sample only where its argument has none, but the argument has samples.
    Present {
        /// The function.
        function: &'static str,
    },
    /// The function reads buckets, but the series are neither buckets nor native histograms.
    NoBuckets {
        /// The function.
        function: &'static str,
    },
    /// The function reads native histograms, but the series are floats.
    NoHistograms {
        /// The function.
        function: &'static str,
    },
    /// The operation has no result for its arguments, although they have samples.
    NoResult {
        /// The function or aggregator.
        operation: &'static str,
    },
}

impl EmptyReason {
    pub(super) fn new(node: &Node, kind: EmptyKind) -> Self {
        Self { range: node.range.clone(), kind }
    }
}

impl EmptyKind {
    /// The name of the kind, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NoData => "no-data",
            Self::UnknownMetric { .. } => "unknown-metric",
            Self::UnknownLabel { .. } => "unknown-label",
            Self::UnknownValue { .. } => "unknown-label-value",
            Self::NoCommonMatch => "no-common-match",
            Self::OutsideTime { .. } => "outside-time",
            Self::BetweenSteps => "between-steps",
            Self::Ended { .. } => "ended",
            Self::TooFewSamples { .. } => "too-few-samples",
            Self::Filtered { .. } => "filtered",
            Self::NoMatch { .. } => "no-match",
            Self::AllExcluded => "all-excluded",
            Self::Present { .. } => "present",
            Self::NoBuckets { .. } => "no-buckets",
            Self::NoHistograms { .. } => "no-histograms",
            Self::NoResult { .. } => "no-result",
        }
    }

    /// The label that only a Prometheus server adds, when it scrapes a target, where its absence is the reason.
    pub fn target_label(&self) -> Option<&str> {
        match self {
            Self::UnknownLabel { label, .. } => Some(label.as_str()).filter(|label| TARGET_LABELS.contains(label)),
            _ => None,
        }
    }
}

/// The labels that a Prometheus server gives the series of a target.
const TARGET_LABELS: [&str; 2] = ["job", "instance"];

/// A matcher as it is written.
pub(super) fn matcher_text(matcher: &Matcher) -> String {
    let value = promenade_model::value::quote(matcher.value());
    format!("{}{}{value}", matcher.name(), matcher.op())
}
