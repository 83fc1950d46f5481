//! Errors of function arguments, in Prometheus's words.

use promenade_go::strconv::format_fixed;

use crate::catalogue::functions;
use crate::definition::Behavior;

/// Invalid arguments found during evaluation.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FunctionError {
    /// The regular expression of `label_replace` does not compile.
    #[error("invalid regular expression in label_replace(): {regex}")]
    InvalidRegex {
        /// The regular expression.
        regex: String,
        /// The reason, which Prometheus omits.
        reason: String,
    },
    /// The destination is not a valid label name.
    #[error("invalid destination label name in {function}(): {name}")]
    InvalidDestinationLabel {
        /// The called function.
        function: &'static str,
        /// The invalid name.
        name: String,
    },
    /// A source is not a valid label name.
    #[error("invalid source label name in {function}(): {name}")]
    InvalidSourceLabel {
        /// The called function.
        function: &'static str,
        /// The invalid name.
        name: String,
    },
    /// The smoothing factor of double exponential smoothing is outside of 0 to 1.
    #[error("invalid smoothing factor. Expected: 0 < sf < 1, got: {}", format_fixed(*.0, 6))]
    InvalidSmoothingFactor(f64),
    /// The trend factor of double exponential smoothing is outside of 0 to 1.
    #[error("invalid trend factor. Expected: 0 < tf < 1, got: {}", format_fixed(*.0, 6))]
    InvalidTrendFactor(f64),
    /// The function cannot be used with an `anchored` selector.
    #[error("anchored modifier can only be used with: {} - not with {function}", names(|b| b.anchored))]
    NotAnchored {
        /// The called function.
        function: &'static str,
    },
    /// The function cannot be used with a `smoothed` selector.
    #[error("smoothed modifier can only be used with: {} - not with {function}", names(|b| b.smoothed))]
    NotSmoothed {
        /// The called function.
        function: &'static str,
    },
}

/// The names of the functions with a property, sorted.
fn names(has: fn(&Behavior) -> bool) -> String {
    functions().filter(|f| has(&f.behavior)).map(|f| f.name).collect::<Vec<_>>().join(", ")
}
