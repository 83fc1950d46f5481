//! The engine: options, queries, results and errors.

mod emptiness;
mod error;
mod estimate;
mod evaluator;
mod failure;
mod options;
mod parts;
mod prepared;
mod query;
mod result;

pub use emptiness::{EmptyKind, EmptyReason};
pub use error::QueryError;
pub use estimate::{CostEstimate, SelectorEstimate};
pub use evaluator::Engine;
pub use options::EngineOptions;
pub use prepared::PreparedQuery;
#[cfg(feature = "arrow")]
pub(crate) use query::PlannedQuery;
pub use query::{Query, TimedQuery};
pub use result::QueryResult;
