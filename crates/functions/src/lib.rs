//! The catalogue of PromQL: every function and aggregator with its signature, documentation, behaviour and kernel.
//!
//! Nobody outside this crate knows a function by its name. A function is one file, or one row for plain maths; it is
//! registered in the list of its folder, and the folders in [`catalogue`].

pub mod aggregators;
pub mod catalogue;
pub mod definition;
pub mod kernel;
pub mod range;
pub mod samples;

pub use aggregators::AggregatorDef;
pub use catalogue::{aggregator, aggregators, function, functions};
pub use definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
pub use kernel::Kernel;
