//! Evaluation of PromQL: vectorized operators over the nodes of a plan.
//!
//! A query runs in two steps. [`execute()`] first resolves all selectors of the logical plan concurrently; then the
//! nodes of the plan become [`Operator`]s, children first. An operator knows the labels of its rows when it is built
//! and computes blocks of rows on request. Operators that combine series (aggregations, sorts) compute while they are
//! built: they pull tiles of their input in parallel and merge them in the order of the rows, so that results are
//! bit-identical for any number of threads.

// Without threads a store need be neither `Send` nor `Sync`; its holders have the same types in both cases.
#![cfg_attr(not(feature = "threads"), allow(clippy::arc_with_non_send_sync))]

mod background;
pub mod block;
pub mod budget;
mod cells;
pub mod column;
pub mod context;
mod cost;
pub mod error;
mod evaluate;
pub mod evaluator;
pub mod execute;
mod loads;
pub mod operator;
mod parallel;
pub mod parts;
pub mod result;
mod result_rows;
mod root_matrix;
mod running;
pub mod tiles;
pub mod wait;

mod operators;
mod scan;

pub use block::Block;
pub use budget::Budget;
pub use column::FloatColumn;
pub use context::{CancelHandle, ExecOptions, Observer, QueryContext};
pub use cost::{QueryStats, Reads, StepStats};
pub use error::{ErrorKind, ExecError};
pub use execute::{execute, execute_blocking, select_hints};
pub use operator::{Operator, RowMeta, SparseRows, Task};
pub use parallel::Threads;
pub use parts::ResultParts;
pub use result::{InstantSample, QueryOutput, QueryValue, RangeSeries};
pub use scan::{RangeSource, RowReader, WindowSpec};
pub use wait::wait;
