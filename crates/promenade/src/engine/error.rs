//! Why a query has no value.

use promenade_exec::{ErrorKind, ExecError, QueryStats};
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
        /// What it cost until then.
        stats: Box<QueryStats>,
    },
}

impl QueryError {
    /// The class of the error.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Plan(error) if error.is_execution() => ErrorKind::Execution,
            Self::Parse(_) | Self::Plan(_) => ErrorKind::Parse,
            Self::Exec { error, .. } => error.kind(),
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
