//! The catalogue of PromQL functions, aggregators and binary operators, with signature, documentation, behaviour and
//! kernel.
//!
//! Only this crate refers to functions by name. A function is one file, or one row for simple mathematics, registered
//! in the list of its folder; the folders are registered in [`catalogue`].

pub mod absent;
pub mod aggregators;
#[cfg(feature = "serde")]
pub mod by_name;
pub mod catalogue;
pub mod common;
pub mod date;
pub mod definition;
pub mod docs;
pub mod error;
pub mod histogram;
pub mod info;
pub mod kernel;
pub mod label;
pub mod math;
pub mod operators;
pub mod param;
pub mod range;
pub mod samples;
pub mod scalar;
pub mod sort;
pub mod time;

pub use aggregators::AggregatorDef;
pub use catalogue::{aggregator, aggregators, function, functions};
pub use definition::{
    Behavior, BucketUse, Docs, FunctionDef, MetricKind, ResultUnit, Signature, Stability, Usage, ValueRange, Variadic,
};
pub use error::FunctionError;
pub use kernel::Kernel;
pub use operators::{BinaryOperatorDef, binary_operator, binary_operators};
pub use param::{Param, ParamRole};
