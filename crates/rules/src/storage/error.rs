//! Why a store refuses a sample.

use promenade_go::strconv::format_float;
use promenade_model::TimestampMs;
use promenade_model::histogram::HistogramError;

/// Why a store refuses a sample, in Prometheus's words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// The series has a newer sample.
    #[error("out of order sample")]
    OutOfOrder,
    /// The series has another float of the same timestamp.
    #[error("duplicate sample for timestamp{}", overrides(*.time_ms, &format!("existing {}", percent_g(*.existing)), Some(*.new)))]
    DuplicateFloat {
        /// The timestamp.
        time_ms: TimestampMs,
        /// The value that is there.
        existing: f64,
        /// The value that is refused.
        new: f64,
    },
    /// The series has a histogram of the same timestamp.
    #[error("duplicate sample for timestamp{}", overrides(*.time_ms, "existing is a histogram", Some(*.new)))]
    FloatOverHistogram {
        /// The timestamp.
        time_ms: TimestampMs,
        /// The value that is refused.
        new: f64,
    },
    /// The series has another sample at the timestamp of a histogram.
    #[error("duplicate sample for timestamp")]
    DuplicateHistogram,
    /// The histogram does not hold together.
    #[error(transparent)]
    Histogram(#[from] HistogramError),
}

/// The values are named where the timestamp is not that of the epoch.
fn overrides(time_ms: TimestampMs, existing: &str, new: Option<f64>) -> String {
    match new {
        Some(new) if time_ms != 0 => {
            format!(" {time_ms}; overrides not allowed: {existing}, new value {}", percent_g(new))
        }
        _ => String::new(),
    }
}

/// A float as Go's `%g` writes it.
fn percent_g(value: f64) -> String {
    format_float(value, 'g', None)
}
