//! Why the evaluation of a rule fails.

use promenade_exec::ExecError;
use promenade_plan::PlanError;
use promenade_syntax::Diagnostic;

use crate::AppendError;

/// Why a query of a rule or of a template has no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleQueryError {
    /// The text is not a query.
    #[error("{}", of_parser(.text, .diagnostics))]
    Parse {
        /// The text.
        text: String,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// The query cannot be planned, such as for a duration that comes out negative.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Evaluation failed.
    #[error(transparent)]
    Exec(#[from] ExecError),
    /// The query gives a string or a range vector.
    #[error("rule result is not a vector or scalar")]
    NoVector,
}

/// Why the evaluation of a rule fails, in Prometheus's words.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// The expression has no result.
    #[error(transparent)]
    Query(#[from] RuleQueryError),
    /// Two elements of the result of a recording rule have the same labels once the rule's labels are set.
    #[error("vector contains metrics with the same labelset after applying rule labels")]
    DuplicateSeries,
    /// Two elements of the result of an alerting rule have the same labels once the rule's labels are set.
    #[error("vector contains metrics with the same labelset after applying alert labels")]
    DuplicateAlert,
    /// A recording rule gives more series than its group allows.
    #[error("exceeded limit of {limit} with {n_series} series")]
    TooManySeries {
        /// How many it may give.
        limit: u64,
        /// How many it gives.
        n_series: usize,
    },
    /// An alerting rule has more alerts than its group allows.
    #[error("exceeded limit of {limit} with {n_alerts} alerts")]
    TooManyAlerts {
        /// How many it may have.
        limit: u64,
        /// How many it has.
        n_alerts: usize,
    },
    /// The store refuses a sample.
    #[error(transparent)]
    Append(#[from] AppendError),
}

/// The first mistake with its line and column, as Prometheus's parser says it.
fn of_parser(text: &str, diagnostics: &[Diagnostic]) -> String {
    let Some(first) = diagnostics.iter().find(|d| d.is_error()) else { return "the text is not a query".to_owned() };
    let before = text.get(..first.reported_offset()).unwrap_or(text);
    let line = before.split('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1;
    format!("{line}:{column}: parse error: {}", first.message)
}
