//! The parts of Go that Prometheus's semantics depend on: bit-exact mathematics, number formatting and parsing, regular
//! expressions.
//!
//! Each module corresponds to the package of Go's standard library with its name. Nothing here depends on PromQL.

pub mod fmt;
pub mod math;
pub mod regex;
pub mod strconv;
pub mod time;
pub mod unicode;
pub mod url;
