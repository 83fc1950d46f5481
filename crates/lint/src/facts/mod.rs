//! Facts about queries that need no data.

pub(crate) mod binary;
pub(crate) mod cause;
#[cfg(feature = "documents")]
pub(crate) mod condition;
pub(crate) mod counter;
pub(crate) mod histogram;
pub(crate) mod raw;
pub(crate) mod selector;
#[cfg(feature = "documents")]
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod unit;
pub(crate) mod value;
