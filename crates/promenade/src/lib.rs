//! A PromQL query engine and language toolkit.
//!
//! ```
//! use promenade::{Engine, EngineOptions, MemoryStorageBuilder, QueryValue, StartTimestamp, labels};
//!
//! let mut builder = MemoryStorageBuilder::new();
//! let up = builder.series(&labels! {"__name__" => "up", "job" => "node"});
//! builder.append_float(up, 1_000, 1.0, StartTimestamp::UNKNOWN);
//! let storage = builder.build();
//!
//! let engine = Engine::new(EngineOptions::default());
//! let result = engine.query(&storage, "sum by (job) (up)").at(1_000).wait()?;
//! assert!(matches!(result.value, QueryValue::Vector(1_000, samples) if samples.len() == 1));
//! # Ok::<(), promenade::QueryError>(())
//! ```
//!
//! Data of your own is queried through the trait [`Storage`]; the example `own_storage` shows one.

mod arrow;
mod engine;
mod error;
mod estimate;
mod format_document;
mod language;
mod options;
mod prepared;
mod query;
mod result;

/// The wire types of Prometheus's HTTP API.
#[cfg(feature = "api")]
pub use promenade_api as api;
/// Files that hold queries.
pub use promenade_documents as documents;
/// Readers of metrics text.
pub use promenade_exposition as exposition;
/// The formatter.
pub use promenade_format as format;
/// The catalogue of functions and aggregators.
pub use promenade_functions as functions;
/// What Prometheus's meaning takes from Go.
pub use promenade_go as go;
/// The linter.
pub use promenade_lint as lint;
/// Labels, matchers, samples, histograms, annotations.
pub use promenade_model as model;
/// The logical plan.
pub use promenade_plan as plan;
/// The type checker.
pub use promenade_semantic as semantic;
/// The storage trait.
pub use promenade_storage as storage;
/// The parser and the syntax tree.
pub use promenade_syntax as syntax;
/// Go's text templates.
pub use promenade_template as template;

pub use arrow::{BatchError, QueryBatches, RecordBatches};
pub use engine::Engine;
pub use error::QueryError;
pub use estimate::{CostEstimate, SelectorEstimate};
pub use format_document::{DocumentFormat, EscapedLines, FormattedDocument, QueryOutcome, format_document};
pub use language::{check, explain, format, lint, parse};
pub use options::EngineOptions;
pub use prepared::PreparedQuery;
pub use promenade_exec::{
    CancelHandle, ErrorKind, ExecError, FloatColumn, InstantSample, QueryStats, QueryValue, RangeSeries, StepStats,
};
pub use promenade_model::{Annotations, Features, Labels};
pub use promenade_storage::arrow::column_name;
pub use promenade_storage::memory::{MemoryStorage, MemoryStorageBuilder, SampleValue, StartTimestamp};
pub use promenade_storage::{ArrowStorage, Storage};
pub use query::{Query, TimedQuery};
pub use result::QueryResult;
/// The version of Arrow that record batches are of.
pub use {arrow_array, arrow_buffer, arrow_schema};

/// [`Labels`] from names and values: `labels! {"__name__" => "up", "job" => "node"}`.
#[macro_export]
macro_rules! labels {
    ($($name:expr => $value:expr),* $(,)?) => {
        $crate::Labels::from_pairs::<&str, &str>([$(($name, $value)),*])
    };
}
