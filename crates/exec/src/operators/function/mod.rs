//! Operators of functions over instant vectors, one file per kind of function.

pub(crate) mod absent;
mod buckets;
pub(crate) mod convert;
pub(crate) mod date;
pub(crate) mod elementwise;
pub(crate) mod fraction;
pub(crate) mod histogram;
pub(crate) mod info;
pub(crate) mod labels;
pub(crate) mod math;
mod presence;
pub(crate) mod quantile;
pub(crate) mod sort;
pub(crate) mod timestamp;
