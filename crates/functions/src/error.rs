//! What can be wrong with the arguments of a function, in Prometheus's words.

use promenade_go::strconv::format_fixed;

use crate::catalogue::functions;
use crate::definition::Behavior;

/// Arguments that a function cannot work with, found when the query is evaluated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FunctionError {
    /// The regular expression of `label_replace` does not compile.
    #[error("invalid regular expression in label_replace(): {regex}")]
    InvalidRegex {
        /// As it is written.
        regex: String,
        /// What is wrong with it; Prometheus does not say.
        reason: String,
    },
    /// The label to be written cannot be a label name.
    #[error("invalid destination label name in {function}(): {name}")]
    InvalidDestinationLabel {
        /// The function called.
        function: &'static str,
        /// As it is written.
        name: String,
    },
    /// A label to be read cannot be a label name.
    #[error("invalid source label name in {function}(): {name}")]
    InvalidSourceLabel {
        /// The function called.
        function: &'static str,
        /// As it is written.
        name: String,
    },
    /// The smoothing factor of double exponential smoothing lies outside of 0 to 1.
    #[error("invalid smoothing factor. Expected: 0 < sf < 1, got: {}", format_fixed(*.0, 6))]
    InvalidSmoothingFactor(f64),
    /// The trend factor of double exponential smoothing lies outside of 0 to 1.
    #[error("invalid trend factor. Expected: 0 < tf < 1, got: {}", format_fixed(*.0, 6))]
    InvalidTrendFactor(f64),
    /// The function may not be used over an `anchored` selector.
    #[error("anchored modifier can only be used with: {} - not with {function}", names(|b| b.anchored))]
    NotAnchored {
        /// The function called.
        function: &'static str,
    },
    /// The function may not be used over a `smoothed` selector.
    #[error("smoothed modifier can only be used with: {} - not with {function}", names(|b| b.smoothed))]
    NotSmoothed {
        /// The function called.
        function: &'static str,
    },
}

/// The names of the functions with a property, sorted.
fn names(has: fn(&Behavior) -> bool) -> String {
    functions().filter(|f| has(&f.behavior)).map(|f| f.name).collect::<Vec<_>>().join(", ")
}
