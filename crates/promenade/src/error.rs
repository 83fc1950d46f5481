//! Why a query has no value.

use promenade_exec::{ErrorKind, ExecError};
use promenade_model::Annotations;
use promenade_plan::PlanError;
use promenade_syntax::Diagnostic;

/// Why a query has no value.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The text is not a query: everything that is wrong with it.
    #[error("{}", first_line(.0))]
    Parse(Vec<Diagnostic>),
    /// The query cannot be planned for these times, such as a duration that comes out negative.
    #[error("{0}")]
    Plan(#[from] PlanError),
    /// Evaluation failed.
    #[error("{error}")]
    Exec {
        /// Why.
        #[source]
        error: ExecError,
        /// Warnings and infos raised before.
        annotations: Annotations,
    },
}

/// The classes of errors that Prometheus's API tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryErrorKind {
    /// The query or its times are at fault, whatever the data.
    Parse,
    /// The query is at fault with this data.
    Execution,
    /// A limit was met.
    Limit,
    /// The deadline has passed.
    Timeout,
    /// Somebody cancelled the query.
    Canceled,
    /// The store failed.
    Storage,
}

impl QueryErrorKind {
    /// The name of the class.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Execution => "execution",
            Self::Limit => "limit",
            Self::Timeout => "timeout",
            Self::Canceled => "canceled",
            Self::Storage => "storage",
        }
    }
}

impl QueryError {
    /// The class of the error.
    pub const fn kind(&self) -> QueryErrorKind {
        match self {
            Self::Plan(error) if error.is_execution() => QueryErrorKind::Execution,
            Self::Parse(_) | Self::Plan(_) => QueryErrorKind::Parse,
            Self::Exec { error, .. } => match error.kind() {
                ErrorKind::Execution => QueryErrorKind::Execution,
                ErrorKind::Limit => QueryErrorKind::Limit,
                ErrorKind::Timeout => QueryErrorKind::Timeout,
                ErrorKind::Canceled => QueryErrorKind::Canceled,
                ErrorKind::Storage => QueryErrorKind::Storage,
            },
        }
    }

    /// What is wrong with the text, with places; empty for other errors.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Parse(diagnostics) => diagnostics,
            _ => &[],
        }
    }
}

fn first_line(diagnostics: &[Diagnostic]) -> String {
    match diagnostics {
        [] => "the text is not a query".to_owned(),
        [only] => only.message.clone(),
        [first, rest @ ..] => format!("{} (and {} more)", first.message, rest.len()),
    }
}
