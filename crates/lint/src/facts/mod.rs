//! What can be known of a query without data.

pub(crate) mod counter;
pub(crate) mod selector;
