//! The result of a query.

use promenade_exec::{QueryStats, QueryValue};
use promenade_model::Annotations;

/// The value of a query with what is to be said about it.
#[derive(Debug, Clone)]
pub struct QueryResult {
    /// The value.
    pub value: QueryValue,
    /// Warnings and infos.
    pub annotations: Annotations,
    /// What the query cost.
    pub stats: QueryStats,
}
