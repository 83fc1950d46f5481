//! What Prometheus's meaning takes from Go: mathematics to the last bit, texts of numbers, regular expressions.
//!
//! Each module follows a package of Go's standard library, whose name it has. Nothing here knows of PromQL.

pub mod fmt;
pub mod math;
pub mod regex;
pub mod strconv;
pub mod time;
pub mod unicode;
pub mod url;
