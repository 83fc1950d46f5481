//! A PromQL query engine and language toolkit.
//!
//! # The language
//!
//! | function | what it does | feature |
//! |---|---|---|
//! | [`parse`] | parses a query; a broken query also has a tree | |
//! | [`check`] | checks names and types; returns a typed tree or all diagnostics | |
//! | [`format`](fn@format) | formats a query | |
//! | [`lint`](fn@lint) | reports errors, and mistakes that Prometheus accepts | `lint` |
//! | [`fix`] | applies the fixes of lints | `lint` |
//! | [`explain`] | returns the logical plan of a query | `engine` |
//!
//! All feature flags are off. The functions whose names end in `_with` take [`LanguageOptions`] with feature flags.
//!
//! # The engine
//!
//! [`Engine`] evaluates queries over any [`Storage`]:
//!
//! ```
//! # #[cfg(feature = "engine")] {
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
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! To query your own data, implement the trait [`Storage`], as the examples `own_storage` and `async_storage` do.
//!
//! # Features
//!
//! Without any, there are parser, type check and formatter. On by default are `engine` (plans, stores, execution), `arrow`
//! (record batches in and out), `threads` (queries on several threads; turn it off for WebAssembly), `lint` (of queries),
//! `documents` (files that hold queries: they are read, formatted, linted), `exposition` (readers of metrics text), `rules`
//! (rules evaluated, and unit tests of them), `ide` (what editors show), `docs` (what people read of functions), `render`
//! (diagnostics as text with carets) and `fast-regex` (regular expressions are matched faster, by more code). Off by default are `serde` (plans are written and read), `api` (results as
//! Prometheus's HTTP API answers them) and `tsdb` (the data directory of a Prometheus server as a store).

// Each feature has its modules; what a module has is listed by name in its file.
#[cfg(feature = "arrow")]
mod arrow;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "documents")]
mod format_document;
mod language;

#[cfg(feature = "api")]
pub mod api;
#[cfg(feature = "documents")]
pub mod documents;
#[cfg(feature = "exposition")]
pub mod exposition;
pub mod format;
pub mod functions;
pub mod go;
#[cfg(feature = "ide")]
pub mod ide;
#[cfg(feature = "lint")]
pub mod lint;
pub mod model;
#[cfg(feature = "engine")]
pub mod plan;
#[cfg(feature = "rules")]
pub mod rules;
pub mod semantic;
#[cfg(feature = "engine")]
pub mod storage;
pub mod syntax;
#[cfg(feature = "documents")]
pub mod template;
#[cfg(feature = "tsdb")]
pub mod tsdb;

#[cfg(feature = "arrow")]
pub use arrow::{BatchError, QueryBatches, RecordBatches};
#[cfg(feature = "engine")]
pub use engine::{
    CostEstimate, EmptyKind, EmptyReason, Engine, EngineOptions, PreparedQuery, Query, QueryError, QueryResult,
    SelectorEstimate, TimedQuery,
};
#[cfg(feature = "documents")]
pub use format_document::{DocumentFormat, EscapedLines, FormattedDocument, QueryOutcome, format_document};
#[cfg(feature = "engine")]
pub use language::explain;
pub use language::{check, check_with, format, parse, parse_with};
#[cfg(feature = "lint")]
pub use language::{fix, lint};
#[cfg(feature = "engine")]
pub use promenade_exec::{
    CancelHandle, ErrorKind, ExecError, FloatColumn, InstantSample, Observer, QueryStats, QueryValue, RangeSeries,
    StepStats,
};
pub use promenade_format::Options as FormatOptions;
#[cfg(feature = "lint")]
pub use promenade_lint::Settings as LintSettings;
pub use promenade_model::{Annotations, Features, Labels};
pub use promenade_semantic::Options as LanguageOptions;
#[cfg(feature = "engine")]
pub use promenade_storage::Storage;
#[cfg(feature = "arrow")]
pub use promenade_storage::arrow::{ArrowStorage, HistogramArrayBuilder, column_name, histogram_type};
#[cfg(feature = "engine")]
pub use promenade_storage::memory::{MemoryStorage, MemoryStorageBuilder, SampleValue, StartTimestamp};
#[cfg(feature = "tsdb")]
pub use promenade_tsdb::Tsdb;
/// The version of Arrow that record batches are of.
#[cfg(feature = "arrow")]
pub use {arrow_array, arrow_buffer, arrow_schema};

/// [`Labels`] from names and values: `labels! {"__name__" => "up", "job" => "node"}`.
#[macro_export]
macro_rules! labels {
    ($($name:expr => $value:expr),* $(,)?) => {
        $crate::Labels::from_pairs::<&str, &str>([$(($name, $value)),*])
    };
}
