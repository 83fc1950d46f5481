//! What can be wrong with a query that parser and type check accept.

use promenade_model::value::SourceRange;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The value of a range query must be a scalar or an instant vector.
    #[error("invalid expression type {found:?} for range query, must be Scalar or instant Vector")]
    RangeQueryType {
        /// The type it has instead.
        found: &'static str,
    },
    /// The steps of a range query must lie at least a millisecond apart.
    #[error("zero or negative query resolution step widths are not accepted")]
    QueryStep,
    /// A duration expression has no usable value.
    #[error("{}:{}: {fault}", range.start, range.end)]
    Duration {
        /// Where the expression stands.
        range: SourceRange,
        /// What is wrong with it.
        fault: DurationFault,
    },
    /// The steps of a subquery must lie at least a millisecond apart.
    #[error("{}:{}: the step of a subquery must be at least 1ms", range.start, range.end)]
    SubqueryStep {
        /// Where the subquery stands.
        range: SourceRange,
    },
    /// A function that cannot deal with an `anchored` or `smoothed` selector.
    #[error("{modifier} modifier can only be used with: {allowed} - not with {function}")]
    Modifier {
        /// `anchored` or `smoothed`.
        modifier: &'static str,
        /// The functions that can, separated by commas.
        allowed: String,
        /// The function.
        function: &'static str,
        /// Where the call stands.
        range: SourceRange,
    },
    /// A variable, whose text is only known where the query is shown.
    #[error("{}:{}: a variable has no value here", range.start, range.end)]
    Variable {
        /// Where it stands, or what holds it.
        range: SourceRange,
    },
    /// A part with an error, which only a query that the type check refuses has.
    #[error("{}:{}: the query has an error here", range.start, range.end)]
    Unknown {
        /// Where it stands.
        range: SourceRange,
    },
    /// A parameter that is to be the name of a label and is none.
    #[error("invalid label name {quoted}")]
    LabelName {
        /// The parameter in quotes.
        quoted: String,
        /// Where it stands.
        range: SourceRange,
    },
    /// An argument that is to be the name of a label and is none.
    #[error("{fault}")]
    LabelArgument {
        /// What the function says of it.
        fault: String,
        /// Where it stands.
        range: SourceRange,
    },
}

/// What is wrong with a duration expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DurationFault {
    /// Neither finite nor a number.
    #[error("duration is NaN or infinite")]
    NotFinite,
    /// Zero or negative where only a positive duration makes sense.
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
    /// Whether Prometheus finds this in evaluating rather than in preparing a query.
    pub const fn is_execution(&self) -> bool {
        matches!(
            self,
            Self::SubqueryStep { .. } | Self::Modifier { .. } | Self::LabelName { .. } | Self::LabelArgument { .. }
        )
    }

    /// Where the fault lies in the query, where it lies at one place.
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
