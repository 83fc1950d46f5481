//! Timestamps, the stale marker and the types of PromQL values.

use std::fmt;
use std::ops::Range;

/// Milliseconds since the Unix epoch; may be negative.
pub type TimestampMs = i64;

/// A byte range in the text of a query.
pub type SourceRange = Range<usize>;

/// The bit pattern of the stale marker, the NaN that ends a series (Prometheus `model/value`).
pub const STALE_NAN: u64 = 0x7ff0_0000_0000_0002;

/// The stale marker.
pub const fn stale_nan() -> f64 {
    f64::from_bits(STALE_NAN)
}

/// Whether `v` is the stale marker, compared bit by bit.
pub const fn is_stale_nan(v: f64) -> bool {
    v.to_bits() == STALE_NAN
}

/// The type of a PromQL expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum ValueType {
    /// The type of an ill-typed expression.
    None,
    /// One float per step, without labels.
    Scalar,
    /// At most one sample per series and step: an instant vector.
    Vector,
    /// Several samples per series and step: a range vector.
    Matrix,
    /// A string.
    String,
}

impl ValueType {
    /// Prometheus's name of the type in its API: `scalar`, `vector`, `matrix`, `string`, `none`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Scalar => "scalar",
            Self::Vector => "vector",
            Self::Matrix => "matrix",
            Self::String => "string",
        }
    }

    /// The name in Prometheus's messages: `instant vector`, `range vector`, ...
    pub const fn documented_name(self) -> &'static str {
        match self {
            Self::Vector => "instant vector",
            Self::Matrix => "range vector",
            other => other.name(),
        }
    }
}

impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `text` in double quotes with the escapes of Go's `strconv.Quote`, as Prometheus prints strings.
pub fn quote(text: &str) -> String {
    promenade_go::strconv::quote_go(text)
}
