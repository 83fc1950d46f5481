//! How a query is evaluated.

use promenade_model::TimestampMs;
use promenade_storage::MemoryStorage;

use crate::{Engine, EngineOptions, QueryError};

/// Explains how an instant query is evaluated: its plan with what it reads, as text. The plan itself, and that of a range
/// query, comes from [`TimedQuery::plan`](crate::TimedQuery::plan).
///
/// ```
/// let plan = promenade::explain("sum(rate(requests_total[5m]))", 600_000)?;
/// assert!(plan.contains("requests_total"));
/// # Ok::<(), promenade::QueryError>(())
/// ```
///
/// # Errors
/// Returns an error if the text is not a query, or cannot be planned for this time.
pub fn explain(query: &str, time_ms: TimestampMs) -> Result<String, QueryError> {
    let engine = Engine::new(EngineOptions::default());
    let plan = engine.query(MemoryStorage::default(), query).at(time_ms).plan()?;
    Ok(plan.explain().to_string())
}
