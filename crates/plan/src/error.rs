//! Errors of queries that pass parser and type check.

use promenade_model::value::SourceRange;

/// Why a query cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The value of a range query must be a scalar or an instant vector.
    #[error("invalid expression type {found:?} for range query, must be Scalar or instant Vector")]
    RangeQueryType {
        /// Its actual type.
        found: &'static str,
    },
    /// The step of a range query must be at least 1 ms.
    #[error("zero or negative query resolution step widths are not accepted")]
    QueryStep,
    /// A duration expression has no usable value.
    #[error("{}:{}: {fault}", range.start, range.end)]
    Duration {
        /// Position of the expression.
        range: SourceRange,
        /// The error.
        fault: DurationFault,
    },
    /// The step of a subquery must be at least 1 ms.
    #[error("{}:{}: the step of a subquery must be at least 1ms", range.start, range.end)]
    SubqueryStep {
        /// Position of the subquery.
        range: SourceRange,
    },
    /// A function does not support an `anchored` or `smoothed` selector.
    #[error("{modifier} modifier can only be used with: {allowed} - not with {function}")]
    Modifier {
        /// `anchored` or `smoothed`.
        modifier: &'static str,
        /// The functions that support it, separated by commas.
        allowed: String,
        /// The function.
        function: &'static str,
        /// Position of the call.
        range: SourceRange,
    },
    /// A variable, whose value is known only to the dashboard.
    #[error("{}:{}: a variable has no value here", range.start, range.end)]
    Variable {
        /// Position of the variable or of the text that contains it.
        range: SourceRange,
    },
    /// A part with an error, only in queries rejected by the type check.
    #[error("{}:{}: the query has an error here", range.start, range.end)]
    Unknown {
        /// Its position.
        range: SourceRange,
    },
    /// A parameter is not a valid label name.
    #[error("invalid label name {quoted}")]
    LabelName {
        /// The parameter in quotes.
        quoted: String,
        /// Its position.
        range: SourceRange,
    },
    /// An argument is not a valid label name.
    #[error("{fault}")]
    LabelArgument {
        /// The function's error message.
        fault: String,
        /// Its position.
        range: SourceRange,
    },
}

/// Errors of duration expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DurationFault {
    /// Infinite or NaN.
    #[error("duration is NaN or infinite")]
    NotFinite,
    /// Zero or negative, but must be positive.
    #[error("duration must be greater than 0")]
    NotPositive,
    /// More than 292 years.
    #[error("duration is out of range")]
    OutOfRange,
    /// Division by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// Remainder of a division by zero.
    #[error("modulo by zero")]
    ModuloByZero,
}

impl PlanError {
    /// Whether Prometheus reports this during evaluation, not during preparation.
    pub const fn is_execution(&self) -> bool {
        matches!(
            self,
            Self::SubqueryStep { .. } | Self::Modifier { .. } | Self::LabelName { .. } | Self::LabelArgument { .. }
        )
    }

    /// The position of the error; `None` if it has no single position.
    pub const fn range(&self) -> Option<&SourceRange> {
        match self {
            Self::RangeQueryType { .. } | Self::QueryStep => None,
            Self::Duration { range, .. }
            | Self::SubqueryStep { range }
            | Self::Variable { range }
            | Self::Unknown { range }
            | Self::Modifier { range, .. }
            | Self::LabelName { range, .. }
            | Self::LabelArgument { range, .. } => Some(range),
        }
    }
}
