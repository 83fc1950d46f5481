//! What can be known of a query without data.

pub(crate) mod binary;
pub(crate) mod cause;
pub(crate) mod condition;
pub(crate) mod counter;
pub(crate) mod histogram;
pub(crate) mod raw;
pub(crate) mod selector;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod unit;
pub(crate) mod value;
